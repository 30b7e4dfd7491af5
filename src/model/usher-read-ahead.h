/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A GListModel whose items are somewhere slow: who draws them asks only for those that are at hand, and says
 * which others it is going to need. g_list_model_get_item() gives any of them, and may have to wait. */
#define USHER_TYPE_READ_AHEAD (usher_read_ahead_get_type ())
G_DECLARE_INTERFACE (UsherReadAhead, usher_read_ahead, USHER, READ_AHEAD, GListModel)

struct _UsherReadAheadInterface
{
  GTypeInterface parent_iface;

  gpointer (* peek) (UsherReadAhead *self,
                     guint           position);
  gboolean (* want) (UsherReadAhead *self,
                     const guint    *positions,
                     guint           n);
  gint64   (* get_key) (UsherReadAhead *self,
                        guint           position);
};

/* (transfer full) (nullable) */
gpointer usher_read_ahead_peek       (UsherReadAhead *self,
                                      guint           position);
gboolean usher_read_ahead_want       (UsherReadAhead *self,
                                      const guint    *positions,
                                      guint           n);
/* 0: there is none. */
gint64   usher_read_ahead_get_key    (UsherReadAhead *self,
                                      guint           position);

/* For those that implement it. */
void     usher_read_ahead_emit_come  (UsherReadAhead *self);
void     usher_read_ahead_emit_stale (UsherReadAhead *self);

G_END_DECLS
