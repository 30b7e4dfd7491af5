/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes activity logs to files: Usher log (data/usherlog-format.md), CSV, JSON, a report. One thread at a time. */

#include "usher-config.h"

#include "archive/usher-log-writer.h"

#include "archive/usher-log-chain.h"
#include "archive/usher-log-csv.h"
#include "archive/usher-log-output.h"
#include "archive/usher-report.h"
#include "model/usher-json.h"
#include "model/usher-time.h"

#include <string.h>

#define BUFFER_SIZE (256 * 1024)

struct _UsherLogWriter
{
  UsherLogOutput *output;    /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable) */
  UsherLogFormat format;
  UsherLogFlags flags;
  GString *buffer;           /* (owned) */
  GString *line;             /* (owned) scratch */
  guint8 chain[USHER_CHAIN_SIZE];
  guint64 n_events;
  guint64 n_invitations;
  guint64 n_without_events;
  guint64 n_missing;
  UsherLogBatch *batch;      /* (owned) of one line */
  UsherReport *report;       /* (owned) (nullable) PDF: what will be written at the end */
  UsherFactsCache facts;     /* of the line before */
  GString *current;          /* (owned) JSON: the id of the invitation whose events are being written */
  gboolean any;              /* JSON: something stands in the array */
  gboolean any_event;        /* JSON: something stands in the current one's events */
};

/**
 * usher_log_format_from_path:
 * @path: a file name
 *
 * Returns: the format that its ending asks for
 */
UsherLogFormat
usher_log_format_from_path (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  if (g_str_has_suffix (lower, ".csv"))
    return USHER_LOG_FORMAT_CSV;
  if (g_str_has_suffix (lower, ".json"))
    return USHER_LOG_FORMAT_JSON;
  if (g_str_has_suffix (lower, ".pdf"))
    return USHER_LOG_FORMAT_PDF;
  if (g_str_has_suffix (lower, ".gz"))
    return USHER_LOG_FORMAT_USHERLOG_GZIP;
  return USHER_LOG_FORMAT_USHERLOG;
}

static gboolean
is_usherlog (UsherLogWriter *self)
{
  return self->format == USHER_LOG_FORMAT_USHERLOG || self->format == USHER_LOG_FORMAT_USHERLOG_GZIP;
}

static inline gboolean
flush_when_full (UsherLogWriter *self, GError **error)
{
  return self->buffer->len < BUFFER_SIZE || usher_log_output_write (self->output, self->buffer, error);
}

/* body: a line without chain and without the closing brace. */
static void
append_chained (UsherLogWriter *self, const char *body, gsize length)
{
  usher_chain_next (self->chain, body, length);
  g_string_append_len (self->buffer, body, (gssize) length);
  usher_chain_append (self->buffer, self->chain);
}

static void
append_text_member (GString *line, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_string_append_printf (line, ",\"%s\":", name);
  usher_json_append_string (line, value, -1);
}

static void
write_header (UsherLogWriter *self, const UsherLogAbout *about)
{
  gint64 made_at = about != NULL && about->made_at != USHER_TIME_NONE ? about->made_at : usher_time_now ();
  g_autofree char *time = usher_time_to_string (made_at);

  if (self->format == USHER_LOG_FORMAT_CSV)
    g_string_append (self->buffer, USHER_CSV_HEADER "\r\n");
  else if (self->format == USHER_LOG_FORMAT_JSON)
    g_string_append_c (self->buffer, '[');
  else if (self->format == USHER_LOG_FORMAT_PDF)
    self->report = usher_report_new (about, made_at);
  else
    {
      g_string_assign (self->line, "{\"usherlog\":1");
      append_text_member (self->line, "madeAt", time);
      append_text_member (self->line, "madeBy", "Usher " USHER_VERSION);
      if (about != NULL)
        {
          append_text_member (self->line, "account", about->account);
          append_text_member (self->line, "server", about->server);
          append_text_member (self->line, "filter", about->filter);
          append_text_member (self->line, "timeZone", about->time_zone);
        }
      append_chained (self, self->line->str, self->line->len);
    }
}

/**
 * usher_log_writer_new:
 * @path: the file to be; one that exists is replaced at the end, and not before
 * @format: what to write
 * @flags: options
 * @about: (nullable): what the header of an Usher log says
 * @cancellable: (nullable): stops it at any time; nothing is left behind
 * @error: return location: %USHER_ARCHIVE_ERROR_WRITE
 *
 * Begins a log in a temporary file in the same folder, readable for its owner only.
 *
 * Returns: (transfer full) (nullable): a writer
 */
UsherLogWriter *
usher_log_writer_new (const char *path,
                      UsherLogFormat format,
                      UsherLogFlags flags,
                      const UsherLogAbout *about,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (UsherLogWriter) self = g_new0 (UsherLogWriter, 1);

  self->format = format;
  self->flags = format == USHER_LOG_FORMAT_PDF ? flags & ~USHER_LOG_FLAGS_WITH_LINKS : flags; /* paper lies about */
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->buffer = g_string_sized_new (BUFFER_SIZE + 8192);
  self->line = g_string_sized_new (1024);
  self->current = g_string_new (NULL);
  self->batch = usher_log_batch_new (format, (self->flags & USHER_LOG_FLAGS_WITH_LINKS) != 0);

  self->output = usher_log_output_new (path, format == USHER_LOG_FORMAT_USHERLOG_GZIP, cancellable, error);
  if (self->output == NULL)
    return NULL;
  write_header (self, about);
  /* At once: a disk that is full is told before anything is read. */
  if (!usher_log_output_write (self->output, self->buffer, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* JSON: the detail that is open, if any, is complete. */
static void
close_detail (UsherLogWriter *self)
{
  if (self->current->len > 0)
    g_string_append (self->buffer, "]}");
  g_string_truncate (self->current, 0);
}

static void
begin_element (UsherLogWriter *self)
{
  close_detail (self);
  g_string_append (self->buffer, self->any ? ",\n" : "\n");
  self->any = TRUE;
}

static void
append_json_line (UsherLogWriter *self, const UsherLogLine *line)
{
  const UsherSlice *facts = &line->invitation;
  gboolean same = line->invitation_id.length > 0 && self->current->len == line->invitation_id.length
                  && memcmp (self->current->str, line->invitation_id.data, self->current->len) == 0;

  if (!same)
    {
      begin_element (self);
      self->any_event = FALSE;
      if (facts->data != NULL && facts->length > 2)
        {
          g_string_append_len (self->buffer, facts->data, (gssize) facts->length - 1);
          g_string_append (self->buffer, ",\"events\":[");
        }
      else
        {
          g_string_append (self->buffer, "{\"events\":[");
        }
      g_string_append_len (self->current, line->invitation_id.data, (gssize) line->invitation_id.length);
      if (self->current->len == 0)
        g_string_append_c (self->current, ' '); /* open, but the same as no other */
    }
  if (line->event.data != NULL)
    {
      if (self->any_event)
        g_string_append_c (self->buffer, ',');
      self->any_event = TRUE;
      g_string_append_len (self->buffer, line->event.data, (gssize) line->event.length);
    }
}

/**
 * usher_log_writer_add_batch:
 * @self: a writer
 * @batch: lines that were made ready for the same format
 * @error: return location
 *
 * Takes over lines. What costs time was done when they were made ready, by another thread as a rule.
 *
 * Returns: %TRUE when they could be written
 */
gboolean
usher_log_writer_add_batch (UsherLogWriter *self, const UsherLogBatch *batch, GError **error)
{
  const char *text = batch->text->str;

  self->n_events += batch->n_events;
  self->n_without_events += batch->n_without_events;
  if (self->format == USHER_LOG_FORMAT_CSV)
    {
      g_string_append_len (self->buffer, text, (gssize) batch->text->len);
      return flush_when_full (self, error);
    }
  for (guint i = 0; i < batch->lines->len; i++)
    {
      gsize length = g_array_index (batch->lines, UsherBatchLine, i).length;

      if (is_usherlog (self))
        {
          append_chained (self, text, length - 1);
        }
      else if (self->report != NULL)
        {
          if (!usher_report_add_line (self->report, text, length, error))
            return FALSE;
        }
      else
        {
          UsherLogLine parts;

          usher_log_line_parse (&parts, text, length, &self->facts);
          append_json_line (self, &parts);
        }
      text += length;
      if (!flush_when_full (self, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * usher_log_writer_add_line:
 * @self: a writer
 * @line: a line of an Usher log, with or without chain, without line end
 * @length: its length in bytes
 * @error: return location
 *
 * Takes over an event with its facts. A line that is no event is left out: a damaged line has no
 * place in a file that says it is whole.
 *
 * Returns: %TRUE when it could be written
 */
gboolean
usher_log_writer_add_line (UsherLogWriter *self, const char *line, gsize length, GError **error)
{
  usher_log_batch_clear (self->batch);
  usher_log_batch_add_line (self->batch, line, length);
  return usher_log_writer_add_batch (self, self->batch, error);
}

/**
 * usher_log_writer_add_invitation:
 * @self: a writer
 * @invitation: an invitation with its events, as from the API's detail
 * @company: (nullable): the name of its company
 * @error: return location
 *
 * Writes a line for each event, or one for the invitation when it has none.
 *
 * Returns: %TRUE when it could be written
 */
gboolean
usher_log_writer_add_invitation (UsherLogWriter *self,
                                 UsherInvitation *invitation,
                                 const char *company,
                                 GError **error)
{
  gboolean with_links = (self->flags & USHER_LOG_FLAGS_WITH_LINKS) != 0;
  g_autoptr (JsonNode) node = usher_invitation_to_json (
      invitation, with_links ? USHER_JSON_FLAGS_WITH_LINKS : USHER_JSON_FLAGS_NONE);
  JsonObject *object = json_node_get_object (node);
  JsonArray *events = usher_json_get_array (object, "events");
  g_autoptr (GString) tail = NULL;
  guint n = events != NULL ? json_array_get_length (events) : 0;

  self->n_invitations++;
  if (self->format == USHER_LOG_FORMAT_JSON)
    {
      self->n_events += n;
      self->n_without_events += n == 0;
      begin_element (self);
      if (with_links)
        {
          g_autofree char *text = usher_json_to_string (node, FALSE);

          g_string_append (self->buffer, text);
        }
      else
        {
          usher_json_append_node (self->buffer, node);
        }
      return flush_when_full (self, error);
    }

  tail = g_string_new ("\"invitation\":");
  usher_log_append_facts (tail, object, with_links);
  append_text_member (tail, "company", company);
  g_string_append_c (tail, '}');
  for (guint i = 0; i < MAX (n, 1); i++)
    {
      g_string_assign (self->line, "{");
      if (n > 0)
        {
          g_string_append (self->line, "\"event\":");
          usher_log_append_event (self->line, json_array_get_element (events, i));
          g_string_append_c (self->line, ',');
        }
      g_string_append_len (self->line, tail->str, (gssize) tail->len);
      if (is_usherlog (self))
        {
          self->n_events += n > 0;
          self->n_without_events += n == 0;
          append_chained (self, self->line->str, self->line->len - 1);
          if (!flush_when_full (self, error))
            return FALSE;
        }
      else if (!usher_log_writer_add_line (self, self->line->str, self->line->len, error))
        {
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * usher_log_writer_set_n_invitations:
 * @self: a writer
 * @n: how many invitations the lines belong to
 *
 * For the closing line: counting them here would not be constant memory.
 */
void
usher_log_writer_set_n_invitations (UsherLogWriter *self, guint64 n)
{
  self->n_invitations = n;
}

/**
 * usher_log_writer_set_n_missing:
 * @self: a writer
 * @n: how many invitations are not in the log although they were asked for
 *
 * For the closing line of an Usher log: whoever has nothing but the file is to know that it lacks something.
 */
void
usher_log_writer_set_n_missing (UsherLogWriter *self, guint64 n)
{
  self->n_missing = n;
}

/**
 * usher_log_writer_get_n_events:
 * @self: a writer
 *
 * Returns: how many events were written so far
 */
guint64
usher_log_writer_get_n_events (UsherLogWriter *self)
{
  return self->n_events;
}

/**
 * usher_log_writer_dup_seal:
 * @self: a writer that is finished
 *
 * Returns: (transfer full) (nullable): the seal of an Usher log, to be noted elsewhere; %NULL for other formats
 */
char *
usher_log_writer_dup_seal (UsherLogWriter *self)
{
  return is_usherlog (self) ? usher_chain_to_string (self->chain) : NULL;
}

static gboolean
write_end (UsherLogWriter *self, GError **error)
{
  if (self->report != NULL)
    {
      GOutputStream *stream = usher_log_output_drain (self->output, error);
      GError *local = NULL;

      if (stream == NULL)
        return FALSE;
      return usher_report_write (self->report, self->n_missing, stream, self->cancellable, &local)
             || usher_log_output_take_error (self->output, local, error);
    }
  if (self->format == USHER_LOG_FORMAT_JSON)
    {
      close_detail (self);
      g_string_append (self->buffer, self->any ? "\n]\n" : "]\n");
    }
  else if (is_usherlog (self))
    {
      g_string_printf (self->line,
                       "{\"end\":{\"events\":%" G_GUINT64_FORMAT ",\"invitations\":%" G_GUINT64_FORMAT
                       ",\"withoutEvents\":%" G_GUINT64_FORMAT,
                       self->n_events, self->n_invitations, self->n_without_events);
      if (self->n_missing > 0)
        g_string_append_printf (self->line, ",\"missing\":%" G_GUINT64_FORMAT, self->n_missing);
      g_string_append_c (self->line, '}');
      append_chained (self, self->line->str, self->line->len);
    }
  return TRUE;
}

/**
 * usher_log_writer_finish:
 * @self: a writer
 * @error: return location: %USHER_ARCHIVE_ERROR_WRITE
 *
 * Writes the closing line, syncs the file to the disk and gives it its name.
 *
 * Returns: %TRUE when the log is whole and in its place
 */
gboolean
usher_log_writer_finish (UsherLogWriter *self, GError **error)
{
  return write_end (self, error) && usher_log_output_write (self->output, self->buffer, error)
         && usher_log_output_finish (self->output, error);
}

static void
finish_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (usher_log_writer_finish (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * usher_log_writer_finish_async:
 * @self: (transfer full): a writer
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * [method@LogWriter.finish] on a thread of its own; frees @self. What was given to
 * [ctor@LogWriter.new] cancels it.
 */
void
usher_log_writer_finish_async (UsherLogWriter *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, callback, user_data);

  g_task_set_source_tag (task, usher_log_writer_finish_async);
  g_task_set_task_data (task, self, (GDestroyNotify) usher_log_writer_free);
  g_task_run_in_thread (task, finish_in_thread);
}

/**
 * usher_log_writer_finish_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: %TRUE when the log is whole and in its place
 */
gboolean
usher_log_writer_finish_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * usher_log_writer_free:
 * @self: (nullable) (transfer full): a writer
 *
 * Frees it. When it was not finished, its temporary file goes, too.
 */
void
usher_log_writer_free (UsherLogWriter *self)
{
  if (self == NULL)
    return;
  usher_log_output_free (self->output);
  g_clear_object (&self->cancellable);
  usher_facts_cache_clear (&self->facts);
  usher_log_batch_free (self->batch);
  usher_report_free (self->report);
  g_string_free (self->current, TRUE);
  g_string_free (self->line, TRUE);
  g_string_free (self->buffer, TRUE);
  g_free (self);
}
