/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Journal and store on a disk that fails: full, broken, written half, and without power at any write. Whatever was
 * answered is there afterwards, in the state that was answered or the one that was being written; nothing is there
 * twice; and SQLite finds nothing wrong with the file. */

#include <sqlite3.h>

#include "store/usher-test-store.h"
#include "usher-fault-vfs.h"

#define N_INTENTS 6
#define NOBODYS -1

/* What is known of an intent that was written. */
typedef struct
{
  int acked;     /* the state that the journal has answered for; NOBODYS: none, or forgotten */
  int attempted; /* what was being written when it failed; the same when it did not */
} Known;

typedef struct
{
  UsherIntent *intent; /* (owned) */
  guint at;            /* how long the disk's log was when it was answered */
  int state;           /* NOBODYS: forgotten */
} Ack;

typedef struct
{
  char *dir;           /* (owned) */
  char *path;          /* (owned) */
  GHashTable *known;   /* (owned) (element-type utf8 Known) */
  UsherDiskLog *log;   /* (unowned) (nullable) */
  GArray *acks;        /* (owned) (element-type Ack) */
} Fixture;

static void
clear_ack (gpointer data)
{
  g_clear_object (&((Ack *) data)->intent);
}

static void
begin (Fixture *f)
{
  f->dir = usher_test_make_dir ();
  f->path = g_build_filename (f->dir, "data.db", NULL);
  f->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  f->acks = g_array_new (FALSE, FALSE, sizeof (Ack));
  g_array_set_clear_func (f->acks, clear_ack);
  f->log = NULL;
}

static void
end (Fixture *f)
{
  usher_test_remove_tree (f->dir);
  g_free (f->dir);
  g_free (f->path);
  g_hash_table_unref (f->known);
  g_array_unref (f->acks);
}

static UsherJournal *
open_journal (const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  usher_journal_open_async (path, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  return usher_journal_open_finish (result, error);
}

static void
close_journal (UsherJournal *journal)
{
  GAsyncResult *result = NULL;
  gpointer watched = journal;

  usher_journal_close_async (journal, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  usher_journal_close_finish (journal, result, NULL);
  g_object_unref (result);
  g_object_add_weak_pointer (G_OBJECT (journal), &watched);
  g_object_unref (journal);
  usher_test_wait_for (watched == NULL);
}

static Known *
find_known (Fixture *f, UsherIntent *intent)
{
  Known *known = g_hash_table_lookup (f->known, usher_intent_get_id (intent));

  if (known == NULL)
    {
      known = g_new (Known, 1);
      known->acked = known->attempted = NOBODYS;
      g_hash_table_insert (f->known, g_strdup (usher_intent_get_id (intent)), known);
    }
  return known;
}

static void
note_answer (Fixture *f, UsherIntent *intent, int state, gboolean ok)
{
  Known *known = find_known (f, intent);
  Ack ack = { .state = state };

  known->attempted = state;
  if (!ok)
    return;
  known->acked = state;
  if (f->log == NULL)
    return;
  ack.intent = g_object_ref (intent);
  ack.at = usher_disk_log_get_length (f->log);
  g_array_append_val (f->acks, ack);
}

static gboolean
write_state (Fixture *f, UsherJournal *journal, UsherIntent *intent, UsherIntentState state)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (state != USHER_INTENT_QUEUED)
    usher_intent_set_outcome (intent, state, NULL, NULL);
  usher_journal_write_async (journal, intent, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  ok = usher_journal_write_finish (journal, result, &error);
  g_assert_true (ok || error != NULL);
  note_answer (f, intent, state, ok);
  return ok;
}

static void
forget (Fixture *f, UsherJournal *journal, UsherIntent *intent)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  usher_journal_forget_async (journal, intent, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  note_answer (f, intent, NOBODYS, usher_journal_forget_finish (journal, result, &error));
}

/* What a session does with an intent. What cannot be written is not sent. */
static void
work (Fixture *f, UsherJournal *journal)
{
  static const UsherIntentState outcomes[] = { USHER_INTENT_DONE, USHER_INTENT_REFUSED, USHER_INTENT_UNCLEAR };

  for (guint i = 0; i < N_INTENTS; i++)
    {
      g_autofree char *id = usher_test_make_id (1, i);
      g_autoptr (UsherIntent) intent = usher_intent_new_revoke (id, "a@example.com");

      if (!write_state (f, journal, intent, USHER_INTENT_QUEUED)
          || !write_state (f, journal, intent, USHER_INTENT_SENDING))
        continue;
      if (write_state (f, journal, intent, outcomes[i % 3]) && i % 3 == 1)
        forget (f, journal, intent);
    }
}

static int
read_number (sqlite3 *handle, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  int number;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  number = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  return number;
}

static sqlite3 *
open_whole (const char *path)
{
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, "PRAGMA integrity_check", -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, "ok");
  sqlite3_finalize (statement);
  return handle;
}

/* As a file says it: what was on its way has become unclear with the next start. */
static gboolean
is_same (int expected, int found)
{
  return expected == found || (expected == USHER_INTENT_SENDING && found == USHER_INTENT_UNCLEAR);
}

static void
check_rows (GHashTable *expected, const char *path)
{
  sqlite3 *handle = open_whole (path);
  sqlite3_stmt *statement = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer id, value;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, "SELECT id, state FROM intents", -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *row = (const char *) sqlite3_column_text (statement, 0);
      int state = sqlite3_column_int (statement, 1);
      Known *known = g_hash_table_lookup (expected, row);

      g_assert_nonnull (known);
      g_assert_true (g_hash_table_add (seen, g_strdup (row)));
      g_assert_true (is_same (known->acked, state) || is_same (known->attempted, state));
    }
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
  g_hash_table_iter_init (&iter, expected);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      Known *known = value;

      if (known->acked != NOBODYS && known->attempted != NOBODYS)
        g_assert_true (g_hash_table_contains (seen, id));
    }
}

/* One run with one fault. FALSE when it was never met. */
static gboolean
try_journal (UsherDiskFault fault, guint nth, gboolean lasting)
{
  Fixture f;
  g_autoptr (GError) error = NULL;
  UsherJournal *journal;
  guint n_failed;

  begin (&f);
  usher_fault_vfs_fail (fault, nth, lasting);
  journal = open_journal (f.path, &error);
  if (journal != NULL)
    {
      work (&f, journal);
      close_journal (journal);
    }
  else
    g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (USHER_STORE_ERROR));
  n_failed = usher_fault_vfs_heal ();

  /* With the disk in order again, it opens, and everything is where it was. */
  g_clear_error (&error);
  journal = open_journal (f.path, &error);
  g_assert_no_error (error);
  g_assert_null (usher_journal_get_moved_aside (journal));
  close_journal (journal);
  check_rows (f.known, f.path);
  end (&f);
  return n_failed > 0;
}

static void
test_journal_faults (void)
{
  guint step = usher_test_rounds (19 * USHER_TEST_SLOWNESS, 1);
  guint n_runs = 0;

  for (guint fault = 0; fault < USHER_N_DISK_FAULTS; fault++)
    for (guint lasting = 0; lasting < 2; lasting++)
      {
        guint n = 1 + (fault * 2 + lasting) % step;

        while (try_journal (fault, n, lasting == 1))
          {
            n_runs++;
            n += step;
          }
        g_test_message ("%s, %s: %u places", usher_disk_fault_get_name (fault), lasting ? "lasting" : "once", n);
      }
  g_assert_cmpuint (n_runs, >, 5);
  g_test_message ("figure: disk faults in the journal: %u runs, 0 intents lost, 0 doubled", n_runs);
}

/* The journal as it must be after a cut: what was answered by then, or what was being written. */
static GHashTable *
expect_at (Fixture *f, guint at, gboolean *any)
{
  GHashTable *expected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  *any = FALSE;
  for (guint i = 0; i < f->acks->len; i++)
    {
      Ack *ack = &g_array_index (f->acks, Ack, i);
      const char *id = usher_intent_get_id (ack->intent);
      Known *known = g_hash_table_lookup (expected, id);

      if (known == NULL)
        {
          known = g_new (Known, 1);
          known->acked = known->attempted = NOBODYS;
          g_hash_table_insert (expected, g_strdup (id), known);
        }
      known->attempted = ack->state;
      if (ack->at <= at)
        {
          known->acked = ack->state;
          *any = TRUE;
        }
      else
        break; /* the one that was under way */
    }
  return expected;
}

static void
test_journal_power_cut (void)
{
  g_autoptr (GRand) rand = usher_test_new_rand ();
  guint step = usher_test_rounds (11 * USHER_TEST_SLOWNESS, 1);
  g_autoptr (GError) error = NULL;
  UsherDiskLog *log;
  UsherJournal *journal;
  guint n_cuts = 0;
  guint length;
  Fixture f;

  begin (&f);
  log = f.log = usher_fault_vfs_record ();
  journal = open_journal (f.path, &error);
  g_assert_no_error (error);
  work (&f, journal);
  close_journal (journal);
  usher_fault_vfs_heal ();
  length = usher_disk_log_get_length (log);
  g_assert_cmpuint (f.acks->len, >, 3 * N_INTENTS - 1);

  for (guint at = 0; at <= length; at += step)
    for (guint cut = 0; cut < USHER_N_CUTS; cut++)
      {
        g_autofree char *dir = usher_test_make_dir ();
        g_autofree char *path = g_build_filename (dir, "data.db", NULL);
        gboolean any;
        g_autoptr (GHashTable) expected = expect_at (&f, at, &any);

        usher_disk_log_replay (log, at, cut, rand, f.dir, dir);
        journal = open_journal (path, &error);
        g_assert_no_error (error);
        if (any)
          g_assert_null (usher_journal_get_moved_aside (journal));
        close_journal (journal);
        check_rows (expected, path);
        usher_test_remove_tree (dir);
        n_cuts++;
      }
  g_test_message ("figure: power cuts in the journal: %u of %u operations, %u cuts, 0 intents lost, 0 doubled",
                  length / step + 1, length + 1, n_cuts);
  usher_disk_log_free (log);
  end (&f);
}

/* The store: a cache, so what counts is that it opens and is whole. */

static void
fill_store (UsherStore *store, guint seed)
{
  g_autoptr (GPtrArray) companies = usher_test_make_companies (4);
  g_autoptr (GPtrArray) some = usher_test_make_invitations (0, 20, seed);
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_store_put_companies_async (store, companies, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  usher_store_put_companies_finish (store, result, NULL);
  usher_test_put (store, some, NULL, NULL);
}

static void
close_store (UsherStore *store)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_store_close_async (store, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  usher_store_close_finish (store, result, NULL);
  g_clear_object (&result);
  g_object_unref (store);
}

static UsherStore *
try_open_store (const char *path, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_store_open_async (path, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_store_open_finish (result, error);
}

/* It opens, is whole, and takes a list again; TRUE when it was taken for damaged. */
static gboolean
check_store (const char *path)
{
  UsherStore *store;
  g_autoptr (GError) error = NULL;
  gboolean moved;
  int n;
  sqlite3 *handle;

  store = try_open_store (path, &error);
  g_assert_no_error (error);
  moved = usher_store_get_moved_aside (store) != NULL;
  fill_store (store, 3);
  close_store (store);
  handle = open_whole (path);
  n = read_number (handle, "SELECT count(*) FROM invitations");
  g_assert_cmpint (n, ==, 20);
  g_assert_cmpint (read_number (handle, "SELECT count(*) FROM companies"), ==, 4);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
  return moved;
}

static gboolean
try_store (UsherDiskFault fault, guint nth, gboolean lasting)
{
  Fixture f;
  g_autoptr (GError) error = NULL;
  UsherStore *store;
  guint n_failed;

  begin (&f);
  usher_fault_vfs_fail (fault, nth, lasting);
  store = try_open_store (f.path, &error);
  if (store != NULL)
    {
      fill_store (store, 1);
      fill_store (store, 2);
      close_store (store);
    }
  else
    g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (USHER_STORE_ERROR));
  n_failed = usher_fault_vfs_heal ();
  g_assert_false (check_store (f.path));
  end (&f);
  return n_failed > 0;
}

static void
test_store_faults (void)
{
  guint step = usher_test_rounds (41 * USHER_TEST_SLOWNESS, 1);
  guint n_runs = 0;

  for (guint fault = 0; fault < USHER_N_DISK_FAULTS; fault++)
    for (guint lasting = 0; lasting < 2; lasting++)
      for (guint n = 1 + (fault * 2 + lasting) % step; try_store (fault, n, lasting == 1); n += step)
        n_runs++;
  g_assert_cmpuint (n_runs, >, 3);
  g_test_message ("figure: disk faults in the store: %u runs, whole each time", n_runs);
}

static void
test_store_power_cut (void)
{
  g_autoptr (GRand) rand = usher_test_new_rand ();
  guint step = usher_test_rounds (23 * USHER_TEST_SLOWNESS, 1);
  g_autoptr (GError) error = NULL;
  UsherDiskLog *log;
  UsherStore *store;
  guint n_cuts = 0;
  guint ready;
  guint length;
  Fixture f;

  begin (&f);
  log = usher_fault_vfs_record ();
  store = try_open_store (f.path, &error);
  g_assert_no_error (error);
  ready = usher_disk_log_get_length (log);
  fill_store (store, 1);
  fill_store (store, 2);
  close_store (store);
  usher_fault_vfs_heal ();
  length = usher_disk_log_get_length (log);
  for (guint at = 0; at <= length; at += step)
    for (guint cut = 0; cut < USHER_N_CUTS; cut++)
      {
        g_autofree char *dir = usher_test_make_dir ();
        g_autofree char *path = g_build_filename (dir, "data.db", NULL);
        gboolean moved;

        usher_disk_log_replay (log, at, cut, rand, f.dir, dir);
        moved = check_store (path);
        /* Only while the file was being made may it be taken for no file of ours. */
        g_assert_true (!moved || at < ready);
        usher_test_remove_tree (dir);
        n_cuts++;
      }
  g_test_message ("figure: power cuts in the store: %u of %u operations, %u cuts, whole each time", length / step + 1,
                  length + 1, n_cuts);
  usher_disk_log_free (log);
  end (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  usher_fault_vfs_install ();
  g_test_add_func ("/faults/disk/journal-faults", test_journal_faults);
  g_test_add_func ("/faults/disk/journal-power-cut", test_journal_power_cut);
  g_test_add_func ("/faults/disk/store-faults", test_store_faults);
  g_test_add_func ("/faults/disk/store-power-cut", test_store_power_cut);
  return g_test_run ();
}
