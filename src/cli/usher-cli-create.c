/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the options of "create" to a draft. What the API asks of a draft is known to the model
 * alone; here its complaints get the names of options. Pure functions. */
#include "cli/usher-cli-create.h"

#include <errno.h>

#include <glib/gi18n.h>

#include "cli/usher-cli-error.h"
#include "model/usher-text.h"

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define WEEK (7 * DAY)

/* Which option fills in which field of the API. */
static const struct
{
  const char *field;
  const char *option;
} field_options[] = {
  { USHER_FIELD_COMPANY, "--company" },
  { USHER_FIELD_CONNECTION, "--connection" },
  { USHER_FIELD_ALLOWED_EMAILS, "--email" },
  { USHER_FIELD_EXPIRES_IN, "--expires" },
  { USHER_FIELD_MAX_USES, "--max-uses" },
  { USHER_FIELD_SEND_EMAIL, "--send-email" },
  { USHER_FIELD_URL, "--provider-url" },
  { USHER_FIELD_DATASOURCE, "--datasource-id" },
  { USHER_FIELD_SITES, "--site" },
  { USHER_FIELD_UTILITY_TYPES, "--utility-type" },
  { USHER_FIELD_COUNTRY, "--country" },
  { USHER_FIELD_OWNER_EMAIL, "--owner-email" },
  { USHER_FIELD_START_DATE, "--start-date" },
};

/**
 * usher_cli_parse_duration:
 * @text: a number of seconds, or a number with one of s, m, h, d and w after it, or "never"
 * @seconds: (out): where it goes; 0 for never
 *
 * A zero is refused: it would read as never, and nobody means that by it.
 *
 * Returns: %FALSE when it is something else, or beyond 64 bits
 */
gboolean
usher_cli_parse_duration (const char *text, gint64 *seconds)
{
  guint64 number;
  guint64 unit;
  char *end = NULL;
  guint64 product;

  if (g_ascii_strcasecmp (text, "never") == 0)
    {
      *seconds = 0;
      return TRUE;
    }
  if (!g_ascii_isdigit (*text))
    return FALSE;

  errno = 0;
  number = g_ascii_strtoull (text, &end, 10);
  if (errno != 0)
    return FALSE;

  if (*end == '\0' || g_ascii_strcasecmp (end, "s") == 0)
    unit = 1;
  else if (g_ascii_strcasecmp (end, "m") == 0)
    unit = MINUTE;
  else if (g_ascii_strcasecmp (end, "h") == 0)
    unit = HOUR;
  else if (g_ascii_strcasecmp (end, "d") == 0)
    unit = DAY;
  else if (g_ascii_strcasecmp (end, "w") == 0)
    unit = WEEK;
  else
    return FALSE;

  if (number == 0 || !g_uint64_checked_mul (&product, number, unit) || product > G_MAXINT64)
    return FALSE;
  *seconds = (gint64) product;
  return TRUE;
}

/**
 * usher_cli_parse_uses:
 * @text: a number, or "unlimited"
 * @uses: (out): where it goes, or %USHER_USES_UNLIMITED
 *
 * Returns: %FALSE when it is something else
 */
gboolean
usher_cli_parse_uses (const char *text, gint64 *uses)
{
  guint64 number;

  if (g_ascii_strcasecmp (text, "unlimited") == 0)
    {
      *uses = USHER_USES_UNLIMITED;
      return TRUE;
    }
  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &number, NULL))
    return FALSE;
  *uses = (gint64) number;
  return TRUE;
}

static gboolean
set_usage (GError **error, const char *option, const char *message)
{
  g_set_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
               /* Translators: an option, and what is wrong with its value. */
               C_("option error", "%s: %s"), option, message);
  return FALSE;
}

/* Each may hold a list with commas, as people paste them; only the whole is a list of addresses. */
static char **
dup_emails (char **texts)
{
  g_autofree char *joined = g_strjoinv (",", texts);

  return usher_email_split_list (joined);
}

static char **
dup_utility_types (char **words)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autofree char *upper = g_ascii_strup (words[i], -1);

      g_strv_builder_add (builder, upper);
    }
  return g_strv_builder_end (builder);
}

static gboolean
set_limits (UsherInvitationDraft *draft, const UsherCliOptions *options, GError **error)
{
  gint64 number = 0;

  if (options->expires != NULL)
    {
      if (!usher_cli_parse_duration (options->expires, &number))
        return set_usage (error, "--expires",
                          _("Give a time such as 7d, 12h, 90m or 3600, or never."));
      usher_invitation_draft_set_expires_in (draft, number);
    }
  if (options->max_uses != NULL)
    {
      if (!usher_cli_parse_uses (options->max_uses, &number))
        return set_usage (error, "--max-uses", _("Give a number from 1 on, or unlimited."));
      usher_invitation_draft_set_max_uses (draft, number);
    }
  return TRUE;
}

static void
set_prefill (UsherInvitationDraft *draft, const UsherCliOptions *options)
{
  g_auto (GStrv) types = NULL;

  usher_invitation_draft_set_url (draft, options->provider_url);
  usher_invitation_draft_set_datasource_id (draft, options->datasource_id);
  usher_invitation_draft_set_country (draft, options->country);
  usher_invitation_draft_set_owner_email (draft, options->owner_email);
  usher_invitation_draft_set_start_date (draft, options->start_date);
  if (options->sites != NULL)
    usher_invitation_draft_set_site_ids (draft, (const char *const *) options->sites);
  if (options->utility_types != NULL)
    {
      types = dup_utility_types (options->utility_types);
      usher_invitation_draft_set_utility_types (draft, (const char *const *) types);
    }
}

/* The API has no such members there (contract 3.4): silently leaving them out would not be what was
 * asked for. */
static gboolean
check_no_prefill (const UsherCliOptions *options, GError **error)
{
  const struct
  {
    const char *option;
    gboolean is_given;
  } given[] = {
    { "--provider-url", options->provider_url != NULL },
    { "--datasource-id", options->datasource_id != NULL },
    { "--site", options->sites != NULL },
    { "--utility-type", options->utility_types != NULL },
    { "--country", options->country != NULL },
    { "--owner-email", options->owner_email != NULL },
    { "--start-date", options->start_date != NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (given); i++)
    {
      if (given[i].is_given)
        return set_usage (error, given[i].option, _("Only a contributor invitation has this."));
    }
  return TRUE;
}

/* An empty value is an answer to "what?" that a script did not mean to give: an unset variable. */
static gboolean
check_not_empty (const UsherCliOptions *options, GError **error)
{
  const struct
  {
    const char *option;
    const char *value;
  } given[] = {
    { "--company", options->company },           { "--connection", options->connection },
    { "--provider-url", options->provider_url }, { "--datasource-id", options->datasource_id },
    { "--country", options->country },           { "--owner-email", options->owner_email },
    { "--start-date", options->start_date },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (given); i++)
    {
      g_autofree char *value =
        given[i].value != NULL ? g_strstrip (g_strdup (given[i].value)) : NULL;

      if (value != NULL && *value == '\0')
        return set_usage (error, given[i].option, _("The value is empty."));
    }
  for (gsize i = 0; options->emails != NULL && options->emails[i] != NULL; i++)
    {
      g_auto (GStrv) addresses = usher_email_split_list (options->emails[i]);

      /* With no address left, anyone with the link could use it. */
      if (addresses[0] == NULL)
        return set_usage (error, "--email", _("The value is empty."));
    }
  return TRUE;
}

static GError *
error_from_fields (UsherFieldErrors *fields)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < usher_field_errors_get_length (fields); i++)
    {
      const char *field = usher_field_errors_get_field (fields, i);
      const char *option = NULL;

      for (gsize j = 0; j < G_N_ELEMENTS (field_options); j++)
        {
          if (g_str_equal (field_options[j].field, field))
            option = field_options[j].option;
        }
      if (text->len > 0)
        g_string_append_c (text, ' ');
      if (option != NULL)
        g_string_append_printf (text, C_("option error", "%s: %s"), option,
                                usher_field_errors_get_message (fields, i));
      else
        g_string_append (text, usher_field_errors_get_message (fields, i));
    }
  return g_error_new_literal (USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE, text->str);
}

static UsherInvitationKind
get_kind (const char *word)
{
  if (g_ascii_strcasecmp (word, "contributor") == 0)
    return USHER_INVITATION_KIND_CONTRIBUTOR;
  if (g_ascii_strcasecmp (word, "reconnect") == 0)
    return USHER_INVITATION_KIND_RECONNECT;
  return USHER_INVITATION_KIND_UNKNOWN;
}

/**
 * usher_cli_create_draft:
 * @options: the options of "create"
 * @error: return location for %USHER_CLI_ERROR_USAGE, with everything that is wrong
 *
 * Returns: (transfer full) (nullable): a draft that may be sent (contract 3.3, 3.4)
 */
UsherInvitationDraft *
usher_cli_create_draft (const UsherCliOptions *options, GError **error)
{
  UsherInvitationKind kind = get_kind (options->arguments[0]);
  g_autoptr (UsherInvitationDraft) draft = NULL;
  g_autoptr (UsherFieldErrors) fields = NULL;

  if (kind == USHER_INVITATION_KIND_UNKNOWN)
    {
      g_set_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                   /* Translators: %s is a word that was typed. Do not translate the other two. */
                   _("“%s” is no kind of invitation. Create a contributor or a reconnect one."),
                   options->arguments[0]);
      return NULL;
    }
  if (!check_not_empty (options, error))
    return NULL;
  if (kind == USHER_INVITATION_KIND_RECONNECT && !check_no_prefill (options, error))
    return NULL;
  if (kind == USHER_INVITATION_KIND_CONTRIBUTOR && options->connection != NULL)
    {
      set_usage (error, "--connection", _("Only a reconnect invitation has this."));
      return NULL;
    }

  draft = usher_invitation_draft_new (kind);
  usher_invitation_draft_set_company_id (draft, options->company);
  usher_invitation_draft_set_connection_id (draft, options->connection);
  usher_invitation_draft_set_send_email (draft, options->send_email);
  if (options->emails != NULL)
    {
      g_auto (GStrv) emails = dup_emails (options->emails);

      usher_invitation_draft_set_allowed_emails (draft, (const char *const *) emails);
    }
  if (!set_limits (draft, options, error))
    return NULL;
  if (kind == USHER_INVITATION_KIND_CONTRIBUTOR)
    set_prefill (draft, options);

  fields = usher_invitation_draft_check (draft);
  if (fields != NULL)
    {
      g_propagate_error (error, error_from_fields (fields));
      return NULL;
    }
  return g_steal_pointer (&draft);
}

/**
 * usher_cli_create_draft_to_json:
 * @draft: a draft
 *
 * Returns: (transfer full): what would be asked of the server: the kind and its target, in the
 * words that an invitation has for them, and the members of the request
 */
JsonNode *
usher_cli_create_draft_to_json (UsherInvitationDraft *draft)
{
  g_autoptr (JsonNode) body = usher_invitation_draft_to_json (draft);
  UsherInvitationKind kind = usher_invitation_draft_get_kind (draft);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GList) members = json_object_get_members (json_node_get_object (body));
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "invitationType", usher_invitation_kind_to_string (kind));
  if (usher_invitation_draft_get_company_id (draft) != NULL)
    json_object_set_string_member (object, "companyId",
                                   usher_invitation_draft_get_company_id (draft));
  if (usher_invitation_draft_get_connection_id (draft) != NULL)
    json_object_set_string_member (object, "connectionId",
                                   usher_invitation_draft_get_connection_id (draft));
  for (GList *l = members; l != NULL; l = l->next)
    json_object_set_member (object, l->data,
                            json_node_copy (
                              json_object_get_member (json_node_get_object (body), l->data)));
  json_node_take_object (node, g_steal_pointer (&object));
  return node;
}
