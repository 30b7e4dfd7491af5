/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of a session share. Nothing outside src/session/ includes this. Main thread only. */

#include <libsecret/secret.h>

#include "api/usher-client.h"
#include "session/usher-activity.h"
#include "session/usher-links.h"
#include "session/usher-session.h"
#include "session/usher-sync.h"
#include "session/usher-wake.h"
#include "store/usher-invitation-list.h"
#include "store/usher-journal.h"
#include "store/usher-store.h"

G_BEGIN_DECLS

/* Facts in the store. */
#define USHER_FACT_LAST_SYNC "last-sync"
#define USHER_FACT_NO_RESEND "no-resend" /* the server that said so */

struct _UsherSession
{
  GObject parent_instance;

  /* A view has account, store, list, reading and counts, and of all else what a new object has. */
  UsherSession *shared;          /* (owned) (nullable) what it is a view of */
  UsherAccount *account;         /* (owned) (not nullable) */
  SecretValue *key;              /* (owned) (nullable) */
  UsherClient *client;           /* (owned) (nullable) without a key */
  UsherStore *store;             /* (owned) (not nullable) */
  UsherJournal *journal;         /* (owned) (not nullable) */
  char *unwritable;              /* (owned) (nullable) why nothing can be written down, and so nothing sent */
  UsherInvitationList *list;     /* (owned) (not nullable) */
  GListStore *companies;         /* (owned) (not nullable) (element-type UsherCompany) */
  UsherLinks *links;             /* (owned) (not nullable) */
  UsherSync *sync;               /* (owned) (nullable) without a client */

  UsherSyncState state;
  GError *error;                 /* (owned) (nullable) */
  gint64 last_sync;
  guint n_skipped;               /* unreadable items of the last sync */
  gboolean resend_refused;       /* remembered from an earlier run */
  char *notice;                  /* (owned) (nullable) */
  UsherCounts counts;
  gboolean counting;
  gboolean count_again;

  guint sync_interval;           /* seconds; 0: never */
  guint sync_timer;
  UsherWake *wake;               /* (owned) (nullable) while it syncs by itself */
  UsherActivity *activity;       /* (owned) (not nullable) */
  char *selected;                /* (owned) (nullable) the invitation that the person looks at */
  guint activity_budget;         /* logs to read after a sync */
  GPtrArray *to_read;            /* (owned) (nullable) (element-type utf8) logs still to be read after this one */
  gboolean reading_log;
  GCancellable *reading;         /* (owned) cancelled when the session closes */
  GCancellable *writing;         /* (owned) cancelled when it has waited long enough */
  GHashTable *claimed;           /* (owned) ids of invitations that intents of this run have made */
  GHashTable *settled;           /* (owned) ids of intents that the server was asked about */
  GHashTable *looked_at;         /* (owned) ids of intents that this round has come to */
  gboolean reconciling;
  gboolean look_again;           /* another round, when this one is over */
  GHashTable *awaited;           /* (owned) ids of intents on their way whose answers tell about others */
  GHashTable *round;             /* (owned) ids of intents that were unclear when this round began */
  GHashTable *round_lists;       /* (owned) (element-type utf8 GPtrArray) what companies had in this round */
  GPtrArray *waiting;            /* (owned) (element-type GTask) what is written down and not sent */
  GHashTable *in_hand;           /* (owned) ids of intents that a call of this run is about */
  guint n_sending;
  guint hold_ms;                 /* how long mails and revocations wait; 0: not at all */
  gboolean resumes;

  guint n_busy;                  /* operations that need store or journal to stay open */
  gboolean closed;
  GTask *closing;                /* (owned) (nullable) */
  guint closing_timer;
  guint n_waiting_before;        /* what waited when it was looked at last, while closing */
};

/* (transfer none) What does the work: the session that a view was made of, else itself. */
UsherSession *_usher_session_get_shared       (UsherSession *self);
/* Takes both over. key (nullable). Used by accounts and by the ephemeral opener. */
UsherSession *_usher_session_new              (UsherAccount *account,
                                               SecretValue  *key,
                                               UsherStore   *store,
                                               UsherJournal *journal);
/* Opens the files below dir (NULL: in memory) and then the session. */
void          _usher_session_open_async       (UsherAccount *account, SecretValue *key, const char *dir,
                                               const char *notice, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data);
UsherSession *_usher_session_open_finish      (GAsyncResult *result, GError **error);

/* The person has given another key. */
void          _usher_session_set_key          (UsherSession *self, SecretValue *key);
/* One more line for the person. */
void          _usher_session_add_notice       (UsherSession *self, const char *text);
/* What an answer outside of a sync tells about key and network. */
void          _usher_session_note_result      (UsherSession *self, const GError *error);
void          _usher_session_set_state        (UsherSession *self, UsherSyncState state, const GError *error);
void          _usher_session_set_companies    (UsherSession *self, GPtrArray *companies);
void          _usher_session_set_counts       (UsherSession *self, const UsherCounts *counts);
/* Either may be NULL. */
void          _usher_session_tell_moved_aside (UsherSession *self, const char *store, const char *journal);
void          _usher_session_set_client       (UsherSession *self, UsherClient *client);
void          _usher_session_set_last_sync    (UsherSession *self, gint64 time);
void          _usher_session_set_resend_refused (UsherSession *self, gboolean refused);
void          _usher_session_watch_network    (UsherSession *self);
void          _usher_session_sync_soon        (UsherSession *self);
/* The computer has slept. */
void          _usher_session_note_woken       (gpointer session);
/* slept: (nullable) for tests, as usher_wake_new() wants it. */
void          _usher_session_watch_sleep      (UsherSession *self, guint interval_ms, UsherWakeSlept slept);
/* A new task that keeps the session open until it returns. */
GTask        *_usher_session_begin            (UsherSession *self, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data,
                                               gpointer source_tag, const char *name);
/* (transfer none) Cancelled with the task's own, and when the session closes. Once for a task. */
GCancellable *_usher_session_link_reading     (UsherSession *self, GTask *task);
/* FALSE, with the task's error set, when there is no key or the session was closed. */
gboolean      _usher_session_check_online     (UsherSession *self, GTask *task);

/* Whether a request of ours is known to have made it. */
gboolean      _usher_session_is_claimed       (UsherSession *self, const char *invitation_id);

/* usher-outbox.c: looks at what an earlier run, or an answer that never came, left unclear. */
void          _usher_session_reconcile        (UsherSession *self);
void          _usher_session_reconcile_again  (UsherSession *self);

G_END_DECLS
