/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of the list: what each column says and tells who points at it or listens, and that a cell that is far
 * from what is seen waits until it comes near. */
#include "ui/usher-ui-test.h"

#include "model/usher-time.h"
#include "ui/usher-cell-words.h"
#include "ui/usher-cell.h"
#include "ui/usher-invitation-rows.h"

#define N_ROWS 1000

static UsherInvitation *
make_invitation (guint number, const char *members)
{
  g_autofree char *json = g_strdup_printf ("{\"id\": \"00000000-0000-4000-8000-%012u\", %s}", number, members);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = usher_json_parse (json, -1, &error);
  UsherInvitation *invitation;

  g_assert_no_error (error);
  invitation = usher_invitation_new_from_json (node, &error);
  g_assert_no_error (error);
  return invitation;
}

static UsherInvitationItem *
make_item (guint number, const char *members, const char *company)
{
  g_autoptr (UsherInvitation) invitation = make_invitation (number, members);

  return usher_invitation_item_new (invitation, company, USHER_TIME_NONE);
}

static void
assert_words (UsherInvitationItem *item, UsherSort column, const char *words)
{
  g_autofree char *text = usher_cell_dup_words (item, column, usher_time_parse ("2026-03-01T12:00:00Z"));

  g_assert_cmpstr (text, ==, words);
}

static void
assert_tooltip (UsherInvitationItem *item, UsherSort column, const char *words)
{
  g_autofree char *text = usher_cell_dup_tooltip (item, column);

  g_assert_cmpstr (text, ==, words);
}

static void
test_words (void)
{
  g_autoptr (UsherInvitationItem) item =
    make_item (1, "\"status\": \"REVOKED\", \"invitationType\": \"RECONNECT\", \"maxUses\": 3, \"useCount\": 1,"
                  " \"createdAt\": \"2026-02-27T12:00:00Z\", \"expiresAt\": \"2026-03-04T13:00:00Z\","
                  " \"allowedEmails\": [\"a@example.com\", \"b@example.com\"]", "Example");
  g_autoptr (UsherInvitationItem) bare = make_item (2, "\"status\": \"ON_HOLD\"", NULL);
  g_autofree char *recipients =
    usher_invitation_dup_recipients (usher_invitation_item_get_invitation (item));
  g_autofree char *uses = usher_invitation_dup_uses (usher_invitation_item_get_invitation (item));
  g_autofree char *exact = usher_cell_dup_tooltip (item, USHER_SORT_EXPIRES);

  assert_words (item, USHER_SORT_RECIPIENT, recipients);
  assert_words (item, USHER_SORT_STATUS, "Revoked");
  assert_words (item, USHER_SORT_COMPANY, "Example");
  assert_words (item, USHER_SORT_USES, uses);
  assert_words (item, USHER_SORT_CREATED, "2 days ago");
  assert_words (item, USHER_SORT_EXPIRES, "in 3 days");
  assert_words (item, USHER_SORT_ACTIVITY, NULL);
  assert_tooltip (item, USHER_SORT_RECIPIENT, "a@example.com\nb@example.com");
  assert_tooltip (item, USHER_SORT_COMPANY, "Example");
  assert_tooltip (item, USHER_SORT_STATUS, NULL);
  assert_tooltip (item, USHER_SORT_ACTIVITY, NULL);
  g_assert_nonnull (strstr (exact, "2026"));

  /* A word of a newer server, and what is not known. */
  assert_words (bare, USHER_SORT_STATUS, "On hold");
  assert_words (bare, USHER_SORT_EXPIRES, "Never");
  assert_words (bare, USHER_SORT_CREATED, "Unknown");
  assert_words (bare, USHER_SORT_COMPANY, NULL);
  assert_tooltip (bare, USHER_SORT_COMPANY, NULL);
  assert_tooltip (bare, USHER_SORT_EXPIRES, NULL);
}

/* --- in a view --------------------------------------------------------------------------------- */

typedef struct
{
  GListStore *store;         /* (owned) */
  UsherInvitationRows *rows; /* (owned) */
  GtkWidget *view;           /* (unowned) */
  GtkAdjustment *adjustment; /* (unowned) */
  UsherCellPainter *painter; /* (owned) */
  GtkWidget *window;         /* (owned) */
  UsherSort columns[2];
} View;

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, View *view)
{
  UsherSort column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "column"));

  gtk_list_item_set_child (item, usher_cell_new (view->painter, column));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  usher_cell_set_row (USHER_CELL (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
on_row_changed (View *view, UsherInvitationRow *row)
{
  usher_cell_painter_refresh (view->painter, row);
}

static void
open_view (View *view)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  view->store = g_list_store_new (USHER_TYPE_INVITATION_ITEM);
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *members = g_strdup_printf ("\"status\": \"ACTIVE\", \"allowedEmails\": [\"n%u@example.com\"]", i);
      g_autoptr (UsherInvitationItem) item = make_item (i, members, "Example");

      g_list_store_append (view->store, item);
    }
  view->rows = usher_invitation_rows_new ();
  usher_invitation_rows_set_items (view->rows, G_LIST_MODEL (view->store));
  view->view = gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (view->rows)));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view->view);
  view->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  view->painter = usher_cell_painter_new (view->view, view->adjustment);
  g_signal_connect_swapped (view->rows, "row-changed", G_CALLBACK (on_row_changed), view);
  for (guint i = 0; i < 2; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new ("Column", factory);

      g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER (i == 0 ? USHER_SORT_RECIPIENT
                                                                                : USHER_SORT_STATUS));
      g_signal_connect (factory, "setup", G_CALLBACK (on_setup), view);
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view->view), column);
    }
  view->window = usher_ui_test_show (scroller, 500, 400);
  usher_ui_test_draw (view->window);
}

static void
close_view (View *view)
{
  g_signal_handlers_disconnect_by_data (view->rows, view);
  usher_ui_test_close (view->window);
  usher_test_settle ();
  g_assert_finalize_object (view->painter);
  g_assert_finalize_object (view->rows);
  g_object_unref (view->store);
}

/* Of the cells that GTK has, those whose rows are seen are drawn. */
static void
count_cells (GtkWidget *widget, guint *n_drawn, guint *n_waiting)
{
  if (USHER_IS_CELL (widget) && usher_cell_get_row (USHER_CELL (widget)) != NULL)
    {
      if (usher_cell_get_waits (USHER_CELL (widget)))
        (*n_waiting)++;
      else
        (*n_drawn)++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count_cells (child, n_drawn, n_waiting);
}

static GtkWidget *
find_cell (GtkWidget *widget, UsherSort column, guint position)
{
  if (USHER_IS_CELL (widget) && usher_cell_get_column (USHER_CELL (widget)) == column
      && usher_cell_get_row (USHER_CELL (widget)) != NULL
      && usher_invitation_row_get_position (usher_cell_get_row (USHER_CELL (widget))) == position)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_cell (child, column, position);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
assert_label (GtkWidget *cell, const char *label)
{
  g_autofree char *wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                                               label);

  g_assert_cmpstr (wrong, ==, NULL);
}

static gboolean
has_label (GtkWidget *cell, const char *label)
{
  g_autofree char *wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                                               label);

  return wrong == NULL;
}

static void
test_view (void)
{
  View view = { NULL, };
  GtkWidget *cell, *far;
  g_autoptr (UsherInvitationItem) item = NULL;
  g_autoptr (UsherInvitation) other = make_invitation (1, "\"status\": \"REVOKED\"");
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  g_autofree char *text = NULL;
  guint n_drawn = 0, n_waiting = 0;
  gboolean has = FALSE;

  open_view (&view);
  count_cells (view.view, &n_drawn, &n_waiting);
  g_test_message ("%u drawn, %u wait", n_drawn, n_waiting);
  g_assert_cmpuint (n_drawn, >, 0);
  g_assert_cmpuint (n_drawn, <, 100);
  g_assert_cmpuint (n_waiting, >, 100);

  cell = find_cell (view.view, USHER_SORT_STATUS, 1);
  gtk_test_accessible_assert_role (cell, GTK_ACCESSIBLE_ROLE_LABEL);
  assert_label (cell, "Active");
  /* Those that are not seen get their names a little later. */
  far = find_cell (view.view, USHER_SORT_RECIPIENT, 150);
  g_assert_true (usher_cell_get_waits (USHER_CELL (far)));
  usher_test_wait_for (has_label (far, "n150@example.com"));
  g_signal_emit_by_name (far, "query-tooltip", 0, 0, FALSE, tooltip, &has);
  g_assert_true (has);

  /* What the invitation says changes under it. */
  item = g_list_model_get_item (G_LIST_MODEL (view.store), 1);
  usher_invitation_item_update (item, other, "Example", USHER_TIME_NONE);
  text = usher_cell_dup_text (USHER_CELL (cell));
  g_assert_cmpstr (text, ==, "Revoked");
  usher_test_wait_for (has_label (cell, "Revoked"));

  /* Whatever is seen is drawn, wherever one goes; the first time that a view is scrolled, GTK 4.8.3 stays where it
   * was. */
  gtk_adjustment_set_value (view.adjustment, 1);
  usher_ui_test_draw (view.window);
  for (guint i = 1; i < 4; i++)
    {
      guint position = i * N_ROWS / 4;

      gtk_adjustment_set_value (view.adjustment, gtk_adjustment_get_upper (view.adjustment) * i / 4);
      usher_ui_test_draw (view.window);
      for (guint k = 0; k < 5; k++)
        {
          cell = find_cell (view.view, USHER_SORT_RECIPIENT, position + k);
          g_assert_nonnull (cell);
          g_assert_false (usher_cell_get_waits (USHER_CELL (cell)));
        }
    }
  close_view (&view);
}

/* A short list that is seen whole becomes one that is longer and seen whole: nothing is scrolled by it. */
static void
test_short (void)
{
  View view = { NULL, };
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func (g_object_unref);

  open_view (&view);
  g_list_store_splice (view.store, 3, N_ROWS - 3, NULL, 0);
  usher_ui_test_draw (view.window);
  usher_test_wait_for (gtk_adjustment_get_upper (view.adjustment) <= gtk_adjustment_get_page_size (view.adjustment));
  usher_ui_test_draw (view.window);

  for (guint i = 0; i < 6; i++)
    g_ptr_array_add (more, make_item (3 + i, "\"status\": \"ACTIVE\"", "Example"));
  g_list_store_splice (view.store, 3, 0, more->pdata, more->len);
  usher_ui_test_draw (view.window);
  g_assert_cmpfloat (gtk_adjustment_get_upper (view.adjustment), <=, gtk_adjustment_get_page_size (view.adjustment));
  for (guint i = 0; i < 9; i++)
    {
      GtkWidget *cell = find_cell (view.view, USHER_SORT_RECIPIENT, i);

      g_assert_nonnull (cell);
      g_assert_false (usher_cell_get_waits (USHER_CELL (cell)));
    }
  close_view (&view);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/cell/words", test_words);
  g_test_add_func ("/ui/cell/view", test_view);
  g_test_add_func ("/ui/cell/short", test_short);
  return g_test_run ();
}
