/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "common/usher-test-sandbox.h"

G_BEGIN_DECLS

/* What one run of the real usherctl ended with. */
typedef struct
{
  int exit_code;
  char *out;      /* (owned) */
  char *err;      /* (owned) */
  JsonNode *json; /* (owned) (nullable): out, when --json was asked for and it worked */
} UsherCliResult;

void usher_cli_result_free (UsherCliResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherCliResult, usher_cli_result_free)

/* Runs it with these arguments (as a shell would split them) and this key in its environment. The main
 * context goes on meanwhile, so a server may live in the test. Looks after what must hold for each run: UTF-8, one
 * line of complaint, and the key nowhere. */
UsherCliResult *usher_cli_test_run     (const char *server, const char *api_key,
                                        const char *arguments_format, ...) G_GNUC_PRINTF (3, 4);
/* The same against the sandbox; it must succeed. */
UsherCliResult *usher_cli_test_sandbox (UsherTestSandbox *sandbox, const char *arguments_format, ...)
  G_GNUC_PRINTF (2, 3);
/* A running one, whose standard streams are the test's business; fds of -1 are /dev/null. */
GSubprocess    *usher_cli_test_spawn   (const char *server, const char *api_key, int in, int out, int err,
                                        const char *arguments_format, ...) G_GNUC_PRINTF (6, 7);
int             usher_cli_test_wait    (GSubprocess *process);
/* Everything until the other end closes, which for a terminal is an error. */
char           *usher_cli_test_read_all (int fd);
/* A terminal: the master's fd, and the slave's. */
void            usher_cli_test_open_pty (int *master, int *slave, guint columns);

JsonObject     *usher_cli_test_object  (UsherCliResult *result);
JsonArray      *usher_cli_test_items   (UsherCliResult *result, const char *name);
/* The id of an invitation that was made for the purpose. Transfer full. */
char           *usher_cli_test_create  (UsherTestSandbox *sandbox, const char *options);

G_END_DECLS
