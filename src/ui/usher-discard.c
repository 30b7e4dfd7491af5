/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked before a dialog is closed in which something was entered. Nothing entered, nothing asked: that is for
 * the dialog to know. Main thread. */
#include "ui/usher-discard.h"

#include <glib/gi18n.h>

#include "ui/compat/usher-compat.h"

#define ASKING_KEY "usher-discard-asking"

static void
on_confirmed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherDialog) dialog = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  gboolean discard = usher_compat_confirm_finish (GTK_WINDOW (source), result, &error);

  g_object_set_data (G_OBJECT (dialog), ASKING_KEY, NULL);
  if (discard)
    usher_dialog_force_close (dialog);
}

/**
 * usher_discard_ask:
 * @dialog: a dialog that is to be closed, and stays for now
 * @heading: the question, in header capitalisation
 * @body: what is lost, and what is not
 * @cancellable: (nullable): cancelled when the dialog is closed otherwise, which takes the question away
 *
 * Asks whether what was entered may go (HIG, "Dialogs": the safe answer is the easy one). While it asks already, nothing
 * more is asked.
 */
void
usher_discard_ask (UsherDialog *dialog, const char *heading, const char *body, GCancellable *cancellable)
{
  g_return_if_fail (USHER_IS_DIALOG (dialog));

  if (g_object_get_data (G_OBJECT (dialog), ASKING_KEY) != NULL)
    return;
  g_object_set_data (G_OBJECT (dialog), ASKING_KEY, GINT_TO_POINTER (TRUE));
  usher_compat_confirm_async (usher_dialog_get_window (dialog), heading, body, _("_Discard"), TRUE, cancellable,
                              on_confirmed, g_object_ref (dialog));
}
