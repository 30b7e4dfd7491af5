/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-types.h"

G_BEGIN_DECLS

/* Each enumeration has an UNKNOWN that is not an error: the server may speak values that are newer
 * than this program (contract 3.1, 3.2, 3.7). The object keeps the raw word beside it. */

typedef enum
{
  USHER_INVITATION_KIND_UNKNOWN,
  USHER_INVITATION_KIND_CONTRIBUTOR, /* CREATE_CONNECTION */
  USHER_INVITATION_KIND_RECONNECT,   /* EDIT_CONNECTION */
} UsherInvitationKind;

typedef enum
{
  USHER_INVITATION_STATUS_UNKNOWN,
  USHER_INVITATION_STATUS_ACTIVE,
  USHER_INVITATION_STATUS_EXPIRED,
  USHER_INVITATION_STATUS_REVOKED,
  USHER_INVITATION_STATUS_FULFILLED,
} UsherInvitationStatus;

#define USHER_N_INVITATION_STATUSES 5

typedef enum
{
  USHER_EVENT_KIND_UNKNOWN,
  USHER_EVENT_KIND_CREATED,
  USHER_EVENT_KIND_EMAIL_SENT,
  USHER_EVENT_KIND_EMAIL_RESENT,
  USHER_EVENT_KIND_VIEWED,
  USHER_EVENT_KIND_EMAIL_VERIFIED,
  USHER_EVENT_KIND_USED,
  USHER_EVENT_KIND_REVOKED,
} UsherEventKind;

typedef enum
{
  USHER_CONNECTION_STATUS_UNKNOWN,
  USHER_CONNECTION_STATUS_PENDING,
  USHER_CONNECTION_STATUS_CONNECTED,
  USHER_CONNECTION_STATUS_UNDER_INVESTIGATION,
  USHER_CONNECTION_STATUS_PASSWORD_INCORRECT, /* also INCORRECT_PASSWORD, contract 5.3 */
  USHER_CONNECTION_STATUS_MFA_TOKEN_EXPIRED,
  USHER_CONNECTION_STATUS_NEW_PASSWORD_NEEDED,
  USHER_CONNECTION_STATUS_ADDITIONAL_CREDENTIALS_NEEDED,
  USHER_CONNECTION_STATUS_WEBSITE_DOWN,
  USHER_CONNECTION_STATUS_URL_INACCESSIBLE,
  USHER_CONNECTION_STATUS_NO_ACCOUNTS_FOUND,
  USHER_CONNECTION_STATUS_OTHER_ERROR,
  USHER_CONNECTION_STATUS_COMPANY_INACTIVE,
} UsherConnectionStatus;

/* from_string() and to_string() speak the API's words; get_label() speaks to people, translated. */
UsherInvitationKind   usher_invitation_kind_from_string   (const char *word);
const char           *usher_invitation_kind_to_string     (UsherInvitationKind kind);
const char           *usher_invitation_kind_get_label     (UsherInvitationKind kind);

UsherInvitationStatus usher_invitation_status_from_string (const char *word);
const char           *usher_invitation_status_to_string   (UsherInvitationStatus status);
const char           *usher_invitation_status_get_label   (UsherInvitationStatus status);

UsherEventKind        usher_event_kind_from_string        (const char *word);
const char           *usher_event_kind_to_string          (UsherEventKind kind);
const char           *usher_event_kind_get_label          (UsherEventKind kind);

UsherConnectionStatus usher_connection_status_from_string (const char *word);
const char           *usher_connection_status_to_string   (UsherConnectionStatus status);
const char           *usher_connection_status_get_label   (UsherConnectionStatus status);
gboolean              usher_connection_status_needs_reconnect (UsherConnectionStatus status);

/* "SOME_KIND" -> "Some kind": how a word that this version does not know is shown. */
char                 *usher_humanise_word                 (const char *word);

/* The ten documented utility types, the common ones first (contract 5.2). NULL-terminated. */
const char * const   *usher_utility_types_get_known       (void);
/* A translated label, or a humanised word for an unknown type. */
char                 *usher_utility_type_dup_label        (const char *word);

G_END_DECLS
