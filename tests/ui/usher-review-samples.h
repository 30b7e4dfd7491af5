/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-log-writer.h"
#include "ui/usher-review.h"

G_BEGIN_DECLS

/* Seven events of two invitations over two days, and an invitation without any: 8 rows.
 * Row 0 CREATED, 1 EMAIL_SENT, 2 VIEWED (anna), 3 CREATED, 4 VIEWED (bruno), 5 EMAIL_VERIFIED (anna), 6 USED (anna);
 * the one without activity lies between. Two companies. */
void         usher_review_samples_write  (const char *path, UsherLogFormat format);
/* A log of so many believable events. */
void         usher_review_samples_demo   (const char *path, guint n_events);
/* Puts something else in place of the first piece of a file. */
void         usher_review_samples_edit   (const char *path, const char *what, const char *with);
/* Takes bytes off the end. */
void         usher_review_samples_cut    (const char *path, gsize n);
/* Opens and waits until all of it was read and added up. */
void         usher_review_samples_open   (UsherReview *review, const char * const *paths);
/* Waits until what was asked for is shown. */
void         usher_review_samples_settle (UsherReview *review);

G_END_DECLS
