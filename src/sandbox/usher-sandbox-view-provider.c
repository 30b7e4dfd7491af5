/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page on which the provider is confirmed, or searched by country. Searching is a GET: it changes
 * nothing, and what was searched for can be gone back to. Main thread. */

#include <string.h>

#include "sandbox/usher-sandbox-countries.h"
#include "sandbox/usher-sandbox-find.h"
#include "sandbox/usher-sandbox-html.h"
#include "sandbox/usher-sandbox-provider.h"
#include "sandbox/usher-sandbox-views.h"

#define MAX_WORDS 100

/* What the sender has suggested; a country that was suggested goes before the catalogue's. */
static gboolean
find_prefilled (UsherSandboxWalk *walk, UsherSandboxProvider **provider, GError **error)
{
  GError *local = NULL;

  *provider = usher_sandbox_provider_by_id (
    walk->sandbox, usher_sandbox_walk_get_prefill (walk, "datasourceId"), &local);
  if (*provider == NULL && local == NULL)
    *provider = usher_sandbox_provider_by_address (
      walk->sandbox, usher_sandbox_walk_get_prefill (walk, "url"), &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static GString *
view_confirm (UsherSandboxWalk *walk, const UsherSandboxProvider *provider)
{
  GString *html = usher_sandbox_view_begin (walk, 2, "Is this your provider?");
  const char *country = usher_sandbox_walk_get_prefill (walk, "country");
  const char *name;

  if (country == NULL)
    country = provider->country;
  name = usher_sandbox_country_get_name (country);
  usher_sandbox_html_put (html, "<p>%s asks you to connect a utility account.</p>\n", walk->company_name);
  usher_sandbox_html_put (html, "<dl><dt>Provider</dt><dd>%s</dd>", provider->name);
  /* With a brand, no other service's name stands on a page, and so no address that has one. */
  if (walk->brand_name == NULL)
    usher_sandbox_html_put (html, "<dt>Website</dt><dd>%s</dd>", provider->url);
  if (country != NULL)
    usher_sandbox_html_put (html, "<dt>Country</dt><dd>%s</dd>", name != NULL ? name : country);
  usher_sandbox_html_put (html, "</dl>\n");
  usher_sandbox_view_form (walk, html, "provider");
  if (provider->id != NULL)
    usher_sandbox_html_put (html, "<input type=\"hidden\" name=\"provider\" value=\"%s\">\n", provider->id);
  else
    usher_sandbox_html_put (html, "<input type=\"hidden\" name=\"address\" value=\"%s\">\n", provider->url);
  if (country != NULL)
    usher_sandbox_html_put (html, "<input type=\"hidden\" name=\"country\" value=\"%s\">\n", country);
  usher_sandbox_view_button (html, "Yes, Continue");
  usher_sandbox_view_other (walk, html, "other-provider", "Choose Another Provider");
  return html;
}

static void
put_search (UsherSandboxWalk *walk, GString *html, const char *country, const char *words)
{
  UsherSandboxField field = {
    .name = "q",
    .label = "Name of the provider",
    .hint = "A part of it is enough. Leave it empty to see all of the country.",
    .type = "search",
    .autocomplete = "off",
    .value = words,
    .is_optional = TRUE,
  };

  usher_sandbox_html_put (html,
                          "<form method=\"get\" action=\"" USHER_SANDBOX_PAGE_PATH "%s\" role=\"search\">\n"
                          "<div class=\"field\">\n<label for=\"country\">Country</label>\n"
                          "<select id=\"country\" name=\"country\" autocomplete=\"country\">\n"
                          "<option value=\"\">All countries</option>\n",
                          walk->request->argument);
  for (gsize i = 0; i < usher_sandbox_n_countries; i++)
    usher_sandbox_html_put (html, "<option value=\"%s\"%s>%s</option>\n", usher_sandbox_countries[i].code,
                            g_str_equal (usher_sandbox_countries[i].code, country) ? " selected" : "",
                            usher_sandbox_countries[i].name);
  usher_sandbox_html_put (html, "</select>\n</div>\n");
  usher_sandbox_html_field (html, &field);
  usher_sandbox_html_put (html, "<button class=\"other\" type=\"submit\">Search</button>\n</form>\n");
}

static void
put_found (UsherSandboxWalk *walk, GString *html, GPtrArray *found, const char *country)
{
  UsherSandboxField address = {
    .name = "address",
    .label = "Or the address of its website",
    .hint = "If your provider is not in the list.",
    .type = "text",
    .autocomplete = "off",
    .value = usher_sandbox_walk_get_field (walk, "address"),
    .message = usher_sandbox_view_get_message (walk, "address"),
    .is_optional = TRUE,
  };

  usher_sandbox_view_form (walk, html, "provider");
  usher_sandbox_html_put (html, "<input type=\"hidden\" name=\"country\" value=\"%s\">\n", country);
  if (found->len == 0)
    usher_sandbox_html_put (html, "<p role=\"status\">No provider of that name is known here. Enter the "
                                  "address of its website.</p>\n");
  else
    usher_sandbox_html_put (html, "<fieldset>\n<legend>Providers</legend>\n");
  if (usher_sandbox_view_get_message (walk, "provider") != NULL)
    usher_sandbox_html_put (html, "<p class=\"message\">%s</p>\n", walk->message);
  for (guint i = 0; i < found->len; i++)
    {
      const UsherSandboxProvider *provider = found->pdata[i];

      usher_sandbox_html_choice (html, "radio", "provider", provider->id, provider->name,
                                 usher_sandbox_country_get_name (provider->country),
                                 usher_sandbox_walk_is_sent (walk, "provider", provider->id));
    }
  if (found->len > 0)
    usher_sandbox_html_put (html, "</fieldset>\n");
  usher_sandbox_html_field (html, &address);
  usher_sandbox_view_button (html, "Continue");
}

/* What was searched for: in the address of the page, or sent along with a form that is shown again. */
static const char *
get_searched (UsherSandboxWalk *walk, GHashTable *query, const char *name)
{
  const char *text = query != NULL ? usher_sandbox_query_get (query, name) : NULL;

  return text != NULL ? text : usher_sandbox_walk_get_field (walk, name);
}

static gboolean
view_choose (UsherSandboxWalk *walk, GString **html, GError **error)
{
  g_autoptr (GHashTable) query = usher_sandbox_query_parse (walk->request->query);
  const char *country = get_searched (walk, query, "country");
  const char *words = get_searched (walk, query, "q");
  g_autofree char *shown = NULL;
  g_autoptr (GPtrArray) found = NULL;

  if (country == NULL)
    country = usher_sandbox_walk_get_prefill (walk, "country");
  if (usher_sandbox_country_get_name (country) == NULL)
    country = "";
  shown = words != NULL ? g_utf8_substring (words, 0, MIN (g_utf8_strlen (words, -1), MAX_WORDS)) : g_strdup ("");
  found = usher_sandbox_provider_search (walk->sandbox, country, shown, error);
  if (found == NULL)
    return FALSE;
  *html = usher_sandbox_view_begin (walk, 2, "Who is your provider?");
  usher_sandbox_html_put (*html, "<p>%s asks you to connect a utility account.</p>\n", walk->company_name);
  put_search (walk, *html, country, shown);
  put_found (walk, *html, found, country);
  return TRUE;
}

/**
 * usher_sandbox_view_provider:
 * @walk: the walk
 * @html: (out) (transfer full): the page
 * @error: return location for an error of the database
 *
 * Makes the page on which a provider is confirmed or chosen.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_view_provider (UsherSandboxWalk *walk, GString **html, GError **error)
{
  g_autoptr (UsherSandboxProvider) provider = NULL;

  if (!walk->visit->has_chosen && !find_prefilled (walk, &provider, error))
    return FALSE;
  if (provider == NULL)
    return view_choose (walk, html, error);
  *html = view_confirm (walk, provider);
  return TRUE;
}
