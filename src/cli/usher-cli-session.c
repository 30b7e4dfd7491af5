/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a command comes to its session: of an account that was added in Usher, with the key from the
 * keyring, or of a server, with the key from the environment. Main thread, which waits for each
 * answer in turn. */
#include "cli/usher-cli-session.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli/usher-cli-error.h"
#include "cli/usher-cli-output.h"
#include "model/usher-text.h"

#define KEY_VARIABLE "USHER_API_KEY"

/**
 * usher_cli_take_api_key:
 *
 * Reads the key from the environment and removes it there, so that neither a program that we start
 * nor /proc/PID/environ has it. Call it before there is a second thread.
 *
 * Returns: (transfer full) (nullable): the key; for usher_cli_wipe()
 */
char *
usher_cli_take_api_key (void)
{
  /* Not const: this is the environment's own memory, which is to be overwritten. */
  char *value = (char *) g_getenv (KEY_VARIABLE);
  char *key;

  if (value == NULL)
    return NULL;
  key = g_strdup (value);
  explicit_bzero (value, strlen (value));
  g_unsetenv (KEY_VARIABLE);
  return key;
}

/**
 * usher_cli_wipe:
 * @secret: (inout) (nullable): a secret, which is overwritten, freed and set to %NULL
 */
void
usher_cli_wipe (char **secret)
{
  if (*secret == NULL)
    return;
  explicit_bzero (*secret, strlen (*secret));
  g_clear_pointer (secret, g_free);
}

/**
 * usher_cli_keep_result:
 * @source: unused
 * @result: the result
 * @user_data: (type GAsyncResult**): where it goes
 */
void
usher_cli_keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

/**
 * usher_cli_wait_for_result:
 * @slot: where usher_cli_keep_result() will put it
 *
 * Returns: (transfer full): the result
 */
GAsyncResult *
usher_cli_wait_for_result (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (slot);
}

/**
 * usher_cli_get_accounts:
 * @run: a run
 * @error: return location
 *
 * Returns: (transfer none) (nullable): the accounts of this person
 */
UsherAccounts *
usher_cli_get_accounts (UsherCliRun *run, GError **error)
{
  if (run->accounts == NULL)
    run->accounts = usher_accounts_new (NULL, error);
  return run->accounts;
}

/* Also what only deals with what was asked for before. */
static UsherEphemeralFlags
get_flags (UsherCliRun *run)
{
  switch (run->options->command)
    {
    case USHER_CLI_COMMAND_CREATE:
    case USHER_CLI_COMMAND_RESEND:
    case USHER_CLI_COMMAND_REVOKE:
    case USHER_CLI_COMMAND_INTENTS:
      return USHER_EPHEMERAL_CHANGES;
    case USHER_CLI_COMMAND_PING:
    case USHER_CLI_COMMAND_COMPANIES:
    case USHER_CLI_COMMAND_CONNECTIONS:
    case USHER_CLI_COMMAND_LIST:
    case USHER_CLI_COMMAND_SHOW:
    case USHER_CLI_COMMAND_ACCOUNTS:
    case USHER_CLI_COMMAND_EXPORT:
    case USHER_CLI_COMMAND_NONE:
    default:
      return USHER_EPHEMERAL_READS;
    }
}

static gboolean
open_server (UsherCliRun *run, GError **error)
{
  g_autofree char *server = usher_server_url_normalise (run->options->server, error);
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  if (server == NULL)
    return FALSE;
  if (run->api_key == NULL || *run->api_key == '\0')
    {
      g_set_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_KEY,
                   /* Translators: %s is the name of an environment variable. */
                   _("There is no API key. Put it into the environment variable %s."),
                   KEY_VARIABLE);
      return FALSE;
    }

  usher_session_open_ephemeral_async (server, run->api_key, get_flags (run), NULL, run->cancellable,
                                      usher_cli_keep_result, &slot);
  usher_cli_wipe (&run->api_key);
  result = usher_cli_wait_for_result (&slot);
  run->session = usher_session_open_ephemeral_finish (result, error);
  return run->session != NULL;
}

/* Without --account the only account there is will be meant. */
static UsherAccount *
choose_account (UsherAccounts *accounts, const char *name, GError **error)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (accounts));
  UsherAccount *account;

  if (name != NULL)
    {
      account = usher_accounts_find (accounts, name);
      if (account == NULL)
        g_set_error (error, USHER_SESSION_ERROR, USHER_SESSION_ERROR_NO_SUCH_ACCOUNT,
                     /* Translators: %s is a name that was typed. */
                     _("There is no account “%s”. “usherctl accounts” lists them."), name);
      return account != NULL ? g_object_ref (account) : NULL;
    }

  if (n == 1)
    return g_list_model_get_item (G_LIST_MODEL (accounts), 0);
  if (n == 0)
    g_set_error_literal (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                         _("There is no account yet. Add one in Usher, or give --server and put "
                            "the API key "
                            "into USHER_API_KEY."));
  else
    g_set_error_literal (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                         _("Which account? Give --account; “usherctl accounts” lists them."));
  return NULL;
}

static gboolean
open_account (UsherCliRun *run, GError **error)
{
  UsherAccounts *accounts = usher_cli_get_accounts (run, error);
  g_autoptr (UsherAccount) account = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  const GError *reason;

  usher_cli_wipe (&run->api_key);
  if (accounts == NULL)
    return FALSE;
  account = choose_account (accounts, run->options->account, error);
  if (account == NULL)
    return FALSE;

  usher_accounts_open_session_async (accounts, account, run->cancellable, usher_cli_keep_result,
                                     &slot);
  result = usher_cli_wait_for_result (&slot);
  run->session = usher_accounts_open_session_finish (accounts, result, error);
  if (run->session == NULL)
    return FALSE;
  if (usher_session_get_has_key (run->session))
    return TRUE;

  reason = usher_session_get_error (run->session);
  g_set_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_KEY, "%s",
               reason != NULL
                 ? reason->message
                 : _("There is no API key for this account in the keyring. Enter it in Usher."));
  return FALSE;
}

/* What the window would show above the list: that a record was damaged, or that nothing can be kept. */
static void
tell_notice (UsherCliRun *run)
{
  const char *notice = usher_session_get_notice (run->session);
  g_auto (GStrv) lines = g_strsplit (notice != NULL ? notice : "", "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *safe = usher_text_dup_safe (lines[i], 0);

      if (*lines[i] != '\0')
        usher_cli_output_complaint (safe);
    }
}

/**
 * usher_cli_session_open:
 * @run: a run without a session
 * @error: return location
 *
 * What the person must know of the session goes to standard error.
 *
 * Returns: %TRUE when there is a session with a key
 */
gboolean
usher_cli_session_open (UsherCliRun *run, GError **error)
{
  gboolean opened = run->options->server != NULL ? open_server (run, error) : open_account (run, error);

  if (opened)
    tell_notice (run);
  return opened;
}

/**
 * usher_cli_session_close:
 * @run: a run
 *
 * Closes the session, if there is one, and waits until what it has to write is written.
 */
void
usher_cli_session_close (UsherCliRun *run)
{
  if (run->session != NULL)
    {
      GAsyncResult *slot = NULL;
      g_autoptr (GAsyncResult) result = NULL;

      usher_session_close_async (run->session, usher_cli_keep_result, &slot);
      result = usher_cli_wait_for_result (&slot);
      usher_session_close_finish (run->session, result, NULL);
    }
  g_clear_object (&run->session);
  g_clear_object (&run->accounts);
}
