/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-intent.h"
#include "store/usher-database.h"
#include "store/usher-journal-owner.h"

G_BEGIN_DECLS

/* The journal's file, as its worker thread knows it, and the work on it. */
typedef struct
{
  UsherDatabase *database;  /* (owned) (nullable) before open and after close */
  UsherJournalOwner *owner; /* (owned) (nullable) */
  char *path;               /* (owned) (nullable) in memory */
} UsherJournalFile;

/* An intent as it was when the call was made: the object is the main thread's and may change. */
typedef struct
{
  char *id;            /* (owned) */
  UsherIntentKind kind;
  UsherIntentState state;
  gint64 created_at;
  char *invitation_id; /* (owned) (nullable) */
  char *summary;       /* (owned) (nullable) */
  char *message;       /* (owned) (nullable) */
  char *draft;         /* (owned) (nullable) JSON */
  gint64 due_at;
  gint64 sent_at;
  gint64 clock_offset;
  char *mails_to;      /* (owned) (nullable) */
  UsherIntentFound found;
  char *candidates;    /* (owned) (nullable) one a line */
  gboolean own;        /* this program has it in hand */
  gboolean elsewhere;  /* another one that lives has */
} UsherJournalRecord;

typedef struct _UsherJournalJob UsherJournalJob;
typedef gboolean (*UsherJournalFunc) (UsherJournalFile *file,
                                      UsherJournalJob  *job,
                                      GError          **error);

/* One piece of work: goes to the worker's thread and back. */
struct _UsherJournalJob
{
  /* Input data. */
  UsherJournalFunc func;
  char *path;                 /* (owned) (nullable) */
  UsherIntent *intent;        /* (owned) (nullable) not touched by the worker */
  UsherJournalRecord *record; /* (owned) (nullable) */
  int expected;               /* write only when the file has this state; -1: in any case */
  gint64 since;

  /* Output data. */
  GObject *journal;           /* (owned) (nullable) not touched by the worker */
  GPtrArray *records;         /* (owned) (nullable) (element-type UsherJournalRecord) */
  char *moved_aside;          /* (owned) (nullable) a damaged file went here just now */
  GHashTable *mailed;         /* (owned) (nullable) whom → gint64, when last */
};

UsherJournalRecord *usher_journal_record_new  (UsherIntent        *intent);
/* The other way round. NULL when it cannot be read. */
UsherIntent        *usher_journal_record_to_intent (UsherJournalRecord *record);
/* Brings the object to what the record says. */
void                usher_journal_record_apply (UsherJournalRecord *record,
                                                UsherIntent        *intent);
void                usher_journal_record_free (UsherJournalRecord *record);
UsherJournalJob    *usher_journal_job_new     (UsherJournalFunc    func);
void                usher_journal_job_free    (UsherJournalJob    *job);

/* On the worker's thread. */
gboolean usher_journal_file_run    (gpointer          state,
                                    gpointer          task_data,
                                    GCancellable     *cancellable,
                                    GError          **error);
gboolean usher_journal_file_open   (UsherJournalFile *file,
                                    UsherJournalJob  *job,
                                    GError          **error);
gboolean usher_journal_file_reload (UsherJournalFile *file,
                                    UsherJournalJob  *job,
                                    GError          **error);
gboolean usher_journal_file_mailed (UsherJournalFile *file,
                                    UsherJournalJob  *job,
                                    GError          **error);
gboolean usher_journal_file_close  (UsherJournalFile *file,
                                    UsherJournalJob  *job,
                                    GError          **error);
gboolean usher_journal_file_write  (UsherJournalFile *file,
                                    UsherJournalJob  *job,
                                    GError          **error);
gboolean usher_journal_file_forget (UsherJournalFile *file,
                                    UsherJournalJob  *job,
                                    GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherJournalRecord, usher_journal_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherJournalJob, usher_journal_job_free)

G_END_DECLS
