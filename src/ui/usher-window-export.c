/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exporting logs from the main window: of what is selected, or of what the list shows. Main thread. */
#include "ui/usher-window-private.h"

#include "ui/usher-export-window.h"

/* As they stand in the list: that is their order in the file. */
static int
compare_positions (gconstpointer a, gconstpointer b, gpointer user_data)
{
  guint one = usher_session_find_invitation (user_data, usher_invitation_item_get_id (*(gpointer *) a));
  guint other = usher_session_find_invitation (user_data, usher_invitation_item_get_id (*(gpointer *) b));

  return (one > other) - (one < other);
}

void
usher_window_export_begin (UsherWindow *self, gboolean of_selected)
{
  UsherExportWindow *window = NULL;
  g_autoptr (GPtrArray) selected = NULL;

  if (self->session == NULL)
    return;
  selected = usher_invitation_pane_dup_selection (usher_shell_get_list (self->shell));
  /* One row is always selected beside its detail: that alone says nothing about what is to be exported. */
  if (!of_selected && selected->len < 2)
    g_ptr_array_set_size (selected, 0);
  g_ptr_array_sort_with_data (selected, compare_positions, self->session);
  window = usher_export_window_new (self->session, selected);
  usher_dialog_present (USHER_DIALOG (window), GTK_WIDGET (self));
}
