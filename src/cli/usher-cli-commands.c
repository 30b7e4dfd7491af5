/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small commands, and which command is which. Main thread. */
#include "cli/usher-cli-commands.h"

#include <glib/gi18n.h>

#include "cli/usher-cli-changes.h"
#include "cli/usher-cli-error.h"
#include "cli/usher-cli-export.h"
#include "cli/usher-cli-format.h"
#include "cli/usher-cli-intents.h"
#include "cli/usher-cli-list.h"
#include "cli/usher-cli-output.h"
#include "cli/usher-cli-show.h"

/* An array of what a function makes of each object. */
static JsonNode *
node_from_array (JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  return node;
}

static gboolean
run_ping (UsherCliRun *run, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonNode) answer = NULL;

  usher_session_ping_async (run->session, run->cancellable, usher_cli_keep_result, &slot);
  result = usher_cli_wait_for_result (&slot);
  if (!usher_session_ping_finish (run->session, result, &answer, error))
    return FALSE;

  if (!run->options->json)
    {
      g_autofree char *text = g_strdup_printf ("%s\n", _("The server takes the API key."));

      return usher_cli_output_text (text, error);
    }
  /* What is in the answer is not documented, nor that it is JSON (contract 1): one document all the
   * same. */
  if (answer == NULL)
    {
      answer = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (answer, json_object_new ());
    }
  return usher_cli_output_json (answer, error);
}

static gboolean
refresh_companies (UsherCliRun *run, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_refresh_companies_async (run->session, run->cancellable, usher_cli_keep_result,
                                         &slot);
  result = usher_cli_wait_for_result (&slot);
  return usher_session_refresh_companies_finish (run->session, result, error);
}

static gboolean
run_companies (UsherCliRun *run, GError **error)
{
  GListModel *companies;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array;

  if (!refresh_companies (run, error))
    return FALSE;

  companies = usher_session_get_companies (run->session);
  if (!run->options->json)
    {
      g_autofree char *text = usher_cli_format_companies (companies, usher_cli_output_get_width ());

      return usher_cli_output_text (text, error);
    }
  array = json_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (companies); i++)
    {
      g_autoptr (UsherCompany) company = g_list_model_get_item (companies, i);

      json_array_add_element (array, usher_company_to_json (company));
    }
  node = node_from_array (array);
  return usher_cli_output_json (node, error);
}

static int
compare_connections (gconstpointer a, gconstpointer b)
{
  UsherConnection *const *first = a;
  UsherConnection *const *second = b;

  return usher_connection_compare_for_reconnect (*first, *second);
}

static gboolean
run_connections (UsherCliRun *run, GError **error)
{
  const char *company_id = run->options->company;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) connections = NULL;
  g_autoptr (GError) list_error = NULL;
  JsonArray *array;

  if (company_id != NULL && !usher_cli_check_id (company_id, error))
    return FALSE;
  /* Which companies there are, and what they are called. Also, where a list of connections falls
   * back on the cache, this tells that there is no server. */
  if (!refresh_companies (run, error))
    return FALSE;

  usher_session_list_connections_async (run->session, company_id, run->cancellable,
                                        usher_cli_keep_result, &slot);
  result = usher_cli_wait_for_result (&slot);
  connections = usher_session_list_connections_finish (run->session, result, error);
  if (connections == NULL)
    return FALSE;

  g_ptr_array_sort (connections, compare_connections);
  if (!run->options->json)
    {
      g_autofree char *text =
        usher_cli_format_connections (connections, run->session, usher_cli_output_get_width ());

      return usher_cli_output_text (text, error);
    }
  array = json_array_new ();
  for (guint i = 0; i < connections->len; i++)
    json_array_add_element (array, usher_connection_to_json (g_ptr_array_index (connections, i)));
  return usher_cli_print_page ("totalConnections", "connections", array, error);
}

static gboolean
run_accounts (UsherCliRun *run, GError **error)
{
  UsherAccounts *accounts = usher_cli_get_accounts (run, error);
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array;

  if (accounts == NULL)
    return FALSE;
  if (!run->options->json)
    {
      g_autofree char *text =
        usher_cli_format_accounts (G_LIST_MODEL (accounts), usher_cli_output_get_width ());

      return usher_cli_output_text (text, error);
    }

  array = json_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (accounts)); i++)
    {
      g_autoptr (UsherAccount) account = g_list_model_get_item (G_LIST_MODEL (accounts), i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", usher_account_get_id (account));
      json_object_set_string_member (object, "name", usher_account_get_name (account));
      json_object_set_string_member (object, "server", usher_account_get_server (account));
      json_object_set_boolean_member (object, "isSandbox", usher_account_get_is_sandbox (account));
      json_array_add_object_element (array, object);
    }
  node = node_from_array (array);
  return usher_cli_output_json (node, error);
}

static gboolean
run_with_session (UsherCliRun *run, gboolean (*command) (UsherCliRun *run, GError **error),
                  GError **error)
{
  gboolean done = usher_cli_session_open (run, error) && command (run, error);

  usher_cli_session_close (run);
  return done;
}

/**
 * usher_cli_run_command:
 * @run: a run; its options name a command
 * @error: return location; usher_cli_error_get_exit() knows what it means
 *
 * Returns: %TRUE when it was done and the answer printed
 */
gboolean
usher_cli_run_command (UsherCliRun *run, GError **error)
{
  switch (run->options->command)
    {
    case USHER_CLI_COMMAND_PING:
      return run_with_session (run, run_ping, error);
    case USHER_CLI_COMMAND_COMPANIES:
      return run_with_session (run, run_companies, error);
    case USHER_CLI_COMMAND_CONNECTIONS:
      return run_with_session (run, run_connections, error);
    case USHER_CLI_COMMAND_LIST:
      return run_with_session (run, usher_cli_run_list, error);
    case USHER_CLI_COMMAND_SHOW:
      return run_with_session (run, usher_cli_run_show, error);
    case USHER_CLI_COMMAND_CREATE:
      return usher_cli_run_create (run, error);
    case USHER_CLI_COMMAND_RESEND:
      return run_with_session (run, usher_cli_run_resend, error);
    case USHER_CLI_COMMAND_REVOKE:
      return run_with_session (run, usher_cli_run_revoke, error);
    case USHER_CLI_COMMAND_EXPORT:
      return run_with_session (run, usher_cli_run_export, error);
    case USHER_CLI_COMMAND_INTENTS:
      return run_with_session (run, usher_cli_run_intents, error);
    case USHER_CLI_COMMAND_ACCOUNTS:
      return run_accounts (run, error);
    case USHER_CLI_COMMAND_NONE:
    default:
      g_set_error_literal (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE, "no command");
      return FALSE;
    }
}
