/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Back-off by a clock that only this test moves and a random source that it knows: properties that hold for every
 * policy, every answer and every moment of cancelling. */

#include "api/usher-api-test.h"
#include "api/usher-client-private.h"
#include "api/usher-fixture-server.h"

#define N_CALLS 25

typedef struct
{
  gint64 now;         /* milliseconds */
  GPtrArray *timers;  /* (owned) (element-type GSource) those that wait */
  GArray *delays;     /* (owned) (element-type guint) all that were ever asked for */
  GRand *rand;        /* (owned) */
} Clock;

typedef struct
{
  GSource parent;
  Clock *clock;
  gint64 due;
} Timer;

static gboolean
timer_prepare (GSource *source, int *timeout)
{
  Timer *timer = (Timer *) source;

  *timeout = -1;
  return timer->clock->now >= timer->due;
}

static gboolean
timer_check (GSource *source)
{
  Timer *timer = (Timer *) source;

  return timer->clock->now >= timer->due;
}

static gboolean
timer_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs timer_funcs
    = { .prepare = timer_prepare, .check = timer_check, .dispatch = timer_dispatch };

static GSource *
new_timer (guint delay_ms, gpointer user_data)
{
  Clock *clock = user_data;
  GSource *source = g_source_new (&timer_funcs, sizeof (Timer));

  ((Timer *) source)->clock = clock;
  ((Timer *) source)->due = clock->now + delay_ms;
  g_array_append_val (clock->delays, delay_ms);
  g_ptr_array_add (clock->timers, g_source_ref (source));
  return source;
}

static double
draw (gpointer user_data)
{
  return g_rand_double (((Clock *) user_data)->rand);
}

static void
clock_init (Clock *clock)
{
  clock->now = 0;
  clock->timers = g_ptr_array_new_with_free_func ((GDestroyNotify) g_source_unref);
  clock->delays = g_array_new (FALSE, FALSE, sizeof (guint));
  clock->rand = usher_test_new_rand ();
}

static void
clock_clear (Clock *clock)
{
  g_ptr_array_unref (clock->timers);
  g_array_unref (clock->delays);
  g_rand_free (clock->rand);
}

static guint
count_waiting (Clock *clock)
{
  for (guint i = clock->timers->len; i > 0; i--)
    if (g_source_is_destroyed (g_ptr_array_index (clock->timers, i - 1)))
      g_ptr_array_remove_index_fast (clock->timers, i - 1);
  return clock->timers->len;
}

/* To the next moment at which something is due. */
static void
clock_advance (Clock *clock)
{
  gint64 next = G_MAXINT64;

  for (guint i = 0; i < clock->timers->len; i++)
    next = MIN (next, ((Timer *) g_ptr_array_index (clock->timers, i))->due);
  g_assert_cmpint (next, <, G_MAXINT64);
  clock->now = MAX (clock->now, next);
}

/* Each delay that a policy gives, for policies and answers at random. */
static void
test_bounds (void)
{
  guint n_rounds = usher_test_rounds (4000 / USHER_TEST_SLOWNESS, 5000000);
  guint n_delays = 0;
  Clock clock;

  clock_init (&clock);
  for (guint i = 0; i < n_rounds; i++)
    {
      UsherRetryPolicy policy = {
        .max_tries = (guint) g_rand_int_range (clock.rand, 1, 40),
        .first_ms = (guint) g_rand_int_range (clock.rand, 0, 100000),
        .cap_ms = (guint) g_rand_int_range (clock.rand, 0, G_MAXINT32),
        .longest_after_ms = (guint) g_rand_int_range (clock.rand, 0, G_MAXINT32),
        .random = draw,
        .user_data = &clock,
      };
      guint n_tries = (guint) g_rand_int_range (clock.rand, 1, 41);
      int after = g_rand_boolean (clock.rand) ? -1 : g_rand_int_range (clock.rand, -2, 86401);
      int code = g_rand_int_range (clock.rand, 0, USHER_API_ERROR_UNSUPPORTED + 1);
      g_autoptr (GError) error = usher_api_error_new ((UsherApiError) code, "x", NULL, after);
      gboolean passing = code == USHER_API_ERROR_NETWORK || code == USHER_API_ERROR_RATE_LIMITED
                         || code == USHER_API_ERROR_SERVER;
      guint delay = G_MAXUINT;
      gboolean again = usher_retry_plan (&policy, n_tries, error, &delay);

      if (!passing || n_tries >= policy.max_tries || (after >= 0 && after * 1000LL > policy.longest_after_ms))
        {
          g_assert_false (again);
          g_assert_cmpuint (delay, ==, 0);
          continue;
        }
      g_assert_true (again);
      n_delays++;
      if (after >= 0)
        {
          g_assert_cmpuint (delay, >=, (guint) after * 1000);
          g_assert_cmpuint (delay, <=, (guint) after * 1000 + policy.first_ms);
        }
      else
        {
          double top = policy.first_ms;

          for (guint j = 1; j < n_tries && top < policy.cap_ms; j++)
            top *= 2;
          g_assert_cmpfloat (delay, <=, MIN (top, policy.cap_ms));
        }
    }
  g_test_message ("figure: back-off delays at random: %u drawn, all within bounds", n_delays);
  clock_clear (&clock);
}

static gboolean
always_503 (UsherFixtureRequest *request, gpointer user_data)
{
  return usher_fixture_reply (request, 503, "text/html", NULL, "busy");
}

static gboolean
always_429 (UsherFixtureRequest *request, gpointer user_data)
{
  return usher_fixture_reply (request, 429, "text/html", "Retry-After: 20\r\n", "busy");
}

typedef struct
{
  guint n_left;
  guint n_cancelled;
  guint n_failed;
  guint n_ok;
} Tally;

static void
on_got (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Tally *tally = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation
      = usher_client_get_invitation_finish (USHER_CLIENT (source), result, &error);

  tally->n_left--;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tally->n_cancelled++;
  else if (error != NULL)
    tally->n_failed++;
  else
    tally->n_ok++;
}

static void
start_calls (UsherClient *client, Tally *tally, guint n, GCancellable *cancellable)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = usher_fixture_make_id (i);

      tally->n_left++;
      usher_client_get_invitation_async (client, id, cancellable, on_got, tally);
    }
}

static UsherClient *
new_client (UsherFixture *server, Clock *clock, guint max_tries)
{
  UsherClient *client = usher_api_test_new_client (usher_fixture_get_base (server), "key");
  UsherRetryPolicy policy = usher_retry_policy_default;

  policy.max_tries = max_tries;
  policy.random = draw;
  policy.new_timer = new_timer;
  policy.user_data = clock;
  usher_client_set_retry_policy (client, &policy);
  return client;
}

/* Everything fails: as many requests as the budget has, at most ten at once, each wait within its bound. */
static void
test_budget (void)
{
  static const guint budgets[] = { 1, 2, 4, 7 };

  for (guint i = 0; i < G_N_ELEMENTS (budgets); i++)
    {
      g_autoptr (UsherFixture) server = usher_fixture_start (always_503, NULL);
      Tally tally = { 0 };
      UsherClient *client;
      Clock clock;

      clock_init (&clock);
      client = new_client (server, &clock, budgets[i]);
      start_calls (client, &tally, N_CALLS, NULL);
      while (tally.n_left > 0)
        {
          usher_test_wait_for (tally.n_left == 0 || count_waiting (&clock) == tally.n_left);
          if (tally.n_left > 0)
            clock_advance (&clock);
          g_main_context_iteration (NULL, FALSE);
        }
      g_assert_cmpuint (tally.n_failed, ==, N_CALLS);
      g_assert_cmpuint (usher_fixture_get_n_requests (server), ==, N_CALLS * budgets[i]);
      g_assert_cmpuint (usher_fixture_get_peak (server), <=, USHER_CLIENT_MAX_IN_FLIGHT);
      g_assert_cmpuint (clock.delays->len, ==, N_CALLS * (budgets[i] - 1));
      for (guint j = 0; j < clock.delays->len; j++)
        g_assert_cmpuint (g_array_index (clock.delays, guint, j), <, usher_retry_policy_default.cap_ms);
      usher_api_test_finalize (client);
      clock_clear (&clock);
    }
}

/* Cancelled at any moment, it ends without the clock having moved, and nobody is asked again. */
static void
test_cancel (void)
{
  guint n_rounds = usher_test_rounds (12 / USHER_TEST_SLOWNESS, 500);

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autoptr (UsherFixture) server = usher_fixture_start (always_503, NULL);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Tally tally = { 0 };
      UsherClient *client;
      Clock clock;
      guint n_requests;
      gint64 now;

      clock_init (&clock);
      client = new_client (server, &clock, 50);
      start_calls (client, &tally, N_CALLS, cancellable);
      for (guint turns = i; turns > 0; turns--)
        {
          usher_test_wait_for (count_waiting (&clock) == tally.n_left);
          clock_advance (&clock);
          g_main_context_iteration (NULL, FALSE);
        }
      now = clock.now;
      if (i % 2 == 0)
        usher_test_wait_for (count_waiting (&clock) == N_CALLS);
      g_cancellable_cancel (cancellable);
      usher_test_wait_for (tally.n_left == 0);
      g_assert_cmpint (clock.now, ==, now);
      g_assert_cmpuint (tally.n_cancelled, ==, N_CALLS);
      g_assert_cmpuint (count_waiting (&clock), ==, 0);
      n_requests = usher_fixture_get_n_requests (server);
      clock.now += 100000;
      usher_test_settle ();
      if (i % 2 == 0)
        g_assert_cmpuint (usher_fixture_get_n_requests (server), ==, n_requests);
      usher_api_test_finalize (client);
      clock_clear (&clock);
    }
}

static gboolean
hold_or_serve (UsherFixtureRequest *request, gpointer user_data)
{
  g_autofree char *body = usher_fixture_make_invitation (7);

  if (user_data != NULL && !usher_fixture_hold (request))
    return FALSE;
  return usher_fixture_reply_json (request, body);
}

/* One server is hanging, another wants to be left alone, a third is down: a fourth account's requests all come back
 * meanwhile, and the clock has not moved. */
static void
test_apart (void)
{
  g_autoptr (UsherFixture) hanging = usher_fixture_start (hold_or_serve, GINT_TO_POINTER (TRUE));
  g_autoptr (UsherFixture) busy = usher_fixture_start (always_429, NULL);
  g_autoptr (UsherFixture) down = usher_fixture_start (always_503, NULL);
  g_autoptr (UsherFixture) well = usher_fixture_start (hold_or_serve, NULL);
  UsherFixture *servers[] = { hanging, busy, down, well };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  UsherClient *clients[4];
  Tally tallies[4] = { { 0 } };
  Clock clock;

  clock_init (&clock);
  for (guint i = 0; i < 4; i++)
    {
      clients[i] = new_client (servers[i], &clock, 4);
      start_calls (clients[i], &tallies[i], N_CALLS, i < 3 ? cancellable : NULL);
    }
  usher_test_wait_for (tallies[3].n_left == 0);
  g_assert_cmpuint (tallies[3].n_ok, ==, N_CALLS);
  g_assert_cmpint (clock.now, ==, 0);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (tallies[i].n_left, ==, N_CALLS);
  g_assert_cmpuint (usher_fixture_get_peak (hanging), <=, USHER_CLIENT_MAX_IN_FLIGHT);

  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < 3; i++)
    usher_test_wait_for (tallies[i].n_left == 0);
  usher_fixture_release (hanging);
  for (guint i = 0; i < 4; i++)
    usher_api_test_finalize (clients[i]);
  clock_clear (&clock);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults/backoff/bounds", test_bounds);
  g_test_add_func ("/faults/backoff/budget", test_budget);
  g_test_add_func ("/faults/backoff/cancel", test_cancel);
  g_test_add_func ("/faults/backoff/apart", test_apart);
  return g_test_run ();
}
