/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every operation of the client against the real sandbox over HTTP. */

#include "common/usher-test-sandbox.h"
#include "usher-api-test.h"

#include "model/usher-event.h"
#include "model/usher-site.h"

#include <string.h>

typedef struct
{
  UsherTestSandbox *sandbox; /* (owned) */
  UsherClient *client;       /* (owned) */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->sandbox = usher_test_sandbox_start (NULL, data);
  f->client = usher_api_test_new_client (f->sandbox->base_url, f->sandbox->api_key);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  usher_api_test_finalize (f->client);
  usher_test_sandbox_free (f->sandbox);
}

static GPtrArray *
list_invitations (UsherClient *client, const char *company, UsherListReport *report)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *list;

  usher_client_list_invitations_async (client, company, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  list = usher_client_list_invitations_finish (client, result, report, &error);
  g_assert_no_error (error);
  return list;
}

static GPtrArray *
list_connections (UsherClient *client, const char *company, const char *status, const char *owner,
                  const char *const *sites)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *list;

  usher_client_list_connections_async (client, company, status, owner, sites, NULL,
                                       usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  list = usher_client_list_connections_finish (client, result, NULL, &error);
  g_assert_no_error (error);
  return list;
}

static UsherInvitation *
create (UsherClient *client, UsherInvitationDraft *draft, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_client_create_invitation_async (client, draft, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_client_create_invitation_finish (client, result, error);
}

static void
test_ping (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) key = secret_value_new (f->sandbox->api_key, -1, "text/plain");
  static const char *const versions[] = { "/v2.2", "/v2.1", "/v2", "/v2/" };
  char *end = strstr (f->sandbox->base_url, "/v2.2");

  g_assert_cmpint (usher_client_get_clock_offset (f->client), ==, 0);
  g_assert_true (usher_api_test_ping (f->client, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ABS (usher_client_get_clock_offset (f->client)), <, 5 * G_USEC_PER_SEC);
  g_assert_cmpstr (usher_client_get_server (f->client), ==, f->sandbox->base_url);

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autofree char *base = g_strdup_printf ("%.*s%s", (int) (end - f->sandbox->base_url),
                                               f->sandbox->base_url, versions[i]);
      g_autoptr (UsherClient) client = usher_client_new (base, key, &error);

      g_assert_no_error (error);
      g_assert_true (usher_api_test_ping (client, &error));
      g_assert_no_error (error);
    }
}

static void
test_wrong_key (Fixture *f, gconstpointer data)
{
  g_autoptr (UsherClient) client = usher_api_test_new_client (f->sandbox->base_url, "wrong");
  g_autoptr (GError) error = NULL;

  g_assert_false (usher_api_test_ping (client, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_AUTH);
}

static void
test_companies (Fixture *f, gconstpointer data)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) one_result = NULL;
  g_autoptr (GPtrArray) companies = NULL;
  g_autoptr (UsherCompany) company = NULL;
  g_autoptr (GError) error = NULL;
  UsherListReport report;

  usher_client_list_companies_async (f->client, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  companies = usher_client_list_companies_finish (f->client, result, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (companies->len, ==, g_strv_length (f->sandbox->companies));
  g_assert_cmpuint (report.n_requests, ==, 1);
  g_assert_cmpuint (report.n_skipped, ==, 0);

  usher_client_get_company_async (f->client, f->sandbox->companies[0], NULL, usher_test_keep_result,
                                  &slot);
  one_result = usher_test_take_result (&slot);
  company = usher_client_get_company_finish (f->client, one_result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (usher_company_get_id (company), ==, f->sandbox->companies[0]);
  g_assert_nonnull (usher_company_get_sites (company));
  g_assert_cmpuint (usher_company_get_sites (company)->len, >, 0);
}

static void
test_connections (Fixture *f, gconstpointer data)
{
  const char *company = f->sandbox->companies[0];
  g_autoptr (GPtrArray) all = list_connections (f->client, company, NULL, NULL, NULL);
  UsherConnection *first;
  const char *sites[2] = { NULL, NULL };
  g_autoptr (GPtrArray) same_status = NULL;
  g_autoptr (GPtrArray) same_owner = NULL;
  g_autoptr (GPtrArray) same_site = NULL;
  g_autoptr (UsherConnection) one = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (all->len, >, 1);
  first = g_ptr_array_index (all, 0);
  same_status =
      list_connections (f->client, company, usher_connection_get_status_name (first), NULL, NULL);
  g_assert_cmpuint (same_status->len, >=, 1);
  for (guint i = 0; i < same_status->len; i++)
    g_assert_cmpint (usher_connection_get_status (g_ptr_array_index (same_status, i)), ==,
                     usher_connection_get_status (first));
  same_owner = list_connections (f->client, company, NULL,
                                 usher_connection_get_owner_email (first), NULL);
  g_assert_cmpuint (same_owner->len, >=, 1);
  for (guint i = 0; i < same_owner->len; i++)
    g_assert_cmpstr (usher_connection_get_owner_email (g_ptr_array_index (same_owner, i)), ==,
                     usher_connection_get_owner_email (first));
  for (guint i = 0; i < all->len && sites[0] == NULL; i++)
    sites[0] = usher_connection_get_site_ids (g_ptr_array_index (all, i))[0];
  g_assert_nonnull (sites[0]);
  same_site = list_connections (f->client, company, NULL, NULL, sites);
  g_assert_cmpuint (same_site->len, >=, 1);
  for (guint i = 0; i < same_site->len; i++)
    g_assert_true (g_strv_contains (
        usher_connection_get_site_ids (g_ptr_array_index (same_site, i)), sites[0]));

  usher_client_get_connection_async (f->client, usher_connection_get_id (first), NULL,
                                     usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  one = usher_client_get_connection_finish (f->client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (usher_connection_get_id (one), ==, usher_connection_get_id (first));
}

/* 700 invitations over the companies: several pages, each id once, and all of them. */
static void
test_all_pages (Fixture *f, gconstpointer data)
{
  guint n = 0;
  guint n_requests = 0;

  for (gsize i = 0; f->sandbox->companies[i] != NULL; i++)
    {
      UsherListReport report;
      g_autoptr (GPtrArray) list = list_invitations (f->client, f->sandbox->companies[i], &report);

      n += list->len;
      n_requests += report.n_requests;
      g_assert_cmpuint (report.n_requests, ==, MAX (1, (list->len + 99) / 100));
      g_assert_cmpuint (report.n_duplicates, ==, 0);
      g_assert_cmpuint (report.n_skipped, ==, 0);
    }
  g_assert_cmpuint (n, ==, 700);
  g_assert_cmpuint (n_requests, >, g_strv_length (f->sandbox->companies));
}

static void
test_contributor (Fixture *f, gconstpointer data)
{
  g_autoptr (UsherInvitationDraft) draft
      = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  g_autoptr (UsherInvitation) invitation = NULL;
  g_autoptr (UsherInvitation) detail = NULL;
  g_autoptr (UsherInvitation) resent = NULL;
  g_autoptr (UsherInvitation) revoked = NULL;
  g_autoptr (UsherInvitation) after = NULL;
  g_autoptr (GError) error = NULL;
  static const char *const emails[] = { "Someone@example.com", "käthe@example.org", NULL };
  static const char *const types[] = { "ELECTRICITY", "GAS", NULL };
  const char *id;

  usher_invitation_draft_set_company_id (draft, f->sandbox->companies[0]);
  usher_invitation_draft_set_allowed_emails (draft, emails);
  usher_invitation_draft_set_send_email (draft, TRUE);
  usher_invitation_draft_set_expires_in (draft, 3600);
  usher_invitation_draft_set_max_uses (draft, 3);
  usher_invitation_draft_set_url (draft, "https://example.com");
  usher_invitation_draft_set_country (draft, "US");
  usher_invitation_draft_set_utility_types (draft, types);
  usher_invitation_draft_set_start_date (draft, "2025-01-31");
  invitation = create (f->client, draft, &error);
  g_assert_no_error (error);
  id = usher_invitation_get_id (invitation);
  g_assert_cmpint (usher_invitation_get_kind (invitation), ==, USHER_INVITATION_KIND_CONTRIBUTOR);
  g_assert_cmpint (usher_invitation_get_status (invitation), ==, USHER_INVITATION_STATUS_ACTIVE);
  g_assert_cmpint (usher_invitation_get_max_uses (invitation), ==, 3);
  g_assert_cmpuint (
      g_strv_length ((char **)usher_invitation_get_allowed_emails (invitation)), ==, 2);
  g_assert_nonnull (usher_invitation_get_url (invitation));

  detail = usher_api_test_get_invitation (f->client, id, &error);
  g_assert_no_error (error);
  g_assert_nonnull (usher_invitation_get_events (detail));
  g_assert_cmpuint (usher_invitation_get_events (detail)->len, >, 0);
  g_assert_cmpuint (usher_invitation_get_n_skipped (detail), ==, 0);

  g_assert_true (usher_api_test_resend (f->client, id, &resent, &error));
  g_assert_no_error (error);
  g_assert_true (usher_client_get_can_resend (f->client));

  g_assert_true (usher_api_test_revoke (f->client, id, &revoked, &error));
  g_assert_no_error (error);
  after = usher_api_test_get_invitation (f->client, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (usher_invitation_get_status (after), ==, USHER_INVITATION_STATUS_REVOKED);

  g_assert_false (usher_api_test_revoke (f->client, id, NULL, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_INVALID_REQUEST);
  g_assert_false (usher_api_error_is_unclear (error));
}

static void
test_reconnect (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) all
      = list_connections (f->client, f->sandbox->companies[0], NULL, NULL, NULL);
  const char *connection = usher_connection_get_id (g_ptr_array_index (all, 0));
  g_autoptr (UsherInvitationDraft) draft
      = usher_invitation_draft_new (USHER_INVITATION_KIND_RECONNECT);
  g_autoptr (UsherInvitation) invitation = NULL;
  g_autoptr (GError) error = NULL;

  usher_invitation_draft_set_company_id (draft, f->sandbox->companies[0]);
  usher_invitation_draft_set_connection_id (draft, connection);
  invitation = create (f->client, draft, &error);
  g_assert_no_error (error);
  g_assert_cmpint (usher_invitation_get_kind (invitation), ==, USHER_INVITATION_KIND_RECONNECT);
  g_assert_cmpstr (usher_invitation_get_connection_id (invitation), ==, connection);
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (UsherInvitationDraft) draft
      = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  g_autoptr (UsherInvitationDraft) foreign
      = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  static const char *const emails[] = { "not an address", NULL };
  static const char *const sites[] = { "00000000-0000-4000-8000-0000000000ff", NULL };
  g_autoptr (GError) local = NULL;
  g_autoptr (GError) remote = NULL;
  g_autoptr (GError) unknown = NULL;
  g_autoptr (GError) none = NULL;

  /* Refused here, without a word to the server. */
  usher_invitation_draft_set_company_id (draft, f->sandbox->companies[0]);
  usher_invitation_draft_set_allowed_emails (draft, emails);
  g_assert_null (create (f->client, draft, &local));
  g_assert_error (local, USHER_API_ERROR, USHER_API_ERROR_INVALID_REQUEST);
  g_assert_nonnull (usher_field_errors_lookup (usher_api_error_get_field_errors (local),
                                               USHER_FIELD_ALLOWED_EMAILS));

  /* Refused there: only the server knows which sites a company has. */
  usher_invitation_draft_set_allowed_emails (draft, NULL);
  usher_invitation_draft_set_site_ids (draft, sites);
  g_assert_null (create (f->client, draft, &remote));
  g_assert_error (remote, USHER_API_ERROR, USHER_API_ERROR_INVALID_REQUEST);
  g_assert_nonnull (usher_field_errors_lookup (usher_api_error_get_field_errors (remote),
                                               USHER_FIELD_SITES));

  usher_invitation_draft_set_company_id (foreign, "00000000-0000-4000-8000-0000000000fe");
  g_assert_null (create (f->client, foreign, &unknown));
  g_assert_true (g_error_matches (unknown, USHER_API_ERROR, USHER_API_ERROR_NOT_FOUND)
                 || g_error_matches (unknown, USHER_API_ERROR, USHER_API_ERROR_FORBIDDEN));
  g_assert_null (usher_api_test_get_invitation (f->client, "00000000-0000-4000-8000-0000000000fe",
                                                &none));
  g_assert_error (none, USHER_API_ERROR, USHER_API_ERROR_NOT_FOUND);
}

static void
test_no_resend (Fixture *f, gconstpointer data)
{
  g_autoptr (UsherInvitationDraft) draft
      = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  static const char *const emails[] = { "someone@example.com", NULL };
  g_autoptr (UsherInvitation) invitation = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) gone = NULL;
  g_autoptr (GError) again = NULL;

  usher_invitation_draft_set_company_id (draft, f->sandbox->companies[0]);
  usher_invitation_draft_set_allowed_emails (draft, emails);
  invitation = create (f->client, draft, &error);
  g_assert_no_error (error);

  g_assert_false (usher_api_test_resend (f->client, "00000000-0000-4000-8000-0000000000fe", NULL,
                                         &gone));
  g_assert_error (gone, USHER_API_ERROR, USHER_API_ERROR_NOT_FOUND);
  g_assert_true (usher_client_get_can_resend (f->client));

  g_assert_false (usher_api_test_resend (f->client, usher_invitation_get_id (invitation), NULL,
                                         &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_UNSUPPORTED);
  g_assert_false (usher_client_get_can_resend (f->client));
  g_assert_false (usher_api_test_resend (f->client, usher_invitation_get_id (invitation), NULL,
                                         &again));
  g_assert_error (again, USHER_API_ERROR, USHER_API_ERROR_UNSUPPORTED);
}

static void
test_killed (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) read_error = NULL;
  g_autoptr (UsherInvitation) invitation = NULL;

  g_assert_true (usher_api_test_ping (f->client, NULL));
  usher_test_sandbox_kill (f->sandbox);
  g_assert_false (usher_api_test_ping (f->client, &read_error));
  g_assert_error (read_error, USHER_API_ERROR, USHER_API_ERROR_NETWORK);

  /* Nobody listens: it cannot have been made, and may be tried again. */
  invitation = usher_api_test_create (f->client, &error);
  g_assert_null (invitation);
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK);
  g_assert_false (usher_api_error_is_unclear (error));
}

int
main (int argc, char *argv[])
{
  static const char *const small[] = { "--demo", "30", "--seed", "7", NULL };
  static const char *const large[] = { "--demo", "700", "--seed", "7", NULL };
  static const char *const without[] = { "--demo", "30", "--no-resend", NULL };

  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, test) g_test_add (path, Fixture, data, set_up, test, tear_down)
  ADD ("/api/sandbox/ping", small, test_ping);
  ADD ("/api/sandbox/wrong-key", small, test_wrong_key);
  ADD ("/api/sandbox/companies", small, test_companies);
  ADD ("/api/sandbox/connections", small, test_connections);
  ADD ("/api/sandbox/all-pages", large, test_all_pages);
  ADD ("/api/sandbox/contributor", small, test_contributor);
  ADD ("/api/sandbox/reconnect", small, test_reconnect);
  ADD ("/api/sandbox/refused", small, test_refused);
  ADD ("/api/sandbox/no-resend", without, test_no_resend);
  ADD ("/api/sandbox/killed", small, test_killed);
  return g_test_run ();
}
