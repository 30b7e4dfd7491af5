/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "api/usher-body.h"

#include "common/usher-test.h"

/* What is appended in pieces of @step bytes comes out as it went in. */
static void
check_body (gsize size, gsize step)
{
  g_autofree guint8 *data = g_malloc (size + 1);
  g_autoptr (UsherBody) body = usher_body_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) expected = NULL;
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 31 + i / 4096);
  for (gsize i = 0; i < size; i += step)
    usher_body_append (body, data + i, MIN (step, size - i));
  g_assert_cmpuint (usher_body_get_size (body), ==, size);
  usher_body_join_async (g_steal_pointer (&body), NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  bytes = usher_body_join_finish (result, &error);
  g_assert_no_error (error);
  expected = g_bytes_new (data, size);
  g_assert_true (g_bytes_equal (bytes, expected));
}

static void
test_sizes (void)
{
  const gsize block = 1024 * 1024;
  const gsize sizes[] = { 0, 1, 4096, block - 1, block, block + 1, 2 * block, 5 * block + 17 };
  const gsize steps[] = { 1000, 65536, 3 * block };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (steps); j++)
      check_body (sizes[i], steps[j]);
}

static void
test_cancelled (void)
{
  g_autoptr (UsherBody) body = usher_body_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  usher_body_join_async (g_steal_pointer (&body), cancellable, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_assert_null (usher_body_join_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/body/sizes", test_sizes);
  g_test_add_func ("/api/body/cancelled", test_cancelled);
  return g_test_run ();
}
