/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said about many invitations at once: the question before, the outcome of each, and the sum. Pure
 * functions, for any thread. */
#include "ui/usher-batch-words.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"

/* More names than this make a question that nobody reads. */
#define MAX_NAMES 4
/* Of one invitation's recipients, in characters: there may be fifty addresses. */
#define MAX_NAME 60

/**
 * usher_batch_dup_heading:
 * @kind: what is to be done; not GET_LINKS, which needs no question
 * @n: to how many invitations
 *
 * Returns: (transfer full): the question
 */
char *
usher_batch_dup_heading (UsherBatchKind kind, guint n)
{
  if (kind == USHER_BATCH_RESEND)
    return g_strdup_printf (ngettext ("Resend the Email of %'u Invitation?", "Resend the Emails of %'u Invitations?", n),
                            n);
  return g_strdup_printf (ngettext ("Revoke %'u Invitation?", "Revoke %'u Invitations?", n), n);
}

/**
 * usher_batch_get_verb:
 * @kind: what is to be done
 *
 * Returns: the label of the button that does it, with a mnemonic
 */
const char *
usher_batch_get_verb (UsherBatchKind kind)
{
  switch (kind)
    {
    case USHER_BATCH_GET_LINKS:
      return _("_Copy Links");
    case USHER_BATCH_RESEND:
      return _("_Resend");
    case USHER_BATCH_REVOKE:
    default:
      return _("_Revoke");
    }
}

static void
add_line (GString *text, const char *line)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

static char *
dup_name (UsherInvitationItem *item)
{
  UsherInvitation *invitation = usher_invitation_item_get_invitation (item);
  const char *company = usher_invitation_item_get_company_name (item);
  g_autofree char *recipients = usher_invitation_dup_recipients (invitation);
  g_autofree char *name = NULL;

  /* Without an allow-list only the company tells one from another. */
  if (usher_invitation_is_open (invitation) && company != NULL)
    /* Translators: first whom the link is for ("Anyone with the link"), then the name of a company. */
    name = g_strdup_printf (C_ ("name of an invitation", "%s, %s"), recipients, company);
  else
    name = g_steal_pointer (&recipients);
  if (g_utf8_strlen (name, -1) > MAX_NAME)
    {
      g_autofree char *beginning = g_utf8_substring (name, 0, MAX_NAME - 1);

      return g_strconcat (beginning, "…", NULL);
    }
  return g_steal_pointer (&name);
}

static void
add_more (GString *text, guint more)
{
  g_autofree char *line = NULL;

  if (more == 0)
    return;
  /* Translators: the last line of a list of names. */
  line = g_strdup_printf (ngettext ("and %'u more", "and %'u more", more), more);
  add_line (text, line);
}

/* One more name takes no more room than "and 1 more". */
static guint
get_n_named (guint n)
{
  return n <= MAX_NAMES + 1 ? n : MAX_NAMES;
}

static void
add_names (GString *text, GPtrArray *items)
{
  guint n = get_n_named (items->len);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = dup_name (g_ptr_array_index (items, i));

      add_line (text, name);
    }
  add_more (text, items->len - n);
}

static void
add_list (GString *text, const char *heading, GPtrArray *lines)
{
  guint n = get_n_named (lines->len);

  if (n == 0)
    return;
  add_line (text, "");
  add_line (text, heading);
  for (guint i = 0; i < n; i++)
    add_line (text, g_ptr_array_index (lines, i));
  add_more (text, lines->len - n);
}

/* Nobody likes the same mail twice: who got one within the hour is named. */
static void
add_mailed (GString *text, GPtrArray *items, GHashTable *mailed)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  gint64 now = usher_time_now ();

  for (guint i = 0; i < items->len; i++)
    {
      UsherInvitationItem *item = g_ptr_array_index (items, i);
      gint64 last = usher_session_was_mailed (mailed, usher_invitation_item_get_invitation (item));
      g_autofree char *name = NULL;
      g_autofree char *when = NULL;

      if (last == USHER_TIME_NONE)
        continue;
      name = dup_name (item);
      when = usher_time_format_relative (last, now);
      /* Translators: a line of a list: the recipients of an invitation, and when they got an email, like "5 minutes
       * ago". */
      g_ptr_array_add (lines, g_strdup_printf (C_ ("name and time", "%1$s, %2$s"), name, when));
    }
  /* Translators: a list of recipients follows, each in its own line. */
  add_list (text, ngettext ("These recipients got an email within the last hour, which may still be on its way:",
                            "These recipients got emails within the last hour, which may still be on their way:",
                            lines->len), lines);
}

/* And who would get two now. */
static void
add_several (GString *text, GPtrArray *items)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < items->len; i++)
    {
      UsherInvitationItem *item = g_ptr_array_index (items, i);
      UsherInvitation *invitation = usher_invitation_item_get_invitation (item);
      g_autofree char *key = usher_recipients_to_key (usher_invitation_get_allowed_emails (invitation));
      guint n = key != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (seen, key)) + 1 : 0;

      /* Nobody in particular. */
      if (n == 0)
        continue;
      if (n == 2)
        g_ptr_array_add (lines, dup_name (item));
      g_hash_table_replace (seen, g_steal_pointer (&key), GUINT_TO_POINTER (n));
    }
  /* Translators: a list of recipients follows, each in its own line. */
  add_list (text, _("Several of these invitations are for the same recipients, who get an email for each:"), lines);
}

static const char *
get_consequence (UsherBatchKind kind, guint n)
{
  if (kind == USHER_BATCH_RESEND)
    return ngettext ("The same link goes once more to every address that it was sent to.",
                     "The same links go once more to every address that they were sent to.", n);
  return ngettext ("The link stops working at once and cannot be made to work again. Connections that were made "
                   "with it stay, and so does the activity log.",
                   "The links stop working at once and cannot be made to work again. Connections that were made "
                   "with them stay, and so do the activity logs.",
                   n);
}

/**
 * usher_batch_dup_body:
 * @kind: what is to be done
 * @chosen: (element-type UsherInvitationItem): to what
 * @left_out: (element-type UsherInvitationItem): what is also selected, and where it makes no sense
 * @mailed: (nullable) (element-type utf8 gint64): who was mailed within the hour, of
 *   usher_session_find_mailed_finish()
 *
 * Returns: (transfer full): what follows the question: to whom, what comes of it, who gets it a second time,
 *   what is left out
 */
char *
usher_batch_dup_body (UsherBatchKind kind, GPtrArray *chosen, GPtrArray *left_out, GHashTable *mailed)
{
  GString *text = NULL;
  g_autofree char *rest = NULL;

  g_return_val_if_fail (chosen != NULL && left_out != NULL, NULL);

  text = g_string_new (NULL);
  add_names (text, chosen);
  add_line (text, "");
  add_line (text, get_consequence (kind, chosen->len));
  if (kind == USHER_BATCH_RESEND)
    {
      add_mailed (text, chosen, mailed);
      add_several (text, chosen);
    }
  rest = usher_batch_dup_left_out (kind, left_out);
  if (rest != NULL)
    {
      add_line (text, "");
      add_line (text, rest);
    }
  return g_string_free (text, FALSE);
}

static void
add_count (GString *text, guint n, const char *format)
{
  g_autofree char *line = NULL;

  if (n == 0)
    return;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  /* Of ngettext(), whose formats the compiler cannot follow through a variable. */
  line = g_strdup_printf (format, n);
#pragma GCC diagnostic pop
  add_line (text, line);
}

/**
 * usher_batch_dup_left_out:
 * @kind: what is to be done
 * @left_out: (element-type UsherInvitationItem): where it makes no sense
 *
 * Returns: (transfer full) (nullable): how many are left out for which reason; %NULL when none are
 */
char *
usher_batch_dup_left_out (UsherBatchKind kind, GPtrArray *left_out)
{
  guint expired = 0;
  guint revoked = 0;
  guint used = 0;
  guint open = 0;
  guint other = 0;
  GString *text = NULL;

  g_return_val_if_fail (left_out != NULL, NULL);

  if (left_out->len == 0)
    return NULL;
  for (guint i = 0; i < left_out->len; i++)
    {
      UsherInvitation *invitation = usher_invitation_item_get_invitation (g_ptr_array_index (left_out, i));

      switch (usher_invitation_get_status (invitation))
        {
        case USHER_INVITATION_STATUS_EXPIRED:
          expired++;
          break;
        case USHER_INVITATION_STATUS_REVOKED:
          revoked++;
          break;
        case USHER_INVITATION_STATUS_FULFILLED:
          used++;
          break;
        case USHER_INVITATION_STATUS_ACTIVE:
          if (kind == USHER_BATCH_RESEND && usher_invitation_is_open (invitation))
            open++;
          else
            other++;
          break;
        case USHER_INVITATION_STATUS_UNKNOWN:
        default:
          other++;
          break;
        }
    }
  text = g_string_new (NULL);
  add_count (text, expired, ngettext ("%'u other is left out, because it has expired.",
                                      "%'u others are left out, because they have expired.", expired));
  add_count (text, revoked, ngettext ("%'u other is left out, because it is already revoked.",
                                      "%'u others are left out, because they are already revoked.", revoked));
  add_count (text, used, ngettext ("%'u other is left out, because it was used as often as it allows.",
                                   "%'u others are left out, because they were used as often as they allow.",
                                   used));
  add_count (text, open, ngettext ("%'u other is left out, because it has no email addresses to send it to.",
                                   "%'u others are left out, because they have no email addresses to send them to.",
                                   open));
  add_count (text, other, ngettext ("%'u other is left out, because it is not known to be active, or is being worked on.",
                                    "%'u others are left out, because they are not known to be active, or are being "
                                    "worked on.",
                                    other));
  return g_string_free (text, FALSE);
}

/**
 * usher_batch_get_title:
 * @kind: what is done
 *
 * Returns: the title of the window that shows how far it is
 */
const char *
usher_batch_get_title (UsherBatchKind kind)
{
  switch (kind)
    {
    case USHER_BATCH_GET_LINKS:
      return _("Copy Links");
    case USHER_BATCH_RESEND:
      return _("Resend Emails");
    case USHER_BATCH_REVOKE:
    default:
      return _("Revoke Invitations");
    }
}

static char *
dup_result (UsherBatchKind kind, guint done, guint total)
{
  switch (kind)
    {
    case USHER_BATCH_GET_LINKS:
      /* Translators: first how many, then of how many. */
      return g_strdup_printf (ngettext ("%'u of %'u link copied", "%'u of %'u links copied", total), done, total);
    case USHER_BATCH_RESEND:
      /* Translators: first how many, then of how many. */
      return g_strdup_printf (ngettext ("%'u of %'u email sent again", "%'u of %'u emails sent again", total), done,
                              total);
    case USHER_BATCH_REVOKE:
    default:
      /* Translators: first how many, then of how many. */
      return g_strdup_printf (ngettext ("%'u of %'u invitation revoked", "%'u of %'u invitations revoked", total), done,
                              total);
    }
}

/**
 * usher_batch_dup_summary:
 * @batch: a batch
 *
 * Returns: (transfer full): how far it is, or how it ended
 */
char *
usher_batch_dup_summary (UsherBatch *batch)
{
  guint total = 0;

  g_return_val_if_fail (USHER_IS_BATCH (batch), NULL);

  total = g_list_model_get_n_items (G_LIST_MODEL (batch));
  if (!usher_batch_get_running (batch))
    return dup_result (usher_batch_get_kind (batch), usher_batch_get_n_in_state (batch, USHER_BATCH_DONE), total);
  if (usher_batch_get_cancelled (batch))
    return g_strdup (_("Stopping: what was sent is waited for"));
  /* Translators: how far it is: first how many are dealt with, then of how many. */
  return g_strdup_printf (_("%'u of %'u"), usher_batch_get_n_finished (batch), total);
}

/**
 * usher_batch_dup_toast:
 * @kind: what was done
 * @n: to how many, all with success
 * @n_left_out: how many were left out and nobody was told yet
 *
 * Returns: (transfer full): what is said when nothing has to be read
 */
char *
usher_batch_dup_toast (UsherBatchKind kind, guint n, guint n_left_out)
{
  switch (kind)
    {
    case USHER_BATCH_GET_LINKS:
      if (n_left_out > 0)
        /* Translators: first how many links, then how many that were left out. */
        return g_strdup_printf (ngettext ("%'u link copied; %'u left out, because the link no longer works",
                                          "%'u links copied; %'u left out, because the link no longer works",
                                          n),
                                n, n_left_out);
      return g_strdup_printf (ngettext ("%'u link copied", "%'u links copied", n), n);
    case USHER_BATCH_RESEND:
      return g_strdup_printf (ngettext ("%'u email sent again", "%'u emails sent again", n), n);
    case USHER_BATCH_REVOKE:
    default:
      return g_strdup_printf (ngettext ("%'u invitation revoked", "%'u invitations revoked", n), n);
    }
}

/**
 * usher_batch_get_word:
 * @kind: what is done
 * @state: the outcome of one row
 *
 * Returns: the outcome in a word or two
 */
const char *
usher_batch_get_word (UsherBatchKind kind, UsherBatchState state)
{
  switch (state)
    {
    case USHER_BATCH_WAITING:
      return C_ ("outcome", "Waiting");
    case USHER_BATCH_RUNNING:
      return kind == USHER_BATCH_GET_LINKS ? C_ ("outcome", "Asking") : C_ ("outcome", "Sending");
    case USHER_BATCH_DONE:
      if (kind == USHER_BATCH_GET_LINKS)
        return C_ ("outcome", "Copied");
      return kind == USHER_BATCH_RESEND ? C_ ("outcome", "Sent again") : C_ ("outcome", "Revoked");
    case USHER_BATCH_REFUSED:
      return C_ ("outcome", "Refused");
    case USHER_BATCH_FAILED:
      return C_ ("outcome", "Failed");
    case USHER_BATCH_UNCLEAR:
      return C_ ("outcome", "Not known");
    case USHER_BATCH_NOT_TRIED:
    default:
      return C_ ("outcome", "Not tried");
    }
}

/**
 * usher_batch_get_icon:
 * @state: the outcome of one row
 *
 * Returns: the name of a symbolic icon
 */
const char *
usher_batch_get_icon (UsherBatchState state)
{
  switch (state)
    {
    case USHER_BATCH_DONE:
      return "object-select-symbolic";
    case USHER_BATCH_REFUSED:
    case USHER_BATCH_FAILED:
      return "dialog-error-symbolic";
    case USHER_BATCH_UNCLEAR:
      return "dialog-question-symbolic";
    case USHER_BATCH_NOT_TRIED:
      return "process-stop-symbolic";
    case USHER_BATCH_WAITING:
    case USHER_BATCH_RUNNING:
    default:
      return "content-loading-symbolic";
    }
}

/**
 * usher_batch_get_css_class:
 * @state: the outcome of one row
 *
 * Returns: (nullable): the style class of its icon
 */
const char *
usher_batch_get_css_class (UsherBatchState state)
{
  switch (state)
    {
    case USHER_BATCH_DONE:
      return "success";
    case USHER_BATCH_REFUSED:
    case USHER_BATCH_FAILED:
      return "error";
    case USHER_BATCH_UNCLEAR:
      return "warning";
    case USHER_BATCH_WAITING:
    case USHER_BATCH_RUNNING:
    case USHER_BATCH_NOT_TRIED:
    default:
      return "dim-label";
    }
}
