/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Random numbers that nobody can guess, and comparing secrets without telling how far they agree.
 * Any thread. */

#include "sandbox/usher-sandbox-secret.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* 192 bits: 32 characters of base64url without padding. */
#define TOKEN_BYTES 24

/**
 * usher_sandbox_random_bytes:
 * @bytes: (out caller-allocates) (array length=length): where they go
 * @length: how many
 *
 * Fills a buffer from the kernel's CSPRNG. Ends the program if there is none, since nothing
 * that needs a secret can go on.
 */
void
usher_sandbox_random_bytes (guint8 *bytes, gsize length)
{
  while (length > 0)
    {
      gssize got = getrandom (bytes, length, 0);

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        {
          g_printerr ("usher-sandbox: the system gives no random numbers: %s\n",
                      g_strerror (errno));
          abort ();
        }
      bytes += got;
      length -= got;
    }
}

/* The letters of a token are safe in an address as they are. */
static char *
token_from_bytes (const guint8 *bytes)
{
  char *token = g_base64_encode (bytes, TOKEN_BYTES);

  g_strdelimit (token, "+", '-');
  g_strdelimit (token, "/", '_');
  return token;
}

/**
 * usher_sandbox_random_token:
 *
 * Makes a token of 192 random bits, in letters that need no escaping in an address.
 *
 * Returns: (transfer full): the token
 */
char *
usher_sandbox_random_token (void)
{
  guint8 bytes[TOKEN_BYTES];

  usher_sandbox_random_bytes (bytes, sizeof bytes);
  return token_from_bytes (bytes);
}

/**
 * usher_sandbox_derive_token:
 * @secret: a secret of the data folder
 * @id: what the token is for
 *
 * Makes a token by HMAC-SHA256. Demo data is the same for everyone who uses the same seed, so
 * its tokens must come from something that is not.
 *
 * Returns: (transfer full): the token
 */
char *
usher_sandbox_derive_token (const char *secret, const char *id)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guint8 *) secret, strlen (secret));
  guint8 digest[32];
  gsize length = sizeof digest;

  g_hmac_update (hmac, (const guint8 *) id, -1);
  g_hmac_get_digest (hmac, digest, &length);
  return token_from_bytes (digest);
}

static void
sha256 (const char *text, guint8 digest[32])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = 32;

  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, digest, &length);
}

/**
 * usher_sandbox_secret_equal:
 * @a: (nullable): a secret
 * @b: (nullable): what somebody says it is
 *
 * Compares digests, all of them, so that the time taken tells nothing about either.
 *
 * Returns: %TRUE if both are there and equal
 */
gboolean
usher_sandbox_secret_equal (const char *a, const char *b)
{
  guint8 x[32], y[32];
  volatile guint8 difference = 0;

  if (a == NULL || b == NULL)
    return FALSE;
  sha256 (a, x);
  sha256 (b, y);
  for (gsize i = 0; i < sizeof x; i++)
    difference |= x[i] ^ y[i];
  return difference == 0;
}

/**
 * usher_sandbox_secret_free:
 * @secret: (transfer full) (nullable): a secret
 *
 * Wipes and frees a secret.
 */
void
usher_sandbox_secret_free (char *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

/**
 * usher_sandbox_token_hash:
 * @token: a token
 *
 * What tokens are looked up by: an index on the token itself would answer sooner the earlier a
 * guess goes wrong. Whoever finds a row by this still compares the token.
 *
 * Returns: 64 bits of the SHA-256 of the token
 */
gint64
usher_sandbox_token_hash (const char *token)
{
  guint8 digest[32];
  gint64 hash;

  sha256 (token, digest);
  memcpy (&hash, digest, sizeof hash);
  return GINT64_FROM_BE (hash);
}

/**
 * usher_sandbox_uuid_from_bytes:
 * @bytes: 16 bytes; the version and variant bits are set in place
 * @text: (out caller-allocates): the id in lower case, with its final zero
 *
 * Writes a version 4 UUID (RFC 9562) of the bytes.
 */
void
usher_sandbox_uuid_from_bytes (guint8 bytes[16], char text[USHER_SANDBOX_UUID_LENGTH + 1])
{
  static const char digits[] = "0123456789abcdef";
  char *to = text;

  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  for (guint i = 0; i < 16; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        *to++ = '-';
      *to++ = digits[bytes[i] >> 4];
      *to++ = digits[bytes[i] & 0x0f];
    }
  *to = '\0';
}
