/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exporting from the window: first what and how, then the system's own chooser says where, then how it goes. When
 * logs are missing at the end, the person says whether they are tried again, or left out, or nothing is kept.
 * Closing while something is under way cancels it, and nothing is left. Instead of choosing a place, the person may drag
 * the file to one. Main thread. */
#include "ui/usher-export-window.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "ui/compat/usher-compat-files.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-export-scope.h"
#include "ui/usher-ui.h"

struct _UsherExportWindow
{
  UsherDialog parent_instance;

  /* Template children */
  GtkButton *cancel_button;
  GtkButton *close_button;
  GtkButton *choose_button;
  GtkButton *pause_button;
  GtkButton *retry_button;
  GtkStack *stack;
  AdwComboRow *scope_row;
  AdwComboRow *format_row;
  GtkSwitch *fresh_switch;
  GtkSwitch *links_switch;
  GtkLabel *warning_label;
  GtkLabel *outcome_label;
  GtkLabel *path_label;
  GtkProgressBar *progress;
  GtkButton *accept_button;
  AdwActionRow *drag_row;

  UsherSession *session;          /* (owned) */
  GPtrArray *scopes;              /* (owned) (element-type UsherExportScope) */
  gboolean choosing;              /* where to, in a dialog */
  UsherLogDrag *drag;             /* (owned) (nullable): who waits for the file */
  UsherExport *export;            /* (owned) (nullable) */
  GSignalGroup *signals;          /* (owned): on the export */
  GCancellable *cancellable;      /* (owned): cancelled when the window goes */
  char *path;                     /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (UsherExportWindow, usher_export_window, USHER_TYPE_DIALOG)

/* In the order of the format row, which is that of UsherLogFormat. */
static const char *const endings[] = { ".usherlog", ".usherlog.gz", ".csv", ".json", ".pdf" };

static UsherLogFormat
get_format (UsherExportWindow *self)
{
  return (UsherLogFormat) MIN (adw_combo_row_get_selected (self->format_row), G_N_ELEMENTS (endings) - 1);
}

/* A table has no column for them, and paper lies about. */
static gboolean
can_hold_links (UsherLogFormat format)
{
  return format != USHER_LOG_FORMAT_CSV && format != USHER_LOG_FORMAT_PDF;
}

static UsherExportScope *
get_scope (UsherExportWindow *self)
{
  return g_ptr_array_index (self->scopes, MIN (adw_combo_row_get_selected (self->scope_row), self->scopes->len - 1));
}

/**
 * usher_export_window_dup_name:
 * @session: whose invitations
 * @format: how they are exported
 *
 * Returns: (transfer full): a name for the file: the account, the day, and the format's ending
 */
char *
usher_export_window_dup_name (UsherSession *session, UsherLogFormat format)
{
  UsherAccount *account = usher_session_get_account (session);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d");
  /* Translators: the name of a file: an account, a date, and the ending, which stays */
  g_autofree char *name = g_strdup_printf (C_("file name", "%s %s%s"), usher_account_get_name (account), date,
                                           endings[format]);

  /* An account's name is anything; "." in front would hide the file. */
  g_strdelimit (name, "/\\:*?\"<>|\n\r\t", '-');
  if (*name == '.')
    *name = '-';
  return g_steal_pointer (&name);
}

static char *
dup_proposed_name (UsherExportWindow *self)
{
  return usher_export_window_dup_name (self->session, get_format (self));
}

static void
update_options (UsherExportWindow *self)
{
  gboolean can_have_links = can_hold_links (get_format (self));
  gboolean with_links = can_have_links && gtk_switch_get_active (self->links_switch);

  if (self->session != NULL)
    {
      g_autofree char *name = dup_proposed_name (self);

      adw_action_row_set_subtitle (self->drag_row, name);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->links_switch), can_have_links);
  gtk_widget_set_visible (GTK_WIDGET (self->warning_label), with_links);
  /* What is kept has no links. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->fresh_switch), !with_links);
}

static char *
dup_state_text (UsherExportWindow *self)
{
  guint n_done = usher_export_get_n_done (self->export);
  guint n_total = usher_export_get_n_total (self->export);

  switch (usher_export_get_state (self->export))
    {
    case USHER_EXPORT_IDLE:
    case USHER_EXPORT_RUNNING:
      /* Translators: how many invitations are exported, and of how many */
      return g_strdup_printf (_("%'u of %'u invitations"), n_done, n_total);
    case USHER_EXPORT_PAUSED:
      /* Translators: how many invitations are exported, and of how many */
      return g_strdup_printf (_("Paused at %'u of %'u invitations"), n_done, n_total);
    case USHER_EXPORT_FINISHING:
      return g_strdup (_("Writing the file…"));
    case USHER_EXPORT_FAILED:
      return g_strdup (usher_export_get_error (self->export)->message);
    case USHER_EXPORT_CANCELLED:
      return g_strdup (_("Cancelled. Nothing was written."));
    case USHER_EXPORT_INCOMPLETE:
    case USHER_EXPORT_DONE:
    default:
      return usher_export_dup_outcome (self->export);
    }
}

static void
update_progress (UsherExportWindow *self)
{
  g_autofree char *text = dup_state_text (self);
  guint total = usher_export_get_n_total (self->export);
  guint ended = usher_export_get_n_done (self->export) + usher_export_get_n_failed (self->export);
  double fraction = total > 0 ? MIN (1.0, (double) ended / total) : 1.0;
  /* Translators: how much of a work is done */
  g_autofree char *percent = g_strdup_printf (C_("progress", "%d %%"), (int) (fraction * 100));

  gtk_label_set_text (self->outcome_label, text);
  gtk_progress_bar_set_fraction (self->progress, fraction);
  gtk_progress_bar_set_text (self->progress, percent);
}

static void
show_seal (UsherExportWindow *self)
{
  const char *seal = usher_export_get_seal (self->export);
  g_autofree char *text = NULL;

  if (seal == NULL)
    return;
  /* Translators: a sentence, and the last chain value of a log, to be noted and compared */
  text = g_strdup_printf (_("%s\n\nSeal, to be noted elsewhere: %s"), gtk_label_get_text (self->path_label), seal);
  gtk_label_set_text (self->path_label, text);
}

/* The file is where it was promised to be, or never will be. */
static void
answer_drag (UsherExportWindow *self, UsherExportState state)
{
  g_autoptr (GError) cancelled = NULL;

  if (self->drag == NULL || state < USHER_EXPORT_DONE)
    return;
  if (state == USHER_EXPORT_CANCELLED)
    cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled. Nothing was written."));
  usher_log_drag_finish (self->drag, state == USHER_EXPORT_DONE ? NULL
                                     : cancelled != NULL       ? cancelled
                                                               : usher_export_get_error (self->export));
}

static void
update_state (UsherExportWindow *self)
{
  UsherExportState state = usher_export_get_state (self->export);
  gboolean over = state >= USHER_EXPORT_DONE;
  gboolean incomplete = state == USHER_EXPORT_INCOMPLETE;
  gboolean at_work = state == USHER_EXPORT_RUNNING || state == USHER_EXPORT_PAUSED;
  GtkButton *focus = NULL;

  update_progress (self);
  if (state == USHER_EXPORT_DONE)
    show_seal (self);
  answer_drag (self, state);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), !over);
  gtk_widget_set_visible (GTK_WIDGET (self->close_button), over);
  gtk_widget_set_visible (GTK_WIDGET (self->pause_button), at_work);
  gtk_button_set_label (self->pause_button, state == USHER_EXPORT_PAUSED ? _("_Resume") : _("_Pause"));
  gtk_widget_set_visible (GTK_WIDGET (self->retry_button), incomplete);
  gtk_widget_set_visible (GTK_WIDGET (self->accept_button),
                          incomplete && usher_export_get_n_done (self->export) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), at_work || state == USHER_EXPORT_FINISHING);
  gtk_widget_set_visible (GTK_WIDGET (self->path_label), state == USHER_EXPORT_DONE);
  /* What had the focus may just have gone. */
  focus = over ? self->close_button : incomplete ? self->retry_button : self->pause_button;
  if (gtk_widget_get_visible (GTK_WIDGET (focus)))
    gtk_widget_grab_focus (GTK_WIDGET (focus));
  if (!at_work && state != USHER_EXPORT_FINISHING)
    usher_compat_announce (GTK_WIDGET (self), gtk_label_get_text (self->outcome_label));
}

static void
begin (UsherExportWindow *self, GPtrArray *ids)
{
  g_autofree char *name =
    self->drag != NULL ? g_filename_display_basename (self->path) : g_filename_display_name (self->path);
  g_autofree char *safe = usher_text_dup_safe (name, 0);
  g_autofree char *place = NULL;
  const UsherExportOptions options = {
    .path = self->path,
    .format = get_format (self),
    .with_links = can_hold_links (get_format (self)) && gtk_switch_get_active (self->links_switch),
    .use_kept = !gtk_switch_get_active (self->fresh_switch),
    .filter = get_scope (self)->filter,
  };

  if (self->drag != NULL)
    /* Translators: after drag and drop; a file name */
    place = g_strdup_printf (_("Handed to where you dropped it, as “%s”."), safe);
  else
    /* Translators: a file name */
    place = g_strdup_printf (_("Written to “%s”."), safe);
  gtk_label_set_text (self->path_label, place);
  self->export = usher_export_new (self->session, ids, &options);
  g_signal_group_set_target (self->signals, self->export);
  gtk_widget_set_visible (GTK_WIDGET (self->choose_button), FALSE);
  gtk_stack_set_visible_child_name (self->stack, "work");
  usher_export_start (self->export);
  update_state (self);
}

static void
on_ids_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherExportWindow) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = usher_session_query_ids_finish (USHER_SESSION (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (ids != NULL)
    begin (self, ids);
  else
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->choose_button), TRUE);
      if (self->drag != NULL)
        usher_log_drag_finish (self->drag, error);
      g_clear_object (&self->drag);
      usher_compat_tell (usher_dialog_get_window (USHER_DIALOG (self)), _("The Logs Could Not Be Exported"), error->message);
    }
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherExportWindow) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = usher_compat_save_file_finish (result, &error);

  self->choosing = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (file != NULL && self->export == NULL)
    usher_export_window_save_to (self, file);
  else if (error != NULL)
    usher_compat_tell (usher_dialog_get_window (USHER_DIALOG (self)), _("The Logs Could Not Be Exported"), error->message);
}

static void
on_choose (UsherExportWindow *self)
{
  g_autofree char *name = dup_proposed_name (self);

  if (self->choosing || self->export != NULL)
    return;
  self->choosing = TRUE;
  usher_compat_save_file_async (usher_dialog_get_window (USHER_DIALOG (self)), _("Export Activity Logs"), name,
                                self->cancellable, on_chosen, g_object_ref (self));
}

static GdkContentProvider *
on_prepare_drag (UsherExportWindow *self, double x, double y, GtkDragSource *source)
{
  g_autofree char *name = dup_proposed_name (self);
  UsherLogDrag *drag;

  if (self->choosing || self->export != NULL)
    return NULL;
  drag = usher_log_drag_new (name);
  g_signal_connect_object (drag, "wanted", G_CALLBACK (usher_export_window_hand_over), self, G_CONNECT_SWAPPED);
  usher_log_drag_set_icon (source, GTK_WIDGET (self->drag_row));
  return GDK_CONTENT_PROVIDER (drag);
}

static void
on_cancel (UsherExportWindow *self)
{
  usher_dialog_close (USHER_DIALOG (self));
}

static void
on_pause (UsherExportWindow *self)
{
  if (usher_export_get_state (self->export) == USHER_EXPORT_PAUSED)
    usher_export_resume (self->export);
  else
    usher_export_pause (self->export);
}

static void
on_retry (UsherExportWindow *self)
{
  usher_export_retry (self->export);
}

static void
on_accept (UsherExportWindow *self)
{
  usher_export_accept (self->export);
}

static void
usher_export_window_dispose (GObject *object)
{
  UsherExportWindow *self = USHER_EXPORT_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->signals);
  if (self->export != NULL)
    usher_export_cancel (self->export);
  g_clear_object (&self->export);
  if (self->drag != NULL)
    {
      g_autoptr (GError) error =
        g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled. Nothing was written."));

      usher_log_drag_finish (self->drag, error);
    }
  g_clear_object (&self->drag);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_EXPORT_WINDOW);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->scopes, g_ptr_array_unref);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (usher_export_window_parent_class)->dispose (object);
}

static void
usher_export_window_class_init (UsherExportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = usher_export_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-export-window.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherExportWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, UsherExportWindow, close_button);
  gtk_widget_class_bind_template_child (widget_class, UsherExportWindow, choose_button);
  gtk_widget_class_bind_template_child (widget_class, UsherExportWindow, pause_button);
  gtk_widget_class_bind_template_child (widget_class, UsherExportWindow, retry_button);
  gtk_widget_class_bind_template_child (widget_class, UsherExportWindow, accept_button);
  gtk_widget_class_bind_template_child (widget_class, UsherExportWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, UsherExportWindow, scope_row);
  gtk_widget_class_bind_template_child (widget_class, UsherExportWindow, format_row);
  gtk_widget_class_bind_template_child (widget_class, UsherExportWindow, fresh_switch);
  gtk_widget_class_bind_template_child (widget_class, UsherExportWindow, links_switch);
  gtk_widget_class_bind_template_child (widget_class, UsherExportWindow, warning_label);
  gtk_widget_class_bind_template_child (widget_class, UsherExportWindow, outcome_label);
  gtk_widget_class_bind_template_child (widget_class, UsherExportWindow, path_label);
  gtk_widget_class_bind_template_child (widget_class, UsherExportWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, UsherExportWindow, drag_row);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_pause);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
  gtk_widget_class_bind_template_callback (widget_class, on_accept);
  gtk_widget_class_bind_template_callback (widget_class, update_options);
}

static void
usher_export_window_init (UsherExportWindow *self)
{
  GtkDragSource *source;

  self->cancellable = g_cancellable_new ();
  self->signals = g_signal_group_new (USHER_TYPE_EXPORT);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (update_state), self);
  g_signal_group_connect_swapped (self->signals, "notify::n-done", G_CALLBACK (update_progress), self);
  g_signal_group_connect_swapped (self->signals, "notify::n-failed", G_CALLBACK (update_progress), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  source = gtk_drag_source_new ();
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (on_prepare_drag), self);
  gtk_widget_add_controller (GTK_WIDGET (self->drag_row), GTK_EVENT_CONTROLLER (source));
  usher_ui_let_heads_shrink (GTK_WIDGET (self));
}

/**
 * usher_export_window_new:
 * @session: whose invitations
 * @selected: (nullable) (element-type UsherInvitationItem): what is selected, in order
 *
 * Returns: (transfer none): a dialog, owned by the toolkit until it is closed
 */
UsherExportWindow *
usher_export_window_new (UsherSession *session, GPtrArray *selected)
{
  UsherExportWindow *self = NULL;
  g_autoptr (GtkStringList) labels = NULL;

  g_return_val_if_fail (USHER_IS_SESSION (session), NULL);

  self = g_object_new (USHER_TYPE_EXPORT_WINDOW, NULL);
  self->session = g_object_ref (session);
  self->scopes = usher_export_scopes_new (session, selected);
  labels = gtk_string_list_new (NULL);
  for (guint i = 0; i < self->scopes->len; i++)
    gtk_string_list_append (labels, ((UsherExportScope *) g_ptr_array_index (self->scopes, i))->label);
  adw_combo_row_set_model (self->scope_row, G_LIST_MODEL (labels));
  /* Without the server there is only what is kept. */
  gtk_switch_set_active (self->fresh_switch, usher_session_get_state (session) != USHER_SYNC_OFFLINE
                                               && usher_session_get_has_key (session));
  update_options (self);
  return self;
}

/**
 * usher_export_window_save_to:
 * @self: the window, with nothing under way
 * @file: the file to be
 *
 * Begins with what is chosen in the window. A name without the format's ending gets it.
 */
void
usher_export_window_save_to (UsherExportWindow *self, GFile *file)
{
  UsherExportScope *scope = NULL;
  g_autofree char *path = NULL;
  g_autofree char *lower = NULL;

  g_return_if_fail (USHER_IS_EXPORT_WINDOW (self));
  g_return_if_fail (self->export == NULL);

  path = g_file_get_path (file);
  if (path == NULL)
    {
      usher_compat_tell (usher_dialog_get_window (USHER_DIALOG (self)), _("The Logs Cannot Be Exported There"),
                         _("Choose a folder on this computer."));
      return;
    }
  lower = g_ascii_strdown (path, -1);
  g_free (self->path);
  self->path = g_str_has_suffix (lower, endings[get_format (self)])
                 ? g_steal_pointer (&path)
                 : g_strconcat (path, endings[get_format (self)], NULL);
  scope = get_scope (self);
  if (scope->ids != NULL)
    {
      begin (self, scope->ids);
      return;
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->choose_button), FALSE);
  usher_session_query_ids_async (self->session, scope->query, self->cancellable, on_ids_found,
                                 g_object_ref (self));
}

/**
 * usher_export_window_hand_over:
 * @self: the window, with nothing under way
 * @path: where the file is to be
 * @drag: who waits for it
 *
 * Begins with what is chosen in the window, and tells @drag when the file is there, or that it never will be.
 */
void
usher_export_window_hand_over (UsherExportWindow *self, const char *path, UsherLogDrag *drag)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_return_if_fail (USHER_IS_EXPORT_WINDOW (self));
  g_return_if_fail (self->export == NULL);

  g_set_object (&self->drag, drag);
  usher_export_window_save_to (self, file);
}

/**
 * usher_export_window_get_export:
 * @self: the window
 *
 * Returns: (transfer none) (nullable): what is under way, or has ended
 */
UsherExport *
usher_export_window_get_export (UsherExportWindow *self)
{
  g_return_val_if_fail (USHER_IS_EXPORT_WINDOW (self), NULL);
  return self->export;
}
