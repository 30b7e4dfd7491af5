/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changes by itself is said: as it arrives on the accessibility bus, where a screen reader listens. At the floor that is
 * a description of what has the focus, later an announcement. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"
#include "ui/usher-ui-tree.h"

#include <string.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-batch-window.h"

typedef struct
{
  UsherTestSandbox *sandbox; /* (borrowed) */
  UsherWindow *window;
  UsherSession *session;
  UsherInvitationPane *pane;
} Parts;

static gboolean
is_said (const char *text)
{
  return usher_ui_tree_was_said (text);
}

static void
set_query (Parts *parts, const char *text)
{
  g_autoptr (UsherQuery) query = usher_query_with_text (usher_session_get_query (parts->session), text);

  usher_session_set_query (parts->session, query);
}

static void
sync_again (Parts *parts)
{
  g_action_group_activate_action (G_ACTION_GROUP (parts->window), "refresh", NULL);
}

static UsherInvitationItem *
select_first (Parts *parts)
{
  g_autoptr (UsherInvitationItem) item = g_list_model_get_item (usher_session_get_invitations (parts->session), 0);

  usher_invitation_pane_select_id (parts->pane, usher_invitation_item_get_id (item));
  usher_test_wait_for (usher_invitation_pane_get_selected (parts->pane) == item);
  return item;
}

static void
check (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Parts parts = { .sandbox = user_data, .window = window };
  g_autofree char *found = NULL;
  UsherInvitationItem *item;

  usher_test_wait_for ((parts.session = usher_application_get_session (application)) != NULL);
  usher_test_wait_for (usher_session_get_state (parts.session) == USHER_SYNC_IDLE
                       && usher_session_get_last_sync (parts.session) > 0
                       && usher_session_get_counts (parts.session)->total == 40
                       && !usher_session_get_loading (parts.session));
  usher_test_settle ();
  parts.pane = usher_shell_get_list (usher_window_get_shell (window));
  g_assert_true (usher_invitation_pane_focus (parts.pane));

  /* How much was found. */
  set_query (&parts, "no such thing");
  usher_test_wait_for (is_said ("0 invitations found"));
  set_query (&parts, NULL);
  usher_test_wait_for (is_said ("40 invitations found"));

  /* What is done, and what became of an invitation. */
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-list", g_variant_new_string ("active"));
  usher_test_wait_for (usher_query_get_status (usher_session_get_query (parts.session))
                         == USHER_INVITATION_STATUS_ACTIVE
                       && !usher_session_get_loading (parts.session));
  usher_test_settle ();
  item = select_first (&parts);
  g_assert_true (usher_invitation_pane_focus (parts.pane));
  usher_test_wait_for (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "copy-link"));
  g_action_group_activate_action (G_ACTION_GROUP (window), "copy-link", NULL);
  usher_test_wait_for (is_said ("Link copied"));
  {
    g_autofree char *recipients = usher_invitation_dup_recipients (usher_invitation_item_get_invitation (item));
    g_autofree char *revoked = g_strdup_printf ("%s, Revoked", recipients);

    g_action_group_activate_action (G_ACTION_GROUP (window), "revoke", NULL);
    usher_test_wait_for (usher_compat_answer (GTK_WINDOW (window), TRUE));
    usher_test_wait_for (is_said (revoked));
  }

  /* The server cannot be reached, and can again. */
  usher_test_sandbox_kill (parts.sandbox);
  sync_again (&parts);
  usher_test_wait_for (usher_session_get_state (parts.session) == USHER_SYNC_OFFLINE);
  usher_test_wait_for (is_said ("You are offline."));
}

static void
test_window (void)
{
  g_autoptr (UsherTestSandbox) sandbox =
    usher_test_sandbox_start (NULL, (const char *[]) { "--demo", "40", "--seed", "7", NULL });

  usher_ui_test_run ((const char *[]) { "--server", sandbox->base_url, NULL }, sandbox->api_key, check, sandbox);
}

static void
check_batch (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session;
  GtkWidget *batch, *view;

  usher_test_wait_for ((session = usher_application_get_session (application)) != NULL);
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_IDLE && usher_session_get_last_sync (session) > 0
                       && usher_session_get_counts (session)->total > 0 && !usher_session_get_loading (session));
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-list", g_variant_new_string ("active"));
  usher_test_wait_for (usher_query_get_status (usher_session_get_query (session)) == USHER_INVITATION_STATUS_ACTIVE
                       && !usher_session_get_loading (session));
  usher_test_settle ();
  view = usher_ui_test_find (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW, 0);
  gtk_selection_model_select_range (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)), 0, 3, TRUE);
  usher_test_settle ();
  g_action_group_activate_action (G_ACTION_GROUP (window), "resend", NULL);
  usher_test_wait_for (usher_compat_answer (GTK_WINDOW (window), TRUE));
  usher_test_wait_for ((batch = usher_ui_test_window (USHER_TYPE_BATCH_WINDOW)) != NULL);
  usher_test_wait_for (!usher_batch_get_running (usher_batch_window_get_batch (USHER_BATCH_WINDOW (batch))));
  /* What came of it, in the words that it shows. */
  usher_test_wait_for (
    is_said (gtk_label_get_text (GTK_LABEL (usher_ui_test_find_id (batch, "summary_label")))));
  usher_ui_test_close (batch);
}

static void
test_batch (void)
{
  g_autoptr (UsherTestSandbox) sandbox =
    usher_test_sandbox_start (NULL, (const char *[]) { "--demo", "20", "--seed", "7", "--no-resend", NULL });

  usher_ui_test_run ((const char *[]) { "--server", sandbox->base_url, NULL }, sandbox->api_key, check_batch, NULL);
}

/* What described it before does so again: at once where nothing would be read, else when the focus has gone. */
static void
test_restored (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *plain = gtk_button_new_with_label ("Plain");
  GtkWidget *told = gtk_button_new_with_label ("Told");
  GtkWidget *window;
  g_autofree char *tree = NULL;

  gtk_widget_set_tooltip_text (told, "Its tooltip");
  gtk_box_append (GTK_BOX (box), plain);
  gtk_box_append (GTK_BOX (box), told);
  window = usher_ui_test_show (box, 200, 200);
  gtk_widget_grab_focus (plain);
  usher_compat_announce (plain, "One thing");
  usher_test_wait_for (is_said ("One thing"));
  gtk_widget_grab_focus (told);
  usher_compat_announce (plain, "Another");
  usher_test_wait_for (is_said ("Another"));
  gtk_widget_grab_focus (plain);
  usher_test_settle ();
  tree = usher_ui_tree_dump (window, NULL);
  g_assert_null (strstr (tree, "One thing"));
  g_assert_null (strstr (tree, "Another"));
  g_assert_nonnull (strstr (tree, "Its tooltip"));
  usher_ui_test_close (window);
}

int
main (int argc, char *argv[])
{
  const char *why = NULL;

  if (!usher_ui_tree_init (&why))
    {
      g_print ("1..0 # SKIP %s\n", why);
      return 0;
    }
  usher_ui_test_init (&argc, &argv);
  usher_ui_tree_listen ();
  g_test_add_func ("/ui/announce/restored", test_restored);
  g_test_add_func ("/ui/announce/window", test_window);
  g_test_add_func ("/ui/announce/batch", test_batch);
  return g_test_run ();
}
