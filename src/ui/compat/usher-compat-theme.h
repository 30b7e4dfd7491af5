/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void usher_compat_init_toolkit (void);

G_END_DECLS
