/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks through the files themselves, for texts and regular expressions: rows in the order of their files, in
 * blocks, on all processors. Worker threads. */

#include "usher-config.h"

#include "archive/usher-archive-search.h"

#include "archive/usher-line-reader.h"
#include "archive/usher-log-chain.h"
#include "archive/usher-text-finder.h"

#include <glib/gi18n.h>
#include <string.h>

#define ROWS_A_TURN 8192
#define BLOCK (256 * 1024) /* what was read is still near the processor when it is looked through */
#define AHEAD 16           /* rows stand by time: those to come are fetched from memory while others are looked at */
#define BAD_LIMIT (64 * 1024)
#define REGEX_FLAGS (G_REGEX_CASELESS | G_REGEX_MULTILINE | G_REGEX_OPTIMIZE)

typedef struct
{
  UsherArchiveData *data;          /* (not owned) */
  const UsherCondition *condition; /* (not owned) */
  GCancellable *cancellable;       /* (not owned) (nullable) */
  guint8 *matches;                 /* (not owned) */
  UsherTextFinder *finders[8];     /* (owned) */
  GRegex *regexes[8];              /* (owned) each thread its own: matching has scratch space */
  GString *texts[8];               /* (owned) */
  char *buffers[8];                /* (owned) */
  GMutex mutex;
  GError *error;                   /* (mutex mutex) (owned) (nullable) */
} Search;

static gboolean
row_matches (Search *search, guint thread, const UsherRow *row, const char *line, gsize length, const char *hit)
{
  gboolean bad = (row->flags & USHER_ROW_BAD) != 0;
  g_autoptr (GError) error = NULL;
  GString *text = search->texts[thread];
  gboolean found;
  gsize tail = 0;

  /* The chain is not for searching: its letters would make hits that have to be looked at. */
  if ((row->flags & USHER_ROW_CHAINED) != 0 && !bad && length > USHER_CHAIN_TAIL_LENGTH)
    tail = USHER_CHAIN_TAIL_LENGTH;
  if (search->regexes[thread] == NULL)
    return usher_text_finder_matches (search->finders[thread], line, length, tail, hit,
                                      (row->flags & USHER_ROW_NON_ASCII) == 0,
                                      (row->flags & USHER_ROW_USUAL) != 0, bad);
  usher_line_append_values (text, line, length, bad);
  found = g_regex_match_full (search->regexes[thread], text->str, (gssize) text->len, 0, 0, NULL, &error);
  if (error != NULL)
    {
      g_mutex_lock (&search->mutex);
      if (search->error == NULL)
        g_set_error_literal (&search->error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_FILTER,
                             _("This regular expression takes too long. Make it simpler."));
      g_mutex_unlock (&search->mutex);
    }
  return found;
}

/* The line of a row that is longer than a block. */
static gboolean
long_row_matches (Search *search, guint thread, const UsherRow *row)
{
  gboolean bad = (row->flags & USHER_ROW_BAD) != 0;
  gsize length;
  g_autofree char *line = usher_archive_data_read_row (search->data, row, bad ? BAD_LIMIT : USHER_LINE_LIMIT,
                                                       &length);

  const char *hit = line != NULL && search->finders[thread] != NULL
                        ? usher_text_finder_find (search->finders[thread], line, length)
                        : NULL;

  return line != NULL && row_matches (search, thread, row, line, length, hit);
}

/* A block of lines that is looked through as a whole first: most have no hit. */
typedef struct
{
  char *buffer;     /* (not owned) */
  guint64 base;
  gsize filled;
  guint file;
  const char *next; /* (nullable): the next place where a plain line could match; NULL: not looked for */
} Block;

/* Reads from a row on, but not beyond the rows of this turn. FALSE: the file is not what it was. */
static gboolean
read_block (Search *search, Block *block, const UsherRow *row, const UsherRow *last)
{
  gsize wanted = BLOCK;
  gssize n;

  if (last->file == row->file && last->offset >= row->offset)
    wanted = (gsize) MIN (last->offset + last->length - row->offset, BLOCK);
  n = usher_log_source_read (g_ptr_array_index (search->data->sources, row->file), row->offset, block->buffer, wanted);
  block->file = row->file;
  block->base = row->offset;
  block->filled = (gsize) MAX (n, 0);
  block->next = NULL;
  return row->length <= block->filled;
}

/* Where in a line the text stands as it was typed. */
static const char *
find_hit (Search *search, guint thread, Block *block, const UsherRow *row, const char *line)
{
  const char *end = block->buffer + block->filled;

  if (block->next == NULL || block->next < line)
    {
      block->next = usher_text_finder_find (search->finders[thread], line, (gsize) (end - line));
      if (block->next == NULL)
        block->next = end;
    }
  return block->next < line + row->length ? block->next : NULL;
}

static gboolean
line_matches (Search *search, guint thread, Block *block, const UsherRow *row)
{
  const char *line = block->buffer + (row->offset - block->base);
  const char *hit = NULL;

  if (search->finders[thread] != NULL)
    {
      hit = find_hit (search, thread, block, row, line);
      if (hit == NULL && (row->flags & (USHER_ROW_NON_ASCII | USHER_ROW_BAD)) == 0)
        return FALSE;
    }
  return row_matches (search, thread, row, line, row->length, hit);
}

static void
search_rows (guint i, guint thread, gpointer user_data)
{
  Search *search = user_data;
  UsherArchiveData *data = search->data;
  guint32 at = i * ROWS_A_TURN;
  guint32 end = MIN (at + ROWS_A_TURN, data->n_rows);
  const UsherRow *last = &data->rows[data->by_offset[end - 1]];
  Block block = { .buffer = search->buffers[thread], .file = G_MAXUINT };

  for (; at < end; at++)
    {
      guint32 number = data->by_offset[at];
      const UsherRow *row = &data->rows[number];

      if (at + AHEAD < end)
        __builtin_prefetch (&data->rows[data->by_offset[at + AHEAD]]);
      if (at % 1024 == 0 && g_cancellable_is_cancelled (search->cancellable))
        return;
      if (row->length > BLOCK)
        {
          search->matches[number] = (guint8) long_row_matches (search, thread, row);
          continue;
        }
      if ((row->file != block.file || row->offset < block.base
           || row->offset + row->length > block.base + block.filled)
          && !read_block (search, &block, row, last))
        continue; /* the window says that the file is not what it was */
      search->matches[number] = (guint8) line_matches (search, thread, &block, row);
    }
}

static gboolean
prepare (Search *search, GError **error)
{
  const char *text = search->condition->text != NULL ? search->condition->text : "";

  for (guint t = 0; t < usher_parallel_n_threads (); t++)
    {
      if (search->condition->type == USHER_CONDITION_REGEX)
        {
          g_autoptr (GError) local = NULL;

          search->regexes[t] = g_regex_new (text, REGEX_FLAGS, 0, &local);
          if (search->regexes[t] == NULL)
            {
              g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_FILTER,
                           /* Translators: the reason comes from the regular expression library */
                           _("This regular expression cannot be used: %s"), local->message);
              return FALSE;
            }
        }
      else
        {
          search->finders[t] = usher_text_finder_new (text);
        }
      search->texts[t] = g_string_sized_new (1024);
      search->buffers[t] = g_malloc (BLOCK);
    }
  return TRUE;
}

static void
search_clear (Search *search)
{
  for (guint t = 0; t < G_N_ELEMENTS (search->finders); t++)
    {
      g_clear_pointer (&search->finders[t], usher_text_finder_free);
      g_clear_pointer (&search->regexes[t], g_regex_unref);
      if (search->texts[t] != NULL)
        g_string_free (search->texts[t], TRUE);
      g_free (search->buffers[t]);
    }
  g_clear_error (&search->error);
  g_mutex_clear (&search->mutex);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

/**
 * usher_archive_data_search:
 * @data: an archive
 * @condition: a text or a regular expression
 * @cancellable: (nullable): to stop
 * @error: return location: %USHER_ARCHIVE_ERROR_FILTER
 *
 * Returns: (transfer full) (nullable): for each row 1 when it matches, else 0
 */
GBytes *
usher_archive_data_search (UsherArchiveData *data,
                           const UsherCondition *condition,
                           GCancellable *cancellable,
                           GError **error)
{
  g_auto (Search) search = { .data = data, .condition = condition, .cancellable = cancellable };
  g_autofree guint8 *matches = g_malloc0 (MAX (data->n_rows, 1));

  g_mutex_init (&search.mutex);
  search.matches = matches;
  if (!prepare (&search, error))
    return NULL;
  if (!usher_parallel_run ((data->n_rows + ROWS_A_TURN - 1) / ROWS_A_TURN, search_rows, &search, cancellable))
    {
      g_cancellable_set_error_if_cancelled (cancellable, error);
      return NULL;
    }
  if (search.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&search.error));
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&matches), data->n_rows);
}
