/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/usher-keyring.h"

#include "common/usher-test.h"

static void
assert_key (const char *text, const char *expected)
{
  SecretValue *value = usher_key_value_new (text);
  gsize length = 0;

  g_assert_nonnull (value);
  g_assert_cmpstr (secret_value_get_text (value), ==, expected);
  secret_value_get (value, &length);
  g_assert_cmpuint (length, ==, strlen (expected));
  secret_value_unref (value);
}

static void
test_accepts (void)
{
  assert_key ("example-key", "example-key");
  assert_key ("a", "a");
  assert_key ("~!@#$%^&*()_+{}|:\"<>?`-=[]\\;',./", "~!@#$%^&*()_+{}|:\"<>?`-=[]\\;',./");
  assert_key ("two words", "two words");
}

static void
test_drops_white_space_around (void)
{
  assert_key ("  example-key\n", "example-key");
  assert_key ("\r\n\texample-key\t\f\r\n", "example-key");
}

static void
test_refuses (void)
{
  static const char *const bad[] = {
    "",
    " \t\r\n",
    "line\nbreak",
    "header\r\nX-Other: 1",
    "bell\a",
    "delete\x7f",
    "\x1b[0m",
    "k\xc3\xa9y",
    "\xe2\x80\x8bkey",
    "\xff\xfe",
    "tab\tinside",
  };

  g_assert_null (usher_key_value_new (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (usher_key_value_new (bad[i]));
}

static void
test_length (void)
{
  g_autofree char *longest = g_strnfill (4096, 'k');
  g_autofree char *too_long = g_strnfill (4097, 'k');
  g_autofree char *much_too_long = g_strnfill (10 * 1024 * 1024, 'k');
  g_autofree char *padded = g_strconcat (longest, "\n", NULL);

  assert_key (longest, longest);
  assert_key (padded, longest);
  g_assert_null (usher_key_value_new (too_long));
  g_assert_null (usher_key_value_new (much_too_long));
}

/* The text that was handed in is not the memory that is kept. */
static void
test_copies (void)
{
  char text[] = "example-key";
  SecretValue *value = usher_key_value_new (text);

  memset (text, 'x', sizeof text - 1);
  g_assert_cmpstr (secret_value_get_text (value), ==, "example-key");
  secret_value_unref (value);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keys/key-value/accepts", test_accepts);
  g_test_add_func ("/keys/key-value/drops-white-space-around", test_drops_white_space_around);
  g_test_add_func ("/keys/key-value/refuses", test_refuses);
  g_test_add_func ("/keys/key-value/length", test_length);
  g_test_add_func ("/keys/key-value/copies", test_copies);
  return g_test_run ();
}
