/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keyboard shortcuts: rows in groups, as GNOME's own applications show them since libadwaita 1.8. The toolkit's
 * window for them asks for 890 pixels, so it fits no narrow screen. Main thread. */
#include "ui/usher-shortcuts.h"

#include "ui/usher-shortcut-row.h"
#include "ui/usher-ui.h"

#define ACTION "show-help-overlay"

struct _UsherShortcuts
{
  UsherDialog parent_instance;

  /* Template children */
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GtkWidget *page;
  GtkWidget *nothing;
};

G_DEFINE_FINAL_TYPE (UsherShortcuts, usher_shortcuts, USHER_TYPE_DIALOG)

/* Shows the rows below @widget that have @text, and the groups that have such a row. Returns: how many rows. */
static guint
filter (GtkWidget *widget, const char *text)
{
  guint n = 0;

  if (USHER_IS_SHORTCUT_ROW (widget))
    {
      gboolean fits = usher_shortcut_row_has_text (USHER_SHORTCUT_ROW (widget), text);

      gtk_widget_set_visible (widget, fits);
      return fits ? 1 : 0;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += filter (child, text);
  if (ADW_IS_PREFERENCES_GROUP (widget))
    gtk_widget_set_visible (widget, n > 0);
  return n;
}

static void
on_search_changed (UsherShortcuts *self)
{
  guint n = filter (self->page, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));

  gtk_stack_set_visible_child (self->stack, n > 0 ? self->page : self->nothing);
}

static void
usher_shortcuts_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_SHORTCUTS);
  G_OBJECT_CLASS (usher_shortcuts_parent_class)->dispose (object);
}

static void
usher_shortcuts_class_init (UsherShortcutsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = usher_shortcuts_dispose;
  g_type_ensure (USHER_TYPE_SHORTCUT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, USHER_RESOURCE_PATH "/ui/usher-shortcuts.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherShortcuts, search_bar);
  gtk_widget_class_bind_template_child (widget_class, UsherShortcuts, search_entry);
  gtk_widget_class_bind_template_child (widget_class, UsherShortcuts, stack);
  gtk_widget_class_bind_template_child (widget_class, UsherShortcuts, page);
  gtk_widget_class_bind_template_child (widget_class, UsherShortcuts, nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
}

static void
usher_shortcuts_init (UsherShortcuts *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  gtk_search_bar_set_key_capture_widget (self->search_bar, GTK_WIDGET (self));
  usher_ui_let_heads_shrink (GTK_WIDGET (self));
}

/**
 * usher_shortcuts_new:
 *
 * Returns: (transfer none): a dialog with the keyboard shortcuts, which belongs to the toolkit
 */
GtkWidget *
usher_shortcuts_new (void)
{
  return g_object_new (USHER_TYPE_SHORTCUTS, NULL);
}

static void
on_show (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  usher_dialog_present (USHER_DIALOG (usher_shortcuts_new ()), GTK_WIDGET (user_data));
}

/**
 * usher_shortcuts_attach:
 * @window: a window of the application
 *
 * Lets `win.show-help-overlay` show the keyboard shortcuts. The name is the one that the toolkit has for it.
 */
void
usher_shortcuts_attach (GtkApplicationWindow *window)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (ACTION, NULL);

  g_return_if_fail (GTK_IS_APPLICATION_WINDOW (window));

  /* The action is the window's, and goes with it. */
  g_signal_connect (action, "activate", G_CALLBACK (on_show), window);
  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));
}
