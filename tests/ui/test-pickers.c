/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UsherChoice, UsherChoiceList and UsherPickerRow: one is of no use without the others. */
#include "ui/usher-choice-list.h"
#include "ui/usher-countries.h"
#include "ui/usher-picker-row.h"
#include "ui/usher-ui-test.h"

static GListModel *
make_choices (guint n)
{
  GListStore *store = g_list_store_new (USHER_TYPE_CHOICE);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("id-%u", i);
      g_autofree char *title = g_strdup_printf ("Émile & <b>Sons</b> %u", i);
      g_autoptr (UsherChoice) choice =
        usher_choice_new (id, title, i % 2 == 0 ? "1 High Street" : NULL, NULL);

      g_list_store_append (store, choice);
    }
  return G_LIST_MODEL (store);
}

static void
on_picked (UsherChoiceList *list, UsherChoice *choice, char **id)
{
  g_free (*id);
  *id = g_strdup (usher_choice_get_id (choice));
}

static void
test_list (void)
{
  UsherChoiceList *list = USHER_CHOICE_LIST (g_object_ref_sink (usher_choice_list_new ()));
  GtkWidget *window = usher_ui_test_show (GTK_WIDGET (list), 320, 400);
  g_autoptr (GListModel) choices = make_choices (200);
  GtkWidget *search = usher_ui_test_find_id (GTK_WIDGET (list), "search");
  g_autofree char *picked = NULL;

  g_object_set (list, "placeholder", "Search companies", "empty-text", "There are none.", NULL);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Search companies");
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (list), "There are none."));
  g_signal_connect (list, "picked", G_CALLBACK (on_picked), &picked);
  usher_choice_list_set_choices (list, choices);
  g_assert_cmpuint (usher_choice_list_get_n_shown (list), ==, 200);
  usher_ui_test_draw (window);

  /* In the middle of a word, without accents, in any case. */
  gtk_editable_set_text (GTK_EDITABLE (search), "MILE & <B>sons</b> 19");
  usher_test_wait_for (usher_choice_list_get_n_shown (list) == 11);
  g_signal_emit_by_name (search, "activate");
  g_assert_cmpstr (picked, ==, "id-19");
  gtk_editable_set_text (GTK_EDITABLE (search), "nobody");
  usher_test_wait_for (usher_choice_list_get_n_shown (list) == 0);
  usher_ui_test_draw (window);
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (list), "Nothing matches the search."));
  usher_choice_list_start (list);
  g_assert_cmpuint (usher_choice_list_get_n_shown (list), ==, 200);

  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (list);
}

static void
on_changed (gpointer counter)
{
  (*(guint *) counter)++;
}

static void
pick (UsherPickerRow *row, const char *text)
{
  GtkWidget *list = usher_ui_test_find (GTK_WIDGET (row), USHER_TYPE_CHOICE_LIST, 0);
  GtkWidget *search = usher_ui_test_find_id (list, "search");

  gtk_editable_set_text (GTK_EDITABLE (search), text);
  g_signal_emit_by_name (search, "activate");
}

static void
test_single (void)
{
  UsherPickerRow *row = USHER_PICKER_ROW (g_object_ref_sink (usher_picker_row_new ()));
  g_autoptr (GListModel) choices = make_choices (3);
  g_autoptr (UsherChoice) second = g_list_model_get_item (choices, 1);
  guint changes = 0;
  GtkWidget *button = usher_ui_test_find_id (GTK_WIDGET (row), "button");

  g_object_set (row, "title", "Company", "none-text", "Choose…", NULL);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_changed), &changes);
  g_assert_cmpstr (usher_picker_row_get_value_text (row), ==, "Choose…");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Company");

  /* Chosen before the names are known: kept, and named as soon as they are. */
  usher_picker_row_set_selected_id (row, "id-1");
  g_assert_cmpstr (usher_picker_row_get_value_text (row), ==, "id-1");
  usher_picker_row_set_choices (row, choices);
  g_assert_cmpstr (usher_picker_row_get_value_text (row), ==, "Émile & <b>Sons</b> 1");
  g_assert_true (usher_choice_get_selected (second));
  g_assert_cmpuint (changes, ==, 0);

  pick (row, "sons</b> 2");
  g_assert_cmpstr (usher_picker_row_get_selected_id (row), ==, "id-2");
  g_assert_false (usher_choice_get_selected (second));
  g_assert_cmpuint (changes, ==, 1);
  usher_picker_row_set_selected_id (row, NULL);
  g_assert_null (usher_picker_row_get_selected_id (row));
  usher_ui_test_assert_finalize (row);
}

static void
test_multiple (void)
{
  UsherPickerRow *row = USHER_PICKER_ROW (g_object_ref_sink (usher_picker_row_new ()));
  g_autoptr (GListModel) choices = make_choices (5);
  const char *wanted[] = { "id-3", "id-0", "gone", "id-3", NULL };
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) after = NULL;

  usher_picker_row_set_multiple (row, TRUE);
  usher_picker_row_set_choices (row, choices);
  usher_picker_row_set_selected_ids (row, wanted);
  ids = usher_picker_row_dup_selected_ids (row);
  g_assert_cmpstrv (ids, ((const char *[]) { "id-3", "id-0", "gone", NULL }));
  g_assert_cmpstr (usher_picker_row_get_value_text (row), ==, "3 chosen");

  pick (row, "sons</b> 3");
  pick (row, "sons</b> 4");
  after = usher_picker_row_dup_selected_ids (row);
  g_assert_cmpstrv (after, ((const char *[]) { "id-0", "gone", "id-4", NULL }));
  usher_ui_test_assert_finalize (row);
}

static void
test_shown (void)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = usher_picker_row_new ();
  g_autoptr (GListModel) countries = usher_countries_new_choices (NULL);
  GtkWidget *window, *popover;

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_object_set (row, "title", "Country", NULL);
  usher_picker_row_set_choices (USHER_PICKER_ROW (row), countries);
  usher_picker_row_set_selected_id (USHER_PICKER_ROW (row), "DE");
  window = usher_ui_test_show (page, 360, 500);
  gtk_widget_activate (row);
  popover = usher_ui_test_find_id (row, "popover");
  usher_test_wait_for (gtk_widget_get_mapped (popover));
  usher_ui_test_draw (popover);
  usher_ui_test_picture (popover, "picker-popover");
  usher_ui_test_picture (window, "picker-row");
  /* Choosing closes it. */
  pick (USHER_PICKER_ROW (row), "fr");
  usher_test_wait_for (!gtk_widget_get_visible (popover));
  /* The code itself, not "Africa". */
  g_assert_cmpstr (usher_picker_row_get_selected_id (USHER_PICKER_ROW (row)), ==, "FR");
  usher_ui_test_close (window);
}

int
main (int argc, char **argv)
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/pickers/list", test_list);
  g_test_add_func ("/ui/pickers/single", test_single);
  g_test_add_func ("/ui/pickers/multiple", test_multiple);
  g_test_add_func ("/ui/pickers/shown", test_shown);
  return g_test_run ();
}
