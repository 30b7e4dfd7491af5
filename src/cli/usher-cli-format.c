/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers as tables and as lists of fields. Whatever comes from the server is made safe on its way
 * into a table or a line. Pure functions but for the clock. */
#include "cli/usher-cli-format.h"

#include <glib/gi18n.h>

#include "cli/usher-cli-table.h"
#include "model/usher-event.h"
#include "model/usher-invitation-words.h"
#include "model/usher-prefill.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

/**
 * usher_cli_format_accounts:
 * @accounts: (element-type UsherAccount): accounts
 * @width: columns of the terminal, or 0
 *
 * Returns: (transfer full): a table
 */
char *
usher_cli_format_accounts (GListModel *accounts, guint width)
{
  g_autoptr (UsherCliTable) table = usher_cli_table_new ();

  usher_cli_table_add_column (table, C_("column", "NAME"), USHER_CLI_COLUMN_PLAIN);
  usher_cli_table_add_column (table, C_("column", "SERVER"), USHER_CLI_COLUMN_FLEXIBLE);
  usher_cli_table_add_column (table, C_("column", "ID"), USHER_CLI_COLUMN_OPTIONAL);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (UsherAccount) account = g_list_model_get_item (accounts, i);

      usher_cli_table_add_cell (table, usher_account_get_name (account));
      usher_cli_table_add_cell (table, usher_account_get_server (account));
      usher_cli_table_add_cell (table, usher_account_get_id (account));
      usher_cli_table_end_row (table);
    }
  return usher_cli_table_to_text (table, width);
}

/**
 * usher_cli_format_companies:
 * @companies: (element-type UsherCompany): companies
 * @width: columns of the terminal, or 0
 *
 * Returns: (transfer full): a table
 */
char *
usher_cli_format_companies (GListModel *companies, guint width)
{
  g_autoptr (UsherCliTable) table = usher_cli_table_new ();

  usher_cli_table_add_column (table, C_("column", "ID"), USHER_CLI_COLUMN_PLAIN);
  usher_cli_table_add_column (table, C_("column", "NAME"), USHER_CLI_COLUMN_FLEXIBLE);
  usher_cli_table_add_column (table, C_("column", "SITES"),
                              USHER_CLI_COLUMN_NUMBER | USHER_CLI_COLUMN_OPTIONAL);
  for (guint i = 0; i < g_list_model_get_n_items (companies); i++)
    {
      g_autoptr (UsherCompany) company = g_list_model_get_item (companies, i);
      GPtrArray *sites = usher_company_get_sites (company);
      g_autofree char *n_sites = sites != NULL ? g_strdup_printf ("%u", sites->len) : NULL;

      usher_cli_table_add_cell (table, usher_company_get_id (company));
      usher_cli_table_add_cell (table, usher_company_get_name (company));
      usher_cli_table_add_cell (table, n_sites);
      usher_cli_table_end_row (table);
    }
  return usher_cli_table_to_text (table, width);
}

static const char *
get_company_name (UsherSession *session, const char *id)
{
  UsherCompany *company =
    session != NULL && id != NULL ? usher_session_find_company (session, id) : NULL;

  return company != NULL ? usher_company_get_name (company) : id;
}

/* The raw word of a status that this version does not know is better than "unknown". */
static char *
dup_connection_status (UsherConnection *connection)
{
  UsherConnectionStatus status = usher_connection_get_status (connection);

  if (status == USHER_CONNECTION_STATUS_UNKNOWN)
    return usher_humanise_word (usher_connection_get_status_name (connection));
  return g_strdup (usher_connection_status_get_label (status));
}

/**
 * usher_cli_format_connections:
 * @connections: (element-type UsherConnection): connections
 * @session: (nullable): knows the names of companies
 * @width: columns of the terminal, or 0
 *
 * Returns: (transfer full): a table
 */
char *
usher_cli_format_connections (GPtrArray *connections, UsherSession *session, guint width)
{
  g_autoptr (UsherCliTable) table = usher_cli_table_new ();

  usher_cli_table_add_column (table, C_("column", "ID"), USHER_CLI_COLUMN_PLAIN);
  usher_cli_table_add_column (table, C_("column", "STATUS"), USHER_CLI_COLUMN_FLEXIBLE);
  usher_cli_table_add_column (table, C_("column", "CONNECTION"), USHER_CLI_COLUMN_FLEXIBLE);
  usher_cli_table_add_column (table, C_("column", "COMPANY"),
                              USHER_CLI_COLUMN_FLEXIBLE | USHER_CLI_COLUMN_OPTIONAL);
  for (guint i = 0; i < connections->len; i++)
    {
      UsherConnection *connection = g_ptr_array_index (connections, i);
      g_autofree char *status = dup_connection_status (connection);
      g_autofree char *title = usher_connection_dup_title (connection);

      usher_cli_table_add_cell (table, usher_connection_get_id (connection));
      usher_cli_table_add_cell (table, status);
      usher_cli_table_add_cell (table, title);
      usher_cli_table_add_cell (table, get_company_name (session, usher_connection_get_company_id (
                                                                    connection)));
      usher_cli_table_end_row (table);
    }
  return usher_cli_table_to_text (table, width);
}

/* Only what can still be used expires; the rest has ended in its own way. */
static char *
dup_expiry (UsherInvitation *invitation, gint64 now)
{
  gint64 expires_at = usher_invitation_get_expires_at (invitation);

  if (expires_at == USHER_TIME_NONE)
    return g_strdup (C_("expires", "Never"));
  return usher_time_format_relative (expires_at, now);
}

/**
 * usher_cli_format_invitations:
 * @items: (element-type UsherInvitationItem): rows
 * @links: (nullable) (element-type utf8): the link of each row, or ""
 * @width: columns of the terminal, or 0
 *
 * Returns: (transfer full): a table
 */
char *
usher_cli_format_invitations (GPtrArray *items, GPtrArray *links, guint width)
{
  g_autoptr (UsherCliTable) table = usher_cli_table_new ();
  gint64 now = usher_time_now ();

  usher_cli_table_add_column (table, C_("column", "ID"), USHER_CLI_COLUMN_PLAIN);
  usher_cli_table_add_column (table, C_("column", "STATUS"), USHER_CLI_COLUMN_PLAIN);
  usher_cli_table_add_column (table, C_("column", "RECIPIENTS"), USHER_CLI_COLUMN_FLEXIBLE);
  usher_cli_table_add_column (table, C_("column", "COMPANY"),
                              USHER_CLI_COLUMN_FLEXIBLE | USHER_CLI_COLUMN_OPTIONAL);
  usher_cli_table_add_column (table, C_("column", "EXPIRES"), USHER_CLI_COLUMN_OPTIONAL);
  usher_cli_table_add_column (table, C_("column", "USES"), USHER_CLI_COLUMN_OPTIONAL);
  usher_cli_table_add_column (table, C_("column", "KIND"), USHER_CLI_COLUMN_OPTIONAL);
  usher_cli_table_add_column (table, C_("column", "CREATED"), USHER_CLI_COLUMN_OPTIONAL);
  if (links != NULL)
    usher_cli_table_add_column (table, C_("column", "LINK"), USHER_CLI_COLUMN_PLAIN);

  for (guint i = 0; i < items->len; i++)
    {
      UsherInvitationItem *item = g_ptr_array_index (items, i);
      UsherInvitation *invitation = usher_invitation_item_get_invitation (item);
      g_autofree char *status = usher_invitation_dup_status_words (invitation);
      g_autofree char *recipients = usher_invitation_dup_recipients (invitation);
      g_autofree char *expiry = dup_expiry (invitation, now);
      g_autofree char *uses = usher_invitation_dup_uses (invitation);
      g_autofree char *kind = usher_invitation_dup_kind_words (invitation);
      gint64 created_at = usher_invitation_get_created_at (invitation);
      g_autofree char *created =
        created_at != USHER_TIME_NONE ? usher_time_format_relative (created_at, now) : NULL;

      usher_cli_table_add_cell (table, usher_invitation_get_id (invitation));
      usher_cli_table_add_cell (table, status);
      usher_cli_table_add_cell (table, recipients);
      usher_cli_table_add_cell (table, usher_invitation_item_get_company_name (item));
      usher_cli_table_add_cell (table, expiry);
      usher_cli_table_add_cell (table, uses);
      usher_cli_table_add_cell (table, kind);
      usher_cli_table_add_cell (table, created);
      if (links != NULL)
        usher_cli_table_add_cell (table, g_ptr_array_index (links, i));
      usher_cli_table_end_row (table);
    }
  return usher_cli_table_to_text (table, width);
}

/* Labels and values, the values below each other. */
typedef struct
{
  GString *text;
  guint indent;
} Fields;

static void
add_field (Fields *fields, const char *label, const char *value)
{
  g_autofree char *safe = NULL;
  guint width;

  if (value == NULL || *value == '\0')
    return;
  safe = usher_text_dup_safe (value, 0);
  width = usher_cli_text_get_width (label);
  g_string_append_printf (fields->text, "%s%*s%s\n", label,
                          (int) (width < fields->indent ? fields->indent - width : 1), "", safe);
}

static void
add_list (Fields *fields, const char *label, const char *const *values)
{
  for (gsize i = 0; values[i] != NULL; i++)
    add_field (fields, i == 0 ? label : "", values[i]);
}

static void
add_time (Fields *fields, const char *label, gint64 time, const char *none)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *exact = NULL;
  g_autofree char *relative = NULL;
  g_autofree char *both = NULL;

  if (time == USHER_TIME_NONE)
    {
      add_field (fields, label, none);
      return;
    }
  exact = usher_time_format_exact (time, zone);
  relative = usher_time_format_relative (time, usher_time_now ());
  /* Translators: a time, and how far away it is: "20 November 2026, 08:15 (in 3 days)". */
  both = g_strdup_printf (C_("time", "%s (%s)"), exact, relative);
  add_field (fields, label, both);
}

static void
add_prefill (Fields *fields, UsherPrefill *prefill)
{
  const char *const *types = usher_prefill_get_utility_types (prefill);
  g_autofree char *address = usher_text_dup_address (usher_prefill_get_url (prefill));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) labels = NULL;

  for (gsize i = 0; types[i] != NULL; i++)
    {
      g_autofree char *label = usher_utility_type_dup_label (types[i]);

      g_strv_builder_add (builder, label);
    }
  labels = g_strv_builder_end (builder);

  add_field (fields, C_("field", "Provider address"), address);
  add_field (fields, C_("field", "Provider id"), usher_prefill_get_datasource_id (prefill));
  add_list (fields, C_("field", "Sites"), usher_prefill_get_site_ids (prefill));
  add_list (fields, C_("field", "Utility types"), (const char *const *) labels);
  add_field (fields, C_("field", "Country"), usher_prefill_get_country (prefill));
  add_field (fields, C_("field", "Connection owner"), usher_prefill_get_owner_email (prefill));
  add_field (fields, C_("field", "Data from"), usher_prefill_get_start_date (prefill));
}

static void
append_connections (GString *text, GPtrArray *connections)
{
  g_autofree char *table = NULL;

  if (connections->len == 0)
    return;
  table = usher_cli_format_connections (connections, NULL, 0);
  g_string_append_printf (text, "\n%s\n%s", _("Created connections"), table);
}

static void
append_events (GString *text, GPtrArray *events)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  if (events == NULL)
    return;
  g_string_append_printf (text, "\n%s\n", _("Activity log"));
  if (events->len == 0)
    g_string_append_printf (text, "  %s\n", _("Nothing has happened yet."));
  for (guint i = 0; i < events->len; i++)
    {
      UsherEvent *event = g_ptr_array_index (events, i);
      gint64 time = usher_event_get_time (event);
      g_autofree char *when = time != USHER_TIME_NONE ? usher_time_format_exact (time, zone)
                                                      : g_strdup (_("Unknown time"));
      g_autofree char *sentence = usher_event_dup_sentence (event);
      g_autofree char *safe = usher_text_dup_safe (sentence, 0);

      g_string_append_printf (text, "  %s  %s\n", when, safe);
    }
}

/**
 * usher_cli_format_invitation:
 * @invitation: an invitation
 * @company_name: (nullable): the name of its company
 * @with_link: whether its link may be shown
 *
 * Returns: (transfer full): its fields, the connections it made, and its activity log if there is
 * one
 */
char *
usher_cli_format_invitation (UsherInvitation *invitation, const char *company_name,
                             gboolean with_link)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Fields fields = { .text = text, .indent = 18 };
  g_autofree char *kind = usher_invitation_dup_kind_words (invitation);
  g_autofree char *status = usher_invitation_dup_status_words (invitation);
  g_autofree char *uses = usher_invitation_dup_uses (invitation);

  add_field (&fields, C_("field", "Invitation"), usher_invitation_get_id (invitation));
  add_field (&fields, C_("field", "Status"), status);
  add_field (&fields, C_("field", "Kind"), kind);
  add_field (&fields, C_("field", "Company"),
             company_name != NULL ? company_name : usher_invitation_get_company_id (invitation));
  add_field (&fields, C_("field", "Connection"), usher_invitation_get_connection_id (invitation));
  if (usher_invitation_is_open (invitation))
    add_field (&fields, C_("field", "Recipients"), _("Anyone with the link"));
  else
    add_list (&fields, C_("field", "Recipients"),
              usher_invitation_get_allowed_emails (invitation));
  add_field (&fields, C_("field", "Uses"), uses);
  add_time (&fields, C_("field", "Expires"), usher_invitation_get_expires_at (invitation),
            C_("expires", "Never"));
  add_time (&fields, C_("field", "Created"), usher_invitation_get_created_at (invitation), NULL);
  add_prefill (&fields, usher_invitation_get_prefill (invitation));
  if (with_link)
    add_field (&fields, C_("field", "Link"), usher_invitation_get_url (invitation));
  append_connections (text, usher_invitation_get_created_connections (invitation));
  append_events (text, usher_invitation_get_events (invitation));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
