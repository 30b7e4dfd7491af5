/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two more ways to hand on a link: as a QR code for a phone before the screen, and as a draft in the mail program.
 * The link is a secret (DESIGN, decision 2): the code goes with its window, and nothing is written to a file.
 * Main thread. */
#include "ui/usher-window-private.h"

#include <glib/gi18n.h>
#include <qrencode.h>
#include <string.h>

#include "model/usher-text.h"
#include "ui/compat/usher-compat.h"

/* The standard asks for four modules of quiet around the code (ISO/IEC 18004, 5.3.8). */
#define QUIET 4
#define SCALE 6

typedef struct
{
  UsherWindow *window;       /* (owned) */
  UsherSession *session;     /* (owned): the one it was asked in */
  UsherInvitation *invitation; /* (owned) */
  gboolean mail;
} Share;

static void
share_free (Share *share)
{
  g_clear_object (&share->window);
  g_clear_object (&share->session);
  g_clear_object (&share->invitation);
  g_free (share);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Share, share_free)

/**
 * usher_window_share_make_code:
 * @link: a link
 *
 * Returns: (transfer full) (nullable): its QR code with a quiet zone, black on white whatever the style: scanners
 *   need that; %NULL if it is too long for one
 */
GdkTexture *
usher_window_share_make_code (const char *link)
{
  QRcode *code = QRcode_encodeString (link, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  g_autoptr (GBytes) bytes = NULL;
  guint8 *pixels;
  gsize n;
  GdkTexture *texture;

  if (code == NULL)
    return NULL;
  n = ((gsize) code->width + 2 * QUIET) * SCALE;
  pixels = g_malloc (n * n * 3);
  for (gsize y = 0; y < n; y++)
    {
      for (gsize x = 0; x < n; x++)
        {
          int column = (int) (x / SCALE) - QUIET;
          int row = (int) (y / SCALE) - QUIET;
          gboolean dark = column >= 0 && row >= 0 && column < code->width && row < code->width
                          && (code->data[row * code->width + column] & 1) != 0;

          memset (pixels + (y * n + x) * 3, dark ? 0 : 255, 3);
        }
    }
  QRcode_free (code);
  bytes = g_bytes_new_take (pixels, n * n * 3);
  texture = gdk_memory_texture_new ((int) n, (int) n, GDK_MEMORY_R8G8B8, bytes, n * 3);
  return texture;
}

static void
show_code (Share *share, const char *link)
{
  g_autoptr (GtkBuilder) builder = NULL;
  g_autoptr (GdkTexture) texture = usher_window_share_make_code (link);
  g_autofree char *recipients = usher_invitation_dup_recipients (share->invitation);
  UsherDialog *dialog = NULL;

  if (texture == NULL)
    {
      usher_compat_tell (GTK_WINDOW (share->window), _("There Is No Code for This Link"),
                         _("The link is too long for a QR code. Copy it instead."));
      return;
    }
  g_type_ensure (USHER_TYPE_PLAIN_DIALOG);
  builder = gtk_builder_new_from_resource ("/io/github/usher/Usher/ui/usher-code-window.ui");
  dialog = USHER_DIALOG (gtk_builder_get_object (builder, "window"));
  gtk_picture_set_paintable (GTK_PICTURE (gtk_builder_get_object (builder, "picture")), GDK_PAINTABLE (texture));
  gtk_label_set_text (GTK_LABEL (gtk_builder_get_object (builder, "recipients")), recipients);
  usher_dialog_present (dialog, GTK_WIDGET (share->window));
}

static void
on_draft_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!usher_compat_open_uri_finish (GTK_WINDOW (source), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && gtk_widget_get_mapped (GTK_WIDGET (source)))
    usher_compat_tell (GTK_WINDOW (source), _("No Mail Program Could Be Opened"), error->message);
}

/**
 * usher_window_share_dup_draft:
 * @invitation: an invitation
 * @link: its link
 *
 * Returns: (transfer full): a mailto: address (RFC 6068) to its recipients, with a text that says what the link
 *   is for
 */
char *
usher_window_share_dup_draft (UsherInvitation *invitation, const char *link)
{
  const char * const *emails = usher_invitation_get_allowed_emails (invitation);
  gboolean reconnect = usher_invitation_get_kind (invitation) == USHER_INVITATION_KIND_RECONNECT;
  g_autoptr (GString) uri = g_string_new ("mailto:");
  g_autofree char *body = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;
  g_auto (GStrv) lines = NULL;

  for (gsize i = 0; emails[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (uri, ',');
      g_string_append_uri_escaped (uri, emails[i], "@", FALSE);
    }
  /* Translators: the text of an email; %s is a link. */
  body = g_strdup_printf (reconnect ? _("Hello,\n\nthe connection to your utility account needs you to sign in once "
                                        "more. Please open this link; your password stays with you:\n\n%s\n\n"
                                        "Please do not pass the link on.\n")
                                    : _("Hello,\n\nplease connect your utility account by opening this link. You sign "
                                        "in there yourself; your password stays with you:\n\n%s\n\n"
                                        "Please do not pass the link on.\n"),
                          link);
  subject = g_uri_escape_string (reconnect ? _("Please sign in to your utility account again")
                                           : _("Please connect your utility account"),
                                 NULL, FALSE);
  /* RFC 6068, 5: line breaks of a body are CRLF. */
  lines = g_strsplit (body, "\n", -1);
  whole = g_strjoinv ("\r\n", lines);
  text = g_uri_escape_string (whole, NULL, FALSE);
  g_string_append_printf (uri, "?subject=%s&body=%s", subject, text);
  return g_string_free (g_steal_pointer (&uri), FALSE);
}

static void
on_link (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Share) share = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *link = usher_session_get_link_finish (USHER_SESSION (source), result, &error);
  g_autofree char *draft = NULL;

  if (share->window->session != share->session || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (link == NULL)
    usher_compat_tell (GTK_WINDOW (share->window), _("The Link Could Not Be Read"), error->message);
  else if (share->mail)
    {
      draft = usher_window_share_dup_draft (share->invitation, link);
      usher_compat_open_program_async (GTK_WINDOW (share->window), draft, NULL, on_draft_opened, NULL);
    }
  else
    show_code (share, link);
}

static void
begin (UsherWindow *self, gboolean mail)
{
  UsherInvitationItem *item = usher_invitation_pane_get_selected (usher_shell_get_list (self->shell));
  Share *share;

  if (self->session == NULL || item == NULL)
    return;
  share = g_new0 (Share, 1);
  share->window = g_object_ref (self);
  share->session = g_object_ref (self->session);
  share->invitation = g_object_ref (usher_invitation_item_get_invitation (item));
  share->mail = mail;
  usher_session_get_link_async (self->session, usher_invitation_item_get_id (item), self->cancellable, on_link, share);
}

/* win.show-code */
void
usher_window_share_show_code (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  begin (USHER_WINDOW (user_data), FALSE);
}

/* win.write-email */
void
usher_window_share_write_email (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  begin (USHER_WINDOW (user_data), TRUE);
}
