/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The outbox against a server that takes requests and keeps its answers to itself. */

#include "usher-test-session.h"

#include <sqlite3.h>

#include "../api/usher-fixture-server.h"
#include "model/usher-json.h"
#include "model/usher-time.h"
#include "session/usher-accounts.h"
#include "store/usher-journal.h"

#define COMPANY "00000000-0000-4000-8000-00000000c001"
#define CONNECTION "00000000-0000-4000-8000-00000000d001"

typedef struct
{
  GMutex mutex;
  UsherFixture *fixture;   /* (owned) */
  char *dir;               /* (owned) the session's files */
  gboolean drop;           /* no answers to POSTs */
  gboolean hold;           /* POSTs wait until released */
  guint makes;             /* how many invitations a POST really makes */
  guint status;            /* the answer to POSTs */
  const char *answer;      /* (nullable) its body; NULL: what was made */
  gboolean hide_detail;    /* details answer 500 */
  gint64 clock_offset;     /* of the server, in microseconds */
  guint n_posts;
  int journal_state;       /* what the journal said when the last POST came */
  GPtrArray *made;         /* (owned) (element-type JsonNode) */
} Server;

static int
read_journal_state (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "journal.db", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  int state = -1;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
      sqlite3_prepare_v2 (db, "SELECT state FROM intents ORDER BY created_at DESC LIMIT 1", -1,
                          &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    state = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return state;
}

static void
make_one (Server *server, JsonObject *body, const char *path)
{
  g_autofree char *id = usher_fixture_make_id (server->made->len + 1);
  g_autofree char *now = usher_time_to_string (usher_time_now () + server->clock_offset);
  gint64 expires_in = usher_json_get_int (body, "expiresInSeconds", 0);
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonNode *emails = json_object_get_member (body, "allowedEmails");
  JsonNode *prefill = json_object_get_member (body, "prefill");

  json_node_take_object (node, object);
  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "companyId", COMPANY);
  if (strstr (path, "connection") != NULL)
    json_object_set_string_member (object, "connectionId", CONNECTION);
  json_object_set_string_member (object, "invitationType",
                                 strstr (path, "connection") != NULL ? "EDIT_CONNECTION"
                                                                     : "CREATE_CONNECTION");
  json_object_set_string_member (object, "status", "ACTIVE");
  json_object_set_string_member (object, "invitationUrl", "https://example.com/p/i/made");
  json_object_set_string_member (object, "createdAt", now);
  if (expires_in > 0)
    {
      g_autofree char *then = usher_time_to_string (usher_time_now () + server->clock_offset +
                                                    expires_in * G_USEC_PER_SEC);

      json_object_set_string_member (object, "expiresAt", then);
    }
  if (json_object_has_member (body, "maxUses"))
    json_object_set_int_member (object, "maxUses", usher_json_get_int (body, "maxUses", 1));
  if (emails != NULL)
    json_object_set_member (object, "allowedEmails", json_node_copy (emails));
  if (prefill != NULL)
    json_object_set_member (object, "prefill", json_node_copy (prefill));
  g_ptr_array_add (server->made, node);
}

static gboolean
reply (Server *server, UsherFixtureRequest *request, guint status, const char *body)
{
  g_autoptr (GDateTime) now =
    g_date_time_new_from_unix_utc ((usher_time_now () + server->clock_offset) / G_USEC_PER_SEC);
  g_autofree char *date = g_date_time_format (now, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n");

  return usher_fixture_reply (request, status, "application/json", date, body);
}

static JsonNode *
find_made (Server *server, const char *path)
{
  for (guint i = 0; i < server->made->len; i++)
    {
      JsonNode *node = g_ptr_array_index (server->made, i);

      if (strstr (path, usher_json_get_string (json_node_get_object (node), "id", "")) != NULL)
        return node;
    }
  return NULL;
}

static gboolean
answer_post (Server *server, UsherFixtureRequest *request)
{
  g_autoptr (JsonNode) body = usher_json_parse (request->body, -1, NULL);
  g_autofree char *text = NULL;
  JsonNode *target = find_made (server, request->path);

  server->n_posts++;
  server->journal_state = read_journal_state (server->dir);
  if (g_str_has_suffix (request->path, "/revoke") && server->makes > 0 && target != NULL)
    json_object_set_string_member (json_node_get_object (target), "status", "REVOKED");
  else if (body != NULL && target == NULL)
    for (guint i = 0; i < server->makes; i++)
      make_one (server, json_node_get_object (body), request->path);
  if (server->hold)
    {
      g_mutex_unlock (&server->mutex);
      usher_fixture_hold (request);
      g_mutex_lock (&server->mutex);
    }
  if (server->drop)
    return FALSE;
  if (server->answer == NULL && server->made->len > 0)
    text = usher_json_to_string (
      target != NULL ? target : g_ptr_array_index (server->made, server->made->len - 1), FALSE);
  return reply (server, request, server->status,
                server->answer != NULL ? server->answer : text != NULL ? text : "{}");
}

static gboolean
answer_list (Server *server, UsherFixtureRequest *request)
{
  g_autoptr (GString) text = g_string_new ("[");

  for (guint i = 0; i < server->made->len; i++)
    {
      g_autofree char *one = usher_json_to_string (g_ptr_array_index (server->made, i), FALSE);

      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", one);
    }
  g_string_append_c (text, ']');
  return reply (server, request, 200, text->str);
}

static gboolean
on_request (UsherFixtureRequest *request, gpointer user_data)
{
  Server *server = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);
  JsonNode *target = NULL;
  g_autofree char *text = NULL;

  if (g_str_equal (request->method, "POST"))
    return answer_post (server, request);
  if (g_str_equal (request->path, "/company"))
    return reply (server, request, 200, "[{\"id\": \"" COMPANY "\", \"name\": \"Example\", \"sites\": []}]");
  if (g_str_has_prefix (request->path, "/invitation/company/"))
    return answer_list (server, request);
  if (g_str_has_prefix (request->path, "/connection/company/"))
    return reply (server, request, 200, "[]");
  if (g_str_has_prefix (request->path, "/connection/"))
    return reply (server, request, 200, "{\"id\": \"" CONNECTION "\", \"company\": {\"id\": \"" COMPANY "\"}}");
  target = find_made (server, request->path);
  if (target == NULL)
    return reply (server, request, 404, "{\"detail\": \"Not found.\"}");
  if (server->hide_detail)
    return reply (server, request, 500, "");
  text = usher_json_to_string (target, FALSE);
  return reply (server, request, 200, text);
}

static Server *
server_new (void)
{
  Server *server = g_new0 (Server, 1);

  g_mutex_init (&server->mutex);
  server->dir = usher_test_make_dir ();
  server->status = 201;
  server->makes = 1;
  server->made = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  server->fixture = usher_fixture_start (on_request, server);
  return server;
}

static void
server_free (Server *server)
{
  usher_fixture_stop (server->fixture);
  g_ptr_array_unref (server->made);
  usher_test_remove_tree (server->dir);
  g_free (server->dir);
  g_mutex_clear (&server->mutex);
  g_free (server);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_free)

static UsherSession *
open_on (Server *server)
{
  return usher_test_session_open (usher_fixture_get_base (server->fixture), "key", server->dir);
}

static void
assert_state (UsherSession *session, UsherIntentState state)
{
  UsherIntent *intent = usher_test_session_get_intent (session, 0);

  g_assert_nonnull (intent);
  g_assert_cmpint (usher_intent_get_state (intent), ==, state);
  if (state != USHER_INTENT_QUEUED)
    g_assert_nonnull (usher_intent_get_message (intent));
}

/* It is on the disk as SENDING when the server hears of it, and gone from the list when it is done. */
static void
test_journal_first (void)
{
  g_autoptr (Server) server = server_new ();
  UsherSession *session = open_on (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (COMPANY);
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (GError) error = NULL;

  made = usher_test_session_create (session, draft, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (server->n_posts, ==, 1);
  g_assert_cmpint (server->journal_state, ==, USHER_INTENT_SENDING);
  g_assert_cmpint (read_journal_state (server->dir), ==, USHER_INTENT_DONE);
  g_assert_null (usher_test_session_get_intent (session, 0));
  usher_test_session_close (session);
}

/* The answer is lost, and what was made is found; sent once all the same. */
static void
test_found (void)
{
  static const gint64 offsets[] = { 0, G_TIME_SPAN_HOUR, -G_TIME_SPAN_HOUR };

  for (gsize i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      g_autoptr (Server) server = server_new ();
      UsherSession *session = open_on (server);
      g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (COMPANY);
      g_autoptr (UsherInvitation) made = NULL;
      g_autoptr (GError) error = NULL;

      server->clock_offset = offsets[i];
      server->drop = TRUE;
      usher_invitation_draft_set_expires_in (draft, 3600);
      usher_invitation_draft_set_country (draft, "us");
      made = usher_test_session_create (session, draft, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (server->n_posts, ==, 1);
      g_assert_null (usher_test_session_get_intent (session, 0));
      usher_test_wait_for (g_list_model_get_n_items (usher_session_get_invitations (session)) == 1);
      usher_test_session_close (session);
    }
}

static void
test_found_reconnect (void)
{
  g_autoptr (Server) server = server_new ();
  UsherSession *session = open_on (server);
  g_autoptr (UsherInvitationDraft) draft =
    usher_invitation_draft_new (USHER_INVITATION_KIND_RECONNECT);
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (GError) error = NULL;

  server->drop = TRUE;
  usher_invitation_draft_set_connection_id (draft, CONNECTION);
  made = usher_test_session_create (session, draft, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (usher_invitation_get_connection_id (made), ==, CONNECTION);
  usher_test_session_close (session);
}

/* Nothing like it, or too much like it: the person decides, and nothing is sent again. */
static void
test_unclear (void)
{
  static const guint makes[] = { 0, 2 };

  for (gsize i = 0; i < G_N_ELEMENTS (makes); i++)
    {
      g_autoptr (Server) server = server_new ();
      UsherSession *session = open_on (server);
      g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (COMPANY);
      g_autoptr (GError) error = NULL;

      server->drop = TRUE;
      server->makes = makes[i];
      g_assert_null (usher_test_session_create (session, draft, NULL, &error));
      g_assert_true (usher_api_error_is_unclear (error));
      assert_state (session, USHER_INTENT_UNCLEAR);
      g_assert_true (usher_test_session_sync (session, NULL));
      usher_test_settle ();
      assert_state (session, USHER_INTENT_UNCLEAR);
      g_assert_cmpuint (server->n_posts, ==, 1);
      usher_test_session_close (session);
      session = open_on (server);
      assert_state (session, USHER_INTENT_UNCLEAR);
      g_assert_true (usher_test_session_sync (session, NULL));
      g_assert_cmpuint (server->n_posts, ==, 1);
      usher_test_session_close (session);
    }
}

/* The one that another create has made is not taken for the one that is missing; after a restart
 * neither. */
static void
test_claimed (void)
{
  g_autoptr (Server) server = server_new ();
  UsherSession *session = open_on (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (COMPANY);
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (GError) error = NULL;

  made = usher_test_session_create (session, draft, NULL, &error);
  g_assert_no_error (error);
  server->drop = TRUE;
  server->makes = 0;
  g_assert_null (usher_test_session_create (session, draft, NULL, &error));
  assert_state (session, USHER_INTENT_UNCLEAR);
  usher_test_session_close (session);
  session = open_on (server);
  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_settle ();
  assert_state (session, USHER_INTENT_UNCLEAR);
  usher_test_session_close (session);
}

static void
test_cancelled (void)
{
  g_autoptr (Server) server = server_new ();
  UsherSession *session = open_on (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (COMPANY);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) early = g_cancellable_new ();
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) early_error = NULL;

  /* Before it was sent: it never was. */
  g_cancellable_cancel (early);
  g_assert_null (usher_test_session_create (session, draft, early, &early_error));
  g_assert_error (early_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (usher_test_session_get_intent (session, 0));
  g_assert_cmpuint (server->n_posts, ==, 0);

  server->hold = TRUE;
  server->makes = 0;
  usher_session_create_async (session, draft, cancellable, usher_test_keep_result, &slot);
  usher_test_wait_for (g_atomic_int_get (&server->n_posts) == 1);
  g_cancellable_cancel (cancellable);
  usher_test_wait_for (slot != NULL);
  g_assert_null (usher_session_create_finish (session, slot, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&slot);
  assert_state (session, USHER_INTENT_UNCLEAR);
  usher_fixture_release (server->fixture);
  usher_test_session_close (session);
}

static void
copy_file (const char *from, const char *to, const char *name)
{
  g_autofree char *source = g_build_filename (from, name, NULL);
  g_autofree char *target = g_build_filename (to, name, NULL);
  g_autofree char *data = NULL;
  gsize length;

  if (g_file_get_contents (source, &data, &length, NULL))
    g_assert_true (g_file_set_contents (target, data, (gssize) length, NULL));
}

/* The disk as it is while a request is under way, as a power cut leaves it: the next run finds out. */
static void
test_crash (void)
{
  g_autoptr (Server) server = server_new ();
  g_autofree char *dir = usher_test_make_dir ();
  UsherSession *session = open_on (server);
  UsherSession *next;
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (COMPANY);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;

  server->hold = TRUE;
  usher_session_create_async (session, draft, cancellable, usher_test_keep_result, &slot);
  usher_test_wait_for (g_atomic_int_get (&server->n_posts) == 1);
  copy_file (server->dir, dir, "journal.db");
  copy_file (server->dir, dir, "journal.db-wal");
  next = usher_test_session_open (usher_fixture_get_base (server->fixture), "key", dir);
  g_assert_cmpint (usher_intent_get_state (usher_test_session_get_intent (next, 0)), ==,
                   USHER_INTENT_UNCLEAR);
  g_assert_true (usher_test_session_sync (next, NULL));
  usher_test_wait_for (usher_test_session_get_intent (next, 0) == NULL);
  g_assert_cmpuint (server->n_posts, ==, 1);
  usher_test_session_close (next);
  usher_fixture_release (server->fixture);
  usher_test_wait_for (slot != NULL);
  g_clear_object (&slot);
  usher_test_session_close (session);
  usher_test_remove_tree (dir);
}

/* What was written down and never sent is shown, and never sent by itself. */
static void
test_queued (void)
{
  g_autoptr (Server) server = server_new ();
  g_autofree char *path = g_build_filename (server->dir, "journal.db", NULL);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (COMPANY);
  g_autoptr (UsherIntent) intent = usher_intent_new_create (draft);
  GAsyncResult *slot = NULL;
  UsherJournal *journal;
  UsherSession *session;

  usher_journal_open_async (path, NULL, usher_test_keep_result, &slot);
  usher_test_wait_for (slot != NULL);
  journal = usher_journal_open_finish (slot, NULL);
  g_clear_object (&slot);
  usher_journal_write_async (journal, intent, NULL, usher_test_keep_result, &slot);
  usher_test_wait_for (slot != NULL);
  g_assert_true (usher_journal_write_finish (journal, slot, NULL));
  g_clear_object (&slot);
  usher_journal_close_async (journal, usher_test_keep_result, &slot);
  usher_test_wait_for (slot != NULL);
  g_clear_object (&slot);
  g_object_unref (journal);

  session = open_on (server);
  assert_state (session, USHER_INTENT_QUEUED);
  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_settle ();
  assert_state (session, USHER_INTENT_QUEUED);
  g_assert_cmpuint (server->n_posts, ==, 0);
  usher_test_session_close (session);
}

static void
test_refused (void)
{
  g_autoptr (Server) server = server_new ();
  UsherSession *session = open_on (server);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (COMPANY);
  g_autoptr (GError) error = NULL;

  server->makes = 0;
  server->status = 400;
  server->answer = "{\"prefill\": {\"country\": [\"Not there.\"]}}";
  g_assert_null (usher_test_session_create (session, draft, NULL, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_INVALID_REQUEST);
  g_assert_nonnull (usher_field_errors_lookup (usher_api_error_get_field_errors (error),
                                               USHER_FIELD_COUNTRY));
  assert_state (session, USHER_INTENT_REFUSED);
  usher_test_session_close (session);
}

static char *
make_invitation (Server *server, UsherSession *session)
{
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (COMPANY);
  g_autoptr (UsherInvitation) made = usher_test_session_create (session, draft, NULL, NULL);

  g_assert_nonnull (made);
  server->n_posts = 0;
  return g_strdup (usher_invitation_get_id (made));
}

/* The detail tells whether a revoke without an answer has happened. */
static void
test_unclear_revoke (void)
{
  for (guint happens = 0; happens < 2; happens++)
    {
      g_autoptr (Server) server = server_new ();
      UsherSession *session = open_on (server);
      g_autofree char *id = make_invitation (server, session);
      g_autoptr (UsherInvitation) revoked = NULL;
      g_autoptr (GError) error = NULL;

      server->drop = TRUE;
      server->makes = happens;
      revoked = usher_test_session_revoke (session, id, &error);
      g_assert_cmpuint (server->n_posts, ==, 1);
      if (happens)
        {
          g_assert_no_error (error);
          g_assert_cmpint (usher_invitation_get_status (revoked), ==,
                           USHER_INVITATION_STATUS_REVOKED);
          g_assert_null (usher_test_session_get_intent (session, 0));
        }
      else
        {
          g_assert_true (usher_api_error_is_unclear (error));
          assert_state (session, USHER_INTENT_REFUSED);
        }
      usher_test_session_close (session);
    }
}

static void
test_unclear_resend (void)
{
  g_autoptr (Server) server = server_new ();
  UsherSession *session = open_on (server);
  g_autofree char *id = make_invitation (server, session);
  g_autoptr (GError) error = NULL;

  server->drop = TRUE;
  g_assert_null (usher_test_session_resend (session, id, &error));
  assert_state (session, USHER_INTENT_UNCLEAR);
  g_assert_cmpstr (usher_intent_get_summary (usher_test_session_get_intent (session, 0)), ==,
                   "a@example.com");
  g_assert_true (usher_test_session_sync (session, NULL));
  assert_state (session, USHER_INTENT_UNCLEAR);
  g_assert_cmpuint (server->n_posts, ==, 1);
  usher_test_session_close (session);
}

/* An empty answer (contract 3.8) is as good as one with the invitation. */
static void
test_empty_answer (void)
{
  g_autoptr (Server) server = server_new ();
  UsherSession *session = open_on (server);
  g_autofree char *id = make_invitation (server, session);
  g_autoptr (UsherInvitation) revoked = NULL;
  g_autoptr (UsherInvitation) loaded = NULL;
  g_autoptr (GError) error = NULL;

  server->status = 204;
  server->answer = "";
  revoked = usher_test_session_revoke (session, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (usher_invitation_get_status (revoked), ==, USHER_INVITATION_STATUS_REVOKED);
  loaded = usher_test_session_load (session, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (usher_invitation_get_status (loaded), ==, USHER_INVITATION_STATUS_REVOKED);
  usher_test_session_close (session);
}

/* What the server's threads do wakes nobody here. */
static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_timeout_add (20, on_tick, NULL);
  g_test_add_func ("/session/outbox/journal-first", test_journal_first);
  g_test_add_func ("/session/outbox/found", test_found);
  g_test_add_func ("/session/outbox/found-reconnect", test_found_reconnect);
  g_test_add_func ("/session/outbox/unclear", test_unclear);
  g_test_add_func ("/session/outbox/claimed", test_claimed);
  g_test_add_func ("/session/outbox/cancelled", test_cancelled);
  g_test_add_func ("/session/outbox/crash", test_crash);
  g_test_add_func ("/session/outbox/queued", test_queued);
  g_test_add_func ("/session/outbox/refused", test_refused);
  g_test_add_func ("/session/outbox/unclear-revoke", test_unclear_revoke);
  g_test_add_func ("/session/outbox/unclear-resend", test_unclear_resend);
  g_test_add_func ("/session/outbox/empty-answer", test_empty_answer);
  return g_test_run ();
}
