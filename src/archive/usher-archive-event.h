/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-archive-data.h"
#include "model/usher-event.h"
#include "model/usher-invitation.h"

G_BEGIN_DECLS

/* A row of an archive, parsed: made for the rows that are seen. Immutable.
 * Properties (read-only): row, time, kind, kind-name, recipient, company, invitation-id, is-bad. */
#define USHER_TYPE_ARCHIVE_EVENT (usher_archive_event_get_type ())
G_DECLARE_FINAL_TYPE (UsherArchiveEvent, usher_archive_event, USHER, ARCHIVE_EVENT, GObject)

UsherArchiveEvent *usher_archive_event_new               (UsherArchiveData *data, guint32 row);

guint32            usher_archive_event_get_row           (UsherArchiveEvent *self);
guint              usher_archive_event_get_file          (UsherArchiveEvent *self);
guint64            usher_archive_event_get_line          (UsherArchiveEvent *self); /* from 1 */
/* What tells the event from others, in whatever file it stands; of a damaged line, where it stands. */
guint64            usher_archive_event_get_key           (UsherArchiveEvent *self);
guint64            usher_row_get_key                     (const UsherRow *row);
/* A line that cannot be read, or is gone from the file: only get_raw() says something. */
gboolean           usher_archive_event_is_bad            (UsherArchiveEvent *self);
/* An invitation that the file has no events of. */
gboolean           usher_archive_event_has_no_event      (UsherArchiveEvent *self);
gint64             usher_archive_event_get_time          (UsherArchiveEvent *self); /* or USHER_TIME_NONE */
UsherEventKind     usher_archive_event_get_kind          (UsherArchiveEvent *self);
const char        *usher_archive_event_get_kind_name     (UsherArchiveEvent *self);
/* The event's address, else whom the invitation allows: "a@example.com and 2 more". */
const char        *usher_archive_event_get_recipient     (UsherArchiveEvent *self);
const char        *usher_archive_event_get_company       (UsherArchiveEvent *self); /* name, else id; or "" */
const char        *usher_archive_event_get_invitation_id (UsherArchiveEvent *self); /* or "" */
UsherEvent        *usher_archive_event_get_event         (UsherArchiveEvent *self); /* (nullable) */
UsherInvitation   *usher_archive_event_get_invitation    (UsherArchiveEvent *self); /* (nullable) its facts */
/* What the line says, made safe to show: a sentence for people. Transfer full. */
char              *usher_archive_event_dup_sentence      (UsherArchiveEvent *self);
/* The line as it stands in the file, valid UTF-8, cut at 64 KB. */
const char        *usher_archive_event_get_raw           (UsherArchiveEvent *self);

G_END_DECLS
