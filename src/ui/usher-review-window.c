/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The review window: the verdict above, the events at the left, one of them or the overview at the right. What its
 * actions do stands in usher-review-window-actions.c. Main thread. */
#include "ui/usher-review-window-private.h"

#include <glib/gi18n.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-recent-logs.h"
#include "ui/usher-ui.h"
#include "usher-config.h"

/* ms after which it is said that a log is being opened, in a window that shows another: the first rows mostly come sooner. */
#define SLOW 200
#define LOOKING_SLOW 400

G_DEFINE_FINAL_TYPE (UsherReviewWindow, usher_review_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- what is said ------------------------------------------------------------------------------ */

static void
update_title (UsherReviewWindow *self)
{
  UsherArchive *archive = usher_review_get_archive (self->review);
  UsherArchiveData *data = usher_review_get_data (self->review);
  guint n_files = usher_archive_get_n_files (archive);
  guint n = usher_review_get_n_rows (self->review);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (n_files == 1)
    title = g_strdup (usher_archive_get_file_name (archive, 0));
  else if (n_files > 1)
    title = g_strdup_printf (ngettext ("%'u Log", "%'u Logs", n_files), n_files);
  else
    title = g_strdup (_("Activity Log"));
  if (data != NULL && usher_archive_get_state (archive) == USHER_ARCHIVE_READY)
    subtitle = n == data->n_rows
                 ? g_strdup_printf (ngettext ("%'u event", "%'u events", n), n)
                 /* Translators: how many events are shown, of how many */
                 : g_strdup_printf (ngettext ("%1$'u of %2$'u event", "%1$'u of %2$'u events", data->n_rows), n,
                                    data->n_rows);
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static const char *
get_file_problem (UsherReviewWindow *self, guint *n)
{
  UsherArchive *archive = usher_review_get_archive (self->review);
  const char *first = NULL;

  *n = 0;
  for (guint i = 0; i < usher_archive_get_n_files (archive); i++)
    {
      const GError *error = usher_archive_get_file_error (archive, i);

      if (error == NULL)
        continue;
      (*n)++;
      if (first == NULL)
        first = error->message;
    }
  return first;
}

/* One thing at a time, the most pressing first. */
void
usher_review_window_update_notice (UsherReviewWindow *self)
{
  UsherArchive *archive = usher_review_get_archive (self->review);
  const char *problem = self->notes != NULL ? usher_archive_notes_get_problem (self->notes) : NULL;
  guint n_failed;
  const char *failed = get_file_problem (self, &n_failed);
  guint n_bad = usher_archive_get_n_bad (archive);
  guint n_folded = usher_archive_get_n_folded (archive);
  g_autofree char *text = NULL;

  if (usher_archive_get_state (archive) != USHER_ARCHIVE_READY)
    {
      usher_notice_hide (self->notice);
      return;
    }
  if (self->export_is_slow)
    {
      usher_notice_show (self->notice, "content-loading-symbolic", _("Exporting what is shown…"), _("_Cancel"),
                         "win.stop-export");
    }
  else if (self->print_is_slow)
    {
      usher_notice_show (self->notice, "document-print-symbolic", _("Preparing to print…"), _("_Cancel"),
                         "win.stop-print");
    }
  else if (self->looking_is_slow)
    {
      usher_notice_show (self->notice, "edit-find-symbolic", _("Looking for events…"), _("_Cancel"), "win.stop-search");
    }
  else if (usher_archive_get_changed (archive))
    {
      usher_notice_show (self->notice, "view-refresh-symbolic",
                         _("The file was changed, moved or removed since it was opened. This is what it was."),
                         _("_Read Again"), "win.refresh");
    }
  else if (failed != NULL)
    {
      text = n_failed == 1 ? g_strdup (failed)
                           /* Translators: a sentence about a file; then how many more there are */
                           : g_strdup_printf (ngettext ("%1$s %2$'u more file could not be opened.",
                                                        "%1$s %2$'u more files could not be opened.", n_failed - 1),
                                              failed, n_failed - 1);
      usher_notice_show (self->notice, "dialog-warning-symbolic", text, NULL, NULL);
    }
  else if (problem != NULL)
    {
      usher_notice_show (self->notice, "dialog-warning-symbolic", problem, NULL, NULL);
    }
  else if (n_bad > 0)
    {
      text = g_strdup_printf (ngettext ("%'u line cannot be read. It is shown as it stands in the file.",
                                        "%'u lines cannot be read. They are shown as they stand in the file.", n_bad),
                              n_bad);
      usher_notice_show (self->notice, "dialog-warning-symbolic", text, _("_Show"), "win.show-bad");
    }
  else if (n_folded > 0)
    {
      text = g_strdup_printf (ngettext ("%'u event stands in more than one file and is shown once.",
                                        "%'u events stand in more than one file and are shown once.", n_folded),
                              n_folded);
      usher_notice_show (self->notice, "dialog-information-symbolic", text, NULL, NULL);
    }
  else
    {
      usher_notice_hide (self->notice);
    }
}

static void update_page (UsherReviewWindow *self);

static gboolean
on_slow (gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);

  self->opening_source = 0;
  self->opening_is_slow = TRUE;
  update_page (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_looking_slow (gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);

  self->looking_source = 0;
  self->looking_is_slow = TRUE;
  usher_review_window_update_notice (self);
  return G_SOURCE_REMOVE;
}

/* A search or a filter over a great log: what is shown stays until it is found. */
static void
on_busy (UsherReviewWindow *self)
{
  gboolean busy = usher_review_get_busy (self->review);

  if (busy && self->looking_source == 0 && !self->looking_is_slow)
    self->looking_source = g_timeout_add (LOOKING_SLOW, on_looking_slow, self);
  if (!busy)
    {
      g_clear_handle_id (&self->looking_source, g_source_remove);
      self->looking_is_slow = FALSE;
      usher_review_window_update_notice (self);
    }
  usher_review_window_actions_update (self);
}

static void
update_page (UsherReviewWindow *self)
{
  UsherArchive *archive = usher_review_get_archive (self->review);
  UsherArchiveState state = usher_archive_get_state (archive);
  const char *page = "content";
  guint n;

  if (self->not_local != NULL || state == USHER_ARCHIVE_FAILED)
    {
      const char *problem = get_file_problem (self, &n);
      g_autofree char *text = NULL;

      if (self->not_local != NULL)
        text = g_strdup_printf (_("“%s” is not on this computer. Copy it to a folder here, and open that."),
                                self->not_local);
      else if (self->stopped)
        text = g_strdup (_("Reading was stopped."));
      else
        text = g_strdup (problem != NULL ? problem : _("The file cannot be read."));
      {
        /* A status page's description is markup. */
        g_autofree char *escaped = g_markup_escape_text (text, -1);

        adw_status_page_set_description (self->failed_page, escaped);
      }
      page = "failed";
    }
  else if (state == USHER_ARCHIVE_EMPTY || (state == USHER_ARCHIVE_LOADING && usher_review_get_data (self->review) == NULL))
    {
      if (state == USHER_ARCHIVE_LOADING && !self->opening_is_slow
          && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "content") == 0)
        {
          if (self->opening_source == 0)
            self->opening_source = g_timeout_add (SLOW, on_slow, self);
          return;
        }
      page = "loading";
    }
  if (!g_str_equal (page, "loading"))
    {
      g_clear_handle_id (&self->opening_source, g_source_remove);
      self->opening_is_slow = FALSE;
    }
  gtk_spinner_set_spinning (self->spinner, g_str_equal (page, "loading"));
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
update (UsherReviewWindow *self)
{
  update_title (self);
  update_page (self);
  usher_review_window_update_notice (self);
  usher_review_window_actions_update (self);
}

/* The notes are on what is open: not before it is known what that is. */
static void
on_state_changed (UsherReviewWindow *self)
{
  UsherArchive *archive = usher_review_get_archive (self->review);

  if (usher_archive_get_state (archive) == USHER_ARCHIVE_READY)
    {
      g_autoptr (GPtrArray) paths = g_ptr_array_new ();

      for (guint i = 0; i < usher_archive_get_n_files (archive); i++)
        g_ptr_array_add (paths, (gpointer) usher_archive_get_file_path (archive, i));
      g_ptr_array_add (paths, NULL);
      g_clear_object (&self->notes);
      self->notes = usher_archive_notes_new ((const char *const *) paths->pdata);
      g_signal_connect_object (self->notes, "notify::problem", G_CALLBACK (usher_review_window_update_notice), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->notes, "changed", G_CALLBACK (usher_review_window_actions_update), self,
                               G_CONNECT_SWAPPED);
      usher_review_pane_set_notes (usher_review_board_get_pane (self->board), self->notes);
      usher_review_detail_set_notes (self->detail, self->notes);
      for (guint i = 0; i < usher_archive_get_n_files (archive); i++)
        {
          if (usher_archive_get_file_error (archive, i) == NULL)
            usher_recent_logs_add (usher_archive_get_file_path (archive, i));
        }
    }
  update (self);
}

static void
show_side (UsherReviewWindow *self)
{
  usher_panes_show (self->panes, USHER_PANE_END);
}

static gboolean
on_adapt (gpointer user_data)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (user_data);
  gboolean folded = usher_panes_get_folded (self->panes);
  gboolean side = usher_panes_get_front (self->panes) == USHER_PANE_END;

  gtk_widget_set_visible (self->back_button, folded && side);
  self->adapt_source = 0;
  return G_SOURCE_REMOVE;
}

/* Not at once: it folds while widths are being given out, and the header bar has its own already. */
static void
on_folded (UsherReviewWindow *self)
{
  if (self->adapt_source == 0)
    self->adapt_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_adapt, self, NULL);
}

static void
on_row_wanted (UsherReviewWindow *self, guint row)
{
  UsherReviewPane *pane = usher_review_board_get_pane (self->board);

  if (usher_review_pane_show_row (pane, row))
    return;
  /* It happened, but a filter hides it: to be seen it has to go. */
  usher_review_window_toast (self, _("The filters hide that event. Clear them to see it in the list."));
}

static void
on_selection (UsherReviewWindow *self)
{
  UsherReviewList *list = usher_review_pane_get_list (usher_review_board_get_pane (self->board));

  if (usher_review_list_get_n_selected (list) > 0)
    g_action_group_change_action_state (G_ACTION_GROUP (self), "overview", g_variant_new_boolean (FALSE));
  usher_review_window_actions_update (self);
}

/* --- drag and drop ----------------------------------------------------------------------------- */

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, UsherReviewWindow *self)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  GSList *list = g_value_get_boxed (value);

  for (GSList *l = list; l != NULL; l = l->next)
    g_ptr_array_add (files, l->data);
  if (files->len == 0)
    return FALSE;
  usher_review_window_open (self, (GFile *const *) files->pdata, files->len);
  return TRUE;
}

/* --- object ------------------------------------------------------------------------------------ */

static void
usher_review_window_dispose (GObject *object)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->exporting);
  if (self->printing != NULL)
    gtk_print_operation_cancel (self->printing);
  g_clear_handle_id (&self->slow_source, g_source_remove);
  g_clear_handle_id (&self->print_source, g_source_remove);
  g_clear_handle_id (&self->opening_source, g_source_remove);
  g_clear_handle_id (&self->looking_source, g_source_remove);
  g_clear_handle_id (&self->adapt_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_REVIEW_WINDOW);
  G_OBJECT_CLASS (usher_review_window_parent_class)->dispose (object);
}

static void
usher_review_window_finalize (GObject *object)
{
  UsherReviewWindow *self = USHER_REVIEW_WINDOW (object);

  g_clear_object (&self->review);
  g_clear_object (&self->notes);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->exporting);
  g_free (self->not_local);
  G_OBJECT_CLASS (usher_review_window_parent_class)->finalize (object);
}

static void
usher_review_window_class_init (UsherReviewWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_review_window_dispose;
  object_class->finalize = usher_review_window_finalize;

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_PANES);
  g_type_ensure (USHER_TYPE_NOTICE);
  g_type_ensure (USHER_TYPE_REVIEW_VERIFY);
  g_type_ensure (USHER_TYPE_REVIEW_BOARD);
  g_type_ensure (USHER_TYPE_REVIEW_DETAIL);
  g_type_ensure (USHER_TYPE_REVIEW_OVERVIEW);
  gtk_widget_class_set_template_from_resource (widget_class, USHER_RESOURCE_PATH "/ui/usher-review-window.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherReviewWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewWindow, title);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewWindow, verify);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewWindow, failed_page);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewWindow, panes);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewWindow, board);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewWindow, side_stack);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewWindow, detail);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewWindow, overview);
  gtk_widget_class_bind_template_callback (widget_class, on_folded);
}

static void
watch (UsherReviewWindow *self)
{
  UsherArchive *archive = usher_review_get_archive (self->review);
  UsherReviewPane *pane = usher_review_board_get_pane (self->board);
  UsherReviewList *list = usher_review_pane_get_list (pane);

  g_signal_connect_object (archive, "notify::state", G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (archive, "notify::changed", G_CALLBACK (usher_review_window_update_notice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->review, "rows-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->review, "notify::busy", G_CALLBACK (on_busy), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->review, "notify::filter", G_CALLBACK (usher_review_window_actions_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (pane, "activated", G_CALLBACK (show_side), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->detail, "row-wanted", G_CALLBACK (on_row_wanted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "selection-changed", G_CALLBACK (on_selection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "notify::current", G_CALLBACK (on_selection), self, G_CONNECT_SWAPPED);
}

static void
usher_review_window_init (UsherReviewWindow *self)
{
  GtkDropTarget *target;
  UsherReviewPane *pane;
  GMenuModel *recent;

  self->cancellable = g_cancellable_new ();
  self->review = usher_review_new ();
  usher_review_window_actions_init (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  if (g_str_equal (USHER_PROFILE, "development"))
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");
  pane = usher_review_board_get_pane (self->board);
  usher_review_board_set_review (self->board, self->review);
  usher_review_detail_set_review (self->detail, self->review);
  usher_review_detail_set_list (self->detail, usher_review_pane_get_list (pane));
  usher_review_overview_set_review (self->overview, self->review);
  usher_review_verify_set_archive (self->verify, usher_review_get_archive (self->review));
  usher_review_window_drag_init (self);
  gtk_stack_set_visible_child_name (self->side_stack, "overview");
  watch (self);
  target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  recent = usher_recent_logs_dup_menu ();
  adw_split_button_set_menu_model (self->open_button, recent);
  g_object_unref (recent);
  update (self);
}

/**
 * usher_review_window_new:
 * @application: the application
 *
 * Returns: (transfer none): a window, owned by the toolkit until it is closed
 */
UsherReviewWindow *
usher_review_window_new (GtkApplication *application)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);

  return g_object_new (USHER_TYPE_REVIEW_WINDOW, "application", application, NULL);
}

/**
 * usher_review_window_open:
 * @self: the window
 * @files: (array length=n): files
 * @n: how many
 *
 * Opens files together, in place of what is open.
 */
void
usher_review_window_open (UsherReviewWindow *self, GFile *const *files, guint n)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  g_return_if_fail (USHER_IS_REVIEW_WINDOW (self));

  g_clear_pointer (&self->not_local, g_free);
  for (guint i = 0; i < n; i++)
    {
      char *path = g_file_get_path (files[i]);

      if (path != NULL)
        g_ptr_array_add (paths, path);
      else if (self->not_local == NULL)
        self->not_local = g_file_get_parse_name (files[i]);
    }
  if (paths->len == 0)
    {
      update (self);
      return;
    }
  g_clear_pointer (&self->not_local, g_free);
  g_ptr_array_add (paths, NULL);
  self->stopped = FALSE;
  usher_review_open (self->review, (const char *const *) paths->pdata);
  update (self);
}

/**
 * usher_review_window_toast:
 * @self: the window
 * @text: what was done; plain text
 */
void
usher_review_window_toast (UsherReviewWindow *self, const char *text)
{
  /* A toast reads its title as markup. */
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  usher_compat_toast (self->toasts, adw_toast_new (escaped));
}

/**
 * usher_review_window_get_review:
 * @self: the window
 *
 * Returns: (transfer none): what is reviewed
 */
UsherReview *
usher_review_window_get_review (UsherReviewWindow *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_WINDOW (self), NULL);

  return self->review;
}

/**
 * usher_review_window_get_notes:
 * @self: the window
 *
 * Returns: (transfer none) (nullable): notes on what is open
 */
UsherArchiveNotes *
usher_review_window_get_notes (UsherReviewWindow *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_WINDOW (self), NULL);

  return self->notes;
}

/**
 * usher_review_window_get_board:
 * @self: the window
 *
 * Returns: (transfer none): its left side
 */
UsherReviewBoard *
usher_review_window_get_board (UsherReviewWindow *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_WINDOW (self), NULL);

  return self->board;
}

/**
 * usher_review_window_get_detail:
 * @self: the window
 *
 * Returns: (transfer none): the event at its right side
 */
UsherReviewDetail *
usher_review_window_get_detail (UsherReviewWindow *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_WINDOW (self), NULL);

  return self->detail;
}

/**
 * usher_review_window_get_side_width:
 * @self: the window
 *
 * Returns: how wide the person made what stands beside the events, in pixels; 0: nobody did
 */
int
usher_review_window_get_side_width (UsherReviewWindow *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_WINDOW (self), 0);

  return usher_panes_get_width (self->panes);
}

/**
 * usher_review_window_set_side_width:
 * @self: the window
 * @width: in pixels; 0: as wide as it is by itself
 *
 * It gets as much of that as there is room for.
 */
void
usher_review_window_set_side_width (UsherReviewWindow *self, int width)
{
  g_return_if_fail (USHER_IS_REVIEW_WINDOW (self));

  usher_panes_set_width (self->panes, width);
}

/**
 * usher_review_window_get_verify:
 * @self: the window
 *
 * Returns: (transfer none): the line with the verdict
 */
UsherReviewVerify *
usher_review_window_get_verify (UsherReviewWindow *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_WINDOW (self), NULL);

  return self->verify;
}

/**
 * usher_review_window_get_page:
 * @self: the window
 *
 * Returns: (transfer none): "loading", "failed" or "content"
 */
const char *
usher_review_window_get_page (UsherReviewWindow *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_WINDOW (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}
