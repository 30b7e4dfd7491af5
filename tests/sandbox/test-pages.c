/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The recipient's way through the pages, as HTTP: every step and every dead end, and what the API and
 * the log say of it. */

#include <string.h>

#include "sandbox/sandbox-walk.h"

#define OPEN "{\"maxUses\": 1}"
#define LISTED "{\"maxUses\": 1, \"allowedEmails\": [\"Ann@example.com\"]}"

static gboolean
has_status (UsherTestSandbox *sandbox, const char *id, const char *path, const char *expected)
{
  g_autoptr (SandboxReply) reply = sandbox_walk_ask (sandbox, id);
  g_autofree char *status = sandbox_reply_dup (reply, path);

  return g_strcmp0 (status, expected) == 0;
}

/* A contributor without an allow-list: three steps. */
static void
test_contributor (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *id = NULL, *log = NULL;
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, OPEN, &id);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autoptr (SandboxReply) detail = NULL;

  sandbox_walk_open (walk, NULL);
  sandbox_walk_assert (walk, 200, "Who is your provider?");
  sandbox_walk_assert_has (walk, "Step 1 of 3");
  /* By name, and É beside E. */
  g_assert_true (strstr (walk->page->body, "Eaux du Midi") < strstr (walk->page->body, "Électricité de la Vallée"));
  g_assert_true (strstr (walk->page->body, "Électricité de la Vallée") < strstr (walk->page->body, "Fernwärme Süd"));
  sandbox_walk_send (walk, "provider", "address", "", NULL);
  sandbox_walk_assert (walk, 422, "Who is your provider?");
  sandbox_walk_assert_has (walk, "Choose your provider");
  sandbox_walk_send (walk, "provider", "address", "not an address", NULL);
  sandbox_walk_assert (walk, 422, "Who is your provider?");
  sandbox_walk_choose (walk, "Northwind");
  sandbox_walk_assert (walk, 200, "Sign in to Northwind Power");
  sandbox_walk_send (walk, "sign-in", "username", "", "password", "x", NULL);
  sandbox_walk_assert (walk, 422, "Sign in to Northwind Power");
  sandbox_walk_send (walk, "sign-in", "username", "somebody", "password", "", NULL);
  sandbox_walk_assert (walk, 422, "Sign in to Northwind Power");
  sandbox_walk_assert_has (walk, "value=\"somebody\"");
  sandbox_walk_sign_in (walk, TRUE);
  sandbox_walk_assert (walk, 200, "Choose sites and utility types");
  sandbox_walk_assert_has (walk, "value=\"ELECTRICITY\" checked");
  sandbox_walk_send (walk, "sites", "type", "ELECTRICITY", NULL);
  sandbox_walk_assert (walk, 422, "Choose sites and utility types");
  g_assert_true (has_status (sandbox, id, "useCount", "0"));
  sandbox_walk_finish (walk);
  sandbox_walk_assert (walk, 200, "Thank you");
  sandbox_walk_assert_has_not (walk, "Connect Another Account");

  detail = sandbox_walk_ask (sandbox, id);
  sandbox_assert_value (detail, "status", "FULFILLED");
  sandbox_assert_value (detail, "useCount", "1");
  sandbox_assert_value (detail, "createdConnections.0.status", "PENDING");
  sandbox_assert_value (detail, "createdConnections.0.datasourceName", "Northwind Power");
  log = sandbox_walk_dup_log (sandbox, id);
  g_assert_cmpstr (log, ==, "CREATED VIEWED USED");
  /* By itself, after a few seconds. */
  usher_test_wait_for (has_status (sandbox, id, "createdConnections.0.status", "CONNECTED"));
  sandbox_walk_open (walk, NULL);
  sandbox_walk_assert_has (walk, "The account is connected.");
}

static void
test_wrong_password (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *id = NULL;
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, "{\"maxUses\": 2}", &id);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autoptr (SandboxReply) detail = NULL;

  sandbox_walk_open (walk, NULL);
  sandbox_walk_choose (walk, "Northwind");
  sandbox_walk_sign_in (walk, FALSE);
  sandbox_walk_finish (walk);
  sandbox_walk_assert (walk, 200, "Thank you");
  sandbox_walk_assert_has (walk, "refused the user name and password");
  detail = sandbox_walk_ask (sandbox, id);
  sandbox_assert_value (detail, "status", "ACTIVE");
  sandbox_assert_value (detail, "createdConnections.0.status", "PASSWORD_INCORRECT");
  /* One use is left. */
  sandbox_walk_send (walk, "again", NULL);
  sandbox_walk_choose (walk, "Northwind");
  sandbox_walk_sign_in (walk, TRUE);
  sandbox_walk_finish (walk);
  g_assert_true (has_status (sandbox, id, "status", "FULFILLED"));
  g_assert_true (has_status (sandbox, id, "useCount", "2"));
}

/* Who copied a link with an allow-list proves an address first (contract 3.10). */
static void
test_verify (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *id = NULL, *code = NULL, *log = NULL;
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, LISTED, &id);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autoptr (SandboxWalk) other = sandbox_walk_new (sandbox, url);
  g_autoptr (GPtrArray) mail = NULL;
  g_autoptr (SandboxReply) detail = NULL;

  sandbox_walk_open (walk, NULL);
  sandbox_walk_assert (walk, 200, "Verify your email address");
  sandbox_walk_assert_has (walk, "Step 1 of 4");
  sandbox_walk_send (walk, "email", "email", "nonsense", NULL);
  sandbox_walk_assert (walk, 422, "Verify your email address");
  sandbox_walk_send (walk, "email", "email", "bob@example.com", NULL);
  sandbox_walk_assert (walk, 422, "Verify your email address");
  sandbox_walk_assert_has (walk, "not on the list");
  mail = sandbox_walk_read_mail (sandbox);
  g_assert_cmpuint (mail->len, ==, 0);
  g_clear_pointer (&mail, g_ptr_array_unref);
  sandbox_walk_send (walk, "email", "email", " ann@EXAMPLE.com ", NULL);
  sandbox_walk_assert (walk, 200, "Enter the code");
  mail = sandbox_walk_read_mail (sandbox);
  g_assert_cmpuint (mail->len, ==, 1);
  code = sandbox_mail_dup_code (mail->pdata[0]);
  sandbox_walk_send (walk, "code", "code", "12", NULL);
  sandbox_walk_assert (walk, 422, "Enter the code");
  sandbox_walk_send (walk, "code", "code", g_str_equal (code, "000000") ? "000001" : "000000", NULL);
  sandbox_walk_assert (walk, 422, "Enter the code");
  sandbox_walk_send (walk, "code", "code", code, NULL);
  sandbox_walk_assert (walk, 200, "Who is your provider?");
  sandbox_walk_assert_has (walk, "Step 2 of 4");
  log = sandbox_walk_dup_log (sandbox, id);
  g_assert_cmpstr (log, ==, "CREATED VIEWED EMAIL_VERIFIED");
  detail = sandbox_walk_ask (sandbox, id);
  sandbox_assert_value (detail, "events.2.email", "Ann@example.com");
  /* Somebody else with the same link has proven nothing. */
  sandbox_walk_open (other, NULL);
  sandbox_walk_assert (other, 200, "Verify your email address");
}

static void
test_too_many_codes (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, LISTED, NULL);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autoptr (SandboxWalk) other = sandbox_walk_new (sandbox, url);
  g_autoptr (GPtrArray) mail = NULL;
  g_autofree char *code = NULL;

  sandbox_walk_open (walk, NULL);
  sandbox_walk_send (walk, "email", "email", "ann@example.com", NULL);
  mail = sandbox_walk_read_mail (sandbox);
  code = sandbox_mail_dup_code (mail->pdata[0]);
  for (int i = 0; i < 5; i++)
    {
      sandbox_walk_assert (walk, i == 0 ? 200 : 422, "Enter the code");
      sandbox_walk_send (walk, "code", "code", g_str_equal (code, "000000") ? "000001" : "000000", NULL);
    }
  sandbox_walk_assert (walk, 429, "Too many codes");
  sandbox_walk_open (walk, NULL);
  sandbox_walk_assert (walk, 429, "Too many codes");
  /* Another browser gives no more tries. */
  sandbox_walk_open (other, NULL);
  sandbox_walk_send (other, "email", "email", "ann@example.com", NULL);
  sandbox_walk_assert (other, 429, "Too many codes");
}

/* Five codes an hour, each of which makes the one before useless. */
static void
test_new_codes (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, LISTED, NULL);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autoptr (GPtrArray) mail = NULL;
  g_autofree char *first = NULL, *last = NULL;

  sandbox_walk_open (walk, NULL);
  for (int i = 0; i < 5; i++)
    sandbox_walk_send (walk, "email", "email", "ann@example.com", NULL);
  sandbox_walk_assert (walk, 200, "Enter the code");
  mail = sandbox_walk_read_mail (sandbox);
  g_assert_cmpuint (mail->len, ==, 5);
  /* A sixth is not sent, and does not take the fifth away. */
  sandbox_walk_send (walk, "email", "email", "ann@example.com", NULL);
  sandbox_walk_assert (walk, 429, "Too many codes");
  sandbox_walk_assert_has (walk, "No more than five codes are sent in an hour.");
  sandbox_walk_open (walk, NULL);
  sandbox_walk_assert (walk, 200, "Enter the code");
  first = sandbox_mail_dup_code (mail->pdata[0]);
  last = sandbox_mail_dup_code (mail->pdata[4]);
  if (!g_str_equal (first, last))
    {
      sandbox_walk_send (walk, "code", "code", first, NULL);
      sandbox_walk_assert (walk, 422, "Enter the code");
    }
  sandbox_walk_send (walk, "code", "code", last, NULL);
  sandbox_walk_assert (walk, 200, "Who is your provider?");
}

/* The service on the same folder, so many seconds later; the walk goes on there. */
static UsherTestSandbox *
restart_later (UsherTestSandbox *sandbox, const char *dir, const char *seconds, SandboxWalk *walk)
{
  const char *late[] = { "--clock-offset", seconds, NULL };
  g_autofree char *path = g_strdup (strstr (walk->url, "/p/i/"));

  usher_test_sandbox_free (sandbox);
  sandbox = usher_test_sandbox_start (dir, late);
  g_free (walk->url);
  walk->url = g_strdup_printf ("%.*s%s", (int) (strlen (sandbox->base_url) - strlen ("/v2.2")),
                               sandbox->base_url, path);
  walk->sandbox = sandbox;
  sandbox_walk_open (walk, NULL);
  return sandbox;
}

/* A code works for ten minutes; who has tried too many may go on after them. */
static void
test_old_codes (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (dir, NULL);
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, LISTED, NULL);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autoptr (GPtrArray) mail = NULL;
  g_autofree char *code = NULL;

  sandbox_walk_open (walk, NULL);
  sandbox_walk_send (walk, "email", "email", "ann@example.com", NULL);
  mail = sandbox_walk_read_mail (sandbox);
  code = sandbox_mail_dup_code (mail->pdata[0]);
  sandbox = restart_later (g_steal_pointer (&sandbox), dir, "570", walk);
  sandbox_walk_assert (walk, 200, "Enter the code");
  sandbox = restart_later (g_steal_pointer (&sandbox), dir, "601", walk);
  sandbox_walk_assert (walk, 200, "Verify your email address");
  sandbox_walk_send (walk, "email", "email", "ann@example.com", NULL);
  for (int i = 0; i < 5; i++)
    sandbox_walk_send (walk, "code", "code", "00000", NULL);
  /* Five digits are no try. */
  sandbox_walk_assert (walk, 422, "Enter the code");
  g_clear_pointer (&mail, g_ptr_array_unref);
  g_free (code);
  mail = sandbox_walk_read_mail (sandbox);
  code = sandbox_mail_dup_code (mail->pdata[1]);
  for (int i = 0; i < 5; i++)
    sandbox_walk_send (walk, "code", "code", g_str_equal (code, "000000") ? "000001" : "000000", NULL);
  sandbox_walk_assert (walk, 429, "Too many codes");
  sandbox = restart_later (g_steal_pointer (&sandbox), dir, "1300", walk);
  sandbox_walk_assert (walk, 200, "Verify your email address");
  g_clear_pointer (&sandbox, usher_test_sandbox_free);
  usher_test_remove_tree (dir);
}

/* So many may have a form open; looking at it keeps nothing, and more are told to come later. */
static void
test_crowd (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, OPEN, NULL);

  for (int i = 0; i <= 200; i++)
    {
      g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);

      sandbox_walk_open (walk, NULL);
      sandbox_walk_send (walk, "provider", "address", "utility.example.com", NULL);
      if (i < 200)
        sandbox_walk_assert (walk, 200, "Sign in to utility.example.com");
      else
        sandbox_walk_assert (walk, 503, "Too many people have this open");
    }
}

static void
test_mfa (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *id = NULL;
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, OPEN, &id);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autoptr (SandboxWalk) locked = sandbox_walk_new (sandbox, url);

  sandbox_walk_open (locked, NULL);
  sandbox_walk_choose (locked, "Albion");
  sandbox_walk_sign_in (locked, TRUE);
  for (int i = 0; i < 5; i++)
    {
      sandbox_walk_assert (locked, i == 0 ? 200 : 422, "Enter the utility’s code");
      sandbox_walk_send (locked, "mfa", "code", "000000", NULL);
    }
  sandbox_walk_assert (locked, 429, "Too many codes");
  sandbox_walk_open (locked, NULL);
  sandbox_walk_assert (locked, 429, "Too many codes");

  sandbox_walk_open (walk, NULL);
  sandbox_walk_choose (walk, "Albion");
  sandbox_walk_sign_in (walk, TRUE);
  sandbox_walk_assert (walk, 200, "Enter the utility’s code");
  sandbox_walk_send (walk, "mfa", "code", "246 810", NULL);
  sandbox_walk_assert (walk, 200, "Choose sites and utility types");
  sandbox_walk_finish (walk);
  g_assert_true (has_status (sandbox, id, "status", "FULFILLED"));
}

/* A connection of the first company that is in this status, or NULL. */
static char *
find_connection (UsherTestSandbox *sandbox, const char *status)
{
  for (guint i = 0; sandbox->companies[i] != NULL; i++)
    {
      g_autoptr (SandboxReply) list =
        sandbox_get (sandbox, "connection/company/%s?status=%s", sandbox->companies[i], status);

      if (sandbox_reply_size (list, "connections") > 0)
        return sandbox_reply_dup (list, "connections.0.id");
    }
  return NULL;
}

static char *
invite_to_repair (UsherTestSandbox *sandbox, const char *status, char **connection, char **id)
{
  g_autoptr (SandboxReply) made = NULL;

  *connection = find_connection (sandbox, status);
  g_assert_nonnull (*connection);
  made = sandbox_post (sandbox, OPEN, "invitation/connection/%s", *connection);
  sandbox_assert_status (made, 201);
  *id = sandbox_reply_dup (made, "id");
  return sandbox_reply_dup (made, "invitationUrl");
}

static gboolean
is_connected (UsherTestSandbox *sandbox, const char *connection)
{
  g_autoptr (SandboxReply) reply = sandbox_get (sandbox, "connection/%s/details", connection);
  g_autofree char *status = sandbox_reply_dup (reply, "status");

  return g_strcmp0 (status, "CONNECTED") == 0;
}

/* The same connection is repaired; its history and its sites stay. */
static void
test_reconnect (void)
{
  static const char * const demo[] = { "--demo", "100", "--seed", "3", NULL };
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (dir, demo);
  g_autofree char *connection = NULL, *id = NULL, *created = NULL, *sites = NULL;
  g_autofree char *url = invite_to_repair (sandbox, "PASSWORD_INCORRECT", &connection, &id);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autoptr (SandboxReply) before = sandbox_get (sandbox, "connection/%s/details", connection);
  g_autoptr (SandboxReply) after = NULL, detail = NULL;
  g_autofree char *heading = NULL, *name = sandbox_reply_dup (before, "datasource.name");

  created = sandbox_reply_dup (before, "created");
  sites = sandbox_reply_dup (before, "initialSites");
  sandbox_walk_open (walk, NULL);
  heading = sandbox_walk_dup_after (walk, "<h1>");
  g_assert_true (g_str_has_prefix (heading, "Sign in to "));
  sandbox_walk_assert_has_not (walk, "Choose Another Provider");
  sandbox_walk_sign_in (walk, TRUE);
  if (strstr (walk->page->body, "utility’s code") != NULL)
    sandbox_walk_send (walk, "mfa", "code", "246810", NULL);
  sandbox_walk_assert (walk, 200, "Thank you");
  detail = sandbox_walk_ask (sandbox, id);
  sandbox_assert_value (detail, "status", "FULFILLED");
  sandbox_assert_value (detail, "createdConnections", "[]");
  sandbox = restart_later (g_steal_pointer (&sandbox), dir, "10", walk);
  g_assert_true (is_connected (sandbox, connection));
  after = sandbox_get (sandbox, "connection/%s/details", connection);
  sandbox_assert_value (after, "created", created);
  sandbox_assert_value (after, "initialSites", sites);
  sandbox_assert_value (after, "datasource.name", name);
  g_clear_pointer (&sandbox, usher_test_sandbox_free);
  usher_test_remove_tree (dir);
}

/* MFA set-up comes instead of user name and password (contract 3.11). */
static void
test_mfa_setup (void)
{
  static const char * const demo[] = { "--demo", "100", "--seed", "3", NULL };
  static const char * const choices[] = { "code", "off" };
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (dir, demo);
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      char *connection = NULL;
      g_autofree char *id = NULL;
      g_autofree char *url = invite_to_repair (sandbox, "MFA_TOKEN_EXPIRED", &connection, &id);
      g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);

      sandbox_walk_open (walk, NULL);
      sandbox_walk_assert (walk, 200, "Set up verification codes again");
      sandbox_walk_assert_has_not (walk, "type=\"password\"");
      sandbox_walk_send (walk, "mfa-setup", "mfa", "code", "code", "", NULL);
      sandbox_walk_assert (walk, 422, "Set up verification codes again");
      sandbox_walk_send (walk, "mfa-setup", "mfa", choices[i], "code", "246810", NULL);
      sandbox_walk_assert (walk, 200, "Thank you");
      g_ptr_array_add (connections, connection);
      if (i + 1 == G_N_ELEMENTS (choices))
        sandbox = restart_later (g_steal_pointer (&sandbox), dir, "10", walk);
    }
  for (guint i = 0; i < connections->len; i++)
    g_assert_true (is_connected (sandbox, connections->pdata[i]));
  g_clear_pointer (&sandbox, usher_test_sandbox_free);
  usher_test_remove_tree (dir);
}

static void
test_prefill (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *url = sandbox_walk_invite (
    sandbox, 0,
    "{\"prefill\": {\"url\": \"https://fernwaerme-sued.example.com/login\", \"country\": \"DE\","
    " \"utilityTypes\": [\"STEAM\", \"GAS\"]}}",
    NULL);
  g_autofree char *own = sandbox_walk_invite (
    sandbox, 0, "{\"prefill\": {\"url\": \"https://strom.example.net\", \"country\": \"AT\"}}", NULL);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autoptr (SandboxWalk) other = sandbox_walk_new (sandbox, own);

  sandbox_walk_open (walk, NULL);
  sandbox_walk_assert (walk, 200, "Is this your provider?");
  sandbox_walk_assert_has (walk, "Fernwärme Süd");
  sandbox_walk_assert_has (walk, "Germany");
  sandbox_walk_send (walk, "other-provider", NULL);
  sandbox_walk_assert (walk, 200, "Who is your provider?");
  sandbox_walk_assert_has (walk, "value=\"DE\" selected");
  sandbox_walk_assert_has (walk, "Stadtwerke Lindenau");
  sandbox_walk_assert_has_not (walk, "Northwind Power");
  sandbox_walk_open (walk, "?country=FR&q=");
  sandbox_walk_assert_has (walk, "Électricité de la Vallée");
  sandbox_walk_choose (walk, "Stadtwerke");
  sandbox_walk_sign_in (walk, TRUE);
  sandbox_walk_assert_has (walk, "value=\"STEAM\" checked");
  sandbox_walk_assert_has (walk, "value=\"GAS\" checked");
  sandbox_walk_assert_has_not (walk, "value=\"WATER\" checked");
  /* One that no catalogue has, in any country. */
  sandbox_walk_open (other, NULL);
  sandbox_walk_assert (other, 200, "Is this your provider?");
  sandbox_walk_assert_has (other, "Austria");
  sandbox_walk_send (other, "provider", "address", "https://strom.example.net", "country", "AT", NULL);
  sandbox_walk_assert (other, 200, "Sign in to strom.example.net");
}

/* The same link, in the same browser, goes on where it was left; after a restart of the service too. */
static void
test_resume (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (dir, NULL);
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, OPEN, NULL);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, url);
  g_autofree char *token = g_strdup (strstr (url, "/p/i/"));

  sandbox_walk_open (walk, NULL);
  sandbox_walk_choose (walk, "Northwind");
  sandbox_walk_open (walk, NULL);
  sandbox_walk_assert (walk, 200, "Sign in to Northwind Power");
  sandbox_walk_sign_in (walk, TRUE);
  usher_test_sandbox_kill (sandbox);
  g_clear_pointer (&sandbox, usher_test_sandbox_free);
  sandbox = usher_test_sandbox_start (dir, NULL);
  g_free (walk->url);
  walk->url = g_strdup_printf ("%.*s%s", (int) (strlen (sandbox->base_url) - strlen ("/v2.2")),
                               sandbox->base_url, token);
  sandbox_walk_open (walk, NULL);
  sandbox_walk_assert (walk, 200, "Choose sites and utility types");
  sandbox_walk_finish (walk);
  sandbox_walk_assert (walk, 200, "Thank you");
  g_clear_pointer (&sandbox, usher_test_sandbox_free);
  usher_test_remove_tree (dir);
}

static void
test_dead_ends (void)
{
  static const char * const late[] = { "--clock-offset", "7200", NULL };
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (dir, NULL);
  g_autofree char *id = NULL, *short_id = NULL, *log = NULL;
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, OPEN, &id);
  g_autofree char *short_url = sandbox_walk_invite (sandbox, 0, "{\"expiresInSeconds\": 3600}", &short_id);
  g_autofree char *wrong = g_strconcat (url, "x", NULL);
  g_autoptr (SandboxWalk) unknown = sandbox_walk_new (sandbox, wrong);
  g_autoptr (SandboxWalk) revoked = sandbox_walk_new (sandbox, url);
  g_autoptr (SandboxWalk) expired = NULL;
  g_autofree char *seal = NULL, *body = NULL;
  g_autoptr (SandboxReply) done = NULL;

  sandbox_walk_open (unknown, NULL);
  sandbox_walk_assert (unknown, 404, "There is no such invitation");
  /* Revoked while somebody fills in a form: the next thing they send meets it. */
  sandbox_walk_open (revoked, NULL);
  seal = sandbox_walk_dup_seal (revoked, "provider");
  done = sandbox_post (sandbox, NULL, "invitation/%s/revoke", id);
  sandbox_assert_status (done, 200);
  body = g_strdup_printf ("do=provider&seal=%s&address=utility.example.com", seal);
  sandbox_walk_post (revoked, "application/x-www-form-urlencoded", body);
  sandbox_walk_assert (revoked, 410, "This invitation was revoked");
  sandbox_walk_open (revoked, NULL);
  sandbox_walk_assert (revoked, 410, "This invitation was revoked");
  log = sandbox_walk_dup_log (sandbox, id);
  g_assert_cmpstr (log, ==, "CREATED VIEWED REVOKED VIEWED");
  g_clear_pointer (&sandbox, usher_test_sandbox_free);

  sandbox = usher_test_sandbox_start (dir, late);
  g_clear_pointer (&done, sandbox_reply_free);
  done = sandbox_walk_ask (sandbox, short_id);
  g_free (short_url);
  short_url = sandbox_reply_dup (done, "invitationUrl");
  expired = sandbox_walk_new (sandbox, short_url);
  sandbox_walk_open (expired, NULL);
  sandbox_walk_assert (expired, 410, "This invitation has expired");
  g_clear_pointer (&sandbox, usher_test_sandbox_free);
  usher_test_remove_tree (dir);
}

/* Two at the last page with one use left: one gets through, the other is told. */
static void
test_race (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *id = NULL;
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, OPEN, &id);
  g_autoptr (SoupSession) session = soup_session_new ();
  SandboxWalk *walks[4];
  GAsyncResult *results[4] = { NULL };
  SoupMessage *messages[4];
  int n_won = 0, n_told = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (walks); i++)
    {
      walks[i] = sandbox_walk_new (sandbox, url);
      sandbox_walk_open (walks[i], NULL);
      sandbox_walk_choose (walks[i], "Northwind");
      sandbox_walk_sign_in (walks[i], TRUE);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (walks); i++)
    {
      g_autofree char *seal = sandbox_walk_dup_seal (walks[i], "sites");
      g_autofree char *site = sandbox_walk_dup_after (walks[i], "name=\"site\" value=\"");
      char *body = g_strdup_printf ("do=sites&seal=%s&site=%s&type=GAS", seal, site);
      g_autoptr (GBytes) bytes = g_bytes_new_take (body, strlen (body));

      messages[i] = soup_message_new ("POST", url);
      soup_message_add_flags (messages[i], SOUP_MESSAGE_NO_REDIRECT);
      soup_message_headers_append (soup_message_get_request_headers (messages[i]), "Cookie", walks[i]->cookie);
      soup_message_set_request_body_from_bytes (messages[i], "application/x-www-form-urlencoded", bytes);
      soup_session_send_and_read_async (session, messages[i], G_PRIORITY_DEFAULT, NULL, usher_test_keep_result,
                                        &results[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (walks); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GAsyncResult) result = usher_test_take_result (&results[i]);
      g_autoptr (GBytes) bytes = soup_session_send_and_read_finish (session, result, &error);

      g_assert_no_error (error);
      n_won += soup_message_get_status (messages[i]) == 303;
      n_told += soup_message_get_status (messages[i]) == 410;
      g_object_unref (messages[i]);
      sandbox_walk_free (walks[i]);
    }
  g_assert_cmpint (n_won, ==, 1);
  g_assert_cmpint (n_told, ==, 3);
  g_assert_true (has_status (sandbox, id, "useCount", "1"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/pages/contributor", test_contributor);
  g_test_add_func ("/sandbox/pages/wrong-password", test_wrong_password);
  g_test_add_func ("/sandbox/pages/verify", test_verify);
  g_test_add_func ("/sandbox/pages/too-many-codes", test_too_many_codes);
  g_test_add_func ("/sandbox/pages/new-codes", test_new_codes);
  g_test_add_func ("/sandbox/pages/old-codes", test_old_codes);
  g_test_add_func ("/sandbox/pages/crowd", test_crowd);
  g_test_add_func ("/sandbox/pages/mfa", test_mfa);
  g_test_add_func ("/sandbox/pages/reconnect", test_reconnect);
  g_test_add_func ("/sandbox/pages/mfa-setup", test_mfa_setup);
  g_test_add_func ("/sandbox/pages/prefill", test_prefill);
  g_test_add_func ("/sandbox/pages/resume", test_resume);
  g_test_add_func ("/sandbox/pages/dead-ends", test_dead_ends);
  g_test_add_func ("/sandbox/pages/race", test_race);
  return g_test_run ();
}
