/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Waking up from suspend, seen by the clocks: CLOCK_BOOTTIME goes on while the computer sleeps and
 * CLOCK_MONOTONIC, by which timers run, does not. Main thread. */

#include "session/usher-wake.h"

#include <time.h>

/* Shorter sleeps need no refresh, and clocks that are read one after the other differ a little. */
#define WORTH_TELLING (10 * G_TIME_SPAN_SECOND)

struct _UsherWake
{
  UsherWakeSlept slept;
  UsherWakeFunc func;
  gpointer user_data;
  gint64 before;
  guint timer;
};

static gint64
read_clock (clockid_t clock)
{
  struct timespec now = { 0 };

  clock_gettime (clock, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gint64
get_slept (gpointer user_data)
{
  return read_clock (CLOCK_BOOTTIME) - read_clock (CLOCK_MONOTONIC);
}

static gboolean
on_look (gpointer user_data)
{
  UsherWake *self = user_data;
  gint64 now = self->slept (self->user_data);
  gint64 before = self->before;

  self->before = now;
  if (now - before >= WORTH_TELLING)
    self->func (self->user_data);
  return G_SOURCE_CONTINUE;
}

/**
 * usher_wake_new:
 * @interval_ms: how often to look, in milliseconds
 * @slept: (nullable) (scope forever): how long the computer has slept; %NULL for its clocks
 * @func: (scope forever): called after it woke up; must not free this
 * @user_data: for both
 *
 * Returns: (transfer full): a watch
 */
UsherWake *
usher_wake_new (guint interval_ms, UsherWakeSlept slept, UsherWakeFunc func, gpointer user_data)
{
  UsherWake *self = g_new0 (UsherWake, 1);

  self->slept = slept != NULL ? slept : get_slept;
  self->func = func;
  self->user_data = user_data;
  self->before = self->slept (user_data);
  /* Whole seconds are looked at together with other timers: it must not keep the processor awake. */
  self->timer = interval_ms % 1000 == 0 ? g_timeout_add_seconds (interval_ms / 1000, on_look, self)
                                        : g_timeout_add (interval_ms, on_look, self);
  g_source_set_name_by_id (self->timer, "[usher] wake");
  return self;
}

/**
 * usher_wake_free:
 * @self: (transfer full): a watch
 */
void
usher_wake_free (UsherWake *self)
{
  g_source_remove (self->timer);
  g_free (self);
}
