/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "usher-test-session.h"

#include "keys/usher-keyring.h"
#include "session/usher-session-private.h"

UsherSession *
usher_test_session_open (const char *server, const char *key, const char *dir)
{
  g_autoptr (UsherAccount) account = usher_account_new (NULL, "Test", server);
  g_autoptr (SecretValue) value = key != NULL ? usher_key_value_new (key) : NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UsherSession *session;

  _usher_session_open_async (account, value, dir, NULL, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  session = _usher_session_open_finish (result, &error);
  g_assert_no_error (error);
  return session;
}

void
usher_test_session_close (UsherSession *session)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;
  gpointer watched = session;

  usher_session_close_async (session, usher_test_keep_result, &slot);
  usher_test_wait_for (slot != NULL);
  g_assert_true (usher_session_close_finish (session, slot, &error));
  g_assert_no_error (error);
  g_clear_object (&slot);
  g_object_add_weak_pointer (G_OBJECT (session), &watched);
  g_object_unref (session);
  usher_test_wait_for (watched == NULL);
}

gboolean
usher_test_session_sync (UsherSession *session, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_sync_async (session, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_session_sync_finish (session, result, error);
}

UsherInvitation *
usher_test_session_create (UsherSession *session, UsherInvitationDraft *draft, GCancellable *cancellable,
                           GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_create_async (session, draft, cancellable, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_session_create_finish (session, result, error);
}

UsherInvitation *
usher_test_session_revoke (UsherSession *session, const char *id, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_revoke_async (session, id, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_session_revoke_finish (session, result, error);
}

UsherInvitation *
usher_test_session_resend (UsherSession *session, const char *id, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_resend_async (session, id, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_session_resend_finish (session, result, error);
}

UsherInvitation *
usher_test_session_load (UsherSession *session, const char *id, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_load_invitation_async (session, id, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_session_load_invitation_finish (session, result, error);
}

UsherInvitation *
usher_test_session_fetch (UsherSession *session, const char *id, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_fetch_invitation_async (session, id, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_session_fetch_invitation_finish (session, result, error);
}

char *
usher_test_session_get_link (UsherSession *session, const char *id, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_get_link_async (session, id, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_session_get_link_finish (session, result, error);
}

UsherCompany *
usher_test_session_company (UsherSession *session, const char *id, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_fetch_company_async (session, id, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_session_fetch_company_finish (session, result, error);
}

GPtrArray *
usher_test_session_connections (UsherSession *session, const char *company_id, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_list_connections_async (session, company_id, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_session_list_connections_finish (session, result, error);
}

gboolean
usher_test_session_forget (UsherSession *session, UsherIntent *intent, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_forget_intent_async (session, intent, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_session_forget_intent_finish (session, result, error);
}

UsherIntent *
usher_test_session_get_intent (UsherSession *session, guint n)
{
  g_autoptr (UsherIntent) intent = g_list_model_get_item (usher_session_get_intents (session), n);

  return intent; /* the journal holds it */
}

UsherInvitationDraft *
usher_test_session_new_draft (const char *company_id)
{
  UsherInvitationDraft *draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  const char *const emails[] = { "a@example.com", NULL };

  usher_invitation_draft_set_company_id (draft, company_id);
  usher_invitation_draft_set_allowed_emails (draft, emails);
  usher_invitation_draft_set_send_email (draft, TRUE);
  return draft;
}
