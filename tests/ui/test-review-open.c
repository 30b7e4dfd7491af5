/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ways by which an exported log is opened in a desktop: dropped, chosen in a dialog, from the recent ones, and by a
 * double click, which is a call on the bus. And where what is shown is exported to, and printed. */
#include "ui/usher-ui-test.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "archive/usher-verification.h"
#include "ui/usher-drag-test.h"
#include "ui/usher-review-print.h"
#include "ui/usher-review-run.h"
#include "ui/usher-review-samples.h"
#include "ui/usher-review-window-private.h"

static UsherReview *
get_review (UsherReviewWindow *window)
{
  return usher_review_window_get_review (window);
}

static guint
get_n_files (UsherReviewWindow *window)
{
  return usher_archive_get_n_files (usher_review_get_archive (get_review (window)));
}

/* The review window that is not this one. (nullable) */
static UsherReviewWindow *
get_other (UsherReviewWindow *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GObject) other = g_list_model_get_item (windows, i);

      if (USHER_IS_REVIEW_WINDOW (other) && other != (GObject *) window)
        return USHER_REVIEW_WINDOW (other);
    }
  return NULL;
}

static UsherReviewWindow *
wait_for_other (UsherReviewWindow *window)
{
  usher_test_wait_for (get_other (window) != NULL);
  usher_test_wait_for (usher_review_run_is_settled (get_other (window)));
  return get_other (window);
}

/* --- dropped ----------------------------------------------------------------------------------- */

static gboolean
drop (GtkWidget *widget, GFile **files, guint n)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  GdkFileList *list = gdk_file_list_new_from_array (files, n);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean handled = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, list);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller)
          && gdk_content_formats_contain_gtype (gtk_drop_target_get_formats (GTK_DROP_TARGET (controller)), GDK_TYPE_FILE_LIST))
        g_signal_emit_by_name (controller, "drop", &value, 10.0, 10.0, &handled);
    }
  return handled;
}

static void
check_drop (UsherReviewWindow *window, const char *dir)
{
  g_autofree char *a = usher_review_run_make_sample (dir, "a.usherlog");
  g_autofree char *b = usher_review_run_make_sample (dir, "b.csv");
  g_autoptr (GFile) first = g_file_new_for_path (a);
  g_autoptr (GFile) second = g_file_new_for_path (b);
  g_autoptr (GFile) far = g_file_new_for_uri ("https://example.com/c.usherlog");
  GFile *files[] = { first, second };
  GtkWidget *page = usher_ui_test_find_id (GTK_WIDGET (window), "failed_page");

  g_assert_cmpuint (get_n_files (window), ==, 1);
  g_assert_true (drop (GTK_WIDGET (window), files, 2));
  usher_test_wait_for (get_n_files (window) == 2 && usher_review_run_is_settled (window));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "2 Logs");
  g_assert_false (drop (GTK_WIDGET (window), files, 0));
  g_assert_cmpuint (get_n_files (window), ==, 2);

  /* What is not on this computer is not fetched: review needs no network. */
  g_assert_true (drop (GTK_WIDGET (window), &far, 1));
  usher_test_wait_for (g_str_equal (usher_review_window_get_page (window), "failed"));
  g_assert_nonnull (strstr (adw_status_page_get_description (ADW_STATUS_PAGE (page)), "is not on this computer"));
  g_assert_true (drop (GTK_WIDGET (window), files, 1));
  usher_test_wait_for (g_str_equal (usher_review_window_get_page (window), "content") && usher_review_run_is_settled (window));
}

/* --- recent ones ------------------------------------------------------------------------------- */

/* The address of a log in the menu; NULL when it is not there. Transfer full. */
static char *
find_recent (UsherReviewWindow *window, const char *label)
{
  GtkWidget *button = usher_ui_test_find_id (GTK_WIDGET (window), "open_button");
  GMenuModel *menu = adw_split_button_get_menu_model (ADW_SPLIT_BUTTON (button));

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autofree char *text = NULL;
      char *target = NULL;

      if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &text) && g_str_equal (text, label)
          && g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_TARGET, "s", &target))
        return target;
    }
  return NULL;
}

static gboolean
has_recent (UsherReviewWindow *window, const char *label)
{
  g_autofree char *uri = find_recent (window, label);

  return uri != NULL;
}

static gboolean
has_text (const char *path, const char *what)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, what) != NULL;
}

static void
check_recent (UsherReviewWindow *window, const char *dir)
{
  g_autofree char *list = g_build_filename (g_get_user_data_dir (), "recently-used.xbel", NULL);
  g_autofree char *uri = NULL;
  UsherReviewWindow *other;

  /* A menu takes one underscore for a mnemonic. */
  usher_test_wait_for (has_recent (window, "in__march.usherlog"));
  uri = find_recent (window, "in__march.usherlog");
  g_action_group_activate_action (G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (window))), "open-recent",
                                  g_variant_new_string (uri));
  other = wait_for_other (window);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (other)), ==, "in_march.usherlog");
  gtk_window_destroy (GTK_WINDOW (other));
  /* The desktop's own list, where people clear it; other programs are not told. */
  usher_test_wait_for (has_text (list, "in_march.usherlog"));
  g_assert_true (has_text (list, "bookmark:private"));
  /* What is gone is not offered. */
  {
    g_autofree char *path = g_build_filename (dir, "in_march.usherlog", NULL);

    g_assert_cmpint (remove (path), ==, 0);
    gtk_recent_manager_purge_items (gtk_recent_manager_get_default (), NULL);
  }
  usher_test_wait_for (!has_recent (window, "in__march.usherlog"));
}

/* --- dialogs ----------------------------------------------------------------------------------- */

/* Without a portal, the toolkit's own dialog: the same calls lead there in a newer one. */
static GtkWidget *
wait_for_dialog (void)
{
  GtkWidget *dialog;

  usher_test_wait_for (usher_ui_test_window (g_type_from_name ("GtkFileChooserDialog")) != NULL);
  dialog = usher_ui_test_window (g_type_from_name ("GtkFileChooserDialog"));
  usher_ui_test_draw (dialog);
  usher_ui_test_wait_for_folder (dialog);
  return dialog;
}

static void
wait_until_closed (void)
{
  usher_test_wait_for (usher_ui_test_window (g_type_from_name ("GtkFileChooserDialog")) == NULL);
}

static gboolean
has_chosen_one (GtkWidget *dialog)
{
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

  return g_list_model_get_n_items (files) == 1;
}

static gboolean
has_a_name (GtkWidget *dialog)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  return file != NULL;
}

static void
check_choose (UsherReviewWindow *window, const char *dir)
{
  GActionGroup *application = G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (window)));
  g_autofree char *path = usher_review_run_make_sample (dir, "chosen.usherlog");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GtkWidget *dialog;

  g_action_group_activate_action (application, "open-log", NULL);
  dialog = wait_for_dialog ();
  g_assert_true (gtk_file_chooser_get_select_multiple (GTK_FILE_CHOOSER (dialog)));
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
  wait_until_closed ();
  g_assert_null (get_other (window));

  g_action_group_activate_action (application, "open-log", NULL);
  dialog = wait_for_dialog ();
  g_assert_true (gtk_file_chooser_set_file (GTK_FILE_CHOOSER (dialog), file, NULL));
  usher_test_wait_for (has_chosen_one (dialog));
  usher_ui_test_wait_for_folder (dialog);
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  wait_until_closed ();
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (wait_for_other (window))), ==, "chosen.usherlog");
  gtk_window_destroy (GTK_WINDOW (get_other (window)));
}

static void
check_export (UsherReviewWindow *window, const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "part.usherlog", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (dir);
  UsherVerification verification;
  GtkWidget *dialog;

  g_action_group_activate_action (G_ACTION_GROUP (window), "export", NULL);
  dialog = wait_for_dialog ();
  g_assert_true (gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL));
  usher_ui_test_wait_for_folder (dialog);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), "part.usherlog");
  usher_test_wait_for (has_a_name (dialog));
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  wait_until_closed ();
  usher_test_wait_for (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (usher_verify_file (path, &verification, NULL, NULL));
  g_assert_cmpint (verification.verdict, ==, USHER_VERDICT_WHOLE);
  g_assert_cmpuint (verification.n_events, ==, 7);
}

/* What is selected, dragged out: the row under the pointer when it is not among them. */
static void
check_drag (UsherReviewWindow *window, const char *dir)
{
  GtkWidget *pane = GTK_WIDGET (usher_review_board_get_pane (usher_review_window_get_board (window)));
  UsherReviewList *list = usher_review_pane_get_list (USHER_REVIEW_PANE (pane));
  GtkWidget *cell = usher_ui_test_find_text (pane, "09:30:00");
  GdkContentProvider *provider;
  UsherVerification verification;
  g_autofree char *one = NULL;
  g_autofree char *all = NULL;
  g_autoptr (GError) error = NULL;
  double x, y;

  g_assert_true (gtk_widget_translate_coordinates (cell, pane, 4, 4, &x, &y));
  g_assert_null (usher_drag_test_begin (pane, x, 2));
  provider = usher_drag_test_begin (pane, x, y);
  g_assert_cmpuint (usher_review_list_get_n_selected (list), ==, 1);
  one = usher_drag_test_finish (usher_drag_test_ask (provider), &error);
  g_assert_no_error (error);
  g_assert_true (usher_verify_file (one, &verification, NULL, NULL));
  g_assert_cmpint (verification.verdict, ==, USHER_VERDICT_WHOLE);
  g_assert_cmpuint (verification.n_events, ==, 1);
  g_assert_true (has_text (one, "1 chosen event"));
  g_object_unref (provider);

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (list));
  provider = usher_drag_test_begin (pane, x, y);
  all = usher_drag_test_finish (usher_drag_test_ask (provider), &error);
  g_assert_no_error (error);
  g_assert_true (usher_verify_file (all, &verification, NULL, NULL));
  g_assert_cmpuint (verification.n_events, ==, 7);
  g_object_unref (provider);
}

/* --- a double click ---------------------------------------------------------------------------- */

static void
on_called (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* What a file manager does for a program that can be activated on the bus. */
static void
check_activated (UsherReviewWindow *window, const char *dir)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (window)));
  g_autofree char *a = usher_review_run_make_sample (dir, "a.usherlog");
  g_autofree char *b = usher_review_run_make_sample (dir, "b.usherlog.gz");
  g_autofree char *first = g_filename_to_uri (a, NULL, NULL);
  g_autofree char *second = g_filename_to_uri (b, NULL, NULL);
  const char *const uris[] = { first, second };
  GVariantDict platform = G_VARIANT_DICT_INIT (NULL);
  gboolean done = FALSE;

  g_dbus_connection_call (g_application_get_dbus_connection (application), g_application_get_application_id (application),
                          g_application_get_dbus_object_path (application), "org.freedesktop.Application", "Open",
                          g_variant_new ("(@as@a{sv})", g_variant_new_strv (uris, 2), g_variant_dict_end (&platform)), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_called, &done);
  usher_test_wait_for (done);
  g_assert_cmpuint (get_n_files (wait_for_other (window)), ==, 2);
  gtk_window_destroy (GTK_WINDOW (get_other (window)));
}

/* --- what cannot be opened, or is not wanted any more ------------------------------------------ */

static const char *
get_reason (UsherReviewWindow *window)
{
  return adw_status_page_get_description (ADW_STATUS_PAGE (usher_ui_test_find_id (GTK_WIDGET (window), "failed_page")));
}

static void
open_and_fail (UsherReviewWindow *window, const char *path, const char *why)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  usher_review_window_open (window, &file, 1);
  usher_test_wait_for (g_str_equal (usher_review_window_get_page (window), "failed"));
  g_test_message ("%s", get_reason (window));
  g_assert_nonnull (strstr (get_reason (window), why));
}

static void
check_not_logs (UsherReviewWindow *window, const char *dir)
{
  g_autofree char *letter = g_build_filename (dir, "letter.txt", NULL);
  g_autofree char *picture = g_build_filename (dir, "picture.usherlog", NULL);
  g_autofree char *gzip = g_build_filename (dir, "broken.usherlog.gz", NULL);
  const char bytes[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

  g_assert_true (g_file_set_contents (letter, "Dear Anna,\n\nthank you.\n", -1, NULL));
  g_assert_true (g_file_set_contents (picture, bytes, sizeof bytes, NULL));
  g_assert_true (g_file_set_contents (gzip, "\x1f\x8b\x08 and then nothing of the kind", -1, NULL));
  open_and_fail (window, letter, "letter.txt");
  usher_ui_test_picture (GTK_WIDGET (window), "review-not-a-log");
  open_and_fail (window, picture, "picture.usherlog");
  open_and_fail (window, gzip, "broken.usherlog.gz");
  open_and_fail (window, dir, "folder");
  open_and_fail (window, "/dev/null", "null");
  open_and_fail (window, "/nowhere/at/all.usherlog", "all.usherlog");
}

static void
check_vanished (UsherReviewWindow *window, const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "march.usherlog", NULL);
  GtkWidget *notice = usher_ui_test_find_id (GTK_WIDGET (window), "notice");
  UsherReviewList *list = usher_review_pane_get_list (usher_review_board_get_pane (usher_review_window_get_board (window)));

  /* What was read stays to be looked at. */
  g_assert_cmpint (remove (path), ==, 0);
  usher_archive_check_changed (usher_review_get_archive (get_review (window)));
  g_assert_nonnull (usher_ui_test_find_text (
    notice, "The file was changed, moved or removed since it was opened. This is what it was."));
  usher_review_list_select_row (list, 2);
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (window), "inv-rooftop"));
  usher_ui_test_picture (GTK_WIDGET (window), "review-vanished");
  g_action_group_activate_action (G_ACTION_GROUP (window), "refresh", NULL);
  usher_test_wait_for (g_str_equal (usher_review_window_get_page (window), "failed"));
  g_assert_nonnull (strstr (get_reason (window), "march.usherlog"));
}

static guint
count_files (const char *dir)
{
  g_autoptr (GDir) opened = g_dir_open (dir, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (opened) != NULL)
    n++;
  return n;
}

static void
check_stop (UsherReviewWindow *window, const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "march.usherlog", NULL);
  g_autofree char *part = g_build_filename (dir, "part.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GActionGroup *actions = G_ACTION_GROUP (window);
  guint n = count_files (dir);

  g_assert_false (g_action_group_get_action_enabled (actions, "stop"));
  usher_review_window_open (window, &file, 1);
  g_assert_true (g_action_group_get_action_enabled (actions, "stop"));
  g_action_group_activate_action (actions, "stop", NULL);
  usher_test_wait_for (g_str_equal (usher_review_window_get_page (window), "failed"));
  g_assert_cmpstr (get_reason (window), ==, "Reading was stopped.");
  g_action_group_activate_action (actions, "refresh", NULL);
  usher_test_wait_for (g_str_equal (usher_review_window_get_page (window), "content") && usher_review_run_is_settled (window));
  g_assert_cmpuint (usher_review_get_n_rows (get_review (window)), ==, 8);

  /* An export that is stopped leaves nothing half done, and another can begin. */
  g_assert_false (g_action_group_get_action_enabled (actions, "stop-export"));
  usher_review_window_export_to (window, part);
  g_assert_false (g_action_group_get_action_enabled (actions, "export"));
  g_action_group_activate_action (actions, "stop-export", NULL);
  usher_test_wait_for (g_action_group_get_action_enabled (actions, "export"));
  g_assert_cmpuint (count_files (dir), <=, n + 1);
  usher_review_window_export_to (window, part);
  usher_test_wait_for (g_action_group_get_action_enabled (actions, "export"));
  g_assert_true (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_files (dir), ==, n + 1);
}

/* --- a disk that takes its time ---------------------------------------------------------------- */

/* Bytes by which it is known what a file is, before any of it is read through. */
#define LOOKED_AT (256 * 1024)

static GMutex disk_lock;
static GCond disk_changed;
static ino_t held_file; /* 0: none */
static off_t held_from;
static guint n_waiting;
static GThread *main_thread;

/* Stands in front of the C library's. The main thread reads only what is shown, and goes on. */
__attribute__ ((visibility ("default"))) ssize_t
pread (int fd, void *buffer, size_t size, off_t offset)
{
  struct stat status;

  if (main_thread != NULL && g_thread_self () != main_thread && fstat (fd, &status) == 0)
    {
      g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&disk_lock);

      while (held_file != 0 && held_file == status.st_ino && offset >= held_from)
        {
          n_waiting++;
          g_cond_wait (&disk_changed, &disk_lock);
          n_waiting--;
        }
    }
  return syscall (SYS_pread64, fd, buffer, size, offset);
}

static guint
count_waiting (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&disk_lock);

  return n_waiting;
}

/* path: (nullable): lets go */
static void
hold_file (const char *path, goffset from)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&disk_lock);
  struct stat status = { .st_ino = 0 };

  if (path != NULL)
    g_assert_cmpint (stat (path, &status), ==, 0);
  held_file = status.st_ino;
  held_from = from;
  g_cond_broadcast (&disk_changed);
}

static guint64
get_size (const char *path)
{
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  return (guint64) status.st_size;
}

/* How far it got is seen, and it can be stopped; nothing of what was read by then is left. */
static void
check_slow_opening (UsherReviewWindow *window, const char *dir)
{
  g_autofree char *first = g_build_filename (dir, "first.usherlog", NULL);
  g_autofree char *second = g_build_filename (dir, "second.usherlog", NULL);
  g_autoptr (GFile) first_file = g_file_new_for_path (first);
  g_autoptr (GFile) second_file = g_file_new_for_path (second);
  GFile *files[] = { first_file, second_file };
  GtkWidget *verify = usher_ui_test_find_id (GTK_WIDGET (window), "verify");
  GtkWidget *progress = usher_ui_test_find_id (verify, "progress");
  GtkWidget *button = usher_ui_test_find_id (verify, "stop_button");
  g_autofree char *words = NULL;
  UsherArchive *archive = usher_review_get_archive (get_review (window));
  double part, whole;

  usher_review_samples_demo (first, 900);
  usher_review_samples_demo (second, 3000);
  whole = (double) get_size (first) + (double) get_size (second);
  g_assert_cmpuint (get_size (second), >, 2 * LOOKED_AT);
  g_assert_false (gtk_widget_get_mapped (button));
  hold_file (second, LOOKED_AT);
  usher_review_window_open (window, files, 2);
  usher_test_wait_for (count_waiting () > 0);
  usher_test_wait_for (gtk_widget_get_mapped (button) && gtk_widget_get_mapped (progress));
  /* In steps of a twenty-fifth, of which no text has to be measured all the time. */
  usher_test_wait_for (usher_archive_get_progress (archive) >= (double) get_size (first) / whole);
  part = floor (usher_archive_get_progress (archive) * 25) / 25;
  words = g_strdup_printf ("Reading and verifying… %d %%", (int) (part * 100));
  g_assert_nonnull (usher_ui_test_find_text (verify, words));
  g_assert_cmpfloat_with_epsilon (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (progress)), part, 0.001);
  g_assert_cmpfloat (part, >, 0);
  g_assert_cmpfloat (part, <, 1);
  usher_ui_test_draw (GTK_WIDGET (window));
  usher_ui_test_picture (GTK_WIDGET (window), "log-opening");
  g_assert_cmpuint (count_waiting (), >, 0);
  g_signal_emit_by_name (button, "clicked");
  hold_file (NULL, 0);
  usher_test_wait_for (g_str_equal (usher_review_window_get_page (window), "failed"));
  g_assert_cmpstr (get_reason (window), ==, "Reading was stopped.");
  g_assert_false (gtk_widget_get_mapped (progress));
  g_assert_cmpuint (usher_review_get_n_rows (get_review (window)), ==, 0);
  g_action_group_activate_action (G_ACTION_GROUP (window), "refresh", NULL);
  usher_test_wait_for (g_str_equal (usher_review_window_get_page (window), "content") && usher_review_run_is_settled (window));
  g_assert_cmpfloat_with_epsilon (usher_archive_get_progress (usher_review_get_archive (get_review (window))), 1, 0.001);
  g_assert_cmpuint (usher_review_get_n_rows (get_review (window)), >, 900);
}

/* The button of the notice that it is being looked for. */
static GtkWidget *
wait_for_looking (UsherReviewWindow *window)
{
  GtkWidget *words = NULL;
  GtkWidget *button = NULL;

  usher_test_wait_for (count_waiting () > 0);
  usher_test_wait_for ((words = usher_ui_test_find_text (GTK_WIDGET (window), "Looking for events…")) != NULL
                       && gtk_widget_get_mapped (words));
  usher_ui_test_draw (GTK_WIDGET (window));
  g_assert_true (usher_review_get_busy (get_review (window)));
  button = usher_ui_test_find_id (usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_NOTICE, 0), "button");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "_Cancel");
  g_assert_true (gtk_widget_get_mapped (button) && gtk_widget_is_sensitive (button));
  return button;
}

static void
assert_as_before (UsherReviewWindow *window, guint n_rows)
{
  GtkWidget *words;

  usher_review_samples_settle (get_review (window));
  words = usher_ui_test_find_text (GTK_WIDGET (window), "Looking for events…");
  usher_test_wait_for (words == NULL || !gtk_widget_get_mapped (words));
  g_assert_cmpuint (usher_review_get_n_rows (get_review (window)), ==, n_rows);
  g_assert_cmpuint (usher_archive_filter_get_size (usher_review_get_filter (get_review (window))), ==, 0);
  g_assert_null (usher_review_get_search (get_review (window)));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "stop-search"));
}

/* Searches and filters in a log that is read slowly: said, and ended by the button; then all is as it was. */
static void
check_slow_search (UsherReviewWindow *window, const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "march.usherlog", NULL);
  GtkWidget *search = GTK_WIDGET (usher_review_board_get_search (usher_review_window_get_board (window)));
  GtkEditable *entry = GTK_EDITABLE (usher_ui_test_find_id (search, "entry"));
  g_autoptr (UsherArchiveFilter) any = usher_archive_filter_new ();
  g_autoptr (UsherArchiveFilter) filter = usher_archive_filter_with (any, USHER_CONDITION_TEXT, "bruno", FALSE);

  assert_as_before (window, 8);
  hold_file (path, 0);
  gtk_editable_set_text (entry, "anna");
  g_signal_emit_by_name (wait_for_looking (window), "clicked");
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "");
  hold_file (NULL, 0);
  assert_as_before (window, 8);

  hold_file (path, 0);
  usher_review_set_filter (get_review (window), filter);
  usher_ui_test_draw (GTK_WIDGET (window));
  {
    GtkWidget *button = wait_for_looking (window);

    usher_ui_test_picture (GTK_WIDGET (window), "log-searching");
    g_signal_emit_by_name (button, "clicked");
  }
  hold_file (NULL, 0);
  assert_as_before (window, 8);

  /* Waited for, it comes. */
  hold_file (path, 0);
  gtk_editable_set_text (entry, "anna");
  wait_for_looking (window);
  hold_file (NULL, 0);
  usher_review_samples_settle (get_review (window));
  g_assert_cmpuint (usher_review_get_n_rows (get_review (window)), <, 8);
  g_assert_cmpuint (usher_review_get_n_matches (get_review (window)), >, 0);
}

typedef struct
{
  UsherReviewWindow *window; /* (borrowed) */
  gboolean stops;
} Printer;

/* A page that takes its time: what is said meanwhile, and what the button does. */
static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, Printer *printer)
{
  GActionGroup *actions = G_ACTION_GROUP (printer->window);
  GtkWidget *words = NULL;

  g_assert_false (g_action_group_get_action_enabled (actions, "print"));
  usher_test_wait_for ((words = usher_ui_test_find_text (GTK_WIDGET (printer->window), "Preparing to print…")) != NULL
                       && gtk_widget_get_mapped (words));
  usher_ui_test_draw (GTK_WIDGET (printer->window));
  usher_ui_test_picture (GTK_WIDGET (printer->window), "printing");
  g_assert_true (g_action_group_get_action_enabled (actions, "stop-print"));
  if (printer->stops)
    g_signal_emit_by_name (usher_ui_test_find_id (usher_ui_test_find (GTK_WIDGET (printer->window), USHER_TYPE_NOTICE, 0),
                                                  "button"), "clicked");
}

static void
print (UsherReviewWindow *window, const char *path, gboolean stops)
{
  g_autoptr (GtkPrintOperation) operation = usher_review_print_new (get_review (window), "march", NULL, NULL);
  Printer printer = { .window = window, .stops = stops };
  GtkWidget *words;

  gtk_print_operation_set_export_filename (operation, path);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), &printer);
  g_assert_cmpint (usher_review_window_run_print (window, operation, GTK_PRINT_OPERATION_ACTION_EXPORT), ==,
                   stops ? GTK_PRINT_OPERATION_RESULT_CANCEL : GTK_PRINT_OPERATION_RESULT_APPLY);
  words = usher_ui_test_find_text (GTK_WIDGET (window), "Preparing to print…");
  g_assert_true (words == NULL || !gtk_widget_get_mapped (words));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "print"));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "stop-print"));
}

/* A print that is not done in a moment says so, and can be stopped. */
static void
check_print (UsherReviewWindow *window, const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "print.pdf", NULL);
  g_autofree char *text = NULL;

  print (window, path, TRUE);
  print (window, path, FALSE);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "%PDF-"));
}

static void
run_one (const char *name, UsherReviewRunBody body)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = usher_review_run_make_sample (dir, name);

  usher_review_run (dir, body, name, NULL);
  usher_test_remove_tree (dir);
}

static void
test_drop (void)
{
  run_one ("march.usherlog", check_drop);
}

static void
test_recent (void)
{
  run_one ("in_march.usherlog", check_recent);
}

static void
test_choose (void)
{
  run_one ("march.usherlog", check_choose);
}

static void
test_export (void)
{
  run_one ("march.usherlog", check_export);
}

static void
test_drag (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "usher", "dragged", NULL);

  run_one ("march.usherlog", check_drag);
  /* With the program goes what it wrote for others. */
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
test_activated (void)
{
  usher_review_run_unique = TRUE;
  run_one ("march.usherlog", check_activated);
  usher_review_run_unique = FALSE;
}

static void
test_not_logs (void)
{
  run_one ("march.usherlog", check_not_logs);
}

static void
test_vanished (void)
{
  run_one ("march.usherlog", check_vanished);
}

static void
test_stop (void)
{
  run_one ("march.usherlog", check_stop);
}

static void
test_slow_opening (void)
{
  run_one ("march.usherlog", check_slow_opening);
}

static void
test_slow_search (void)
{
  run_one ("march.usherlog", check_slow_search);
}

static void
test_print (void)
{
  run_one ("march.usherlog", check_print);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  main_thread = g_thread_self ();
  g_test_add_func ("/ui/review-open/drop", test_drop);
  g_test_add_func ("/ui/review-open/recent", test_recent);
  g_test_add_func ("/ui/review-open/choose", test_choose);
  g_test_add_func ("/ui/review-open/export", test_export);
  g_test_add_func ("/ui/review-open/drag", test_drag);
  g_test_add_func ("/ui/review-open/activated", test_activated);
  g_test_add_func ("/ui/review-open/not-logs", test_not_logs);
  g_test_add_func ("/ui/review-open/vanished", test_vanished);
  g_test_add_func ("/ui/review-open/stop", test_stop);
  g_test_add_func ("/ui/review-open/slow-opening", test_slow_opening);
  g_test_add_func ("/ui/review-open/slow-search", test_slow_search);
  g_test_add_func ("/ui/review-open/print", test_print);
  return g_test_run ();
}
