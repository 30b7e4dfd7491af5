/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the pages must never do: take a form of another page, let texts become markup, keep a password,
 * tell a link, be shown in a stranger's frame. */

#include <sqlite3.h>
#include <string.h>

#include "sandbox/sandbox-walk.h"
#include "sandbox/usher-sandbox-brand.h"

#define FORM "application/x-www-form-urlencoded"
/* Long enough that no other text has it by chance. */
#define CANARY "kanarienvogel-7f3a91c2-password"

static const char *
get_header (SandboxWalk *walk, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (walk->page->message), name);
}

static void
test_headers (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, "{}", NULL);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autofree char *path = g_strdup_printf ("Path=%s;", strstr (url, "/p/i/"));
  const char *policy;

  sandbox_walk_open (walk, NULL);
  g_assert_cmpstr (get_header (walk, "Cache-Control"), ==, "no-store");
  g_assert_cmpstr (get_header (walk, "Referrer-Policy"), ==, "no-referrer");
  g_assert_cmpstr (get_header (walk, "X-Robots-Tag"), ==, "noindex, nofollow");
  g_assert_cmpstr (get_header (walk, "X-Content-Type-Options"), ==, "nosniff");
  policy = get_header (walk, "Content-Security-Policy");
  g_assert_true (g_str_has_prefix (policy, "default-src 'none';"));
  g_assert_nonnull (strstr (policy, "frame-ancestors 'none'"));
  g_assert_null (strstr (policy, "unsafe"));
  g_assert_null (strstr (policy, "script-src"));
  g_assert_nonnull (strstr (get_header (walk, "Set-Cookie"), "HttpOnly"));
  g_assert_nonnull (strstr (get_header (walk, "Set-Cookie"), "SameSite=Lax"));
  g_assert_nonnull (strstr (get_header (walk, "Set-Cookie"), path));
  sandbox_walk_assert_has_not (walk, "<script");
  sandbox_walk_assert_has_not (walk, "<style");
  sandbox_walk_assert_has_not (walk, "style=");
  sandbox_walk_assert_has_not (walk, "http-equiv");
}

/* Every style sheet that a page asks for is there. */
static void
test_styles (void)
{
  static const struct
  {
    const char *path;
    guint status;
    const char *text;
  } cases[] = {
    { "/p/style.css", 200, "--accent" },
    { "/p/style.css", 200, "--accent" },
    { "/p/brand/0b6e4f.css", 200, "--brand: #0b6e4f" },
    { "/p/brand/0b6e4.css", 404, "" },
    { "/p/brand/0b6e4f", 404, "" },
    { "/p/brand/;}*{}.css", 404, "" },
  };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = g_strdup_printf ("%.*s%s", (int) (strlen (sandbox->base_url) - strlen ("/v2.2")),
                                              sandbox->base_url, cases[i].path);
      g_autoptr (SandboxReply) reply = sandbox_ask_with (url, "GET", NULL, NULL, NULL);

      sandbox_assert_status (reply, cases[i].status);
      g_assert_nonnull (strstr (reply->body, cases[i].text));
    }
}

static void
test_embed (void)
{
  static const char * const origins[] = { "--embed-origin", "https://portal.example.com", "--embed-origin",
                                          "http://localhost:8080", NULL };
  static const char * const wrong[] = { "https://portal.example.com/path", "portal.example.com", "*",
                                        "https://a.example.com; script-src *", "ftp://a.example.com" };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, origins);
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, "{}", NULL);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);

  sandbox_walk_open (walk, NULL);
  g_assert_nonnull (strstr (get_header (walk, "Content-Security-Policy"),
                            "frame-ancestors https://portal.example.com http://localhost:8080"));
  g_assert_nonnull (strstr (get_header (walk, "Set-Cookie"), "SameSite=None; Secure; Partitioned"));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *dir = usher_test_make_dir ();
      g_autoptr (GSubprocess) process = g_subprocess_new (
        G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error,
        g_getenv ("USHER_SANDBOX"), "--port", "0", "--data", dir, "--embed-origin", wrong[i], NULL);

      g_assert_no_error (error);
      g_subprocess_wait (process, NULL, NULL);
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
      usher_test_remove_tree (dir);
    }
}

/* A form counts only with its own seal, and that only with the cookie it was made for. */
static void
test_forms (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *id = NULL;
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, "{}", &id);
  g_autofree char *other_url = sandbox_walk_invite (sandbox, 0, "{}", NULL);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autoptr (SandboxWalk) other = sandbox_walk_new (sandbox, url);
  g_autoptr (SandboxWalk) elsewhere = sandbox_walk_new (sandbox, other_url);
  g_autofree char *seal = NULL, *good = NULL, *wrong_action = NULL, *other_seal = NULL, *borrowed = NULL;
  const char *bodies[] = { "", "do=provider", "do=provider&seal=", "do=provider&seal=x&address=a.example.com",
                           "%zz", "do=%ff&seal=%fe" };

  sandbox_walk_open (walk, NULL);
  sandbox_walk_open (other, NULL);
  sandbox_walk_open (elsewhere, NULL);
  seal = sandbox_walk_dup_seal (walk, "provider");
  other_seal = sandbox_walk_dup_seal (other, "provider");
  g_assert_cmpstr (seal, !=, other_seal);
  good = g_strdup_printf ("do=provider&seal=%s&address=a.example.com", seal);
  wrong_action = g_strdup_printf ("do=sign-in&seal=%s&username=a&password=b", seal);
  borrowed = g_strdup_printf ("do=provider&seal=%s&address=a.example.com", other_seal);
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      sandbox_walk_post (walk, FORM, bodies[i]);
      sandbox_walk_assert (walk, 403, "This page is too old");
    }
  sandbox_walk_post (walk, FORM, wrong_action);
  sandbox_walk_assert (walk, 403, "This page is too old");
  sandbox_walk_post (walk, FORM, borrowed);
  sandbox_walk_assert (walk, 403, "This page is too old");
  sandbox_walk_post (walk, "application/json", good);
  sandbox_walk_assert (walk, 403, "This page is too old");
  sandbox_walk_post (elsewhere, FORM, good);
  sandbox_walk_assert (elsewhere, 403, "This page is too old");
  /* Without the cookie it was made for. */
  g_clear_pointer (&other->cookie, g_free);
  sandbox_walk_post (other, FORM, good);
  sandbox_walk_assert (other, 403, "This page is too old");
  sandbox_walk_post (walk, FORM, good);
  sandbox_assert_status (walk->page, 303);
  /* Sent twice, it leads on and changes nothing. */
  sandbox_walk_post (walk, FORM, good);
  sandbox_assert_status (walk->page, 303);
}

/* A form from far ahead - sealed, but not of this step - changes nothing either. */
static void
test_order (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *id = NULL;
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, "{}", &id);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autoptr (SandboxReply) detail = NULL;
  g_autofree char *seal = NULL, *site = NULL, *body = NULL;

  sandbox_walk_open (walk, NULL);
  sandbox_walk_choose (walk, "Northwind");
  sandbox_walk_sign_in (walk, TRUE);
  seal = sandbox_walk_dup_seal (walk, "sites");
  site = sandbox_walk_dup_after (walk, "name=\"site\" value=\"");
  body = g_strdup_printf ("do=sites&seal=%s&site=%s&type=GAS", seal, site);
  sandbox_walk_send (walk, "other-provider", NULL);
  sandbox_walk_post (walk, FORM, body);
  sandbox_assert_status (walk->page, 303);
  detail = sandbox_walk_ask (sandbox, id);
  sandbox_assert_value (detail, "useCount", "0");
}

static void
test_foreign_site (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, "{}", NULL);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autoptr (SandboxReply) other = sandbox_get (sandbox, "company/%s", sandbox->companies[1]);
  g_autofree char *site = sandbox_reply_dup (other, "sites.0.id");

  sandbox_walk_open (walk, NULL);
  sandbox_walk_choose (walk, "Northwind");
  sandbox_walk_sign_in (walk, TRUE);
  sandbox_walk_send (walk, "sites", "site", site, "type", "GAS", NULL);
  sandbox_walk_assert (walk, 422, "Choose sites and utility types");
}

/* Whatever is typed comes back as text. */
static void
test_escaping (void)
{
  static const char evil[] = "\"><script>alert(1)</script><b a='";
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *url = sandbox_walk_invite (sandbox, 1, "{\"allowedEmails\": [\"a@example.com\"]}", NULL);
  g_autofree char *open_url = sandbox_walk_invite (sandbox, 1, "{}", NULL);
  g_autoptr (SandboxWalk) listed = sandbox_walk_new (sandbox, url);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, open_url);
  g_autofree char *query = g_uri_escape_string (evil, NULL, FALSE);
  g_autofree char *search = g_strdup_printf ("?country=%s&q=%s", query, query);

  sandbox_walk_open (listed, NULL);
  sandbox_walk_assert_has (listed, "Fisk &amp; Söhne GmbH");
  sandbox_walk_send (listed, "email", "email", evil, NULL);
  sandbox_walk_assert (listed, 422, "Verify your email address");
  sandbox_walk_assert_has_not (listed, "<script");
  sandbox_walk_assert_has (listed, "&lt;script&gt;");
  sandbox_walk_open (walk, search);
  sandbox_walk_assert_has_not (walk, "<script");
  sandbox_walk_assert_has (walk, "&lt;script&gt;");
  sandbox_walk_open (walk, NULL);
  sandbox_walk_send (walk, "provider", "address", evil, NULL);
  sandbox_walk_assert (walk, 422, "Who is your provider?");
  sandbox_walk_assert_has_not (walk, "<script");
  sandbox_walk_send (walk, "provider", "address", "utility.example.com", "country", evil, NULL);
  sandbox_walk_send (walk, "sign-in", "username", evil, "password", "", NULL);
  sandbox_walk_assert (walk, 422, "Sign in to utility.example.com");
  sandbox_walk_assert_has_not (walk, "<script");
}

/* Names of companies, brands, providers and sites come from elsewhere, and may be markup. */
static void
test_names_of_markup (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = g_build_filename (dir, "sandbox.db", NULL);
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (dir, NULL);
  g_autofree char *url = NULL;
  g_autoptr (SandboxWalk) walk = NULL;
  g_autoptr (GPtrArray) mail = NULL;
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autofree char *code = NULL, *outbox = NULL;
  sqlite3 *db = NULL;

  g_clear_pointer (&sandbox, usher_test_sandbox_free);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "UPDATE company SET name = '<script>a\"''</script>' WHERE NOT is_foreign;"
                                 "UPDATE company SET brand_name = '<script>b</script>' WHERE brand_name IS NOT NULL;"
                                 "UPDATE site SET name = '<script>c</script>', address = '\"><script>d';"
                                 "UPDATE provider SET name = '<script>e</script>'",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (db);
  sandbox = usher_test_sandbox_start (dir, NULL);
  outbox = g_strdup_printf ("%.*s/outbox", (int) (strlen (sandbox->base_url) - strlen ("/v2.2")), sandbox->base_url);
  url = sandbox_walk_invite (sandbox, 2, "{\"allowedEmails\": [\"a@example.com\"], \"sendEmail\": true}", NULL);
  walk = sandbox_walk_new (sandbox, url);
  sandbox_walk_open (walk, NULL);
  g_string_append (seen, walk->page->body);
  sandbox_walk_send (walk, "email", "email", "a@example.com", NULL);
  g_string_append (seen, walk->page->body);
  mail = sandbox_walk_read_mail (sandbox);
  code = sandbox_mail_dup_code (mail->pdata[1]);
  sandbox_walk_send (walk, "code", "code", code, NULL);
  g_string_append (seen, walk->page->body);
  sandbox_walk_send (walk, "provider", "address", "northwind.example.com", NULL);
  g_string_append (seen, walk->page->body);
  sandbox_walk_sign_in (walk, TRUE);
  if (strstr (walk->page->body, "utility’s code") != NULL)
    sandbox_walk_send (walk, "mfa", "code", "246810", NULL);
  g_string_append (seen, walk->page->body);
  sandbox_walk_finish (walk);
  sandbox_walk_assert (walk, 200, "Thank you");
  g_string_append (seen, walk->page->body);
  {
    g_autoptr (SandboxReply) list = sandbox_ask_with (outbox, "GET", NULL, NULL, NULL);

    sandbox_assert_status (list, 200);
    g_string_append (seen, list->body);
  }
  g_assert_null (strstr (seen->str, "<script"));
  for (char c = 'a'; c <= 'd'; c++)
    {
      char escaped[] = "&lt;script&gt;?";

      escaped[strlen (escaped) - 1] = c;
      g_assert_nonnull (strstr (seen->str, escaped));
    }
  g_assert_nonnull (strstr (seen->str, "&lt;script&gt;e"));
  g_clear_pointer (&sandbox, usher_test_sandbox_free);
  usher_test_remove_tree (dir);
}

static gboolean
has_bytes (const char *dir, const char *text)
{
  g_autoptr (GDir) files = g_dir_open (dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autofree char *data = NULL;
      gsize length;

      if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || !g_file_get_contents (path, &data, &length, NULL))
        continue;
      if (memmem (data, length, text, strlen (text)) != NULL)
        {
          g_test_message ("%s has it", name);
          return TRUE;
        }
    }
  return FALSE;
}

/* After a whole walk, neither the password nor a link nor a code is in a file of the database, nor was
 * it said on standard output or error. The mail folder is what recipients read, and is not looked at. */
static void
test_canary (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                      g_getenv ("USHER_SANDBOX"), "--port", "0", "--data", dir, NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL, *out = NULL, *err = NULL, *url = NULL, *code = NULL, *mailed = NULL;
  g_autoptr (JsonNode) start = NULL;
  UsherTestSandbox sandbox = { .dir = dir };
  const char *companies[] = { NULL, NULL };
  JsonObject *object;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  g_buffered_input_stream_set_buffer_size (G_BUFFERED_INPUT_STREAM (lines), 1);
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  start = json_from_string (line, &error);
  g_assert_no_error (error);
  object = json_node_get_object (start);
  sandbox.base_url = (char *) json_object_get_string_member (object, "baseUrl");
  sandbox.api_key = (char *) json_object_get_string_member (object, "apiKey");
  companies[0] = json_array_get_string_element (json_object_get_array_member (object, "companies"), 0);
  sandbox.companies = (char **) companies;
  url = sandbox_walk_invite (&sandbox, 0, "{\"allowedEmails\": [\"a@example.com\"], \"sendEmail\": true}", NULL);
  {
    g_autoptr (SandboxWalk) walk = sandbox_walk_new (&sandbox, url);
    g_autoptr (GPtrArray) mail = NULL;

    sandbox_walk_open (walk, NULL);
    sandbox_walk_send (walk, "email", "email", "a@example.com", NULL);
    mail = sandbox_walk_read_mail (&sandbox);
    mailed = sandbox_mail_dup_link (mail->pdata[0]);
    code = sandbox_mail_dup_code (mail->pdata[1]);
    sandbox_walk_send (walk, "code", "code", code, NULL);
    sandbox_walk_choose (walk, "Northwind");
    sandbox_walk_send (walk, "sign-in", "username", "somebody", "password", CANARY, NULL);
    sandbox_walk_assert (walk, 200, "Choose sites and utility types");
    sandbox_walk_assert_has_not (walk, CANARY);
    sandbox_walk_finish (walk);
    sandbox_walk_assert_has_not (walk, CANARY);
    g_assert_false (has_bytes (dir, strstr (walk->cookie, "=") + 1));
  }
  /* What is searched for can be found: the user name is kept. */
  g_assert_true (has_bytes (dir, "somebody"));
  g_assert_false (has_bytes (dir, CANARY));
  g_assert_false (has_bytes (dir, strstr (url, "/p/i/") + strlen ("/p/i/")));
  g_assert_false (has_bytes (dir, strstr (mailed, "/p/i/") + strlen ("/p/i/")));
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, &err, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (out, ==, "");
  g_assert_cmpstr (err, ==, "");
  g_assert_false (has_bytes (dir, CANARY));
  usher_test_remove_tree (dir);
}

/* So is asking which addresses are on a list; then not even one that is gets a code. */
static void
test_strangers (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, "{\"allowedEmails\": [\"ann@example.com\"]}", NULL);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autoptr (SandboxWalk) other = sandbox_walk_new (sandbox, url);
  g_autoptr (GPtrArray) mail = NULL;

  sandbox_walk_open (walk, NULL);
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *email = g_strdup_printf ("somebody%d@example.com", i);

      sandbox_walk_send (walk, "email", "email", email, NULL);
      sandbox_walk_assert (walk, 422, "Verify your email address");
      sandbox_walk_assert_has (walk, "not on the list");
    }
  sandbox_walk_send (walk, "email", "email", "ann@example.com", NULL);
  sandbox_walk_assert (walk, 422, "Verify your email address");
  sandbox_walk_assert_has (walk, "Too many addresses were tried");
  /* Another browser on the same machine is no way around it. */
  sandbox_walk_open (other, NULL);
  sandbox_walk_send (other, "email", "email", "ann@example.com", NULL);
  sandbox_walk_assert_has (other, "Too many addresses were tried");
  mail = sandbox_walk_read_mail (sandbox);
  g_assert_cmpuint (mail->len, ==, 0);
}

/* Guessing links is slowed down, and says so. */
static void
test_guessing (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, "{}", NULL);
  g_autofree char *wrong = g_strconcat (url, "x", NULL);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, wrong);

  for (int i = 0; i < 100; i++)
    {
      sandbox_walk_open (walk, NULL);
      sandbox_walk_assert (walk, 404, "There is no such invitation");
    }
  sandbox_walk_open (walk, NULL);
  sandbox_walk_assert (walk, 429, "Too many links were tried");
}

static void
test_too_large (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, "{}", NULL);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autofree char *padding = g_strnfill (300 * 1024, 'x');

  sandbox_walk_open (walk, NULL);
  sandbox_walk_send (walk, "provider", "address", padding, NULL);
  sandbox_walk_assert (walk, 413, "That was too much");
}

/* The third company has a brand: its name on every page, and the service's on none. */
static void
assert_branded (SandboxWalk *walk, const char *heading)
{
  g_autofree char *found = sandbox_walk_dup_after (walk, "<h1>");
  g_autofree char *lower = g_ascii_strdown (walk->page->body, -1);

  g_assert_cmpstr (found, ==, heading);
  sandbox_walk_assert_has (walk, "Kestrel Green");
  sandbox_walk_assert_has (walk, "/p/brand/0b6e4f.css");
  sandbox_walk_assert_has (walk, "https://brand.kestrel.example.com/logo.svg");
  g_assert_null (strstr (lower, "usher"));
  g_assert_null (strstr (lower, "nectar"));
  g_assert_null (strstr (lower, "sandbox"));
  g_assert_null (get_header (walk, "Server"));
  g_assert_nonnull (strstr (get_header (walk, "Content-Security-Policy"),
                            "img-src https://brand.kestrel.example.com;"));
}

static void
test_brand (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *id = NULL, *code = NULL;
  g_autofree char *url = sandbox_walk_invite (
    sandbox, 2, "{\"allowedEmails\": [\"a@example.com\"], \"maxUses\": 1}", &id);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autoptr (SandboxWalk) late = sandbox_walk_new (sandbox, url);
  g_autoptr (GPtrArray) mail = NULL;

  sandbox_walk_open (walk, NULL);
  assert_branded (walk, "Verify your email address");
  sandbox_walk_send (walk, "email", "email", "a@example.com", NULL);
  assert_branded (walk, "Enter the code");
  mail = sandbox_walk_read_mail (sandbox);
  g_assert_null (strstr (mail->pdata[0], "Kestrel Green"));
  code = sandbox_mail_dup_code (mail->pdata[0]);
  sandbox_walk_send (walk, "code", "code", code, NULL);
  assert_branded (walk, "Who is your provider?");
  sandbox_walk_choose (walk, "Albion");
  assert_branded (walk, "Sign in to Albion Energy");
  sandbox_walk_sign_in (walk, TRUE);
  assert_branded (walk, "Enter the utility’s code");
  sandbox_walk_send (walk, "mfa", "code", "246810", NULL);
  assert_branded (walk, "Choose sites and utility types");
  sandbox_walk_finish (walk);
  assert_branded (walk, "Thank you");
  sandbox_walk_open (late, NULL);
  assert_branded (late, "This invitation has been used");
}

/* Not even the provider of the test values brings the service's name to a brand's pages. */
static void
test_brand_with_test_values (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *url = sandbox_walk_invite (
    sandbox, 2, "{\"prefill\": {\"url\": \"https://nectarclimate.com\", \"country\": \"US\"}}", NULL);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autofree char *provider = NULL;

  sandbox_walk_open (walk, NULL);
  assert_branded (walk, "Is this your provider?");
  provider = sandbox_walk_dup_after (walk, "name=\"provider\" value=\"");
  sandbox_walk_send (walk, "other-provider", NULL);
  assert_branded (walk, "Who is your provider?");
  sandbox_walk_send (walk, "provider", "provider", provider, NULL);
  assert_branded (walk, "Sign in to Test Utility");
  sandbox_walk_send (walk, "sign-in", "username", "somebody", "password", "wrong", NULL);
  assert_branded (walk, "Choose sites and utility types");
  sandbox_walk_finish (walk);
  assert_branded (walk, "Thank you");
}

/* Text on a brand's colour, and its links on light and on dark pages, can be read for every colour. */
static void
test_contrast (void)
{
  static const char * const logos[] = { "http://a.example.com/l.png", "javascript:alert(1)", "https://",
                                        "https://u@a.example.com/", "https://a.example.com; x/", NULL };
  g_autofree char *origin = usher_sandbox_brand_dup_origin ("https://a.example.com:8443/logo.png?x=1");

  for (guint n = 0; n < 4096; n++)
    {
      char color[8];
      g_autofree char *style = NULL;
      g_auto (GStrv) parts = NULL;
      UsherSandboxColor brand, on_brand, accent, dark_accent, light, dark;

      g_snprintf (color, sizeof color, "#%02x%02x%02x", (n >> 8) * 17, (n >> 4 & 15) * 17, (n & 15) * 17);
      style = usher_sandbox_brand_make_style (color);
      parts = g_strsplit (style, ": #", -1);
      g_assert_cmpuint (g_strv_length (parts), ==, 5);
      for (gsize i = 1; i < 5; i++)
        parts[i][6] = '\0';
      g_assert_true (usher_sandbox_color_parse (parts[1], &brand));
      g_assert_true (usher_sandbox_color_parse (parts[2], &on_brand));
      g_assert_true (usher_sandbox_color_parse (parts[3], &accent));
      g_assert_true (usher_sandbox_color_parse (parts[4], &dark_accent));
      usher_sandbox_color_parse ("ffffff", &light);
      usher_sandbox_color_parse ("1e1e21", &dark);
      g_assert_cmpfloat (usher_sandbox_color_contrast (&brand, &on_brand), >=, 4.5);
      g_assert_cmpfloat (usher_sandbox_color_contrast (&accent, &light), >=, 4.5);
      g_assert_cmpfloat (usher_sandbox_color_contrast (&dark_accent, &dark), >=, 4.5);
    }
  g_assert_null (usher_sandbox_brand_make_style ("red"));
  g_assert_null (usher_sandbox_brand_make_style ("#12345g"));
  g_assert_cmpstr (origin, ==, "https://a.example.com:8443");
  for (gsize i = 0; logos[i] != NULL; i++)
    g_assert_null (usher_sandbox_brand_dup_origin (logos[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/pages/headers", test_headers);
  g_test_add_func ("/sandbox/pages/styles", test_styles);
  g_test_add_func ("/sandbox/pages/embed", test_embed);
  g_test_add_func ("/sandbox/pages/forms", test_forms);
  g_test_add_func ("/sandbox/pages/order", test_order);
  g_test_add_func ("/sandbox/pages/foreign-site", test_foreign_site);
  g_test_add_func ("/sandbox/pages/escaping", test_escaping);
  g_test_add_func ("/sandbox/pages/names-of-markup", test_names_of_markup);
  g_test_add_func ("/sandbox/pages/canary", test_canary);
  g_test_add_func ("/sandbox/pages/strangers", test_strangers);
  g_test_add_func ("/sandbox/pages/guessing", test_guessing);
  g_test_add_func ("/sandbox/pages/too-large", test_too_large);
  g_test_add_func ("/sandbox/pages/brand", test_brand);
  g_test_add_func ("/sandbox/pages/brand-with-test-values", test_brand_with_test_values);
  g_test_add_func ("/sandbox/pages/contrast", test_contrast);
  return g_test_run ();
}
