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
 * process or those that it starts. Services that collect core dumps keep to this limit, too (systemd-coredump(8)).
 * The process stays dumpable in the sense of prctl(2), as portals look at /proc/PID to know who asks. A build with
 * the development profile leaves the limit to whoever starts it.
 */
void
usher_process_forbid_core_dumps (void)
{
  const struct rlimit none = { 0, 0 };

  if (strcmp (USHER_PROFILE, "development") != 0)
    setrlimit (RLIMIT_CORE, &none);
}
