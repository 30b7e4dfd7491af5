/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is mailed, to whom, and what the links in it are good for. */

#include <string.h>

#include "sandbox/sandbox-walk.h"
#include "sandbox/usher-sandbox-gmime.h"

#define TWO "{\"allowedEmails\": [\"ann@example.com\", \"böb@example.com\"], \"sendEmail\": true}"

static GMimeMessage *
parse (const char *message)
{
  g_autoptr (GMimeStream) stream = NULL;
  g_autoptr (GMimeParser) parser = NULL;

  g_mime_init ();
  stream = g_mime_stream_mem_new_with_buffer (message, strlen (message));
  parser = g_mime_parser_new_with_stream (stream);
  return g_mime_parser_construct_message (parser, NULL);
}

static void
test_message (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *url = sandbox_walk_invite (sandbox, 1, TWO, NULL);
  g_autoptr (GPtrArray) mail = sandbox_walk_read_mail (sandbox);
  g_autofree char *first = NULL, *second = NULL;

  g_assert_cmpuint (mail->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GMimeMessage) message = parse (mail->pdata[i]);
      GMimeMultipart *parts = GMIME_MULTIPART (g_mime_message_get_mime_part (message));
      InternetAddressList *to = g_mime_message_get_addresses (message, GMIME_ADDRESS_TYPE_TO);
      InternetAddress *address = internet_address_list_get_address (to, 0);
      g_autofree char *text = sandbox_mail_dup_text (mail->pdata[i]);
      g_autofree char *html = NULL;

      g_assert_cmpstr (g_mime_message_get_subject (message), ==,
                       "Fisk & Söhne GmbH asks you to connect a utility account");
      g_assert_cmpint (internet_address_list_length (to), ==, 1);
      g_assert_cmpstr (internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (address)), ==,
                       i == 0 ? "ann@example.com" : "böb@example.com");
      g_assert_nonnull (g_mime_message_get_date (message));
      g_assert_nonnull (g_mime_message_get_message_id (message));
      g_assert_cmpstr (g_mime_object_get_header (GMIME_OBJECT (message), "Auto-Submitted"), ==, "auto-generated");
      g_assert_cmpint (g_mime_multipart_get_count (parts), ==, 2);
      html = g_mime_text_part_get_text (GMIME_TEXT_PART (g_mime_multipart_get_part (parts, 1)));
      for (int part = 0; part < 2; part++)
        g_assert_cmpstr (
          g_mime_text_part_get_charset (GMIME_TEXT_PART (g_mime_multipart_get_part (parts, part))), ==, "utf-8");
      g_assert_nonnull (strstr (text, "Fisk & Söhne GmbH asks you"));
      g_assert_nonnull (strstr (html, "Fisk &amp; Söhne GmbH asks you"));
    }
  /* Each has a link of their own, and none of them is the one that the API gives. */
  first = sandbox_mail_dup_link (mail->pdata[0]);
  second = sandbox_mail_dup_link (mail->pdata[1]);
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpstr (first, !=, url);
  g_assert_cmpstr (second, !=, url);
}

/* One click, and no address to verify; the log knows whose link it was. */
static void
test_mailed_link (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *id = NULL, *link = NULL, *log = NULL;
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, TWO, &id);
  g_autoptr (GPtrArray) mail = sandbox_walk_read_mail (sandbox);
  g_autoptr (SandboxWalk) walk = NULL;
  g_autoptr (SandboxReply) detail = NULL, scanned = NULL;

  link = sandbox_mail_dup_link (mail->pdata[0]);
  /* A scanner opens it, more than once, and uses nothing up. */
  for (int i = 0; i < 3; i++)
    {
      g_clear_pointer (&scanned, sandbox_reply_free);
      scanned = sandbox_ask_with (link, "GET", NULL, NULL, NULL);
      sandbox_assert_status (scanned, 200);
    }
  walk = sandbox_walk_new (sandbox, link);
  sandbox_walk_open (walk, NULL);
  sandbox_walk_assert (walk, 200, "Who is your provider?");
  sandbox_walk_assert_has (walk, "Step 1 of 3");
  sandbox_walk_choose (walk, "Northwind");
  sandbox_walk_sign_in (walk, TRUE);
  sandbox_walk_finish (walk);
  sandbox_walk_assert (walk, 200, "Thank you");
  detail = sandbox_walk_ask (sandbox, id);
  log = sandbox_walk_dup_log (sandbox, id);
  g_assert_cmpstr (log, ==, "CREATED EMAIL_SENT EMAIL_SENT VIEWED VIEWED VIEWED VIEWED USED");
  sandbox_assert_value (detail, "events.3.email", "ann@example.com");
  sandbox_assert_value (detail, "events.7.email", "ann@example.com");
  sandbox_assert_value (detail, "useCount", "1");
}

/* The same links again (contract 3.9), and none for anybody after it was revoked. */
static void
test_resend (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *id = NULL, *first = NULL, *again = NULL;
  g_autofree char *url = sandbox_walk_invite (sandbox, 0, TWO, &id);
  g_autoptr (SandboxReply) resent = sandbox_post (sandbox, NULL, "invitation/%s/resend", id);
  g_autoptr (GPtrArray) mail = sandbox_walk_read_mail (sandbox);
  g_autoptr (SandboxReply) revoked = NULL, refused = NULL;
  g_autoptr (SandboxWalk) walk = NULL;

  sandbox_assert_status (resent, 200);
  g_assert_cmpuint (mail->len, ==, 4);
  first = sandbox_mail_dup_link (mail->pdata[0]);
  again = sandbox_mail_dup_link (mail->pdata[2]);
  g_assert_cmpstr (first, ==, again);
  revoked = sandbox_post (sandbox, NULL, "invitation/%s/revoke", id);
  sandbox_assert_status (revoked, 200);
  refused = sandbox_post (sandbox, NULL, "invitation/%s/resend", id);
  sandbox_assert_status (refused, 400);
  g_clear_pointer (&mail, g_ptr_array_unref);
  mail = sandbox_walk_read_mail (sandbox);
  g_assert_cmpuint (mail->len, ==, 4);
  walk = sandbox_walk_new (sandbox, first);
  sandbox_walk_open (walk, NULL);
  sandbox_walk_assert (walk, 410, "This invitation was revoked");
}

/* Nobody is mailed who should not be: without the wish, and without a list. */
static void
test_silence (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *unsent = sandbox_walk_invite (sandbox, 0, "{\"allowedEmails\": [\"a@example.com\"]}", NULL);
  g_autofree char *open_url = sandbox_walk_invite (sandbox, 0, "{\"sendEmail\": true}", NULL);
  g_autoptr (GPtrArray) mail = sandbox_walk_read_mail (sandbox);

  g_assert_cmpuint (mail->len, ==, 0);
}

/* Mail that cannot be written takes the invitation back: who is told of an error finds nothing made. */
static void
test_unwritable (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *path = g_build_filename (sandbox->dir, "mail", NULL);
  g_autoptr (SandboxReply) before = sandbox_get (sandbox, "invitation/company/%s", sandbox->companies[0]);
  g_autofree char *total = sandbox_reply_dup (before, "totalInvitations");
  g_autoptr (SandboxReply) failed = NULL, after = NULL;

  g_assert_true (g_file_set_contents (path, "in the way", -1, NULL));
  failed = sandbox_post (sandbox, TWO, "invitation/company/%s", sandbox->companies[0]);
  sandbox_assert_status (failed, 500);
  after = sandbox_get (sandbox, "invitation/company/%s", sandbox->companies[0]);
  sandbox_assert_value (after, "totalInvitations", total);
}

static void
test_outbox (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, NULL);
  g_autofree char *root = g_strndup (sandbox->base_url, strlen (sandbox->base_url) - strlen ("/v2.2"));
  g_autofree char *list_url = g_strconcat (root, "/outbox", NULL);
  g_autofree char *outside = g_strconcat (root, "/outbox/..%2f..%2fsandbox.db", NULL);
  g_autoptr (SandboxWalk) walk = sandbox_walk_new (sandbox, list_url);
  g_autofree char *url = NULL, *name = NULL, *message_url = NULL, *link = NULL, *escaped = NULL;
  g_autoptr (GPtrArray) mail = NULL;
  g_autoptr (SandboxReply) missing = sandbox_ask_with (outside, "GET", NULL, NULL, NULL);

  sandbox_assert_status (missing, 404);
  sandbox_walk_open (walk, NULL);
  sandbox_walk_assert (walk, 200, "Outbox");
  sandbox_walk_assert_has (walk, "Nothing has been mailed yet");
  url = sandbox_walk_invite (sandbox, 1, TWO, NULL);
  sandbox_walk_open (walk, NULL);
  sandbox_walk_assert_has (walk, "Fisk &amp; Söhne GmbH asks you");
  sandbox_walk_assert_has (walk, "To ann@example.com");
  name = sandbox_walk_dup_after (walk, "<li><a href=\"");
  message_url = g_strconcat (root, name, NULL);
  g_free (walk->url);
  walk->url = g_steal_pointer (&message_url);
  sandbox_walk_open (walk, NULL);
  sandbox_assert_status (walk->page, 200);
  mail = sandbox_walk_read_mail (sandbox);
  link = sandbox_mail_dup_link (mail->pdata[1]);
  escaped = g_strdup_printf ("<a href=\"%s\">", strstr (link, "/p/i/"));
  sandbox_walk_assert_has (walk, escaped);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/mail/message", test_message);
  g_test_add_func ("/sandbox/mail/mailed-link", test_mailed_link);
  g_test_add_func ("/sandbox/mail/resend", test_resend);
  g_test_add_func ("/sandbox/mail/silence", test_silence);
  g_test_add_func ("/sandbox/mail/unwritable", test_unwritable);
  g_test_add_func ("/sandbox/mail/outbox", test_outbox);
  return g_test_run ();
}
