/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks at every line of a file once: what is in it, for filters and sorting, and whether it follows from the
 * line before. The text is cut into segments that threads take in turn; since a line carries the
 * chain value that the next one is made from, the chain is checked in segments, too. Worker threads. */

#include "usher-config.h"

#include "archive/usher-file-index.h"

#include "archive/usher-chain-check.h"
#include "archive/usher-line-reader.h"
#include "archive/usher-log-chain.h"
#include "archive/usher-log-line.h"
#include "model/usher-enums.h"
#include "model/usher-time.h"

#include <glib/gi18n.h>
#include <string.h>

#define SEGMENT (4 * 1024 * 1024)
#define NO_LINE G_MAXUINT64
#define KEY_SEED 1 /* a fixed one: keys are kept */

/* The tables of one thread. */
typedef struct
{
  UsherIntern *kinds;       /* (owned) */
  UsherIntern *recipients;  /* (owned) */
  UsherIntern *invitations; /* (owned) */
  UsherIntern *companies;   /* (owned) */
  GArray *company_of;       /* (owned) */
  /* Events of an invitation come in a row: what the last line had is looked at first. */
  GString *last_recipient;  /* (owned) */
  guint32 last_recipient_id;
  GString *last_invitation; /* (owned) */
  guint32 last_invitation_id;
  UsherFactsCache facts;
  UsherChainCheck *check;   /* (owned) (nullable) where there is a chain */
  GString *scratch;         /* (owned) */
} Tables;

/* What one segment yields. */
typedef struct
{
  guint64 start;
  guint64 end;
  GArray *rows;      /* (owned) */
  guint thread;      /* whose tables the rows speak of */
  guint64 n_lines;
  guint64 n_events;
  guint64 n_bad;
  guint64 broken;    /* the first line that does not follow, counted from 0; or NO_LINE */
  gboolean broken_is_last; /* it is also the unfinished last line of the text */
  gboolean ended;    /* the last line is a closing line, and complete */
  guint64 end_events;
  guint8 chain[USHER_CHAIN_SIZE]; /* after the last line */
  gboolean unfinished;
  gboolean failed;
} Segment;

typedef struct
{
  UsherLogSource *source; /* (not owned) */
  GCancellable *cancellable; /* (not owned) (nullable) */
  Segment *segments;
  guint n_segments;
  Tables tables[8];
  gboolean chained; /* there is a chain to check */
  UsherIndexProgress progress;
  gpointer user_data;
  guint64 total;
  gint n_done; /* (atomic) */
} Job;

static void
tables_init (Tables *tables)
{
  tables->kinds = usher_intern_new ();
  tables->recipients = usher_intern_new ();
  tables->invitations = usher_intern_new ();
  tables->companies = usher_intern_new ();
  tables->company_of = g_array_new (FALSE, FALSE, sizeof (guint32));
  tables->last_recipient = g_string_new (NULL);
  tables->last_recipient_id = USHER_INTERN_NONE;
  tables->last_invitation = g_string_new (NULL);
  tables->last_invitation_id = USHER_INTERN_NONE;
  tables->scratch = g_string_new (NULL);
  for (guint kind = 0; kind <= USHER_EVENT_KIND_REVOKED; kind++)
    {
      const char *word = kind == 0 ? "" : usher_event_kind_to_string (kind);

      usher_intern_add (tables->kinds, word, strlen (word));
    }
}

static void
tables_clear (Tables *tables)
{
  g_clear_pointer (&tables->kinds, usher_intern_free);
  g_clear_pointer (&tables->recipients, usher_intern_free);
  g_clear_pointer (&tables->invitations, usher_intern_free);
  g_clear_pointer (&tables->companies, usher_intern_free);
  g_clear_pointer (&tables->company_of, g_array_unref);
  if (tables->last_recipient != NULL)
    g_string_free (tables->last_recipient, TRUE);
  if (tables->last_invitation != NULL)
    g_string_free (tables->last_invitation, TRUE);
  if (tables->scratch != NULL)
    g_string_free (tables->scratch, TRUE);
  tables->last_recipient = tables->last_invitation = tables->scratch = NULL;
  usher_facts_cache_clear (&tables->facts);
  g_clear_pointer (&tables->check, usher_chain_check_free);
}

static const char *
plain (const UsherSlice *slice, gsize *length, char **owned)
{
  *length = slice->length;
  /* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): a slice with a length points into its line */
  if (slice->length == 0 || memchr (slice->data, '\\', slice->length) == NULL)
    return slice->length > 0 ? slice->data : "";
  return *owned = usher_json_unescape (slice, length);
}

static guint32
add_slice (UsherIntern *table, const UsherSlice *slice)
{
  g_autofree char *owned = NULL;
  gsize length;
  const char *text = plain (slice, &length, &owned);

  return usher_intern_add (table, text, length);
}

static guint32
add_recipient (Tables *tables, const UsherSlice *email)
{
  GString *last = tables->last_recipient;

  if (tables->last_recipient_id != USHER_INTERN_NONE && email->length == last->len
      && memcmp (last->str, email->data, last->len) == 0)
    return tables->last_recipient_id;
  tables->last_recipient_id = add_slice (tables->recipients, email);
  g_string_truncate (last, 0);
  g_string_append_len (last, email->data, (gssize) email->length);
  return tables->last_recipient_id;
}

static guint32
add_company (Tables *tables, const UsherLogLine *line)
{
  g_autofree char *owned_id = NULL;
  g_autofree char *owned_name = NULL;
  gsize id_length;
  gsize name_length;
  const char *id = plain (&line->company_id, &id_length, &owned_id);
  const char *name = plain (&line->company, &name_length, &owned_name);

  g_string_truncate (tables->scratch, 0);
  g_string_append_len (tables->scratch, id, (gssize) id_length);
  g_string_append_c (tables->scratch, '\t');
  g_string_append_len (tables->scratch, name, (gssize) name_length);
  return usher_intern_add (tables->companies, tables->scratch->str, tables->scratch->len);
}

static guint32
add_invitation (Tables *tables, const UsherLogLine *line)
{
  const UsherSlice *id = &line->invitation_id;
  guint32 number;

  if (tables->last_invitation_id != USHER_INTERN_NONE && id->length == tables->last_invitation->len
      && memcmp (tables->last_invitation->str, id->data != NULL ? id->data : "", id->length) == 0)
    return tables->last_invitation_id;
  number = add_slice (tables->invitations, id);
  if (number != USHER_INTERN_NONE && number == tables->company_of->len)
    {
      guint32 company = add_company (tables, line);

      g_array_append_val (tables->company_of, company);
    }
  g_string_truncate (tables->last_invitation, 0);
  if (id->length > 0)
    g_string_append_len (tables->last_invitation, id->data, (gssize) id->length);
  tables->last_invitation_id = number;
  return number;
}

/* An event with an id is that id's; another is what it says. */
static guint64
make_key (const UsherLogLine *line)
{
  guint64 key = usher_hash (line->invitation_id.data, line->invitation_id.length, KEY_SEED);

  if (line->event_id.length > 0)
    return usher_hash (line->event_id.data, line->event_id.length, key);
  key = usher_hash (line->kind.data, line->kind.length, key ^ (guint64) line->when);
  return usher_hash (line->email.data, line->email.length, key);
}

static void
add_row (Segment *segment, Tables *tables, const UsherLine *text, const UsherLogLine *line, gboolean chained)
{
  UsherRow row = {
    .offset = text->offset,
    .time = line->when,
    .length = (guint32) MIN (text->size, G_MAXUINT32),
    .invitation = USHER_INTERN_NONE,
    .recipient = USHER_INTERN_NONE,
  };

  row.flags = (guint8) ((line->non_ascii ? USHER_ROW_NON_ASCII : 0) | (chained ? USHER_ROW_CHAINED : 0)
                        | (line->usual && line->n_chains == (chained ? 1 : 0) ? USHER_ROW_USUAL : 0)
                        | (line->when == USHER_TIME_NONE ? USHER_ROW_NO_TIME : 0));
  if (line->type == USHER_LINE_EVENT || line->type == USHER_LINE_FACTS)
    {
      guint32 kind = line->type == USHER_LINE_EVENT ? add_slice (tables->kinds, &line->kind) : 0;

      row.kind = (guint8) MIN (kind, 255);
      row.invitation = add_invitation (tables, line);
      row.key = make_key (line);
      if (line->email.length > 0)
        row.recipient = add_recipient (tables, &line->email);
      else if (line->allowed_emails.length > 2)
        row.recipient = usher_intern_add (tables->recipients, line->allowed_emails.data,
                                          line->allowed_emails.length);
    }
  if (line->type == USHER_LINE_EVENT)
    {
      segment->n_events++;
    }
  else if (line->type == USHER_LINE_FACTS)
    {
      row.flags |= USHER_ROW_NO_EVENT;
    }
  else
    {
      row.flags |= USHER_ROW_BAD;
      segment->n_bad++;
    }
  g_array_append_val (segment->rows, row);
}

/* The value that the line before the segment claims: the segment before looks whether it is right. */
static void
read_former_chain (Job *job, Segment *segment, guint8 chain[USHER_CHAIN_SIZE])
{
  char tail[USHER_CHAIN_TAIL_LENGTH + 2];
  gsize body;

  memset (chain, 0, USHER_CHAIN_SIZE);
  if (segment->start < job->source->start + sizeof tail)
    return;
  if (usher_log_source_read (job->source, segment->start - sizeof tail, tail, sizeof tail)
      == (gssize) sizeof tail)
    usher_chain_split (tail, sizeof tail - 1, &body, chain);
}

/* Whether a line is where it may be; that it follows from the one before is looked at with others. */
static void
check_line (Job *job, Segment *segment, Tables *tables, const UsherLine *text, const UsherLogLine *line)
{
  gboolean first = text->offset == job->source->start;
  guint8 claimed[USHER_CHAIN_SIZE];
  gsize body;

  if (!segment->ended && text->terminated && !text->too_long && (line->type == USHER_LINE_HEADER) == first
      && usher_chain_split (text->data, text->length, &body, claimed))
    {
      usher_chain_check_add (tables->check, segment->chain, text->data, body, claimed, segment->n_lines);
      memcpy (segment->chain, claimed, USHER_CHAIN_SIZE);
    }
  else
    {
      segment->broken = segment->n_lines;
      segment->broken_is_last = !text->terminated;
    }
  segment->ended = line->type == USHER_LINE_END && text->terminated;
  segment->end_events = usher_slice_to_uint (&line->n_events);
}

static void
finish_check (Segment *segment, Tables *tables)
{
  guint64 broken = usher_chain_check_finish (tables->check);

  if (broken >= segment->broken)
    return;
  segment->broken = broken;
  segment->broken_is_last = FALSE;
}

static void
index_segment (guint i, guint thread, gpointer user_data)
{
  Job *job = user_data;
  Segment *segment = &job->segments[i];
  Tables *tables = &job->tables[thread];
  g_auto (UsherLineReader) reader = { 0 };
  UsherLine text;
  guint n_done;

  segment->rows = g_array_sized_new (FALSE, FALSE, sizeof (UsherRow),
                                     (guint) ((segment->end - segment->start) / 400 + 1));
  segment->thread = thread;
  segment->broken = NO_LINE;
  if (job->chained)
    read_former_chain (job, segment, segment->chain);
  if (job->chained && tables->check == NULL)
    tables->check = usher_chain_check_new ();
  usher_line_reader_init (&reader, job->source, segment->start, segment->end);
  while (usher_line_reader_next (&reader, &text))
    {
      UsherLogLine line;
      gboolean split;
      gsize body;

      if (segment->n_lines % 1024 == 0 && g_cancellable_is_cancelled (job->cancellable))
        return;
      split = !text.too_long && usher_chain_find (text.data, text.length, &body);
      usher_log_line_parse (&line, text.data, text.too_long ? 0 : text.length, &tables->facts);
      if (job->chained && segment->broken == NO_LINE)
        check_line (job, segment, tables, &text, &line);
      segment->unfinished = !text.terminated;
      segment->n_lines++;
      if (line.type == USHER_LINE_HEADER || line.type == USHER_LINE_END
          || (line.type == USHER_LINE_BAD && (text.size == 0 || (text.size == 1 && *text.data == '\r'))))
        continue;
      add_row (segment, tables, &text, &line, split);
    }
  segment->failed = reader.failed;
  if (job->chained)
    finish_check (segment, tables);

  n_done = (guint) g_atomic_int_add (&job->n_done, 1) + 1;
  if (job->progress != NULL)
    job->progress (job->total * n_done / job->n_segments, job->total, job->user_data);
}

static void
plan_segments (Job *job, guint64 limit)
{
  UsherLogSource *source = job->source;
  guint64 end = limit > 0 ? MIN (source->size, source->start + limit) : source->size;
  g_autoptr (GArray) segments = g_array_new (FALSE, TRUE, sizeof (Segment));
  guint64 at = source->start;

  while (at < end)
    {
      Segment segment = { .start = at };

      at = at + SEGMENT >= end ? end : usher_line_find_next (source, at + SEGMENT);
      segment.end = MIN (at, end);
      g_array_append_val (segments, segment);
    }
  job->n_segments = segments->len;
  job->segments = (Segment *) (gpointer) g_array_free (g_steal_pointer (&segments), FALSE);
  job->total = end - source->start;
}

/* The tables of the first thread become those of the file; the others are added. */
static void
merge_tables (Job *job, UsherFileIndex *index)
{
  Tables *base = &job->tables[0];
  guint n_threads = usher_parallel_n_threads ();
  guint32 *kinds[8] = { NULL };
  guint32 *recipients[8] = { NULL };
  guint32 *invitations[8] = { NULL };

  for (guint t = 1; t < n_threads; t++)
    {
      Tables *other = &job->tables[t];
      g_autofree guint32 *companies = usher_intern_merge (base->companies, other->companies);

      kinds[t] = usher_intern_merge (base->kinds, other->kinds);
      recipients[t] = usher_intern_merge (base->recipients, other->recipients);
      invitations[t] = usher_intern_merge (base->invitations, other->invitations);
      for (guint i = 0; i < other->company_of->len; i++)
        if (invitations[t][i] == base->company_of->len)
          g_array_append_val (base->company_of, companies[g_array_index (other->company_of, guint32, i)]);
      tables_clear (other);
    }
  for (guint i = 0; i < job->n_segments; i++)
    {
      Segment *segment = &job->segments[i];
      guint t = segment->thread;

      for (guint r = 0; t > 0 && segment->rows != NULL && r < segment->rows->len; r++)
        {
          UsherRow *row = &g_array_index (segment->rows, UsherRow, r);

          row->kind = (guint8) (row->kind == 255 ? 255 : MIN (kinds[t][row->kind], 255));
          if (row->invitation != USHER_INTERN_NONE)
            row->invitation = invitations[t][row->invitation];
          if (row->recipient != USHER_INTERN_NONE)
            row->recipient = recipients[t][row->recipient];
        }
    }
  for (guint t = 1; t < n_threads; t++)
    {
      g_free (kinds[t]);
      g_free (recipients[t]);
      g_free (invitations[t]);
    }
  index->kinds = g_steal_pointer (&base->kinds);
  index->recipients = g_steal_pointer (&base->recipients);
  index->invitations = g_steal_pointer (&base->invitations);
  index->companies = g_steal_pointer (&base->companies);
  index->company_of = g_steal_pointer (&base->company_of);
}

static void
judge (Job *job, UsherVerification *verification)
{
  UsherLogSource *source = job->source;
  gboolean cut = source->damaged || job->n_segments == 0;

  verification->verdict = USHER_VERDICT_WHOLE;
  for (guint i = 0; i < job->n_segments; i++)
    {
      Segment *segment = &job->segments[i];
      gboolean last = i + 1 == job->n_segments;

      if (segment->broken != NO_LINE && verification->verdict == USHER_VERDICT_WHOLE)
        {
          verification->verdict = last && segment->broken_is_last ? USHER_VERDICT_CUT_SHORT : USHER_VERDICT_EDITED;
          verification->line = verification->n_lines + segment->broken + 1;
        }
      verification->n_lines += segment->n_lines;
      verification->n_events += segment->n_events;
      verification->n_bad += segment->n_bad;
      /* A closing line that others follow, just where a segment ends. */
      if (!last && segment->ended && verification->verdict == USHER_VERDICT_WHOLE)
        {
          verification->verdict = USHER_VERDICT_EDITED;
          verification->line = verification->n_lines + 1;
        }
      if (last)
        cut |= !segment->ended || segment->unfinished;
    }
  if (!job->chained)
    {
      verification->verdict = USHER_VERDICT_NOT_VERIFIABLE;
      verification->line = 0;
      return;
    }
  if (verification->verdict == USHER_VERDICT_WHOLE && cut)
    verification->verdict = USHER_VERDICT_CUT_SHORT;
  if (verification->verdict == USHER_VERDICT_WHOLE
      && job->segments[job->n_segments - 1].end_events != verification->n_events)
    {
      verification->verdict = USHER_VERDICT_EDITED;
      verification->line = verification->n_lines;
    }
  if (source->altered && verification->verdict != USHER_VERDICT_EDITED)
    {
      /* A mark in front or an encoding is in line 1; data behind the compressed log are after the last. */
      verification->line = source->temporary && source->start == 0 && verification->verdict == USHER_VERDICT_WHOLE
                               ? verification->n_lines + 1
                               : 1;
      verification->verdict = USHER_VERDICT_EDITED;
    }
  if (verification->verdict == USHER_VERDICT_WHOLE)
    {
      g_autofree char *seal = usher_chain_to_string (job->segments[job->n_segments - 1].chain);

      g_strlcpy (verification->seal, seal, sizeof verification->seal);
    }
}

/* Rows without a time stand where they stood: after the row before them. */
static void
collect_rows (Job *job, UsherFileIndex *index)
{
  guint64 n = 0;
  guint64 first_line = 1;
  gint64 time = USHER_TIME_NONE;

  for (guint i = 0; i < job->n_segments; i++)
    n += job->segments[i].rows->len;
  index->n_rows = (guint32) MIN (n, G_MAXUINT32 - 1);
  index->rows = g_new (UsherRow, MAX (index->n_rows, 1));
  index->segments = g_array_sized_new (FALSE, FALSE, sizeof (UsherSegment), job->n_segments);
  n = 0;
  for (guint i = 0; i < job->n_segments; i++)
    {
      Segment *segment = &job->segments[i];
      UsherSegment known = { segment->start, first_line };
      guint32 len = (guint32) MIN ((guint64) segment->rows->len, index->n_rows - n);

      g_array_append_val (index->segments, known);
      first_line += segment->n_lines;
      memcpy (index->rows + n, segment->rows->data, len * sizeof (UsherRow));
      n += len;
      g_clear_pointer (&segment->rows, g_array_unref);
    }
  for (guint32 i = 0; i < index->n_rows; i++)
    if ((index->rows[i].flags & USHER_ROW_NO_TIME) == 0)
      time = index->rows[i].time;
    else
      index->rows[i].time = time;
  /* Those before the first with a time take that one's. */
  for (guint32 i = index->n_rows; i > 0; i--)
    if (index->rows[i - 1].time != USHER_TIME_NONE)
      time = index->rows[i - 1].time;
    else
      index->rows[i - 1].time = time;
}

/**
 * usher_file_index_new:
 * @source: an opened file
 * @limit: how many bytes of its text to look at, for the first rows; 0 for all
 * @progress: (nullable): called from several threads
 * @user_data: for @progress
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the rows of the file, and whether it is whole
 */
UsherFileIndex *
usher_file_index_new (UsherLogSource *source,
                      guint64 limit,
                      UsherIndexProgress progress,
                      gpointer user_data,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (UsherFileIndex) index = g_new0 (UsherFileIndex, 1);
  Job job = { .source = source, .cancellable = cancellable, .progress = progress, .user_data = user_data };
  guint n_threads = usher_parallel_n_threads ();
  gboolean failed = FALSE;
  gboolean done;

  job.chained = source->kind == USHER_SOURCE_USHERLOG && limit == 0;
  plan_segments (&job, limit);
  for (guint t = 0; t < n_threads; t++)
    tables_init (&job.tables[t]);
  done = usher_parallel_run (job.n_segments, index_segment, &job, cancellable);
  for (guint i = 0; done && i < job.n_segments; i++)
    failed |= job.segments[i].failed;
  if (done && !failed)
    {
      merge_tables (&job, index);
      if (limit == 0)
        judge (&job, &index->verification);
      collect_rows (&job, index);
    }
  for (guint i = 0; i < job.n_segments; i++)
    g_clear_pointer (&job.segments[i].rows, g_array_unref);
  for (guint t = 0; t < n_threads; t++)
    tables_clear (&job.tables[t]);
  g_free (job.segments);
  if (!done)
    g_cancellable_set_error_if_cancelled (cancellable, error);
  else if (failed)
    g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_CHANGED,
                 _("“%s” became shorter while it was read. Open it again."), source->name);
  return done && !failed ? g_steal_pointer (&index) : NULL;
}

/**
 * usher_file_index_sort:
 * @self: an index
 *
 * Brings the rows into the order of time. A kept index is kept sorted, since that takes as long as all else that
 * reopening does.
 */
void
usher_file_index_sort (UsherFileIndex *self)
{
  if (self->by_offset != NULL)
    return;
  self->by_offset = g_new (guint32, MAX (self->n_rows, 1));
  usher_rows_sort (self->rows, self->n_rows, FALSE, self->by_offset);
}

/**
 * usher_file_index_free:
 * @self: (nullable) (transfer full): an index
 */
void
usher_file_index_free (UsherFileIndex *self)
{
  if (self == NULL)
    return;
  if (self->mapping == NULL)
    {
      g_free (self->rows);
      g_free (self->by_offset);
    }
  g_clear_pointer (&self->mapping, g_mapped_file_unref);
  g_clear_pointer (&self->kinds, usher_intern_free);
  g_clear_pointer (&self->recipients, usher_intern_free);
  g_clear_pointer (&self->invitations, usher_intern_free);
  g_clear_pointer (&self->companies, usher_intern_free);
  g_clear_pointer (&self->company_of, g_array_unref);
  g_clear_pointer (&self->segments, g_array_unref);
  g_free (self);
}
