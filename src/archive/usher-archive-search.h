/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-archive-data.h"
#include "archive/usher-archive-filter.h"

G_BEGIN_DECLS

/* Which rows a text or regular expression matches, a byte each: looking through a file takes time, and the
 * same text is looked for again whenever another condition changes. Thread-safe. */
typedef struct _UsherMatchCache UsherMatchCache;

UsherMatchCache *usher_match_cache_new   (void);
void             usher_match_cache_free  (UsherMatchCache *self);
void             usher_match_cache_clear (UsherMatchCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherMatchCache, usher_match_cache_free)

/* (transfer full) (element-type guint32) The rows that pass, in their order. Blocks. */
GArray          *usher_archive_data_filter (UsherArchiveData *data, UsherArchiveFilter *filter,
                                            UsherMatchCache *cache, GCancellable *cancellable,
                                            GError **error);
/* (transfer full) A byte for each row: whether the condition's text matches. Blocks. */
GBytes          *usher_archive_data_search (UsherArchiveData *data, const UsherCondition *condition,
                                            GCancellable *cancellable, GError **error);

G_END_DECLS
