/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list that is scrolled, and all of which is selected, waits for no file: statements of SQL that run on the main
 * thread are counted, on whichever connection. And rows that are far from what is seen are called what they are. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <sqlite3.h>

#include "ui/usher-cell.h"
#include "ui/usher-invitation-rows.h"
#include "ui/usher-several-page.h"
#include "ui/usher-shell.h"

#define N_DEMO "700"
#define N 700

static GThread *main_thread;
static guint n_here; /* statements, on the main thread */
static gint n_elsewhere;

static int
on_statement (unsigned int what, void *data, void *statement, void *text)
{
  if (g_thread_self () == main_thread)
    n_here++;
  else
    g_atomic_int_inc (&n_elsewhere);
  return 0;
}

/* Called for each connection that is opened. */
static int
watch_connection (sqlite3 *handle, const char **message, const void *routines)
{
  return sqlite3_trace_v2 (handle, SQLITE_TRACE_STMT, on_statement, NULL);
}

typedef struct
{
  UsherSession *session;      /* (unowned) */
  GListModel *model;          /* (unowned) */
  UsherInvitationPane *pane;  /* (unowned) */
  GtkWidget *view;            /* (unowned) */
  GtkSelectionModel *rows;    /* (unowned) */
  GtkAdjustment *adjustment;  /* (unowned) */
} Parts;

static void
find_parts (UsherApplication *application, UsherWindow *window, Parts *parts)
{
  usher_test_wait_for (usher_application_get_session (application) != NULL);
  parts->session = usher_application_get_session (application);
  parts->model = usher_session_get_invitations (parts->session);
  parts->pane = usher_shell_get_list (usher_window_get_shell (window));
  parts->view = usher_ui_test_find (GTK_WIDGET (parts->pane), GTK_TYPE_COLUMN_VIEW, 0);
  parts->rows = gtk_column_view_get_model (GTK_COLUMN_VIEW (parts->view));
  parts->adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (parts->view));
  usher_test_wait_for (usher_session_get_state (parts->session) == USHER_SYNC_IDLE
                       && usher_session_get_last_sync (parts->session) > 0
                       && !usher_session_get_loading (parts->session)
                       && g_list_model_get_n_items (parts->model) == N
                       && g_list_model_get_n_items (G_LIST_MODEL (parts->rows)) == N);
  usher_test_settle ();
  usher_ui_test_draw (parts->view);
}

typedef struct
{
  guint seen;   /* cells that are near what is seen … */
  guint filled; /* … and of which the row has what it shows */
  guint far;
  guint named;  /* cells, far or near, that assistive technology knows */
} Cells;

static void
count_cells (GtkWidget *widget, Cells *cells)
{
  if (USHER_IS_CELL (widget))
    {
      UsherCell *cell = USHER_CELL (widget);
      UsherInvitationRow *row = usher_cell_get_row (cell);

      if (row == NULL)
        return;
      cells->named += usher_cell_get_named (cell);
      if (usher_cell_get_waits (cell))
        {
          cells->far++;
          return;
        }
      cells->seen++;
      cells->filled += usher_invitation_row_peek_item (row) != NULL && !usher_cell_get_blank (cell);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    count_cells (child, cells);
}

/* GTK draws what is seen, of which the painter knows a little more. */
static gboolean
is_filled (Parts *parts)
{
  Cells cells = { 0 };

  count_cells (parts->view, &cells);
  return cells.filled >= 20 && cells.filled * 4 >= cells.seen * 3;
}

static gboolean
is_named (Parts *parts)
{
  Cells cells = { 0 };

  count_cells (parts->view, &cells);
  return cells.far > 400 && cells.named == cells.far + cells.seen;
}

static void
scroll (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Parts parts;
  const double places[] = { 0.9, 0.2, 0.55, 0.4, 0.98, 0.1 };

  find_parts (application, window, &parts);
  n_here = 0;
  g_atomic_int_set (&n_elsewhere, 0);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      double end = gtk_adjustment_get_upper (parts.adjustment) - gtk_adjustment_get_page_size (parts.adjustment);

      gtk_adjustment_set_value (parts.adjustment, places[i] * end);
      usher_ui_test_draw (parts.view);
      usher_test_wait_for (is_filled (&parts));
    }
  g_assert_cmpuint (n_here, ==, 0);
  g_assert_cmpint (g_atomic_int_get (&n_elsewhere), >, 50);

  /* So do the names of the rows around them. */
  usher_test_wait_for (is_named (&parts));
  g_assert_cmpuint (n_here, ==, 0);
}

static UsherCell *
find_cell (GtkWidget *widget, guint position)
{
  if (USHER_IS_CELL (widget))
    {
      UsherInvitationRow *row = usher_cell_get_row (USHER_CELL (widget));

      return row != NULL && usher_invitation_row_get_position (row) == position
                 && usher_cell_get_column (USHER_CELL (widget)) == USHER_SORT_STATUS
               ? USHER_CELL (widget) : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      UsherCell *found = find_cell (child, position);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_called (UsherCell *cell, const char *name)
{
  g_autofree char *other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name);

  return other == NULL;
}

static void
on_revoked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation = usher_session_revoke_finish (USHER_SESSION (source), result, &error);

  g_assert_no_error (error);
  *(gboolean *) user_data = invitation != NULL;
}

/* Nobody holds the invitation of a row that is far off, and so nothing says that it changed but the list. */
static void
call_anew (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Parts parts;
  g_autofree char *id = NULL;
  gboolean revoked = FALSE;
  UsherCell *cell;
  guint position;

  find_parts (application, window, &parts);
  usher_test_wait_for (is_named (&parts));
  for (position = 100; id == NULL && position < 180; position++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (parts.model, position);
      UsherInvitation *invitation = usher_invitation_item_get_invitation (item);

      if (usher_invitation_get_status (invitation) == USHER_INVITATION_STATUS_ACTIVE)
        id = g_strdup (usher_invitation_item_get_id (item));
    }
  g_assert_nonnull (id);
  cell = find_cell (parts.view, --position);
  g_assert_nonnull (cell);
  g_assert_true (usher_cell_get_waits (cell));
  g_assert_null (usher_invitation_row_peek_item (usher_cell_get_row (cell)));
  g_assert_true (is_called (cell, "Active"));
  usher_session_revoke_async (parts.session, id, NULL, on_revoked, &revoked);
  usher_test_wait_for (revoked && is_called (cell, "Revoked"));
  g_assert_true (usher_cell_get_waits (cell));
}

/* Ctrl+A reads none of the many, and what is selected goes along with another order. */
static void
select_all (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Parts parts;
  g_autoptr (UsherQuery) query = NULL;
  g_autoptr (UsherQuery) active = NULL;
  g_autoptr (GPtrArray) items = NULL;
  guint last = 0;
  guint n_active;

  find_parts (application, window, &parts);
  n_here = 0;
  gtk_selection_model_select_all (parts.rows);
  usher_ui_test_draw (parts.view);
  g_assert_cmpuint (usher_invitation_pane_get_n_selected (parts.pane), ==, N);
  g_assert_false (usher_invitation_pane_has_selection_at_hand (parts.pane));
  /* Not in the whole window: looking at what its rows say reads them. */
  g_assert_nonnull (usher_ui_test_find_text (usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_SEVERAL_PAGE, 0),
                                             N_DEMO " Invitations Selected"));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "copy-link"));

  query = usher_query_with_sort (usher_session_get_query (parts.session), USHER_SORT_STATUS, FALSE);
  usher_session_set_query (parts.session, query);
  usher_test_wait_for (!usher_session_get_loading (parts.session));
  usher_test_settle ();
  usher_ui_test_draw (parts.view);
  g_assert_cmpuint (usher_invitation_pane_get_n_selected (parts.pane), ==, N);

  /* What is not listed any more is let go, and does not come back. */
  active = usher_query_with_status (query, USHER_INVITATION_STATUS_ACTIVE);
  usher_session_set_query (parts.session, active);
  usher_test_wait_for (!usher_session_get_loading (parts.session));
  usher_test_settle ();
  n_active = g_list_model_get_n_items (parts.model);
  g_assert_cmpuint (n_active, <, N);
  usher_test_wait_for (usher_invitation_pane_get_n_selected (parts.pane) == n_active);
  g_assert_cmpuint (n_here, ==, 0);
  usher_session_set_query (parts.session, query);
  usher_test_wait_for (!usher_session_get_loading (parts.session) && g_list_model_get_n_items (parts.model) == N);
  usher_test_settle ();
  usher_ui_test_draw (parts.view);
  g_assert_cmpuint (usher_invitation_pane_get_n_selected (parts.pane), ==, n_active);
  g_assert_cmpuint (n_here, ==, 0);

  /* When something is to be done with them, they are there. */
  items = usher_invitation_pane_dup_selection (parts.pane);
  g_assert_cmpuint (items->len, ==, n_active);
  for (guint i = 0; i < items->len; i++)
    {
      UsherInvitation *invitation = usher_invitation_item_get_invitation (g_ptr_array_index (items, i));

      g_assert_cmpint (usher_invitation_get_status (invitation), ==, USHER_INVITATION_STATUS_ACTIVE);
      if (i > 0)
        g_assert_cmpuint (usher_session_find_invitation (parts.session, usher_invitation_get_id (invitation)), >, last);
      last = usher_session_find_invitation (parts.session, usher_invitation_get_id (invitation));
    }
  gtk_selection_model_unselect_all (parts.rows);
  g_assert_cmpuint (usher_invitation_pane_get_n_selected (parts.pane), ==, 0);
}

static void
run (UsherUiTestBody body)
{
  const char *extra[] = { "--demo", N_DEMO, "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, body, NULL);
}

static void
test_scroll (void)
{
  run (scroll);
}

static void
test_rename (void)
{
  run (call_anew);
}

static void
test_select_all (void)
{
  run (select_all);
}

int
main (int argc, char *argv[])
{
  main_thread = g_thread_self ();
  sqlite3_auto_extension ((void (*) (void)) watch_connection);
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/scroll/jumps", test_scroll);
  g_test_add_func ("/ui/scroll/rename", test_rename);
  g_test_add_func ("/ui/scroll/select-all", test_select_all);
  return g_test_run ();
}
