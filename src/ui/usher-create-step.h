/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/usher-invitation-draft.h"
#include "ui/usher-field-message.h"

G_BEGIN_DECLS

/* A step of the wizard: shows part of a draft and writes it back. Property: title.
 * Signal "edited": the person changed something. */
#define USHER_TYPE_CREATE_STEP (usher_create_step_get_type ())
G_DECLARE_DERIVABLE_TYPE (UsherCreateStep, usher_create_step, USHER, CREATE_STEP, AdwBin)

struct _UsherCreateStepClass
{
  AdwBinClass parent_class;

  /* The draft's part into the widgets. */
  void (*load)  (UsherCreateStep *self, UsherInvitationDraft *draft);
  /* The widgets into the draft's part. */
  void (*store) (UsherCreateStep *self, UsherInvitationDraft *draft);
  /* Puts the focus where typing begins. */
  void (*begin) (UsherCreateStep *self);
};

const char *usher_create_step_get_title    (UsherCreateStep *self);
void        usher_create_step_load         (UsherCreateStep *self, UsherInvitationDraft *draft);
void        usher_create_step_store        (UsherCreateStep *self, UsherInvitationDraft *draft);
void        usher_create_step_begin        (UsherCreateStep *self);
/* Shows what belongs to this step's fields and focuses the first; FALSE when nothing does. NULL: clears. */
gboolean    usher_create_step_show_errors  (UsherCreateStep *self, UsherFieldErrors *errors);
gboolean    usher_create_step_owns_field   (UsherCreateStep *self, const char *field);

/* For steps and the forms in them. field must live as long as the program. */
void        usher_create_step_add_message  (UsherCreateStep *self, const char *field,
                                            UsherFieldMessage *message);
void        usher_create_step_edited       (UsherCreateStep *self);

G_END_DECLS
