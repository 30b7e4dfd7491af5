/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window does for an account on the sandbox only: it opens the outbox, and follows the selected
 * invitation closely, so that a person who plays the recipient in a browser sees what they do. The service
 * is on this machine, so that asking it every few seconds costs nobody anything. Main thread. */
#include "ui/usher-window-private.h"

#include <glib/gi18n.h>

#include "ui/compat/usher-compat.h"

#define FOLLOW_SECONDS 3

/* Plain http is taken for loopback only, and there is nothing there but a sandbox (DESIGN.md, 4). */
static gboolean
is_on_sandbox (UsherWindow *self)
{
  UsherAccount *account = self->session != NULL ? usher_session_get_account (self->session) : NULL;

  return account != NULL
         && (usher_account_get_is_sandbox (account)
             || g_str_has_prefix (usher_account_get_server (account), "http://"));
}

static void
on_followed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherWindow) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation =
    usher_session_fetch_invitation_finish (USHER_SESSION (source), result, &error);

  /* The panes hear of the new state from the session. What fails here, the next sync tells. */
  if (invitation == NULL)
    g_debug ("Following the invitation: %s", error->message);
  self->following = FALSE;
}

static gboolean
on_follow (gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);
  UsherInvitationItem *item = usher_invitation_pane_get_selected (usher_shell_get_list (self->shell));

  if (item == NULL || self->following || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return G_SOURCE_CONTINUE;
  self->following = TRUE;
  usher_session_fetch_invitation_async (self->session, usher_invitation_item_get_id (item),
                                        self->cancellable, on_followed, g_object_ref (self));
  return G_SOURCE_CONTINUE;
}

/**
 * usher_window_sandbox_update:
 * @self: the window
 *
 * Begins or ends what is done for a sandbox, according to the session.
 */
void
usher_window_sandbox_update (UsherWindow *self)
{
  gboolean is_sandbox = is_on_sandbox (self);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "open-outbox");

  if (action != NULL)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_sandbox);
  g_clear_handle_id (&self->follow_source, g_source_remove);
  if (!is_sandbox)
    return;
  self->follow_source = g_timeout_add_seconds (FOLLOW_SECONDS, on_follow, self);
  g_source_set_name_by_id (self->follow_source, "[usher] follow the sandbox");
}

static void
on_outbox_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!usher_compat_open_uri_finish (GTK_WINDOW (source), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && gtk_widget_get_mapped (GTK_WIDGET (source)))
    usher_compat_tell (GTK_WINDOW (source), _("The Outbox Could Not Be Opened"), error->message);
}

/**
 * usher_window_sandbox_dup_outbox:
 * @server: the base address of a sandbox
 *
 * Returns: (transfer full) (nullable): where its outbox is; %NULL if that is no address
 */
char *
usher_window_sandbox_dup_outbox (const char *server)
{
  g_autoptr (GUri) uri = g_uri_parse (server, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;
  return g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                     g_uri_get_port (uri), "/outbox", NULL, NULL);
}

/**
 * usher_window_sandbox_open_outbox:
 * @action: the action
 * @parameter: nothing
 * @user_data: the window
 *
 * Shows in the browser what the sandbox has mailed.
 */
void
usher_window_sandbox_open_outbox (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);
  g_autofree char *address = NULL;

  if (!is_on_sandbox (self))
    return;
  address =
    usher_window_sandbox_dup_outbox (usher_account_get_server (usher_session_get_account (self->session)));
  if (address != NULL)
    usher_compat_open_uri_async (GTK_WINDOW (self), address, NULL, on_outbox_opened, NULL);
}
