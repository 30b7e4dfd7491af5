/* SPDX-License-Identifier: GPL-3.0-or-later */

/* usher-sandbox: command line, start line, signals. */

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "model/usher-process.h"
#include "sandbox/usher-sandbox-demo.h"
#include "sandbox/usher-sandbox-json-writer.h"
#include "sandbox/usher-sandbox-pages.h"
#include "sandbox/usher-sandbox-rules.h"
#include "sandbox/usher-sandbox-server.h"
#include "usher-config.h"

/* For people: a port that can be remembered, of v2.2. Programs ask for 0. */
#define DEFAULT_PORT 8722
#define MAX_DEMO 1000000
#define MAX_LATENCY_MS 60000
/* A hundred years. */
#define MAX_CLOCK_OFFSET (G_GINT64_CONSTANT (100) * 366 * 86400)

enum
{
  EXIT_USAGE = 2,
};

typedef struct
{
  int port;
  char *data;           /* (owned) (nullable) */
  int demo;             /* -1: none */
  int seed;
  int latency;
  gint64 clock_offset;
  char **embed_origins; /* (owned) (nullable) */
  gboolean no_resend;
  gboolean die_with_parent;
  gboolean version;
} Options;

static gboolean
check_range (const char *name, gint64 value, gint64 minimum, gint64 maximum)
{
  g_autofree char *from = g_strdup_printf ("%" G_GINT64_FORMAT, minimum);
  g_autofree char *to = g_strdup_printf ("%" G_GINT64_FORMAT, maximum);

  if (value >= minimum && value <= maximum)
    return TRUE;
  /* Translators: the first %s is an option such as --port; then two numbers */
  g_printerr (_("%s must be from %s to %s.\n"), name, from, to);
  return FALSE;
}

static gboolean
parse_options (Options *options, int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "port", 'p', 0, G_OPTION_ARG_INT, &options->port,
      N_("Listen on this port (8722; 0 picks a free one)"), N_("N") },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &options->data,
      N_("Keep data in this folder (usher-sandbox in the user’s data folder)"), N_("DIR") },
    { "demo", 0, 0, G_OPTION_ARG_INT, &options->demo, N_("Make so many invitations, unless that was done before"),
      N_("COUNT") },
    { "seed", 0, 0, G_OPTION_ARG_INT, &options->seed, N_("The same number makes the same demo data"), N_("N") },
    { "latency", 0, 0, G_OPTION_ARG_INT, &options->latency, N_("Let each answer wait"), N_("MS") },
    { "clock-offset", 0, 0, G_OPTION_ARG_INT64, &options->clock_offset,
      N_("Move the clock, for trying expiry"), N_("SECONDS") },
    { "embed-origin", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->embed_origins,
      N_("Let pages of this origin show the recipient’s pages in a frame; may be given several times"),
      N_("ORIGIN") },
    { "no-resend", 0, 0, G_OPTION_ARG_NONE, &options->no_resend,
      N_("Answer as a server without the resend endpoint"), NULL },
    { "die-with-parent", 0, 0, G_OPTION_ARG_NONE, &options->die_with_parent,
      N_("End when the program that started this one ends"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_("Print the version and exit"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *description = NULL;
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ ("A service to try Usher with: it speaks Nectar’s API for "
                                   "invitations on this machine only, and keeps its data."));
  /* Translators: %s is an id. */
  description = g_strdup_printf (_ ("When it listens, it prints one line of JSON with its "
                                    "address, its API key and its companies.\n"
                                    "Company %s belongs to somebody else: it answers 403.\n"),
                                 USHER_SANDBOX_FOREIGN_COMPANY);
  g_option_context_set_description (context, description);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      g_printerr ("usher-sandbox: %s\n", error->message);
      return FALSE;
    }
  if (*argc > 1)
    {
      g_printerr (_("usher-sandbox: there is no argument “%s”.\n"), (*argv)[1]);
      return FALSE;
    }
  for (gsize i = 0; options->embed_origins != NULL && options->embed_origins[i] != NULL; i++)
    if (!usher_sandbox_pages_is_origin (options->embed_origins[i]))
      {
        g_printerr (_("--embed-origin must be an origin such as https://portal.example.com.\n"));
        return FALSE;
      }
  return check_range ("--port", options->port, 0, 65535) &&
         check_range ("--demo", options->demo, -1, MAX_DEMO) &&
         check_range ("--latency", options->latency, 0, MAX_LATENCY_MS) &&
         check_range ("--clock-offset", options->clock_offset, -MAX_CLOCK_OFFSET, MAX_CLOCK_OFFSET);
}

/* Usher starts this program for its own use; should Usher crash, nobody is left to end it. */
static gboolean
die_with_parent (pid_t parent)
{
#ifdef __linux__
  if (prctl (PR_SET_PDEATHSIG, SIGTERM) != 0)
    g_printerr ("usher-sandbox: %s\n", g_strerror (errno));
#endif
  /* It may have ended before the call above. */
  return getppid () == parent;
}

static gboolean
print_start_line (UsherSandbox *sandbox, UsherSandboxServer *server, GError **error)
{
  g_autoptr (UsherSandboxJson) json = usher_sandbox_json_new ();
  g_autoptr (GError) local = NULL;
  g_autoptr (UsherSandboxStatement) row = NULL;
  g_autofree char *base_url = usher_sandbox_server_dup_base_url (server);
  g_autofree char *line = NULL;

  usher_sandbox_json_begin_object (json, NULL);
  usher_sandbox_json_add_string (json, "baseUrl", base_url);
  usher_sandbox_json_add_string (json, "apiKey", sandbox->api_key);
  usher_sandbox_json_begin_array (json, "companies");
  row = usher_sandbox_db_query (
      sandbox->db, &local, "SELECT id FROM company WHERE NOT is_foreign ORDER BY key", "");
  while (row != NULL && usher_sandbox_statement_step (row, &local))
    usher_sandbox_json_add_string (json, NULL, usher_sandbox_statement_get_text (row, 0));
  usher_sandbox_json_end_array (json);
  usher_sandbox_json_end_object (json);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  line = usher_sandbox_json_print (json);
  /* Whoever does not read it may still use the service. */
  puts (line);
  fflush (stdout);
  return TRUE;
}

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
serve (const Options *options, GError **error)
{
  g_autofree char *dir = options->data != NULL
                             ? g_strdup (options->data)
                             : g_build_filename (g_get_user_data_dir (), "usher-sandbox", NULL);
  g_autoptr (UsherSandbox) sandbox = usher_sandbox_open (dir, options->clock_offset, error);
  g_autoptr (UsherSandboxServer) server = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  guint sources[2];

  if (sandbox == NULL || !usher_sandbox_demo_ensure_base (sandbox, options->seed, error))
    return FALSE;
  if (options->demo >= 0 &&
      !usher_sandbox_demo_ensure (sandbox, options->demo, options->seed, error))
    return FALSE;
  if (options->embed_origins != NULL)
    sandbox->embed_origins = g_strjoinv (" ", options->embed_origins);
  sandbox->latency_ms = options->latency;
  sandbox->no_resend = options->no_resend;
  loop = g_main_loop_new (NULL, FALSE);
  sources[0] = g_unix_signal_add (SIGTERM, on_signal, loop);
  sources[1] = g_unix_signal_add (SIGINT, on_signal, loop);
  server = usher_sandbox_server_new (sandbox);
  if (!usher_sandbox_server_listen (server, options->port, error)
      || !print_start_line (sandbox, server, error))
    return FALSE;
  g_main_loop_run (loop);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  g_clear_pointer (&server, usher_sandbox_server_free);
  /* Connections end in their own time. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return TRUE;
}

/* A client can make libsoup set a property beyond its range, by a Content-Length below zero. GObject warned of that, and
 * since GLib 2.78 it is critical. G_DEBUG=fatal-warnings must not turn it into a way to end the service; what is
 * critical elsewhere stays as it was asked for. */
static void
survive_warnings (void)
{
  static const char *const others[] = { NULL, "GLib", "GLib-GIO", "Json", "gmime", "libsoup" };
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);

  g_log_set_always_fatal (fatal & ~(G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL));
  for (gsize i = 0; i < G_N_ELEMENTS (others) && (fatal & G_LOG_LEVEL_CRITICAL) != 0; i++)
    g_log_set_fatal_mask (others[i], G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
}

int
main (int argc, char *argv[])
{
  pid_t parent = getppid ();
  Options options = { .port = DEFAULT_PORT, .demo = -1, .seed = 1 };
  g_autoptr (GError) error = NULL;
  gboolean ok;

  usher_process_forbid_core_dumps ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, USHER_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* Standard output is for one line only. */
  g_log_writer_default_set_use_stderr (TRUE);
  survive_warnings ();
  /* What it writes holds a key and tokens. */
  umask (0077);
  signal (SIGPIPE, SIG_IGN);
  if (!parse_options (&options, &argc, &argv))
    {
      g_free (options.data);
      g_strfreev (options.embed_origins);
      return EXIT_USAGE;
    }
  if (options.version)
    {
      puts ("usher-sandbox " USHER_VERSION);
      g_free (options.data);
      g_strfreev (options.embed_origins);
      return EXIT_SUCCESS;
    }
  if (options.die_with_parent && !die_with_parent (parent))
    {
      g_free (options.data);
      g_strfreev (options.embed_origins);
      return EXIT_SUCCESS;
    }
  ok = serve (&options, &error);
  g_free (options.data);
  g_strfreev (options.embed_origins);
  if (!ok)
    g_printerr ("usher-sandbox: %s\n", error->message);
  return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
