/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-archive-filter.h"

G_BEGIN_DECLS

/* (transfer full) The filter with this span of time in place of one before; USHER_TIME_NONE twice: any time. */
UsherArchiveFilter *usher_review_span_put (UsherArchiveFilter *filter, gint64 from, gint64 to);
gboolean            usher_review_span_get (UsherArchiveFilter *filter, gint64 *from, gint64 *to);

G_END_DECLS
