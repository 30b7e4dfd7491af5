/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsecret/secret.h>

#include "model/usher-api-error.h"
#include "model/usher-company.h"
#include "model/usher-connection.h"
#include "model/usher-invitation-draft.h"
#include "model/usher-invitation.h"

G_BEGIN_DECLS

/* Nectar's API for one server and one key. Main-context only; every call may be cancelled. */
#define USHER_TYPE_CLIENT (usher_client_get_type ())
G_DECLARE_FINAL_TYPE (UsherClient, usher_client, USHER, CLIENT, GObject)

#define USHER_CLIENT_MAX_IN_FLIGHT 10

/* What a list call found beside its items. */
typedef struct
{
  guint n_requests;
  guint n_skipped;    /* malformed items, left out */
  guint n_duplicates; /* ids that came twice, as pages shift */
} UsherListReport;

UsherClient *usher_client_new                     (const char *server, SecretValue *key, GError **error);
const char  *usher_client_get_server              (UsherClient *self);
/* FALSE once the server has answered a resend of a known invitation with 404/405 (contract 3.9). */
gboolean     usher_client_get_can_resend          (UsherClient *self);
/* Server's clock minus ours in microseconds, by the last Date header; 0 until known. */
gint64       usher_client_get_clock_offset        (UsherClient *self);

void         usher_client_ping_async              (UsherClient *self, GCancellable *cancellable,
                                                   GAsyncReadyCallback callback, gpointer user_data);
/* (nullable) The opaque answer when it is JSON. TRUE by error == NULL. */
gboolean     usher_client_ping_finish             (UsherClient *self, GAsyncResult *result,
                                                   JsonNode **answer, GError **error);

void         usher_client_list_companies_async    (UsherClient *self, GCancellable *cancellable,
                                                   GAsyncReadyCallback callback, gpointer user_data);
/* (element-type UsherCompany) (transfer container) as all lists below. report is (out) (optional). */
GPtrArray   *usher_client_list_companies_finish   (UsherClient *self, GAsyncResult *result,
                                                   UsherListReport *report, GError **error);

void         usher_client_get_company_async       (UsherClient *self, const char *company_id,
                                                   GCancellable *cancellable,
                                                   GAsyncReadyCallback callback, gpointer user_data);
UsherCompany *usher_client_get_company_finish     (UsherClient *self, GAsyncResult *result, GError **error);

/* Filters of contract 5.1; each may be NULL. */
void         usher_client_list_connections_async  (UsherClient *self, const char *company_id,
                                                   const char *status, const char *owner_email,
                                                   const char * const *site_ids,
                                                   GCancellable *cancellable,
                                                   GAsyncReadyCallback callback, gpointer user_data);
GPtrArray   *usher_client_list_connections_finish (UsherClient *self, GAsyncResult *result,
                                                   UsherListReport *report, GError **error);

void         usher_client_get_connection_async    (UsherClient *self, const char *connection_id,
                                                   GCancellable *cancellable,
                                                   GAsyncReadyCallback callback, gpointer user_data);
UsherConnection *usher_client_get_connection_finish (UsherClient *self, GAsyncResult *result, GError **error);

void         usher_client_list_invitations_async  (UsherClient *self, const char *company_id,
                                                   GCancellable *cancellable,
                                                   GAsyncReadyCallback callback, gpointer user_data);
GPtrArray   *usher_client_list_invitations_finish (UsherClient *self, GAsyncResult *result,
                                                   UsherListReport *report, GError **error);

void         usher_client_get_invitation_async    (UsherClient *self, const char *invitation_id,
                                                   GCancellable *cancellable,
                                                   GAsyncReadyCallback callback, gpointer user_data);
UsherInvitation *usher_client_get_invitation_finish (UsherClient *self, GAsyncResult *result, GError **error);

/* POSTs: sent once, never repeated (contract 7). usher_api_error_is_unclear() tells what a failure means. */
void         usher_client_create_invitation_async (UsherClient *self, UsherInvitationDraft *draft,
                                                   GCancellable *cancellable,
                                                   GAsyncReadyCallback callback, gpointer user_data);
UsherInvitation *usher_client_create_invitation_finish (UsherClient *self, GAsyncResult *result, GError **error);

/* The answer may be empty (contract 3.8): then TRUE and *invitation is NULL; read the detail again. */
void         usher_client_revoke_invitation_async (UsherClient *self, const char *invitation_id,
                                                   GCancellable *cancellable,
                                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean     usher_client_revoke_invitation_finish (UsherClient *self, GAsyncResult *result,
                                                    UsherInvitation **invitation, GError **error);

void         usher_client_resend_invitation_async (UsherClient *self, const char *invitation_id,
                                                   GCancellable *cancellable,
                                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean     usher_client_resend_invitation_finish (UsherClient *self, GAsyncResult *result,
                                                    UsherInvitation **invitation, GError **error);

G_END_DECLS
