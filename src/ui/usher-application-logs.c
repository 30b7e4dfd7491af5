/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exported logs: opened from the command line, a double click, the menu, or the list of recent ones, each in a review
 * window. None of it needs an account: a session is neither opened nor asked for. Main thread. */
#include "ui/usher-application-private.h"

#include <glib/gi18n.h>

#include "ui/compat/usher-compat-files.h"
#include "ui/compat/usher-compat.h"

/**
 * usher_application_open:
 * @application: the application
 * @files: (array length=n): files
 * @n: how many
 * @hint: not used
 *
 * Opens files together in a review window: a new one, or that at hand when it could not open what it was given.
 */
void
usher_application_open (GApplication *application, GFile **files, int n, const char *hint)
{
  UsherApplication *self = USHER_APPLICATION (application);
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));
  UsherReviewWindow *window;

  if (n <= 0)
    return;
  if (USHER_IS_REVIEW_WINDOW (active)
      && g_str_equal (usher_review_window_get_page (USHER_REVIEW_WINDOW (active)), "failed"))
    window = USHER_REVIEW_WINDOW (active);
  else
    {
      window = usher_review_window_new (GTK_APPLICATION (self));
      usher_application_restore_review (self, window);
    }
  usher_review_window_open (window, files, (guint) n);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_files_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) chosen = usher_compat_open_files_finish (result, &error);
  g_autoptr (GPtrArray) files = NULL;

  g_application_release (self);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("No file dialog: %s", error->message);
  if (chosen == NULL)
    return;
  files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (chosen); i++)
    g_ptr_array_add (files, g_list_model_get_item (chosen, i));
  usher_application_open (self, (GFile **) files->pdata, (int) files->len, "");
}

static void
on_open_log (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherApplication *self = USHER_APPLICATION (user_data);
  const char *const suffixes[] = { "usherlog", "gz", "csv", "json", NULL };

  /* A desktop's menu asks for this when there is no window that would keep the program running. */
  g_application_hold (G_APPLICATION (self));
  if (self->choosing == NULL || g_cancellable_is_cancelled (self->choosing))
    {
      g_clear_object (&self->choosing);
      self->choosing = g_cancellable_new ();
    }
  usher_compat_open_files_async (gtk_application_get_active_window (GTK_APPLICATION (self)), _("Open Log"),
                                 _("Activity Logs"), suffixes, self->choosing, on_files_chosen, g_object_ref (self));
}

static void
on_open_recent (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));
  GFile *files[] = { file };

  usher_application_open (G_APPLICATION (user_data), files, 1, "");
}

static const GActionEntry entries[] = {
  { .name = "open-log", .activate = on_open_log },
  { .name = "open-recent", .parameter_type = "s", .activate = on_open_recent },
};

static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "app.open-log", { "<Control>o" } },
  { "win.next-match", { "<Control>g", "F3" } },
  { "win.previous-match", { "<Control><Shift>g", "<Shift>F3" } },
  { "win.bookmark", { "<Control>b" } },
  { "win.next-bookmark", { "F2" } },
  { "win.filter", { "<Control><Shift>f" } },
  { "win.clear-filters", { "<Control><Shift>k" } },
  { "win.zoom-out", { "<Control>0" } },
  { "win.print", { "<Control>p" } },
  { "win.overview", { "<Control>i" } },
};

void
usher_application_logs_init (UsherApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action, accelerators[i].keys);
}
