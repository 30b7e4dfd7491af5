/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of invitations: synced, then read through the query that the window uses. Main thread.
 */
#include "cli/usher-cli-list.h"

#include <glib/gi18n.h>

#include "cli/usher-cli-error.h"
#include "cli/usher-cli-format.h"
#include "cli/usher-cli-output.h"
#include "cli/usher-cli-show.h"

/* FALSE for a word that is no status. "all" is taken, as scripts like to have a word for it. */
static gboolean
parse_status (const char *word, UsherInvitationStatus *status)
{
  g_autofree char *upper = NULL;

  *status = USHER_INVITATION_STATUS_UNKNOWN;
  if (word == NULL || g_ascii_strcasecmp (word, "all") == 0)
    return TRUE;
  upper = g_ascii_strup (word, -1);
  *status = usher_invitation_status_from_string (upper);
  return *status != USHER_INVITATION_STATUS_UNKNOWN;
}

/* Asking anew is the one way to know that the list has seen everything that the sync wrote; and for
 * that the query must be another one than before. */
static void
set_aside (UsherCliRun *run)
{
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) oldest_first = usher_query_with_sort (all, USHER_SORT_CREATED, FALSE);

  usher_session_set_query (run->session, oldest_first);
}

/* The rows of the list, when it has settled. */
static GPtrArray *
collect_items (UsherCliRun *run, UsherQuery *query)
{
  GListModel *model = usher_session_get_invitations (run->session);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  usher_session_set_query (run->session, query);
  while (usher_session_get_loading (run->session) && !g_cancellable_is_cancelled (run->cancellable))
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      UsherInvitationItem *item = g_list_model_get_item (model, i);

      if (usher_invitation_item_get_invitation (item) != NULL)
        g_ptr_array_add (items, item);
      else
        g_object_unref (item);
    }
  return items;
}

static gboolean
collect_links (UsherCliRun *run, GPtrArray *items, GPtrArray **links, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < items->len; i++)
    {
      UsherInvitation *invitation =
        usher_invitation_item_get_invitation (g_ptr_array_index (items, i));
      GAsyncResult *slot = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      char *link;

      if (usher_invitation_get_status (invitation) != USHER_INVITATION_STATUS_ACTIVE)
        {
          g_ptr_array_add (found, g_strdup (""));
          continue;
        }
      usher_session_get_link_async (run->session, usher_invitation_get_id (invitation),
                                    run->cancellable, usher_cli_keep_result, &slot);
      result = usher_cli_wait_for_result (&slot);
      link = usher_session_get_link_finish (run->session, result, error);
      if (link == NULL)
        return FALSE;
      g_ptr_array_add (found, link);
    }
  *links = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
print_invitations (UsherCliRun *run, GPtrArray *items, GPtrArray *links, GError **error)
{
  JsonArray *array;

  if (!run->options->json)
    {
      g_autofree char *text =
        usher_cli_format_invitations (items, links, usher_cli_output_get_width ());

      return usher_cli_output_text (text, error);
    }

  array = json_array_new ();
  for (guint i = 0; i < items->len; i++)
    {
      UsherInvitation *invitation =
        usher_invitation_item_get_invitation (g_ptr_array_index (items, i));
      JsonNode *node =
        usher_invitation_to_json (invitation, links != NULL ? USHER_JSON_FLAGS_WITH_LINKS
                                                            : USHER_JSON_FLAGS_NONE);
      const char *link = links != NULL ? g_ptr_array_index (links, i) : "";

      /* Rows come from the store, which has no links. */
      if (*link != '\0')
        json_object_set_string_member (json_node_get_object (node), "invitationUrl", link);
      json_array_add_element (array, node);
    }
  return usher_cli_print_page ("totalInvitations", "invitations", array, error);
}

/* What was asked for, as far as that can be judged without knowing the companies. */
static gboolean
check_options (const UsherCliOptions *options, UsherInvitationStatus *status, GError **error)
{
  if (!parse_status (options->status, status))
    {
      g_set_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                   /* Translators: %s is a word that was typed. Do not translate the others. */
                   _("“%s” is no status. Use active, expired, revoked or fulfilled."),
                   options->status);
      return FALSE;
    }
  return options->company == NULL || usher_cli_check_id (options->company, error);
}

/**
 * usher_cli_list_dup_query:
 * @run: a run with a session that knows the companies
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what --status and --company leave
 */
UsherQuery *
usher_cli_list_dup_query (UsherCliRun *run, GError **error)
{
  const UsherCliOptions *options = run->options;
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) by_status = NULL;
  UsherInvitationStatus status;

  if (!check_options (options, &status, error))
    return NULL;
  if (options->company != NULL &&
      usher_session_find_company (run->session, options->company) == NULL)
    {
      g_set_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_REFUSED,
                   /* Translators: %s is an id. */
                   _("The API key sees no company %s. “usherctl companies” lists those it sees."),
                   options->company);
      return NULL;
    }
  by_status = usher_query_with_status (all, status);
  return usher_query_with_company_id (by_status, options->company);
}

/**
 * usher_cli_run_list:
 * @run: a run with a session
 * @error: return location
 *
 * Returns: %TRUE when the invitations were printed
 */
gboolean
usher_cli_run_list (UsherCliRun *run, GError **error)
{
  const UsherCliOptions *options = run->options;
  g_autoptr (UsherQuery) query = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) links = NULL;
  UsherInvitationStatus status;

  if (!check_options (options, &status, error))
    return FALSE;
  set_aside (run);
  if (!usher_cli_synchronise (run, error))
    return FALSE;
  query = usher_cli_list_dup_query (run, error);
  if (query == NULL)
    return FALSE;
  items = collect_items (run, query);
  if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
    return FALSE;
  if (options->with_links && !collect_links (run, items, &links, error))
    return FALSE;
  return print_invitations (run, items, links, error);
}
