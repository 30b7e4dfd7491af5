/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list that was scrolled to its end shows what it should after a filter: GTK 4.8.3 goes on to show rows that are
 * gone when all those it had widgets for were removed at once from the middle (see usher-invitation-list.c). */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include "ui/usher-cell.h"

static UsherTestSandbox *
start (const char *count)
{
  const char *extra[] = { "--demo", count, "--seed", "7", NULL };

  return usher_test_sandbox_start (NULL, extra);
}

static void
wait_for_answer (UsherWindow *window)
{
  UsherSession *session = usher_window_get_session (window);

  usher_test_wait_for (!usher_session_get_loading (session));
  usher_ui_test_draw (GTK_WIDGET (window));
}

static void
ask (UsherWindow *window, UsherQuery *query)
{
  g_autoptr (UsherQuery) taken = query;

  usher_session_set_query (usher_window_get_session (window), taken);
  wait_for_answer (window);
}

static UsherSession *
wait_for_session (UsherApplication *application)
{
  usher_test_wait_for (usher_application_get_session (application) != NULL);
  return usher_application_get_session (application);
}

static void
wait_for_rows (UsherSession *session, guint n)
{
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_IDLE
                       && usher_session_get_last_sync (session) > 0 && !usher_session_get_loading (session)
                       && usher_session_get_counts (session)->total == n
                       && g_list_model_get_n_items (usher_session_get_invitations (session)) == n);
}

static GtkWidget *
find_list (UsherWindow *window)
{
  GtkWidget *view = usher_ui_test_find (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW, 0);

  return usher_ui_test_find (view, GTK_TYPE_LIST_VIEW, 0);
}

static char *
dup_first_text (GtkWidget *row)
{
  GtkWidget *cell = usher_ui_test_find (row, USHER_TYPE_CELL, 0);

  return cell != NULL ? usher_cell_dup_text (USHER_CELL (cell)) : NULL;
}

/* Each row that GTK has a widget for is the one that stands there in the model. */
static gboolean
shows_model (UsherWindow *window)
{
  GListModel *model = usher_session_get_invitations (usher_window_get_session (window));
  guint n = g_list_model_get_n_items (model);
  guint position = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (find_list (window)); row != NULL;
       row = gtk_widget_get_next_sibling (row), position++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (model, position);
      g_autofree char *recipients = NULL;
      g_autofree char *text = dup_first_text (row);

      if (item == NULL)
        return FALSE;
      recipients = usher_invitation_dup_recipients (usher_invitation_item_get_invitation (item));
      if (g_strcmp0 (text, recipients) != 0)
        return FALSE;
    }
  return position == n;
}

/* The addresses behind a recipient are told when they are asked for, for whichever row the cell shows now. */
static void
check_tooltips (UsherWindow *window)
{
  GListModel *model = usher_session_get_invitations (usher_window_get_session (window));
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  guint position = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (find_list (window)); row != NULL;
       row = gtk_widget_get_next_sibling (row), position++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (model, position);
      gboolean has = FALSE;

      g_signal_emit_by_name (usher_ui_test_find (row, USHER_TYPE_CELL, 0), "query-tooltip", 0, 0, FALSE, tooltip,
                             &has);
      g_assert_cmpint (has, ==, !usher_invitation_is_open (usher_invitation_item_get_invitation (item)));
    }
}

/* The list was at its end, and only rows of its beginning are left. */
static void
filter_at_end (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session = wait_for_session (application);
  GListModel *model = usher_session_get_invitations (session);
  GtkWidget *view = usher_ui_test_find (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW, 0);
  GListModel *shown = G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)));
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));

  wait_for_rows (session, 600);
  for (guint direction = 0; direction < 2; direction++)
    {
      g_autoptr (UsherInvitationItem) first = NULL;
      g_autoptr (UsherQuery) query = usher_query_new ();
      UsherInvitationStatus status;
      guint n;

      ask (window, usher_query_with_sort (query, USHER_SORT_STATUS, direction == 1));
      /* At first the view has only a slice of the rows. */
      usher_test_wait_for (g_list_model_get_n_items (shown) == g_list_model_get_n_items (model));
      /* Told of rows, the pane goes to the top of a list that is at its top, when the turn is over. */
      usher_test_settle ();
      usher_ui_test_draw (GTK_WIDGET (window));
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
      usher_test_wait_for (gtk_adjustment_get_value (adjustment) > 1000);
      usher_ui_test_draw (GTK_WIDGET (window));
      g_test_message ("at %.0f of %.0f, of which %.0f are seen", gtk_adjustment_get_value (adjustment),
                      gtk_adjustment_get_upper (adjustment), gtk_adjustment_get_page_size (adjustment));

      first = g_list_model_get_item (model, 0);
      status = usher_invitation_get_status (usher_invitation_item_get_invitation (first));
      ask (window, usher_query_with_status (usher_session_get_query (session), status));
      n = g_list_model_get_n_items (model);
      g_test_message ("%u rows are left", n);
      g_assert_cmpuint (n, >, 0);
      g_assert_cmpuint (n, <, 400);
      if (n < 200)
        {
          usher_test_wait_for (shows_model (window));
          check_tooltips (window);
        }
    }
}

static void
test_filter_at_end (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start ("600");
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, filter_at_end, NULL);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/list-end/filter", test_filter_at_end);
  return g_test_run ();
}
