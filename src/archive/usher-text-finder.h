/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-log-line.h"

G_BEGIN_DECLS

/* Looks for a text in lines of logs, without regard to case and accents. Each thread has its own. */
typedef struct _UsherTextFinder UsherTextFinder;

UsherTextFinder *usher_text_finder_new     (const char *text);
void             usher_text_finder_free    (UsherTextFinder *self);
/* tail: how much of the line's end is no value; hit: what usher_text_finder_find() found in it; plain: the line is
 * ASCII without escapes; usual: it has no members but those that are searched, and the tail; bad: it is no line
 * of a log. */
gboolean         usher_text_finder_matches (UsherTextFinder *self, const char *line, gsize length, gsize tail,
                                            const char *hit, gboolean plain, gboolean usual, gboolean bad);
/* (nullable): the first place, in a line or many, where a line that is plain could match. */
const char      *usher_text_finder_find    (UsherTextFinder *self, const char *text, gsize length);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherTextFinder, usher_text_finder_free)

/* needle: lower case ASCII. (nullable) where it stands. */
const char      *usher_find_no_case        (const char *text, gsize length, const char *needle,
                                            gsize needle_length);

/* What search looks at, a value a line; for regular expressions, and for whoever checks. */
void             usher_line_append_values  (GString *text, const char *line, gsize length, gboolean bad);

G_END_DECLS
