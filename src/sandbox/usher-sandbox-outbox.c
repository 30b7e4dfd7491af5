/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Maildir in a browser. Messages are shown as plain text; the only links are those to this
 * service's own pages. Main thread. */

#include "sandbox/usher-sandbox-outbox.h"

#include <string.h>

#include "sandbox/usher-sandbox-gmime.h"
#include "sandbox/usher-sandbox-html.h"
#include "sandbox/usher-sandbox-layout.h"
#include "sandbox/usher-sandbox-mail.h"

/* The newest ones. */
#define MAX_SHOWN 100

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char * const *) b, *(const char * const *) a);
}

/* Names sort by time. A folder that is not there is an empty one. */
static GPtrArray *
list_names (UsherSandbox *sandbox)
{
  g_autofree char *path = g_build_filename (sandbox->dir, USHER_SANDBOX_MAIL_FOLDER, "new", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".sandbox"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_newest_first);
  return names;
}

static GMimeMessage *
read_message (UsherSandbox *sandbox, const char *name)
{
  g_autofree char *path = g_build_filename (sandbox->dir, USHER_SANDBOX_MAIL_FOLDER, "new", name, NULL);
  g_autoptr (GMimeStream) stream = g_mime_stream_file_open (path, "r", NULL);
  g_autoptr (GMimeParser) parser = NULL;

  if (stream == NULL)
    return NULL;
  parser = g_mime_parser_new_with_stream (stream);
  return g_mime_parser_construct_message (parser, NULL);
}

static char *
dup_recipients (GMimeMessage *message)
{
  InternetAddressList *list = g_mime_message_get_addresses (message, GMIME_ADDRESS_TYPE_TO);

  return list != NULL ? internet_address_list_to_string (list, NULL, FALSE) : NULL;
}

static char *
dup_date (GMimeMessage *message)
{
  GDateTime *date = g_mime_message_get_date (message);

  return date != NULL ? g_date_time_format (date, "%-d %B %Y, %H:%M UTC") : NULL;
}

static const char *
show (const char *text)
{
  return text != NULL ? text : "";
}

/**
 * usher_sandbox_outbox_list:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `GET /outbox`: what was mailed, newest first.
 */
void
usher_sandbox_outbox_list (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                           UsherSandboxAnswer *answer)
{
  g_autoptr (GPtrArray) names = list_names (sandbox);
  GString *html = usher_sandbox_layout_begin (NULL, "Outbox", FALSE);

  usher_sandbox_html_put (html, "<p>Everything that this sandbox has mailed. Nothing leaves this machine.</p>\n");
  if (names->len == 0)
    usher_sandbox_html_put (html, "<p class=\"notice\">Nothing has been mailed yet. An invitation with an "
                                  "allow-list that is to be mailed shows up here.</p>\n");
  else
    usher_sandbox_html_put (html, "<ul class=\"messages\">\n");
  for (guint i = 0; i < MIN (names->len, MAX_SHOWN); i++)
    {
      g_autoptr (GMimeMessage) message = read_message (sandbox, names->pdata[i]);
      g_autofree char *to = message != NULL ? dup_recipients (message) : NULL;
      g_autofree char *date = message != NULL ? dup_date (message) : NULL;

      if (message == NULL)
        continue;
      usher_sandbox_html_put (html,
                              "<li><a href=\"/outbox/%s\">%s</a><span class=\"detail\">To %s</span>"
                              "<span class=\"detail\">%s</span></li>\n",
                              (const char *) names->pdata[i], show (g_mime_message_get_subject (message)),
                              show (to), show (date));
    }
  if (names->len > 0)
    usher_sandbox_html_put (html, "</ul>\n");
  if (names->len > MAX_SHOWN)
    usher_sandbox_html_put (html, "<p>Only the newest %d of %u are shown.</p>\n", MAX_SHOWN, names->len);
  usher_sandbox_layout_answer (sandbox, NULL, answer, SOUP_STATUS_OK, html);
}

static char *
dup_text (GMimeMessage *message)
{
  GMimeObject *part = g_mime_message_get_mime_part (message);

  if (GMIME_IS_MULTIPART (part) && g_mime_multipart_get_count (GMIME_MULTIPART (part)) > 0)
    part = g_mime_multipart_get_part (GMIME_MULTIPART (part), 0);
  return GMIME_IS_TEXT_PART (part) ? g_mime_text_part_get_text (GMIME_TEXT_PART (part)) : NULL;
}

/* The path of a link that this service has mailed; it may have listened on another port then. */
static const char *
find_path (const char *line)
{
  const char *path;

  if (!g_str_has_prefix (line, "http://127.0.0.1:") || strchr (line, ' ') != NULL)
    return NULL;
  path = strchr (line + strlen ("http://"), '/');
  return path != NULL && g_str_has_prefix (path, USHER_SANDBOX_PAGE_PATH) ? path : NULL;
}

/* A line that is a link of this service becomes one that can be followed. */
static void
put_text (GString *html, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  usher_sandbox_html_put (html, "<pre>");
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *path = find_path (g_strchomp (lines[i]));

      if (path != NULL)
        usher_sandbox_html_put (html, "<a href=\"%s\">%s</a>\n", path, lines[i]);
      else
        usher_sandbox_html_put (html, "%s\n", lines[i]);
    }
  usher_sandbox_html_put (html, "</pre>\n");
}

/**
 * usher_sandbox_outbox_message:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `GET /outbox/{name}`: one message.
 */
void
usher_sandbox_outbox_message (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                              UsherSandboxAnswer *answer)
{
  g_autoptr (GPtrArray) names = list_names (sandbox);
  g_autoptr (GMimeMessage) message = NULL;
  g_autofree char *to = NULL, *date = NULL, *text = NULL;
  GString *html;

  /* Only what the folder lists is ever opened, whatever the path says. */
  if (g_ptr_array_find_with_equal_func (names, request->argument, g_str_equal, NULL))
    message = read_message (sandbox, request->argument);
  if (message == NULL)
    {
      usher_sandbox_layout_say (sandbox, NULL, answer, SOUP_STATUS_NOT_FOUND, "There is no such message",
                                "It may have been deleted. The outbox has the others.");
      return;
    }
  to = dup_recipients (message);
  date = dup_date (message);
  text = dup_text (message);
  html = usher_sandbox_layout_begin (NULL, show (g_mime_message_get_subject (message)), FALSE);
  usher_sandbox_html_put (html, "<dl><dt>To</dt><dd>%s</dd><dt>Sent</dt><dd>%s</dd></dl>\n", show (to),
                          show (date));
  put_text (html, show (text));
  usher_sandbox_html_put (html, "<p><a href=\"/outbox\">All messages</a></p>\n");
  usher_sandbox_layout_answer (sandbox, NULL, answer, SOUP_STATUS_OK, html);
}
