/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The last step, and what comes after it: sites and utility types, and the page that thanks and tells
 * how the check of the sign-in went. Main thread. */

#include "sandbox/usher-sandbox-form.h"
#include "sandbox/usher-sandbox-html.h"
#include "sandbox/usher-sandbox-layout.h"
#include "sandbox/usher-sandbox-views.h"

static void
put_group_message (UsherSandboxWalk *walk, GString *html, const char *field)
{
  const char *message = usher_sandbox_view_get_message (walk, field);

  if (message != NULL)
    usher_sandbox_html_put (html, "<p class=\"message\">%s</p>\n", message);
}

static gboolean
put_sites (UsherSandboxWalk *walk, GString *html, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean is_sent = walk->fields != NULL;
  guint n = 0;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (walk->sandbox->db, &local,
                            "SELECT id, name, address, count (*) OVER () FROM site WHERE company = ?"
                            " AND stop_date IS NULL ORDER BY name COLLATE NOCASE, key",
                            "i", walk->company);

  while (row != NULL && usher_sandbox_statement_step (row, &local))
    {
      const char *id = usher_sandbox_statement_get_text (row, 0);
      gboolean is_only = sqlite3_column_int (row, 3) == 1;

      if (n++ == 0)
        {
          usher_sandbox_html_put (html, "<fieldset>\n<legend>Sites that this account serves</legend>\n");
          put_group_message (walk, html, "site");
        }
      usher_sandbox_html_choice (html, "checkbox", "site", id, usher_sandbox_statement_get_text (row, 1),
                                 usher_sandbox_statement_get_text (row, 2),
                                 is_sent ? usher_sandbox_walk_is_sent (walk, "site", id)
                                         : is_only || usher_sandbox_walk_is_prefilled (walk, "initialSites", id));
    }
  if (n > 0)
    usher_sandbox_html_put (html, "</fieldset>\n");
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Ticked at first: what was suggested; otherwise what the provider has. */
static gboolean
is_type_chosen (UsherSandboxWalk *walk, const char *value)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", value);

  if (walk->fields != NULL)
    return usher_sandbox_walk_is_sent (walk, "type", value);
  if (usher_sandbox_walk_has_list (walk, "utilityTypes"))
    return usher_sandbox_walk_is_prefilled (walk, "utilityTypes", value);
  return walk->visit->utility_types != NULL && g_strstr_len (walk->visit->utility_types, -1, quoted) != NULL;
}

/**
 * usher_sandbox_view_sites:
 * @walk: the walk
 * @html: (out) (transfer full): the page
 * @error: return location for an error of the database
 *
 * Makes the page on which sites and utility types are chosen.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_view_sites (UsherSandboxWalk *walk, GString **html, GError **error)
{
  *html = usher_sandbox_view_begin (walk, 4, "Choose sites and utility types");
  usher_sandbox_html_put (*html, "<p>Data of your account at %s will be collected for what you choose.</p>\n",
                          walk->visit->provider_name);
  usher_sandbox_view_form (walk, *html, "sites");
  if (!put_sites (walk, *html, error))
    return FALSE;
  usher_sandbox_html_put (*html, "<fieldset>\n<legend>Utility types</legend>\n");
  put_group_message (walk, *html, "type");
  for (gsize i = 0; i < G_N_ELEMENTS (usher_sandbox_utility_types); i++)
    usher_sandbox_html_choice (*html, "checkbox", "type", usher_sandbox_utility_types[i].value,
                               usher_sandbox_utility_types[i].label, NULL,
                               is_type_chosen (walk, usher_sandbox_utility_types[i].value));
  usher_sandbox_html_put (*html, "</fieldset>\n");
  usher_sandbox_view_button (*html, "Finish");
  usher_sandbox_view_other (walk, *html, "other-provider", "Choose Another Provider");
  return TRUE;
}

static void
put_outcome (UsherSandboxWalk *walk, GString *html, const char *status, const char *detail)
{
  if (g_str_equal (status, "PENDING"))
    usher_sandbox_html_put (html,
                            "<p role=\"status\">The sign-in is being checked, which takes a few seconds. "
                            "You can close this page.</p>\n"
                            "<p><a href=\"" USHER_SANDBOX_PAGE_PATH "%s\">See how it went</a></p>\n",
                            walk->request->argument);
  else if (g_str_equal (status, "CONNECTED"))
    usher_sandbox_html_put (html, "<p role=\"status\">The account is connected. There is nothing more "
                                  "for you to do.</p>\n");
  else
    usher_sandbox_html_put (html,
                            "<p role=\"status\">%s %s sees this, and can send you a link to try again.</p>\n",
                            detail != NULL ? detail : "The account could not be connected.",
                            walk->company_name);
}

/**
 * usher_sandbox_view_thanks:
 * @walk: the walk
 * @html: (out) (transfer full): the page
 * @error: return location for an error of the database
 *
 * Makes the page at the end: thanks, what has come of it, and another account if the link allows.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_view_thanks (UsherSandboxWalk *walk, GString **html, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (walk->sandbox->db, &local,
                            "SELECT datasource_name, status, status_detail FROM connection WHERE key = ?",
                            "i", walk->visit->connection);

  *html = usher_sandbox_layout_begin (walk, "Thank you", FALSE);
  if (row != NULL && usher_sandbox_statement_step (row, &local))
    {
      usher_sandbox_html_put (*html, "<p>You have finished. %s has been told about your account at %s.</p>\n",
                              walk->company_name, usher_sandbox_statement_get_text (row, 0));
      put_outcome (walk, *html, usher_sandbox_statement_get_text (row, 1),
                   usher_sandbox_statement_get_text (row, 2));
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (g_str_equal (walk->status, "ACTIVE"))
    usher_sandbox_view_other (walk, *html, "again",
                              walk->connection != 0 ? "Sign In Again" : "Connect Another Account");
  return TRUE;
}

/* What is said of an invitation that cannot be used, in words that the sender has as well. */
typedef struct
{
  const char *status;
  const char *title;
  const char *text;
} End;

static const End ends[] = {
  { "EXPIRED", "This invitation has expired",
    "Its time is over, and it cannot be used any more. Ask the sender for a new one; if you already "
    "have a newer message, use the link in that one." },
  { "REVOKED", "This invitation was revoked",
    "The sender has stopped it, and it cannot be used any more. Ask the sender whether you should get "
    "a new one." },
  { "FULFILLED", "This invitation has been used",
    "It was used as often as the sender allowed. If that was you, there is nothing more to do. If you "
    "wanted to connect another account, ask the sender for a new invitation." },
};

/**
 * usher_sandbox_view_end:
 * @walk: a walk that cannot go on
 * @answer: the answer
 *
 * Answers with the page of a dead end: why, and what to do.
 */
void
usher_sandbox_view_end (UsherSandboxWalk *walk, UsherSandboxAnswer *answer)
{
  if (walk->step == USHER_SANDBOX_STEP_LOCKED)
    {
      usher_sandbox_layout_say (walk->sandbox, walk, answer, 429,
                                "Too many codes",
                                walk->has_codes_enough
                                  ? "No more than five codes are sent in an hour. The newest one works for "
                                    "10 minutes: open the same link again to enter it. For another one, "
                                    "come back in an hour, or ask the sender."
                                  : "Too many codes were wrong, so none is taken for a while. Wait ten "
                                    "minutes, open the same link again, and ask for a new code. If that "
                                    "does not help, ask the sender.");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_equal (walk->status, ends[i].status))
      usher_sandbox_layout_say (walk->sandbox, walk, answer, SOUP_STATUS_GONE, ends[i].title, ends[i].text);
}
