/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of countries, from the data every distribution ships for this: iso-codes, with its own
 * translations. The API takes any two letters (contract 3.3), so a missing package takes the names
 * away, not the codes. Main thread; the file is read once (40 KB). */
#include "ui/usher-countries.h"

#include <glib/gi18n.h>

#include "model/usher-json.h"
#include "model/usher-text.h"
#include "ui/usher-choice.h"

#define ISO_DOMAIN "iso_3166-1"

/* ISO 3166-1 alpha-2, officially assigned; what is offered when iso-codes is not installed. */
static const char codes[] =
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT "
  "BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH "
  "ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT "
  "HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS "
  "LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI "
  "NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG "
  "SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG "
  "UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

static void
read_names (GHashTable *names, const char *data, gsize length)
{
  g_autoptr (JsonNode) root = usher_json_parse (data, (gssize) length, NULL);
  JsonObject *object = usher_json_node_get_object (root);
  JsonArray *array = object != NULL ? usher_json_get_array (object, "3166-1") : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *country = usher_json_node_get_object (json_array_get_element (array, i));
      const char *code, *name;

      if (country == NULL)
        continue;
      code = usher_json_get_string (country, "alpha_2", NULL);
      name = usher_json_get_string (country, "common_name",
                                    usher_json_get_string (country, "name", NULL));
      if (code != NULL && name != NULL)
        g_hash_table_insert (names, g_strdup (code), g_strdup (dgettext (ISO_DOMAIN, name)));
    }
}

/* (transfer none) code -> name; every known code is in it. */
static GHashTable *
get_names (void)
{
  static GHashTable *names = NULL;
  g_auto (GStrv) all = NULL;

  if (names != NULL)
    return names;
  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  all = g_strsplit (codes, " ", -1);
  for (gsize i = 0; all[i] != NULL; i++)
    g_hash_table_insert (names, g_strdup (all[i]), g_strdup (all[i]));
  bind_textdomain_codeset (ISO_DOMAIN, "UTF-8");
  for (const char *const *dir = g_get_system_data_dirs (); *dir != NULL; dir++)
    {
      g_autofree char *path = g_build_filename (*dir, "iso-codes", "json", "iso_3166-1.json", NULL);
      g_autofree char *data = NULL;
      gsize length;

      if (!g_file_get_contents (path, &data, &length, NULL))
        continue;
      read_names (names, data, length);
      break;
    }
  return names;
}

static int
compare_choices (gconstpointer a, gconstpointer b)
{
  const UsherChoice *const *first = a;
  const UsherChoice *const *second = b;

  return g_utf8_collate (usher_choice_get_title ((UsherChoice *) *first),
                         usher_choice_get_title ((UsherChoice *) *second));
}

static UsherChoice *
make_choice (const char *code, const char *name)
{
  return usher_choice_new (code, name, g_str_equal (code, name) ? NULL : code, NULL);
}

/**
 * usher_countries_new_choices:
 * @extra_code: (nullable): a code that must be among them, known or not
 *
 * Returns: (transfer full): a list model of [class@Choice]; the first one, with an empty id, is "Not set"
 */
GListModel *
usher_countries_new_choices (const char *extra_code)
{
  GHashTable *names = get_names ();
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (g_object_unref);
  GListStore *store = g_list_store_new (USHER_TYPE_CHOICE);
  GHashTableIter iter;
  gpointer code, name;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &code, &name))
    g_ptr_array_add (choices, make_choice (code, name));
  if (extra_code != NULL && *extra_code != '\0' && !g_hash_table_contains (names, extra_code))
    g_ptr_array_add (choices, make_choice (extra_code, extra_code));
  g_ptr_array_sort (choices, compare_choices);
  /* Translators: no country is filled in for the recipient */
  g_ptr_array_insert (choices, 0, usher_choice_new ("", _("Not set"), NULL, NULL));
  g_list_store_splice (store, 0, 0, choices->pdata, choices->len);
  return G_LIST_MODEL (store);
}

/**
 * usher_country_dup_name:
 * @code: a two-letter code, in any case
 *
 * Returns: (transfer full): the country's name in the person's language, or @code made safe to show
 */
char *
usher_country_dup_name (const char *code)
{
  g_autofree char *upper = NULL;
  const char *name;

  g_return_val_if_fail (code != NULL, NULL);

  upper = g_ascii_strup (code, -1);
  name = g_hash_table_lookup (get_names (), upper);
  return name != NULL ? g_strdup (name) : usher_text_dup_safe (code, 20);
}
