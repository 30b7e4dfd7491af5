/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rows of an archive as a GArray of guint32, ascending. */
guint usher_review_numbers_count_below (GArray *numbers, guint32 number);
/* Where a number is, or G_MAXUINT. */
guint usher_review_numbers_find        (GArray *numbers, guint32 number);

G_END_DECLS
