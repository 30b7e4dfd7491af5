/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which invitations the list shows, in which order, and which pane is in front. Main thread. */
#include "ui/usher-window-private.h"

#include "ui/usher-list-state.h"

static void
on_synced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* The session's state and error tell it where it is seen. */
  if (!usher_session_sync_finish (USHER_SESSION (source), result, &error))
    g_debug ("Refresh: %s", error->message);
}

static void
on_refresh (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);

  if (self->session == NULL)
    return;
  usher_session_sync_async (self->session, self->cancellable, on_synced, NULL);
  usher_detail_pane_refresh (usher_shell_get_detail (self->shell));
}

static void
on_search (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);

  usher_shell_show (self->shell, USHER_SHELL_LIST);
  g_object_set (usher_shell_get_list (self->shell), "search-mode", TRUE, NULL);
}

static void
on_clear_filters (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);
  g_autoptr (UsherQuery) clear = usher_query_new ();
  g_autoptr (UsherQuery) placed = NULL;
  g_autoptr (UsherQuery) in_list = NULL;
  g_autoptr (UsherQuery) sorted = NULL;
  UsherQuery *query;

  usher_invitation_pane_clear_search (usher_shell_get_list (self->shell));
  if (self->session == NULL)
    return;
  /* List, company and order are not filters: they stay. */
  query = usher_session_get_query (self->session);
  placed = usher_query_with_company_id (clear, usher_query_get_company_id (query));
  in_list = usher_query_with_status (placed, usher_query_get_status (query));
  sorted = usher_query_with_sort (in_list, usher_query_get_sort (query), usher_query_get_descending (query));
  usher_session_set_query (self->session, sorted);
}

static const struct
{
  const char *name;
  UsherInvitationStatus status;
} lists[] = {
  { "all", USHER_INVITATION_STATUS_UNKNOWN },
  { "active", USHER_INVITATION_STATUS_ACTIVE },
  { "expired", USHER_INVITATION_STATUS_EXPIRED },
  { "revoked", USHER_INVITATION_STATUS_REVOKED },
  { "fulfilled", USHER_INVITATION_STATUS_FULFILLED },
};

static void
on_show_list (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);

  for (guint i = 0; self->session != NULL && i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (UsherQuery) query = NULL;

      if (!g_str_equal (lists[i].name, g_variant_get_string (value, NULL)))
        continue;
      query = usher_query_with_status (usher_session_get_query (self->session), lists[i].status);
      usher_session_set_query (self->session, query);
      usher_shell_show (self->shell, USHER_SHELL_LIST);
    }
}

static void
on_sort (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);

  g_autoptr (UsherQuery) query = NULL;
  UsherSort sort;

  if (self->session == NULL || !usher_sort_from_name (g_variant_get_string (value, NULL), &sort))
    return;
  query = usher_query_with_sort (usher_session_get_query (self->session), sort,
                                 usher_query_get_descending (usher_session_get_query (self->session)));
  usher_session_set_query (self->session, query);
}

static void
on_sort_descending (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);
  g_autoptr (UsherQuery) query = NULL;

  if (self->session == NULL)
    return;
  query = usher_query_with_sort (usher_session_get_query (self->session),
                                 usher_query_get_sort (usher_session_get_query (self->session)),
                                 g_variant_get_boolean (value));
  usher_session_set_query (self->session, query);
}

static void
on_show_pane (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *name = g_variant_get_string (parameter, NULL);
  UsherShellPane pane = USHER_SHELL_LIST;

  if (g_str_equal (name, "sidebar"))
    pane = USHER_SHELL_SIDEBAR;
  else if (g_str_equal (name, "detail"))
    pane = USHER_SHELL_DETAIL;
  usher_shell_show (USHER_WINDOW (user_data)->shell, pane);
}

static void
on_toggle_sidebar (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  usher_shell_toggle_sidebar (USHER_WINDOW (user_data)->shell);
}

static const GActionEntry entries[] = {
  { .name = "refresh", .activate = on_refresh },
  { .name = "search", .activate = on_search },
  { .name = "clear-filters", .activate = on_clear_filters },
  { .name = "show-list", .parameter_type = "s", .state = "'all'", .change_state = on_show_list },
  { .name = "sort", .parameter_type = "s", .state = "'created'", .change_state = on_sort },
  { .name = "sort-descending", .state = "true", .change_state = on_sort_descending },
  { .name = "show-pane", .parameter_type = "s", .activate = on_show_pane },
  { .name = "toggle-sidebar", .activate = on_toggle_sidebar },
};

void
usher_window_find_init (UsherWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

static void
set_state (UsherWindow *self, const char *name, GVariant *state)
{
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)),
                             state);
}

void
usher_window_find_update (UsherWindow *self)
{
  UsherSession *session = self->session;
  gboolean has_key = session != NULL && usher_session_get_has_key (session);
  UsherQuery *query;

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), entries[i].name);
      gboolean can = g_str_equal (entries[i].name, "refresh")
                       ? has_key && usher_session_get_state (session) != USHER_SYNC_RUNNING
                       : session != NULL;

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), can);
    }
  if (session == NULL)
    return;
  query = usher_session_get_query (session);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      if (lists[i].status == usher_query_get_status (query))
        set_state (self, "show-list", g_variant_new_string (lists[i].name));
    }
  set_state (self, "sort", g_variant_new_string (usher_sort_get_name (usher_query_get_sort (query))));
  set_state (self, "sort-descending", g_variant_new_boolean (usher_query_get_descending (query)));
}
