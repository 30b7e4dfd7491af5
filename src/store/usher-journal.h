/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-intent.h"
#include "store/usher-store-error.h"

G_BEGIN_DECLS

/* The journal of intents, in a file of its own beside the cache: the cache may be thrown away and made
 * again, the journal may not. synchronous=FULL: when write() has answered, the intent is on the disk.
 * Also a GListModel of the UsherIntents that are not DONE, newest first. */
#define USHER_TYPE_JOURNAL (usher_journal_get_type ())
G_DECLARE_FINAL_TYPE (UsherJournal, usher_journal, USHER, JOURNAL, GObject)

/* path NULL: in memory. What was SENDING when the last run ended is UNCLEAR now. */
void          usher_journal_open_async    (const char *path, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
UsherJournal *usher_journal_open_finish   (GAsyncResult *result, GError **error);
/* (nullable) Where a damaged file went, to be told to the person. */
const char   *usher_journal_get_moved_aside (UsherJournal *self);
/* TRUE when a create of the last month has made this invitation: it is not another's. */
gboolean      usher_journal_is_claimed    (UsherJournal *self, const char *invitation_id);
void          usher_journal_close_async   (UsherJournal *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean      usher_journal_close_finish  (UsherJournal *self, GAsyncResult *result, GError **error);

/* Writes a new intent, or the new state of one that is there (after usher_intent_set_outcome()). */
void          usher_journal_write_async   (UsherJournal *self, UsherIntent *intent,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
gboolean      usher_journal_write_finish  (UsherJournal *self, GAsyncResult *result, GError **error);
/* The person has seen it and wants it gone. */
void          usher_journal_forget_async  (UsherJournal *self, UsherIntent *intent,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
gboolean      usher_journal_forget_finish (UsherJournal *self, GAsyncResult *result, GError **error);

G_END_DECLS
