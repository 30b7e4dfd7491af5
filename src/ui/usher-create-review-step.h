/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/usher-create-step.h"
#include "ui/usher-template-saver.h"

G_BEGIN_DECLS

/* The last look: what will happen, and what is filled in. */
#define USHER_TYPE_CREATE_REVIEW_STEP (usher_create_review_step_get_type ())
G_DECLARE_FINAL_TYPE (UsherCreateReviewStep, usher_create_review_step, USHER, CREATE_REVIEW_STEP,
                      UsherCreateStep)

GtkWidget  *usher_create_review_step_new         (void);
/* What the draft has only ids for. Both nullable. */
void        usher_create_review_step_set_names   (UsherCreateReviewStep *self, const char *target,
                                                  const char *sites);
/* (nullable) Why it could not be created; belongs to no field. */
void        usher_create_review_step_set_problem (UsherCreateReviewStep *self, const char *message);
const char *usher_create_review_step_get_problem (UsherCreateReviewStep *self);

/* Where it is saved as a template; shown once a company was set, which may be none: (nullable). */
UsherTemplateSaver *usher_create_review_step_get_saver (UsherCreateReviewStep *self);
void        usher_create_review_step_show_saver  (UsherCreateReviewStep *self, const char *company_name);

G_END_DECLS
