/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The real application, started with exported logs. */

#include "ui/usher-application.h"
#include "ui/usher-review-window.h"

G_BEGIN_DECLS

typedef void (*UsherReviewRunBody) (UsherReviewWindow *window, const char *dir);

/* Whether it is the one program on the bus, with its usual folders; else with folders of its own. */
extern gboolean usher_review_run_unique;

/* `usher FILE…`, with the files of that folder; body is called when all is known of them. */
void     usher_review_run             (const char *dir, UsherReviewRunBody body, ...) G_GNUC_NULL_TERMINATED;
gboolean usher_review_run_is_settled  (UsherReviewWindow *window);
/* (transfer full) The path of a small log in that folder; the end of its name says the format. */
char    *usher_review_run_make_sample (const char *dir, const char *name);
/* An action of the window; parameter: (nullable). Waits until its rows are there. */
void     usher_review_run_act         (UsherReviewWindow *window, const char *name, const char *parameter);

G_END_DECLS
