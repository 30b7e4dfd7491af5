/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/* Where a search matches a text that is shown. */
typedef struct _UsherReviewHighlight UsherReviewHighlight;

/* (nullable) NULL for no text, or for an expression that cannot be used. */
UsherReviewHighlight *usher_review_highlight_new  (const char *search, gboolean regex);
void                  usher_review_highlight_free (UsherReviewHighlight *self);
/* (transfer full) (nullable) Marks for every match, NULL without one. */
PangoAttrList        *usher_review_highlight_mark (UsherReviewHighlight *self, const char *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherReviewHighlight, usher_review_highlight_free)

G_END_DECLS
