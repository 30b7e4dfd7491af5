/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One slow clock for all widgets that show relative times, alive only while one of them is: a timer a
 * cell would be hundreds. Main thread. */
#include "ui/usher-ticker.h"

#define SECONDS 30

struct _UsherTicker
{
  GObject parent_instance;
  guint source;
};

G_DEFINE_FINAL_TYPE (UsherTicker, usher_ticker, G_TYPE_OBJECT)

enum
{
  SIGNAL_TICK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
on_timeout (gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_TICK], 0);
  return G_SOURCE_CONTINUE;
}

static void
usher_ticker_finalize (GObject *object)
{
  UsherTicker *self = USHER_TICKER (object);

  g_clear_handle_id (&self->source, g_source_remove);
  G_OBJECT_CLASS (usher_ticker_parent_class)->finalize (object);
}

static void
usher_ticker_class_init (UsherTickerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = usher_ticker_finalize;

  /**
   * UsherTicker::tick:
   *
   * Some time has passed.
   */
  signals[SIGNAL_TICK] = g_signal_new ("tick", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
}

static void
usher_ticker_init (UsherTicker *self)
{
  self->source = g_timeout_add_seconds (SECONDS, on_timeout, self);
}

/**
 * usher_ticker_dup_default:
 *
 * Returns: (transfer full): the one ticker; it stops with its last reference
 */
UsherTicker *
usher_ticker_dup_default (void)
{
  static UsherTicker *ticker = NULL; /* (weak) */

  if (ticker != NULL)
    return g_object_ref (ticker);
  ticker = g_object_new (USHER_TYPE_TICKER, NULL);
  g_object_add_weak_pointer (G_OBJECT (ticker), (gpointer *) &ticker);
  return ticker;
}
