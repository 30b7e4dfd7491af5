/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the service mails: RFC 5322 messages in a Maildir, since nothing here may reach a stranger.
 * They hold links that need no further proof, and codes; like a mailbox they are for their reader, and
 * the folder is private. Mail carries no company's brand (contract 11). Main thread. */

#include "sandbox/usher-sandbox-mail.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

#include "sandbox/usher-sandbox-gmime.h"
#include "sandbox/usher-sandbox-link.h"
#include "sandbox/usher-sandbox-rules.h"
#include "sandbox/usher-sandbox-secret.h"

/* RFC 2606: nobody can answer it. */
#define DOMAIN "sandbox.example.com"
#define SENDER_NAME "Usher Sandbox"
#define SENDER "invitations@" DOMAIN

static gboolean
fail (GError **error, const char *path)
{
  int saved = errno;
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, USHER_SANDBOX_DB_ERROR,
               saved == ENOSPC ? USHER_SANDBOX_DB_ERROR_FULL : USHER_SANDBOX_DB_ERROR_FOLDER,
               "The mail folder %s cannot be written: %s.", shown, g_strerror (saved));
  return FALSE;
}

static gboolean
ensure_folders (UsherSandbox *sandbox, GError **error)
{
  static const char * const names[] = { "tmp", "new", "cur" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path =
        g_build_filename (sandbox->dir, USHER_SANDBOX_MAIL_FOLDER, names[i], NULL);

      if (g_mkdir_with_parents (path, 0700) != 0)
        return fail (error, path);
    }
  return TRUE;
}

/* g_mime_text_part_set_text() would choose the smallest character set that fits, and the HTML says that it is
 * UTF-8. */
static GMimePart *
make_part (const char *subtype, const char *text)
{
  GMimeTextPart *part = g_mime_text_part_new_with_subtype (subtype);
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new_with_buffer (text, strlen (text));
  g_autoptr (GMimeDataWrapper) content =
    g_mime_data_wrapper_new_with_stream (stream, GMIME_CONTENT_ENCODING_DEFAULT);

  g_mime_text_part_set_charset (part, "utf-8");
  g_mime_part_set_content (GMIME_PART (part), content);
  g_mime_part_set_content_encoding (GMIME_PART (part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return GMIME_PART (part);
}

static char *
make_message (UsherSandbox *sandbox, const char *to, const char *subject, const char *text,
              const char *html)
{
  g_autoptr (GMimeMessage) message = g_mime_message_new (TRUE);
  g_autoptr (GMimeMultipart) parts = g_mime_multipart_new_with_subtype ("alternative");
  g_autoptr (GMimePart) plain = make_part ("plain", text);
  g_autoptr (GMimePart) rich = make_part ("html", html);
  g_autoptr (GDateTime) date =
    g_date_time_new_from_unix_utc (usher_sandbox_now (sandbox) / G_USEC_PER_SEC);
  g_autofree char *random = usher_sandbox_random_token ();
  g_autofree char *id = g_strconcat (random, "@" DOMAIN, NULL);

  g_mime_message_add_mailbox (message, GMIME_ADDRESS_TYPE_FROM, SENDER_NAME, SENDER);
  g_mime_message_add_mailbox (message, GMIME_ADDRESS_TYPE_TO, NULL, to);
  g_mime_message_set_subject (message, subject, "utf-8");
  g_mime_message_set_date (message, date);
  g_mime_message_set_message_id (message, id);
  /* RFC 3834: no answering machine answers this. */
  g_mime_object_set_header (GMIME_OBJECT (message), "Auto-Submitted", "auto-generated", NULL);
  g_mime_multipart_add (parts, GMIME_OBJECT (plain));
  g_mime_multipart_add (parts, GMIME_OBJECT (rich));
  g_mime_message_set_mime_part (message, GMIME_OBJECT (parts));
  return g_mime_object_to_string (GMIME_OBJECT (message), NULL);
}

/* Writes a message where no reader looks yet; its name sorts by time. */
static gboolean
post (UsherSandbox *sandbox, const char *to, const char *subject, const char *text,
      const char *html, GError **error)
{
  static guint n_posted;
  gint64 now = usher_sandbox_now (sandbox);
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT ".M%06dP%dQ%06u.sandbox",
                                           now / G_USEC_PER_SEC, (int) (now % G_USEC_PER_SEC),
                                           (int) getpid (), ++n_posted % 1000000);
  g_autofree char *path =
    g_build_filename (sandbox->dir, USHER_SANDBOX_MAIL_FOLDER, "tmp", name, NULL);
  g_autofree char *message = make_message (sandbox, to, subject, text, html);

  if (!ensure_folders (sandbox, error))
    return FALSE;
  if (!g_file_set_contents_full (path, message, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL))
    return fail (error, path);
  if (sandbox->posted == NULL)
    sandbox->posted = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (sandbox->posted, g_steal_pointer (&path));
  return TRUE;
}

/**
 * usher_sandbox_mail_deliver:
 * @sandbox: the service
 *
 * Lets the messages that were written in a transaction arrive, once it is on the disk.
 */
void
usher_sandbox_mail_deliver (UsherSandbox *sandbox)
{
  for (guint i = 0; sandbox->posted != NULL && i < sandbox->posted->len; i++)
    {
      const char *from = sandbox->posted->pdata[i];
      g_autofree char *name = g_path_get_basename (from);
      g_autofree char *to =
        g_build_filename (sandbox->dir, USHER_SANDBOX_MAIL_FOLDER, "new", name, NULL);

      /* What was asked for has happened; a mail that is lost is what resending is for. */
      if (g_rename (from, to) != 0)
        g_printerr ("usher-sandbox: a message could not be delivered: %s\n", g_strerror (errno));
    }
  g_clear_pointer (&sandbox->posted, g_ptr_array_unref);
}

/**
 * usher_sandbox_mail_discard:
 * @sandbox: the service
 *
 * Takes back the messages of a transaction that is taken back.
 */
void
usher_sandbox_mail_discard (UsherSandbox *sandbox)
{
  for (guint i = 0; sandbox->posted != NULL && i < sandbox->posted->len; i++)
    g_unlink (sandbox->posted->pdata[i]);
  g_clear_pointer (&sandbox->posted, g_ptr_array_unref);
}

/* When the link stops working, for the text; empty if it never does. */
static char *
describe_end (gint64 expires_at)
{
  g_autoptr (GDateTime) at = NULL;

  if (expires_at == USHER_SANDBOX_NEVER)
    return g_strdup ("");
  at = g_date_time_new_from_unix_utc (expires_at / G_USEC_PER_SEC);
  return g_date_time_format (at, " It works until %-d %B %Y, %H:%M UTC.");
}

static gboolean
post_invitation (UsherSandbox *sandbox, const char *to, const char *company, gboolean is_reconnect,
                 gint64 expires_at, gboolean again, const char *token, GError **error)
{
  g_autofree char *url = usher_sandbox_link_dup_url (sandbox, token);
  g_autofree char *end = describe_end (expires_at);
  const char *asks = is_reconnect ? "asks you to renew the access to a utility account"
                                  : "asks you to connect a utility account";
  g_autofree char *subject =
    g_strdup_printf ("%s%s %s", again ? "Reminder: " : "", company, asks);
  g_autofree char *text = g_strdup_printf (
    "Hello,\n\n%s %s. It takes a few minutes, and nobody there sees your password.\n\n"
    "Start here:\n%s\n\nThis link is for %s: please do not pass it on.%s\n\n"
    "If you did not expect this, ask %s, or ignore it: nothing happens by itself.\n",
    company, asks, url, to, end, company);
  g_autofree char *html = g_markup_printf_escaped (
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s</title></head>\n"
    "<body><p>Hello,</p>\n<p>%s %s. It takes a few minutes, and nobody there sees your "
    "password.</p>\n<p><a href=\"%s\">Start here</a></p>\n"
    "<p>This link is for %s: please do not pass it on.%s</p>\n"
    "<p>If you did not expect this, ask %s, or ignore it: nothing happens by itself.</p>\n"
    "</body></html>\n",
    subject, company, asks, url, to, end, company);

  return post (sandbox, to, subject, text, html, error);
}

/**
 * usher_sandbox_mail_invitation:
 * @sandbox: the service
 * @invitation: its key
 * @again: whether this is a reminder
 * @error: return location for an error
 *
 * Mails an invitation to each address of its allow-list, with a link that is that address's own
 * (contract 3.10). Inside a transaction.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_mail_invitation (UsherSandbox *sandbox, gint64 invitation, gboolean again,
                               GError **error)
{
  GError *local = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *emails;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (sandbox->db, &local,
                            "SELECT i.id, i.kind, i.allowed_emails, i.expires_at, c.name"
                            " FROM invitation i JOIN company c ON c.key = i.company"
                            " WHERE i.key = ?",
                            "i", invitation);

  if (row == NULL || !usher_sandbox_statement_step (row, &local))
    {
      if (local == NULL)
        return TRUE;
      g_propagate_error (error, local);
      return FALSE;
    }
  node = json_from_string (usher_sandbox_statement_get_text (row, 2), NULL);
  emails = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  for (guint i = 0; emails != NULL && i < json_array_get_length (emails); i++)
    {
      const char *email = json_array_get_string_element (emails, i);
      g_autofree char *token = usher_sandbox_link_add_mailed (
        sandbox, invitation, usher_sandbox_statement_get_text (row, 0), email, error);

      if (token == NULL
          || !post_invitation (sandbox, email, usher_sandbox_statement_get_text (row, 4),
                               g_str_equal (usher_sandbox_statement_get_text (row, 1),
                                            USHER_SANDBOX_EDIT_CONNECTION),
                               usher_sandbox_statement_get_time (row, 3), again, token, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * usher_sandbox_mail_code:
 * @sandbox: the service
 * @to: who has to prove an address
 * @sender: the company that invited
 * @code: six digits
 * @error: return location for an error
 *
 * Mails a verification code. Inside a transaction.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_mail_code (UsherSandbox *sandbox, const char *to, const char *sender,
                         const char *code, GError **error)
{
  g_autofree char *text = g_strdup_printf (
    "Hello,\n\nyour code is %s\n\nType it into the page you opened for %s within 10 minutes.\n\n"
    "If you did not ask for a code, ignore this message.\n",
    code, sender);
  g_autofree char *html = g_markup_printf_escaped (
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Your code</title></head>\n"
    "<body><p>Hello,</p>\n<p>your code is <strong>%s</strong></p>\n"
    "<p>Type it into the page you opened for %s within 10 minutes.</p>\n"
    "<p>If you did not ask for a code, ignore this message.</p>\n</body></html>\n",
    code, sender);

  /* Not in the subject, which shows on locked screens. */
  return post (sandbox, to, "Your verification code", text, html, error);
}
