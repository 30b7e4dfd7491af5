/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/sandbox-walk.h"

#include <string.h>

#include "sandbox/usher-sandbox-gmime.h"

SandboxWalk *
sandbox_walk_new (UsherTestSandbox *sandbox, const char *url)
{
  SandboxWalk *walk = g_new0 (SandboxWalk, 1);

  walk->sandbox = sandbox;
  walk->url = g_strdup (url);
  walk->session = soup_session_new ();
  return walk;
}

void
sandbox_walk_free (SandboxWalk *walk)
{
  g_clear_pointer (&walk->page, sandbox_reply_free);
  g_free (walk->url);
  g_free (walk->cookie);
  g_clear_object (&walk->session);
  g_free (walk);
}

static void
ask (SandboxWalk *walk, const char *method, const char *url, const char *type, const char *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  SandboxReply *reply = g_new0 (SandboxReply, 1);
  const char *cookie;

  reply->message = soup_message_new (method, url);
  g_assert_nonnull (reply->message);
  soup_message_add_flags (reply->message, SOUP_MESSAGE_NO_REDIRECT);
  if (walk->cookie != NULL)
    soup_message_headers_append (soup_message_get_request_headers (reply->message), "Cookie", walk->cookie);
  if (body != NULL)
    {
      g_autoptr (GBytes) sent = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (reply->message, type, sent);
    }
  bytes = soup_session_send_and_read (walk->session, reply->message, NULL, &error);
  g_assert_no_error (error);
  reply->status = soup_message_get_status (reply->message);
  reply->body = g_strndup (g_bytes_get_size (bytes) > 0 ? g_bytes_get_data (bytes, NULL) : "",
                           g_bytes_get_size (bytes));
  cookie = soup_message_headers_get_one (soup_message_get_response_headers (reply->message), "Set-Cookie");
  if (cookie != NULL)
    {
      g_free (walk->cookie);
      walk->cookie = g_strndup (cookie, strcspn (cookie, ";"));
    }
  g_clear_pointer (&walk->page, sandbox_reply_free);
  walk->page = reply;
}

void
sandbox_walk_open (SandboxWalk *walk, const char *query)
{
  g_autofree char *url = g_strconcat (walk->url, query, NULL);

  ask (walk, "GET", url, NULL, NULL);
}

void
sandbox_walk_post (SandboxWalk *walk, const char *type, const char *body)
{
  ask (walk, "POST", walk->url, type, body);
}

char *
sandbox_walk_dup_after (SandboxWalk *walk, const char *before)
{
  const char *at = strstr (walk->page->body, before);

  return at != NULL ? g_strndup (at + strlen (before), strcspn (at + strlen (before), "\"<")) : NULL;
}

char *
sandbox_walk_dup_seal (SandboxWalk *walk, const char *action)
{
  g_autofree char *before = g_strdup_printf (
    "name=\"do\" value=\"%s\">\n<input type=\"hidden\" name=\"seal\" value=\"", action);

  return sandbox_walk_dup_after (walk, before);
}

void
sandbox_walk_send (SandboxWalk *walk, const char *action, ...)
{
  g_autofree char *seal = sandbox_walk_dup_seal (walk, action);
  g_autoptr (GString) body = g_string_new (NULL);
  const char *name;
  va_list fields;

  if (seal == NULL)
    g_test_message ("no form for %s in: %s", action, walk->page->body);
  g_assert_nonnull (seal);
  g_string_append_printf (body, "do=%s&seal=%s", action, seal);
  va_start (fields, action);
  while ((name = va_arg (fields, const char *)) != NULL)
    {
      g_autofree char *value = g_uri_escape_string (va_arg (fields, const char *), NULL, FALSE);

      g_string_append_printf (body, "&%s=%s", name, value);
    }
  va_end (fields);
  sandbox_walk_post (walk, "application/x-www-form-urlencoded", body->str);
  if (walk->page->status == 303)
    sandbox_walk_open (walk, NULL);
}

void
sandbox_walk_assert (SandboxWalk *walk, guint status, const char *heading)
{
  g_autofree char *found = sandbox_walk_dup_after (walk, "<h1>");

  sandbox_assert_status (walk->page, status);
  g_assert_cmpstr (found, ==, heading);
}

/* By its name, as the catalogue has it. */
void
sandbox_walk_choose (SandboxWalk *walk, const char *provider)
{
  g_autofree char *query = g_strdup_printf ("?country=&q=%s", provider);
  g_autofree char *id = NULL;

  sandbox_walk_open (walk, query);
  id = sandbox_walk_dup_after (walk, "name=\"provider\" value=\"");
  g_assert_nonnull (id);
  sandbox_walk_send (walk, "provider", "provider", id, NULL);
}

void
sandbox_walk_sign_in (SandboxWalk *walk, gboolean rightly)
{
  sandbox_walk_send (walk, "sign-in", "username", "nectar-sandbox-username", "password",
                     rightly ? "nectar-sandbox-password" : "something-else", NULL);
}

void
sandbox_walk_finish (SandboxWalk *walk)
{
  g_autofree char *site = sandbox_walk_dup_after (walk, "name=\"site\" value=\"");

  g_assert_nonnull (site);
  sandbox_walk_send (walk, "sites", "site", site, "type", "ELECTRICITY", NULL);
}

char *
sandbox_walk_invite (UsherTestSandbox *sandbox, guint company, const char *body, char **id)
{
  g_autoptr (SandboxReply) made =
    sandbox_post (sandbox, body, "invitation/company/%s", sandbox->companies[company]);

  sandbox_assert_status (made, 201);
  if (id != NULL)
    *id = sandbox_reply_dup (made, "id");
  return sandbox_reply_dup (made, "invitationUrl");
}

SandboxReply *
sandbox_walk_ask (UsherTestSandbox *sandbox, const char *id)
{
  SandboxReply *reply = sandbox_get (sandbox, "invitation/%s", id);

  sandbox_assert_status (reply, 200);
  return reply;
}

char *
sandbox_walk_dup_log (UsherTestSandbox *sandbox, const char *id)
{
  g_autoptr (SandboxReply) reply = sandbox_walk_ask (sandbox, id);
  g_autoptr (GString) kinds = g_string_new (NULL);

  for (gint64 i = 0; i < sandbox_reply_size (reply, "events"); i++)
    {
      g_autofree char *path = g_strdup_printf ("events.%d.eventType", (int) i);
      g_autofree char *kind = sandbox_reply_dup (reply, path);

      g_string_append_printf (kinds, "%s%s", i > 0 ? " " : "", kind);
    }
  return g_string_free (g_steal_pointer (&kinds), FALSE);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
sandbox_walk_read_mail (UsherTestSandbox *sandbox)
{
  g_autofree char *path = g_build_filename (sandbox->dir, "mail", "new", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *messages = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GError) error = NULL;
      char *content;

      g_file_get_contents (names->pdata[i], &content, NULL, &error);
      g_assert_no_error (error);
      g_ptr_array_add (messages, content);
    }
  return messages;
}

char *
sandbox_mail_dup_text (const char *message)
{
  g_autoptr (GMimeStream) stream = NULL;
  g_autoptr (GMimeParser) parser = NULL;
  g_autoptr (GMimeMessage) parsed = NULL;
  GMimeObject *part;

  g_mime_init ();
  stream = g_mime_stream_mem_new_with_buffer (message, strlen (message));
  parser = g_mime_parser_new_with_stream (stream);
  parsed = g_mime_parser_construct_message (parser, NULL);
  g_assert_nonnull (parsed);
  part = g_mime_message_get_mime_part (parsed);
  g_assert_true (GMIME_IS_MULTIPART (part));
  part = g_mime_multipart_get_part (GMIME_MULTIPART (part), 0);
  return g_mime_text_part_get_text (GMIME_TEXT_PART (part));
}

static char *
dup_match (const char *message, const char *pattern)
{
  g_autofree char *text = sandbox_mail_dup_text (message);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, text, 0, &match) ? g_match_info_fetch (match, 0) : NULL;
}

char *
sandbox_mail_dup_code (const char *message)
{
  return dup_match (message, "\\b[0-9]{6}\\b");
}

char *
sandbox_mail_dup_link (const char *message)
{
  return dup_match (message, "http://\\S+/p/i/\\S+");
}
