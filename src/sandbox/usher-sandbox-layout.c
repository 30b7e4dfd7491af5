/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every page has: the head, the header with the brand, the policy that lets a browser load
 * nothing else. A company with a brand has its own name there, and the service's nowhere (contract
 * 11). Main thread. */

#include "sandbox/usher-sandbox-layout.h"

#include "sandbox/usher-sandbox-brand.h"
#include "sandbox/usher-sandbox-html.h"

#define SERVICE "Usher Sandbox"

static gboolean
is_branded (UsherSandboxWalk *walk)
{
  return walk != NULL && walk->brand_name != NULL;
}

/**
 * usher_sandbox_layout_begin:
 * @walk: (nullable): whose page it is
 * @title: its heading
 * @is_wrong: whether a form is shown again because something is wrong with it
 *
 * Begins a page, up to its heading.
 *
 * Returns: (transfer full): the page
 */
GString *
usher_sandbox_layout_begin (UsherSandboxWalk *walk, const char *title, gboolean is_wrong)
{
  GString *html = g_string_new ("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                                "<meta name=\"robots\" content=\"noindex, nofollow\">\n");
  const char *name = is_branded (walk) ? walk->brand_name : SERVICE;
  g_autofree char *origin = is_branded (walk) ? usher_sandbox_brand_dup_origin (walk->brand_logo) : NULL;
  UsherSandboxColor color;

  usher_sandbox_html_put (html, "<title>%s%s – %s</title>\n", is_wrong ? "Error: " : "", title, name);
  usher_sandbox_html_put (html, "<link rel=\"stylesheet\" href=\"/p/style.css\">\n");
  if (is_branded (walk) && usher_sandbox_color_parse (walk->brand_color, &color))
    usher_sandbox_html_put (html, "<link rel=\"stylesheet\" href=\"/p/brand/%s.css\">\n",
                            *walk->brand_color == '#' ? walk->brand_color + 1 : walk->brand_color);
  usher_sandbox_html_put (html, "</head>\n<body>\n<header><p>");
  if (origin != NULL)
    usher_sandbox_html_put (html, "<img src=\"%s\" alt=\"\" referrerpolicy=\"no-referrer\">",
                            walk->brand_logo);
  usher_sandbox_html_put (html, "<span>%s</span></p></header>\n<main>\n", name);
  if (is_wrong && walk != NULL && walk->message != NULL)
    usher_sandbox_html_put (html, "<p class=\"summary\" role=\"alert\">%s</p>\n", walk->message);
  usher_sandbox_html_put (html, "<h1>%s</h1>\n", title);
  return html;
}

static char *
make_policy (UsherSandbox *sandbox, UsherSandboxWalk *walk)
{
  g_autofree char *origin = is_branded (walk) ? usher_sandbox_brand_dup_origin (walk->brand_logo) : NULL;

  return g_strdup_printf ("default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; "
                          "img-src %s; frame-ancestors %s",
                          origin != NULL ? origin : "'none'",
                          sandbox->embed_origins != NULL ? sandbox->embed_origins : "'none'");
}

/**
 * usher_sandbox_layout_answer:
 * @sandbox: the service
 * @walk: (nullable): whose page it is
 * @answer: the answer
 * @status: its HTTP status
 * @html: (transfer full): the page
 *
 * Ends a page and answers with it.
 */
void
usher_sandbox_layout_answer (UsherSandbox *sandbox, UsherSandboxWalk *walk, UsherSandboxAnswer *answer,
                             guint status, GString *html)
{
  usher_sandbox_html_put (html, "</main>\n");
  if (walk != NULL)
    usher_sandbox_html_put (html, "<footer><p>Questions? Ask %s, who sent you this link.</p></footer>\n",
                            walk->company_name);
  usher_sandbox_html_put (html, "</body>\n</html>\n");
  usher_sandbox_answer_html (answer, status, g_string_free (html, FALSE));
  g_free (answer->policy);
  answer->policy = make_policy (sandbox, walk);
}

/**
 * usher_sandbox_layout_say:
 * @sandbox: the service
 * @walk: (nullable): whose page it is
 * @answer: the answer
 * @status: its HTTP status
 * @title: what has happened
 * @text: what to do next
 *
 * Answers with a page without a form.
 */
void
usher_sandbox_layout_say (UsherSandbox *sandbox, UsherSandboxWalk *walk, UsherSandboxAnswer *answer,
                          guint status, const char *title, const char *text)
{
  GString *html = usher_sandbox_layout_begin (walk, title, FALSE);

  usher_sandbox_html_put (html, "<p>%s</p>\n", text);
  usher_sandbox_layout_answer (sandbox, walk, answer, status, html);
}
