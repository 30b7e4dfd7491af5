/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/usher-ui-session.h"

void
usher_ui_session_sync (UsherSession *session)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_sync_async (session, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  g_assert_true (usher_session_sync_finish (session, result, &error));
  g_assert_no_error (error);
  usher_test_wait_for (!usher_session_get_loading (session));
}

UsherSession *
usher_ui_session_open (UsherTestSandbox *sandbox, gboolean sync)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  UsherSession *session;

  usher_session_open_ephemeral_async (sandbox->base_url, sandbox->api_key, USHER_EPHEMERAL_READS, NULL, NULL,
                                      usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  session = usher_session_open_ephemeral_finish (result, &error);
  g_assert_no_error (error);
  if (sync)
    usher_ui_session_sync (session);
  return session;
}

void
usher_ui_session_close (UsherSession *session)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  GAsyncResult *result;

  usher_session_close_async (session, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  g_assert_true (usher_session_close_finish (session, result, &error));
  g_assert_no_error (error);
  g_object_unref (result);
  usher_test_settle ();
  g_assert_finalize_object (G_OBJECT (session));
}

UsherInvitationItem *
usher_ui_session_find (UsherSession *session, UsherInvitationKind kind, UsherInvitationStatus status)
{
  GListModel *list = usher_session_get_invitations (session);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (list, i);
      UsherInvitation *invitation = usher_invitation_item_get_invitation (item);

      if (usher_invitation_get_kind (invitation) == kind &&
          usher_invitation_get_status (invitation) == status)
        return g_steal_pointer (&item);
    }
  g_test_message ("the demo data has no invitation of kind %d and status %d", kind, status);
  g_assert_not_reached ();
}
