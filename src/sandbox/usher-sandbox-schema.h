/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One script a version: the first makes an empty file into version 1, and so on. */
extern const char * const usher_sandbox_schema[];
extern const int          usher_sandbox_schema_version;

G_END_DECLS
