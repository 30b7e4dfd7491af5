/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of whole rows, and that the row itself is told it. */
#include "model/usher-time.h"
#include "ui/usher-row-voice.h"
#include "ui/usher-spoken-bin.h"
#include "ui/usher-ui-samples.h"
#include "ui/usher-ui-test.h"
#include "ui/usher-ui.h"

#define NOON "2026-11-21T12:00:00Z"

static void
assert_said (const char *members, int n_viewed, const char *sentence)
{
  g_autoptr (UsherInvitation) invitation = usher_ui_sample_invitation (members);
  g_autoptr (UsherInvitationItem) item = usher_invitation_item_new (invitation, NULL, USHER_TIME_NONE);
  g_autofree char *said = NULL;

  usher_invitation_item_set_n_viewed (item, n_viewed);
  said = usher_row_voice_dup_sentence (item, usher_time_parse (NOON));
  g_assert_cmpstr (said, ==, sentence);
}

static void
test_sentences (void)
{
  assert_said ("\"expiresAt\": \"2026-11-24T12:00:00Z\"", 2,
               "ada@example.com, Contributor, Active, expires in 3 days, opened twice");
  assert_said ("\"expiresAt\": \"2026-11-24T12:00:00Z\"", 1,
               "ada@example.com, Contributor, Active, expires in 3 days, opened once");
  assert_said ("\"expiresAt\": null", 5, "ada@example.com, Contributor, Active, never expires, opened 5 times");
  assert_said ("\"expiresAt\": null", 0, "ada@example.com, Contributor, Active, never expires, not opened");
  /* The log was not read: nothing is claimed. */
  assert_said ("\"expiresAt\": null", -1, "ada@example.com, Contributor, Active, never expires");
  /* The status is the server's; the clock only hints. */
  assert_said ("\"expiresAt\": \"2026-11-21T11:00:00Z\"", -1,
               "ada@example.com, Contributor, Active, was to expire 1 hour ago");
  assert_said ("\"status\": \"EXPIRED\", \"expiresAt\": \"2026-11-19T12:00:00Z\"", 0,
               "ada@example.com, Contributor, Expired, expired 2 days ago, not opened");
  assert_said ("\"status\": \"REVOKED\", \"expiresAt\": \"2026-11-24T12:00:00Z\"", -1,
               "ada@example.com, Contributor, Revoked");
  assert_said ("\"status\": \"ON_HOLD\", \"invitationType\": \"FETCH_BILL\", \"allowedEmails\": []", -1,
               "Anyone with the link, Fetch bill, On hold, never expires");
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_list_item_set_child (item, g_object_new (USHER_TYPE_SPOKEN_BIN, "child", gtk_label_new ("x"), NULL));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  g_object_set (gtk_list_item_get_child (item), "sentence",
                gtk_string_object_get_string (gtk_list_item_get_item (item)), NULL);
}

static gboolean
is_called (GtkWidget *row, const char *name)
{
  g_autofree char *other =
    gtk_test_accessible_check_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name);

  return other == NULL;
}

/* The row, not the cell, has the focus, so it is the row that must say it; and say it anew when its item is another. */
static void
test_rows (void)
{
  GtkStringList *strings = gtk_string_list_new ((const char *[]) { "one", "two", NULL });
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *view;
  GtkWidget *window;
  GtkWidget *row;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  view = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (strings)))), factory);
  window = usher_ui_test_show (view, 200, 200);
  row = gtk_widget_get_first_child (view);
  usher_test_wait_for (is_called (row, "one"));
  usher_test_wait_for (is_called (gtk_widget_get_next_sibling (row), "two"));
  gtk_string_list_splice (strings, 0, 2, (const char *[]) { "three", NULL });
  usher_test_wait_for (gtk_widget_get_first_child (view) != NULL
                       && is_called (gtk_widget_get_first_child (view), "three"));
  usher_ui_test_close (window);
  g_assert_finalize_object (strings);
}

/* A cell that goes while its sentence waits, and one that stands in no list. */
static void
test_gone (void)
{
  GtkWidget *bin = g_object_ref_sink (g_object_new (USHER_TYPE_SPOKEN_BIN, "sentence", "nobody hears it", NULL));

  usher_test_settle ();
  g_object_set (bin, "sentence", "nor this", NULL);
  usher_ui_test_assert_finalize (bin);
  usher_test_settle ();
}

static void
test_plain (void)
{
  static const char * const cases[][2] = {
    { "_Company", "Company" }, { "Re_voke…", "Revoke…" }, { "a__b", "a_b" }, { "end_", "end_" }, { "", "" },
    { "Ü_ber", "Über" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *plain = usher_ui_dup_plain (cases[i][0]);

      g_assert_cmpstr (plain, ==, cases[i][1]);
    }
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/row-voice/sentences", test_sentences);
  g_test_add_func ("/ui/row-voice/rows", test_rows);
  g_test_add_func ("/ui/row-voice/gone", test_gone);
  g_test_add_func ("/ui/row-voice/plain", test_plain);
  return g_test_run ();
}
