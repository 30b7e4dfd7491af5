/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What went over the wire, for whoever hunts a fault: never the key, and never a body, as bodies
 * hold invitation links. Main context only. */

#include "api/usher-http-log.h"

#include "model/usher-text.h"

#include <string.h>

/* Headers that may be written with their values; every other one is named only. */
static const char *const harmless[] = { "Accept",
                                        "Accept-Encoding",
                                        "Allow",
                                        "Connection",
                                        "Content-Encoding",
                                        "Content-Length",
                                        "Content-Type",
                                        "Date",
                                        "Host",
                                        "Retry-After",
                                        "Server",
                                        "Soup-Debug",
                                        "Soup-Debug-Timestamp",
                                        "Soup-Host",
                                        "Transfer-Encoding",
                                        "User-Agent",
                                        "Vary",
                                        NULL };

/**
 * usher_http_log_dup_redacted:
 * @text: a line as SoupLogger gives it
 *
 * Returns: (transfer full): the line, safe to print, without values that may be secret: those of headers it does
 *   not know, and queries, which hold people's addresses
 */
char *
usher_http_log_dup_redacted (const char *text)
{
  g_autofree char *line = usher_text_dup_safe (text, 0); /* a terminal obeys what a server may have put into it */
  const char *colon = strchr (line, ':');
  const char *query = strchr (line, '?');
  g_autofree char *name = NULL;

  if (g_str_has_prefix (line, "GET ") || g_str_has_prefix (line, "POST "))
    {
      const char *version = query != NULL ? strrchr (query, ' ') : NULL;

      if (query == NULL)
        return g_strdup (line);
      return g_strdup_printf ("%.*s?…%s", (int) (query - line), line,
                              version != NULL ? version : "");
    }
  if (g_str_has_prefix (line, "HTTP/") || colon == NULL)
    return g_strdup (line);

  name = g_strndup (line, (gsize) (colon - line));
  for (gsize i = 0; harmless[i] != NULL; i++)
    if (g_ascii_strcasecmp (harmless[i], name) == 0)
      return g_strdup (line);
  return g_strdup_printf ("%s: [not shown]", name);
}

static void
on_line (SoupLogger *logger, SoupLoggerLogLevel level, char direction, const char *data,
         gpointer user_data)
{
  g_autofree char *redacted = usher_http_log_dup_redacted (data);

  g_printerr ("%c %s\n", direction, redacted);
}

/**
 * usher_http_log_attach:
 * @session: a session
 *
 * Does nothing unless the environment variable USHER_DEBUG contains "http".
 */
void
usher_http_log_attach (SoupSession *session)
{
  const char *wanted = g_getenv ("USHER_DEBUG");
  g_auto (GStrv) words = g_strsplit_set (wanted != NULL ? wanted : "", ",: ", -1);
  g_autoptr (SoupLogger) logger = NULL;

  if (!g_strv_contains ((const char *const *) words, "http"))
    return;
  logger = soup_logger_new (SOUP_LOGGER_LOG_HEADERS);
  soup_logger_set_printer (logger, on_line, NULL, NULL);
  soup_session_add_feature (session, SOUP_SESSION_FEATURE (logger));
}
