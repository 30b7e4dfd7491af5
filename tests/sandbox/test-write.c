/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything that changes something, over HTTP: create, revoke, resend, and what is refused. */

#include "sandbox/sandbox-http.h"

static char *
first_connection (UsherTestSandbox *sandbox)
{
  g_autoptr (SandboxReply) reply =
      sandbox_get (sandbox, "connection/company/%s?limit=1", sandbox->companies[0]);

  return sandbox_reply_dup (reply, "connections.0.id");
}

/* "CREATED EMAIL_SENT:a@example.com": the log of an invitation in short. */
static char *
dup_log (UsherTestSandbox *sandbox, const char *id)
{
  g_autoptr (SandboxReply) reply = sandbox_get (sandbox, "invitation/%s", id);
  g_autoptr (GString) log = g_string_new (NULL);

  sandbox_assert_status (reply, 200);
  for (gint64 i = 0; i < sandbox_reply_size (reply, "events"); i++)
    {
      g_autofree char *type_path = g_strdup_printf ("events.%" G_GINT64_FORMAT ".eventType", i);
      g_autofree char *email_path = g_strdup_printf ("events.%" G_GINT64_FORMAT ".email", i);
      g_autofree char *type = sandbox_reply_dup (reply, type_path);
      g_autofree char *email = sandbox_reply_dup (reply, email_path);

      g_string_append_printf (log, "%s%s", i > 0 ? " " : "", type);
      if (!g_str_equal (email, "null"))
        g_string_append_printf (log, ":%s", email);
    }
  return g_string_free (g_steal_pointer (&log), FALSE);
}

static void
assert_log (UsherTestSandbox *sandbox, const char *id, const char *expected)
{
  g_autofree char *log = dup_log (sandbox, id);

  g_assert_cmpstr (log, ==, expected);
}

/* Contract 3.3: no field is required. */
static void
test_create_bare (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  static const char * const bodies[] = { "{}", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (SandboxReply) made =
          sandbox_post (sandbox, bodies[i], "invitation/company/%s", sandbox->companies[0]);
      g_autofree char *id = sandbox_reply_dup (made, "id");
      g_autofree char *token = sandbox_reply_dup (made, "token");
      g_autofree char *url = sandbox_reply_dup (made, "invitationUrl");

      sandbox_assert_status (made, 201);
      g_assert_cmpint (sandbox_reply_size (made, ""), ==, 14);
      g_assert_cmpuint (strlen (token), >=, 22);
      g_assert_true (g_str_has_suffix (url, token));
      sandbox_assert_value (made, "invitationType", "CREATE_CONNECTION");
      sandbox_assert_value (made, "status", "ACTIVE");
      sandbox_assert_value (made, "companyId", sandbox->companies[0]);
      sandbox_assert_value (made, "connectionId", "null");
      sandbox_assert_value (made, "allowedEmails", "[]");
      sandbox_assert_value (made, "expiresAt", "null");
      sandbox_assert_value (made, "maxUses", "null");
      sandbox_assert_value (made, "useCount", "0");
      sandbox_assert_value (made, "prefill", "{}");
      sandbox_assert_value (made, "createdConnections", "[]");
      assert_log (sandbox, id, "CREATED");
    }
}

static gint64
parse_time (SandboxReply *reply, const char *path)
{
  g_autofree char *text = sandbox_reply_dup (reply, path);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time);
}

static void
test_create_full (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (SandboxReply) company = sandbox_get (sandbox, "company/%s", sandbox->companies[0]);
  g_autofree char *site = sandbox_reply_dup (company, "sites.0.id");
  g_autofree char *body = g_strdup_printf (
    "{\"allowedEmails\": [\" ana@example.com \", \"ANA@example.com\", \"jörg@exämple.org\"],"
    " \"expiresInSeconds\": 604800, \"maxUses\": 2, \"sendEmail\": true, \"somethingElse\": [1],"
    " \"prefill\": {\"url\": \"https://nectarclimate.com\", \"country\": \"us\", \"initialSites\": [\"%s\"],"
    " \"utilityTypes\": [\"ELECTRICITY\", \"GAS\"], \"connectionOwnerEmail\": \"o@example.com\","
    " \"dataCollectionStartDate\": \"2024-02-29\","
    " \"datasourceId\": \"3c90c3cc-0d44-4b50-8888-8dd25736052a\"}}", site);
  g_autoptr (SandboxReply) made =
      sandbox_post (sandbox, body, "invitation/company/%s", sandbox->companies[0]);
  g_autofree char *id = sandbox_reply_dup (made, "id");
  g_autoptr (SandboxReply) again = sandbox_get (sandbox, "invitation/%s", id);
  g_autofree char *token = sandbox_reply_dup (made, "token");

  sandbox_assert_status (made, 201);
  sandbox_assert_value (made, "allowedEmails", "[\"ana@example.com\",\"jörg@exämple.org\"]");
  sandbox_assert_value (made, "maxUses", "2");
  sandbox_assert_value (made, "prefill.country", "US");
  sandbox_assert_value (made, "prefill.initialSites.0", site);
  sandbox_assert_value (made, "prefill.utilityTypes", "[\"ELECTRICITY\",\"GAS\"]");
  sandbox_assert_value (made, "prefill.dataCollectionStartDate", "2024-02-29");
  sandbox_assert_value (made, "prefill.datasourceId", "3c90c3cc-0d44-4b50-8888-8dd25736052a");
  g_assert_cmpint (parse_time (made, "expiresAt") - parse_time (made, "createdAt"), ==, 604800);
  sandbox_assert_value (again, "token", token);
  assert_log (sandbox, id, "CREATED EMAIL_SENT:ana@example.com EMAIL_SENT:jörg@exämple.org");
}

static void
test_create_reconnect (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *connection = first_connection (sandbox);
  g_autoptr (SandboxReply) made =
    sandbox_post (sandbox, "{\"maxUses\": 1, \"sendEmail\": true, \"prefill\": 5}", "invitation/connection/%s",
                  connection);
  g_autofree char *id = sandbox_reply_dup (made, "id");

  sandbox_assert_status (made, 201);
  sandbox_assert_value (made, "invitationType", "EDIT_CONNECTION");
  sandbox_assert_value (made, "connectionId", connection);
  sandbox_assert_value (made, "companyId", sandbox->companies[0]);
  sandbox_assert_value (made, "prefill", "{}");
  /* Contract 13.12: mail is wanted, but there is nobody to mail. */
  assert_log (sandbox, id, "CREATED");
}

typedef struct
{
  const char *body;
  const char *field;    /* the path of the message */
} Refusal;

static const Refusal refusals[] = {
  { "{\"allowedEmails\": \"a@example.com\"}", "allowedEmails.0" },
  { "{\"allowedEmails\": null}", "allowedEmails.0" },
  { "{\"allowedEmails\": {}}", "allowedEmails.0" },
  { "{\"allowedEmails\": [1]}", "allowedEmails.0" },
  { "{\"allowedEmails\": [null]}", "allowedEmails.0" },
  { "{\"allowedEmails\": [\"\"]}", "allowedEmails.0" },
  { "{\"allowedEmails\": [\"  \"]}", "allowedEmails.0" },
  { "{\"allowedEmails\": [\"a\"]}", "allowedEmails.0" },
  { "{\"allowedEmails\": [\"a@b\"]}", "allowedEmails.0" },
  { "{\"allowedEmails\": [\"a b@example.com\"]}", "allowedEmails.0" },
  { "{\"allowedEmails\": [\"a@example.com, b@example.com\"]}", "allowedEmails.0" },
  { "{\"allowedEmails\": [\"a@@example.com\"]}", "allowedEmails.0" },
  { "{\"allowedEmails\": [\".a@example.com\"]}", "allowedEmails.0" },
  { "{\"allowedEmails\": [\"a@-example.com\"]}", "allowedEmails.0" },
  { "{\"allowedEmails\": [\"a@example..com\"]}", "allowedEmails.0" },
  { "{\"allowedEmails\": [\"<b>@example.com\"]}", "allowedEmails.0" },
  { "{\"allowedEmails\": [\"a\\r\\nBcc: c@example.com\"]}", "allowedEmails.0" },
  { "{\"allowedEmails\": [\"a\\u202e@example.com\"]}", "allowedEmails.0" },
  { "{\"expiresInSeconds\": 59}", "expiresInSeconds.0" },
  { "{\"expiresInSeconds\": 0}", "expiresInSeconds.0" },
  { "{\"expiresInSeconds\": -60}", "expiresInSeconds.0" },
  { "{\"expiresInSeconds\": null}", "expiresInSeconds.0" },
  { "{\"expiresInSeconds\": true}", "expiresInSeconds.0" },
  { "{\"expiresInSeconds\": \"60\"}", "expiresInSeconds.0" },
  { "{\"expiresInSeconds\": 60.5}", "expiresInSeconds.0" },
  { "{\"expiresInSeconds\": 6e9}", "expiresInSeconds.0" },
  { "{\"expiresInSeconds\": []}", "expiresInSeconds.0" },
  { "{\"expiresInSeconds\": 999999999999999999}", "expiresInSeconds.0" },
  { "{\"maxUses\": 0}", "maxUses.0" },
  { "{\"maxUses\": 2147483648}", "maxUses.0" },
  { "{\"maxUses\": false}", "maxUses.0" },
  { "{\"maxUses\": {}}", "maxUses.0" },
  { "{\"sendEmail\": 1}", "sendEmail.0" },
  { "{\"sendEmail\": \"true\"}", "sendEmail.0" },
  { "{\"sendEmail\": null}", "sendEmail.0" },
  { "{\"prefill\": null}", "prefill.0" },
  { "{\"prefill\": []}", "prefill.0" },
  { "{\"prefill\": \"x\"}", "prefill.0" },
  { "{\"prefill\": {\"country\": \"USA\"}}", "prefill.country.0" },
  { "{\"prefill\": {\"country\": \"\"}}", "prefill.country.0" },
  { "{\"prefill\": {\"country\": \"1A\"}}", "prefill.country.0" },
  { "{\"prefill\": {\"country\": 12}}", "prefill.country.0" },
  { "{\"prefill\": {\"country\": \"é\"}}", "prefill.country.0" },
  { "{\"prefill\": {\"url\": \"javascript:alert(1)\"}}", "prefill.url.0" },
  { "{\"prefill\": {\"url\": \"example.com\"}}", "prefill.url.0" },
  { "{\"prefill\": {\"url\": \"https://\"}}", "prefill.url.0" },
  { "{\"prefill\": {\"url\": \"https://a b\"}}", "prefill.url.0" },
  { "{\"prefill\": {\"url\": []}}", "prefill.url.0" },
  { "{\"prefill\": {\"datasourceId\": \"x\"}}", "prefill.datasourceId.0" },
  { "{\"prefill\": {\"connectionOwnerEmail\": \"x\"}}", "prefill.connectionOwnerEmail.0" },
  { "{\"prefill\": {\"dataCollectionStartDate\": \"2023-02-29\"}}", "prefill.dataCollectionStartDate.0" },
  { "{\"prefill\": {\"dataCollectionStartDate\": \"01/02/2024\"}}", "prefill.dataCollectionStartDate.0" },
  { "{\"prefill\": {\"dataCollectionStartDate\": \"2024-01-01T00:00:00Z\"}}", "prefill.dataCollectionStartDate.0" },
  { "{\"prefill\": {\"dataCollectionStartDate\": \"0000-01-01\"}}", "prefill.dataCollectionStartDate.0" },
  { "{\"prefill\": {\"utilityTypes\": [\"COAL\"]}}", "prefill.utilityTypes.0" },
  { "{\"prefill\": {\"utilityTypes\": \"GAS\"}}", "prefill.utilityTypes.0" },
  { "{\"prefill\": {\"utilityTypes\": [[]]}}", "prefill.utilityTypes.0" },
  { "{\"prefill\": {\"initialSites\": [\"x\"]}}", "prefill.initialSites.0" },
  { "{\"prefill\": {\"initialSites\": [\"00000000-0000-4000-8000-000000001403\"]}}", "prefill.initialSites.0" },
};

static void
test_refusals (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *connection = first_connection (sandbox);
  g_autoptr (SandboxReply) list = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (SandboxReply) reply =
        sandbox_post (sandbox, refusals[i].body, "invitation/company/%s", sandbox->companies[0]);
      g_autoptr (SandboxReply) other =
        sandbox_post (sandbox, refusals[i].body, "invitation/connection/%s", connection);
      g_autofree char *message = sandbox_reply_dup (reply, refusals[i].field);
      g_autofree char *detail = sandbox_reply_dup (reply, "detail");

      g_test_message ("%s", refusals[i].body);
      sandbox_assert_status (reply, 400);
      g_assert_nonnull (message);
      g_assert_nonnull (detail);
      /* Contract 3.4: a reconnect invitation has no prefill, so whatever is there is left alone. */
      sandbox_assert_status (other, g_str_has_prefix (refusals[i].field, "prefill") ? 201u : 400u);
    }
  list = sandbox_get (sandbox, "invitation/company/%s?status=ACTIVE", sandbox->companies[0]);
  for (gint64 i = 0; i < sandbox_reply_size (list, "invitations"); i++)
    {
      g_autofree char *path = g_strdup_printf ("invitations.%" G_GINT64_FORMAT ".invitationType", i);

      sandbox_assert_value (list, path, "EDIT_CONNECTION");
    }
}

/* All that is wrong is told at once. */
static void
test_refusals_together (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (SandboxReply) reply =
    sandbox_post (sandbox,
                  "{\"allowedEmails\": [\"x\", \"a@example.com\", \"y\"], \"maxUses\": 0,"
                  " \"prefill\": {\"country\": \"USA\", \"url\": \"x\"}}",
                  "invitation/company/%s", sandbox->companies[0]);

  sandbox_assert_status (reply, 400);
  sandbox_assert_value (reply, "allowedEmails",
                        "[\"Item 1: Enter a valid email address.\",\"Item 3: Enter a valid email address.\"]");
  g_assert_cmpint (sandbox_reply_size (reply, "prefill"), ==, 2);
  g_assert_cmpint (sandbox_reply_size (reply, "maxUses"), ==, 1);
  sandbox_assert_value (reply, "detail", "The input was refused: see allowedEmails, maxUses, prefill.");
}

static void
test_revoke (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (SandboxReply) made = sandbox_post (sandbox, "{}", "invitation/company/%s", sandbox->companies[0]);
  g_autofree char *id = sandbox_reply_dup (made, "id");
  g_autofree char *token = sandbox_reply_dup (made, "token");
  g_autofree char *url = sandbox_reply_dup (made, "invitationUrl");
  g_autoptr (SandboxReply) revoked = sandbox_post (sandbox, NULL, "invitation/%s/revoke", id);
  g_autoptr (SandboxReply) twice = sandbox_post (sandbox, NULL, "invitation/%s/revoke", id);
  g_autoptr (SandboxReply) resent = sandbox_post (sandbox, NULL, "invitation/%s/resend", id);
  g_autoptr (SandboxReply) page = sandbox_ask_with (url, "GET", NULL, NULL, NULL);
  g_autoptr (SandboxReply) list =
      sandbox_get (sandbox, "invitation/company/%s?status=REVOKED", sandbox->companies[0]);

  sandbox_assert_status (revoked, 200);
  sandbox_assert_value (revoked, "status", "REVOKED");
  sandbox_assert_value (revoked, "token", token);
  sandbox_assert_status (twice, 400);
  sandbox_assert_value (twice, "detail", "Only an active invitation can be revoked; this one is revoked.");
  sandbox_assert_status (resent, 400);
  sandbox_assert_status (page, 410);
  g_assert_nonnull (strstr (page->body, "revoked"));
  sandbox_assert_value (list, "totalInvitations", "1");
  /* The log survives, and goes on (contract 3.7). */
  assert_log (sandbox, id, "CREATED REVOKED VIEWED");
}

static void
test_resend (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (SandboxReply) open = sandbox_post (sandbox, "{}", "invitation/company/%s", sandbox->companies[0]);
  g_autoptr (SandboxReply) made =
    sandbox_post (sandbox, "{\"allowedEmails\": [\"a@example.com\", \"b@example.com\"]}", "invitation/company/%s",
                  sandbox->companies[0]);
  g_autofree char *open_id = sandbox_reply_dup (open, "id");
  g_autofree char *id = sandbox_reply_dup (made, "id");
  g_autofree char *url = sandbox_reply_dup (made, "invitationUrl");
  g_autoptr (SandboxReply) refused = sandbox_post (sandbox, NULL, "invitation/%s/resend", open_id);
  g_autoptr (SandboxReply) resent = sandbox_post (sandbox, NULL, "invitation/%s/resend", id);

  sandbox_assert_status (refused, 400);
  assert_log (sandbox, open_id, "CREATED");
  sandbox_assert_status (resent, 200);
  sandbox_assert_value (resent, "invitationUrl", url);
  assert_log (sandbox, id, "CREATED EMAIL_RESENT:a@example.com EMAIL_RESENT:b@example.com");
}

static void
test_no_resend (void)
{
  static const char * const extra[] = { "--no-resend", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  g_autoptr (SandboxReply) made =
    sandbox_post (sandbox, "{\"allowedEmails\": [\"a@example.com\"]}", "invitation/company/%s", sandbox->companies[0]);
  g_autofree char *id = sandbox_reply_dup (made, "id");
  g_autoptr (SandboxReply) resent = sandbox_post (sandbox, NULL, "invitation/%s/resend", id);
  g_autoptr (SandboxReply) nowhere = sandbox_post (sandbox, NULL, "invitation/%s/recent", id);

  sandbox_assert_status (resent, 404);
  g_assert_cmpstr (resent->body, ==, nowhere->body);
  assert_log (sandbox, id, "CREATED");
}

/* Opening a link is a line in the log and nothing else; HEAD, as link checkers send it, not even
 * that. */
static void
test_page (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (SandboxReply) made = sandbox_post (sandbox, "{\"maxUses\": 1}", "invitation/company/%s",
                                                sandbox->companies[1]);
  g_autofree char *id = sandbox_reply_dup (made, "id");
  g_autofree char *url = sandbox_reply_dup (made, "invitationUrl");
  g_autofree char *wrong = g_strconcat (url, "x", NULL);
  g_autoptr (SandboxReply) page = sandbox_ask_with (url, "GET", NULL, NULL, NULL);
  g_autoptr (SandboxReply) head = sandbox_ask_with (url, "HEAD", NULL, NULL, NULL);
  g_autoptr (SandboxReply) post = sandbox_ask_with (url, "POST", NULL, "text/plain", "x");
  g_autoptr (SandboxReply) unknown = sandbox_ask_with (wrong, "GET", NULL, NULL, NULL);
  SoupMessageHeaders *headers = soup_message_get_response_headers (page->message);
  g_autoptr (SandboxReply) detail = NULL;

  sandbox_assert_status (page, 200);
  sandbox_assert_status (head, 200);
  /* A form that did not come from the page. */
  sandbox_assert_status (post, 403);
  sandbox_assert_status (unknown, 404);
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Content-Type"), ==, "text/html; charset=utf-8");
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Cache-Control"), ==, "no-store");
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Referrer-Policy"), ==, "no-referrer");
  g_assert_cmpstr (soup_message_headers_get_one (headers, "X-Robots-Tag"), ==, "noindex, nofollow");
  g_assert_true (g_str_has_prefix (
      soup_message_headers_get_one (headers, "Content-Security-Policy"), "default-src 'none'"));
  /* The company's name is escaped. */
  g_assert_nonnull (strstr (page->body, "Fisk &amp; Söhne GmbH"));
  g_assert_null (strstr (page->body, "<script"));
  g_assert_nonnull (strstr (page->body, "Who is your provider?"));
  assert_log (sandbox, id, "CREATED VIEWED");
  detail = sandbox_get (sandbox, "invitation/%s", id);
  sandbox_assert_value (detail, "useCount", "0");
  sandbox_assert_value (detail, "events.1.ipAddress", "127.0.0.1");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/write/create-bare", test_create_bare);
  g_test_add_func ("/sandbox/write/create-full", test_create_full);
  g_test_add_func ("/sandbox/write/create-reconnect", test_create_reconnect);
  g_test_add_func ("/sandbox/write/refusals", test_refusals);
  g_test_add_func ("/sandbox/write/refusals-together", test_refusals_together);
  g_test_add_func ("/sandbox/write/revoke", test_revoke);
  g_test_add_func ("/sandbox/write/resend", test_resend);
  g_test_add_func ("/sandbox/write/no-resend", test_no_resend);
  g_test_add_func ("/sandbox/write/page", test_page);
  return g_test_run ();
}
