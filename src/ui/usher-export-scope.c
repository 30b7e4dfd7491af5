/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which invitations an export may be about: those that are selected, those that the list shows, a company's, all of
 * the account. Main thread. */
#include "ui/usher-export-scope.h"

#include <glib/gi18n.h>

#include "ui/usher-filter.h"

static void
scope_free (gpointer data)
{
  UsherExportScope *scope = data;

  g_free (scope->label);
  g_free (scope->filter);
  g_clear_pointer (&scope->ids, g_ptr_array_unref);
  g_clear_pointer (&scope->query, usher_query_unref);
  g_free (scope);
}

/* label, filter: (transfer full) */
static UsherExportScope *
add (GPtrArray *scopes, char *label, char *filter)
{
  UsherExportScope *scope = g_new0 (UsherExportScope, 1);

  scope->label = label;
  scope->filter = filter;
  g_ptr_array_add (scopes, scope);
  return scope;
}

static const char *
get_company_name (UsherSession *session, const char *id)
{
  UsherCompany *company = id != NULL ? usher_session_find_company (session, id) : NULL;
  const char *name = company != NULL ? usher_company_get_name (company) : NULL;

  return name != NULL ? name : id;
}

static void
append_part (GString *text, char *part)
{
  if (part == NULL)
    return;
  if (text->len > 0)
    g_string_append (text, ", ");
  g_string_append (text, part);
  g_free (part);
}

/* "Status: ACTIVE, Company: Northwind, Reconnect": what narrows the list; "" when nothing does. */
static char *
dup_words (UsherSession *session, UsherQuery *query)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *search = usher_query_get_text (query);

  if (usher_query_get_status (query) != USHER_INVITATION_STATUS_UNKNOWN)
    /* Translators: in the header of an exported log: which invitations it is about */
    append_part (text, g_strdup_printf (_("Status: %s"),
                                        usher_invitation_status_to_string (usher_query_get_status (query))));
  if (usher_query_get_company_id (query) != NULL)
    /* Translators: in the header of an exported log: which invitations it is about */
    append_part (text, g_strdup_printf (_("Company: %s"),
                                        get_company_name (session, usher_query_get_company_id (query))));
  for (int filter = 0; filter < USHER_N_FILTERS; filter++)
    append_part (text, usher_filter_dup_label ((UsherFilter) filter, query));
  if (search != NULL && *search != '\0')
    /* Translators: in the header of an exported log: which invitations it is about */
    append_part (text, g_strdup_printf (_("Search: %s"), search));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_selection (GPtrArray *scopes, GPtrArray *selected)
{
  UsherExportScope *scope =
    add (scopes,
         g_strdup_printf (ngettext ("%'u selected invitation", "%'u selected invitations", selected->len),
                          selected->len),
         g_strdup_printf (ngettext ("%'u chosen invitation", "%'u chosen invitations", selected->len),
                          selected->len));

  scope->ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < selected->len; i++)
    g_ptr_array_add (scope->ids,
                     g_strdup (usher_invitation_item_get_id (g_ptr_array_index (selected, i))));
}

/**
 * usher_export_scopes_new:
 * @session: a session
 * @selected: (nullable) (element-type UsherInvitationItem): what is selected
 *
 * Returns: (transfer full) (element-type UsherExportScope): the choices there are, the most likely first
 */
GPtrArray *
usher_export_scopes_new (UsherSession *session, GPtrArray *selected)
{
  GPtrArray *scopes = g_ptr_array_new_with_free_func (scope_free);
  UsherQuery *shown = usher_session_get_query (session);
  const char *company_id = usher_query_get_company_id (shown);
  guint n_shown = g_list_model_get_n_items (usher_session_get_invitations (session));
  g_autofree char *words = dup_words (session, shown);
  g_autoptr (UsherQuery) all = usher_query_new ();

  if (selected != NULL && selected->len > 0)
    add_selection (scopes, selected);
  if (*words != '\0' && n_shown > 0)
    {
      UsherExportScope *list =
        add (scopes,
             g_strdup_printf (ngettext ("%'u invitation in the list", "%'u invitations in the list", n_shown),
                              n_shown),
             g_strdup (words));

      list->query = usher_query_ref (shown);
    }
  if (company_id != NULL)
    {
      g_autoptr (UsherQuery) of_company = usher_query_with_company_id (all, company_id);
      g_autofree char *of_company_words = dup_words (session, of_company);

      if (g_strcmp0 (words, of_company_words) != 0)
        {
          UsherExportScope *company =
            /* Translators: %s is a company */
            add (scopes, g_strdup_printf (_("All of %s"), get_company_name (session, company_id)),
                 g_steal_pointer (&of_company_words));

          company->query = g_steal_pointer (&of_company);
        }
    }
  add (scopes, g_strdup (_("All invitations")), g_strdup (_("All invitations")))->query = g_steal_pointer (&all);
  return scopes;
}
