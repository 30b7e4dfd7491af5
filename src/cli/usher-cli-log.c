/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exported logs from a terminal: verify them, search them, make one to try with. Main thread; the
 * archive's own workers do what takes time. */
#include "cli/usher-cli-log.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "archive/usher-archive-search.h"
#include "archive/usher-archive.h"
#include "archive/usher-demo-log.h"
#include "cli/usher-cli-error.h"
#include "cli/usher-cli-output.h"
#include "model/usher-json.h"
#include "model/usher-text.h"
#include "model/usher-time.h"
#include "usher-config.h"

#define OUTPUT_BLOCK (64 * 1024)
#define TOP_COUNTS 10

typedef struct
{
  gboolean json;
  gboolean summary;
  gint64 n_events;
  gint64 seed;
  char *output;       /* (owned) (nullable) */
  char *from;         /* (owned) (nullable) */
  char *to;           /* (owned) (nullable) */
  char **includes[USHER_N_CONDITION_TYPES]; /* (owned) (nullable) */
  char **excludes[USHER_N_CONDITION_TYPES]; /* (owned) (nullable) */
  char **files;       /* (owned) (nullable) */
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->output);
  g_free (self->from);
  g_free (self->to);
  g_strfreev (self->files);
  for (guint i = 0; i < USHER_N_CONDITION_TYPES; i++)
    {
      g_strfreev (self->includes[i]);
      g_strfreev (self->excludes[i]);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static const char *
get_command (const char *const *arguments)
{
  static const char *const commands[] = { "verify", "log", "demo-log" };

  for (guint i = 1; arguments[0] != NULL && arguments[i] != NULL; i++)
    {
      if (arguments[i][0] == '-')
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (commands); k++)
        if (strcmp (arguments[i], commands[k]) == 0)
          return commands[k];
      return NULL;
    }
  return NULL;
}

/**
 * usher_cli_log_handles:
 * @arguments: the command line
 *
 * Returns: %TRUE when its command is one of these
 */
gboolean
usher_cli_log_handles (const char *const *arguments)
{
  return get_command (arguments) != NULL;
}

static gboolean
parse (const char *command, const char *const *arguments, Arguments *parsed, GError **error)
{
#define LIST(name, type, text)                                                                     \
  { name, 0, 0, G_OPTION_ARG_STRING_ARRAY, &parsed->includes[type], text, N_("TEXT") },            \
  { "not-" name, 0, 0, G_OPTION_ARG_STRING_ARRAY, &parsed->excludes[type],                         \
    N_("The same, but leave out what matches"), N_("TEXT") }
  const GOptionEntry common[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &parsed->json, N_("Print one JSON document"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &parsed->files, NULL, NULL },
    { NULL },
  };
  const GOptionEntry log[] = {
    LIST ("text", USHER_CONDITION_TEXT, N_("Rows with a value that contains the text")),
    LIST ("regex", USHER_CONDITION_REGEX, N_("Rows with a value that matches the regular expression")),
    LIST ("kind", USHER_CONDITION_KIND, N_("Rows of this kind, such as VIEWED")),
    LIST ("recipient", USHER_CONDITION_RECIPIENT, N_("Rows of this address")),
    LIST ("company", USHER_CONDITION_COMPANY, N_("Rows of the company with this id or name")),
    LIST ("invitation", USHER_CONDITION_INVITATION, N_("Rows of the invitation with this id")),
    { "from", 0, 0, G_OPTION_ARG_STRING, &parsed->from, N_("Rows from this time on, UTC"), N_("TIME") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &parsed->to, N_("Rows before this time, UTC"), N_("TIME") },
    { "summary", 0, 0, G_OPTION_ARG_NONE, &parsed->summary, N_("Print counts in place of rows"), NULL },
    { NULL },
  };
  const GOptionEntry demo[] = {
    { "events", 0, 0, G_OPTION_ARG_INT64, &parsed->n_events, N_("How many events (1000)"), N_("N") },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &parsed->seed, N_("Which log: the same number gives the same log (1)"), N_("S") },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &parsed->output,
      N_("The file; its ending chooses the format (demo.usherlog)"), N_("FILE") },
    { NULL },
  };
#undef LIST
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GPtrArray) rest = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) copy = NULL;
  g_autoptr (GError) local = NULL;
  gboolean seen = FALSE;

  for (guint i = 0; arguments[i] != NULL; i++)
    {
      if (i > 0 && !seen && strcmp (arguments[i], command) == 0)
        seen = TRUE;
      else
        g_ptr_array_add (rest, g_strdup (arguments[i]));
    }
  g_ptr_array_add (rest, NULL);
  copy = (GStrv) g_ptr_array_free (g_steal_pointer (&rest), FALSE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  if (strcmp (command, "log") == 0)
    g_option_context_add_main_entries (context, log, GETTEXT_PACKAGE);
  else if (strcmp (command, "demo-log") == 0)
    g_option_context_add_main_entries (context, demo, GETTEXT_PACKAGE);
  {
    g_autofree char *name = g_strdup_printf ("usherctl %s", command);

    g_set_prgname (name);
  }
  if (strcmp (command, "verify") == 0)
    g_option_context_set_summary (context, _("Says whether exported logs are whole: exit code 0 when all are, 1 when one is "
                                             "not, 2 when one cannot be read. FILE…"));
  else if (strcmp (command, "log") == 0)
    g_option_context_set_summary (context, _("Searches exported logs: FILE…"));
  else
    g_option_context_set_summary (context, _("Writes a log to try with."));
  if (!g_option_context_parse_strv (context, &copy, &local))
    {
      g_set_prgname ("usherctl");
      g_set_error_literal (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE, local->message);
      return FALSE;
    }
  g_set_prgname ("usherctl");
  if (strcmp (command, "demo-log") != 0 && parsed->files == NULL)
    {
      g_set_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                   /* Translators: %s is a command, such as "verify" */
                   _("Give the files that “%s” is to read."), command);
      return FALSE;
    }
  return TRUE;
}

static void
complain (const GError *error)
{
  g_autofree char *line = usher_cli_error_dup_line (error);

  if (line != NULL)
    usher_cli_output_complaint (line);
}

static gboolean
print_node (JsonArray *array, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  return usher_cli_output_json (node, error);
}

static void
add_verification (JsonArray *array, const char *name, const UsherVerification *found, const GError *error)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "file", name);
  if (error != NULL)
    {
      json_object_set_string_member (object, "verdict", "unreadable");
      json_object_set_string_member (object, "error", error->message);
    }
  else
    {
      json_object_set_string_member (object, "verdict", usher_verdict_to_string (found->verdict));
      if (found->verdict == USHER_VERDICT_EDITED)
        json_object_set_int_member (object, "line", (gint64) found->line);
      json_object_set_int_member (object, "lines", (gint64) found->n_lines);
      json_object_set_int_member (object, "events", (gint64) found->n_events);
      json_object_set_int_member (object, "unreadableLines", (gint64) found->n_bad);
      if (found->seal[0] != '\0')
        json_object_set_string_member (object, "seal", found->seal);
    }
  json_array_add_object_element (array, object);
}

static int
run_verify (Arguments *arguments, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  int status = 0;
  gboolean done;

  for (guint i = 0; arguments->files[i] != NULL; i++)
    {
      g_autofree char *display = g_filename_display_name (arguments->files[i]);
      g_autofree char *name = usher_text_dup_safe (display, 0);
      g_autoptr (GError) local = NULL;
      UsherVerification found = { 0 };
      gboolean read = usher_verify_file (arguments->files[i], &found, cancellable, &local);

      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return USHER_CLI_EXIT_INTERRUPTED;
        }
      status = MAX (status, !read ? 2 : found.verdict == USHER_VERDICT_WHOLE ? 0 : 1);
      add_verification (array, name, &found, local);
      if (!read)
        {
          if (!arguments->json)
            complain (local);
          continue;
        }
      {
        g_autofree char *sentence = usher_verification_dup_sentence (&found);

        g_string_append_printf (text, "%s: %s", name, sentence);
        if (found.seal[0] != '\0')
          /* Translators: the last chain value of a log, to be noted and compared */
          g_string_append_printf (text, _(" Seal: %s"), found.seal);
        g_string_append_c (text, '\n');
      }
    }
  done = arguments->json ? print_node (g_steal_pointer (&array), error) : usher_cli_output_text (text->str, error);
  return done ? status : (int) usher_cli_error_get_exit (error != NULL ? *error : NULL);
}

static gboolean
read_time (const char *text, gint64 *time, GError **error)
{
  *time = USHER_TIME_NONE;
  if (text == NULL)
    return TRUE;
  *time = usher_time_parse (text);
  if (*time != USHER_TIME_NONE)
    return TRUE;
  g_set_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
               _("“%s” is no time. Write 2026-03-01 or 2026-03-01T08:15:00Z."), text);
  return FALSE;
}

static UsherArchiveFilter *
make_filter (Arguments *arguments, GError **error)
{
  g_autoptr (UsherArchiveFilter) filter = usher_archive_filter_new ();
  gint64 from;
  gint64 to;

  if (!read_time (arguments->from, &from, error) || !read_time (arguments->to, &to, error))
    return NULL;
  for (guint type = 0; type < USHER_N_CONDITION_TYPES; type++)
    for (guint exclude = 0; exclude < 2; exclude++)
      {
        char **texts = exclude ? arguments->excludes[type] : arguments->includes[type];

        for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
          {
            UsherArchiveFilter *more = usher_archive_filter_with (filter, type, texts[i], (gboolean) exclude);

            usher_archive_filter_unref (filter);
            filter = more;
          }
      }
  if (from != USHER_TIME_NONE || to != USHER_TIME_NONE)
    {
      UsherArchiveFilter *more = usher_archive_filter_with_dates (filter, from, to, FALSE);

      usher_archive_filter_unref (filter);
      filter = more;
    }
  return g_steal_pointer (&filter);
}

static void
keep_result (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static UsherArchive *
open_files (Arguments *arguments, GCancellable *cancellable, GError **error)
{
  g_autoptr (UsherArchive) archive = usher_archive_new ();
  g_autoptr (GAsyncResult) result = NULL;

  usher_archive_open_async (archive, (const char *const *) arguments->files, cancellable, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (!usher_archive_open_finish (archive, result, error))
    return NULL;
  /* What cannot be read is told; the rest is searched. */
  for (guint i = 0; i < usher_archive_get_n_files (archive); i++)
    if (usher_archive_get_file_error (archive, i) != NULL)
      complain (usher_archive_get_file_error (archive, i));
  return g_steal_pointer (&archive);
}

static void
append_row (GString *text, UsherArchiveEvent *event)
{
  g_autofree char *time = usher_time_to_string (usher_archive_event_get_time (event));
  g_autofree char *sentence = usher_archive_event_dup_sentence (event);
  g_autofree char *raw = NULL;

  if (usher_archive_event_is_bad (event))
    {
      g_free (sentence);
      raw = usher_text_dup_safe (usher_archive_event_get_raw (event), 120);
      sentence = g_strdup_printf ("%s: %s", _("This line is damaged"), raw);
    }
  g_string_append_printf (text, "%-20s  %-14s  %s  %s  %s\n", time != NULL ? time : "-",
                          usher_archive_event_get_kind_name (event), usher_archive_event_get_company (event),
                          usher_archive_event_get_invitation_id (event), sentence);
}

/* The line's own members, and where it stands. */
static void
append_json_row (GString *text, UsherArchive *archive, UsherArchiveEvent *event)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *line = NULL;
  JsonObject *object;

  if (!usher_archive_event_is_bad (event))
    node = usher_json_parse (usher_archive_event_get_raw (event), -1, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_clear_pointer (&node, json_node_unref);
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (node, json_object_new ());
      json_object_set_string_member (json_node_get_object (node), "damaged", usher_archive_event_get_raw (event));
    }
  object = json_node_get_object (node);
  if (json_object_has_member (object, "chain"))
    json_object_remove_member (object, "chain");
  json_object_set_string_member (object, "file",
                                 usher_archive_get_file_name (archive, usher_archive_event_get_file (event)));
  line = usher_cli_json_to_text (node);
  g_string_append (text, g_strchomp (line));
}

static gboolean
print_rows (UsherArchive *archive, GArray *rows, gboolean json, GError **error)
{
  g_autoptr (GString) text = g_string_new (json ? "[" : NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (UsherArchiveEvent) event = usher_archive_dup_event (archive, g_array_index (rows, guint32, i));

      if (json)
        {
          g_string_append (text, i > 0 ? ",\n" : "\n");
          append_json_row (text, archive, event);
        }
      else
        {
          append_row (text, event);
        }
      if (text->len > OUTPUT_BLOCK)
        {
          if (!usher_cli_output_text (text->str, error))
            return FALSE;
          g_string_truncate (text, 0);
        }
    }
  if (json)
    g_string_append (text, "\n]\n");
  return usher_cli_output_text (text->str, error);
}

static void
append_counts (GString *text, const char *title, GArray *counts)
{
  g_string_append_printf (text, "%s\n", title);
  for (guint i = 0; i < MIN (counts->len, TOP_COUNTS); i++)
    {
      UsherArchiveCount *count = &g_array_index (counts, UsherArchiveCount, i);
      g_autofree char *name = usher_text_dup_safe (count->name, 60);

      g_string_append_printf (text, "  %8u  %s\n", count->n, name);
    }
}

static gboolean
print_summary (UsherArchive *archive, GArray *rows, gboolean json, GError **error)
{
  static const char *const stages[] = { "created", "mailed", "viewed", "verified", "used" };
  g_autoptr (UsherArchiveData) data = usher_archive_dup_data (archive);
  g_autoptr (UsherArchiveSummary) summary =
      usher_archive_summary_new (data, rows, USHER_TIME_NONE, USHER_TIME_NONE, 1);
  g_autoptr (GString) text = g_string_new (NULL);

  if (json)
    {
      GArray *all[] = { summary->kinds, summary->companies, summary->recipients };
      const char *names[] = { "kinds", "companies", "recipients" };
      g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
      JsonObject *object = json_object_new ();

      json_node_take_object (node, object);
      json_object_set_int_member (object, "rows", summary->n_rows);
      json_object_set_int_member (object, "damaged", summary->n_bad);
      for (guint i = 0; i < USHER_N_FUNNEL_STAGES; i++)
        json_object_set_int_member (object, stages[i], summary->funnel[i]);
      for (guint i = 0; i < G_N_ELEMENTS (all); i++)
        {
          JsonObject *counts = json_object_new ();

          for (guint k = 0; k < all[i]->len; k++)
            json_object_set_int_member (counts, g_array_index (all[i], UsherArchiveCount, k).value,
                                        g_array_index (all[i], UsherArchiveCount, k).n);
          json_object_set_object_member (object, names[i], counts);
        }
      return usher_cli_output_json (node, error);
    }
  g_string_append_printf (text, _("Rows: %'u (damaged: %'u)\n"), summary->n_rows, summary->n_bad);
  g_string_append_printf (text, _("Invitations: %'u, mailed %'u, viewed %'u, verified %'u, used %'u\n"),
                          summary->funnel[0], summary->funnel[1], summary->funnel[2], summary->funnel[3],
                          summary->funnel[4]);
  append_counts (text, _("Kinds"), summary->kinds);
  append_counts (text, _("Companies"), summary->companies);
  append_counts (text, _("Recipients"), summary->recipients);
  return usher_cli_output_text (text->str, error);
}

static gboolean
run_log (Arguments *arguments, GCancellable *cancellable, GError **error)
{
  g_autoptr (UsherArchiveFilter) filter = make_filter (arguments, error);
  g_autoptr (UsherArchive) archive = filter != NULL ? open_files (arguments, cancellable, error) : NULL;
  g_autoptr (UsherArchiveData) data = NULL;
  g_autoptr (GArray) rows = NULL;

  if (archive == NULL)
    return FALSE;
  data = usher_archive_dup_data (archive);
  rows = usher_archive_data_filter (data, filter, NULL, cancellable, error);
  if (rows == NULL)
    return FALSE;
  return arguments->summary ? print_summary (archive, rows, arguments->json, error)
                            : print_rows (archive, rows, arguments->json, error);
}

static gboolean
run_demo (Arguments *arguments, GCancellable *cancellable, GError **error)
{
  const char *path = arguments->output != NULL ? arguments->output : "demo.usherlog";

  if (arguments->n_events < 0 || arguments->seed < 0 || arguments->seed > G_MAXUINT32)
    {
      g_set_error_literal (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                           _("The number of events and the seed are whole numbers from 0."));
      return FALSE;
    }
  return usher_demo_log_write (path, usher_log_format_from_path (path), (guint64) arguments->n_events,
                               (guint32) arguments->seed, cancellable, error);
}

/* These commands work in this thread, so another one waits for signals: the first asks everything to end in
 * order, and leaves no half-written file; the second does not ask. */
static gpointer
wait_for_signals (gpointer data)
{
  g_autoptr (GCancellable) cancellable = data;
  sigset_t set;
  int number;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  if (sigwait (&set, &number) == 0)
    g_cancellable_cancel (cancellable);
  if (sigwait (&set, &number) == 0)
    _exit (USHER_CLI_EXIT_INTERRUPTED);
  return NULL;
}

static void
watch_signals (GCancellable *cancellable)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
  g_thread_unref (g_thread_new ("usherctl-signals", wait_for_signals, g_object_ref (cancellable)));
}

/**
 * usher_cli_log_run:
 * @arguments: the command line, with one of these commands
 *
 * Returns: the exit code; for verify 0 when all files are whole, 1 when one is not, 2 when one is unreadable
 */
int
usher_cli_log_run (const char *const *arguments)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const char *command = get_command (arguments);
  g_auto (Arguments) parsed = { .n_events = 1000, .seed = 1 };
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_return_val_if_fail (command != NULL, USHER_CLI_EXIT_USAGE);

  watch_signals (cancellable);
  if (!parse (command, arguments, &parsed, &error))
    status = USHER_CLI_EXIT_USAGE;
  else if (strcmp (command, "verify") == 0)
    status = run_verify (&parsed, cancellable, &error);
  else if (strcmp (command, "log") == 0)
    run_log (&parsed, cancellable, &error);
  else
    run_demo (&parsed, cancellable, &error);
  if (error != NULL)
    {
      complain (error);
      if (status == 0)
        status = (int) usher_cli_error_get_exit (error);
    }
  return status;
}
