/* SPDX-License-Identifier: GPL-3.0-or-later */

/* walk BASE: every operation of Usher's client once, through whatever listens at BASE, with the key
 * of USHER_API_KEY. Prints the name of each as it succeeds; ends with 1 at the first that does
 * not. */

#include "api/usher-client.h"
#include "common/usher-test.h"
#include "model/usher-site.h"

#include <stdlib.h>

static UsherClient *client;

static GAsyncResult *
take (GAsyncResult **slot)
{
  return usher_test_take_result (slot);
}

static void
done (const char *operation, GError *error)
{
  if (error != NULL)
    {
      g_print ("%s failed: %s\n", operation, error->message);
      exit (EXIT_FAILURE);
    }
  g_print ("%s\n", operation);
}

static void
check_report (const char *operation, const UsherListReport *report)
{
  if (report->n_skipped == 0 && report->n_duplicates == 0)
    return;
  g_print (
      "%s: %u items unreadable, %u twice\n", operation, report->n_skipped, report->n_duplicates);
  exit (EXIT_FAILURE);
}

static UsherInvitation *
create (UsherInvitationDraft *draft, const char *operation)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UsherInvitation *invitation;

  usher_client_create_invitation_async (client, draft, NULL, usher_test_keep_result, &slot);
  result = take (&slot);
  invitation = usher_client_create_invitation_finish (client, result, &error);
  done (operation, error);
  return invitation;
}

static char *
walk_companies (const char **site_ids)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) pinged = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GAsyncResult) got = NULL;
  g_autoptr (GPtrArray) companies = NULL;
  g_autoptr (UsherCompany) company = NULL;
  g_autoptr (GError) error = NULL;
  UsherListReport report;

  usher_client_ping_async (client, NULL, usher_test_keep_result, &slot);
  pinged = take (&slot);
  usher_client_ping_finish (client, pinged, NULL, &error);
  done ("ping", error);

  usher_client_list_companies_async (client, NULL, usher_test_keep_result, &slot);
  listed = take (&slot);
  companies = usher_client_list_companies_finish (client, listed, &report, &error);
  done ("listCompanies", error);
  check_report ("listCompanies", &report);

  usher_client_get_company_async (client, usher_company_get_id (companies->pdata[0]), NULL,
                                  usher_test_keep_result, &slot);
  got = take (&slot);
  company = usher_client_get_company_finish (client, got, &error);
  done ("getCompany", error);
  *site_ids = g_intern_string (usher_site_get_id (usher_company_get_sites (company)->pdata[0]));
  return g_strdup (usher_company_get_id (company));
}

static char *
walk_connections (const char *company, const char *site)
{
  const char *const sites[] = { site, NULL };
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GAsyncResult) filtered = NULL;
  g_autoptr (GAsyncResult) got = NULL;
  g_autoptr (GPtrArray) connections = NULL;
  g_autoptr (GPtrArray) few = NULL;
  g_autoptr (UsherConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  UsherListReport report;

  usher_client_list_connections_async (client, company, NULL, NULL, NULL, NULL,
                                       usher_test_keep_result, &slot);
  listed = take (&slot);
  connections = usher_client_list_connections_finish (client, listed, &report, &error);
  done ("listConnections", error);
  check_report ("listConnections", &report);

  usher_client_list_connections_async (client,
                                       company,
                                       "CONNECTED",
                                       "owner@example.com",
                                       sites,
                                       NULL,
                                       usher_test_keep_result,
                                       &slot);
  filtered = take (&slot);
  few = usher_client_list_connections_finish (client, filtered, &report, &error);
  done ("listConnections, filtered", error);

  usher_client_get_connection_async (client, usher_connection_get_id (connections->pdata[0]), NULL,
                                     usher_test_keep_result, &slot);
  got = take (&slot);
  connection = usher_client_get_connection_finish (client, got, &error);
  done ("getConnection", error);
  return g_strdup (usher_connection_get_id (connection));
}

static char *
walk_creating (const char *company, const char *connection, const char *site)
{
  static const char *const emails[] = { "facilities@example.com", "owner@example.org", NULL };
  static const char *const types[] = { "ELECTRICITY", "CHILLED_WATER", NULL };
  const char *const sites[] = { site, NULL };
  g_autoptr (UsherInvitationDraft) full
      = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  g_autoptr (UsherInvitationDraft) reconnect
      = usher_invitation_draft_new (USHER_INVITATION_KIND_RECONNECT);
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (UsherInvitation) renewed = NULL;

  usher_invitation_draft_set_company_id (full, company);
  usher_invitation_draft_set_allowed_emails (full, emails);
  usher_invitation_draft_set_send_email (full, TRUE);
  usher_invitation_draft_set_expires_in (full, 60);
  usher_invitation_draft_set_max_uses (full, 2);
  usher_invitation_draft_set_url (full, "https://example.com/utility");
  usher_invitation_draft_set_datasource_id (full, "00000000-0000-4000-8000-0000000000d5");
  usher_invitation_draft_set_site_ids (full, sites);
  usher_invitation_draft_set_utility_types (full, types);
  usher_invitation_draft_set_country (full, "US");
  usher_invitation_draft_set_owner_email (full, "owner@example.com");
  usher_invitation_draft_set_start_date (full, "2025-02-28");
  made = create (full, "createContributor");

  usher_invitation_draft_set_company_id (reconnect, company);
  usher_invitation_draft_set_connection_id (reconnect, connection);
  usher_invitation_draft_set_allowed_emails (reconnect, emails);
  renewed = create (reconnect, "createReconnect");
  return g_strdup (usher_invitation_get_id (made));
}

static void
walk_invitation (const char *company, const char *id)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GAsyncResult) resent = NULL;
  g_autoptr (GAsyncResult) revoked = NULL;
  g_autoptr (GPtrArray) invitations = NULL;
  g_autoptr (GError) error = NULL;
  UsherListReport report;

  usher_client_resend_invitation_async (client, id, NULL, usher_test_keep_result, &slot);
  resent = take (&slot);
  usher_client_resend_invitation_finish (client, resent, NULL, &error);
  done ("resendInvitation", error);

  usher_client_revoke_invitation_async (client, id, NULL, usher_test_keep_result, &slot);
  revoked = take (&slot);
  usher_client_revoke_invitation_finish (client, revoked, NULL, &error);
  done ("revokeInvitation", error);

  usher_client_list_invitations_async (client, company, NULL, usher_test_keep_result, &slot);
  listed = take (&slot);
  invitations = usher_client_list_invitations_finish (client, listed, &report, &error);
  done ("listInvitations", error);
  check_report ("listInvitations", &report);

  /* Details in every state and of both kinds: the logs differ. */
  for (guint i = 0; i < MIN (invitations->len, 40); i++)
    {
      g_autoptr (GAsyncResult) got = NULL;
      g_autoptr (UsherInvitation) detail = NULL;

      usher_client_get_invitation_async (client,
                                         usher_invitation_get_id (invitations->pdata[i]),
                                         NULL,
                                         usher_test_keep_result,
                                         &slot);
      got = take (&slot);
      detail = usher_client_get_invitation_finish (client, got, &error);
      done ("getInvitation", error);
    }
}

int
main (int argc, char *argv[])
{
  g_autoptr (SecretValue) key = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *company = NULL;
  g_autofree char *connection = NULL;
  g_autofree char *invitation = NULL;
  const char *site = NULL;

  if (argc != 2 || g_getenv ("USHER_API_KEY") == NULL)
    return EXIT_FAILURE;
  key = secret_value_new (g_getenv ("USHER_API_KEY"), -1, "text/plain");
  client = usher_client_new (argv[1], key, &error);
  done ("client", error);
  company = walk_companies (&site);
  connection = walk_connections (company, site);
  invitation = walk_creating (company, connection, site);
  walk_invitation (company, invitation);
  g_assert_finalize_object (client);
  return EXIT_SUCCESS;
}
