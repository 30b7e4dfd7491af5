/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A table for people: columns aligned by what a terminal shows, and narrowed to its width. */
typedef struct _UsherCliTable UsherCliTable;

typedef enum
{
  USHER_CLI_COLUMN_PLAIN = 0,
  USHER_CLI_COLUMN_NUMBER = 1 << 0,   /* aligned at the right */
  USHER_CLI_COLUMN_FLEXIBLE = 1 << 1, /* may be cut with an ellipsis */
  USHER_CLI_COLUMN_OPTIONAL = 1 << 2, /* may be left out when there is no room */
} UsherCliColumnFlags;

UsherCliTable *usher_cli_table_new        (void);
void           usher_cli_table_free       (UsherCliTable *self);
void           usher_cli_table_add_column (UsherCliTable *self, const char *title,
                                           UsherCliColumnFlags flags);
/* One text a column, from outside or not, NULL for nothing; then usher_cli_table_end_row(). */
void           usher_cli_table_add_cell   (UsherCliTable *self, const char *text);
void           usher_cli_table_end_row    (UsherCliTable *self);
/* width 0: as wide as it is. Transfer full. */
char          *usher_cli_table_to_text    (UsherCliTable *self, guint width);

/* Columns that a terminal needs for it. */
guint          usher_cli_text_get_width   (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherCliTable, usher_cli_table_free)

G_END_DECLS
