/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/usher-ui-test.h"

#include <string.h>

#include "ui/usher-cell.h"
#include "ui/usher-lazy-cell.h"
#include "ui/usher-ui.h"
#include "ui/usher-ui-watchdog.h"

void
usher_ui_test_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  usher_ui_init_style (gdk_display_get_default ());
  usher_ui_watchdog_start ();
}

static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

void
usher_ui_test_draw (GtkWidget *widget)
{
  g_autoptr (GtkWidget) view = NULL;
  gboolean painted = FALSE;
  GdkFrameClock *clock;
  gulong handler;

  usher_test_wait_for (gtk_widget_get_mapped (widget));
  /* A sheet of libadwaita 1.7 has a first frame without what is in it. */
  if (USHER_IS_DIALOG (widget))
    g_object_get (widget, "view", &view, NULL);
  usher_test_wait_for (view == NULL || gtk_widget_get_mapped (view));
  clock = gtk_widget_get_frame_clock (widget);
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), &painted);
  gtk_widget_queue_draw (widget);
  usher_test_wait_for (painted);
  g_signal_handler_disconnect (clock, handler);
}

GtkWidget *
usher_ui_test_show (GtkWidget *child, int width, int height)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  usher_ui_test_draw (window);
  return window;
}

void
usher_ui_test_close (GtkWidget *window)
{
  if (USHER_IS_DIALOG (window))
    usher_dialog_force_close (USHER_DIALOG (window));
  else
    gtk_window_destroy (GTK_WINDOW (window));
  usher_test_settle ();
}

typedef gboolean (*Match) (GtkWidget *widget, gconstpointer what);

static GtkWidget *
find (GtkWidget *widget, Match match, gconstpointer what, guint *skip)
{
  if (match (widget, what))
    {
      if (*skip == 0)
        return widget;
      (*skip)--;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, match, what, skip);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
match_type (GtkWidget *widget, gconstpointer what)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), *(const GType *) what);
}

GtkWidget *
usher_ui_test_find (GtkWidget *root, GType type, guint n)
{
  return find (root, match_type, &type, &n);
}

static gboolean
match_id (GtkWidget *widget, gconstpointer what)
{
  return g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), what) == 0;
}

GtkWidget *
usher_ui_test_find_id (GtkWidget *root, const char *id)
{
  guint skip = 0;

  return find (root, match_id, id, &skip);
}

static gboolean
match_text (GtkWidget *widget, gconstpointer what)
{
  g_autofree char *said = NULL;
  const char *text = NULL;

  if (!gtk_widget_get_child_visible (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget))
    text = gtk_label_get_text (GTK_LABEL (widget));
  else if (GTK_IS_INSCRIPTION (widget))
    text = gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  else if (USHER_IS_CELL (widget))
    text = said = usher_cell_dup_text (USHER_CELL (widget));
  else if (USHER_IS_LAZY_CELL (widget))
    text = usher_lazy_cell_get_text (USHER_LAZY_CELL (widget));
  return g_strcmp0 (text, what) == 0;
}

GtkWidget *
usher_ui_test_find_text (GtkWidget *root, const char *text)
{
  guint skip = 0;

  return find (root, match_text, text, &skip);
}

/* That includes what a widget tells about itself: GTK makes the name that a screen reader says of labels, titles and
 * hints. */
static gboolean
match_part (GtkWidget *widget, gconstpointer what)
{
  static const char *const names[] = { "label", "text", "title", "subtitle", "description", "heading", "body",
                                       "tooltip-markup", "placeholder-text" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GParamSpec *property = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), names[i]);
      g_autofree char *text = NULL;

      if (property == NULL || property->value_type != G_TYPE_STRING || (property->flags & G_PARAM_READABLE) == 0)
        continue;
      g_object_get (widget, names[i], &text, NULL);
      if (text != NULL && strstr (text, what) != NULL)
        return TRUE;
    }
  return FALSE;
}

GtkWidget *
usher_ui_test_find_part (GtkWidget *root, const char *part)
{
  guint skip = 0;

  return find (root, match_part, part, &skip);
}

GtkWidget *
usher_ui_test_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type) && gtk_widget_get_visible (window))
        return window;
      /* With a newer libadwaita a dialog is within its window. */
      if (g_type_is_a (type, USHER_TYPE_DIALOG) && gtk_widget_get_visible (window))
        {
          GtkWidget *dialog = usher_ui_test_find (window, type, 0);

          if (dialog != NULL && gtk_widget_get_visible (dialog))
            return dialog;
        }
    }
  return NULL;
}

gpointer
usher_ui_test_find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (g_type_is_a (G_OBJECT_TYPE (controller), type))
        return controller;
    }
  return NULL;
}

static gboolean
has_words (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget))
    return *gtk_label_get_text (GTK_LABEL (widget)) != '\0';
  if (GTK_IS_IMAGE (widget))
    return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_words (child))
      return TRUE;
  return FALSE;
}

/* The words on a field are its name, not what is wrong with it. */
static gboolean
is_told (GtkWidget *widget)
{
  if (GTK_IS_EDITABLE (widget))
    return gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY)
           || gtk_test_accessible_has_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID);
  if (GTK_IS_IMAGE (widget) && gtk_widget_get_parent (widget) != NULL)
    return has_words (gtk_widget_get_parent (widget));
  return has_words (widget);
}

guint
usher_ui_test_count_coloured (GtkWidget *root)
{
  static const char *const classes[] = { "success", "warning", "error", "accent" };
  guint n = 0;

  if (!gtk_widget_get_mapped (root))
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      if (!gtk_widget_has_css_class (root, classes[i]))
        continue;
      n++;
      if (!is_told (root))
        {
          g_test_message ("%s (%s) says “%s” by its colour alone", G_OBJECT_TYPE_NAME (root),
                          gtk_buildable_get_buildable_id (GTK_BUILDABLE (root)), classes[i]);
          g_test_fail ();
        }
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += usher_ui_test_count_coloured (child);
  return n;
}

/* A newer libadwaita's view of pages does not say that it moves; while it does, two of them are seen. */
static guint
count_pages (GtkWidget *view)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += g_str_equal (G_OBJECT_TYPE_NAME (child), "AdwNavigationPage") && gtk_widget_get_child_visible (child);
  return n;
}

guint
usher_ui_test_count_moving (GtkWidget *widget)
{
  static const char *const properties[] = { "transition-running", "child-transition-running" };
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), properties[i]);
      gboolean runs = FALSE;

      if (spec != NULL && spec->value_type == G_TYPE_BOOLEAN)
        g_object_get (widget, properties[i], &runs, NULL);
      n += runs;
    }
  if (GTK_IS_REVEALER (widget))
    n += gtk_revealer_get_reveal_child (GTK_REVEALER (widget)) != gtk_revealer_get_child_revealed (GTK_REVEALER (widget));
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwNavigationView"))
    n += count_pages (widget) > 1;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += usher_ui_test_count_moving (child);
  return n;
}

void
usher_ui_test_picture (GtkWidget *widget, const char *name)
{
  const char *dir = g_getenv ("USHER_TEST_PICTURES");
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;

  if (dir == NULL)
    return;
  for (guint i = 0; i < 3; i++)
    usher_ui_test_draw (widget);
  paintable = gtk_widget_paintable_new (widget);
  /* A window that has only just been mapped may have nothing in its first frames. */
  for (guint i = 0; i < 10 && node == NULL; i++)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();

      usher_ui_test_draw (widget);
      gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
      node = gtk_snapshot_free_to_node (snapshot);
    }
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                                              gtk_widget_get_height (widget)));
  file = g_strconcat (name, ".png", NULL);
  path = g_build_filename (dir, file, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

static gboolean
shows_folder (GtkWidget *dialog)
{
  g_autoptr (GFile) folder = gtk_file_chooser_get_current_folder (GTK_FILE_CHOOSER (dialog));
  g_autoptr (GFile) home = g_file_new_for_path (g_get_home_dir ());
  g_autofree char *name = folder != NULL ? g_file_get_basename (folder) : NULL;
  GtkWidget *bar = usher_ui_test_find (dialog, g_type_from_name ("GtkPathBar"), 0);
  GtkWidget *button = NULL;

  /* What was used lately is in no folder. */
  if (folder == NULL)
    return TRUE;
  for (guint i = 0; bar != NULL && (button = usher_ui_test_find (bar, GTK_TYPE_TOGGLE_BUTTON, i)) != NULL; i++)
    {
      if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)))
        return g_file_equal (folder, home) || usher_ui_test_find_text (button, name) != NULL;
    }
  return FALSE;
}

/* GTK 4.18's dialog reads the names of the folders above, and touches what is gone when it is closed, or led elsewhere,
 * before it has them all: it complains, or crashes; GTK 4.8's loses what it had read. A person is not that fast. */
void
usher_ui_test_wait_for_folder (GtkWidget *dialog)
{
  usher_ui_test_draw (dialog);
  usher_test_wait_for (shows_folder (dialog));
}
