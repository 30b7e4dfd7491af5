/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed by itself, said aloud. GTK 4.14 has an announcement for it, which reaches the accessibility bus only from
 * what stands there already: of a widget that nobody asked about yet GTK 4.18 tells nothing. So the window says it.
 * Before that GTK tells the bus of nothing by which a live region or an alert would be heard; but of a description that
 * changes, and screen readers read that of what has the focus (Orca's onDescriptionChanged). So what has the focus is
 * described by the message for a moment. Main thread. */
#undef GDK_VERSION_MAX_ALLOWED

#include "ui/compat/usher-compat.h"

#define LAST_KEY "usher-compat-announced"

#if !GTK_CHECK_VERSION (4, 14, 0)

/* What described it before: its tooltip, which would be read aloud over the message if it came back at once. */
static void
on_focus_moved (GtkWidget *widget, GParamSpec *pspec, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (widget, on_focus_moved, NULL);
  if (gtk_widget_get_tooltip_text (widget) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    gtk_widget_get_tooltip_text (widget), -1);
}

/* (nullable) (transfer none): what a screen reader is at, which is in the window that is in front. */
static GtkWidget *
find_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *focus;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_is_active (window))
        root = GTK_ROOT (window);
    }
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  /* Of an entry the toolkit tells the outside. */
  if (GTK_IS_TEXT (focus) && GTK_IS_EDITABLE (gtk_widget_get_parent (focus)))
    focus = gtk_widget_get_parent (focus);
  return focus;
}

static void
announce (GtkWidget *widget, const char *text)
{
  GtkWidget *focus = find_focus (widget);

  if (focus == NULL)
    return;
  g_signal_handlers_disconnect_by_func (focus, on_focus_moved, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  /* An empty one is not read. */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  if (gtk_widget_get_tooltip_text (focus) != NULL)
    g_signal_connect (focus, "notify::has-focus", G_CALLBACK (on_focus_moved), NULL);
}

#else

static void
announce (GtkWidget *widget, const char *text)
{
  GtkAccessible *root = GTK_ACCESSIBLE (gtk_widget_get_root (widget));
  g_autoptr (GtkATContext) context = gtk_accessible_get_at_context (root);

  /* GTK's own context for tests (GTK_A11Y=test) has no announcements, and GTK 4.18 calls them all the same. */
  if (context != NULL && !g_str_equal (G_OBJECT_TYPE_NAME (context), "GtkTestATContext"))
    gtk_accessible_announce (root, text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

#endif

/**
 * usher_compat_announce:
 * @widget: what it is about
 * @text: what happened; plain text
 *
 * Lets a screen reader say what changed without anybody's doing, wherever the focus is. Does nothing for what nobody can
 * see now.
 */
void
usher_compat_announce (GtkWidget *widget, const char *text)
{
  GtkRoot *root;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

  root = gtk_widget_get_root (widget);
  if (root == NULL || !gtk_widget_get_mapped (GTK_WIDGET (root)) || *text == '\0')
    return;
  g_object_set_data_full (G_OBJECT (root), LAST_KEY, g_strdup (text), g_free);
  announce (widget, text);
}

/**
 * usher_compat_get_announced:
 * @root: a window
 *
 * For tests.
 *
 * Returns: (nullable): what was said last about something in it
 */
const char *
usher_compat_get_announced (GtkWidget *root)
{
  g_return_val_if_fail (GTK_IS_WIDGET (root), NULL);

  return g_object_get_data (G_OBJECT (gtk_widget_get_root (root)), LAST_KEY);
}
