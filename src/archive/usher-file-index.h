/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-intern.h"
#include "archive/usher-log-source.h"
#include "archive/usher-verification.h"

G_BEGIN_DECLS

typedef enum
{
  USHER_ROW_NONE = 0,
  USHER_ROW_BAD = 1 << 0,       /* cannot be read as a line of a log */
  USHER_ROW_NO_EVENT = 1 << 1,  /* an invitation without events */
  USHER_ROW_NO_TIME = 1 << 2,   /* no readable time: it has that of the row before */
  USHER_ROW_NON_ASCII = 1 << 3, /* bytes beyond ASCII, or escapes */
  USHER_ROW_CHAINED = 1 << 4,   /* ends in a chain member */
  USHER_ROW_USUAL = 1 << 5,     /* event, invitation, company and chain, and nothing else */
} UsherRowFlags;

/* What is known of a line without reading it again. 40 bytes: there may be ten million. */
typedef struct
{
  guint64 offset;     /* in the text of its file */
  gint64 time;        /* microseconds */
  guint64 key;        /* of the event's identity, to find duplicates */
  guint32 length;     /* without line feed; at most G_MAXUINT32 */
  guint32 recipient;  /* the event's address, or the list of those allowed; in recipients */
  guint32 invitation; /* in invitations */
  guint8 kind;        /* in kinds */
  guint8 flags;       /* UsherRowFlags */
  guint16 file;
} UsherRow;

/* Places in a text from which lines are counted and threads begin. */
typedef struct
{
  guint64 start;
  guint64 first_line; /* from 1 */
} UsherSegment;

/* The rows of one file: in the order of the file, or, once they are sorted, of time. */
typedef struct
{
  UsherRow *rows;           /* (owned), or in mapping */
  guint32 n_rows;
  guint32 *by_offset;       /* (owned), or in mapping (nullable): the rows in the order of the file; NULL: not sorted */
  GMappedFile *mapping;     /* (owned) (nullable): a kept index; written to privately */
  UsherIntern *kinds;       /* (owned) the server's words */
  UsherIntern *recipients;  /* (owned) an address, or an array of them as JSON */
  UsherIntern *invitations; /* (owned) ids */
  UsherIntern *companies;   /* (owned) id, a tab, name */
  GArray *company_of;       /* (owned) (element-type guint32) of each invitation */
  GArray *segments;         /* (owned) (element-type UsherSegment) */
  UsherVerification verification;
} UsherFileIndex;

typedef void (*UsherIndexProgress) (guint64 done, guint64 total, gpointer user_data);

/* limit: how much of the text; 0 for all. Blocks; uses as many threads as there are processors. */
UsherFileIndex *usher_file_index_new   (UsherLogSource *source, guint64 limit, UsherIndexProgress progress,
                                        gpointer user_data, GCancellable *cancellable, GError **error);
void            usher_file_index_free  (UsherFileIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherFileIndex, usher_file_index_free)

/* Brings the rows into the order of time, unless they are. */
void            usher_file_index_sort  (UsherFileIndex *self);

/* Brings rows into the order of time; by_offset becomes where each went. Duplicates that several files have
 * are folded when fold is set; returns how many rows are left. */
guint32           usher_rows_sort                (UsherRow *rows, guint32 n, gboolean fold, guint32 *by_offset);

/* Kept beside others in the cache folder. */
void            usher_file_index_keep  (UsherFileIndex *self, UsherLogSource *source);
UsherFileIndex *usher_file_index_recall (UsherLogSource *source);

/* Runs func(0…n-1) on as many threads as there are processors (at most 8); FALSE when cancelled. */
typedef void (*UsherParallelFunc) (guint i, guint thread, gpointer user_data);
guint           usher_parallel_n_threads (void);
gboolean        usher_parallel_run     (guint n, UsherParallelFunc func, gpointer user_data,
                                        GCancellable *cancellable);

G_END_DECLS
