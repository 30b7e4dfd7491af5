/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An API key that a person typed or pasted, as a SecretValue. No input or output; any thread. */
#include "keys/usher-keyring.h"

#include <string.h>

/* No document tells how long a key may be. Beyond this it is not a key but a file that was pasted,
 * and servers refuse such a header anyway. */
#define MAX_KEY_LENGTH 4096

/**
 * usher_key_value_new:
 * @text: (nullable): a key as typed; white space around it is dropped, as it comes with pasting
 *
 * Copies a key into memory that the system does not swap out, as far as it grants such memory, and
 * that is overwritten with the last secret_value_unref(). What cannot be the value of the
 * `X-API-Key` header is refused, so that no line break in it can begin another header (contract 1;
 * RFC 9110, section 5.5: visible ASCII characters with blanks between them).
 *
 * Returns: (transfer full) (nullable): the key, or %NULL when it is empty, longer than 4096 bytes,
 * or has control characters or anything beyond ASCII in it
 */
SecretValue *
usher_key_value_new (const char *text)
{
  gsize length;

  if (text == NULL)
    return NULL;

  while (g_ascii_isspace (*text))
    text++;
  length = strnlen (text, MAX_KEY_LENGTH + 256);
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  if (length == 0 || length > MAX_KEY_LENGTH)
    return NULL;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] < 0x20 || text[i] > 0x7e)
        return NULL;
    }

  return secret_value_new (text, (gssize) length, "text/plain");
}
