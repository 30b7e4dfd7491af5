/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/usher-store-engine.h"

G_BEGIN_DECLS

/* As many rows as a large screen shows. Of the 200 that GTK binds, others are not asked for (ui/usher-cell-painter.c). */
#define USHER_STORE_PAGE 64

/* What is asked for first, read when the store was opened. */
struct _UsherStoreFirst
{
  UsherQuery *query;     /* (owned) of rows and page: everything, newest first */
  GArray *rows;          /* (owned) (nullable) (element-type gint64) until a list takes them */
  GPtrArray *page;       /* (owned) (nullable) (element-type UsherStoreRow) likewise */
  UsherCounts counts;    /* of all companies */
  GPtrArray *companies;  /* (owned) (element-type UsherCompany) */
  GHashTable *facts;     /* (owned) (element-type utf8 utf8) */
};

UsherStoreFirst *usher_store_engine_read_first (UsherStoreEngine *engine,
                                                GCancellable     *cancellable);
void             usher_store_first_free        (UsherStoreFirst  *first);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherStoreFirst, usher_store_first_free)

G_END_DECLS
