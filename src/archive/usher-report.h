/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-archive-error.h"
#include "archive/usher-log-batch.h"

G_BEGIN_DECLS

/* So much is printed and filed; more is for another format. */
#define USHER_REPORT_MAX_EVENTS 20000

/* The activity of some invitations on paper: a summary, and of each invitation its facts, its time line and a table of
 * what happened. Never a link or a token. */
typedef struct _UsherReport UsherReport;

UsherReport *usher_report_new      (const UsherLogAbout *about, gint64 made_at);
/* A line of a log without chain. Those of an invitation come in a row. */
gboolean     usher_report_add_line (UsherReport *self, const char *line, gsize length, GError **error);
/* Writes it as PDF; n_missing: how many invitations could not be read. Blocks. */
gboolean     usher_report_write    (UsherReport *self, guint64 n_missing, GOutputStream *stream,
                                    GCancellable *cancellable, GError **error);
void         usher_report_free     (UsherReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherReport, usher_report_free)

G_END_DECLS
