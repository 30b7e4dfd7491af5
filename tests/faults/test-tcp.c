/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every operation of the client through a network that fails in every way, against the real sandbox. */

#include "api/usher-client-private.h"
#include "api/usher-api-test.h"
#include "common/usher-test-sandbox.h"
#include "usher-fault-ops.h"
#include "usher-fault-proxy.h"

/* Long enough for a loaded machine where an answer is to come, short where none will. */
#define PATIENT_MS 30000
#define HASTY_MS 300

typedef struct
{
  const char *name;
  UsherFault faults[2];
  guint n_faults;
  guint total_ms;
  const char *read;     /* how a GET ends */
  const char *write;    /* how a POST ends */
  gboolean unclear;     /* the POST's error */
  gboolean acted;       /* the server has created the invitation */
} Row;

#define ALWAYS(kind, amount) { { USHER_FAULT_##kind, 1, amount, 0 } }, 1
static const Row rows[] = {
  { "nothing", { { 0 } }, 0, PATIENT_MS, "ok", "ok", FALSE, TRUE },
  { "latency", ALWAYS (LATENCY, 20), PATIENT_MS, "ok", "ok", FALSE, TRUE },
  { "latency and jitter", { { USHER_FAULT_LATENCY, 1, 20, 20 } }, 1, PATIENT_MS, "ok", "ok", FALSE, TRUE },
  { "latency beyond the time-out", ALWAYS (LATENCY, 60000), HASTY_MS, "network", "network", TRUE, FALSE },
  { "refused", ALWAYS (REFUSED, 0), PATIENT_MS, "network", "network", FALSE, FALSE },
  { "bandwidth", ALWAYS (BANDWIDTH, 200000), PATIENT_MS, "ok", "ok", FALSE, TRUE },
  { "bandwidth next to none", ALWAYS (BANDWIDTH, 20), HASTY_MS, "network", "network", TRUE, FALSE },
  { "slow close", ALWAYS (SLOW_CLOSE, 60000), PATIENT_MS, "ok", "ok", FALSE, TRUE },
  { "hang", ALWAYS (HANG, 0), HASTY_MS, "network", "network", TRUE, FALSE },
  { "reset before", ALWAYS (RESET_BEFORE, 0), PATIENT_MS, "network", "network", TRUE, FALSE },
  { "reset after", ALWAYS (RESET_AFTER, 0), PATIENT_MS, "network", "network", TRUE, TRUE },
  { "slice", ALWAYS (SLICE, 0), PATIENT_MS, "ok", "ok", FALSE, TRUE },
  { "slice with latency and slow close", { { USHER_FAULT_SLICE, 1, 0, 0 }, { USHER_FAULT_LATENCY, 1, 5, 5 } }, 2,
    PATIENT_MS, "ok", "ok", FALSE, TRUE },
  { "cut at once", ALWAYS (CUT, 0), PATIENT_MS, "network", "network", TRUE, TRUE },
  { "cut in the status line", ALWAYS (CUT, 9), PATIENT_MS, "network", "network", TRUE, TRUE },
  { "cut in the headers", ALWAYS (CUT, 60), PATIENT_MS, "network", "network", TRUE, TRUE },
};

typedef struct
{
  UsherTestSandbox *sandbox; /* (owned) */
  UsherFaultProxy *proxy;    /* (owned) */
  char *connection;          /* (owned) */
} Fixture;

static UsherClient *
new_client (const char *base, const char *key, guint total_ms)
{
  UsherClient *client = usher_api_test_new_client (base, key);
  UsherRetryPolicy policy = *usher_client_get_retry_policy (client);

  policy.max_tries = 2;
  usher_client_set_retry_policy (client, &policy);
  usher_transport_set_limits (usher_client_get_transport (client), 60, total_ms, USHER_TRANSPORT_MAX_BODY);
  return client;
}

static GPtrArray *
list_invitations (Fixture *f)
{
  UsherClient *client = new_client (f->sandbox->base_url, f->sandbox->api_key, PATIENT_MS);
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *list;

  usher_client_list_invitations_async (client, f->sandbox->companies[0], NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  list = usher_client_list_invitations_finish (client, result, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  usher_api_test_finalize (client);
  return list;
}

static UsherInvitation *
create_directly (Fixture *f)
{
  UsherClient *client = new_client (f->sandbox->base_url, f->sandbox->api_key, PATIENT_MS);
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  const char *const emails[] = { "r@example.com", NULL };
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UsherInvitation *invitation;

  usher_invitation_draft_set_company_id (draft, f->sandbox->companies[0]);
  usher_invitation_draft_set_allowed_emails (draft, emails);
  usher_client_create_invitation_async (client, draft, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  invitation = usher_client_create_invitation_finish (client, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  usher_api_test_finalize (client);
  return invitation;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) connections = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UsherClient *client;

  f->sandbox = usher_test_sandbox_start (NULL, NULL);
  f->proxy = usher_fault_proxy_start (f->sandbox->base_url, 20261121);
  client = new_client (f->sandbox->base_url, f->sandbox->api_key, PATIENT_MS);
  usher_client_list_connections_async (client, f->sandbox->companies[0], NULL, NULL, NULL, NULL,
                                       usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  connections = usher_client_list_connections_finish (client, result, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (connections->len, >, 0);
  f->connection = g_strdup (usher_connection_get_id (g_ptr_array_index (connections, 0)));
  g_clear_object (&result);
  usher_api_test_finalize (client);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  usher_fault_proxy_stop (f->proxy);
  usher_test_sandbox_free (f->sandbox);
  g_free (f->connection);
}

/* The two writes on one invitation race each other: a resend of what has just been revoked is refused. */
static gboolean
is_expected (const Row *row, UsherOp op, const GError *error)
{
  const char *wanted = usher_op_is_write (op) ? row->write : row->read;
  const char *got = usher_op_describe (error);

  if (op == USHER_OP_RESEND && g_str_equal (wanted, "ok")
      && (g_str_equal (got, "conflict") || g_str_equal (got, "invalid")))
    return TRUE;
  return g_str_equal (wanted, got);
}

static void
test_table (Fixture *f, gconstpointer data)
{
  guint n_pairs = 0;
  gint64 slowest = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Row *row = &rows[i];
      g_autoptr (UsherInvitation) invitation = create_directly (f);
      g_autoptr (GPtrArray) before = list_invitations (f);
      g_autoptr (GPtrArray) after = NULL;
      UsherOpTargets targets
          = { f->sandbox->companies[0], f->connection, usher_invitation_get_id (invitation) };
      g_autoptr (UsherOpResults) results = NULL;
      UsherClient *client;

      usher_fault_proxy_set (f->proxy, row->faults, row->n_faults);
      client = new_client (usher_fault_proxy_get_base (f->proxy), f->sandbox->api_key, row->total_ms);
      results = usher_ops_run (client, &targets);
      usher_api_test_finalize (client);
      usher_fault_proxy_set (f->proxy, NULL, 0);
      slowest = MAX (slowest, results->slowest);
      after = list_invitations (f);

      for (guint op = 0; op < USHER_N_OPS; op++)
        {
          g_test_message ("%s, %s: %s", row->name, usher_op_get_name (op), usher_op_describe (results->errors[op]));
          g_assert_true (is_expected (row, op, results->errors[op]));
          /* On a slow machine a hasty request may be over before it has begun, and then nothing is unclear. */
          if (usher_op_is_write (op) && results->errors[op] != NULL && !g_str_equal (row->write, "ok")
              && row->total_ms == PATIENT_MS)
            g_assert_cmpint (usher_api_error_is_unclear (results->errors[op]), ==, row->unclear);
          n_pairs++;
        }
      /* One effect where the server has heard of it, none where it has not; never two. */
      g_assert_cmpuint (after->len, ==, before->len + (row->acted ? 1 : 0));
    }
  g_test_message ("figure: tcp fault kinds x operations: %u pairs, 0 crashes, 0 hangs (slowest %.1f s)", n_pairs,
                  (double) slowest / G_USEC_PER_SEC);
}

/* A network that fails now and then, in every way at once: what is asked ends, and what the client believes to
 * have created is there exactly once. */
static void
test_mixed (Fixture *f, gconstpointer data)
{
  static const UsherFault faults[]
      = { { USHER_FAULT_LATENCY, 0.5, 5, 5 },    { USHER_FAULT_RESET_BEFORE, 0.1, 0, 0 },
          { USHER_FAULT_RESET_AFTER, 0.1, 0, 0 }, { USHER_FAULT_SLICE, 0.2, 0, 0 },
          { USHER_FAULT_CUT, 0.1, 300, 0 },       { USHER_FAULT_REFUSED, 0.05, 20, 0 } };
  guint n_rounds = usher_test_rounds (5 / USHER_TEST_SLOWNESS, 300);
  guint n_ok = 0, n_failed = 0, n_created = 0, n_unclear = 0;
  g_autoptr (GPtrArray) before = list_invitations (f);
  g_autoptr (GPtrArray) after = NULL;
  guint n_targets = 0;

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autoptr (UsherInvitation) invitation = create_directly (f);
      UsherOpTargets targets
          = { f->sandbox->companies[0], f->connection, usher_invitation_get_id (invitation) };
      g_autoptr (UsherOpResults) results = NULL;
      UsherClient *client;

      n_targets++;
      usher_fault_proxy_set (f->proxy, faults, G_N_ELEMENTS (faults));
      client = new_client (usher_fault_proxy_get_base (f->proxy), f->sandbox->api_key, 5000);
      results = usher_ops_run (client, &targets);
      usher_api_test_finalize (client);
      for (guint op = 0; op < USHER_N_OPS; op++)
        if (results->errors[op] == NULL)
          n_ok++;
        else
          n_failed++;
      if (results->errors[USHER_OP_CREATE] == NULL)
        n_created++;
      else if (usher_api_error_is_unclear (results->errors[USHER_OP_CREATE]))
        n_unclear++;
    }
  usher_fault_proxy_set (f->proxy, NULL, 0);
  after = list_invitations (f);
  g_assert_cmpuint (after->len, >=, before->len + n_targets + n_created);
  g_assert_cmpuint (after->len, <=, before->len + n_targets + n_created + n_unclear);
  g_test_message ("figure: mixed faults: %u operations, %u ended well, %u with an error, 0 doubled", n_ok + n_failed,
                  n_ok, n_failed);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/faults/tcp/table", Fixture, NULL, set_up, test_table, tear_down);
  g_test_add ("/faults/tcp/mixed", Fixture, NULL, set_up, test_mixed, tear_down);
  return g_test_run ();
}
