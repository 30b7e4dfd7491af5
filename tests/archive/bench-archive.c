/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Measures the archive on one file; prints "name<TAB>milliseconds<TAB>milliseconds of processor" a line, medians.
 * build-aux/bench runs it beside other programs. bench-archive FILE SCRATCH-FOLDER ROUNDS [open|reopen|search|regex|
 * kind|summary|usherlog|csv…]; the cache folder must be a private one ($XDG_CACHE_HOME). */

#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "archive/usher-archive-search.h"
#include "archive/usher-archive.h"
#include "model/usher-json.h"
#include "model/usher-time.h"

#define MAX_ROUNDS 99

typedef struct
{
  guint n;
  double wall[MAX_ROUNDS];
  double processor[MAX_ROUNDS];
} Figures;

typedef struct
{
  gint64 wall;
  struct timespec processor;
} Clock;

static guint n_rounds;
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

static void
start (Clock *clock)
{
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &clock->processor);
  clock->wall = g_get_monotonic_time ();
}

static void
stop (const Clock *clock, Figures *figures)
{
  struct timespec now;

  figures->wall[figures->n] = (double) (g_get_monotonic_time () - clock->wall) / 1000.0;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  figures->processor[figures->n++] = (double) (now.tv_sec - clock->processor.tv_sec) * 1000.0
                                     + (double) (now.tv_nsec - clock->processor.tv_nsec) / 1e6;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static void
print_median (const char *name, Figures *figures)
{
  qsort (figures->wall, figures->n, sizeof (double), compare);
  qsort (figures->processor, figures->n, sizeof (double), compare);
  g_print ("%s\t%.1f\t%.1f\n", name, figures->wall[figures->n / 2], figures->processor[figures->n / 2]);
}

/* What this process holds that is no page of a file. */
static double
get_memory (const char *which)
{
  g_autofree char *text = NULL;
  const char *line;

  malloc_trim (0);
  g_file_get_contents ("/proc/self/status", &text, NULL, NULL);
  line = strstr (text, which);
  return line != NULL ? (double) g_ascii_strtoull (line + strlen (which), NULL, 10) / 1024.0 : 0;
}

static UsherArchive *
open_file (const char *path, Figures *first, Figures *all)
{
  const char *paths[] = { path, NULL };
  UsherArchive *archive = usher_archive_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Clock clock;

  first_rows = 0;
  g_signal_connect (archive, "rows-changed", G_CALLBACK (on_rows_changed), NULL);
  start (&clock);
  usher_archive_open_async (archive, paths, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (!usher_archive_open_finish (archive, result, &error))
    g_error ("%s", error->message);
  stop (&clock, all);
  first->wall[first->n] = (double) (first_rows - clock.wall) / 1000.0;
  first->processor[first->n++] = 0;
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

static void
bench_filter (UsherArchiveData *data, const char *name, UsherConditionType type, const char *text)
{
  g_autoptr (UsherArchiveFilter) all = usher_archive_filter_new ();
  g_autoptr (UsherArchiveFilter) filter = usher_archive_filter_with (all, type, text, FALSE);
  g_autofree char *title = NULL;
  Figures figures = { 0 };
  guint n = 0;

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autoptr (GArray) rows = NULL;
      Clock clock;

      start (&clock);
      rows = usher_archive_data_filter (data, filter, NULL, NULL, NULL);
      stop (&clock, &figures);
      n = rows->len;
    }
  title = g_strdup_printf ("%s (%u rows)", name, n);
  print_median (title, &figures);
}

static void
bench_summary (UsherArchiveData *data)
{
  Figures figures = { 0 };

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autoptr (UsherArchiveSummary) summary = NULL;
      Clock clock;

      start (&clock);
      summary = usher_archive_summary_new (data, NULL, USHER_TIME_NONE, USHER_TIME_NONE, 200);
      stop (&clock, &figures);
    }
  print_median ("summary", &figures);
}

static void
forget_peak (void)
{
  FILE *file = fopen ("/proc/self/clear_refs", "w");

  if (file == NULL || fputs ("5", file) == EOF || fclose (file) != 0)
    g_error ("The peak of memory cannot be set back.");
}

static void
bench_export (UsherArchiveData *data, const char *folder, const char *ending)
{
  Figures figures = { 0 };
  g_autofree char *path = g_strdup_printf ("%s/out.%s", folder, ending);
  g_autofree char *title = g_strconcat ("export ", ending, NULL);
  double before = get_memory ("VmRSS:");

  forget_peak ();
  for (guint i = 0; i < n_rounds; i++)
    {
      g_autoptr (GError) error = NULL;
      Clock clock;

      start (&clock);
      if (!usher_archive_data_export (data, NULL, path, usher_log_format_from_path (path), NULL, NULL, &error))
        g_error ("%s", error->message);
      stop (&clock, &figures);
      remove (path);
    }
  print_median (title, &figures);
  g_print ("export %s: memory\t%.1f\t0\n", ending, get_memory ("VmHWM:") - before);
}

static gboolean
wants (char **what, const char *name)
{
  return what[0] == NULL || g_strv_contains ((const char *const *) what, name);
}

int
main (int argc, char **argv)
{
  Figures first = { 0 };
  Figures all = { 0 };
  Figures again = { 0 };
  Figures ignored = { 0 };
  g_autoptr (UsherArchive) archive = NULL;
  g_autoptr (UsherArchiveData) data = NULL;
  double before;
  char **what = argv + 4;

  n_rounds = argc > 3 ? (guint) CLAMP (g_ascii_strtoll (argv[3], NULL, 10), 1, MAX_ROUNDS - 1) : 0;
  if (n_rounds == 0)
    return 2;
  before = get_memory ("RssAnon:");
  for (guint i = 0; i < (wants (what, "open") ? n_rounds : 1); i++)
    {
      forget_indexes ();
      g_clear_object (&archive);
      archive = open_file (argv[1], &first, &all);
    }
  print_median ("first rows", &first);
  print_median ("indexed and verified", &all);
  g_print ("memory\t%.1f\t0\n", get_memory ("RssAnon:") - before);
  for (guint i = 0; i < n_rounds && wants (what, "reopen"); i++)
    {
      g_clear_object (&archive);
      archive = open_file (argv[1], &ignored, &again);
      while (usher_archive_get_verification (archive, 0)->verdict == USHER_VERDICT_PENDING)
        g_main_context_iteration (NULL, TRUE);
    }
  if (again.n > 0)
    print_median ("reopened", &again);
  data = usher_archive_dup_data (archive);
  if (wants (what, "search"))
    {
      bench_filter (data, "search, few", USHER_CONDITION_TEXT, "quinn.weber7@example.org");
      bench_filter (data, "search, many", USHER_CONDITION_TEXT, "example");
      bench_filter (data, "search, beyond ASCII", USHER_CONDITION_TEXT, "caf\xc3\xa9 m\xc3\xbcl");
    }
  if (wants (what, "regex"))
    bench_filter (data, "regular expression", USHER_CONDITION_REGEX, "ada\\.[a-k]+9@");
  if (wants (what, "kind"))
    bench_filter (data, "kind", USHER_CONDITION_KIND, "VIEWED");
  if (wants (what, "summary"))
    bench_summary (data);
  if (wants (what, "usherlog"))
    bench_export (data, argv[2], "usherlog");
  if (wants (what, "csv"))
    bench_export (data, argv[2], "csv");
  return 0;
}
