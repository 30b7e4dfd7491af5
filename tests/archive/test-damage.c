/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is given to be opened and is no log, or not any more: each ends in a message that names the file, or in what can
 * still be read; nothing waits, nothing grows without end, and other files of the same opening are not touched. */

#include "archive-test.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define GIGABYTE ((gsize) 1024 * 1024 * 1024)
#define NOBODY 65534

static char *
make_good (const char *name, guint n)
{
  char *path = archive_test_path (name);
  g_autoptr (GPtrArray) lines = archive_test_random_lines (3, n);

  archive_test_write_lines (path, USHER_LOG_FORMAT_USHERLOG, lines);
  return path;
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Alone it is an error; with another file, the other one opens. */
static void
check_refused (const char *path, int code, const char *good)
{
  g_autoptr (UsherArchive) archive = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path);
  UsherVerification verification;

  g_assert_false (usher_verify_file (path, &verification, NULL, &error));
  g_assert_error (error, USHER_ARCHIVE_ERROR, code);
  g_assert_nonnull (strstr (error->message, name));

  archive = archive_test_open (path, good, NULL);
  g_assert_cmpuint (usher_archive_get_n_files (archive), ==, 2);
  g_assert_cmpuint (usher_archive_get_n_rows (archive), ==, 20);
  g_assert_error (usher_archive_get_file_error (archive, 0), USHER_ARCHIVE_ERROR, code);
  g_assert_no_error (usher_archive_get_file_error (archive, 1));
  g_assert_cmpint (usher_archive_get_verification (archive, 1)->verdict, ==, USHER_VERDICT_WHOLE);
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
test_special (void)
{
  static const char *const devices[] = { "/dev/zero", "/dev/null", "/dev/full", "/dev/urandom" };
  g_autofree char *good = make_good ("good.usherlog", 20);
  g_autofree char *folder = archive_test_path ("folder.usherlog");
  g_autofree char *pipe = archive_test_path ("pipe.usherlog");
  g_autofree char *socket_path = archive_test_path ("socket.usherlog");
  g_autofree char *to_pipe = archive_test_path ("to-pipe.usherlog");
  g_autofree char *to_zero = archive_test_path ("to-zero.usherlog");
  g_autofree char *loop = archive_test_path ("loop.usherlog");
  g_autofree char *dangling = archive_test_path ("dangling.usherlog");
  g_autofree char *missing = archive_test_path ("missing.usherlog");
  g_autofree char *below = g_build_filename (good, "below.usherlog", NULL);
  g_autofree char *long_name = g_strnfill (300, 'n');
  g_autofree char *too_long = archive_test_path (long_name);
  g_autoptr (GSocket) listener = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, 0, NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (socket_path);
  guint ticker;
  guint n;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_true (g_socket_bind (listener, address, FALSE, NULL));
  g_assert_cmpint (symlink (pipe, to_pipe), ==, 0);
  g_assert_cmpint (symlink ("/dev/zero", to_zero), ==, 0);
  g_assert_cmpint (symlink (loop, loop), ==, 0);
  g_assert_cmpint (symlink (missing, dangling), ==, 0);

  check_refused (folder, USHER_ARCHIVE_ERROR_NOT_A_FILE, good);
  n = count_descriptors ();
  check_refused (pipe, USHER_ARCHIVE_ERROR_NOT_A_FILE, good);
  check_refused (to_pipe, USHER_ARCHIVE_ERROR_NOT_A_FILE, good);
  check_refused (to_zero, USHER_ARCHIVE_ERROR_NOT_A_FILE, good);
  check_refused (socket_path, USHER_ARCHIVE_ERROR_UNREADABLE, good);
  check_refused (loop, USHER_ARCHIVE_ERROR_UNREADABLE, good);
  check_refused (dangling, USHER_ARCHIVE_ERROR_UNREADABLE, good);
  check_refused (missing, USHER_ARCHIVE_ERROR_UNREADABLE, good);
  check_refused (below, USHER_ARCHIVE_ERROR_UNREADABLE, good);
  check_refused (too_long, USHER_ARCHIVE_ERROR_UNREADABLE, good);
  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    check_refused (devices[i], USHER_ARCHIVE_ERROR_NOT_A_FILE, good);

  /* Nothing stays open; threads may still be putting away what they held. */
  ticker = g_timeout_add (10, on_tick, NULL);
  usher_test_wait_for (count_descriptors () <= n);
  g_source_remove (ticker);
}

/* Whoever may read everything tries as somebody who may not. */
static void
test_unreadable (void)
{
  g_autofree char *path = NULL;
  UsherVerification verification;
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }
  path = make_good ("closed.usherlog", 20);
  g_assert_cmpint (g_chmod (archive_test_dir (), 0711), ==, 0);
  g_assert_cmpint (g_chmod (path, 0000), ==, 0);
  if (geteuid () == 0 && seteuid (NOBODY) != 0)
    {
      g_test_message ("There is nobody else in this namespace."); /* a skip would count as a failure out there */
      return;
    }
  g_assert_false (usher_verify_file (path, &verification, NULL, &error));
  g_assert_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_UNREADABLE);
  g_assert_nonnull (strstr (error->message, g_strerror (EACCES)));
  g_assert_nonnull (strstr (error->message, "closed.usherlog"));
  if (getuid () == 0)
    g_assert_cmpint (seteuid (0), ==, 0);
}

/* Little or nothing in it. */
static void
test_empty (void)
{
  static const struct
  {
    const char *data;
    gsize length;
    int code;
  } cases[] = {
    { "", 0, USHER_ARCHIVE_ERROR_EMPTY },
    { "\n", 1, USHER_ARCHIVE_ERROR_FORMAT },
    { "\r\n\r\n", 4, USHER_ARCHIVE_ERROR_FORMAT },
    { "   ", 3, USHER_ARCHIVE_ERROR_FORMAT },
    { "\0", 1, USHER_ARCHIVE_ERROR_FORMAT },
    { "\xef\xbb\xbf", 3, USHER_ARCHIVE_ERROR_FORMAT },
    { "\xff\xfe", 2, USHER_ARCHIVE_ERROR_FORMAT },
    { "\xfe\xff\xd8", 3, USHER_ARCHIVE_ERROR_FORMAT },
    { "\x1f\x8b", 2, USHER_ARCHIVE_ERROR_UNREADABLE },
    { "\x1f", 1, USHER_ARCHIVE_ERROR_FORMAT },
  };
  g_autofree char *good = make_good ("good.usherlog", 20);
  g_autofree char *path = archive_test_path ("little.usherlog");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u", i);
      archive_test_write (path, cases[i].data, (gssize) cases[i].length);
      check_refused (path, cases[i].code, good);
    }
}

/* MB of memory that were needed at most since forget_peak(). */
static double
get_peak (void)
{
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, "VmHWM:");
  g_assert_nonnull (line);
  return (double) g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10) / 1024.0;
}

static gboolean
forget_peak (void)
{
  int fd = g_open ("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC, 0);
  gboolean done = fd >= 0 && write (fd, "5", 1) == 1;

  if (fd >= 0)
    close (fd);
  return done;
}

/* One line of a gigabyte between others; in memory that does not depend on it. */
static void
check_gigabyte (const char *path)
{
  g_autoptr (UsherArchiveFilter) all = usher_archive_filter_new ();
  g_autoptr (UsherArchiveFilter) filter = usher_archive_filter_with (all, USHER_CONDITION_TEXT, "anna", FALSE);
  g_autoptr (UsherArchive) archive = NULL;
  g_autoptr (GArray) rows = NULL;
  UsherVerification verification;
  gboolean counts = forget_peak ();
  double before = get_peak ();
  guint n_bad = 0;

  archive = archive_test_open (path, NULL);
  g_assert_cmpuint (usher_archive_get_n_rows (archive), ==, 21);
  g_assert_cmpuint (usher_archive_get_n_bad (archive), ==, 1);
  for (guint i = 0; i < 21; i++)
    {
      g_autoptr (UsherArchiveEvent) event = usher_archive_dup_event (archive, i);

      n_bad += usher_archive_event_is_bad (event);
      g_assert_cmpuint (strlen (usher_archive_event_get_raw (event)), <, 1024 * 1024);
    }
  g_assert_cmpuint (n_bad, ==, 1);
  rows = archive_test_filter (archive, filter);
  g_assert_cmpuint (rows->len, >, 0);
  verification = archive_test_verify (path);
  g_assert_cmpint (verification.verdict, ==, USHER_VERDICT_EDITED);
  g_assert_cmpuint (verification.line, ==, 12);
  /* A tenth of that; but AddressSanitizer keeps what was freed. */
  if (counts)
    g_assert_cmpfloat (get_peak () - before, <, 600);
}

/* A file with a hole takes no room on the disk, and is read as a gigabyte of zeros. */
static void
test_gigabyte_line (void)
{
  g_autofree char *path = make_good ("gigabyte.usherlog", 20);
  gsize length;
  g_autofree char *text = archive_test_read (path, &length);
  const char *half = text;
  int fd;

  for (guint i = 0; i < 11; i++)
    half = strchr (half, '\n') + 1;
  archive_test_write (path, text, half - text);
  fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);
  g_assert_cmpint (pwrite (fd, "\n", 1, (off_t) ((gsize) (half - text) + GIGABYTE)), ==, 1);
  g_assert_cmpint (pwrite (fd, half, length - (gsize) (half - text), (off_t) ((gsize) (half - text) + GIGABYTE + 1)),
                   >, 0);
  close (fd);
  check_gigabyte (path);
}

/* The same of a text that JSON allows, on the disk. */
static void
test_gigabyte_text (void)
{
  g_autofree char *good = make_good ("text.usherlog", 20);
  g_autofree char *path = g_build_filename ("/var/tmp", "usher-test-gigabyte.usherlog", NULL);
  g_autofree char *block = g_strnfill (1024 * 1024, 'x');
  g_autofree char *text = NULL;
  const char *half;
  FILE *file;

  if (!usher_test_is_long ())
    {
      g_test_skip ("only in the long run");
      return;
    }
  text = archive_test_read (good, NULL);
  half = text;
  for (guint i = 0; i < 11; i++)
    half = strchr (half, '\n') + 1;
  file = fopen (path, "w");
  g_assert_nonnull (file);
  fwrite (text, 1, (gsize) (half - text), file);
  fputs ("{\"event\":{\"id\":\"e\",\"eventType\":\"VIEWED\",\"note\":\"", file);
  for (guint i = 0; i < 1024; i++)
    fwrite (block, 1, 1024 * 1024, file);
  fprintf (file, "\"},\"invitation\":{\"id\":\"i\"}}\n%s", half);
  g_assert_cmpint (fclose (file), ==, 0);
  check_gigabyte (path);
  g_unlink (path);
}

/* What begins like a log and then unfolds to zeros for ever is given up, told, and leaves nothing open. */
static void
test_bomb_in_a_log (void)
{
  g_autofree char *good = make_good ("good.usherlog", 20);
  g_autofree char *path = archive_test_path ("bomb.usherlog.gz");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) base = G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, 0, NULL, &error));
  g_autoptr (GConverter) gzip = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1));
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (base, gzip);
  g_autofree char *zeros = g_malloc0 (1024 * 1024);
  gsize length;
  g_autofree char *text = archive_test_read (good, &length);

  g_assert_true (g_output_stream_write_all (stream, text, length, NULL, NULL, &error));
  for (guint i = 0; i < 200; i++)
    g_assert_true (g_output_stream_write_all (stream, zeros, 1024 * 1024, NULL, NULL, &error));
  g_assert_true (g_output_stream_close (stream, NULL, &error));
  check_refused (path, USHER_ARCHIVE_ERROR_TOO_LARGE, good);
}

static gpointer
append_lines (gpointer user_data)
{
  FILE *file = fopen (user_data, "a");

  for (guint i = 0; i < 2000; i++)
    {
      fputs ("{\"event\":{\"id\":\"late\"},\"invitation\":{\"id\":\"i\"}}\n", file);
      fflush (file);
    }
  fclose (file);
  return NULL;
}

/* It grows while it is being read: what was there at first is there, and it is told that there is more. */
static void
test_grows_meanwhile (void)
{
  g_autofree char *path = archive_test_path ("grows.usherlog");
  g_autoptr (GError) error = NULL;

  for (guint round = 0; round < 5; round++)
    {
      g_autoptr (UsherArchive) archive = NULL;
      GThread *thread;
      guint n_rows;

      g_assert_true (usher_demo_log_write (path, USHER_LOG_FORMAT_USHERLOG, 5000, 2, NULL, &error));
      thread = g_thread_new ("append", append_lines, path);
      archive = archive_test_open (path, NULL);
      n_rows = usher_archive_get_n_rows (archive);
      g_thread_join (thread);
      g_assert_cmpuint (n_rows, >=, 5000);
      g_assert_cmpuint (n_rows, <=, 7000 + 1);
      if (n_rows < 7000)
        g_assert_true (usher_archive_check_changed (archive));
      g_assert_cmpint (archive_test_verify (path).verdict, ==, USHER_VERDICT_EDITED);
    }
}

/* Another file takes its name while it is open, and it is taken away: what was opened is shown, and told to be old. */
static void
test_replaced (void)
{
  g_autofree char *path = make_good ("replaced.usherlog", 20);
  g_autofree char *other = make_good ("other.usherlog", 30);
  g_autofree char *out = archive_test_path ("replaced-out.usherlog");
  g_autoptr (UsherArchive) archive = archive_test_open (path, NULL);
  g_autoptr (UsherArchiveData) data = usher_archive_dup_data (archive);
  g_autoptr (GError) error = NULL;

  g_assert_false (usher_archive_check_changed (archive));
  g_assert_cmpint (g_rename (other, path), ==, 0);
  g_assert_true (usher_archive_check_changed (archive));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (usher_archive_check_changed (archive));
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (UsherArchiveEvent) event = usher_archive_dup_event (archive, i);

      g_assert_false (usher_archive_event_is_bad (event));
    }
  g_assert_true (usher_archive_data_export (data, NULL, out, USHER_LOG_FORMAT_USHERLOG, NULL, NULL, &error));
  g_assert_cmpint (archive_test_verify (out).verdict, ==, USHER_VERDICT_WHOLE);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  archive_test_init ();
  g_test_add_func ("/archive/damage/special", test_special);
  g_test_add_func ("/archive/damage/unreadable", test_unreadable);
  g_test_add_func ("/archive/damage/empty", test_empty);
  g_test_add_func ("/archive/damage/gigabyte-line", test_gigabyte_line);
  g_test_add_func ("/archive/damage/gigabyte-text", test_gigabyte_text);
  g_test_add_func ("/archive/damage/bomb-in-a-log", test_bomb_in_a_log);
  g_test_add_func ("/archive/damage/grows-meanwhile", test_grows_meanwhile);
  g_test_add_func ("/archive/damage/replaced", test_replaced);
  status = g_test_run ();
  archive_test_clean ();
  return status;
}
