/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A server that misbehaves on demand: plain sockets and threads, so that it can do what no HTTP
 * library would. Each connection has a thread; a handler answers each request on it. */

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _UsherFixture UsherFixture;

typedef struct
{
  const char *method;
  const char *path;     /* without the base */
  const char *query;    /* "" when there is none */
  const char *body;     /* "" when there is none */
  GHashTable *headers;  /* names in lower case */
  guint page;           /* the query's page, or 1 */
  guint number;         /* of this server, from 1 */
  guint on_connection;  /* of this connection, from 1 */
  GIOStream *stream;
  GSocketConnection *connection; /* beneath the stream */
  UsherFixture *server;
} UsherFixtureRequest;

/* FALSE closes the connection. Runs in a thread. */
typedef gboolean (*UsherFixtureHandler) (UsherFixtureRequest *request, gpointer user_data);

UsherFixture *usher_fixture_start           (UsherFixtureHandler handler, gpointer user_data);
/* The same behind TLS, with a certificate that nobody vouches for. */
UsherFixture *usher_fixture_start_tls       (GTlsCertificate *certificate,
                                             UsherFixtureHandler handler, gpointer user_data);
void          usher_fixture_stop            (UsherFixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherFixture, usher_fixture_stop)

/* http://127.0.0.1:PORT/v2.2, or https */
const char   *usher_fixture_get_base        (UsherFixture *self);
guint         usher_fixture_get_n_requests  (UsherFixture *self);
guint         usher_fixture_get_n_in_flight (UsherFixture *self);
guint         usher_fixture_get_peak        (UsherFixture *self);
/* Connections that nobody has closed. */
guint         usher_fixture_get_n_open      (UsherFixture *self);
/* Bytes that found their way out. */
guint64       usher_fixture_get_n_written   (UsherFixture *self);
/* Lets everyone who waits in usher_fixture_hold() go on, now and later. */
void          usher_fixture_release         (UsherFixture *self);

/* For handlers. */
/* Waits until released; FALSE when the server is stopped. */
gboolean      usher_fixture_hold            (UsherFixtureRequest *request);
/* FALSE when the other side has gone. headers: (nullable) lines with their \r\n. */
gboolean      usher_fixture_reply           (UsherFixtureRequest *request, guint status,
                                             const char *type, const char *headers,
                                             const char *body);
gboolean      usher_fixture_reply_json      (UsherFixtureRequest *request, const char *body);
gboolean      usher_fixture_write           (UsherFixtureRequest *request, const void *data,
                                             gsize size);
/* Ends the connection with a reset instead of a goodbye. */
void          usher_fixture_reset           (UsherFixtureRequest *request);

/* Objects of the API, told apart by a number. Transfer full. */
char         *usher_fixture_make_id         (guint n);
char         *usher_fixture_make_invitation (guint n);
/* count invitations from first on, in an envelope. */
char         *usher_fixture_make_page       (guint first, guint count, guint current, guint pages,
                                             gboolean has_next);

G_END_DECLS
