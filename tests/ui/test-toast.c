/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Toasts come one after the other, what cannot wait first, and go as fast as they are told to: libadwaita 1.2 survives
 * neither one that goes before it has come in, nor one that takes a place that is not free yet. */
#include "ui/usher-ui-test.h"

#include "ui/compat/usher-compat.h"

typedef struct
{
  AdwToastOverlay *overlay; /* (borrowed) */
  GtkWidget *window;        /* (owned by the toolkit) */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  f->overlay = ADW_TOAST_OVERLAY (overlay);
  adw_toast_overlay_set_child (f->overlay, gtk_label_new ("Beneath"));
  f->window = usher_ui_test_show (overlay, 400, 300);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (f->overlay), (gpointer *) &f->overlay);
  usher_ui_test_close (f->window);
  g_assert_null (f->overlay);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

/* Is shown, and not on its way out. */
static gboolean
is_shown (Fixture *f, const char *title)
{
  for (GtkWidget *toast = gtk_widget_get_first_child (GTK_WIDGET (f->overlay)); toast != NULL;
       toast = gtk_widget_get_next_sibling (toast))
    {
      if (gtk_widget_get_can_target (toast) && usher_ui_test_find_text (toast, title) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
show (Fixture *f, const char *title)
{
  usher_compat_toast (f->overlay, adw_toast_new (title));
}

/* (transfer full) */
static AdwToast *
show_urgent (Fixture *f, const char *title)
{
  AdwToast *toast = adw_toast_new (title);

  adw_toast_set_button_label (toast, "Undo");
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, 0);
  usher_compat_toast (f->overlay, g_object_ref (toast));
  return toast;
}

typedef struct
{
  gint64 since;
  gboolean over;
} Rest;

static gboolean
on_frame (GtkWidget *overlay, GdkFrameClock *clock, gpointer user_data)
{
  Rest *rest = user_data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (rest->since == 0)
    rest->since = now;
  rest->over = now - rest->since > 700 * G_TIME_SPAN_MILLISECOND;
  return rest->over ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

/* Until what is shown has come in: a person is not that fast. */
static void
let_come_in (Fixture *f)
{
  Rest rest = { 0 };

  gtk_widget_add_tick_callback (GTK_WIDGET (f->overlay), on_frame, &rest, NULL);
  usher_test_wait_for (rest.over);
}

static void
test_order (Fixture *f, gconstpointer data)
{
  AdwToast *urgent;

  show (f, "First");
  show (f, "Second");
  g_assert_true (is_shown (f, "First"));
  urgent = show_urgent (f, "Urgent");
  usher_test_wait_for (is_shown (f, "Urgent"));
  g_assert_false (is_shown (f, "First"));
  usher_compat_toast_take_away (f->overlay, urgent);
  usher_test_wait_for (is_shown (f, "First"));
  g_assert_false (is_shown (f, "Urgent"));
  g_assert_false (is_shown (f, "Second"));
  g_assert_finalize_object (urgent);
  let_come_in (f);
  /* What came back can be put away, and the next one follows. */
  g_assert_true (gtk_widget_activate (usher_ui_test_find (gtk_widget_get_last_child (GTK_WIDGET (f->overlay)),
                                                          GTK_TYPE_BUTTON, 1)));
  usher_test_wait_for (is_shown (f, "Second"));
  g_assert_false (is_shown (f, "First"));
}

/* What is taken away before it has come in, and before it was shown at all. */
static void
test_at_once (Fixture *f, gconstpointer data)
{
  show (f, "News");
  for (guint i = 0; i < 6; i++)
    {
      AdwToast *urgent = show_urgent (f, "Urgent");

      adw_toast_set_title (urgent, "More urgent");
      if (i % 2 == 0)
        usher_test_wait_for (is_shown (f, "More urgent"));
      usher_compat_toast_take_away (f->overlay, urgent);
      g_object_unref (urgent);
    }
  usher_test_wait_for (is_shown (f, "News"));
  g_assert_null (usher_ui_test_find_text (GTK_WIDGET (f->overlay), "More urgent"));
}

/* Its time begins when it has come in. */
static void
test_time (Fixture *f, gconstpointer data)
{
  AdwToast *toast = adw_toast_new ("Brief");

  adw_toast_set_timeout (toast, 1);
  usher_compat_toast (f->overlay, g_object_ref (toast));
  show (f, "Next");
  g_assert_cmpuint (adw_toast_get_timeout (toast), ==, 0);
  usher_test_wait_for (adw_toast_get_timeout (toast) == 1);
  g_assert_true (is_shown (f, "Brief"));
  usher_test_wait_for (is_shown (f, "Next"));
  g_assert_false (is_shown (f, "Brief"));
  g_assert_finalize_object (toast);
}

/* The window goes while one is shown and others wait. */
static void
test_close (Fixture *f, gconstpointer data)
{
  show (f, "First");
  show (f, "Second");
  g_object_unref (show_urgent (f, "Urgent"));
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add ("/ui/toast/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/ui/toast/at-once", Fixture, NULL, set_up, test_at_once, tear_down);
  g_test_add ("/ui/toast/time", Fixture, NULL, set_up, test_time, tear_down);
  g_test_add ("/ui/toast/close", Fixture, NULL, set_up, test_close, tear_down);
  return g_test_run ();
}
