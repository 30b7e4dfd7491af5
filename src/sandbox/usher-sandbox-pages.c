/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a recipient sees who opens a link: for now, in what state the invitation is. Works without
 * script; loads nothing but its own style. Main thread. */

#include "sandbox/usher-sandbox-pages.h"

#include "sandbox/usher-sandbox-find.h"
#include "sandbox/usher-sandbox-rules.h"

static const char style[] =
    ":root { color-scheme: light dark; }\n"
    "body { font: 1.1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 36rem; padding: "
    "2rem 1rem; }\n"
    "h1 { font-size: 1.6rem; line-height: 1.2; overflow-wrap: anywhere; }\n";

/* What is said of an invitation in each state. */
typedef struct
{
  const char *status;
  guint http_status;
  const char *title;
  const char *text;
} Page;

static const Page pages[] = {
  { "ACTIVE", SOUP_STATUS_OK, "This invitation is active",
    "The link works. This sandbox does not offer the form behind it yet." },
  { "EXPIRED", SOUP_STATUS_GONE, "This invitation has expired",
    "Its time is over. Ask the person who sent it to you for a new one." },
  { "REVOKED", SOUP_STATUS_GONE, "This invitation was revoked",
    "The sender stopped it. Ask the person who sent it to you whether a new one is needed." },
  { "FULFILLED", SOUP_STATUS_GONE, "This invitation has been used",
    "It was used as often as it could be. There is nothing more for you to do." },
};

static const Page unknown = {
  NULL,
  SOUP_STATUS_NOT_FOUND,
  "There is no such invitation",
  "The link may be incomplete. Open it from the original message, or ask the person who sent it to "
  "you.",
};

static void
answer_page (UsherSandboxAnswer *answer,
             const Page *page,
             const char *company,
             gboolean is_reconnect)
{
  g_autofree char *invited_by = NULL;

  if (company != NULL)
    invited_by = g_markup_printf_escaped (
      is_reconnect ? "<p>%s asks you to renew the access of a utility account.</p>\n"
                   : "<p>%s asks you to connect a utility account.</p>\n",
      company);
  usher_sandbox_answer_html (answer, page->http_status,
                             g_strdup_printf ("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                                              "<meta charset=\"utf-8\">\n"
                                              "<meta name=\"viewport\" content=\"width=device-width\">\n"
                                              "<meta name=\"robots\" content=\"noindex, nofollow\">\n"
                                              "<title>%s</title>\n"
                                              "<link rel=\"stylesheet\" href=\"/p/style.css\">\n"
                                              "</head>\n<body>\n<main>\n<h1>%s</h1>\n%s<p>%s</p>\n"
                                              "</main>\n</body>\n</html>\n",
                                              page->title, page->title,
                                              invited_by != NULL ? invited_by : "", page->text));
}

static void
answer_state (UsherSandbox *sandbox, gint64 invitation, UsherSandboxAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (sandbox->db, &error,
                            "SELECT i.status, i.kind, c.name FROM invitation i"
                            " JOIN company c ON c.key = i.company WHERE i.key = ?",
                            "i", invitation);

  if (row != NULL && usher_sandbox_statement_step (row, &error))
    for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
      if (g_strcmp0 (pages[i].status, usher_sandbox_statement_get_text (row, 0)) == 0)
        answer_page (answer, &pages[i], usher_sandbox_statement_get_text (row, 2),
                     g_strcmp0 (usher_sandbox_statement_get_text (row, 1),
                                USHER_SANDBOX_EDIT_CONNECTION) == 0);
  if (error != NULL)
    usher_sandbox_answer_error (answer, error);
}

/**
 * usher_sandbox_pages_invitation:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `GET /p/i/{token}`: the state of the invitation. Opening it is a line in the log and uses
 * nothing up.
 */
void
usher_sandbox_pages_invitation (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                UsherSandboxAnswer *answer)
{
  UsherSandboxActor actor = { NULL, request->user_agent, request->ip_address };
  g_autoptr (GError) error = NULL;
  gint64 invitation;

  if (!usher_sandbox_find_token (sandbox, request->argument, &invitation, answer))
    return;
  if (invitation == 0)
    answer_page (answer, &unknown, NULL, FALSE);
  else if (!request->is_head && !usher_sandbox_rules_view (sandbox, invitation, &actor, &error))
    usher_sandbox_answer_error (answer, error);
  else
    answer_state (sandbox, invitation, answer);
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
  usher_sandbox_answer_html (answer, SOUP_STATUS_OK, g_strdup (style));
  answer->content_type = "text/css; charset=utf-8";
}
