/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/usher-wrap-layout.h"

#include "ui/usher-ui-test.h"

static GtkWidget *
make_box (guint n, int width, int spacing)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkLayoutManager *layout = usher_wrap_layout_new ();

  usher_wrap_layout_set_spacing (USHER_WRAP_LAYOUT (layout), spacing);
  gtk_widget_set_layout_manager (box, layout);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *child = adw_bin_new ();

      gtk_widget_set_size_request (child, width, 20);
      gtk_box_append (GTK_BOX (box), child);
    }
  return g_object_ref_sink (box);
}

static void
test_measure (void)
{
  GtkWidget *box = make_box (5, 100, 10);
  int minimum, natural;

  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 100);
  g_assert_cmpint (natural, ==, 540);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 540, NULL, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 20);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 539, NULL, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 50);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 100, NULL, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 140);
  /* What is not shown takes no room. */
  gtk_widget_set_visible (gtk_widget_get_first_child (box), FALSE);
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 430);
  usher_ui_test_assert_finalize (box);
}

static void
test_allocate (void)
{
  GtkWidget *box = make_box (3, 100, 10);
  GtkWidget *last = gtk_widget_get_last_child (box);
  graphene_rect_t place;

  gtk_widget_allocate (box, 215, 60, -1, NULL);
  g_assert_true (gtk_widget_compute_bounds (last, box, &place));
  g_assert_cmpfloat (place.origin.x, ==, 0);
  g_assert_cmpfloat (place.origin.y, ==, 30);
  gtk_widget_set_direction (box, GTK_TEXT_DIR_RTL);
  gtk_widget_allocate (box, 215, 60, -1, NULL);
  g_assert_true (gtk_widget_compute_bounds (last, box, &place));
  g_assert_cmpfloat (place.origin.x, ==, 115);
  usher_ui_test_assert_finalize (box);
}

/* What is left of a line goes to the one that wants it. */
static void
test_expand (void)
{
  GtkWidget *box = make_box (3, 100, 10);
  GtkWidget *first = gtk_widget_get_first_child (box);
  GtkWidget *second = gtk_widget_get_next_sibling (first);
  graphene_rect_t place;

  gtk_widget_set_hexpand (first, TRUE);
  gtk_widget_allocate (box, 300, 60, -1, NULL);
  g_assert_true (gtk_widget_compute_bounds (first, box, &place));
  g_assert_cmpfloat (place.size.width, ==, 190);
  g_assert_true (gtk_widget_compute_bounds (second, box, &place));
  g_assert_cmpfloat (place.origin.x, ==, 200);
  g_assert_cmpfloat (place.size.width, ==, 100);
  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_last_child (box), box, &place));
  g_assert_cmpfloat (place.origin.x, ==, 0);
  g_assert_cmpfloat (place.size.width, ==, 100);
  usher_ui_test_assert_finalize (box);
}

static void
on_notify (gpointer counter)
{
  (*(guint *) counter)++;
}

static void
test_spacing (void)
{
  GtkLayoutManager *layout = usher_wrap_layout_new ();
  guint notified = 0;
  int spacing;

  g_signal_connect_swapped (layout, "notify::spacing", G_CALLBACK (on_notify), &notified);
  g_object_get (layout, "spacing", &spacing, NULL);
  g_assert_cmpint (spacing, ==, 6);
  g_object_set (layout, "spacing", 12, NULL);
  g_object_set (layout, "spacing", 12, NULL);
  g_assert_cmpint (usher_wrap_layout_get_spacing (USHER_WRAP_LAYOUT (layout)), ==, 12);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_finalize_object (G_OBJECT (layout));
}

int
main (int argc, char **argv)
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/wrap-layout/measure", test_measure);
  g_test_add_func ("/ui/wrap-layout/allocate", test_allocate);
  g_test_add_func ("/ui/wrap-layout/expand", test_expand);
  g_test_add_func ("/ui/wrap-layout/spacing", test_spacing);
  return g_test_run ();
}
