/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the tests of the session share: calls that wait for their answer. */

#include "common/usher-test-sandbox.h"
#include "common/usher-test.h"
#include "session/usher-session.h"

G_BEGIN_DECLS

/* A session on files below dir (NULL: in memory), without a keyring. key NULL: without a key. */
UsherSession    *usher_test_session_open        (const char *server, const char *key, const char *dir);
/* Closes it, and checks that nothing keeps it. */
void             usher_test_session_close       (UsherSession *session);

gboolean         usher_test_session_sync        (UsherSession *session, GError **error);
UsherInvitation *usher_test_session_create      (UsherSession *session, UsherInvitationDraft *draft,
                                                 GCancellable *cancellable, GError **error);
UsherInvitation *usher_test_session_revoke      (UsherSession *session, const char *id, GError **error);
UsherInvitation *usher_test_session_resend      (UsherSession *session, const char *id, GError **error);
UsherInvitation *usher_test_session_load        (UsherSession *session, const char *id, GError **error);
UsherInvitation *usher_test_session_fetch       (UsherSession *session, const char *id, GError **error);
char            *usher_test_session_get_link    (UsherSession *session, const char *id, GError **error);
GPtrArray       *usher_test_session_connections (UsherSession *session, const char *company_id,
                                                 GError **error);
UsherCompany    *usher_test_session_company     (UsherSession *session, const char *id, GError **error);
gboolean         usher_test_session_forget      (UsherSession *session, UsherIntent *intent,
                                                 GError **error);

/* The n-th intent that is not done; NULL when there are fewer. */
UsherIntent     *usher_test_session_get_intent  (UsherSession *session, guint n);
/* For one company and a@example.com, by mail. */
UsherInvitationDraft *usher_test_session_new_draft (const char *company_id);

G_END_DECLS
