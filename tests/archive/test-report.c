/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reports on paper, read back by another program (poppler's pdftotext and pdfinfo). */

#include "archive-test.h"

#include "archive/usher-report-page.h"
#include "archive/usher-report.h"

#include <cairo-pdf.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>

/* (nullable): NULL when the program is missing, with the test skipped. */
static char *
run_poppler (const char *program, const char *option, const char *path)
{
  g_autofree char *found = g_find_program_in_path (program);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  gboolean to_output = strcmp (program, "pdftotext") == 0;
  const char *argv[] = { found, option, path, to_output ? "-" : NULL, NULL };
  int status;

  if (found == NULL)
    {
      g_test_skip ("poppler-utils is not installed");
      return NULL;
    }
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return g_steal_pointer (&output);
}

static void
write_report (const char *path, const char *const *lines, guint n, guint64 n_missing, UsherLogFlags flags)
{
  const UsherLogAbout about = { .account = "Northwind team", .server = "https://example.com/v2.2",
                                .filter = "Status: active", .made_at = G_GINT64_CONSTANT (1774000000000000) };
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherLogWriter) writer = usher_log_writer_new (path, USHER_LOG_FORMAT_PDF, flags, &about, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      usher_log_writer_add_line (writer, lines[i], strlen (lines[i]), &error);
      g_assert_no_error (error);
    }
  usher_log_writer_set_n_missing (writer, n_missing);
  usher_log_writer_finish (writer, &error);
  g_assert_no_error (error);
}

static void
test_content (void)
{
  static const char *const lines[] = {
    "{\"event\":{\"id\":\"e2\",\"eventType\":\"VIEWED\",\"email\":\"anna@example.com\",\"createdAt\":\"2026-03-02T08:00:00Z\","
    "\"ipAddress\":\"192.0.2.7\"},\"invitation\":{\"id\":\"i1\",\"invitationType\":\"CREATE_CONNECTION\",\"status\":\"ACTIVE\","
    "\"allowedEmails\":[\"anna@example.com\"],\"maxUses\":2,\"useCount\":1,\"createdAt\":\"2026-03-01T08:00:00Z\"},"
    "\"company\":\"Fisk & <b>S\xc3\xb6hne</b>\"}",
    "{\"event\":{\"id\":\"e1\",\"eventType\":\"CREATED\",\"createdAt\":\"2026-03-01T08:00:00Z\"},\"invitation\":{\"id\":\"i1\"}}",
    "{\"event\":{\"id\":\"e3\",\"eventType\":\"SOMETHING_NEW\"},\"invitation\":{\"id\":\"i2\",\"allowedEmails\":[\"bo@example.com\"]},"
    "\"company\":\"\xd7\x97\xd7\x91\xd7\xa8\xd7\x94\"}",
    "{\"invitation\":{\"id\":\"i3\",\"allowedEmails\":[\"cy@example.com\"]}}",
  };
  g_autofree char *path = archive_test_path ("content.pdf");
  g_autofree char *text = NULL;
  g_autofree char *info = NULL;
  struct stat status;

  write_report (path, lines, G_N_ELEMENTS (lines), 3, USHER_LOG_FLAGS_NONE);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  text = run_poppler ("pdftotext", "-layout", path);
  info = run_poppler ("pdfinfo", path, NULL);
  if (text == NULL || info == NULL)
    return;
  g_assert_nonnull (strstr (text, "Activity Report"));
  g_assert_nonnull (strstr (text, "Northwind team"));
  g_assert_nonnull (strstr (text, "Status: active"));
  g_assert_nonnull (strstr (text, "3 invitations could not be read"));
  g_assert_nonnull (strstr (text, "Fisk & <b>S\xc3\xb6hne</b>"));
  g_assert_nonnull (strstr (text, "192.0.2.7"));
  g_assert_nonnull (strstr (text, "bo@example.com"));
  g_assert_nonnull (strstr (text, "\xd7\x97\xd7\x91\xd7\xa8\xd7\x94"));
  g_assert_nonnull (strstr (text, "Nothing has happened yet."));
  g_assert_nonnull (strstr (text, "Page 1 of "));
  g_assert_nonnull (strstr (text, "The invitation was created"));
  g_assert_true (strstr (text, "The invitation was created") < strstr (text, "192.0.2.7"));
  g_assert_nonnull (strstr (info, "Activity Report"));
  g_assert_nonnull (strstr (info, "CreationDate:"));
}

static guint
count_words (const char *text, const char *word)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, word)) != NULL; p++)
    n++;
  return n;
}

/* Hundreds of events: as many pages as are told, every event once, the head of the table on each page. */
static void
test_pages (void)
{
  g_autofree char *path = archive_test_path ("pages.usherlog");
  g_autofree char *out = archive_test_path ("pages.pdf");
  g_autoptr (UsherArchive) archive = NULL;
  g_autoptr (UsherArchiveData) data = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *info = NULL;
  g_autofree char *last = NULL;
  const char *pages;

  g_assert_true (usher_demo_log_write (path, USHER_LOG_FORMAT_USHERLOG, 600, 3, NULL, &error));
  archive = archive_test_open (path, NULL);
  data = usher_archive_dup_data (archive);
  g_assert_true (usher_archive_data_export (data, NULL, out, usher_log_format_from_path (out), NULL, NULL, &error));
  g_assert_no_error (error);
  text = run_poppler ("pdftotext", "-layout", out);
  info = run_poppler ("pdfinfo", out, NULL);
  if (text == NULL || info == NULL)
    return;
  pages = strstr (info, "Pages:");
  g_assert_nonnull (pages);
  last = g_strdup_printf ("Page %d of %d", atoi (pages + 6), atoi (pages + 6));
  g_assert_cmpint (atoi (pages + 6), >, 20);
  g_assert_nonnull (strstr (text, last));
  g_assert_cmpuint (count_words (text, "The invitation was created"), ==, usher_intern_get_size (data->invitations));
  g_assert_nonnull (strstr (text, "600"));
}

/* Whatever the flags say: paper lies about. */
static void
test_no_secrets (void)
{
  static const char *const lines[] = {
    "{\"event\":{\"id\":\"e1\",\"eventType\":\"VIEWED\",\"token\":\"tok-SECRET\",\"page\":\"https://example.com/p/i/tok-SECRET\"},"
    "\"invitation\":{\"id\":\"i1\",\"allowedEmails\":[\"anna@example.com\"],\"invitationUrl\":\"https://example.com/p/i/tok-SECRET\","
    "\"token\":\"tok-SECRET\"}}",
  };
  g_autofree char *path = archive_test_path ("secret.pdf");

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *text = NULL;

      write_report (path, lines, 1, 0, i == 0 ? USHER_LOG_FLAGS_NONE : USHER_LOG_FLAGS_WITH_LINKS);
      text = run_poppler ("pdftotext", "-layout", path);
      if (text == NULL)
        return;
      g_assert_nonnull (strstr (text, "anna@example.com"));
      g_assert_null (strstr (text, "SECRET"));
      g_assert_null (strstr (text, "/p/i/"));
    }
}

/* More than anybody files is refused, in words, before it fills the disk; an empty one is a page that says so. */
static void
test_limits (void)
{
  static const char line[] = "{\"event\":{\"eventType\":\"VIEWED\"},\"invitation\":{\"id\":\"i1\"}}";
  g_autofree char *path = archive_test_path ("empty.pdf");
  g_autofree char *info = NULL;
  g_autoptr (UsherReport) report = usher_report_new (NULL, 0);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < USHER_REPORT_MAX_EVENTS; i++)
    g_assert_true (usher_report_add_line (report, line, strlen (line), &error));
  g_assert_false (usher_report_add_line (report, line, strlen (line), &error));
  g_assert_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "Choose fewer"));
  write_report (path, NULL, 0, 0, USHER_LOG_FLAGS_NONE);
  info = run_poppler ("pdfinfo", path, NULL);
  if (info != NULL)
    g_assert_nonnull (strstr (info, "Pages:           1\n"));
}

static void
test_paper (void)
{
  double width;
  double height;

  usher_pages_get_paper (&width, &height);
  g_assert_cmpfloat_with_epsilon (width, 595.28, 0.1);
  g_assert_cmpfloat_with_epsilon (height, 841.89, 0.1);
  if (setlocale (LC_PAPER, "en_US.UTF-8") != NULL)
    {
      usher_pages_get_paper (&width, &height);
      g_assert_cmpfloat (width, ==, 612);
      g_assert_cmpfloat (height, ==, 792);
    }
  setlocale (LC_PAPER, "C");
}

static cairo_status_t
on_write (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Where lines begin on the right, columns do, whatever the direction of what stands in them. */
static void
test_right_to_left (void)
{
  static const char *const texts[] = { "anna@example.com", "\xd7\x97\xd7\x91\xd7\xa8\xd7\x94", "2026" };
  g_autofree char *path = archive_test_path ("direction.pdf");
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (on_write, bytes, 595, 842);
  cairo_t *cr = cairo_create (surface);
  g_autofree char *boxes = NULL;
  double edges[G_N_ELEMENTS (texts)] = { 0 };
  UsherPages pages;
  double y = 0;
  guint n = 0;

  usher_pages_init (&pages, cr, "Title", 1);
  g_assert_false (pages.right_to_left);
  pages.right_to_left = TRUE;
  pango_context_set_base_dir (pages.context, PANGO_DIRECTION_RTL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    pages.y += usher_pages_text (&pages, USHER_PAGE_BODY, 0, 150, texts[i]);
  usher_pages_end (&pages);
  usher_pages_clear (&pages);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  archive_test_write (path, (const char *) bytes->data, (gssize) bytes->len);
  boxes = run_poppler ("pdftotext", "-bbox", path);
  if (boxes == NULL)
    return;
  /* Words of one line have one height; the last of them ends where the line begins. Below is the foot. */
  for (const char *p = boxes; (p = strstr (p, "xMax=\"")) != NULL; p++)
    {
      double right = g_ascii_strtod (p + 6, NULL);
      double below = g_ascii_strtod (strstr (p, "yMax=\"") + 6, NULL);

      if (n == 0 || below > y + 1)
        {
          if (n == G_N_ELEMENTS (texts))
            break;
          edges[n++] = right;
          y = below;
        }
      edges[n - 1] = MAX (edges[n - 1], right);
    }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (texts));
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (edges[i], 595.28 - 54, 3);
}

/* As many events at the beginning as at the end: the first and the last bar of the chart are equally high. Looked at in
 * a picture of 72 points an inch. */
static void
test_chart (void)
{
  static const char *const lines[] = {
    "{\"event\":{\"eventType\":\"CREATED\",\"createdAt\":\"2026-03-01T08:00:00Z\"},\"invitation\":{\"id\":\"i1\"}}",
    "{\"event\":{\"eventType\":\"VIEWED\",\"createdAt\":\"2026-03-09T08:00:00Z\"},\"invitation\":{\"id\":\"i1\"}}",
  };
  g_autofree char *path = archive_test_path ("chart.pdf");
  g_autofree char *picture = archive_test_path ("chart");
  g_autofree char *file = g_strconcat (picture, ".png", NULL);
  g_autofree char *found = g_find_program_in_path ("pdftocairo");
  const char *argv[] = { found, "-png", "-singlefile", "-r", "72", path, picture, NULL };
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface;
  const guint8 *pixels;
  guint bars[2] = { 0 };
  guint run[2] = { 0 };

  if (found == NULL)
    {
      g_test_skip ("poppler-utils is not installed");
      return;
    }
  write_report (path, lines, G_N_ELEMENTS (lines), 0, USHER_LOG_FLAGS_NONE);
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  surface = cairo_image_surface_create_from_png (file);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  pixels = cairo_image_surface_get_data (surface);
  /* In the middle of the first bar and of the last: the longest piece of their grey, as edges of
   * letters have it, too. */
  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (guint i = 0; i < 2; i++)
      {
        int x = i == 0 ? 54 + 4 : cairo_image_surface_get_width (surface) - 54 - 6;
        guint8 grey = pixels[y * cairo_image_surface_get_stride (surface) + 4 * x];

        run[i] = grey > 66 && grey < 86 ? run[i] + 1 : 0;
        bars[i] = MAX (bars[i], run[i]);
      }
  cairo_surface_destroy (surface);
  g_test_message ("bars of %u and %u points", bars[0], bars[1]);
  g_assert_cmpuint (bars[0], >, 50);
  g_assert_cmpuint (bars[1], >=, bars[0] - 2);
  g_assert_cmpuint (bars[1], <=, bars[0] + 2);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  archive_test_init ();
  g_test_add_func ("/archive/report/content", test_content);
  g_test_add_func ("/archive/report/chart", test_chart);
  g_test_add_func ("/archive/report/pages", test_pages);
  g_test_add_func ("/archive/report/no-secrets", test_no_secrets);
  g_test_add_func ("/archive/report/limits", test_limits);
  g_test_add_func ("/archive/report/paper", test_paper);
  g_test_add_func ("/archive/report/right-to-left", test_right_to_left);
  status = g_test_run ();
  archive_test_clean ();
  return status;
}
