/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-log-source.h"

G_BEGIN_DECLS

#define USHER_LINE_LIMIT (16 * 1024 * 1024) /* a longer one is bad, and its contents are not looked at */

/* Lines of a part of a text, in blocks. One thread at a time. */
typedef struct
{
  UsherLogSource *source; /* (not owned) */
  guint64 next;           /* where to read on */
  guint64 end;            /* no line begins here or later */
  char *buffer;           /* (owned) */
  gsize capacity;
  gsize at;               /* the next line, in the buffer */
  gsize filled;
  gboolean failed;        /* the file became shorter, or cannot be read any more */
} UsherLineReader;

typedef struct
{
  const char *data;   /* valid until the next line is read */
  gsize length;       /* without the line feed */
  guint64 offset;
  guint64 size;       /* length, of a line beyond the limit, too */
  gboolean terminated;
  gboolean too_long;
} UsherLine;

void     usher_line_reader_init  (UsherLineReader *self, UsherLogSource *source, guint64 start, guint64 end);
gboolean usher_line_reader_next  (UsherLineReader *self, UsherLine *line);
void     usher_line_reader_clear (UsherLineReader *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UsherLineReader, usher_line_reader_clear)

/* Where the line after the one that holds offset begins. */
guint64  usher_line_find_next    (UsherLogSource *source, guint64 offset);

G_END_DECLS
