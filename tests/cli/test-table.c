/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/usher-cli-table.h"

#include "common/usher-test.h"

static UsherCliTable *
make_table (void)
{
  UsherCliTable *table = usher_cli_table_new ();

  usher_cli_table_add_column (table, "ID", USHER_CLI_COLUMN_PLAIN);
  usher_cli_table_add_column (table, "NAME", USHER_CLI_COLUMN_FLEXIBLE);
  usher_cli_table_add_column (table, "N", USHER_CLI_COLUMN_NUMBER | USHER_CLI_COLUMN_OPTIONAL);
  return table;
}

static void
add_row (UsherCliTable *table, const char *a, const char *b, const char *c)
{
  usher_cli_table_add_cell (table, a);
  usher_cli_table_add_cell (table, b);
  usher_cli_table_add_cell (table, c);
  usher_cli_table_end_row (table);
}

static void
assert_text (UsherCliTable *table, guint width, const char *expected)
{
  g_autofree char *text = usher_cli_table_to_text (table, width);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_empty (void)
{
  g_autoptr (UsherCliTable) table = make_table ();

  assert_text (table, 0, "ID  NAME  N\n");
  assert_text (table, 80, "ID  NAME  N\n");
}

static void
test_aligns (void)
{
  g_autoptr (UsherCliTable) table = make_table ();

  add_row (table, "a", "one", "7");
  add_row (table, "bcd", "a longer name", "1234");
  add_row (table, "e", NULL, NULL);
  assert_text (table, 0,
               "ID   NAME              N\n"
               "a    one               7\n"
               "bcd  a longer name  1234\n"
               "e\n");
}

/* Columns line up by what a terminal shows: wide, combining and plain characters. */
static void
test_display_width (void)
{
  g_autoptr (UsherCliTable) table = make_table ();

  g_assert_cmpuint (usher_cli_text_get_width (""), ==, 0);
  g_assert_cmpuint (usher_cli_text_get_width ("abc"), ==, 3);
  g_assert_cmpuint (usher_cli_text_get_width ("日本"), ==, 4);
  g_assert_cmpuint (usher_cli_text_get_width ("e\xcc\x81"), ==, 1);

  add_row (table, "日本", "x", "1");
  add_row (table, "e\xcc\x81", "y", "2");
  add_row (table, "abcd", "z", "3");
  assert_text (table, 0,
               "ID    NAME  N\n"
               "日本  x     1\n"
               "e\xcc\x81     y     2\n"
               "abcd  z     3\n");
}

/* The flexible column gives way first, then the optional one goes; ids stay whole. */
static void
test_narrow (void)
{
  g_autoptr (UsherCliTable) table = make_table ();

  add_row (table, "0123456789", "a name that is rather long", "5");
  assert_text (table, 0,
               "ID          NAME                        N\n"
               "0123456789  a name that is rather long  5\n");
  assert_text (table, 30,
               "ID          NAME             N\n"
               "0123456789  a name that is…  5\n");
  assert_text (table, 22,
               "ID          NAME\n"
               "0123456789  a name th…\n");
  assert_text (table, 3,
               "ID          NAME\n"
               "0123456789  a name th…\n");
}

/* A wide character that would be cut in half is left out. */
static void
test_cuts_wide (void)
{
  g_autoptr (UsherCliTable) table = make_table ();

  add_row (table, "1", "日本日本日本日本", "5");
  assert_text (table, 17,
               "ID  NAME        N\n"
               "1   日本日本…   5\n");
}

/* Whatever the server says, a row is one line and a terminal obeys none of it. */
static void
test_hostile (void)
{
  g_autoptr (UsherCliTable) table = make_table ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  add_row (table, "\x1b[31mred\x1b[0m", "line\nbreak\r\tand\x07 bell",
           "\xe2\x80\xae"
           "9\xc2\x9b"
           "1m");
  add_row (table, "<b>&amp;", "\xff\xfe", "100%s%n");
  text = usher_cli_table_to_text (table, 0);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_assert_true (c == '\n' || !g_unichar_iscntrl (c));
      g_assert_cmpuint (c, !=, 0x202E);
    }
  g_assert_nonnull (strstr (text, "<b>&amp;"));
  g_assert_nonnull (strstr (text, "100%s%n"));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==,
                    4); /* titles, two rows, and what follows the last break */
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/table/empty", test_empty);
  g_test_add_func ("/cli/table/aligns", test_aligns);
  g_test_add_func ("/cli/table/display-width", test_display_width);
  g_test_add_func ("/cli/table/narrow", test_narrow);
  g_test_add_func ("/cli/table/cuts-wide", test_cuts_wide);
  g_test_add_func ("/cli/table/hostile", test_hostile);
  return g_test_run ();
}
