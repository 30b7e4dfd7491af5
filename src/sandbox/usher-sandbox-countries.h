/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *code; /* two letters */
  const char *name;
} UsherSandboxCountry;

/* Sorted by name. */
extern const UsherSandboxCountry usher_sandbox_countries[];
extern const gsize               usher_sandbox_n_countries;

const char *usher_sandbox_country_get_name (const char *code);

G_END_DECLS
