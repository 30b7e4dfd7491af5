/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times and dates of the server, and those that are typed. */

#include "fuzz.h"

#include "model/usher-time.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  gint64 time = usher_time_parse (text);
  g_autofree char *written = usher_time_to_string (time);
  g_autofree char *relative = NULL;

  if (time != USHER_TIME_NONE)
    {
      fuzz_must (written != NULL);
      /* To the second, what is written is what was read. */
      fuzz_must (usher_time_parse (written) / G_USEC_PER_SEC == time / G_USEC_PER_SEC
                 || time < 0);
      relative = usher_time_format_relative (time, 1795162500 * G_GINT64_CONSTANT (1000000));
      fuzz_must (relative != NULL);
    }
  if (usher_date_is_valid (text))
    fuzz_must (size == 10 || text[10] == '\0');
  return 0;
}
