/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-query.h"

G_BEGIN_DECLS

/* The numbers above the list, and the words for them. */
typedef enum
{
  USHER_SUMMARY_WAITING,
  USHER_SUMMARY_OPENED,
  USHER_SUMMARY_EXPIRING,
  USHER_SUMMARY_FULFILLED,
  USHER_N_SUMMARY_PARTS,
} UsherSummaryPart;

guint       usher_summary_count        (UsherSummaryPart part, const UsherCounts *counts);
const char *usher_summary_get_name     (UsherSummaryPart part);
/* Transfer full. */
char       *usher_summary_dup_number   (guint n);
/* All that a person sees there, as a sentence: for tooltips and screen readers. Transfer full. */
char       *usher_summary_dup_sentence (UsherSummaryPart part, const UsherCounts *counts);

G_END_DECLS
