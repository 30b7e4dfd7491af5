/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A person creates invitations on a network that fails, and the program is killed again and again: kill -9, at
 * whatever point it happens to be. Nothing may be lost, nothing made twice, and in the end every request must
 * stand in a state that has a name. A child does the work; this program kills it, and counts in the end what
 * the server has and what the journal says. */

#include "usher-test-session.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "../faults/usher-fault-proxy.h"
#include "api/usher-client-private.h"
#include "session/usher-session-private.h"

#define MAX_AT_A_TIME 6
/* Every so many, the same press twice: two requests that ask for the very same. */
#define TWIN_EVERY 10

static char *
dup_email (guint press)
{
  return g_strdup_printf ("p%05u@example.com", press % TWIN_EVERY == 1 ? press - 1 : press);
}

/* --- The child --- */

typedef struct
{
  UsherSession *session;
  const char *company;
  guint next;
  guint n_presses;
  guint n_running;
} Worker;

/* Something happened: a good moment to be killed. */
static void
tell_parent (void)
{
  if (write (STDOUT_FILENO, ".", 1) != 1)
    _exit (3);
}

static void press (Worker *worker);

static void
on_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Worker *worker = user_data;
  g_autoptr (UsherInvitation) made = usher_session_create_finish (USHER_SESSION (source), result, NULL);

  worker->n_running--;
  tell_parent ();
  press (worker);
}

static void
press (Worker *worker)
{
  while (worker->n_running < MAX_AT_A_TIME && worker->next < worker->n_presses)
    {
      g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (worker->company);
      g_autofree char *email = dup_email (worker->next++);
      const char *const emails[] = { email, NULL };

      usher_invitation_draft_set_allowed_emails (draft, emails);
      worker->n_running++;
      usher_session_create_async (worker->session, draft, NULL, on_created, worker);
    }
}

static void
on_state (void)
{
  tell_parent ();
}

static void
on_items_changed (GListModel *model, guint position, guint n_removed, guint n_added, gpointer user_data)
{
  tell_parent ();
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (model, i);

      g_signal_handlers_disconnect_by_func (intent, on_state, NULL);
      g_signal_connect (intent, "notify::state", G_CALLBACK (on_state), NULL);
    }
}

/* Whether every request that is not done has a name for how it stands. */
static gboolean
is_settled (UsherSession *session)
{
  GListModel *intents = usher_session_get_intents (session);

  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (intents, i);

      switch (usher_session_get_standing (session, intent))
        {
        case USHER_STANDING_REFUSED:
        case USHER_STANDING_NOT_FOUND:
        case USHER_STANDING_SEVERAL:
          break;
        case USHER_STANDING_WAITING:
        case USHER_STANDING_SENDING:
        case USHER_STANDING_ELSEWHERE:
        case USHER_STANDING_LEFT:
        case USHER_STANDING_UNCLEAR:
        case USHER_STANDING_UNKNOWABLE:
        default:
          return FALSE;
        }
    }
  return TRUE;
}

static int
run_child (char **arguments)
{
  const UsherRetryPolicy hasty = { .max_tries = 4, .first_ms = 1, .cap_ms = 4, .longest_after_ms = 1000 };
  Worker worker = { .company = arguments[3], .next = (guint) atoi (arguments[4]),
                    .n_presses = (guint) atoi (arguments[5]) };
  GListModel *intents;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  worker.session = usher_test_session_open (arguments[0], arguments[1], arguments[2]);
  intents = usher_session_get_intents (worker.session);
  usher_client_set_retry_policy (worker.session->client, &hasty);
  usher_session_set_resumes (worker.session, TRUE);
  g_signal_connect (intents, "items-changed", G_CALLBACK (on_items_changed), NULL);
  on_items_changed (intents, 0, 0, g_list_model_get_n_items (intents), NULL);
  press (&worker);
  while (TRUE)
    {
      usher_test_session_sync (worker.session, NULL);
      tell_parent ();
      if (worker.n_running == 0 && worker.next == worker.n_presses && !worker.session->reconciling
          && is_settled (worker.session))
        break;
      usher_test_settle ();
    }
  usher_test_session_close (worker.session);
  return 0;
}

/* --- The parent --- */

typedef struct
{
  char *email;
  int state;
  int found;
  char *invitation_id;
  char *when; /* (owned) when it was sent, and what was thought of the clocks: tells why one was not found */
} Row;

static void
row_free (Row *row)
{
  g_free (row->email);
  g_free (row->invitation_id);
  g_free (row->when);
  g_free (row);
}

static GPtrArray *
read_journal (const char *dir)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  g_autofree char *path = g_build_filename (dir, "journal.db", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK
      && sqlite3_prepare_v2 (db,
                             "SELECT json_extract (draft, '$.body.allowedEmails[0]'), state, found,"
                             " invitation_id, 'sent ' || sent_at || ', offset ' || clock_offset FROM intents", -1, &statement, NULL) == SQLITE_OK)
    while (sqlite3_step (statement) == SQLITE_ROW)
      {
        Row *row = g_new0 (Row, 1);

        row->email = g_strdup ((const char *) sqlite3_column_text (statement, 0));
        row->state = sqlite3_column_int (statement, 1);
        row->found = sqlite3_column_int (statement, 2);
        row->invitation_id = g_strdup ((const char *) sqlite3_column_text (statement, 3));
        row->when = g_strdup ((const char *) sqlite3_column_text (statement, 4));
        g_ptr_array_add (rows, row);
      }
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return rows;
}

static GSubprocess *
start_child (const char *server, const char *key, const char *dir, const char *company, guint next,
             guint n_presses)
{
  /* Itself, whatever became of its file meanwhile. */
  const char *program = "/proc/self/exe";
  g_autofree char *next_text = g_strdup_printf ("%u", next);
  g_autofree char *n_text = g_strdup_printf ("%u", n_presses);
  g_autoptr (GError) error = NULL;
  GSubprocess *child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--child", server, key,
                                         dir, company, next_text, n_text, NULL);

  g_assert_no_error (error);
  return child;
}

/* Reads what the child tells until it has told so much; FALSE when it ended before. */
static gboolean
wait_for_events (GSubprocess *child, guint n)
{
  GInputStream *events = g_subprocess_get_stdout_pipe (child);
  char bytes[64];

  while (n > 0)
    {
      gssize got = g_input_stream_read (events, bytes, MIN (n, sizeof bytes), NULL, NULL);

      if (got <= 0)
        return FALSE;
      n -= (guint) got;
    }
  return TRUE;
}

/* Presses are made in order, so the next is as many as there are in the journal. One that was not written down
 * before the child was killed was never promised, and is pressed again. */
static guint
find_next (const char *dir, guint n_presses)
{
  g_autoptr (GPtrArray) rows = read_journal (dir);
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      Row *row = g_ptr_array_index (rows, i);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, row->email));

      g_hash_table_replace (counts, g_strdup (row->email), GUINT_TO_POINTER (n + 1));
    }
  for (guint i = 0; i < n_presses; i++)
    {
      g_autofree char *email = dup_email (i);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, email));

      if (n == 0)
        return i;
      g_hash_table_replace (counts, g_strdup (email), GUINT_TO_POINTER (n - 1));
    }
  return n_presses;
}

/* What the server has, by its ids. */
static GHashTable *
list_made (UsherTestSandbox *sandbox)
{
  GHashTable *made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);
  GListModel *model = usher_session_get_invitations (session);

  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_wait_for (!usher_session_get_loading (session)
                       && g_list_model_get_n_items (model) == usher_session_get_counts (session)->total);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (model, i);
      UsherInvitation *invitation = usher_invitation_item_get_invitation (item);
      const char *const *emails = usher_invitation_get_allowed_emails (invitation);

      g_test_message ("%s made %s at %" G_GINT64_FORMAT, emails[0], usher_invitation_get_id (invitation),
                      usher_invitation_get_created_at (invitation));
      g_hash_table_insert (made, g_strdup (usher_invitation_get_id (invitation)), g_strdup (emails[0]));
    }
  usher_test_session_close (session);
  return made;
}

typedef struct
{
  guint n_done;
  guint n_refused;
  guint n_not_made;
  guint n_several;
  guint n_unnamed;
  guint n_lost;
  guint n_doubled;
} Outcome;

static void
tell_row (Row *row, const char *email)
{
  if (g_str_equal (row->email, email))
    g_test_message ("%s: state %d, found %d, %s, %s", email, row->state, row->found, row->invitation_id, row->when);
}

static void
judge (Outcome *outcome, GHashTable *made, GPtrArray *rows, guint n_presses)
{
  g_autoptr (GHashTable) several = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) claimed = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) by_email = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer id;
  gpointer email;

  for (guint i = 0; i < rows->len; i++)
    {
      Row *row = g_ptr_array_index (rows, i);

      if (row->state == USHER_INTENT_DONE)
        {
          outcome->n_done++;
          /* Done, and it is not there; or another request has it too. */
          if (!g_hash_table_contains (made, row->invitation_id)
              || !g_hash_table_add (claimed, row->invitation_id))
            outcome->n_lost++;
        }
      else if (row->state == USHER_INTENT_REFUSED)
        outcome->n_refused++;
      else if (row->state == USHER_INTENT_UNCLEAR && row->found == USHER_INTENT_FOUND_NOTHING)
        outcome->n_not_made++;
      else if (row->state == USHER_INTENT_UNCLEAR && row->found == USHER_INTENT_FOUND_SEVERAL)
        {
          outcome->n_several++;
          g_hash_table_add (several, row->email);
        }
      else
        {
          g_test_message ("%s: state %d, found %d", row->email, row->state, row->found);
          outcome->n_unnamed++;
        }
    }
  g_hash_table_iter_init (&iter, made);
  while (g_hash_table_iter_next (&iter, &id, &email))
    {
      g_hash_table_insert (by_email, email,
                           GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (by_email, email)) + 1));
      /* It is there, and nobody knows whose it is. */
      if (!g_hash_table_contains (claimed, id) && !g_hash_table_contains (several, email))
        {
          g_test_message ("%s was made, and nobody knows: %s", (char *) email, (char *) id);
          for (guint i = 0; i < rows->len; i++)
            tell_row (g_ptr_array_index (rows, i), email);
          outcome->n_lost++;
        }
    }
  for (guint i = 0; i < n_presses; i++)
    {
      g_autofree char *address = dup_email (i);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (by_email, address));
      guint n_pressed = i % TWIN_EVERY <= 1 ? 2 : 1;

      if (i % TWIN_EVERY != 1 && n > n_pressed)
        outcome->n_doubled += n - n_pressed;
    }
  /* A press that no request stands for. */
  outcome->n_lost += rows->len < n_presses ? n_presses - rows->len : 0;
}

static void
test_kill (void)
{
  static const UsherFault faults[] = {
    { USHER_FAULT_RESET_BEFORE, 0.08, 0, 0 },
    { USHER_FAULT_RESET_AFTER, 0.15, 0, 0 },
    { USHER_FAULT_CUT, 0.08, 60, 0 },
    { USHER_FAULT_LATENCY, 0.2, 3, 3 },
  };
  const char *const extra[] = { "--demo", "0", NULL };
  guint n_presses = usher_test_rounds (60, 1000);
  guint n_kills = usher_test_rounds (20, 250);
  g_autoptr (GRand) rand = usher_test_new_rand ();
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  g_autoptr (UsherFaultProxy) proxy = usher_fault_proxy_start (sandbox->base_url, g_rand_int (rand));
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (GHashTable) made = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  Outcome outcome = { 0 };
  guint n_killed = 0;
  gint64 until;
  guint span = MAX (4, 2 * 5 * n_presses / n_kills);
  gboolean ended = FALSE;

  usher_fault_proxy_set (proxy, faults, G_N_ELEMENTS (faults));
  while (n_killed < n_kills)
    {
      guint next = find_next (dir, n_presses);
      g_autoptr (GSubprocess) child = start_child (usher_fault_proxy_get_base (proxy), sandbox->api_key, dir,
                                                   sandbox->companies[0], next, n_presses);

      /* At some point of its work, and a little after: also in the middle of a write. */
      ended = !wait_for_events (child, (guint) g_rand_int_range (rand, 0, (gint32) span));
      until = g_get_monotonic_time () + g_rand_int_range (rand, 0, 3000);
      while (g_get_monotonic_time () < until)
        ; /* no event marks such a moment */
      g_subprocess_send_signal (child, SIGKILL);
      g_assert_true (g_subprocess_wait (child, NULL, NULL));
      n_killed++;
      /* All is done: the rest of the kills hit one that only looks after it. */
      if (ended)
        g_test_message ("ended before kill %u", n_killed);
    }
  /* And now in peace. */
  usher_fault_proxy_set (proxy, NULL, 0);
  {
    guint next = find_next (dir, n_presses);
    g_autoptr (GSubprocess) child = start_child (usher_fault_proxy_get_base (proxy), sandbox->api_key, dir,
                                                 sandbox->companies[0], next, n_presses);

    while (wait_for_events (child, 1))
      ;
    g_assert_true (g_subprocess_wait_check (child, NULL, NULL));
  }
  made = list_made (sandbox);
  rows = read_journal (dir);
  judge (&outcome, made, rows, n_presses);
  g_test_message ("figure: kill -9: %u creates, %u kills, %u resets after the server acted: %u lost, %u doubled, "
                  "%u in no named state (%u done, %u refused, %u not made, %u to choose)",
                  n_presses, n_killed, usher_fault_proxy_get_n (proxy, USHER_FAULT_RESET_AFTER), outcome.n_lost,
                  outcome.n_doubled, outcome.n_unnamed, outcome.n_done, outcome.n_refused, outcome.n_not_made,
                  outcome.n_several);
  g_assert_cmpuint (outcome.n_lost, ==, 0);
  g_assert_cmpuint (outcome.n_doubled, ==, 0);
  g_assert_cmpuint (outcome.n_unnamed, ==, 0);
  g_assert_cmpuint (rows->len, ==, n_presses);
  g_assert_cmpuint (outcome.n_done, >, n_presses / 2);
  usher_test_remove_tree (dir);
}

int
main (int argc, char *argv[])
{
  if (argc == 8 && g_str_equal (argv[1], "--child"))
    return run_child (argv + 2);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/kill", test_kill);
  return g_test_run ();
}
