/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Signal "tick": what says "2 minutes ago" should say it anew. */
#define USHER_TYPE_TICKER (usher_ticker_get_type ())
G_DECLARE_FINAL_TYPE (UsherTicker, usher_ticker, USHER, TICKER, GObject)

UsherTicker *usher_ticker_dup_default (void);

G_END_DECLS
