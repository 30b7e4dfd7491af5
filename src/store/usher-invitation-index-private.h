/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/usher-invitation-index.h"

G_BEGIN_DECLS

#define USHER_N_SORTS (USHER_SORT_ACTIVITY + 1)

/* A company, or the connection of a reconnect invitation. Number 0 stands for none. */
typedef struct
{
  char *id;          /* (owned) */
  char *search;      /* (owned) folded */
  char *key;         /* (owned) for the collation */
  guint64 words;     /* which words of the running query it has */
} Party;

typedef struct
{
  gint64 row_id;
  gint64 created_at;
  gint64 expires_at;
  gint64 last_event_at;
  gint64 fulfilled_at;
  gint64 use_count;
  char *search;         /* (owned) (nullable) NULL: an empty slot */
  char *recipient_key;  /* (owned) (nullable) made when the list is first sorted by it */
  guint company;
  guint connection;
  guint8 kind;
  guint8 status;
  guint8 is_open;
  guint8 has_log;
  guint8 is_viewed;
} Slot;

struct _UsherInvitationIndex
{
  GArray *slots;            /* (owned) (element-type Slot) */
  guint n_empty;
  /* (owned) (nullable) (element-type guint32) ascending; what changed since, to be merged in */
  GArray *orders[USHER_N_SORTS];
  GArray *dirty[USHER_N_SORTS];
  GByteArray *marks;        /* (owned) a byte a slot, for merging */
  GArray *found;            /* (owned) (element-type gint64) a row id a slot, or 0, for a query */
  GArray *companies;        /* (owned) (element-type Party) */
  GArray *connections;      /* (owned) (element-type Party) */
  GHashTable *company_numbers;    /* (owned) (element-type utf8 guint) keys belong to companies */
  GHashTable *connection_numbers; /* (owned) (element-type utf8 guint) keys belong to connections */
};

static inline Slot *
get_slot (UsherInvitationIndex *self,
          guint                 number)
{
  return &g_array_index (self->slots, Slot, number);
}

/* usher-invitation-order.c */
void    usher_invitation_order_drop     (UsherInvitationIndex *self,
                                         UsherSort             sort);
void    usher_invitation_order_drop_all (UsherInvitationIndex *self);
/* A slot has changed, come or gone. */
void    usher_invitation_order_note     (UsherInvitationIndex *self,
                                         guint32               number);
/* (transfer none) (element-type guint32) Slots in ascending order. */
GArray *usher_invitation_order_ensure   (UsherInvitationIndex *self,
                                         UsherSort             sort);

G_END_DECLS
