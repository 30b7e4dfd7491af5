/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/usher-review.h"

G_BEGIN_DECLS

/* The search of a review: a text or a regular expression; what does not match is left out, or stays in view around what
 * does. Uses win.next-match, win.previous-match and win.keep-search. */
#define USHER_TYPE_REVIEW_SEARCH (usher_review_search_get_type ())
G_DECLARE_FINAL_TYPE (UsherReviewSearch, usher_review_search, USHER, REVIEW_SEARCH, AdwBin)

GtkWidget *usher_review_search_new        (void);
void       usher_review_search_set_review (UsherReviewSearch *self, UsherReview *review);
void       usher_review_search_grab       (UsherReviewSearch *self);
void       usher_review_search_clear      (UsherReviewSearch *self);
/* Typing there begins a search. */
void       usher_review_search_set_key_capture (UsherReviewSearch *self, GtkWidget *widget);

G_END_DECLS
