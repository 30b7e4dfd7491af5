/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The order of time, for ten million rows in little memory: rows move in place, and only numbers are sorted.
 * Any thread. */

#include "usher-config.h"

#include "archive/usher-archive-data.h"

#include <string.h>

#define DIGIT 11
#define N_BUCKETS (1u << DIGIT)
#define DROPPED G_MAXUINT32

static gboolean
is_sorted (const UsherRow *rows, guint32 n)
{
  for (guint32 i = 1; i < n; i++)
    if (rows[i - 1].time > rows[i].time)
      return FALSE;
  return TRUE;
}

static int
compare_times (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const UsherRow *rows = user_data;
  guint32 i = *(const guint32 *) a;
  guint32 j = *(const guint32 *) b;

  if (rows[i].time != rows[j].time)
    return rows[i].time < rows[j].time ? -1 : 1;
  return i < j ? -1 : i > j;
}

/* The time in the upper half of a word and the row in the lower: least digits first, stable. */
static guint64 *
sort_words (guint64 *words, guint64 *spare, guint32 n, guint64 largest)
{
  for (guint shift = 32; shift < 64 && (largest >> (shift - 32)) != 0; shift += DIGIT)
    {
      guint32 starts[N_BUCKETS] = { 0 };
      guint32 at = 0;
      guint64 *former = words;

      for (guint32 i = 0; i < n; i++)
        starts[(words[i] >> shift) & (N_BUCKETS - 1)]++;
      for (guint b = 0; b < N_BUCKETS; b++)
        {
          guint32 count = starts[b];

          starts[b] = at;
          at += count;
        }
      for (guint32 i = 0; i < n; i++)
        spare[starts[(words[i] >> shift) & (N_BUCKETS - 1)]++] = words[i];
      words = spare;
      spare = former;
    }
  return words;
}

/* Times are whole seconds as a rule, and then 136 years fit. */
static gboolean
sort_by_seconds (const UsherRow *rows, guint32 n, guint32 *order)
{
  g_autofree guint64 *words = NULL;
  g_autofree guint64 *spare = NULL;
  const guint64 *sorted;
  gint64 first = G_MAXINT64;
  gint64 last = G_MININT64;

  for (guint32 i = 0; i < n; i++)
    {
      if (rows[i].time % G_USEC_PER_SEC != 0)
        return FALSE;
      first = MIN (first, rows[i].time);
      last = MAX (last, rows[i].time);
    }
  if ((guint64) last - (guint64) first > (guint64) G_MAXUINT32 * G_USEC_PER_SEC)
    return FALSE;
  words = g_new (guint64, n);
  spare = g_new (guint64, n);
  for (guint32 i = 0; i < n; i++)
    words[i] = ((guint64) (rows[i].time - first) / G_USEC_PER_SEC) << 32 | i;
  sorted = sort_words (words, spare, n, (guint64) (last - first) / G_USEC_PER_SEC);
  for (guint32 i = 0; i < n; i++)
    order[i] = (guint32) sorted[i];
  return TRUE;
}

/* rows[i] becomes the former rows[order[i]]. */
static void
permute (UsherRow *rows, guint32 n, const guint32 *order)
{
  g_autofree guint8 *moved = g_malloc0 (n / 8 + 1);

  for (guint32 i = 0; i < n; i++)
    {
      UsherRow row = rows[i];
      guint32 at = i;

      if ((moved[i / 8] & (1 << (i % 8))) != 0)
        continue;
      while (order[at] != i)
        {
          rows[at] = rows[order[at]];
          moved[at / 8] |= (guint8) (1 << (at % 8));
          at = order[at];
        }
      rows[at] = row;
      moved[at / 8] |= (guint8) (1 << (at % 8));
    }
}

static gboolean
is_same_event (const UsherRow *a, const UsherRow *b)
{
  return a->key == b->key && a->invitation == b->invitation && a->kind == b->kind
         && ((a->flags | b->flags) & USHER_ROW_BAD) == 0
         && ((a->flags ^ b->flags) & USHER_ROW_NO_EVENT) == 0;
}

/* The same event in several files stays once. A file that has it several times (events without an id, in the
 * same second) keeps them all: from those files the one with the most counts. */
static void
fold_event (const UsherRow *rows, guint32 first, guint32 end, guint32 *order)
{
  guint best_file = rows[first].file;
  guint best = 0;

  for (guint32 i = first; i < end; i++)
    {
      guint n = 0;

      if (order[i] == DROPPED || !is_same_event (&rows[first], &rows[i]))
        continue;
      for (guint32 j = i; j < end; j++)
        n += order[j] != DROPPED && rows[j].file == rows[i].file && is_same_event (&rows[first], &rows[j]);
      if (n > best)
        {
          best = n;
          best_file = rows[i].file;
        }
      if (end - first > 64)
        break; /* thousands in one second: the first file's */
    }
  for (guint32 i = first; i < end; i++)
    if (order[i] != DROPPED && rows[i].file != best_file && is_same_event (&rows[first], &rows[i]))
      order[i] = DROPPED;
}

static guint32
fold (UsherRow *rows, guint32 n, guint32 *order)
{
  guint32 left = 0;

  for (guint32 first = 0, end; first < n; first = end)
    {
      for (end = first + 1; end < n && rows[end].time == rows[first].time; end++)
        ;
      for (guint32 i = first; end - first > 1 && i < end; i++)
        if (order[i] != DROPPED)
          fold_event (rows, i, MIN (end, i + 4096), order);
    }
  for (guint32 i = 0; i < n; i++)
    if (order[i] != DROPPED)
      {
        rows[left] = rows[i];
        order[left++] = order[i];
      }
  return left;
}

/**
 * usher_rows_sort:
 * @rows: rows in the order of their files; become rows in the order of time
 * @n: how many
 * @fold_duplicates: leave out what several files have
 * @by_offset: (out caller-allocates): @n numbers; the rows in the order of their files
 *
 * Rows of the same time keep their order.
 *
 * Returns: how many rows, and numbers, are left
 */
guint32
usher_rows_sort (UsherRow *rows, guint32 n, gboolean fold_duplicates, guint32 *by_offset)
{
  g_autofree guint32 *order = g_new (guint32, MAX (n, 1));
  g_autofree guint32 *place = NULL;
  guint32 left = n;
  guint32 at = 0;

  for (guint32 i = 0; i < n; i++)
    order[i] = i;
  if (!is_sorted (rows, n))
    {
      if (!sort_by_seconds (rows, n, order))
        g_qsort_with_data (order, (int) MIN (n, G_MAXINT), sizeof (guint32), compare_times, rows);
      permute (rows, n, order);
    }
  if (fold_duplicates)
    left = fold (rows, n, order);

  place = g_new (guint32, MAX (n, 1));
  memset (place, 0xff, (gsize) n * sizeof (guint32));
  for (guint32 i = 0; i < left; i++)
    place[order[i]] = i;
  for (guint32 i = 0; i < n; i++)
    if (place[i] != DROPPED)
      by_offset[at++] = place[i];
  return left;
}
