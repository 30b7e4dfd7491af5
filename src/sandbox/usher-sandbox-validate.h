/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sandbox/usher-sandbox.h"

G_BEGIN_DECLS

/* What a create request asks for, checked. */
typedef struct
{
  char **emails;      /* (owned) trimmed, each once */
  gint64 expires_in;  /* seconds; 0: never */
  gint64 max_uses;    /* 0: unlimited */
  gboolean send_email;
  char *prefill;      /* (owned) JSON object */
} UsherSandboxInput;

void     usher_sandbox_input_free (UsherSandboxInput *input);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherSandboxInput, usher_sandbox_input_free)

/* Never NULL unless error is set; what is refused is in errors. */
UsherSandboxInput *usher_sandbox_validate_create (UsherSandbox *sandbox, JsonObject *body, gint64 company,
                                                  gboolean with_prefill, JsonObject *errors,
                                                  GError **error);

gboolean usher_sandbox_is_uuid              (const char *text);
gboolean usher_sandbox_is_email             (const char *text);
gboolean usher_sandbox_is_invitation_status (const char *text);
gboolean usher_sandbox_is_connection_status (const char *text);

G_END_DECLS
