/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-file-index.h"

G_BEGIN_DECLS

/* All that an opened archive knows: the files, their rows in the order of time, and the tables that rows
 * speak of. Immutable once made and counted atomically, so that filters run on workers
 * while the window shows it. */
typedef struct
{
  gatomicrefcount ref_count;
  GPtrArray *sources;       /* (owned) (element-type UsherLogSource) */
  UsherRow *rows;           /* (owned), or in mapping: by time */
  guint32 n_rows;
  guint32 n_folded;         /* duplicates that other files had, too */
  GMappedFile *mapping;     /* (owned) (nullable): of a kept index */
  guint32 *by_offset;       /* (owned), or in mapping: rows in the order of files and offsets */
  UsherIntern *kinds;       /* (owned) */
  UsherIntern *recipients;  /* (owned) */
  UsherIntern *invitations; /* (owned) */
  UsherIntern *companies;   /* (owned) id, tab, name */
  GArray *company_of;       /* (owned) (element-type guint32) */
  GPtrArray *segments;      /* (owned) (element-type GArray) of each file */
  UsherVerification *verifications; /* (owned) of each file */

  /* The addresses that each of recipients stands for, folded as search folds them. */
  UsherIntern *addresses;   /* (owned) folded */
  GPtrArray *address_names; /* (owned) (element-type utf8) as first written */
  guint32 *address_starts;  /* (owned) where each recipient's begin in address_ids; n + 1 of them */
  GArray *address_ids;      /* (owned) (element-type guint32) */

  /* Companies as people know them: several entries of companies may be one. */
  UsherIntern *company_ids; /* (owned) ids, or names where there is no id */
  GPtrArray *company_names; /* (owned) (element-type utf8) */
  guint32 *company_groups;  /* (owned) of each of companies */

  guint *file_numbers;      /* (owned) (nullable) what the archive calls each of sources */
  gpointer cache;           /* (owned) (nullable) what was searched for: UsherMatchCache */
  GDestroyNotify free_cache;
} UsherArchiveData;

/* sources and indexes: (transfer full), of the same length. */
UsherArchiveData *usher_archive_data_new   (GPtrArray *sources, GPtrArray *indexes);
UsherArchiveData *usher_archive_data_ref   (UsherArchiveData *self);
void              usher_archive_data_unref (UsherArchiveData *self);
/* The group in company_ids, or USHER_INTERN_NONE. */
guint32           usher_archive_data_get_company (UsherArchiveData *self, const UsherRow *row);
guint64           usher_archive_data_get_line    (UsherArchiveData *self, const UsherRow *row);
/* (nullable) The line as it stands in the file, at most limit bytes; ends in a zero. */
char             *usher_archive_data_read_row    (UsherArchiveData *self, const UsherRow *row, gsize limit,
                                                  gsize *length);
/* The first row not before a time. */
guint32           usher_archive_data_find_time   (UsherArchiveData *self, gint64 time);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherArchiveData, usher_archive_data_unref)

G_END_DECLS
