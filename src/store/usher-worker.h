/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One thread with a queue of GTasks, worked first in, first out. Made for SQLite: whatever state the
 * functions are given belongs to that thread alone. */
typedef struct _UsherWorker UsherWorker;

/* On the worker's thread. Output goes into the task's data. */
typedef gboolean (*UsherWorkerFunc) (gpointer      state,
                                     gpointer      task_data,
                                     GCancellable *cancellable,
                                     GError      **error);
/* In the task's context, before its callback; also when the function failed. */
typedef void     (*UsherWorkerDone) (GTask        *task,
                                     const GError *error);

UsherWorker *usher_worker_new  (const char      *name,
                                gpointer         state);
void         usher_worker_push (UsherWorker     *self,
                                GTask           *task,
                                UsherWorkerFunc  func,
                                UsherWorkerDone  done);
void         usher_worker_free (UsherWorker     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherWorker, usher_worker_free)

G_END_DECLS
