/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The API's words and their meaning: one table each, indexed by the enumeration. Words that are
 * newer than this program read as UNKNOWN; whoever shows them keeps the raw word beside. Any
 * thread. */

#include "usher-config.h"

#include "model/usher-enums.h"

#include "model/usher-text.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *word;  /* (nullable) the API's spelling */
  const char *label; /* untranslated, with its context */
} Word;

#define CONTEXT_KIND "invitation kind"
#define CONTEXT_STATUS "invitation status"
#define CONTEXT_EVENT "activity log"
#define CONTEXT_CONNECTION "connection status"
#define CONTEXT_UTILITY "utility type"

static const Word kinds[] = {
  [USHER_INVITATION_KIND_UNKNOWN] = { NULL, NC_("invitation kind", "Unknown") },
  [USHER_INVITATION_KIND_CONTRIBUTOR]
  = { "CREATE_CONNECTION", NC_("invitation kind", "Contributor") },
  [USHER_INVITATION_KIND_RECONNECT] = { "EDIT_CONNECTION", NC_("invitation kind", "Reconnect") },
};

static const Word statuses[] = {
  [USHER_INVITATION_STATUS_UNKNOWN] = { NULL, NC_("invitation status", "Unknown") },
  [USHER_INVITATION_STATUS_ACTIVE] = { "ACTIVE", NC_("invitation status", "Active") },
  [USHER_INVITATION_STATUS_EXPIRED] = { "EXPIRED", NC_("invitation status", "Expired") },
  [USHER_INVITATION_STATUS_REVOKED] = { "REVOKED", NC_("invitation status", "Revoked") },
  [USHER_INVITATION_STATUS_FULFILLED] = { "FULFILLED", NC_("invitation status", "Fulfilled") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (statuses) == USHER_N_INVITATION_STATUSES);

static const Word events[] = {
  [USHER_EVENT_KIND_UNKNOWN] = { NULL, NC_("activity log", "Unknown") },
  [USHER_EVENT_KIND_CREATED] = { "CREATED", NC_("activity log", "Created") },
  [USHER_EVENT_KIND_EMAIL_SENT] = { "EMAIL_SENT", NC_("activity log", "Email sent") },
  [USHER_EVENT_KIND_EMAIL_RESENT] = { "EMAIL_RESENT", NC_("activity log", "Email resent") },
  [USHER_EVENT_KIND_VIEWED] = { "VIEWED", NC_("activity log", "Viewed") },
  [USHER_EVENT_KIND_EMAIL_VERIFIED] = { "EMAIL_VERIFIED", NC_("activity log", "Email verified") },
  [USHER_EVENT_KIND_USED] = { "USED", NC_("activity log", "Used") },
  [USHER_EVENT_KIND_REVOKED] = { "REVOKED", NC_("activity log", "Revoked") },
};

static const Word connections[] = {
  [USHER_CONNECTION_STATUS_UNKNOWN] = { NULL, NC_("connection status", "Unknown") },
  [USHER_CONNECTION_STATUS_PENDING] = { "PENDING", NC_("connection status", "Pending") },
  [USHER_CONNECTION_STATUS_CONNECTED] = { "CONNECTED", NC_("connection status", "Connected") },
  [USHER_CONNECTION_STATUS_UNDER_INVESTIGATION]
  = { "UNDER_INVESTIGATION", NC_("connection status", "Under investigation") },
  [USHER_CONNECTION_STATUS_PASSWORD_INCORRECT]
  = { "PASSWORD_INCORRECT", NC_("connection status", "Password incorrect") },
  [USHER_CONNECTION_STATUS_MFA_TOKEN_EXPIRED] = { "MFA_TOKEN_EXPIRED",
                                                  /* Translators: multi-factor authentication */
                                                  NC_("connection status", "MFA expired") },
  [USHER_CONNECTION_STATUS_NEW_PASSWORD_NEEDED]
  = { "NEW_PASSWORD_NEEDED", NC_("connection status", "New password needed") },
  [USHER_CONNECTION_STATUS_ADDITIONAL_CREDENTIALS_NEEDED] = {
      "ADDITIONAL_CREDENTIALS_NEEDED", NC_("connection status", "Additional credentials needed") },
  [USHER_CONNECTION_STATUS_WEBSITE_DOWN]
  = { "WEBSITE_DOWN", NC_("connection status", "Website down") },
  [USHER_CONNECTION_STATUS_URL_INACCESSIBLE]
  = { "URL_INACCESSIBLE", NC_("connection status", "Address inaccessible") },
  [USHER_CONNECTION_STATUS_NO_ACCOUNTS_FOUND]
  = { "NO_ACCOUNTS_FOUND", NC_("connection status", "No accounts found") },
  [USHER_CONNECTION_STATUS_OTHER_ERROR]
  = { "OTHER_ERROR", NC_("connection status", "Other error") },
  [USHER_CONNECTION_STATUS_COMPANY_INACTIVE]
  = { "COMPANY_INACTIVE", NC_("connection status", "Company inactive") },
};

static const Word utilities[] = {
  { "ELECTRICITY", NC_("utility type", "Electricity") },
  { "GAS", NC_("utility type", "Gas") },
  { "WATER", NC_("utility type", "Water") },
  { "WASTE", NC_("utility type", "Waste") },
  { "FUEL", NC_("utility type", "Fuel") },
  { "SOLAR", NC_("utility type", "Solar") },
  { "SEWER", NC_("utility type", "Sewer") },
  { "STEAM", NC_("utility type", "Steam") },
  { "CHILLED_WATER", NC_("utility type", "Chilled water") },
  { "HOT_WATER", NC_("utility type", "Hot water") },
};

/* 0, which is UNKNOWN in every enumeration, when the word is not in the table. */
static guint
find_word (const Word *table, gsize n, const char *word)
{
  if (word == NULL)
    return 0;
  for (guint i = 0; i < n; i++)
    if (table[i].word != NULL && g_ascii_strcasecmp (table[i].word, word) == 0)
      return i;
  return 0;
}

#define WORD_OF(table, value) \
  ((guint) (value) < G_N_ELEMENTS (table) ? (table)[(guint) (value)].word : NULL)
#define LABEL_OF(table, context, value) \
  g_dpgettext2 (NULL, context,                                                                     \
                (table)[(guint) (value) < G_N_ELEMENTS (table) ? (guint) (value) : 0].label)

/**
 * usher_invitation_kind_from_string:
 * @word: (nullable): an `invitationType` of contract 3.1
 *
 * Returns: its meaning, UNKNOWN for a word that is newer than this program
 */
UsherInvitationKind
usher_invitation_kind_from_string (const char *word)
{
  return (UsherInvitationKind) find_word (kinds, G_N_ELEMENTS (kinds), word);
}

/**
 * usher_invitation_kind_to_string:
 * @kind: a kind
 *
 * Returns: (nullable): the API's word, %NULL for UNKNOWN
 */
const char *
usher_invitation_kind_to_string (UsherInvitationKind kind)
{
  return WORD_OF (kinds, kind);
}

/**
 * usher_invitation_kind_get_label:
 * @kind: a kind
 *
 * Returns: (transfer none): its name for people, translated
 */
const char *
usher_invitation_kind_get_label (UsherInvitationKind kind)
{
  return LABEL_OF (kinds, CONTEXT_KIND, kind);
}

/**
 * usher_invitation_status_from_string:
 * @word: (nullable): a `status` of contract 3.2
 *
 * Returns: its meaning, UNKNOWN for a word that is newer than this program
 */
UsherInvitationStatus
usher_invitation_status_from_string (const char *word)
{
  return (UsherInvitationStatus) find_word (statuses, G_N_ELEMENTS (statuses), word);
}

/**
 * usher_invitation_status_to_string:
 * @status: a status
 *
 * Returns: (nullable): the API's word, %NULL for UNKNOWN
 */
const char *
usher_invitation_status_to_string (UsherInvitationStatus status)
{
  return WORD_OF (statuses, status);
}

/**
 * usher_invitation_status_get_label:
 * @status: a status
 *
 * Returns: (transfer none): its name for people, translated
 */
const char *
usher_invitation_status_get_label (UsherInvitationStatus status)
{
  return LABEL_OF (statuses, CONTEXT_STATUS, status);
}

/**
 * usher_event_kind_from_string:
 * @word: (nullable): an `eventType` of contract 3.7
 *
 * Returns: its meaning, UNKNOWN for a word that is newer than this program
 */
UsherEventKind
usher_event_kind_from_string (const char *word)
{
  return (UsherEventKind) find_word (events, G_N_ELEMENTS (events), word);
}

/**
 * usher_event_kind_to_string:
 * @kind: a kind
 *
 * Returns: (nullable): the API's word, %NULL for UNKNOWN
 */
const char *
usher_event_kind_to_string (UsherEventKind kind)
{
  return WORD_OF (events, kind);
}

/**
 * usher_event_kind_get_label:
 * @kind: a kind
 *
 * Returns: (transfer none): its name for people, translated
 */
const char *
usher_event_kind_get_label (UsherEventKind kind)
{
  return LABEL_OF (events, CONTEXT_EVENT, kind);
}

/**
 * usher_connection_status_from_string:
 * @word: (nullable): a connection's `status`; the sandbox page's INCORRECT_PASSWORD too (contract
 *   5.3)
 *
 * Returns: its meaning, UNKNOWN for a word that is newer than this program
 */
UsherConnectionStatus
usher_connection_status_from_string (const char *word)
{
  if (word != NULL && g_ascii_strcasecmp (word, "INCORRECT_PASSWORD") == 0)
    return USHER_CONNECTION_STATUS_PASSWORD_INCORRECT;
  return (UsherConnectionStatus) find_word (connections, G_N_ELEMENTS (connections), word);
}

/**
 * usher_connection_status_to_string:
 * @status: a status
 *
 * Returns: (nullable): the API's word, %NULL for UNKNOWN
 */
const char *
usher_connection_status_to_string (UsherConnectionStatus status)
{
  return WORD_OF (connections, status);
}

/**
 * usher_connection_status_get_label:
 * @status: a status
 *
 * Returns: (transfer none): its name for people, translated
 */
const char *
usher_connection_status_get_label (UsherConnectionStatus status)
{
  return LABEL_OF (connections, CONTEXT_CONNECTION, status);
}

/**
 * usher_connection_status_needs_reconnect:
 * @status: a status
 *
 * Returns: %TRUE for the group "customer must act" of contract 5.3, which a reconnect invitation
 *   mends
 */
gboolean
usher_connection_status_needs_reconnect (UsherConnectionStatus status)
{
  return status == USHER_CONNECTION_STATUS_PASSWORD_INCORRECT
         || status == USHER_CONNECTION_STATUS_MFA_TOKEN_EXPIRED
         || status == USHER_CONNECTION_STATUS_NEW_PASSWORD_NEEDED
         || status == USHER_CONNECTION_STATUS_ADDITIONAL_CREDENTIALS_NEEDED;
}

/**
 * usher_humanise_word:
 * @word: (nullable): a word of the server, not to be trusted
 *
 * Makes "Some kind" of "SOME_KIND". The result is one line and safe to show.
 *
 * Returns: (transfer full): the word for people, "Unknown" when there is none
 */
char *
usher_humanise_word (const char *word)
{
  g_autofree char *safe = usher_text_dup_safe (word, 80);
  g_autofree char *lower = NULL;
  g_autofree char *first = NULL;
  const char *rest;

  g_strdelimit (safe, "_-", ' ');
  g_strstrip (safe);
  if (*safe == '\0')
    return g_strdup (C_("a word of the server", "Unknown"));

  lower = g_utf8_strdown (safe, -1);
  rest = g_utf8_next_char (lower);
  first = g_utf8_strup (lower, rest - lower);
  return g_strconcat (first, rest, NULL);
}

/**
 * usher_utility_types_get_known:
 *
 * Returns: (transfer none) (array zero-terminated=1): the ten documented types, the common ones
 *   first (contract 5.2)
 */
const char *const *
usher_utility_types_get_known (void)
{
  static const char *words[G_N_ELEMENTS (utilities) + 1];
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (utilities); i++)
        words[i] = utilities[i].word;
      g_once_init_leave (&once, 1);
    }
  return words;
}

/**
 * usher_utility_type_dup_label:
 * @word: (nullable): a utility type
 *
 * Returns: (transfer full): a translated label, or a humanised word for an unknown type
 */
char *
usher_utility_type_dup_label (const char *word)
{
  for (gsize i = 0; word != NULL && i < G_N_ELEMENTS (utilities); i++)
    if (g_ascii_strcasecmp (utilities[i].word, word) == 0)
      return g_strdup (g_dpgettext2 (NULL, CONTEXT_UTILITY, utilities[i].label));
  return usher_humanise_word (word);
}
