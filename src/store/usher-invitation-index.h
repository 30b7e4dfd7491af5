/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-query.h"

G_BEGIN_DECLS

/* The narrow columns of every invitation, in memory, and the answers to queries over them. */
typedef struct _UsherInvitationIndex UsherInvitationIndex;

/* What the index needs to know of a row. */
typedef struct
{
  gint64 row_id;             /* never used again once the row is gone */
  gint64 created_at;
  gint64 expires_at;         /* or USHER_TIME_NONE: never */
  gint64 last_event_at;      /* or USHER_TIME_NONE */
  gint64 fulfilled_at;       /* or USHER_TIME_NONE: it is not, or nobody knows since when */
  gint64 use_count;
  UsherInvitationKind kind;
  UsherInvitationStatus status;
  gboolean is_open;
  gboolean has_log;          /* its activity log was read at least once */
  guint n_viewed;            /* how often it was opened, by that log */
  const char *company_id;    /* (nullable) */
  const char *connection_id; /* (nullable) */
  const char *search;        /* folded lines: the id, the addresses, then the rest */
} UsherIndexRow;

UsherInvitationIndex *usher_invitation_index_new            (void);
void                  usher_invitation_index_free           (UsherInvitationIndex *self);
void                  usher_invitation_index_put            (UsherInvitationIndex *self,
                                                             const UsherIndexRow  *row);
void                  usher_invitation_index_remove         (UsherInvitationIndex *self,
                                                             gint64                row_id);
void                  usher_invitation_index_set_company    (UsherInvitationIndex *self,
                                                             const char           *company_id,
                                                             const char           *name);
gboolean              usher_invitation_index_set_connection (UsherInvitationIndex *self,
                                                             const char           *connection_id,
                                                             const char           *search);
guint                 usher_invitation_index_get_size       (UsherInvitationIndex *self);
GArray               *usher_invitation_index_query          (UsherInvitationIndex *self,
                                                             UsherQuery           *query,
                                                             GCancellable         *cancellable,
                                                             GError              **error);
void                  usher_invitation_index_count          (UsherInvitationIndex *self,
                                                             const char           *company_id,
                                                             UsherCounts          *counts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherInvitationIndex, usher_invitation_index_free)

G_END_DECLS
