/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Activity logs into a file: of the invitations that were named, or of all that a company and a status leave.
 * Main thread; the session's export does the work. */
#include "cli/usher-cli-export.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "cli/usher-cli-error.h"
#include "cli/usher-cli-list.h"
#include "cli/usher-cli-output.h"
#include "cli/usher-cli-show.h"
#include "model/usher-text.h"
#include "session/usher-export.h"

/* Standard error, and only a person's terminal: a script has the outcome. */
static gboolean
shows_progress (UsherCliRun *run)
{
  return !run->options->json && isatty (STDERR_FILENO);
}

static void
on_progress (UsherExport *export, GParamSpec *pspec, gpointer user_data)
{
  /* Translators: how many invitations are exported, and of how many */
  g_autofree char *text = g_strdup_printf (_("%'u of %'u"), usher_export_get_n_done (export),
                                           usher_export_get_n_total (export));

  g_printerr ("\r%s\033[K", text);
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  usher_export_cancel (user_data);
}

/* The ids that were typed, each once; NULL when one is none. */
static GPtrArray *
take_ids (UsherCliRun *run, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; run->options->arguments[i] != NULL; i++)
    {
      if (!usher_cli_check_id (run->options->arguments[i], error))
        return NULL;
      if (!g_ptr_array_find_with_equal_func (ids, run->options->arguments[i], g_str_equal, NULL))
        g_ptr_array_add (ids, g_strdup (run->options->arguments[i]));
    }
  return g_steal_pointer (&ids);
}

static GPtrArray *
find_ids (UsherCliRun *run, GError **error)
{
  g_autoptr (UsherQuery) query = usher_cli_list_dup_query (run, error);
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  if (query == NULL)
    return NULL;
  usher_session_query_ids_async (run->session, query, run->cancellable, usher_cli_keep_result, &slot);
  result = usher_cli_wait_for_result (&slot);
  return usher_session_query_ids_finish (run->session, result, error);
}

/* For the header of the log: what was asked for, as it was asked. */
static char *
dup_filter (UsherCliRun *run, guint n)
{
  const UsherCliOptions *options = run->options;
  UsherCompany *company = options->company != NULL ? usher_session_find_company (run->session, options->company) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (options->arguments[0] != NULL)
    return g_strdup_printf (ngettext ("%'u chosen invitation", "%'u chosen invitations", n), n);
  if (options->status != NULL)
    /* Translators: in the header of an exported log: which invitations it is about */
    g_string_append_printf (text, _("Status: %s"), options->status);
  if (options->company != NULL)
    {
      const char *name = company != NULL ? usher_company_get_name (company) : NULL;

      if (text->len > 0)
        g_string_append (text, ", ");
      /* Translators: in the header of an exported log: which invitations it is about */
      g_string_append_printf (text, _("Company: %s"), name != NULL ? name : options->company);
    }
  if (text->len == 0)
    g_string_append (text, _("All invitations"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
print_outcome (UsherCliRun *run, UsherExport *export, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *outcome = usher_export_dup_outcome (export);
  g_autofree char *name = g_filename_display_name (usher_export_get_path (export));
  g_autofree char *safe = usher_text_dup_safe (name, 0);
  JsonObject *object;

  if (!run->options->json)
    {
      g_autoptr (GString) text = g_string_new (outcome);

      g_string_append_c (text, ' ');
      /* Translators: a file name */
      g_string_append_printf (text, _("Written to “%s”."), safe);
      if (usher_export_get_seal (export) != NULL)
        /* Translators: the last chain value of a log, to be noted and compared */
        g_string_append_printf (text, _(" Seal: %s"), usher_export_get_seal (export));
      if (run->options->with_links)
        {
          g_string_append_c (text, ' ');
          g_string_append (text, _("The file holds links: whoever has it can open the forms."));
        }
      g_string_append_c (text, '\n');
      return usher_cli_output_text (text->str, error);
    }
  node = json_node_new (JSON_NODE_OBJECT);
  object = json_object_new ();
  json_object_set_string_member (object, "file", safe);
  json_object_set_int_member (object, "invitations", usher_export_get_n_done (export));
  json_object_set_int_member (object, "events", (gint64) usher_export_get_n_events (export));
  if (usher_export_get_seal (export) != NULL)
    json_object_set_string_member (object, "seal", usher_export_get_seal (export));
  json_node_take_object (node, object);
  return usher_cli_output_json (node, error);
}

/* Waits until it ends; FALSE with the reason when there is no whole file. */
static gboolean
work (UsherCliRun *run, UsherExport *export, GError **error)
{
  gulong handler = g_cancellable_connect (run->cancellable, G_CALLBACK (on_cancelled), export, NULL);
  gboolean progress = shows_progress (run);
  g_autofree char *outcome = NULL;

  if (progress)
    g_signal_connect (export, "notify::n-done", G_CALLBACK (on_progress), NULL);
  usher_export_start (export);
  while (usher_export_get_active (export))
    {
      /* There is nobody to ask: what could be had is kept, and the exit status says that it is not all. */
      if (usher_export_get_state (export) == USHER_EXPORT_INCOMPLETE)
        {
          if (usher_export_get_n_done (export) == 0)
            usher_export_cancel (export);
          else
            usher_export_accept (export);
          continue;
        }
      g_main_context_iteration (NULL, TRUE);
    }
  g_cancellable_disconnect (run->cancellable, handler);
  if (progress)
    g_printerr ("\r\033[K");
  if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
    return FALSE;
  if (usher_export_get_error (export) != NULL)
    {
      g_propagate_error (error, g_error_copy (usher_export_get_error (export)));
      return FALSE;
    }
  if (usher_export_get_n_failed (export) == 0)
    return TRUE;
  outcome = usher_export_dup_outcome (export);
  g_set_error_literal (error, USHER_CLI_ERROR, USHER_CLI_ERROR_REFUSED, outcome);
  return FALSE;
}

/**
 * usher_cli_run_export:
 * @run: a run with a session
 * @error: return location
 *
 * Returns: %TRUE when every log is in the file
 */
gboolean
usher_cli_run_export (UsherCliRun *run, GError **error)
{
  const UsherCliOptions *options = run->options;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (UsherExport) export = NULL;
  g_autofree char *filter = NULL;
  UsherExportOptions wanted = { .with_links = options->with_links, .use_kept = options->kept };

  if (options->output == NULL)
    {
      g_set_error_literal (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                           /* Translators: do not translate the words with dashes and endings. */
                           _("Give the file with --output. Its ending says the format: .usherlog, "
                             ".usherlog.gz, .csv, .json or .pdf."));
      return FALSE;
    }
  wanted.format = usher_log_format_from_path (options->output);
  if (options->with_links && (wanted.format == USHER_LOG_FORMAT_CSV || wanted.format == USHER_LOG_FORMAT_PDF))
    {
      g_set_error_literal (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                           /* Translators: do not translate the words with dashes and endings. */
                           _("Tables and reports hold no links. Export to .usherlog, .usherlog.gz or .json, or "
                             "leave out --with-links."));
      return FALSE;
    }
  if (options->arguments[0] != NULL && (options->company != NULL || options->status != NULL))
    {
      g_set_error_literal (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                           _("Give either ids, or --company and --status."));
      return FALSE;
    }
  /* The companies' names come with it; with --kept it need not succeed. */
  if (options->arguments[0] != NULL && (ids = take_ids (run, error)) == NULL)
    return FALSE;
  if (!options->kept && !usher_cli_synchronise (run, error))
    return FALSE;
  if (ids == NULL && (ids = find_ids (run, error)) == NULL)
    return FALSE;

  filter = dup_filter (run, ids->len);
  wanted.path = options->output;
  wanted.filter = filter;
  export = usher_export_new (run->session, ids, &wanted);
  return work (run, export, error) && print_outcome (run, export, error);
}
