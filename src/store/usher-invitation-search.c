/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answers of the index: which rows a query finds, and how many there are of what. On the store's
 * worker thread. */
#include "store/usher-invitation-index-private.h"

#include <string.h>

#include "model/usher-text.h"
#include "model/usher-time.h"

#define MAX_WORDS 64
#define ROWS_PER_LOOK 8192

/* Which of the words each company or connection has, found out once, not for each row. */
static void
find_words (GArray *parties,
            char  **words,
            guint   n_words)
{
  for (guint i = 0; i < parties->len; i++)
    {
      Party *party = &g_array_index (parties, Party, i);

      party->words = 0;
      for (guint w = 0; w < n_words; w++)
        {
          if (strstr (party->search, words[w]) != NULL)
            party->words |= G_GUINT64_CONSTANT (1) << w;
        }
    }
}

static gboolean
has_words (UsherInvitationIndex *self,
           const Slot           *slot,
           char                **words,
           guint                 n_words)
{
  guint64 found = g_array_index (self->companies, Party, slot->company).words |
                  g_array_index (self->connections, Party, slot->connection).words;

  for (guint w = 0; w < n_words; w++)
    {
      if ((found >> w & 1) == 0 && strstr (slot->search, words[w]) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* The words of a folded text, without empty and repeated ones. */
static char **
split_words (const char *text)
{
  g_autofree char *folded = usher_text_fold (text != NULL ? text : "");
  g_auto (GStrv) parts = g_strsplit_set (folded, " \t\r\n\f\v", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; parts[i] != NULL && g_hash_table_size (seen) < MAX_WORDS; i++)
    {
      if (*parts[i] != '\0' && g_hash_table_add (seen, parts[i]))
        g_strv_builder_add (builder, parts[i]);
    }
  return g_strv_builder_end (builder);
}

/* USHER_TIME_NONE, never, is before any moment. */
static gboolean
expires_within (const Slot *slot, gint64 now, GTimeSpan span)
{
  return slot->expires_at > now && slot->expires_at - now <= span;
}

static UsherProgress
get_progress (const Slot *slot, gint64 first_day)
{
  if (slot->status == USHER_INVITATION_STATUS_ACTIVE && slot->use_count == 0)
    return slot->is_viewed ? USHER_PROGRESS_OPENED : USHER_PROGRESS_WAITING;
  /* USHER_TIME_NONE is before any day. */
  if (slot->status == USHER_INVITATION_STATUS_FULFILLED && slot->fulfilled_at >= first_day)
    return USHER_PROGRESS_FULFILLED;
  return USHER_PROGRESS_ANY;
}

/* When each of the last days began here; the last is today. A day is not always of 24 hours. */
static void
get_days (gint64 now, gint64 days[USHER_COUNTS_DAYS])
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime) today = g_date_time_new (zone, g_date_time_get_year (local),
                                                 g_date_time_get_month (local),
                                                 g_date_time_get_day_of_month (local), 0, 0, 0);

  for (guint i = 0; i < USHER_COUNTS_DAYS; i++)
    {
      g_autoptr (GDateTime) day = g_date_time_add_days (today, (int) i + 1 - USHER_COUNTS_DAYS);

      days[i] = g_date_time_to_unix (day) * G_USEC_PER_SEC;
    }
}

/**
 * usher_invitation_index_query:
 * @self: an index
 * @query: which rows, in which order
 * @cancellable: (nullable): what ends it early
 * @error: where to put a #GError
 *
 * Finds rows. Text is taken apart at white space, and a row must have every word of it (the first 64,
 * if it has more) in its id, addresses, provider or company. Rows that the sort holds equal are in the
 * order of their ids; descending is ascending, backwards. What has no recipient, no company name or
 * no expiry comes after all that have one.
 *
 * Returns: (transfer full) (element-type gint64): row ids
 */
GArray *
usher_invitation_index_query (UsherInvitationIndex *self,
                              UsherQuery           *query,
                              GCancellable         *cancellable,
                              GError              **error)
{
  UsherInvitationStatus status = usher_query_get_status (query);
  UsherInvitationKind kind = usher_query_get_kind (query);
  UsherAccess access = usher_query_get_access (query);
  const char *company_id = usher_query_get_company_id (query);
  gint64 expires_before = usher_query_get_expires_before (query);
  GTimeSpan within = usher_query_get_expires_within (query);
  gint64 now = within > 0 ? usher_time_now () : USHER_TIME_NONE;
  UsherProgress progress = usher_query_get_progress (query);
  gint64 days[USHER_COUNTS_DAYS] = { 0 };
  UsherSort sort = CLAMP (usher_query_get_sort (query), 0, USHER_N_SORTS - 1);
  gboolean descending = usher_query_get_descending (query);
  g_auto (GStrv) words = split_words (usher_query_get_text (query));
  guint n_words = g_strv_length (words);
  GArray *order = usher_invitation_order_ensure (self, sort);
  g_autoptr (GArray) rows = NULL;
  guint company = 0, n_found = 0, n_taken = 0;
  gint64 *found;

  if (company_id != NULL)
    {
      company = GPOINTER_TO_UINT (g_hash_table_lookup (self->company_numbers, company_id));
      if (company == 0)
        return g_array_new (FALSE, FALSE, sizeof (gint64));
    }
  if (progress != USHER_PROGRESS_ANY)
    get_days (usher_time_now (), days);
  find_words (self->companies, words, n_words);
  find_words (self->connections, words, n_words);

  /* Once through the slots as they lie in memory, then through the order, which jumps about, but in
   * an array small enough to stay in the processor's cache. */
  g_array_set_size (self->found, self->slots->len + 1);
  found = (gint64 *) self->found->data;
  for (guint i = 0; i < self->slots->len; i++)
    {
      const Slot *slot = get_slot (self, i);

      if (i % ROWS_PER_LOOK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;

      found[i] = 0;
      if (slot->search == NULL ||
          (status != USHER_INVITATION_STATUS_UNKNOWN && slot->status != status) ||
          (kind != USHER_INVITATION_KIND_UNKNOWN && slot->kind != kind) ||
          (access != USHER_ACCESS_ANY && slot->is_open != (access == USHER_ACCESS_OPEN)) ||
          (company != 0 && slot->company != company) ||
          (expires_before != USHER_TIME_NONE &&
           (slot->expires_at == USHER_TIME_NONE || slot->expires_at >= expires_before)) ||
          (within > 0 && !expires_within (slot, now, within)) ||
          (progress != USHER_PROGRESS_ANY && get_progress (slot, days[0]) != progress) ||
          !has_words (self, slot, words, n_words))
        continue;

      found[i] = slot->row_id;
      n_found++;
    }

  rows = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_found);
  g_array_set_size (rows, n_found);
  for (guint i = 0; i < order->len; i++)
    {
      guint32 number = g_array_index (order, guint32, descending ? order->len - 1 - i : i);

      if (found[number] != 0)
        g_array_index (rows, gint64, n_taken++) = found[number];
    }
  g_array_set_size (rows, n_taken);
  return g_steal_pointer (&rows);
}

static void
count_progress (const Slot *slot, const gint64 days[USHER_COUNTS_DAYS], UsherCounts *counts)
{
  guint day = USHER_COUNTS_DAYS - 1;

  switch (get_progress (slot, days[0]))
    {
    case USHER_PROGRESS_WAITING:
      counts->waiting++;
      counts->unread += !slot->has_log;
      break;
    case USHER_PROGRESS_OPENED:
      counts->opened++;
      break;
    case USHER_PROGRESS_FULFILLED:
      while (day > 0 && slot->fulfilled_at < days[day])
        day--;
      counts->fulfilled++;
      counts->fulfilled_by_day[day]++;
      break;
    case USHER_PROGRESS_ANY:
    default:
      break;
    }
}

/**
 * usher_invitation_index_count:
 * @self: an index
 * @company_id: (nullable): of which company; %NULL for all
 * @counts: (out caller-allocates): how many there are of each status
 */
void
usher_invitation_index_count (UsherInvitationIndex *self,
                              const char           *company_id,
                              UsherCounts          *counts)
{
  gint64 now = usher_time_now ();
  gint64 days[USHER_COUNTS_DAYS];
  guint company = 0;

  memset (counts, 0, sizeof *counts);
  get_days (now, days);
  if (company_id != NULL)
    {
      company = GPOINTER_TO_UINT (g_hash_table_lookup (self->company_numbers, company_id));
      if (company == 0)
        return;
    }
  for (guint i = 0; i < self->slots->len; i++)
    {
      const Slot *slot = get_slot (self, i);

      if (slot->search == NULL || (company != 0 && slot->company != company))
        continue;
      counts->total++;
      if (slot->status < USHER_N_INVITATION_STATUSES)
        counts->by_status[slot->status]++;
      count_progress (slot, days, counts);
      counts->expiring += slot->status == USHER_INVITATION_STATUS_ACTIVE &&
                          expires_within (slot, now, USHER_COUNTS_EXPIRING);
    }
}
