/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which of the programs on one journal are alive: each holds a lock on a file of its own beside it, which
 * the system lets go of when the program ends, however it ends. Journal's worker thread. */
typedef struct _UsherJournalOwner UsherJournalOwner;

/* (nullable): without a file system that locks, nobody can tell, and what it sends counts as nobody's. */
UsherJournalOwner *usher_journal_owner_new    (const char        *path);
/* Lets go, and removes the file. */
void               usher_journal_owner_free   (UsherJournalOwner *self);
const char        *usher_journal_owner_get_id (UsherJournalOwner *self);

/* Whether the program of this id still has its lock. */
gboolean           usher_journal_owner_lives  (const char        *path,
                                               const char        *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherJournalOwner, usher_journal_owner_free)

G_END_DECLS
