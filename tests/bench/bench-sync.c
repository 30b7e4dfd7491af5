/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One full synchronisation of an account, as the window does it: server to store on disk. Prints the milliseconds
 * and how many invitations there are afterwards. The server and key come from USHER_BENCH_SERVER and USHER_API_KEY. */

#include <locale.h>

#include "session/usher-accounts.h"

typedef struct
{
  UsherAccounts *accounts; /* (owned) */
  UsherSession *session;   /* (owned) (nullable) */
  GMainLoop *loop;         /* (owned) */
  gint64 start;
  double ms;               /* from asking for the sync to its end */
  int status;
} Bench;

static void
fail (Bench *bench, const char *what, GError *error)
{
  g_printerr ("%s: %s\n", what, error != NULL ? error->message : "no error told");
  bench->status = 1;
  g_main_loop_quit (bench->loop);
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *bench = user_data;

  usher_session_close_finish (bench->session, result, NULL);
  g_main_loop_quit (bench->loop);
}

/* Counting goes on after the sync; what is printed is what the window would show then. */
static gboolean
on_counted (gpointer user_data)
{
  Bench *bench = user_data;

  g_print ("%.1f %u\n", bench->ms, usher_session_get_counts (bench->session)->total);
  usher_session_close_async (bench->session, on_closed, bench);
  return G_SOURCE_REMOVE;
}

static void
on_synced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *bench = user_data;
  g_autoptr (GError) error = NULL;

  if (!usher_session_sync_finish (bench->session, result, &error))
    {
      fail (bench, "sync", error);
      return;
    }
  bench->ms = (double) (g_get_monotonic_time () - bench->start) / 1000.0;
  g_timeout_add (500, on_counted, bench);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *bench = user_data;
  g_autoptr (GError) error = NULL;

  bench->session = usher_accounts_open_session_finish (bench->accounts, result, &error);
  if (bench->session == NULL)
    {
      fail (bench, "open", error);
      return;
    }
  bench->start = g_get_monotonic_time ();
  usher_session_sync_async (bench->session, NULL, on_synced, bench);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *bench = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherAccount) account = NULL;

  account = usher_accounts_add_finish (bench->accounts, result, NULL, NULL, NULL, &error);
  if (account == NULL)
    {
      fail (bench, "add", error);
      return;
    }
  usher_accounts_open_session_async (bench->accounts, account, NULL, on_opened, bench);
}

int
main (int argc, char *argv[])
{
  Bench bench = { 0 };
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (argc != 2 || g_getenv ("USHER_BENCH_SERVER") == NULL || g_getenv ("USHER_API_KEY") == NULL)
    {
      g_printerr ("usage: USHER_BENCH_SERVER=… USHER_API_KEY=… bench-sync FOLDER\n");
      return 2;
    }
  bench.accounts = usher_accounts_new (argv[1], &error);
  if (bench.accounts == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  bench.loop = g_main_loop_new (NULL, FALSE);
  usher_accounts_add_async (bench.accounts, "Bench", g_getenv ("USHER_BENCH_SERVER"),
                            g_getenv ("USHER_API_KEY"), FALSE, NULL, on_added, &bench);
  g_main_loop_run (bench.loop);
  g_clear_object (&bench.session);
  g_clear_object (&bench.accounts);
  g_main_loop_unref (bench.loop);
  return bench.status;
}
