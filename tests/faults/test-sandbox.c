/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sandbox among crowds and strangers, beside what tests/sandbox/ asks of it: five hundred open connections, half
 * of them in the middle of a request, and pages of other sites that a browser lets speak to it. */

#include <string.h>
#include <unistd.h>

#include "common/usher-test-sandbox.h"
#include "sandbox/sandbox-http.h"

#define N_OPEN 500

static GSocketConnection *
call (UsherTestSandbox *sandbox, const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (sandbox->base_url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GSocketConnection *connection;
  g_autoptr (GError) error = NULL;

  connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) g_uri_get_port (uri), NULL, &error);
  g_assert_no_error (error);
  /* It may have been shown the door by the time that it speaks. */
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text, strlen (text), NULL,
                             NULL, NULL);
  return connection;
}

static void
test_crowd (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (GPtrArray) crowd = g_ptr_array_new_with_free_func (g_object_unref);
  static const char *const openings[]
      = { "", "G", "GET /v2.2/ping HTTP/1.1\r\nHost: 127", "POST /v2.2/x HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf" };

  if (sysconf (_SC_OPEN_MAX) < N_OPEN + 100)
    {
      g_test_skip ("this session may not open that many files");
      return;
    }
  for (guint i = 0; i < N_OPEN; i++)
    {
      g_ptr_array_add (crowd, call (sandbox, openings[i % G_N_ELEMENTS (openings)]));
      if (i % 100 == 99)
        {
          g_autoptr (SandboxReply) reply = sandbox_get (sandbox, "ping");

          sandbox_assert_status (reply, 200);
        }
    }
  g_ptr_array_set_size (crowd, 0);
  {
    g_autoptr (SandboxReply) reply = sandbox_get (sandbox, "company");

    sandbox_assert_status (reply, 200);
  }
  g_test_message ("figure: sandbox: %u open connections, answered all the while", N_OPEN);
}

/* What a page of another site can make a browser send without asking first: it has no key, and must get nothing to
 * read, whatever its Origin and type say. */
static void
test_origin (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (GUri) uri = g_uri_parse (sandbox->base_url, G_URI_FLAGS_NONE, NULL);
  static const char *const origins[] = { "https://evil.example", "null", "http://127.0.0.1", "http://localhost:1", "file://" };
  static const char *const starts[] = { "GET /v2.2/company", "POST /v2.2/invitation/company/%s", "OPTIONS /v2.2/company",
                                        "GET /v2.2/invitation/company/%s" };
  static const char *const types[] = { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data" };

  for (gsize i = 0; i < G_N_ELEMENTS (origins); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (starts); j++)
      {
        g_auto (GStrv) around = g_strsplit (starts[j], "%s", 2);
        g_autofree char *start = g_strjoinv (sandbox->companies[0], around);
        g_autofree char *request = g_strdup_printf (
            "%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: %s\r\nContent-Type: %s\r\nContent-Length: 2\r\n"
            "Access-Control-Request-Headers: x-api-key\r\nConnection: close\r\n\r\n{}",
            start, g_uri_get_port (uri), origins[i], types[(i + j) % G_N_ELEMENTS (types)]);
        g_autofree char *answer = sandbox_raw (sandbox, request, strlen (request));

        g_test_message ("%s from %s: %.12s", start, origins[i], answer);
        g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 4"));
        g_assert_null (strstr (answer, "Access-Control-Allow"));
        g_assert_null (strstr (answer, sandbox->companies[0]));
      }
  {
    g_autoptr (SandboxReply) reply = sandbox_get (sandbox, "invitation/company/%s", sandbox->companies[0]);

    sandbox_assert_status (reply, 200);
    sandbox_assert_value (reply, "totalInvitations", "0");
  }
}

/* Ways out of a folder, below every part of the service, with the key and without: nothing is found there, least of all
 * files. */
static void
test_paths (void)
{
  static const char *const roots[] = { "/", "/v2.2/", "/v2.2/company/", "/p/", "/p/i/", "/p/brand/", "/p/style.css/", "/outbox/",
                                       "/fonts/" };
  static const char *const tricks[] = {
    "..", "../", "../sandbox.db", "../../../../../../../../etc/passwd", "..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "%252e%252e%252fetc%252fpasswd", "..\\..\\..\\etc\\passwd", "..%5c..%5cetc%5cpasswd",
    "%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd", "%e0%80%ae%e0%80%ae/etc/passwd", "....//....//etc/passwd", "..;/..;/etc/passwd",
    "./././../sandbox.db", "/etc/passwd", "//etc/passwd", "%2fetc%2fpasswd", "file:///etc/passwd", "sandbox.db", "sandbox.db-wal",
    "sandbox.db%00.css", "etc/passwd%00.html", ".%00./etc/passwd", "~root", ".git/config", "proc/self/environ",
    "..%2f..%2fproc%2fself%2fcmdline", "\xff\xfe", "a%0d%0aX-Injected:%20yes", "%0d%0aSet-Cookie:%20a=b",
  };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (GUri) uri = g_uri_parse (sandbox->base_url, G_URI_FLAGS_NONE, NULL);
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (roots); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (tricks); j++)
      for (guint with_key = 0; with_key < 2; with_key++)
        {
          g_autofree char *key = g_strdup_printf ("X-API-Key: %s\r\n", sandbox->api_key);
          g_autofree char *request = g_strdup_printf ("GET %s%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%sConnection: close\r\n\r\n",
                                                      roots[i], tricks[j], g_uri_get_port (uri), with_key ? key : "");
          g_autofree char *answer = sandbox_raw (sandbox, request, strlen (request));

          /* "/p/.." and the like may be "/": the page that tells what this is, which everybody may read. */
          if (!g_str_has_prefix (answer, "HTTP/1.1 4"))
            g_test_message ("%s%s: %.40s", roots[i], tricks[j], answer);
          g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 4"));
          g_assert_null (strstr (answer, "root:"));
          g_assert_null (strstr (answer, "SQLite format"));
          g_assert_null (strstr (answer, sandbox->api_key));
          g_assert_null (strstr (answer, sandbox->dir));
          g_assert_null (strstr (answer, "\nX-Injected"));
          g_assert_null (strstr (answer, "\nSet-Cookie: a=b"));
          n++;
        }
  g_test_message ("figure: sandbox: %u ways out of its paths, none leads anywhere", n);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults/sandbox/crowd", test_crowd);
  g_test_add_func ("/faults/sandbox/origin", test_origin);
  g_test_add_func ("/faults/sandbox/paths", test_paths);
  return g_test_run ();
}
