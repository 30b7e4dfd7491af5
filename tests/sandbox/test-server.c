/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may ask, and what happens to requests that are none: keys, hosts, methods, sizes, nonsense.
 */

#include "sandbox/sandbox-http.h"

#include <string.h>

static void
test_key (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *ping = g_strconcat (sandbox->base_url, "/ping", NULL);
  g_autofree char *longer = g_strconcat (sandbox->api_key, "x", NULL);
  g_autofree char *shorter = g_strndup (sandbox->api_key, strlen (sandbox->api_key) - 1);
  g_autofree char *in_query = g_strdup_printf ("%s?X-API-Key=%s", ping, sandbox->api_key);
  const char *keys[] = { NULL, "", "x", longer, shorter };
  g_autoptr (SandboxReply) good = sandbox_ask_with (ping, "GET", sandbox->api_key, NULL, NULL);
  g_autoptr (SandboxReply) query = sandbox_ask_with (in_query, "GET", NULL, NULL, NULL);

  sandbox_assert_status (good, 200);
  sandbox_assert_status (query, 401);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (SandboxReply) reply = sandbox_ask_with (ping, "GET", keys[i], NULL, NULL);

      sandbox_assert_status (reply, 401);
      g_assert_nonnull (strstr (reply->body, "\"detail\""));
    }
}

static void
test_methods (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  static const struct
  {
    const char *method;
    const char *path;
    const char *allow;
  } cases[] = {
    { "POST", "ping", "GET, HEAD" },
    { "DELETE", "company", "GET, HEAD" },
    { "PATCH", "invitation/x", "GET, HEAD" },
    { "GET", "invitation/connection/x", "POST" },
    { "GET", "invitation/x/revoke", "POST" },
    { "PUT", "invitation/company/x", "GET, HEAD, POST" },
    { "OPTIONS", "ping", "GET, HEAD" },
  };
  g_autoptr (SandboxReply) head = sandbox_ask (sandbox, "HEAD", "ping", NULL);

  sandbox_assert_status (head, 200);
  g_assert_cmpstr (head->body, ==, "");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SandboxReply) reply = sandbox_ask (sandbox, cases[i].method, cases[i].path, NULL);

      sandbox_assert_status (reply, 405);
      g_assert_cmpstr (soup_message_headers_get_one (
                           soup_message_get_response_headers (reply->message), "Allow"),
                       ==,
                       cases[i].allow);
    }
}

static void
assert_raw (UsherTestSandbox *sandbox, const char *request, const char *status)
{
  g_autofree char *answer = sandbox_raw (sandbox, request, strlen (request));

  if (!g_str_has_prefix (answer, status))
    g_test_message ("asked: %s\nanswered: %s", request, answer);
  g_assert_true (g_str_has_prefix (answer, status));
}

/* A page of somebody else whose name leads here (DNS rebinding) gets nothing. */
static void
test_host (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (GUri) uri = g_uri_parse (sandbox->base_url, G_URI_FLAGS_NONE, NULL);
  static const struct
  {
    const char *host;   /* %d is the port */
    gboolean is_allowed;
  } cases[] = {
    { "127.0.0.1:%d", TRUE },  { "localhost:%d", TRUE },  { "LocalHost:%d", TRUE },       { "[::1]:%d", TRUE },
    { "127.0.0.1", FALSE },    { "127.0.0.1:1", FALSE },  { "evil.example:%d", FALSE },   { "127.0.0.1.example:%d", FALSE },
    { "localhost", FALSE },    { "0.0.0.0:%d", FALSE },   { "a@127.0.0.1:%d", FALSE },    { "", FALSE },
    { "127.0.0.2:%d", FALSE }, { "[::1", FALSE },         { "127.0.0.1:%d, x", FALSE },   { "localhost.:%d", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) around = g_strsplit (cases[i].host, "%d", 2);
      g_autofree char *host =
          g_strv_length (around) < 2
              ? g_strdup (cases[i].host)
              : g_strdup_printf ("%s%d%s", around[0], g_uri_get_port (uri), around[1]);
      g_autofree char *request = g_strdup_printf (
          "GET /v2.2/ping HTTP/1.1\r\nHost: %s\r\nX-API-Key: %s\r\nConnection: close\r\n\r\n",
          host,
          sandbox->api_key);

      assert_raw (sandbox, request, cases[i].is_allowed ? "HTTP/1.1 200" : "HTTP/1.1 400");
    }
  assert_raw (sandbox, "GET /v2.2/ping HTTP/1.1\r\nConnection: close\r\n\r\n", "HTTP/1.1 400");
  assert_raw (sandbox, "GET /v2.2/ping HTTP/1.0\r\n\r\n", "HTTP/1.0 400");
  assert_raw (
      sandbox,
      "GET http://evil.example/v2.2/ping HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
      "HTTP/1.1 400");
}

/* After nonsense of every kind the service still answers, and has said nothing worse than 4xx. */
static void
test_nonsense (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (GUri) uri = g_uri_parse (sandbox->base_url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *host =
      g_strdup_printf ("Host: 127.0.0.1:%d\r\nX-API-Key: %s\r\nConnection: close\r\n",
                       g_uri_get_port (uri),
                       sandbox->api_key);
  static const char *const starts[] = {
    "GET /v2.2/company/%zz HTTP/1.1",
    "GET /v2.2/company/%00 HTTP/1.1",
    "GET /v2.2/company/%ff%fe HTTP/1.1",
    "GET /v2.2/%2e%2e/%2e%2e/etc/passwd HTTP/1.1",
    "GET /../../etc/passwd HTTP/1.1",
    "GET /p/i/%00 HTTP/1.1",
    "GET /p/i/ HTTP/1.1",
    "GET // HTTP/1.1",
    "GET ? HTTP/1.1",
    "GET  HTTP/1.1",
    "OPTIONS * HTTP/1.1",
    "CONNECT 127.0.0.1:1 HTTP/1.1",
    "TRACE /v2.2/ping HTTP/1.1",
    "BREW /v2.2/ping HTTP/1.1",
    "GET /v2.2/invitation/company/x?page=%zz HTTP/1.1",
    "GET /v2.2/site/company/x?%00=%00 HTTP/1.1",
    "POST /v2.2/invitation/company/x HTTP/1.1\r\nContent-Length: -5",
    "POST /v2.2/invitation/company/x HTTP/1.1\r\nContent-Length: 0x10",
    "POST /v2.2/invitation/company/x HTTP/1.1\r\nContent-Length: 1, 1",
    "POST /v2.2/invitation/company/x HTTP/1.1\r\nContent-Length: 2000000\r\nExpect: 100-continue",
    "POST /v2.2/invitation/company/x HTTP/1.1\r\nContent-Length: 99999999999999999999\r\nExpect: "
    "100-continue",
    "\x01\x02\x03",
    "GET",
    "GET /v2.2/ping HTTP/9.9",
  };
  g_autoptr (SandboxReply) good = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_autofree char *request = g_strdup_printf ("%s\r\n%s\r\n", starts[i], host);
      g_autofree char *answer = sandbox_raw (sandbox, request, strlen (request));

      g_test_message ("%s -> %.12s", starts[i], answer);
      /* libsoup answers a version that it does not know with 505, and from 3.6 on hangs up on a length below zero. */
      g_assert_true ((*answer == '\0' && strstr (starts[i], "Length: -") != NULL) || g_str_has_prefix (answer, "HTTP/1.1 4") || g_str_has_prefix (answer, "HTTP/1.0 4")
                     || g_str_has_prefix (answer, "HTTP/1.0 505"));
    }
  good = sandbox_get (sandbox, "ping");
  sandbox_assert_status (good, 200);
}

static void
test_huge (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *url =
      g_strdup_printf ("%s/invitation/company/%s", sandbox->base_url, sandbox->companies[0]);
  g_autofree char *padding = g_strnfill (1024 * 1024, 'x');
  g_autofree char *body = g_strdup_printf ("{\"a\": \"%s\"}", padding);
  g_autofree char *headers =
      g_strdup_printf ("GET /v2.2/ping HTTP/1.1\r\nX-A: %s\r\n\r\n", padding);
  g_autofree char *chunk = g_strdup_printf ("100000\r\n%s\r\n", padding);
  g_autoptr (GString) endless =
      g_string_new ("POST /v2.2/invitation/company/x HTTP/1.1\r\nHost: x\r\n"
                    "Transfer-Encoding: chunked\r\n\r\n");
  g_autoptr (SandboxReply) large = sandbox_ask_with (url, "POST", sandbox->api_key, "application/json", body);
  g_autofree char *cut_off = NULL, *refused = NULL;
  g_autoptr (SandboxReply) good = NULL;

  sandbox_assert_status (large, 413);
  sandbox_assert_value (large, "detail", "The request body is too large.");
  refused = sandbox_raw (sandbox, headers, strlen (headers));
  g_assert_true (*refused == '\0' || g_str_has_prefix (refused, "HTTP/1.1 4"));
  for (int i = 0; i < 40; i++)
    g_string_append (endless, chunk);
  cut_off = sandbox_raw (sandbox, endless->str, endless->len);
  g_assert_cmpstr (cut_off, ==, "");
  good = sandbox_get (sandbox, "ping");
  sandbox_assert_status (good, 200);
}

static void
test_bodies (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *url =
      g_strdup_printf ("%s/invitation/company/%s", sandbox->base_url, sandbox->companies[0]);
  static const char * const types[] = { "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "" };
  static const char * const bodies[] = { "{", "[]", "null", "\"x\"", "1", "{} {}", "not json", "<html></html>",
                                         "{\"maxUses\": 1,}", "{\"allowedEmails\": [\"\\ud800\"]}" };
  g_autoptr (SandboxReply) charset =
    sandbox_ask_with (url, "POST", sandbox->api_key, "application/json; charset=utf-8", "{}");

  sandbox_assert_status (charset, 201);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (SandboxReply) reply =
        sandbox_ask_with (url, "POST", sandbox->api_key, *types[i] != '\0' ? types[i] : NULL, "{}");

      sandbox_assert_status (reply, 415);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (SandboxReply) reply = sandbox_post (sandbox, bodies[i], "invitation/company/%s",
                                                     sandbox->companies[0]);

      sandbox_assert_status (reply, 400);
      g_assert_nonnull (strstr (reply->body, "\"detail\""));
    }
}

/* The work is done at once and the answer waits; hanging up in between harms nothing. */
static void
test_latency (void)
{
  static const char * const extra[] = { "--latency", "300", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GUri) uri = g_uri_parse (sandbox->base_url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *request = g_strdup_printf (
      "GET /v2.2/ping HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", g_uri_get_port (uri));
  g_autoptr (SandboxReply) reply = NULL;
  gint64 before;

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (GSocketConnection) connection =
        g_socket_client_connect_to_host (client, "127.0.0.1", g_uri_get_port (uri), NULL, NULL);

      g_assert_nonnull (connection);
      g_assert_true (
          g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                     request,
                                     strlen (request),
                                     NULL,
                                     NULL,
                                     NULL));
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }
  before = g_get_monotonic_time ();
  reply = sandbox_get (sandbox, "ping");
  sandbox_assert_status (reply, 200);
  g_assert_cmpint (g_get_monotonic_time () - before, >=, 300 * 1000);
}

static guint
count_descriptors (UsherTestSandbox *sandbox)
{
  g_autofree char *path =
      g_strdup_printf ("/proc/%s/fd", g_subprocess_get_identifier (sandbox->process));
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &error);
  guint n = 0;

  g_assert_no_error (error);
  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Every connection that ends gives its descriptor back. */
static void
test_descriptors (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  guint before;

  if (!g_file_test ("/proc/self/fd", G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("there is no /proc here");
      return;
    }
  before = count_descriptors (sandbox);
  for (int i = 0; i < 40; i++)
    {
      g_autoptr (SandboxReply) reply = sandbox_get (sandbox, "ping");

      sandbox_assert_status (reply, 200);
    }
  /* The last ones may still be closing. */
  g_assert_cmpuint (count_descriptors (sandbox), <, before + 10);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/server/key", test_key);
  g_test_add_func ("/sandbox/server/methods", test_methods);
  g_test_add_func ("/sandbox/server/host", test_host);
  g_test_add_func ("/sandbox/server/nonsense", test_nonsense);
  g_test_add_func ("/sandbox/server/huge", test_huge);
  g_test_add_func ("/sandbox/server/bodies", test_bodies);
  g_test_add_func ("/sandbox/server/latency", test_latency);
  g_test_add_func ("/sandbox/server/descriptors", test_descriptors);
  return g_test_run ();
}
