/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Applies a filter. What rows have numbers for is decided once for each number, so that a row costs three
 * look-ups; what has to be read is read by usher_archive_data_search() and remembered. Worker threads. */

#include "usher-config.h"

#include "archive/usher-archive-search.h"

#include "model/usher-text.h"
#include "model/usher-time.h"

#include <string.h>

#define MAX_CACHED 6
#define ROWS_A_TURN (128 * 1024)

typedef struct
{
  UsherConditionType type;
  char *text;      /* (owned) */
  GBytes *matches; /* (owned) */
} Cached;

struct _UsherMatchCache
{
  GMutex mutex;
  GQueue entries; /* (mutex mutex) (owned) (element-type Cached) the last used first */
};

static void
cached_free (gpointer data)
{
  Cached *cached = data;

  g_free (cached->text);
  g_bytes_unref (cached->matches);
  g_free (cached);
}

/**
 * usher_match_cache_new:
 *
 * Returns: (transfer full): an empty cache, for one archive
 */
UsherMatchCache *
usher_match_cache_new (void)
{
  UsherMatchCache *self = g_new0 (UsherMatchCache, 1);

  g_mutex_init (&self->mutex);
  g_queue_init (&self->entries);
  return self;
}

/**
 * usher_match_cache_clear:
 * @self: a cache
 *
 * Forgets everything: the rows are others.
 */
void
usher_match_cache_clear (UsherMatchCache *self)
{
  g_mutex_lock (&self->mutex);
  g_queue_clear_full (&self->entries, cached_free);
  g_mutex_unlock (&self->mutex);
}

/**
 * usher_match_cache_free:
 * @self: (nullable) (transfer full): a cache
 */
void
usher_match_cache_free (UsherMatchCache *self)
{
  if (self == NULL)
    return;
  usher_match_cache_clear (self);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static GBytes *
cache_look_up (UsherMatchCache *self, const UsherCondition *condition, gsize size)
{
  GBytes *matches = NULL;

  g_mutex_lock (&self->mutex);
  for (GList *l = self->entries.head; l != NULL && matches == NULL; l = l->next)
    {
      Cached *cached = l->data;

      if (cached->type != condition->type || g_strcmp0 (cached->text, condition->text) != 0
          || g_bytes_get_size (cached->matches) != size)
        continue;
      matches = g_bytes_ref (cached->matches);
      g_queue_unlink (&self->entries, l);
      g_queue_push_head_link (&self->entries, l);
    }
  g_mutex_unlock (&self->mutex);
  return matches;
}

static void
cache_add (UsherMatchCache *self, const UsherCondition *condition, GBytes *matches)
{
  Cached *cached = g_new0 (Cached, 1);

  cached->type = condition->type;
  cached->text = g_strdup (condition->text);
  cached->matches = g_bytes_ref (matches);
  g_mutex_lock (&self->mutex);
  g_queue_push_head (&self->entries, cached);
  if (self->entries.length > MAX_CACHED)
    cached_free (g_queue_pop_tail (&self->entries));
  g_mutex_unlock (&self->mutex);
}

/* A filter, made ready for the rows of an archive. */
typedef struct
{
  UsherArchiveData *data;     /* (not owned) */
  UsherArchiveFilter *filter; /* (not owned) */
  gboolean included[USHER_N_CONDITION_TYPES]; /* there is an including condition of this type */
  guint8 *kinds;        /* (owned) by kind: 1 included, 2 excluded */
  guint8 *recipients;   /* (owned) by recipient, and one more for those without */
  guint8 *companies;    /* (owned) by company, and one more */
  guint8 *invitations;  /* (owned) by invitation, and one more */
  GPtrArray *searches;  /* (owned) (element-type GBytes) */
  GArray *exclude;      /* (owned) (element-type gboolean) of each search */
  GArray **found;       /* (owned) (element-type guint32) of each turn */
} Plan;

#define INCLUDED 1
#define EXCLUDED 2

static void
plan_clear (Plan *plan)
{
  g_free (plan->kinds);
  g_free (plan->recipients);
  g_free (plan->companies);
  g_free (plan->invitations);
  g_clear_pointer (&plan->searches, g_ptr_array_unref);
  g_clear_pointer (&plan->exclude, g_array_unref);
  g_free (plan->found);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static void
mark_recipients (Plan *plan, const char *text, guint8 mark)
{
  UsherArchiveData *data = plan->data;
  g_autofree char *folded = usher_text_fold (text);
  guint32 wanted = usher_intern_find (data->addresses, folded, strlen (folded));

  for (guint32 i = 0; wanted != USHER_INTERN_NONE && i < usher_intern_get_size (data->recipients); i++)
    for (guint32 k = data->address_starts[i]; k < data->address_starts[i + 1]; k++)
      if (g_array_index (data->address_ids, guint32, k) == wanted)
        plan->recipients[i] |= mark;
}

static void
mark_companies (Plan *plan, const char *text, guint8 mark)
{
  UsherArchiveData *data = plan->data;
  g_autofree char *folded = usher_text_fold (text);

  for (guint32 i = 0; i < data->company_names->len; i++)
    {
      g_autofree char *name = usher_text_fold (g_ptr_array_index (data->company_names, i));

      if (strcmp (usher_intern_get (data->company_ids, i, NULL), text) == 0
          || (*folded != '\0' && strcmp (name, folded) == 0))
        plan->companies[i] |= mark;
    }
}

static void
mark_text (UsherIntern *table, guint8 *marks, const char *text, guint8 mark)
{
  gsize length = strlen (text);

  for (guint32 i = 0; i < usher_intern_get_size (table); i++)
    {
      gsize found_length;
      const char *found = usher_intern_get (table, i, &found_length);

      if (found_length == length && memcmp (found, text, length) == 0)
        marks[i] |= mark;
    }
}

static gboolean
add_search (Plan *plan, const UsherCondition *condition, UsherMatchCache *cache, GCancellable *cancellable,
            GError **error)
{
  gboolean exclude = condition->exclude;
  g_autoptr (GBytes) matches = cache != NULL ? cache_look_up (cache, condition, plan->data->n_rows) : NULL;

  if (matches == NULL)
    {
      matches = usher_archive_data_search (plan->data, condition, cancellable, error);
      if (matches == NULL)
        return FALSE;
      if (cache != NULL)
        cache_add (cache, condition, matches);
    }
  g_ptr_array_add (plan->searches, g_steal_pointer (&matches));
  g_array_append_val (plan->exclude, exclude);
  return TRUE;
}

static gboolean
plan_init (Plan *plan, UsherMatchCache *cache, GCancellable *cancellable, GError **error)
{
  UsherArchiveData *data = plan->data;

  plan->kinds = g_malloc0 (MAX (usher_intern_get_size (data->kinds), 256));
  plan->recipients = g_malloc0 ((gsize) usher_intern_get_size (data->recipients) + 1);
  plan->companies = g_malloc0 ((gsize) data->company_names->len + 1);
  plan->invitations = g_malloc0 ((gsize) usher_intern_get_size (data->invitations) + 1);
  plan->searches = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  plan->exclude = g_array_new (FALSE, FALSE, sizeof (gboolean));
  for (guint i = 0; i < usher_archive_filter_get_size (plan->filter); i++)
    {
      const UsherCondition *condition = usher_archive_filter_get (plan->filter, i);
      const char *text = condition->text != NULL ? condition->text : "";
      guint8 mark = condition->exclude ? EXCLUDED : INCLUDED;

      if (!condition->exclude)
        plan->included[condition->type] = TRUE;
      switch (condition->type)
        {
        case USHER_CONDITION_TEXT:
        case USHER_CONDITION_REGEX:
          if (*text != '\0' && !add_search (plan, condition, cache, cancellable, error))
            return FALSE;
          break;
        case USHER_CONDITION_KIND:
          mark_text (data->kinds, plan->kinds, text, mark);
          break;
        case USHER_CONDITION_RECIPIENT:
          mark_recipients (plan, text, mark);
          break;
        case USHER_CONDITION_COMPANY:
          mark_companies (plan, text, mark);
          break;
        case USHER_CONDITION_INVITATION:
          mark_text (data->invitations, plan->invitations, text, mark);
          break;
        case USHER_CONDITION_DATES:
        case USHER_CONDITION_BAD:
        default:
          break;
        }
    }
  return TRUE;
}

static inline gboolean
passes (Plan *plan, UsherConditionType type, guint8 marks)
{
  return (marks & EXCLUDED) == 0 && (!plan->included[type] || (marks & INCLUDED) != 0);
}

static gboolean
passes_others (Plan *plan, const UsherRow *row)
{
  gboolean wanted = !plan->included[USHER_CONDITION_DATES];

  for (guint i = 0; i < usher_archive_filter_get_size (plan->filter); i++)
    {
      const UsherCondition *condition = usher_archive_filter_get (plan->filter, i);
      gboolean matches;

      if (condition->type == USHER_CONDITION_BAD)
        {
          if (((row->flags & USHER_ROW_BAD) != 0) == condition->exclude)
            return FALSE;
        }
      else if (condition->type == USHER_CONDITION_DATES)
        {
          matches = (condition->from == USHER_TIME_NONE || row->time >= condition->from)
                    && (condition->to == USHER_TIME_NONE || row->time < condition->to);
          if (matches && condition->exclude)
            return FALSE;
          wanted |= matches && !condition->exclude;
        }
    }
  return wanted;
}

static void
match_rows (guint i, guint thread, gpointer user_data)
{
  Plan *plan = user_data;
  UsherArchiveData *data = plan->data;
  guint32 n_recipients = usher_intern_get_size (data->recipients);
  guint32 n_invitations = usher_intern_get_size (data->invitations);
  guint32 from = i * ROWS_A_TURN;
  guint32 end = MIN (from + ROWS_A_TURN, data->n_rows);
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint32));
  gboolean others = FALSE;
  gboolean companies = FALSE;

  for (guint k = 0; k < usher_archive_filter_get_size (plan->filter); k++)
    {
      UsherConditionType type = usher_archive_filter_get (plan->filter, k)->type;

      others |= type == USHER_CONDITION_DATES || type == USHER_CONDITION_BAD;
      companies |= type == USHER_CONDITION_COMPANY;
    }
  for (guint32 n = from; n < end; n++)
    {
      const UsherRow *row = &data->rows[n];
      gboolean ok = passes (plan, USHER_CONDITION_KIND, plan->kinds[row->kind]);

      /* A damaged line, or an invitation without events, is of no kind. */
      if ((row->flags & (USHER_ROW_BAD | USHER_ROW_NO_EVENT)) != 0)
        ok = !plan->included[USHER_CONDITION_KIND];
      ok = ok && passes (plan, USHER_CONDITION_RECIPIENT, plan->recipients[MIN (row->recipient, n_recipients)])
           && passes (plan, USHER_CONDITION_INVITATION, plan->invitations[MIN (row->invitation, n_invitations)])
           && (!companies
               || passes (plan, USHER_CONDITION_COMPANY,
                          plan->companies[MIN (usher_archive_data_get_company (data, row),
                                               data->company_names->len)]))
           && (!others || passes_others (plan, row));
      for (guint s = 0; ok && s < plan->searches->len; s++)
        {
          const guint8 *matches = g_bytes_get_data (g_ptr_array_index (plan->searches, s), NULL);

          ok = (matches[n] != 0) != g_array_index (plan->exclude, gboolean, s);
        }
      if (ok)
        g_array_append_val (found, n);
    }
  plan->found[i] = found;
}

/**
 * usher_archive_data_filter:
 * @data: an archive
 * @filter: what to look for
 * @cache: (nullable): what was looked for before
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type guint32): the rows that pass, in the order of time
 */
GArray *
usher_archive_data_filter (UsherArchiveData *data,
                           UsherArchiveFilter *filter,
                           UsherMatchCache *cache,
                           GCancellable *cancellable,
                           GError **error)
{
  g_auto (Plan) plan = { .data = data, .filter = filter };
  guint n_turns = (data->n_rows + ROWS_A_TURN - 1) / ROWS_A_TURN;
  g_autoptr (GArray) rows = NULL;
  gboolean done;
  guint n = 0;

  if (!plan_init (&plan, cache, cancellable, error))
    return NULL;
  plan.found = g_new0 (GArray *, MAX (n_turns, 1));
  done = usher_parallel_run (n_turns, match_rows, &plan, cancellable);
  for (guint i = 0; i < n_turns; i++)
    n += plan.found[i] != NULL ? plan.found[i]->len : 0;
  rows = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n);
  for (guint i = 0; i < n_turns; i++)
    {
      if (plan.found[i] == NULL)
        continue;
      g_array_append_vals (rows, plan.found[i]->data, plan.found[i]->len);
      g_array_unref (plan.found[i]);
    }
  if (!done)
    {
      g_cancellable_set_error_if_cancelled (cancellable, error);
      return NULL;
    }
  return g_steal_pointer (&rows);
}
