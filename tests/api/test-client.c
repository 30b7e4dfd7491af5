/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The client's operations against answers of every kind. */

#include "api/usher-client.h"

#include "api/usher-client-private.h"
#include "model/usher-model-error.h"
#include "usher-api-test.h"
#include "usher-fixture-server.h"

#include <string.h>

/* A script: what each request gets, in order; the last one again for those that follow. */
typedef struct
{
  guint status;
  const char *type;
  const char *headers;
  const char *body;
} Step;

typedef struct
{
  const Step *steps;
  guint n_steps;
  guint n_posts; /* (atomic) */
} Script;

static gboolean
play (UsherFixtureRequest *request, gpointer user_data)
{
  Script *script = user_data;
  const Step *step = &script->steps[MIN (request->number, script->n_steps) - 1];

  if (strcmp (request->method, "POST") == 0)
    g_atomic_int_inc (&script->n_posts);
  if (step->status == 0) /* hang up without a word */
    return FALSE;
  if (step->status == 1) /* hang up in the middle of the head */
    {
      static const char half_head[] = "HTTP/1.1 200 OK\r\nContent-Type: applic";

      usher_fixture_write (request, half_head, sizeof half_head - 1);
      return FALSE;
    }
  return usher_fixture_reply (request, step->status, step->type, step->headers,
                              step->body != NULL ? step->body : "");
}

#define JSON "application/json"
#define ID "00000000-0000-4000-8000-000000000007"

/* What a GET and each kind of POST make of one script; the numbers of requests come out too. */
typedef struct
{
  UsherFixture *server;
  UsherClient *client;
  Script script;
} Stage;

static void
stage_open (Stage *stage, const Step *steps, guint n_steps)
{
  stage->script = (Script) { steps, n_steps, 0 };
  stage->server = usher_fixture_start (play, &stage->script);
  stage->client = usher_api_test_new_client (usher_fixture_get_base (stage->server), "key");
}

static void
stage_close (Stage *stage)
{
  usher_api_test_finalize (stage->client);
  usher_fixture_stop (stage->server);
}

static void
test_new (void)
{
  g_autoptr (SecretValue) key = secret_value_new ("key", -1, "text/plain");
  static const char *const servers[] = { "", "http://example.com/v2", "ftp://example.com",
                                         "https://key@example.com/v2", "example.com" };
  static const char *const keys[] = { "", "two\r\nlines", "a key", "schlüssel" };

  for (guint i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (usher_client_new (servers[i], key, &error));
      g_assert_error (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_INVALID_URL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (SecretValue) bad = secret_value_new (keys[i], -1, "text/plain");
      g_autoptr (GError) error = NULL;

      g_assert_null (usher_client_new ("https://example.com/v2", bad, &error));
      g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_AUTH);
      if (*keys[i] != '\0')
        g_assert_null (strstr (error->message, keys[i]));
    }
  {
    g_autoptr (GError) error = NULL;
    UsherClient *client = usher_client_new (" https://example.com/v2/ ", key, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (usher_client_get_server (client), ==, "https://example.com/v2");
    g_assert_true (usher_client_get_can_resend (client));
    g_assert_finalize_object (client);
  }
}

/* Ids may come from a server; one that would lead elsewhere is not sent at all. */
static void
test_ids (void)
{
  static const Step steps[] = { { 200, JSON, NULL, "{}" } };
  static const char *const ids[] = {
    "", ".", "..", "a/b", "../ping", "x?y=1", "x#y", "x%2fy", "a b"
  };
  Stage stage;

  stage_open (&stage, steps, 1);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) write_error = NULL;

      g_assert_null (usher_api_test_get_invitation (stage.client, ids[i], &error));
      g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_INVALID_REQUEST);
      g_assert_false (usher_api_test_revoke (stage.client, ids[i], NULL, &write_error));
      g_assert_error (write_error, USHER_API_ERROR, USHER_API_ERROR_INVALID_REQUEST);
    }
  g_assert_cmpuint (usher_fixture_get_n_requests (stage.server), ==, 0);
  stage_close (&stage);
}

static void
test_statuses (void)
{
  static const struct
  {
    Step step;
    UsherApiError code;
    gboolean again; /* a GET is repeated */
  } cases[] = {
    { { 400, JSON, NULL, "{\"detail\":\"No.\"}" }, USHER_API_ERROR_INVALID_REQUEST, FALSE },
    { { 401, JSON, NULL, "{\"detail\":\"No.\"}" }, USHER_API_ERROR_AUTH, FALSE },
    { { 403, NULL, NULL, NULL }, USHER_API_ERROR_FORBIDDEN, FALSE },
    { { 404, "text/html", NULL, "<h1>404</h1>" }, USHER_API_ERROR_NOT_FOUND, FALSE },
    { { 409, JSON, NULL, "{}" }, USHER_API_ERROR_CONFLICT, FALSE },
    { { 422, JSON, NULL, "[\"No.\"]" }, USHER_API_ERROR_INVALID_REQUEST, FALSE },
    { { 429, NULL, "Retry-After: 0\r\n", NULL }, USHER_API_ERROR_RATE_LIMITED, TRUE },
    { { 429, NULL, "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n", NULL },
      USHER_API_ERROR_RATE_LIMITED, TRUE },
    { { 429, NULL, "Retry-After: 3600\r\n", NULL }, USHER_API_ERROR_RATE_LIMITED, FALSE },
    { { 429, NULL, "Retry-After: Wed, 01 Jan 2098 00:00:00 GMT\r\n", NULL },
      USHER_API_ERROR_RATE_LIMITED, FALSE },
    { { 500, "text/html", NULL, "<h1>500</h1>" }, USHER_API_ERROR_SERVER, FALSE },
    { { 502, "text/html", NULL, "<h1>502</h1>" }, USHER_API_ERROR_SERVER, TRUE },
    { { 503, NULL, NULL, NULL }, USHER_API_ERROR_SERVER, TRUE },
    { { 504, NULL, NULL, NULL }, USHER_API_ERROR_SERVER, TRUE },
    { { 302, NULL, "Location: https://example.com/\r\n", NULL }, USHER_API_ERROR_PROTOCOL, FALSE },
    { { 0, NULL, NULL, NULL }, USHER_API_ERROR_NETWORK, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Stage stage;
      g_autoptr (GError) read_error = NULL;
      g_autoptr (GError) create_error = NULL;
      g_autoptr (GError) revoke_error = NULL;

      g_test_message ("status %u", cases[i].step.status);
      stage_open (&stage, &cases[i].step, 1);
      g_assert_null (usher_api_test_get_invitation (stage.client, ID, &read_error));
      g_assert_error (read_error, USHER_API_ERROR, (int) cases[i].code);
      g_assert_cmpuint (usher_fixture_get_n_requests (stage.server), ==, cases[i].again ? 4 : 1);

      /* Nothing that changes something is ever sent twice. */
      g_assert_null (usher_api_test_create (stage.client, &create_error));
      g_assert_error (create_error, USHER_API_ERROR, (int) cases[i].code);
      g_assert_cmpuint (g_atomic_int_get (&stage.script.n_posts), ==, 1);
      g_assert_false (usher_api_test_revoke (stage.client, ID, NULL, &revoke_error));
      g_assert_error (revoke_error, USHER_API_ERROR, (int) cases[i].code);
      g_assert_cmpuint (g_atomic_int_get (&stage.script.n_posts), ==, 2);
      g_assert_cmpint (usher_api_error_is_unclear (create_error), ==,
                       cases[i].code == USHER_API_ERROR_SERVER
                           || cases[i].code == USHER_API_ERROR_NETWORK
                           || cases[i].code == USHER_API_ERROR_PROTOCOL);
      stage_close (&stage);
    }
}

/* A path that is wrong is told of the address, not of an item. */
static void
test_address (void)
{
  static const Step steps[] = { { 404, "text/html", NULL, "<h1>404</h1>" } };
  g_autoptr (GError) ping_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  Stage stage;

  stage_open (&stage, steps, 1);
  g_assert_false (usher_api_test_ping (stage.client, &ping_error));
  g_assert_error (ping_error, USHER_API_ERROR, USHER_API_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (ping_error->message, "not as Nectar's API"));
  usher_client_list_companies_async (stage.client, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  g_assert_null (usher_client_list_companies_finish (stage.client, result, NULL, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (error->message, "not as Nectar's API"));
  g_clear_object (&result);
  stage_close (&stage);
}

static void
test_then_success (void)
{
  g_autofree char *body = usher_fixture_make_invitation (7);
  const Step steps[] = { { 503, NULL, NULL, NULL },
                         { 429, NULL, "Retry-After: 0\r\n", NULL },
                         { 0, NULL, NULL, NULL },
                         { 200, JSON, NULL, body } };
  Stage stage;
  g_autoptr (UsherInvitation) invitation = NULL;
  g_autoptr (GError) error = NULL;

  stage_open (&stage, steps, G_N_ELEMENTS (steps));
  invitation = usher_api_test_get_invitation (stage.client, ID, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (usher_invitation_get_id (invitation), ==, ID);
  g_assert_cmpuint (usher_fixture_get_n_requests (stage.server), ==, 4);
  stage_close (&stage);
}

/* What is asked may be asked again; what changes something is not. */
static void
test_half_head (void)
{
  g_autofree char *body = usher_fixture_make_invitation (7);
  const Step steps[] = { { 1, NULL, NULL, NULL }, { 200, JSON, NULL, body } };
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (UsherInvitation) invitation = NULL;
  g_autoptr (UsherInvitation) revoked = NULL;
  g_autoptr (GError) error = NULL;
  Stage stage;

  stage_open (&stage, steps, G_N_ELEMENTS (steps));
  invitation = usher_api_test_get_invitation (stage.client, ID, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (usher_invitation_get_id (invitation), ==, ID);
  g_assert_cmpuint (usher_fixture_get_n_requests (stage.server), ==, 2);
  stage_close (&stage);

  stage_open (&stage, steps, G_N_ELEMENTS (steps));
  usher_client_revoke_invitation_async (stage.client, ID, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  g_assert_false (usher_client_revoke_invitation_finish (stage.client, result, &revoked, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK);
  g_assert_true (usher_api_error_is_unclear (error));
  g_assert_cmpuint (usher_fixture_get_n_requests (stage.server), ==, 1);
  g_clear_object (&result);
  stage_close (&stage);
}

static void
test_cancel_wait (void)
{
  static const Step steps[] = { { 503, NULL, "Retry-After: 600\r\n", NULL } };
  UsherRetryPolicy patient = {
    .max_tries = 4, .first_ms = 1, .cap_ms = 1, .longest_after_ms = 900000
  };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Stage stage;

  stage_open (&stage, steps, 1);
  usher_client_set_retry_policy (stage.client, &patient);
  usher_client_ping_async (stage.client, cancellable, usher_test_keep_result, &slot);
  usher_test_wait_for (usher_client_get_transport (stage.client) != NULL
                       && usher_fixture_get_n_requests (stage.server) == 1
                       && usher_fixture_get_n_in_flight (stage.server) == 0);
  usher_test_settle ();
  g_assert_null (slot);
  g_cancellable_cancel (cancellable);
  result = usher_test_take_result (&slot);
  g_assert_false (usher_client_ping_finish (stage.client, result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  stage_close (&stage);
}

static void
test_field_errors (void)
{
  static const Step steps[]
      = { { 400, JSON, NULL,
            "{\"allowedEmails\":{\"0\":[\"Enter a valid email address.\"]},"
            "\"prefill\":{\"country\":[\"Two letters.\"]},\"non_field_errors\":[\"Not so.\"]}" } };
  Stage stage;
  g_autoptr (GError) error = NULL;
  UsherFieldErrors *fields;

  stage_open (&stage, steps, 1);
  g_assert_null (usher_api_test_create (stage.client, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_INVALID_REQUEST);
  fields = usher_api_error_get_field_errors (error);
  g_assert_cmpstr (usher_field_errors_lookup (fields, USHER_FIELD_ALLOWED_EMAILS), ==,
                   "Enter a valid email address.");
  g_assert_cmpstr (usher_field_errors_lookup (fields, USHER_FIELD_COUNTRY), ==, "Two letters.");
  g_assert_cmpstr (usher_field_errors_lookup (fields, USHER_FIELD_GENERAL), ==, "Not so.");
  g_assert_nonnull (strstr (error->message, "Not so."));
  stage_close (&stage);
}

/* Bodies that are no invitation: for a GET an error, for a create an unclear one. */
static void
test_bad_bodies (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *whole = usher_fixture_make_invitation (7);
  g_autofree char *cut = g_strndup (whole, strlen (whole) / 2);
  const char *const bodies[] = { "",
                                 "  ",
                                 "null",
                                 "[]",
                                 "{}",
                                 "7",
                                 "\"x\"",
                                 "{\"id\":7}",
                                 "<html></html>",
                                 "not json",
                                 deep,
                                 cut,
                                 "{\"id\":null}",
                                 "\xFF\xFE",
                                 "{\"id\":\"\\ud800" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      Step step = { 200, i % 2 == 0 ? JSON : "text/html", NULL, bodies[i] };
      g_autoptr (GError) read_error = NULL;
      g_autoptr (GError) create_error = NULL;
      Stage stage;

      stage_open (&stage, &step, 1);
      g_assert_null (usher_api_test_get_invitation (stage.client, ID, &read_error));
      g_assert_error (read_error, USHER_API_ERROR, USHER_API_ERROR_PROTOCOL);
      g_assert_null (usher_api_test_create (stage.client, &create_error));
      g_assert_error (create_error, USHER_API_ERROR, USHER_API_ERROR_PROTOCOL);
      g_assert_true (usher_api_error_is_unclear (create_error));
      stage_close (&stage);
    }
}

/* Each member in turn with each wrong type, in a detail and in a list: read or refused, never a
 * crash. */
static void
test_wrong_types (void)
{
  static const char *const members[]
      = { "id", "token", "invitationType", "status", "invitationUrl", "companyId", "connectionId",
          "allowedEmails", "expiresAt", "maxUses", "useCount", "createdAt", "prefill",
          "createdConnections", "events" };
  static const char *const values[] = {
    "null", "7",          "-1e99", "true", "\"x\"", "\"SOMETHING_NEWER\"", "[]", "[null,7,{},[[]]]",
    "{}",   "{\"id\":[]}"
  };
  Step step = { 200, JSON, NULL, NULL };
  guint n_read = 0;
  Stage stage;

  stage_open (&stage, &step, 1);
  for (guint m = 0; m < G_N_ELEMENTS (members); m++)
    for (guint v = 0; v < G_N_ELEMENTS (values); v++)
      {
        g_autofree char *whole = usher_fixture_make_invitation (7);
        g_autofree char *body = NULL;
        g_autoptr (GError) error = NULL;
        g_autoptr (UsherInvitation) invitation = NULL;

        /* A second member of the same name wins over the first. */
        whole[strlen (whole) - 1] = '\0';
        body = g_strdup_printf ("%s,\"%s\":%s}", whole, members[m], values[v]);
        step.body = body; /* no request is under way: the server's threads do not look */
        invitation = usher_api_test_get_invitation (stage.client, ID, &error);
        if (invitation == NULL)
          {
            g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_PROTOCOL);
            g_assert_cmpstr (members[m], ==, "id");
          }
        else
          n_read++;
      }
  stage_close (&stage);
  g_assert_cmpuint (n_read, >=, (G_N_ELEMENTS (members) - 1) * G_N_ELEMENTS (values));
}

static void
test_ping_bodies (void)
{
  static const struct
  {
    Step step;
    gboolean ok;
    gboolean has_answer;
  } cases[] = {
    { { 200, JSON, NULL, "{\"version\":\"2.2\"}" }, TRUE, TRUE },
    { { 200, NULL, NULL, "" }, TRUE, FALSE },
    { { 204, NULL, NULL, "" }, TRUE, FALSE },
    { { 200, "text/plain", NULL, "pong" }, TRUE, FALSE },
    { { 200, JSON, NULL, "null" }, TRUE, FALSE },
    { { 200, "text/html; charset=utf-8", NULL, "<html>Sign in to the Wi-Fi</html>" },
      FALSE,
      FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Stage stage;
      GAsyncResult *slot = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (JsonNode) answer = NULL;
      g_autoptr (GError) error = NULL;

      stage_open (&stage, &cases[i].step, 1);
      usher_client_ping_async (stage.client, NULL, usher_test_keep_result, &slot);
      result = usher_test_take_result (&slot);
      g_assert_cmpint (usher_client_ping_finish (stage.client, result, &answer, &error), ==,
                       cases[i].ok);
      g_assert_cmpint (answer != NULL, ==, cases[i].has_answer);
      g_assert_cmpint (error == NULL, ==, cases[i].ok);
      g_clear_object (&result);
      stage_close (&stage);
    }
}

static void
test_revoke_bodies (void)
{
  g_autofree char *whole = usher_fixture_make_invitation (7);
  const struct
  {
    Step step;
    gboolean ok;
    gboolean has_invitation;
  } cases[] = {
    { { 200, JSON, NULL, whole }, TRUE, TRUE },
    { { 200, JSON, NULL, "" }, TRUE, FALSE },
    { { 204, NULL, NULL, "" }, TRUE, FALSE },
    { { 202, JSON, NULL, "{\"detail\":\"queued\"}" }, TRUE, FALSE },
    { { 200, "text/html", NULL, "<html></html>" }, FALSE, FALSE },
  };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      Stage stage;
      g_autoptr (UsherInvitation) invitation = NULL;
      g_autoptr (GError) error = NULL;
      gboolean ok;

      stage_open (&stage, &cases[i / 2].step, 1);
      ok = i % 2 == 0 ? usher_api_test_revoke (stage.client, ID, &invitation, &error)
                      : usher_api_test_resend (stage.client, ID, &invitation, &error);
      g_assert_cmpint (ok, ==, cases[i / 2].ok);
      g_assert_cmpint (invitation != NULL, ==, cases[i / 2].has_invitation);
      if (!ok)
        {
          g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_PROTOCOL);
          g_assert_true (usher_api_error_is_unclear (error));
        }
      g_assert_cmpuint (g_atomic_int_get (&stage.script.n_posts), ==, 1);
      stage_close (&stage);
    }
}

/* 404 and 405 on resend, and what the detail then says. */
static void
test_resend_missing (void)
{
  g_autofree char *whole = usher_fixture_make_invitation (7);
  const struct
  {
    Step steps[2];
    UsherApiError code;
    gboolean can_resend;
  } cases[] = {
    { { { 404, NULL, NULL, NULL }, { 200, JSON, NULL, whole } },
      USHER_API_ERROR_UNSUPPORTED,
      FALSE },
    { { { 405, NULL, NULL, NULL }, { 200, JSON, NULL, whole } },
      USHER_API_ERROR_UNSUPPORTED,
      FALSE },
    { { { 404, NULL, NULL, NULL }, { 404, NULL, NULL, NULL } }, USHER_API_ERROR_NOT_FOUND, TRUE },
    { { { 405, NULL, NULL, NULL }, { 404, NULL, NULL, NULL } }, USHER_API_ERROR_NOT_FOUND, TRUE },
    { { { 404, NULL, NULL, NULL }, { 500, NULL, NULL, NULL } }, USHER_API_ERROR_NOT_FOUND, TRUE },
    { { { 405, NULL, NULL, NULL }, { 500, NULL, NULL, NULL } },
      USHER_API_ERROR_UNSUPPORTED,
      FALSE },
    { { { 400, NULL, NULL, NULL }, { 200, JSON, NULL, whole } },
      USHER_API_ERROR_INVALID_REQUEST,
      TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Stage stage;
      g_autoptr (GError) error = NULL;

      stage_open (&stage, cases[i].steps, 2);
      g_assert_false (usher_api_test_resend (stage.client, ID, NULL, &error));
      g_assert_error (error, USHER_API_ERROR, (int) cases[i].code);
      g_assert_false (usher_api_error_is_unclear (error));
      g_assert_cmpint (usher_client_get_can_resend (stage.client), ==, cases[i].can_resend);
      g_assert_cmpuint (g_atomic_int_get (&stage.script.n_posts), ==, 1);
      stage_close (&stage);
    }
}

static gboolean
check_query (UsherFixtureRequest *request, gpointer user_data)
{
  g_assert_cmpstr (request->path, ==, "/connection/company/" USHER_API_TEST_COMPANY);
  g_assert_cmpstr (request->query, ==,
                   "limit=500&status=CONNECTED&connectionOwnerEmail=a%2Bb%26c%40example.com"
                   "&sites=s1&sites=s%202");
  return usher_fixture_reply_json (request, "[]");
}

static void
test_query (void)
{
  static const char *const sites[] = { "s1", "s 2", NULL };
  g_autoptr (UsherFixture) server = usher_fixture_start (check_query, NULL);
  UsherClient *client = usher_api_test_new_client (usher_fixture_get_base (server), "key");
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  usher_client_list_connections_async (client, USHER_API_TEST_COMPANY, "CONNECTED",
                                       "a+b&c@example.com", sites, NULL, usher_test_keep_result,
                                       &slot);
  result = usher_test_take_result (&slot);
  list = usher_client_list_connections_finish (client, result, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 0);
  g_clear_object (&result);
  usher_api_test_finalize (client);
}

static gboolean
hold_post (UsherFixtureRequest *request, gpointer user_data)
{
  return usher_fixture_hold (request) && usher_fixture_reply_json (request, "{}");
}

static void
test_cancel_create (void)
{
  g_autoptr (UsherFixture) server = usher_fixture_start (hold_post, NULL);
  UsherClient *client = usher_api_test_new_client (usher_fixture_get_base (server), "key");
  g_autoptr (UsherInvitationDraft) draft
      = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  usher_invitation_draft_set_company_id (draft, USHER_API_TEST_COMPANY);
  usher_client_create_invitation_async (client, draft, cancellable, usher_test_keep_result, &slot);
  usher_test_wait_for (usher_fixture_get_n_in_flight (server) == 1);
  g_cancellable_cancel (cancellable);
  result = usher_test_take_result (&slot);
  g_assert_null (usher_client_create_invitation_finish (client, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (usher_api_error_is_unclear (error));
  g_clear_object (&result);
  usher_api_test_finalize (client);
}

/* The log that USHER_DEBUG=http asks for: every exchange, and no key. */
static void
test_debug_log (void)
{
  static const Step steps[] = { { 200, JSON, "Set-Cookie: crumb\r\n", "{\"secret\":\"inside\"}" } };

  if (g_test_subprocess ())
    {
      g_autoptr (SecretValue) key = secret_value_new ("key-that-stays", -1, "text/plain");
      Script script = { steps, 1, 0 };
      g_autoptr (UsherFixture) server = usher_fixture_start (play, &script);
      g_autoptr (UsherClient) client = NULL;

      g_setenv ("USHER_DEBUG", "http", TRUE);
      client = usher_client_new (usher_fixture_get_base (server), key, NULL);
      g_assert_true (usher_api_test_ping (client, NULL));
      g_clear_object (&client);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*GET /v2.2/ping*X-API-Key: ?not shown?*HTTP/1.1 200*");
  g_test_trap_assert_stderr_unmatched ("*key-that-stays*");
  g_test_trap_assert_stderr_unmatched ("*crumb*");
  g_test_trap_assert_stderr_unmatched ("*inside*");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/client/new", test_new);
  g_test_add_func ("/api/client/ids", test_ids);
  g_test_add_func ("/api/client/statuses", test_statuses);
  g_test_add_func ("/api/client/address", test_address);
  g_test_add_func ("/api/client/then-success", test_then_success);
  g_test_add_func ("/api/client/half-head", test_half_head);
  g_test_add_func ("/api/client/cancel-wait", test_cancel_wait);
  g_test_add_func ("/api/client/field-errors", test_field_errors);
  g_test_add_func ("/api/client/bad-bodies", test_bad_bodies);
  g_test_add_func ("/api/client/wrong-types", test_wrong_types);
  g_test_add_func ("/api/client/ping-bodies", test_ping_bodies);
  g_test_add_func ("/api/client/revoke-bodies", test_revoke_bodies);
  g_test_add_func ("/api/client/resend-missing", test_resend_missing);
  g_test_add_func ("/api/client/query", test_query);
  g_test_add_func ("/api/client/cancel-create", test_cancel_create);
  g_test_add_func ("/api/client/debug-log", test_debug_log);
  return g_test_run ();
}
