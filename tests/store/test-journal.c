/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal: what was written is there again, and what was on its way is unclear. */
#include <sqlite3.h>
#include <sys/resource.h>

#include "model/usher-time.h"
#include "store/usher-journal-owner.h"
#include "store/usher-test-store.h"

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
  fixture->path = g_build_filename (fixture->dir, "journal.db", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  usher_test_remove_tree (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static UsherJournal *
open_journal (const char *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UsherJournal *journal;

  usher_journal_open_async (path, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  journal = usher_journal_open_finish (result, &error);
  g_assert_no_error (error);
  return journal;
}

static void
close_journal (UsherJournal *journal)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  usher_journal_close_async (journal, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_true (usher_journal_close_finish (journal, result, &error));
  g_assert_no_error (error);
  g_object_unref (result);
  g_assert_finalize_object (journal);
}

static gboolean
write_intent (UsherJournal  *journal,
              UsherIntent   *intent,
              GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  usher_journal_write_async (journal, intent, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  return usher_journal_write_finish (journal, result, error);
}

static void
must_write (UsherJournal *journal,
            UsherIntent  *intent)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (write_intent (journal, intent, &error));
  g_assert_no_error (error);
}

static void
forget (UsherJournal *journal,
        UsherIntent  *intent)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  usher_journal_forget_async (journal, intent, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_true (usher_journal_forget_finish (journal, result, &error));
  g_assert_no_error (error);
}

static UsherIntent *
make_create (void)
{
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  const char * const emails[] = { "a@example.com", "b@example.org", NULL };

  usher_invitation_draft_set_company_id (draft, "00000000-0000-4000-8000-000000000001");
  usher_invitation_draft_set_allowed_emails (draft, emails);
  usher_invitation_draft_set_max_uses (draft, 7);
  return usher_intent_new_create (draft);
}

static UsherIntent *
make_old (const char       *id,
          UsherIntentState  state,
          gint64            created_at)
{
  return usher_intent_new_from_journal (id, USHER_INTENT_REVOKE, state, created_at, "invitation", "a@example.com",
                                        NULL, NULL);
}

static void
test_reopen (Fixture       *fixture,
             gconstpointer  data)
{
  UsherJournal *journal = open_journal (fixture->path);
  g_autoptr (UsherIntent) create = make_create ();
  g_autoptr (UsherIntent) resend = usher_intent_new_resend ("invitation-1", "c@example.com");
  g_autoptr (UsherIntent) revoke = usher_intent_new_revoke ("invitation-2", "d@example.com");
  g_autoptr (UsherIntent) got = NULL;
  g_autofree char *id = g_strdup (usher_intent_get_id (create));
  static const UsherIntentState expected[] = { USHER_INTENT_UNCLEAR, USHER_INTENT_REFUSED };

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (journal)) == USHER_TYPE_INTENT);
  must_write (journal, create);
  usher_intent_set_outcome (create, USHER_INTENT_SENDING, NULL, NULL);
  must_write (journal, create);
  usher_intent_set_outcome (resend, USHER_INTENT_REFUSED, NULL, "Too late");
  must_write (journal, resend);
  must_write (journal, revoke);
  usher_intent_set_outcome (revoke, USHER_INTENT_DONE, NULL, NULL);
  must_write (journal, revoke);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), ==, 2);
  close_journal (journal);

  journal = open_journal (fixture->path);
  g_assert_null (usher_journal_get_moved_aside (journal));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (G_LIST_MODEL (journal), i);
      gboolean is_create = g_str_equal (usher_intent_get_id (intent), id);

      g_assert_cmpint (usher_intent_get_state (intent), ==, expected[is_create ? 0 : 1]);
      if (is_create)
        {
          UsherInvitationDraft *draft = usher_intent_get_draft (intent);
          g_autoptr (JsonNode) before = usher_invitation_draft_to_journal (usher_intent_get_draft (create));
          g_autoptr (JsonNode) after = usher_invitation_draft_to_journal (draft);

          g_assert_true (json_node_equal (before, after));
          g_assert_cmpint (usher_intent_get_kind (intent), ==, USHER_INTENT_CREATE);
          g_assert_cmpint (usher_intent_get_created_at (intent), ==, usher_intent_get_created_at (create));
          g_assert_cmpstr (usher_intent_get_summary (intent), ==, usher_intent_get_summary (create));
        }
      else
        {
          g_assert_cmpstr (usher_intent_get_message (intent), ==, "Too late");
          g_assert_cmpstr (usher_intent_get_invitation_id (intent), ==, "invitation-1");
          g_assert_null (usher_intent_get_draft (intent));
          forget (journal, intent);
          break;
        }
      g_set_object (&got, intent);
    }
  close_journal (journal);
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  UsherJournal *journal = open_journal (NULL);
  g_autoptr (UsherIntent) first = make_old ("a", USHER_INTENT_QUEUED, 1000);
  g_autoptr (UsherIntent) second = make_old ("b", USHER_INTENT_QUEUED, 2000);
  g_autoptr (UsherIntent) third = make_old ("c", USHER_INTENT_QUEUED, 3000);
  g_autoptr (UsherIntent) same = make_old ("b", USHER_INTENT_UNCLEAR, 2000);

  {
    g_autoptr (UsherTestListLog) log = usher_test_list_log_new (G_LIST_MODEL (journal));
    g_autoptr (UsherIntent) got = NULL;

    must_write (journal, first);
    must_write (journal, third);
    must_write (journal, second);
    usher_test_list_log_assert (log, "0+1, 0+1, 1+1");

    /* A new state is told by the intent's own properties. */
    usher_intent_set_outcome (second, USHER_INTENT_SENDING, NULL, NULL);
    must_write (journal, second);
    usher_test_list_log_assert (log, "");

    must_write (journal, same);
    usher_test_list_log_assert (log, "1-1+1");
    got = g_list_model_get_item (G_LIST_MODEL (journal), 1);
    g_assert_true (got == same);

    usher_intent_set_outcome (third, USHER_INTENT_DONE, "new-invitation", NULL);
    must_write (journal, third);
    usher_test_list_log_assert (log, "0-1");
    forget (journal, first);
    usher_test_list_log_assert (log, "1-1");
    forget (journal, first);
    usher_test_list_log_assert (log, "");
  }
  close_journal (journal);
}

/* What the write answered is what was asked at that moment, not what the object became meanwhile. */
static void
test_moment (Fixture       *fixture,
             gconstpointer  data)
{
  UsherJournal *journal = open_journal (fixture->path);
  g_autoptr (UsherIntent) intent = make_old ("a", USHER_INTENT_QUEUED, 1000);
  GAsyncResult *result = NULL;
  g_autoptr (UsherIntent) got = NULL;

  usher_journal_write_async (journal, intent, NULL, usher_test_keep_result, &result);
  usher_intent_set_outcome (intent, USHER_INTENT_REFUSED, NULL, NULL);
  usher_test_wait_for (result != NULL);
  g_assert_true (usher_journal_write_finish (journal, result, NULL));
  g_object_unref (result);
  close_journal (journal);

  journal = open_journal (fixture->path);
  got = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  g_assert_cmpint (usher_intent_get_state (got), ==, USHER_INTENT_QUEUED);
  close_journal (journal);
}

/* Another connection sees it as soon as the write has answered. */
static void
test_on_disk (Fixture       *fixture,
              gconstpointer  data)
{
  UsherJournal *journal = open_journal (fixture->path);
  g_autoptr (UsherIntent) intent = make_old ("a", USHER_INTENT_SENDING, 1000);
  sqlite3 *other = NULL;
  sqlite3_stmt *statement = NULL;

  must_write (journal, intent);
  g_assert_cmpint (sqlite3_open (fixture->path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (other, "SELECT state FROM intents", -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_int (statement, 0), ==, USHER_INTENT_SENDING);
  sqlite3_finalize (statement);
  sqlite3_close (other);
  close_journal (journal);
}

/* Also after a restart: an invitation that a create has made is not another's. */
static void
test_claimed (Fixture       *fixture,
              gconstpointer  data)
{
  UsherJournal *journal = open_journal (fixture->path);
  g_autoptr (UsherIntent) create = make_create ();
  g_autoptr (UsherIntent) revoke = make_old ("a", USHER_INTENT_DONE, g_get_real_time ());

  must_write (journal, create);
  g_assert_false (usher_journal_is_claimed (journal, "made"));
  usher_intent_set_outcome (create, USHER_INTENT_DONE, "made", NULL);
  must_write (journal, create);
  must_write (journal, revoke);
  g_assert_true (usher_journal_is_claimed (journal, "made"));
  g_assert_false (usher_journal_is_claimed (journal, "invitation"));
  close_journal (journal);

  journal = open_journal (fixture->path);
  g_assert_true (usher_journal_is_claimed (journal, "made"));
  g_assert_false (usher_journal_is_claimed (journal, "invitation"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), ==, 0);
  close_journal (journal);
}

static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  UsherJournal *journal;
  g_autoptr (UsherIntent) intent = make_old ("a", USHER_INTENT_QUEUED, 1000);
  g_autofree char *contents = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "This is not a database, but long enough to be one.", -1,
                                      NULL));
  journal = open_journal (fixture->path);
  g_assert_nonnull (usher_journal_get_moved_aside (journal));
  g_assert_true (g_file_get_contents (usher_journal_get_moved_aside (journal), &contents, NULL, NULL));
  g_assert_true (g_str_has_prefix (contents, "This is not"));
  must_write (journal, intent);
  close_journal (journal);
}

/* Some bytes at the end are missing, as a disk leaves it that lost its last write. */
static void
test_cut (Fixture       *fixture,
          gconstpointer  data)
{
  const gsize cuts[] = { 1, 100, 4095, 4097 };

  for (gsize i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_autofree char *contents = NULL;
      UsherJournal *journal = open_journal (fixture->path);
      gsize length;

      for (guint k = 0; k < 200; k++)
        {
          g_autofree char *id = g_strdup_printf ("%u", k);
          g_autoptr (UsherIntent) intent = make_old (id, USHER_INTENT_REFUSED, g_get_real_time ());

          must_write (journal, intent);
        }
      close_journal (journal);
      g_assert_true (g_file_get_contents (fixture->path, &contents, &length, NULL));
      g_assert_cmpuint (length, >, 3 * cuts[i]);

      /* Whole, nothing is said. */
      journal = open_journal (fixture->path);
      g_assert_null (usher_journal_get_moved_aside (journal));
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), ==, 200);
      close_journal (journal);

      g_assert_true (g_file_set_contents (fixture->path, contents, (gssize) (length - cuts[i]), NULL));
      journal = open_journal (fixture->path);
      g_assert_nonnull (usher_journal_get_moved_aside (journal));
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), ==, 0);
      close_journal (journal);
    }
}

static void
test_newer (Fixture       *fixture,
            gconstpointer  data)
{
  UsherJournal *journal = open_journal (fixture->path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *other = NULL;

  close_journal (journal);
  g_assert_cmpint (sqlite3_open (fixture->path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "PRAGMA user_version = 99", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (other);

  usher_journal_open_async (fixture->path, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_null (usher_journal_open_finish (result, &error));
  g_assert_error (error, USHER_STORE_ERROR, USHER_STORE_ERROR_TOO_NEW);
}

static void
test_closed (Fixture       *fixture,
             gconstpointer  data)
{
  UsherJournal *journal = open_journal (fixture->path);
  g_autoptr (UsherIntent) intent = make_old ("a", USHER_INTENT_QUEUED, 1000);
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GAsyncResult) written = NULL;
  g_autoptr (GError) error = NULL;

  /* What is queued is written. */
  usher_journal_write_async (journal, intent, NULL, usher_test_keep_result, &written);
  usher_journal_close_async (journal, usher_test_keep_result, &closed);
  usher_test_wait_for (closed != NULL);
  g_assert_true (usher_journal_write_finish (journal, written, &error));
  g_assert_true (usher_journal_close_finish (journal, closed, &error));

  g_assert_false (write_intent (journal, intent, &error));
  g_assert_error (error, USHER_STORE_ERROR, USHER_STORE_ERROR_CLOSED);

  g_clear_object (&closed);
  g_clear_object (&written);
  g_assert_finalize_object (journal);
}

static void
reload (UsherJournal *journal)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  usher_journal_reload_async (journal, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_true (usher_journal_reload_finish (journal, result, &error));
  g_assert_no_error (error);
}

static UsherIntent *
get_only (UsherJournal *journal)
{
  g_autoptr (UsherIntent) intent = g_list_model_get_item (G_LIST_MODEL (journal), 0);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), ==, 1);
  return intent; /* the journal holds it */
}

/* What one program has on its way is not unclear to another, until the one is gone. */
static void
test_owner (Fixture       *fixture,
            gconstpointer  data)
{
  UsherJournal *first = open_journal (fixture->path);
  UsherJournal *second = open_journal (fixture->path);
  g_autoptr (UsherIntent) create = make_create ();
  g_autoptr (UsherIntent) again = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) entries = NULL;
  const char * const candidates[] = { "one", "two", NULL };
  const char *entry;

  usher_intent_set_due_at (create, 123);
  usher_intent_set_sent (create, 456, -789);
  usher_intent_set_mails_to (create, "a@example.com");
  usher_intent_set_found (create, USHER_INTENT_FOUND_SEVERAL, candidates);
  usher_intent_set_outcome (create, USHER_INTENT_SENDING, NULL, NULL);
  must_write (first, create);
  reload (second);
  g_set_object (&again, get_only (second));
  g_assert_cmpint (usher_intent_get_state (again), ==, USHER_INTENT_SENDING);
  g_assert_true (usher_intent_get_elsewhere (again));
  g_assert_cmpint (usher_intent_get_due_at (again), ==, 123);
  g_assert_cmpint (usher_intent_get_sent_at (again), ==, 456);
  g_assert_cmpint (usher_intent_get_clock_offset (again), ==, -789);
  g_assert_cmpstr (usher_intent_get_mails_to (again), ==, "a@example.com");
  g_assert_cmpint (usher_intent_get_found (again), ==, USHER_INTENT_FOUND_SEVERAL);
  g_assert_cmpstrv (usher_intent_get_candidates (again), candidates);

  /* Its own it does not take from itself. */
  reload (first);
  g_assert_cmpint (usher_intent_get_state (create), ==, USHER_INTENT_SENDING);
  g_assert_false (usher_intent_get_elsewhere (create));

  /* Nor can the other write it. */
  usher_intent_set_outcome (again, USHER_INTENT_QUEUED, NULL, NULL);
  usher_journal_exchange_async (second, again, USHER_INTENT_SENDING, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_false (usher_journal_exchange_finish (second, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_object (&result);

  close_journal (first);
  reload (second);
  g_assert_true (get_only (second) == again);
  g_assert_cmpint (usher_intent_get_state (again), ==, USHER_INTENT_UNCLEAR);
  g_assert_false (usher_intent_get_elsewhere (again));
  close_journal (second);

  /* Nothing is left lying about. */
  entries = g_dir_open (fixture->dir, 0, NULL);
  while ((entry = g_dir_read_name (entries)) != NULL)
    g_assert_null (strstr (entry, "-owner-"));
}

/* With too many files open nobody can be asked: then nobody is dead. */
static void
test_owner_unknown (Fixture       *fixture,
                    gconstpointer  data)
{
  UsherJournalOwner *owner = usher_journal_owner_new (fixture->path);
  g_autofree char *id = NULL;
  struct rlimit before;
  struct rlimit none;

  g_assert_nonnull (owner);
  id = g_strdup (usher_journal_owner_get_id (owner));
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  none = before;
  none.rlim_cur = 0;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &none), ==, 0);
  {
    gboolean lives = usher_journal_owner_lives (fixture->path, id);

    g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);
    g_assert_true (lives);
  }
  usher_journal_owner_free (owner);
  g_assert_false (usher_journal_owner_lives (fixture->path, id));
}

static guint
count_mailed (UsherJournal *journal)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GHashTable) mailed = NULL;

  usher_journal_find_mailed_async (journal, 0, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  mailed = usher_journal_find_mailed_finish (journal, result, NULL);
  g_assert_nonnull (mailed);
  return g_hash_table_size (mailed);
}

static void
must_not_forget (UsherJournal *journal,
                 UsherIntent  *intent)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  usher_journal_forget_async (journal, intent, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_false (usher_journal_forget_finish (journal, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
}

/* What another program has taken up since is not struck out by who still sees it as it was. */
static void
test_forget_stale (Fixture       *fixture,
                   gconstpointer  data)
{
  UsherJournal *first = open_journal (fixture->path);
  UsherJournal *second = open_journal (fixture->path);
  g_autoptr (UsherIntent) create = make_create ();
  g_autoptr (UsherIntent) again = NULL;

  usher_intent_set_outcome (create, USHER_INTENT_REFUSED, NULL, "No.");
  must_write (first, create);
  reload (second);
  g_set_object (&again, get_only (second));

  usher_intent_set_outcome (again, USHER_INTENT_SENDING, NULL, NULL);
  must_write (second, again);
  must_not_forget (first, create);
  usher_intent_set_outcome (again, USHER_INTENT_UNCLEAR, NULL, "No answer came.");
  must_write (second, again);
  must_not_forget (first, create);
  reload (first);
  g_assert_cmpint (usher_intent_get_state (create), ==, USHER_INTENT_UNCLEAR);
  usher_intent_set_outcome (again, USHER_INTENT_DONE, "made", NULL);
  must_write (second, again);
  must_not_forget (first, create);
  reload (first);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (first)), ==, 0);
  g_assert_true (usher_journal_is_claimed (first, "made"));
  close_journal (second);
  close_journal (first);
}

/* Nobody wants to see it any more; that its recipients may have been mailed is known all the same. */
static void
test_forget_mailed (Fixture       *fixture,
                    gconstpointer  data)
{
  UsherJournal *journal = open_journal (fixture->path);
  g_autoptr (UsherIntent) unclear = usher_intent_new_resend ("invitation", "a@example.com");
  g_autoptr (UsherIntent) held = usher_intent_new_resend ("invitation", "b@example.com");

  usher_intent_set_mails_to (unclear, "a@example.com");
  usher_intent_set_sent (unclear, 1000, 0);
  usher_intent_set_outcome (unclear, USHER_INTENT_UNCLEAR, NULL, "No answer came.");
  must_write (journal, unclear);
  usher_intent_set_mails_to (held, "b@example.com");
  must_write (journal, held);
  g_assert_cmpuint (count_mailed (journal), ==, 2);
  forget (journal, held);
  g_assert_cmpuint (count_mailed (journal), ==, 1);
  forget (journal, unclear);
  g_assert_cmpuint (count_mailed (journal), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), ==, 0);
  close_journal (journal);
  journal = open_journal (fixture->path);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), ==, 0);
  close_journal (journal);
}

/* A file of the first version: nobody is known to have anything in hand. */
static void
test_first_version (Fixture       *fixture,
                    gconstpointer  data)
{
  UsherJournal *journal = NULL;
  UsherIntent *intent = NULL;
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "PRAGMA application_id = 0x5573686a; PRAGMA user_version = 1;"
                                 "CREATE TABLE intents (id TEXT PRIMARY KEY, kind INTEGER NOT NULL, state"
                                 " INTEGER NOT NULL, created_at INTEGER NOT NULL, invitation_id TEXT, summary"
                                 " TEXT, message TEXT, draft TEXT) WITHOUT ROWID;"
                                 "INSERT INTO intents VALUES ('11111111-1111-4111-8111-111111111111', 2, 1,"
                                 " 1000, 'invitation', 'a@example.com', NULL, NULL);", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  sqlite3_close (db);
  journal = open_journal (fixture->path);
  intent = get_only (journal);
  g_assert_cmpint (usher_intent_get_kind (intent), ==, USHER_INTENT_REVOKE);
  g_assert_cmpint (usher_intent_get_state (intent), ==, USHER_INTENT_UNCLEAR);
  g_assert_cmpint (usher_intent_get_due_at (intent), ==, USHER_TIME_NONE);
  g_assert_cmpint (usher_intent_get_clock_offset (intent), ==, USHER_INTENT_NO_OFFSET);
  close_journal (journal);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/journal/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("reopen", test_reopen);
  ADD ("list", test_list);
  ADD ("moment", test_moment);
  ADD ("on-disk", test_on_disk);
  ADD ("claimed", test_claimed);
  ADD ("damaged", test_damaged);
  ADD ("cut", test_cut);
  ADD ("newer", test_newer);
  ADD ("closed", test_closed);
  ADD ("owner", test_owner);
  ADD ("owner-unknown", test_owner_unknown);
  ADD ("forget-stale", test_forget_stale);
  ADD ("forget-mailed", test_forget_mailed);
  ADD ("first-version", test_first_version);
#undef ADD

  return g_test_run ();
}
