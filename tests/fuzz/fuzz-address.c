/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists of addresses as people paste them, and texts as servers send them. */

#include "fuzz.h"

#include <string.h>

#include "model/usher-text.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) list = usher_email_split_list (text);
  g_auto (GStrv) again = NULL;
  g_autoptr (GPtrArray) valid = g_ptr_array_new ();
  g_autofree char *joined = NULL;
  g_autofree char *safe = usher_text_dup_safe (text, 100);
  g_autofree char *folded = NULL;

  for (gsize i = 0; list[i] != NULL; i++)
    if (usher_email_is_valid (list[i]))
      g_ptr_array_add (valid, list[i]);
  g_ptr_array_add (valid, NULL);
  joined = g_strjoinv (", ", (char **) valid->pdata);
  again = usher_email_split_list (joined);
  fuzz_must (g_strv_equal ((const char *const *) valid->pdata, (const char *const *) again));
  for (gsize i = 0; list[i] != NULL; i++)
    {
      fuzz_must (*list[i] != '\0');
      fuzz_must (g_utf8_validate (list[i], -1, NULL));
      /* What is valid is safe to put into a header or a line. */
      fuzz_must (!usher_email_is_valid (list[i]) || strpbrk (list[i], " \t\r\n,;<>\"") == NULL);
    }
  fuzz_must (g_utf8_validate (safe, -1, NULL));
  fuzz_must (g_utf8_strlen (safe, -1) <= 101);
  fuzz_must (strpbrk (safe, "\r\n\t\x1b") == NULL);
  if (g_utf8_validate (text, -1, NULL))
    folded = usher_text_fold (text);
  usher_uuid_is_valid (text);
  usher_country_is_valid (text);
  return 0;
}
