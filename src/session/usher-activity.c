/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Choosing the logs that are worth a request. An invitation that is about to expire is the one that somebody
 * may still have to be reminded of; beyond those, all have their turn, the longest unseen first. Main
 * thread. */

#include "session/usher-activity.h"

#include "model/usher-time.h"

/* Sooner than this is soon. */
#define SOON (2 * G_TIME_SPAN_DAY)
/* What was read so short a time ago is not read again, whatever it is. */
#define FRESH (2 * G_TIME_SPAN_MINUTE)

struct _UsherActivity
{
  GHashTable *active; /* (owned) (element-type utf8 gint64) ids, and when each expires */
  GHashTable *seen;   /* (owned) (element-type utf8 gint64) ids, and when each was read */
};

typedef struct
{
  const char *id; /* (unowned) */
  gboolean selected;
  gboolean soon;
  gint64 expires_at;
  gint64 seen_at; /* G_MININT64: never in this run */
} Candidate;

/**
 * usher_activity_new:
 *
 * Returns: (transfer full): a chooser that knows of nothing
 */
UsherActivity *
usher_activity_new (void)
{
  UsherActivity *self = g_new0 (UsherActivity, 1);

  self->active = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * usher_activity_free:
 * @self: (transfer full): a chooser
 */
void
usher_activity_free (UsherActivity *self)
{
  g_hash_table_unref (self->active);
  g_hash_table_unref (self->seen);
  g_free (self);
}

/**
 * usher_activity_begin:
 * @self: a chooser
 */
void
usher_activity_begin (UsherActivity *self)
{
  g_hash_table_remove_all (self->active);
}

static void
put (GHashTable *table, const char *id, gint64 time)
{
  g_hash_table_replace (table, g_strdup (id), g_memdup2 (&time, sizeof time));
}

/**
 * usher_activity_note:
 * @self: a chooser
 * @invitations: (element-type UsherInvitation): what a list has
 */
void
usher_activity_note (UsherActivity *self, GPtrArray *invitations)
{
  for (guint i = 0; i < invitations->len; i++)
    {
      UsherInvitation *invitation = g_ptr_array_index (invitations, i);

      if (usher_invitation_get_status (invitation) == USHER_INVITATION_STATUS_ACTIVE)
        put (self->active, usher_invitation_get_id (invitation), usher_invitation_get_expires_at (invitation));
    }
}

/**
 * usher_activity_seen:
 * @self: a chooser
 * @id: an invitation
 * @now: when its log was read, in microseconds of any clock that goes on
 */
void
usher_activity_seen (UsherActivity *self, const char *id, gint64 now)
{
  put (self->seen, id, now);
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *one = a;
  const Candidate *other = b;

  if (one->selected != other->selected)
    return one->selected ? -1 : 1;
  if (one->soon != other->soon)
    return one->soon ? -1 : 1;
  if (one->seen_at != other->seen_at)
    return one->seen_at < other->seen_at ? -1 : 1;
  if (one->expires_at != other->expires_at)
    return one->expires_at < other->expires_at ? -1 : 1;
  return g_strcmp0 (one->id, other->id);
}

/**
 * usher_activity_choose:
 * @self: a chooser
 * @selected: (nullable): the one that the person looks at
 * @now: as for usher_activity_seen(), which must be real time, as expiries are
 * @budget: how many at most
 *
 * Among those that expire soon, too, the one that was looked at longest ago comes first, so that a budget that is
 * too small for all of them reaches each in its turn.
 *
 * Returns: (transfer full) (element-type utf8): ids, in the order to read them
 */
GPtrArray *
usher_activity_choose (UsherActivity *self, const char *selected, gint64 now, guint budget)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, TRUE, sizeof (Candidate));
  GPtrArray *chosen = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer id;
  gpointer expires_at;

  g_hash_table_iter_init (&iter, self->active);
  while (g_hash_table_iter_next (&iter, &id, &expires_at))
    {
      gint64 *seen_at = g_hash_table_lookup (self->seen, id);
      Candidate candidate = { .id = id, .expires_at = *(gint64 *) expires_at, .seen_at = G_MININT64 };

      if (seen_at != NULL)
        candidate.seen_at = *seen_at;
      if (seen_at != NULL && now - *seen_at < FRESH && now >= *seen_at)
        continue;
      candidate.selected = g_strcmp0 (selected, id) == 0;
      candidate.soon = candidate.expires_at != USHER_TIME_NONE && candidate.expires_at < now + SOON;
      if (candidate.expires_at == USHER_TIME_NONE)
        candidate.expires_at = G_MAXINT64;
      g_array_append_val (candidates, candidate);
    }
  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < MIN (candidates->len, budget); i++)
    g_ptr_array_add (chosen, g_strdup (g_array_index (candidates, Candidate, i).id));
  return chosen;
}
