/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/usher-review.h"

G_BEGIN_DECLS

/* So many events are printed at most. */
#define USHER_REVIEW_MAX_PRINTED 20000u

/* (transfer full) Prints the rows that are shown now; run it. filter: (nullable) "" for none, in words; verdict: whether
 * the log is whole, in words. */
GtkPrintOperation *usher_review_print_new (UsherReview *review, const char *title, const char *filter,
                                           const char *verdict);

G_END_DECLS
