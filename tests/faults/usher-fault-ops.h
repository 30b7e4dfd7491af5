/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* All operations of the client at once, and how each ended. */

#include "api/usher-client.h"

G_BEGIN_DECLS

typedef enum
{
  USHER_OP_PING,
  USHER_OP_COMPANIES,
  USHER_OP_COMPANY,
  USHER_OP_CONNECTIONS,
  USHER_OP_CONNECTION,
  USHER_OP_INVITATIONS,
  USHER_OP_INVITATION,
  USHER_OP_CREATE,
  USHER_OP_REVOKE,
  USHER_OP_RESEND,
  USHER_N_OPS
} UsherOp;

typedef struct
{
  const char *company;    /* ids of what there is */
  const char *connection;
  const char *invitation;
} UsherOpTargets;

typedef struct
{
  GError *errors[USHER_N_OPS]; /* (owned) (nullable) elements: NULL for success */
  gint64 slowest;              /* microseconds */
} UsherOpResults;

const char     *usher_op_get_name     (UsherOp op);
gboolean        usher_op_is_write     (UsherOp op);
/* The client may be given up when it returns: every operation has ended. */
UsherOpResults *usher_ops_run         (UsherClient *client, const UsherOpTargets *targets);
void            usher_op_results_free (UsherOpResults *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherOpResults, usher_op_results_free)

/* "ok", or the error's code as a word: "network", "tls", "protocol", …, "cancelled". */
const char     *usher_op_describe     (const GError *error);

G_END_DECLS
