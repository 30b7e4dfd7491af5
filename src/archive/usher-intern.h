/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Different texts, numbered from 0 in the order in which they came. */
typedef struct _UsherIntern UsherIntern;

#define USHER_INTERN_NONE G_MAXUINT32

UsherIntern *usher_intern_new      (void);
void         usher_intern_free     (UsherIntern *self);
guint32      usher_intern_add      (UsherIntern *self, const char *text, gsize length);
guint32      usher_intern_find     (UsherIntern *self, const char *text, gsize length);
const char  *usher_intern_get      (UsherIntern *self, guint32 id, gsize *length);
guint32      usher_intern_get_size (UsherIntern *self);
/* What each of other's numbers is here; (transfer full). */
guint32     *usher_intern_merge    (UsherIntern *self, UsherIntern *other);

/* As bytes: n, the n ends, the texts. */
void         usher_intern_save     (UsherIntern *self, GByteArray *bytes);
UsherIntern *usher_intern_load     (const guint8 **p, const guint8 *end);

guint64      usher_hash            (const char *text, gsize length, guint64 seed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherIntern, usher_intern_free)

G_END_DECLS
