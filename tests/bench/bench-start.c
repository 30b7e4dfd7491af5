/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The real application, timed: prints the milliseconds from USHER_BENCH_START (CLOCK_MONOTONIC, microseconds) to the
 * first frame that was painted with invitations in the list, and ends. With USHER_BENCH_MEMORY it stays a while and
 * then prints its memory, in MiB. Arguments are usher's. */

#include <locale.h>

#include "bench-memory.h"
#include "ui/usher-application.h"

typedef struct
{
  UsherApplication *application; /* (unowned): outlives the bench */
  gboolean filled;               /* rows were there when the last frame began */
} Bench;

static gboolean
has_rows (Bench *bench)
{
  UsherSession *session = usher_application_get_session (bench->application);

  return session != NULL && g_list_model_get_n_items (usher_session_get_invitations (session)) > 0;
}

static void
on_before_paint (GdkFrameClock *clock, Bench *bench)
{
  bench->filled = has_rows (bench);
}

static gboolean
on_settled (gpointer user_data)
{
  Bench *bench = user_data;

  g_print ("%.1f\n", bench_get_pss ());
  gtk_window_close (GTK_WINDOW (usher_application_get_window (bench->application)));
  return G_SOURCE_REMOVE;
}

static void
on_after_paint (GdkFrameClock *clock, Bench *bench)
{
  const char *start = g_getenv ("USHER_BENCH_START");
  gint64 begin;

  if (!bench->filled || start == NULL)
    return;
  begin = g_ascii_strtoll (start, NULL, 10);
  g_unsetenv ("USHER_BENCH_START");
  if (g_getenv ("USHER_BENCH_MEMORY") != NULL)
    {
      g_timeout_add (BENCH_SETTLE, on_settled, bench);
      return;
    }
  g_print ("%.1f\n", (double) (g_get_monotonic_time () - begin) / 1000.0);
  gtk_window_close (GTK_WINDOW (usher_application_get_window (bench->application)));
}

static void
on_realize (GtkWidget *window, Bench *bench)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), bench);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), bench);
}

static void
on_window_added (GtkApplication *application, GtkWindow *window, Bench *bench)
{
  if (USHER_IS_WINDOW (window))
    g_signal_connect (window, "realize", G_CALLBACK (on_realize), bench);
}

int
main (int argc, char *argv[])
{
  g_autoptr (UsherApplication) application = NULL;
  Bench bench = { 0 };

  setlocale (LC_ALL, "");
  application = usher_application_new ();
  bench.application = application;
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), &bench);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
