/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-invitation.h"
#include "model/usher-query.h"
#include "store/usher-database.h"
#include "store/usher-invitation-index.h"
#include "store/usher-row-reader.h"

G_BEGIN_DECLS

/* What the store's worker thread works with, and the work itself. */
typedef struct
{
  UsherDatabase *database;     /* (owned) (nullable) before open and after close */
  UsherInvitationIndex *index; /* (owned) (nullable) like database */
  gint64 data_version;         /* SQLite's mark that another process has written */
} UsherStoreEngine;

typedef struct _UsherStoreFirst UsherStoreFirst;
typedef struct _UsherStoreJob UsherStoreJob;
typedef gboolean (*UsherStoreFunc) (UsherStoreEngine *engine,
                                    UsherStoreJob    *job,
                                    GCancellable     *cancellable,
                                    GError          **error);

/* One piece of work: goes to the worker's thread and back. */
struct _UsherStoreJob
{
  /* Input data. */
  UsherStoreFunc func;
  char *id;              /* (owned) (nullable) an id, a fact's name or a path */
  char *value;           /* (owned) (nullable) */
  GPtrArray *objects;    /* (owned) (nullable) */
  UsherQuery *query;     /* (owned) (nullable) */
  GArray *wanted_rows;   /* (owned) (nullable) (element-type gint64) */
  guint page;            /* how many of a query's rows to read with it, or how many to list */
  gint64 before;

  /* Output data. */
  GObject *object;       /* (owned) (nullable) */
  GPtrArray *list;       /* (owned) (nullable) */
  GArray *rows;          /* (owned) (nullable) (element-type gint64) */
  char *text;            /* (owned) (nullable) */
  GStrv ids;             /* (owned) (nullable) */
  UsherCounts counts;
  int n_changed;
  gboolean changed;      /* invitations are not what they were */
  GArray *changed_rows;  /* (owned) (nullable) (element-type gint64) NULL: any of them */
  char *moved_aside;     /* (owned) (nullable) a damaged file went here just now */
  UsherRowReader *reader;/* (owned) (nullable) for the main thread */
  UsherStoreFirst *first;/* (owned) (nullable) read along with the opening */
};

UsherStoreJob *usher_store_job_new  (UsherStoreFunc  func);
void           usher_store_job_free (UsherStoreJob  *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherStoreJob, usher_store_job_free)

void     usher_store_engine_close            (UsherStoreEngine *engine);
gboolean usher_store_engine_run              (gpointer          state,
                                              gpointer          task_data,
                                              GCancellable     *cancellable,
                                              GError          **error);
gboolean usher_store_engine_begin            (UsherStoreEngine *engine,
                                              GError          **error);
gboolean usher_store_engine_catch_up         (UsherStoreEngine *engine,
                                              GError          **error);
gboolean usher_store_engine_load             (UsherStoreEngine *engine,
                                              GError          **error);

/* usher-store-engine.c */
gboolean usher_store_engine_open             (UsherStoreEngine *engine, UsherStoreJob *job,
                                              GCancellable *cancellable, GError **error);
gboolean usher_store_engine_shut             (UsherStoreEngine *engine, UsherStoreJob *job,
                                              GCancellable *cancellable, GError **error);
gboolean usher_store_engine_query            (UsherStoreEngine *engine, UsherStoreJob *job,
                                              GCancellable *cancellable, GError **error);
gboolean usher_store_engine_count            (UsherStoreEngine *engine, UsherStoreJob *job,
                                              GCancellable *cancellable, GError **error);
gboolean usher_store_engine_check            (UsherStoreEngine *engine, UsherStoreJob *job,
                                              GCancellable *cancellable, GError **error);
/* usher-store-invitations.c */
gboolean usher_store_engine_put_invitations  (UsherStoreEngine *engine, UsherStoreJob *job,
                                              GCancellable *cancellable, GError **error);
gboolean usher_store_engine_get_invitation   (UsherStoreEngine *engine, UsherStoreJob *job,
                                              GCancellable *cancellable, GError **error);
gboolean usher_store_engine_read_rows        (UsherStoreEngine *engine, UsherStoreJob *job,
                                              GCancellable *cancellable, GError **error);
gboolean usher_store_engine_query_ids        (UsherStoreEngine *engine, UsherStoreJob *job,
                                              GCancellable *cancellable, GError **error);
gboolean usher_store_engine_list_unread      (UsherStoreEngine *engine, UsherStoreJob *job,
                                              GCancellable *cancellable, GError **error);
/* usher-store-companies.c */
gboolean usher_store_engine_put_companies    (UsherStoreEngine *engine, UsherStoreJob *job,
                                              GCancellable *cancellable, GError **error);
gboolean usher_store_engine_get_companies    (UsherStoreEngine *engine, UsherStoreJob *job,
                                              GCancellable *cancellable, GError **error);
gboolean usher_store_engine_put_connections  (UsherStoreEngine *engine, UsherStoreJob *job,
                                              GCancellable *cancellable, GError **error);
gboolean usher_store_engine_get_connections  (UsherStoreEngine *engine, UsherStoreJob *job,
                                              GCancellable *cancellable, GError **error);
gboolean usher_store_engine_put_fact         (UsherStoreEngine *engine, UsherStoreJob *job,
                                              GCancellable *cancellable, GError **error);
gboolean usher_store_engine_get_fact         (UsherStoreEngine *engine, UsherStoreJob *job,
                                              GCancellable *cancellable, GError **error);

G_END_DECLS
