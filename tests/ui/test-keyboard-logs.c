/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evidence by keyboard alone: export the logs, open the file, see that it is whole, find an event in it and read it. */
#include "ui/usher-ui-keys.h"
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ui/usher-export-window.h"
#include "ui/usher-review-verify.h"
#include "ui/usher-review-window.h"

static GtkWidget *
wait_for_window (GType type)
{
  usher_test_wait_for (usher_ui_test_window (type) != NULL);
  usher_test_settle ();
  return usher_ui_test_window (type);
}

/* GTK 4.18 completes what is typed once it has read the folder, and lets what is typed on stand before that: the rest is
 * taken away. Did it come too late for that, all is typed again. */
static gboolean
is_typed (const char *place)
{
  GtkWidget *entry = gtk_window_get_focus (usher_ui_keys_get_top ());

  if (GTK_IS_EDITABLE (entry) && g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), place))
    return TRUE;
  usher_ui_keys_press ("ctrl+a");
  usher_ui_keys_type (place);
  usher_ui_keys_press ("shift+End");
  usher_ui_keys_press ("Delete");
  return FALSE;
}

typedef struct
{
  const char *place;
  gboolean to_save;
  guint turn;
  guint delay;  /* ms */
  guint source; /* runs until it is time for the next key */
} Choice;

static gboolean
on_due (gpointer user_data)
{
  Choice *choice = user_data;

  choice->source = 0;
  return G_SOURCE_REMOVE;
}

/* GTK 4.18's dialog has buttons with letters and takes no Return where a place is typed. */
static gboolean
is_chosen (Choice *choice)
{
  if (!GTK_IS_FILE_CHOOSER (usher_ui_keys_get_top ()))
    return TRUE;
  if (choice->source != 0)
    return FALSE;
  if (is_typed (choice->place))
    {
      usher_ui_keys_press (choice->turn++ % 2 == 0 ? "Return" : choice->to_save ? "alt+s" : "alt+o");
      choice->delay *= 2;
    }
  choice->source = g_timeout_add (choice->delay, on_due, choice);
  return FALSE;
}

/* In the toolkit's own dialog for files: the one that there is without a portal. It reads each folder on the way to what
 * is typed, and finds fault with itself when that one changes meanwhile, as the folder for what is passing does: so the
 * way begins at the home, which is this session's own. */
static void
choose_file (const char *path, gboolean to_save)
{
  g_autofree char *place = g_strconcat ("~", path + strlen (g_get_home_dir ()), NULL);
  Choice choice = { .place = place, .to_save = to_save, .delay = 100 };

  usher_test_wait_for (GTK_IS_FILE_CHOOSER (usher_ui_keys_get_top ()));
  usher_ui_keys_assert_not_lost ();
  /* What is typed where files are listed is a place; where one is saved it takes the place of the name. */
  if (!to_save)
    usher_ui_keys_press ("ctrl+l");
  /* It takes no Return while it still looks for what goes on after what was typed; and with each key that it takes it
   * asks the disk anew, and no more for the one before, so that they come slower and slower. */
  usher_test_wait_for (is_chosen (&choice));
  g_clear_handle_id (&choice.source, g_source_remove);
}

static void
export_logs (const char *path)
{
  GtkWidget *window;

  usher_ui_keys_press ("ctrl+e");
  window = wait_for_window (USHER_TYPE_EXPORT_WINDOW);
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_go ("Tab", "choose_button");
  usher_ui_keys_press ("Return");
  choose_file (path, TRUE);
  usher_test_wait_for (gtk_widget_get_mapped (usher_ui_test_find_id (window, "close_button")));
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_EXPORT_WINDOW) == NULL);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
}

static gboolean
is_read (GtkWidget *window)
{
  UsherReview *review = usher_review_window_get_review (USHER_REVIEW_WINDOW (window));

  return usher_archive_get_state (usher_review_get_archive (review)) == USHER_ARCHIVE_READY
         && !usher_review_get_busy (review);
}

static guint
count (GtkWidget *window)
{
  GtkWidget *view = usher_ui_test_find_id (window, "view");

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view))));
}

static void
read_log (const char *path)
{
  GtkWidget *window, *view;
  guint n;

  usher_ui_keys_press ("ctrl+o");
  choose_file (path, FALSE);
  window = wait_for_window (USHER_TYPE_REVIEW_WINDOW);
  usher_test_wait_for (is_read (window));
  usher_ui_test_draw (window);
  usher_ui_keys_assert_not_lost ();
  /* It is verified by itself, and what came of it is opened by a key. */
  usher_test_wait_for (gtk_widget_get_mapped (usher_ui_test_find_id (window, "files_button")));
  usher_ui_keys_go ("Tab", "files_button");
  usher_ui_keys_press ("space");
  usher_test_wait_for (gtk_widget_get_mapped (usher_ui_test_find_id (window, "files")));
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (!gtk_widget_get_mapped (usher_ui_test_find_id (window, "files")));
  usher_ui_keys_wait_at (usher_ui_test_find_id (window, "files_button"));

  view = usher_ui_test_find_id (window, "view");
  n = count (window);
  usher_ui_keys_go ("Tab", "view");
  usher_ui_keys_press ("Home");
  usher_test_wait_for (usher_ui_test_find_part (window, "userAgent") != NULL
                       || gtk_widget_get_mapped (usher_ui_test_find_id (window, "detail")));
  usher_ui_keys_press ("ctrl+f");
  usher_ui_keys_type ("revoked");
  usher_test_wait_for (is_read (window));
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_press ("ctrl+g");
  usher_test_settle ();
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (is_read (window) && count (window) == n);
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_go ("Tab", "view");
  usher_ui_keys_press ("ctrl+b");
  usher_test_settle ();
  g_assert_true (usher_ui_keys_is_at (view));
  usher_ui_keys_press ("ctrl+i");
  usher_test_wait_for (gtk_widget_get_mapped (usher_ui_test_find_id (window, "overview")));
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_press ("ctrl+w");
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_REVIEW_WINDOW) == NULL);
}

static void
check (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_autofree char *dir = g_mkdtemp (g_build_filename (g_get_home_dir (), "usher-test-XXXXXX", NULL));
  g_autofree char *path = g_build_filename (dir, "logs.usherlog", NULL);
  UsherSession *session;

  usher_test_wait_for (usher_application_get_session (application) != NULL);
  session = usher_application_get_session (application);
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_IDLE && usher_session_get_last_sync (session) > 0
                       && usher_session_get_counts (session)->total > 0
                       && usher_session_get_counts (session)->unread == 0);
  export_logs (path);
  read_log (path);
  usher_test_remove_tree (dir);
}

static void
test_all (void)
{
  g_autoptr (UsherTestSandbox) sandbox = NULL;

  if (!usher_ui_keys_init ())
    return;
  sandbox = usher_test_sandbox_start (NULL, (const char *[]) { "--demo", "12", "--seed", "7", NULL });
  usher_ui_test_run ((const char *[]) { "--server", sandbox->base_url, NULL }, sandbox->api_key, check, NULL);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/keyboard/logs", test_all);
  return g_test_run ();
}
