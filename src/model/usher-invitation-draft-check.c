/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one place that knows what the API asks of a new invitation (contract 3.3, 3.4, 13). No upper
 * bounds are documented, so none are made up. Main thread. */

#include "model/usher-invitation-draft.h"

#include <string.h>

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "model/usher-time.h"

#define MIN_EXPIRES_IN 60
#define SHOWN_CHARS 80
/* Someone who pastes a table gets a few examples of what is wrong, not a page of them. */
#define SHOWN_WRONG 5

/* NULL for what was left empty: as typed and trimmed otherwise. */
static char *
dup_trimmed (const char *text)
{
  g_autofree char *trimmed = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  return trimmed != NULL && *trimmed != '\0' ? g_steal_pointer (&trimmed) : NULL;
}

static void
check_target (UsherInvitationDraft *self, UsherFieldErrors *errors)
{
  g_autofree char *company = dup_trimmed (usher_invitation_draft_get_company_id (self));
  g_autofree char *connection = dup_trimmed (usher_invitation_draft_get_connection_id (self));

  switch (usher_invitation_draft_get_kind (self))
    {
    case USHER_INVITATION_KIND_CONTRIBUTOR:
      if (company == NULL)
        usher_field_errors_add (errors, USHER_FIELD_COMPANY, _("Choose a company."));
      else if (!usher_uuid_is_valid (company))
        usher_field_errors_add (errors, USHER_FIELD_COMPANY, _("This is not the id of a company."));
      break;
    case USHER_INVITATION_KIND_RECONNECT:
      if (connection == NULL)
        usher_field_errors_add (errors, USHER_FIELD_CONNECTION,
                                _("Choose the connection to repair."));
      else if (!usher_uuid_is_valid (connection))
        usher_field_errors_add (errors, USHER_FIELD_CONNECTION,
                                _("This is not the id of a connection."));
      break;
    case USHER_INVITATION_KIND_UNKNOWN:
    default:
      usher_field_errors_add (errors, USHER_FIELD_GENERAL,
                              _("This kind of invitation cannot be created here."));
    }
}

/* Returns how many addresses there are, right or wrong. */
static guint
check_addresses (UsherInvitationDraft *self, UsherFieldErrors *errors)
{
  const char *const *emails = usher_invitation_draft_get_allowed_emails (self);
  guint n_addresses = 0;
  guint n_wrong = 0;

  for (gsize i = 0; emails[i] != NULL; i++)
    {
      g_autofree char *address = dup_trimmed (emails[i]);
      g_autofree char *shown = NULL;
      g_autofree char *message = NULL;

      if (address == NULL)
        continue;
      n_addresses++;
      if (usher_email_is_valid (address) || n_wrong++ >= SHOWN_WRONG)
        continue;
      shown = usher_text_dup_safe (address, SHOWN_CHARS);
      message = g_strdup_printf (_("“%s” is not an email address."), shown);
      usher_field_errors_add (errors, USHER_FIELD_ALLOWED_EMAILS, message);
    }
  if (n_wrong > SHOWN_WRONG)
    {
      guint more = n_wrong - SHOWN_WRONG;
      g_autofree char *message = g_strdup_printf (
        ngettext ("%u more is not an email address.", "%u more are not email addresses.", more),
        more);

      usher_field_errors_add (errors, USHER_FIELD_ALLOWED_EMAILS, message);
    }
  return n_addresses;
}

static void
check_limits (UsherInvitationDraft *self, guint n_addresses, UsherFieldErrors *errors)
{
  gint64 expires_in = usher_invitation_draft_get_expires_in (self);
  gint64 max_uses = usher_invitation_draft_get_max_uses (self);

  if (expires_in != 0 && expires_in < MIN_EXPIRES_IN)
    usher_field_errors_add (errors, USHER_FIELD_EXPIRES_IN,
                            _("An invitation lives for at least one minute."));
  if (max_uses != USHER_USES_UNLIMITED && max_uses < 1)
    usher_field_errors_add (errors, USHER_FIELD_MAX_USES,
                            _("An invitation can be used at least once."));
  /* The API would silently send nothing (contract 13.12). */
  if (usher_invitation_draft_get_send_email (self) && n_addresses == 0)
    usher_field_errors_add (errors, USHER_FIELD_SEND_EMAIL,
                            _("Add at least one email address to send the invitation to."));
}

static void
check_all_uuids (const char *const *ids, const char *field, const char *message,
                 UsherFieldErrors *errors)
{
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *id = dup_trimmed (ids[i]);

      if (id != NULL && !usher_uuid_is_valid (id))
        {
          usher_field_errors_add (errors, field, message);
          return;
        }
    }
}

/* Which words there are is not certain (contract 5.2), so the server judges that; what they look like
 * is. */
static void
check_utility_types (UsherInvitationDraft *self, UsherFieldErrors *errors)
{
  const char *const *types = usher_invitation_draft_get_utility_types (self);

  for (gsize i = 0; types[i] != NULL; i++)
    {
      g_autofree char *word = dup_trimmed (types[i]);
      g_autofree char *shown = NULL;
      g_autofree char *message = NULL;

      if (word == NULL || word[strspn (word, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_")] == '\0')
        continue;
      shown = usher_text_dup_safe (word, SHOWN_CHARS);
      message = g_strdup_printf (_("“%s” is not a utility type."), shown);
      usher_field_errors_add (errors, USHER_FIELD_UTILITY_TYPES, message);
      return;
    }
}

static void
check_prefill (UsherInvitationDraft *self, UsherFieldErrors *errors)
{
  g_autofree char *url = dup_trimmed (usher_invitation_draft_get_url (self));
  g_autofree char *datasource = dup_trimmed (usher_invitation_draft_get_datasource_id (self));
  g_autofree char *country = dup_trimmed (usher_invitation_draft_get_country (self));
  g_autofree char *owner = dup_trimmed (usher_invitation_draft_get_owner_email (self));
  g_autofree char *date = dup_trimmed (usher_invitation_draft_get_start_date (self));

  if (url != NULL && !usher_web_url_is_valid (url, TRUE))
    usher_field_errors_add (errors, USHER_FIELD_URL,
                            _("Enter a web address that begins with https://."));
  if (datasource != NULL && !usher_uuid_is_valid (datasource))
    usher_field_errors_add (
      errors, USHER_FIELD_DATASOURCE,
      _("A provider id looks like 123e4567-e89b-12d3-a456-426614174000."));
  check_all_uuids (usher_invitation_draft_get_site_ids (self), USHER_FIELD_SITES,
                   _("One of the sites is not the id of a site."), errors);
  check_utility_types (self, errors);
  if (country != NULL && !usher_country_is_valid (country))
    usher_field_errors_add (errors, USHER_FIELD_COUNTRY,
                            _("Enter the two-letter code of a country, such as US."));
  if (owner != NULL && !usher_email_is_valid (owner))
    usher_field_errors_add (errors, USHER_FIELD_OWNER_EMAIL, _("This is not an email address."));
  if (date != NULL && !usher_date_is_valid (date))
    usher_field_errors_add (errors, USHER_FIELD_START_DATE,
                            _("Enter a date that exists, as in 2026-01-31."));
}

/**
 * usher_invitation_draft_check:
 * @self: a draft
 *
 * Checks every rule of contract 3.3 and 3.4 that can be checked without the server.
 *
 * Returns: (nullable) (transfer full): what is wrong, per field and translated; %NULL when it may be sent
 */
UsherFieldErrors *
usher_invitation_draft_check (UsherInvitationDraft *self)
{
  g_autoptr (UsherFieldErrors) errors = NULL;
  guint n_addresses;

  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), NULL);

  errors = usher_field_errors_new ();
  check_target (self, errors);
  n_addresses = check_addresses (self, errors);
  check_limits (self, n_addresses, errors);
  if (usher_invitation_draft_get_kind (self) == USHER_INVITATION_KIND_CONTRIBUTOR)
    check_prefill (self, errors);
  return usher_field_errors_get_length (errors) > 0 ? g_steal_pointer (&errors) : NULL;
}
