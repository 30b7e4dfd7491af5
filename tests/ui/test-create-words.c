/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/usher-create-words.h"

#include "model/usher-time.h"

static void
assert_says (UsherInvitationDraft *draft, const char *sentence)
{
  g_auto (GStrv) sentences = usher_create_dup_consequences (draft);
  g_autofree char *all = g_strjoinv ("\n", sentences);

  if (!g_strv_contains ((const char *const *) sentences, sentence))
    g_assert_cmpstr (all, ==, sentence);
}

static void
test_contributor (void)
{
  g_autoptr (UsherInvitationDraft) draft =
    usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  const char *one[] = { "ada@example.com", NULL };
  const char *two[] = { "ada@example.com", "bob@example.com", NULL };

  assert_says (draft, "The link works for anyone who has it, forever.");
  assert_says (draft, "One connection can be made with it.");
  assert_says (draft, "Nobody gets an email: you send the link yourself.");
  g_assert_true (usher_create_is_risky (draft));

  usher_invitation_draft_set_max_uses (draft, USHER_USES_UNLIMITED);
  assert_says (draft, "Any number of connections can be made with it.");
  usher_invitation_draft_set_max_uses (draft, 5);
  assert_says (draft, "Up to 5 connections can be made with it.");

  usher_invitation_draft_set_expires_in (draft, 7 * 24 * 60 * 60);
  assert_says (draft, "The link works for anyone who has it, for 7 days.");
  g_assert_false (usher_create_is_risky (draft));

  usher_invitation_draft_set_allowed_emails (draft, one);
  usher_invitation_draft_set_send_email (draft, TRUE);
  assert_says (draft, "The link works for the one address you named, for 7 days.");
  assert_says (draft, "Nectar sends an email as soon as you create it.");

  usher_invitation_draft_set_allowed_emails (draft, two);
  usher_invitation_draft_set_expires_in (draft, 0);
  assert_says (draft, "The link works for the 2 addresses you named, forever.");
  assert_says (draft, "Nectar sends 2 emails as soon as you create it.");
  usher_invitation_draft_set_send_email (draft, FALSE);
  assert_says (draft, "Nobody gets an email: you send the link yourself, and recipients verify their "
                      "address before they start.");
}

static void
test_reconnect (void)
{
  g_autoptr (UsherInvitationDraft) draft =
    usher_invitation_draft_new (USHER_INVITATION_KIND_RECONNECT);

  /* The guide's defaults: 7 days, once. */
  assert_says (draft, "The link works for anyone who has it, for 7 days.");
  assert_says (draft, "It is done once the credentials were entered.");
  assert_says (draft, "History and sites of the connection stay as they are.");
}

static void
test_facts (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (UsherInvitationDraft) draft =
    usher_invitation_draft_new (USHER_INVITATION_KIND_RECONNECT);
  gint64 now = usher_time_parse ("2026-11-20T14:05:00Z");
  g_autofree char *seven = usher_create_dup_expiry (draft, now, utc);
  g_autofree char *once = usher_create_dup_uses (draft);
  g_autofree char *huge = NULL;
  g_autofree char *never = NULL;
  g_autofree char *any = NULL;

  g_assert_true (g_str_has_prefix (seven, "After 7 days ("));
  g_assert_cmpstr (once, ==, "Once");
  usher_invitation_draft_set_expires_in (draft, G_MAXINT64);
  huge = usher_create_dup_expiry (draft, now, utc);
  g_assert_nonnull (huge);
  usher_invitation_draft_set_expires_in (draft, 0);
  never = usher_create_dup_expiry (draft, now, utc);
  g_assert_cmpstr (never, ==, "Never");
  usher_invitation_draft_set_max_uses (draft, USHER_USES_UNLIMITED);
  any = usher_create_dup_uses (draft);
  g_assert_cmpstr (any, ==, "Without limit");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/create-words/contributor", test_contributor);
  g_test_add_func ("/ui/create-words/reconnect", test_reconnect);
  g_test_add_func ("/ui/create-words/facts", test_facts);
  return g_test_run ();
}
