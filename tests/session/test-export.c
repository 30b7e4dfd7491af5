/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exports of real invitations from the real sandbox. */

#include "usher-test-session.h"

#include "../api/usher-fixture-server.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/usher-verification.h"
#include "session/usher-export.h"

#define N_DEMO 150 /* more than twice the window */
#define NO_SUCH_ID "00000000-0000-4000-8000-00000000beef"

static const char *const demo[] = { "--demo", "150", "--seed", "7", NULL };

typedef struct
{
  UsherTestSandbox *sandbox; /* (owned) (nullable) */
  UsherSession *session;     /* (owned) */
  char *dir;                 /* (owned) for the files */
  GPtrArray *ids;            /* (owned) (element-type utf8) */
} Fixture;

static GPtrArray *
query_ids (UsherSession *session, UsherQuery *query)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *ids;

  usher_session_query_ids_async (session, query, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  ids = usher_session_query_ids_finish (session, result, &error);
  g_assert_no_error (error);
  return ids;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (GError) error = NULL;

  fixture->sandbox = usher_test_sandbox_start (NULL, demo);
  fixture->session = usher_test_session_open (fixture->sandbox->base_url, fixture->sandbox->api_key, NULL);
  fixture->dir = usher_test_make_dir ();
  g_assert_true (usher_test_session_sync (fixture->session, &error));
  g_assert_no_error (error);
  fixture->ids = query_ids (fixture->session, all);
  g_assert_cmpuint (fixture->ids->len, ==, N_DEMO);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  usher_test_session_close (fixture->session);
  g_clear_pointer (&fixture->sandbox, usher_test_sandbox_free);
  usher_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
  g_ptr_array_unref (fixture->ids);
}

static UsherExport *
new_export (Fixture *fixture, GPtrArray *ids, const char *name, gboolean with_links, gboolean use_kept)
{
  g_autofree char *path = g_build_filename (fixture->dir, name, NULL);
  const UsherExportOptions options = {
    .path = path,
    .format = usher_log_format_from_path (path),
    .with_links = with_links,
    .use_kept = use_kept,
    .filter = "All invitations",
  };

  return usher_export_new (fixture->session, ids, &options);
}

static void
wait_until_at_rest (UsherExport *export)
{
  usher_test_wait_for (!usher_export_get_active (export)
                       || usher_export_get_state (export) == USHER_EXPORT_INCOMPLETE);
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

static char *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
check_mode (const char *path)
{
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

/* Every invitation with every event, as the server tells it; no link, no token. */
static void
test_json (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UsherExport) export = new_export (fixture, fixture->ids, "all.json", FALSE, FALSE);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *outcome = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *array;
  guint64 n_events = 0;

  usher_export_start (export);
  g_assert_true (usher_export_get_active (export));
  wait_until_at_rest (export);
  g_assert_cmpint (usher_export_get_state (export), ==, USHER_EXPORT_DONE);
  g_assert_cmpuint (usher_export_get_n_done (export), ==, N_DEMO);
  outcome = usher_export_dup_outcome (export);
  g_assert_cmpstr (outcome, ==, "150 invitations exported.");
  check_mode (usher_export_get_path (export));
  g_assert_cmpuint (count_files (fixture->dir), ==, 1);

  text = read_file (usher_export_get_path (export));
  g_assert_null (strstr (text, "/p/i/"));
  g_assert_null (strstr (text, "\"token\""));
  node = usher_json_parse (text, -1, &error);
  g_assert_no_error (error);
  array = json_node_get_array (node);
  g_assert_cmpuint (json_array_get_length (array), ==, N_DEMO);
  for (guint i = 0; i < N_DEMO; i++)
    {
      g_autoptr (UsherInvitation) written = usher_invitation_new_from_json (json_array_get_element (array, i), &error);
      g_autoptr (UsherInvitation) kept = usher_test_session_load (fixture->session, g_ptr_array_index (fixture->ids, i),
                                                                  &error);

      g_assert_no_error (error);
      g_assert_true (usher_invitation_equal (written, kept));
      g_assert_cmpuint (usher_invitation_get_events (written)->len, ==, usher_invitation_get_events (kept)->len);
      n_events += usher_invitation_get_events (written)->len;
    }
  g_assert_cmpuint (usher_export_get_n_events (export), ==, n_events);
}

/* An Usher log is whole, and says what it is. */
static void
test_usherlog (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "all.usherlog", "all.usherlog.gz", "all.csv" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (UsherExport) export = new_export (fixture, fixture->ids, names[i], FALSE, i > 0);
      g_autoptr (GError) error = NULL;
      UsherVerification verification = { 0 };

      usher_export_start (export);
      wait_until_at_rest (export);
      g_assert_cmpint (usher_export_get_state (export), ==, USHER_EXPORT_DONE);
      check_mode (usher_export_get_path (export));
      g_assert_true (usher_verify_file (usher_export_get_path (export), &verification, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpint (verification.verdict, ==, i < 2 ? USHER_VERDICT_WHOLE : USHER_VERDICT_NOT_VERIFIABLE);
      g_assert_cmpuint (verification.n_events, ==, usher_export_get_n_events (export));
      g_assert_cmpstr (usher_export_get_seal (export), ==, i < 2 ? verification.seal : NULL);
      if (i == 0)
        {
          g_autofree char *text = read_file (usher_export_get_path (export));

          g_assert_nonnull (strstr (text, "\"account\":\"Test\""));
          g_assert_nonnull (strstr (text, "\"filter\":\"All invitations\""));
          g_assert_nonnull (strstr (text, fixture->sandbox->base_url));
          g_assert_nonnull (strstr (text, "\"company\":\""));
          g_assert_nonnull (strstr (text, "\"invitations\":150"));
          g_assert_null (strstr (text, "\"missing\""));
          g_assert_null (strstr (text, "/p/i/"));
        }
    }
}

static void
test_links (Fixture *fixture, gconstpointer data)
{
  /* Kept logs would have no links: the wish for links wins. */
  g_autoptr (UsherExport) export = new_export (fixture, fixture->ids, "links.usherlog", TRUE, TRUE);
  g_autofree char *text = NULL;

  usher_export_start (export);
  wait_until_at_rest (export);
  g_assert_cmpint (usher_export_get_state (export), ==, USHER_EXPORT_DONE);
  text = read_file (usher_export_get_path (export));
  g_assert_nonnull (strstr (text, "\"invitationUrl\":\""));
}

/* What cannot be had is told, and the file gets no name before the person has said so. */
static void
test_failures (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (UsherExport) export = NULL;
  g_autofree char *outcome = NULL;
  g_autofree char *text = NULL;
  UsherExportFailure *failure;

  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (ids, i == 7 ? (gpointer) NO_SUCH_ID : g_ptr_array_index (fixture->ids, i));
  export = new_export (fixture, ids, "some.usherlog", FALSE, FALSE);
  usher_export_start (export);
  wait_until_at_rest (export);
  g_assert_cmpint (usher_export_get_state (export), ==, USHER_EXPORT_INCOMPLETE);
  g_assert_cmpuint (usher_export_get_n_done (export), ==, 19);
  g_assert_cmpuint (usher_export_get_n_failed (export), ==, 1);
  g_assert_false (g_file_test (usher_export_get_path (export), G_FILE_TEST_EXISTS));
  failure = g_ptr_array_index (usher_export_get_failures (export), 0);
  g_assert_cmpstr (failure->id, ==, NO_SUCH_ID);
  outcome = usher_export_dup_outcome (export);
  g_assert_true (g_str_has_prefix (outcome, "19 of 20 invitations exported. 1 failed: "));
  g_assert_nonnull (strstr (outcome, failure->message));

  /* In vain. */
  usher_export_retry (export);
  g_assert_cmpint (usher_export_get_state (export), ==, USHER_EXPORT_RUNNING);
  wait_until_at_rest (export);
  g_assert_cmpint (usher_export_get_state (export), ==, USHER_EXPORT_INCOMPLETE);
  g_assert_cmpuint (usher_export_get_n_failed (export), ==, 1);

  usher_export_accept (export);
  wait_until_at_rest (export);
  g_assert_cmpint (usher_export_get_state (export), ==, USHER_EXPORT_DONE);
  text = read_file (usher_export_get_path (export));
  g_assert_nonnull (strstr (text, "\"invitations\":19,"));
  g_assert_nonnull (strstr (text, "\"missing\":1}"));
}

/* Without the server: what was read before is written, the rest is told at once; and with it again, the rest is added. */
static void
test_server_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UsherExport) first = NULL;
  g_autoptr (UsherExport) export = NULL;
  g_autoptr (GPtrArray) some = g_ptr_array_new ();

  for (guint i = 0; i < 30; i++)
    g_ptr_array_add (some, g_ptr_array_index (fixture->ids, i * 5));
  first = new_export (fixture, some, "some.usherlog", FALSE, FALSE);
  usher_export_start (first);
  wait_until_at_rest (first);
  g_assert_cmpint (usher_export_get_state (first), ==, USHER_EXPORT_DONE);

  usher_test_sandbox_kill (fixture->sandbox);
  export = new_export (fixture, fixture->ids, "offline.usherlog", FALSE, TRUE);
  usher_export_start (export);
  wait_until_at_rest (export);
  g_assert_cmpint (usher_export_get_state (export), ==, USHER_EXPORT_INCOMPLETE);
  g_assert_cmpuint (usher_export_get_n_done (export), ==, 30);
  g_assert_cmpuint (usher_export_get_n_failed (export), ==, N_DEMO - 30);
  usher_export_cancel (export);
  wait_until_at_rest (export);
  usher_test_wait_for (usher_export_get_state (export) == USHER_EXPORT_CANCELLED);
  g_assert_cmpuint (count_files (fixture->dir), ==, 1);
}

static void
cancel_when_some (UsherExport *export, GParamSpec *pspec, gpointer user_data)
{
  usher_export_cancel (export);
}

static void
pause_when_some (UsherExport *export, GParamSpec *pspec, gpointer user_data)
{
  usher_export_pause (export);
}

/* Nothing is left behind, and a file that was there is as it was. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "x.usherlog", NULL);
  g_autofree char *text = NULL;
  g_autoptr (UsherExport) export = new_export (fixture, fixture->ids, "x.usherlog", FALSE, FALSE);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, "before", -1, &error);
  g_assert_no_error (error);
  g_signal_connect (export, "notify::n-done", G_CALLBACK (cancel_when_some), NULL);
  usher_export_start (export);
  usher_test_wait_for (usher_export_get_state (export) == USHER_EXPORT_CANCELLED);
  g_assert_cmpuint (usher_export_get_n_done (export), >, 0);
  g_assert_cmpuint (usher_export_get_n_done (export), <, N_DEMO);
  g_assert_cmpuint (count_files (fixture->dir), ==, 1);
  text = read_file (path);
  g_assert_cmpstr (text, ==, "before");
}

static void
test_pause (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UsherExport) export = new_export (fixture, fixture->ids, "p.csv", FALSE, FALSE);
  gulong handler = g_signal_connect (export, "notify::n-done", G_CALLBACK (pause_when_some), NULL);
  guint n_done;

  usher_export_start (export);
  usher_test_wait_for (usher_export_get_state (export) == USHER_EXPORT_PAUSED);
  g_signal_handler_disconnect (export, handler);
  /* A request of our own goes through and comes back: what was on its way before it is there, and nothing more came. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (UsherInvitation) one =
          usher_test_session_fetch (fixture->session, g_ptr_array_index (fixture->ids, 0), &error);

      g_assert_no_error (error);
    }
  n_done = usher_export_get_n_done (export);
  g_assert_cmpuint (n_done, <, N_DEMO);
  g_assert_cmpint (usher_export_get_state (export), ==, USHER_EXPORT_PAUSED);
  usher_export_resume (export);
  wait_until_at_rest (export);
  g_assert_cmpint (usher_export_get_state (export), ==, USHER_EXPORT_DONE);
  g_assert_cmpuint (usher_export_get_n_done (export), ==, N_DEMO);
}

static void
test_no_room (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename ("no", "such", "folder.usherlog", NULL);
  g_autoptr (UsherExport) export = new_export (fixture, fixture->ids, folder, FALSE, FALSE);

  usher_export_start (export);
  usher_test_wait_for (usher_export_get_state (export) == USHER_EXPORT_FAILED);
  g_assert_error (usher_export_get_error (export), USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_WRITE);
  g_assert_false (usher_export_get_active (export));
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (UsherExport) export = new_export (fixture, none, "none.usherlog", FALSE, FALSE);
  g_autoptr (GError) error = NULL;
  UsherVerification verification = { 0 };

  usher_export_start (export);
  wait_until_at_rest (export);
  g_assert_cmpint (usher_export_get_state (export), ==, USHER_EXPORT_DONE);
  g_assert_true (usher_verify_file (usher_export_get_path (export), &verification, NULL, &error));
  g_assert_cmpint (verification.verdict, ==, USHER_VERDICT_WHOLE);
  g_assert_cmpuint (verification.n_events, ==, 0);
}

/* The query's ids are those of its list. */
static void
test_ids (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) active = usher_query_with_status (all, USHER_INVITATION_STATUS_ACTIVE);
  g_autoptr (GPtrArray) ids = query_ids (fixture->session, active);
  GListModel *model = usher_session_get_invitations (fixture->session);

  usher_session_set_query (fixture->session, active);
  usher_test_wait_for (!usher_session_get_loading (fixture->session)
                       && g_list_model_get_n_items (model) == ids->len);
  g_assert_cmpuint (ids->len, >, 3);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (model, i);

      g_assert_cmpstr (usher_invitation_item_get_id (item), ==, g_ptr_array_index (ids, i));
    }
}

#define N_HELD 40

/* Every detail waits until the server is let go. */
static gboolean
on_held_request (UsherFixtureRequest *request, gpointer user_data)
{
  const char *id = strrchr (request->path, '/') + 1;
  g_autofree char *text = g_strdup_printf (
      "{\"id\": \"%s\", \"companyId\": \"a\", \"status\": \"ACTIVE\", \"createdAt\": \"2026-01-01T00:00:00Z\","
      " \"events\": [{\"id\": \"e-%s\", \"eventType\": \"CREATED\", \"createdAt\": \"2026-01-01T00:00:00Z\"}]}",
      id, id);

  return usher_fixture_hold (request) && usher_fixture_reply_json (request, text);
}

/* Counted where they arrive: never more than ten at a time, an export and whoever works on meanwhile taken together; and
 * however the answers come, the file has them in the order of the list. */
static void
test_in_flight (void)
{
  g_autoptr (UsherFixture) server = usher_fixture_start (on_held_request, NULL);
  UsherSession *session = usher_test_session_open (usher_fixture_get_base (server), "key", NULL);
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = g_build_filename (dir, "held.usherlog", NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  const UsherExportOptions options = { .path = path, .format = USHER_LOG_FORMAT_USHERLOG };
  g_autoptr (UsherExport) export = NULL;
  g_autofree char *text = NULL;
  GAsyncResult *slots[4] = { NULL };
  const char *at;

  for (guint i = 0; i < N_HELD; i++)
    g_ptr_array_add (ids, usher_fixture_make_id (i));
  export = usher_export_new (session, ids, &options);
  usher_export_start (export);
  usher_test_wait_for (usher_fixture_get_n_in_flight (server) == 8);
  /* Two places are free for whoever looks at an invitation meanwhile; the third waits. */
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    usher_session_fetch_invitation_async (session, g_ptr_array_index (ids, N_HELD - 1 - i), NULL,
                                          usher_test_keep_result, &slots[i]);
  usher_test_wait_for (usher_fixture_get_n_in_flight (server) == 10);
  g_assert_cmpuint (usher_export_get_n_done (export), ==, 0);
  usher_fixture_release (server);
  wait_until_at_rest (export);
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr (GAsyncResult) result = usher_test_take_result (&slots[i]);
    }
  g_assert_cmpint (usher_export_get_state (export), ==, USHER_EXPORT_DONE);
  g_assert_cmpuint (usher_export_get_n_done (export), ==, N_HELD);
  g_assert_cmpuint (usher_fixture_get_peak (server), ==, 10);

  text = read_file (path);
  at = text;
  for (guint i = 0; i < N_HELD; i++)
    {
      g_autofree char *event = g_strdup_printf ("\"e-%s\"", (char *) g_ptr_array_index (ids, i));

      at = strstr (at, event);
      g_assert_nonnull (at);
    }
  g_clear_object (&export);
  usher_test_session_close (session);
  usher_test_remove_tree (dir);
}

int
main (int argc, char **argv)
{
#define ADD(name, func) g_test_add ("/session/export/" name, Fixture, NULL, set_up, func, tear_down)
  g_test_init (&argc, &argv, NULL);
  ADD ("json", test_json);
  ADD ("usherlog", test_usherlog);
  ADD ("links", test_links);
  ADD ("failures", test_failures);
  ADD ("server-gone", test_server_gone);
  ADD ("cancel", test_cancel);
  ADD ("pause", test_pause);
  ADD ("no-room", test_no_room);
  ADD ("nothing", test_nothing);
  ADD ("ids", test_ids);
  g_test_add_func ("/session/export/in-flight", test_in_flight);
  return g_test_run ();
}
