/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list whose items have to be read from somewhere: see the header. Main thread. */
#include "model/usher-read-ahead.h"

enum
{
  SIGNAL_COME,
  SIGNAL_STALE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (UsherReadAhead, usher_read_ahead, G_TYPE_LIST_MODEL)

static void
usher_read_ahead_default_init (UsherReadAheadInterface *iface)
{
  /**
   * UsherReadAhead::come:
   * @self: a list
   *
   * Items that were wanted are at hand now: usher_read_ahead_peek(). Perhaps not all of them, as the newest
   * wish counts.
   */
  signals[SIGNAL_COME] = g_signal_new ("come", USHER_TYPE_READ_AHEAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
  /**
   * UsherReadAhead::stale:
   * @self: a list
   *
   * Items that nobody holds may say something else from now on. Those that are held notify by themselves.
   */
  signals[SIGNAL_STALE] = g_signal_new ("stale", USHER_TYPE_READ_AHEAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

/**
 * usher_read_ahead_peek:
 * @self: a list
 * @position: where in it
 *
 * Returns: (transfer full) (nullable): the item, if it is at hand; %NULL when it would have to be read
 */
gpointer
usher_read_ahead_peek (UsherReadAhead *self, guint position)
{
  g_return_val_if_fail (USHER_IS_READ_AHEAD (self), NULL);

  return USHER_READ_AHEAD_GET_IFACE (self)->peek (self, position);
}

/**
 * usher_read_ahead_want:
 * @self: a list
 * @positions: (array length=n): items that are going to be needed, the most urgent first
 * @n: how many
 *
 * Has items read on another thread. Takes the place of an earlier wish.
 *
 * Returns: whether any of them has to be read; then "come" tells when they are there
 */
gboolean
usher_read_ahead_want (UsherReadAhead *self, const guint *positions, guint n)
{
  g_return_val_if_fail (USHER_IS_READ_AHEAD (self), FALSE);

  return USHER_READ_AHEAD_GET_IFACE (self)->want (self, positions, n);
}

/**
 * usher_read_ahead_get_key:
 * @self: a list
 * @position: where in it
 *
 * For who remembers many items without having them read.
 *
 * Returns: a number that stands for what is there, wherever it moves, as long as it stays in the list, and for
 *   nothing else; 0 when there is nothing
 */
gint64
usher_read_ahead_get_key (UsherReadAhead *self, guint position)
{
  g_return_val_if_fail (USHER_IS_READ_AHEAD (self), 0);

  return USHER_READ_AHEAD_GET_IFACE (self)->get_key (self, position);
}

/**
 * usher_read_ahead_emit_come:
 * @self: a list
 *
 * Says that items that were wanted are there.
 */
void
usher_read_ahead_emit_come (UsherReadAhead *self)
{
  g_signal_emit (self, signals[SIGNAL_COME], 0);
}

/**
 * usher_read_ahead_emit_stale:
 * @self: a list
 *
 * Says that items nobody holds may be other than they were.
 */
void
usher_read_ahead_emit_stale (UsherReadAhead *self)
{
  g_signal_emit (self, signals[SIGNAL_STALE], 0);
}
