/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/usher-ui-samples.h"

#include "model/usher-json.h"
#include "model/usher-time.h"

#define USUAL                                                                                      \
  "{\"id\": \"11111111-1111-4111-8111-111111111111\", \"token\": \"t\", "                          \
  "\"invitationType\": \"CREATE_CONNECTION\", \"status\": \"ACTIVE\", "                            \
  "\"companyId\": \"22222222-2222-4222-8222-222222222222\", \"connectionId\": null, "              \
  "\"allowedEmails\": [\"ada@example.com\"], \"expiresAt\": null, \"maxUses\": 1, \"useCount\": 0, " \
  "\"createdAt\": \"2026-11-18T08:00:00Z\", \"prefill\": {}, \"createdConnections\": []}"

UsherInvitation *
usher_ui_sample_invitation (const char *members)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) usual = usher_json_parse (USUAL, -1, &error);
  g_autofree char *text = g_strdup_printf ("{%s}", members != NULL ? members : "");
  g_autoptr (JsonNode) changes = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  UsherInvitation *invitation;

  g_assert_no_error (error);
  changes = usher_json_parse (text, -1, &error);
  g_assert_no_error (error);
  json_object_iter_init (&iter, json_node_get_object (changes));
  while (json_object_iter_next (&iter, &name, &value))
    json_object_set_member (json_node_get_object (usual), name, json_node_copy (value));
  invitation = usher_invitation_new_from_json (usual, &error);
  g_assert_no_error (error);
  return invitation;
}

char *
usher_ui_sample_log (guint n_events, gint64 newest)
{
  g_autoptr (GString) text = g_string_new ("\"events\": [");

  for (guint i = n_events; i > 0; i--)
    {
      gint64 back = (gint64) (i - 1) * 60 + (gint64) ((i - 1) / 100) * 24 * 60 * 60;
      g_autofree char *time = usher_time_to_string (newest - back * G_USEC_PER_SEC);

      g_string_append_printf (text,
                              "%s{\"id\": \"e%u\", \"eventType\": \"%s\", \"email\": "
                              "\"ada@example.com\", \"createdAt\": \"%s\"}",
                              i == n_events ? "" : ", ", i,
                              i == n_events        ? "CREATED"
                              : (i - 1) % 10 == 0 ? "EMAIL_VERIFIED"
                                                  : "VIEWED",
                              time);
    }
  g_string_append (text, "]");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
