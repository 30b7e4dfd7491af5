/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every operation of the client against a server whose answers are wrong in every way. */

#include "api/usher-api-test.h"
#include "api/usher-client-private.h"
#include "api/usher-fixture-server.h"
#include "usher-fault-ops.h"

#include <string.h>

#define KEY "test-key-0123456789"
#define CONNECTION "00000000-0000-4000-8000-00000000d001"
#define INVITATION "00000000-0000-4000-8000-000000000007"
#define HASTY_MS 400
#define PATIENT_MS 30000

typedef enum
{
  BODY_RIGHT,     /* what the operation asks for */
  BODY_NONE,
  BODY_HTML,
  BODY_NOT_JSON,
  BODY_HALF_JSON,
  BODY_NULL,
  BODY_NUMBER,
  BODY_STRING,
  BODY_ARRAY,
  BODY_OBJECT,
  BODY_NUL_BYTE,
  BODY_NOT_UTF8,
  BODY_DEEP,
  BODY_TWICE,     /* two JSON texts, one after the other */
  BODY_BOMB,      /* gzip, 100 MB of blanks */
  BODY_BAD_GZIP,
  BODY_TOO_LONG,  /* Content-Length is larger than the body, then the end */
  BODY_TOO_SHORT, /* Content-Length is smaller than the body */
  BODY_BAD_LENGTH,
  BODY_BAD_CHUNK,
  BODY_DRIP_HEAD, /* a header a moment, for ever */
  BODY_DRIP_BODY,
  BODY_BIG_HEAD,  /* headers of many megabytes */
  BODY_NO_HTTP,
} Body;

typedef struct
{
  const char *name;
  guint status;
  const char *type;
  const char *headers;
  Body body;
  /* How it ends: for reads of objects and lists, for ping, for create, for revoke and resend. */
  const char *read;
  const char *ping;
  const char *create;
  const char *act;
  guint n_tries;  /* of a GET */
  guint total_ms;
} Row;

#define J "application/json"
#define ALL(word) word, word, word, word
static const Row rows[] = {
  { "as it should be", 200, J, NULL, BODY_RIGHT, ALL ("ok"), 1, PATIENT_MS },
  { "201", 201, J, NULL, BODY_RIGHT, ALL ("ok"), 1, PATIENT_MS },
  { "no type", 200, NULL, NULL, BODY_RIGHT, ALL ("ok"), 1, PATIENT_MS },
  { "wrong type", 200, "text/plain", NULL, BODY_RIGHT, ALL ("ok"), 1, PATIENT_MS },
  { "type of a picture", 200, "image/png", NULL, BODY_RIGHT, ALL ("ok"), 1, PATIENT_MS },
  { "other character set", 200, J "; charset=utf-16", NULL, BODY_RIGHT, ALL ("ok"), 1, PATIENT_MS },
  { "HTML page", 200, "text/html", NULL, BODY_HTML, ALL ("protocol"), 1, PATIENT_MS },
  { "HTML page that claims to be JSON", 200, J, NULL, BODY_HTML, "protocol", "ok", "protocol", "protocol", 1,
    PATIENT_MS },
  { "204", 204, NULL, NULL, BODY_NONE, "protocol", "ok", "protocol", "ok", 1, PATIENT_MS },
  { "empty", 200, J, NULL, BODY_NONE, "protocol", "ok", "protocol", "ok", 1, PATIENT_MS },
  { "no JSON", 200, J, NULL, BODY_NOT_JSON, "protocol", "ok", "protocol", "protocol", 1, PATIENT_MS },
  { "half JSON", 200, J, NULL, BODY_HALF_JSON, "protocol", "ok", "protocol", "protocol", 1, PATIENT_MS },
  { "null", 200, J, NULL, BODY_NULL, "protocol", "ok", "protocol", "ok", 1, PATIENT_MS },
  { "number", 200, J, NULL, BODY_NUMBER, "protocol", "ok", "protocol", "ok", 1, PATIENT_MS },
  { "string", 200, J, NULL, BODY_STRING, "protocol", "ok", "protocol", "ok", 1, PATIENT_MS },
  { "array of nonsense", 200, J, NULL, BODY_ARRAY, "list", "ok", "protocol", "ok", 1, PATIENT_MS },
  { "empty object", 200, J, NULL, BODY_OBJECT, "protocol", "ok", "protocol", "ok", 1, PATIENT_MS },
  { "NUL byte", 200, J, NULL, BODY_NUL_BYTE, "protocol", "ok", "protocol", "protocol", 1, PATIENT_MS },
  { "no UTF-8", 200, J, NULL, BODY_NOT_UTF8, "protocol", "ok", "protocol", "protocol", 1, PATIENT_MS },
  { "a hundred thousand brackets", 200, J, NULL, BODY_DEEP, "protocol", "ok", "protocol", "protocol", 1, PATIENT_MS },
  { "two texts", 200, J, NULL, BODY_TWICE, "protocol", "ok", "protocol", "protocol", 1, PATIENT_MS },
  { "gzip bomb", 200, J, "Content-Encoding: gzip\r\n", BODY_BOMB, ALL ("protocol"), 1, PATIENT_MS },
  /* libsoup takes what is not compressed at all as it is, as some servers say so of everything. */
  { "broken gzip", 200, J, "Content-Encoding: gzip\r\n", BODY_BAD_GZIP, "protocol", "ok", "protocol", "protocol", 1,
    PATIENT_MS },
  { "length too long", 200, J, NULL, BODY_TOO_LONG, ALL ("network"), 2, PATIENT_MS },
  { "length too short", 200, J, NULL, BODY_TOO_SHORT, "protocol", "ok", "protocol", "protocol", 1, PATIENT_MS },
  { "bad length", 200, J, NULL, BODY_BAD_LENGTH, ALL ("any"), 0, HASTY_MS },
  { "bad chunk", 200, J, NULL, BODY_BAD_CHUNK, ALL ("any"), 0, PATIENT_MS },
  { "slow headers", 200, J, NULL, BODY_DRIP_HEAD, ALL ("network"), 2, HASTY_MS },
  { "slow body", 200, J, NULL, BODY_DRIP_BODY, ALL ("network"), 2, HASTY_MS },
  { "headers without end", 200, J, NULL, BODY_BIG_HEAD, ALL ("network"), 2, PATIENT_MS },
  { "no HTTP", 200, J, NULL, BODY_NO_HTTP, ALL ("network"), 2, PATIENT_MS },
  { "301 to another host", 301, "text/html", "Location: @OTHER@/stolen\r\n", BODY_HTML, ALL ("protocol"), 1,
    PATIENT_MS },
  { "302 to another host", 302, "text/html", "Location: @OTHER@/stolen\r\n", BODY_HTML, ALL ("protocol"), 1,
    PATIENT_MS },
  { "303 to another host", 303, "text/html", "Location: @OTHER@/stolen\r\n", BODY_HTML, ALL ("protocol"), 1,
    PATIENT_MS },
  { "307 to another host", 307, "text/html", "Location: @OTHER@/stolen\r\n", BODY_HTML, ALL ("protocol"), 1,
    PATIENT_MS },
  { "308 to another host", 308, "text/html", "Location: @OTHER@/stolen\r\n", BODY_HTML, ALL ("protocol"), 1,
    PATIENT_MS },
  { "302 to itself", 302, NULL, "Location: /v2.2/company\r\n", BODY_NONE, ALL ("protocol"), 1, PATIENT_MS },
  { "307 to another scheme", 307, NULL, "Location: https://127.0.0.1:1/v2.2/company\r\n", BODY_NONE, ALL ("protocol"), 1,
    PATIENT_MS },
  { "Refresh to another host", 200, "text/html", "Refresh: 0; url=@OTHER@/stolen\r\n", BODY_HTML, ALL ("protocol"), 1,
    PATIENT_MS },
  { "300", 300, "text/html", NULL, BODY_HTML, ALL ("protocol"), 1, PATIENT_MS },
  { "304", 304, NULL, NULL, BODY_NONE, ALL ("protocol"), 1, PATIENT_MS },
  { "400", 400, J, NULL, BODY_OBJECT, ALL ("invalid"), 1, PATIENT_MS },
  { "400 as HTML", 400, "text/html", NULL, BODY_HTML, ALL ("invalid"), 1, PATIENT_MS },
  { "401", 401, J, "WWW-Authenticate: Basic realm=\"x\"\r\n", BODY_OBJECT, ALL ("auth"), 1, PATIENT_MS },
  { "402", 402, J, NULL, BODY_OBJECT, ALL ("invalid"), 1, PATIENT_MS },
  { "403", 403, J, NULL, BODY_NONE, ALL ("forbidden"), 1, PATIENT_MS },
  { "404", 404, "text/html", NULL, BODY_HTML, ALL ("not found"), 1, PATIENT_MS },
  { "405", 405, J, NULL, BODY_OBJECT, ALL ("unsupported"), 1, PATIENT_MS },
  { "406", 406, J, NULL, BODY_OBJECT, ALL ("invalid"), 1, PATIENT_MS },
  { "407", 407, "text/html", "Proxy-Authenticate: Basic realm=\"x\"\r\n", BODY_HTML, ALL ("network"), 1, PATIENT_MS },
  { "408", 408, J, NULL, BODY_OBJECT, ALL ("invalid"), 1, PATIENT_MS },
  { "409", 409, J, NULL, BODY_OBJECT, ALL ("conflict"), 1, PATIENT_MS },
  { "410", 410, J, NULL, BODY_OBJECT, ALL ("not found"), 1, PATIENT_MS },
  { "413", 413, J, NULL, BODY_OBJECT, ALL ("invalid"), 1, PATIENT_MS },
  { "415", 415, J, NULL, BODY_OBJECT, ALL ("invalid"), 1, PATIENT_MS },
  { "418", 418, J, NULL, BODY_OBJECT, ALL ("invalid"), 1, PATIENT_MS },
  { "422", 422, J, NULL, BODY_OBJECT, ALL ("invalid"), 1, PATIENT_MS },
  { "429", 429, J, NULL, BODY_OBJECT, ALL ("rate limited"), 2, PATIENT_MS },
  { "429, at once", 429, J, "Retry-After: 0\r\n", BODY_OBJECT, ALL ("rate limited"), 2, PATIENT_MS },
  { "429, in a second", 429, J, "Retry-After: 1\r\n", BODY_OBJECT, ALL ("rate limited"), 2, PATIENT_MS },
  { "429, at a time that has passed", 429, J, "Retry-After: Fri, 20 Nov 2020 08:15:30 GMT\r\n", BODY_OBJECT,
    ALL ("rate limited"), 2, PATIENT_MS },
  { "429, in the far future", 429, J, "Retry-After: Fri, 20 Nov 2099 08:15:30 GMT\r\n", BODY_OBJECT,
    ALL ("rate limited"), 1, PATIENT_MS },
  { "429, in ages", 429, J, "Retry-After: 99999999999999999999\r\n", BODY_OBJECT, ALL ("rate limited"), 1, PATIENT_MS },
  { "429, before now", 429, J, "Retry-After: -5\r\n", BODY_OBJECT, ALL ("rate limited"), 2, PATIENT_MS },
  { "429, some time", 429, J, "Retry-After: soon\r\n", BODY_OBJECT, ALL ("rate limited"), 2, PATIENT_MS },
  { "431", 431, J, NULL, BODY_OBJECT, ALL ("invalid"), 1, PATIENT_MS },
  { "451", 451, J, NULL, BODY_OBJECT, ALL ("invalid"), 1, PATIENT_MS },
  { "500", 500, "text/html", NULL, BODY_HTML, ALL ("server"), 1, PATIENT_MS },
  { "501", 501, J, NULL, BODY_OBJECT, ALL ("server"), 1, PATIENT_MS },
  { "502", 502, "text/html", NULL, BODY_HTML, ALL ("server"), 2, PATIENT_MS },
  { "503", 503, "text/html", NULL, BODY_HTML, ALL ("server"), 2, PATIENT_MS },
  { "503, in ages", 503, "text/html", "Retry-After: 86400\r\n", BODY_HTML, ALL ("server"), 1, PATIENT_MS },
  { "504", 504, "text/html", NULL, BODY_HTML, ALL ("server"), 2, PATIENT_MS },
  { "511", 511, "text/html", NULL, BODY_HTML, ALL ("network"), 1, PATIENT_MS },
  { "599", 599, NULL, NULL, BODY_NONE, ALL ("server"), 1, PATIENT_MS },
  { "600", 600, J, NULL, BODY_RIGHT, ALL ("protocol"), 1, PATIENT_MS },
};

typedef struct
{
  const Row *row;
  GBytes *bomb;       /* (owned) */
  UsherFixture *other; /* (owned) where redirects lead */
  UsherFixture *server;/* (owned) */
  GString *wrong;      /* (owned) */
  guint n_asked[3];    /* (atomic) GET /company, POST create, POST revoke */
} Stage;

/* What a server that works would say. */
static char *
make_right_body (UsherFixtureRequest *request)
{
  static const char company[] = "{\"id\":\"" USHER_API_TEST_COMPANY "\",\"name\":\"Acme\",\"isDemandEnabled\":false,"
                                "\"sites\":[],\"users\":[]}";
  static const char connection[] = "{\"id\":\"" CONNECTION "\",\"status\":\"CONNECTED\"}";

  if (g_str_equal (request->path, "/ping"))
    return g_strdup ("{\"version\":\"2.2\"}");
  if (g_str_equal (request->path, "/company"))
    return g_strdup_printf ("[%s]", company);
  if (g_str_has_prefix (request->path, "/company/"))
    return g_strdup (company);
  if (g_str_has_prefix (request->path, "/connection/company/"))
    return g_strdup_printf ("{\"totalConnections\":1,\"perPage\":100,\"totalPages\":1,\"currentPage\":1,"
                            "\"hasNext\":false,\"connections\":[%s]}", connection);
  if (g_str_has_prefix (request->path, "/connection/"))
    return g_strdup (connection);
  if (g_str_has_prefix (request->path, "/invitation/company/") && g_str_equal (request->method, "GET"))
    return usher_fixture_make_page (1, 2, 1, 1, FALSE);
  return usher_fixture_make_invitation (7);
}

static gboolean
write_text (UsherFixtureRequest *request, const char *text)
{
  return usher_fixture_write (request, text, strlen (text));
}

/* Until the other side has had enough. */
static gboolean
drip (UsherFixtureRequest *request, const char *start, const char *drop)
{
  gint64 pause = 20 * 1000;

  if (!write_text (request, start))
    return FALSE;
  while (write_text (request, drop))
    {
      GMutex mutex;
      GCond cond;

      g_mutex_init (&mutex);
      g_cond_init (&cond);
      g_mutex_lock (&mutex);
      g_cond_wait_until (&cond, &mutex, g_get_monotonic_time () + pause);
      g_mutex_unlock (&mutex);
      g_mutex_clear (&mutex);
      g_cond_clear (&cond);
    }
  return FALSE;
}

static gboolean
write_bytes (UsherFixtureRequest *request, const Row *row, gconstpointer data, gsize size)
{
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 %u Because\r\nContent-Type: %s\r\n%sContent-Length: %"
                                           G_GSIZE_FORMAT "\r\n\r\n", row->status, row->type,
                                           row->headers != NULL ? row->headers : "", size);

  return write_text (request, head) && usher_fixture_write (request, data, size);
}

static gboolean
write_big_head (UsherFixtureRequest *request)
{
  g_autofree char *filler = g_strnfill (1000, 'x');
  g_autofree char *line = g_strdup_printf ("X-Filler: %s\r\n", filler);

  if (!write_text (request, "HTTP/1.1 200 OK\r\n"))
    return FALSE;
  for (guint i = 0; i < 20000; i++)
    if (!write_text (request, line))
      return FALSE;
  return FALSE;
}

static gboolean
write_odd (UsherFixtureRequest *request, Stage *stage, const Row *row)
{
  g_autofree char *right = make_right_body (request);
  g_autofree char *text = NULL;

  switch (row->body)
    {
    case BODY_NUL_BYTE:
      return write_bytes (request, row, "{\"id\":\"a\0b\"}", 12);
    case BODY_NOT_UTF8:
      return write_bytes (request, row, "{\"id\":\"\xff\xfe\"}", 11);
    case BODY_BOMB:
      return write_bytes (request, row, g_bytes_get_data (stage->bomb, NULL), g_bytes_get_size (stage->bomb));
    case BODY_BAD_GZIP:
      return write_bytes (request, row, "\x1f\x8b\x08\x00garbage, not deflate", 24);
    case BODY_TOO_LONG:
      text = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                              strlen (right) + 50, right);
      write_text (request, text);
      return FALSE;
    case BODY_TOO_SHORT:
      text = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                              strlen (right) / 2, right);
      write_text (request, text);
      return FALSE;
    case BODY_BAD_LENGTH:
      text = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: 0x1000000000000000000000\r\n\r\n%s", right);
      write_text (request, text);
      return FALSE;
    case BODY_BAD_CHUNK:
      text = g_strdup_printf ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n%s", right);
      write_text (request, text);
      return FALSE;
    case BODY_DRIP_HEAD:
      return drip (request, "HTTP/1.1 200 OK\r\n", "X-Wait: a\r\n");
    case BODY_DRIP_BODY:
      return drip (request, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", " ");
    case BODY_BIG_HEAD:
      return write_big_head (request);
    case BODY_NO_HTTP:
      write_text (request, "220 mail.example.com ESMTP ready\r\n\r\n");
      return FALSE;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
answer (UsherFixtureRequest *request, gpointer user_data)
{
  Stage *stage = user_data;
  const Row *row = stage->row;
  g_autofree char *right = make_right_body (request);
  g_autofree char *deep = NULL;
  g_autofree char *twice = NULL;
  g_autofree char *headers = NULL;
  const char *body = right;

  g_assert_cmpstr (g_hash_table_lookup (request->headers, "x-api-key"), ==, KEY);
  if (g_str_equal (request->path, "/company"))
    g_atomic_int_inc (&stage->n_asked[0]);
  else if (g_str_equal (request->method, "POST") && g_str_has_suffix (request->path, "/revoke"))
    g_atomic_int_inc (&stage->n_asked[2]);
  else if (g_str_equal (request->method, "POST") && g_str_has_prefix (request->path, "/invitation/company"))
    g_atomic_int_inc (&stage->n_asked[1]);

  switch (row->body)
    {
    case BODY_RIGHT: break;
    case BODY_NONE: body = ""; break;
    case BODY_HTML: body = "<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>"; break;
    case BODY_NOT_JSON: body = "everything is fine"; break;
    case BODY_HALF_JSON: right[strlen (right) / 2] = '\0'; break;
    case BODY_NULL: body = "null"; break;
    case BODY_NUMBER: body = "-1e99"; break;
    case BODY_STRING: body = "\"done\""; break;
    case BODY_ARRAY: body = "[null,7,[],{},\"x\"]"; break;
    case BODY_OBJECT: body = "{}"; break;
    case BODY_DEEP: body = deep = g_strnfill (100000, '['); break;
    case BODY_TWICE: body = twice = g_strconcat (right, right, NULL); break;
    default:
      return write_odd (request, stage, row);
    }
  if (row->headers != NULL && strstr (row->headers, "@OTHER@") != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (row->headers, "@OTHER@", 2);

      headers = g_strjoinv (usher_fixture_get_base (stage->other), parts);
    }
  return usher_fixture_reply (request, row->status, row->type, headers != NULL ? headers : row->headers, body)
         && row->status != 408;
}

static gboolean
never (UsherFixtureRequest *request, gpointer user_data)
{
  return FALSE; /* counted, which is all that counts */
}

static GBytes *
make_bomb (void)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  g_autofree char *blank = g_strnfill (1024 * 1024, ' ');

  for (guint i = 0; i < 16; i++)
    g_assert_true (g_output_stream_write_all (out, blank, 1024 * 1024, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (out, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static const char *
get_expected (const Row *row, UsherOp op)
{
  gboolean is_unknown = row->status == 404 || row->status == 405 || row->status == 410;

  /* Every server of the API has them: what does not know them is another one. */
  if (is_unknown && (op == USHER_OP_PING || op == USHER_OP_COMPANIES))
    return "protocol";
  switch (op)
    {
    case USHER_OP_PING:
      return row->ping;
    case USHER_OP_CREATE:
      return row->create;
    case USHER_OP_REVOKE:
    case USHER_OP_RESEND:
      return row->act;
    case USHER_OP_COMPANIES:
    case USHER_OP_CONNECTIONS:
    case USHER_OP_INVITATIONS:
      /* A list whose items are all malformed is one without items. */
      return g_str_equal (row->read, "list") ? "ok" : row->read;
    default:
      return g_str_equal (row->read, "list") ? "protocol" : row->read;
    }
}

static void
check_row (Stage *stage, const Row *row, guint *n_pairs, gint64 *slowest)
{
  static const UsherOpTargets targets = { USHER_API_TEST_COMPANY, CONNECTION, INVITATION };
  g_autoptr (UsherOpResults) results = NULL;
  /* On a slow machine a hasty request may be over before it has begun. */
  gboolean hasty = row->total_ms == HASTY_MS;
  UsherRetryPolicy policy;
  UsherClient *client;

  memset (stage->n_asked, 0, sizeof stage->n_asked);
  stage->row = row;
  stage->server = usher_fixture_start (answer, stage);
  client = usher_api_test_new_client (usher_fixture_get_base (stage->server), KEY);
  policy = *usher_client_get_retry_policy (client);
  policy.max_tries = 2;
  usher_client_set_retry_policy (client, &policy);
  usher_transport_set_limits (usher_client_get_transport (client), 60, row->total_ms,
                              row->body == BODY_BOMB ? 4 * 1024 * 1024 : USHER_TRANSPORT_MAX_BODY);
  results = usher_ops_run (client, &targets);
  usher_api_test_finalize (client);

  for (guint op = 0; op < USHER_N_OPS; op++)
    {
      const char *expected = get_expected (row, op);
      const char *got = usher_op_describe (results->errors[op]);

      g_test_message ("%s, %s: %s", row->name, usher_op_get_name (op), got);
      if (!(g_str_equal (expected, "any")
                ? g_str_equal (got, "ok") || g_str_equal (got, "protocol") || g_str_equal (got, "network")
                : g_str_equal (expected, got)))
        g_string_append_printf (stage->wrong, "%s, %s: %s instead of %s; ", row->name, usher_op_get_name (op), got,
                                expected);
      if (results->errors[op] != NULL)
        {
          g_assert_null (strstr (results->errors[op]->message, KEY));
          g_assert_null (strchr (results->errors[op]->message, '<')); /* nothing of a page */
        }
      if (g_str_equal (row->name, "511") || (row->status >= 301 && row->status <= 308 && row->status != 304))
        g_assert_nonnull (strstr (results->errors[op]->message, "sign"));
      if (g_str_equal (row->name, "HTML page"))
        g_assert_nonnull (strstr (results->errors[op]->message, "sign-in"));
      if (op == USHER_OP_CREATE && (g_str_equal (got, "network") || g_str_equal (got, "protocol")
                                    || g_str_equal (got, "server")) && row->status != 407 && !hasty)
        g_assert_true (usher_api_error_is_unclear (results->errors[op]));
      (*n_pairs)++;
    }
  *slowest = MAX (*slowest, results->slowest);
  /* Asked as often as the policy allows, and a POST never twice. */
  if (row->n_tries > 0 && !hasty && (guint) g_atomic_int_get (&stage->n_asked[0]) != row->n_tries)
    g_string_append_printf (stage->wrong, "%s: asked %u times; ", row->name, g_atomic_int_get (&stage->n_asked[0]));
  g_assert_cmpuint (g_atomic_int_get (&stage->n_asked[1]), <=, 1);
  g_assert_cmpuint (g_atomic_int_get (&stage->n_asked[2]), <=, 1);
  if (!hasty)
    {
      g_assert_cmpuint (g_atomic_int_get (&stage->n_asked[1]), ==, 1);
      g_assert_cmpuint (g_atomic_int_get (&stage->n_asked[2]), ==, 1);
    }
  /* Of twenty megabytes of headers, times all that were asked, next to nothing is read. */
  if (row->body == BODY_BIG_HEAD)
    g_assert_cmpuint (usher_fixture_get_n_written (stage->server), <, 100 * 1024 * 1024);
  g_clear_pointer (&stage->server, usher_fixture_stop);
}

static void
test_table (void)
{
  Stage stage = { .bomb = make_bomb (), .other = usher_fixture_start (never, NULL), .wrong = g_string_new (NULL) };
  guint n_pairs = 0;
  gint64 slowest = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check_row (&stage, &rows[i], &n_pairs, &slowest);
  g_assert_cmpstr (stage.wrong->str, ==, "");
  g_string_free (stage.wrong, TRUE);
  g_assert_cmpuint (usher_fixture_get_n_requests (stage.other), ==, 0);
  g_test_message ("figure: http fault kinds x operations: %u kinds, %u pairs, 0 crashes, 0 hangs (slowest %.1f s)",
                  (guint) G_N_ELEMENTS (rows), n_pairs, (double) slowest / G_USEC_PER_SEC);
  usher_fixture_stop (stage.other);
  g_bytes_unref (stage.bomb);
}

typedef struct
{
  guint status;
  guint n_visits; /* (atomic) */
} RefusingProxy;

static gboolean
on_proxy_visit (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  RefusingProxy *proxy = user_data;
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 %u Because\r\nContent-Type: application/json\r\nContent-Length: 21\r\n"
                                             "Location: http://127.0.0.1:9/\r\nRetry-After: 1\r\nConnection: close\r\n\r\n"
                                             "{\"detail\": \"No key.\"}",
                                             proxy->status);
  char buffer[4096];
  gssize n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer - 1,
                                  NULL, NULL);

  g_assert_cmpint (n, >, 0);
  buffer[n] = '\0';
  g_assert_true (g_str_has_prefix (buffer, "CONNECT api.example.com:443 "));
  g_assert_null (strstr (buffer, "X-API-Key"));
  g_atomic_int_inc (&proxy->n_visits);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), answer, strlen (answer), NULL,
                             NULL, NULL);
  return TRUE;
}

/* A proxy that does not connect to the server says so with a status of its own, which is not mistaken for one of the
 * server: neither for a word about the key, nor for one about what was asked for. Nothing was sent, so nothing is unclear. */
static void
test_proxy_refuses (void)
{
  static const guint statuses[] = { 301, 302, 307, 400, 401, 403, 404, 405, 407, 409, 410, 429, 500, 502, 503, 504, 511 };
  RefusingProxy proxy = { 0 };
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (2);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GProxyResolver) resolver = NULL;
  g_autofree char *base = NULL;

  g_assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_TCP, NULL, &bound, NULL));
  g_signal_connect (service, "run", G_CALLBACK (on_proxy_visit), &proxy);
  g_socket_service_start (service);
  base = g_strdup_printf ("http://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  resolver = g_simple_proxy_resolver_new (base, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (SecretValue) key = secret_value_new (KEY, -1, "text/plain");
      UsherTransport *transport = usher_transport_new ("https://api.example.com/v2.2", key);
      GAsyncResult *slot = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      proxy.status = statuses[i];
      usher_transport_set_proxy (transport, resolver);
      usher_transport_send_async (transport, i % 2 == 0 ? "GET" : "POST", "/company", NULL, NULL, NULL,
                                  usher_test_keep_result, &slot);
      result = usher_test_take_result (&slot);
      g_assert_null (usher_transport_send_finish (transport, result, &error));
      g_clear_object (&result);
      g_test_message ("%u: %s", statuses[i], error->message);
      g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK);
      g_assert_false (usher_api_error_is_unclear (error));
      g_assert_null (strstr (error->message, "key"));
      g_assert_nonnull (strstr (error->message, statuses[i] == 511 ? "sign in first" : "roxy "));
      usher_test_settle ();
      g_assert_finalize_object (transport);
    }
  g_assert_cmpint (g_atomic_int_get (&proxy.n_visits), ==, G_N_ELEMENTS (statuses));
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults/http/table", test_table);
  g_test_add_func ("/faults/http/proxy", test_proxy_refuses);
  return g_test_run ();
}
