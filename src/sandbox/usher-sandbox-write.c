/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The endpoints that change something: create, revoke, resend (contract 3.3, 3.4, 3.8, 3.9). What
 * they answer is on the disk. Main thread. */

#include "sandbox/usher-sandbox-write.h"

#include "sandbox/usher-sandbox-find.h"
#include "sandbox/usher-sandbox-json.h"
#include "sandbox/usher-sandbox-objects.h"
#include "sandbox/usher-sandbox-rules.h"
#include "sandbox/usher-sandbox-validate.h"

/* The object in the body; none at all is an empty one, since no field is required (contract 3.3).
 */
static JsonNode *
read_body (const UsherSandboxRequest *request, UsherSandboxAnswer *answer)
{
  gsize length;
  const char *data = g_bytes_get_data (request->body, &length);
  const char *type = soup_message_headers_get_content_type (request->headers, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (length == 0)
    {
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (node, json_object_new ());
      return g_steal_pointer (&node);
    }
  if (type == NULL || g_ascii_strcasecmp (type, "application/json") != 0)
    {
      usher_sandbox_answer_detail (answer, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE,
                                   "Unsupported media type: only application/json is taken.");
      return NULL;
    }
  node = usher_sandbox_json_parse (data, length, &error);
  if (node == NULL)
    {
      g_autofree char *detail = g_strdup_printf ("JSON parse error - %s.", error->message);

      usher_sandbox_answer_detail (answer, SOUP_STATUS_BAD_REQUEST, detail);
      return NULL;
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (JsonObject) errors = json_object_new ();

      usher_sandbox_refuse (errors, "non_field_errors", "Invalid data. Expected a dictionary.");
      usher_sandbox_answer_refuse (answer, errors);
      return NULL;
    }
  return g_steal_pointer (&node);
}

static void
answer_invitation (UsherSandbox *sandbox,
                   gint64 invitation,
                   guint status,
                   UsherSandboxAnswer *answer)
{
  g_autoptr (UsherSandboxJson) json = usher_sandbox_json_new ();
  g_autoptr (GError) error = NULL;

  if (usher_sandbox_write_invitation_by_key (sandbox, invitation, FALSE, json, &error))
    usher_sandbox_answer_json (answer, status, json);
  else
    usher_sandbox_answer_error (answer, error);
}

static void
create (UsherSandbox *sandbox,
        const UsherSandboxRequest *request,
        gint64 company,
        gint64 connection,
        UsherSandboxAnswer *answer)
{
  g_autoptr (JsonNode) body = read_body (request, answer);
  g_autoptr (JsonObject) errors = json_object_new ();
  g_autoptr (UsherSandboxInput) input = NULL;
  g_autoptr (GError) error = NULL;
  UsherSandboxDraft draft = { 0 };
  gint64 invitation;

  if (body == NULL)
    return;
  input = usher_sandbox_validate_create (
      sandbox, json_node_get_object (body), company, connection == 0, errors, &error);
  if (input == NULL)
    {
      usher_sandbox_answer_error (answer, error);
      return;
    }
  if (json_object_get_size (errors) > 0)
    {
      usher_sandbox_answer_refuse (answer, errors);
      return;
    }
  draft.company = company;
  draft.connection = connection;
  draft.emails = (const char * const *) input->emails;
  draft.expires_in = input->expires_in;
  draft.max_uses = input->max_uses;
  draft.send_email = input->send_email;
  draft.prefill = input->prefill;
  invitation = usher_sandbox_rules_create (sandbox, &draft, &error);
  if (invitation == 0)
    usher_sandbox_answer_error (answer, error);
  else
    answer_invitation (sandbox, invitation, SOUP_STATUS_CREATED, answer);
}

/**
 * usher_sandbox_write_contributor:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `POST /invitation/company/{company_id}`.
 */
void
usher_sandbox_write_contributor (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                                 UsherSandboxAnswer *answer)
{
  gint64 company;

  if (usher_sandbox_find_company (sandbox, request->argument, &company, answer))
    create (sandbox, request, company, 0, answer);
}

/**
 * usher_sandbox_write_reconnect:
 * @sandbox: the service
 * @request: the request
 * @answer: the answer
 *
 * `POST /invitation/connection/{connection_id}`.
 */
void
usher_sandbox_write_reconnect (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                               UsherSandboxAnswer *answer)
{
  gint64 connection, company;

  if (usher_sandbox_find_connection (sandbox, request->argument, &connection, &company, answer))
    create (sandbox, request, company, connection, answer);
}

/**
 * usher_sandbox_write_revoke:
 * @sandbox: the service
 * @request: the request; its body is not looked at
 * @answer: the answer
 *
 * `POST /invitation/{invitation_id}/revoke`.
 */
void
usher_sandbox_write_revoke (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                            UsherSandboxAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  gint64 invitation;

  if (!usher_sandbox_find_invitation (sandbox, request->argument, &invitation, answer))
    return;
  if (usher_sandbox_rules_revoke (sandbox, invitation, &error))
    answer_invitation (sandbox, invitation, SOUP_STATUS_OK, answer);
  else
    usher_sandbox_answer_error (answer, error);
}

/**
 * usher_sandbox_write_resend:
 * @sandbox: the service
 * @request: the request; its body is not looked at
 * @answer: the answer
 *
 * `POST /invitation/{invitation_id}/resend`.
 */
void
usher_sandbox_write_resend (UsherSandbox *sandbox, const UsherSandboxRequest *request,
                            UsherSandboxAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  gint64 invitation;

  if (!usher_sandbox_find_invitation (sandbox, request->argument, &invitation, answer))
    return;
  if (usher_sandbox_rules_resend (sandbox, invitation, &error))
    answer_invitation (sandbox, invitation, SOUP_STATUS_OK, answer);
  else
    usher_sandbox_answer_error (answer, error);
}
