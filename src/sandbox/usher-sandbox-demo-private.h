/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the two halves of the demo data share. */

#include "sandbox/usher-sandbox-demo-words.h"
#include "sandbox/usher-sandbox.h"

G_BEGIN_DECLS

#define USHER_SANDBOX_MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define USHER_SANDBOX_HOUR (60 * USHER_SANDBOX_MINUTE)
#define USHER_SANDBOX_DAY (24 * USHER_SANDBOX_HOUR)

typedef struct
{
  gint64 key;
  const UsherSandboxCompanyWords *words;
  GArray *sites;        /* (owned) of gint64 keys */
  GPtrArray *site_ids;  /* (owned) */
  GArray *connections;  /* (owned) of gint64 keys */
} UsherSandboxDemoCompany;

typedef struct
{
  UsherSandbox *sandbox; /* (borrowed) */
  GRand *rand;           /* (owned) */
  gint64 now;
  GPtrArray *companies;  /* (owned) of UsherSandboxDemoCompany */
} UsherSandboxDemo;

UsherSandboxDemo *usher_sandbox_demo_new  (UsherSandbox *sandbox, guint32 seed);
void              usher_sandbox_demo_free (UsherSandboxDemo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherSandboxDemo, usher_sandbox_demo_free)

/* 0 to n - 1; true so many times in a hundred; a time in whole seconds. */
int         usher_sandbox_demo_pick       (UsherSandboxDemo *self, int n);
gboolean    usher_sandbox_demo_chance     (UsherSandboxDemo *self, int percent);
gint64      usher_sandbox_demo_between    (UsherSandboxDemo *self, gint64 from, gint64 to);
char       *usher_sandbox_demo_make_email (UsherSandboxDemo *self, const UsherSandboxDemoCompany *company);
const UsherSandboxProviderWords *usher_sandbox_demo_pick_provider (UsherSandboxDemo *self, const char *country);

gboolean    usher_sandbox_demo_add_providers  (UsherSandboxDemo *self, GError **error);
gboolean    usher_sandbox_demo_add_company    (UsherSandboxDemo *self, const UsherSandboxCompanyWords *words,
                                               GError **error);
gboolean    usher_sandbox_demo_add_foreign    (UsherSandboxDemo *self, GError **error);
/* After all the repairs: some connections break again. */
gboolean    usher_sandbox_demo_wear_connections (UsherSandboxDemo *self, GError **error);
/* Takes over n companies that are there already. */
gboolean    usher_sandbox_demo_load_companies (UsherSandboxDemo *self, int n, GError **error);

G_END_DECLS
