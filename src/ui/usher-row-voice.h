/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/usher-invitation-item.h"

G_BEGIN_DECLS

/* What a screen reader says of a whole row of a list: the toolkit names rows after their class. */

/* "ada@example.com, Contributor, Active, expires in 3 days, opened twice". */
char *usher_row_voice_dup_sentence (UsherInvitationItem *item, gint64 now);

/* (transfer full) (nullable): what is said of the row that this cell stands in now. */
typedef char *(*UsherRowVoiceSay)  (GtkWidget *cell);
/* Soon, not now: rows are bound by the hundred. */
void  usher_row_voice_note         (GtkWidget *cell, UsherRowVoiceSay say);
/* Now, for rows that are few. */
void  usher_row_voice_say          (GtkWidget *cell, const char *sentence);

G_END_DECLS
