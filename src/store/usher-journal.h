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

/* path NULL: in memory. What a program had on its way when it died is UNCLEAR now; what another one that
 * lives has in hand stays as it is, and usher_intent_get_elsewhere() tells so. */
void          usher_journal_open_async    (const char *path, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
UsherJournal *usher_journal_open_finish   (GAsyncResult *result, GError **error);
/* (nullable) Where a damaged file went, to be told to the person. */
const char   *usher_journal_get_moved_aside (UsherJournal *self);
/* Reads what other programs wrote meanwhile. */
void          usher_journal_reload_async  (UsherJournal *self, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
gboolean      usher_journal_reload_finish (UsherJournal *self, GAsyncResult *result, GError **error);
/* Keys of usher_recipients_to_key() and a gint64 each: whom a mail went out to since then, and when last. */
void          usher_journal_find_mailed_async  (UsherJournal *self, gint64 since, GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer user_data);
GHashTable   *usher_journal_find_mailed_finish (UsherJournal *self, GAsyncResult *result, GError **error);
/* TRUE when a create of the last month has made this invitation: it is not another's. */
gboolean      usher_journal_is_claimed    (UsherJournal *self, const char *invitation_id);
void          usher_journal_close_async   (UsherJournal *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean      usher_journal_close_finish  (UsherJournal *self, GAsyncResult *result, GError **error);

/* Writes a new intent, or the new state of one that is there (after usher_intent_set_outcome()). */
void          usher_journal_write_async   (UsherJournal *self, UsherIntent *intent,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
gboolean      usher_journal_write_finish  (UsherJournal *self, GAsyncResult *result, GError **error);
/* The same, when the file still has the state that is expected; else G_IO_ERROR_BUSY. */
void          usher_journal_exchange_async (UsherJournal *self, UsherIntent *intent,
                                            UsherIntentState expected, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
gboolean      usher_journal_exchange_finish (UsherJournal *self, GAsyncResult *result, GError **error);
/* The person has seen it and wants it gone; G_IO_ERROR_BUSY when it is not in the file as it was seen. */
void          usher_journal_forget_async  (UsherJournal *self, UsherIntent *intent,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
gboolean      usher_journal_forget_finish (UsherJournal *self, GAsyncResult *result, GError **error);

G_END_DECLS
