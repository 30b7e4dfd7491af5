/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words in the cells of the list, and those in their tooltips, which say exactly what the cell says shortly.
 * Main thread. */
#include "ui/usher-cell-words.h"

#include <glib/gi18n.h>

#include "model/usher-invitation-words.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

/* So many addresses fit a tooltip. */
#define MAX_TOOLTIP_EMAILS 20

static gint64
get_time (UsherInvitationItem *item, UsherSort column)
{
  UsherInvitation *invitation = usher_invitation_item_get_invitation (item);

  if (column == USHER_SORT_EXPIRES)
    return usher_invitation_get_expires_at (invitation);
  if (column == USHER_SORT_CREATED)
    return usher_invitation_get_created_at (invitation);
  return usher_invitation_item_get_last_event_at (item);
}

static char *
dup_time (gint64 time, gint64 now, const char *otherwise)
{
  return time != USHER_TIME_NONE ? usher_time_format_relative (time, now) : g_strdup (otherwise);
}

/**
 * usher_cell_dup_words:
 * @item: a row of the list
 * @column: a column, by the order it gives
 * @now: the present, microseconds since the epoch
 *
 * Returns: (transfer full) (nullable): what the cell says
 */
char *
usher_cell_dup_words (UsherInvitationItem *item, UsherSort column, gint64 now)
{
  UsherInvitation *invitation;

  g_return_val_if_fail (USHER_IS_INVITATION_ITEM (item), NULL);

  invitation = usher_invitation_item_get_invitation (item);
  switch (column)
    {
    case USHER_SORT_RECIPIENT:
      return usher_invitation_dup_recipients (invitation);
    case USHER_SORT_STATUS:
      return usher_invitation_dup_status_words (invitation);
    case USHER_SORT_EXPIRES:
      return dup_time (get_time (item, column), now, C_("expires", "Never"));
    case USHER_SORT_COMPANY:
      return g_strdup (usher_invitation_item_get_company_name (item));
    case USHER_SORT_KIND:
      return usher_invitation_dup_kind_words (invitation);
    case USHER_SORT_USES:
      return usher_invitation_dup_uses (invitation);
    case USHER_SORT_CREATED:
      return dup_time (get_time (item, column), now, C_("created", "Unknown"));
    case USHER_SORT_ACTIVITY:
    default:
      return dup_time (get_time (item, column), now, NULL);
    }
}

static char *
dup_recipients (UsherInvitation *invitation)
{
  const char *const *emails;
  g_autoptr (GString) text = NULL;
  guint n;

  if (usher_invitation_is_open (invitation))
    return NULL;
  emails = usher_invitation_get_allowed_emails (invitation);
  n = g_strv_length ((char **) emails);
  text = g_string_new (NULL);
  for (guint i = 0; i < MIN (n, MAX_TOOLTIP_EMAILS); i++)
    {
      g_autofree char *safe = usher_text_dup_safe (emails[i], 0);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", safe);
    }
  if (n > MAX_TOOLTIP_EMAILS)
    {
      guint rest = n - MAX_TOOLTIP_EMAILS;

      g_string_append_c (text, '\n');
      g_string_append_printf (text, ngettext ("and %'u more", "and %'u more", rest), rest);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * usher_cell_dup_tooltip:
 * @item: a row of the list
 * @column: a column, by the order it gives
 *
 * Returns: (transfer full) (nullable): what the cell tells when it is pointed at, never empty
 */
char *
usher_cell_dup_tooltip (UsherInvitationItem *item, UsherSort column)
{
  const char *name;

  g_return_val_if_fail (USHER_IS_INVITATION_ITEM (item), NULL);

  switch (column)
    {
    case USHER_SORT_RECIPIENT:
      return dup_recipients (usher_invitation_item_get_invitation (item));
    case USHER_SORT_COMPANY:
      name = usher_invitation_item_get_company_name (item);
      return name != NULL && *name != '\0' ? g_strdup (name) : NULL;
    case USHER_SORT_EXPIRES:
    case USHER_SORT_CREATED:
    case USHER_SORT_ACTIVITY:
      {
        gint64 time = get_time (item, column);
        g_autoptr (GTimeZone) zone = NULL;

        if (time == USHER_TIME_NONE)
          return NULL;
        zone = g_time_zone_new_local ();
        return usher_time_format_exact (time, zone);
      }
    case USHER_SORT_STATUS:
    case USHER_SORT_KIND:
    case USHER_SORT_USES:
    default:
      return NULL;
    }
}
