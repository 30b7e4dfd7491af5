/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-log-line.h"

G_BEGIN_DECLS

/* The first line, without its line end. */
#define USHER_CSV_HEADER                                                                           \
  "time,event,email,company,recipients,invitation,type,status,created,expires,max_uses,uses,"      \
  "company_id,connection_id,event_id,details"

/* The invitation of the line before, as written and as cells: events of one come in a row. */
typedef struct
{
  GString *object; /* (owned) (nullable) */
  GString *cells;  /* (owned) (nullable) */
} UsherCsvCache;

void     usher_csv_cache_clear  (UsherCsvCache *self);
/* cache: (nullable) */
void     usher_csv_append_line  (GString *text, const UsherLogLine *line, UsherCsvCache *cache);
void     usher_csv_append_cell  (GString *text, const char *value, gsize length);

/* Reading: (element-type GString) the cells of a record; FALSE at the end of the text. */
gboolean usher_csv_read_record  (const char **p, const char *end, GPtrArray *cells, gboolean *closed);
gboolean usher_csv_to_line      (GPtrArray *cells, GString *line);

G_END_DECLS
