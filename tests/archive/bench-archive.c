/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Measures the archive on one file; prints "name milliseconds" a line. build-aux/bench-archive runs it beside
 * other programs. bench-archive FILE SCRATCH-FOLDER [export]; the cache folder must be a private one ($XDG_CACHE_HOME). */

#include <malloc.h>
#include <string.h>

#include "archive/usher-archive-search.h"
#include "archive/usher-archive.h"
#include "model/usher-json.h"
#include "model/usher-time.h"

#define ROUNDS 5

static gint64 first_rows;

static void
keep_result (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
on_rows_changed (UsherArchive *archive, gpointer user_data)
{
  if (first_rows == 0 && usher_archive_get_n_rows (archive) > 0)
    first_rows = g_get_monotonic_time ();
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static void
print_median (const char *name, double *values, guint n)
{
  qsort (values, n, sizeof *values, compare);
  g_print ("%s %.1f\n", name, values[n / 2]);
}

static double
since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000.0;
}

static UsherArchive *
open_file (const char *path, double *first, double *all)
{
  const char *paths[] = { path, NULL };
  UsherArchive *archive = usher_archive_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  first_rows = 0;
  g_signal_connect (archive, "rows-changed", G_CALLBACK (on_rows_changed), NULL);
  usher_archive_open_async (archive, paths, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (!usher_archive_open_finish (archive, result, &error))
    g_error ("%s", error->message);
  *all = since (start);
  *first = (double) (first_rows - start) / 1000.0;
  return archive;
}

static void
forget_indexes (void)
{
  g_autofree char *folder = usher_archive_cache_dir ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      remove (path);
    }
}

/* What this process holds that is no page of a file. */
static double
get_memory (void)
{
  g_autofree char *text = NULL;
  const char *line;

  malloc_trim (0);
  g_file_get_contents ("/proc/self/status", &text, NULL, NULL);
  line = strstr (text, "RssAnon:");
  return line != NULL ? (double) g_ascii_strtoull (line + 8, NULL, 10) / 1024.0 : 0;
}

static void
bench_filter (UsherArchiveData *data, const char *name, UsherConditionType type, const char *text)
{
  g_autoptr (UsherArchiveFilter) all = usher_archive_filter_new ();
  g_autoptr (UsherArchiveFilter) filter = usher_archive_filter_with (all, type, text, FALSE);
  double values[ROUNDS];
  guint n = 0;

  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GArray) rows = usher_archive_data_filter (data, filter, NULL, NULL, NULL);

      values[i] = since (start);
      n = rows->len;
    }
  print_median (name, values, ROUNDS);
  g_print ("%s-rows %u\n", name, n);
}

static void
bench_summary (UsherArchiveData *data)
{
  double values[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (UsherArchiveSummary) summary =
          usher_archive_summary_new (data, NULL, USHER_TIME_NONE, USHER_TIME_NONE, 200);

      values[i] = since (start);
    }
  print_median ("summary", values, ROUNDS);
}

static void
bench_export (UsherArchiveData *data, const char *folder, const char *name)
{
  double values[ROUNDS];
  g_autofree char *path = g_build_filename (folder, name, NULL);

  for (guint i = 0; i < 3; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GError) error = NULL;

      if (!usher_archive_data_export (data, NULL, path, usher_log_format_from_path (path), NULL, NULL, &error))
        g_error ("%s", error->message);
      values[i] = since (start);
      remove (path);
    }
  {
    g_autofree char *title = g_strdup_printf ("export-%s", strrchr (name, '.') + 1);

    print_median (title, values, 3);
  }
}

int
main (int argc, char **argv)
{
  double first[ROUNDS];
  double all[ROUNDS];
  double before;
  g_autoptr (UsherArchive) archive = NULL;
  g_autoptr (UsherArchiveData) data = NULL;

  if (argc == 4 && strcmp (argv[3], "export") == 0)
    {
      archive = open_file (argv[1], &first[0], &all[0]);
      data = usher_archive_dup_data (archive);
      bench_export (data, argv[2], "out.usherlog");
      bench_export (data, argv[2], "out.csv");
      return 0;
    }
  if (argc != 3)
    return 2;
  before = get_memory ();
  for (guint i = 0; i < ROUNDS; i++)
    {
      forget_indexes ();
      g_clear_object (&archive);
      archive = open_file (argv[1], &first[i], &all[i]);
    }
  print_median ("first-rows", first, ROUNDS);
  print_median ("indexed-verified", all, ROUNDS);
  g_print ("memory-mb %.1f\n", get_memory () - before);
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_clear_object (&archive);
      archive = open_file (argv[1], &first[i], &all[i]);
      while (usher_archive_get_verification (archive, 0)->verdict == USHER_VERDICT_PENDING)
        g_main_context_iteration (NULL, TRUE);
    }
  print_median ("reopen", all, ROUNDS);
  data = usher_archive_dup_data (archive);
  bench_filter (data, "search-few", USHER_CONDITION_TEXT, "quinn.weber7@example.org");
  bench_filter (data, "search-many", USHER_CONDITION_TEXT, "example");
  bench_filter (data, "search-accent", USHER_CONDITION_TEXT, "cafe mul");
  bench_filter (data, "regex", USHER_CONDITION_REGEX, "ada\\.[a-k]+9@");
  bench_filter (data, "kind", USHER_CONDITION_KIND, "VIEWED");
  bench_summary (data);
  bench_export (data, argv[2], "out.usherlog");
  bench_export (data, argv[2], "out.csv");
  return 0;
}
