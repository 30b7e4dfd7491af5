/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is shown in the review window, taken elsewhere: to a log of its own, or to paper; and what is selected, dragged to a file
 * manager. Main thread; what takes time runs
 * on the archive's workers. */
#include "ui/usher-review-window-private.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "ui/compat/usher-compat-files.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-log-drag.h"
#include "ui/usher-review-print.h"

/* ms after which it is said that an export or a print goes on, with a way to stop it. */
#define SLOW 400

/* What takes longer than a moment says so. */
static gboolean
on_slow (gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);

  self->slow_source = 0;
  self->export_is_slow = TRUE;
  usher_review_window_update_notice (self);
  return G_SOURCE_REMOVE;
}

static void
end_export (UsherReviewWindow *self)
{
  g_clear_handle_id (&self->slow_source, g_source_remove);
  g_clear_object (&self->exporting);
  self->export_is_slow = FALSE;
  if (!gtk_widget_get_realized (GTK_WIDGET (self)))
    return;
  usher_review_window_update_notice (self);
  usher_review_window_actions_update (self);
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherReviewWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  end_export (self);
  if (usher_archive_export_finish (USHER_ARCHIVE (source), result, &error))
    {
      if (gtk_widget_get_realized (GTK_WIDGET (self)))
        usher_review_window_toast (self, _("Exported what is shown"));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      usher_compat_tell (GTK_WINDOW (self), _("Not Exported"), error->message);
    }
}

/* What was chosen, in words, for the header of the new log. */
static char *
dup_filter_words (UsherReviewWindow *self)
{
  UsherArchiveFilter *filter = usher_review_get_filter (self->review);
  const char *search = usher_review_get_only (self->review) ? usher_review_get_search (self->review) : NULL;
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < usher_archive_filter_get_size (filter); i++)
    {
      g_autofree char *label = usher_condition_dup_label (usher_archive_filter_get (filter, i));

      g_string_append_printf (words, "%s%s", i > 0 ? "; " : "", label);
    }
  if (search != NULL)
    g_string_append_printf (words, words->len > 0 ? "; “%s”" : "“%s”", search);
  return g_string_free (words, FALSE);
}

/* What is written, in words, where, and when. */
static void
describe (UsherLogAbout *about, const char *words, GTimeZone *zone)
{
  *about = (UsherLogAbout){ .made_at = USHER_TIME_NONE };
  about->filter = words;
  about->time_zone = g_time_zone_get_identifier (zone);
}

/**
 * usher_review_window_export_to:
 * @self: the window
 * @path: the file to be; its end says the format
 *
 * Writes the rows that are shown to a log of their own, and tells when it is done.
 */
void
usher_review_window_export_to (UsherReviewWindow *self, const char *path)
{
  g_autofree char *words = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  UsherLogAbout about;

  g_return_if_fail (USHER_IS_REVIEW_WINDOW (self));
  g_return_if_fail (path != NULL);

  if (self->exporting != NULL)
    return;
  words = dup_filter_words (self);
  zone = g_time_zone_new_local ();
  describe (&about, words, zone);
  self->exporting = g_cancellable_new ();
  self->slow_source = g_timeout_add (SLOW, on_slow, self);
  usher_review_window_actions_update (self);
  usher_archive_export_async (usher_review_get_archive (self->review), usher_review_get_rows (self->review), path,
                              usher_log_format_from_path (path), &about, self->exporting, on_exported,
                              g_object_ref (self));
}

static gboolean
is_open_file (UsherReviewWindow *self, const char *path)
{
  UsherArchive *archive = usher_review_get_archive (self->review);

  for (guint i = 0; i < usher_archive_get_n_files (archive); i++)
    {
      if (g_strcmp0 (usher_archive_get_file_path (archive, i), path) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
on_export_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherReviewWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = usher_compat_save_file_finish (result, &error);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (file == NULL)
    return;
  if (path == NULL)
    usher_compat_tell (GTK_WINDOW (self), _("Not Exported"), _("Choose a folder on this computer."));
  else if (is_open_file (self, path))
    usher_compat_tell (GTK_WINDOW (self), _("Not Exported"),
                       _("This file is open. Choose another name, so that the log stays as it is."));
  else
    usher_review_window_export_to (self, path);
}

static void
on_export (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);

  /* Translators: the name that is offered for a file; keep the end */
  usher_compat_save_file_async (GTK_WINDOW (self), _("Export What Is Shown"), _("selection.usherlog"), self->cancellable,
                                on_export_chosen, g_object_ref (self));
}

/* --- dragged ----------------------------------------------------------------------------------- */

static void
on_drag_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherLogDrag) drag = user_data;
  g_autoptr (GError) error = NULL;

  usher_archive_export_finish (USHER_ARCHIVE (source), result, &error);
  usher_log_drag_finish (drag, error);
}

/* (element-type guint32) (transfer full): the rows of the archive that are selected, in their order */
static GArray *
dup_selected_rows (UsherReviewList *list)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (list));
  GArray *rows = g_array_sized_new (FALSE, FALSE, sizeof (guint32), (guint) gtk_bitset_get_size (selected));
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      guint32 row = usher_review_list_get_row (list, position);

      g_array_append_val (rows, row);
    }
  return rows;
}

/* What is selected by now: a drag begins by selecting. */
static void
on_wanted (UsherReviewWindow *self, const char *path, UsherLogDrag *drag)
{
  UsherReviewList *list = usher_review_pane_get_list (usher_review_board_get_pane (self->board));
  g_autoptr (GArray) rows = dup_selected_rows (list);
  /* Translators: in the header of an exported log: what it holds */
  g_autofree char *words = g_strdup_printf (ngettext ("%'u chosen event", "%'u chosen events", rows->len), rows->len);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  UsherLogAbout about;

  describe (&about, words, zone);
  usher_archive_export_async (usher_review_get_archive (self->review), rows, path, USHER_LOG_FORMAT_USHERLOG, &about,
                              self->cancellable, on_drag_written, g_object_ref (drag));
}

static GdkContentProvider *
on_prepare_drag (UsherReviewWindow *self, double x, double y, GtkDragSource *source)
{
  UsherReviewPane *pane = usher_review_board_get_pane (self->board);
  UsherLogDrag *drag;

  if (usher_archive_get_state (usher_review_get_archive (self->review)) != USHER_ARCHIVE_READY
      || usher_log_drag_pick_row (GTK_WIDGET (pane), x, y) == NULL
      || usher_review_list_get_n_selected (usher_review_pane_get_list (pane)) == 0)
    return NULL;
  /* Translators: the name that is offered for a file; keep the end */
  drag = usher_log_drag_new (_("selection.usherlog"));
  g_signal_connect_object (drag, "wanted", G_CALLBACK (on_wanted), self, G_CONNECT_SWAPPED);
  usher_log_drag_set_icon (source, GTK_WIDGET (pane));
  return GDK_CONTENT_PROVIDER (drag);
}

/* --- the window -------------------------------------------------------------------------------- */

static void
on_stop_export (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_cancellable_cancel (USHER_REVIEW_WINDOW (user_data)->exporting);
}

static gboolean
on_print_slow (gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);

  self->print_source = 0;
  self->print_is_slow = TRUE;
  usher_review_window_update_notice (self);
  return G_SOURCE_REMOVE;
}

/* The dialog has been answered: from here on the person waits. */
static void
on_print_begun (GtkPrintOperation *operation, GtkPrintContext *context, UsherReviewWindow *self)
{
  if (self->print_source == 0 && !self->print_is_slow)
    self->print_source = g_timeout_add (SLOW, on_print_slow, self);
}

static void
on_stop_print (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);

  if (self->printing != NULL)
    gtk_print_operation_cancel (self->printing);
}

/**
 * usher_review_window_run_print:
 * @self: the window
 * @operation: what to print
 * @action: whether the person is asked how
 *
 * Prints, shows that it goes on where that takes long, with a way to stop it, and tells when it failed. It is over when
 * this returns; the main loop runs meanwhile. The toolkit's own dialog for it comes after more than a second only.
 *
 * Returns: how it ended
 */
GtkPrintOperationResult
usher_review_window_run_print (UsherReviewWindow *self, GtkPrintOperation *operation, GtkPrintOperationAction action)
{
  g_autoptr (UsherReviewWindow) kept = g_object_ref (self);
  g_autoptr (GError) error = NULL;
  GtkPrintOperationResult result;

  g_return_val_if_fail (self->printing == NULL, GTK_PRINT_OPERATION_RESULT_ERROR);

  self->printing = g_object_ref (operation);
  usher_review_window_actions_update (self);
  g_signal_connect_object (operation, "begin-print", G_CALLBACK (on_print_begun), self, 0);
  result = gtk_print_operation_run (operation, action, GTK_WINDOW (self), &error);
  g_signal_handlers_disconnect_by_func (operation, on_print_begun, self);
  g_clear_handle_id (&self->print_source, g_source_remove);
  g_clear_object (&self->printing);
  self->print_is_slow = FALSE;
  if (!gtk_widget_get_realized (GTK_WIDGET (self)))
    return result;
  usher_review_window_update_notice (self);
  usher_review_window_actions_update (self);
  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    usher_compat_tell (GTK_WINDOW (self), _("Not Printed"), error->message);
  return result;
}

static void
on_print (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);
  g_autofree char *words = dup_filter_words (self);
  g_autoptr (GtkPrintOperation) operation =
    usher_review_print_new (self->review, gtk_window_get_title (GTK_WINDOW (self)), words,
                            usher_review_verify_get_text (self->verify));

  usher_review_window_run_print (self, operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG);
}

static const GActionEntry entries[] = {
  { .name = "export", .activate = on_export },
  { .name = "stop-export", .activate = on_stop_export },
  { .name = "print", .activate = on_print },
  { .name = "stop-print", .activate = on_stop_print },
};

void
usher_review_window_export_init (UsherReviewWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

/* Once there are rows to drag. */
void
usher_review_window_drag_init (UsherReviewWindow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();

  g_signal_connect_object (source, "prepare", G_CALLBACK (on_prepare_drag), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (usher_review_board_get_pane (self->board)), GTK_EVENT_CONTROLLER (source));
}
