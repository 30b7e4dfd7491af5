/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds in every window, dialog and popover: something has the focus, Tab goes round in the order in which one reads
 * and comes to every button and field, F1 opens the page of the help for it, and Escape closes it, or leaves it alone. What
 * has a colour says the same in a word or by an icon. */
#include "ui/compat/usher-compat.h"
#include "ui/usher-ui-keys.h"
#include "ui/usher-ui-places.h"
#include "ui/usher-ui-test.h"
#include "ui/usher-ui-tree.h"

#include <glib/gstdio.h>
#include <string.h>

#define MOST_STEPS 120

typedef struct
{
  const char *opened; /* what F1 led to */
  const char *silent; /* (nullable): why there is no bus that names can be heard on */
  guint n_places;
  guint n_named;
  guint n_coloured;
} Tour;

/* --- Tab --- */

/* Of what is scrolled, as seen from outside, where it is seen: it may be on its way there. */
static gboolean
get_bounds (GtkWidget *widget, GtkWidget *other, graphene_rect_t *bounds)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  if (scroller != NULL && scroller != gtk_widget_get_ancestor (other, GTK_TYPE_SCROLLED_WINDOW))
    widget = scroller;
  return gtk_widget_compute_bounds (widget, GTK_WIDGET (gtk_widget_get_root (widget)), bounds);
}

/* Up, and not to another pane. */
static gboolean
goes_back (GtkWidget *from, GtkWidget *to)
{
  graphene_rect_t before, after;

  if (!get_bounds (from, to, &before) || !get_bounds (to, from, &after))
    return FALSE;
  return after.origin.y + after.size.height <= before.origin.y + 1 && after.origin.x <= before.origin.x + 1;
}

/* Tab goes into rows and views once; their keys go about in them. */
static gboolean
is_one_stop (GtkWidget *widget)
{
  return GTK_IS_LIST_BOX_ROW (widget) || GTK_IS_COLUMN_VIEW (widget) || GTK_IS_LIST_VIEW (widget) || GTK_IS_POPOVER (widget);
}

static gboolean
wants_focus (GtkWidget *widget)
{
  return (GTK_IS_BUTTON (widget) || GTK_IS_TEXT (widget) || GTK_IS_SWITCH (widget) || GTK_IS_DROP_DOWN (widget))
         && gtk_widget_get_focusable (widget) && gtk_widget_is_sensitive (widget);
}

static void
find_missed (GtkWidget *widget, GHashTable *seen, GString *missed)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_can_focus (widget))
    return;
  if (wants_focus (widget) && !g_hash_table_contains (seen, widget))
    g_string_append_printf (missed, " %s (%s)", G_OBJECT_TYPE_NAME (widget),
                            gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (!is_one_stop (child))
      find_missed (child, seen, missed);
}

static void
check_tab (const UsherUiPlace *place, GtkWidget *root)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GString) missed = g_string_new (NULL);
  g_autoptr (GString) way = g_string_new (NULL);
  GtkWidget *from = usher_ui_keys_get_focus ();
  guint n_back = 0;

  for (guint i = 0; i < MOST_STEPS && from != NULL && !g_hash_table_contains (seen, from); i++)
    {
      g_autofree char *where = usher_ui_keys_dup_place ();
      GtkWidget *to;

      g_hash_table_add (seen, from);
      usher_ui_keys_press ("Tab");
      to = usher_ui_keys_get_focus ();
      if (to != NULL && goes_back (from, to))
        {
          g_string_append_printf (way, "\n  up after %s", where);
          n_back++;
        }
      from = to;
    }
  g_assert_nonnull (from);
  find_missed (root, seen, missed);
  /* Once round. */
  if (n_back > 1 || missed->len > 0)
    {
      g_test_message ("%s: Tab goes up %u times%s; it does not come to:%s", place->name, n_back, way->str, missed->str);
      g_test_fail ();
    }
}

/* --- Names --- */

static void
check_names (const UsherUiPlace *place, GtkWidget *root, Tour *tour)
{
  g_autoptr (GString) faults = g_string_new (NULL);
  g_autofree char *tree = usher_ui_tree_dump (root, faults);

  g_assert_nonnull (tree);
  /* A popover and a dialog within a window are told with it. */
  if (strstr (tree, " focusable\n") != NULL)
    tour->n_named++;
  if (faults->len > 0)
    {
      g_test_message ("%s: %s", place->name, faults->str);
      g_test_fail ();
    }
}

/* --- F1 --- */

static gboolean
is_opened (Tour *tour, const char *address)
{
  g_autofree char *contents = NULL;

  return g_file_get_contents (tour->opened, &contents, NULL, NULL) && g_str_equal (contents, address);
}

static void
check_help (const UsherUiPlace *place, Tour *tour)
{
  g_autofree char *address = g_strconcat ("help:usher/", place->page, NULL);
  g_autofree char *name = g_strconcat (place->page, ".page", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("USHER_SOURCE_DIR"), "help", "C", name, NULL);

  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  usher_ui_keys_press ("F1");
  usher_test_wait_for (g_file_test (tour->opened, G_FILE_TEST_EXISTS));
  if (!is_opened (tour, address))
    {
      g_autofree char *contents = NULL;

      g_file_get_contents (tour->opened, &contents, NULL, NULL);
      g_test_message ("%s: F1 opens %s, not %s", place->name, contents, address);
      g_test_fail ();
    }
  g_remove (tour->opened);
}

/* --- Escape --- */

static void
check_escape (const UsherUiPlace *place, GtkWidget *root)
{
  GtkWidget *left = NULL;

  g_set_weak_pointer (&left, root);
  usher_ui_keys_press ("Escape");
  if (place->stays)
    g_assert_true (left != NULL && gtk_widget_get_mapped (left));
  else
    usher_test_wait_for (left == NULL || !gtk_widget_get_mapped (left));
  g_clear_weak_pointer (&left);
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
}

/* --- The walk --- */

static void
look (const UsherUiPlace *place, GtkWidget *root, gpointer user_data)
{
  Tour *tour = user_data;

  tour->n_places++;
  usher_ui_keys_assert_not_lost ();
  if (tour->silent == NULL && !place->foreign)
    check_names (place, root, tour);
  tour->n_coloured += usher_ui_test_count_coloured (root);
  check_help (place, tour);
  if (!place->known)
    check_tab (place, root);
  check_escape (place, root);
}

static const char *silent;

static void
test_all (void)
{
  g_autofree char *dir = NULL;
  g_autofree char *opened = NULL;
  Tour tour = { .silent = silent };

  if (!usher_ui_keys_init ())
    return;
  dir = usher_test_make_dir ();
  tour.opened = opened = usher_ui_test_install_viewer (dir);
  usher_ui_places_walk (look, &tour);
  g_assert_cmpuint (tour.n_places, >, 30);
  g_assert_cmpuint (tour.n_coloured, >, 4);
  if (silent != NULL)
    g_test_message ("no names were heard: %s", silent);
  else
    g_assert_cmpuint (tour.n_named, >, 25);
  usher_test_remove_tree (dir);
}

int
main (int argc, char *argv[])
{
  const char *why = NULL;

  if (!usher_ui_tree_init (&why))
    silent = why;
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/places/all", test_all);
  return g_test_run ();
}
