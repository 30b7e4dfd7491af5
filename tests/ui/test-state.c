/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes back when a window was closed and is opened again: its size, the sidebar, the widths of panes and columns, the
 * account, and for each account what its list showed. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include "model/usher-time.h"
#include "ui/usher-application-private.h"
#include "ui/usher-list-state.h"

static UsherSession *
open_account (UsherApplication *application, UsherAccount *account)
{
  g_action_group_change_action_state (G_ACTION_GROUP (application), "account",
                                      g_variant_new_string (usher_account_get_id (account)));
  usher_test_wait_for (usher_application_get_session (application) != NULL
                       && usher_session_get_account (usher_application_get_session (application)) == account);
  return usher_ui_test_wait_for_sync (application);
}

/* As a person does it; the test holds the application meanwhile. */
static UsherWindow *
close_and_open (UsherApplication *application)
{
  gtk_window_close (GTK_WINDOW (usher_application_get_window (application)));
  usher_test_wait_for (usher_application_get_window (application) == NULL
                       && usher_application_get_session (application) == NULL && !application->working);
  usher_test_settle ();
  g_application_activate (G_APPLICATION (application));
  usher_test_wait_for (usher_application_get_window (application) != NULL);
  usher_ui_test_wait_for_sync (application);
  usher_ui_test_draw (GTK_WIDGET (usher_application_get_window (application)));
  return usher_application_get_window (application);
}

static GtkColumnViewColumn *
get_column (UsherWindow *window, guint n)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (usher_ui_test_find (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW, 0));
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (gtk_column_view_get_columns (view), n);

  return column; /* the view's */
}

static void
resize (UsherWindow *window, int width, int height)
{
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  usher_test_wait_for (ABS (gtk_widget_get_width (GTK_WIDGET (window)) - width) <= 60);
  for (guint i = 0; i < 3; i++)
    usher_ui_test_draw (GTK_WIDGET (window));
}

static void
check_reopen (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox **sandboxes = user_data;
  g_autoptr (UsherAccount) north = usher_ui_test_add_account (application, "North", sandboxes[0]);
  g_autoptr (UsherAccount) south = usher_ui_test_add_account (application, "South", sandboxes[1]);
  g_autoptr (UsherQuery) plain = usher_query_new ();
  g_autoptr (UsherQuery) left = NULL;
  UsherSession *session = open_account (application, south);
  int width, height;

  g_application_hold (G_APPLICATION (application));
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-list", g_variant_new_string ("revoked"));
  session = open_account (application, north);
  g_assert_true (usher_query_equal (usher_session_get_query (session), plain));

  resize (window, 1310, 720);
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-list", g_variant_new_string ("active"));
  g_action_group_change_action_state (G_ACTION_GROUP (window), "sort", g_variant_new_string ("recipients"));
  g_action_group_change_action_state (G_ACTION_GROUP (window), "sort-descending", g_variant_new_boolean (FALSE));
  {
    g_autoptr (UsherQuery) of_company =
      usher_query_with_company_id (usher_session_get_query (session), sandboxes[0]->companies[0]);
    g_autoptr (UsherQuery) of_kind = usher_query_with_kind (of_company, USHER_INVITATION_KIND_CONTRIBUTOR);
    g_autoptr (UsherQuery) searched = usher_query_with_text (of_kind, "example");

    left = usher_query_ref (of_kind);
    usher_session_set_query (session, searched);
  }
  g_action_group_activate_action (G_ACTION_GROUP (window), "toggle-sidebar", NULL);
  g_assert_false (usher_shell_is_shown (usher_window_get_shell (window), USHER_SHELL_SIDEBAR));
  gtk_column_view_column_set_fixed_width (get_column (window, 1), 173);
  usher_shell_set_width (usher_window_get_shell (window), USHER_SHELL_SIDEBAR, 271);
  usher_shell_set_width (usher_window_get_shell (window), USHER_SHELL_DETAIL, 455);
  usher_ui_test_draw (GTK_WIDGET (window));
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);

  window = close_and_open (application);
  session = usher_window_get_session (window);
  g_assert_true (usher_session_get_account (session) == north);
  /* All but what was searched for. */
  g_assert_true (usher_query_equal (usher_session_get_query (session), left));
  g_assert_false (usher_shell_is_shown (usher_window_get_shell (window), USHER_SHELL_SIDEBAR));
  g_assert_cmpint (gtk_column_view_column_get_fixed_width (get_column (window, 1)), ==, 173);
  g_assert_cmpint (gtk_column_view_column_get_fixed_width (get_column (window, 2)), ==, -1);
  g_assert_cmpint (usher_shell_get_width (usher_window_get_shell (window), USHER_SHELL_SIDEBAR), ==, 271);
  g_assert_cmpint (gtk_widget_get_width (usher_ui_test_find_id (GTK_WIDGET (window), "detail_box")), ==, 455);
  {
    int width_now, height_now;

    gtk_window_get_default_size (GTK_WINDOW (window), &width_now, &height_now);
    g_assert_cmpint (width_now, ==, width);
    g_assert_cmpint (height_now, ==, height);
  }
  usher_ui_test_picture (GTK_WIDGET (window), "state-reopened");

  /* The other account has a list of its own. */
  session = open_account (application, south);
  g_assert_cmpint (usher_query_get_status (usher_session_get_query (session)), ==, USHER_INVITATION_STATUS_REVOKED);
  g_assert_null (usher_query_get_company_id (usher_session_get_query (session)));
  /* What is searched for is not kept, also where this account's list was written down before another's. */
  {
    g_autoptr (UsherQuery) revoked = usher_query_ref (usher_session_get_query (session));
    g_autoptr (UsherQuery) searched = usher_query_with_text (revoked, "example");
    g_autoptr (GVariant) lists = g_settings_get_value (application->settings, "lists");
    g_autoptr (GVariant) after = NULL;

    g_assert_cmpuint (g_variant_n_children (lists), ==, 2);
    usher_session_set_query (session, searched);
    usher_session_set_query (session, revoked);
    after = g_settings_get_value (application->settings, "lists");
    g_assert_cmpvariant (after, lists);
  }

  /* Back to a list as it begins: nothing is kept of it. */
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-list", g_variant_new_string ("all"));
  g_action_group_activate_action (G_ACTION_GROUP (window), "toggle-sidebar", NULL);
  {
    g_autoptr (GVariant) lists = g_settings_get_value (application->settings, "lists");

    g_assert_cmpuint (g_variant_n_children (lists), ==, 1);
  }
  window = close_and_open (application);
  g_assert_true (usher_session_get_account (usher_window_get_session (window)) == south);
  g_assert_true (usher_shell_is_shown (usher_window_get_shell (window), USHER_SHELL_SIDEBAR));
  g_assert_cmpint (gtk_widget_get_width (usher_ui_test_find_id (GTK_WIDGET (window), "sidebar_box")), ==, 271);
  g_assert_true (usher_query_equal (usher_session_get_query (usher_window_get_session (window)), plain));
  g_application_release (G_APPLICATION (application));
}

static void
test_reopen (void)
{
  const char *forty[] = { "--demo", "40", "--seed", "7", NULL };
  const char *some[] = { "--demo", "25", "--seed", "8", NULL };
  g_autoptr (UsherTestSandbox) first = usher_test_sandbox_start (NULL, forty);
  g_autoptr (UsherTestSandbox) second = usher_test_sandbox_start (NULL, some);
  UsherTestSandbox *sandboxes[] = { first, second };

  usher_ui_test_run (NULL, NULL, check_reopen, sandboxes);
}

/* The company that was chosen is gone: its list would be empty, and nothing would say why. */
static void
check_gone (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_autoptr (UsherAccount) account = usher_ui_test_add_account (application, "North", user_data);
  UsherSession *session = open_account (application, account);
  g_autoptr (UsherQuery) expired = usher_query_with_status (usher_session_get_query (session),
                                                            USHER_INVITATION_STATUS_EXPIRED);
  g_autoptr (UsherQuery) query = usher_query_with_company_id (expired, "22222222-2222-4222-8222-222222222222");

  g_application_hold (G_APPLICATION (application));
  usher_session_set_query (session, query);
  window = close_and_open (application);
  g_assert_true (usher_query_equal (usher_session_get_query (usher_window_get_session (window)), expired));
  g_application_release (G_APPLICATION (application));
}

static void
test_gone (void)
{
  const char *some[] = { "--demo", "25", "--seed", "8", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, some);

  usher_ui_test_run (NULL, NULL, check_gone, sandbox);
}

static void
assert_kept (UsherQuery *query)
{
  g_autoptr (GVariant) state = g_variant_ref_sink (usher_list_state_save (query));
  g_autoptr (UsherQuery) back = usher_list_state_load (state);

  g_assert_true (usher_query_equal (query, back));
}

static void
test_words (void)
{
  g_autoptr (UsherQuery) query = usher_query_new ();

  for (int sort = USHER_SORT_CREATED; sort <= USHER_SORT_ACTIVITY; sort++)
    {
      for (int descending = 0; descending <= 1; descending++)
        {
          g_autoptr (UsherQuery) sorted = usher_query_with_sort (query, (UsherSort) sort, descending);

          assert_kept (sorted);
        }
    }
  for (int status = 0; status < USHER_N_INVITATION_STATUSES; status++)
    {
      g_autoptr (UsherQuery) of_status = usher_query_with_status (query, (UsherInvitationStatus) status);

      assert_kept (of_status);
    }
  for (int progress = USHER_PROGRESS_ANY; progress <= USHER_PROGRESS_FULFILLED; progress++)
    {
      g_autoptr (UsherQuery) of_progress = usher_query_with_progress (query, (UsherProgress) progress);

      assert_kept (of_progress);
    }
  for (int access = USHER_ACCESS_ANY; access <= USHER_ACCESS_RESTRICTED; access++)
    {
      g_autoptr (UsherQuery) of_access = usher_query_with_access (query, (UsherAccess) access);

      assert_kept (of_access);
    }
  {
    g_autoptr (UsherQuery) within = usher_query_with_expires_within (query, 7 * G_TIME_SPAN_DAY);
    g_autoptr (UsherQuery) before = usher_query_with_expires_before (query, usher_time_now ());
    g_autoptr (UsherQuery) kind = usher_query_with_kind (query, USHER_INVITATION_KIND_RECONNECT);

    assert_kept (within);
    assert_kept (before);
    assert_kept (kind);
  }
}

/* Settings are written by anybody. */
static void
test_nonsense (void)
{
  const char *const states[] = {
    "{'status': <'melted'>, 'kind': <5>, 'access': <'open '>, 'sort': <'colour'>, 'descending': <'yes'>}",
    "{'company': <''>, 'expires-within': <int64 -5>, 'expires-before': <'soon'>, 'progress': <true>}",
    "{'sort': <'kind'>, 'descending': <'no'>, 'more': <{'a': 1}>}",
  };
  g_autoptr (UsherQuery) plain = usher_query_new ();
  g_autoptr (GVariant) number = g_variant_ref_sink (g_variant_new_int32 (3));
  g_autoptr (UsherQuery) from_number = usher_list_state_load (number);

  g_assert_true (usher_query_equal (from_number, plain));
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GVariant) state = g_variant_parse (G_VARIANT_TYPE_VARDICT, states[i], NULL, NULL, &error);
      g_autoptr (UsherQuery) query = NULL;

      g_assert_no_error (error);
      query = usher_list_state_load (state);
      g_assert_true (usher_query_equal (query, plain));
    }
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/state/words", test_words);
  g_test_add_func ("/ui/state/nonsense", test_nonsense);
  g_test_add_func ("/ui/state/reopen", test_reopen);
  g_test_add_func ("/ui/state/gone", test_gone);
  return g_test_run ();
}
