/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a fuzz target over the files of its kept corpus, and over each of them broken in a few hundred ways that are
 * always the same: what the short suite has of the fuzzers, with any compiler. */

#include "fuzz.h"

#include <string.h>

/* Of each file, unless the second argument says another number. */
#define N_MUTATIONS 300

__attribute__ ((weak)) int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  return 0;
}

static void
mutate (GByteArray *bytes, GRand *rand)
{
  static const char *const tokens[] = { "null", "\"", "{}", "[", "-1e999", "\\u0000", "%00", "@", "://", "2026-13-45T" };
  guint n = (guint) g_rand_int_range (rand, 1, 5);

  for (guint i = 0; i < n && bytes->len > 0; i++)
    {
      guint at = (guint) g_rand_int_range (rand, 0, (gint32) bytes->len);
      guint length = (guint) g_rand_int_range (rand, 1, 9);
      const char *token = tokens[g_rand_int_range (rand, 0, (gint32) G_N_ELEMENTS (tokens))];

      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          bytes->data[at] = (guint8) g_rand_int_range (rand, 0, 256);
          break;
        case 1:
          g_byte_array_remove_range (bytes, at, MIN (length, bytes->len - at));
          break;
        case 2:
          memcpy (bytes->data + at, token, MIN (strlen (token), bytes->len - at));
          break;
        default:
          {
            g_autofree guint8 *copy = g_memdup2 (bytes->data + at, MIN (bytes->len - at, 40));

            g_byte_array_append (bytes, copy, MIN (bytes->len - at, 40));
          }
          break;
        }
    }
}

const char *__lsan_default_suppressions (void);

/* json-glib 1.6 (Debian 12) forgets the node that it was reading when it comes upon an error: half-read trees are its
 * own. What decoders make of whole trees is looked at as ever. */
const char *
__lsan_default_suppressions (void)
{
  return "leak:json_parser_load_from_data\n";
}

int
main (int argc, char *argv[])
{
  guint n_mutations = N_MUTATIONS;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (argv[1], 0, &error);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261121);
  const char *name;
  guint n_files = 0, n_runs = 0;

  g_assert_no_error (error);
  if (argc > 2)
    n_mutations = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  LLVMFuzzerInitialize (&argc, &argv);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (argv[1], name, NULL);
      g_autofree char *text = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (path, &text, &size, NULL));
      n_files++;
      for (guint i = 0; i <= n_mutations; i++)
        {
          g_autoptr (GByteArray) bytes = g_byte_array_new ();

          g_byte_array_append (bytes, (const guint8 *) text, (guint) size);
          if (i > 0)
            mutate (bytes, rand);
          LLVMFuzzerTestOneInput (bytes->data, bytes->len);
          n_runs++;
        }
    }
  g_print ("# %u files, %u runs without a finding\n", n_files, n_runs);
  g_print ("%s 1 - the corpus finds nothing\n1..1\n", n_files > 0 ? "ok" : "not ok");
  return n_files > 0 ? 0 : 1;
}
