/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A loop on several threads. GLib's pools are not used because the caller waits anyway, and each
 * loop needs to know its threads: every thread fills tables of its own. */

#include "usher-config.h"

#include "archive/usher-file-index.h"

#define MAX_THREADS 8

typedef struct
{
  UsherParallelFunc func;
  gpointer user_data;
  GCancellable *cancellable; /* (not owned) (nullable) */
  guint n;
  gint next; /* (atomic) */
} Loop;

typedef struct
{
  Loop *loop; /* (not owned) */
  guint thread;
} Turn;

/**
 * usher_parallel_n_threads:
 *
 * Returns: how many threads [func@parallel_run] uses at most
 */
guint
usher_parallel_n_threads (void)
{
  return CLAMP (g_get_num_processors (), 1, MAX_THREADS);
}

static gpointer
run (gpointer data)
{
  Turn *turn = data;
  /* There is at least one thread, so its turn is filled in. */
  /* cppcheck-suppress uninitvar */
  Loop *loop = turn->loop; /* NOLINT(clang-analyzer-core.uninitialized.Assign) */

  while (!g_cancellable_is_cancelled (loop->cancellable))
    {
      guint i = (guint) g_atomic_int_add (&loop->next, 1);

      if (i >= loop->n)
        break;
      loop->func (i, turn->thread, loop->user_data);
    }
  return NULL;
}

/**
 * usher_parallel_run:
 * @n: how often
 * @func: (scope call): called with every number from 0 to @n - 1, on several threads at a time
 * @user_data: for @func
 * @cancellable: (nullable): no further call begins once it is cancelled
 *
 * Returns when all calls have returned. The calling thread works, too.
 *
 * Returns: %FALSE when it was cancelled
 */
gboolean
usher_parallel_run (guint n, UsherParallelFunc func, gpointer user_data, GCancellable *cancellable)
{
  Loop loop = { .func = func, .user_data = user_data, .cancellable = cancellable, .n = n };
  GThread *threads[MAX_THREADS] = { NULL };
  Turn turns[MAX_THREADS];
  guint n_threads = MIN (usher_parallel_n_threads (), MAX (n, 1));

  for (guint i = 0; i < n_threads; i++)
    turns[i] = (Turn){ &loop, i };
  /* Without a thread to be had there is still this one. */
  for (guint i = 1; i < n_threads; i++)
    threads[i] = g_thread_try_new ("usher-archive", run, &turns[i], NULL);
  run (&turns[0]);
  for (guint i = 1; i < n_threads; i++)
    if (threads[i] != NULL)
      g_thread_join (threads[i]);
  return !g_cancellable_is_cancelled (cancellable);
}
