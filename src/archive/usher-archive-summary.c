/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Adds up rows: counts, the histogram over time, and how far invitations got. One pass; any thread. */

#include "usher-config.h"

#include "archive/usher-archive-summary.h"

#include "model/usher-time.h"

#include <string.h>

#define MAX_BUCKETS 4096

/**
 * usher_archive_summary_ref:
 * @self: a summary
 *
 * Returns: (transfer full): @self
 */
UsherArchiveSummary *
usher_archive_summary_ref (UsherArchiveSummary *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * usher_archive_summary_unref:
 * @self: (transfer full): a summary
 */
void
usher_archive_summary_unref (UsherArchiveSummary *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->kinds);
  g_array_unref (self->recipients);
  g_array_unref (self->companies);
  usher_archive_data_unref (self->data);
  g_free (self->buckets);
  g_free (self);
}

static GArray *
new_counts (void)
{
  return g_array_new (FALSE, FALSE, sizeof (UsherArchiveCount));
}

static void
add_count (GArray *counts, const char *value, const char *name, guint32 n)
{
  UsherArchiveCount count = { value, name, n };

  g_array_append_val (counts, count);
}

static int
compare_counts (gconstpointer a, gconstpointer b)
{
  const UsherArchiveCount *x = a;
  const UsherArchiveCount *y = b;

  if (x->n != y->n)
    return x->n > y->n ? -1 : 1;
  return strcmp (x->name, y->name);
}

/* What one pass over the rows counts, by number. */
typedef struct
{
  guint32 *kinds;       /* (owned) */
  guint32 *recipients;  /* (owned) */
  guint32 *companies;   /* (owned) */
  guint8 *reached;      /* (owned) of each invitation: a bit for each stage */
  guint8 kind_of[256];  /* UsherEventKind of each of the archive's kinds */
} Pass;

static void
pass_init (Pass *pass, UsherArchiveData *data)
{
  pass->kinds = g_new0 (guint32, 256);
  pass->recipients = g_new0 (guint32, (gsize) usher_intern_get_size (data->recipients) + 1);
  pass->companies = g_new0 (guint32, (gsize) data->company_names->len + 1);
  pass->reached = g_malloc0 ((gsize) usher_intern_get_size (data->invitations) + 1);
  for (guint i = 0; i < 256; i++)
    pass->kind_of[i] = (guint8) (i < usher_intern_get_size (data->kinds)
                                     ? usher_event_kind_from_string (usher_intern_get (data->kinds, i, NULL))
                                     : USHER_EVENT_KIND_UNKNOWN);
}

static void
pass_clear (Pass *pass)
{
  g_free (pass->kinds);
  g_free (pass->recipients);
  g_free (pass->companies);
  g_free (pass->reached);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pass, pass_clear)

static guint8
stage_bit (UsherEventKind kind)
{
  switch (kind)
    {
    case USHER_EVENT_KIND_EMAIL_SENT:
    case USHER_EVENT_KIND_EMAIL_RESENT:
      return 1 << USHER_FUNNEL_MAILED;
    case USHER_EVENT_KIND_VIEWED:
      return 1 << USHER_FUNNEL_VIEWED;
    case USHER_EVENT_KIND_EMAIL_VERIFIED:
      return 1 << USHER_FUNNEL_VERIFIED;
    case USHER_EVENT_KIND_USED:
      return 1 << USHER_FUNNEL_USED;
    case USHER_EVENT_KIND_UNKNOWN:
    case USHER_EVENT_KIND_CREATED:
    case USHER_EVENT_KIND_REVOKED:
    default:
      return 0;
    }
}

static void
add_row (UsherArchiveSummary *self, Pass *pass, UsherArchiveData *data, const UsherRow *row)
{
  UsherEventKind kind = pass->kind_of[row->kind];
  guint32 n_invitations = usher_intern_get_size (data->invitations);
  gboolean event = (row->flags & (USHER_ROW_BAD | USHER_ROW_NO_EVENT)) == 0;

  if ((row->flags & USHER_ROW_BAD) != 0)
    self->n_bad++;
  if (event)
    pass->kinds[row->kind]++;
  pass->recipients[MIN (row->recipient, usher_intern_get_size (data->recipients))]++;
  pass->companies[MIN (usher_archive_data_get_company (data, row), data->company_names->len)]++;
  if (row->invitation < n_invitations)
    pass->reached[row->invitation] |= (guint8) ((1 << USHER_FUNNEL_CREATED) | (event ? stage_bit (kind) : 0));
  if (row->time >= self->start)
    {
      guint64 bucket = ((guint64) row->time - (guint64) self->start) / (guint64) self->width;

      if (bucket < self->n_buckets)
        self->buckets[bucket * USHER_N_EVENT_KINDS + (event ? kind : USHER_EVENT_KIND_UNKNOWN)]++;
    }
}

static void
finish (UsherArchiveSummary *self, Pass *pass, UsherArchiveData *data)
{
  g_autofree guint32 *addresses = g_new0 (guint32, (gsize) data->address_names->len + 1);

  for (guint i = 0; i < MIN (usher_intern_get_size (data->kinds), 256); i++)
    if (pass->kinds[i] > 0)
      add_count (self->kinds, usher_intern_get (data->kinds, i, NULL), usher_intern_get (data->kinds, i, NULL),
                 pass->kinds[i]);
  for (guint32 i = 0; i < usher_intern_get_size (data->recipients); i++)
    for (guint32 k = data->address_starts[i]; k < data->address_starts[i + 1]; k++)
      addresses[g_array_index (data->address_ids, guint32, k)] += pass->recipients[i];
  for (guint32 i = 0; i < data->address_names->len; i++)
    if (addresses[i] > 0)
      add_count (self->recipients, g_ptr_array_index (data->address_names, i),
                 g_ptr_array_index (data->address_names, i), addresses[i]);
  for (guint32 i = 0; i < data->company_names->len; i++)
    {
      const char *id = usher_intern_get (data->company_ids, i, NULL);
      const char *name = g_ptr_array_index (data->company_names, i);

      if (pass->companies[i] > 0)
        add_count (self->companies, id, *name != '\0' ? name : id, pass->companies[i]);
    }
  g_array_sort (self->kinds, compare_counts);
  g_array_sort (self->recipients, compare_counts);
  g_array_sort (self->companies, compare_counts);
  for (guint32 i = 0; i < usher_intern_get_size (data->invitations); i++)
    for (guint stage = 0; pass->reached[i] != 0 && stage < USHER_N_FUNNEL_STAGES; stage++)
      self->funnel[stage] += (pass->reached[i] >> stage) & 1;
  self->n_invitations = self->funnel[USHER_FUNNEL_CREATED];
}

/**
 * usher_archive_summary_new:
 * @data: an archive
 * @rows: (nullable) (element-type guint32): the rows, in their order; %NULL for all
 * @from: where the histogram begins, or %USHER_TIME_NONE
 * @to: where it ends, or %USHER_TIME_NONE
 * @n_buckets: how many buckets it has; at most 4096, at least 1
 *
 * Returns: (transfer full): the summary
 */
UsherArchiveSummary *
usher_archive_summary_new (UsherArchiveData *data, GArray *rows, gint64 from, gint64 to, guint n_buckets)
{
  UsherArchiveSummary *self = g_new0 (UsherArchiveSummary, 1);
  g_auto (Pass) pass = { 0 };

  g_atomic_ref_count_init (&self->ref_count);
  self->data = usher_archive_data_ref (data);
  self->kinds = new_counts ();
  self->recipients = new_counts ();
  self->companies = new_counts ();
  self->n_rows = rows != NULL ? rows->len : data->n_rows;
  self->first = self->last = USHER_TIME_NONE;
  if (self->n_rows > 0)
    {
      self->first = data->rows[rows != NULL ? g_array_index (rows, guint32, 0) : 0].time;
      self->last = data->rows[rows != NULL ? g_array_index (rows, guint32, rows->len - 1) : data->n_rows - 1].time;
    }
  self->n_buckets = CLAMP (n_buckets, 1, MAX_BUCKETS);
  self->buckets = g_new0 (guint32, (gsize) self->n_buckets * USHER_N_EVENT_KINDS);
  self->start = from != USHER_TIME_NONE ? from : self->first;
  if (to == USHER_TIME_NONE)
    to = self->last == USHER_TIME_NONE ? self->start : self->last;
  self->width = to > self->start
                    ? (gint64) MIN (((guint64) to - (guint64) self->start) / self->n_buckets + 1, G_MAXINT64)
                    : 1;

  pass_init (&pass, data);
  for (guint32 i = 0; i < self->n_rows; i++)
    {
      guint32 number = rows != NULL ? g_array_index (rows, guint32, i) : i;

      if (number < data->n_rows)
        add_row (self, &pass, data, &data->rows[number]);
    }
  finish (self, &pass, data);
  return self;
}
