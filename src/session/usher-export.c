/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exporting activity logs: reads each invitation with its log from the server (or, when asked, from the store),
 * and hands it to the file, in order. Memory is constant whatever the number: a window of invitations moves over
 * the ids, and no more is asked for than it holds. What fails is told and can be tried again before the
 * file gets its name; nobody finds a file that lacks something without having been asked. Main thread. */

#include "session/usher-export.h"

#include <glib/gi18n.h>

#include "session/usher-accounts.h"
#include "session/usher-export-write.h"

#define MAX_CALLS 8 /* of the client's ten (contract 7): two are left for whoever works on meanwhile */
#define WINDOW 64   /* asked for, but not yet handed to the file */

typedef enum
{
  SLOT_EMPTY,
  SLOT_WAITING,
  SLOT_READY,
  SLOT_FAILED,
} SlotState;

typedef struct
{
  SlotState state;
  UsherInvitation *invitation; /* (owned) (nullable) READY */
  char *message;               /* (owned) (nullable) FAILED */
} Slot;

struct _UsherExport
{
  GObject parent_instance;

  UsherSession *session;     /* (owned) */
  GPtrArray *ids;            /* (owned) (element-type utf8) of this round */
  guint n_total;
  char *path;                /* (owned) */
  gboolean use_kept;
  UsherExportFile *file;     /* (owned) (nullable) until it has an end */
  GCancellable *cancellable; /* (owned) */

  UsherExportState state;
  Slot slots[WINDOW];        /* of ids head to next, in a ring */
  guint head;                /* the first that was not handed to the file */
  guint next;                /* the first that was not asked for */
  guint n_calls;
  gboolean writing;
  guint n_writing;           /* how many the file is busy with */
  guint n_done;
  guint n_unreadable;        /* events that the server sent and nobody can read */
  guint64 n_events;
  GPtrArray *failures;       /* (owned) (element-type UsherExportFailure) */
  char *seal;                /* (owned) (nullable) of an Usher log that is done */
  char *given_up;            /* (owned) (nullable) why nothing more is asked of the server */
  GError *error;             /* (owned) (nullable) */
};

typedef enum
{
  PROP_STATE = 1,
  PROP_N_DONE,
  PROP_N_FAILED,
} UsherExportProperty;

static GParamSpec *properties[PROP_N_FAILED + 1];

G_DEFINE_FINAL_TYPE (UsherExport, usher_export, G_TYPE_OBJECT)

typedef struct
{
  UsherExport *export; /* (owned) */
  guint index;
} Call;

static Call *
call_new (UsherExport *self, guint index)
{
  Call *call = g_new0 (Call, 1);

  call->export = g_object_ref (self);
  call->index = index;
  return call;
}

static void
call_free (Call *call)
{
  g_clear_object (&call->export);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static void step (UsherExport *self);

static void
failure_free (gpointer data)
{
  UsherExportFailure *failure = data;

  g_free (failure->id);
  g_free (failure->message);
  g_free (failure);
}

static Slot *
get_slot (UsherExport *self, guint index)
{
  return &self->slots[index % WINDOW];
}

static void
slot_clear (Slot *slot)
{
  g_clear_object (&slot->invitation);
  g_clear_pointer (&slot->message, g_free);
  slot->state = SLOT_EMPTY;
}

static void
set_state (UsherExport *self, UsherExportState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* What went wrong with this one will go wrong with all the others. */
static gboolean
is_hopeless (const GError *error)
{
  return error->domain == USHER_SESSION_ERROR
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) /* the session was closed */
         || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_AUTH)
         || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK)
         || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_RATE_LIMITED)
         || g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_TLS);
}

static void
end_call (UsherExport *self, guint index, UsherInvitation *invitation, const GError *error)
{
  Slot *slot = get_slot (self, index);

  self->n_calls--;
  if (invitation != NULL && usher_invitation_get_events (invitation) == NULL)
    {
      slot->state = SLOT_FAILED;
      slot->message = g_strdup (_("The server sent no activity log for this invitation."));
    }
  else if (invitation != NULL)
    {
      slot->state = SLOT_READY;
      slot->invitation = g_object_ref (invitation);
      self->n_unreadable += usher_invitation_get_n_skipped (invitation);
    }
  else
    {
      gboolean closed = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      const char *message = closed ? _("The account was closed meanwhile.") : error->message;

      slot->state = SLOT_FAILED;
      slot->message = g_strdup (message);
      if (self->given_up == NULL && is_hopeless (error))
        self->given_up = g_strdup (message);
    }
  step (self);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation =
      usher_session_fetch_invitation_finish (USHER_SESSION (source), result, &error);

  end_call (call->export, call->index, invitation, error);
}

static void
fetch (UsherExport *self, guint index)
{
  if (self->given_up != NULL)
    {
      Slot *slot = get_slot (self, index);

      slot->state = SLOT_FAILED;
      slot->message = g_strdup (self->given_up);
      return;
    }
  self->n_calls++;
  usher_session_fetch_invitation_async (self->session, g_ptr_array_index (self->ids, index), self->cancellable,
                                        on_fetched, call_new (self, index));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = g_steal_pointer (&user_data);
  UsherExport *self = call->export;
  g_autoptr (UsherInvitation) invitation =
      usher_session_load_invitation_finish (USHER_SESSION (source), result, NULL);

  if (invitation != NULL && usher_invitation_get_events (invitation) != NULL)
    {
      end_call (self, call->index, invitation, NULL);
      return;
    }
  self->n_calls--;
  fetch (self, call->index);
  step (self);
}

static void
begin_one (UsherExport *self, guint index)
{
  get_slot (self, index)->state = SLOT_WAITING;
  if (!self->use_kept)
    {
      fetch (self, index);
      return;
    }
  self->n_calls++;
  usher_session_load_invitation_async (self->session, g_ptr_array_index (self->ids, index), self->cancellable,
                                       on_loaded, call_new (self, index));
}

static void
add_failure (UsherExport *self, guint index)
{
  UsherExportFailure *failure = g_new0 (UsherExportFailure, 1);

  failure->id = g_strdup (g_ptr_array_index (self->ids, index));
  failure->message = g_steal_pointer (&get_slot (self, index)->message);
  g_ptr_array_add (self->failures, failure);
}

/* What stands in order at the head of the window. */
static GPtrArray *
collect (UsherExport *self)
{
  GPtrArray *entries = _usher_export_entries_new ();
  guint n_failed = self->failures->len;

  while (self->head < self->next)
    {
      Slot *slot = get_slot (self, self->head);

      if (slot->state == SLOT_READY)
        {
          const char *company_id = usher_invitation_get_company_id (slot->invitation);
          UsherCompany *company =
              company_id != NULL ? usher_session_find_company (self->session, company_id) : NULL;

          _usher_export_entries_add (entries, slot->invitation,
                                     company != NULL ? usher_company_get_name (company) : NULL);
        }
      else if (slot->state == SLOT_FAILED)
        {
          add_failure (self, self->head);
        }
      else
        {
          break;
        }
      slot_clear (slot);
      self->head++;
    }
  if (self->failures->len != n_failed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FAILED]);
  return entries;
}

static void
end_badly (UsherExport *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  g_cancellable_cancel (self->cancellable);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherExport) self = g_steal_pointer (&user_data);
  GError *error = NULL;

  self->writing = FALSE;
  if (_usher_export_file_end (result, &error))
    {
      self->n_done += self->n_writing;
      self->n_events = _usher_export_file_get_n_events (self->file);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DONE]);
    }
  else if (g_cancellable_is_cancelled (self->cancellable))
    g_clear_error (&error);
  else
    end_badly (self, error);
  step (self);
}

static void
on_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherExport) self = g_steal_pointer (&user_data);
  GError *error = NULL;

  self->writing = FALSE;
  if (_usher_export_file_end (result, &error))
    {
      self->seal = g_strdup (_usher_export_file_get_seal (self->file));
      g_clear_pointer (&self->file, _usher_export_file_free);
      set_state (self, USHER_EXPORT_DONE);
      return;
    }
  if (g_cancellable_is_cancelled (self->cancellable))
    g_clear_error (&error);
  else
    end_badly (self, error);
  step (self);
}

static void
finish (UsherExport *self)
{
  self->writing = TRUE;
  set_state (self, USHER_EXPORT_FINISHING);
  _usher_export_file_finish_async (self->file, self->failures->len, on_finished, g_object_ref (self));
}

/* Asks for as much as may be asked for, hands over what has come, and sees whether that was all. TRUE: there is
 * room again, and nothing that is under way will call. */
static gboolean
step_once (UsherExport *self)
{
  g_autoptr (GPtrArray) entries = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      if (self->n_calls > 0 || self->writing || self->file == NULL)
        return FALSE;
      for (guint i = 0; i < WINDOW; i++)
        slot_clear (&self->slots[i]);
      g_clear_pointer (&self->file, _usher_export_file_free);
      set_state (self, self->error != NULL ? USHER_EXPORT_FAILED : USHER_EXPORT_CANCELLED);
      return FALSE;
    }
  while (self->state == USHER_EXPORT_RUNNING && self->n_calls < MAX_CALLS && self->next < self->ids->len
         && self->next - self->head < WINDOW)
    begin_one (self, self->next++);
  if (self->writing || (self->state != USHER_EXPORT_RUNNING && self->state != USHER_EXPORT_PAUSED))
    return FALSE;
  entries = collect (self);
  if (entries->len > 0)
    {
      self->writing = TRUE;
      self->n_writing = entries->len;
      _usher_export_file_write_async (self->file, g_steal_pointer (&entries), on_written, g_object_ref (self));
      return FALSE;
    }
  if (self->state == USHER_EXPORT_PAUSED || self->n_calls > 0)
    return FALSE;
  if (self->head < self->ids->len)
    return TRUE;
  if (self->failures->len > 0)
    set_state (self, USHER_EXPORT_INCOMPLETE);
  else
    finish (self);
  return FALSE;
}

static void
step (UsherExport *self)
{
  while (step_once (self))
    continue;
}

static void
usher_export_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherExport *self = USHER_EXPORT (object);

  switch ((UsherExportProperty) id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_N_DONE:
      g_value_set_uint (value, self->n_done);
      break;
    case PROP_N_FAILED:
      g_value_set_uint (value, self->failures->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_export_finalize (GObject *object)
{
  UsherExport *self = USHER_EXPORT (object);

  /* Nothing is under way: it would hold a reference. */
  for (guint i = 0; i < WINDOW; i++)
    slot_clear (&self->slots[i]);
  g_clear_pointer (&self->file, _usher_export_file_free);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
  g_clear_pointer (&self->failures, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self->given_up);
  g_free (self->seal);
  g_free (self->path);
  G_OBJECT_CLASS (usher_export_parent_class)->finalize (object);
}

static void
usher_export_class_init (UsherExportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = usher_export_get_property;
  object_class->finalize = usher_export_finalize;

  /** UsherExport:state: How far it is: an #UsherExportState. */
  properties[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, 0, USHER_EXPORT_FAILED, USHER_EXPORT_IDLE, flags);
  /** UsherExport:n-done: How many invitations are written. */
  properties[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /** UsherExport:n-failed: How many invitations have no log to write. */
  properties[PROP_N_FAILED] = g_param_spec_uint ("n-failed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
usher_export_init (UsherExport *self)
{
  self->failures = g_ptr_array_new_with_free_func (failure_free);
  self->cancellable = g_cancellable_new ();
}

/**
 * usher_export_new:
 * @session: the session that has the invitations
 * @ids: (element-type utf8): which, in the order in which they are written; copied
 * @options: where to and how; copied
 *
 * Returns: (transfer full): an export that waits for usher_export_start()
 */
UsherExport *
usher_export_new (UsherSession *session, GPtrArray *ids, const UsherExportOptions *options)
{
  UsherExport *self = NULL;

  g_return_val_if_fail (USHER_IS_SESSION (session), NULL);
  g_return_val_if_fail (ids != NULL && options != NULL && options->path != NULL, NULL);

  self = g_object_new (USHER_TYPE_EXPORT, NULL);
  self->session = g_object_ref (session);
  self->ids = g_ptr_array_new_full (ids->len, g_free);
  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (self->ids, g_strdup (g_ptr_array_index (ids, i)));
  self->n_total = ids->len;
  self->path = g_strdup (options->path);
  /* The store has no links. */
  self->use_kept = options->use_kept && !options->with_links;
  self->file = _usher_export_file_new (session, options, self->cancellable);
  return self;
}

/**
 * usher_export_start:
 * @self: an export that was not started
 *
 * Begins. The export holds itself while something is under way.
 */
void
usher_export_start (UsherExport *self)
{
  g_return_if_fail (USHER_IS_EXPORT (self));

  if (self->state != USHER_EXPORT_IDLE)
    return;
  set_state (self, USHER_EXPORT_RUNNING);
  step (self);
}

/**
 * usher_export_pause:
 * @self: an export
 *
 * Asks for nothing more. What is on its way is waited for and written.
 */
void
usher_export_pause (UsherExport *self)
{
  g_return_if_fail (USHER_IS_EXPORT (self));

  if (self->state == USHER_EXPORT_RUNNING)
    set_state (self, USHER_EXPORT_PAUSED);
}

/**
 * usher_export_resume:
 * @self: an export
 *
 * Goes on after usher_export_pause().
 */
void
usher_export_resume (UsherExport *self)
{
  g_return_if_fail (USHER_IS_EXPORT (self));

  if (self->state != USHER_EXPORT_PAUSED)
    return;
  set_state (self, USHER_EXPORT_RUNNING);
  step (self);
}

/**
 * usher_export_retry:
 * @self: an export that is incomplete
 *
 * Reads the logs that failed again. They stand at the end of the file then: lines of a log may be in any order.
 */
void
usher_export_retry (UsherExport *self)
{
  g_autoptr (GPtrArray) failures = NULL;

  g_return_if_fail (USHER_IS_EXPORT (self));

  if (self->state != USHER_EXPORT_INCOMPLETE)
    return;
  failures = g_steal_pointer (&self->failures);
  self->failures = g_ptr_array_new_with_free_func (failure_free);
  g_ptr_array_set_size (self->ids, 0);
  for (guint i = 0; i < failures->len; i++)
    g_ptr_array_add (self->ids, g_strdup (((UsherExportFailure *) g_ptr_array_index (failures, i))->id));
  self->head = self->next = 0;
  g_clear_pointer (&self->given_up, g_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FAILED]);
  set_state (self, USHER_EXPORT_RUNNING);
  step (self);
}

/**
 * usher_export_accept:
 * @self: an export that is incomplete
 *
 * Makes the file without the logs that failed. An Usher log says in its closing line how many are missing.
 */
void
usher_export_accept (UsherExport *self)
{
  g_return_if_fail (USHER_IS_EXPORT (self));

  if (self->state == USHER_EXPORT_INCOMPLETE)
    finish (self);
}

/**
 * usher_export_cancel:
 * @self: an export
 *
 * Ends it. The state becomes %USHER_EXPORT_CANCELLED when nothing is left of it on the disk.
 */
void
usher_export_cancel (UsherExport *self)
{
  g_autoptr (UsherExport) held = NULL;

  g_return_if_fail (USHER_IS_EXPORT (self));

  if (self->state >= USHER_EXPORT_DONE || g_cancellable_is_cancelled (self->cancellable))
    return;
  held = g_object_ref (self);
  g_cancellable_cancel (self->cancellable);
  step (self);
}

/**
 * usher_export_get_state:
 * @self: an export
 *
 * Returns: how far it is
 */
UsherExportState
usher_export_get_state (UsherExport *self)
{
  g_return_val_if_fail (USHER_IS_EXPORT (self), USHER_EXPORT_IDLE);
  return self->state;
}

/**
 * usher_export_get_active:
 * @self: an export
 *
 * Returns: whether it would be interrupted by ending now
 */
gboolean
usher_export_get_active (UsherExport *self)
{
  g_return_val_if_fail (USHER_IS_EXPORT (self), FALSE);
  return self->state > USHER_EXPORT_IDLE && self->state < USHER_EXPORT_DONE;
}

/**
 * usher_export_get_path:
 * @self: an export
 *
 * Returns: (transfer none): the file to be
 */
const char *
usher_export_get_path (UsherExport *self)
{
  g_return_val_if_fail (USHER_IS_EXPORT (self), NULL);
  return self->path;
}

/**
 * usher_export_get_n_total:
 * @self: an export
 *
 * Returns: how many invitations were asked for
 */
guint
usher_export_get_n_total (UsherExport *self)
{
  g_return_val_if_fail (USHER_IS_EXPORT (self), 0);
  return self->n_total;
}

/**
 * usher_export_get_n_done:
 * @self: an export
 *
 * Returns: how many invitations are written
 */
guint
usher_export_get_n_done (UsherExport *self)
{
  g_return_val_if_fail (USHER_IS_EXPORT (self), 0);
  return self->n_done;
}

/**
 * usher_export_get_n_failed:
 * @self: an export
 *
 * Returns: how many invitations have no log to write
 */
guint
usher_export_get_n_failed (UsherExport *self)
{
  g_return_val_if_fail (USHER_IS_EXPORT (self), 0);
  return self->failures->len;
}

/**
 * usher_export_get_n_events:
 * @self: an export
 *
 * Returns: how many events are written
 */
guint64
usher_export_get_n_events (UsherExport *self)
{
  g_return_val_if_fail (USHER_IS_EXPORT (self), 0);
  return self->n_events;
}

/**
 * usher_export_get_failures:
 * @self: an export
 *
 * Returns: (transfer none) (element-type UsherExportFailure): what failed and why, since the last try began
 */
GPtrArray *
usher_export_get_failures (UsherExport *self)
{
  g_return_val_if_fail (USHER_IS_EXPORT (self), NULL);
  return self->failures;
}

/**
 * usher_export_get_error:
 * @self: an export
 *
 * Returns: (transfer none) (nullable): why it failed as a whole
 */
const GError *
usher_export_get_error (UsherExport *self)
{
  g_return_val_if_fail (USHER_IS_EXPORT (self), NULL);
  return self->error;
}

/**
 * usher_export_get_seal:
 * @self: an export
 *
 * Returns: (transfer none) (nullable): the seal of an Usher log that is done: who notes it elsewhere can tell later
 *   whether somebody wrote the whole file anew
 */
const char *
usher_export_get_seal (UsherExport *self)
{
  g_return_val_if_fail (USHER_IS_EXPORT (self), NULL);
  return self->seal;
}

/* The reasons, each once, the first three. */
static char *
dup_reasons (UsherExport *self)
{
  g_autoptr (GPtrArray) reasons = g_ptr_array_new ();

  for (guint i = 0; i < self->failures->len && reasons->len < 3; i++)
    {
      UsherExportFailure *failure = g_ptr_array_index (self->failures, i);

      if (!g_ptr_array_find_with_equal_func (reasons, failure->message, g_str_equal, NULL))
        g_ptr_array_add (reasons, failure->message);
    }
  g_ptr_array_add (reasons, NULL);
  return g_strjoinv (" ", (char **) reasons->pdata);
}

/**
 * usher_export_dup_outcome:
 * @self: an export
 *
 * Returns: (transfer full): what came of it so far, in sentences
 */
char *
usher_export_dup_outcome (UsherExport *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (USHER_IS_EXPORT (self), NULL);

  if (self->failures->len == 0)
    g_string_append_printf (text, ngettext ("%'u invitation exported.", "%'u invitations exported.", self->n_done),
                            self->n_done);
  else
    /* Translators: "1,240 of 1,243 invitations exported." */
    g_string_append_printf (text, ngettext ("%'u of %'u invitation exported.", "%'u of %'u invitations exported.",
                                            self->n_total),
                            self->n_done, self->n_total);
  if (self->failures->len > 0)
    {
      g_autofree char *reasons = dup_reasons (self);

      g_string_append_c (text, ' ');
      /* Translators: a number, and sentences that say why */
      g_string_append_printf (text, ngettext ("%'u failed: %s", "%'u failed: %s", self->failures->len),
                              self->failures->len, reasons);
    }
  if (self->n_unreadable > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, ngettext ("The server sent %'u entry that cannot be read; it was left out.",
                                              "The server sent %'u entries that cannot be read; they were left out.",
                                              self->n_unreadable),
                              self->n_unreadable);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
