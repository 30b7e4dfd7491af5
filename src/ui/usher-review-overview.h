/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/usher-review.h"

G_BEGIN_DECLS

/* What the rows that are shown add up to: how far invitations got, and counts per kind, recipient and company, each of
 * which can be shown alone or left out. */
#define USHER_TYPE_REVIEW_OVERVIEW (usher_review_overview_get_type ())
G_DECLARE_FINAL_TYPE (UsherReviewOverview, usher_review_overview, USHER, REVIEW_OVERVIEW, AdwBin)

GtkWidget *usher_review_overview_new        (void);
void       usher_review_overview_set_review (UsherReviewOverview *self, UsherReview *review);

G_END_DECLS
