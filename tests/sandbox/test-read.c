/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything that reads, over HTTP: companies, sites, connections, invitations; pages and filters.
 */

#include "sandbox/sandbox-http.h"
#include "sandbox/usher-sandbox-demo.h"

static const char * const demo[] = { "--demo", "600", "--seed", "7", NULL };

static void
test_versions (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  static const char * const versions[] = { "v2.2", "v2.1", "v2" };
  g_autofree char *root =
      g_strndup (sandbox->base_url, strlen (sandbox->base_url) - strlen ("/v2.2"));

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autofree char *ping = g_strdup_printf ("%s/%s/ping", root, versions[i]);
      g_autofree char *list = g_strdup_printf ("%s/%s/company", root, versions[i]);
      g_autoptr (SandboxReply) pinged = sandbox_ask (sandbox, "GET", ping, NULL);
      g_autoptr (SandboxReply) listed = sandbox_ask (sandbox, "GET", list, NULL);

      sandbox_assert_status (pinged, 200);
      sandbox_assert_value (pinged, "version", versions[i]);
      sandbox_assert_status (listed, 200);
      g_assert_cmpint (sandbox_reply_size (listed, ""), ==, g_strv_length (sandbox->companies));
    }
}

static void
test_unknown_paths (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  static const char * const paths[] = { "",         "pong",       "company/",           "company//",
                                        "ping/x",   "v2.2/ping",  "connection",         "invitation",
                                        "webhook",  "ping/",      "company/x/y/z",      "connection/x" };
  g_autoptr (SandboxReply) v2_0 = sandbox_get (sandbox, "../v2.0/ping");

  sandbox_assert_status (v2_0, 404);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (SandboxReply) reply = sandbox_get (sandbox, "%s", paths[i]);

      sandbox_assert_status (reply, 404);
      sandbox_assert_value (reply, "detail", "Not found.");
    }
}

static void
test_companies (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autoptr (SandboxReply) list = sandbox_get (sandbox, "company");
  g_autoptr (SandboxReply) one = sandbox_get (sandbox, "company/%s", sandbox->companies[1]);
  g_autoptr (SandboxReply) sites = sandbox_get (sandbox, "site/company/%s", sandbox->companies[1]);
  g_autofree char *upper = g_ascii_strup (sandbox->companies[1], -1);
  g_autoptr (SandboxReply) shouted = sandbox_get (sandbox, "company/%s", upper);
  g_autofree char *site_id = NULL, *site_name = NULL;
  g_autoptr (SandboxReply) site = NULL;

  g_assert_cmpuint (g_strv_length (sandbox->companies), ==, 3);
  sandbox_assert_status (list, 200);
  sandbox_assert_value (list, "0.id", sandbox->companies[0]);
  sandbox_assert_value (list, "1.name", "Fisk & Söhne GmbH");
  g_assert_null (strstr (list->body, USHER_SANDBOX_FOREIGN_COMPANY));
  sandbox_assert_status (one, 200);
  sandbox_assert_status (shouted, 200);
  sandbox_assert_value (one, "id", sandbox->companies[1]);
  g_assert_cmpint (sandbox_reply_size (one, "sites"), >, 0);
  g_assert_cmpint (sandbox_reply_size (one, "sites"), ==, sandbox_reply_size (list, "1.sites"));
  g_assert_cmpint (sandbox_reply_size (one, "sites"), ==, sandbox_reply_size (sites, "sites"));
  sandbox_assert_value (sites, "perPage", "100");
  sandbox_assert_value (sites, "currentPage", "1");
  sandbox_assert_value (sites, "hasNext", "false");
  site_id = sandbox_reply_dup (one, "sites.0.id");
  site_name = sandbox_reply_dup (one, "sites.0.name");
  site = sandbox_get (sandbox, "site/%s", site_id);
  sandbox_assert_status (site, 200);
  sandbox_assert_value (site, "name", site_name);
}

static void
test_foreign_and_unknown (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  static const struct
  {
    const char *method;
    const char *format;
    const char *foreign;
  } cases[] = {
    { "GET", "company/%s", USHER_SANDBOX_FOREIGN_COMPANY },
    { "GET", "site/%s", USHER_SANDBOX_FOREIGN_SITE },
    { "GET", "site/company/%s", USHER_SANDBOX_FOREIGN_COMPANY },
    { "GET", "connection/company/%s", USHER_SANDBOX_FOREIGN_COMPANY },
    { "GET", "connection/%s/details", USHER_SANDBOX_FOREIGN_CONNECTION },
    { "GET", "invitation/company/%s", USHER_SANDBOX_FOREIGN_COMPANY },
    { "POST", "invitation/company/%s", USHER_SANDBOX_FOREIGN_COMPANY },
    { "POST", "invitation/connection/%s", USHER_SANDBOX_FOREIGN_CONNECTION },
    { "GET", "invitation/%s", USHER_SANDBOX_FOREIGN_INVITATION },
    { "POST", "invitation/%s/revoke", USHER_SANDBOX_FOREIGN_INVITATION },
    { "POST", "invitation/%s/resend", USHER_SANDBOX_FOREIGN_INVITATION },
  };
  static const char * const unknown[] = { "00000000-0000-4000-8000-00000000ffff", "x", "%00", "' OR 1=1 --",
                                          "00000000-0000-4000-8000-0000000004031" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) around = g_strsplit (cases[i].format, "%s", 2);
      g_autofree char *path = g_strconcat (around[0], cases[i].foreign, around[1], NULL);
      g_autoptr (SandboxReply) foreign = sandbox_ask (sandbox, cases[i].method, path, NULL);

      sandbox_assert_status (foreign, 403);
      g_assert_nonnull (strstr (foreign->body, "\"detail\""));
      for (gsize j = 0; j < G_N_ELEMENTS (unknown); j++)
        {
          g_autofree char *escaped = g_uri_escape_string (unknown[j], "%", FALSE);
          g_autofree char *other = g_strconcat (around[0], escaped, around[1], NULL);
          g_autoptr (SandboxReply) reply = sandbox_ask (sandbox, cases[i].method, other, NULL);

          sandbox_assert_status (reply, 404);
        }
    }
}

static void
test_connection_pages (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  const char *company = sandbox->companies[0];
  g_autoptr (SandboxReply) all = sandbox_get (sandbox, "connection/company/%s?limit=500", company);
  gint64 total = sandbox_reply_size (all, "connections");
  g_autofree char *total_text = g_strdup_printf ("%" G_GINT64_FORMAT, total);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  static const char * const refused[] = { "limit=0",  "limit=501", "limit=-1", "limit=x",  "limit=",
                                          "limit=1.5", "limit=99999999999999999999", "page=0", "page=-1",
                                          "page=abc", "page=",     "page=1e2", "status=NO_SUCH", "status=",
                                          "connectionOwnerEmail=", "sites=x", "sites=" };

  sandbox_assert_value (all, "totalConnections", total_text);
  g_assert_cmpint (total, >, 7);
  for (gint64 page = 1; page <= (total + 6) / 7; page++)
    {
      g_autoptr (SandboxReply) reply = sandbox_get (
          sandbox, "connection/company/%s?limit=7&page=%" G_GINT64_FORMAT, company, page);

      sandbox_assert_value (reply, "totalConnections", total_text);
      sandbox_assert_value (reply, "perPage", "7");
      sandbox_assert_value (reply, "hasPrevious", page > 1 ? "true" : "false");
      sandbox_assert_value (reply, "hasNext", page < (total + 6) / 7 ? "true" : "false");
      for (gint64 i = 0; i < sandbox_reply_size (reply, "connections"); i++)
        {
          g_autofree char *path = g_strdup_printf ("connections.%" G_GINT64_FORMAT ".id", i);

          g_assert_true (g_hash_table_add (seen, sandbox_reply_dup (reply, path)));
        }
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, total);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (SandboxReply) reply =
          sandbox_get (sandbox, "connection/company/%s?%s", company, refused[i]);
      g_auto (GStrv) name = g_strsplit (refused[i], "=", 2);

      sandbox_assert_status (reply, 400);
      g_assert_cmpint (sandbox_reply_size (reply, name[0]), ==, 1);
      g_assert_nonnull (strstr (reply->body, "\"detail\""));
    }
}

/* Each filter gives what a filter on this side gives, and its total says so. */
static void
check_filter (UsherTestSandbox *sandbox, SandboxReply *all, const char *query, const char *member,
              const char *value)
{
  g_autoptr (SandboxReply) reply =
    sandbox_get (sandbox, "connection/company/%s?limit=500&%s", sandbox->companies[0], query);
  gint64 expected = 0;
  g_autofree char *expected_text = NULL;

  for (gint64 i = 0; i < sandbox_reply_size (all, "connections"); i++)
    {
      g_autofree char *path = g_strdup_printf ("connections.%" G_GINT64_FORMAT ".%s", i, member);
      g_autofree char *text = sandbox_reply_dup (all, path);

      expected +=
          text != NULL && strstr (text, value) != NULL; /* without an owner there is no member */
    }
  expected_text = g_strdup_printf ("%" G_GINT64_FORMAT, expected);
  g_assert_cmpint (expected, >, 0);
  sandbox_assert_status (reply, 200);
  sandbox_assert_value (reply, "totalConnections", expected_text);
  g_assert_cmpint (sandbox_reply_size (reply, "connections"), ==, expected);
}

static void
test_connection_filters (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  g_autoptr (SandboxReply) all =
      sandbox_get (sandbox, "connection/company/%s?limit=500", sandbox->companies[0]);
  g_autofree char *owner = sandbox_reply_dup (all, "connections.2.workflowOwnerEmail");
  g_autofree char *site = sandbox_reply_dup (all, "connections.2.initialSites.0");
  g_autofree char *by_owner = g_strdup_printf ("connectionOwnerEmail=%s", owner);
  g_autofree char *by_site = g_strdup_printf ("sites=%s", site);
  g_autofree char *by_sites =
      g_strdup_printf ("sites=00000000-0000-4000-8000-00000000ffff&sites=%s", site);
  g_autofree char *both = g_strdup_printf ("status=ALL&status=CONNECTED&%s", by_site);
  g_autofree char *id = sandbox_reply_dup (all, "connections.2.id");
  g_autoptr (SandboxReply) none = sandbox_get (
      sandbox, "connection/company/%s?connectionOwnerEmail=nobody", sandbox->companies[0]);
  g_autoptr (SandboxReply) one = sandbox_get (sandbox, "connection/%s/details", id);
  g_autoptr (SandboxReply) last_wins =
      sandbox_get (sandbox, "connection/company/%s?%s", sandbox->companies[0], both);

  check_filter (sandbox, all, "status=CONNECTED", "status", "CONNECTED");
  check_filter (sandbox, all, by_owner, "workflowOwnerEmail", owner);
  check_filter (sandbox, all, by_site, "initialSites", site);
  check_filter (sandbox, all, by_sites, "initialSites", site);
  sandbox_assert_status (last_wins, 200);
  sandbox_assert_value (none, "totalConnections", "0");
  sandbox_assert_value (none, "totalPages", "1");
  sandbox_assert_value (none, "currentPage", "1");
  sandbox_assert_value (one, "id", id);
  sandbox_assert_value (one, "company.id", sandbox->companies[0]);
}

static void
test_invitation_pages (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  static const char * const statuses[] = { "ACTIVE", "EXPIRED", "REVOKED", "FULFILLED" };
  static const char * const refused[] = { "page=0", "page=-1", "page=abc", "page=", "status=active", "status=" };
  const char *company = sandbox->companies[0];
  g_autoptr (SandboxReply) first = sandbox_get (sandbox, "invitation/company/%s", company);
  g_autoptr (SandboxReply) beyond =
      sandbox_get (sandbox, "invitation/company/%s?page=999999999", company);
  g_autofree char *pages = sandbox_reply_dup (first, "totalPages");
  g_autofree char *total = sandbox_reply_dup (first, "totalInvitations");
  g_autoptr (SandboxReply) last =
      sandbox_get (sandbox, "invitation/company/%s?page=%s", company, pages);
  gint64 sum = 0;

  g_assert_cmpint (g_ascii_strtoll (pages, NULL, 10), >, 1);
  g_assert_cmpint (sandbox_reply_size (first, "invitations"), ==, 100);
  sandbox_assert_value (first, "hasNext", "true");
  sandbox_assert_value (first, "hasPrevious", "false");
  g_assert_null (strstr (first->body, "\"events\""));
  sandbox_assert_status (beyond, 200);
  sandbox_assert_value (beyond, "currentPage", pages);
  sandbox_assert_value (beyond, "hasNext", "false");
  g_assert_cmpstr (beyond->body, ==, last->body);
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (SandboxReply) reply =
          sandbox_get (sandbox, "invitation/company/%s?status=%s", company, statuses[i]);
      g_autofree char *n = sandbox_reply_dup (reply, "totalInvitations");

      sum += g_ascii_strtoll (n, NULL, 10);
      g_assert_cmpint (sandbox_reply_size (reply, "invitations"), >, 0);
      for (gint64 j = 0; j < sandbox_reply_size (reply, "invitations"); j++)
        {
          g_autofree char *path = g_strdup_printf ("invitations.%" G_GINT64_FORMAT ".status", j);

          sandbox_assert_value (reply, path, statuses[i]);
        }
    }
  g_assert_cmpint (sum, ==, g_ascii_strtoll (total, NULL, 10));
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (SandboxReply) reply =
          sandbox_get (sandbox, "invitation/company/%s?%s", company, refused[i]);

      sandbox_assert_status (reply, 400);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/read/versions", test_versions);
  g_test_add_func ("/sandbox/read/unknown-paths", test_unknown_paths);
  g_test_add_func ("/sandbox/read/companies", test_companies);
  g_test_add_func ("/sandbox/read/foreign-and-unknown", test_foreign_and_unknown);
  g_test_add_func ("/sandbox/read/connection-pages", test_connection_pages);
  g_test_add_func ("/sandbox/read/connection-filters", test_connection_filters);
  g_test_add_func ("/sandbox/read/invitation-pages", test_invitation_pages);
  return g_test_run ();
}
