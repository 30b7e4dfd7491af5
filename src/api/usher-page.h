/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "api/usher-pages.h"

G_BEGIN_DECLS

/* One page of a list as read: its items and what it says of the others. */
typedef struct
{
  GPtrArray *items; /* (owned) (element-type GObject) */
  guint n_skipped;
  gboolean is_whole;    /* a bare array: there are no other pages */
  gint64 current_page;  /* -1 when not told */
  gint64 total;         /* of items on all pages; -1 when not told */
  gint64 total_pages;   /* -1 when not told or at odds with the totals */
  gboolean has_next;
} UsherPage;

/* An UsherReadFunc; data is an UsherItemType. */
gpointer usher_page_read (JsonNode *root, gconstpointer data);
void     usher_page_free (UsherPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherPage, usher_page_free)

G_END_DECLS
