/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-archive.h"
#include "archive/usher-archive-search.h"
#include "archive/usher-demo-log.h"
#include "common/usher-test.h"

G_BEGIN_DECLS

/* A scratch folder with a cache of its own; call it first. */
void        archive_test_init         (void);
const char *archive_test_dir          (void);
void        archive_test_clean        (void);
/* (transfer full) A path in the scratch folder. */
char       *archive_test_path         (const char *name);
void        archive_test_write        (const char *path, const char *data, gssize length);
char       *archive_test_read         (const char *path, gsize *length);

/* Lines without chain, with whatever texts may hold: quotes, controls, formulas, other scripts. */
/* As a JSON string, quotes and all. */
void        archive_test_append_random_text (GRand *rand, GString *line);
void        archive_test_random_line  (GRand *rand, GString *line);
/* (transfer full) (element-type utf8) */
GPtrArray  *archive_test_random_lines (guint32 seed, guint n);
void        archive_test_write_lines  (const char *path, UsherLogFormat format, GPtrArray *lines);

/* Opens files and waits. (transfer full) */
UsherArchive *archive_test_open       (const char *first, ...) G_GNUC_NULL_TERMINATED;
GArray     *archive_test_filter       (UsherArchive *archive, UsherArchiveFilter *filter);
UsherVerification archive_test_verify (const char *path);

G_END_DECLS
