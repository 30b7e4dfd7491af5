/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/usher-session-bin.h"

G_BEGIN_DECLS

/* What the morning begins with, for the company that is chosen: how many wait, were opened and not
 * finished, expire soon, and were fulfilled lately. Each number is a filter, and the same filter a chip.
 * Not visible before there is an invitation. Property: session. */
#define USHER_TYPE_SUMMARY_STRIP (usher_summary_strip_get_type ())
G_DECLARE_FINAL_TYPE (UsherSummaryStrip, usher_summary_strip, USHER, SUMMARY_STRIP, UsherSessionBin)

GtkWidget *usher_summary_strip_new         (void);

G_END_DECLS
