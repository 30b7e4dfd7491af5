/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/usher-types.h"

G_BEGIN_DECLS

/* The fields of a draft, spelled as the API does, with a dot for nesting: one vocabulary for our own
 * checks and for the server's refusals. */
#define USHER_FIELD_COMPANY        "companyId"
#define USHER_FIELD_CONNECTION     "connectionId"
#define USHER_FIELD_ALLOWED_EMAILS "allowedEmails"
#define USHER_FIELD_EXPIRES_IN     "expiresInSeconds"
#define USHER_FIELD_MAX_USES       "maxUses"
#define USHER_FIELD_SEND_EMAIL     "sendEmail"
#define USHER_FIELD_URL            "prefill.url"
#define USHER_FIELD_DATASOURCE     "prefill.datasourceId"
#define USHER_FIELD_SITES          "prefill.initialSites"
#define USHER_FIELD_UTILITY_TYPES  "prefill.utilityTypes"
#define USHER_FIELD_COUNTRY        "prefill.country"
#define USHER_FIELD_OWNER_EMAIL    "prefill.connectionOwnerEmail"
#define USHER_FIELD_START_DATE     "prefill.dataCollectionStartDate"
#define USHER_FIELD_GENERAL        ""  /* belongs to no field */

#define USHER_TYPE_FIELD_ERRORS (usher_field_errors_get_type ())

GType             usher_field_errors_get_type    (void);
UsherFieldErrors *usher_field_errors_new         (void);
UsherFieldErrors *usher_field_errors_ref         (UsherFieldErrors *self);
void              usher_field_errors_unref       (UsherFieldErrors *self);
/* A second message for a field is added to the first, on a new line. */
void              usher_field_errors_add         (UsherFieldErrors *self,
                                                  const char       *field,
                                                  const char       *message);
guint             usher_field_errors_get_length  (UsherFieldErrors *self);
/* In the order in which they were found. */
const char       *usher_field_errors_get_field   (UsherFieldErrors *self, guint index);
const char       *usher_field_errors_get_message (UsherFieldErrors *self, guint index);
/* (nullable) The message of one field. */
const char       *usher_field_errors_lookup      (UsherFieldErrors *self, const char *field);
/* All of them in one sentence or more, for a terminal or a dialog. */
char             *usher_field_errors_to_text     (UsherFieldErrors *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherFieldErrors, usher_field_errors_unref)

G_END_DECLS
