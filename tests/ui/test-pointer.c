/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows under the pointer: a real one, moved and clicked by xdotool; and the keys for the same menu. Skipped
 * without it. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include "ui/compat/usher-compat.h"

typedef struct
{
  UsherWindow *window;
  UsherSession *session;
  UsherInvitationPane *pane;
  GtkWidget *view;
} Parts;

static void
on_exited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error))
    g_test_message ("xdotool: %s", error->message);
  *(gboolean *) user_data = TRUE;
}

static void
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  gboolean done = FALSE;

  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, on_exited, &done);
  usher_test_wait_for (done);
}

static void
press (const char *keys)
{
  const char *argv[] = { "xdotool", "search", "--onlyvisible", "--name", "^Usher", "windowfocus",
                         "key", "--clearmodifiers", keys, NULL };

  run (argv);
}

/* In the middle of a widget of the main window. */
static void
click (Parts *parts, GtkWidget *widget, const char *button, const char *times)
{
  double x, y, left, top;
  g_autofree char *at_x = NULL;
  g_autofree char *at_y = NULL;

  g_assert_true (gtk_widget_translate_coordinates (widget, GTK_WIDGET (parts->window),
                                                   gtk_widget_get_width (widget) / 2.0,
                                                   gtk_widget_get_height (widget) / 2.0, &x, &y));
  gtk_native_get_surface_transform (GTK_NATIVE (parts->window), &left, &top);
  at_x = g_strdup_printf ("%d", (int) (x + left));
  at_y = g_strdup_printf ("%d", (int) (y + top));
  {
    const char *argv[] = { "xdotool", "search", "--onlyvisible", "--name", "^Usher", "mousemove", "--window", "%1",
                           at_x, at_y, "click", "--repeat", times, "--delay", "40", button, NULL };

    run (argv);
  }
}

/* The cell with the recipients of a row. */
static GtkWidget *
get_cell (Parts *parts, guint position)
{
  g_autoptr (UsherInvitationItem) item =
    g_list_model_get_item (usher_session_get_invitations (parts->session), position);
  g_autofree char *recipients = usher_invitation_dup_recipients (usher_invitation_item_get_invitation (item));
  GtkWidget *cell = usher_ui_test_find_text (parts->view, recipients);

  g_assert_nonnull (cell);
  return cell;
}

/* A row whose recipients are nobody else's, so that its cell is found by them. */
static guint
find_row (Parts *parts, guint from)
{
  GListModel *rows = usher_session_get_invitations (parts->session);

  for (guint i = from; i < MIN (12, g_list_model_get_n_items (rows)); i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (rows, i);
      g_autofree char *recipients = usher_invitation_dup_recipients (usher_invitation_item_get_invitation (item));
      gboolean alone = TRUE;

      for (guint k = 0; k < g_list_model_get_n_items (rows); k++)
        {
          g_autoptr (UsherInvitationItem) other = g_list_model_get_item (rows, k);
          g_autofree char *theirs =
            usher_invitation_dup_recipients (usher_invitation_item_get_invitation (other));

          alone = alone && (k == i || !g_str_equal (recipients, theirs));
        }
      if (alone)
        return i;
    }
  g_assert_not_reached ();
}

static UsherInvitationItem *
dup_item (Parts *parts, guint position)
{
  return g_list_model_get_item (usher_session_get_invitations (parts->session), position);
}

static gboolean
has_focus (Parts *parts, GtkWidget *inside)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (parts->window));

  return focus != NULL && (focus == inside || gtk_widget_is_ancestor (focus, inside));
}

static GtkWidget *
get_menu (Parts *parts)
{
  GtkWidget *menu = NULL;

  for (guint i = 0; (menu = usher_ui_test_find (GTK_WIDGET (parts->pane), GTK_TYPE_POPOVER_MENU, i)) != NULL; i++)
    {
      if (gtk_widget_get_mapped (menu))
        return menu;
    }
  return NULL;
}

static void
close_menu (Parts *parts)
{
  gtk_popover_popdown (GTK_POPOVER (get_menu (parts)));
  usher_test_wait_for (get_menu (parts) == NULL);
}

/* A click selects; two go into the detail. On another row, else they would be the second and the third. */
static void
check_clicks (Parts *parts)
{
  GtkWidget *detail = GTK_WIDGET (usher_shell_get_detail (usher_window_get_shell (parts->window)));
  guint one = find_row (parts, 0);
  guint two = find_row (parts, one + 1);
  g_autoptr (UsherInvitationItem) first = dup_item (parts, one);
  g_autoptr (UsherInvitationItem) second = dup_item (parts, two);

  click (parts, get_cell (parts, one), "1", "1");
  usher_test_wait_for (usher_invitation_pane_get_selected (parts->pane) == first);
  g_assert_false (has_focus (parts, detail));
  click (parts, get_cell (parts, two), "1", "2");
  usher_test_wait_for (has_focus (parts, detail));
  g_assert_true (usher_invitation_pane_get_selected (parts->pane) == second);
}

/* The menu is about the row below the pointer, which is selected by that. */
static void
check_menu (Parts *parts)
{
  guint position = find_row (parts, 0);
  g_autoptr (UsherInvitationItem) item = dup_item (parts, position);

  g_assert_null (get_menu (parts));
  click (parts, get_cell (parts, position), "3", "1");
  usher_test_wait_for (get_menu (parts) != NULL);
  g_assert_true (usher_invitation_pane_get_selected (parts->pane) == item);
  g_assert_nonnull (usher_ui_test_find_text (get_menu (parts), "Copy Link"));
  g_assert_nonnull (usher_ui_test_find_text (get_menu (parts), "Revoke…"));
  usher_ui_test_picture (get_menu (parts), "row-menu");
  close_menu (parts);
}

/* For those without one: both keys that desktops know for it. */
static void
check_menu_keys (Parts *parts)
{
  static const char *const keys[] = { "Menu", "shift+F10" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gtk_widget_child_focus (parts->view, GTK_DIR_TAB_FORWARD);
      usher_test_wait_for (has_focus (parts, parts->view));
      press (keys[i]);
      usher_test_wait_for (get_menu (parts) != NULL);
      close_menu (parts);
    }
}

static void
check (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Parts parts = { .window = window };

  usher_test_wait_for ((parts.session = usher_application_get_session (application)) != NULL);
  usher_test_wait_for (usher_session_get_state (parts.session) == USHER_SYNC_IDLE
                       && usher_session_get_last_sync (parts.session) > 0
                       && !usher_session_get_loading (parts.session));
  usher_test_settle ();
  parts.pane = usher_shell_get_list (usher_window_get_shell (window));
  parts.view = usher_ui_test_find (GTK_WIDGET (parts.pane), GTK_TYPE_COLUMN_VIEW, 0);
  usher_ui_test_draw (GTK_WIDGET (window));
  check_clicks (&parts);
  check_menu (&parts);
  check_menu_keys (&parts);
}

static void
test_pointer (void)
{
  const char *extra[] = { "--demo", "40", "--seed", "7", NULL };
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");
  g_autoptr (UsherTestSandbox) sandbox = NULL;
  const char *arguments[] = { "--server", NULL, NULL };

  if (xdotool == NULL)
    {
      g_test_skip ("xdotool is not installed");
      return;
    }
  sandbox = usher_test_sandbox_start (NULL, extra);
  arguments[1] = sandbox->base_url;
  usher_ui_test_run (arguments, sandbox->api_key, check, NULL);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/pointer/rows", test_pointer);
  return g_test_run ();
}
