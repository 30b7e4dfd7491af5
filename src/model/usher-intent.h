/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-invitation-draft.h"

G_BEGIN_DECLS

/* Something a person asked for that changes the server: written to the journal before it is sent. */

typedef enum
{
  USHER_INTENT_CREATE,
  USHER_INTENT_RESEND,
  USHER_INTENT_REVOKE,
} UsherIntentKind;

typedef enum
{
  USHER_INTENT_QUEUED,  /* written down, not sent */
  USHER_INTENT_SENDING, /* on its way; after a crash this reads as UNCLEAR */
  USHER_INTENT_DONE,
  USHER_INTENT_REFUSED, /* the server said no; nothing happened */
  USHER_INTENT_UNCLEAR, /* sent, but no answer: it may have happened */
} UsherIntentState;

/* What the server had when it was asked about a create without an answer. */
typedef enum
{
  USHER_INTENT_NOT_ASKED,
  USHER_INTENT_FOUND_NOTHING, /* it was not made: it may be sent again */
  USHER_INTENT_FOUND_SEVERAL, /* see get_candidates(): a person must tell */
} UsherIntentFound;

/* The server's clock minus ours was not known. */
#define USHER_INTENT_NO_OFFSET G_MININT64

/* Properties: id, kind, state, message, due-at, elsewhere. The journal is the only one that changes them. */
#define USHER_TYPE_INTENT (usher_intent_get_type ())
G_DECLARE_FINAL_TYPE (UsherIntent, usher_intent, USHER, INTENT, GObject)

UsherIntent          *usher_intent_new_create         (UsherInvitationDraft *draft);
UsherIntent          *usher_intent_new_resend         (const char *invitation_id, const char *summary);
UsherIntent          *usher_intent_new_revoke         (const char *invitation_id, const char *summary);
UsherIntent          *usher_intent_new_from_journal   (const char *id, UsherIntentKind kind,
                                                       UsherIntentState state, gint64 created_at,
                                                       const char *invitation_id, const char *summary,
                                                       const char *message, UsherInvitationDraft *draft);
const char           *usher_intent_get_id             (UsherIntent *self);
UsherIntentKind       usher_intent_get_kind           (UsherIntent *self);
UsherIntentState      usher_intent_get_state          (UsherIntent *self);
gint64                usher_intent_get_created_at     (UsherIntent *self);
/* (nullable) The invitation it is about; for a create, the one that was made. */
const char           *usher_intent_get_invitation_id  (UsherIntent *self);
/* (nullable) Whom it concerns, for people: the recipients. */
const char           *usher_intent_get_summary        (UsherIntent *self);
/* (nullable) Why it failed. */
const char           *usher_intent_get_message        (UsherIntent *self);
UsherInvitationDraft *usher_intent_get_draft          (UsherIntent *self); /* (nullable) */
/* When it is to be sent: held until then for whoever thinks better of it. USHER_TIME_NONE: at once. */
gint64                usher_intent_get_due_at         (UsherIntent *self);
void                  usher_intent_set_due_at         (UsherIntent *self, gint64 due_at);
/* When it left, by our clock, and the server's clock minus ours at that time. */
gint64                usher_intent_get_sent_at        (UsherIntent *self);
gint64                usher_intent_get_clock_offset   (UsherIntent *self);
void                  usher_intent_set_sent           (UsherIntent *self, gint64 sent_at, gint64 clock_offset);
UsherIntentFound      usher_intent_get_found          (UsherIntent *self);
/* (nullable) Ids of the invitations that may be it; later, of those that a person said it is none of. */
const char *const    *usher_intent_get_candidates     (UsherIntent *self);
void                  usher_intent_set_found          (UsherIntent *self, UsherIntentFound found,
                                                       const char *const *candidates);
/* (nullable) Whom it mails: see usher_recipients_to_key(). NULL when it mails nobody. */
const char           *usher_intent_get_mails_to       (UsherIntent *self);
void                  usher_intent_set_mails_to       (UsherIntent *self, const char *key);
/* Another program that is running has it in hand. */
gboolean              usher_intent_get_elsewhere      (UsherIntent *self);
void                  usher_intent_set_elsewhere      (UsherIntent *self, gboolean elsewhere);
/* The same people in another order or case give the same key; NULL for none. */
char                 *usher_recipients_to_key         (const char *const *emails);
void                  usher_intent_set_outcome        (UsherIntent *self, UsherIntentState state,
                                                       const char *invitation_id, const char *message);

G_END_DECLS
