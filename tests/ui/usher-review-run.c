/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/usher-review-run.h"

#include "ui/usher-review-samples.h"
#include "ui/usher-ui-test.h"

gboolean usher_review_run_unique;

typedef struct
{
  UsherApplication *application;
  UsherReviewRunBody body;
  const char *dir;
  gboolean ran;
} Run;

gboolean
usher_review_run_is_settled (UsherReviewWindow *window)
{
  UsherReview *review = usher_review_window_get_review (window);
  UsherArchiveState state = usher_archive_get_state (usher_review_get_archive (review));

  return (state == USHER_ARCHIVE_READY || state == USHER_ARCHIVE_FAILED) && !usher_review_get_busy (review);
}

static gboolean
on_running (gpointer user_data)
{
  Run *run = user_data;
  UsherReviewWindow *window;

  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_REVIEW_WINDOW) != NULL);
  window = USHER_REVIEW_WINDOW (usher_ui_test_window (USHER_TYPE_REVIEW_WINDOW));
  usher_ui_test_draw (GTK_WIDGET (window));
  usher_test_wait_for (usher_review_run_is_settled (window));
  /* Neither a window with accounts nor a session came along. */
  g_assert_null (usher_application_get_window (run->application));
  g_assert_null (usher_application_get_session (run->application));
  run->body (window, run->dir);
  run->ran = TRUE;
  g_action_group_activate_action (G_ACTION_GROUP (run->application), "quit", NULL);
  return G_SOURCE_REMOVE;
}

void
usher_review_run (const char *dir, UsherReviewRunBody body, ...)
{
  g_autofree char *data_dir = g_build_filename (dir, "data", NULL);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  Run state = { .application = usher_application_new (), .body = body, .dir = dir };
  const char *name;
  va_list names;

  g_ptr_array_add (argv, g_strdup ("usher"));
  if (!usher_review_run_unique)
    {
      g_ptr_array_add (argv, g_strdup ("--data-dir"));
      g_ptr_array_add (argv, g_strdup (data_dir));
    }
  va_start (names, body);
  while ((name = va_arg (names, const char *)) != NULL)
    g_ptr_array_add (argv, g_build_filename (dir, name, NULL));
  va_end (names);
  g_ptr_array_add (argv, NULL);
  g_idle_add (on_running, &state);
  g_assert_cmpint (g_application_run (G_APPLICATION (state.application), (int) argv->len - 1, (char **) argv->pdata), ==, 0);
  g_assert_true (state.ran);
  usher_test_settle ();
  g_assert_null (usher_ui_test_window (USHER_TYPE_REVIEW_WINDOW));
  g_assert_finalize_object (state.application);
}

char *
usher_review_run_make_sample (const char *dir, const char *name)
{
  char *path = g_build_filename (dir, name, NULL);

  usher_review_samples_write (path, usher_log_format_from_path (path));
  return path;
}

void
usher_review_run_act (UsherReviewWindow *window, const char *name, const char *parameter)
{
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), name));
  g_action_group_activate_action (G_ACTION_GROUP (window), name,
                                  parameter != NULL ? g_variant_new_string (parameter) : NULL);
  usher_review_samples_settle (usher_review_window_get_review (window));
}
