/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands, and what their help says. Tables and texts only. */
#include "cli/usher-cli-help.h"

#include <glib/gi18n.h>

#include "cli/usher-cli-table.h"

#define LINE_WIDTH 80

static const UsherCliCommandInfo infos[] = {
  { USHER_CLI_COMMAND_PING, "ping", USHER_CLI_TAKES_NOTHING, NULL,
    N_("Ask the server whether it takes the API key."), NULL },
  { USHER_CLI_COMMAND_COMPANIES, "companies", USHER_CLI_TAKES_NOTHING, NULL,
    N_("List the companies that the API key can see, with their ids."), NULL },
  { USHER_CLI_COMMAND_CONNECTIONS, "connections", USHER_CLI_TAKES_COMPANY, NULL,
    N_("List connections, with the ids that a reconnect invitation needs."),
    N_("Connections that a reconnect invitation can repair come first.") },
  { USHER_CLI_COMMAND_LIST, "list", USHER_CLI_TAKES_STATUS | USHER_CLI_TAKES_COMPANY, NULL,
    N_("List invitations, newest first."),
    N_("With --with-links, the link of each active invitation is asked for, one after another.") },
  { USHER_CLI_COMMAND_SHOW, "show", USHER_CLI_TAKES_NOTHING, N_("ID"),
    N_("Show an invitation with its activity log."), NULL },
  { USHER_CLI_COMMAND_CREATE, "create", USHER_CLI_TAKES_COMPANY | USHER_CLI_TAKES_DRAFT,
    N_("contributor|reconnect"), N_("Create an invitation."),
    N_("A contributor invitation lets its recipient add a connection to a company; it needs "
        "--company. A reconnect invitation lets its recipient repair a connection; it needs "
        "--connection. What is left out has the guide's defaults: one use, and 7 days for a "
        "reconnect invitation, no end for a contributor one.\n"
        "\n"
        "Whoever holds the link can open the form. It is printed only with --with-links. Without "
        "--send-email nobody gets a mail.\n"
        "\n"
        "The request is sent once. If no answer comes, look at \"usherctl list\" before you try "
        "again.\n"
        "\n"
        "Examples:\n"
        "  usherctl create contributor --company ID --email jo@example.com --send-email\n"
        "  usherctl create reconnect --connection ID --expires 12h --with-links\n"
        "  usherctl create contributor --company ID --max-uses unlimited --dry-run") },
  { USHER_CLI_COMMAND_RESEND, "resend", USHER_CLI_TAKES_YES, N_("ID"),
    N_("Mail an active invitation again. Its link stays the same."),
    N_("When the same people were mailed from this account within the last hour, it asks first; in a "
        "script it refuses then, unless --yes is given.") },
  { USHER_CLI_COMMAND_REVOKE, "revoke", USHER_CLI_TAKES_YES, N_("ID"),
    N_("Make the link of an invitation useless, at once and for good."),
    N_("In a terminal it asks first. In a script, where standard input is no terminal, it does "
        "not.") },
  { USHER_CLI_COMMAND_EXPORT, "export",
    USHER_CLI_TAKES_STATUS | USHER_CLI_TAKES_COMPANY | USHER_CLI_TAKES_OUTPUT | USHER_CLI_TAKES_IDS, N_("[ID…]"),
    N_("Write the activity logs of invitations to a file."),
    N_("Without an id: those of all invitations, or of what --company and --status leave. The "
        "file's ending says the format: .usherlog (which \"usherctl verify\" can check), "
        ".usherlog.gz, .csv or .json. It is written beside its place and put there when it is "
        "complete.\n"
        "\n"
        "When some logs cannot be read, the others are written, and the exit status is 1. With "
        "--with-links the file holds links (not in CSV), and whoever has it can open the forms.\n"
        "\n"
        "Examples:\n"
        "  usherctl export --output march.usherlog\n"
        "  usherctl export --company ID --status active --output active.csv") },
  { USHER_CLI_COMMAND_INTENTS, "intents", USHER_CLI_TAKES_IDS | USHER_CLI_TAKES_YES,
    N_("[retry ID | dismiss ID | choose ID INVITATION|none]"),
    N_("List requests that are not done, or deal with one."),
    N_("States: sending (also in another program), not-sent (a program ended before), refused, not-made "
        "(sent without an answer, and the server does not have it), several (the server has more than one "
        "invitation that may be it: choose), unclear.\n"
        "\n"
        "retry looks at the server first wherever it can tell, and sends only what is not there. dismiss "
        "takes a request off the list. What usherctl sends is not held, as it is in the window: there is no "
        "undo. An id may be shortened to its first four characters.") },
  { USHER_CLI_COMMAND_ACCOUNTS, "accounts", USHER_CLI_TAKES_NOTHING, NULL,
    N_("List the accounts that were added in Usher."), NULL },
};

/**
 * usher_cli_command_info_get:
 * @command: a command
 *
 * Returns: (nullable) (transfer none): what there is to know about it
 */
const UsherCliCommandInfo *
usher_cli_command_info_get (UsherCliCommand command)
{
  for (gsize i = 0; i < G_N_ELEMENTS (infos); i++)
    {
      if (infos[i].command == command)
        return &infos[i];
    }
  return NULL;
}

/**
 * usher_cli_command_info_find:
 * @name: a word of the command line
 *
 * Returns: (nullable) (transfer none): the command of that name
 */
const UsherCliCommandInfo *
usher_cli_command_info_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (infos); i++)
    {
      if (g_str_equal (infos[i].name, name))
        return &infos[i];
    }
  return NULL;
}

/* One paragraph, broken between words. */
static void
append_wrapped (GString *text, const char *paragraph)
{
  g_auto (GStrv) words = g_strsplit (paragraph, " ", -1);
  guint column = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      guint width = usher_cli_text_get_width (words[i]);

      if (column > 0 && column + 1 + width > LINE_WIDTH)
        {
          g_string_append_c (text, '\n');
          column = 0;
        }
      if (column > 0)
        {
          g_string_append_c (text, ' ');
          column++;
        }
      g_string_append (text, words[i]);
      column += width;
    }
  g_string_append_c (text, '\n');
}

/* Lines that begin with blanks are examples, which stay as they are. */
static void
append_paragraphs (GString *text, const char *paragraphs)
{
  g_auto (GStrv) lines = g_strsplit (paragraphs, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (lines[i][0] == ' ' || lines[i][0] == '\0')
        g_string_append_printf (text, "%s\n", lines[i]);
      else
        append_wrapped (text, lines[i]);
    }
}

/**
 * usher_cli_help_dup_commands:
 *
 * Returns: (transfer full): the commands with a sentence each
 */
char *
usher_cli_help_dup_commands (void)
{
  g_autoptr (GString) text =
    g_string_new (_("Work with connection invitations from a terminal or a script."));

  g_string_append_printf (text, "\n\n%s\n", _("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (infos); i++)
    g_string_append_printf (text, "  %-14s%s\n", infos[i].name, _(infos[i].summary));
  /* Commands about files: usher-cli-log.c reads their options. */
  g_string_append_printf (text, "  %-14s%s\n", "verify", _("Say whether exported logs are whole."));
  g_string_append_printf (text, "  %-14s%s\n", "log", _("Search exported logs."));
  g_string_append_printf (text, "  %-14s%s\n", "demo-log", _("Write a log to try with."));
  g_string_append_printf (text, "\n%s", _("Each command tells more with --help."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * usher_cli_help_dup_closing:
 * @info: (nullable): a command
 *
 * Returns: (transfer full): what stands below the options
 */
char *
usher_cli_help_dup_closing (const UsherCliCommandInfo *info)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (info != NULL && info->description != NULL)
    {
      append_paragraphs (text, _(info->description));
      g_string_append_c (text, '\n');
    }
  g_string_append (text,
                   _("Environment:\n"
                      "  USHER_API_KEY  the API key to use with --server; keys of accounts come "
                      "from the keyring"));
  g_string_append_printf (text, "\n\n%s\n",
                          _("Exit status:\n"
                             "  0  done\n"
                             "  1  refused, or failed\n"
                             "  2  wrong usage\n"
                             "  3  the server could not be reached\n"
                             "  4  no API key, or the server refused it"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
