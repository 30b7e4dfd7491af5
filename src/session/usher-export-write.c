/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The writing half of an export: the archive's writer, on a thread of its own so that neither a slow disk nor
 * an invitation with ten thousand events is felt in a window. The calls are made on the main thread, the
 * next one only when the one before has returned: so the writer needs no lock. */

#include "session/usher-export-write.h"

#include "model/usher-time.h"

struct _UsherExportFile
{
  char *path;                /* (owned) */
  UsherLogFormat format;
  UsherLogFlags flags;
  char *account;             /* (owned) */
  char *server;              /* (owned) */
  char *filter;              /* (owned) (nullable) */
  char *time_zone;           /* (owned) */
  GCancellable *cancellable; /* (owned) */
  UsherLogWriter *writer;    /* (owned) (nullable) from the first call to the last */
  guint64 n_events;
  char *seal;                /* (owned) (nullable) once it is finished */
};

typedef struct
{
  UsherExportFile *file; /* (unowned): outlives the call */
  GPtrArray *entries;    /* (owned) (nullable) (element-type UsherExportEntry) NULL: finish */
  guint n_missing;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->entries, g_ptr_array_unref);
  g_free (work);
}

static void
entry_free (gpointer data)
{
  UsherExportEntry *entry = data;

  g_clear_object (&entry->invitation);
  g_free (entry->company);
  g_free (entry);
}

/**
 * _usher_export_entries_new:
 *
 * Returns: (transfer full) (element-type UsherExportEntry): none yet
 */
GPtrArray *
_usher_export_entries_new (void)
{
  return g_ptr_array_new_with_free_func (entry_free);
}

/**
 * _usher_export_entries_add:
 * @entries: (element-type UsherExportEntry): where to
 * @invitation: an invitation with its log
 * @company: (nullable): the name of its company
 */
void
_usher_export_entries_add (GPtrArray *entries, UsherInvitation *invitation, const char *company)
{
  UsherExportEntry *entry = g_new0 (UsherExportEntry, 1);

  entry->invitation = g_object_ref (invitation);
  entry->company = g_strdup (company);
  g_ptr_array_add (entries, entry);
}

/**
 * _usher_export_file_new:
 * @session: whose invitations
 * @options: what is wanted
 * @cancellable: ends every call, and leaves nothing
 *
 * Returns: (transfer full): a file that is begun with the first call
 */
UsherExportFile *
_usher_export_file_new (UsherSession *session, const UsherExportOptions *options, GCancellable *cancellable)
{
  UsherExportFile *self = g_new0 (UsherExportFile, 1);
  UsherAccount *account = usher_session_get_account (session);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  self->path = g_strdup (options->path);
  self->format = options->format;
  self->flags = options->with_links ? USHER_LOG_FLAGS_WITH_LINKS : USHER_LOG_FLAGS_NONE;
  self->account = g_strdup (usher_account_get_name (account));
  self->server = g_strdup (usher_account_get_server (account));
  self->filter = g_strdup (options->filter);
  self->time_zone = g_strdup (g_time_zone_get_identifier (zone));
  self->cancellable = g_object_ref (cancellable);
  return self;
}

/**
 * _usher_export_file_free:
 * @self: (nullable) (transfer full): a file
 */
void
_usher_export_file_free (UsherExportFile *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->writer, usher_log_writer_free);
  g_clear_object (&self->cancellable);
  g_free (self->seal);
  g_free (self->path);
  g_free (self->account);
  g_free (self->server);
  g_free (self->filter);
  g_free (self->time_zone);
  g_free (self);
}

/**
 * _usher_export_file_get_n_events:
 * @self: a file of which no call is under way
 *
 * Returns: how many events were written
 */
guint64
_usher_export_file_get_n_events (UsherExportFile *self)
{
  return self->n_events;
}

/**
 * _usher_export_file_get_seal:
 * @self: a file of which no call is under way
 *
 * Returns: (transfer none) (nullable): the seal of an Usher log that is finished
 */
const char *
_usher_export_file_get_seal (UsherExportFile *self)
{
  return self->seal;
}

static gboolean
begin (UsherExportFile *self, GError **error)
{
  const UsherLogAbout about = {
    .account = self->account,
    .server = self->server,
    .filter = self->filter,
    .time_zone = self->time_zone,
    .made_at = USHER_TIME_NONE,
  };

  if (self->writer == NULL)
    self->writer =
        usher_log_writer_new (self->path, self->format, self->flags, &about, self->cancellable, error);
  return self->writer != NULL;
}

static gboolean
write_entries (UsherExportFile *self, GPtrArray *entries, GError **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      UsherExportEntry *entry = g_ptr_array_index (entries, i);

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error)
          || !usher_log_writer_add_invitation (self->writer, entry->invitation, entry->company, error))
        return FALSE;
    }
  self->n_events = usher_log_writer_get_n_events (self->writer);
  return TRUE;
}

static void
work_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  UsherExportFile *self = work->file;
  g_autoptr (GError) error = NULL;
  gboolean done = begin (self, &error);

  if (done && work->entries != NULL)
    {
      done = write_entries (self, work->entries, &error);
    }
  else if (done)
    {
      usher_log_writer_set_n_missing (self->writer, work->n_missing);
      done = usher_log_writer_finish (self->writer, &error);
      if (done)
        self->seal = usher_log_writer_dup_seal (self->writer);
    }
  /* After a failure there is nothing to go on with, and nothing to leave behind. */
  if (!done || work->entries == NULL)
    g_clear_pointer (&self->writer, usher_log_writer_free);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
run (UsherExportFile *self, GPtrArray *entries, guint n_missing, GAsyncReadyCallback callback,
     gpointer user_data, gpointer tag)
{
  /* Without the cancellable: a call returns when it has ended, so that the file can be freed then. */
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->file = self;
  work->entries = entries;
  work->n_missing = n_missing;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, work_in_thread);
}

/**
 * _usher_export_file_write_async:
 * @self: a file
 * @entries: (transfer full) (element-type UsherExportEntry): what to add
 * @callback: called when it is written
 * @user_data: for @callback
 */
void
_usher_export_file_write_async (UsherExportFile *self, GPtrArray *entries, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  run (self, entries, 0, callback, user_data, _usher_export_file_write_async);
}

/**
 * _usher_export_file_finish_async:
 * @self: a file
 * @n_missing: how many of the invitations are not in it
 * @callback: called when the file has its name
 * @user_data: for @callback
 */
void
_usher_export_file_finish_async (UsherExportFile *self, guint n_missing, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  run (self, NULL, n_missing, callback, user_data, _usher_export_file_finish_async);
}

/**
 * _usher_export_file_end:
 * @result: what the callback of either call got
 * @error: return location: %USHER_ARCHIVE_ERROR_WRITE, or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when it was done
 */
gboolean
_usher_export_file_end (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
