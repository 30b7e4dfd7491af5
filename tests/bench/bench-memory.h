/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Memory of this process, shared pages by their share (PSS), for bench-empty and bench-start. */

#include <glib.h>
#include <stdio.h>
#include <string.h>

/* So many milliseconds after its first frame a program has settled. */
#define BENCH_SETTLE 4000

static inline double
bench_get_pss (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return 0;
  line = strstr (text, "\nPss:");
  return line != NULL ? (double) g_ascii_strtoll (line + strlen ("\nPss:"), NULL, 10) / 1024.0 : 0;
}
