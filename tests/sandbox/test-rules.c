/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What may happen to an invitation, without HTTP: uses, the last use, what time brings. */

#include "sandbox/usher-sandbox-rules.h"

#include "common/usher-test.h"
#include "sandbox/usher-sandbox-demo.h"

typedef struct
{
  char *dir;              /* (owned) */
  UsherSandbox *sandbox;  /* (owned) */
  gint64 company;
  gint64 connection;
} Fixture;

static gint64
number (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherSandboxStatement) row =
      usher_sandbox_db_query (fixture->sandbox->db, &error, sql, "");
  gboolean found;

  g_assert_no_error (error);
  found = usher_sandbox_statement_step (row, &error);
  g_assert_no_error (error);
  g_assert_true (found);
  return sqlite3_column_int64 (row, 0);
}

static void
assert_text (Fixture *fixture, const char *sql, gint64 key, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherSandboxStatement) row =
      usher_sandbox_db_query (fixture->sandbox->db, &error, sql, "i", key);

  g_assert_no_error (error);
  g_assert_true (usher_sandbox_statement_step (row, &error));
  g_assert_cmpstr (usher_sandbox_statement_get_text (row, 0), ==, expected);
}

#define STATUS_SQL "SELECT status FROM invitation WHERE key = ?"
#define USES_SQL "SELECT use_count FROM invitation WHERE key = ?"
#define LOG_SQL                                                                                    \
  "SELECT group_concat (kind, ' ') FROM (SELECT kind FROM event WHERE invitation = ? ORDER BY "    \
  "at, key)"

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = usher_test_make_dir ();
  fixture->sandbox = usher_sandbox_open (fixture->dir, 0, &error);
  g_assert_no_error (error);
  usher_sandbox_demo_ensure_base (fixture->sandbox, 1, &error);
  g_assert_no_error (error);
  fixture->company = number (fixture, "SELECT min (key) FROM company");
  fixture->connection = number (fixture, "SELECT min (key) FROM connection");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  usher_sandbox_free (fixture->sandbox);
  usher_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static gint64
create (Fixture *fixture, gint64 connection, gint64 expires_in, gint64 max_uses)
{
  g_autoptr (GError) error = NULL;
  UsherSandboxDraft draft = { .company = fixture->company,
                              .connection = connection,
                              .expires_in = expires_in,
                              .max_uses = max_uses,
                              .prefill = "{}" };
  gint64 key = usher_sandbox_rules_create (fixture->sandbox, &draft, &error);

  g_assert_no_error (error);
  g_assert_cmpint (key, !=, 0);
  return key;
}

static UsherSandboxUse
make_use (void)
{
  UsherSandboxUse use = { .actor = { "ana@example.com", "Test/1.0", "127.0.0.1" },
                          .provider_name = "Northwind Power",
                          .provider_url = "https://northwind-power.example.com",
                          .country = "US",
                          .username = "ana",
                          .start_date = "2024-01-01",
                          .utility_types = "[\"ELECTRICITY\"]",
                          .status = "CONNECTED" };

  return use;
}

static void
test_contributor (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 invitation = create (fixture, 0, 0, 2);
  gint64 site = number (fixture, "SELECT min (key) FROM site");
  gint64 before = number (fixture, "SELECT count(*) FROM connection");
  UsherSandboxUse use = make_use ();

  use.sites = &site;
  use.n_sites = 1;
  g_assert_true (usher_sandbox_rules_use (fixture->sandbox, invitation, &use, &error));
  g_assert_no_error (error);
  assert_text (fixture, STATUS_SQL, invitation, "ACTIVE");
  g_assert_true (usher_sandbox_rules_use (fixture->sandbox, invitation, &use, &error));
  assert_text (fixture, STATUS_SQL, invitation, "FULFILLED");
  assert_text (fixture, USES_SQL, invitation, "2");
  assert_text (fixture, LOG_SQL, invitation, "CREATED USED USED");
  g_assert_cmpint (number (fixture, "SELECT count(*) FROM created_connection"), ==, 2);
  g_assert_cmpint (number (fixture, "SELECT count(*) FROM connection"), ==, before + 2);

  /* The one who comes too late changes nothing. */
  g_assert_false (usher_sandbox_rules_use (fixture->sandbox, invitation, &use, &error));
  g_assert_error (error, USHER_SANDBOX_RULE_ERROR, USHER_SANDBOX_RULE_ERROR_NOT_ACTIVE);
  assert_text (fixture, USES_SQL, invitation, "2");
  assert_text (fixture, LOG_SQL, invitation, "CREATED USED USED");
  g_assert_cmpint (number (fixture, "SELECT count(*) FROM connection"), ==, before + 2);
}

static void
test_reconnect (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 invitation = create (fixture, fixture->connection, 0, 1);
  gint64 before = number (fixture, "SELECT count(*) FROM connection");
  UsherSandboxUse use = make_use ();

  g_assert_true (usher_sandbox_db_run (fixture->sandbox->db, &error,
                                       "UPDATE connection SET status = 'PASSWORD_INCORRECT' WHERE key = ?", "i",
                                       fixture->connection));
  g_assert_true (usher_sandbox_rules_use (fixture->sandbox, invitation, &use, &error));
  g_assert_no_error (error);
  assert_text (fixture, STATUS_SQL, invitation, "FULFILLED");
  assert_text (fixture, "SELECT status FROM connection WHERE key = ?", fixture->connection, "CONNECTED");
  assert_text (fixture, "SELECT username FROM connection WHERE key = ?", fixture->connection, "ana");
  g_assert_cmpint (number (fixture, "SELECT count(*) FROM created_connection"), ==, 0);
  g_assert_cmpint (number (fixture, "SELECT count(*) FROM connection"), ==, before);
}

static void
test_pending (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 invitation = create (fixture, 0, 0, 0);
  UsherSandboxUse use = make_use ();
  gint64 connection;

  use.status = "PENDING";
  use.due_status = "CONNECTED";
  use.due_after = 30;
  g_assert_true (usher_sandbox_rules_settle (fixture->sandbox, &error));
  g_assert_true (usher_sandbox_rules_use (fixture->sandbox, invitation, &use, &error));
  connection = number (fixture, "SELECT max (key) FROM connection");
  g_assert_true (usher_sandbox_rules_settle (fixture->sandbox, &error));
  assert_text (fixture, "SELECT status FROM connection WHERE key = ?", connection, "PENDING");
  fixture->sandbox->clock_offset += 31 * G_USEC_PER_SEC;
  g_assert_true (usher_sandbox_rules_settle (fixture->sandbox, &error));
  assert_text (fixture, "SELECT status FROM connection WHERE key = ?", connection, "CONNECTED");
  assert_text (fixture, STATUS_SQL, invitation, "ACTIVE");
}

/* Expired means: not before, from then on, and for good. */
static void
test_expiry (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 later, invitation, fulfilled;
  UsherSandboxUse use = make_use ();

  g_assert_true (usher_sandbox_rules_settle (fixture->sandbox, &error));
  later = create (fixture, 0, 3600, 0);
  invitation = create (fixture, 0, 60, 0);
  fulfilled = create (fixture, 0, 60, 1);
  g_assert_true (usher_sandbox_rules_use (fixture->sandbox, fulfilled, &use, &error));
  fixture->sandbox->clock_offset += 55 * G_USEC_PER_SEC;
  g_assert_true (usher_sandbox_rules_settle (fixture->sandbox, &error));
  assert_text (fixture, STATUS_SQL, invitation, "ACTIVE");
  fixture->sandbox->clock_offset += 6 * G_USEC_PER_SEC;
  g_assert_false (usher_sandbox_rules_use (fixture->sandbox, invitation, &use, &error));
  g_assert_error (error, USHER_SANDBOX_RULE_ERROR, USHER_SANDBOX_RULE_ERROR_NOT_ACTIVE);
  g_clear_error (&error);
  assert_text (fixture, STATUS_SQL, invitation, "EXPIRED");
  assert_text (fixture, STATUS_SQL, fulfilled, "FULFILLED");
  assert_text (fixture, STATUS_SQL, later, "ACTIVE");
  g_assert_false (usher_sandbox_rules_revoke (fixture->sandbox, invitation, &error));
  g_assert_error (error, USHER_SANDBOX_RULE_ERROR, USHER_SANDBOX_RULE_ERROR_NOT_ACTIVE);
  g_assert_cmpint (
      number (fixture, "SELECT n FROM invitation_count WHERE status = 'EXPIRED'"), ==, 1);
  g_assert_cmpint (
      number (fixture, "SELECT n FROM invitation_count WHERE status = 'FULFILLED'"), ==, 1);
}

static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (usher_sandbox_rules_revoke (fixture->sandbox, 999999, &error));
  g_assert_error (error, USHER_SANDBOX_RULE_ERROR, USHER_SANDBOX_RULE_ERROR_UNKNOWN);
  g_clear_error (&error);
  /* The transaction is over: another can begin. */
  g_assert_cmpint (create (fixture, 0, 0, 0), !=, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sandbox/rules/contributor", Fixture, NULL, set_up, test_contributor, tear_down);
  g_test_add ("/sandbox/rules/reconnect", Fixture, NULL, set_up, test_reconnect, tear_down);
  g_test_add ("/sandbox/rules/pending", Fixture, NULL, set_up, test_pending, tear_down);
  g_test_add ("/sandbox/rules/expiry", Fixture, NULL, set_up, test_expiry, tear_down);
  g_test_add ("/sandbox/rules/unknown", Fixture, NULL, set_up, test_unknown, tear_down);
  return g_test_run ();
}
