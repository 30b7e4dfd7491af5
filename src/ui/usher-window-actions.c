/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person can do from the window. Every request about an invitation carries the id that was selected
 * when it was asked for: the selection may be another by the time a dialog is answered. Main thread. */
#include "ui/usher-window-private.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-account-dialog.h"
#include "ui/usher-application.h"
#include "ui/usher-create-window.h"
#include "ui/usher-detail-reasons.h"
#include "ui/usher-secret-clipboard.h"

/* One request about one invitation. */
typedef struct
{
  UsherWindow *window;       /* (owned) */
  UsherSession *session;     /* (owned): the one it was asked in */
  UsherInvitationItem *item; /* (owned) */
  char *recipients;          /* (owned) */
} Request;

static void
request_free (Request *request)
{
  g_hash_table_remove (request->window->busy, usher_invitation_item_get_id (request->item));
  usher_window_actions_update (request->window);
  g_clear_object (&request->window);
  g_clear_object (&request->session);
  g_clear_object (&request->item);
  g_free (request->recipients);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

UsherInvitationItem *
usher_window_get_item (UsherWindow *self)
{
  return self->shell != NULL ? usher_invitation_pane_get_selected (usher_shell_get_list (self->shell)) : NULL;
}

static gboolean
are_several (UsherWindow *self)
{
  return self->shell != NULL && usher_invitation_pane_get_n_selected (usher_shell_get_list (self->shell)) > 1;
}

/* (nullable): NULL when nothing is selected. While it lives, its invitation is busy. */
static Request *
request_new (UsherWindow *self, UsherInvitationItem *item)
{
  Request *request;

  if (self->session == NULL || item == NULL)
    return NULL;
  request = g_new0 (Request, 1);
  request->window = g_object_ref (self);
  request->session = g_object_ref (self->session);
  request->item = g_object_ref (item);
  request->recipients = usher_invitation_dup_recipients (usher_invitation_item_get_invitation (item));
  g_hash_table_add (self->busy, g_strdup (usher_invitation_item_get_id (item)));
  usher_window_actions_update (self);
  return request;
}

static const char *
request_get_id (Request *request)
{
  return usher_invitation_item_get_id (request->item);
}

/* Whether there is still somebody to tell. */
static gboolean
request_is_watched (Request *request, const GError *error)
{
  return request->window->session == request->session
         && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- Link --- */

static void
on_link_for_clipboard (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *link = usher_session_get_link_finish (USHER_SESSION (source), result, &error);

  if (!request_is_watched (request, error))
    return;
  if (link != NULL)
    {
      usher_secret_clipboard_set (GTK_WIDGET (request->window), link);
      usher_window_toast (request->window, _("Link copied"));
    }
  else
    usher_compat_tell (GTK_WINDOW (request->window), _("The Link Could Not Be Copied"), error->message);
}

static void
on_copy_link (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);
  Request *request = request_new (self, usher_window_get_item (self));

  if (are_several (self))
    usher_window_batch_begin (self, USHER_BATCH_GET_LINKS);
  else if (request != NULL)
    usher_session_get_link_async (self->session, request_get_id (request), self->cancellable,
                                  on_link_for_clipboard, request);
}

static void
on_browser_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!usher_compat_open_uri_finish (GTK_WINDOW (source), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && gtk_widget_get_mapped (GTK_WIDGET (source)))
    usher_compat_tell (GTK_WINDOW (source), _("The Link Could Not Be Opened"), error->message);
}

static void
on_link_for_browser (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *link = usher_session_get_link_finish (USHER_SESSION (source), result, &error);

  if (!request_is_watched (request, error))
    return;
  if (link != NULL)
    usher_compat_open_uri_async (GTK_WINDOW (request->window), link, NULL, on_browser_opened, NULL);
  else
    usher_compat_tell (GTK_WINDOW (request->window), _("The Link Could Not Be Opened"), error->message);
}

static void
on_open_in_browser (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);
  Request *request = request_new (self, usher_window_get_item (self));

  if (request != NULL)
    usher_session_get_link_async (self->session, request_get_id (request), self->cancellable,
                                  on_link_for_browser, request);
}

/* --- Resend --- */

static void
on_instead_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  Request *kept;

  if (!usher_compat_confirm_finish (GTK_WINDOW (source), result, &error)
      || !request_is_watched (request, error))
    return;
  kept = g_steal_pointer (&request);
  usher_session_get_link_async (kept->session, request_get_id (kept), kept->window->cancellable,
                                on_link_for_clipboard, kept);
}

static void
on_resent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = g_steal_pointer (&user_data);
  g_autoptr (UsherInvitation) invitation = NULL;
  g_autoptr (GError) error = NULL;

  invitation = usher_session_resend_finish (USHER_SESSION (source), result, &error);
  if (!request_is_watched (request, error))
    return;
  if (error == NULL)
    {
      /* Translators: %s are the recipients of the email. */
      g_autofree char *text = g_strdup_printf (_("Email sent again to %s"), request->recipients);

      usher_window_toast (request->window, text);
    }
  else if (g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_UNSUPPORTED))
    {
      GtkWindow *parent = GTK_WINDOW (request->window);
      GCancellable *cancellable = request->window->cancellable;

      usher_compat_confirm_async (parent, _("This Server Cannot Resend"),
                                  _("It does not let programs send the email again. You can copy the link and "
                                    "send it yourself, or duplicate the invitation so that Nectar sends a "
                                    "new one."),
                                  _("_Copy Link"), FALSE, cancellable, on_instead_answered,
                                  g_steal_pointer (&request));
    }
  else
    /* The notice above the list says why. */
    usher_window_toast (request->window, _("The email was not sent again"));
}

static void
resend (Request *request)
{
  /* Not cancelled with the window: what was sent was sent. */
  usher_session_resend_async (request->session, request_get_id (request), NULL, on_resent, request);
}

static void
on_resend_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;

  if (usher_compat_confirm_finish (GTK_WINDOW (source), result, &error)
      && request_is_watched (request, error))
    resend (g_steal_pointer (&request));
}

/* Nobody likes the same mail twice: within the hour, the person is asked. */
static void
on_mailed_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) mailed = usher_session_find_mailed_finish (USHER_SESSION (source), result, &error);
  g_autofree char *when = NULL;
  g_autofree char *body = NULL;
  GtkWindow *parent = GTK_WINDOW (request->window);
  GCancellable *cancellable = request->window->cancellable;
  gint64 last;

  if (!request_is_watched (request, error))
    return;
  last = usher_session_was_mailed (mailed, usher_invitation_item_get_invitation (request->item));
  if (last == USHER_TIME_NONE)
    {
      resend (g_steal_pointer (&request));
      return;
    }
  when = usher_time_format_relative (last, usher_time_now ());
  /* Translators: %1$s are the recipients, %2$s is a time like "5 minutes ago". */
  body = g_strdup_printf (_("%1$s got an email %2$s. It may still be on its way."), request->recipients, when);
  usher_compat_confirm_async (parent, _("Send the Email Again?"), body, _("_Send Again"), FALSE, cancellable,
                              on_resend_answered, g_steal_pointer (&request));
}

static void
on_resend (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);
  Request *request = request_new (self, usher_window_get_item (self));

  if (are_several (self))
    usher_window_batch_begin (self, USHER_BATCH_RESEND);
  else if (request != NULL)
    usher_session_find_mailed_async (self->session, NULL, on_mailed_found, request);
}

/* --- Revoke --- */

static void
on_revoked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = g_steal_pointer (&user_data);
  g_autoptr (UsherInvitation) invitation = NULL;
  g_autoptr (GError) error = NULL;

  invitation = usher_session_revoke_finish (USHER_SESSION (source), result, &error);
  if (!request_is_watched (request, error))
    return;
  usher_window_toast (request->window, error == NULL ? _("Invitation revoked")
                                                     : _("The invitation was not revoked"));
}

static void
on_revoke_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  Request *kept;
  const char *reason;

  if (!usher_compat_confirm_finish (GTK_WINDOW (source), result, &error)
      || !request_is_watched (request, error))
    return;
  /* It may have been used up, or revoked by someone else, while the question stood. */
  reason = usher_invitation_why_not_revoke (usher_invitation_item_get_invitation (request->item));
  if (reason != NULL)
    {
      usher_compat_tell (GTK_WINDOW (source), _("Nothing Was Revoked"), reason);
      return;
    }
  kept = g_steal_pointer (&request);
  usher_session_revoke_async (kept->session, request_get_id (kept), NULL, on_revoked, kept);
}

static void
on_revoke (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);
  g_autoptr (Request) request = request_new (self, usher_window_get_item (self));
  g_autofree char *body = NULL;

  if (are_several (self))
    usher_window_batch_begin (self, USHER_BATCH_REVOKE);
  if (request == NULL)
    return;
  if (usher_invitation_is_open (usher_invitation_item_get_invitation (request->item)))
    body = g_strdup (_("Anyone with the link can use it now. It stops working at once, for everyone, and "
                       "cannot be made to work again. The activity log stays."));
  else
    /* Translators: %s are the recipients, for example an email address. */
    body = g_strdup_printf (_("The link that %s got stops working at once and cannot be made to work again. "
                              "Connections that were made with it stay, and so does the activity log."),
                            request->recipients);
  usher_compat_confirm_async (GTK_WINDOW (self), _("Revoke Invitation?"), body, _("_Revoke"), TRUE,
                              self->cancellable, on_revoke_answered, g_steal_pointer (&request));
}

/* --- Create --- */

static void
on_created (UsherCreateWindow *create, UsherInvitation *invitation, UsherWindow *self)
{
  usher_invitation_pane_select_id (usher_shell_get_list (self->shell), usher_invitation_get_id (invitation));
}

void
usher_window_open_wizard (UsherWindow *self, UsherInvitationDraft *draft)
{
  UsherCreateWindow *create;
  const char *company_id;

  if (self->session == NULL)
    return;
  company_id = usher_query_get_company_id (usher_session_get_query (self->session));
  create = usher_create_window_new (self->session, draft, company_id);
  if (USHER_IS_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))))
    usher_create_window_set_settings (
      create, usher_application_get_settings (USHER_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)))));
  g_signal_connect_object (create, "created", G_CALLBACK (on_created), self, 0);
  usher_dialog_present (USHER_DIALOG (create), GTK_WIDGET (self));
}

static void
on_new_invitation (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  usher_window_open_wizard (USHER_WINDOW (user_data), NULL);
}

static void
on_duplicate (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);
  UsherInvitationItem *item = usher_window_get_item (self);
  g_autoptr (UsherInvitationDraft) draft = NULL;

  if (item == NULL)
    return;
  draft = usher_invitation_draft_new_from_invitation (usher_invitation_item_get_invitation (item));
  usher_window_open_wizard (self, draft);
}

/* --- The whole --- */

static void
on_replace_key (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UsherWindow *self = USHER_WINDOW (user_data);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (USHER_IS_APPLICATION (application))
    usher_application_replace_key (USHER_APPLICATION (application));
}

static void
on_export (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  usher_window_export_begin (USHER_WINDOW (user_data), FALSE);
}

static void
on_export_selected (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  usher_window_export_begin (USHER_WINDOW (user_data), TRUE);
}

static const GActionEntry entries[] = {
  { .name = "copy-link", .activate = on_copy_link },
  { .name = "open-in-browser", .activate = on_open_in_browser },
  { .name = "show-code", .activate = usher_window_share_show_code },
  { .name = "write-email", .activate = usher_window_share_write_email },
  { .name = "open-outbox", .activate = usher_window_sandbox_open_outbox },
  { .name = "resend", .activate = on_resend },
  { .name = "revoke", .activate = on_revoke },
  { .name = "duplicate", .activate = on_duplicate },
  { .name = "export", .activate = on_export },
  { .name = "export-selected", .activate = on_export_selected },
  { .name = "new-invitation", .activate = on_new_invitation },
  { .name = "replace-key", .activate = on_replace_key },
  { .name = "retry-intent", .parameter_type = "s", .activate = usher_window_retry_intent },
  { .name = "show-intents", .activate = usher_window_held_show_intents },
  { .name = "undo-held", .activate = usher_window_held_undo },
};

void
usher_window_actions_init (UsherWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  usher_window_find_init (self);
  usher_window_sandbox_update (self);
}

static void
set_enabled (UsherWindow *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)),
                               enabled);
}

void
usher_window_actions_update (UsherWindow *self)
{
  UsherSession *session = self->session;
  UsherInvitationItem *item = usher_window_get_item (self);
  UsherInvitation *invitation = item != NULL ? usher_invitation_item_get_invitation (item) : NULL;
  gboolean idle = item != NULL && self->batch == NULL
                  && !g_hash_table_contains (self->busy, usher_invitation_item_get_id (item));
  gboolean has_key = session != NULL && usher_session_get_has_key (session);
  gboolean reachable = has_key && usher_detail_why_not_reach (session) == NULL;
  gboolean live = invitation != NULL && idle;
  guint several;

  /* A request may end after the window did. */
  if (self->shell == NULL)
    return;
  several = are_several (self) ? usher_window_batch_get_kinds (self) : 0;
  if (are_several (self))
    usher_shell_set_several_kinds (self->shell, self->batch != NULL ? G_MAXUINT : several);
  /* The buttons say why not by the same rules. */
  set_enabled (self, "copy-link", (live && usher_detail_why_not_copy (session, invitation) == NULL)
                                    || (several & 1u << USHER_BATCH_GET_LINKS) != 0);
  set_enabled (self, "open-in-browser", live && usher_detail_why_not_copy (session, invitation) == NULL);
  set_enabled (self, "show-code", live && usher_detail_why_not_copy (session, invitation) == NULL);
  set_enabled (self, "write-email", live && usher_detail_why_not_copy (session, invitation) == NULL);
  set_enabled (self, "resend", (live && usher_detail_why_not_resend (session, invitation) == NULL)
                                 || (several & 1u << USHER_BATCH_RESEND) != 0);
  set_enabled (self, "revoke", (live && usher_detail_why_not_revoke (session, invitation) == NULL)
                                 || (several & 1u << USHER_BATCH_REVOKE) != 0);
  set_enabled (self, "duplicate", invitation != NULL && reachable);
  /* Without a key there is what was read before. */
  set_enabled (self, "export", session != NULL);
  set_enabled (self, "export-selected", session != NULL && (invitation != NULL || are_several (self)));
  set_enabled (self, "new-invitation", reachable);
  set_enabled (self, "replace-key", session != NULL);
  set_enabled (self, "retry-intent", session != NULL);
  set_enabled (self, "show-intents", session != NULL);
  usher_window_find_update (self);
}
