/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The data folder: what survives, who may read it, and what is refused. */

#include "sandbox/usher-sandbox-db.h"

#include <glib/gstdio.h>
#include <string.h>

#include "sandbox/sandbox-http.h"
#include "sandbox/usher-sandbox-rules.h"

static void
test_private (void)
{
  g_autofree char *parent = usher_test_make_dir ();
  g_autofree char *dir = g_build_filename (parent, "new", NULL);
  g_autofree char *path = g_build_filename (dir, "sandbox.db", NULL);
  g_autofree char *wal = g_build_filename (dir, "sandbox.db-wal", NULL);
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (dir, NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (dir, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (wal, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_clear_pointer (&sandbox, usher_test_sandbox_free);
  usher_test_remove_tree (parent);
}

/* A restart, and kill -9 after any answer, leave everything as it was, the key too. */
static void
test_kill (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *key = NULL;

  for (int round = 0; round < 5; round++)
    {
      g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (dir, NULL);
      g_autoptr (SandboxReply) made =
        sandbox_post (sandbox, "{\"allowedEmails\": [\"a@example.com\"]}", "invitation/company/%s",
                      sandbox->companies[0]);
      g_autofree char *id = sandbox_reply_dup (made, "id");
      g_autofree char *token = sandbox_reply_dup (made, "token");
      g_autofree char *total = NULL;
      g_autoptr (SandboxReply) changed = NULL, found = NULL, list = NULL;
      g_autoptr (UsherTestSandbox) again = NULL;

      sandbox_assert_status (made, 201);
      if (key == NULL)
        key = g_strdup (sandbox->api_key);
      g_assert_cmpstr (sandbox->api_key, ==, key);
      changed = sandbox_post (sandbox, NULL, "invitation/%s/%s", id, round % 2 == 0 ? "revoke" : "resend");
      sandbox_assert_status (changed, 200);
      usher_test_sandbox_kill (sandbox);

      again = usher_test_sandbox_start (dir, NULL);
      g_assert_cmpstr (again->api_key, ==, key);
      found = sandbox_get (again, "invitation/%s", id);
      sandbox_assert_status (found, 200);
      sandbox_assert_value (found, "token", token);
      sandbox_assert_value (found, "status", round % 2 == 0 ? "REVOKED" : "ACTIVE");
      sandbox_assert_value (found, "events.1.eventType", round % 2 == 0 ? "REVOKED" : "EMAIL_RESENT");
      list = sandbox_get (again, "invitation/company/%s", again->companies[0]);
      total = g_strdup_printf ("%d", round + 1);
      sandbox_assert_value (list, "totalInvitations", total);
    }
  usher_test_remove_tree (dir);
}

/* The clock of the service moves with --clock-offset, through a restart. */
static void
test_clock (void)
{
  static const char * const an_hour[] = { "--clock-offset", "3600", NULL };
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (dir, NULL);
  g_autoptr (SandboxReply) made = sandbox_post (sandbox, "{\"expiresInSeconds\": 60}", "invitation/company/%s",
                                                sandbox->companies[0]);
  g_autoptr (SandboxReply) lasting = sandbox_post (sandbox, "{\"expiresInSeconds\": 7200}",
                                                   "invitation/company/%s", sandbox->companies[0]);
  g_autofree char *id = sandbox_reply_dup (made, "id");
  g_autofree char *lasting_id = sandbox_reply_dup (lasting, "id");
  g_autoptr (SandboxReply) before = sandbox_get (sandbox, "invitation/%s", id);
  g_autoptr (SandboxReply) after = NULL, still = NULL, revoked = NULL, list = NULL;

  sandbox_assert_value (before, "status", "ACTIVE");
  g_clear_pointer (&sandbox, usher_test_sandbox_free);
  sandbox = usher_test_sandbox_start (dir, an_hour);
  list = sandbox_get (sandbox, "invitation/company/%s?status=EXPIRED", sandbox->companies[0]);
  sandbox_assert_value (list, "totalInvitations", "1");
  sandbox_assert_value (list, "invitations.0.id", id);
  after = sandbox_get (sandbox, "invitation/%s", id);
  sandbox_assert_value (after, "status", "EXPIRED");
  still = sandbox_get (sandbox, "invitation/%s", lasting_id);
  sandbox_assert_value (still, "status", "ACTIVE");
  revoked = sandbox_post (sandbox, NULL, "invitation/%s/revoke", id);
  sandbox_assert_status (revoked, 400);
  sandbox_assert_value (revoked, "detail", "Only an active invitation can be revoked; this one is expired.");
  g_clear_pointer (&sandbox, usher_test_sandbox_free);
  usher_test_remove_tree (dir);
}

static void
test_one_at_a_time (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherSandboxDb) first = usher_sandbox_db_open (dir, &error);
  g_autoptr (UsherSandboxDb) second = NULL;

  g_assert_no_error (error);
  second = usher_sandbox_db_open (dir, &error);
  g_assert_null (second);
  g_assert_error (error, USHER_SANDBOX_DB_ERROR, USHER_SANDBOX_DB_ERROR_IN_USE);
  g_clear_error (&error);
  g_clear_pointer (&first, usher_sandbox_db_close);
  second = usher_sandbox_db_open (dir, &error);
  g_assert_no_error (error);
  g_clear_pointer (&second, usher_sandbox_db_close);
  usher_test_remove_tree (dir);
}

/* A file that this version cannot read is refused and left as it is. */
static void
test_strange_files (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = g_build_filename (dir, "sandbox.db", NULL);
  g_autofree char *left = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherSandboxDb) db = usher_sandbox_db_open (dir, &error);

  g_assert_true (usher_sandbox_db_execute (db, "PRAGMA user_version = 9999", &error));
  g_clear_pointer (&db, usher_sandbox_db_close);
  db = usher_sandbox_db_open (dir, &error);
  g_assert_null (db);
  g_assert_error (error, USHER_SANDBOX_DB_ERROR, USHER_SANDBOX_DB_ERROR_NEWER);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (
      path, "This is no database, and long enough to be looked at twice.", -1, NULL));
  db = usher_sandbox_db_open (dir, &error);
  g_assert_null (db);
  g_assert_error (error, USHER_SANDBOX_DB_ERROR, USHER_SANDBOX_DB_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (path, &left, NULL, NULL));
  g_assert_true (g_str_has_prefix (left, "This is no database"));
  db = usher_sandbox_db_open ("/dev/null/x", &error);
  g_assert_null (db);
  g_assert_error (error, USHER_SANDBOX_DB_ERROR, USHER_SANDBOX_DB_ERROR_FOLDER);
  usher_test_remove_tree (dir);
}

static void
test_rollback (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherSandboxDb) db = usher_sandbox_db_open (dir, &error);
  g_autofree char *kept = NULL, *lost = NULL;

  g_assert_true (usher_sandbox_db_begin (db, &error));
  g_assert_true (usher_sandbox_db_set_meta (db, "kept", "1", &error));
  g_assert_true (usher_sandbox_db_commit (db, &error));
  g_assert_true (usher_sandbox_db_begin (db, &error));
  g_assert_true (usher_sandbox_db_set_meta (db, "lost", "1", &error));
  g_assert_false (usher_sandbox_db_run (db, &error, "INSERT INTO meta VALUES (NULL, NULL)", ""));
  g_assert_error (error, USHER_SANDBOX_DB_ERROR, USHER_SANDBOX_DB_ERROR_ENGINE);
  g_clear_error (&error);
  usher_sandbox_db_rollback (db);
  kept = usher_sandbox_db_dup_meta (db, "kept", &error);
  lost = usher_sandbox_db_dup_meta (db, "lost", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept, ==, "1");
  g_assert_null (lost);
  g_clear_pointer (&db, usher_sandbox_db_close);
  usher_test_remove_tree (dir);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/db/private", test_private);
  g_test_add_func ("/sandbox/db/kill", test_kill);
  g_test_add_func ("/sandbox/db/clock", test_clock);
  g_test_add_func ("/sandbox/db/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/sandbox/db/strange-files", test_strange_files);
  g_test_add_func ("/sandbox/db/rollback", test_rollback);
  return g_test_run ();
}
