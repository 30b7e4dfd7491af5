/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a window and a list come back with: size, panes and columns for all windows of a kind, as the last one was left;
 * what the list shows for each account. Main thread. */
#include "ui/usher-application-private.h"

#include "ui/usher-list-state.h"

static void
on_size_changed (GtkWindow *window, GParamSpec *pspec, UsherApplication *self)
{
  gboolean review = USHER_IS_REVIEW_WINDOW (window);
  int width;
  int height;

  if (gtk_window_is_maximized (window))
    return;
  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (self->settings, review ? "review-width" : "window-width", width);
  g_settings_set_int (self->settings, review ? "review-height" : "window-height", height);
}

/* Gives a new window the looks of the last one. */
void
usher_application_restore_window (UsherApplication *self, UsherWindow *window)
{
  g_autoptr (GVariant) widths = g_settings_get_value (self->settings, "column-widths");
  UsherShell *shell = usher_window_get_shell (window);

  gtk_window_set_default_size (GTK_WINDOW (window), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  /* Only to begin with: what is done to another window is done to that. */
  g_settings_bind (self->settings, "window-maximized", window, "maximized",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_GET_NO_CHANGES);
  g_signal_connect_object (window, "notify::default-width", G_CALLBACK (on_size_changed), self, 0);
  g_signal_connect_object (window, "notify::default-height", G_CALLBACK (on_size_changed), self, 0);
  usher_shell_set_sidebar_visible (shell, g_settings_get_boolean (self->settings, "sidebar-visible"));
  usher_shell_set_width (shell, USHER_SHELL_SIDEBAR, g_settings_get_int (self->settings, "sidebar-width"));
  usher_shell_set_width (shell, USHER_SHELL_DETAIL, g_settings_get_int (self->settings, "detail-width"));
  usher_invitation_pane_load_widths (usher_shell_get_list (shell), widths);
}

/* The window is about to go. */
void
usher_application_save_window (UsherApplication *self, UsherWindow *window)
{
  UsherShell *shell = usher_window_get_shell (window);

  if (shell == NULL)
    return;
  g_settings_set_boolean (self->settings, "sidebar-visible", usher_shell_get_sidebar_visible (shell));
  g_settings_set_int (self->settings, "sidebar-width", usher_shell_get_width (shell, USHER_SHELL_SIDEBAR));
  g_settings_set_int (self->settings, "detail-width", usher_shell_get_width (shell, USHER_SHELL_DETAIL));
  g_settings_set_value (self->settings, "column-widths",
                        usher_invitation_pane_save_widths (usher_shell_get_list (shell)));
}

/* Gives a new window that shows a log the looks of the last one. */
void
usher_application_restore_review (UsherApplication *self, UsherReviewWindow *window)
{
  gtk_window_set_default_size (GTK_WINDOW (window), g_settings_get_int (self->settings, "review-width"),
                               g_settings_get_int (self->settings, "review-height"));
  g_settings_bind (self->settings, "review-maximized", window, "maximized",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_GET_NO_CHANGES);
  g_signal_connect_object (window, "notify::default-width", G_CALLBACK (on_size_changed), self, 0);
  g_signal_connect_object (window, "notify::default-height", G_CALLBACK (on_size_changed), self, 0);
  usher_review_window_set_side_width (window, g_settings_get_int (self->settings, "review-side-width"));
  usher_review_detail_set_event_height (usher_review_window_get_detail (window),
                                        g_settings_get_int (self->settings, "review-event-height"));
}

/* It is about to go. */
void
usher_application_save_review (UsherApplication *self, UsherReviewWindow *window)
{
  UsherReviewDetail *detail = usher_review_window_get_detail (window);

  if (detail == NULL)
    return;
  g_settings_set_int (self->settings, "review-side-width", usher_review_window_get_side_width (window));
  g_settings_set_int (self->settings, "review-event-height", usher_review_detail_get_event_height (detail));
}

/* --- The list --- */

/* (nullable): the account whose list is kept; one that was given on the command line is not known the next time. */
static const char *
get_key (UsherApplication *self, UsherSession *session)
{
  UsherAccount *account = usher_session_get_account (session);

  if (account == NULL || self->accounts == NULL
      || usher_accounts_find (self->accounts, usher_account_get_id (account)) != account)
    return NULL;
  return usher_account_get_id (account);
}

static void
on_query_changed (UsherSession *session, GParamSpec *pspec, UsherApplication *self)
{
  const char *key = get_key (self, session);
  g_autoptr (GVariant) state = g_variant_ref_sink (usher_list_state_save (usher_session_get_query (session)));
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, "lists");
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sa{sv}}"));
  g_autoptr (GVariant) before = NULL;
  GVariantIter iter;
  const char *id;
  GVariant *other;

  if (key == NULL)
    return;
  /* Typing in the search changes the query, and nothing here. */
  before = g_variant_lookup_value (all, key, G_VARIANT_TYPE_VARDICT);
  if (before != NULL && g_variant_equal (before, state))
    return;
  g_variant_iter_init (&iter, all);
  while (g_variant_iter_next (&iter, "{&s@a{sv}}", &id, &other))
    {
      /* What belonged to an account that was removed goes, too. */
      if (!g_str_equal (id, key) && usher_accounts_find (self->accounts, id) != NULL)
        g_variant_builder_add (&builder, "{s@a{sv}}", id, other);
      g_variant_unref (other);
    }
  if (g_variant_n_children (state) > 0)
    g_variant_builder_add (&builder, "{s@a{sv}}", key, state);
  g_settings_set_value (self->settings, "lists", g_variant_builder_end (&builder));
}

/* The company may be gone, or not be this account's any more: a list that is empty for that would say nothing. */
static UsherQuery *
without_strangers (UsherQuery *query, UsherSession *session)
{
  const char *company = usher_query_get_company_id (query);

  if (company != NULL && usher_session_find_company (session, company) == NULL)
    return usher_query_with_company_id (query, NULL);
  return usher_query_ref (query);
}

/* Lets a session that was just opened show what it showed when it was left, and keeps what it shows from now on. */
void
usher_application_restore_list (UsherApplication *self, UsherSession *session)
{
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, "lists");
  g_autoptr (GVariant) state = NULL;
  const char *key = get_key (self, session);

  if (key == NULL)
    return;
  state = g_variant_lookup_value (all, key, G_VARIANT_TYPE_VARDICT);
  if (state != NULL)
    {
      g_autoptr (UsherQuery) saved = usher_list_state_load (state);
      g_autoptr (UsherQuery) query = without_strangers (saved, session);

      usher_session_set_query (session, query);
    }
  /* It may have been another window's before. */
  g_signal_handlers_disconnect_by_func (session, on_query_changed, self);
  g_signal_connect_object (session, "notify::query", G_CALLBACK (on_query_changed), self, 0);
}
