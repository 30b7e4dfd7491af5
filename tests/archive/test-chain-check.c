/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The many-at-once check against the library that writes chains, for every length that fills blocks differently. */

#include "archive/usher-chain-check.h"

#include "common/usher-test.h"

#include <string.h>

#define N_LENGTHS 2300 /* beyond what is checked in lanes */

static void
fill_random (GRand *rand, char *body, gsize length)
{
  for (gsize i = 0; i < length; i++)
    body[i] = (char) g_rand_int_range (rand, 0, 256);
}

static void
add (UsherChainCheck *check, GRand *rand, gsize length, guint64 number, gboolean spoil)
{
  char body[N_LENGTHS];
  guint8 former[USHER_CHAIN_SIZE];
  guint8 claimed[USHER_CHAIN_SIZE];

  fill_random (rand, (char *) former, sizeof former);
  fill_random (rand, body, length);
  memcpy (claimed, former, sizeof former);
  usher_chain_next (claimed, body, length);
  if (spoil)
    claimed[g_rand_int_range (rand, 0, USHER_CHAIN_SIZE)] ^= (guint8) (1u << g_rand_int_range (rand, 0, 8));
  usher_chain_check_add (check, former, body, length, claimed, number);
}

static void
test_lengths (void)
{
  g_autoptr (UsherChainCheck) check = usher_chain_check_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gsize length = 0; length < N_LENGTHS; length++)
    add (check, rand, length, length, FALSE);
  g_assert_cmpuint (usher_chain_check_finish (check), ==, G_MAXUINT64);
}

/* One bit wrong in one of many, wherever it stands: that one is named, and the next round knows nothing of it. */
static void
test_spoilt (void)
{
  g_autoptr (UsherChainCheck) check = usher_chain_check_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (guint64 spoilt = 0; spoilt < 100; spoilt++)
    {
      for (guint64 i = 0; i < 100; i++)
        add (check, rand, (gsize) g_rand_int_range (rand, 300, 700), i, i == spoilt || (i > spoilt && i % 13 == 0));
      g_assert_cmpuint (usher_chain_check_finish (check), ==, spoilt);
    }
  g_assert_cmpuint (usher_chain_check_finish (check), ==, G_MAXUINT64);
}

/* A value that another program made: printf of 32 zero bytes and {"usherlog":1} into sha256sum. */
static void
test_known (void)
{
  static const guint8 wanted[USHER_CHAIN_SIZE] = {
    0x44, 0x89, 0xbd, 0x19, 0x6e, 0x7a, 0x98, 0xe0, 0x1d, 0xd9, 0x58, 0x57, 0x90, 0xfc, 0x5a, 0xa7,
    0x4e, 0x9d, 0x2f, 0x91, 0x7c, 0x5b, 0x70, 0x75, 0xcc, 0x66, 0xba, 0x22, 0xa6, 0x97, 0x27, 0x48,
  };
  static const guint8 zeros[USHER_CHAIN_SIZE] = { 0 };
  g_autoptr (UsherChainCheck) check = usher_chain_check_new ();

  for (guint i = 0; i < 11; i++)
    usher_chain_check_add (check, zeros, "{\"usherlog\":1", 13, wanted, i);
  g_assert_cmpuint (usher_chain_check_finish (check), ==, G_MAXUINT64);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/archive/chain-check/lengths", test_lengths);
  g_test_add_func ("/archive/chain-check/spoilt", test_spoilt);
  g_test_add_func ("/archive/chain-check/known", test_known);
  return g_test_run ();
}
