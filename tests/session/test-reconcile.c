/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which of the server's invitations may be the one that a create without an answer has made. A mistake one way offers
 * to mail people twice; a mistake the other way takes a stranger's invitation for one's own. */

#include <string.h>

#include "common/usher-test.h"
#include "model/usher-json.h"
#include "model/usher-time.h"
#include "session/usher-reconcile.h"

#define COMPANY "00000000-0000-4000-8000-00000000c001"
#define CONNECTION "00000000-0000-4000-8000-00000000d001"
#define SOURCE "00000000-0000-4000-8000-00000000e001"
#define SITE_1 "00000000-0000-4000-8000-00000000f001"
#define SITE_2 "00000000-0000-4000-8000-00000000f002"
#define SENT "2026-11-21T10:00:00Z"

static UsherInvitationDraft *
new_draft (UsherInvitationKind kind)
{
  static const char *const emails[] = { "ada@example.com", "Bob@Example.com", NULL };
  static const char *const sites[] = { SITE_1, SITE_2, NULL };
  static const char *const types[] = { "WATER", "GAS", NULL };
  UsherInvitationDraft *draft = usher_invitation_draft_new (kind);

  usher_invitation_draft_set_allowed_emails (draft, emails);
  usher_invitation_draft_set_max_uses (draft, 3);
  usher_invitation_draft_set_expires_in (draft, 86400);
  if (kind == USHER_INVITATION_KIND_RECONNECT)
    {
      usher_invitation_draft_set_connection_id (draft, CONNECTION);
      return draft;
    }
  usher_invitation_draft_set_company_id (draft, COMPANY);
  usher_invitation_draft_set_url (draft, "https://example.com/");
  usher_invitation_draft_set_datasource_id (draft, SOURCE);
  usher_invitation_draft_set_site_ids (draft, sites);
  usher_invitation_draft_set_utility_types (draft, types);
  usher_invitation_draft_set_country (draft, "DE");
  usher_invitation_draft_set_owner_email (draft, "owner@example.com");
  usher_invitation_draft_set_start_date (draft, "2026-01-31");
  return draft;
}

static UsherIntent *
new_unclear (UsherInvitationDraft *draft)
{
  UsherIntent *intent = usher_intent_new_create (draft);

  usher_intent_set_sent (intent, usher_time_parse (SENT), 0);
  usher_intent_set_outcome (intent, USHER_INTENT_UNCLEAR, NULL, "x");
  return intent;
}

/* What the server made of it, with one member, of the whole or of its prefill, told otherwise: "-" leaves it out. */
static UsherInvitation *
make (UsherInvitationKind kind, const char *member, const char *value)
{
  gboolean reconnect = kind == USHER_INVITATION_KIND_RECONNECT;
  g_autofree char *text = g_strdup_printf (
      "{\"id\":\"00000000-0000-4000-8000-000000000001\",\"token\":\"t\",\"invitationUrl\":\"https://example.com/p/i/t\","
      "\"invitationType\":\"%s\",\"status\":\"ACTIVE\",\"companyId\":\"" COMPANY "\",\"connectionId\":%s,"
      "\"allowedEmails\":[\"ada@example.com\",\"bob@example.com\"],\"maxUses\":3,\"useCount\":0,"
      "\"createdAt\":\"2026-11-21T10:00:01Z\",\"expiresAt\":\"2026-11-22T10:00:01Z\",\"prefill\":%s}",
      reconnect ? "EDIT_CONNECTION" : "CREATE_CONNECTION", reconnect ? "\"" CONNECTION "\"" : "null",
      reconnect ? "null"
                : "{\"url\":\"https://example.com/\",\"datasourceId\":\"" SOURCE "\",\"initialSites\":[\"" SITE_1
                  "\",\"" SITE_2 "\"],\"utilityTypes\":[\"WATER\",\"GAS\"],\"country\":\"DE\","
                  "\"connectionOwnerEmail\":\"owner@example.com\",\"dataCollectionStartDate\":\"2026-01-31\"}");
  g_autoptr (JsonNode) node = usher_json_parse (text, -1, NULL);
  JsonObject *object = json_node_get_object (node);
  UsherInvitation *invitation;
  g_autoptr (GError) error = NULL;

  if (member != NULL && g_str_has_prefix (member, "prefill."))
    {
      object = json_object_get_object_member (object, "prefill");
      member += strlen ("prefill.");
    }
  if (member != NULL)
    {
      g_assert_true (json_object_has_member (object, member)); /* the table means what it says */
      json_object_remove_member (object, member);
      if (!g_str_equal (value, "-"))
        json_object_set_member (object, member, json_from_string (value, NULL));
    }
  invitation = usher_invitation_new_from_json (node, &error);
  g_assert_no_error (error);
  return invitation;
}

typedef struct
{
  const char *member;
  const char *value;
  gboolean matches;
} Row;

static const Row contributor[] = {
  { NULL, NULL, TRUE },
  /* target */
  { "companyId", "\"00000000-0000-4000-8000-00000000c002\"", FALSE },
  { "companyId", "null", FALSE },
  { "invitationType", "\"EDIT_CONNECTION\"", FALSE },
  { "invitationType", "\"SOMETHING_NEW\"", FALSE },
  /* allow-list: a set, without regard to case */
  { "allowedEmails", "[\"BOB@example.com\",\"ada@example.com\"]", TRUE },
  { "allowedEmails", "[\" ada@example.com\",\"bob@example.com\",\"Ada@example.com\"]", TRUE },
  { "allowedEmails", "[\"ada@example.com\"]", FALSE },
  { "allowedEmails", "[\"ada@example.com\",\"bob@example.com\",\"eve@example.com\"]", FALSE },
  { "allowedEmails", "[\"ada@example.com\",\"bob@example.org\"]", FALSE },
  { "allowedEmails", "[]", FALSE },
  { "allowedEmails", "-", FALSE },
  /* uses; how often it was used meanwhile, and what became of it, says nothing */
  { "maxUses", "2", FALSE },
  { "maxUses", "null", FALSE },
  { "useCount", "3", TRUE },
  { "status", "\"REVOKED\"", TRUE },
  { "status", "\"FULFILLED\"", TRUE },
  /* lifetime, counted from when it was made */
  { "expiresAt", "\"2026-11-22T10:00:03Z\"", TRUE },
  { "expiresAt", "\"2026-11-22T10:01:00Z\"", FALSE },
  { "expiresAt", "\"2026-11-21T10:00:01Z\"", FALSE },
  { "expiresAt", "null", FALSE },
  /* prefill, each part */
  { "prefill", "null", FALSE },
  { "prefill.url", "\"https://example.org/\"", FALSE },
  { "prefill.url", "-", FALSE },
  { "prefill.datasourceId", "\"00000000-0000-4000-8000-00000000e002\"", FALSE },
  { "prefill.initialSites", "[\"" SITE_2 "\",\"" SITE_1 "\"]", TRUE },
  { "prefill.initialSites", "[\"" SITE_1 "\"]", FALSE },
  { "prefill.utilityTypes", "[\"GAS\",\"WATER\"]", TRUE },
  { "prefill.utilityTypes", "[\"WATER\",\"ELECTRIC\"]", FALSE },
  { "prefill.country", "\"FR\"", FALSE },
  { "prefill.connectionOwnerEmail", "\"Owner@Example.com\"", TRUE },
  { "prefill.connectionOwnerEmail", "\"other@example.com\"", FALSE },
  { "prefill.dataCollectionStartDate", "\"2026-02-01\"", FALSE },
  /* the window: from a little before it left, as the server's clock has whole seconds, to minutes later */
  { "createdAt", "\"2026-11-21T09:59:57Z\"", TRUE },
  { "createdAt", "\"2026-11-21T09:59:40Z\"", FALSE },
  { "createdAt", "null", FALSE },
};

static const Row reconnect[] = {
  { NULL, NULL, TRUE },
  { "connectionId", "\"00000000-0000-4000-8000-00000000d002\"", FALSE },
  { "connectionId", "null", FALSE },
  { "invitationType", "\"CREATE_CONNECTION\"", FALSE },
  /* The company of a connection is the server's to know. */
  { "companyId", "\"00000000-0000-4000-8000-00000000c002\"", TRUE },
  { "allowedEmails", "[\"ada@example.com\"]", FALSE },
  { "maxUses", "4", FALSE },
};

static void
check_rows (UsherInvitationKind kind, const Row *rows, gsize n_rows)
{
  g_autoptr (UsherInvitationDraft) draft = new_draft (kind);
  g_autoptr (UsherIntent) intent = new_unclear (draft);

  for (gsize i = 0; i < n_rows; i++)
    {
      g_autoptr (UsherInvitation) invitation = make (kind, rows[i].member, rows[i].value);

      g_test_message ("%s: %s", rows[i].member, rows[i].value);
      g_assert_cmpint (usher_reconcile_matches (intent, invitation, 0), ==, rows[i].matches);
    }
}

static void
test_members (void)
{
  check_rows (USHER_INVITATION_KIND_CONTRIBUTOR, contributor, G_N_ELEMENTS (contributor));
  check_rows (USHER_INVITATION_KIND_RECONNECT, reconnect, G_N_ELEMENTS (reconnect));
}

/* What was not asked for must not be there, and an invitation that asks for nothing is not every other one. */
static void
test_bare (void)
{
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  g_autoptr (UsherIntent) intent = NULL;
  static const char *const bare
      = "{\"id\":\"00000000-0000-4000-8000-000000000001\",\"token\":\"t\",\"invitationType\":\"CREATE_CONNECTION\","
        "\"status\":\"ACTIVE\",\"companyId\":\"" COMPANY "\",\"createdAt\":\"2026-11-21T10:00:01Z\"%s}";
  static const struct
  {
    const char *more;
    gboolean matches;
  } rows[] = {
    { "", TRUE },
    { ",\"prefill\":{}", TRUE },
    { ",\"prefill\":{\"utilityTypes\":[],\"country\":\"\"}", TRUE },
    { ",\"allowedEmails\":[\"ada@example.com\"]", FALSE },
    { ",\"maxUses\":1", FALSE },
    { ",\"expiresAt\":\"2026-11-22T10:00:01Z\"", FALSE },
    { ",\"prefill\":{\"country\":\"DE\"}", FALSE },
    { ",\"prefill\":{\"initialSites\":[\"" SITE_1 "\"]}", FALSE },
  };

  usher_invitation_draft_set_company_id (draft, COMPANY);
  usher_invitation_draft_set_expires_in (draft, 0);
  usher_invitation_draft_set_max_uses (draft, USHER_USES_UNLIMITED);
  intent = new_unclear (draft);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) around = g_strsplit (bare, "%s", 2);
      g_autofree char *text = g_strjoinv (rows[i].more, around);
      g_autoptr (JsonNode) node = usher_json_parse (text, -1, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (UsherInvitation) invitation = usher_invitation_new_from_json (node, &error);

      g_assert_no_error (error);
      g_test_message ("%s", text);
      g_assert_cmpint (usher_reconcile_matches (intent, invitation, 0), ==, rows[i].matches);
    }
}

static gboolean
matches_at (UsherIntent *intent, gint64 made, gint64 offset)
{
  g_autofree char *text = usher_time_to_string (made);
  g_autofree char *end = usher_time_to_string (made + 86400 * G_TIME_SPAN_SECOND);
  g_autofree char *whole = g_strdup_printf (
      "{\"id\":\"00000000-0000-4000-8000-000000000001\",\"token\":\"t\",\"invitationType\":\"EDIT_CONNECTION\","
      "\"status\":\"ACTIVE\",\"connectionId\":\"" CONNECTION "\",\"allowedEmails\":[\"ada@example.com\","
      "\"bob@example.com\"],\"maxUses\":3,\"createdAt\":\"%s\",\"expiresAt\":\"%s\"}",
      text, end);
  g_autoptr (JsonNode) node = usher_json_parse (whole, -1, NULL);
  g_autoptr (UsherInvitation) invitation = usher_invitation_new_from_json (node, NULL);

  g_assert_nonnull (invitation);
  return usher_reconcile_matches (intent, invitation, offset);
}

/* The window is by the server's clock, as its Date header told it when the request left. */
static void
test_window (void)
{
  g_autoptr (UsherInvitationDraft) draft = new_draft (USHER_INVITATION_KIND_RECONNECT);
  g_autoptr (UsherIntent) intent = new_unclear (draft);
  gint64 sent = usher_time_parse (SENT);
  static const gint64 offsets[] = { 0, G_TIME_SPAN_HOUR, -G_TIME_SPAN_HOUR, 400 * G_TIME_SPAN_DAY };

  for (gsize i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      gint64 there = sent + offsets[i];

      usher_intent_set_sent (intent, sent, offsets[i]);
      /* What the clocks say now does not matter, if it is known what they said then. */
      for (gint64 now = -1; now <= 1; now++)
        {
          g_assert_true (matches_at (intent, there, now * G_TIME_SPAN_DAY));
          g_assert_true (matches_at (intent, there - 3 * G_TIME_SPAN_SECOND, now * G_TIME_SPAN_DAY));
          g_assert_true (matches_at (intent, there + 4 * G_TIME_SPAN_MINUTE, now * G_TIME_SPAN_DAY));
          g_assert_false (matches_at (intent, there - 30 * G_TIME_SPAN_SECOND, now * G_TIME_SPAN_DAY));
          g_assert_false (matches_at (intent, there + 6 * G_TIME_SPAN_MINUTE, now * G_TIME_SPAN_DAY));
        }
      /* Not known then: as the clocks are now. */
      usher_intent_set_sent (intent, sent, USHER_INTENT_NO_OFFSET);
      g_assert_true (matches_at (intent, there, offsets[i]));
      g_assert_false (matches_at (intent, there + 6 * G_TIME_SPAN_MINUTE, offsets[i]));
      g_assert_false (matches_at (intent, there, offsets[i] + G_TIME_SPAN_HOUR));
    }
  /* Absurd clocks match nothing, and nothing overflows. */
  usher_intent_set_sent (intent, G_MAXINT64 - 1, G_MAXINT64 - 1);
  g_assert_false (matches_at (intent, sent, 0));
}

static UsherInvitation *
make_after (guint number, gint64 seconds)
{
  gint64 made = usher_time_parse (SENT) + seconds * G_TIME_SPAN_SECOND;
  g_autofree char *text = usher_time_to_string (made);
  g_autofree char *end = usher_time_to_string (made + 86400 * G_TIME_SPAN_SECOND);
  g_autofree char *whole = g_strdup_printf (
      "{\"id\":\"00000000-0000-4000-8000-%012u\",\"token\":\"t\",\"invitationType\":\"EDIT_CONNECTION\","
      "\"status\":\"ACTIVE\",\"connectionId\":\"" CONNECTION "\",\"allowedEmails\":[\"ada@example.com\","
      "\"bob@example.com\"],\"maxUses\":3,\"createdAt\":\"%s\",\"expiresAt\":\"%s\"}",
      number, text, end);
  g_autoptr (JsonNode) node = usher_json_parse (whole, -1, NULL);

  return usher_invitation_new_from_json (node, NULL);
}

/* Several asked for the very same and were made; in whichever order one looks, and the server lists, none is left that
 * nobody has. */
static void
test_choose (void)
{
  g_autoptr (UsherInvitationDraft) draft = new_draft (USHER_INVITATION_KIND_RECONNECT);
  g_autoptr (GRand) rand = usher_test_new_rand ();

  for (guint round = 0; round < 500; round++)
    {
      guint n = (guint) g_rand_int_range (rand, 1, 6);
      g_autoptr (GPtrArray) group = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint i = 0; i < n; i++)
        {
          gint64 after = g_rand_int_range (rand, 0, g_rand_boolean (rand) ? 10 : 600);
          UsherIntent *intent = new_unclear (draft);

          usher_intent_set_sent (intent, usher_time_parse (SENT) + after * G_TIME_SPAN_SECOND, 0);
          g_ptr_array_insert (group, g_rand_int_range (rand, 0, (gint32) i + 1), intent);
          if (g_rand_int_range (rand, 0, 4) > 0)
            {
              gint64 late = g_rand_boolean (rand) ? 0 : g_rand_int_range (rand, 0, 299);

              g_ptr_array_insert (made, g_rand_int_range (rand, 0, (gint32) made->len + 1), make_after (i, after + late));
            }
        }
      while (group->len > 0)
        {
          guint next = (guint) g_rand_int_range (rand, 0, (gint32) group->len);
          UsherInvitation *chosen = usher_reconcile_choose (group->pdata[next], group, made, 0);

          if (chosen != NULL)
            {
              g_assert_true (usher_reconcile_matches (group->pdata[next], chosen, 0));
              g_assert_true (g_ptr_array_remove (made, chosen));
            }
          g_ptr_array_remove_index (group, next);
        }
      g_assert_cmpuint (made->len, ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/reconcile/members", test_members);
  g_test_add_func ("/session/reconcile/bare", test_bare);
  g_test_add_func ("/session/reconcile/window", test_window);
  g_test_add_func ("/session/reconcile/choose", test_choose);
  return g_test_run ();
}
