/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests that are not done: what waits, is on its way in another program, was refused or is unclear, and
 * what can be done about each. What usherctl is asked is sent at once: the command, and its question, are the
 * second thought. Main thread. */
#include "cli/usher-cli-intents.h"

#include <glib/gi18n.h>

#include "cli/usher-cli-confirm.h"
#include "cli/usher-cli-error.h"
#include "cli/usher-cli-output.h"
#include "cli/usher-cli-show.h"
#include "cli/usher-cli-table.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

/* Enough of an id to be typed. */
#define MIN_PREFIX 4

static const char *
get_kind_word (UsherIntent *intent)
{
  switch (usher_intent_get_kind (intent))
    {
    case USHER_INTENT_CREATE:
      return "create";
    case USHER_INTENT_RESEND:
      return "resend";
    case USHER_INTENT_REVOKE:
    default:
      return "revoke";
    }
}

/* For programs; people get the same words, as they are what the help explains. */
static const char *
get_standing_word (UsherIntentStanding standing)
{
  switch (standing)
    {
    case USHER_STANDING_WAITING:
    case USHER_STANDING_SENDING:
    case USHER_STANDING_ELSEWHERE:
      return "sending";
    case USHER_STANDING_LEFT:
      return "not-sent";
    case USHER_STANDING_REFUSED:
      return "refused";
    case USHER_STANDING_NOT_FOUND:
      return "not-made";
    case USHER_STANDING_SEVERAL:
      return "several";
    case USHER_STANDING_UNCLEAR:
    case USHER_STANDING_UNKNOWABLE:
    default:
      return "unclear";
    }
}

static void
set_time (JsonObject *object, const char *name, gint64 time)
{
  g_autofree char *text = usher_time_to_string (time);

  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

static JsonObject *
intent_to_json (UsherSession *session, UsherIntent *intent)
{
  JsonObject *object = json_object_new ();
  const char *const *candidates = usher_intent_get_candidates (intent);

  set_text (object, "id", usher_intent_get_id (intent));
  set_text (object, "request", get_kind_word (intent));
  set_text (object, "state", get_standing_word (usher_session_get_standing (session, intent)));
  set_time (object, "askedAt", usher_intent_get_created_at (intent));
  set_time (object, "sentAt", usher_intent_get_sent_at (intent));
  set_time (object, "dueAt", usher_intent_get_due_at (intent));
  set_text (object, "invitationId", usher_intent_get_invitation_id (intent));
  set_text (object, "recipients", usher_intent_get_summary (intent));
  set_text (object, "message", usher_intent_get_message (intent));
  if (candidates != NULL && usher_intent_get_found (intent) == USHER_INTENT_FOUND_SEVERAL)
    {
      JsonArray *array = json_array_new ();

      for (guint i = 0; candidates[i] != NULL; i++)
        json_array_add_string_element (array, candidates[i]);
      json_object_set_array_member (object, "candidates", array);
    }
  return object;
}

static char *
format_intents (UsherSession *session, GListModel *intents)
{
  g_autoptr (UsherCliTable) table = usher_cli_table_new ();
  gint64 now = usher_time_now ();
  guint n = g_list_model_get_n_items (intents);

  if (n == 0)
    return g_strdup_printf ("%s\n", _("Everything that was asked for was done."));
  usher_cli_table_add_column (table, _("ID"), USHER_CLI_COLUMN_PLAIN);
  usher_cli_table_add_column (table, _("Request"), USHER_CLI_COLUMN_PLAIN);
  usher_cli_table_add_column (table, _("State"), USHER_CLI_COLUMN_PLAIN);
  usher_cli_table_add_column (table, _("Asked"), USHER_CLI_COLUMN_PLAIN);
  usher_cli_table_add_column (table, _("Recipients"), USHER_CLI_COLUMN_FLEXIBLE);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (intents, i);
      g_autofree char *asked = usher_time_format_relative (usher_intent_get_created_at (intent), now);
      const char *whom = usher_intent_get_summary (intent);

      usher_cli_table_add_cell (table, usher_intent_get_id (intent));
      usher_cli_table_add_cell (table, get_kind_word (intent));
      usher_cli_table_add_cell (table, get_standing_word (usher_session_get_standing (session, intent)));
      usher_cli_table_add_cell (table, asked);
      usher_cli_table_add_cell (table, whom != NULL ? whom : "");
      usher_cli_table_end_row (table);
    }
  return usher_cli_table_to_text (table, usher_cli_output_get_width ());
}

static gboolean
list_intents (UsherCliRun *run, GError **error)
{
  GListModel *intents = usher_session_get_intents (run->session);
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array;

  if (!run->options->json)
    {
      g_autofree char *text = format_intents (run->session, intents);

      return usher_cli_output_text (text, error);
    }
  array = json_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (intents, i);

      json_array_add_object_element (array, intent_to_json (run->session, intent));
    }
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);
  return usher_cli_output_json (node, error);
}

static gboolean
refuse (const char *reason, GError **error)
{
  g_set_error_literal (error, USHER_CLI_ERROR, USHER_CLI_ERROR_REFUSED, reason);
  return FALSE;
}

/* (transfer full): the one whose id begins so. */
static UsherIntent *
find_intent (UsherCliRun *run, const char *id, GError **error)
{
  GListModel *intents = usher_session_get_intents (run->session);
  g_autoptr (UsherIntent) found = NULL;

  for (guint i = 0; strlen (id) >= MIN_PREFIX && i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (intents, i);

      if (!g_str_has_prefix (usher_intent_get_id (intent), id))
        continue;
      if (found != NULL)
        {
          refuse (_("Several requests begin with this id. Give more of it."), error);
          return NULL;
        }
      g_set_object (&found, intent);
    }
  if (found == NULL)
    refuse (_("There is no such request. “usherctl intents” lists them."), error);
  return g_steal_pointer (&found);
}

static gboolean
confirm (UsherCliRun *run, const char *question, const char *unasked, GError **error)
{
  g_autoptr (GError) ask_error = NULL;

  if (run->options->yes)
    return TRUE;
  if (!usher_cli_can_ask ())
    return refuse (unasked, error);
  if (usher_cli_ask (question, run->cancellable, &ask_error))
    return TRUE;
  if (ask_error != NULL)
    g_propagate_error (error, g_steal_pointer (&ask_error));
  else
    refuse (_("Nothing was sent."), error);
  return FALSE;
}

static GHashTable *
find_mailed (UsherCliRun *run, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_find_mailed_async (run->session, run->cancellable, usher_cli_keep_result, &slot);
  result = usher_cli_wait_for_result (&slot);
  return usher_session_find_mailed_finish (run->session, result, error);
}

static gboolean
confirm_last (UsherCliRun *run, gint64 last, const char *recipients, GError **error)
{
  g_autofree char *when = NULL;
  g_autofree char *question = NULL;

  if (last == USHER_TIME_NONE)
    return TRUE;
  when = usher_time_format_relative (last, usher_time_now ());
  /* Translators: %1$s are recipients, %2$s is a time like "5 minutes ago". */
  question = g_strdup_printf (_("%1$s got an email %2$s. Send it again?"), recipients, when);
  return confirm (run, question,
                  _("These people got an email within the last hour. Give --yes to send it again."), error);
}

/**
 * usher_cli_confirm_mail:
 * @run: a run with a session
 * @invitation: whom to mail again
 * @error: return location
 *
 * Returns: %TRUE when they were not mailed within the hour, or the person wants it all the same
 */
gboolean
usher_cli_confirm_mail (UsherCliRun *run, UsherInvitation *invitation, GError **error)
{
  g_autoptr (GHashTable) mailed = find_mailed (run, error);
  g_autofree char *recipients = NULL;

  if (mailed == NULL)
    return FALSE;
  recipients = usher_invitation_dup_recipients (invitation);
  return confirm_last (run, usher_session_was_mailed (mailed, invitation), recipients, error);
}

/* A resend that was refused, or never sent: its recipients may have been mailed meanwhile. */
static gboolean
confirm_retry (UsherCliRun *run, UsherIntent *intent, GError **error)
{
  g_autoptr (GHashTable) mailed = NULL;
  const char *whom = usher_intent_get_summary (intent);

  if (usher_intent_get_kind (intent) != USHER_INTENT_RESEND)
    return TRUE;
  if (usher_session_get_standing (run->session, intent) == USHER_STANDING_UNKNOWABLE)
    return confirm (run, _("Nobody can tell whether the email went out before. Send it again?"),
                    _("Nobody can tell whether the email went out before. Give --yes to send it again."), error);
  mailed = find_mailed (run, error);
  return mailed != NULL && confirm_last (run, usher_session_was_mailed_for (mailed, intent),
                                         whom != NULL ? whom : usher_intent_get_mails_to (intent), error);
}

static gboolean
retry (UsherCliRun *run, UsherIntent *intent, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (UsherInvitation) invitation = NULL;

  if (!confirm_retry (run, intent, error))
    return FALSE;
  usher_session_retry_async (run->session, intent, run->cancellable, usher_cli_keep_result, &slot);
  result = usher_cli_wait_for_result (&slot);
  invitation = usher_session_retry_finish (run->session, result, error);
  if (invitation == NULL)
    return FALSE;
  return usher_cli_print_invitation (run, invitation, _("The request was done."), error);
}

static gboolean
say (UsherCliRun *run, const char *sentence, GError **error)
{
  g_autofree char *line = g_strdup_printf ("%s\n", sentence);
  g_autoptr (JsonNode) node = NULL;

  if (!run->options->json)
    return usher_cli_output_text (line, error);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, json_object_new ());
  return usher_cli_output_json (node, error);
}

static gboolean
dismiss (UsherCliRun *run, UsherIntent *intent, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_forget_intent_async (run->session, intent, run->cancellable, usher_cli_keep_result, &slot);
  result = usher_cli_wait_for_result (&slot);
  return usher_session_forget_intent_finish (run->session, result, error)
         && say (run, _("The request is off the list."), error);
}

static gboolean
choose (UsherCliRun *run, UsherIntent *intent, const char *choice, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  gboolean none = g_str_equal (choice, "none");

  usher_session_choose_async (run->session, intent, none ? NULL : choice, run->cancellable,
                              usher_cli_keep_result, &slot);
  result = usher_cli_wait_for_result (&slot);
  return usher_session_choose_finish (run->session, result, error)
         && say (run, none ? _("It was not made. It can be tried again.") : _("The request was done."), error);
}

/**
 * usher_cli_run_intents:
 * @run: a run with a session
 * @error: return location
 *
 * Returns: %TRUE when they were listed, or one of them dealt with
 */
gboolean
usher_cli_run_intents (UsherCliRun *run, GError **error)
{
  char **words = run->options->arguments;
  guint n = g_strv_length (words);
  gboolean chooses = n > 0 && g_str_equal (words[0], "choose");
  g_autoptr (UsherIntent) intent = NULL;

  if (n == 0)
    return list_intents (run, error);
  if (n != (chooses ? 3 : 2)
      || (!chooses && !g_str_equal (words[0], "retry") && !g_str_equal (words[0], "dismiss")))
    {
      g_set_error_literal (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                           _("“intents” takes “retry ID”, “dismiss ID” or “choose ID INVITATION”. See usherctl "
                             "intents --help."));
      return FALSE;
    }
  intent = find_intent (run, words[1], error);
  if (intent == NULL)
    return FALSE;
  if (chooses)
    return choose (run, intent, words[2], error);
  return g_str_equal (words[0], "retry") ? retry (run, intent, error) : dismiss (run, intent, error);
}
