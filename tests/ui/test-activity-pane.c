/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/usher-activity-pane.h"

#include "model/usher-time.h"
#include "ui/usher-activity-row.h"
#include "ui/usher-ui-samples.h"
#include "ui/usher-ui-test.h"

static GPtrArray *
make_events (guint n)
{
  g_autofree char *log = usher_ui_sample_log (n, usher_time_now () - 60 * G_USEC_PER_SEC);
  g_autoptr (UsherInvitation) invitation = usher_ui_sample_invitation (log);

  return g_ptr_array_ref (usher_invitation_get_events (invitation));
}

static void
on_count (gpointer counter)
{
  (*(guint *) counter)++;
}

static void
test_states (void)
{
  UsherActivityPane *pane = USHER_ACTIVITY_PANE (g_object_ref_sink (usher_activity_pane_new ()));
  GtkWidget *window = usher_ui_test_show (GTK_WIDGET (pane), 400, 500);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GPtrArray) some = make_events (3);
  guint retries = 0;

  g_signal_connect_swapped (pane, "retry", G_CALLBACK (on_count), &retries);
  g_assert_cmpstr (usher_activity_pane_get_state (pane), ==, "blank");

  /* The spinner comes after a moment only. */
  usher_activity_pane_set_loading (pane, TRUE);
  g_assert_cmpstr (usher_activity_pane_get_state (pane), ==, "blank");
  usher_test_wait_for (g_str_equal (usher_activity_pane_get_state (pane), "loading"));
  usher_ui_test_picture (window, "activity-loading");
  usher_activity_pane_set_loading (pane, FALSE);

  usher_activity_pane_set_problem (pane, "The server <b>failed</b> & fell.", FALSE);
  g_assert_cmpstr (usher_activity_pane_get_state (pane), ==, "error");
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "activity-error");
  gtk_widget_activate (usher_ui_test_find_id (GTK_WIDGET (pane), "error_retry"));
  usher_test_wait_for (retries == 1);
  g_assert_null (usher_activity_pane_get_note (pane));

  usher_activity_pane_set_problem (pane, NULL, FALSE);
  usher_activity_pane_set_events (pane, none);
  g_assert_cmpstr (usher_activity_pane_get_state (pane), ==, "empty");
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "activity-empty");

  /* With a log at hand a problem is a note, and the log stays. */
  usher_activity_pane_set_events (pane, some);
  usher_activity_pane_set_problem (pane, "No network.", TRUE);
  g_assert_cmpstr (usher_activity_pane_get_state (pane), ==, "list");
  g_assert_cmpstr (usher_activity_pane_get_note (pane), ==,
                   "You are offline. This is the log as it was last read.");
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "activity-offline");
  gtk_widget_activate (usher_ui_test_find_id (GTK_WIDGET (pane), "note_retry"));
  usher_test_wait_for (retries == 2);

  usher_activity_pane_clear (pane);
  g_assert_cmpstr (usher_activity_pane_get_state (pane), ==, "blank");
  g_assert_null (usher_activity_pane_get_note (pane));
  g_assert_cmpuint (usher_activity_pane_get_n_shown (pane), ==, 0);

  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (pane);
}

static UsherActivityEntry *
entry_at (UsherActivityPane *pane, guint position)
{
  return g_list_model_get_item (usher_activity_pane_get_entries (pane), position);
}

static void
test_order_and_days (void)
{
  UsherActivityPane *pane = USHER_ACTIVITY_PANE (g_object_ref_sink (usher_activity_pane_new ()));
  g_autoptr (UsherInvitation) invitation = usher_ui_sample_invitation (
    "\"events\": ["
    "{\"id\": \"a\", \"eventType\": \"CREATED\", \"createdAt\": \"2026-11-18T08:00:00Z\"},"
    "{\"id\": \"b\", \"eventType\": \"VIEWED\", \"createdAt\": \"2026-11-18T09:00:00Z\"},"
    "{\"id\": \"c\", \"eventType\": \"VIEWED\", \"createdAt\": \"2026-11-19T09:00:00Z\"},"
    "{\"id\": \"d\", \"eventType\": \"TELEPORTED\", \"createdAt\": \"2026-11-19T10:00:00Z\"}]");
  const char *ids[] = { "d", "c", "b", "a" };
  const gboolean starts[] = { TRUE, FALSE, TRUE, FALSE };

  usher_activity_pane_set_events (pane, usher_invitation_get_events (invitation));
  g_assert_cmpuint (usher_activity_pane_get_n_shown (pane), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (UsherActivityEntry) entry = entry_at (pane, i);

      g_assert_cmpstr (usher_event_get_id (usher_activity_entry_get_event (entry)), ==, ids[i]);
      g_assert_cmpint (usher_activity_entry_get_starts_day (entry), ==, starts[i]);
    }

  /* A filter makes its own days. */
  usher_activity_pane_set_filter (pane, USHER_EVENT_KIND_VIEWED);
  g_assert_cmpuint (usher_activity_pane_get_n_shown (pane), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (UsherActivityEntry) entry = entry_at (pane, i);

      g_assert_true (usher_activity_entry_get_starts_day (entry));
    }
  /* A kind that does not occur is not there to choose. */
  usher_activity_pane_set_filter (pane, USHER_EVENT_KIND_REVOKED);
  g_assert_cmpuint (usher_activity_pane_get_n_shown (pane), ==, 2);
  usher_activity_pane_set_filter (pane, USHER_EVENT_KIND_UNKNOWN);
  g_assert_cmpuint (usher_activity_pane_get_n_shown (pane), ==, 4);
  usher_ui_test_assert_finalize (pane);
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, GString *log)
{
  g_string_append_printf (log, "%u-%u+%u ", position, removed, added);
}

static void
test_refresh_is_small (void)
{
  UsherActivityPane *pane = USHER_ACTIVITY_PANE (g_object_ref_sink (usher_activity_pane_new ()));
  gint64 newest = usher_time_parse ("2026-11-18T12:00:00Z");
  g_autofree char *log = usher_ui_sample_log (50, newest);
  g_autofree char *longer = usher_ui_sample_log (50, newest);
  g_autoptr (UsherInvitation) first = usher_ui_sample_invitation (log);
  g_autoptr (UsherInvitation) again = usher_ui_sample_invitation (longer);
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (UsherInvitation) late = usher_ui_sample_invitation (
    "\"events\": [{\"id\": \"x\", \"eventType\": \"USED\", \"createdAt\": \"2026-11-18T13:00:00Z\"}]");
  g_autoptr (GString) changes = g_string_new (NULL);
  GPtrArray *events = usher_invitation_get_events (again);

  usher_activity_pane_set_events (pane, usher_invitation_get_events (first));
  g_signal_connect (usher_activity_pane_get_entries (pane), "items-changed",
                    G_CALLBACK (on_items_changed), changes);
  /* The same log, read again, in other objects. */
  usher_activity_pane_set_events (pane, events);
  g_assert_cmpstr (changes->str, ==, "");

  for (guint i = 0; i < events->len; i++)
    g_ptr_array_add (more, g_object_ref (g_ptr_array_index (events, i)));
  g_ptr_array_add (more, g_object_ref (g_ptr_array_index (usher_invitation_get_events (late), 0)));
  usher_activity_pane_set_events (pane, more);
  /* One at the top; what was first of the day before no longer is. */
  g_assert_cmpstr (changes->str, ==, "0-1+2 ");
  usher_ui_test_assert_finalize (pane);
}

static guint
count_rows (GtkWidget *widget)
{
  guint n = USHER_IS_ACTIVITY_ROW (widget) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_rows (child);
  return n;
}

static void
test_long_log (void)
{
  UsherActivityPane *pane = USHER_ACTIVITY_PANE (g_object_ref_sink (usher_activity_pane_new ()));
  GtkWidget *window = usher_ui_test_show (GTK_WIDGET (pane), 420, 700);
  g_autoptr (GPtrArray) events = make_events (2000);
  GtkWidget *row;

  usher_activity_pane_set_events (pane, events);
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "activity-2000");
  g_assert_cmpuint (usher_activity_pane_get_n_shown (pane), ==, 2000);
  /* As many rows as a list view keeps, not as many as there are events. */
  g_assert_cmpuint (count_rows (GTK_WIDGET (pane)), <, 500);
  row = usher_ui_test_find (GTK_WIDGET (pane), USHER_TYPE_ACTIVITY_ROW, 0);
  g_assert_nonnull (row);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_role (usher_ui_test_find (GTK_WIDGET (pane), GTK_TYPE_LIST_VIEW, 0),
                                   GTK_ACCESSIBLE_ROLE_LIST);

  usher_activity_pane_set_filter (pane, USHER_EVENT_KIND_CREATED);
  usher_ui_test_draw (window);
  g_assert_cmpuint (usher_activity_pane_get_n_shown (pane), ==, 1);
  usher_activity_pane_set_filter (pane, USHER_EVENT_KIND_UNKNOWN);
  usher_ui_test_draw (window);
  g_assert_cmpuint (usher_activity_pane_get_n_shown (pane), ==, 2000);

  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (pane);
}

static void
test_row (void)
{
  UsherActivityRow *row = USHER_ACTIVITY_ROW (g_object_ref_sink (usher_activity_row_new ()));
  g_autoptr (UsherInvitation) invitation = usher_ui_sample_invitation (
    "\"events\": [{\"eventType\": \"<b>ODD</b>_KIND\", \"email\": \"<i>ada@example.com\", "
    "\"createdAt\": \"2026-11-18T08:00:00Z\", \"ipAddress\": \"192.0.2.1\"}]");
  g_autoptr (UsherActivityEntry) entry =
    usher_activity_entry_new (g_ptr_array_index (usher_invitation_get_events (invitation), 0), TRUE);
  GtkLabel *sentence = GTK_LABEL (usher_ui_test_find_id (GTK_WIDGET (row), "sentence_label"));
  GtkLabel *day = GTK_LABEL (usher_ui_test_find_id (GTK_WIDGET (row), "day_label"));
  GtkLabel *extra = GTK_LABEL (usher_ui_test_find_id (GTK_WIDGET (row), "extra_label"));
  GtkWidget *time = usher_ui_test_find_id (GTK_WIDGET (row), "time_label");
  g_autofree char *spoken = NULL;

  usher_activity_row_set_entry (row, entry);
  g_assert_true (usher_activity_row_get_entry (row) == entry);
  g_assert_false (gtk_label_get_use_markup (sentence));
  g_assert_nonnull (strstr (gtk_label_get_text (extra), "192.0.2.1"));
  usher_activity_row_refresh (row, usher_time_parse ("2026-11-18T08:30:00Z"));
  g_assert_cmpstr (gtk_label_get_text (day), ==, "Today");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (day)));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (time)), ==, "30 minutes ago");
  g_assert_nonnull (gtk_widget_get_tooltip_text (time));
  spoken = g_strdup_printf ("%s, %s", gtk_label_get_text (sentence), gtk_widget_get_tooltip_text (time));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken);
  usher_activity_row_set_entry (row, NULL);
  usher_ui_test_assert_finalize (row);
}

int
main (int argc, char **argv)
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/activity-pane/states", test_states);
  g_test_add_func ("/ui/activity-pane/order-and-days", test_order_and_days);
  g_test_add_func ("/ui/activity-pane/refresh-is-small", test_refresh_is_small);
  g_test_add_func ("/ui/activity-pane/long-log", test_long_log);
  g_test_add_func ("/ui/activity-pane/row", test_row);
  return g_test_run ();
}
