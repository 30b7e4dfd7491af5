/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/usher-test.h"
#include "model/usher-connection.h"
#include "model/usher-event.h"
#include "model/usher-invitation.h"
#include "model/usher-model-error.h"
#include "model/usher-prefill.h"
#include "model/usher-time.h"
#include "wrong-types.h"

#define BEFORE_TOKEN "{\"id\": \"i1\", "
#define TOKEN "\"token\": \"s3cret\", "
#define BEFORE_URL "\"invitationType\": \"CREATE_CONNECTION\", \"status\": \"ACTIVE\", "
#define URL "\"invitationUrl\": \"https://example.com/p/i/s3cret\", "
#define REST                                                                                       \
  "\"companyId\": \"c1\", \"connectionId\": null, "                                                \
  "\"allowedEmails\": [\"a@example.com\", \"b@example.com\"], "                                    \
  "\"expiresAt\": \"2026-12-01T00:00:00Z\", \"maxUses\": 3, \"useCount\": 1, "                     \
  "\"createdAt\": \"2026-11-01T00:00:00Z\", \"prefill\": {\"country\": \"US\"}, "                  \
  "\"createdConnections\": [{\"id\": \"n1\", \"datasourceName\": \"City Power\", "                 \
  "\"status\": \"CONNECTED\", \"created\": \"2026-11-02T00:00:00Z\"}]"
#define EVENTS                                                                                     \
  ", \"events\": [{\"id\": \"e1\", \"eventType\": \"VIEWED\", \"createdAt\": \"2026-11-02T00:00:00Z\"}]"
#define LISTED BEFORE_TOKEN TOKEN BEFORE_URL URL REST "}"
#define DETAIL BEFORE_TOKEN TOKEN BEFORE_URL URL REST EVENTS "}"
#define DETAIL_WITHOUT_LINKS BEFORE_TOKEN BEFORE_URL REST EVENTS "}"

static UsherInvitation *
read_invitation (const char *text)
{
  g_autoptr (JsonNode) node = parse_sample (text);
  g_autoptr (GError) error = NULL;
  UsherInvitation *invitation = usher_invitation_new_from_json (node, &error);

  g_assert_no_error (error);
  return invitation;
}

static void
test_detail (void)
{
  UsherInvitation *invitation = read_invitation (DETAIL);

  g_assert_cmpstr (usher_invitation_get_id (invitation), ==, "i1");
  g_assert_cmpint (usher_invitation_get_kind (invitation), ==, USHER_INVITATION_KIND_CONTRIBUTOR);
  g_assert_cmpint (usher_invitation_get_status (invitation), ==, USHER_INVITATION_STATUS_ACTIVE);
  g_assert_cmpstr (usher_invitation_get_url (invitation), ==, "https://example.com/p/i/s3cret");
  g_assert_cmpstr (usher_invitation_get_company_id (invitation), ==, "c1");
  g_assert_null (usher_invitation_get_connection_id (invitation));
  g_assert_false (usher_invitation_is_open (invitation));
  g_assert_cmpint (usher_invitation_get_expires_at (invitation), ==,
                   usher_time_parse ("2026-12-01T00:00:00Z"));
  g_assert_cmpint (usher_invitation_get_max_uses (invitation), ==, 3);
  g_assert_cmpint (usher_invitation_get_use_count (invitation), ==, 1);
  g_assert_cmpstr (usher_prefill_get_country (usher_invitation_get_prefill (invitation)), ==, "US");
  g_assert_cmpuint (usher_invitation_get_created_connections (invitation)->len, ==, 1);
  g_assert_cmpuint (usher_invitation_get_events (invitation)->len, ==, 1);
  g_assert_cmpuint (usher_invitation_get_n_skipped (invitation), ==, 0);
  g_assert_cmpint (usher_invitation_get_last_event_at (invitation), ==,
                   usher_time_parse ("2026-11-02T00:00:00Z"));
  g_assert_finalize_object (invitation);
}

static void
test_listed (void)
{
  g_autoptr (UsherInvitation) invitation = read_invitation (LISTED);

  g_assert_null (usher_invitation_get_events (invitation));
  g_assert_cmpint (usher_invitation_get_last_event_at (invitation), ==, USHER_TIME_NONE);
}

/* Members and order of the API; the secrets only when asked for. */
static void
test_to_json (void)
{
  g_autoptr (UsherInvitation) invitation = read_invitation (DETAIL);
  g_autoptr (JsonNode) without = usher_invitation_to_json (invitation, USHER_JSON_FLAGS_NONE);
  g_autoptr (JsonNode) with = usher_invitation_to_json (invitation, USHER_JSON_FLAGS_WITH_LINKS);
  g_autofree char *text = usher_json_to_string (without, TRUE);

  assert_json_equal (without, DETAIL_WITHOUT_LINKS);
  assert_json_equal (with, DETAIL);
  g_assert_null (strstr (text, "s3cret"));
}

static void
test_least (void)
{
  g_autoptr (UsherInvitation) invitation = read_invitation ("{\"id\": \"i1\"}");
  g_autoptr (JsonNode) json = usher_invitation_to_json (invitation, USHER_JSON_FLAGS_WITH_LINKS);

  g_assert_cmpstr (usher_invitation_get_status_name (invitation), ==, "");
  g_assert_cmpint (usher_invitation_get_max_uses (invitation), ==, USHER_USES_UNLIMITED);
  g_assert_true (usher_invitation_is_open (invitation));
  g_assert_true (usher_prefill_is_empty (usher_invitation_get_prefill (invitation)));
  assert_json_equal (json, "{\"id\": \"i1\", \"invitationType\": \"\", \"status\": \"\", "
                           "\"companyId\": null, \"connectionId\": null, \"allowedEmails\": [], "
                           "\"expiresAt\": null, \"maxUses\": null, \"useCount\": 0, "
                           "\"createdAt\": null, \"prefill\": {}, \"createdConnections\": []}");
}

/* Words that are newer than this program are kept and written again (contract 3.1, 3.2). */
static void
test_unknown_words (void)
{
  g_autoptr (UsherInvitation) invitation =
    read_invitation ("{\"id\": \"i1\", \"invitationType\": \"SHARE_REPORT\", \"status\": \"PAUSED\"}");
  g_autoptr (JsonNode) json = usher_invitation_to_json (invitation, USHER_JSON_FLAGS_NONE);

  g_assert_cmpint (usher_invitation_get_kind (invitation), ==, USHER_INVITATION_KIND_UNKNOWN);
  g_assert_cmpint (usher_invitation_get_status (invitation), ==, USHER_INVITATION_STATUS_UNKNOWN);
  g_assert_cmpstr (usher_json_get_string (json_node_get_object (json), "status", NULL), ==, "PAUSED");
  g_assert_cmpstr (usher_json_get_string (json_node_get_object (json), "invitationType", NULL), ==,
                   "SHARE_REPORT");
  g_assert_nonnull (usher_invitation_why_not_revoke (invitation));
  g_assert_nonnull (usher_invitation_why_not_resend (invitation));
}

static void
test_skipped (void)
{
  g_autoptr (UsherInvitation) invitation = read_invitation (
    "{\"id\": \"i1\", \"events\": [1, {}, null], \"createdConnections\": [{}, {\"id\": \"n1\"}]}");

  g_assert_cmpuint (usher_invitation_get_events (invitation)->len, ==, 1);
  g_assert_cmpuint (usher_invitation_get_created_connections (invitation)->len, ==, 1);
  g_assert_cmpuint (usher_invitation_get_n_skipped (invitation), ==, 3);
}

static char *
dup_event_ids (const char *events)
{
  g_autofree char *json = g_strdup_printf ("{\"id\": \"i1\", \"events\": [%s]}", events);
  g_autoptr (UsherInvitation) invitation = read_invitation (json);
  GPtrArray *array = usher_invitation_get_events (invitation);
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < array->len; i++)
    g_string_append (ids, usher_event_get_id (g_ptr_array_index (array, i)));
  return g_string_free (ids, FALSE);
}

#define AT(id, time) "{\"id\": \"" id "\", \"createdAt\": \"2026-01-0" time "T00:00:00Z\"}"

static void
test_order_of_events (void)
{
  static const struct
  {
    const char *events;
    const char *ids;
  } cases[] = {
    { "", "" },
    { AT ("a", "1") ", " AT ("b", "2"), "ab" },
    { AT ("b", "2") ", " AT ("a", "1"), "ab" },
    { AT ("b", "1") ", " AT ("a", "1"), "ba" },
    /* Newest first: those of one moment are turned round as well. */
    { AT ("c", "3") ", " AT ("b", "2") ", " AT ("a", "2") ", " AT ("0", "1"), "0abc" },
    { AT ("a", "1") ", " AT ("c", "3") ", " AT ("b", "2") ", " AT ("d", "4"), "abcd" },
    { AT ("b", "2") ", {\"id\": \"x\"}, " AT ("a", "1"), "bxa" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *ids = dup_event_ids (cases[i].events);

      g_assert_cmpstr (ids, ==, cases[i].ids);
    }
}

static void
test_rules (void)
{
  static const struct
  {
    const char *status;
    gboolean has_emails;
    gboolean may_revoke;
    gboolean may_resend;
  } cases[] = {
    { "ACTIVE", TRUE, TRUE, TRUE },    { "ACTIVE", FALSE, TRUE, FALSE },
    { "EXPIRED", TRUE, FALSE, FALSE }, { "REVOKED", TRUE, FALSE, FALSE },
    { "FULFILLED", TRUE, FALSE, FALSE }, { "PAUSED", TRUE, FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json =
        g_strdup_printf ("{\"id\": \"i1\", \"status\": \"%s\", \"allowedEmails\": [%s]}",
                         cases[i].status, cases[i].has_emails ? "\"a@example.com\"" : "");
      g_autoptr (UsherInvitation) invitation = read_invitation (json);

      g_assert_cmpint (usher_invitation_why_not_revoke (invitation) == NULL, ==, cases[i].may_revoke);
      g_assert_cmpint (usher_invitation_why_not_resend (invitation) == NULL, ==, cases[i].may_resend);
    }
}

static void
test_texts (void)
{
  static const struct
  {
    const char *json;
    const char *recipients;
    const char *uses;
  } cases[] = {
    { "{\"id\": \"i\"}", "Anyone with the link", "0, no limit" },
    { "{\"id\": \"i\", \"allowedEmails\": [\"a@example.com\"], \"maxUses\": 1, \"useCount\": 1}",
      "a@example.com", "1 of 1" },
    { "{\"id\": \"i\", \"allowedEmails\": [\"a@example.com\", \"b@example.com\", 7, \"c@example.com\"], "
      "\"maxUses\": -3, \"useCount\": -2}",
      "a@example.com and 2 more", "0, no limit" },
    { "{\"id\": \"i\", \"maxUses\": 9223372036854775807, \"useCount\": 2}", "Anyone with the link",
      "2 of 9223372036854775807" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (UsherInvitation) invitation = read_invitation (cases[i].json);
      g_autofree char *recipients = usher_invitation_dup_recipients (invitation);
      g_autofree char *uses = usher_invitation_dup_uses (invitation);

      g_assert_cmpstr (recipients, ==, cases[i].recipients);
      g_assert_cmpstr (uses, ==, cases[i].uses);
    }
}

static void
test_long_texts (void)
{
  g_autofree char *word = g_strnfill (1000000, 'x');
  g_autofree char *json = g_strdup_printf ("{\"id\": \"i\", \"allowedEmails\": [\"%s\"]}", word);
  g_autoptr (UsherInvitation) invitation = read_invitation (json);
  g_autofree char *recipients = usher_invitation_dup_recipients (invitation);

  g_assert_cmpuint (strlen (recipients), <, 1000);
  g_assert_cmpuint (strlen (usher_invitation_get_allowed_emails (invitation)[0]), ==, 1000000);
}

/* Each member makes a difference, but for the link and the log. */
static void
test_equal (void)
{
  g_autoptr (JsonNode) sample = parse_sample (DETAIL);
  g_autoptr (GList) members = json_object_get_members (json_node_get_object (sample));
  g_autoptr (UsherInvitation) listed = read_invitation (LISTED);
  g_autoptr (UsherInvitation) detail = read_invitation (DETAIL);

  g_assert_true (usher_invitation_equal (listed, detail));
  g_assert_true (usher_invitation_equal (listed, listed));
  for (GList *l = members; l != NULL; l = l->next)
    {
      static const char *const ignored[] = { "token", "invitationUrl", "events", NULL };
      g_autoptr (JsonNode) node = parse_sample (DETAIL);
      g_autoptr (UsherInvitation) other = NULL;

      if (g_str_equal (l->data, "connectionId") || g_str_equal (l->data, "id"))
        json_object_set_string_member (json_node_get_object (node), l->data, "other");
      else
        json_object_remove_member (json_node_get_object (node), l->data);
      other = usher_invitation_new_from_json (node, NULL);
      g_assert_cmpint (usher_invitation_equal (detail, other), ==, g_strv_contains (ignored, l->data));
    }
}

static void
on_read (JsonNode *node, gboolean accept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation = usher_invitation_new_from_json (node, &error);
  g_autoptr (UsherInvitation) again = NULL;
  g_autoptr (JsonNode) json = NULL;
  g_autofree char *recipients = NULL;
  g_autofree char *uses = NULL;

  if (!accept)
    {
      g_assert_null (invitation);
      g_assert_error (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_MALFORMED);
      return;
    }
  g_assert_no_error (error);
  recipients = usher_invitation_dup_recipients (invitation);
  uses = usher_invitation_dup_uses (invitation);
  usher_invitation_why_not_revoke (invitation);
  usher_invitation_why_not_resend (invitation);
  g_assert_cmpint (usher_invitation_get_max_uses (invitation), >=, USHER_USES_UNLIMITED);
  g_assert_cmpint (usher_invitation_get_use_count (invitation), >=, 0);
  json = usher_invitation_to_json (invitation, USHER_JSON_FLAGS_NONE);
  again = usher_invitation_new_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_true (usher_invitation_equal (invitation, again));
}

static void
test_wrong_types (void)
{
  wrong_types_try (DETAIL, TRUE, on_read);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/invitation/detail", test_detail);
  g_test_add_func ("/model/invitation/listed", test_listed);
  g_test_add_func ("/model/invitation/to-json", test_to_json);
  g_test_add_func ("/model/invitation/least", test_least);
  g_test_add_func ("/model/invitation/unknown-words", test_unknown_words);
  g_test_add_func ("/model/invitation/skipped", test_skipped);
  g_test_add_func ("/model/invitation/order-of-events", test_order_of_events);
  g_test_add_func ("/model/invitation/rules", test_rules);
  g_test_add_func ("/model/invitation/texts", test_texts);
  g_test_add_func ("/model/invitation/long-texts", test_long_texts);
  g_test_add_func ("/model/invitation/equal", test_equal);
  g_test_add_func ("/model/invitation/wrong-types", test_wrong_types);
  return g_test_run ();
}
