/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes activity logs to files: Usher log (data/usherlog-format.md), CSV, JSON, a report. One thread at a time.
 *
 * What is written goes to a temporary file beside the target, which is synced and then renamed: there is
 * either the whole log or none. */

#include "usher-config.h"

#include "archive/usher-log-writer.h"

#include "archive/usher-log-chain.h"
#include "archive/usher-log-csv.h"
#include "archive/usher-report.h"
#include "model/usher-json.h"
#include "model/usher-time.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_SIZE (256 * 1024)
#define PUSH_SIZE (8 * 1024 * 1024)
#define GZIP_LEVEL 4 /* chain values and ids do not compress; more costs time and saves 2 % */

struct _UsherLogWriter
{
  char *path;                /* (owned) */
  char *temporary;           /* (owned) (nullable): NULL once renamed */
  int fd;                    /* -1 once closed */
  off_t pushed;              /* what is on its way to the disk */
  GOutputStream *stream;     /* (owned) */
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

static gboolean
take_system_error (UsherLogWriter *self, int saved_errno, GError **error)
{
  g_autofree char *name = g_filename_display_name (self->path);

  g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_WRITE,
               /* Translators: a file name, and the system's reason */
               _("“%s” cannot be written: %s"), name, g_strerror (saved_errno));
  return FALSE;
}

/* What was written begins its way to the disk at once: or else the sync at the end waits for all of it. */
static void
push (UsherLogWriter *self)
{
  off_t at = lseek (self->fd, 0, SEEK_CUR);

  if (at < self->pushed + PUSH_SIZE)
    return;
  (void) sync_file_range (self->fd, self->pushed, at - self->pushed, SYNC_FILE_RANGE_WRITE);
  self->pushed = at;
}

static gboolean
write_text (UsherLogWriter *self, const char *text, gsize length, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!g_output_stream_write_all (self->stream, text, length, NULL, self->cancellable, &local))
    {
      g_autofree char *name = g_filename_display_name (self->path);

      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_WRITE,
                     _("“%s” cannot be written: %s"), name, local->message);
      return FALSE;
    }
  push (self);
  return TRUE;
}

static gboolean
flush (UsherLogWriter *self, GError **error)
{
  if (!write_text (self, self->buffer->str, self->buffer->len, error))
    return FALSE;
  g_string_truncate (self->buffer, 0);
  return TRUE;
}

static inline gboolean
flush_when_full (UsherLogWriter *self, GError **error)
{
  return self->buffer->len < BUFFER_SIZE || flush (self, error);
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
  g_autofree char *real = realpath (path, NULL); /* a link is followed, not replaced */
  g_autofree char *folder = NULL;
  g_autoptr (GOutputStream) file = NULL;

  self->path = real != NULL ? g_strdup (real) : g_canonicalize_filename (path, NULL);
  self->fd = -1;
  self->format = format;
  self->flags = format == USHER_LOG_FORMAT_PDF ? flags & ~USHER_LOG_FLAGS_WITH_LINKS : flags; /* paper lies about */
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->buffer = g_string_sized_new (BUFFER_SIZE + 8192);
  self->line = g_string_sized_new (1024);
  self->current = g_string_new (NULL);
  self->batch = usher_log_batch_new (format, (self->flags & USHER_LOG_FLAGS_WITH_LINKS) != 0);

  if (g_file_test (self->path, G_FILE_TEST_EXISTS)
      && !g_file_test (self->path, G_FILE_TEST_IS_REGULAR))
    {
      take_system_error (self, g_file_test (self->path, G_FILE_TEST_IS_DIR) ? EISDIR : EINVAL, error);
      return NULL;
    }
  folder = g_path_get_dirname (self->path);
  self->temporary = g_build_filename (folder, ".usher-export-XXXXXX", NULL);
  self->fd = g_mkstemp_full (self->temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      int saved_errno = errno;

      g_clear_pointer (&self->temporary, g_free);
      take_system_error (self, saved_errno, error);
      return NULL;
    }
  file = g_unix_output_stream_new (self->fd, FALSE);
  if (format == USHER_LOG_FORMAT_USHERLOG_GZIP)
    {
      g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, GZIP_LEVEL);

      self->stream = g_converter_output_stream_new (file, G_CONVERTER (gzip));
    }
  else
    {
      self->stream = g_steal_pointer (&file);
    }
  write_header (self, about);
  if (!flush (self, error))
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

/* CSV needs nothing of what stands before. */
static gboolean
add_rows (UsherLogWriter *self, const GString *rows, GError **error)
{
  if (rows->len < BUFFER_SIZE)
    {
      g_string_append_len (self->buffer, rows->str, (gssize) rows->len);
      return flush_when_full (self, error);
    }
  return flush (self, error) && write_text (self, rows->str, rows->len, error);
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
    return add_rows (self, batch->text, error);
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
    return usher_report_write (self->report, self->n_missing, self->stream, self->cancellable, error);
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

/* After a power cut the folder must know the new name, too. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  (void) fsync (fd);
  close (fd);
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
  if (!write_end (self, error) || !flush (self, error))
    return FALSE;
  if (!g_output_stream_close (self->stream, self->cancellable, error))
    return FALSE;
  if (fsync (self->fd) != 0)
    return take_system_error (self, errno, error);
  if (close (g_steal_fd (&self->fd)) != 0)
    return take_system_error (self, errno, error);
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (g_rename (self->temporary, self->path) != 0)
    return take_system_error (self, errno, error);
  g_clear_pointer (&self->temporary, g_free);
  sync_folder (self->path);
  return TRUE;
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
  g_clear_object (&self->stream);
  if (self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_clear_pointer (&self->temporary, g_free);
  g_free (self->path);
  g_clear_object (&self->cancellable);
  usher_facts_cache_clear (&self->facts);
  usher_log_batch_free (self->batch);
  usher_report_free (self->report);
  g_string_free (self->current, TRUE);
  g_string_free (self->line, TRUE);
  g_string_free (self->buffer, TRUE);
  g_free (self);
}
