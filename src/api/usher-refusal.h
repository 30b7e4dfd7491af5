/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-field-errors.h"

G_BEGIN_DECLS

/* What the body of a refused request says. */
typedef struct
{
  char *summary;            /* (owned) (nullable) one line for people */
  UsherFieldErrors *fields; /* (owned) (nullable) texts per field; NULL when there are none */
} UsherRefusal;

UsherRefusal *usher_refusal_new  (GBytes *body);
void          usher_refusal_free (UsherRefusal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherRefusal, usher_refusal_free)

G_END_DECLS
