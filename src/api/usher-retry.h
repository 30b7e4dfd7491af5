/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-api-error.h"

G_BEGIN_DECLS

/* When to ask again. Only for GETs: nothing else may be repeated (contract 7). The random source
 * and the clock can be replaced, so that tests need not wait. */
typedef struct
{
  guint max_tries;          /* the first one included */
  guint first_ms;           /* upper end of the first wait */
  guint cap_ms;             /* upper end of any wait of our own choice */
  guint longest_after_ms;   /* a Retry-After beyond this ends the tries */
  double (*random) (gpointer user_data); /* (nullable) in [0, 1); NULL for GLib's */
  /* (nullable) a source that is ready once after so long, by the clock that counts; transfer full. NULL for
   * the system's clock. */
  GSource *(*new_timer) (guint delay_ms, gpointer user_data);
  gpointer user_data;
} UsherRetryPolicy;

extern const UsherRetryPolicy usher_retry_policy_default;

/* Seconds from now, from either form of Retry-After; -1 when absent or unreadable. */
int      usher_retry_parse_after (const char *header, gint64 now);
/* TRUE when the error of try number @n_tries is worth another, with the wait before it. */
gboolean usher_retry_plan        (const UsherRetryPolicy *policy, guint n_tries,
                                  const GError *error, guint *delay_ms);

void     usher_retry_wait_async  (const UsherRetryPolicy *policy, guint delay_ms,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean usher_retry_wait_finish (GAsyncResult *result, GError **error);

G_END_DECLS
