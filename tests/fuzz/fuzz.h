/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* What a target says that must hold for any input: a finding otherwise. */
#define fuzz_must(condition)                                                                                         \
  G_STMT_START                                                                                                       \
  {                                                                                                                  \
    if (!(condition))                                                                                                \
      {                                                                                                              \
        g_printerr ("does not hold: %s\n", #condition);                                                              \
        __builtin_trap ();                                                                                           \
      }                                                                                                              \
  }                                                                                                                  \
  G_STMT_END

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);
int LLVMFuzzerInitialize (int *argc, char ***argv);
