/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Is what a client sends allowed (contract 3.3, 3.4, 5)? Messages are worded as Django REST
 * framework words its own. Everything is checked, so that a form can show all that is wrong. Main
 * thread. */

#include "sandbox/usher-sandbox-validate.h"

#include <string.h>

#include "sandbox/usher-sandbox-http.h"

#define MAX_EMAIL_BYTES 254
#define MAX_URL_BYTES 2000
/* What a Django integer field takes. The API documents no upper bounds. */
#define MAX_INTEGER G_MAXINT32

static const char * const utility_types[] = { "ELECTRICITY", "GAS",   "WATER",         "WASTE",     "FUEL", "SOLAR",
                                              "SEWER",       "STEAM", "CHILLED_WATER", "HOT_WATER", NULL };
static const char * const invitation_statuses[] = { "ACTIVE", "EXPIRED", "REVOKED", "FULFILLED", NULL };
static const char * const connection_statuses[] = { "PENDING", "UNDER_INVESTIGATION", "CONNECTED", "MFA_TOKEN_EXPIRED",
                                                    "PASSWORD_INCORRECT", "NEW_PASSWORD_NEEDED",
                                                    "ADDITIONAL_CREDENTIALS_NEEDED", "WEBSITE_DOWN",
                                                    "NO_ACCOUNTS_FOUND", "OTHER_ERROR", "COMPANY_INACTIVE",
                                                    "URL_INACCESSIBLE", NULL };

/**
 * usher_sandbox_input_free:
 * @input: (transfer full): what was asked for
 */
void
usher_sandbox_input_free (UsherSandboxInput *input)
{
  g_strfreev (input->emails);
  g_free (input->prefill);
  g_free (input);
}

/**
 * usher_sandbox_is_uuid:
 * @text: (nullable): anything
 *
 * Returns: whether it is a UUID in its canonical form, in either case
 */
gboolean
usher_sandbox_is_uuid (const char *text)
{
  return text != NULL && g_uuid_string_is_valid (text);
}

/**
 * usher_sandbox_is_invitation_status:
 * @text: (nullable): anything
 *
 * Returns: whether it is one of the four of contract 3.2
 */
gboolean
usher_sandbox_is_invitation_status (const char *text)
{
  return text != NULL && g_strv_contains (invitation_statuses, text);
}

/**
 * usher_sandbox_is_connection_status:
 * @text: (nullable): anything
 *
 * Returns: whether it is one of the twelve of contract 5.3
 */
gboolean
usher_sandbox_is_connection_status (const char *text)
{
  return text != NULL && g_strv_contains (connection_statuses, text);
}

/**
 * usher_sandbox_is_email:
 * @text: (nullable): anything
 *
 * Checks an address roughly as Django does, but lets letters of every script through (RFC 6531).
 *
 * Returns: whether it looks like an address
 */
gboolean
usher_sandbox_is_email (const char *text)
{
  const char *at = text != NULL ? strrchr (text, '@') : NULL;
  g_auto (GStrv) labels = NULL;

  if (at == NULL || at == text || strlen (text) > MAX_EMAIL_BYTES)
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isgraph (c) || g_unichar_type (c) == G_UNICODE_FORMAT)
        return FALSE;
      if (p < at && c < 0x80 && strchr ("\"(),:;<>@[\\]", (int) c) != NULL)
        return FALSE;
      if (p > at && c < 0x80 && !g_ascii_isalnum ((char) c) && c != '-' && c != '.')
        return FALSE;
    }
  if (*text == '.' || at[-1] == '.' || g_strstr_len (text, at - text, "..") != NULL)
    return FALSE;
  labels = g_strsplit (at + 1, ".", -1);
  for (gsize i = 0; labels[i] != NULL; i++)
    if (*labels[i] == '\0' || *labels[i] == '-' || g_str_has_suffix (labels[i], "-"))
      return FALSE;
  return g_strv_length (labels) >= 2;
}

static gboolean
is_web_url (const char *text)
{
  g_autoptr (GUri) uri = NULL;
  const char *scheme;

  if (strlen (text) > MAX_URL_BYTES)
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isgraph (g_utf8_get_char (p)))
      return FALSE;
  uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return FALSE;
  scheme = g_uri_get_scheme (uri);
  return g_str_equal (scheme, "http") || g_str_equal (scheme, "https");
}

static gboolean
is_date (const char *text)
{
  static const char pattern[] = "dddd-dd-dd";
  guint year, month, day;

  if (strlen (text) != strlen (pattern))
    return FALSE;
  for (gsize i = 0; pattern[i] != '\0'; i++)
    if (pattern[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != pattern[i])
      return FALSE;
  year = g_ascii_strtoull (text, NULL, 10);
  month = g_ascii_strtoull (text + 5, NULL, 10);
  day = g_ascii_strtoull (text + 8, NULL, 10);
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && g_date_valid_dmy (day, month, year);
}

/* The text of a member; NULL if it is missing, or refused for not being a text. */
static const char *
get_text (JsonObject *object, const char *member, const char *field, JsonObject *errors)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_NULL (node))
    usher_sandbox_refuse (errors, field, "This field may not be null.");
  else if (json_node_get_value_type (node) != G_TYPE_STRING)
    usher_sandbox_refuse (errors, field, "Not a valid string.");
  else if (*json_node_get_string (node) == '\0')
    usher_sandbox_refuse (errors, field, "This field may not be blank.");
  else
    return json_node_get_string (node);
  return NULL;
}

static gint64
get_integer (JsonObject *object, const char *member, gint64 minimum, JsonObject *errors)
{
  JsonNode *node = json_object_get_member (object, member);
  gint64 value;

  if (node == NULL)
    return 0;
  if (JSON_NODE_HOLDS_NULL (node))
    usher_sandbox_refuse (errors, member, "This field may not be null.");
  else if (json_node_get_value_type (node) != G_TYPE_INT64)
    usher_sandbox_refuse (errors, member, "A valid integer is required.");
  else if ((value = json_node_get_int (node)) < minimum)
    usher_sandbox_refuse (errors, member,
                          "Ensure this value is greater than or equal to %" G_GINT64_FORMAT ".", minimum);
  else if (value > MAX_INTEGER)
    usher_sandbox_refuse (
        errors, member, "Ensure this value is less than or equal to %d.", MAX_INTEGER);
  else
    return value;
  return 0;
}

static gboolean
get_boolean (JsonObject *object, const char *member, JsonObject *errors)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL)
    return FALSE;
  if (JSON_NODE_HOLDS_NULL (node))
    usher_sandbox_refuse (errors, member, "This field may not be null.");
  else if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    usher_sandbox_refuse (errors, member, "Must be a valid boolean.");
  else
    return json_node_get_boolean (node);
  return FALSE;
}

/* The list of a member; NULL if it is missing, or refused for not being a list. */
static JsonArray *
get_list (JsonObject *object, const char *member, const char *field, JsonObject *errors)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);
  if (JSON_NODE_HOLDS_NULL (node))
    usher_sandbox_refuse (errors, field, "This field may not be null.");
  else
    usher_sandbox_refuse (errors, field, "Expected a list of items.");
  return NULL;
}

/* A text of a list; NULL if it is refused. */
static const char *
get_item (JsonArray *array, guint i, const char *field, JsonObject *errors)
{
  JsonNode *node = json_array_get_element (array, i);

  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);
  usher_sandbox_refuse (errors, field, "Item %u: Not a valid string.", i + 1);
  return NULL;
}

/* Contract 13.14: trimmed, compared without regard to case, kept as typed. */
static char **
check_emails (JsonObject *body, JsonObject *errors)
{
  g_autoptr (GStrvBuilder) emails = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *array = get_list (body, "allowedEmails", "allowedEmails", errors);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *item = get_item (array, i, "allowedEmails", errors);
      g_autofree char *email = g_strdup (item);

      if (email == NULL)
        continue;
      g_strstrip (email);
      if (*email == '\0')
        usher_sandbox_refuse (errors, "allowedEmails", "Item %u: This field may not be blank.", i + 1);
      else if (!usher_sandbox_is_email (email))
        usher_sandbox_refuse (errors, "allowedEmails", "Item %u: Enter a valid email address.", i + 1);
      else if (g_hash_table_add (seen, g_utf8_casefold (email, -1)))
        g_strv_builder_add (emails, email);
    }
  return g_strv_builder_end (emails);
}

/* 1: a site of the company; 0: not; -1: error */
static int
is_site_of_company (UsherSandbox *sandbox, const char *id, gint64 company, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (UsherSandboxStatement) statement =
    usher_sandbox_db_query (sandbox->db, &local, "SELECT 1 FROM site WHERE id = ? AND company = ?", "si",
                            id, company);

  if (statement != NULL && usher_sandbox_statement_step (statement, &local))
    return 1;
  if (local == NULL)
    return 0;
  g_propagate_error (error, g_steal_pointer (&local));
  return -1;
}

static gboolean
check_sites (UsherSandbox *sandbox, JsonObject *prefill, gint64 company, JsonObject *result,
             JsonObject *errors, GError **error)
{
  static const char field[] = "prefill.initialSites";
  JsonArray *array = get_list (prefill, "initialSites", field, errors);
  JsonArray *sites;

  if (array == NULL)
    return TRUE;
  sites = json_array_new ();
  json_object_set_array_member (result, "initialSites", sites);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *item = get_item (array, i, field, errors);
      g_autofree char *id = NULL;
      int known;

      if (item == NULL)
        continue;
      if (!usher_sandbox_is_uuid (item))
        {
          usher_sandbox_refuse (errors, field, "Item %u: Must be a valid UUID.", i + 1);
          continue;
        }
      id = g_ascii_strdown (item, -1);
      known = is_site_of_company (sandbox, id, company, error);
      if (known < 0)
        return FALSE;
      if (known == 0)
        usher_sandbox_refuse (errors, field, "Item %u: This company has no such site.", i + 1);
      else
        json_array_add_string_element (sites, id);
    }
  return TRUE;
}

static void
check_utility_types (JsonObject *prefill, JsonObject *result, JsonObject *errors)
{
  static const char field[] = "prefill.utilityTypes";
  JsonArray *array = get_list (prefill, "utilityTypes", field, errors);
  JsonArray *types;

  if (array == NULL)
    return;
  types = json_array_new ();
  json_object_set_array_member (result, "utilityTypes", types);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *item = get_item (array, i, field, errors);

      if (item != NULL && !g_strv_contains (utility_types, item))
        usher_sandbox_refuse (errors, field, "Item %u: This is not a valid choice.", i + 1);
      else if (item != NULL)
        json_array_add_string_element (types, item);
    }
}

static void
check_prefill_texts (JsonObject *prefill, JsonObject *result, JsonObject *errors)
{
  const char *text;

  text = get_text (prefill, "url", "prefill.url", errors);
  if (text != NULL && !is_web_url (text))
    usher_sandbox_refuse (errors, "prefill.url", "Enter a valid URL.");
  else if (text != NULL)
    json_object_set_string_member (result, "url", text);

  text = get_text (prefill, "datasourceId", "prefill.datasourceId", errors);
  if (text != NULL && !usher_sandbox_is_uuid (text))
    usher_sandbox_refuse (errors, "prefill.datasourceId", "Must be a valid UUID.");
  else if (text != NULL)
    json_object_set_string_member (result, "datasourceId", text);

  text = get_text (prefill, "country", "prefill.country", errors);
  if (text != NULL
      && (strlen (text) != 2 || !g_ascii_isalpha (text[0]) || !g_ascii_isalpha (text[1])))
    usher_sandbox_refuse (errors, "prefill.country", "Enter a two-letter country code.");
  else if (text != NULL)
    {
      g_autofree char *country = g_ascii_strup (text, -1);

      json_object_set_string_member (result, "country", country);
    }

  text = get_text (prefill, "connectionOwnerEmail", "prefill.connectionOwnerEmail", errors);
  if (text != NULL && !usher_sandbox_is_email (text))
    usher_sandbox_refuse (errors, "prefill.connectionOwnerEmail", "Enter a valid email address.");
  else if (text != NULL)
    json_object_set_string_member (result, "connectionOwnerEmail", text);

  text = get_text (prefill, "dataCollectionStartDate", "prefill.dataCollectionStartDate", errors);
  if (text != NULL && !is_date (text))
    usher_sandbox_refuse (errors, "prefill.dataCollectionStartDate",
                          "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.");
  else if (text != NULL)
    json_object_set_string_member (result, "dataCollectionStartDate", text);
}

static gboolean
check_prefill (UsherSandbox *sandbox, JsonObject *body, gint64 company, JsonObject *result,
               JsonObject *errors, GError **error)
{
  JsonNode *node = json_object_get_member (body, "prefill");
  JsonObject *prefill;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      usher_sandbox_refuse (errors, "prefill",
                            JSON_NODE_HOLDS_NULL (node) ? "This field may not be null."
                                                        : "Invalid data. Expected a dictionary.");
      return TRUE;
    }
  prefill = json_node_get_object (node);
  check_prefill_texts (prefill, result, errors);
  check_utility_types (prefill, result, errors);
  return check_sites (sandbox, prefill, company, result, errors, error);
}

/**
 * usher_sandbox_validate_create:
 * @sandbox: the service
 * @body: what the client sent
 * @company: key of the company whose sites may be named
 * @with_prefill: whether `prefill` is a field: contributor invitations only (contract 3.4)
 * @errors: gets a message for each field that is refused
 * @error: return location for an error of the database
 *
 * Checks the body of a create request. Members that the API does not know are left alone, as
 * Django REST framework does.
 *
 * Returns: (transfer full) (nullable): what was asked for; of use only if @errors is empty
 */
UsherSandboxInput *
usher_sandbox_validate_create (UsherSandbox *sandbox, JsonObject *body, gint64 company,
                               gboolean with_prefill, JsonObject *errors, GError **error)
{
  g_autoptr (UsherSandboxInput) input = g_new0 (UsherSandboxInput, 1);
  g_autoptr (JsonObject) prefill = json_object_new ();
  g_autoptr (JsonNode) node = json_node_alloc ();

  input->emails = check_emails (body, errors);
  input->expires_in = get_integer (body, "expiresInSeconds", 60, errors);
  input->max_uses = get_integer (body, "maxUses", 1, errors);
  input->send_email = get_boolean (body, "sendEmail", errors);
  if (with_prefill && !check_prefill (sandbox, body, company, prefill, errors, error))
    return NULL;
  json_node_init_object (node, prefill);
  input->prefill = json_to_string (node, FALSE);
  return g_steal_pointer (&input);
}
