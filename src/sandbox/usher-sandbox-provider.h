/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox.h"

G_BEGIN_DECLS

/* A utility's website, from the catalogue or by its address. */
typedef struct
{
  char *id;             /* (owned) (nullable): of the catalogue */
  char *name;           /* (owned) */
  char *url;            /* (owned) */
  char *country;        /* (owned) (nullable) */
  char *utility_types;  /* (owned) JSON array */
  gboolean needs_mfa;
} UsherSandboxProvider;

void usher_sandbox_provider_free (UsherSandboxProvider *provider);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherSandboxProvider, usher_sandbox_provider_free)

/* NULL without an error: there is none of that id, or that is no address. */
UsherSandboxProvider *usher_sandbox_provider_by_id      (UsherSandbox *sandbox, const char *id, GError **error);
UsherSandboxProvider *usher_sandbox_provider_by_address (UsherSandbox *sandbox, const char *address,
                                                         GError **error);
/* Of a country ("": any), whose name or address has the words; at most 50. */
GPtrArray            *usher_sandbox_provider_search     (UsherSandbox *sandbox, const char *country,
                                                         const char *words, GError **error);

G_END_DECLS
