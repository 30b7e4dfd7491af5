/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One invitation, and what all commands share: ids, syncing, printing. Main thread. */
#include "cli/usher-cli-show.h"

#include <glib/gi18n.h>

#include "cli/usher-cli-error.h"
#include "cli/usher-cli-format.h"
#include "cli/usher-cli-output.h"
#include "model/usher-text.h"

/**
 * usher_cli_check_id:
 * @id: what was typed
 * @error: return location for %USHER_CLI_ERROR_USAGE
 *
 * Returns: %TRUE for the id of an object; nothing else becomes a part of an address
 */
gboolean
usher_cli_check_id (const char *id, GError **error)
{
  if (usher_uuid_is_valid (id))
    return TRUE;
  g_set_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
               /* Translators: %s is a word that was typed. */
               _("“%s” is no id. An id looks like 123e4567-e89b-12d3-a456-426614174000."), id);
  return FALSE;
}

/**
 * usher_cli_print_page:
 * @total_name: what the API calls their number
 * @items_name: what the API calls them
 * @items: (transfer full): all of them
 * @error: return location
 *
 * Prints a list as one document, like a page of the API that holds everything (contract 6).
 *
 * Returns: %TRUE when it was printed
 */
gboolean
usher_cli_print_page (const char *total_name, const char *items_name, JsonArray *items,
                      GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, total_name, json_array_get_length (items));
  json_object_set_array_member (object, items_name, items);
  json_node_take_object (node, object);
  return usher_cli_output_json (node, error);
}

/**
 * usher_cli_synchronise:
 * @run: a run with a session
 * @error: return location
 *
 * Returns: %TRUE when the session knows what the server knows
 */
gboolean
usher_cli_synchronise (UsherCliRun *run, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_sync_async (run->session, run->cancellable, usher_cli_keep_result, &slot);
  result = usher_cli_wait_for_result (&slot);
  return usher_session_sync_finish (run->session, result, error);
}

/**
 * usher_cli_fetch_invitation:
 * @run: a run with a session
 * @id: an id
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the invitation as the server has it now, with log and link
 */
UsherInvitation *
usher_cli_fetch_invitation (UsherCliRun *run, const char *id, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_fetch_invitation_async (run->session, id, run->cancellable, usher_cli_keep_result,
                                        &slot);
  result = usher_cli_wait_for_result (&slot);
  return usher_session_fetch_invitation_finish (run->session, result, error);
}

/* For people only, who know a company by its name: without it the id has to do. */
static char *
dup_company_name (UsherCliRun *run, const char *id)
{
  UsherCompany *known = usher_session_find_company (run->session, id);
  g_autoptr (UsherCompany) fetched = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  if (known != NULL)
    return g_strdup (usher_company_get_name (known));
  if (!usher_uuid_is_valid (id))
    return NULL;
  usher_session_fetch_company_async (run->session, id, run->cancellable, usher_cli_keep_result,
                                     &slot);
  result = usher_cli_wait_for_result (&slot);
  fetched = usher_session_fetch_company_finish (run->session, result, NULL);
  return fetched != NULL ? g_strdup (usher_company_get_name (fetched)) : NULL;
}

/**
 * usher_cli_print_invitation:
 * @run: a run with a session
 * @invitation: an invitation
 * @headline: (nullable): what was done with it, for people
 * @error: return location
 *
 * Returns: %TRUE when it was printed
 */
gboolean
usher_cli_print_invitation (UsherCliRun *run, UsherInvitation *invitation, const char *headline,
                            GError **error)
{
  gboolean with_links = run->options->with_links;
  const char *company_id = usher_invitation_get_company_id (invitation);
  g_autofree char *company = NULL;
  g_autofree char *fields = NULL;
  g_autofree char *text = NULL;

  if (run->options->json)
    {
      g_autoptr (JsonNode) node =
        usher_invitation_to_json (invitation,
                                  with_links ? USHER_JSON_FLAGS_WITH_LINKS : USHER_JSON_FLAGS_NONE);

      return usher_cli_output_json (node, error);
    }

  if (company_id != NULL)
    company = dup_company_name (run, company_id);
  fields = usher_cli_format_invitation (invitation, company, with_links);
  text = headline != NULL ? g_strdup_printf ("%s\n\n%s", headline, fields) : g_strdup (fields);
  return usher_cli_output_text (text, error);
}

/**
 * usher_cli_run_show:
 * @run: a run with a session
 * @error: return location
 *
 * Returns: %TRUE when the invitation was printed with its log
 */
gboolean
usher_cli_run_show (UsherCliRun *run, GError **error)
{
  g_autoptr (UsherInvitation) invitation = NULL;

  if (!usher_cli_check_id (run->options->arguments[0], error))
    return FALSE;
  invitation = usher_cli_fetch_invitation (run, run->options->arguments[0], error);
  return invitation != NULL && usher_cli_print_invitation (run, invitation, NULL, error);
}
