/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of a connection: it serves many requests, and ends when its client ends it, sends too slowly,
 * or is one too many. The service runs in this process, so that its patience can be set. */

#include <gio/gio.h>
#include <string.h>

#include "common/usher-test.h"
#include "sandbox/usher-sandbox-server.h"

#define STYLE "GET /p/style.css HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"

typedef struct
{
  char *dir;
  UsherSandbox *sandbox;
  UsherSandboxServer *server;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  const UsherSandboxPatience *patience = user_data;
  g_autoptr (GError) error = NULL;

  fixture->dir = usher_test_make_dir ();
  fixture->sandbox = usher_sandbox_open (fixture->dir, 0, &error);
  g_assert_no_error (error);
  fixture->server = usher_sandbox_server_new (fixture->sandbox);
  if (patience != NULL)
    usher_sandbox_server_set_patience (fixture->server, patience);
  g_assert_true (usher_sandbox_server_listen (fixture->server, 0, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  usher_sandbox_server_free (fixture->server);
  usher_test_settle ();
  usher_sandbox_free (fixture->sandbox);
  usher_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static GSocket *
dial (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, fixture->sandbox->port);
  g_autoptr (GSocket) client =
    g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_connect (client, address, NULL, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (client, FALSE);
  return g_steal_pointer (&client);
}

static void
say (GSocket *client, const char *text)
{
  g_assert_cmpint (g_socket_send (client, text, strlen (text), NULL, NULL), ==, strlen (text));
}

static void
ask (Fixture *fixture, GSocket *client, const char *more)
{
  g_autofree char *start = g_strdup_printf (STYLE, fixture->sandbox->port);
  g_autofree char *request = g_strconcat (start, more, NULL);

  say (client, request);
}

static guint
count_answers (GSocket *client, GString *heard)
{
  char buffer[4096];
  gssize length = g_socket_receive (client, buffer, sizeof buffer, NULL, NULL);
  guint n = 0;

  if (length > 0)
    g_string_append_len (heard, buffer, length);
  /* The last line of the style sheet. */
  for (const char *p = heard->str; (p = strstr (p, "width: 100%; }\n}\n")) != NULL; p++)
    n++;
  return n;
}

static gboolean
is_hung_up (GSocket *client)
{
  char buffer[4096];
  g_autoptr (GError) error = NULL;
  gssize n = g_socket_receive (client, buffer, sizeof buffer, NULL, &error);

  return n == 0 || (n < 0 && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK));
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_keep_alive (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GSocket) client = dial (fixture);
  g_autoptr (GString) heard = g_string_new (NULL);

  for (guint i = 1; i <= 5; i++)
    {
      ask (fixture, client, "\r\n");
      usher_test_wait_for (count_answers (client, heard) == i);
    }
  /* Two at once, and one in pieces. */
  ask (fixture, client, "\r\n");
  ask (fixture, client, "\r\n");
  usher_test_wait_for (count_answers (client, heard) == 7);
  say (client, "GE");
  usher_test_settle ();
  say (client, "T /p/style.css HTTP/1.1\r\nHo");
  usher_test_settle ();
  {
    g_autofree char *rest = g_strdup_printf ("st: 127.0.0.1:%u\r\n\r\n", fixture->sandbox->port);

    say (client, rest);
  }
  usher_test_wait_for (count_answers (client, heard) == 8);
  g_assert_null (strstr (heard->str, "HTTP/1.1 4"));
  /* Who wants no more gets no more. */
  ask (fixture, client, "Connection: close\r\n\r\n");
  usher_test_wait_for (count_answers (client, heard) == 9);
  usher_test_wait_for (is_hung_up (client));
}

/* However a client leaves, its descriptor comes back. */
static void
test_leaving (Fixture *fixture, gconstpointer user_data)
{
  static const char * const last_words[] = { NULL, "", "\r\n", "GE", "GET / HTTP/1.1\r\nHos",
                                             "POST /p/i/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf" };
  guint before = count_descriptors ();

  if (before == 0)
    {
      g_test_skip ("there is no /proc here");
      return;
    }
  for (guint i = 0; i < 60; i++)
    {
      const char *words = last_words[i % G_N_ELEMENTS (last_words)];
      g_autoptr (GSocket) client = dial (fixture);
      g_autoptr (GString) heard = g_string_new (NULL);

      if (words != NULL)
        {
          ask (fixture, client, "\r\n");
          usher_test_wait_for (count_answers (client, heard) == 1);
          say (client, words);
        }
      if (i % 2 == 0)
        usher_test_settle ();
      g_socket_close (client, NULL);
    }
  usher_test_wait_for (count_descriptors () == before);
}

/* FALSE when nobody listens any more. */
static gboolean
drip (GSocket *client)
{
  return g_socket_send (client, "a", 1, NULL, NULL) == 1 && !is_hung_up (client);
}

/* One byte now and then does not hold a connection. */
static void
test_slow (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GSocket) silent = dial (fixture);
  g_autoptr (GSocket) idle = dial (fixture);
  g_autoptr (GSocket) half = dial (fixture);
  g_autoptr (GSocket) dripping = dial (fixture);
  g_autoptr (GSocket) body = dial (fixture);
  g_autoptr (GString) heard = g_string_new (NULL);
  guint before = count_descriptors ();

  ask (fixture, idle, "\r\n");
  usher_test_wait_for (count_answers (idle, heard) == 1);
  say (half, "GET /p/style.css HTTP/1.1\r\nHost: ");
  say (body, "POST /p/i/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
  say (dripping, "GET /p/style.css HTTP/1.1\r\nX-Drip: ");
  usher_test_wait_for (!drip (dripping));
  usher_test_wait_for (is_hung_up (silent));
  usher_test_wait_for (is_hung_up (half));
  usher_test_wait_for (is_hung_up (idle));
  usher_test_wait_for (is_hung_up (body));
  g_assert_cmpuint (count_descriptors (), <=, before);
}

/* Nobody keeps others out by opening connections. */
static void
test_many (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GPtrArray) silent = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSocket) client = NULL;
  g_autoptr (GString) heard = g_string_new (NULL);

  for (guint i = 0; i < 260; i++)
    {
      g_ptr_array_add (silent, dial (fixture));
      usher_test_settle ();
    }
  usher_test_wait_for (is_hung_up (silent->pdata[0]));
  usher_test_wait_for (is_hung_up (silent->pdata[50]));
  client = dial (fixture);
  ask (fixture, client, "\r\n");
  usher_test_wait_for (count_answers (client, heard) == 1);
  g_assert_false (is_hung_up (silent->pdata[259]));
}

int
main (int argc, char *argv[])
{
  static const UsherSandboxPatience hurry = { .idle = 1, .request = 1, .answer = 30 };

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sandbox/connection/keep-alive", Fixture, NULL, set_up, test_keep_alive, tear_down);
  g_test_add ("/sandbox/connection/leaving", Fixture, NULL, set_up, test_leaving, tear_down);
  g_test_add ("/sandbox/connection/slow", Fixture, &hurry, set_up, test_slow, tear_down);
  g_test_add ("/sandbox/connection/many", Fixture, NULL, set_up, test_many, tear_down);
  return g_test_run ();
}
