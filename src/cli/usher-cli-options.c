/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line. GOption reads it, once: the command is found first, and then everything is read
 * with the options of that command, so that options may stand before or after it. Main thread. */
#include "cli/usher-cli-options.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli/usher-cli-error.h"
#include "cli/usher-cli-help.h"
#include "usher-config.h"

/* Texts are read as G_OPTION_ARG_FILENAME, that is, as bytes: G_OPTION_ARG_STRING would refuse
 * UTF-8 in the C locale, in which scripts like to run. check_utf8() looks at them afterwards. */
#define TEXT G_OPTION_ARG_FILENAME
#define TEXTS G_OPTION_ARG_FILENAME_ARRAY

static void
add_general (GOptionGroup *group, UsherCliOptions *self)
{
  const GOptionEntry entries[] = {
    { "account", 'a', 0, TEXT, &self->account, N_("Use the account of this name or id"),
      N_("NAME") },
    { "server", 's', 0, TEXT, &self->server, N_("Ask this server, with the key in USHER_API_KEY"),
      N_("URL") },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &self->json, N_("Print one JSON document"), NULL },
    { "with-links", 0, 0, G_OPTION_ARG_NONE, &self->with_links,
      N_("Print links too; whoever holds one can open the form"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, N_("Print the version"), NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &self->help, N_("Print this help"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_option_group_add_entries (group, entries);
}

static void
add_filters (GOptionGroup *group, UsherCliOptions *self, UsherCliTakes takes)
{
  const GOptionEntry company[] = {
    { "company", 'c', 0, TEXT, &self->company, N_("The company, by its id"), N_("ID") },
    G_OPTION_ENTRY_NULL,
  };
  const GOptionEntry status[] = {
    { "status", 0, 0, TEXT, &self->status, N_("Only active, expired, revoked or fulfilled ones"),
      N_("STATUS") },
    G_OPTION_ENTRY_NULL,
  };
  const GOptionEntry output[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output, N_("The file to write; its ending says the format"),
      N_("FILE") },
    { "kept", 0, 0, G_OPTION_ARG_NONE, &self->kept,
      N_("Take logs that were read before as they are, and ask only for those that are missing"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  const GOptionEntry yes[] = {
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &self->yes, N_("Do not ask first"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (takes & USHER_CLI_TAKES_OUTPUT)
    g_option_group_add_entries (group, output);
  if (takes & USHER_CLI_TAKES_COMPANY)
    g_option_group_add_entries (group, company);
  if (takes & USHER_CLI_TAKES_STATUS)
    g_option_group_add_entries (group, status);
  if (takes & USHER_CLI_TAKES_YES)
    g_option_group_add_entries (group, yes);
}

static void
add_draft (GOptionGroup *group, UsherCliOptions *self)
{
  const GOptionEntry entries[] = {
    { "connection", 0, 0, TEXT, &self->connection, N_("The connection to repair, by its id"),
      N_("ID") },
    { "email", 'e', 0, TEXTS, &self->emails,
      N_(
        "Who may use it; may be repeated, or a list with commas. Without it: anyone with the link"),
      N_("ADDRESS") },
    { "expires", 0, 0, TEXT, &self->expires,
      N_("How long it lives: 7d, 12h, 90m, seconds, or never"), N_("TIME") },
    { "max-uses", 0, 0, TEXT, &self->max_uses,
      N_("How often it can be used: a number, or unlimited"), N_("N") },
    { "send-email", 0, 0, G_OPTION_ARG_NONE, &self->send_email,
      N_("Have it mailed to each address"), NULL },
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &self->dry_run,
      N_("Check it, print it as JSON, and send nothing"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_option_group_add_entries (group, entries);
}

static void
add_prefill (GOptionGroup *group, UsherCliOptions *self)
{
  const GOptionEntry entries[] = {
    { "provider-url", 0, 0, TEXT, &self->provider_url,
      N_("Fill in the provider, by its web address"), N_("URL") },
    { "datasource-id", 0, 0, TEXT, &self->datasource_id, N_("Fill in the provider, by its id"),
      N_("ID") },
    { "site", 0, 0, TEXTS, &self->sites, N_("Fill in a site; may be repeated"), N_("ID") },
    { "utility-type", 0, 0, TEXTS, &self->utility_types,
      N_("Fill in a utility type, such as electricity; may be repeated"), N_("TYPE") },
    { "country", 0, 0, TEXT, &self->country, N_("Fill in the country, by its two letters"),
      N_("CODE") },
    { "owner-email", 0, 0, TEXT, &self->owner_email, N_("Who will own the connection"),
      N_("ADDRESS") },
    { "start-date", 0, 0, TEXT, &self->start_date, N_("From when on data is collected"),
      N_("YYYY-MM-DD") },
    G_OPTION_ENTRY_NULL,
  };

  g_option_group_add_entries (group, entries);
}

static GOptionGroup *
make_group (const char *name, const char *title)
{
  GOptionGroup *group = g_option_group_new (name, title, "", NULL, NULL);

  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  return group;
}

static GOptionContext *
make_context (UsherCliOptions *self, const UsherCliCommandInfo *info)
{
  g_autofree char *parameters = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *closing = usher_cli_help_dup_closing (info);
  GOptionContext *context;
  GOptionGroup *main_group = make_group ("usherctl", NULL);

  if (info == NULL)
    parameters = g_strdup (_("COMMAND"));
  else if (info->argument == NULL)
    parameters = g_strdup (info->name);
  else
    parameters = g_strdup_printf ("%s %s", info->name, _(info->argument));
  summary = info != NULL ? g_strdup (_(info->summary)) : usher_cli_help_dup_commands ();

  context = g_option_context_new (parameters);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, closing);
  if (info != NULL)
    add_filters (main_group, self, info->takes);
  if (info != NULL && (info->takes & USHER_CLI_TAKES_DRAFT))
    {
      GOptionGroup *prefill = make_group ("contributor", _("Only for contributor invitations:"));

      add_draft (main_group, self);
      add_prefill (prefill, self);
      g_option_context_add_group (context, prefill);
    }
  add_general (main_group, self);
  g_option_context_set_main_group (context, main_group);
  return context;
}

/* The command is the first word that is neither an option nor the value of one that may stand
 * before it. */
static gboolean
find_command (const char *const *arguments, gsize *index)
{
  for (gsize i = 1; arguments[i] != NULL; i++)
    {
      const char *word = arguments[i];

      if (g_str_equal (word, "--"))
        return FALSE;
      if (g_str_equal (word, "--account") || g_str_equal (word, "-a") ||
          g_str_equal (word, "--server") || g_str_equal (word, "-s"))
        {
          if (arguments[i + 1] == NULL)
            return FALSE;
          i++;
        }
      else if (word[0] != '-')
        {
          *index = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* "Unknown option --api-key=…": whatever the person wanted with that value, it is not repeated. */
static char *
dup_option_message (const GError *error)
{
  const char *equals = strchr (error->message, '=');

  if (equals == NULL || !g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
    return g_strdup (error->message);
  return g_strndup (error->message, (gsize) (equals - error->message));
}

static gboolean
check_utf8 (const char *const *arguments, GError **error)
{
  for (gsize i = 0; arguments[i] != NULL; i++)
    {
      if (!g_utf8_validate (arguments[i], -1, NULL))
        {
          g_set_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                       _("Argument %u is not valid UTF-8."), (guint) i);
          return FALSE;
        }
    }
  return TRUE;
}

/* Help and version win over everything that is missing. */
static gboolean
check_arguments (UsherCliOptions *self, const UsherCliCommandInfo *info, GError **error)
{
  guint n = g_strv_length (self->arguments);

  if (self->help || self->version)
    return TRUE;

  if (info == NULL)
    {
      if (n > 0)
        g_set_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                     /* Translators: %s is a word that was typed. */
                     _("There is no command “%s”. See usherctl --help."), self->arguments[0]);
      else
        g_set_error_literal (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                             _("Which command? See usherctl --help."));
      return FALSE;
    }
  if (info->argument != NULL && n == 0 && (info->takes & USHER_CLI_TAKES_IDS) == 0)
    {
      g_set_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                   /* Translators: the first is a command, the second what must follow it. */
                   _("“%1$s” needs %2$s after it. See usherctl %1$s --help."), info->name,
                   _(info->argument));
      return FALSE;
    }
  if ((info->takes & USHER_CLI_TAKES_IDS) == 0 && n > (info->argument != NULL ? 1 : 0))
    {
      g_set_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                   /* Translators: the first is a command, the second a word that was typed after
                      it. */
                   _("“%1$s” does not take “%2$s”. See usherctl %1$s --help."), info->name,
                   self->arguments[n - 1]);
      return FALSE;
    }
  if (self->account != NULL && self->server != NULL)
    {
      g_set_error_literal (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                           _("Give either --account or --server, not both. See usherctl --help."));
      return FALSE;
    }
  return TRUE;
}

/**
 * usher_cli_options_parse:
 * @arguments: (array zero-terminated=1): the command line, with the program's name first
 * @error: return location for %USHER_CLI_ERROR_USAGE
 *
 * Returns: (transfer full) (nullable): what it says
 */
UsherCliOptions *
usher_cli_options_parse (const char *const *arguments, GError **error)
{
  g_autoptr (UsherCliOptions) self = g_new0 (UsherCliOptions, 1);
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) option_error = NULL;
  g_auto (GStrv) rest = NULL;
  const UsherCliCommandInfo *info = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gsize at = 0;

  self->arguments = g_new0 (char *, 1);
  if (!check_utf8 (arguments, error))
    return NULL;

  if (find_command (arguments, &at))
    info = usher_cli_command_info_find (arguments[at]);
  for (gsize i = 0; arguments[i] != NULL; i++)
    {
      if (info == NULL || i != at)
        g_strv_builder_add (builder, arguments[i]);
    }
  rest = g_strv_builder_end (builder);

  context = make_context (self, info);
  if (!g_option_context_parse_strv (context, &rest, &option_error))
    {
      g_autofree char *hint = info != NULL ? g_strdup_printf ("usherctl %s --help", info->name)
                                           : g_strdup ("usherctl --help");
      g_autofree char *message = dup_option_message (option_error);

      g_set_error (error, USHER_CLI_ERROR, USHER_CLI_ERROR_USAGE,
                   /* Translators: the first is what is wrong, the second a command to type. */
                   _("%1$s. See %2$s."), message, hint);
      return NULL;
    }

  g_strfreev (self->arguments);
  self->arguments = g_strdupv (rest[0] != NULL ? rest + 1 : rest);
  self->command = info != NULL ? info->command : USHER_CLI_COMMAND_NONE;
  if (!check_arguments (self, info, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * usher_cli_options_free:
 * @self: (transfer full): options
 */
void
usher_cli_options_free (UsherCliOptions *self)
{
  g_strfreev (self->arguments);
  g_free (self->account);
  g_free (self->server);
  g_free (self->company);
  g_free (self->status);
  g_free (self->connection);
  g_strfreev (self->emails);
  g_free (self->expires);
  g_free (self->max_uses);
  g_free (self->provider_url);
  g_free (self->datasource_id);
  g_strfreev (self->sites);
  g_strfreev (self->utility_types);
  g_free (self->country);
  g_free (self->owner_email);
  g_free (self->start_date);
  g_free (self->output);
  g_free (self);
}

/**
 * usher_cli_options_dup_help:
 * @self: options
 *
 * Returns: (transfer full): the help for the command that was given, or for usherctl
 */
char *
usher_cli_options_dup_help (const UsherCliOptions *self)
{
  UsherCliOptions scratch = { 0 };
  g_autoptr (GOptionContext) context =
    make_context (&scratch, usher_cli_command_info_get (self->command));

  return g_option_context_get_help (context, FALSE, NULL);
}
