/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/usher-enums.h"

#include <string.h>

#define CHECK_WORDS(name, last)                                                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    for (int i_ = 1; i_ <= (int) (last); i_++)                                                     \
      {                                                                                            \
        const char *word_ = name##_to_string (i_);                                                 \
        g_assert_nonnull (word_);                                                                  \
        g_assert_cmpint (name##_from_string (word_), ==, i_);                                      \
        g_assert_cmpint (strlen (name##_get_label (i_)), >, 0);                                    \
        g_assert_cmpstr (name##_get_label (i_), !=, "Unknown");                                    \
      }                                                                                            \
    g_assert_null (name##_to_string (0));                                                          \
    g_assert_null (name##_to_string ((int) (last) + 1));                                           \
    g_assert_cmpstr (name##_get_label (0), ==, "Unknown");                                         \
    g_assert_cmpstr (name##_get_label ((int) (last) + 1), ==, "Unknown");                          \
    g_assert_cmpint (name##_from_string ("SOMETHING_NEWER"), ==, 0);                               \
    g_assert_cmpint (name##_from_string (""), ==, 0);                                              \
    g_assert_cmpint (name##_from_string (NULL), ==, 0);                                            \
  }                                                                                                \
  G_STMT_END

static void
test_words (void)
{
  CHECK_WORDS (usher_invitation_kind, USHER_INVITATION_KIND_RECONNECT);
  CHECK_WORDS (usher_invitation_status, USHER_INVITATION_STATUS_FULFILLED);
  CHECK_WORDS (usher_event_kind, USHER_EVENT_KIND_REVOKED);
  CHECK_WORDS (usher_connection_status, USHER_CONNECTION_STATUS_COMPANY_INACTIVE);

  g_assert_cmpint (usher_invitation_kind_from_string ("EDIT_CONNECTION"), ==,
                   USHER_INVITATION_KIND_RECONNECT);
  g_assert_cmpint (usher_connection_status_from_string ("INCORRECT_PASSWORD"), ==,
                   USHER_CONNECTION_STATUS_PASSWORD_INCORRECT);
}

static void
test_needs_reconnect (void)
{
  guint n = 0;

  for (int i = 0; i <= USHER_CONNECTION_STATUS_COMPANY_INACTIVE; i++)
    n += usher_connection_status_needs_reconnect ((UsherConnectionStatus) i);
  g_assert_cmpuint (n, ==, 4);
  g_assert_true (usher_connection_status_needs_reconnect (USHER_CONNECTION_STATUS_MFA_TOKEN_EXPIRED));
  g_assert_false (usher_connection_status_needs_reconnect (USHER_CONNECTION_STATUS_CONNECTED));
}

static void
test_humanise (void)
{
  static const char *const cases[][2] = {
    { "SOME_KIND", "Some kind" }, { "some-kind", "Some kind" }, { "X", "X" },
    { "ÉTAT_NEUF", "État neuf" }, { "", "Unknown" },            { "___", "Unknown" },
    { NULL, "Unknown" },          { "A\nB", "A b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = usher_humanise_word (cases[i][0]);

      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

static void
test_utilities (void)
{
  const char *const *known = usher_utility_types_get_known ();
  g_autofree char *label = usher_utility_type_dup_label ("CHILLED_WATER");
  g_autofree char *newer = usher_utility_type_dup_label ("DISTRICT_HEAT");
  g_autofree char *none = usher_utility_type_dup_label (NULL);

  g_assert_cmpuint (g_strv_length ((char **) known), ==, 10);
  g_assert_cmpstr (known[0], ==, "ELECTRICITY");
  g_assert_cmpstr (label, ==, "Chilled water");
  g_assert_cmpstr (newer, ==, "District heat");
  g_assert_cmpstr (none, ==, "Unknown");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/enums/words", test_words);
  g_test_add_func ("/model/enums/needs-reconnect", test_needs_reconnect);
  g_test_add_func ("/model/enums/humanise", test_humanise);
  g_test_add_func ("/model/enums/utilities", test_utilities);
  return g_test_run ();
}
