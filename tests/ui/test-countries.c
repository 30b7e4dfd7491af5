/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/usher-countries.h"

#include "ui/usher-choice.h"

static UsherChoice *
find (GListModel *choices, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (choices); i++)
    {
      g_autoptr (UsherChoice) choice = g_list_model_get_item (choices, i);

      if (g_str_equal (usher_choice_get_id (choice), id))
        return g_steal_pointer (&choice);
    }
  return NULL;
}

static void
test_choices (void)
{
  g_autoptr (GListModel) choices = usher_countries_new_choices (NULL);
  g_autoptr (UsherChoice) first = g_list_model_get_item (choices, 0);
  g_autoptr (UsherChoice) germany = find (choices, "DE");

  g_assert_cmpuint (g_list_model_get_n_items (choices), ==, 250);
  g_assert_cmpstr (usher_choice_get_id (first), ==, "");
  g_assert_cmpstr (usher_choice_get_title (first), ==, "Not set");
  g_assert_nonnull (germany);
  g_assert_null (find (choices, "XQ"));
}

static void
test_extra (void)
{
  g_autoptr (GListModel) choices = usher_countries_new_choices ("XQ");
  g_autoptr (UsherChoice) odd = find (choices, "XQ");
  g_autoptr (GListModel) known = usher_countries_new_choices ("DE");

  g_assert_nonnull (odd);
  g_assert_cmpuint (g_list_model_get_n_items (choices), ==, 251);
  g_assert_cmpuint (g_list_model_get_n_items (known), ==, 250);
}

static void
test_names (void)
{
  g_autofree char *odd = usher_country_dup_name ("xq");
  g_autofree char *markup = usher_country_dup_name ("<b>");

  g_assert_cmpstr (odd, ==, "xq");
  g_assert_cmpstr (markup, ==, "<b>");
  if (g_file_test ("/usr/share/iso-codes/json/iso_3166-1.json", G_FILE_TEST_EXISTS))
    {
      g_autofree char *name = usher_country_dup_name ("de");

      g_assert_cmpstr (name, ==, "Germany");
    }
  else
    g_test_message ("iso-codes is not installed: codes only");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/countries/choices", test_choices);
  g_test_add_func ("/ui/countries/extra", test_extra);
  g_test_add_func ("/ui/countries/names", test_names);
  return g_test_run ();
}
