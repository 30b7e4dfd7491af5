/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Telling whether an invitation is the one that a create without an answer has made: it must be what the
 * draft asked for, and have been made about when the request was sent. Pure functions. */

#include "session/usher-reconcile.h"

#include "model/usher-prefill.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

/* A Date header has whole seconds, and clocks drift a little between two of them. */
#define EARLY_SLACK (5 * G_TIME_SPAN_SECOND)
/* A request may be on its way for as long as the time-outs allow, and wait for the journal before. */
#define LATE_SLACK (5 * G_TIME_SPAN_MINUTE)
/* The server rounds, and takes the two times at two moments. */
#define LIFETIME_SLACK (5 * G_TIME_SPAN_SECOND)

static int
compare_folded (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
fold_all (const char *const *texts)
{
  GPtrArray *folded = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; texts[i] != NULL; i++)
    {
      g_autofree char *trimmed = g_strstrip (g_strdup (texts[i]));

      if (*trimmed != '\0')
        g_ptr_array_add (folded, g_utf8_casefold (trimmed, -1));
    }
  g_ptr_array_sort (folded, compare_folded);
  for (guint i = folded->len; i > 1; i--)
    if (g_str_equal (folded->pdata[i - 1], folded->pdata[i - 2]))
      g_ptr_array_remove_index (folded, i - 1);
  return folded;
}

/* As sets, without regard to case (contract 13.14). */
static gboolean
are_same_texts (const char *const *a, const char *const *b)
{
  g_autoptr (GPtrArray) a_folded = fold_all (a);
  g_autoptr (GPtrArray) b_folded = fold_all (b);

  if (a_folded->len != b_folded->len)
    return FALSE;
  for (guint i = 0; i < a_folded->len; i++)
    if (!g_str_equal (a_folded->pdata[i], b_folded->pdata[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_same_text (const char *a, const char *b)
{
  const char *const as[] = { a != NULL ? a : "", NULL };
  const char *const bs[] = { b != NULL ? b : "", NULL };

  return are_same_texts (as, bs);
}

static gboolean
is_same_prefill (UsherInvitationDraft *draft, UsherPrefill *prefill)
{
  return is_same_text (usher_invitation_draft_get_url (draft), usher_prefill_get_url (prefill)) &&
         is_same_text (usher_invitation_draft_get_datasource_id (draft),
                       usher_prefill_get_datasource_id (prefill)) &&
         are_same_texts (usher_invitation_draft_get_site_ids (draft),
                         usher_prefill_get_site_ids (prefill)) &&
         are_same_texts (usher_invitation_draft_get_utility_types (draft),
                         usher_prefill_get_utility_types (prefill)) &&
         is_same_text (usher_invitation_draft_get_country (draft),
                       usher_prefill_get_country (prefill)) &&
         is_same_text (usher_invitation_draft_get_owner_email (draft),
                       usher_prefill_get_owner_email (prefill)) &&
         is_same_text (usher_invitation_draft_get_start_date (draft),
                       usher_prefill_get_start_date (prefill));
}

static gboolean
is_same_target (UsherInvitationDraft *draft, UsherInvitation *invitation)
{
  UsherInvitationKind kind = usher_invitation_draft_get_kind (draft);

  if (kind != usher_invitation_get_kind (invitation))
    return FALSE;
  if (kind == USHER_INVITATION_KIND_RECONNECT)
    return is_same_text (usher_invitation_draft_get_connection_id (draft),
                         usher_invitation_get_connection_id (invitation));
  return is_same_text (usher_invitation_draft_get_company_id (draft),
                       usher_invitation_get_company_id (invitation)) &&
         is_same_prefill (draft, usher_invitation_get_prefill (invitation));
}

static gboolean
is_same_lifetime (UsherInvitationDraft *draft, UsherInvitation *invitation)
{
  gint64 expires_in = usher_invitation_draft_get_expires_in (draft);
  gint64 expires_at = usher_invitation_get_expires_at (invitation);
  gint64 lifetime;

  if (expires_in == 0 || expires_at == USHER_TIME_NONE)
    return expires_in == 0 && expires_at == USHER_TIME_NONE;
  if (__builtin_mul_overflow (expires_in, G_USEC_PER_SEC, &expires_in) ||
      __builtin_sub_overflow (expires_at, usher_invitation_get_created_at (invitation), &lifetime))
    return FALSE;
  return lifetime > expires_in - LIFETIME_SLACK && lifetime < expires_in + LIFETIME_SLACK;
}

/* When it left by the server's clock, or none that is known. */
static gint64
get_sent_there (UsherIntent *intent, gint64 clock_offset)
{
  gint64 sent = usher_intent_get_sent_at (intent);

  /* By the server's clock as it was then: ours may have been set since. */
  if (usher_intent_get_clock_offset (intent) != USHER_INTENT_NO_OFFSET)
    clock_offset = usher_intent_get_clock_offset (intent);
  /* A journal of an older version does not tell when it left. */
  if (sent == USHER_TIME_NONE)
    sent = usher_intent_get_created_at (intent);
  return __builtin_add_overflow (sent, clock_offset, &sent) ? USHER_TIME_NONE : sent;
}

static gboolean
was_rejected (UsherIntent *intent, UsherInvitation *invitation)
{
  const char *const *rejected = usher_reconcile_get_rejected (intent);

  return rejected != NULL && g_strv_contains (rejected, usher_invitation_get_id (invitation));
}

/**
 * usher_reconcile_get_rejected:
 * @intent: a create that is unclear
 *
 * Returns: (nullable) (transfer none) (array zero-terminated=1): ids of what the person said that it is none of
 */
const char *const *
usher_reconcile_get_rejected (UsherIntent *intent)
{
  return usher_intent_get_found (intent) != USHER_INTENT_FOUND_SEVERAL ? usher_intent_get_candidates (intent) : NULL;
}

/**
 * usher_reconcile_matches:
 * @intent: a create that is unclear
 * @invitation: one that the server has
 * @clock_offset: the server's clock minus ours, in microseconds
 *
 * Compares what was asked for with what is there, and when: target, allow-list, uses, lifetime, prefill,
 * and the time of its making by the server's clock. What a person said that it is not, it is not.
 *
 * Returns: %TRUE when the one may have made the other
 */
gboolean
usher_reconcile_matches (UsherIntent *intent, UsherInvitation *invitation, gint64 clock_offset)
{
  UsherInvitationDraft *draft = usher_intent_get_draft (intent);
  gint64 made = usher_invitation_get_created_at (invitation);
  gint64 sent = get_sent_there (intent, clock_offset);

  if (draft == NULL || made == USHER_TIME_NONE || sent == USHER_TIME_NONE || was_rejected (intent, invitation))
    return FALSE;
  return made >= sent - EARLY_SLACK && made <= sent + LATE_SLACK &&
         is_same_target (draft, invitation) &&
         are_same_texts (usher_invitation_draft_get_allowed_emails (draft),
                         usher_invitation_get_allowed_emails (invitation)) &&
         usher_invitation_draft_get_max_uses (draft) == usher_invitation_get_max_uses (invitation) &&
         is_same_lifetime (draft, invitation);
}

/**
 * usher_reconcile_is_over:
 * @intent: a create that is unclear
 *
 * Returns: %TRUE when it can no longer turn up: nothing stays on its way for so long
 */
gboolean
usher_reconcile_is_over (UsherIntent *intent)
{
  gint64 sent = usher_intent_get_sent_at (intent);
  gint64 since;

  if (sent == USHER_TIME_NONE)
    sent = usher_intent_get_created_at (intent);
  return __builtin_sub_overflow (usher_time_now (), sent, &since) || since > LATE_SLACK || since < 0;
}

/**
 * usher_reconcile_are_alike:
 * @a: a create
 * @b: another one
 *
 * Returns: %TRUE when both asked for the very same, so that it does not matter which made what
 */
gboolean
usher_reconcile_are_alike (UsherIntent *a, UsherIntent *b)
{
  g_autoptr (JsonNode) a_node = usher_invitation_draft_to_journal (usher_intent_get_draft (a));
  g_autoptr (JsonNode) b_node = usher_invitation_draft_to_journal (usher_intent_get_draft (b));

  return json_node_equal (a_node, b_node);
}

static int
compare_made (gconstpointer a, gconstpointer b)
{
  gint64 a_made = usher_invitation_get_created_at (*(UsherInvitation *const *) a);
  gint64 b_made = usher_invitation_get_created_at (*(UsherInvitation *const *) b);

  return (a_made > b_made) - (a_made < b_made);
}

/* The one of the group that left first, of those that may have made it and have none yet. */
static UsherIntent *
find_first (GPtrArray *group, GHashTable *given, UsherInvitation *invitation, gint64 clock_offset)
{
  UsherIntent *first = NULL;

  for (guint i = 0; i < group->len; i++)
    {
      UsherIntent *intent = g_ptr_array_index (group, i);

      if (!g_hash_table_contains (given, intent) && usher_reconcile_matches (intent, invitation, clock_offset)
          && (first == NULL || get_sent_there (intent, clock_offset) < get_sent_there (first, clock_offset)))
        first = intent;
    }
  return first;
}

/**
 * usher_reconcile_choose:
 * @intent: a create that is unclear
 * @group: (element-type UsherIntent): all unclear creates that ask for the very same, @intent among them
 * @invitations: (element-type UsherInvitation): what the server has and no request has claimed
 * @clock_offset: the server's clock minus ours, in microseconds
 *
 * Which of several requests for the very same made what makes no difference to anybody, but each one can have made only
 * what is not from before it left: were the last invitation given to the first request, the first one would be left,
 * with nobody to know of it. So what was made first goes to who asked first, which leaves out as few as can be, as
 * the times in which they can have been made are all equally long.
 *
 * Returns: (transfer none) (nullable): the one for @intent, or %NULL when it matches none
 */
UsherInvitation *
usher_reconcile_choose (UsherIntent *intent, GPtrArray *group, GPtrArray *invitations, gint64 clock_offset)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GHashTable) given = g_hash_table_new (NULL, NULL);
  UsherInvitation *last = NULL;

  g_ptr_array_extend (sorted, invitations, NULL, NULL);
  g_ptr_array_sort (sorted, compare_made);
  for (guint i = 0; i < sorted->len; i++)
    {
      UsherInvitation *invitation = g_ptr_array_index (sorted, i);
      UsherIntent *first = find_first (group, given, invitation, clock_offset);

      if (first == intent)
        return invitation;
      if (first != NULL)
        g_hash_table_add (given, first);
      if (usher_reconcile_matches (intent, invitation, clock_offset))
        last = invitation;
    }
  /* There are fewer than requests: whose it is does not matter, and it is looked at now. */
  return last;
}
