/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a recipient stands: worked out from the invitation and the visit on every request, so that
 * closing the page loses nothing and what happens meanwhile (revoked, expired, used up) shows at
 * once. Main thread. */

#include "sandbox/usher-sandbox-walk.h"

#include <string.h>

#include "sandbox/usher-sandbox-code.h"
#include "sandbox/usher-sandbox-link.h"

#define COOKIE "visit"

void
usher_sandbox_walk_free (UsherSandboxWalk *walk)
{
  g_free (walk->id);
  g_free (walk->status);
  g_free (walk->company_name);
  g_free (walk->company_start);
  g_free (walk->brand_name);
  g_free (walk->brand_color);
  g_free (walk->brand_logo);
  g_clear_pointer (&walk->emails, json_node_unref);
  g_clear_pointer (&walk->prefill, json_node_unref);
  g_free (walk->connection_name);
  g_free (walk->connection_url);
  g_free (walk->connection_status);
  g_free (walk->mailed_to);
  g_clear_pointer (&walk->visit, usher_sandbox_visit_free);
  g_clear_pointer (&walk->fields, g_hash_table_unref);
  g_free (walk->message);
  g_free (walk);
}

/* The value of this service's cookie (RFC 6265). */
static char *
dup_cookie (SoupMessageHeaders *headers)
{
  const char *all = soup_message_headers_get_list (headers, "Cookie");
  g_auto (GStrv) pairs = g_strsplit (all != NULL ? all : "", ";", 50);

  for (gsize i = 0; pairs[i] != NULL; i++)
    if (g_str_has_prefix (g_strstrip (pairs[i]), COOKIE "="))
      return g_strdup (pairs[i] + strlen (COOKIE "="));
  return NULL;
}

static JsonNode *
parse (const char *text, JsonNodeType type)
{
  g_autoptr (JsonNode) node = json_from_string (text != NULL ? text : "", NULL);

  if (node != NULL && JSON_NODE_TYPE (node) == type)
    return g_steal_pointer (&node);
  return json_from_string (type == JSON_NODE_ARRAY ? "[]" : "{}", NULL);
}

static void
read_invitation (UsherSandboxWalk *walk, UsherSandboxStatement *row)
{
  walk->id = g_strdup (usher_sandbox_statement_get_text (row, 0));
  walk->status = g_strdup (usher_sandbox_statement_get_text (row, 1));
  walk->emails = parse (usher_sandbox_statement_get_text (row, 2), JSON_NODE_ARRAY);
  walk->prefill = parse (usher_sandbox_statement_get_text (row, 3), JSON_NODE_OBJECT);
  walk->company = sqlite3_column_int64 (row, 4);
  walk->company_name = g_strdup (usher_sandbox_statement_get_text (row, 5));
  walk->company_start = g_strdup (usher_sandbox_statement_get_text (row, 6));
  walk->brand_name = g_strdup (usher_sandbox_statement_get_text (row, 7));
  walk->brand_color = g_strdup (usher_sandbox_statement_get_text (row, 8));
  walk->brand_logo = g_strdup (usher_sandbox_statement_get_text (row, 9));
  walk->connection = sqlite3_column_int64 (row, 10);
  walk->connection_name = g_strdup (usher_sandbox_statement_get_text (row, 11));
  walk->connection_url = g_strdup (usher_sandbox_statement_get_text (row, 12));
  walk->connection_status = g_strdup (usher_sandbox_statement_get_text (row, 13));
  walk->connection_needs_mfa = sqlite3_column_int (row, 14) != 0;
}

/**
 * usher_sandbox_walk_load:
 * @sandbox: the service
 * @request: a request for a link
 * @error: return location for an error of the database
 *
 * Reads what a link leads to, and whose visit it is.
 *
 * Returns: (transfer full) (nullable): where its reader stands; %NULL with @error unset if there is
 *   no such link
 */
UsherSandboxWalk *
usher_sandbox_walk_load (UsherSandbox *sandbox, const UsherSandboxRequest *request, GError **error)
{
  g_autoptr (UsherSandboxWalk) walk = g_new0 (UsherSandboxWalk, 1);
  g_autoptr (GError) local = NULL;
  g_autofree char *cookie = dup_cookie (request->headers);

  walk->sandbox = sandbox;
  walk->request = request;
  if (!usher_sandbox_link_find (sandbox, request->argument, &walk->invitation, &walk->mailed_to, error)
      || walk->invitation == 0)
    return NULL;
  {
    g_autoptr (UsherSandboxStatement) row = usher_sandbox_db_query (
      sandbox->db, &local,
      "SELECT i.id, i.status, i.allowed_emails, i.prefill, c.key, c.name, c.start_date,"
      " c.brand_name, c.brand_color, c.brand_logo, coalesce (n.key, 0), n.datasource_name,"
      " n.datasource_url, n.status, coalesce (p.needs_mfa, 0) FROM invitation i"
      " JOIN company c ON c.key = i.company LEFT JOIN connection n ON n.key = i.connection"
      " LEFT JOIN provider p ON p.url = n.datasource_url WHERE i.key = ?",
      "i", walk->invitation);

    if (row != NULL && usher_sandbox_statement_step (row, &local))
      read_invitation (walk, row);
  }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  walk->visit = usher_sandbox_visit_load (sandbox, walk->invitation, cookie, error);
  if (walk->visit == NULL)
    return NULL;
  if (walk->mailed_to != NULL && walk->visit->email == NULL)
    walk->visit->email = g_strdup (walk->mailed_to);
  if (!usher_sandbox_walk_settle (walk, error))
    return NULL;
  return g_steal_pointer (&walk);
}

/* Somebody who has to prove an address: have they asked for a code that can still be typed? */
static gboolean
settle_email (UsherSandboxWalk *walk, GError **error)
{
  walk->step = USHER_SANDBOX_STEP_EMAIL;
  if (walk->visit->asked_email == NULL)
    return TRUE;
  switch (usher_sandbox_code_look (walk->sandbox, walk->invitation, walk->visit->asked_email, error))
    {
    case USHER_SANDBOX_CODE_FAILED:
      return FALSE;
    case USHER_SANDBOX_CODE_LOCKED:
      walk->step = USHER_SANDBOX_STEP_LOCKED;
      return TRUE;
    case USHER_SANDBOX_CODE_DONE:
      walk->step = USHER_SANDBOX_STEP_CODE;
      return TRUE;
    case USHER_SANDBOX_CODE_WRONG:
    case USHER_SANDBOX_CODE_OLD:
    default:
      return TRUE;
    }
}

/**
 * usher_sandbox_walk_settle:
 * @walk: the walk, whose visit may have changed
 * @error: return location for an error of the database
 *
 * Finds the step at which somebody stands.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_walk_settle (UsherSandboxWalk *walk, GError **error)
{
  const UsherSandboxVisit *visit = walk->visit;

  /* Who has finished sees what has come of it, whatever became of the invitation. */
  if (visit->connection != 0)
    walk->step = USHER_SANDBOX_STEP_THANKS;
  else if (!g_str_equal (walk->status, "ACTIVE"))
    walk->step = USHER_SANDBOX_STEP_END;
  else if (usher_sandbox_walk_has_emails (walk) && visit->email == NULL)
    return settle_email (walk, error);
  else if (usher_sandbox_now (walk->sandbox) < visit->locked_until)
    walk->step = USHER_SANDBOX_STEP_LOCKED;
  else if (walk->connection == 0 && visit->provider_name == NULL)
    walk->step = USHER_SANDBOX_STEP_PROVIDER;
  else if (visit->outcome == NULL && walk->connection != 0 && !visit->has_chosen
           && g_strcmp0 (walk->connection_status, "MFA_TOKEN_EXPIRED") == 0)
    walk->step = USHER_SANDBOX_STEP_MFA_SETUP;
  else if (visit->outcome == NULL)
    walk->step = USHER_SANDBOX_STEP_SIGN_IN;
  else if (visit->needs_mfa)
    walk->step = USHER_SANDBOX_STEP_MFA;
  else
    /* A repaired connection keeps its sites. */
    walk->step = walk->connection == 0 ? USHER_SANDBOX_STEP_SITES : USHER_SANDBOX_STEP_SIGN_IN;
  return TRUE;
}

/**
 * usher_sandbox_walk_get_prefill:
 * @walk: the walk
 * @name: a member
 *
 * Returns: (transfer none) (nullable): its text
 */
const char *
usher_sandbox_walk_get_prefill (UsherSandboxWalk *walk, const char *name)
{
  JsonNode *node = json_object_get_member (json_node_get_object (walk->prefill), name);
  const char *text = node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
                       ? json_node_get_string (node)
                       : NULL;

  return text != NULL && *text != '\0' ? text : NULL;
}

static JsonArray *
get_list (UsherSandboxWalk *walk, const char *name)
{
  JsonNode *node = json_object_get_member (json_node_get_object (walk->prefill), name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static const char *
get_text (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

/**
 * usher_sandbox_walk_has_list:
 * @walk: the walk
 * @name: a member
 *
 * Returns: whether the prefill has a list of that name with anything in it
 */
gboolean
usher_sandbox_walk_has_list (UsherSandboxWalk *walk, const char *name)
{
  JsonArray *array = get_list (walk, name);

  return array != NULL && json_array_get_length (array) > 0;
}

/**
 * usher_sandbox_walk_is_prefilled:
 * @walk: the walk
 * @name: a member that is a list
 * @text: a text
 *
 * Returns: whether the list has the text
 */
gboolean
usher_sandbox_walk_is_prefilled (UsherSandboxWalk *walk, const char *name, const char *text)
{
  JsonArray *array = get_list (walk, name);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (g_strcmp0 (get_text (array, i), text) == 0)
      return TRUE;
  return FALSE;
}

/**
 * usher_sandbox_walk_has_emails:
 * @walk: the walk
 *
 * Returns: whether there is an allow-list
 */
gboolean
usher_sandbox_walk_has_emails (UsherSandboxWalk *walk)
{
  return json_array_get_length (json_node_get_array (walk->emails)) > 0;
}

/**
 * usher_sandbox_walk_find_email:
 * @walk: the walk
 * @email: what was typed
 *
 * Looks for an address on the allow-list, whatever its case (contract 13.14).
 *
 * Returns: (transfer none) (nullable): the address as the sender wrote it
 */
const char *
usher_sandbox_walk_find_email (UsherSandboxWalk *walk, const char *email)
{
  JsonArray *array = json_node_get_array (walk->emails);
  g_autofree char *wanted = g_utf8_casefold (email, -1);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *allowed = get_text (array, i);
      g_autofree char *folded = allowed != NULL ? g_utf8_casefold (allowed, -1) : NULL;

      if (g_strcmp0 (folded, wanted) == 0)
        return allowed;
    }
  return NULL;
}

/**
 * usher_sandbox_walk_get_field:
 * @walk: the walk
 * @name: a field
 *
 * Returns: (transfer none) (nullable): the last value that was sent
 */
const char *
usher_sandbox_walk_get_field (UsherSandboxWalk *walk, const char *name)
{
  GPtrArray *values = walk->fields != NULL ? g_hash_table_lookup (walk->fields, name) : NULL;

  return values != NULL ? values->pdata[values->len - 1] : NULL;
}

/**
 * usher_sandbox_walk_is_sent:
 * @walk: the walk
 * @name: a field of which there may be several
 * @value: a value
 *
 * Returns: whether the value was sent
 */
gboolean
usher_sandbox_walk_is_sent (UsherSandboxWalk *walk, const char *name, const char *value)
{
  GPtrArray *values = walk->fields != NULL ? g_hash_table_lookup (walk->fields, name) : NULL;

  for (guint i = 0; values != NULL && i < values->len; i++)
    if (g_str_equal (values->pdata[i], value))
      return TRUE;
  return FALSE;
}

/**
 * usher_sandbox_walk_seal_form:
 * @walk: the walk
 * @action: what the form does
 *
 * Makes what a form carries, to prove that it came from this visit's own page.
 *
 * Returns: (transfer full): the seal
 */
char *
usher_sandbox_walk_seal_form (UsherSandboxWalk *walk, const char *action)
{
  return usher_sandbox_link_seal (walk->sandbox, "form", walk->visit->secret, walk->id, action, NULL);
}
