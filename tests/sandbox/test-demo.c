/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Demo data: the same for the same seed, made once, and logs that fit the states. */

#include "sandbox/usher-sandbox-demo.h"

#include "common/usher-test.h"
#include "sandbox/usher-sandbox-rules.h"

/* Sanitizers make it many times as slow. */
#ifdef __SANITIZE_ADDRESS__
#define LARGE 4000
#else
#define LARGE 20000
#endif
/* In the long run; build-aux/bench makes as many, too. */
#define VERY_LARGE 100000

typedef struct
{
  char *dir;              /* (owned) */
  UsherSandbox *sandbox;  /* (owned) */
} Folder;

static void
folder_free (Folder *folder)
{
  g_clear_pointer (&folder->sandbox, usher_sandbox_free);
  usher_test_remove_tree (folder->dir);
  g_free (folder->dir);
  g_free (folder);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Folder, folder_free)

static void
make_demo (Folder *folder, guint count, guint32 seed)
{
  g_autoptr (GError) error = NULL;

  folder->sandbox = usher_sandbox_open (folder->dir, 0, &error);
  g_assert_no_error (error);
  g_assert_true (usher_sandbox_demo_ensure_base (folder->sandbox, seed, &error));
  g_assert_no_error (error);
  g_assert_true (usher_sandbox_demo_ensure (folder->sandbox, count, seed, &error));
  g_assert_no_error (error);
}

static Folder *
folder_new (guint count, guint32 seed)
{
  Folder *folder = g_new0 (Folder, 1);

  folder->dir = usher_test_make_dir ();
  make_demo (folder, count, seed);
  return folder;
}

/* All rows that a query gives, as one text. */
static char *
dump (Folder *folder, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherSandboxStatement) row =
      usher_sandbox_db_query (folder->sandbox->db, &error, sql, "");
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  while (usher_sandbox_statement_step (row, &error))
    {
      for (int i = 0; i < sqlite3_column_count (row); i++)
        g_string_append_printf (text, "%s|", usher_sandbox_statement_get_text (row, i));
      g_string_append_c (text, '\n');
    }
  g_assert_no_error (error);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gint64
number (Folder *folder, const char *sql)
{
  g_autofree char *text = dump (folder, sql);

  return g_ascii_strtoll (text, NULL, 10);
}

/* Everything but tokens and times, which count back from now: they are held against the newest of the demo's own, as the
 * foreign company's invitation is made before, with another now where a second ends between the two. */
static char *
fingerprint (Folder *folder)
{
  g_autofree char *invitations =
      dump (folder,
            "SELECT i.id, i.kind, i.status, i.company, i.connection, i.allowed_emails, i.max_uses, "
            "i.use_count,"
            " i.prefill, i.expires_at - i.created_at, max (i.created_at) OVER () - i.created_at"
            " FROM invitation i WHERE i.company IN (SELECT key FROM company WHERE NOT is_foreign)"
            " ORDER BY i.key");
  g_autofree char *events =
      dump (folder,
            "SELECT id, invitation, kind, email, user_agent, ip_address FROM event"
            " ORDER BY key");
  g_autofree char *connections =
      dump (folder,
            "SELECT id, company, datasource_name, status, username, owner_email"
            " FROM connection ORDER BY key");
  g_autofree char *sites =
      dump (folder, "SELECT id, company, name, address, path FROM site ORDER BY key");
  g_autofree char *all = g_strconcat (invitations, events, connections, sites, NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);
}

static void
test_deterministic (void)
{
  g_autoptr (Folder) a = folder_new (300, 5);
  g_autoptr (Folder) b = folder_new (300, 5);
  g_autoptr (Folder) c = folder_new (300, 6);
  g_autofree char *x = fingerprint (a);
  g_autofree char *y = fingerprint (b);
  g_autofree char *z = fingerprint (c);
  g_autofree char *tokens_a = dump (a, "SELECT token_hash FROM invitation ORDER BY key");
  g_autofree char *tokens_b = dump (b, "SELECT token_hash FROM invitation ORDER BY key");

  g_assert_cmpstr (x, ==, y);
  g_assert_cmpstr (x, !=, z);
  /* The ids of demo data can be known to anybody; its tokens must not be. */
  g_assert_cmpstr (tokens_a, !=, tokens_b);
}

static void
test_made_once (void)
{
  g_autoptr (Folder) folder = folder_new (50, 1);
  g_autofree char *before = fingerprint (folder);
  g_autofree char *after = NULL;

  g_clear_pointer (&folder->sandbox, usher_sandbox_free);
  make_demo (folder, 5000, 2);
  after = fingerprint (folder);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (number (folder, "SELECT count(*) FROM invitation"), ==, 50 + 1);
}

/* What must hold for any data that the rules made. */
static void
check_sense (Folder *folder)
{
  static const char *const none[] = {
    "SELECT count(*) FROM pragma_foreign_key_check",
    "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
    /* counts that are kept agree with counts that are made */
    "SELECT count(*) FROM (SELECT company, status, count(*) AS n FROM invitation GROUP BY 1, 2) a"
    " JOIN invitation_count b USING (company, status) WHERE a.n <> b.n",
    "SELECT (SELECT sum (n) FROM invitation_count) - (SELECT count(*) FROM invitation)",
    /* states */
    "SELECT count(*) FROM invitation WHERE (status = 'FULFILLED') <> (max_uses IS NOT NULL AND "
    "use_count >= max_uses)",
    "SELECT count(*) FROM invitation WHERE use_count > max_uses",
    "SELECT count(*) FROM invitation WHERE status = 'EXPIRED' AND expires_at IS NULL",
    "SELECT count(*) FROM invitation WHERE (kind = 'EDIT_CONNECTION') <> (connection IS NOT NULL)",
    "SELECT count(*) FROM invitation WHERE kind = 'EDIT_CONNECTION' AND prefill <> '{}'",
    "SELECT count(*) FROM invitation i JOIN connection n ON n.key = i.connection WHERE n.company "
    "<> i.company",
    /* logs */
    "SELECT count(*) FROM invitation i WHERE (SELECT count(*) FROM event e WHERE e.invitation = "
    "i.key"
    " AND e.kind = 'CREATED' AND e.at = i.created_at) <> 1",
    "SELECT count(*) FROM invitation i WHERE (SELECT count(*) FROM event e WHERE e.invitation = "
    "i.key"
    " AND e.kind = 'USED') <> i.use_count",
    "SELECT count(*) FROM invitation i WHERE (SELECT count(*) FROM event e WHERE e.invitation = "
    "i.key"
    " AND e.kind = 'REVOKED') <> (i.status = 'REVOKED')",
    "SELECT count(*) FROM event e JOIN invitation i ON i.key = e.invitation WHERE e.at < "
    "i.created_at",
    "SELECT count(*) FROM event e JOIN invitation i ON i.key = e.invitation WHERE e.kind <> "
    "'VIEWED'"
    " AND e.at >= i.expires_at",
    "SELECT count(*) FROM event WHERE at > (SELECT max (created_at) FROM invitation) + 2 * "
    "60000000",
    "SELECT count(*) FROM event a JOIN event b ON b.invitation = a.invitation AND b.key > a.key "
    "AND b.at < a.at",
    /* nobody uses what they have not opened */
    "SELECT count(*) FROM event u WHERE kind = 'USED' AND NOT EXISTS (SELECT 1 FROM event v"
    " WHERE v.invitation = u.invitation AND v.kind = 'VIEWED' AND v.at <= u.at)",
    "SELECT count(*) FROM event e JOIN invitation i ON i.key = e.invitation"
    " WHERE e.kind IN ('EMAIL_SENT', 'EMAIL_RESENT', 'EMAIL_VERIFIED')"
    " AND e.email NOT IN (SELECT value FROM json_each (i.allowed_emails))",
    /* connections */
    "SELECT count(*) FROM invitation i WHERE kind = 'CREATE_CONNECTION'"
    " AND (SELECT count(*) FROM created_connection c WHERE c.invitation = i.key) <> i.use_count",
    "SELECT count(*) FROM connection_site cs JOIN connection n ON n.key = cs.connection JOIN site "
    "s ON s.key = cs.site"
    " WHERE n.company <> s.company",
    "SELECT count(*) FROM connection WHERE updated < created",
  };
  static const char * const some[] = {
    "SELECT count(DISTINCT status) - 3 FROM invitation",
    "SELECT count(DISTINCT kind) - 6 FROM event",
    "SELECT count(DISTINCT status) - 4 FROM connection",
    "SELECT count(DISTINCT country) - 1 FROM connection",
    "SELECT count(*) FROM invitation WHERE allowed_emails = '[]'",
    "SELECT count(*) FROM invitation WHERE expires_at IS NULL",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_test_message ("%s", none[i]);
      g_assert_cmpint (number (folder, none[i]), ==, 0);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (some); i++)
    {
      g_test_message ("%s", some[i]);
      g_assert_cmpint (number (folder, some[i]), >, 0);
    }
}

static void
test_sense (void)
{
  g_autoptr (Folder) folder = folder_new (1000, 3);

  check_sense (folder);
  g_assert_cmpint (number (folder, "SELECT count(*) FROM company"), ==, 24 + 1);
}

static void
test_small (void)
{
  for (guint count = 0; count < 3; count++)
    {
      g_autoptr (Folder) folder = folder_new (count, 1);

      g_assert_cmpint (number (folder, "SELECT count(*) FROM invitation"), ==, count + 1);
      g_assert_cmpint (number (folder, "SELECT count(*) FROM company"), ==, 5 + 1);
    }
}

static void
test_large (void)
{
  guint n = usher_test_rounds (LARGE, VERY_LARGE);
  g_autoptr (GError) error = NULL;
  g_autoptr (Folder) folder = NULL;

  folder = folder_new (n, 1);
  g_assert_cmpint (number (folder, "SELECT count(*) FROM invitation"), ==, n + 1);
  g_assert_cmpint (number (folder, "SELECT sum (n) FROM invitation_count"), ==, n + 1);
  g_assert_cmpint (number (folder,
                           "SELECT count(*) FROM sqlite_schema WHERE name IN ('invitation_by_id',"
                           " 'invitation_counted', 'event_of_invitation')"),
                   ==,
                   3);
  g_assert_true (usher_sandbox_rules_settle (folder->sandbox, &error));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/demo/deterministic", test_deterministic);
  g_test_add_func ("/sandbox/demo/made-once", test_made_once);
  g_test_add_func ("/sandbox/demo/sense", test_sense);
  g_test_add_func ("/sandbox/demo/small", test_small);
  g_test_add_func ("/sandbox/demo/large", test_large);
  return g_test_run ();
}
