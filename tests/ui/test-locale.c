/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates, numbers and the order of names follow the locale, not only the language of the texts. Run by locale.sh. */
#include <glib.h>
#include <libintl.h>
#include <locale.h>

#include "model/usher-time.h"
#include "store/usher-invitation-index.h"
#include "ui/usher-choice.h"
#include "ui/usher-countries.h"
#include "ui/usher-review-time.h"
#include "ui/usher-summary-words.h"
#include "usher-config.h"

#define MOMENT (G_GINT64_CONSTANT (1772438400) * G_USEC_PER_SEC) /* 2 March 2026, 08:00 UTC, a Monday */

static void
set_locale (const char *name)
{
  g_assert_nonnull (setlocale (LC_ALL, name));
}

static void
test_dates (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *exact = NULL;
  g_autofree char *day = NULL;

  set_locale ("de_DE.UTF-8");
  exact = usher_time_format_exact (MOMENT, utc);
  g_assert_cmpstr (exact, ==, "2. März 2026, 08:00:00 UTC");
  day = usher_review_time_dup_day (MOMENT, utc);
  g_assert_cmpstr (day, ==, "Mo, 2. Mär 2026");
}

static void
test_numbers (void)
{
  const UsherCounts counts = { .waiting = 1234, .expiring = 56789 };
  g_autofree char *german = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *expiring = NULL;
  g_autofree char *swedish = NULL;
  g_autofree char *plain = NULL;

  set_locale ("de_DE.UTF-8");
  german = usher_summary_dup_number (1234);
  g_assert_cmpstr (german, ==, "1.234");
  sentence = usher_summary_dup_sentence (USHER_SUMMARY_WAITING, &counts);
  g_assert_cmpstr (sentence, ==, "1.234 aktive Einladungen warten darauf, geöffnet zu werden.");
  expiring = usher_summary_dup_sentence (USHER_SUMMARY_EXPIRING, &counts);
  g_assert_true (g_str_has_prefix (expiring, "56.789 "));

  set_locale ("sv_SE.UTF-8");
  swedish = usher_summary_dup_number (1234);
  g_assert_cmpstr (swedish, !=, "1.234");
  g_assert_cmpstr (swedish, !=, "1234");
  set_locale ("C");
  plain = usher_summary_dup_number (1234);
  g_assert_cmpstr (plain, ==, "1234");
}

/* The companies of a list, in the order in which it is sorted by them. */
static char *
sort_companies (const char *locale)
{
  const char *const names[] = { "Zander", "Ärztehaus", "Apotheke", "zebra", "Östra", "ahorn" };
  g_autoptr (UsherInvitationIndex) index = NULL;
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) query = usher_query_with_sort (all, USHER_SORT_COMPANY, FALSE);
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  GString *order = g_string_new (NULL);

  set_locale (locale);
  index = usher_invitation_index_new ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      UsherIndexRow row = { .row_id = i + 1, .expires_at = USHER_TIME_NONE, .last_event_at = USHER_TIME_NONE,
                            .fulfilled_at = USHER_TIME_NONE, .company_id = names[i], .search = "id\na@example.com" };

      usher_invitation_index_set_company (index, names[i], names[i]);
      usher_invitation_index_put (index, &row);
    }
  rows = usher_invitation_index_query (index, query, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (order, "%s%s", i > 0 ? " " : "", names[g_array_index (rows, gint64, i) - 1]);
  return g_string_free (order, FALSE);
}

static void
test_order (void)
{
  g_autofree char *german = sort_companies ("de_DE.UTF-8");
  g_autofree char *swedish = sort_companies ("sv_SE.UTF-8");

  g_assert_cmpstr (german, ==, "ahorn Apotheke Ärztehaus Östra Zander zebra");
  g_assert_cmpstr (swedish, ==, "ahorn Apotheke Zander zebra Ärztehaus Östra");
}

/* The names of countries are those of the iso-codes, which may not be there. */
static void
test_countries (void)
{
  g_autoptr (GListModel) choices = NULL;
  guint austria = 0, egypt = 0, cyprus = 0;

  set_locale ("de_DE.UTF-8");
  choices = usher_countries_new_choices (NULL);
  for (guint i = 0; i < g_list_model_get_n_items (choices); i++)
    {
      g_autoptr (UsherChoice) choice = g_list_model_get_item (choices, i);

      if (g_str_equal (usher_choice_get_title (choice), "Österreich"))
        austria = i;
      else if (g_str_equal (usher_choice_get_title (choice), "Ägypten"))
        egypt = i;
      else if (g_str_equal (usher_choice_get_title (choice), "Zypern"))
        cyprus = i;
    }
  if (egypt == 0 || austria == 0 || cyprus == 0)
    {
      g_test_skip ("the names of countries are not there in German");
      return;
    }
  g_assert_cmpuint (egypt, <, austria);
  g_assert_cmpuint (austria, <, cyprus);
}

int
main (int argc, char *argv[])
{
  g_autofree char *dir = g_path_get_dirname (g_getenv ("USHER_SANDBOX"));
  g_autofree char *po = g_build_filename (dir, "..", "..", "po", NULL);

  bindtextdomain (GETTEXT_PACKAGE, po);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/locale/dates", test_dates);
  g_test_add_func ("/ui/locale/numbers", test_numbers);
  g_test_add_func ("/ui/locale/order", test_order);
  g_test_add_func ("/ui/locale/countries", test_countries);
  return g_test_run ();
}
