/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The chain of an Usher log: data/usherlog-format.md, section 3. Any thread.
 *
 * SHA-256 comes from libgcrypt, which libsecret brings along: on lines of 400 bytes it does 250 to 310 MB/s where
 * GChecksum does 160, Nettle 170 and OpenSSL 200 (one core without SHA instructions), and the chain is the
 * largest part of both writing and verifying. */

#include "usher-config.h"

#include "archive/usher-log-chain.h"

#include <gcrypt.h>
#include <string.h>

static const char chain_member[] = ",\"chain\":\"";

static void
ensure_gcrypt (void)
{
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      /* libsecret looks for the same mark, so whoever comes first does it. */
      if (!gcry_control (GCRYCTL_INITIALIZATION_FINISHED_P))
        {
          gcry_check_version (NULL);
          gcry_control (GCRYCTL_INITIALIZATION_FINISHED, 0);
        }
      g_once_init_leave (&ready, 1);
    }
}

/**
 * usher_chain_next:
 * @chain: (inout): the value of the former line (zeros before the first); becomes that of this one
 * @body: a line without its chain member and without the closing brace
 * @length: its length in bytes
 *
 * SHA-256 over the former value (32 bytes) and the line's own canonical bytes: @body and "}".
 */
void
usher_chain_next (guint8 chain[USHER_CHAIN_SIZE], const char *body, gsize length)
{
  guint8 former[USHER_CHAIN_SIZE];
  gcry_buffer_t parts[3] = {
    { .data = former, .len = USHER_CHAIN_SIZE },
    { .data = (gpointer) body, .len = length },
    { .data = (gpointer) "}", .len = 1 },
  };

  ensure_gcrypt ();
  memcpy (former, chain, USHER_CHAIN_SIZE);
  gcry_md_hash_buffers (GCRY_MD_SHA256, 0, chain, parts, 3);
}

static void
to_hex (const guint8 chain[USHER_CHAIN_SIZE], char *hex)
{
  static const char digits[] = "0123456789abcdef";

  for (guint i = 0; i < USHER_CHAIN_SIZE; i++)
    {
      hex[2 * i] = digits[chain[i] >> 4];
      hex[2 * i + 1] = digits[chain[i] & 15];
    }
}

/**
 * usher_chain_append:
 * @line: a body, as in [func@chain_next]
 * @chain: its chain value
 *
 * Ends the line: chain member, closing brace, line feed.
 */
void
usher_chain_append (GString *line, const guint8 chain[USHER_CHAIN_SIZE])
{
  char tail[USHER_CHAIN_TAIL_LENGTH + 1];

  memcpy (tail, chain_member, 10);
  to_hex (chain, tail + 10);
  memcpy (tail + 10 + 2 * USHER_CHAIN_SIZE, "\"}\n", 3);
  g_string_append_len (line, tail, sizeof tail);
}

/* Lower case only: the bytes of a line are to have one spelling. One more than the digit, and 0 for what is none. */
static const guint8 hex_values[256] = {
  ['0'] = 1, ['1'] = 2, ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
  ['8'] = 9, ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

/**
 * usher_chain_find:
 * @line: a line without its line feed
 * @length: its length in bytes
 * @body_length: (out): where the chain member begins
 *
 * Returns: %TRUE when the line ends in a chain member of the right length, whatever its value
 */
gboolean
usher_chain_find (const char *line, gsize length, gsize *body_length)
{
  const char *tail;

  if (length <= USHER_CHAIN_TAIL_LENGTH)
    return FALSE;
  tail = line + length - USHER_CHAIN_TAIL_LENGTH;
  *body_length = length - USHER_CHAIN_TAIL_LENGTH;
  return memcmp (tail, chain_member, 10) == 0 && line[length - 2] == '"' && line[length - 1] == '}';
}

/**
 * usher_chain_matches:
 * @chain: a chain value
 * @line: a line in which [func@chain_find] found a chain member
 * @body_length: where it begins
 *
 * Returns: %TRUE when the line has this value, in lower case
 */
gboolean
usher_chain_matches (const guint8 chain[USHER_CHAIN_SIZE], const char *line, gsize body_length)
{
  char hex[2 * USHER_CHAIN_SIZE];

  to_hex (chain, hex);
  return memcmp (hex, line + body_length + 10, sizeof hex) == 0;
}

/**
 * usher_chain_split:
 * @line: a line without its line feed
 * @length: its length in bytes
 * @body_length: (out): where the chain member begins
 * @chain: (out): the value that the line claims
 *
 * Returns: %TRUE when the line ends in a chain member, spelt as the format has it
 */
gboolean
usher_chain_split (const char *line, gsize length, gsize *body_length, guint8 chain[USHER_CHAIN_SIZE])
{
  const guchar *digits;
  gboolean good = TRUE;

  if (!usher_chain_find (line, length, body_length))
    return FALSE;
  digits = (const guchar *) line + *body_length + 10;
  for (guint i = 0; i < USHER_CHAIN_SIZE; i++)
    {
      guint high = hex_values[digits[2 * i]];
      guint low = hex_values[digits[2 * i + 1]];

      good &= (high != 0) & (low != 0);
      chain[i] = (guint8) ((high - 1) << 4 | (low - 1));
    }
  return good;
}

/**
 * usher_chain_to_string:
 * @chain: a chain value
 *
 * Returns: (transfer full): its 64 hexadecimal digits
 */
char *
usher_chain_to_string (const guint8 chain[USHER_CHAIN_SIZE])
{
  char *hex = g_malloc (2 * USHER_CHAIN_SIZE + 1);

  to_hex (chain, hex);
  hex[2 * USHER_CHAIN_SIZE] = '\0';
  return hex;
}
