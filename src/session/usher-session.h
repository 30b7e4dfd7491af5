/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "model/usher-account.h"
#include "model/usher-api-error.h"
#include "model/usher-company.h"
#include "model/usher-connection.h"
#include "model/usher-intent.h"
#include "model/usher-invitation-item.h"
#include "model/usher-query.h"

G_BEGIN_DECLS

typedef enum
{
  USHER_SYNC_IDLE,
  USHER_SYNC_RUNNING,
  USHER_SYNC_OFFLINE,   /* the last try found no network; what is shown is from the store */
  USHER_SYNC_KEY_NEEDED,/* no key at hand, or the server refused it */
  USHER_SYNC_FAILED,    /* another error: see get_error() */
} UsherSyncState;

/* What can be done about an intent that is not done. */
typedef enum
{
  USHER_STANDING_WAITING,    /* held, or for its turn: undo, send now */
  USHER_STANDING_SENDING,    /* nothing can be done */
  USHER_STANDING_ELSEWHERE,  /* another program has it in hand */
  USHER_STANDING_LEFT,       /* an earlier run did not come to send it: retry, forget */
  USHER_STANDING_REFUSED,    /* the server said no: retry, forget */
  USHER_STANDING_UNCLEAR,    /* the server was not asked yet: retry (asks), forget */
  USHER_STANDING_NOT_FOUND,  /* a create that was not made: retry (asks again first), forget */
  USHER_STANDING_SEVERAL,    /* a create that may have made one of several: choose, forget */
  USHER_STANDING_UNKNOWABLE, /* a resend: nobody can tell; retry may mail twice */
} UsherIntentStanding;

/* One account at work: the only place where api, keys and store meet. ui/ and cli/ see the server
 * and the cache through it alone.
 * Properties: account, state, error, last-sync, can-resend, query (writable), counts, has-key, notice.
 * Signals: "invitation-changed" (const char *id): its detail may be read again; "waiting-changed": what can
 * be taken back is another. */
#define USHER_TYPE_SESSION (usher_session_get_type ())
G_DECLARE_FINAL_TYPE (UsherSession, usher_session, USHER, SESSION, GObject)

typedef enum
{
  USHER_EPHEMERAL_READS = 0,
  USHER_EPHEMERAL_CHANGES = 1 << 0, /* needs a journal on the disk */
} UsherEphemeralFlags;

/* For scripts: no account, no cache on the disk, no keyring; the key is copied. */
void              usher_session_open_ephemeral_async (const char *server, const char *api_key,
                                                      UsherEphemeralFlags flags, const char *data_dir,
                                                      GCancellable *cancellable,
                                                      GAsyncReadyCallback callback, gpointer user_data);
UsherSession     *usher_session_open_ephemeral_finish (GAsyncResult *result, GError **error);
/* Sessions of accounts come from usher_accounts_open_session_async(). */
void              usher_session_close_async          (UsherSession *self, GAsyncReadyCallback callback,
                                                      gpointer user_data);
gboolean          usher_session_close_finish         (UsherSession *self, GAsyncResult *result, GError **error);

/* Another look at the same account: query, list and counts of its own, all else shared. It is not closed. */
UsherSession     *usher_session_new_view             (UsherSession *self);

UsherAccount     *usher_session_get_account          (UsherSession *self);
UsherSyncState    usher_session_get_state            (UsherSession *self);
const GError     *usher_session_get_error            (UsherSession *self); /* (nullable) of the last sync */
gint64            usher_session_get_last_sync        (UsherSession *self); /* or USHER_TIME_NONE */
gboolean          usher_session_get_can_resend       (UsherSession *self);
gboolean          usher_session_get_has_key          (UsherSession *self);
/* (nullable) Something the person must know: "The local data was damaged and …". */
const char       *usher_session_get_notice           (UsherSession *self);
void              usher_session_dismiss_notice       (UsherSession *self);
/* Adds something to the notice that whoever opened the session knows. */
void              usher_session_tell                 (UsherSession *self, const char *text);

GListModel       *usher_session_get_companies        (UsherSession *self); /* UsherCompany, by name */
UsherCompany     *usher_session_find_company         (UsherSession *self, const char *id); /* (nullable) */
GListModel       *usher_session_get_invitations      (UsherSession *self); /* UsherInvitationItem */
/* Where an invitation stands whose item somebody holds; G_MAXUINT when it is not listed, or not held. */
guint             usher_session_find_invitation      (UsherSession *self, const char *id);
GListModel       *usher_session_get_intents          (UsherSession *self); /* UsherIntent, not DONE */
gboolean          usher_session_get_loading          (UsherSession *self); /* the query is running */
UsherQuery       *usher_session_get_query            (UsherSession *self);
void              usher_session_set_query            (UsherSession *self, UsherQuery *query);
/* For the query's company, whatever the other filters. */
const UsherCounts *usher_session_get_counts          (UsherSession *self);

/* Seconds between two syncs by themselves; 0: never. */
void              usher_session_set_sync_interval    (UsherSession *self, guint seconds);
/* How many logs of active invitations are read again after each sync; 0, as it begins: none. */
void              usher_session_set_activity_budget  (UsherSession *self, guint requests);
/* (nullable) The one that the person looks at: its log comes first. */
void              usher_session_set_selected         (UsherSession *self, const char *id);
void              usher_session_sync_async           (UsherSession *self, GCancellable *cancellable,
                                                      GAsyncReadyCallback callback, gpointer user_data);
gboolean          usher_session_sync_finish          (UsherSession *self, GAsyncResult *result, GError **error);
/* Ends the one that runs, whoever asked for it; what it has read so far stays. */
void              usher_session_stop_sync            (UsherSession *self);

/* From the store only: at once, and offline. Events are NULL when the log was never fetched. */
void              usher_session_load_invitation_async   (UsherSession *self, const char *id,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
UsherInvitation  *usher_session_load_invitation_finish  (UsherSession *self, GAsyncResult *result, GError **error);
/* The ids of a query's invitations, in its order. (element-type utf8) From the store only. */
void              usher_session_query_ids_async         (UsherSession *self, UsherQuery *query,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
GPtrArray        *usher_session_query_ids_finish        (UsherSession *self, GAsyncResult *result, GError **error);
/* (element-type UsherInvitationItem) The first max that the query finds in the store, whatever is listed. */
void              usher_session_find_async              (UsherSession *self, UsherQuery *query, guint max,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
GPtrArray        *usher_session_find_finish             (UsherSession *self, GAsyncResult *result, GError **error);
/* From the server, with log and link; also written to the store. */
void              usher_session_fetch_invitation_async  (UsherSession *self, const char *id,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
UsherInvitation  *usher_session_fetch_invitation_finish (UsherSession *self, GAsyncResult *result, GError **error);
/* The link: from memory, else from the server. Transfer full; a secret. */
void              usher_session_get_link_async          (UsherSession *self, const char *id,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
char             *usher_session_get_link_finish         (UsherSession *self, GAsyncResult *result, GError **error);
/* (element-type UsherConnection) company_id NULL: all. From the server, else (offline) the store. */
void              usher_session_list_connections_async  (UsherSession *self, const char *company_id,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
GPtrArray        *usher_session_list_connections_finish (UsherSession *self, GAsyncResult *result, GError **error);
/* A company with its sites. */
void              usher_session_fetch_company_async     (UsherSession *self, const char *id,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
UsherCompany     *usher_session_fetch_company_finish    (UsherSession *self, GAsyncResult *result, GError **error);
/* The companies alone, in one request. */
void              usher_session_refresh_companies_async (UsherSession *self, GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
gboolean          usher_session_refresh_companies_finish (UsherSession *self, GAsyncResult *result,
                                                         GError **error);
void              usher_session_ping_async              (UsherSession *self, GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
gboolean          usher_session_ping_finish             (UsherSession *self, GAsyncResult *result,
                                                         JsonNode **answer, GError **error);

/* Journalled (outbox): written down, sent once, closed. On failure the intent stays in
 * get_intents() as refused or unclear. */
void              usher_session_create_async            (UsherSession *self, UsherInvitationDraft *draft,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
UsherInvitation  *usher_session_create_finish           (UsherSession *self, GAsyncResult *result, GError **error);
void              usher_session_resend_async            (UsherSession *self, const char *id,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
UsherInvitation  *usher_session_resend_finish           (UsherSession *self, GAsyncResult *result, GError **error);
void              usher_session_revoke_async            (UsherSession *self, const char *id,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
UsherInvitation  *usher_session_revoke_finish           (UsherSession *self, GAsyncResult *result, GError **error);
void              usher_session_forget_intent_async     (UsherSession *self, UsherIntent *intent,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
gboolean          usher_session_forget_intent_finish    (UsherSession *self, GAsyncResult *result, GError **error);
UsherIntentStanding usher_session_get_standing          (UsherSession *self, UsherIntent *intent);
/* How long mails and revocations wait before they are sent, for whoever thinks better of it. */
void              usher_session_set_hold                (UsherSession *self, guint milliseconds);
/* Whether what an earlier run left queued is sent by itself, when it is not older than an hour. */
void              usher_session_set_resumes             (UsherSession *self, gboolean resumes);
/* FALSE when it is too late. */
gboolean          usher_session_undo                    (UsherSession *self, UsherIntent *intent);
/* The one that was asked for with this cancellable. */
gboolean          usher_session_undo_call               (UsherSession *self, GCancellable *cancellable);
guint             usher_session_get_hold                (UsherSession *self); /* milliseconds */
gboolean          usher_session_undo_for                (UsherSession *self, const char *invitation_id);
gboolean          usher_session_send_now                (UsherSession *self, UsherIntent *intent);
void              usher_session_retry_async             (UsherSession *self, UsherIntent *intent,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
UsherInvitation  *usher_session_retry_finish            (UsherSession *self, GAsyncResult *result, GError **error);
/* invitation_id NULL: none of them. */
void              usher_session_choose_async            (UsherSession *self, UsherIntent *intent,
                                                         const char *invitation_id, GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
gboolean          usher_session_choose_finish           (UsherSession *self, GAsyncResult *result, GError **error);
/* Whom this account has mailed within the last hour: ask first before mailing them again. */
void              usher_session_find_mailed_async       (UsherSession *self, GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
GHashTable       *usher_session_find_mailed_finish      (UsherSession *self, GAsyncResult *result, GError **error);
gint64            usher_session_was_mailed              (GHashTable *mailed, UsherInvitation *invitation);
/* The same for those whom a request mails that was refused, or never sent. */
gint64            usher_session_was_mailed_for          (GHashTable *mailed, UsherIntent *intent);

G_END_DECLS
