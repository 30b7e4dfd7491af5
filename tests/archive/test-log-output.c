/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Logs are there as a whole or not at all. What a disk does wrong is done by functions of this program, which take the
 * place of the C library's: fsync() and rename() are written down, and fail when they are told to. A disk that is full is
 * the kernel's own limit for the size of a file. */

#include "archive-test.h"

#include "archive/usher-log-output.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define N_LINES 1500 /* several buffers */
#define N_PAPER 40   /* a report is laid out twice */

static gboolean fail_sync;
static gboolean fail_rename;
static GString *calls;     /* (owned) */
static gint64 synced_size; /* of the file that was synced last */

int
fsync (int fd)
{
  struct stat status;

  if (fail_sync)
    {
      errno = EIO;
      return -1;
    }
  if (calls != NULL && fstat (fd, &status) == 0)
    {
      g_string_append (calls, S_ISDIR (status.st_mode) ? "sync-folder " : "sync-file ");
      if (S_ISREG (status.st_mode))
        synced_size = status.st_size;
    }
  return (int) syscall (SYS_fsync, fd);
}

int
rename (const char *from, const char *to)
{
  if (fail_rename)
    {
      errno = EACCES;
      return -1;
    }
  if (calls != NULL)
    g_string_append (calls, "rename ");
  return (int) syscall (SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (archive_test_dir (), 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static GPtrArray *
make_lines (const char *name, guint n)
{
  return archive_test_random_lines (4, g_str_has_suffix (name, ".pdf") ? MIN (n, N_PAPER) : n);
}

static const char *const names[] = { "out.usherlog", "out.usherlog.gz", "out.csv", "out.json", "out.pdf" };

static gboolean
write_log (const char *path, GPtrArray *lines, GError **error)
{
  const UsherLogAbout about = { .made_at = 0 }; /* the same bytes each time */
  g_autoptr (UsherLogWriter) writer =
      usher_log_writer_new (path, usher_log_format_from_path (path), USHER_LOG_FLAGS_NONE, &about, NULL, error);

  if (writer == NULL)
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    if (!usher_log_writer_add_line (writer, g_ptr_array_index (lines, i), strlen (g_ptr_array_index (lines, i)), error))
      return FALSE;
  return usher_log_writer_finish (writer, error);
}

static void
assert_fails (const char *path, GPtrArray *lines)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;
  guint n_files;

  archive_test_write (path, "before", -1);
  n_files = count_files ();
  g_assert_false (write_log (path, lines, &error));
  g_assert_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_WRITE);
  g_assert_nonnull (strstr (error->message, strrchr (path, '/') + 1));
  g_assert_cmpuint (count_files (), ==, n_files);
  after = archive_test_read (path, NULL);
  g_assert_cmpstr (after, ==, "before");
}

/* All of the file is on the disk before it has its name, and the name after that. */
static void
test_order (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = archive_test_path (names[i]);
      g_autoptr (GPtrArray) lines = make_lines (names[i], N_LINES);
      g_autoptr (GError) error = NULL;
      struct stat status;

      archive_test_write (path, "before", -1);
      g_assert_cmpint (g_chmod (path, 0644), ==, 0);
      calls = g_string_new (NULL);
      write_log (path, lines, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (calls->str, ==, "sync-file rename sync-folder ");
      g_string_free (g_steal_pointer (&calls), TRUE);
      g_assert_cmpint (stat (path, &status), ==, 0);
      g_assert_cmpint (status.st_size, ==, synced_size);
      g_assert_cmpint (status.st_size, >, 6);
      g_assert_cmpint (status.st_mode & 07777, ==, 0600);
    }
}

static void
test_sync_fails (void)
{
  g_autoptr (GPtrArray) lines = archive_test_random_lines (4, 20);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = archive_test_path (names[i]);

      fail_sync = TRUE;
      assert_fails (path, lines);
      fail_sync = FALSE;
    }
}

static void
test_rename_fails (void)
{
  g_autoptr (GPtrArray) lines = archive_test_random_lines (4, 20);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = archive_test_path (names[i]);

      fail_rename = TRUE;
      assert_fails (path, lines);
      fail_rename = FALSE;
    }
}

/* Somebody makes a folder of that name meanwhile. */
static void
test_folder_in_the_way (void)
{
  g_autofree char *path = archive_test_path ("folder.usherlog");
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherLogWriter) writer =
      usher_log_writer_new (path, USHER_LOG_FORMAT_USHERLOG, USHER_LOG_FLAGS_NONE, NULL, NULL, &error);
  guint n_files;

  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  n_files = count_files ();
  g_assert_false (usher_log_writer_finish (writer, &error));
  g_assert_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_WRITE);
  g_clear_pointer (&writer, usher_log_writer_free);
  g_assert_cmpuint (count_files (), ==, n_files - 1);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_DIR));
}

static void
limit_files (rlim_t size)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (size, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* Whichever buffer it is that finds no room, and whichever thread writes it. */
static void
test_disk_full (void)
{
  signal (SIGXFSZ, SIG_IGN);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = archive_test_path (names[i]);
      g_autoptr (GPtrArray) lines = make_lines (names[i], N_LINES);
      g_autoptr (GError) error = NULL;
      struct stat status;

      write_log (path, lines, &error);
      g_assert_no_error (error);
      g_assert_cmpint (stat (path, &status), ==, 0);
      for (guint k = 0; k < 5; k++)
        {
          limit_files (MAX ((rlim_t) status.st_size * k / 5, 10)); /* room for "before" */
          assert_fails (path, lines);
          limit_files (RLIM_INFINITY);
        }
      limit_files ((rlim_t) status.st_size - 1);
      assert_fails (path, lines);
      limit_files (RLIM_INFINITY);
      write_log (path, lines, &error);
      g_assert_no_error (error);
    }
}

/* The text is what was handed over, in its order, however much is under way. */
static void
test_handed_over (void)
{
  g_autofree char *path = archive_test_path ("handed.txt");
  g_autoptr (GString) wanted = g_string_new (NULL);
  g_autoptr (GString) buffer = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  gsize length;
  g_autoptr (UsherLogOutput) output = usher_log_output_new (path, FALSE, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 400; i++)
    {
      for (guint k = 0; k < i * 7 % 400; k++)
        g_string_append_printf (buffer, "%u/%u\n", i, k);
      g_string_append (wanted, buffer->str);
      g_assert_true (usher_log_output_write (output, buffer, &error));
      g_assert_cmpuint (buffer->len, ==, 0);
      if (i % 100 == 99)
        g_assert_nonnull (usher_log_output_drain (output, &error));
    }
  g_assert_true (usher_log_output_finish (output, &error));
  found = archive_test_read (path, &length);
  g_assert_cmpmem (found, length, wanted->str, wanted->len);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  archive_test_init ();
  g_test_add_func ("/archive/log-output/order", test_order);
  g_test_add_func ("/archive/log-output/sync-fails", test_sync_fails);
  g_test_add_func ("/archive/log-output/rename-fails", test_rename_fails);
  g_test_add_func ("/archive/log-output/folder-in-the-way", test_folder_in_the_way);
  g_test_add_func ("/archive/log-output/disk-full", test_disk_full);
  g_test_add_func ("/archive/log-output/handed-over", test_handed_over);
  status = g_test_run ();
  archive_test_clean ();
  return status;
}
