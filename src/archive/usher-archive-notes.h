/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-archive-event.h"

G_BEGIN_DECLS

/* Notes and bookmarks on events of an opened file, kept beside it in FILE.notes, never in it: the file stays what it
 * was. A note belongs to the event, wherever it stands. Main thread.
 *
 * Signal: "changed". Properties (read-only): problem (nullable: why they are not kept). */
#define USHER_TYPE_ARCHIVE_NOTES (usher_archive_notes_get_type ())
G_DECLARE_FINAL_TYPE (UsherArchiveNotes, usher_archive_notes, USHER, ARCHIVE_NOTES, GObject)

/* paths: (nullable) the files that are open; each has notes of its own. Reads what is there: small files, at once. */
UsherArchiveNotes *usher_archive_notes_new            (const char * const *paths);
/* (nullable) */
const char        *usher_archive_notes_get_note       (UsherArchiveNotes *self, guint64 key);
gboolean           usher_archive_notes_get_bookmarked (UsherArchiveNotes *self, guint64 key);
guint              usher_archive_notes_get_size       (UsherArchiveNotes *self);
/* note: (nullable) or "" for none. What neither has a note nor a bookmark is forgotten. Kept at once. */
void               usher_archive_notes_set            (UsherArchiveNotes *self, UsherArchiveEvent *event,
                                                       const char *note, gboolean bookmarked);
const char        *usher_archive_notes_get_problem    (UsherArchiveNotes *self);
/* Whether keeping is still under way. */
gboolean           usher_archive_notes_get_busy       (UsherArchiveNotes *self);
/* (transfer full) Where the notes on a file are kept. */
char              *usher_archive_notes_dup_path       (const char *path);

G_END_DECLS
