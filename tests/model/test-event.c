/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/usher-test.h"
#include "model/usher-event.h"
#include "model/usher-model-error.h"
#include "model/usher-time.h"
#include "wrong-types.h"

#define FULL                                                                                       \
  "{\"id\": \"e1\", \"eventType\": \"VIEWED\", \"email\": \"a@example.com\", "                     \
  "\"createdAt\": \"2026-11-20T08:15:00Z\", \"ip\": \"192.0.2.7\", \"agent\": {\"name\": \"x\"}}"

static UsherEvent *
read_event (const char *text)
{
  g_autoptr (JsonNode) node = parse_sample (text);
  g_autoptr (GError) error = NULL;
  UsherEvent *event = usher_event_new_from_json (node, &error);

  g_assert_no_error (error);
  return event;
}

static void
test_full (void)
{
  UsherEvent *event = read_event (FULL);
  g_autoptr (JsonNode) again = usher_event_to_json (event);
  g_autofree char *extra = usher_event_dup_extra (event);

  g_assert_cmpstr (usher_event_get_id (event), ==, "e1");
  g_assert_cmpint (usher_event_get_kind (event), ==, USHER_EVENT_KIND_VIEWED);
  g_assert_cmpstr (usher_event_get_kind_name (event), ==, "VIEWED");
  g_assert_cmpstr (usher_event_get_email (event), ==, "a@example.com");
  g_assert_cmpint (usher_event_get_time (event), ==, usher_time_parse ("2026-11-20T08:15:00Z"));
  g_assert_cmpstr (extra, ==, "ip: 192.0.2.7\nagent: {\"name\":\"x\"}");
  assert_json_equal (again, FULL);
  g_assert_finalize_object (event);
}

/* Every spelling that contract 3.7 guesses. */
static void
test_spellings (void)
{
  static const struct
  {
    const char *json;
    const char *kind;
    const char *email;
    gboolean has_time;
  } cases[] = {
    { "{\"eventType\": \"USED\", \"type\": \"VIEWED\"}", "USED", NULL, FALSE },
    { "{\"type\": \"USED\", \"created\": \"2026-01-01T00:00:00\"}", "USED", NULL, TRUE },
    { "{\"event\": \"USED\", \"timestamp\": \"2026-01-01T00:00:00.123456789Z\"}", "USED", NULL, TRUE },
    { "{\"eventType\": \"\", \"event\": \"USED\"}", "USED", NULL, FALSE },
    { "{\"eventType\": 3, \"type\": null, \"event\": \"X\", \"actorEmail\": \"b@example.com\"}", "X",
      "b@example.com", FALSE },
    { "{\"email\": null, \"actorEmail\": \"b@example.com\"}", "", "b@example.com", FALSE },
    { "{\"createdAt\": \"nonsense\", \"created\": \"2026-01-01\", \"timestamp\": \"2026-01-01T00:00:00Z\"}",
      "", NULL, TRUE },
    { "{}", "", NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (UsherEvent) event = read_event (cases[i].json);

      g_assert_cmpstr (usher_event_get_kind_name (event), ==, cases[i].kind);
      g_assert_cmpstr (usher_event_get_email (event), ==, cases[i].email);
      g_assert_cmpint (usher_event_get_time (event) != USHER_TIME_NONE, ==, cases[i].has_time);
    }
}

static void
test_sentences (void)
{
  static const struct
  {
    const char *kind;
    const char *with;
    const char *without;
  } cases[] = {
    { "CREATED", "a@example.com created the invitation", "The invitation was created" },
    { "EMAIL_SENT", "The invitation was emailed to a@example.com", "The invitation was emailed" },
    { "EMAIL_RESENT", "The invitation was emailed to a@example.com again",
      "The invitation was emailed again" },
    { "VIEWED", "a@example.com opened the link", "The link was opened" },
    { "EMAIL_VERIFIED", "a@example.com verified their email address",
      "An email address was verified" },
    { "USED", "a@example.com submitted the form", "The form was submitted" },
    { "REVOKED", "a@example.com revoked the invitation", "The invitation was revoked" },
    { "SOME_KIND", "Some kind: a@example.com", "Some kind" },
    { "", "An event of an unknown kind: a@example.com", "An event of an unknown kind" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *with_json =
        g_strdup_printf ("{\"eventType\": \"%s\", \"email\": \"a@example.com\"}", cases[i].kind);
      g_autofree char *without_json = g_strdup_printf ("{\"eventType\": \"%s\"}", cases[i].kind);
      g_autoptr (UsherEvent) with = read_event (with_json);
      g_autoptr (UsherEvent) without = read_event (without_json);
      g_autofree char *with_sentence = usher_event_dup_sentence (with);
      g_autofree char *without_sentence = usher_event_dup_sentence (without);

      g_assert_cmpstr (with_sentence, ==, cases[i].with);
      g_assert_cmpstr (without_sentence, ==, cases[i].without);
    }
}

/* What is shown is short and on one line; what is kept is whole. */
static void
test_long_texts (void)
{
  g_autofree char *word = g_strnfill (1000000, 'x');
  g_autofree char *json =
    g_strdup_printf ("{\"eventType\": \"%s\", \"email\": \"a\\n%s\", \"more\": \"%s\"}", word, word, word);
  g_autoptr (UsherEvent) event = read_event (json);
  g_autofree char *sentence = usher_event_dup_sentence (event);
  g_autofree char *extra = usher_event_dup_extra (event);
  g_autoptr (JsonNode) again = usher_event_to_json (event);

  g_assert_cmpint (g_utf8_strlen (sentence, -1), <, 500);
  g_assert_null (strchr (sentence, '\n'));
  g_assert_cmpint (g_utf8_strlen (extra, -1), <, 500);
  assert_json_equal (again, json);
}

/* A link opens the form for whoever reads it, and logs are written to the store and to archives. */
static void
test_no_links (void)
{
  g_autoptr (UsherEvent) event = read_event (
    "{\"token\": \"s3cret\", \"invitationUrl\": \"https://example.com/p/i/s3cret\", \"type\": \"USED\"}");
  g_autoptr (JsonNode) again = usher_event_to_json (event);

  assert_json_equal (again, "{\"type\": \"USED\"}");
  g_assert_null (usher_event_dup_extra (event));
}

static void
test_number_as_id (void)
{
  g_autoptr (UsherEvent) event = read_event ("{\"id\": 42}");

  g_assert_cmpstr (usher_event_get_id (event), ==, "42");
}

/* Nobody who was handed the members can change the event by them. */
static void
test_members_are_copies (void)
{
  g_autoptr (UsherEvent) event = read_event (FULL);
  g_autoptr (JsonNode) first = usher_event_to_json (event);
  g_autoptr (JsonNode) second = NULL;

  json_object_set_string_member (json_node_get_object (first), "eventType", "REVOKED");
  second = usher_event_to_json (event);
  assert_json_equal (second, FULL);
}

static void
on_read (JsonNode *node, gboolean accept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherEvent) event = usher_event_new_from_json (node, &error);
  g_autoptr (JsonNode) json = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *extra = NULL;

  if (!accept)
    {
      g_assert_error (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_MALFORMED);
      return;
    }
  g_assert_no_error (error);
  sentence = usher_event_dup_sentence (event);
  g_assert_cmpstr (sentence, !=, "");
  extra = usher_event_dup_extra (event);
  json = usher_event_to_json (event);
  g_assert_true (json_node_equal (json, node));
}

static void
test_wrong_types (void)
{
  wrong_types_try (FULL, FALSE, on_read);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/event/full", test_full);
  g_test_add_func ("/model/event/spellings", test_spellings);
  g_test_add_func ("/model/event/sentences", test_sentences);
  g_test_add_func ("/model/event/long-texts", test_long_texts);
  g_test_add_func ("/model/event/no-links", test_no_links);
  g_test_add_func ("/model/event/number-as-id", test_number_as_id);
  g_test_add_func ("/model/event/members-are-copies", test_members_are_copies);
  g_test_add_func ("/model/event/wrong-types", test_wrong_types);
  return g_test_run ();
}
