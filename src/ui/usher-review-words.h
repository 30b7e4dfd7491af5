/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/usher-archive-event.h"

G_BEGIN_DECLS

/* (transfer full) What kind of event a row is, for people; also of rows that are none. */
char *usher_review_words_dup_kind (UsherArchiveEvent *event);

G_END_DECLS
