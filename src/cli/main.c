/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usherctl: the same work as in the window, from a terminal or a script. */
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "cli/usher-cli-commands.h"
#include "cli/usher-cli-error.h"
#include "cli/usher-cli-log.h"
#include "cli/usher-cli-options.h"
#include "cli/usher-cli-output.h"
#include "model/usher-process.h"
#include "usher-config.h"

/* The first signal asks everything to end in order; the second does not ask. */
static gboolean
on_signal (gpointer user_data)
{
  GCancellable *cancellable = user_data;

  if (g_cancellable_is_cancelled (cancellable))
    _exit (USHER_CLI_EXIT_INTERRUPTED);
  g_cancellable_cancel (cancellable);
  return G_SOURCE_CONTINUE;
}

static gboolean
print_version (GError **error)
{
  g_autofree char *text = g_strdup_printf ("usherctl %s\n", USHER_VERSION);

  return usher_cli_output_text (text, error);
}

static gboolean
print_help (const UsherCliOptions *options, GError **error)
{
  g_autofree char *text = usher_cli_options_dup_help (options);

  return usher_cli_output_text (text, error);
}

static gboolean
run_command (const UsherCliOptions *options, char **api_key, const char **hint, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  UsherCliRun run = { .options = options,
                      .api_key = g_steal_pointer (api_key),
                      .cancellable = cancellable };
  guint interrupt = g_unix_signal_add (SIGINT, on_signal, cancellable);
  guint terminate = g_unix_signal_add (SIGTERM, on_signal, cancellable);
  gboolean done = usher_cli_run_command (&run, error);

  *hint = run.hint;
  usher_cli_wipe (&run.api_key);
  g_clear_object (&run.accounts);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  return done;
}

static void
complain (const GError *error, const char *hint)
{
  g_autofree char *line = usher_cli_error_dup_line (error);
  g_autofree char *with_hint = NULL;

  if (line == NULL)
    return;
  if (hint != NULL)
    /* Translators: two sentences: what went wrong, and what to do. */
    with_hint = g_strdup_printf (C_("error line", "%s %s"), line, hint);
  usher_cli_output_complaint (with_hint != NULL ? with_hint : line);
}

int
main (int argc, char *argv[])
{
  /* Before anything can start a thread. */
  char *api_key = usher_cli_take_api_key ();
  g_autoptr (UsherCliOptions) options = NULL;
  g_autoptr (GError) error = NULL;
  const char *hint = NULL;
  gboolean done = FALSE;

  usher_process_forbid_core_dumps ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, USHER_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("usherctl");
  g_set_application_name ("Usher");
  signal (SIGPIPE, SIG_IGN); /* a closed pipe is an error like others */

  /* Files need no account, and their commands have options of their own. */
  if (usher_cli_log_handles ((const char *const *) argv))
    {
      usher_cli_wipe (&api_key);
      return usher_cli_log_run ((const char *const *) argv);
    }

  options = usher_cli_options_parse ((const char *const *) argv, &error);
  if (options != NULL && options->version)
    done = print_version (&error);
  else if (options != NULL && options->help)
    done = print_help (options, &error);
  else if (options != NULL)
    done = run_command (options, &api_key, &hint, &error);
  usher_cli_wipe (&api_key);

  if (!done)
    complain (error, hint);
  return (int) usher_cli_error_get_exit (error);
}
