/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "usher-api-test.h"

#include "api/usher-client-private.h"

UsherClient *
usher_api_test_new_client (const char *base, const char *key)
{
  UsherRetryPolicy policy = {
    .max_tries = 4, .first_ms = 2, .cap_ms = 8, .longest_after_ms = 2500
  };
  g_autoptr (SecretValue) value = secret_value_new (key, -1, "text/plain");
  g_autoptr (GError) error = NULL;
  UsherClient *client = usher_client_new (base, value, &error);

  g_assert_no_error (error);
  usher_client_set_retry_policy (client, &policy);
  return client;
}

void
usher_api_test_finalize (UsherClient *client)
{
  UsherTransport *transport = usher_client_get_transport (client);

  usher_test_settle ();
  g_object_add_weak_pointer (G_OBJECT (transport), (gpointer *) &transport);
  g_assert_finalize_object (client);
  g_assert_null (transport);
}

GPtrArray *
usher_api_test_list_invitations (UsherClient *client, UsherListReport *report, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_client_list_invitations_async (client, USHER_API_TEST_COMPANY, NULL, usher_test_keep_result,
                                       &slot);
  result = usher_test_take_result (&slot);
  return usher_client_list_invitations_finish (client, result, report, error);
}

UsherInvitation *
usher_api_test_get_invitation (UsherClient *client, const char *id, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_client_get_invitation_async (client, id, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_client_get_invitation_finish (client, result, error);
}

gboolean
usher_api_test_ping (UsherClient *client, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_client_ping_async (client, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_client_ping_finish (client, result, NULL, error);
}

UsherInvitation *
usher_api_test_create (UsherClient *client, GError **error)
{
  g_autoptr (UsherInvitationDraft) draft
      = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_invitation_draft_set_company_id (draft, USHER_API_TEST_COMPANY);
  usher_client_create_invitation_async (client, draft, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_client_create_invitation_finish (client, result, error);
}

gboolean
usher_api_test_revoke (UsherClient *client, const char *id, UsherInvitation **invitation,
                       GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_client_revoke_invitation_async (client, id, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_client_revoke_invitation_finish (client, result, invitation, error);
}

gboolean
usher_api_test_resend (UsherClient *client, const char *id, UsherInvitation **invitation,
                       GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_client_resend_invitation_async (client, id, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_client_resend_invitation_finish (client, result, invitation, error);
}
