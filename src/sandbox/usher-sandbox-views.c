/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pages with the small forms: address, code, sign-in, second factor (contract 3.11). They work
 * without script, by keyboard and on a phone. Main thread. */

#include "sandbox/usher-sandbox-views.h"

#include "sandbox/usher-sandbox-form.h"
#include "sandbox/usher-sandbox-html.h"
#include "sandbox/usher-sandbox-layout.h"

/**
 * usher_sandbox_view_get_message:
 * @walk: the walk
 * @field: a field
 *
 * Returns: (transfer none) (nullable): what is wrong with it
 */
const char *
usher_sandbox_view_get_message (UsherSandboxWalk *walk, const char *field)
{
  return g_strcmp0 (walk->wrong_field, field) == 0 ? walk->message : NULL;
}

/**
 * usher_sandbox_view_begin:
 * @walk: the walk
 * @number: of the four steps; 0 if they do not apply
 * @title: the heading
 *
 * Begins the page of a step.
 *
 * Returns: (transfer full): the page
 */
GString *
usher_sandbox_view_begin (UsherSandboxWalk *walk, guint number, const char *title)
{
  GString *html = usher_sandbox_layout_begin (walk, title, walk->message != NULL);
  gboolean verifies = usher_sandbox_walk_has_emails (walk) && walk->mailed_to == NULL;

  /* A repair has no list of steps that is worth counting. */
  if (number > 0 && walk->connection == 0)
    usher_sandbox_html_put (html, "<p class=\"step\">Step %u of %u</p>\n",
                            verifies ? number : number - 1, verifies ? 4u : 3u);
  return html;
}

/**
 * usher_sandbox_view_form:
 * @walk: the walk
 * @html: the page
 * @action: what the form does
 *
 * Begins a form that carries the seal of this visit.
 */
void
usher_sandbox_view_form (UsherSandboxWalk *walk, GString *html, const char *action)
{
  g_autofree char *seal = usher_sandbox_walk_seal_form (walk, action);

  usher_sandbox_html_put (html,
                          "<form method=\"post\" action=\"" USHER_SANDBOX_PAGE_PATH "%s\">\n"
                          "<input type=\"hidden\" name=\"do\" value=\"%s\">\n"
                          "<input type=\"hidden\" name=\"seal\" value=\"%s\">\n",
                          walk->request->argument, action, seal);
}

/**
 * usher_sandbox_view_button:
 * @html: the page
 * @label: what it does
 *
 * Ends a form with its button.
 */
void
usher_sandbox_view_button (GString *html, const char *label)
{
  usher_sandbox_html_put (html, "<button type=\"submit\">%s</button>\n</form>\n", label);
}

/**
 * usher_sandbox_view_other:
 * @walk: the walk
 * @html: the page
 * @action: what it does
 * @label: what it is called
 *
 * Adds a button for another way.
 */
void
usher_sandbox_view_other (UsherSandboxWalk *walk, GString *html, const char *action, const char *label)
{
  usher_sandbox_view_form (walk, html, action);
  if (g_str_equal (action, "email"))
    usher_sandbox_html_put (html, "<input type=\"hidden\" name=\"email\" value=\"%s\">\n",
                            walk->visit->asked_email);
  usher_sandbox_html_put (html, "<button class=\"other\" type=\"submit\">%s</button>\n</form>\n", label);
}

static void
put_purpose (UsherSandboxWalk *walk, GString *html)
{
  if (walk->connection != 0)
    usher_sandbox_html_put (html, "<p>%s asks you to renew the access to your account at %s.</p>\n",
                            walk->company_name, walk->connection_name);
  else
    usher_sandbox_html_put (html, "<p>%s asks you to connect a utility account.</p>\n",
                            walk->company_name);
}

static GString *
view_email (UsherSandboxWalk *walk)
{
  GString *html = usher_sandbox_view_begin (walk, 1, "Verify your email address");
  UsherSandboxField email = {
    .name = "email",
    .label = "Email address",
    .hint = "The address at which you were invited. We send it a code.",
    .type = "email",
    .autocomplete = "email",
    .value = usher_sandbox_walk_get_field (walk, "email"),
    .message = usher_sandbox_view_get_message (walk, "email"),
  };

  put_purpose (walk, html);
  usher_sandbox_view_form (walk, html, "email");
  usher_sandbox_html_field (html, &email);
  usher_sandbox_view_button (html, "Send Code");
  return html;
}

static GString *
view_code (UsherSandboxWalk *walk)
{
  GString *html = usher_sandbox_view_begin (walk, 1, "Enter the code");
  UsherSandboxField code = {
    .name = "code",
    .label = "Code from the message",
    .hint = "Six digits. It works for 10 minutes.",
    .type = "text",
    .autocomplete = "one-time-code",
    .message = usher_sandbox_view_get_message (walk, "code"),
    .is_number = TRUE,
  };

  usher_sandbox_html_put (html, "<p>We sent a message to %s.</p>\n", walk->visit->asked_email);
  if (walk->brand_name == NULL)
    usher_sandbox_html_put (html, "<p class=\"notice\">This is a sandbox, and no mail leaves this machine. The "
                                  "message is in <a href=\"/outbox\" target=\"_blank\" rel=\"noopener\">the "
                                  "outbox</a>, which opens in another tab.</p>\n");
  usher_sandbox_view_form (walk, html, "code");
  usher_sandbox_html_field (html, &code);
  usher_sandbox_view_button (html, "Continue");
  usher_sandbox_view_other (walk, html, "email", "Send a New Code");
  usher_sandbox_view_other (walk, html, "other-email", "Use Another Address");
  return html;
}

/* Only where it does not break the brand: who tries the sandbox needs to know what it takes. */
static void
put_test_values (UsherSandboxWalk *walk, GString *html, gboolean is_code)
{
  if (walk->brand_name != NULL)
    return;
  if (is_code)
    usher_sandbox_html_put (html,
                            "<p class=\"notice\">This is a sandbox, and no utility is asked. The code "
                            "is always <code>" USHER_SANDBOX_TEST_CODE "</code>.</p>\n");
  else
    usher_sandbox_html_put (html,
                            "<div class=\"notice\"><p>This is a sandbox, and no utility is asked. Do not "
                            "enter a real password: these are right, and everything else is wrong.</p>\n"
                            "<dl><dt>User name</dt><dd><code>" USHER_SANDBOX_TEST_USERNAME "</code></dd>"
                            "<dt>Password</dt><dd><code>" USHER_SANDBOX_TEST_PASSWORD
                            "</code></dd></dl></div>\n");
}

static GString *
view_sign_in (UsherSandboxWalk *walk)
{
  const char *provider = walk->connection != 0 ? walk->connection_name : walk->visit->provider_name;
  g_autofree char *title = g_strdup_printf ("Sign in to %s", provider);
  GString *html = usher_sandbox_view_begin (walk, 3, title);
  const char *typed = usher_sandbox_walk_get_field (walk, "username");
  UsherSandboxField username = {
    .name = "username",
    .label = "User name",
    .type = "text",
    .autocomplete = "username",
    .value = typed != NULL ? typed : walk->visit->username,
    .message = usher_sandbox_view_get_message (walk, "username"),
  };
  /* Never with a value: a password is not sent back. */
  UsherSandboxField password = {
    .name = "password",
    .label = "Password",
    .type = "password",
    .autocomplete = "current-password",
    .message = usher_sandbox_view_get_message (walk, "password"),
  };

  if (walk->connection != 0)
    put_purpose (walk, html);
  usher_sandbox_html_put (html,
                          "<p>Use the user name and password of your account at the utility. %s does "
                          "not see them.</p>\n",
                          walk->company_name);
  put_test_values (walk, html, FALSE);
  usher_sandbox_view_form (walk, html, "sign-in");
  usher_sandbox_html_field (html, &username);
  usher_sandbox_html_field (html, &password);
  usher_sandbox_view_button (html, "Sign In");
  if (walk->connection == 0)
    usher_sandbox_view_other (walk, html, "other-provider", "Choose Another Provider");
  return html;
}

static void
put_mfa_code (UsherSandboxWalk *walk, GString *html, gboolean is_optional)
{
  UsherSandboxField code = {
    .name = "code",
    .label = "Code from the utility",
    .hint = "Six digits, from a message or an app.",
    .type = "text",
    .autocomplete = "one-time-code",
    .message = usher_sandbox_view_get_message (walk, "code"),
    .is_number = TRUE,
    .is_optional = is_optional,
  };

  usher_sandbox_html_field (html, &code);
}

static GString *
view_mfa (UsherSandboxWalk *walk)
{
  GString *html = usher_sandbox_view_begin (walk, 3, "Enter the utility’s code");

  usher_sandbox_html_put (html, "<p>%s has sent you a code, to make sure that it is you.</p>\n",
                          walk->connection != 0 ? walk->connection_name : walk->visit->provider_name);
  put_test_values (walk, html, TRUE);
  usher_sandbox_view_form (walk, html, "mfa");
  put_mfa_code (walk, html, FALSE);
  usher_sandbox_view_button (html, "Continue");
  return html;
}

static GString *
view_mfa_setup (UsherSandboxWalk *walk)
{
  GString *html = usher_sandbox_view_begin (walk, 0, "Set up verification codes again");
  const char *chosen = usher_sandbox_walk_get_field (walk, "mfa");

  put_purpose (walk, html);
  usher_sandbox_html_put (html,
                          "<p>%s asks for a code when somebody signs in, and the set-up for that has "
                          "expired. Nothing else needs to change.</p>\n",
                          walk->connection_name);
  put_test_values (walk, html, TRUE);
  usher_sandbox_view_form (walk, html, "mfa-setup");
  usher_sandbox_html_put (html, "<fieldset>\n<legend>Does the utility still ask for codes?</legend>\n");
  usher_sandbox_html_choice (html, "radio", "mfa", "code", "Yes, here is a new one", NULL,
                             g_strcmp0 (chosen, "off") != 0);
  put_mfa_code (walk, html, TRUE);
  usher_sandbox_html_choice (html, "radio", "mfa", "off", "No, codes are switched off for this account",
                             NULL, g_strcmp0 (chosen, "off") == 0);
  usher_sandbox_html_put (html, "</fieldset>\n");
  usher_sandbox_view_button (html, "Continue");
  usher_sandbox_view_other (walk, html, "sign-in-instead", "Sign In with a Password Instead");
  return html;
}

/**
 * usher_sandbox_view_step:
 * @walk: the walk
 * @answer: the answer
 * @status: of a page that has a form
 * @error: return location for an error of the database
 *
 * Answers with the page of the step at which the visit stands.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_view_step (UsherSandboxWalk *walk, UsherSandboxAnswer *answer, guint status, GError **error)
{
  GString *html = NULL;
  gboolean ok = TRUE;

  switch (walk->step)
    {
    case USHER_SANDBOX_STEP_EMAIL:
      html = view_email (walk);
      break;
    case USHER_SANDBOX_STEP_CODE:
      html = view_code (walk);
      break;
    case USHER_SANDBOX_STEP_PROVIDER:
      ok = usher_sandbox_view_provider (walk, &html, error);
      break;
    case USHER_SANDBOX_STEP_MFA_SETUP:
      html = view_mfa_setup (walk);
      break;
    case USHER_SANDBOX_STEP_SIGN_IN:
      html = view_sign_in (walk);
      break;
    case USHER_SANDBOX_STEP_MFA:
      html = view_mfa (walk);
      break;
    case USHER_SANDBOX_STEP_SITES:
      ok = usher_sandbox_view_sites (walk, &html, error);
      break;
    case USHER_SANDBOX_STEP_THANKS:
      ok = usher_sandbox_view_thanks (walk, &html, error);
      break;
    case USHER_SANDBOX_STEP_END:
    case USHER_SANDBOX_STEP_LOCKED:
    default:
      usher_sandbox_view_end (walk, answer);
      return TRUE;
    }
  if (ok)
    usher_sandbox_layout_answer (walk->sandbox, walk, answer, status, html);
  else if (html != NULL)
    g_string_free (html, TRUE);
  return ok;
}
