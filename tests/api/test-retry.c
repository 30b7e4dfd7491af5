/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "api/usher-retry.h"

#include "common/usher-test.h"

static void
test_parse_after (void)
{
  /* Fri, 20 Nov 2026 08:15:00 GMT */
  const gint64 now = G_GINT64_CONSTANT (1795162500) * G_USEC_PER_SEC;
  static const struct
  {
    const char *header;
    int seconds;
  } cases[] = {
    { NULL, -1 },
    { "", -1 },
    { "0", 0 },
    { " 120 ", 120 },
    { "99999999999999999999999", 86400 },
    { "-5", -1 },
    { "soon", -1 },
    { "1.5", -1 },
    { "Fri, 20 Nov 2026 08:15:30 GMT", 30 },
    { "Friday, 20-Nov-26 08:15:30 GMT", 30 },
    { "Fri, 20 Nov 2026 08:14:00 GMT", 0 },
    { "Fri, 20 Nov 2099 08:14:00 GMT", 86400 },
    { "Fri, 99 Nov 2026 08:14:00 GMT and much more text behind it that no date has at all", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].header);
      g_assert_cmpint (usher_retry_parse_after (cases[i].header, now), ==, cases[i].seconds);
    }
}

static double
give (gpointer user_data)
{
  return *(double *) user_data;
}

static void
test_back_off (void)
{
  double number = 0.999999;
  UsherRetryPolicy policy = { .max_tries = 8,
                              .first_ms = 500,
                              .cap_ms = 8000,
                              .longest_after_ms = 30000,
                              .random = give,
                              .user_data = &number };
  static const guint tops[] = { 500, 1000, 2000, 4000, 8000, 8000, 8000 };
  g_autoptr (GError) error = usher_api_error_new (USHER_API_ERROR_NETWORK, "x", NULL, -1);
  guint delay;

  for (guint i = 0; i < G_N_ELEMENTS (tops); i++)
    {
      number = 0.999999;
      g_assert_true (usher_retry_plan (&policy, i + 1, error, &delay));
      g_assert_cmpuint (delay, ==, tops[i] - 1);
      number = 0; /* full jitter: from nothing on */
      g_assert_true (usher_retry_plan (&policy, i + 1, error, &delay));
      g_assert_cmpuint (delay, ==, 0);
    }
  g_assert_false (usher_retry_plan (&policy, 8, error, &delay));
}

static void
test_asked_to_wait (void)
{
  double number = 0.5;
  UsherRetryPolicy policy = usher_retry_policy_default;
  g_autoptr (GError) soon = usher_api_error_new (USHER_API_ERROR_RATE_LIMITED, "x", NULL, 7);
  g_autoptr (GError) late = usher_api_error_new (USHER_API_ERROR_RATE_LIMITED, "x", NULL, 31);
  g_autoptr (GError) now = usher_api_error_new (USHER_API_ERROR_SERVER, "x", NULL, 0);
  guint delay;

  policy.random = give;
  policy.user_data = &number;
  g_assert_true (usher_retry_plan (&policy, 1, soon, &delay));
  g_assert_cmpuint (delay, ==, 7250);
  g_assert_false (usher_retry_plan (&policy, 1, late, &delay));
  g_assert_true (usher_retry_plan (&policy, 1, now, &delay));
  g_assert_cmpuint (delay, ==, 250);
  g_assert_true (usher_retry_plan (&policy, 3, now, &delay));
  g_assert_false (usher_retry_plan (&policy, 4, now, &delay));
}

static void
test_which_errors (void)
{
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");
  guint delay;

  for (int code = 0; code <= USHER_API_ERROR_UNSUPPORTED; code++)
    {
      g_autoptr (GError) error = usher_api_error_new ((UsherApiError) code, "x", NULL, -1);

      g_assert_cmpint (usher_retry_plan (&usher_retry_policy_default, 1, error, &delay), ==,
                       code == USHER_API_ERROR_NETWORK || code == USHER_API_ERROR_RATE_LIMITED
                           || code == USHER_API_ERROR_SERVER);
    }
  g_assert_false (usher_retry_plan (&usher_retry_policy_default, 1, foreign, &delay));
}

static void
test_wait (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;
  GAsyncResult *long_slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) long_result = NULL;
  g_autoptr (GError) error = NULL;

  usher_retry_wait_async (&usher_retry_policy_default, 60 * 60 * 1000, cancellable, usher_test_keep_result,
                          &long_slot);
  usher_retry_wait_async (&usher_retry_policy_default, 1, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  g_assert_true (usher_retry_wait_finish (result, &error));
  g_assert_no_error (error);
  g_assert_null (long_slot);

  g_cancellable_cancel (cancellable);
  long_result = usher_test_take_result (&long_slot);
  g_assert_false (usher_retry_wait_finish (long_result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  usher_test_settle ();
  g_assert_finalize_object (g_steal_pointer (&result));
  g_assert_finalize_object (g_steal_pointer (&long_result));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/retry/parse-after", test_parse_after);
  g_test_add_func ("/api/retry/back-off", test_back_off);
  g_test_add_func ("/api/retry/asked-to-wait", test_asked_to_wait);
  g_test_add_func ("/api/retry/which-errors", test_which_errors);
  g_test_add_func ("/api/retry/wait", test_wait);
  return g_test_run ();
}
