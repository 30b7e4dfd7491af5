/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a log is as it was written: what it is called, and looking at a file for nothing else. */

#include "usher-config.h"

#include "archive/usher-verification.h"

#include "archive/usher-file-index.h"

#include <glib/gi18n.h>

/**
 * usher_verdict_to_string:
 * @verdict: a verdict
 *
 * Returns: (transfer none): a word for programs
 */
const char *
usher_verdict_to_string (UsherVerdict verdict)
{
  static const char *const words[] = { "pending", "whole", "cut-short", "edited", "not-verifiable" };

  return (guint) verdict < G_N_ELEMENTS (words) ? words[verdict] : "pending";
}

/**
 * usher_verification_dup_sentence:
 * @self: a result
 *
 * Returns: (transfer full): what it means, for people
 */
char *
usher_verification_dup_sentence (const UsherVerification *self)
{
  switch (self->verdict)
    {
    case USHER_VERDICT_WHOLE:
      return g_strdup (_("This log is whole: every line is as it was exported."));
    case USHER_VERDICT_CUT_SHORT:
      return g_strdup_printf (ngettext ("This log was cut short: its end is missing after line %lu.",
                                        "This log was cut short: its end is missing after line %lu.",
                                        (gulong) self->n_lines),
                              (gulong) self->n_lines);
    case USHER_VERDICT_EDITED:
      return g_strdup_printf (_("This log was edited at line %lu after it was exported."), (gulong) self->line);
    case USHER_VERDICT_NOT_VERIFIABLE:
      return g_strdup (_("This file cannot be verified: its format has no seal."));
    case USHER_VERDICT_PENDING:
    default:
      return g_strdup (_("Verifying…"));
    }
}

/**
 * usher_verify_file:
 * @path: a file name
 * @verification: (out caller-allocates): the result
 * @cancellable: (nullable): to stop
 * @error: return location: #USHER_ARCHIVE_ERROR when it cannot be looked at
 *
 * Reads all of a file and checks its chain. Blocks; uses all processors.
 *
 * Returns: %TRUE when there is a result, whatever it is
 */
gboolean
usher_verify_file (const char *path,
                   UsherVerification *verification,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (UsherLogSource) source = usher_log_source_open (path, cancellable, error);
  g_autoptr (UsherFileIndex) index = NULL;

  if (source == NULL)
    return FALSE;
  index = usher_file_index_new (source, 0, NULL, NULL, cancellable, error);
  if (index == NULL)
    return FALSE;
  *verification = index->verification;
  return TRUE;
}

static void
verify_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autofree UsherVerification *verification = g_new0 (UsherVerification, 1);
  GError *error = NULL;

  if (usher_verify_file (task_data, verification, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&verification), g_free);
  else
    g_task_return_error (task, error);
}

/**
 * usher_verify_file_async:
 * @path: a file name
 * @cancellable: (nullable): to stop
 * @callback: called when there is a result
 * @user_data: for @callback
 *
 * [func@verify_file] on a thread of its own.
 */
void
usher_verify_file_async (const char *path, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, usher_verify_file_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, verify_in_thread);
}

/**
 * usher_verify_file_finish:
 * @result: what the callback got
 * @verification: (out caller-allocates): the result
 * @error: return location
 *
 * Returns: %TRUE when there is a result, whatever it is
 */
gboolean
usher_verify_file_finish (GAsyncResult *result, UsherVerification *verification, GError **error)
{
  g_autofree UsherVerification *found = g_task_propagate_pointer (G_TASK (result), error);

  if (found == NULL)
    return FALSE;
  *verification = *found;
  return TRUE;
}
