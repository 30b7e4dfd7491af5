/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a process of ours that holds secrets does first of all. */
void usher_process_forbid_core_dumps (void);

G_END_DECLS
