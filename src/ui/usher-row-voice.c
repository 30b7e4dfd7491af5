/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that say a whole sentence. At the floor a list has no place for it: the row's widget, which takes the focus, is
 * found above the cell. Sentences are made when there is nothing else to do, so that another list or a fast scroll does
 * not wait for what nobody may hear. Main thread. */
#include "ui/usher-row-voice.h"

#include <glib/gi18n.h>

#include "model/usher-invitation-words.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

/* What waits for its turn: a quark on the cell, holding an idle source that goes with it. */
#define WAITING_KEY "usher-row-voice-waiting"

typedef struct
{
  GtkWidget *cell; /* (unowned): this is kept on it */
  UsherRowVoiceSay say;
  guint source;
} Waiting;

/* Of what is over for another reason, the day it would have ended says nothing. */
static char *
dup_expiry (UsherInvitation *invitation, gint64 now)
{
  gint64 expires = usher_invitation_get_expires_at (invitation);
  UsherInvitationStatus status = usher_invitation_get_status (invitation);
  g_autofree char *relative = NULL;

  if (status == USHER_INVITATION_STATUS_REVOKED || status == USHER_INVITATION_STATUS_FULFILLED)
    return NULL;
  if (expires == USHER_TIME_NONE)
    return g_strdup (C_("spoken row", "never expires"));
  relative = usher_time_format_relative (expires, now);
  if (status == USHER_INVITATION_STATUS_EXPIRED)
    /* Translators: read aloud: "expired 2 days ago" */
    return g_strdup_printf (C_("spoken row", "expired %s"), relative);
  if (expires <= now)
    /* Translators: read aloud, when the server has not said "expired" yet: "was to expire 2 minutes ago" */
    return g_strdup_printf (C_("spoken row", "was to expire %s"), relative);
  /* Translators: read aloud: "expires in 3 days" */
  return g_strdup_printf (C_("spoken row", "expires %s"), relative);
}

static char *
dup_opened (UsherInvitationItem *item)
{
  int n = usher_invitation_item_get_n_viewed (item);

  if (n < 0)
    return NULL;
  if (n == 0)
    return g_strdup (C_("spoken row", "not opened"));
  if (n == 2)
    return g_strdup (C_("spoken row", "opened twice"));
  return g_strdup_printf (ngettext ("opened once", "opened %d times", (gulong) n), n);
}

/**
 * usher_row_voice_dup_sentence:
 * @item: a row of the list
 * @now: the present, microseconds since the epoch
 *
 * Returns: (transfer full): what is read aloud for it: whom it is for, kind, status, expiry, how often it was opened
 */
char *
usher_row_voice_dup_sentence (UsherInvitationItem *item, gint64 now)
{
  UsherInvitation *invitation;
  g_autofree char *sentence = NULL;
  g_autofree char *kind = NULL;
  g_autofree char *status = NULL;
  g_autofree char *expiry = NULL;
  g_autofree char *opened = NULL;

  g_return_val_if_fail (USHER_IS_INVITATION_ITEM (item), NULL);

  invitation = usher_invitation_item_get_invitation (item);
  sentence = usher_invitation_dup_recipients (invitation);
  kind = usher_invitation_dup_kind_words (invitation);
  status = usher_invitation_dup_status_words (invitation);
  expiry = dup_expiry (invitation, now);
  opened = dup_opened (item);
  {
    const char *parts[] = { kind, status, expiry, opened };

    for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
      {
        char *longer;

        if (parts[i] == NULL)
          continue;
        /* Translators: read aloud for a row: what was said of it so far, and one thing more */
        longer = g_strdup_printf (C_("spoken list", "%1$s, %2$s"), sentence, parts[i]);
        g_free (sentence);
        sentence = longer;
      }
  }
  return g_steal_pointer (&sentence);
}

/**
 * usher_row_voice_say:
 * @cell: what the factory of a list view, or of a column, made
 * @sentence: (nullable): what its row is called
 *
 * Names the row that a cell stands in; does nothing while it stands in none.
 */
void
usher_row_voice_say (GtkWidget *cell, const char *sentence)
{
  g_return_if_fail (GTK_IS_WIDGET (cell));

  for (GtkWidget *row = cell; row != NULL; row = gtk_widget_get_parent (row))
    {
      if (!GTK_IS_LIST_VIEW (gtk_widget_get_parent (row)))
        continue;
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      sentence != NULL ? sentence : "", -1);
      return;
    }
}

static gboolean
on_turn (gpointer user_data)
{
  Waiting *waiting = user_data;
  g_autofree char *sentence = NULL;

  waiting->source = 0;
  sentence = waiting->say (waiting->cell);
  usher_row_voice_say (waiting->cell, sentence);
  return G_SOURCE_REMOVE;
}

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_clear_handle_id (&waiting->source, g_source_remove);
  g_free (waiting);
}

/**
 * usher_row_voice_note:
 * @cell: what the factory of a list view, or of a column, made
 * @say: what makes the sentence; called once, later, while @cell lives
 *
 * To be called whenever what is to be said of a cell's row changed.
 */
void
usher_row_voice_note (GtkWidget *cell, UsherRowVoiceSay say)
{
  Waiting *waiting;

  g_return_if_fail (GTK_IS_WIDGET (cell));
  g_return_if_fail (say != NULL);

  waiting = g_object_get_data (G_OBJECT (cell), WAITING_KEY);
  if (waiting == NULL)
    {
      waiting = g_new0 (Waiting, 1);
      waiting->cell = cell;
      g_object_set_data_full (G_OBJECT (cell), WAITING_KEY, waiting, waiting_free);
    }
  waiting->say = say;
  if (waiting->source == 0)
    waiting->source = g_idle_add_full (G_PRIORITY_LOW, on_turn, waiting, NULL);
}
