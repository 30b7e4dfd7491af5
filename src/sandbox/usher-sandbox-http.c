/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What endpoints answer with, apart from how it goes over the wire. Main thread. */

#include "sandbox/usher-sandbox-http.h"

#include "sandbox/usher-sandbox-json-writer.h"
#include "sandbox/usher-sandbox-rules.h"

#define JSON_TYPE "application/json"
#define HTML_TYPE "text/html; charset=utf-8"

static void
take_body (UsherSandboxAnswer *answer, guint status, const char *content_type, char *body)
{
  g_free (answer->body);
  answer->status = status;
  answer->content_type = content_type;
  answer->body = body;
}

/**
 * usher_sandbox_answer_json:
 * @answer: the answer
 * @status: its HTTP status
 * @json: what has been built
 *
 * Answers with JSON.
 */
void
usher_sandbox_answer_json (UsherSandboxAnswer *answer, guint status, UsherSandboxJson *json)
{
  take_body (answer, status, JSON_TYPE, usher_sandbox_json_print (json));
}

/**
 * usher_sandbox_answer_html:
 * @answer: the answer
 * @status: its HTTP status
 * @html: (transfer full): a page, in which everything from outside is escaped
 *
 * Answers with a page.
 */
void
usher_sandbox_answer_html (UsherSandboxAnswer *answer, guint status, char *html)
{
  take_body (answer, status, HTML_TYPE, html);
}

/**
 * usher_sandbox_answer_detail:
 * @answer: the answer
 * @status: its HTTP status
 * @detail: what went wrong, in English, as the API speaks
 *
 * Answers with an error.
 */
void
usher_sandbox_answer_detail (UsherSandboxAnswer *answer, guint status, const char *detail)
{
  g_autoptr (UsherSandboxJson) json = usher_sandbox_json_new ();

  usher_sandbox_json_begin_object (json, NULL);
  usher_sandbox_json_add_string (json, "detail", detail);
  usher_sandbox_json_end_object (json);
  usher_sandbox_answer_json (answer, status, json);
}

/**
 * usher_sandbox_answer_error:
 * @answer: the answer
 * @error: what went wrong
 *
 * Answers with what a broken rule means to the client, or with a 5xx that tells nothing about
 * the inside; that goes to stderr.
 */
void
usher_sandbox_answer_error (UsherSandboxAnswer *answer, const GError *error)
{
  if (g_error_matches (error, USHER_SANDBOX_RULE_ERROR, USHER_SANDBOX_RULE_ERROR_UNKNOWN))
    usher_sandbox_answer_detail (answer, SOUP_STATUS_NOT_FOUND, error->message);
  else if (error->domain == USHER_SANDBOX_RULE_ERROR)
    usher_sandbox_answer_detail (answer, SOUP_STATUS_BAD_REQUEST, error->message);
  else
    {
      g_printerr ("usher-sandbox: %s\n", error->message);
      if (g_error_matches (error, USHER_SANDBOX_DB_ERROR, USHER_SANDBOX_DB_ERROR_FULL))
        usher_sandbox_answer_detail (answer, SOUP_STATUS_SERVICE_UNAVAILABLE,
                                     "The sandbox's disk is full; nothing was changed.");
      else
        usher_sandbox_answer_detail (answer, SOUP_STATUS_INTERNAL_SERVER_ERROR,
                                     "The sandbox failed; nothing was changed.");
    }
}

/**
 * usher_sandbox_answer_refuse:
 * @answer: the answer
 * @errors: a message list for each field
 *
 * Answers 400 in the form of Django REST framework, with a `detail` that names the fields.
 */
void
usher_sandbox_answer_refuse (UsherSandboxAnswer *answer, JsonObject *errors)
{
  g_autoptr (UsherSandboxJson) json = usher_sandbox_json_new ();
  g_autoptr (GString) detail = g_string_new ("The input was refused: see ");
  g_autoptr (GList) members = json_object_get_members (errors);

  for (GList *l = members; l != NULL; l = l->next)
    g_string_append_printf (detail, "%s%s", l == members ? "" : ", ", (const char *) l->data);
  g_string_append_c (detail, '.');
  usher_sandbox_json_begin_object (json, NULL);
  usher_sandbox_json_add_string (json, "detail", detail->str);
  for (GList *l = members; l != NULL; l = l->next)
    {
      g_autofree char *messages = json_to_string (json_object_get_member (errors, l->data), FALSE);

      usher_sandbox_json_add_text (json, l->data, messages);
    }
  usher_sandbox_json_end_object (json);
  usher_sandbox_answer_json (answer, SOUP_STATUS_BAD_REQUEST, json);
}

static void
add_message (JsonObject *errors, const char *field, const char *message)
{
  if (!json_object_has_member (errors, field))
    json_object_set_array_member (errors, field, json_array_new ());
  json_array_add_string_element (json_object_get_array_member (errors, field), message);
}

/**
 * usher_sandbox_refuse:
 * @errors: what has been found so far
 * @field: a member; after a dot, a member of that
 * @format: what is wrong, printf-like
 * @...: its arguments
 *
 * Notes that a field is refused.
 */
void
usher_sandbox_refuse (JsonObject *errors, const char *field, const char *format, ...)
{
  g_auto (GStrv) parts = g_strsplit (field, ".", 2);
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (parts[1] == NULL)
    {
      add_message (errors, field, message);
      return;
    }
  if (!json_object_has_member (errors, parts[0]))
    json_object_set_object_member (errors, parts[0], json_object_new ());
  add_message (json_object_get_object_member (errors, parts[0]), parts[1], message);
}
