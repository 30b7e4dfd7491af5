/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox-http.h"

G_BEGIN_DECLS

/* Each looks up an id of the path. FALSE: there is none, or it is another organisation's, or the
 * database failed; the answer then says so. */
gboolean usher_sandbox_find_company    (UsherSandbox *sandbox, const char *id, gint64 *key,
                                        UsherSandboxAnswer *answer);
gboolean usher_sandbox_find_site       (UsherSandbox *sandbox, const char *id, gint64 *key,
                                        UsherSandboxAnswer *answer);
gboolean usher_sandbox_find_connection (UsherSandbox *sandbox, const char *id, gint64 *key, gint64 *company,
                                        UsherSandboxAnswer *answer);
gboolean usher_sandbox_find_invitation (UsherSandbox *sandbox, const char *id, gint64 *key,
                                        UsherSandboxAnswer *answer);

/* The parameters of a query string: name -> GPtrArray of values. NULL: it cannot be read. */
GHashTable *usher_sandbox_query_parse (const char *query);
/* The last value of a name, as Django takes it; NULL if it is not there. */
const char *usher_sandbox_query_get   (GHashTable *query, const char *name);

/* Where a page of a list begins and ends (contract 6). */
typedef struct
{
  gint64 number;      /* from 1; what is asked for, then what is given */
  gint64 per_page;
  gint64 total;
  gint64 n_pages;
  gint64 offset;
} UsherSandboxPage;

void usher_sandbox_page_read     (UsherSandboxPage *page, GHashTable *query, gint64 max_limit,
                                  JsonObject *errors);
void usher_sandbox_page_settle   (UsherSandboxPage *page, gint64 total);
void usher_sandbox_page_envelope (UsherSandboxPage *page, const char *total_name, UsherSandboxJson *json);

G_END_DECLS
