/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/sandbox-http.h"

#include <string.h>

void
sandbox_reply_free (SandboxReply *reply)
{
  g_free (reply->body);
  g_clear_pointer (&reply->json, json_node_unref);
  g_clear_object (&reply->message);
  g_free (reply);
}

SandboxReply *
sandbox_ask_with (const char *url, const char *method, const char *key, const char *type,
                  const char *body)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  SandboxReply *reply = g_new0 (SandboxReply, 1);

  reply->message = soup_message_new (method, url);
  g_assert_nonnull (reply->message);
  soup_message_add_flags (reply->message, SOUP_MESSAGE_NO_REDIRECT);
  if (key != NULL)
    soup_message_headers_append (
        soup_message_get_request_headers (reply->message), "X-API-Key", key);
  if (body != NULL)
    {
      g_autoptr (GBytes) sent = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (reply->message, type, sent);
    }
  bytes = soup_session_send_and_read (session, reply->message, NULL, &error);
  g_assert_no_error (error);
  reply->status = soup_message_get_status (reply->message);
  reply->body = g_bytes_get_size (bytes) > 0
                  ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
                  : g_strdup ("");
  reply->json = json_from_string (reply->body, NULL);
  return reply;
}

SandboxReply *
sandbox_ask (UsherTestSandbox *sandbox, const char *method, const char *path, const char *body)
{
  g_autofree char *url = g_str_has_prefix (path, "http:")
                           ? g_strdup (path)
                           : g_strdup_printf ("%s/%s", sandbox->base_url, path);

  return sandbox_ask_with (url, method, sandbox->api_key, "application/json", body);
}

SandboxReply *
sandbox_get (UsherTestSandbox *sandbox, const char *format, ...)
{
  g_autofree char *path = NULL;
  va_list arguments;

  va_start (arguments, format);
  path = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return sandbox_ask (sandbox, "GET", path, NULL);
}

SandboxReply *
sandbox_post (UsherTestSandbox *sandbox, const char *body, const char *format, ...)
{
  g_autofree char *path = NULL;
  va_list arguments;

  va_start (arguments, format);
  path = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return sandbox_ask (sandbox, "POST", path, body);
}

/* Whether headers and as much body as they promise are there. */
static gboolean
is_whole (const GString *got)
{
  const char *end = strstr (got->str, "\r\n\r\n");
  const char *length = strstr (got->str, "Content-Length: ");

  return end != NULL && length != NULL
         && got->len >= (gsize) (end + 4 - got->str) + g_ascii_strtoull (length + 16, NULL, 10);
}

char *
sandbox_raw (UsherTestSandbox *sandbox, const char *bytes, gsize length)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = g_uri_parse (sandbox->base_url, G_URI_FLAGS_NONE, &error);
  GString *got = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  g_assert_no_error (error);
  g_socket_client_set_timeout (client, USHER_TEST_PATIENCE);
  connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", g_uri_get_port (uri), NULL, &error);
  g_assert_no_error (error);
  /* The service may hang up before it has all of it. */
  g_output_stream_write_all (
      g_io_stream_get_output_stream (G_IO_STREAM (connection)), bytes, length, NULL, NULL, NULL);
  do
    {
      n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                               sizeof buffer, NULL, NULL);
      if (n > 0)
        g_string_append_len (got, buffer, n);
    }
  while (n > 0 && !is_whole (got));
  return g_string_free (got, FALSE);
}

static JsonNode *
find (JsonNode *node, const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, ".", -1);

  for (gsize i = 0; parts[i] != NULL && *parts[i] != '\0' && node != NULL; i++)
    {
      if (JSON_NODE_HOLDS_OBJECT (node))
        node = json_object_get_member (json_node_get_object (node), parts[i]);
      else if (JSON_NODE_HOLDS_ARRAY (node))
        {
          guint n = g_ascii_strtoull (parts[i], NULL, 10);
          JsonArray *array = json_node_get_array (node);

          node = n < json_array_get_length (array) ? json_array_get_element (array, n) : NULL;
        }
      else
        node = NULL;
    }
  return node;
}

char *
sandbox_reply_dup (SandboxReply *reply, const char *path)
{
  JsonNode *node = find (reply->json, path);

  if (node == NULL)
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  return json_to_string (node, FALSE);
}

gint64
sandbox_reply_size (SandboxReply *reply, const char *path)
{
  JsonNode *node = find (reply->json, path);

  g_assert_nonnull (node);
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_size (json_node_get_object (node));
  g_assert_true (JSON_NODE_HOLDS_ARRAY (node));
  return json_array_get_length (json_node_get_array (node));
}
