/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An exported log in the review window: who opened what when, and is this file whole? */

#include "tour/usher-tour.h"

#include <string.h>

#include "archive/usher-demo-log.h"
#include "ui/usher-review-print.h"
#include "ui/usher-review-verify.h"
#include "ui/usher-review-window.h"

static UsherReviewWindow *
get_review (UsherTour *tour)
{
  return (UsherReviewWindow *) usher_tour_dialog (tour, USHER_TYPE_REVIEW_WINDOW);
}

static gboolean
is_settled (UsherTour *tour)
{
  UsherReviewWindow *window = get_review (tour);
  UsherReview *review;

  if (window == NULL)
    return FALSE;
  review = usher_review_window_get_review (window);
  return usher_archive_get_state (usher_review_get_archive (review)) == USHER_ARCHIVE_READY &&
         !usher_review_get_busy (review);
}

static gboolean
has_story (UsherTour *tour)
{
  UsherReviewDetail *detail = usher_review_window_get_detail (get_review (tour));

  return is_settled (tour) && usher_review_list_get_n (usher_review_detail_get_story (detail)) > 0;
}

static gboolean
is_searched (UsherTour *tour)
{
  return is_settled (tour) && usher_review_get_n_matches (usher_review_window_get_review (get_review (tour))) > 0;
}

static gboolean
is_gone (UsherTour *tour)
{
  return get_review (tour) == NULL;
}

static gboolean
is_narrow (UsherTour *tour)
{
  return gtk_widget_get_width (GTK_WIDGET (get_review (tour))) <= 400;
}

static gboolean
act (UsherTour *tour, const char *name, const char *parameter)
{
  GActionGroup *group = G_ACTION_GROUP (get_review (tour));

  if (!g_action_group_get_action_enabled (group, name))
    return FALSE;
  g_action_group_activate_action (group, name, parameter != NULL ? g_variant_new_string (parameter) : NULL);
  return usher_tour_wait (is_settled, tour);
}

static gboolean
open_log (UsherTour *tour, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GFile *files[] = { file };

  g_application_open (G_APPLICATION (tour->application), files, 1, "");
  return usher_tour_wait (is_settled, tour);
}

static void
close_review (UsherTour *tour)
{
  gtk_window_close (GTK_WINDOW (get_review (tour)));
  if (!usher_tour_wait (is_gone, tour))
    usher_tour_fail (tour, "the review window does not close");
}

static void
type_search (UsherTour *tour, const char *text)
{
  GtkWidget *search = GTK_WIDGET (usher_review_board_get_search (usher_review_window_get_board (get_review (tour))));
  GtkWidget *entry = usher_tour_find (tour, search, "entry");

  if (entry != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static gboolean
is_contrasting (UsherTour *tour)
{
  return adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
}

static gboolean
is_plain (UsherTour *tour)
{
  return !is_contrasting (tour);
}

/* As the desktop's settings say it, where those are installed. */
static void
show_contrast (UsherTour *tour)
{
  g_autoptr (GSettingsSchema) schema = g_settings_schema_source_lookup (
    g_settings_schema_source_get_default (), "org.gnome.desktop.a11y.interface", TRUE);
  g_autoptr (GSettings) settings = NULL;
  gboolean ok;

  if (schema == NULL)
    return;
  settings = g_settings_new ("org.gnome.desktop.a11y.interface");
  ok = g_settings_set_boolean (settings, "high-contrast", TRUE) && usher_tour_wait (is_contrasting, tour);
  usher_tour_picture (tour, GTK_WIDGET (get_review (tour)), "review-contrast", "The same in high contrast", ok);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  usher_tour_picture (tour, GTK_WIDGET (get_review (tour)), "review-contrast-dark", "High contrast in the dark style", ok);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  g_settings_reset (settings, "high-contrast");
  if (!usher_tour_wait (is_plain, tour))
    usher_tour_fail (tour, "high contrast does not go away");
}

static void
show_styles (UsherTour *tour, UsherReviewPane *pane)
{
  gboolean ok;

  ok = act (tour, "clear-filters", NULL) && usher_review_pane_show_row (pane, 100);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  usher_tour_picture (tour, GTK_WIDGET (get_review (tour)), "review-dark", "The same in the dark style", ok);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  show_contrast (tour);

  gtk_window_set_default_size (GTK_WINDOW (get_review (tour)), 360, 720);
  ok = usher_tour_wait (is_narrow, tour) && act (tour, "show-list", NULL);
  usher_tour_picture (tour, GTK_WIDGET (get_review (tour)), "review-narrow", "As narrow as a phone", ok);
  /* The next one has the size that the last one had. */
  gtk_window_set_default_size (GTK_WINDOW (get_review (tour)), 1320, 800);
}

/* The first page, as a printer has it; drawn by another program (poppler's), without which there is no picture. */
static void
show_paper (UsherTour *tour, const char *dir)
{
  UsherReviewWindow *window = get_review (tour);
  GtkWidget *verify = usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_REVIEW_VERIFY, 0);
  g_autofree char *program = g_find_program_in_path ("pdftoppm");
  g_autofree char *pdf = g_build_filename (dir, "printed.pdf", NULL);
  g_autofree char *name = g_strdup_printf ("%02u-printed", tour->number + 1);
  g_autofree char *picture = g_build_filename (g_getenv ("USHER_TEST_PICTURES"), name, NULL);
  const char *arguments[] = { program, "-png", "-r", "96", "-f", "1", "-singlefile", pdf, picture, NULL };
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (program == NULL)
    return;
  operation = usher_review_print_new (usher_review_window_get_review (window), "exported.usherlog", NULL,
                                      usher_review_verify_get_text (USHER_REVIEW_VERIFY (verify)));
  gtk_print_operation_set_export_filename (operation, pdf);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error)
        != GTK_PRINT_OPERATION_RESULT_APPLY
      || !g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error)
      || !g_spawn_check_wait_status (status, &error))
    {
      usher_tour_fail (tour, error != NULL ? error->message : "nothing was printed");
      return;
    }
  tour->number++;
  g_print ("ok     %s.png: The log on paper\n", name);
}

static void
read_log (UsherTour *tour)
{
  UsherReviewPane *pane = usher_review_board_get_pane (usher_review_window_get_board (get_review (tour)));
  gboolean ok;

  type_search (tour, "EMAIL_VERIFIED");
  ok = usher_tour_wait (is_searched, tour) && act (tour, "next-match", NULL) && usher_tour_wait (has_story, tour);
  usher_tour_picture (tour, GTK_WIDGET (get_review (tour)), "review-search",
                      "A search: who verified an address, with the story of that invitation", ok);
  ok = act (tour, "clear-filters", NULL) && act (tour, "include", "recipient") && act (tour, "bookmark", NULL);
  usher_tour_picture (tour, GTK_WIDGET (get_review (tour)), "review-filter", "All about one recipient, one event bookmarked", ok);
  if (!tour->looks)
    show_styles (tour, pane);
}

void
usher_tour_review (UsherTour *tour)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = g_build_filename (dir, "exported.usherlog", NULL);
  g_autofree char *text = NULL;
  gboolean ok;
  char *at;

  if (!usher_demo_log_write (path, USHER_LOG_FORMAT_USHERLOG, 2000, 3, NULL, NULL) || !open_log (tour, path))
    {
      usher_tour_fail (tour, "an exported log");
      return;
    }
  usher_tour_picture (tour, GTK_WIDGET (get_review (tour)), "review",
                      "An exported log: whole, its events, how far invitations got", TRUE);
  show_paper (tour, dir);
  read_log (tour);
  close_review (tour);

  /* Somebody changes one digit. */
  ok = g_file_get_contents (path, &text, NULL, NULL) && (at = strstr (text, "\"useCount\":1")) != NULL;
  if (ok)
    {
      at[strlen ("\"useCount\":")] = '2';
      ok = g_file_set_contents (path, text, -1, NULL) && open_log (tour, path);
    }
  usher_tour_picture (tour, GTK_WIDGET (get_review (tour)), "review-edited", "A digit was changed: the line is named", ok);
  if (get_review (tour) != NULL)
    close_review (tour);
  usher_test_remove_tree (dir);
}
