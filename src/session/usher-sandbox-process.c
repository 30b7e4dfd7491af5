/* SPDX-License-Identifier: GPL-3.0-or-later */

/* usher-sandbox as a child. It prints one line of JSON when it listens; until then, and no longer than a
 * time-out, we wait. Main thread: the child ends with the thread that started it. */

#include "session/usher-sandbox-process.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "model/usher-json.h"
#include "model/usher-text.h"
#include "usher-config.h"

#define START_SECONDS 20
/* One that was just stopped may still hold the folder: another try, for a while. */
#define AGAIN_MSEC 150
#define MAX_TRIES 10
/* How many invitations a sandbox begins with that was never started before. */
#define DEMO_COUNT "120"

struct _UsherSandboxProcess
{
  GObject parent_instance;

  GSubprocess *process; /* (owned) (nullable) */
  char *server;         /* (owned) (nullable) */
  char *api_key;        /* (owned) (nullable) a secret */
};

G_DEFINE_FINAL_TYPE (UsherSandboxProcess, usher_sandbox_process, G_TYPE_OBJECT)

static void on_line_read (GObject *source, GAsyncResult *result, gpointer user_data);

static void
usher_sandbox_process_dispose (GObject *object)
{
  UsherSandboxProcess *self = USHER_SANDBOX_PROCESS (object);

  usher_sandbox_process_stop (self);
  g_clear_object (&self->process);
  G_OBJECT_CLASS (usher_sandbox_process_parent_class)->dispose (object);
}

static void
usher_sandbox_process_finalize (GObject *object)
{
  UsherSandboxProcess *self = USHER_SANDBOX_PROCESS (object);

  g_free (self->server);
  if (self->api_key != NULL)
    explicit_bzero (self->api_key, strlen (self->api_key));
  g_free (self->api_key);
  G_OBJECT_CLASS (usher_sandbox_process_parent_class)->finalize (object);
}

static void
usher_sandbox_process_class_init (UsherSandboxProcessClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = usher_sandbox_process_dispose;
  object_class->finalize = usher_sandbox_process_finalize;
}

static void
usher_sandbox_process_init (UsherSandboxProcess *self)
{
}

typedef struct
{
  char *program;                /* (owned) */
  char *data_dir;               /* (owned) */
  guint n_tries;
  UsherSandboxProcess *process; /* (owned) (nullable) */
  GDataInputStream *lines;      /* (owned) (nullable) */
  GCancellable *cancellable;    /* (owned) ours: the person's, or the time-out */
  gulong cancel_id;
  guint timer;
  gboolean timed_out;
} Start;

static void
start_free (Start *start)
{
  g_free (start->program);
  g_free (start->data_dir);
  g_clear_object (&start->process);
  g_clear_object (&start->lines);
  g_clear_object (&start->cancellable);
  g_clear_handle_id (&start->timer, g_source_remove);
  g_free (start);
}

/* Between fork and exec: only what is safe there. When the parent is gone before the wish is heard, there
 * is nobody to wait for. */
static void
on_child_setup (gpointer user_data)
{
  pid_t parent = (pid_t) GPOINTER_TO_INT (user_data);

  if (prctl (PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid () != parent)
    _exit (1);
}

static gboolean
on_start_timed_out (gpointer user_data)
{
  Start *start = user_data;

  start->timer = 0;
  start->timed_out = TRUE;
  g_cancellable_cancel (start->cancellable);
  return G_SOURCE_REMOVE;
}

static void
cancel_other (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static char *
dup_program (const char *program)
{
  const char *from_environment = g_getenv ("USHER_SANDBOX");

  if (program != NULL)
    return g_strdup (program);
  if (from_environment != NULL && *from_environment != '\0')
    return g_strdup (from_environment);
  return g_build_filename (USHER_BINDIR, "usher-sandbox", NULL);
}

static GSubprocess *
spawn (const char *program, const char *data_dir, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);

  g_subprocess_launcher_set_child_setup (launcher, on_child_setup,
                                         GINT_TO_POINTER ((int) getpid ()), NULL);
  return g_subprocess_launcher_spawn (launcher, error, program, "--port", "0", "--data", data_dir,
                                      "--demo", DEMO_COUNT, NULL);
}

static void
try_start (GTask *task)
{
  Start *start = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GSubprocess *process = spawn (start->program, start->data_dir, &error);

  start->n_tries++;
  if (process == NULL)
    {
      g_task_return_new_error (
        task, USHER_SESSION_ERROR, USHER_SESSION_ERROR_SANDBOX,
        /* Translators: %s is the system's words for what went wrong. */
        _("The sandbox could not be started: %s"), error->message);
      return;
    }
  g_clear_object (&start->lines);
  g_clear_object (&start->process);
  start->process = g_object_new (USHER_TYPE_SANDBOX_PROCESS, NULL);
  start->process->process = process;
  start->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (start->lines), FALSE);
  g_data_input_stream_read_line_async (start->lines, G_PRIORITY_DEFAULT, start->cancellable,
                                       on_line_read, g_object_ref (task));
}

static gboolean
on_try_again (gpointer user_data)
{
  GTask *task = user_data;

  if (!g_task_return_error_if_cancelled (task))
    try_start (task);
  return G_SOURCE_REMOVE;
}

/**
 * usher_sandbox_process_start_async:
 * @program: (nullable): the program; %NULL for the installed one, or `USHER_SANDBOX` of the environment
 * @data_dir: its data folder; a new one begins with demo data
 * @cancellable: (nullable): to give up; the child ends then
 * @callback: called when it listens
 * @user_data: for @callback
 *
 * Starts the sandbox on a free port and waits until it listens, for 20 seconds at most.
 */
void
usher_sandbox_process_start_async (const char *program, const char *data_dir,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Start *start;

  g_return_if_fail (data_dir != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, usher_sandbox_process_start_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  start = g_new0 (Start, 1);
  g_task_set_task_data (task, start, (GDestroyNotify) start_free);
  start->program = dup_program (program);
  start->data_dir = g_strdup (data_dir);
  start->cancellable = g_cancellable_new ();
  start->timer = g_timeout_add_seconds (START_SECONDS, on_start_timed_out, start);
  if (cancellable != NULL)
    start->cancel_id = g_cancellable_connect (cancellable, G_CALLBACK (cancel_other),
                                              g_object_ref (start->cancellable), g_object_unref);
  try_start (task);
}

static gboolean
read_line (UsherSandboxProcess *self, const char *line)
{
  g_autoptr (JsonNode) node = usher_json_parse (line, -1, NULL);
  JsonObject *object = usher_json_node_get_object (node);
  const char *server;
  const char *api_key;

  if (object == NULL)
    return FALSE;
  server = usher_json_get_string (object, "baseUrl", NULL);
  api_key = usher_json_get_string (object, "apiKey", NULL);
  if (server == NULL || api_key == NULL || *api_key == '\0')
    return FALSE;
  self->server = usher_server_url_normalise (server, NULL);
  self->api_key = g_strdup (api_key);
  return self->server != NULL;
}

static void
on_line_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Start *start = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (
    G_DATA_INPUT_STREAM (source), result, &length, &error);

  if (line == NULL && error == NULL && start->n_tries < MAX_TRIES)
    {
      g_timeout_add_full (G_PRIORITY_DEFAULT, AGAIN_MSEC, on_try_again, g_steal_pointer (&task),
                          g_object_unref);
      return;
    }
  g_cancellable_disconnect (g_task_get_cancellable (task), start->cancel_id);
  g_clear_handle_id (&start->timer, g_source_remove);
  if (line != NULL && read_line (start->process, line))
    g_task_return_pointer (task, g_steal_pointer (&start->process), g_object_unref);
  else if (start->timed_out)
    g_task_return_new_error (task, USHER_SESSION_ERROR, USHER_SESSION_ERROR_SANDBOX, "%s",
                             _("The sandbox was started but does not answer. Try again."));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (line == NULL && error == NULL)
    g_task_return_new_error (task, USHER_SESSION_ERROR, USHER_SESSION_ERROR_SANDBOX, "%s",
                             _("The sandbox ended as soon as it was started. Its data may be damaged, or "
                               "its folder cannot be written."));
  else
    g_task_return_new_error (task, USHER_SESSION_ERROR, USHER_SESSION_ERROR_SANDBOX, "%s",
                             _("The program that was started is not the sandbox that fits to this Usher."));
  if (line != NULL)
    explicit_bzero (line, length);
}

/**
 * usher_sandbox_process_start_finish:
 * @result: what the callback got
 * @error: return location: %USHER_SESSION_ERROR_SANDBOX
 *
 * Returns: (transfer full): the sandbox, which listens; it ends with the last reference
 */
UsherSandboxProcess *
usher_sandbox_process_start_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * usher_sandbox_process_get_server:
 * @self: a sandbox
 *
 * Returns: (transfer none): its base address
 */
const char *
usher_sandbox_process_get_server (UsherSandboxProcess *self)
{
  g_return_val_if_fail (USHER_IS_SANDBOX_PROCESS (self), NULL);
  return self->server;
}

/**
 * usher_sandbox_process_get_api_key:
 * @self: a sandbox
 *
 * Returns: (transfer none): its key, a secret as every key is
 */
const char *
usher_sandbox_process_get_api_key (UsherSandboxProcess *self)
{
  g_return_val_if_fail (USHER_IS_SANDBOX_PROCESS (self), NULL);
  return self->api_key;
}

/**
 * usher_sandbox_process_stop:
 * @self: a sandbox
 *
 * Asks it to end. What it has answered is on its disk.
 */
void
usher_sandbox_process_stop (UsherSandboxProcess *self)
{
  g_return_if_fail (USHER_IS_SANDBOX_PROCESS (self));
  if (self->process != NULL)
    g_subprocess_send_signal (self->process, SIGTERM);
}
