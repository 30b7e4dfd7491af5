/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox-json-writer.h"
#include "sandbox/usher-sandbox.h"

G_BEGIN_DECLS

/* Columns in the order in which the functions below read them. */
#define USHER_SANDBOX_SITE_COLUMNS "s.id, s.name, s.external_id, s.address, s.path, s.occupancy, s.stop_date"
#define USHER_SANDBOX_COMPANY_COLUMNS                                                              \
  "c.key, c.id, c.name, c.external_id, c.is_demand_enabled, c.start_date, c.users"
#define USHER_SANDBOX_CONNECTION_COLUMNS                                                           \
  "n.key, n.id, n.datasource_name, n.datasource_url, n.status, n.status_detail, n.status_updated," \
  " n.status_first_seen, n.country, n.utility_types, n.username, n.owner_email, n.start_date,"     \
  " n.multiply_by_occupancy, n.external_id, n.created, n.updated, c.id, c.name, c.external_id"
#define USHER_SANDBOX_INVITATION_COLUMNS                                                           \
  "i.key, i.id, i.token, i.kind, i.status, c.id, n.id, i.allowed_emails, i.expires_at, i.max_uses," \
  " i.use_count, i.created_at, i.prefill"

/* Each writes the object of the row on which the statement stands. */
void     usher_sandbox_write_site       (UsherSandboxStatement *row, UsherSandboxJson *json);
gboolean usher_sandbox_write_company    (UsherSandbox *sandbox, UsherSandboxStatement *row,
                                         UsherSandboxJson *json, GError **error);
gboolean usher_sandbox_write_connection (UsherSandbox *sandbox, UsherSandboxStatement *row,
                                         UsherSandboxJson *json, GError **error);
gboolean usher_sandbox_write_invitation (UsherSandbox *sandbox, UsherSandboxStatement *row,
                                         gboolean with_events, UsherSandboxJson *json, GError **error);

/* The object of one invitation; FALSE with error unset: there is none. */
gboolean usher_sandbox_write_invitation_by_key (UsherSandbox *sandbox, gint64 key, gboolean with_events,
                                                UsherSandboxJson *json, GError **error);

G_END_DECLS
