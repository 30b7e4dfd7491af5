/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/usher-test.h"
#include "model/usher-invitation-draft.h"
#include "model/usher-model-error.h"
#include "wrong-types.h"

#define ID "3c90c3cc-0d44-4b50-8888-8dd25736052a"

#define STRV(...) ((const char *const[]) { __VA_ARGS__, NULL })

static UsherInvitationDraft *
new_contributor (void)
{
  UsherInvitationDraft *draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);

  usher_invitation_draft_set_company_id (draft, ID);
  return draft;
}

static UsherInvitationDraft *
new_full (void)
{
  UsherInvitationDraft *draft = new_contributor ();

  usher_invitation_draft_set_allowed_emails (
    draft, STRV (" a@example.com ", "", "B@example.com", "A@EXAMPLE.COM"));
  usher_invitation_draft_set_expires_in (draft, 3600);
  usher_invitation_draft_set_max_uses (draft, 2);
  usher_invitation_draft_set_send_email (draft, TRUE);
  usher_invitation_draft_set_url (draft, " https://example.com ");
  usher_invitation_draft_set_datasource_id (draft, ID);
  usher_invitation_draft_set_site_ids (draft, STRV (ID));
  usher_invitation_draft_set_utility_types (draft, STRV ("GAS", "WATER"));
  usher_invitation_draft_set_country (draft, "us");
  usher_invitation_draft_set_owner_email (draft, "o@example.com");
  usher_invitation_draft_set_start_date (draft, "2024-02-29");
  return draft;
}

#define FULL_BODY                                                                                  \
  "{\"allowedEmails\": [\"a@example.com\", \"B@example.com\"], \"expiresInSeconds\": 3600, "       \
  "\"maxUses\": 2, \"sendEmail\": true, \"prefill\": {\"url\": \"https://example.com\", "          \
  "\"datasourceId\": \"" ID "\", \"initialSites\": [\"" ID "\"], "                                 \
  "\"utilityTypes\": [\"GAS\", \"WATER\"], \"country\": \"US\", "                                  \
  "\"connectionOwnerEmail\": \"o@example.com\", \"dataCollectionStartDate\": \"2024-02-29\"}}"

static void
test_defaults (void)
{
  UsherInvitationDraft *contributor = new_contributor ();
  UsherInvitationDraft *reconnect = usher_invitation_draft_new (USHER_INVITATION_KIND_RECONNECT);
  g_autoptr (JsonNode) contributor_body = usher_invitation_draft_to_json (contributor);
  g_autoptr (JsonNode) reconnect_body = usher_invitation_draft_to_json (reconnect);

  assert_json_equal (contributor_body, "{\"maxUses\": 1}");
  assert_json_equal (reconnect_body, "{\"expiresInSeconds\": 604800, \"maxUses\": 1}");
  g_assert_null (usher_invitation_draft_check (contributor));
  g_assert_finalize_object (contributor);
  g_assert_finalize_object (reconnect);
}

static void
test_body (void)
{
  g_autoptr (UsherInvitationDraft) draft = new_full ();
  g_autoptr (UsherInvitationDraft) empty = new_contributor ();
  g_autoptr (UsherInvitationDraft) reconnect =
    usher_invitation_draft_new (USHER_INVITATION_KIND_RECONNECT);
  g_autoptr (JsonNode) body = usher_invitation_draft_to_json (draft);
  g_autoptr (JsonNode) empty_body = NULL;
  g_autoptr (JsonNode) reconnect_body = NULL;

  g_assert_null (usher_invitation_draft_check (draft));
  assert_json_equal (body, FULL_BODY);
  usher_invitation_draft_set_max_uses (empty, USHER_USES_UNLIMITED);
  empty_body = usher_invitation_draft_to_json (empty);
  assert_json_equal (empty_body, "{}");
  /* A wizard that went back and forth leaves these behind; a reconnect has no prefill (contract 3.4). */
  usher_invitation_draft_set_country (reconnect, "US");
  usher_invitation_draft_set_expires_in (reconnect, 0);
  reconnect_body = usher_invitation_draft_to_json (reconnect);
  assert_json_equal (reconnect_body, "{\"maxUses\": 1}");
}

static void
test_as_typed (void)
{
  g_autoptr (UsherInvitationDraft) draft = new_full ();

  g_assert_cmpstr (usher_invitation_draft_get_url (draft), ==, " https://example.com ");
  g_assert_cmpstr (usher_invitation_draft_get_country (draft), ==, "us");
  g_assert_cmpstr (usher_invitation_draft_get_allowed_emails (draft)[0], ==, " a@example.com ");
  usher_invitation_draft_set_url (draft, NULL);
  usher_invitation_draft_set_allowed_emails (draft, NULL);
  usher_invitation_draft_set_site_ids (draft, usher_invitation_draft_get_site_ids (draft));
  g_assert_null (usher_invitation_draft_get_url (draft));
  g_assert_null (usher_invitation_draft_get_allowed_emails (draft)[0]);
  g_assert_cmpstr (usher_invitation_draft_get_site_ids (draft)[0], ==, ID);
}

static void
test_journal (void)
{
  g_autoptr (UsherInvitationDraft) draft = new_full ();
  g_autoptr (JsonNode) written = usher_invitation_draft_to_journal (draft);
  g_autofree char *text = usher_json_to_string (written, FALSE);
  g_autoptr (JsonNode) read = parse_sample (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitationDraft) again = usher_invitation_draft_new_from_journal (read, &error);
  g_autoptr (JsonNode) body = NULL;

  g_assert_no_error (error);
  body = usher_invitation_draft_to_json (again);
  assert_json_equal (body, FULL_BODY);
  g_assert_cmpstr (usher_invitation_draft_get_company_id (again), ==, ID);
  g_assert_cmpint (usher_invitation_draft_get_kind (again), ==, USHER_INVITATION_KIND_CONTRIBUTOR);
}

static void
on_read_journal (JsonNode *node, gboolean accept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new_from_journal (node, &error);

  if (draft == NULL)
    g_assert_error (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_MALFORMED);
  else
    {
      g_autoptr (JsonNode) body = usher_invitation_draft_to_json (draft);
      g_autoptr (UsherFieldErrors) errors = usher_invitation_draft_check (draft);

      g_assert_true (accept);
      g_assert_nonnull (body);
    }
}

static void
test_damaged_journal (void)
{
  wrong_types_try ("{\"kind\": \"EDIT_CONNECTION\", \"companyId\": \"" ID "\", \"connectionId\": \"" ID
                   "\", \"body\": " FULL_BODY "}",
                   FALSE, on_read_journal);
}

static void
test_from_invitation (void)
{
  static const struct
  {
    const char *json;
    const char *body;
  } cases[] = {
    { "{\"id\": \"i\", \"invitationType\": \"CREATE_CONNECTION\", \"companyId\": \"" ID "\", "
      "\"allowedEmails\": [\"a@example.com\"], \"createdAt\": \"2026-01-01T00:00:00.400Z\", "
      "\"expiresAt\": \"2026-01-08T00:00:00Z\", \"maxUses\": 4, \"prefill\": {\"country\": \"US\"}}",
      "{\"allowedEmails\": [\"a@example.com\"], \"expiresInSeconds\": 604800, \"maxUses\": 4, "
      "\"prefill\": {\"country\": \"US\"}}" },
    { "{\"id\": \"i\", \"invitationType\": \"EDIT_CONNECTION\", \"connectionId\": \"" ID "\", "
      "\"createdAt\": \"2026-01-01T00:00:00Z\", \"expiresAt\": null, \"maxUses\": null}",
      "{}" },
    { "{\"id\": \"i\", \"invitationType\": \"EDIT_CONNECTION\", \"connectionId\": \"" ID "\", "
      "\"createdAt\": \"2026-01-02T00:00:00Z\", \"expiresAt\": \"2026-01-01T00:00:00Z\", \"maxUses\": 1}",
      "{\"maxUses\": 1}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = parse_sample (cases[i].json);
      g_autoptr (UsherInvitation) invitation = usher_invitation_new_from_json (node, NULL);
      g_autoptr (UsherInvitationDraft) draft =
        usher_invitation_draft_new_from_invitation (invitation);
      g_autoptr (JsonNode) body = usher_invitation_draft_to_json (draft);

      assert_json_equal (body, cases[i].body);
      g_assert_null (usher_invitation_draft_check (draft));
    }
}

/* Changes one thing of a good draft. */
typedef void (*SpoilFunc) (UsherInvitationDraft *draft);

#define SPOIL(name, call)                                                                          \
  static void spoil_##name (UsherInvitationDraft *draft)                                           \
  {                                                                                                \
    usher_invitation_draft_set_##call;                                                             \
  }
SPOIL (nothing, country (draft, ""))
SPOIL (blank, url (draft, "  "))
SPOIL (no_company, company_id (draft, NULL))
SPOIL (blank_company, company_id (draft, " "))
SPOIL (odd_company, company_id (draft, "../../etc"))
SPOIL (bad_email, allowed_emails (draft, STRV ("a@example.com", "nobody")))
SPOIL (other_email, allowed_emails (draft, STRV ("a@example.com b@example.com")))
SPOIL (short_life, expires_in (draft, 59))
SPOIL (negative_life, expires_in (draft, -1))
SPOIL (least_life, expires_in (draft, 60))
SPOIL (long_life, expires_in (draft, G_MAXINT64))
SPOIL (no_use, max_uses (draft, 0))
SPOIL (negative_uses, max_uses (draft, -2))
SPOIL (many_uses, max_uses (draft, G_MAXINT64))
SPOIL (nobody_to_mail, allowed_emails (draft, STRV (" ")))
SPOIL (http, url (draft, "http://example.com"))
SPOIL (script, url (draft, "javascript:alert(1)"))
SPOIL (datasource, datasource_id (draft, "City Power"))
SPOIL (sites, site_ids (draft, STRV (ID, "x", "y")))
SPOIL (types, utility_types (draft, STRV ("GAS", "<b>")))
SPOIL (new_type, utility_types (draft, STRV ("REFRIGERANT")))
SPOIL (country, country (draft, "USA"))
SPOIL (owner, owner_email (draft, "@"))
SPOIL (date, start_date (draft, "2025-02-29"))
SPOIL (other_date, start_date (draft, "29/02/2024"))
SPOIL (not_utf8, owner_email (draft, "\xff\xfe@example.com"))
SPOIL (not_utf8_list, allowed_emails (draft, STRV ("\xff\xfe@example.com")))

static void
test_check (void)
{
  static const struct
  {
    SpoilFunc spoil;
    const char *field; /* NULL: nothing is wrong */
  } cases[] = {
    { spoil_nothing, NULL },
    { spoil_blank, NULL },
    { spoil_no_company, USHER_FIELD_COMPANY },
    { spoil_blank_company, USHER_FIELD_COMPANY },
    { spoil_odd_company, USHER_FIELD_COMPANY },
    { spoil_bad_email, USHER_FIELD_ALLOWED_EMAILS },
    { spoil_other_email, USHER_FIELD_ALLOWED_EMAILS },
    { spoil_short_life, USHER_FIELD_EXPIRES_IN },
    { spoil_negative_life, USHER_FIELD_EXPIRES_IN },
    { spoil_least_life, NULL },
    { spoil_long_life, NULL },
    { spoil_no_use, USHER_FIELD_MAX_USES },
    { spoil_negative_uses, USHER_FIELD_MAX_USES },
    { spoil_many_uses, NULL },
    { spoil_nobody_to_mail, USHER_FIELD_SEND_EMAIL },
    { spoil_http, USHER_FIELD_URL },
    { spoil_script, USHER_FIELD_URL },
    { spoil_datasource, USHER_FIELD_DATASOURCE },
    { spoil_sites, USHER_FIELD_SITES },
    { spoil_types, USHER_FIELD_UTILITY_TYPES },
    { spoil_new_type, NULL },
    { spoil_country, USHER_FIELD_COUNTRY },
    { spoil_owner, USHER_FIELD_OWNER_EMAIL },
    { spoil_date, USHER_FIELD_START_DATE },
    { spoil_other_date, USHER_FIELD_START_DATE },
    { spoil_not_utf8, USHER_FIELD_OWNER_EMAIL },
    { spoil_not_utf8_list, USHER_FIELD_ALLOWED_EMAILS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (UsherInvitationDraft) draft = new_full ();
      g_autoptr (UsherFieldErrors) errors = NULL;

      cases[i].spoil (draft);
      errors = usher_invitation_draft_check (draft);
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      if (cases[i].field == NULL)
        {
          g_assert_null (errors);
          continue;
        }
      g_assert_nonnull (errors);
      g_assert_cmpuint (usher_field_errors_get_length (errors), ==, 1);
      g_assert_cmpstr (usher_field_errors_get_field (errors, 0), ==, cases[i].field);
      g_assert_true (g_utf8_validate (usher_field_errors_get_message (errors, 0), -1, NULL));
    }
}

static void
test_check_reconnect (void)
{
  g_autoptr (UsherInvitationDraft) draft =
    usher_invitation_draft_new (USHER_INVITATION_KIND_RECONNECT);
  g_autoptr (UsherInvitationDraft) unknown =
    usher_invitation_draft_new (USHER_INVITATION_KIND_UNKNOWN);
  g_autoptr (UsherFieldErrors) errors = usher_invitation_draft_check (draft);
  g_autoptr (UsherFieldErrors) odd = NULL;
  g_autoptr (UsherFieldErrors) unknown_errors = usher_invitation_draft_check (unknown);

  g_assert_nonnull (usher_field_errors_lookup (errors, USHER_FIELD_CONNECTION));
  g_assert_cmpuint (usher_field_errors_get_length (errors), ==, 1);
  usher_invitation_draft_set_connection_id (draft, "n 1");
  odd = usher_invitation_draft_check (draft);
  g_assert_nonnull (usher_field_errors_lookup (odd, USHER_FIELD_CONNECTION));
  usher_invitation_draft_set_connection_id (draft, ID);
  /* Prefill is not sent with a reconnect, so it is not judged either. */
  usher_invitation_draft_set_country (draft, "nowhere");
  g_assert_null (usher_invitation_draft_check (draft));
  g_assert_nonnull (usher_field_errors_lookup (unknown_errors, USHER_FIELD_GENERAL));
}

static void
test_many_wrong_addresses (void)
{
  g_autoptr (UsherInvitationDraft) draft = new_contributor ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) emails = NULL;
  g_autoptr (UsherFieldErrors) errors = NULL;
  const char *message;
  g_auto (GStrv) lines = NULL;

  for (int i = 0; i < 1000; i++)
    g_strv_builder_add (builder, "wrong");
  emails = g_strv_builder_end (builder);
  usher_invitation_draft_set_allowed_emails (draft, (const char *const *) emails);
  errors = usher_invitation_draft_check (draft);
  message = usher_field_errors_lookup (errors, USHER_FIELD_ALLOWED_EMAILS);
  lines = g_strsplit (message, "\n", -1);
  g_assert_cmpstr (lines[g_strv_length (lines) - 1], ==, "995 more are not email addresses.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/invitation-draft/defaults", test_defaults);
  g_test_add_func ("/model/invitation-draft/body", test_body);
  g_test_add_func ("/model/invitation-draft/as-typed", test_as_typed);
  g_test_add_func ("/model/invitation-draft/journal", test_journal);
  g_test_add_func ("/model/invitation-draft/damaged-journal", test_damaged_journal);
  g_test_add_func ("/model/invitation-draft/from-invitation", test_from_invitation);
  g_test_add_func ("/model/invitation-draft/check", test_check);
  g_test_add_func ("/model/invitation-draft/check-reconnect", test_check_reconnect);
  g_test_add_func ("/model/invitation-draft/many-wrong-addresses", test_many_wrong_addresses);
  return g_test_run ();
}
