/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Asking the real service over HTTP, one request at a time. */

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "common/usher-test-sandbox.h"

G_BEGIN_DECLS

typedef struct
{
  guint status;
  char *body;             /* (owned) */
  JsonNode *json;         /* (owned) (nullable) */
  SoupMessage *message;   /* (owned) */
} SandboxReply;

void sandbox_reply_free (SandboxReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxReply, sandbox_reply_free)

/* path: after the base address, or a whole address. body: (nullable) JSON. key: as it is. */
SandboxReply *sandbox_ask      (UsherTestSandbox *sandbox, const char *method, const char *path,
                                const char *body);
SandboxReply *sandbox_ask_with (const char *url, const char *method, const char *key, const char *type,
                                const char *body);
SandboxReply *sandbox_get      (UsherTestSandbox *sandbox, const char *format, ...) G_GNUC_PRINTF (2, 3);
SandboxReply *sandbox_post     (UsherTestSandbox *sandbox, const char *body, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
/* The bytes that come back for these bytes, until the service closes or a whole answer is there. */
char         *sandbox_raw      (UsherTestSandbox *sandbox, const char *bytes, gsize length);

/* "invitations.0.status": the text there, numbers and booleans as text, "null", or NULL if nothing is. */
char         *sandbox_reply_dup  (SandboxReply *reply, const char *path);
gint64        sandbox_reply_size (SandboxReply *reply, const char *path);

#define sandbox_assert_status(reply, expected)                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if ((reply)->status != (expected))                                                             \
      g_test_message ("answer: %s", (reply)->body);                                                \
    g_assert_cmpuint ((reply)->status, ==, (expected));                                            \
  }                                                                                                \
  G_STMT_END

#define sandbox_assert_value(reply, path, expected)                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *value_ = sandbox_reply_dup ((reply), (path));                                 \
    g_assert_cmpstr (value_, ==, (expected));                                                      \
  }                                                                                                \
  G_STMT_END

G_END_DECLS
