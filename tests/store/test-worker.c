/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker: order, results in the caller's context, and an owner that never goes on its thread. */
#include "common/usher-test.h"
#include "store/usher-worker.h"

typedef struct
{
  GString *order;     /* the worker thread's, until it was joined */
  GThread *main_thread;
} State;

typedef struct
{
  char letter;
  gboolean fails;
  GCancellable *cancels; /* cancelled when the work is done */
} Job;

static gboolean
work (gpointer      state,
      gpointer      task_data,
      GCancellable *cancellable,
      GError      **error)
{
  State *self = state;
  Job *job = task_data;

  g_assert_true (g_thread_self () != self->main_thread);
  g_string_append_c (self->order, job->letter);
  if (job->cancels != NULL)
    g_cancellable_cancel (job->cancels);
  if (job->fails)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "No");
  return !job->fails;
}

static guint n_done;

static void
on_done (GTask        *task,
         const GError *error)
{
  Job *job = g_task_get_task_data (task);

  g_assert_true (error == NULL || error->domain == G_IO_ERROR);
  if (job->fails)
    g_assert_nonnull (error);
  g_assert_false (g_task_get_completed (task));
  n_done++;
}

static void
push (UsherWorker   *worker,
      GObject       *source,
      Job           *job,
      GCancellable  *cancellable,
      GAsyncResult **result)
{
  GTask *task = g_task_new (source, cancellable, result != NULL ? usher_test_keep_result : NULL, result);

  g_task_set_task_data (task, job, NULL);
  usher_worker_push (worker, task, work, on_done);
}

static void
test_order (void)
{
  State state = { g_string_new (NULL), g_thread_self () };
  UsherWorker *worker = usher_worker_new ("test", &state);
  Job jobs[26] = { { 0, }, };
  GAsyncResult *results[26] = { NULL, };

  n_done = 0;
  for (guint i = 0; i < 26; i++)
    {
      jobs[i].letter = 'a' + i;
      jobs[i].fails = i == 3;
      push (worker, NULL, &jobs[i], NULL, &results[i]);
    }
  for (guint i = 0; i < 26; i++)
    {
      g_autoptr (GAsyncResult) result = usher_test_take_result (&results[i]);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (g_task_propagate_boolean (G_TASK (result), &error), ==, i != 3);
      if (i == 3)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
    }
  usher_worker_free (worker);
  g_assert_cmpstr (state.order->str, ==, "abcdefghijklmnopqrstuvwxyz");
  g_assert_cmpuint (n_done, ==, 26);
  g_string_free (state.order, TRUE);
}

static void
test_cancel (void)
{
  State state = { g_string_new (NULL), g_thread_self () };
  UsherWorker *worker = usher_worker_new ("test", &state);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Job first = { 'a', FALSE, cancellable };
  Job second = { 'b', };
  GAsyncResult *first_result = NULL, *second_result = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  n_done = 0;
  push (worker, NULL, &first, cancellable, &first_result);
  push (worker, NULL, &second, cancellable, &second_result);

  /* What was done is told as done; what was not begun never is. */
  result = usher_test_take_result (&first_result);
  g_assert_true (g_task_propagate_boolean (G_TASK (result), &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  result = usher_test_take_result (&second_result);
  g_assert_false (g_task_propagate_boolean (G_TASK (result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  usher_worker_free (worker);
  g_assert_cmpstr (state.order->str, ==, "a");
  g_assert_cmpuint (n_done, ==, 2);
  g_string_free (state.order, TRUE);
}

static void
on_source_gone (gpointer  user_data,
                GObject  *where)
{
  GThread **thread = user_data;

  *thread = g_thread_self ();
}

/* Nobody waits for the answer, and the task holds the last reference to its source. */
static void
test_last_reference (void)
{
  State state = { g_string_new (NULL), g_thread_self () };
  UsherWorker *worker = usher_worker_new ("test", &state);
  Job job = { 'a', };

  for (guint i = 0; i < 200; i++)
    {
      GObject *source = g_object_new (G_TYPE_CANCELLABLE, NULL);
      GThread *gone_on = NULL;

      g_object_weak_ref (source, on_source_gone, &gone_on);
      push (worker, source, &job, NULL, NULL);
      g_object_unref (source);
      usher_test_wait_for (gone_on != NULL);
      g_assert_true (gone_on == g_thread_self ());
    }
  usher_worker_free (worker);
  g_string_free (state.order, TRUE);
}

/* What is queued when it ends is done, and its answers still come. */
static void
test_end (void)
{
  State state = { g_string_new (NULL), g_thread_self () };
  UsherWorker *worker = usher_worker_new ("test", &state);
  Job job = { 'a', };
  GAsyncResult *results[50] = { NULL, };

  for (guint i = 0; i < 50; i++)
    push (worker, NULL, &job, NULL, &results[i]);
  usher_worker_free (worker);
  g_assert_cmpuint (state.order->len, ==, 50);
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (GAsyncResult) result = usher_test_take_result (&results[i]);

      g_assert_true (g_task_propagate_boolean (G_TASK (result), NULL));
    }
  g_string_free (state.order, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/worker/order", test_order);
  g_test_add_func ("/worker/cancel", test_cancel);
  g_test_add_func ("/worker/last-reference", test_last_reference);
  g_test_add_func ("/worker/end", test_end);

  return g_test_run ();
}
