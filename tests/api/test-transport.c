/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One exchange at a time, with servers that break it in every way. */

#include "api/usher-client-private.h"
#include "api/usher-network-error.h"
#include "usher-api-test.h"
#include "usher-fixture-server.h"

#include <string.h>

#include <libsoup/soup.h>

#define KEY "test-key-0123456789"

#ifdef __SANITIZE_ADDRESS__
/* Reading the thread-local storage of the crypto library's modules, the leak check of GCC 12 crashes. */
const char *__asan_default_options (void);
const char *
__asan_default_options (void)
{
  return "intercept_tls_get_addr=0";
}
#endif

static UsherTransport *
new_transport (UsherFixture *server)
{
  g_autoptr (SecretValue) key = secret_value_new (KEY, -1, "text/plain");

  return usher_transport_new (usher_fixture_get_base (server), key);
}

static UsherAnswer *
send_and_wait (UsherTransport *transport, const char *method, const char *path, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = strcmp (method, "POST") == 0 ? g_bytes_new_static ("{}", 2) : NULL;

  usher_transport_send_async (transport, method, path, NULL, body, NULL, usher_test_keep_result,
                              &slot);
  result = usher_test_take_result (&slot);
  return usher_transport_send_finish (transport, result, error);
}

static gboolean
echo_headers (UsherFixtureRequest *request, gpointer user_data)
{
  const char *post_type = g_hash_table_lookup (request->headers, "content-type");

  g_assert_cmpstr (g_hash_table_lookup (request->headers, "x-api-key"), ==, KEY);
  g_assert_cmpstr (g_hash_table_lookup (request->headers, "accept"), ==, "application/json");
  g_assert_true (g_str_has_prefix (g_hash_table_lookup (request->headers, "user-agent"), "Usher/"));
  g_assert_null (g_hash_table_lookup (request->headers, "cookie"));
  g_assert_null (g_hash_table_lookup (request->headers, "authorization"));
  g_assert_null (strstr (request->path, KEY));
  g_assert_null (strstr (request->query, KEY));
  if (strcmp (request->method, "POST") == 0)
    {
      g_assert_cmpstr (post_type, ==, "application/json");
      g_assert_cmpstr (request->body, ==, "{}");
    }
  return usher_fixture_reply (request, 200, "application/json; charset=utf-8",
                              "Set-Cookie: a=b\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n", "[1]");
}

static void
test_request (void)
{
  g_autoptr (UsherFixture) server = usher_fixture_start (echo_headers, NULL);
  UsherTransport *transport = new_transport (server);
  gint64 expected = G_GINT64_CONSTANT (784111777) * G_USEC_PER_SEC - g_get_real_time ();

  g_assert_cmpint (usher_transport_get_clock_offset (transport), ==, 0);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (UsherAnswer) answer
          = send_and_wait (transport, i % 2 == 0 ? "GET" : "POST", "/company", &error);

      g_assert_no_error (error);
      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_cmpstr (answer->content_type, ==, "application/json");
      g_assert_cmpuint (g_bytes_get_size (answer->body), ==, 3);
    }
  /* As low as it can be, however long the answer took. */
  g_assert_cmpint (usher_transport_get_clock_offset (transport), <=, expected);
  g_assert_cmpint (usher_transport_get_clock_offset (transport), >, expected - 60 * G_USEC_PER_SEC);
  usher_test_settle ();
  g_assert_finalize_object (transport);
}

static gboolean
hold_all (UsherFixtureRequest *request, gpointer user_data)
{
  return usher_fixture_hold (request) && usher_fixture_reply_json (request, "{}");
}

/* Forty at once: ten at a time and never more, in the order in which they were asked. */
static void
test_in_flight (void)
{
  g_autoptr (UsherFixture) server = usher_fixture_start (hold_all, NULL);
  UsherTransport *transport = new_transport (server);
  GAsyncResult *slots[40] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u", i);

      usher_transport_send_async (transport, "GET", path, NULL, NULL, NULL, usher_test_keep_result,
                                  &slots[i]);
    }
  usher_test_wait_for (usher_fixture_get_n_in_flight (server) == USHER_CLIENT_MAX_IN_FLIGHT);
  usher_fixture_release (server);
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr (GAsyncResult) result = usher_test_take_result (&slots[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (UsherAnswer) answer = usher_transport_send_finish (transport, result, &error);

      g_assert_no_error (error);
      g_assert_nonnull (answer);
    }
  g_assert_cmpuint (usher_fixture_get_n_requests (server), ==, G_N_ELEMENTS (slots));
  g_assert_cmpuint (usher_fixture_get_peak (server), ==, USHER_CLIENT_MAX_IN_FLIGHT);
  usher_test_settle ();
  g_assert_finalize_object (transport);
}

static gboolean
note_order (UsherFixtureRequest *request, gpointer user_data)
{
  GString *order = user_data;
  static GMutex mutex;

  if (strcmp (request->path, "/busy") == 0)
    return usher_fixture_hold (request) && usher_fixture_reply_json (request, "{}");
  g_mutex_lock (&mutex);
  g_string_append (order, request->path);
  g_mutex_unlock (&mutex);
  return usher_fixture_reply_json (request, "{}");
}

static void
test_first_come (void)
{
  g_autoptr (GString) order = g_string_new (NULL);
  g_autoptr (UsherFixture) server = usher_fixture_start (note_order, order);
  UsherTransport *transport = new_transport (server);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *busy[9] = { NULL };
  GAsyncResult *slots[5] = { NULL };

  /* Nine places are taken, so the others go one by one. */
  for (guint i = 0; i < G_N_ELEMENTS (busy); i++)
    usher_transport_send_async (transport, "GET", "/busy", NULL, NULL, NULL, usher_test_keep_result,
                                &busy[i]);
  usher_test_wait_for (usher_fixture_get_n_in_flight (server) == G_N_ELEMENTS (busy));
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u", i);

      usher_transport_send_async (transport, "GET", path, NULL, NULL, i == 3 ? cancellable : NULL,
                                  usher_test_keep_result, &slots[i]);
    }
  g_cancellable_cancel (cancellable); /* in the queue: it never leaves */
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr (GAsyncResult) result = usher_test_take_result (&slots[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (UsherAnswer) answer = usher_transport_send_finish (transport, result, &error);

      if (i == 3)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_no_error (error);
    }
  g_assert_cmpstr (order->str, ==, "/0/1/2/4");
  usher_fixture_release (server);
  for (guint i = 0; i < G_N_ELEMENTS (busy); i++)
    {
      g_autoptr (GAsyncResult) result = usher_test_take_result (&busy[i]);

      g_clear_pointer (&result, g_object_unref);
    }
  usher_test_settle ();
  g_assert_finalize_object (transport);
}

static gboolean
stall_in_body (UsherFixtureRequest *request, gpointer user_data)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[1, 2, ";

  if (strcmp (request->path, "/body") == 0)
    usher_fixture_write (request, head, sizeof head - 1);
  usher_fixture_hold (request);
  return FALSE;
}

static void
test_cancel_stages (void)
{
  static const char *const paths[] = { "/head", "/body" };
  g_autoptr (UsherFixture) server = usher_fixture_start (stall_in_body, NULL);
  UsherTransport *transport = new_transport (server);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      GAsyncResult *slot = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      if (i == 2) /* before it begins */
        g_cancellable_cancel (cancellable);
      usher_transport_send_async (transport, "GET", paths[i % 2], NULL, NULL, cancellable,
                                  usher_test_keep_result, &slot);
      if (i < 2)
        {
          usher_test_wait_for (usher_fixture_get_n_in_flight (server) == i + 1);
          usher_test_settle ();
          g_assert_null (slot);
          g_cancellable_cancel (cancellable);
        }
      result = usher_test_take_result (&slot);
      g_assert_null (usher_transport_send_finish (transport, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  g_assert_cmpuint (usher_fixture_get_n_requests (server), ==, 2);
  usher_test_settle ();
  g_assert_finalize_object (transport);
}

static gboolean
answer_then_hold (UsherFixtureRequest *request, gpointer user_data)
{
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  if (strcmp (request->path, "/first") == 0)
    {
      usher_fixture_write (request, answer, sizeof answer - 1);
      return TRUE;
    }
  if (strcmp (request->method, "GET") == 0)
    g_assert_cmpuint (request->on_connection, >=, 2);
  usher_fixture_hold (request);
  return FALSE;
}

/* On a connection that was used before, which is the case that libsoup would send again; and one that it freed too
 * early (3.4 to 3.6). */
static void
test_cancel_reused (void)
{
  g_autoptr (UsherFixture) server = usher_fixture_start (answer_then_hold, NULL);
  UsherTransport *transport = new_transport (server);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      GAsyncResult *slot = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) first_error = NULL;
      g_autoptr (GError) error = NULL;
      UsherAnswer *answer = send_and_wait (transport, "GET", "/first", &first_error);

      g_assert_no_error (first_error);
      usher_answer_free (answer);
      usher_transport_send_async (transport, i == 1 ? "POST" : "GET", "/second", NULL, NULL, cancellable,
                                  usher_test_keep_result, &slot);
      usher_test_wait_for (usher_fixture_get_n_requests (server) == 2 * i + 2);
      usher_test_settle ();
      g_assert_null (slot);
      g_cancellable_cancel (cancellable);
      result = usher_test_take_result (&slot);
      g_assert_null (usher_transport_send_finish (transport, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      usher_test_settle ();
      g_assert_cmpuint (usher_fixture_get_n_requests (server), ==, 2 * i + 2);
    }
  g_assert_finalize_object (transport);
}

static void
test_time_out (void)
{
  g_autoptr (UsherFixture) server = usher_fixture_start (stall_in_body, NULL);
  UsherTransport *transport = new_transport (server);
  static const char *const paths[] = { "/head", "/body" };

  usher_transport_set_limits (transport, 30, 50, USHER_TRANSPORT_MAX_BODY);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (send_and_wait (transport, i == 0 ? "GET" : "POST", paths[i], &error));
      g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK);
      g_assert_nonnull (strstr (error->message, "127.0.0.1"));
      g_assert_true (usher_api_error_is_unclear (error));
    }
  usher_transport_set_limits (transport, 1, 20000, USHER_TRANSPORT_MAX_BODY);
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (send_and_wait (transport, "GET", "/head", &error));
    g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK);
    g_assert_nonnull (strstr (error->message, "in time"));
  }
  usher_test_settle ();
  g_assert_finalize_object (transport);
}

static gboolean
send_much (UsherFixtureRequest *request, gpointer user_data)
{
  static const char length[] = "HTTP/1.1 200 OK\r\nContent-Length: 209715200\r\n\r\n";
  static const char endless[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  g_autofree char *chunk = g_strnfill (65536, ' ');
  gboolean chunked = strcmp (request->path, "/chunked") == 0;

  if (chunked)
    usher_fixture_write (request, endless, sizeof endless - 1);
  else
    usher_fixture_write (request, length, sizeof length - 1);
  for (guint i = 0; i < 3200; i++)
    if ((chunked && !usher_fixture_write (request, "10000\r\n", 7))
        || !usher_fixture_write (request, chunk, 65536)
        || (chunked && !usher_fixture_write (request, "\r\n", 2)))
      break;
  return FALSE;
}

/* 200 MB: refused at 64 MiB, and the connection closed instead of read to its end. */
static void
test_too_large (void)
{
  static const char *const paths[] = { "/length", "/chunked" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (UsherFixture) server = usher_fixture_start (send_much, NULL);
      UsherTransport *transport = new_transport (server);
      g_autoptr (GError) error = NULL;

      g_assert_null (send_and_wait (transport, "GET", paths[i], &error));
      g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_PROTOCOL);
      usher_test_settle ();
      g_assert_finalize_object (transport);
      usher_test_wait_for (usher_fixture_get_n_in_flight (server) == 0);
      /* The kernel's buffers on both sides hold some more. */
      g_assert_cmpuint (usher_fixture_get_n_written (server), <, 100 * 1024 * 1024);
    }
}

static gboolean
send_bomb (UsherFixtureRequest *request, gpointer user_data)
{
  GBytes *bomb = user_data;
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                                           "Content-Type: application/json\r\n"
                                           "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                                           g_bytes_get_size (bomb));

  usher_fixture_write (request, head, strlen (head));
  return usher_fixture_write (request, g_bytes_get_data (bomb, NULL), g_bytes_get_size (bomb));
}

/* The bound is on what comes out of the decoder. */
static void
test_bomb (void)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) out
      = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  g_autofree char *blank = g_strnfill (1024 * 1024, ' ');
  g_autoptr (GBytes) bomb = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 16; i++)
    g_assert_true (g_output_stream_write_all (out, blank, 1024 * 1024, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (out, NULL, NULL));
  bomb = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  g_assert_cmpuint (g_bytes_get_size (bomb), <, 100 * 1024);
  {
    g_autoptr (UsherFixture) server = usher_fixture_start (send_bomb, bomb);
    UsherTransport *transport = new_transport (server);
    g_autoptr (UsherAnswer) whole = send_and_wait (transport, "GET", "/x", &error);

    g_assert_no_error (error);
    g_assert_cmpuint (g_bytes_get_size (whole->body), ==, 16 * 1024 * 1024);
    usher_transport_set_limits (transport, 30, 30000, 1024 * 1024);
    g_assert_null (send_and_wait (transport, "GET", "/x", &error));
    g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_PROTOCOL);
    usher_test_settle ();
    g_assert_finalize_object (transport);
  }
}

static gboolean
break_off (UsherFixtureRequest *request, gpointer user_data)
{
  static const char truncated[] = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"id\": ";
  static const char chunks[] =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"id\":";
  static const char half_head[] = "HTTP/1.1 200 OK\r\nContent-Ty";
  static const char garbage[] = "220 mail.example.com ESMTP ready\r\n\r\n";

  if (strcmp (request->path, "/truncated") == 0)
    usher_fixture_write (request, truncated, sizeof truncated - 1);
  else if (strcmp (request->path, "/chunks") == 0)
    usher_fixture_write (request, chunks, sizeof chunks - 1);
  else if (strcmp (request->path, "/head") == 0)
    usher_fixture_write (request, half_head, sizeof half_head - 1);
  else if (strcmp (request->path, "/garbage") == 0)
    usher_fixture_write (request, garbage, sizeof garbage - 1);
  else if (strcmp (request->path, "/reset") == 0)
    usher_fixture_reset (request);
  return FALSE;
}

static void
test_broken (void)
{
  static const char *const paths[]
      = { "/truncated", "/chunks", "/head", "/garbage", "/reset", "/nothing" };
  g_autoptr (UsherFixture) server = usher_fixture_start (break_off, NULL);
  UsherTransport *transport = new_transport (server);

  for (guint i = 0; i < 2 * G_N_ELEMENTS (paths); i++)
    {
      const char *path = paths[i / 2];
      g_autoptr (GError) error = NULL;
      g_autoptr (UsherAnswer) answer
          = send_and_wait (transport, i % 2 == 0 ? "GET" : "POST", path, &error);

      g_test_message ("%s: %s", path, error != NULL ? error->message : "no error");
      g_assert_null (answer);
      g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (USHER_API_ERROR));
      g_assert_true (error->code == USHER_API_ERROR_NETWORK
                     || error->code == USHER_API_ERROR_PROTOCOL);
      g_assert_true (usher_api_error_is_unclear (error));
      /* A head that ends half-way is the network's doing, and worth another try. */
      if (strcmp (path, "/head") == 0)
        g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK);
      g_assert_nonnull (strstr (error->message, "127.0.0.1"));
    }
  usher_test_settle ();
  g_assert_finalize_object (transport);
}

/* Answers once on each connection and drops it at the next request, as a server does whose
 * keep-alive time has just run out. */
static gboolean
drop_second (UsherFixtureRequest *request, gpointer user_data)
{
  guint *n_posts = user_data;

  if (strcmp (request->method, "POST") == 0)
    {
      g_atomic_int_inc (n_posts);
      if (strcmp (request->path, "/lost") == 0)
        return FALSE;
    }
  if (request->on_connection > 1)
    return FALSE;
  return usher_fixture_reply_json (request, "{}");
}

static void
test_post_once (void)
{
  guint n_posts = 0;
  g_autoptr (UsherFixture) server = usher_fixture_start (drop_second, &n_posts);
  UsherTransport *transport = new_transport (server);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherAnswer) warm = send_and_wait (transport, "GET", "/a", &error);
  g_autoptr (UsherAnswer) posted = NULL;
  g_autoptr (UsherAnswer) lost = NULL;

  g_assert_no_error (error);
  /* The kept connection would swallow it: a POST gets one of its own. */
  posted = send_and_wait (transport, "POST", "/b", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_atomic_int_get (&n_posts), ==, 1);

  /* The server read it and went away: unclear, and not sent a second time. */
  lost = send_and_wait (transport, "POST", "/lost", &error);
  g_assert_null (lost);
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK);
  g_assert_true (usher_api_error_is_unclear (error));
  usher_test_settle ();
  g_assert_cmpuint (g_atomic_int_get (&n_posts), ==, 2);
  g_assert_finalize_object (transport);
}

static gboolean
redirect (UsherFixtureRequest *request, gpointer user_data)
{
  g_autofree char *header = g_strdup_printf ("Location: %s/stolen\r\n", (char *) user_data);

  return usher_fixture_reply (request, 302, "text/html", header, "moved");
}

static gboolean
challenge (UsherFixtureRequest *request, gpointer user_data)
{
  return usher_fixture_reply (request, 401, "application/json",
                              "WWW-Authenticate: Basic realm=\"x\"\r\n", "{\"detail\": \"No.\"}");
}

static gboolean
never (UsherFixtureRequest *request, gpointer user_data)
{
  g_assert_not_reached ();
}

static void
test_redirect (void)
{
  g_autoptr (UsherFixture) other = usher_fixture_start (never, NULL);
  g_autoptr (UsherFixture) server
      = usher_fixture_start (redirect, (gpointer) usher_fixture_get_base (other));
  g_autoptr (UsherFixture) asker = usher_fixture_start (challenge, NULL);
  UsherTransport *transport = new_transport (server);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) post_error = NULL;
  g_autoptr (UsherAnswer) answer = send_and_wait (transport, "GET", "/ping", &error);
  g_autoptr (UsherAnswer) posted = send_and_wait (transport, "POST", "/x", &post_error);
  UsherTransport *asked = new_transport (asker);
  g_autoptr (UsherAnswer) refused = send_and_wait (asked, "POST", "/x", &post_error);

  g_assert_no_error (error);
  g_assert_no_error (post_error);
  g_assert_cmpuint (answer->status, ==, 302);
  g_assert_cmpuint (posted->status, ==, 302);
  g_assert_cmpuint (usher_fixture_get_n_requests (other), ==, 0);
  g_assert_cmpuint (refused->status, ==, 401);
  g_assert_cmpuint (usher_fixture_get_n_requests (asker), ==, 1);
  usher_test_settle ();
  g_assert_finalize_object (transport);
  g_assert_finalize_object (asked);
}

/* Names of hosts are none of this computer's business: nothing is asked beyond it, and a name server that does not answer
 * keeps nobody waiting. */
#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver parent_instance;
  guint n_asked;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
test_resolver_lookup_async (GResolver *resolver, const char *name, GResolverNameLookupFlags flags,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  TEST_RESOLVER (resolver)->n_asked++;
  g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
                           "Error resolving “%s”: Name or service not known", name);
}

static GList *
test_resolver_lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_with_flags_async = test_resolver_lookup_async;
  resolver_class->lookup_by_name_with_flags_finish = test_resolver_lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

/* Nobody there, a name that cannot be, and TLS where there is none: told apart, host named, never
 * unclear. */
static void
test_no_way (void)
{
  g_autoptr (UsherFixture) plain = usher_fixture_start (break_off, NULL);
  g_autoptr (GResolver) before = g_resolver_get_default ();
  g_autoptr (TestResolver) resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  const char *port = strrchr (usher_fixture_get_base (plain), ':');
  g_autofree char *not_tls = g_strdup_printf ("https://127.0.0.1%s", port);
  struct
  {
    const char *base;
    UsherApiError code;
    const char *host;
  } cases[] = {
    { "http://127.0.0.1:9/v2", USHER_API_ERROR_NETWORK, "127.0.0.1" },
    { "https://no-such-name.invalid/v2", USHER_API_ERROR_NETWORK, "no-such-name.invalid" },
    { not_tls, USHER_API_ERROR_TLS, "127.0.0.1" }
  };
  g_autoptr (SecretValue) key = secret_value_new (KEY, -1, "text/plain");

  g_resolver_set_default (G_RESOLVER (resolver));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      UsherTransport *transport = usher_transport_new (cases[i].base, key);
      g_autoptr (GError) error = NULL;

      g_assert_null (send_and_wait (transport, "POST", "/x", &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, USHER_API_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].host));
      g_assert_false (usher_api_error_is_unclear (error));
      usher_test_settle ();
      g_assert_finalize_object (transport);
    }
  g_assert_cmpuint (resolver->n_asked, >=, 1);
  g_resolver_set_default (before);
}

/* A proxy of the environment is not asked about this machine: it would see the key. */
static void
test_no_proxy (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (UsherFixture) server = usher_fixture_start (echo_headers, NULL);
      UsherTransport *transport = new_transport (server);
      g_autoptr (GError) error = NULL;
      g_autoptr (UsherAnswer) answer = send_and_wait (transport, "GET", "/company", &error);

      g_assert_no_error (error);
      g_assert_cmpuint (answer->status, ==, 200);
      usher_test_settle ();
      g_assert_finalize_object (transport);
      return;
    }
  {
    g_autoptr (UsherFixture) proxy = usher_fixture_start (never, NULL);
    g_autofree char *resolver = g_strdup (g_getenv ("GIO_USE_PROXY_RESOLVER"));
    g_autofree char *address = g_strdup (usher_fixture_get_base (proxy));

    *strstr (address, "/v2.2") = '\0';
    g_setenv ("GIO_USE_PROXY_RESOLVER", "libproxy", TRUE);
    g_setenv ("http_proxy", address, TRUE);
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_unsetenv ("http_proxy");
    if (resolver != NULL)
      g_setenv ("GIO_USE_PROXY_RESOLVER", resolver, TRUE);
    else
      g_unsetenv ("GIO_USE_PROXY_RESOLVER");
    g_test_trap_assert_passed ();
    g_assert_cmpuint (usher_fixture_get_n_requests (proxy), ==, 0);
  }
}

static void
assert_proxy_is_told (const GError *cause)
{
  g_autoptr (GError) error = usher_network_error_new (cause, "api.example.com", FALSE);

  g_test_message ("%s, %d: %s", g_quark_to_string (cause->domain), cause->code, cause->message);
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK);
  g_assert_false (usher_api_error_is_unclear (error));
  g_assert_nonnull (strstr (error->message, "The proxy on the way to api.example.com"));
}

/* A proxy that is not there, or has a name that nobody knows, is not mistaken for the server, which has seen nothing.
 * What libsoup says is asked of it, with a resolver that knows no other way. */
static void
test_proxy_fails (void)
{
  g_autoptr (GProxyResolver) resolver = g_simple_proxy_resolver_new ("http://127.0.0.1:9", NULL);
  g_autoptr (SoupSession) session = soup_session_new_with_options ("proxy-resolver", resolver, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", "https://api.example.com/v2.2/company");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) refused = NULL;
  g_autoptr (GError) unknown = g_error_new_literal (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
                                                    "Error resolving “proxy.example.org”: Name or service not known");
  g_autoptr (GError) forbidden = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PROXY_NOT_ALLOWED,
                                                      "HTTP proxy connection not allowed");

  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  bytes = soup_session_send_and_read_finish (session, result, &refused);
  g_assert_null (bytes);
  assert_proxy_is_told (refused);
  assert_proxy_is_told (unknown);
  assert_proxy_is_told (forbidden);
}

/* A certificate made here and now: no key lies about in the tree. */
static GTlsCertificate *
make_certificate (const char *dir)
{
  g_autofree char *key = g_build_filename (dir, "key.pem", NULL);
  g_autofree char *certificate = g_build_filename (dir, "certificate.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) openssl = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "openssl",
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
      "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key,
      "-out", certificate, NULL);

  if (openssl == NULL || !g_subprocess_wait_check (openssl, NULL, NULL))
    return NULL;
  return g_tls_certificate_new_from_files (certificate, key, NULL);
}

static void
test_false_certificate (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (GTlsCertificate) certificate = make_certificate (dir);

  usher_test_remove_tree (dir);
  if (certificate == NULL)
    {
      g_test_skip ("openssl or TLS is not installed");
      return;
    }
  {
    g_autoptr (UsherFixture) server = usher_fixture_start_tls (certificate, never, NULL);
    UsherTransport *transport = new_transport (server);
    g_autoptr (GError) error = NULL;

    /* Whoever it is, it gets no request, and with it no key. */
    g_assert_null (send_and_wait (transport, "POST", "/x", &error));
    g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_TLS);
    g_assert_false (usher_api_error_is_unclear (error));
    g_assert_cmpuint (usher_fixture_get_n_requests (server), ==, 0);
    usher_test_settle ();
    g_assert_finalize_object (transport);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/transport/request", test_request);
  g_test_add_func ("/api/transport/in-flight", test_in_flight);
  g_test_add_func ("/api/transport/first-come", test_first_come);
  g_test_add_func ("/api/transport/cancel-stages", test_cancel_stages);
  g_test_add_func ("/api/transport/cancel-reused", test_cancel_reused);
  g_test_add_func ("/api/transport/time-out", test_time_out);
  g_test_add_func ("/api/transport/too-large", test_too_large);
  g_test_add_func ("/api/transport/bomb", test_bomb);
  g_test_add_func ("/api/transport/broken", test_broken);
  g_test_add_func ("/api/transport/post-once", test_post_once);
  g_test_add_func ("/api/transport/redirect", test_redirect);
  g_test_add_func ("/api/transport/no-way", test_no_way);
  g_test_add_func ("/api/transport/no-proxy", test_no_proxy);
  g_test_add_func ("/api/transport/proxy-fails", test_proxy_fails);
  g_test_add_func ("/api/transport/false-certificate", test_false_certificate);
  return g_test_run ();
}
