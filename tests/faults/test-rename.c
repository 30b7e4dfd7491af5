/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that cannot be renamed: nothing that was there is lost, and what could not be done is told. rename() is this
 * program's own here, which the libraries call too. */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "model/usher-account.h"
#include "session/usher-accounts-file.h"
#include "store/usher-test-store.h"

static gint countdown;     /* (atomic) the rename that fails: 1 is the next; 0: none */
static gint number;        /* errno then */
static gint n_failed;      /* (atomic) */

int
rename (const char *from, const char *to)
{
  if (g_atomic_int_get (&countdown) > 0 && g_atomic_int_dec_and_test (&countdown))
    {
      g_atomic_int_inc (&n_failed);
      errno = number;
      return -1;
    }
  return renameat (AT_FDCWD, from, AT_FDCWD, to);
}

static void
fail_at (int nth, int with)
{
  number = with;
  g_atomic_int_set (&n_failed, 0);
  g_atomic_int_set (&countdown, nth);
}

static char *
read_file (const char *path, gsize *size)
{
  char *text = NULL;

  return g_file_get_contents (path, &text, size, NULL) ? text : NULL;
}

/* A damaged store with its log: at whichever of the renames it fails, both parts are still on the disk, and the next
 * start gets on. */
static void
test_store (void)
{
  static const int errors[] = { EIO, ENOSPC, EACCES, EROFS };

  for (guint i = 0; i < 3 * G_N_ELEMENTS (errors); i++)
    {
      g_autofree char *dir = usher_test_make_dir ();
      g_autofree char *path = g_build_filename (dir, "store.db", NULL);
      g_autofree char *log = g_strconcat (path, "-wal", NULL);
      static const char junk[] = "this is no database at all, and was one before it was damaged";
      GAsyncResult *slot = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      UsherStore *store;

      g_assert_true (g_file_set_contents (path, junk, -1, NULL));
      if (i % 3 > 0)
        g_assert_true (g_file_set_contents (log, junk, -1, NULL));
      fail_at (i % 3 == 2 ? 2 : 1, errors[i / 3]);
      usher_store_open_async (path, NULL, usher_test_keep_result, &slot);
      result = usher_test_take_result (&slot);
      store = usher_store_open_finish (result, &error);
      fail_at (0, 0);
      if (store == NULL)
        {
          g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (USHER_STORE_ERROR));
          g_test_message ("%s", error->message);
        }
      else
        usher_test_close_store (store);

      /* What was in the file is in some file still. */
      {
        g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
        const char *name;
        guint n = 0;

        while ((name = g_dir_read_name (folder)) != NULL)
          {
            g_autofree char *one = g_build_filename (dir, name, NULL);
            gsize size;
            g_autofree char *text = read_file (one, &size);

            n += text != NULL && size == strlen (junk) && memcmp (text, junk, size) == 0;
          }
        g_assert_cmpuint (n, >=, 1);
      }
      store = usher_test_open_store (path);
      g_assert_cmpuint (usher_test_count (store, NULL).total, ==, 0);
      usher_test_close_store (store);
      usher_test_remove_tree (dir);
    }
}

/* The list of accounts is written beside its place: when it cannot be put there, the old one stands. */
static void
test_accounts (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = g_build_filename (dir, "accounts.ini", NULL);
  g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size, size_after;

  g_ptr_array_add (one, usher_account_new (NULL, "One", "https://example.com/v2"));
  g_assert_true (_usher_accounts_file_write (path, one, &error));
  g_assert_no_error (error);
  before = read_file (path, &size);
  g_ptr_array_add (one, usher_account_new (NULL, "Two", "https://example.org/v2"));

  fail_at (1, ENOSPC);
  g_assert_false (_usher_accounts_file_write (path, one, &error));
  g_assert_cmpint (g_atomic_int_get (&n_failed), ==, 1);
  g_assert_nonnull (error);
  after = read_file (path, &size_after);
  g_assert_cmpmem (before, size, after, size_after);

  g_clear_error (&error);
  g_assert_true (_usher_accounts_file_write (path, one, &error));
  g_assert_no_error (error);
  usher_test_remove_tree (dir);
}

/* A damaged list is put aside before a new one is written over it. When that fails, it is not written over. */
static void
test_damaged_accounts (void)
{
  static const char damaged[] = "[00000000-0000-4000-8000-000000000001]\nname=One\nserver=https://example.com/v2\n"
                                "[broken]\nname=Two\n";
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = g_build_filename (dir, "accounts.ini", NULL);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autofree char *notice = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_assert_true (g_file_set_contents (path, damaged, -1, NULL));
  fail_at (1, EIO);
  accounts = _usher_accounts_file_read (path, &notice, &error);
  fail_at (0, 0);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_nonnull (notice);
  after = read_file (path, &size);
  g_assert_nonnull (strstr (after, "Two"));
  usher_test_remove_tree (dir);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults/rename/store", test_store);
  g_test_add_func ("/faults/rename/accounts", test_accounts);
  g_test_add_func ("/faults/rename/damaged-accounts", test_damaged_accounts);
  return g_test_run ();
}
