/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/usher-cli-options.h"

G_BEGIN_DECLS

/* Which options a command takes beside those for every command. */
typedef enum
{
  USHER_CLI_TAKES_NOTHING = 0,
  USHER_CLI_TAKES_STATUS = 1 << 0,
  USHER_CLI_TAKES_COMPANY = 1 << 1,
  USHER_CLI_TAKES_DRAFT = 1 << 2,
  USHER_CLI_TAKES_YES = 1 << 3,
  USHER_CLI_TAKES_OUTPUT = 1 << 4,
  USHER_CLI_TAKES_IDS = 1 << 5, /* any number of them, none too */
} UsherCliTakes;

/* What a command is called, takes, and says about itself. */
typedef struct
{
  UsherCliCommand command;
  const char *name;
  UsherCliTakes takes;
  const char *argument;    /* (nullable) what must follow it, for people */
  const char *summary;     /* to be translated, as below */
  const char *description; /* (nullable) */
} UsherCliCommandInfo;

const UsherCliCommandInfo *usher_cli_command_info_get  (UsherCliCommand command);
const UsherCliCommandInfo *usher_cli_command_info_find (const char *name);
/* What the help says after the options. Transfer full. */
char                      *usher_cli_help_dup_commands (void);
char                      *usher_cli_help_dup_closing  (const UsherCliCommandInfo *info);

G_END_DECLS
