/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-archive-error.h"

G_BEGIN_DECLS

/**
 * UsherVerdict:
 * @USHER_VERDICT_PENDING: not yet known
 * @USHER_VERDICT_WHOLE: every line is as it was written, and none is missing
 * @USHER_VERDICT_CUT_SHORT: as it was written, but the end is missing
 * @USHER_VERDICT_EDITED: a line was changed, taken out, put in or moved
 * @USHER_VERDICT_NOT_VERIFIABLE: a format without a chain
 */
typedef enum
{
  USHER_VERDICT_PENDING,
  USHER_VERDICT_WHOLE,
  USHER_VERDICT_CUT_SHORT,
  USHER_VERDICT_EDITED,
  USHER_VERDICT_NOT_VERIFIABLE,
} UsherVerdict;

typedef struct
{
  UsherVerdict verdict;
  guint64 line;          /* EDITED: the first line that does not follow from the one before, from 1 */
  guint64 n_lines;
  guint64 n_events;
  guint64 n_bad;         /* lines that cannot be read */
  char seal[65];         /* WHOLE: the last chain value, or "" */
} UsherVerification;

/* A sentence for people, translated. Transfer full. */
char       *usher_verification_dup_sentence (const UsherVerification *self);
/* For programs: "whole", "cut-short", "edited", "not-verifiable", "pending". */
const char *usher_verdict_to_string         (UsherVerdict verdict);

/* Reads the whole file, whatever was kept of it. Blocks. */
gboolean    usher_verify_file               (const char *path, UsherVerification *verification,
                                             GCancellable *cancellable, GError **error);
void        usher_verify_file_async         (const char *path, GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer user_data);
gboolean    usher_verify_file_finish        (GAsyncResult *result, UsherVerification *verification,
                                             GError **error);

G_END_DECLS
