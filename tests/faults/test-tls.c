/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Servers that cannot prove who they are, with an authority that this test makes and the client trusts: refused
 * before a byte of the request is sent, explained, and there is no way to go on. */

#include "api/usher-client-private.h"
#include "api/usher-fixture-server.h"
#include "common/usher-test.h"

#include <string.h>

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

typedef struct
{
  char *dir;               /* (owned) */
  GTlsDatabase *authority; /* (owned) */
} Fixture;

static gboolean
run_openssl (const char *dir, const char *line)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_auto (GStrv) argv = NULL;
  g_autofree char *whole = g_strconcat ("openssl ", line, NULL);

  g_subprocess_launcher_set_cwd (launcher, dir);
  g_assert_true (g_shell_parse_argv (whole, NULL, &argv, NULL));
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, NULL);
  return process != NULL && g_subprocess_wait_check (process, NULL, NULL);
}

static void
write_file (const char *dir, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

#define NEW_KEY "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "

static gboolean
make_authority (const char *dir, const char *name)
{
  g_autofree char *line = g_strdup_printf ("req -config ca.cnf -x509 " NEW_KEY "-days 2 -subj '/CN=Test %s' -keyout %s.key "
                                           "-out %s.pem -addext basicConstraints=critical,CA:TRUE "
                                           "-addext keyUsage=critical,keyCertSign",
                                           name, name, name);

  return run_openssl (dir, line);
}

/* from and to: UTC, as `openssl ca` wants them. */
static gboolean
make_certificate (const char *dir, const char *authority, const char *name, const char *names, const char *from,
                  const char *to)
{
  g_autofree char *request = g_strdup_printf ("req -new " NEW_KEY "-subj /CN=%s -keyout %s.key -out %s.csr", name,
                                              name, name);
  g_autofree char *extensions = g_strdup_printf ("[leaf]\nsubjectAltName=%s\nbasicConstraints=CA:FALSE\n", names);
  g_autofree char *sign = NULL;

  write_file (dir, "leaf.ext", extensions);
  write_file (dir, "index.txt", "");
  write_file (dir, "serial", "01\n");
  sign = g_strdup_printf ("ca -batch -notext -config ca.cnf -cert %s.pem -keyfile %s.key -in %s.csr -out %s.pem "
                          "-startdate %s -enddate %s -extfile leaf.ext -extensions leaf",
                          authority, authority, name, name, from, to);
  return run_openssl (dir, request) && run_openssl (dir, sign);
}

static char *
format_day (int days)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, days);

  return g_date_time_format (then, "%Y%m%d%H%M%SZ");
}

/* FALSE without openssl or GIO's TLS. */
static gboolean
make_all (Fixture *f)
{
  g_autofree char *last_week = format_day (-7);
  g_autofree char *yesterday = format_day (-1);
  g_autofree char *tomorrow = format_day (1);
  g_autofree char *next_week = format_day (7);
  g_autofree char *path = g_build_filename (f->dir, "authority.pem", NULL);

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    return FALSE;
  write_file (f->dir, "ca.cnf",
              "[ca]\ndefault_ca=here\n[here]\ndatabase=index.txt\nnew_certs_dir=.\ndefault_md=sha256\n"
              "policy=any\nunique_subject=no\nserial=serial\n[any]\ncommonName=supplied\n"
              "[req]\ndistinguished_name=name\n[name]\n");
  if (!make_authority (f->dir, "authority") || !make_authority (f->dir, "stranger")
      || !make_certificate (f->dir, "authority", "right", "IP:127.0.0.1", yesterday, tomorrow)
      || !make_certificate (f->dir, "authority", "expired", "IP:127.0.0.1", last_week, yesterday)
      || !make_certificate (f->dir, "authority", "future", "IP:127.0.0.1", tomorrow, next_week)
      || !make_certificate (f->dir, "authority", "elsewhere", "DNS:elsewhere.example.com,IP:127.0.0.2", yesterday,
                            tomorrow)
      || !make_certificate (f->dir, "stranger", "unknown", "IP:127.0.0.1", yesterday, tomorrow)
      || !run_openssl (f->dir, "req -config ca.cnf -x509 " NEW_KEY "-days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 "
                               "-keyout self.key -out self.pem"))
    return FALSE;
  f->authority = g_tls_file_database_new (path, NULL);
  return f->authority != NULL;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->dir = usher_test_make_dir ();
  if (!make_all (f))
    g_test_skip ("openssl or GIO's TLS is not installed");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->authority);
  usher_test_remove_tree (f->dir);
  g_free (f->dir);
}

static GTlsCertificate *
load (Fixture *f, const char *name)
{
  g_autofree char *certificate = g_strdup_printf ("%s/%s.pem", f->dir, name);
  g_autofree char *key = g_strdup_printf ("%s/%s.key", f->dir, name);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *loaded = g_tls_certificate_new_from_files (certificate, key, &error);

  g_assert_no_error (error);
  return loaded;
}

static UsherTransport *
new_transport (Fixture *f, const char *base)
{
  g_autoptr (SecretValue) key = secret_value_new (KEY, -1, "text/plain");
  UsherTransport *transport = usher_transport_new (base, key);

  usher_transport_set_authorities (transport, f->authority);
  return transport;
}

static UsherAnswer *
send_and_wait (UsherTransport *transport, const char *method, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_transport_send_async (transport, method, "/ping", NULL, NULL, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_transport_send_finish (transport, result, error);
}

static gboolean
serve (UsherFixtureRequest *request, gpointer user_data)
{
  return usher_fixture_reply_json (request, "{}");
}

static void
test_certificates (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *word; /* of the explanation; NULL: this one is right */
  } cases[] = {
    { "right", NULL },
    { "expired", "expired" },
    { "future", "not valid yet" },
    { "elsewhere", "another address" },
    { "unknown", "nobody" },
    { "self", "nobody" },
  };

  if (f->authority == NULL)
    return;
  /* A GET where it is taken, a POST where it is not. Each transport reads all the authorities of the system. */
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *name = cases[i].name;
      g_autoptr (GTlsCertificate) certificate = load (f, name);
      g_autoptr (UsherFixture) server = usher_fixture_start_tls (certificate, serve, NULL);
      UsherTransport *transport = new_transport (f, usher_fixture_get_base (server));
      g_autoptr (GError) error = NULL;
      g_autoptr (UsherAnswer) answer = send_and_wait (transport, cases[i].word == NULL ? "GET" : "POST", &error);

      g_test_message ("%s: %s", name, error != NULL ? error->message : "taken");
      if (cases[i].word == NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (answer->status, ==, 200);
          g_assert_cmpuint (usher_fixture_get_n_requests (server), ==, 1);
        }
      else
        {
          g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_TLS);
          g_assert_nonnull (strstr (error->message, "127.0.0.1"));
          g_assert_nonnull (strstr (error->message, cases[i].word));
          /* Before a network that wants a sign-in it is somebody else who shows a certificate. */
          g_assert_cmpint (strstr (error->message, "sign-in") != NULL, ==,
                           g_str_equal (cases[i].word, "nobody") || g_str_equal (cases[i].word, "another address"));
          g_assert_null (strstr (error->message, KEY));
          g_assert_false (usher_api_error_is_unclear (error));
          g_assert_cmpuint (usher_fixture_get_n_requests (server), ==, 0);
        }
      usher_test_settle ();
      g_assert_finalize_object (transport);
    }
}

/* Answers a client's hello with the alert that it cannot agree on a protocol. */
static gboolean
on_old_visit (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  static const guint8 alert[] = { 0x15, 3, 1, 0, 2, 2, 70 };
  char buffer[4096];

  if (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer, NULL,
                           NULL) > 0)
    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), alert, sizeof alert, NULL,
                               NULL, NULL);
  return TRUE;
}

static void
assert_refused (Fixture *f, const char *base)
{
  UsherTransport *transport = new_transport (f, base);
  g_autoptr (GError) error = NULL;

  g_assert_null (send_and_wait (transport, "POST", &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_TLS);
  g_assert_nonnull (strstr (error->message, "127.0.0.1"));
  g_assert_nonnull (strstr (error->message, "nothing was sent"));
  g_assert_false (usher_api_error_is_unclear (error));
  usher_test_settle ();
  g_assert_finalize_object (transport);
}

static void
test_no_protocol (Fixture *f, gconstpointer data)
{
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (2);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autofree char *base = NULL;

  if (f->authority == NULL)
    return;
  g_assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_TCP, NULL, &bound, NULL));
  g_signal_connect (service, "run", G_CALLBACK (on_old_visit), NULL);
  g_socket_service_start (service);
  base = g_strdup_printf ("https://127.0.0.1:%u/v2.2",
                          g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  assert_refused (f, base);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
}

/* A server that speaks nothing newer than the protocols of 1999 and 2006, and as a check one of 2008. Its output is
 * read for the port, and what it got is in it too. */
static void
test_old_protocol (Fixture *f, gconstpointer data)
{
  static const char *const protocols[] = { "-tls1", "-tls1_1", "-tls1_2" };

  if (f->authority == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    {
      g_autofree char *certificate = g_build_filename (f->dir, "right.pem", NULL);
      g_autofree char *key = g_build_filename (f->dir, "right.key", NULL);
      g_autoptr (GSubprocess) server = g_subprocess_new (
          G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
          "openssl", "s_server", "-accept", "127.0.0.1:0", protocols[i], "-cipher", "ALL:@SECLEVEL=0", "-cert",
          certificate, "-key", key, "-www", NULL);
      g_autoptr (GDataInputStream) lines = NULL;
      g_autofree char *line = NULL;
      g_autofree char *base = NULL;

      g_assert_nonnull (server);
      lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
      do
        {
          g_free (line);
          line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
        }
      while (line != NULL && !g_str_has_prefix (line, "ACCEPT"));
      if (line == NULL || strrchr (line, ':') == NULL)
        g_test_skip ("this openssl has no old protocols, or does not say its port");
      else
        {
          base = g_strdup_printf ("https://127.0.0.1%s/v2.2", strrchr (line, ':'));
          if (i < 2)
            assert_refused (f, base);
          else
            {
              UsherTransport *transport = new_transport (f, base);
              g_autoptr (GError) error = NULL;
              g_autoptr (UsherAnswer) answer = send_and_wait (transport, "GET", &error);

              g_assert_no_error (error);
              g_assert_cmpuint (answer->status, ==, 200);
              usher_test_settle ();
              g_assert_finalize_object (transport);
            }
        }
      g_subprocess_force_exit (server);
      g_subprocess_wait (server, NULL, NULL);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/faults/tls/certificates", Fixture, NULL, set_up, test_certificates, tear_down);
  g_test_add ("/faults/tls/no-protocol", Fixture, NULL, set_up, test_no_protocol, tear_down);
  g_test_add ("/faults/tls/old-protocol", Fixture, NULL, set_up, test_old_protocol, tear_down);
  return g_test_run ();
}
