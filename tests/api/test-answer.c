/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What statuses and bodies become, without a network. */

#include "api/usher-answer.h"

#include "api/usher-http-log.h"
#include "api/usher-refusal.h"
#include "common/usher-test.h"

#include <string.h>

static UsherAnswer *
new_answer (guint status, const char *type, const char *body)
{
  UsherAnswer *answer = g_new0 (UsherAnswer, 1);

  answer->status = status;
  answer->content_type = g_strdup (type);
  answer->host = g_strdup ("api.example.com");
  answer->body = g_bytes_new (body, strlen (body));
  answer->received_at = g_get_real_time ();
  return answer;
}

static void
test_statuses (void)
{
  static const struct
  {
    guint status;
    int code; /* -1: success */
  } cases[] = {
    { 200, -1 }, { 201, -1 }, { 204, -1 }, { 299, -1 },
    { 100, USHER_API_ERROR_PROTOCOL },        { 301, USHER_API_ERROR_PROTOCOL },
    { 304, USHER_API_ERROR_PROTOCOL },        { 307, USHER_API_ERROR_PROTOCOL },
    { 400, USHER_API_ERROR_INVALID_REQUEST }, { 401, USHER_API_ERROR_AUTH },
    { 403, USHER_API_ERROR_FORBIDDEN },       { 404, USHER_API_ERROR_NOT_FOUND },
    { 405, USHER_API_ERROR_UNSUPPORTED },     { 407, USHER_API_ERROR_NETWORK },
    { 409, USHER_API_ERROR_CONFLICT },        { 410, USHER_API_ERROR_NOT_FOUND },
    { 418, USHER_API_ERROR_INVALID_REQUEST }, { 422, USHER_API_ERROR_INVALID_REQUEST },
    { 429, USHER_API_ERROR_RATE_LIMITED },    { 500, USHER_API_ERROR_SERVER },
    { 503, USHER_API_ERROR_SERVER },          { 511, USHER_API_ERROR_NETWORK },
    { 600, USHER_API_ERROR_PROTOCOL },
    { 0, USHER_API_ERROR_PROTOCOL },
  };
  static const char *const bodies[] = {
    "", "{}", "<html><b>no</b></html>", "{\"detail\": \"Words.\"}", "[[[", "null", "\"text\""
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (bodies); j++)
      {
        g_autoptr (UsherAnswer) answer = new_answer (cases[i].status, NULL, bodies[j]);
        g_autoptr (GError) error = usher_answer_to_error (answer);

        if (cases[i].code < 0)
          g_assert_null (error);
        else
          {
            g_assert_error (error, USHER_API_ERROR, cases[i].code);
            g_assert_null (strchr (error->message, '<'));
            g_assert_cmpint (strlen (error->message), >, 20);
          }
      }
}

static void
test_words (void)
{
  g_autoptr (UsherAnswer) auth = new_answer (401, NULL, "{\"detail\": \"Key expired.\"}");
  g_autoptr (UsherAnswer) limited = new_answer (429, NULL, "");
  g_autoptr (UsherAnswer) busy = new_answer (503, NULL, "<h1>503</h1>");
  g_autoptr (UsherAnswer) bare = new_answer (400, NULL, "");
  g_autoptr (GError) auth_error = usher_answer_to_error (auth);
  g_autoptr (GError) limited_error = NULL;
  g_autoptr (GError) busy_error = NULL;
  g_autoptr (GError) bare_error = usher_answer_to_error (bare);

  g_assert_true (g_str_has_suffix (auth_error->message, "The server says: “Key expired.”"));
  limited->retry_after = g_strdup ("90");
  limited_error = usher_answer_to_error (limited);
  g_assert_cmpint (usher_api_error_get_retry_after (limited_error), ==, 90);
  g_assert_nonnull (strstr (limited_error->message, "90 seconds"));
  busy->retry_after = g_strdup ("2");
  busy_error = usher_answer_to_error (busy);
  g_assert_cmpint (usher_api_error_get_retry_after (busy_error), ==, 2);
  g_assert_nonnull (strstr (busy_error->message, "api.example.com"));
  g_assert_nonnull (strstr (bare_error->message, "400"));
  g_assert_null (usher_api_error_get_field_errors (bare_error));
}

/* What stands before a network until somebody signs in answers in one of these ways, as far as it can. */
static void
test_captive_portals (void)
{
  static const guint statuses[] = { 511, 301, 302, 303, 307, 308 };

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (UsherAnswer) answer = new_answer (statuses[i], "text/html", "<h1>Welcome to Our Hotel</h1>");
      g_autoptr (GError) error = usher_answer_to_error (answer);

      g_assert_nonnull (strstr (error->message, "This network asks") != NULL ? error->message
                                                                            : strstr (error->message, "this network asks"));
      g_assert_nonnull (strstr (error->message, "browser"));
      g_assert_null (strstr (error->message, "Hotel"));
    }
}

/* Where every server has something, one that does not know it is another one. */
static void
test_address (void)
{
  static const char *const bodies[] = { "", "<h1>Not Found</h1>", "{\"detail\": \"Not found.\"}", "{\"message\": \"no\"}" };
  static const guint statuses[] = { 404, 405, 410 };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (statuses); j++)
      {
        g_autoptr (UsherAnswer) answer = new_answer (statuses[j], NULL, bodies[i]);
        g_autoptr (GError) error = usher_answer_to_address_error (answer);

        g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_PROTOCOL);
        g_assert_nonnull (strstr (error->message, "api.example.com answers, but not as Nectar's API"));
        g_assert_nonnull (strstr (error->message, "address is probably wrong"));
        g_assert_null (strstr (error->message, "this item"));
      }
  {
    g_autoptr (UsherAnswer) fine = new_answer (200, NULL, "{}");
    g_autoptr (UsherAnswer) refused = new_answer (401, NULL, "");
    g_autoptr (GError) error = usher_answer_to_address_error (refused);

    g_assert_null (usher_answer_to_address_error (fine));
    g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_AUTH);
  }
}

static char *
flatten (const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, strlen (body));
  g_autoptr (UsherRefusal) refusal = usher_refusal_new (bytes);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_cmpint (refusal->summary != NULL, ==, refusal->fields != NULL);
  for (guint i = 0; refusal->fields != NULL && i < usher_field_errors_get_length (refusal->fields);
       i++)
    g_string_append_printf (text, "%s=%s|", usher_field_errors_get_field (refusal->fields, i),
                            usher_field_errors_get_message (refusal->fields, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_refusals (void)
{
  static const char *const cases[][2] = {
    { "{\"detail\": \"No.\"}", "=No.|" },
    { "{\"detail\": [\"No.\", \"Never.\"]}", "=No.\nNever.|" },
    { "{\"detail\": {\"country\": [\"Two letters.\"]}}", "country=Two letters.|" },
    { "{\"allowedEmails\": [\"Bad.\"]}", "allowedEmails=Bad.|" },
    { "{\"allowedEmails\": {\"0\": [\"Bad.\"], \"2\": [\"Worse.\"]}}",
      "allowedEmails=Bad.\nWorse.|" },
    { "{\"allowedEmails.0\": [\"Bad.\"]}", "allowedEmails=Bad.|" },
    { "{\"prefill\": {\"country\": [\"Short.\"], \"url\": \"Ugly.\"}}",
      "prefill.country=Short.|prefill.url=Ugly.|" },
    { "{\"prefill\": {\"non_field_errors\": [\"All of it.\"]}}", "prefill=All of it.|" },
    { "{\"prefill\": {\"initialSites\": [{}, {\"non_field_errors\": [\"Whose?\"]}]}}",
      "prefill.initialSites=Whose?|" },
    { "{\"non_field_errors\": [\"Odd.\"], \"maxUses\": [\"Even.\"]}", "=Odd.|maxUses=Even.|" },
    { "[\"No.\"]", "=No.|" },
    { "{\"a\": {\"b\": {\"c\": [[\"Deep.\"]]}}}", "a.b.c=Deep.|" },
    { "{\"maxUses\": [7, null, true, \"At least 1.\"]}", "maxUses=At least 1.|" },
    { "{\"detail\": \"two\\nlines\\u202e <b>bold</b>\"}", "=two lines <b>bold</b>|" },
    { "{}", "" },
    { "null", "" },
    { "\"text\"", "" },
    { "", "" },
    { "<html>", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = flatten (cases[i][0]);

      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

static void
test_refusal_bounds (void)
{
  g_autofree char *long_text = g_strnfill (5000, 'x');
  g_autofree char *body = g_strdup_printf ("{\"detail\": \"%s\"}", long_text);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (UsherRefusal) refusal = usher_refusal_new (bytes);
  g_autoptr (GString) many = g_string_new ("{");
  g_autoptr (GBytes) many_bytes = NULL;
  g_autoptr (UsherRefusal) many_refusal = NULL;

  g_assert_cmpint (g_utf8_strlen (refusal->summary, -1), <=, 600);
  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (many, "%s\"field%u\": [\"No.\"]", i > 0 ? "," : "", i);
  g_string_append_c (many, '}');
  many_bytes = g_bytes_new (many->str, many->len);
  many_refusal = usher_refusal_new (many_bytes);
  g_assert_cmpuint (usher_field_errors_get_length (many_refusal->fields), ==, 100);
}

static gpointer
keep_thread (JsonNode *root, gconstpointer data)
{
  return g_thread_ref (g_thread_self ());
}

static void
test_off_the_main_loop (void)
{
  static const UsherReader reader = { keep_thread, (GDestroyNotify) g_thread_unref, NULL, FALSE };
  g_autofree char *blank = g_strnfill (200 * 1024, ' ');
  g_autofree char *large = g_strconcat ("[", blank, "]", NULL);
  const char *bodies[] = { "[]", large };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      GAsyncResult *slot = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GThread) thread = NULL;
      g_autoptr (GError) error = NULL;

      usher_answer_read_async (new_answer (200, NULL, bodies[i]), &reader, NULL,
                               usher_test_keep_result, &slot);
      result = usher_test_take_result (&slot);
      thread = usher_answer_read_finish (result, &error);
      g_assert_no_error (error);
      g_assert_cmpint (thread == g_thread_self (), ==, i == 0);
    }
}

static void
test_log (void)
{
  static const char *const cases[][2] = {
    { "X-API-Key: very-secret", "X-API-Key: [not shown]" },
    { "x-api-key: very-secret", "x-api-key: [not shown]" },
    { "Authorization: Bearer secret", "Authorization: [not shown]" },
    { "Set-Cookie: secret=1", "Set-Cookie: [not shown]" },
    { "Location: https://example.com/?token=secret", "Location: [not shown]" },
    { "Content-Type: application/json", "Content-Type: application/json" },
    { "GET /v2.2/company HTTP/1.1", "GET /v2.2/company HTTP/1.1" },
    { "GET /v2.2/connection?owner=a@example.com HTTP/1.1", "GET /v2.2/connection?… HTTP/1.1" },
    { "HTTP/1.1 200 OK", "HTTP/1.1 200 OK" },
    { "HTTP/1.1 200 \x1b]0;Owned\x07\xc2\x9b" "31m", "HTTP/1.1 200 ]0;Owned31m" },
    { "Server: a\x1b[2J", "Server: a[2J" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = usher_http_log_dup_redacted (cases[i][0]);

      g_assert_cmpstr (line, ==, cases[i][1]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/answer/statuses", test_statuses);
  g_test_add_func ("/api/answer/words", test_words);
  g_test_add_func ("/api/answer/captive-portals", test_captive_portals);
  g_test_add_func ("/api/answer/address", test_address);
  g_test_add_func ("/api/answer/refusals", test_refusals);
  g_test_add_func ("/api/answer/refusal-bounds", test_refusal_bounds);
  g_test_add_func ("/api/answer/off-the-main-loop", test_off_the_main_loop);
  g_test_add_func ("/api/answer/log", test_log);
  return g_test_run ();
}
