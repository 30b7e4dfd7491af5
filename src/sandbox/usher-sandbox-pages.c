/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a recipient sees who opens a link (contract 3.11): GET shows where they stand and records a
 * view, POST takes a form and leads on. Works without script; loads nothing but its own style. Main
 * thread. */

#include "sandbox/usher-sandbox-pages.h"

#include <gio/gio.h>
#include <string.h>

#include "sandbox/usher-sandbox-brand.h"
#include "sandbox/usher-sandbox-find.h"
#include "sandbox/usher-sandbox-form.h"
#include "sandbox/usher-sandbox-layout.h"
#include "sandbox/usher-sandbox-limit.h"
#include "sandbox/usher-sandbox-rules.h"
#include "sandbox/usher-sandbox-secret.h"
#include "sandbox/usher-sandbox-views.h"

/* Of the bundle that the build makes of usher-sandbox.gresource.xml. */
void usher_sandbox_register_resource (void);

/* A form with thousands of ticked sites fits. */
#define MAX_FORM (256 * 1024)
/* Links that do not exist, by one network address in ten minutes. */
#define MAX_UNKNOWN 100
/* Whoever comes back after this has opened the link again. */
#define QUIET_TIME (G_GINT64_CONSTANT (1800) * G_USEC_PER_SEC)
/* Seconds for which a browser finds its visit again. */
#define COOKIE_AGE "604800"
#define FORM_TYPE "application/x-www-form-urlencoded"

static void
answer_failure (UsherSandbox *sandbox, UsherSandboxWalk *walk, UsherSandboxAnswer *answer, const GError *error)
{
  guint status;

  /* It finds the status and tells stderr; its JSON is not for a recipient, who sees the brand if it is known. */
  usher_sandbox_answer_error (answer, error);
  status = answer->status;
  usher_sandbox_layout_say (sandbox, walk, answer, status, "Something went wrong here",
                            "Nothing was changed. Wait a minute, and open the link again.");
}

/* NULL: the answer says why. */
static UsherSandboxWalk *
load (UsherSandbox *sandbox, const UsherSandboxRequest *request, UsherSandboxAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  UsherSandboxWalk *walk;

  if (!usher_sandbox_limit_check (sandbox, "unknown", request->ip_address, MAX_UNKNOWN))
    {
      usher_sandbox_layout_say (sandbox, NULL, answer, 429, "Too many links were tried",
                                "Wait ten minutes, and open the link from the original message.");
      return NULL;
    }
  walk = usher_sandbox_walk_load (sandbox, request, &error);
  if (walk == NULL && error != NULL)
    answer_failure (sandbox, walk, answer, error);
  else if (walk == NULL)
    {
      usher_sandbox_limit_count (sandbox, "unknown", request->ip_address, MAX_UNKNOWN);
      usher_sandbox_layout_say (sandbox, NULL, answer, SOUP_STATUS_NOT_FOUND, "There is no such invitation",
                                "The link may be incomplete. Open it from the original message, or ask "
                                "the person who sent it to you.");
    }
  return walk;
}

/* A frame of another site gets its cookie only if it says that it wants that, and only in a way that
 * browsers take for secure, which loopback is. */
static void
set_cookie (UsherSandboxWalk *walk, UsherSandboxAnswer *answer)
{
  answer->cookie = g_strdup_printf (
    "visit=%s; Path=" USHER_SANDBOX_PAGE_PATH "%s; Max-Age=" COOKIE_AGE "; HttpOnly; %s", walk->visit->secret,
    walk->request->argument,
    walk->sandbox->embed_origins != NULL ? "SameSite=None; Secure; Partitioned" : "SameSite=Lax");
}

static gboolean
record_view (UsherSandboxWalk *walk, GError **error)
{
  UsherSandboxActor actor = { walk->visit->email, walk->request->user_agent, walk->request->ip_address };
  gint64 now = usher_sandbox_now (walk->sandbox);

  /* Searching a provider is not opening the link again. */
  if (walk->visit->is_returning && walk->request->query != NULL)
    return TRUE;
  /* The steps of one visit are one view. */
  if (walk->visit->key != 0 && now >= walk->visit->seen_at && now - walk->visit->seen_at < QUIET_TIME)
    return TRUE;
  return usher_sandbox_rules_view (walk->sandbox, walk->invitation, &actor, error);
}

/**
 * usher_sandbox_pages_open:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `GET /p/i/{token}`: the step at which the visit stands. Opening a link is a line in the log and
 * uses nothing up.
 */
void
usher_sandbox_pages_open (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                          UsherSandboxAnswer *answer)
{
  g_autoptr (UsherSandboxWalk) walk = load (sandbox, request, answer);
  g_autoptr (GError) error = NULL;

  if (walk == NULL)
    return;
  if ((!request->is_head && !record_view (walk, &error))
      || !usher_sandbox_view_step (walk, answer, SOUP_STATUS_OK, &error))
    answer_failure (sandbox, walk, answer, error);
  else
    set_cookie (walk, answer);
}

/* FALSE: the answer says why. */
static gboolean
read_form (UsherSandboxWalk *walk, UsherSandboxAnswer *answer, const char **action)
{
  const UsherSandboxRequest *request = walk->request;
  gsize length;
  const char *data = g_bytes_get_data (request->body, &length);
  const char *type = soup_message_headers_get_content_type (request->headers, NULL);
  g_autofree char *body = NULL;
  g_autofree char *seal = NULL;

  if (length > MAX_FORM)
    {
      usher_sandbox_layout_say (walk->sandbox, walk, answer, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE,
                                "That was too much", "Go back, and enter less.");
      return FALSE;
    }
  if (type != NULL && g_ascii_strcasecmp (type, FORM_TYPE) == 0 && memchr (data, '\0', length) == NULL)
    {
      body = g_strndup (data, length);
      walk->fields = usher_sandbox_query_parse (body);
      explicit_bzero (body, length);
    }
  *action = usher_sandbox_walk_get_field (walk, "do");
  seal = usher_sandbox_walk_seal_form (walk, *action != NULL ? *action : "");
  if (*action != NULL && usher_sandbox_secret_equal (seal, usher_sandbox_walk_get_field (walk, "seal")))
    return TRUE;
  usher_sandbox_layout_say (walk->sandbox, walk, answer, SOUP_STATUS_FORBIDDEN, "This page is too old",
                            "What you sent did not come from the page that is open now. Open the link "
                            "again. If this happens every time, let your browser keep cookies for this "
                            "page.");
  return FALSE;
}

static void
lead_on (UsherSandboxWalk *walk, UsherSandboxAnswer *answer)
{
  answer->status = SOUP_STATUS_SEE_OTHER;
  answer->location = g_strconcat (USHER_SANDBOX_PAGE_PATH, walk->request->argument, NULL);
}

/**
 * usher_sandbox_pages_send:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `POST /p/i/{token}`: takes a form. Done, it leads to the page of the next step; otherwise the same
 * page comes again and says what is wrong.
 */
void
usher_sandbox_pages_send (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                          UsherSandboxAnswer *answer)
{
  g_autoptr (UsherSandboxWalk) walk = load (sandbox, request, answer);
  g_autoptr (GError) error = NULL;
  const char *action;

  if (walk == NULL)
    return;
  if (walk->step == USHER_SANDBOX_STEP_END)
    {
      usher_sandbox_view_end (walk, answer);
      return;
    }
  if (!read_form (walk, answer, &action))
    return;
  switch (usher_sandbox_form_take (walk, action, &error))
    {
    case USHER_SANDBOX_FORM_TAKEN:
      lead_on (walk, answer);
      break;
    case USHER_SANDBOX_FORM_WRONG:
      if (!usher_sandbox_view_step (walk, answer, SOUP_STATUS_UNPROCESSABLE_ENTITY, &error))
        answer_failure (sandbox, walk, answer, error);
      break;
    case USHER_SANDBOX_FORM_CROWDED:
      usher_sandbox_layout_say (sandbox, walk, answer, SOUP_STATUS_SERVICE_UNAVAILABLE,
                                "Too many people have this open",
                                "Nothing was changed. Try again later, or ask the sender for an "
                                "invitation of your own.");
      break;
    case USHER_SANDBOX_FORM_FAILED:
    default:
      answer_failure (sandbox, walk, answer, error);
      break;
    }
  set_cookie (walk, answer);
}

/**
 * usher_sandbox_pages_style:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `GET /p/style.css`.
 */
void
usher_sandbox_pages_style (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                           UsherSandboxAnswer *answer)
{
  static gsize is_registered;
  g_autoptr (GBytes) style = NULL;
  const char *data = NULL;
  gsize length = 0;

  if (g_once_init_enter (&is_registered))
    {
      usher_sandbox_register_resource ();
      g_once_init_leave (&is_registered, 1);
    }
  style = g_resources_lookup_data ("/io/github/usher/Sandbox/pages.css", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (style != NULL)
    data = g_bytes_get_data (style, &length);

  usher_sandbox_answer_html (answer, SOUP_STATUS_OK, g_strndup (data != NULL ? data : "", length));
  answer->content_type = "text/css; charset=utf-8";
}

/**
 * usher_sandbox_pages_brand:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `GET /p/brand/{colour}.css`: a function of the colour, which tells nothing about anybody.
 */
void
usher_sandbox_pages_brand (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                           UsherSandboxAnswer *answer)
{
  gboolean has_ending = request->argument != NULL && g_str_has_suffix (request->argument, ".css");
  g_autofree char *color =
    has_ending ? g_strndup (request->argument, strlen (request->argument) - strlen (".css")) : NULL;
  char *style = usher_sandbox_brand_make_style (color);

  if (style == NULL)
    {
      usher_sandbox_answer_detail (answer, SOUP_STATUS_NOT_FOUND, "Not found.");
      return;
    }
  usher_sandbox_answer_html (answer, SOUP_STATUS_OK, style);
  answer->content_type = "text/css; charset=utf-8";
}

/**
 * usher_sandbox_pages_is_origin:
 * @text: from the command line
 *
 * Checks what goes into a header.
 *
 * Returns: whether it is scheme, host and port, and nothing more
 */
gboolean
usher_sandbox_pages_is_origin (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autofree char *origin = NULL;

  if (host == NULL || *host == '\0')
    return FALSE;
  if (!g_str_equal (g_uri_get_scheme (uri), "https") && !g_str_equal (g_uri_get_scheme (uri), "http"))
    return FALSE;
  if (strspn (host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") != strlen (host))
    return FALSE;
  origin = g_uri_get_port (uri) > 0
             ? g_strdup_printf ("%s://%s:%d", g_uri_get_scheme (uri), host, g_uri_get_port (uri))
             : g_strdup_printf ("%s://%s", g_uri_get_scheme (uri), host);
  return g_ascii_strcasecmp (origin, text) == 0;
}
