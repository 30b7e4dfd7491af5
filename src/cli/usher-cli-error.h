/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define USHER_CLI_ERROR (usher_cli_error_quark ())

/**
 * UsherCliError:
 * @USHER_CLI_ERROR_USAGE: the command line asks for something that cannot be
 * @USHER_CLI_ERROR_REFUSED: understood, but not done
 * @USHER_CLI_ERROR_KEY: there is no API key to ask with
 * @USHER_CLI_ERROR_OUTPUT: the answer could not be written
 * @USHER_CLI_ERROR_READER_GONE: whoever read the output has had enough; nothing to tell
 */
typedef enum
{
  USHER_CLI_ERROR_USAGE,
  USHER_CLI_ERROR_REFUSED,
  USHER_CLI_ERROR_KEY,
  USHER_CLI_ERROR_OUTPUT,
  USHER_CLI_ERROR_READER_GONE,
} UsherCliError;

GQuark usher_cli_error_quark (void);

/* What usherctl ends with. Scripts rely on these numbers. */
typedef enum
{
  USHER_CLI_EXIT_DONE = 0,
  USHER_CLI_EXIT_FAILED = 1,
  USHER_CLI_EXIT_USAGE = 2,
  USHER_CLI_EXIT_NETWORK = 3,
  USHER_CLI_EXIT_KEY = 4,
  USHER_CLI_EXIT_INTERRUPTED = 130, /* 128 + SIGINT, as shells have it */
} UsherCliExit;

UsherCliExit usher_cli_error_get_exit   (const GError *error);
/* (nullable) One line for people, with no line break at its end. */
char        *usher_cli_error_dup_line   (const GError *error);

G_END_DECLS
