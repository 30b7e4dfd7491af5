/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "usher-fault-ops.h"

#include "common/usher-test.h"

typedef struct
{
  UsherOpResults *results;
  guint n_left;
  gint64 began;
} Run;

typedef struct
{
  Run *run;
  UsherOp op;
} Call;

static const char *const names[USHER_N_OPS]
    = { "ping",        "companies",  "company", "connections", "connection",
        "invitations", "invitation", "create",  "revoke",      "resend" };

const char *
usher_op_get_name (UsherOp op)
{
  return names[op];
}

gboolean
usher_op_is_write (UsherOp op)
{
  return op == USHER_OP_CREATE || op == USHER_OP_REVOKE || op == USHER_OP_RESEND;
}

static void
finish (UsherClient *client, GAsyncResult *result, UsherOp op, GError **error)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GObject) object = NULL;
  UsherInvitation *invitation = NULL;
  JsonNode *answer = NULL;

  switch (op)
    {
    case USHER_OP_PING:
      usher_client_ping_finish (client, result, &answer, error);
      g_clear_pointer (&answer, json_node_unref);
      break;
    case USHER_OP_COMPANIES:
      list = usher_client_list_companies_finish (client, result, NULL, error);
      break;
    case USHER_OP_COMPANY:
      object = (GObject *) usher_client_get_company_finish (client, result, error);
      break;
    case USHER_OP_CONNECTIONS:
      list = usher_client_list_connections_finish (client, result, NULL, error);
      break;
    case USHER_OP_CONNECTION:
      object = (GObject *) usher_client_get_connection_finish (client, result, error);
      break;
    case USHER_OP_INVITATIONS:
      list = usher_client_list_invitations_finish (client, result, NULL, error);
      break;
    case USHER_OP_INVITATION:
      object = (GObject *) usher_client_get_invitation_finish (client, result, error);
      break;
    case USHER_OP_CREATE:
      object = (GObject *) usher_client_create_invitation_finish (client, result, error);
      break;
    case USHER_OP_REVOKE:
      usher_client_revoke_invitation_finish (client, result, &invitation, error);
      break;
    case USHER_OP_RESEND:
      usher_client_resend_invitation_finish (client, result, &invitation, error);
      break;
    case USHER_N_OPS:
    default:
      g_assert_not_reached ();
    }
  g_clear_object (&invitation);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  Run *run = call->run;

  finish (USHER_CLIENT (source), result, call->op, &run->results->errors[call->op]);
  run->results->slowest = MAX (run->results->slowest, g_get_monotonic_time () - run->began);
  run->n_left--;
}

UsherOpResults *
usher_ops_run (UsherClient *client, const UsherOpTargets *targets)
{
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  UsherOpResults *results = g_new0 (UsherOpResults, 1);
  Run run = { results, USHER_N_OPS, g_get_monotonic_time () };
  Call calls[USHER_N_OPS];

  for (guint op = 0; op < USHER_N_OPS; op++)
    calls[op] = (Call) { &run, op };
  usher_invitation_draft_set_company_id (draft, targets->company);

  usher_client_ping_async (client, NULL, on_done, &calls[USHER_OP_PING]);
  usher_client_list_companies_async (client, NULL, on_done, &calls[USHER_OP_COMPANIES]);
  usher_client_get_company_async (client, targets->company, NULL, on_done, &calls[USHER_OP_COMPANY]);
  usher_client_list_connections_async (client, targets->company, NULL, NULL, NULL, NULL, on_done,
                                       &calls[USHER_OP_CONNECTIONS]);
  usher_client_get_connection_async (client, targets->connection, NULL, on_done, &calls[USHER_OP_CONNECTION]);
  usher_client_list_invitations_async (client, targets->company, NULL, on_done, &calls[USHER_OP_INVITATIONS]);
  usher_client_get_invitation_async (client, targets->invitation, NULL, on_done, &calls[USHER_OP_INVITATION]);
  usher_client_create_invitation_async (client, draft, NULL, on_done, &calls[USHER_OP_CREATE]);
  usher_client_revoke_invitation_async (client, targets->invitation, NULL, on_done, &calls[USHER_OP_REVOKE]);
  usher_client_resend_invitation_async (client, targets->invitation, NULL, on_done, &calls[USHER_OP_RESEND]);
  usher_test_wait_for (run.n_left == 0);
  return results;
}

void
usher_op_results_free (UsherOpResults *self)
{
  for (guint op = 0; op < USHER_N_OPS; op++)
    g_clear_error (&self->errors[op]);
  g_free (self);
}

const char *
usher_op_describe (const GError *error)
{
  static const char *const words[]
      = { "auth",   "forbidden", "not found", "conflict", "invalid", "rate limited",
          "server", "network",   "tls",       "protocol", "unsupported" };

  if (error == NULL)
    return "ok";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return "cancelled";
  g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (USHER_API_ERROR));
  g_assert_cmpint (error->code, <, (int) G_N_ELEMENTS (words));
  return words[error->code];
}
