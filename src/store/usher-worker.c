/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread that works through a queue of tasks, one at a time and in order. The store and the journal
 * have one each: SQLite blocks, and g_task_run_in_thread() has neither an order nor a bounded life.
 *
 * usher_worker_push() may be called from any thread; the result comes back in the task's own context.
 * A task, and so its source object, is never let go of by the worker's thread: the last reference to a
 * store must not drop there, where it would wait for its own thread to end. */
#include "store/usher-worker.h"

struct _UsherWorker
{
  GThread *thread;    /* (owned) */
  GAsyncQueue *queue; /* (owned) (element-type UsherWorkerJob) */
  gpointer state;     /* (unowned) (nullable) the functions' own */
};

typedef struct
{
  GTask *task;          /* (owned) (nullable): NULL is the word to stop */
  UsherWorkerFunc func;
  UsherWorkerDone done; /* (nullable) */
  GError *error;        /* (owned) (nullable) */
} UsherWorkerJob;

static void
usher_worker_job_free (UsherWorkerJob *job)
{
  g_clear_object (&job->task);
  g_clear_error (&job->error);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherWorkerJob, usher_worker_job_free)

static gboolean
on_job_back (gpointer user_data)
{
  UsherWorkerJob *job = user_data;

  if (job->done != NULL)
    job->done (job->task, job->error);

  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else
    g_task_return_boolean (job->task, TRUE);

  return G_SOURCE_REMOVE;
}

static void
send_back (UsherWorkerJob *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (job->task));
  g_source_set_static_name (source, "[usher] on_job_back");
  g_source_set_callback (source, on_job_back, job, (GDestroyNotify) usher_worker_job_free);
  g_source_attach (source, g_task_get_context (job->task));
}

static gpointer
run (gpointer user_data)
{
  UsherWorker *self = user_data;

  while (TRUE)
    {
      g_autoptr (UsherWorkerJob) job = g_async_queue_pop (self->queue);
      GCancellable *cancellable;

      if (job->task == NULL)
        return NULL;

      cancellable = g_task_get_cancellable (job->task);
      if (!g_cancellable_set_error_if_cancelled (cancellable, &job->error) &&
          !job->func (self->state, g_task_get_task_data (job->task), cancellable, &job->error) &&
          job->error == NULL)
        g_set_error_literal (&job->error, G_IO_ERROR, G_IO_ERROR_FAILED, "Unknown error");

      send_back (g_steal_pointer (&job));
    }
}

/**
 * usher_worker_new:
 * @name: the thread's name, as debuggers show it
 * @state: (nullable): handed to every function; it must live until usher_worker_free()
 *
 * Starts a thread that waits for work.
 *
 * Returns: (transfer full): a new worker
 */
UsherWorker *
usher_worker_new (const char *name,
                  gpointer    state)
{
  UsherWorker *self = g_new0 (UsherWorker, 1);

  self->queue = g_async_queue_new_full ((GDestroyNotify) usher_worker_job_free);
  self->state = state;
  self->thread = g_thread_new (name, run, self);

  return self;
}

/**
 * usher_worker_push:
 * @self: a worker
 * @task: (transfer full): the task to work on; it returns a boolean
 * @func: what to do, on the worker's thread
 * @done: (nullable) (scope async): called in the task's context just before its callback
 *
 * Queues @task. When its cancellable is cancelled before its turn comes, @func is not called at all.
 * What happened is what is told: when @func has succeeded, the task succeeds, even if it was cancelled
 * a moment later, because a write that was committed cannot be taken back.
 */
void
usher_worker_push (UsherWorker     *self,
                   GTask           *task,
                   UsherWorkerFunc  func,
                   UsherWorkerDone  done)
{
  UsherWorkerJob *job = g_new0 (UsherWorkerJob, 1);

  g_task_set_check_cancellable (task, FALSE);
  job->task = task;
  job->func = func;
  job->done = done;
  g_async_queue_push (self->queue, job);
  /* cppcheck-suppress memleak ; the thread takes it off the queue and frees it */
}

/**
 * usher_worker_free:
 * @self: (transfer full): a worker
 *
 * Lets the thread finish what is queued and waits for its end. Call it when the queue is known to be
 * empty, from the callback of the last task, so that it does not block.
 */
void
usher_worker_free (UsherWorker *self)
{
  g_async_queue_push (self->queue, g_new0 (UsherWorkerJob, 1));
  g_thread_join (self->thread);
  g_async_queue_unref (self->queue);
  g_free (self);
}
