/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked for: from method and path to the function that answers, and the key that the API wants
 * for it. Main thread. */

#include "sandbox/usher-sandbox-routes.h"

#include <string.h>

#include "sandbox/usher-sandbox-outbox.h"
#include "sandbox/usher-sandbox-pages.h"
#include "sandbox/usher-sandbox-read.h"
#include "sandbox/usher-sandbox-rules.h"
#include "sandbox/usher-sandbox-secret.h"
#include "sandbox/usher-sandbox-write.h"

/* A path is its segments; "*" stands for the argument. */
typedef struct
{
  const char *path;
  UsherSandboxHandler get;   /* (nullable) */
  UsherSandboxHandler post;  /* (nullable) */
} Route;

static const char * const versions[] = { USHER_SANDBOX_NEWEST_VERSION, "v2.1", "v2", NULL };

/* The fixed words come before the argument that would take them. */
static const Route api_routes[] = {
  { "ping", usher_sandbox_read_ping, NULL },
  { "company", usher_sandbox_read_companies, NULL },
  { "company/*", usher_sandbox_read_company, NULL },
  { "site/*", usher_sandbox_read_site, NULL },
  { "site/company/*", usher_sandbox_read_sites, NULL },
  { "connection/company/*", usher_sandbox_read_connections, NULL },
  { "connection/*/details", usher_sandbox_read_connection, NULL },
  { "invitation/company/*", usher_sandbox_read_invitations, usher_sandbox_write_contributor },
  { "invitation/connection/*", NULL, usher_sandbox_write_reconnect },
  { "invitation/*/revoke", NULL, usher_sandbox_write_revoke },
  { "invitation/*/resend", NULL, usher_sandbox_write_resend },
  { "invitation/*", usher_sandbox_read_invitation, NULL },
};

static const Route page_routes[] = {
  { "p/i/*", usher_sandbox_pages_open, usher_sandbox_pages_send },
  { "p/style.css", usher_sandbox_pages_style, NULL },
  { "p/brand/*", usher_sandbox_pages_brand, NULL },
  { "outbox", usher_sandbox_outbox_list, NULL },
  { "outbox/*", usher_sandbox_outbox_message, NULL },
};

/* Does the path fit? *argument is what the star stands for, if there is one. */
static gboolean
match_path (const char *pattern, char **segments, const char **argument)
{
  *argument = NULL;
  for (gsize i = 0; segments[i] != NULL; i++)
    {
      gsize length = strcspn (pattern, "/");

      if (length == 1 && *pattern == '*' && *segments[i] != '\0')
        *argument = segments[i];
      else if (strlen (segments[i]) != length || memcmp (segments[i], pattern, length) != 0)
        return FALSE;
      pattern += length;
      if (*pattern == '\0')
        return segments[i + 1] == NULL;
      pattern++;
    }
  return FALSE;
}

static const Route *
find_route (const Route *routes, gsize n_routes, char **segments, const char **argument)
{
  for (gsize i = 0; i < n_routes; i++)
    if (match_path (routes[i].path, segments, argument))
      return &routes[i];
  return NULL;
}

static void
call (UsherSandbox *sandbox, const Route *route, UsherSandboxRequest *request, UsherSandboxAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  UsherSandboxHandler handler = NULL;

  if (g_str_equal (request->method, "GET"))
    handler = route->get;
  else if (g_str_equal (request->method, "POST"))
    handler = route->post;
  if (handler == NULL)
    {
      answer->allow = route->get == NULL ? "POST" : route->post == NULL ? "GET, HEAD" : "GET, HEAD, POST";
      usher_sandbox_answer_detail (answer, SOUP_STATUS_METHOD_NOT_ALLOWED, "Method not allowed.");
    }
  else if (!usher_sandbox_rules_settle (sandbox, &error))
    usher_sandbox_answer_error (answer, error);
  else
    handler (sandbox, request, answer);
}

/* Unknown paths are told from known ones without a key, as a Django service does. */
static void
dispatch_api (UsherSandbox *sandbox, char **segments, UsherSandboxRequest *request,
              UsherSandboxAnswer *answer)
{
  const Route *route =
      find_route (api_routes, G_N_ELEMENTS (api_routes), segments, &request->argument);
  const char *key = soup_message_headers_get_one (request->headers, "X-API-Key");

  if (route != NULL && route->post == usher_sandbox_write_resend && sandbox->no_resend)
    route = NULL;
  if (route == NULL)
    usher_sandbox_answer_detail (answer, SOUP_STATUS_NOT_FOUND, "Not found.");
  else if (key == NULL)
    usher_sandbox_answer_detail (answer, SOUP_STATUS_UNAUTHORIZED,
                                 "Authentication credentials were not provided.");
  else if (!usher_sandbox_secret_equal (sandbox->api_key, key))
    usher_sandbox_answer_detail (answer, SOUP_STATUS_UNAUTHORIZED, "Invalid API key.");
  else
    call (sandbox, route, request, answer);
}

/**
 * usher_sandbox_routes_dispatch:
 * @sandbox: the service
 * @path: the path that was asked for, still escaped
 * @request: what was asked; its version and argument are filled in
 * @answer: (out caller-allocates): what to say; zeroed before
 *
 * Answers a request whose Host was checked: the API for whoever has the key, pages for everyone.
 */
void
usher_sandbox_routes_dispatch (UsherSandbox *sandbox, const char *path, UsherSandboxRequest *request,
                               UsherSandboxAnswer *answer)
{
  g_auto (GStrv) segments = g_strsplit (*path == '/' ? path + 1 : path, "/", -1);
  const Route *route;

  if (segments[0] != NULL && g_strv_contains (versions, segments[0]))
    {
      request->version = segments[0];
      dispatch_api (sandbox, segments + 1, request, answer);
      return;
    }
  route = find_route (page_routes, G_N_ELEMENTS (page_routes), segments, &request->argument);
  if (route != NULL)
    call (sandbox, route, request, answer);
  else
    usher_sandbox_answer_detail (answer, SOUP_STATUS_NOT_FOUND, "Not found.");
}
