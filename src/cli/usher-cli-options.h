/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  USHER_CLI_COMMAND_NONE,
  USHER_CLI_COMMAND_PING,
  USHER_CLI_COMMAND_COMPANIES,
  USHER_CLI_COMMAND_CONNECTIONS,
  USHER_CLI_COMMAND_LIST,
  USHER_CLI_COMMAND_SHOW,
  USHER_CLI_COMMAND_CREATE,
  USHER_CLI_COMMAND_RESEND,
  USHER_CLI_COMMAND_REVOKE,
  USHER_CLI_COMMAND_ACCOUNTS,
  USHER_CLI_COMMAND_INTENTS,
  USHER_CLI_COMMAND_EXPORT,
} UsherCliCommand;

/* The command line, read and not yet judged beyond its form. All texts are valid UTF-8. */
typedef struct
{
  UsherCliCommand command;
  char **arguments;      /* (owned) (not nullable): what follows the command */

  /* For every command */
  char *account;         /* (owned) (nullable), as all texts here */
  char *server;
  gboolean json;
  gboolean with_links;
  gboolean version;
  gboolean help;

  /* list, connections, create */
  char *company;
  char *status;

  /* create */
  char *connection;
  char **emails;
  char *expires;
  char *max_uses;
  gboolean send_email;
  gboolean dry_run;
  char *provider_url;
  char *datasource_id;
  char **sites;
  char **utility_types;
  char *country;
  char *owner_email;
  char *start_date;

  /* export */
  char *output;          /* a file name, not UTF-8 perhaps */
  gboolean kept;

  /* revoke */
  gboolean yes;
} UsherCliOptions;

UsherCliOptions *usher_cli_options_parse    (const char * const *arguments, GError **error);
void             usher_cli_options_free     (UsherCliOptions *self);
/* The text of --help, for the command that was given or for all. Transfer full. */
char            *usher_cli_options_dup_help (const UsherCliOptions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherCliOptions, usher_cli_options_free)

G_END_DECLS
