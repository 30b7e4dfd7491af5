/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Watches the turns of the main loop from here on: one in which our own code takes longer than 50 ms fails the test that
 * runs. Does nothing under sanitizers, whose checks cost several times that. */
void     usher_ui_watchdog_start        (void);
gboolean usher_ui_watchdog_is_running   (void);
/* What is dispatched no deeper than this is the test's, and is not watched: see g_main_depth(). */
void     usher_ui_watchdog_set_depth    (int depth);
/* Milliseconds of the longest turn since it was asked last; for the watchdog's own test, which fails nothing then. */
double   usher_ui_watchdog_take_longest (void);
void     usher_ui_watchdog_set_failing  (gboolean failing);

G_END_DECLS
