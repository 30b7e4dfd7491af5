/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "usher-test-outbox.h"

#include <sqlite3.h>

#include "model/usher-json.h"
#include "model/usher-time.h"

int
usher_test_outbox_read_state (const char *dir)
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
make_one (UsherTestOutbox *server, JsonObject *body, const char *path)
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
  json_object_set_string_member (object, "companyId", USHER_TEST_COMPANY);
  if (strstr (path, "connection") != NULL)
    json_object_set_string_member (object, "connectionId", USHER_TEST_CONNECTION);
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
reply (UsherTestOutbox *server, UsherFixtureRequest *request, guint status, const char *body)
{
  g_autoptr (GDateTime) now =
    g_date_time_new_from_unix_utc ((usher_time_now () + server->clock_offset) / G_USEC_PER_SEC);
  g_autofree char *date = g_date_time_format (now, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n");

  return usher_fixture_reply (request, status, "application/json", date, body);
}

static JsonNode *
find_made (UsherTestOutbox *server, const char *path)
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
answer_post (UsherTestOutbox *server, UsherFixtureRequest *request)
{
  g_autoptr (JsonNode) body = usher_json_parse (request->body, -1, NULL);
  g_autofree char *text = NULL;
  JsonNode *target = find_made (server, request->path);

  server->n_posts++;
  server->journal_state = usher_test_outbox_read_state (server->dir);
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
answer_list (UsherTestOutbox *server, UsherFixtureRequest *request)
{
  g_autoptr (GString) text = g_string_new ("[");

  server->n_lists++;
  if (server->break_list)
    return reply (server, request, 500, "");
  for (guint i = 0; i < server->made->len && !server->hide_list; i++)
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
  UsherTestOutbox *server = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);
  JsonNode *target = NULL;
  g_autofree char *text = NULL;

  if (g_str_equal (request->method, "POST"))
    return answer_post (server, request);
  if (g_str_equal (request->path, "/company"))
    return reply (server, request, 200, "[{\"id\": \"" USHER_TEST_COMPANY "\", \"name\": \"Example\", \"sites\": []}]");
  if (g_str_has_prefix (request->path, "/invitation/company/"))
    return answer_list (server, request);
  if (g_str_has_prefix (request->path, "/connection/company/"))
    return reply (server, request, 200, "[]");
  if (g_str_has_prefix (request->path, "/connection/"))
    return reply (server, request, 200, "{\"id\": \"" USHER_TEST_CONNECTION "\", \"company\": {\"id\": \"" USHER_TEST_COMPANY "\"}}");
  target = find_made (server, request->path);
  if (target == NULL)
    return reply (server, request, 404, "{\"detail\": \"Not found.\"}");
  if (server->hide_detail)
    return reply (server, request, 500, "");
  text = usher_json_to_string (target, FALSE);
  return reply (server, request, 200, text);
}

UsherTestOutbox *
usher_test_outbox_new (void)
{
  UsherTestOutbox *server = g_new0 (UsherTestOutbox, 1);

  g_mutex_init (&server->mutex);
  server->dir = usher_test_make_dir ();
  server->status = 201;
  server->makes = 1;
  server->made = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  server->fixture = usher_fixture_start (on_request, server);
  return server;
}

void
usher_test_outbox_free (UsherTestOutbox *server)
{
  usher_fixture_stop (server->fixture);
  g_ptr_array_unref (server->made);
  usher_test_remove_tree (server->dir);
  g_free (server->dir);
  g_mutex_clear (&server->mutex);
  g_free (server);
}

UsherSession *
usher_test_outbox_open (UsherTestOutbox *server)
{
  return usher_test_session_open (usher_fixture_get_base (server->fixture), "key", server->dir);
}
