/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/usher-test.h"
#include "model/usher-invitation-item.h"
#include "model/usher-time.h"
#include "wrong-types.h"

static UsherInvitation *
new_invitation (const char *status)
{
  g_autofree char *json = g_strdup_printf ("{\"id\": \"i1\", \"status\": \"%s\"}", status);
  g_autoptr (JsonNode) node = parse_sample (json);

  return usher_invitation_new_from_json (node, NULL);
}

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  GString *log = user_data;

  g_string_append_printf (log, "%s ", pspec->name);
}

static void
test_update (void)
{
  g_autoptr (UsherInvitation) active = new_invitation ("ACTIVE");
  g_autoptr (UsherInvitation) same = new_invitation ("ACTIVE");
  g_autoptr (UsherInvitation) revoked = new_invitation ("REVOKED");
  UsherInvitationItem *item = usher_invitation_item_new (active, "Example", USHER_TIME_NONE);
  g_autoptr (GString) log = g_string_new (NULL);

  g_signal_connect (item, "notify", G_CALLBACK (on_notify), log);
  g_assert_false (usher_invitation_item_update (item, active, "Example", USHER_TIME_NONE));
  g_assert_false (usher_invitation_item_update (item, same, "Example", USHER_TIME_NONE));
  g_assert_cmpstr (log->str, ==, "");
  g_assert_true (usher_invitation_item_update (item, revoked, "Example", USHER_TIME_NONE));
  g_assert_cmpstr (log->str, ==, "invitation ");
  g_assert_true (usher_invitation_item_get_invitation (item) == revoked);
  g_string_truncate (log, 0);
  g_assert_true (usher_invitation_item_update (item, revoked, NULL, 7));
  g_assert_nonnull (strstr (log->str, "company-name "));
  g_assert_nonnull (strstr (log->str, "last-event-at "));
  g_assert_null (strstr (log->str, "invitation "));
  g_assert_null (usher_invitation_item_get_company_name (item));
  g_assert_cmpint (usher_invitation_item_get_last_event_at (item), ==, 7);
  g_assert_cmpstr (usher_invitation_item_get_id (item), ==, "i1");
  g_assert_finalize_object (item);
}

static void
test_properties (void)
{
  g_autoptr (UsherInvitation) active = new_invitation ("ACTIVE");
  g_autoptr (UsherInvitationItem) item = usher_invitation_item_new (active, "Example", 9);
  g_autofree char *id = NULL;
  g_autofree char *company = NULL;
  g_autoptr (UsherInvitation) invitation = NULL;
  gint64 last = 0;

  g_object_get (item, "id", &id, "company-name", &company, "invitation", &invitation,
                "last-event-at", &last, NULL);
  g_assert_cmpstr (id, ==, "i1");
  g_assert_cmpstr (company, ==, "Example");
  g_assert_true (invitation == active);
  g_assert_cmpint (last, ==, 9);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/invitation-item/update", test_update);
  g_test_add_func ("/model/invitation-item/properties", test_properties);
  return g_test_run ();
}
