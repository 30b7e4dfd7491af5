/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are not as they should be: older, newer, damaged, read-only, on a full disk, shared. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/usher-time.h"
#include "store/usher-database.h"
#include "store/usher-invitation-list.h"
#include "store/usher-store-private.h"
#include "store/usher-test-store.h"

#define NOBODY 65534

typedef struct
{
  char *dir;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = usher_test_make_dir ();
  fixture->path = g_build_filename (fixture->dir, "a b%20ü?#.db", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  usher_test_remove_tree (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static void
fill (const char *path,
      guint       n_rows)
{
  UsherStore *store = usher_test_open_store (path);
  g_autoptr (GPtrArray) invitations = usher_test_make_invitations (0, n_rows, 1);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (usher_test_put (store, invitations, NULL, &error), ==, (int) n_rows);
  g_assert_no_error (error);
  usher_test_close_store (store);
}

static void
run_sql (const char *path,
         const char *sql)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

static void
overwrite (const char *path,
           gsize       from,
           gsize       length)
{
  int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);
  g_autofree char *junk = g_malloc (length);

  memset (junk, 0xA5, length);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pwrite (fd, junk, length, from), ==, length);
  g_assert_cmpint (close (fd), ==, 0);
}

static guint
count_files (const char *dir)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

/* Migrations, with a file of our own: each version adds a table. */

static const char * const three_steps[] = {
  "CREATE TABLE one (a TEXT); INSERT INTO one VALUES ('kept');",
  "ALTER TABLE one ADD COLUMN b TEXT; UPDATE one SET b = a || '!';",
  "CREATE TABLE three (a TEXT)",
  NULL
};
static const char * const one_step[] = {
  "CREATE TABLE one (a TEXT); INSERT INTO one VALUES ('kept');", NULL
};
static const char * const broken_steps[] = {
  "CREATE TABLE one (a TEXT); INSERT INTO one VALUES ('kept');",
  "CREATE TABLE two (a TEXT)",
  "CREATE TABLE two (a TEXT)",
  NULL
};

static const UsherDatabaseKind kind_one = { .application_id = 7, .steps = one_step };
static const UsherDatabaseKind kind_three = { .application_id = 7, .steps = three_steps };
static const UsherDatabaseKind kind_broken = { .application_id = 7, .steps = broken_steps };
static const UsherDatabaseKind kind_other = { .application_id = 8, .steps = one_step };

static char *
read_text (UsherDatabase *database,
           const char    *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherStatement) statement = usher_database_prepare (database, sql, &error);
  gboolean has_row;

  g_assert_no_error (error);
  g_assert_true (usher_database_step (database, statement, &has_row, &error));
  g_assert_no_error (error);
  return has_row ? g_strdup ((const char *) sqlite3_column_text (statement, 0)) : NULL;
}

static void
test_migrate (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  UsherDatabase *database = usher_database_open (fixture->path, &kind_one, &error);
  g_autofree char *kept = NULL;
  g_autofree char *version = NULL;
  g_autofree char *mode = NULL;

  g_assert_no_error (error);
  mode = read_text (database, "PRAGMA journal_mode");
  g_assert_cmpstr (mode, ==, "wal");
  usher_database_close (database);

  /* A step that fails leaves the file at the version it had. */
  g_assert_null (usher_database_open (fixture->path, &kind_broken, &error));
  g_assert_error (error, USHER_STORE_ERROR, USHER_STORE_ERROR_ENGINE);
  g_clear_error (&error);
  database = usher_database_open (fixture->path, &kind_one, &error);
  g_assert_no_error (error);
  version = read_text (database, "SELECT (SELECT user_version FROM pragma_user_version) || ' ' ||"
                                 " (SELECT count(*) FROM sqlite_schema)");
  g_assert_cmpstr (version, ==, "1 1");
  usher_database_close (database);

  database = usher_database_open (fixture->path, &kind_three, &error);
  g_assert_no_error (error);
  kept = read_text (database, "SELECT a || b FROM one");
  g_assert_cmpstr (kept, ==, "keptkept!");
  g_free (version);
  version = read_text (database, "PRAGMA user_version");
  g_assert_cmpstr (version, ==, "3");
  g_assert_null (usher_database_get_moved_aside (database));
  usher_database_close (database);

  /* Now the first one is too old for it. */
  g_assert_null (usher_database_open (fixture->path, &kind_one, &error));
  g_assert_error (error, USHER_STORE_ERROR, USHER_STORE_ERROR_TOO_NEW);
  g_clear_error (&error);
}

/* Another program's database is not ours to change, nor is it lost. */
static void
test_foreign (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  UsherDatabase *database;

  run_sql (fixture->path, "CREATE TABLE recipes (a TEXT)");
  database = usher_database_open (fixture->path, &kind_one, &error);
  g_assert_no_error (error);
  g_assert_nonnull (usher_database_get_moved_aside (database));
  usher_database_close (database);

  database = usher_database_open (fixture->path, &kind_other, &error);
  g_assert_no_error (error);
  g_assert_nonnull (usher_database_get_moved_aside (database));
  usher_database_close (database);
  g_assert_cmpuint (count_files (fixture->dir), ==, 3);
}

/* The tables of the store as version 1 had them, with a row in each. Never changed: later versions must
 * be able to read what it makes. */
static void
make_version_1 (const char *path)
{
  run_sql (path,
           "PRAGMA journal_mode = WAL;"
           "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
           "CREATE TABLE companies ("
           "  id TEXT PRIMARY KEY, name TEXT, position INTEGER NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;"
           "CREATE TABLE connections ("
           "  id TEXT PRIMARY KEY, company_id TEXT NOT NULL, position INTEGER NOT NULL,"
           "  search TEXT NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;"
           "CREATE INDEX connections_by_company ON connections (company_id, position);"
           "CREATE TABLE invitations ("
           "  row_id INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
           "  company_id TEXT, connection_id TEXT, kind INTEGER NOT NULL, status INTEGER NOT NULL,"
           "  is_open INTEGER NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,"
           "  use_count INTEGER NOT NULL, last_event_at INTEGER NOT NULL, has_log INTEGER NOT NULL,"
           "  search TEXT NOT NULL, json TEXT NOT NULL);"
           "CREATE INDEX invitations_by_company ON invitations (company_id);"
           "CREATE TABLE events ("
           "  invitation INTEGER NOT NULL REFERENCES invitations (row_id) ON DELETE CASCADE,"
           "  position INTEGER NOT NULL, json TEXT NOT NULL,"
           "  PRIMARY KEY (invitation, position)) WITHOUT ROWID;"
           "INSERT INTO facts VALUES ('last-sync', '5');"
           "INSERT INTO companies VALUES ('c1', 'Acme', 0, '{\"id\":\"c1\",\"name\":\"Acme\"}');"
           "INSERT INTO connections VALUES ('k1', 'c1', 0, 'northern power',"
           "  '{\"id\":\"k1\",\"datasource\":{\"name\":\"Northern Power\"}}');"
           "INSERT INTO invitations VALUES (3, 'i1', 'c1', 'k1', 2, 1, 0, 1, 2, 3, 4, 1,"
           "  'i1\na@example.com\n', '{\"id\":\"i1\",\"status\":\"ACTIVE\",\"companyId\":\"c1\","
           "\"connectionId\":\"k1\",\"invitationType\":\"EDIT_CONNECTION\",\"allowedEmails\":[\"a@example.com\"]}');"
           "INSERT INTO events VALUES (3, 0, '{\"id\":\"e1\",\"eventType\":\"VIEWED\"}');"
           "PRAGMA application_id = 1433626740; PRAGMA user_version = 1;");
}

static void
test_version_1 (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) query = usher_query_with_text (all, "acme northern a@example");
  g_autoptr (UsherInvitation) got = NULL;
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  UsherStore *store;

  make_version_1 (fixture->path);
  store = usher_test_open_store (fixture->path);
  g_assert_null (usher_store_get_moved_aside (store));
  rows = usher_test_query (store, query);
  g_assert_cmpuint (rows->len, ==, 1);
  got = usher_test_get (store, "i1", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (usher_invitation_get_events (got)->len, ==, 1);
  usher_test_close_store (store);
}

/* Step 2 counts what the logs of version 1 tell, in all the words that logs are read in, and is not stopped
 * by what it cannot read. */
static void
test_version_1_logs (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *day = usher_time_to_string (usher_time_now () - 2 * G_TIME_SPAN_DAY);
  g_autofree char *used = g_strdup_printf (
    "INSERT INTO events VALUES (11, 0, '{\"event\":\"VIEWED\"}'), (11, 1, 'not JSON'),"
    "  (11, 2, '{\"type\":\"used\",\"created\":\"%s\"}');", day);
  g_autoptr (GError) error = NULL;
  UsherStore *store;
  UsherCounts counts;

  make_version_1 (fixture->path);
  run_sql (fixture->path,
           "INSERT INTO invitations VALUES"
           "  (10, 'i10', 'c1', NULL, 1, 1, 0, 1, 2, 0, 4, 1, 'i10\na@example.com\n',"
           "   '{\"id\":\"i10\",\"status\":\"ACTIVE\",\"companyId\":\"c1\"}'),"
           "  (11, 'i11', 'c1', NULL, 1, 4, 0, 1, 2, 3, 4, 1, 'i11\n\n',"
           "   '{\"id\":\"i11\",\"status\":\"FULFILLED\",\"companyId\":\"c1\"}'),"
           "  (12, 'i12', 'c1', NULL, 1, 4, 0, 1, 2, 3, 4, 0, 'i12\n\n',"
           "   '{\"id\":\"i12\",\"status\":\"FULFILLED\",\"companyId\":\"c1\"}'),"
           "  (13, 'i13', 'c1', NULL, 1, 1, 0, 1, 2, 0, 4, 0, 'i13\n\n',"
           "   '{\"id\":\"i13\",\"status\":\"ACTIVE\",\"companyId\":\"c1\"}');"
           "INSERT INTO events VALUES (10, 0, '{\"eventType\":\"VIEWED\"}'), (10, 1, '{\"eventType\":7}'),"
           "  (10, 2, '{\"eventType\":\"VIEWED\"}');");
  run_sql (fixture->path, used);
  store = usher_test_open_store (fixture->path);
  g_assert_null (usher_store_get_moved_aside (store));
  counts = usher_test_count (store, "c1");
  g_assert_cmpuint (counts.total, ==, 5);
  g_assert_cmpuint (counts.opened, ==, 1);
  g_assert_cmpuint (counts.waiting, ==, 1);
  g_assert_cmpuint (counts.unread, ==, 1);
  g_assert_cmpuint (counts.fulfilled, ==, 1);
  usher_test_close_store (store);
}

static void
assert_untouched (const char *path,
                  const char *before,
                  gsize       length)
{
  g_autofree char *after = NULL;
  gsize after_length;

  g_assert_true (g_file_get_contents (path, &after, &after_length, NULL));
  g_assert_cmpmem (before, length, after, after_length);
}

static void
test_newer (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  fill (fixture->path, 20);
  run_sql (fixture->path, "PRAGMA user_version = 99");
  g_assert_true (g_file_get_contents (fixture->path, &before, &length, NULL));

  error = usher_test_fail_to_open (fixture->path);
  g_assert_error (error, USHER_STORE_ERROR, USHER_STORE_ERROR_TOO_NEW);
  assert_untouched (fixture->path, before, length);
  g_assert_cmpuint (count_files (fixture->dir), ==, 1);
}

/* The newer version's process has died, and its last words are still in the log beside the file. */
static void
test_newer_pending (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *before = NULL;
  g_autofree char *log_before = NULL;
  g_autoptr (GError) error = NULL;
  gsize length, log_length;
  sqlite3 *handle = NULL;

  fill (fixture->path, 20);
  g_assert_cmpint (sqlite3_open (fixture->path, &handle), ==, SQLITE_OK);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  g_assert_cmpint (sqlite3_exec (handle, "PRAGMA user_version = 99", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
  g_assert_true (g_file_get_contents (fixture->path, &before, &length, NULL));
  g_assert_true (g_file_get_contents (log, &log_before, &log_length, NULL));
  g_assert_cmpuint (log_length, >, 0);

  error = usher_test_fail_to_open (fixture->path);
  g_assert_error (error, USHER_STORE_ERROR, USHER_STORE_ERROR_TOO_NEW);
  assert_untouched (fixture->path, before, length);
  assert_untouched (log, log_before, log_length);
}

static void
assert_new_and_empty (UsherStore *store,
                      Fixture    *fixture,
                      const char *damaged,
                      gsize       length)
{
  g_autoptr (UsherInvitation) one = usher_test_make_invitation (1, 1);

  g_assert_nonnull (usher_store_get_moved_aside (store));
  g_assert_true (g_str_has_prefix (usher_store_get_moved_aside (store), fixture->path));
  g_assert_true (g_regex_match_simple ("\\.damaged-[0-9]{8}-[0-9]{6}$",
                                       usher_store_get_moved_aside (store), 0, 0));
  if (damaged != NULL)
    assert_untouched (usher_store_get_moved_aside (store), damaged, length);

  g_assert_cmpuint (usher_test_count (store, NULL).total, ==, 0);
  g_assert_cmpint (usher_test_put_one (store, one), ==, 1);
}

static void
test_corrupt_header (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *damaged = NULL;
  UsherStore *store;
  gsize length;

  fill (fixture->path, 50);
  overwrite (fixture->path, 0, 64);
  g_assert_true (g_file_get_contents (fixture->path, &damaged, &length, NULL));
  store = usher_test_open_store (fixture->path);
  assert_new_and_empty (store, fixture, damaged, length);
  usher_test_close_store (store);

  /* And again, in the same second. */
  overwrite (fixture->path, 0, 64);
  store = usher_test_open_store (fixture->path);
  g_assert_nonnull (usher_store_get_moved_aside (store));
  usher_test_close_store (store);
  g_assert_cmpuint (count_files (fixture->dir), ==, 3);
}

static void
test_corrupt_middle (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *damaged = NULL;
  UsherStore *store;
  GStatBuf info;
  gsize length;

  fill (fixture->path, 200);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  overwrite (fixture->path, 4096 * 10, 4096 * 10);
  g_assert_cmpint (info.st_size, >, 4096 * 30);
  g_assert_true (g_file_get_contents (fixture->path, &damaged, &length, NULL));
  store = usher_test_open_store (fixture->path);
  assert_new_and_empty (store, fixture, damaged, length);
  usher_test_close_store (store);
}

static void
test_truncated (Fixture       *fixture,
                gconstpointer  data)
{
  UsherStore *store;

  fill (fixture->path, 200);
  g_assert_cmpint (truncate (fixture->path, 4096 * 7 + 100), ==, 0);
  store = usher_test_open_store (fixture->path);
  assert_new_and_empty (store, fixture, NULL, 0);
  usher_test_close_store (store);

  /* Nothing at all is a new file. */
  g_assert_cmpint (truncate (fixture->path, 0), ==, 0);
  store = usher_test_open_store (fixture->path);
  g_assert_null (usher_store_get_moved_aside (store));
  usher_test_close_store (store);
}

static void
test_missing_table (Fixture       *fixture,
                    gconstpointer  data)
{
  UsherStore *store;

  fill (fixture->path, 5);
  run_sql (fixture->path, "DROP TABLE facts; DROP TABLE connections");
  store = usher_test_open_store (fixture->path);
  assert_new_and_empty (store, fixture, NULL, 0);
  usher_test_close_store (store);
}

/* The damage comes while the store is open and shown. */
static void
test_corrupt_later (Fixture       *fixture,
                    gconstpointer  data)
{
  UsherInvitationList *list;
  g_autoptr (UsherInvitationItem) held = NULL;
  g_autoptr (UsherInvitationItem) item = NULL;
  g_autofree char *id = NULL;
  UsherStore *store;
  GStatBuf info;

  fill (fixture->path, 400);
  store = usher_test_open_store (fixture->path);
  list = usher_invitation_list_new (store);
  usher_test_wait_for (!usher_invitation_list_get_loading (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 400);
  held = g_list_model_get_item (G_LIST_MODEL (list), 0);
  id = g_strdup (usher_invitation_item_get_id (held));

  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  overwrite (fixture->path, 4096, info.st_size - 4096);

  /* Looking at rows finds it. */
  for (guint i = 0; i < 400 && usher_store_get_moved_aside (store) == NULL; i++)
    {
      if (i < g_list_model_get_n_items (G_LIST_MODEL (list)))
        {
          item = g_list_model_get_item (G_LIST_MODEL (list), i);
          g_assert_true (USHER_IS_INVITATION_ITEM (item));
          g_clear_object (&item);
        }
      usher_test_settle ();
    }
  usher_test_wait_for (usher_store_get_moved_aside (store) != NULL);
  usher_test_count (store, NULL);
  usher_test_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_cmpstr (usher_invitation_item_get_id (held), ==, id);

  /* The next sync brings it back, and the row ids of the new file do not mean the old rows. */
  {
    g_autoptr (GPtrArray) invitations = usher_test_make_invitations (100, 110, 1);
    g_autoptr (GError) error = NULL;

    g_assert_cmpint (usher_test_put (store, invitations, NULL, &error), ==, 10);
    g_assert_no_error (error);
    usher_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (list)) == 10);
    for (guint i = 0; i < 10; i++)
      {
        item = g_list_model_get_item (G_LIST_MODEL (list), i);
        g_assert_true (item != held);
        g_clear_object (&item);
      }
  }

  g_assert_finalize_object (list);
  usher_test_close_store (store);
}

static void
test_in_the_way (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  error = usher_test_fail_to_open (fixture->path);
  g_assert_error (error, USHER_STORE_ERROR, USHER_STORE_ERROR_ENGINE);
  g_assert_cmpuint (count_files (fixture->dir), ==, 1);
}

/* Root may write anywhere, so the thread that opens must be somebody else. */
static gboolean
stop_being_root (void)
{
  if (geteuid () != 0)
    return TRUE;
  return seteuid (NOBODY) == 0;
}

static void
be_root_again (void)
{
  if (getuid () == 0)
    g_assert_cmpint (seteuid (0), ==, 0);
}

static void
check_reading (UsherStore *store,
               guint       n_rows)
{
  g_autoptr (UsherInvitation) one = usher_test_make_invitation (n_rows + 1, 1);
  g_autoptr (GPtrArray) ones = g_ptr_array_new ();
  g_autoptr (UsherInvitationList) list = usher_invitation_list_new (store);
  g_autoptr (UsherInvitationItem) item = NULL;
  g_autoptr (UsherInvitation) got = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (usher_store_get_moved_aside (store));
  usher_test_wait_for (!usher_invitation_list_get_loading (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, n_rows);
  item = g_list_model_get_item (G_LIST_MODEL (list), n_rows / 2);
  got = usher_test_get (store, usher_invitation_item_get_id (item), &error);
  g_assert_no_error (error);

  g_ptr_array_add (ones, one);
  g_assert_cmpint (usher_test_put (store, ones, NULL, &error), ==, -1);
  g_assert_error (error, USHER_STORE_ERROR, USHER_STORE_ERROR_READ_ONLY);
}

static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *nowhere = g_build_filename (fixture->dir, "new.db", NULL);
  g_autofree char *deeper = g_build_filename (fixture->dir, "new", "new.db", NULL);
  g_autoptr (GError) error = NULL;
  UsherStore *store;

  fill (fixture->path, 40);
  /* Cleanly closed and without its log, for another owner who may not write. */
  if (geteuid () == 0)
    g_assert_cmpint (chown (fixture->path, NOBODY, NOBODY), ==, 0);
  g_assert_cmpint (g_chmod (fixture->path, 0400), ==, 0);
  g_assert_cmpint (g_chmod (fixture->dir, 0555), ==, 0);
  if (!stop_being_root ())
    {
      g_test_skip ("Cannot be anybody but root here");
      return;
    }

  store = usher_test_open_store (fixture->path);
  check_reading (store, 40);
  usher_test_close_store (store);

  error = usher_test_fail_to_open (nowhere);
  g_assert_error (error, USHER_STORE_ERROR, USHER_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  error = usher_test_fail_to_open (deeper);
  g_assert_error (error, USHER_STORE_ERROR, USHER_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);

  /* The file may be written, but nothing may be made beside it. */
  be_root_again ();
  g_assert_cmpint (g_chmod (fixture->path, 0600), ==, 0);
  g_assert_true (stop_being_root ());
  store = usher_test_open_store (fixture->path);
  check_reading (store, 40);
  usher_test_close_store (store);

  be_root_again ();
  g_assert_cmpint (g_chmod (fixture->dir, 0700), ==, 0);
  if (geteuid () == 0)
    g_assert_cmpint (chown (fixture->path, 0, 0), ==, 0);
}

static gboolean
limit_pages (UsherStoreEngine *engine,
             UsherStoreJob    *job,
             GCancellable     *cancellable,
             GError          **error)
{
  return usher_database_execute (engine->database, "PRAGMA max_page_count = 60", error);
}

static void
on_limited (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_assert_nonnull (usher_store_finish (USHER_STORE (source), result, on_limited, NULL));
  *(gboolean *) user_data = TRUE;
}

static void
check_full (UsherStore *store)
{
  g_autoptr (GPtrArray) few = usher_test_make_invitations (0, 20, 1);
  g_autoptr (GPtrArray) many = usher_test_make_invitations (20, 420, 1);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (usher_test_put (store, few, NULL, &error), ==, 20);
  g_assert_no_error (error);
  g_assert_cmpint (usher_test_put (store, many, NULL, &error), ==, -1);
  g_assert_error (error, USHER_STORE_ERROR, USHER_STORE_ERROR_FULL);
  g_clear_error (&error);

  /* Nothing of the big one is there, the rest is, and small things still fit. */
  g_assert_cmpuint (usher_test_count (store, NULL).total, ==, 20);
  {
    g_autoptr (UsherInvitation) got =
      usher_test_get (store, usher_invitation_get_id (g_ptr_array_index (few, 7)), &error);

    g_assert_no_error (error);
  }
}

static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  UsherStore *store = usher_test_open_store (fixture->path);
  gboolean limited = FALSE;

  usher_store_push (store, usher_store_job_new (limit_pages), NULL, on_limited, &limited, on_limited);
  usher_test_wait_for (limited);
  check_full (store);
  usher_test_close_store (store);

  store = usher_test_open_store (fixture->path);
  g_assert_cmpuint (usher_test_count (store, NULL).total, ==, 20);
  usher_test_close_store (store);
}

static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "store.db", NULL);
  g_autofree char *stuffing = g_build_filename (fixture->dir, "stuffing", NULL);
  g_autofree char *junk = g_malloc0 (4096);
  g_autoptr (GError) error = NULL;
  UsherStore *store;
  int fd;

  if (mount ("tmpfs", fixture->dir, "tmpfs", 0, "size=384k,mode=0700") != 0)
    {
      g_test_skip ("May not mount a small file system here");
      return;
    }

  store = usher_test_open_store (path);
  check_full (store);
  usher_test_close_store (store);

  /* Not a block is left (the log keeps those it has): what is there is read all the same. */
  fd = g_open (stuffing, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  while (write (fd, junk, 4096) > 0)
    ;
  g_assert_cmpint (errno, ==, ENOSPC);
  close (fd);
  store = usher_test_open_store (path);
  g_assert_cmpuint (usher_test_count (store, NULL).total, ==, 20);
  {
    g_autoptr (GPtrArray) more = usher_test_make_invitations (20, 420, 1);

    g_assert_cmpint (usher_test_put (store, more, NULL, &error), ==, -1);
    g_assert_true (g_error_matches (error, USHER_STORE_ERROR, USHER_STORE_ERROR_FULL) ||
                   g_error_matches (error, USHER_STORE_ERROR, USHER_STORE_ERROR_READ_ONLY));
    g_clear_error (&error);
  }
  usher_test_close_store (store);

  /* And none is begun. */
  g_free (path);
  path = g_build_filename (fixture->dir, "new", "store.db", NULL);
  error = usher_test_fail_to_open (path);
  g_assert_error (error, USHER_STORE_ERROR, USHER_STORE_ERROR_FULL);

  g_assert_cmpint (umount (fixture->dir), ==, 0);
}

/* usherctl beside the window: two stores over one file. */
static void
test_shared (Fixture       *fixture,
             gconstpointer  data)
{
  UsherStore *window, *command;
  g_autoptr (GPtrArray) first = usher_test_make_invitations (0, 10, 1);
  g_autoptr (GPtrArray) second = usher_test_make_invitations (5, 20, 2);
  g_autoptr (GError) error = NULL;

  window = usher_test_open_store (fixture->path);
  command = usher_test_open_store (fixture->path);
  g_assert_cmpint (usher_test_put (window, first, NULL, &error), ==, 10);
  g_assert_cmpuint (usher_test_count (command, NULL).total, ==, 10);
  usher_test_put (command, second, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (usher_test_count (window, NULL).total, ==, 20);
  usher_test_close_store (command);
  g_assert_cmpint (usher_test_put (window, second, NULL, &error), ==, 0);
  usher_test_close_store (window);
}

static void
on_cancelled_open (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (usher_store_open_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *(gboolean *) user_data = TRUE;
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gboolean done = FALSE;

  g_cancellable_cancel (cancellable);
  usher_store_open_async (fixture->path, cancellable, on_cancelled_open, &done);
  usher_test_wait_for (done);
  g_assert_cmpuint (count_files (fixture->dir), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/store-file/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("migrate", test_migrate);
  ADD ("foreign", test_foreign);
  ADD ("version-1", test_version_1);
  ADD ("version-1-logs", test_version_1_logs);
  ADD ("newer", test_newer);
  ADD ("newer-pending", test_newer_pending);
  ADD ("corrupt-header", test_corrupt_header);
  ADD ("corrupt-middle", test_corrupt_middle);
  ADD ("corrupt-later", test_corrupt_later);
  ADD ("truncated", test_truncated);
  ADD ("missing-table", test_missing_table);
  ADD ("in-the-way", test_in_the_way);
  ADD ("read-only", test_read_only);
  ADD ("full", test_full);
  ADD ("full-disk", test_full_disk);
  ADD ("shared", test_shared);
  ADD ("cancelled", test_cancelled);
#undef ADD

  return g_test_run ();
}
