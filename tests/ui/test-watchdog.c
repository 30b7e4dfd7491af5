/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The watchdog of the other programs here sees what it is for, and nothing else. */
#include "ui/usher-ui-test.h"
#include "ui/usher-ui-watchdog.h"

#include <time.h>

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static void
work (double ms)
{
  double end = now () + ms;

  while (now () < end)
    ;
}

static gboolean
on_busy (gpointer user_data)
{
  work (120);
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* A lot in one turn. */
static void
test_busy (void)
{
  gboolean done = FALSE;
  double longest;

  usher_test_settle ();
  usher_ui_watchdog_take_longest ();
  g_idle_add (on_busy, &done);
  usher_test_wait_for (done);
  usher_test_settle ();
  longest = usher_ui_watchdog_take_longest ();
  if (!usher_ui_watchdog_is_running ())
    {
      g_test_skip ("no watchdog under sanitizers");
      return;
    }
  g_assert_cmpfloat (longest, >, 80);
  g_assert_cmpfloat (longest, <, 200);
}

static gboolean
on_little (gpointer user_data)
{
  guint *n = user_data;

  work (8);
  return ++*n < 20 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* As much, in many turns. */
static void
test_parts (void)
{
  guint n = 0;

  usher_ui_watchdog_take_longest ();
  g_idle_add (on_little, &n);
  usher_test_wait_for (n == 20);
  usher_test_settle ();
  g_assert_cmpfloat (usher_ui_watchdog_take_longest (), <, 50);
}

static gboolean
on_toolkit (gpointer user_data)
{
  GtkWidget *box = user_data;

  for (guint i = 0; i < 3000; i++)
    gtk_box_append (GTK_BOX (box), gtk_label_new ("a label of many"));
  return G_SOURCE_REMOVE;
}

/* As much, by the toolkit: labels are made, measured and drawn. */
static void
test_toolkit (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *window;
  double begun;

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  window = usher_ui_test_show (scrolled, 400, 300);
  usher_ui_watchdog_take_longest ();
  begun = now ();
  g_idle_add (on_toolkit, box);
  usher_test_wait_for (gtk_widget_get_last_child (box) != NULL);
  usher_ui_test_draw (window);
  g_assert_cmpfloat (now () - begun, >, 50);
  g_assert_cmpfloat (usher_ui_watchdog_take_longest (), <, 50);
  usher_ui_test_close (window);
}

/* The test itself is not the application. */
static void
test_itself (void)
{
  usher_ui_watchdog_take_longest ();
  work (120);
  usher_test_settle ();
  g_assert_cmpfloat (usher_ui_watchdog_take_longest (), <, 50);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  usher_ui_watchdog_set_failing (FALSE);
  g_test_add_func ("/ui/watchdog/busy", test_busy);
  g_test_add_func ("/ui/watchdog/parts", test_parts);
  g_test_add_func ("/ui/watchdog/toolkit", test_toolkit);
  g_test_add_func ("/ui/watchdog/itself", test_itself);
  return g_test_run ();
}
