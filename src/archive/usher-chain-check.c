/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Verifying a chain is hashing a million short messages that do not depend on each other, and no library that Debian
 * packages for all its machines does several at once (libgcrypt, OpenSSL, Nettle and GChecksum do one; of Intel's,
 * ipsec-mb is for amd64 alone). So SHA-256 (FIPS 180-4) stands here in eight lanes, in the compiler's own vectors:
 * 800 MB/s a core where libgcrypt does 310. It is used for this alone: chains are written by libgcrypt, a
 * wrong result here could only call a good log edited, and a test compares both. Processors that lack AVX2, or
 * have instructions for SHA (with which libgcrypt is as fast), take libgcrypt. Any thread, one at a time. */

#include "usher-config.h"

#include "archive/usher-chain-check.h"

#include <string.h>

#define BLOCK 64
#define MAX_BLOCKS 32 /* longer lines are rare, and are hashed one by one */
#define LANES 8

#if defined(__x86_64__) && defined(__GNUC__)
#define HAVE_LANES 1
#include <cpuid.h>
#else
#define HAVE_LANES 0
#endif

#if HAVE_LANES
typedef guint32 Vector __attribute__ ((vector_size (4 * LANES)));
typedef guint8 Bytes __attribute__ ((vector_size (4 * LANES)));
typedef void (*HashFunc) (Vector state[8], const guint8 *messages, guint n_blocks);
#else
typedef void (*HashFunc) (void);
#endif

/* Messages of as many blocks, until there is one for each lane. */
typedef struct
{
  guint n;
  guint8 *messages; /* (owned) (nullable) LANES × as many blocks */
  guint8 claimed[LANES][USHER_CHAIN_SIZE];
  guint64 numbers[LANES];
} Group;

struct _UsherChainCheck
{
  gboolean lanes;
  HashFunc hash; /* (nullable) with lanes */
  guint64 broken;
  Group groups[MAX_BLOCKS + 1];
};

static void
note_broken (UsherChainCheck *self, guint64 number)
{
  self->broken = MIN (self->broken, number);
}

#if HAVE_LANES


/* FIPS 180-4, 4.2.2 and 5.3.3. */
static const guint32 constants[64] = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};
static const guint32 initial[8] = {
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

#define TURN(x, n) (((x) >> (n)) | ((x) << (32 - (n))))

#define LOW_WORDS(a, b) __builtin_shufflevector (a, b, 0, 8, 1, 9, 4, 12, 5, 13)
#define HIGH_WORDS(a, b) __builtin_shufflevector (a, b, 2, 10, 3, 11, 6, 14, 7, 15)
#define LOW_PAIRS(a, b) __builtin_shufflevector (a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define HIGH_PAIRS(a, b) __builtin_shufflevector (a, b, 2, 3, 10, 11, 6, 7, 14, 15)
#define LOW_HALVES(a, b) __builtin_shufflevector (a, b, 0, 1, 2, 3, 8, 9, 10, 11)
#define HIGH_HALVES(a, b) __builtin_shufflevector (a, b, 4, 5, 6, 7, 12, 13, 14, 15)

/* What is written once here is compiled twice: AVX-512 has turns and three-way logic for the same vectors. */
#define IN_LANES __attribute__ ((always_inline, target ("avx2"))) static inline

/* Eight words of each lane, as eight vectors of a word of each. */
IN_LANES void
load_lanes (Vector words[8], const guint8 *messages, gsize stride)
{
  Vector r[8], s[8];

  for (guint lane = 0; lane < LANES; lane++)
    {
      Bytes bytes;

      memcpy (&bytes, messages + lane * stride, sizeof bytes);
      /* SHA-256 is big-endian; this processor is not. */
      r[lane] = (Vector) __builtin_shufflevector (bytes, bytes, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12,
                                                  19, 18, 17, 16, 23, 22, 21, 20, 27, 26, 25, 24, 31, 30, 29, 28);
    }
  for (guint i = 0; i < 8; i += 2)
    {
      s[i] = LOW_WORDS (r[i], r[i + 1]);
      s[i + 1] = HIGH_WORDS (r[i], r[i + 1]);
    }
  for (guint i = 0; i < 8; i += 4)
    {
      r[i] = LOW_PAIRS (s[i], s[i + 2]);
      r[i + 1] = HIGH_PAIRS (s[i], s[i + 2]);
      r[i + 2] = LOW_PAIRS (s[i + 1], s[i + 3]);
      r[i + 3] = HIGH_PAIRS (s[i + 1], s[i + 3]);
    }
  for (guint i = 0; i < 4; i++)
    {
      words[i] = LOW_HALVES (r[i], r[i + 4]);
      words[i + 4] = HIGH_HALVES (r[i], r[i + 4]);
    }
}

/* GCC's analyzer (12) takes a vector that is shifted for a number of as many bits as a small one has. */
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#pragma GCC diagnostic ignored "-Wanalyzer-shift-count-overflow"
#endif

/* One block of each lane's message: 6.2.2, with the schedule in a ring of sixteen words. */
IN_LANES void
compress_lanes (Vector state[8], const guint8 *messages, gsize stride)
{
  Vector w[16];
  Vector a = state[0], b = state[1], c = state[2], d = state[3];
  Vector e = state[4], f = state[5], g = state[6], h = state[7];

  load_lanes (w, messages, stride);
  load_lanes (w + 8, messages + 32, stride);
  for (guint t = 0; t < 64; t++)
    {
      Vector first, second;

      if (t >= 16)
        {
          Vector x = w[(t + 1) & 15];
          Vector y = w[(t + 14) & 15];

          w[t & 15] += (TURN (x, 7) ^ TURN (x, 18) ^ (x >> 3)) + w[(t + 9) & 15]
                       + (TURN (y, 17) ^ TURN (y, 19) ^ (y >> 10));
        }
      first = h + (TURN (e, 6) ^ TURN (e, 11) ^ TURN (e, 25)) + ((e & f) ^ (~e & g)) + constants[t] + w[t & 15];
      second = (TURN (a, 2) ^ TURN (a, 13) ^ TURN (a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = d + first;
      d = c;
      c = b;
      b = a;
      a = first + second;
    }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

IN_LANES void
hash_lanes (Vector state[8], const guint8 *messages, guint n_blocks)
{
  for (guint i = 0; i < 8; i++)
    for (guint lane = 0; lane < LANES; lane++)
      state[i][lane] = initial[i];
  for (guint block = 0; block < n_blocks; block++)
    compress_lanes (state, messages + block * BLOCK, n_blocks * BLOCK);
}

__attribute__ ((target ("avx2"))) static void
hash_with_avx2 (Vector state[8], const guint8 *messages, guint n_blocks)
{
  hash_lanes (state, messages, n_blocks);
}

__attribute__ ((target ("avx2,avx512f,avx512vl"))) static void
hash_with_avx512 (Vector state[8], const guint8 *messages, guint n_blocks)
{
  hash_lanes (state, messages, n_blocks);
}

/* All lanes, although some may hold what was there before: those are not looked at. */
__attribute__ ((target ("avx2"))) static void
check_group (UsherChainCheck *self, guint n_blocks)
{
  Group *group = &self->groups[n_blocks];
  Vector state[8];

  self->hash (state, group->messages, n_blocks);
  for (guint lane = 0; lane < group->n; lane++)
    {
      guint32 found[8];

      for (guint i = 0; i < 8; i++)
        found[i] = GUINT32_TO_BE (state[i][lane]);
      if (memcmp (found, group->claimed[lane], USHER_CHAIN_SIZE) != 0)
        note_broken (self, group->numbers[lane]);
    }
  group->n = 0;
}

static gboolean
has_lanes (void)
{
  guint a, b, c, d;

  if (!__builtin_cpu_supports ("avx2") || __get_cpuid_count (7, 0, &a, &b, &c, &d) == 0)
    return FALSE;
  return (b & (1u << 29)) == 0; /* SHA */
}

#endif

/**
 * usher_chain_check_new:
 *
 * Returns: (transfer full): a check of no lines yet
 */
UsherChainCheck *
usher_chain_check_new (void)
{
  UsherChainCheck *self = g_new0 (UsherChainCheck, 1);

  self->broken = G_MAXUINT64;
#if HAVE_LANES
  self->lanes = has_lanes ();
  self->hash = __builtin_cpu_supports ("avx512vl") ? hash_with_avx512 : hash_with_avx2;
#endif
  return self;
}

/**
 * usher_chain_check_free:
 * @self: (nullable) (transfer full): a check
 */
void
usher_chain_check_free (UsherChainCheck *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->groups); i++)
    g_free (self->groups[i].messages);
  g_free (self);
}

/**
 * usher_chain_check_add:
 * @self: a check
 * @former: the value that the line before claims (zeros before the first)
 * @body: the line without its chain member and without the closing brace
 * @length: its length in bytes
 * @claimed: the value that the line claims
 * @number: what the line is called
 *
 * Takes a line to be checked; it is copied.
 */
void
usher_chain_check_add (UsherChainCheck *self, const guint8 former[USHER_CHAIN_SIZE], const char *body,
                       gsize length, const guint8 claimed[USHER_CHAIN_SIZE], guint64 number)
{
  guint8 chain[USHER_CHAIN_SIZE];

#if HAVE_LANES
  /* The message, a bit, and its length in bits (5.1.1). */
  gsize size = USHER_CHAIN_SIZE + length + 1;
  gsize n_blocks = (size + 1 + 8 + BLOCK - 1) / BLOCK;

  if (self->lanes && n_blocks <= MAX_BLOCKS)
    {
      Group *group = &self->groups[n_blocks];
      guint64 bits = GUINT64_TO_BE ((guint64) size * 8);
      guint8 *message;

      if (group->messages == NULL)
        group->messages = g_malloc0 (LANES * n_blocks * BLOCK);
      message = group->messages + group->n * n_blocks * BLOCK;
      memcpy (message, former, USHER_CHAIN_SIZE);
      memcpy (message + USHER_CHAIN_SIZE, body, length);
      message[size - 1] = '}';
      message[size] = 0x80;
      memset (message + size + 1, 0, n_blocks * BLOCK - size - 1 - 8);
      memcpy (message + n_blocks * BLOCK - 8, &bits, 8);
      memcpy (group->claimed[group->n], claimed, USHER_CHAIN_SIZE);
      group->numbers[group->n++] = number;
      if (group->n == LANES)
        check_group (self, (guint) n_blocks);
      return;
    }
#endif
  memcpy (chain, former, USHER_CHAIN_SIZE);
  usher_chain_next (chain, body, length);
  if (memcmp (chain, claimed, USHER_CHAIN_SIZE) != 0)
    note_broken (self, number);
}

/**
 * usher_chain_check_finish:
 * @self: a check
 *
 * Returns: the lowest number of a line that does not follow from the one before, or %G_MAXUINT64; after this
 *   the check holds no lines
 */
guint64
usher_chain_check_finish (UsherChainCheck *self)
{
  guint64 broken;

#if HAVE_LANES
  for (guint n_blocks = 1; n_blocks <= MAX_BLOCKS; n_blocks++)
    if (self->groups[n_blocks].n > 0)
      check_group (self, n_blocks);
#endif
  broken = self->broken;
  self->broken = G_MAXUINT64;
  return broken;
}
