/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a process of ours does before it holds a secret. Called by main(), before there is a second thread. */

#include "model/usher-process.h"

#include <string.h>
#include <sys/resource.h>

#include "usher-config.h"

/**
 * usher_process_forbid_core_dumps:
 *
 * The memory holds API keys and links, which a crash must not leave on the disk: no core dump is written for this
 * process or those that it starts. The limit is one byte, not none: into a file no less than a page is written, so
 * nothing is; and where core dumps go to a program that collects them, for which the kernel otherwise ignores the limit
 * (core(5)), it takes one byte for the mark of that program itself and does not call it (do_coredump() in its
 * fs/coredump.c).
 * The process stays dumpable in the sense of prctl(2), as portals look at /proc/PID to know who asks. A build with
 * the development profile leaves the limit to whoever starts it.
 */
void
usher_process_forbid_core_dumps (void)
{
  const struct rlimit none = { 1, 1 };

  if (strcmp (USHER_PROFILE, "development") != 0)
    setrlimit (RLIMIT_CORE, &none);
}
