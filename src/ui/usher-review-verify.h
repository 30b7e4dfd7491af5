/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "archive/usher-archive.h"

G_BEGIN_DECLS

/* The line that says whether the files are as they were exported; and each file with its verdict and its seal. */
#define USHER_TYPE_REVIEW_VERIFY (usher_review_verify_get_type ())
G_DECLARE_FINAL_TYPE (UsherReviewVerify, usher_review_verify, USHER, REVIEW_VERIFY, AdwBin)

GtkWidget   *usher_review_verify_new         (void);
void         usher_review_verify_set_archive (UsherReviewVerify *self, UsherArchive *archive);
const char  *usher_review_verify_get_text    (UsherReviewVerify *self);
/* The worst of all files: PENDING while one is not known. */
UsherVerdict usher_review_verify_get_verdict (UsherReviewVerify *self);

G_END_DECLS
