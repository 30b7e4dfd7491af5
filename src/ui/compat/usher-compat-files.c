/* SPDX-License-Identifier: GPL-3.0-or-later */
/* File dialogs: GtkFileDialog where there is one (GTK 4.10), else GtkFileChooserNative, which it took the place of. Both
 * go through the portal in a sandbox. Main thread. */
#undef GDK_VERSION_MAX_ALLOWED

#include "ui/compat/usher-compat-files.h"

#include <glib/gi18n.h>

/* Not the parent: a task that waits for an answer must not keep a window that goes. */
static GTask *
new_task (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data, gpointer tag)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  return task;
}

static GtkFileFilter *
make_filter (const char *name, const char *const *suffixes)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, suffixes[i]);
  return filter;
}

static GtkFileFilter *
make_any_filter (void)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("All Files"));
  gtk_file_filter_add_pattern (filter, "*");
  return filter;
}

#if GTK_CHECK_VERSION (4, 10, 0)

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GListModel *files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, &error);

  if (error != NULL && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED)
      && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, files, g_object_unref);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GFile *file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);

  if (error != NULL && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED)
      && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, file, g_object_unref);
}

#else

static void
on_response (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);

  if (response != GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, NULL, NULL);
  else if (gtk_file_chooser_get_action (chooser) == GTK_FILE_CHOOSER_ACTION_OPEN)
    g_task_return_pointer (task, gtk_file_chooser_get_files (chooser), g_object_unref);
  else
    g_task_return_pointer (task, gtk_file_chooser_get_file (chooser), g_object_unref);
  /* The task holds the dialog, and what is connected to the dialog holds the task. */
  g_signal_handlers_disconnect_by_data (dialog, task);
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  GtkNativeDialog *dialog = GTK_NATIVE_DIALOG (user_data);

  g_signal_emit_by_name (dialog, "response", GTK_RESPONSE_CANCEL);
  gtk_native_dialog_hide (dialog);
}

static void
unref_task (gpointer task, GClosure *closure)
{
  g_object_unref (task);
}

static void
run_native (GtkFileChooserNative *native, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_task_set_task_data (task, native, g_object_unref);
  g_signal_connect_data (native, "response", G_CALLBACK (on_response), g_object_ref (task), unref_task, 0);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (on_cancelled), native, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

#endif

/**
 * usher_compat_open_files_async:
 * @parent: (nullable): the window it stands over
 * @title: what the files are for
 * @filter_name: what files of these kinds are called
 * @suffixes: the ends of their names, without a dot
 * @cancellable: (nullable): closes the dialog
 * @callback: called when the person has chosen
 * @user_data: for @callback
 *
 * Asks for one or more files.
 */
void
usher_compat_open_files_async (GtkWindow *parent,
                               const char *title,
                               const char *filter_name,
                               const char *const *suffixes,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = new_task (cancellable, callback, user_data, usher_compat_open_files_async);
  g_autoptr (GtkFileFilter) filter = make_filter (filter_name, suffixes);
  g_autoptr (GtkFileFilter) any = make_any_filter ();

#if GTK_CHECK_VERSION (4, 10, 0)
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);

  g_list_store_append (filters, filter);
  g_list_store_append (filters, any);
  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open_multiple (dialog, parent, cancellable, on_opened, g_steal_pointer (&task));
#else
  GtkFileChooserNative *native =
    gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (native), TRUE);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (native), filter);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (native), any);
  run_native (native, task);
#endif
}

/**
 * usher_compat_open_files_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a list of [iface@Gio.File]; %NULL without an error when the person chose none
 */
GListModel *
usher_compat_open_files_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * usher_compat_save_file_async:
 * @parent: (nullable): the window it stands over
 * @title: what is saved
 * @name: the name that is offered
 * @cancellable: (nullable): closes the dialog
 * @callback: called when the person has chosen
 * @user_data: for @callback
 *
 * Asks where a file shall be; the dialog asks before another one is replaced.
 */
void
usher_compat_save_file_async (GtkWindow *parent,
                              const char *title,
                              const char *name,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = new_task (cancellable, callback, user_data, usher_compat_save_file_async);

#if GTK_CHECK_VERSION (4, 10, 0)
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, parent, cancellable, on_saved, g_steal_pointer (&task));
#else
  GtkFileChooserNative *native =
    gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), name);
  run_native (native, task);
#endif
}

/**
 * usher_compat_save_file_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the file to write; %NULL without an error when the person chose none
 */
GFile *
usher_compat_save_file_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
