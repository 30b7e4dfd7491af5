/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the tests of the client share. */

#include "api/usher-client.h"
#include "common/usher-test.h"

G_BEGIN_DECLS

/* A client whose retries take milliseconds. */
UsherClient *usher_api_test_new_client (const char *base, const char *key);

/* Calls and waits; the last argument is where an error goes. */
GPtrArray       *usher_api_test_list_invitations (UsherClient *client, UsherListReport *report,
                                                  GError **error);
UsherInvitation *usher_api_test_get_invitation   (UsherClient *client, const char *id,
                                                  GError **error);
gboolean         usher_api_test_ping             (UsherClient *client, GError **error);
UsherInvitation *usher_api_test_create           (UsherClient *client, GError **error);
gboolean         usher_api_test_revoke           (UsherClient *client, const char *id,
                                                  UsherInvitation **invitation, GError **error);
gboolean         usher_api_test_resend           (UsherClient *client, const char *id,
                                                  UsherInvitation **invitation, GError **error);

#define USHER_API_TEST_COMPANY "00000000-0000-4000-8000-00000000c001"

/* Lets what was cancelled or abandoned end, and checks that nothing keeps the client. */
void usher_api_test_finalize (UsherClient *client);

G_END_DECLS
