/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small rows: UsherFieldMessage, UsherPropertyRow, UsherDateRow, UsherUtilityRow. */
#include "ui/usher-date-row.h"
#include "ui/usher-field-message.h"
#include "ui/usher-property-row.h"
#include "ui/usher-ui-test.h"
#include "ui/usher-utility-row.h"

static void
on_notify (gpointer counter)
{
  (*(guint *) counter)++;
}

static void
test_message (void)
{
  GtkWidget *entry = g_object_ref_sink (adw_entry_row_new ());
  UsherFieldMessage *message =
    USHER_FIELD_MESSAGE (g_object_ref_sink (usher_field_message_new (entry)));
  guint notified = 0;

  g_signal_connect_swapped (message, "notify::text", G_CALLBACK (on_notify), &notified);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (message)));
  g_assert_null (usher_field_message_get_text (message));
  gtk_editable_set_text (GTK_EDITABLE (entry), "x");
  g_assert_cmpuint (notified, ==, 0);

  usher_field_message_set_text (message, "<b>Not</b> an & address");
  g_assert_cmpstr (usher_field_message_get_text (message), ==, "<b>Not</b> an & address");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (message)));
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_cmpuint (notified, ==, 1);

  /* Words about what is no longer there go. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "y");
  g_assert_null (usher_field_message_get_text (message));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (message)));
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_FALSE);
  usher_ui_test_assert_finalize (entry);
  usher_field_message_set_text (message, "The field is gone");
  usher_ui_test_assert_finalize (message);
}

static void
test_property (void)
{
  UsherPropertyRow *row = USHER_PROPERTY_ROW (g_object_ref_sink (usher_property_row_new ("Who", NULL)));
  GtkLabel *label = GTK_LABEL (usher_ui_test_find_id (GTK_WIDGET (row), "value_label"));
  GtkWidget *more = usher_ui_test_find_id (GTK_WIDGET (row), "more_button");
  GtkWidget *window, *group;
  g_autoptr (GString) many = g_string_new ("1@example.com");

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (row)));
  usher_property_row_set_value (row, "<b>Ada</b> &\xe2\x80\xae Co");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (row)));
  g_assert_false (gtk_label_get_use_markup (label));
  g_assert_true (gtk_label_get_selectable (label));
  g_assert_null (strstr (gtk_label_get_text (label), "\xe2\x80\xae"));

  for (guint i = 2; i <= 50; i++)
    g_string_append_printf (many, "\n%u@example.com", i);
  usher_property_row_set_value (row, many->str);
  g_assert_cmpstr (usher_property_row_get_value (row), ==, many->str);
  g_assert_cmpstr (gtk_label_get_text (label), ==,
                   "1@example.com\n2@example.com\n3@example.com\n4@example.com\n5@example.com");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (more)), ==, "Show 45 More");
  group = adw_preferences_group_new ();
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (row));
  window = usher_ui_test_show (group, 300, 300);
  gtk_widget_activate (more);
  usher_test_wait_for (!gtk_widget_get_visible (more));
  g_assert_cmpstr (gtk_label_get_text (label), ==, many->str);
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (row);
}

static void
test_date (void)
{
  UsherDateRow *row = USHER_DATE_ROW (g_object_ref_sink (usher_date_row_new ()));
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *window = usher_ui_test_show (group, 400, 200);
  GtkWidget *popover = usher_ui_test_find_id (GTK_WIDGET (row), "popover");
  GtkCalendar *calendar = GTK_CALENDAR (usher_ui_test_find_id (GTK_WIDGET (row), "calendar"));
  g_autoptr (GDateTime) shown = NULL;
  g_autoptr (GDateTime) picked = g_date_time_new_local (2027, 2, 28, 0, 0, 0);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (row));
  usher_ui_test_draw (window);
  gtk_editable_set_text (GTK_EDITABLE (row), "2027-01-31");
  gtk_popover_popup (GTK_POPOVER (popover));
  usher_test_wait_for (gtk_widget_get_mapped (popover));
  shown = gtk_calendar_get_date (calendar);
  g_assert_cmpint (g_date_time_get_day_of_month (shown), ==, 31);
  g_assert_cmpint (g_date_time_get_month (shown), ==, 1);
  /* Opening it changed nothing. */
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "2027-01-31");
  gtk_calendar_select_day (calendar, picked);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "2027-02-28");
  gtk_popover_popdown (GTK_POPOVER (popover));
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (row);
}

static void
test_utilities (void)
{
  UsherUtilityRow *row = USHER_UTILITY_ROW (g_object_ref_sink (usher_utility_row_new ()));
  const char *wanted[] = { "GAS", "MOONLIGHT", NULL };
  g_auto (GStrv) none = usher_utility_row_dup_types (row);
  g_auto (GStrv) some = NULL;
  guint changes = 0;
  GtkWidget *moonlight;

  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_notify), &changes);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  usher_utility_row_set_types (row, wanted);
  some = usher_utility_row_dup_types (row);
  g_assert_cmpstrv (some, wanted);
  g_assert_cmpuint (changes, ==, 0);
  moonlight = usher_ui_test_find_text (GTK_WIDGET (row), "Moonlight");
  g_assert_nonnull (moonlight);
  gtk_check_button_set_active (
    GTK_CHECK_BUTTON (gtk_widget_get_ancestor (moonlight, GTK_TYPE_CHECK_BUTTON)), FALSE);
  g_assert_cmpuint (changes, ==, 1);
  usher_ui_test_assert_finalize (row);
}

int
main (int argc, char **argv)
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/rows/message", test_message);
  g_test_add_func ("/ui/rows/property", test_property);
  g_test_add_func ("/ui/rows/date", test_date);
  g_test_add_func ("/ui/rows/utilities", test_utilities);
  return g_test_run ();
}
