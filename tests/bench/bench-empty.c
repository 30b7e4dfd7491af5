/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The floor that Usher's start is compared with: an empty libadwaita window. Started by build-aux/bench, it prints
 * the milliseconds from USHER_BENCH_START (CLOCK_MONOTONIC, microseconds) to its first painted frame, and ends. With
 * USHER_BENCH_MEMORY it stays a while and then prints its memory, in MiB. */

#include <adwaita.h>

#include "bench-memory.h"

static gboolean
on_settled (gpointer user_data)
{
  g_print ("%.1f\n", bench_get_pss ());
  g_application_quit (G_APPLICATION (user_data));
  return G_SOURCE_REMOVE;
}

static void
on_after_paint (GdkFrameClock *clock, GApplication *application)
{
  const char *start = g_getenv ("USHER_BENCH_START");
  gint64 begin;

  if (start == NULL)
    return;
  begin = g_ascii_strtoll (start, NULL, 10);
  g_unsetenv ("USHER_BENCH_START");
  if (g_getenv ("USHER_BENCH_MEMORY") != NULL)
    {
      g_timeout_add (BENCH_SETTLE, on_settled, application);
      return;
    }
  g_print ("%.1f\n", (double) (g_get_monotonic_time () - begin) / 1000.0);
  g_application_quit (application);
}

static void
on_realize (GtkWidget *window, GApplication *application)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint",
                           G_CALLBACK (on_after_paint), application, 0);
}

static void
on_activate (GApplication *application)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));

  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 780);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), adw_header_bar_new ());
  g_signal_connect_object (window, "realize", G_CALLBACK (on_realize), application, 0);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  g_autoptr (AdwApplication) application = NULL;

  application = adw_application_new ("io.github.usher.BenchEmpty", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
