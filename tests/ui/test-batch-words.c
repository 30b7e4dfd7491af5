/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked and told about many invitations at once. */
#include "ui/usher-batch-words.h"

#include <string.h>

#include "model/usher-intent.h"
#include "model/usher-time.h"

/* email: (nullable): NULL for an invitation without an allow-list. */
static void
add (GPtrArray *items, const char *status, const char *email)
{
  g_autofree char *id = g_strdup_printf ("00000000-0000-4000-8000-%012u", items->len);
  g_autofree char *list = email != NULL ? g_strdup_printf ("[\"%s\"]", email) : g_strdup ("[]");
  g_autofree char *text = g_strdup_printf ("{\"id\":\"%s\",\"status\":\"%s\",\"allowedEmails\":%s,"
                                           "\"invitationType\":\"CREATE_CONNECTION\"}",
                                           id, status, list);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);
  g_autoptr (UsherInvitation) invitation = NULL;

  g_assert_no_error (error);
  invitation = usher_invitation_new_from_json (node, &error);
  g_assert_no_error (error);
  g_ptr_array_add (items, usher_invitation_item_new (invitation, "Example Ltd", G_MININT64));
}

static GPtrArray *
new_items (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

static void
test_heading (void)
{
  g_autofree char *one = usher_batch_dup_heading (USHER_BATCH_REVOKE, 1);
  g_autofree char *many = usher_batch_dup_heading (USHER_BATCH_REVOKE, 12);
  g_autofree char *resend = usher_batch_dup_heading (USHER_BATCH_RESEND, 2);

  g_assert_cmpstr (one, ==, "Revoke 1 Invitation?");
  g_assert_cmpstr (many, ==, "Revoke 12 Invitations?");
  g_assert_cmpstr (resend, ==, "Resend the Emails of 2 Invitations?");
}

static void
test_names (void)
{
  g_autoptr (GPtrArray) chosen = new_items ();
  g_autoptr (GPtrArray) none = new_items ();
  g_autofree char *five = NULL;
  g_autofree char *six = NULL;
  g_autofree char *local = g_strnfill (60, 'x');
  g_autofree char *longest = g_strconcat (local, "@example.com", NULL);
  const char *company;

  add (chosen, "ACTIVE", "a@example.com");
  add (chosen, "ACTIVE", NULL);
  add (chosen, "ACTIVE", longest);
  add (chosen, "ACTIVE", "d@example.com");
  add (chosen, "ACTIVE", "e@example.com");
  five = usher_batch_dup_body (USHER_BATCH_REVOKE, chosen, none, NULL);
  g_assert_true (g_str_has_prefix (five, "a@example.com\n"));
  /* Two without an allow-list are told apart by their companies. */
  company = strstr (five, ", Example Ltd\n");
  g_assert_nonnull (company);
  g_assert_nonnull (strstr (five, "e@example.com\n\nThe links stop working at once"));
  g_assert_null (strstr (five, "more"));
  g_assert_null (strstr (five, "left out"));
  g_assert_null (strstr (five, longest));
  g_assert_nonnull (strstr (five, "xxx…\n"));

  add (chosen, "ACTIVE", "f@example.com");
  six = usher_batch_dup_body (USHER_BATCH_RESEND, chosen, none, NULL);
  g_assert_null (strstr (six, "e@example.com"));
  g_assert_nonnull (strstr (six, "d@example.com\nand 2 more\n\nThe same links go once more"));
}

/* Who got an email within the hour is named before the same goes to them again. */
static void
test_mailed (void)
{
  g_autoptr (GPtrArray) chosen = new_items ();
  g_autoptr (GPtrArray) none = new_items ();
  g_autoptr (GHashTable) mailed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gint64 when = usher_time_now () - 5 * G_TIME_SPAN_MINUTE;
  g_autofree char *nobody = NULL;
  g_autofree char *one = NULL;
  g_autofree char *all = NULL;
  g_autofree char *revoke = NULL;

  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *email = g_strdup_printf ("%c@example.com", (char) ('a' + i));

      add (chosen, "ACTIVE", email);
    }
  nobody = usher_batch_dup_body (USHER_BATCH_RESEND, chosen, none, mailed);
  g_assert_null (strstr (nobody, "within the last hour"));
  for (guint i = 0; i < 6; i++)
    {
      UsherInvitation *invitation = usher_invitation_item_get_invitation (g_ptr_array_index (chosen, i));

      g_hash_table_insert (mailed, usher_recipients_to_key (usher_invitation_get_allowed_emails (invitation)),
                           g_memdup2 (&when, sizeof when));
      if (i == 0)
        one = usher_batch_dup_body (USHER_BATCH_RESEND, chosen, none, mailed);
    }
  g_assert_nonnull (strstr (one, "\n\nThese recipients got an email within the last hour, which may still be on its way:\n"
                                 "a@example.com, 5 minutes ago"));
  all = usher_batch_dup_body (USHER_BATCH_RESEND, chosen, none, mailed);
  g_assert_nonnull (strstr (all, "d@example.com, 5 minutes ago\nand 2 more"));
  revoke = usher_batch_dup_body (USHER_BATCH_REVOKE, chosen, none, mailed);
  g_assert_null (strstr (revoke, "within the last hour"));
}

/* And who would get several emails at once, however the addresses are written. */
static void
test_several (void)
{
  g_autoptr (GPtrArray) chosen = new_items ();
  g_autoptr (GPtrArray) none = new_items ();
  g_autofree char *once = NULL;
  g_autofree char *twice = NULL;
  g_autofree char *revoke = NULL;

  add (chosen, "ACTIVE", "a@example.com");
  add (chosen, "ACTIVE", "b@example.com");
  once = usher_batch_dup_body (USHER_BATCH_RESEND, chosen, none, NULL);
  g_assert_null (strstr (once, "the same recipients"));
  for (guint i = 0; i < 3; i++)
    add (chosen, "ACTIVE", "A@example.com");
  twice = usher_batch_dup_body (USHER_BATCH_RESEND, chosen, none, NULL);
  g_assert_true (g_str_has_suffix (twice, "\n\nSeveral of these invitations are for the same recipients, who get an "
                                          "email for each:\nA@example.com"));
  revoke = usher_batch_dup_body (USHER_BATCH_REVOKE, chosen, none, NULL);
  g_assert_null (strstr (revoke, "the same recipients"));
}

static void
test_left_out (void)
{
  g_autoptr (GPtrArray) items = new_items ();
  g_autofree char *resend = NULL;
  g_autofree char *revoke = NULL;

  g_assert_null (usher_batch_dup_left_out (USHER_BATCH_REVOKE, items));
  add (items, "EXPIRED", "a@example.com");
  add (items, "REVOKED", "b@example.com");
  add (items, "REVOKED", NULL);
  add (items, "FULFILLED", "c@example.com");
  add (items, "ACTIVE", NULL);
  add (items, "ON_HOLD", "d@example.com");
  resend = usher_batch_dup_left_out (USHER_BATCH_RESEND, items);
  g_assert_cmpstr (resend, ==,
                   "1 other is left out, because it has expired.\n"
                   "2 others are left out, because they are already revoked.\n"
                   "1 other is left out, because it was used as often as it allows.\n"
                   "1 other is left out, because it has no email addresses to send it to.\n"
                   "1 other is left out, because it is not known to be active, or is being worked on.");
  /* That it is open does not keep it from being revoked: something else does. */
  revoke = usher_batch_dup_left_out (USHER_BATCH_REVOKE, items);
  g_assert_null (strstr (revoke, "email addresses"));
  g_assert_nonnull (strstr (revoke, "2 others are left out, because they are not known to be active"));
}

static void
test_toast (void)
{
  g_autofree char *one = usher_batch_dup_toast (USHER_BATCH_GET_LINKS, 1, 0);
  g_autofree char *some = usher_batch_dup_toast (USHER_BATCH_GET_LINKS, 3, 2);
  g_autofree char *revoked = usher_batch_dup_toast (USHER_BATCH_REVOKE, 3, 0);

  g_assert_cmpstr (one, ==, "1 link copied");
  g_assert_cmpstr (some, ==, "3 links copied; 2 left out, because the link no longer works");
  g_assert_cmpstr (revoked, ==, "3 invitations revoked");
}

/* Never by colour or icon alone: each outcome has its own word. */
static void
test_words (void)
{
  g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal);

  for (int state = USHER_BATCH_WAITING; state <= USHER_BATCH_NOT_TRIED; state++)
    {
      g_assert_nonnull (usher_batch_get_icon ((UsherBatchState) state));
      g_assert_true (g_hash_table_add (
        words, (gpointer) usher_batch_get_word (USHER_BATCH_REVOKE, (UsherBatchState) state)));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/batch-words/heading", test_heading);
  g_test_add_func ("/ui/batch-words/names", test_names);
  g_test_add_func ("/ui/batch-words/mailed", test_mailed);
  g_test_add_func ("/ui/batch-words/several", test_several);
  g_test_add_func ("/ui/batch-words/left-out", test_left_out);
  g_test_add_func ("/ui/batch-words/toast", test_toast);
  g_test_add_func ("/ui/batch-words/words", test_words);
  return g_test_run ();
}
