/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/usher-review-samples.h"

#include <string.h>

#include "archive/usher-demo-log.h"
#include "common/usher-test.h"
#include "model/usher-time.h"

#define ROOFTOP                                                                                              \
  "\"invitation\":{\"id\":\"inv-rooftop\",\"invitationType\":\"CREATE_CONNECTION\",\"status\":\"FULFILLED\"," \
  "\"companyId\":\"c-1\",\"allowedEmails\":[\"anna@example.com\"],\"maxUses\":1,\"useCount\":1,"             \
  "\"createdAt\":\"2026-03-01T08:00:00Z\"},\"company\":\"Rooftop Solar\"}"
#define HARBOUR                                                                                              \
  "\"invitation\":{\"id\":\"inv-harbour\",\"invitationType\":\"EDIT_CONNECTION\",\"status\":\"EXPIRED\","    \
  "\"companyId\":\"c-2\",\"allowedEmails\":[\"bruno@example.org\"],\"createdAt\":\"2026-03-01T10:00:00Z\"}," \
  "\"company\":\"Häfen & Co\"}"
#define QUIET                                                                                                \
  "\"invitation\":{\"id\":\"inv-quiet\",\"invitationType\":\"CREATE_CONNECTION\",\"status\":\"ACTIVE\","     \
  "\"companyId\":\"c-2\",\"allowedEmails\":[\"carla@example.org\"],\"createdAt\":\"2026-03-01T12:00:00Z\"}," \
  "\"company\":\"Häfen & Co\"}"

static const char *const lines[] = {
  "{\"event\":{\"id\":\"e1\",\"eventType\":\"CREATED\",\"createdAt\":\"2026-03-01T08:00:00Z\"}," ROOFTOP,
  "{\"event\":{\"id\":\"e2\",\"eventType\":\"EMAIL_SENT\",\"email\":\"anna@example.com\","
  "\"createdAt\":\"2026-03-01T08:00:05Z\"}," ROOFTOP,
  "{\"event\":{\"id\":\"e3\",\"eventType\":\"VIEWED\",\"email\":\"anna@example.com\",\"userAgent\":\"Bröwser 7\","
  "\"createdAt\":\"2026-03-01T09:30:00Z\"}," ROOFTOP,
  "{\"event\":{\"id\":\"e4\",\"eventType\":\"CREATED\",\"createdAt\":\"2026-03-01T10:00:00Z\"}," HARBOUR,
  "{\"event\":{\"id\":\"e5\",\"eventType\":\"VIEWED\",\"email\":\"bruno@example.org\","
  "\"createdAt\":\"2026-03-01T11:00:00Z\"}," HARBOUR,
  "{" QUIET,
  "{\"event\":{\"id\":\"e6\",\"eventType\":\"EMAIL_VERIFIED\",\"email\":\"anna@example.com\","
  "\"createdAt\":\"2026-03-02T07:00:00Z\"}," ROOFTOP,
  "{\"event\":{\"id\":\"e7\",\"eventType\":\"USED\",\"email\":\"anna@example.com\","
  "\"createdAt\":\"2026-03-02T07:05:00Z\"}," ROOFTOP,
};

void
usher_review_samples_write (const char *path, UsherLogFormat format)
{
  g_autoptr (GError) error = NULL;
  const UsherLogAbout about = { .account = "Example", .made_at = USHER_TIME_NONE };
  g_autoptr (UsherLogWriter) writer = usher_log_writer_new (path, format, USHER_LOG_FLAGS_NONE, &about, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_assert_true (usher_log_writer_add_line (writer, lines[i], strlen (lines[i]), &error));
      g_assert_no_error (error);
    }
  usher_log_writer_set_n_invitations (writer, 3);
  g_assert_true (usher_log_writer_finish (writer, &error));
  g_assert_no_error (error);
}

void
usher_review_samples_demo (const char *path, guint n_events)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (usher_demo_log_write (path, USHER_LOG_FORMAT_USHERLOG, n_events, 7, NULL, &error));
  g_assert_no_error (error);
}

void
usher_review_samples_edit (const char *path, const char *what, const char *with)
{
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;
  char *at;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  at = strstr (text, what);
  g_assert_nonnull (at);
  changed = g_string_new_len (text, at - text);
  g_string_append (changed, with);
  g_string_append (changed, at + strlen (what));
  g_assert_true (g_file_set_contents (path, changed->str, (gssize) changed->len, NULL));
}

void
usher_review_samples_cut (const char *path, gsize n)
{
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_cmpuint (length, >, n);
  g_assert_true (g_file_set_contents (path, text, (gssize) (length - n), NULL));
}

void
usher_review_samples_settle (UsherReview *review)
{
  usher_test_wait_for (!usher_review_get_busy (review));
  /* Sums are written when there is nothing else to do. */
  usher_test_settle ();
}

void
usher_review_samples_open (UsherReview *review, const char *const *paths)
{
  UsherArchive *archive = usher_review_get_archive (review);

  usher_review_open (review, paths);
  usher_test_wait_for (usher_archive_get_state (archive) == USHER_ARCHIVE_READY
                       || usher_archive_get_state (archive) == USHER_ARCHIVE_FAILED);
  usher_review_samples_settle (review);
}
