/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A hunt for secrets: an API key and the tokens of links go through usherctl and through the application, with every
 * debug message on, and are then looked for in every file of this session's private folders (cache, journal, settings,
 * recent files, exports, core dumps), in what was printed, D-Bus messages and a crash included, and in arguments and
 * environments of the processes and their children. They may be where somebody asked for them, and nowhere else. */

#include <ftw.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "api/usher-api-test.h"
#include "common/usher-test-sandbox.h"
#include "session/usher-accounts.h"

typedef struct
{
  UsherTestSandbox *sandbox; /* (owned) */
  GPtrArray *secrets;        /* (owned) (element-type utf8) the key first, then tokens */
  GString *printed;          /* (owned) everything that was printed without being asked for links */
  char *folder;              /* (owned) this session's private folders are in it */
} Fixture;

static Fixture *hunting;     /* nftw() passes nothing on */
static guint n_files, n_unpacked, n_found;
static gsize n_bytes;

static const char *
find_secret (Fixture *f, const char *data, gsize size)
{
  for (guint i = 0; i < f->secrets->len; i++)
    {
      const char *secret = g_ptr_array_index (f->secrets, i);

      if (memmem (data, size, secret, strlen (secret)) != NULL)
        return i == 0 ? "the API key" : "a token";
    }
  return NULL;
}

/* What is compressed hides what is in it. */
static void
unpack (char **data, gsize *size)
{
  g_autoptr (GZlibDecompressor) gzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) packed = g_memory_input_stream_new_from_data (*data, (gssize) *size, NULL);
  g_autoptr (GInputStream) in = g_converter_input_stream_new (packed, G_CONVERTER (gzip));
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  if (*size < 2 || memcmp (*data, "\x1f\x8b", 2) != 0)
    return;
  g_output_stream_splice (out, in, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  g_free (*data);
  *size = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (out));
  *data = g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (out));
  n_unpacked++;
}

static int
look_into (const char *path, const struct stat *info, int flag, struct FTW *where)
{
  g_autofree char *data = NULL;
  const char *what;
  gsize size;

  if (flag != FTW_F || !S_ISREG (info->st_mode) || !g_file_get_contents (path, &data, &size, NULL))
    return 0;
  unpack (&data, &size);
  n_files++;
  n_bytes += size;
  what = find_secret (hunting, data, size);
  if (what != NULL)
    {
      n_found++;
      g_test_message ("%s is in %s", what, path);
    }
  g_assert_false (g_str_has_prefix (path + where->base, "core"));
  return 0;
}

static void
assert_clean (Fixture *f, const char *where, const char *data, gsize size)
{
  const char *what = find_secret (f, data, size);

  if (what != NULL)
    {
      g_test_message ("%s is in %s", what, where);
      g_test_fail ();
      n_found++;
    }
}

static void
learn_tokens (Fixture *f)
{
  UsherClient *client = usher_api_test_new_client (f->sandbox->base_url, f->sandbox->api_key);

  for (gsize i = 0; f->sandbox->companies[i] != NULL; i++)
    {
      GAsyncResult *slot = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GPtrArray) list = NULL;
      g_autoptr (GError) error = NULL;

      usher_client_list_invitations_async (client, f->sandbox->companies[i], NULL, usher_test_keep_result, &slot);
      result = usher_test_take_result (&slot);
      list = usher_client_list_invitations_finish (client, result, NULL, &error);
      g_assert_no_error (error);
      for (guint j = 0; j < list->len; j++)
        {
          const char *token = strrchr (usher_invitation_get_url (g_ptr_array_index (list, j)), '/') + 1;

          g_assert_cmpuint (strlen (token), >, 15);
          g_ptr_array_add (f->secrets, g_strdup (token));
        }
    }
  usher_api_test_finalize (client);
}

static void
add_account (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherAccounts) accounts = usher_accounts_new (NULL, &error);
  g_autoptr (UsherAccount) account = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *notice = NULL;
  gboolean saved = FALSE;

  g_assert_no_error (error);
  /* Not as a sandbox: for such an account the application would start one of its own, with another key. */
  usher_accounts_add_async (accounts, "Canary", f->sandbox->base_url, f->sandbox->api_key, FALSE, NULL,
                            usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  account = usher_accounts_add_finish (accounts, result, NULL, &saved, &notice, &error);
  g_assert_no_error (error);
  g_assert_true (saved);
}

static void
remove_accounts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherAccounts) accounts = usher_accounts_new (NULL, &error);

  g_assert_no_error (error);
  while (g_list_model_get_n_items (G_LIST_MODEL (accounts)) > 0)
    {
      g_autoptr (UsherAccount) account = g_list_model_get_item (G_LIST_MODEL (accounts), 0);
      GAsyncResult *slot = NULL;
      g_autoptr (GAsyncResult) result = NULL;

      usher_accounts_remove_async (accounts, account, NULL, usher_test_keep_result, &slot);
      result = usher_test_take_result (&slot);
      g_assert_true (usher_accounts_remove_finish (accounts, result, &error));
      g_assert_no_error (error);
    }
}

static GSubprocessLauncher *
new_launcher (GSubprocessFlags flags)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (flags);

  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "all", TRUE);
  g_subprocess_launcher_setenv (launcher, "USHER_DEBUG", "http,all", TRUE);
  g_subprocess_launcher_setenv (launcher, "GSETTINGS_BACKEND", "keyfile", TRUE);
  /* Keys go to the keyring encrypted: not even who listens on the bus reads one. */
  g_subprocess_launcher_setenv (launcher, "G_DBUS_DEBUG", "all", TRUE);
  /* Where core dumps are written to the working folder, the hunt is to find one. */
  g_subprocess_launcher_set_cwd (launcher, g_get_home_dir ());
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  g_subprocess_launcher_unsetenv (launcher, "GTK_A11Y");
  return launcher;
}

/* What usherctl prints, both ways. */
static char *
run_usherctl (const char *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher
      = new_launcher (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autofree char *line = g_strdup_printf ("%s %s", g_getenv ("USHER_USHERCTL"), arguments);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) out = NULL;
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, NULL));
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate (process, NULL, NULL, &out, NULL, &error));
  g_assert_no_error (error);
  g_test_message ("%s: %d", arguments, g_subprocess_get_exit_status (process));
  return g_strndup (g_bytes_get_data (out, NULL), g_bytes_get_size (out));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  static const char *const demo[] = { "--demo", "40", NULL };

  f->sandbox = usher_test_sandbox_start (NULL, demo);
  f->secrets = g_ptr_array_new_with_free_func (g_free);
  f->printed = g_string_new (NULL);
  f->folder = g_path_get_dirname (g_get_home_dir ());
  g_ptr_array_add (f->secrets, g_strdup (f->sandbox->api_key));
  /* Nobody's real folders are searched: in-session.sh has made these. */
  g_assert_true (g_str_has_prefix (g_get_user_data_dir (), f->folder));
  g_assert_true (g_str_has_prefix (g_get_user_runtime_dir (), f->folder));
  g_assert_cmpstr (f->folder, !=, "/");
  hunting = f;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  remove_accounts ();
  usher_test_sandbox_free (f->sandbox);
  g_ptr_array_unref (f->secrets);
  g_string_free (f->printed, TRUE);
  g_free (f->folder);
}

static void
hunt (Fixture *f)
{
  n_files = 0;
  n_bytes = 0;
  n_unpacked = 0;
  n_found = 0;
  assert_clean (f, "what was printed", f->printed->str, f->printed->len);
  g_assert_cmpint (nftw (f->folder, look_into, 16, FTW_PHYS), ==, 0);
  g_assert_cmpuint (n_files, >, 3);
  g_assert_cmpuint (n_found, ==, 0);
  g_test_message ("figure: canary hunt: %u secrets looked for in %u files (%" G_GSIZE_FORMAT " KB) and %" G_GSIZE_FORMAT
                  " KB of output: none found",
                  f->secrets->len, n_files, n_bytes >> 10, f->printed->len >> 10);
}

static void
use_usherctl (Fixture *f, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
use_usherctl (Fixture *f, const char *format, ...)
{
  g_autofree char *arguments = NULL;
  g_autofree char *out = NULL;
  va_list list;

  va_start (list, format);
  arguments = g_strdup_vprintf (format, list);
  va_end (list);
  out = run_usherctl (arguments);
  g_string_append (f->printed, out);
}

static char *
find_id (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new ("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_true (g_regex_match (regex, text, 0, &match));
  return g_match_info_fetch (match, 0);
}

static void
test_usherctl (Fixture *f, gconstpointer data)
{
  const char *company = f->sandbox->companies[0];
  g_autofree char *asked = NULL;
  g_autofree char *created = NULL;
  g_autofree char *id = NULL;
  g_autofree char *log = g_build_filename (f->folder, "home", "log.usherlog", NULL);
  g_autofree char *table = g_build_filename (f->folder, "home", "log.csv", NULL);
  g_autofree char *json = g_build_filename (f->folder, "home", "log.json", NULL);
  g_autofree char *path = NULL;
  g_autofree char *packed = g_build_filename (f->folder, "home", "log.usherlog.gz", NULL);

  add_account (f);
  created = run_usherctl ("create contributor --company 00000000-0000-4000-8000-000000000000 --json");
  g_string_append (f->printed, created); /* refused: no such company */
  use_usherctl (f, "ping");
  use_usherctl (f, "accounts --json");
  use_usherctl (f, "companies");
  use_usherctl (f, "connections --company %s", company);
  use_usherctl (f, "create contributor --company %s --email r@example.com --send-email", company);
  g_free (created);
  created = run_usherctl ("list --json --status active");
  g_string_append (f->printed, created);
  id = find_id (strstr (created, "\"invitations\""));
  learn_tokens (f);
  use_usherctl (f, "show %s", id);
  use_usherctl (f, "show %s --json", id);
  use_usherctl (f, "resend --yes %s", id);
  use_usherctl (f, "revoke --yes %s", id);
  use_usherctl (f, "show 00000000-0000-4000-8000-000000000000");
  use_usherctl (f, "export --output %s", log);
  use_usherctl (f, "export --output %s", table);
  use_usherctl (f, "export --output %s", json);
  use_usherctl (f, "export --kept --output %s", packed);
  use_usherctl (f, "log --json %s %s", log, packed);
  use_usherctl (f, "verify %s", packed);
  use_usherctl (f, "intents --json");
  use_usherctl (f, "--account Nobody list");
  hunt (f);
  g_assert_cmpuint (n_unpacked, ==, 1);

  /* Asked for, it is printed: the hunt can find it, then. */
  asked = run_usherctl ("list --json --with-links --status active");
  g_assert_nonnull (find_secret (f, asked, strlen (asked)));
  g_assert_null (strstr (asked, f->sandbox->api_key));

  /* And written, packed or not, where it can be found as well. */
  g_free (asked);
  path = g_build_filename (g_get_home_dir (), "with-links.usherlog.gz", NULL);
  asked = run_usherctl ("export --with-links --output with-links.usherlog.gz");
  g_assert_null (find_secret (f, asked, strlen (asked)));
  n_found = 0;
  g_assert_cmpint (nftw (f->folder, look_into, 16, FTW_PHYS), ==, 0);
  g_assert_cmpuint (n_found, ==, 1);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static char *
read_proc (int pid, const char *name, gsize *size)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", pid, name);
  char *text = NULL;

  return g_file_get_contents (path, &text, size, NULL) ? text : NULL;
}

/* The process, and those that it has started. Returns how many. */
static guint
look_at_processes (Fixture *f, int pid)
{
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (proc)) != NULL)
    {
      int other = (int) g_ascii_strtoll (name, NULL, 10);
      g_autofree char *status = NULL;
      g_autofree char *arguments = NULL;
      g_autofree char *environment = NULL;
      g_autofree char *parent = g_strdup_printf ("\nPPid:\t%d\n", pid);
      gsize size;

      if (other <= 0 || (status = read_proc (other, "status", &size)) == NULL)
        continue;
      if (other != pid && strstr (status, parent) == NULL)
        continue;
      n++;
      arguments = read_proc (other, "cmdline", &size);
      if (arguments != NULL)
        assert_clean (f, "the arguments of a process", arguments, size);
      environment = read_proc (other, "environ", &size);
      if (environment != NULL)
        assert_clean (f, "the environment of a process", environment, size);
    }
  return n;
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;
  gssize n;
  static char buffer[65536];

  if (result != NULL)
    {
      n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
      if (n <= 0)
        return;
      g_string_append_len (f->printed, buffer, n);
    }
  g_input_stream_read_async (G_INPUT_STREAM (source), buffer, sizeof buffer, G_PRIORITY_DEFAULT, NULL, on_line, f);
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

#define APP_PATH "/io/github/usher/Usher"

/* The loop runs meanwhile: the application waits when nobody reads what it prints. */
static GVariant *
call (const char *path, const char *interface, const char *method, GVariant *parameters)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;
  GVariant *answer;

  g_dbus_connection_call (bus, "io.github.usher.Usher", path, interface, method, parameters, NULL,
                          G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  answer = g_dbus_connection_call_finish (bus, result, &error);
  g_assert_no_error (error);
  return answer;
}

static void
act (const char *path, const char *action)
{
  g_variant_unref (call (path, "org.gtk.Actions", "Activate", g_variant_new ("(sava{sv})", action, NULL, NULL)));
}

static gboolean
can (const char *path, const char *action)
{
  g_autoptr (GVariant) answer = call (path, "org.gtk.Actions", "Describe", g_variant_new ("(s)", action));
  gboolean enabled = FALSE;

  g_variant_get (answer, "((bgav))", &enabled, NULL, NULL);
  return enabled;
}

/* (transfer full) */
static char *
dup_settings_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "glib-2.0", "settings", "keyfile", NULL);
}

/* On a slow machine five seconds are over before anything can be taken back. */
static void
hold_long (void)
{
  g_autofree char *path = dup_settings_path ();
  g_autofree char *dir = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  g_file_set_contents (path, "[io/github/usher/Usher]\nundo-seconds=uint32 30\n", -1, &error);
  g_assert_no_error (error);
}

/* The account that was open last. */
static gboolean
has_written_settings (void)
{
  g_autofree char *path = dup_settings_path ();
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, "last-account") != NULL;
}

/* As a person does who found an invitation: its link copied, shown as a code; it is mailed again and that taken back,
 * which the journal holds meanwhile; another one like it is begun; a log exported before is opened; and the sandbox is
 * tried, which is a process of its own. */
static void
use_application (Fixture *f, const char *id, const char *log, int pid)
{
  static const char *const terms[] = { "example", NULL };
  /* Of whichever account is open. */
  g_autofree char *found = g_strconcat ("/", id, NULL);
  g_autofree char *recent = g_build_filename (g_get_user_data_dir (), "recently-used.xbel", NULL);
  g_autoptr (GSubprocessLauncher) launcher
      = new_launcher (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) second = NULL;
  g_autoptr (GError) error = NULL;

  g_variant_unref (call (APP_PATH "/SearchProvider", "org.gnome.Shell.SearchProvider2", "ActivateResult",
                         g_variant_new ("(s^asu)", found, terms, 0)));
  usher_test_wait_for (can (APP_PATH "/window/1", "copy-link"));
  act (APP_PATH "/window/1", "copy-link");
  act (APP_PATH "/window/1", "show-code");
  usher_test_wait_for (can (APP_PATH "/window/1", "resend"));
  act (APP_PATH "/window/1", "resend");
  usher_test_wait_for (can (APP_PATH "/window/1", "undo-held"));
  act (APP_PATH "/window/1", "show-intents");
  act (APP_PATH "/window/1", "undo-held");
  usher_test_wait_for (!can (APP_PATH "/window/1", "undo-held"));
  act (APP_PATH "/window/1", "duplicate");
  act (APP_PATH "/window/1", "refresh");
  second = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("USHER_PROGRAM"), log, NULL);
  g_assert_no_error (error);
  usher_test_wait_for (g_file_test (recent, G_FILE_TEST_EXISTS));
  act (APP_PATH, "try-sandbox");
  usher_test_wait_for (look_at_processes (f, pid) >= 2);
  usher_test_wait_for (has_written_settings ());
}

static void
test_application (Fixture *f, gconstpointer data)
{
  g_autofree char *log = g_build_filename (g_get_home_dir (), "log.usherlog", NULL);
  g_autofree char *list = NULL;
  g_autofree char *id = NULL;

  add_account (f);
  hold_long ();
  learn_tokens (f);
  list = run_usherctl ("list --json --status active");
  id = find_id (strstr (list, "\"invitations\""));
  use_usherctl (f, "export --output %s", log);
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GSubprocessLauncher) launcher
          = new_launcher (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
      g_autoptr (GSubprocess) process = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *limits = NULL;
      gsize size, before = f->printed->len;
      gboolean ended = FALSE;
      int pid;

      process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("USHER_PROGRAM"), NULL);
      g_assert_no_error (error);
      pid = atoi (g_subprocess_get_identifier (process));
      on_line (G_OBJECT (g_subprocess_get_stdout_pipe (process)), NULL, f);
      g_subprocess_wait_async (process, NULL, on_ended, &ended);
      /* The first time it reads logs when it has the lists; the second time there may be nothing new in any. */
      usher_test_wait_for (
          ended || g_regex_match_simple (round == 0 ? "< HTTP.*GET [^ ]*/invitation/[0-9a-f]{8}-" :
                                                      "GET [^ ]*/invitation/company/[^ ]* .*< HTTP",
                                         f->printed->str + before, G_REGEX_DOTALL, 0));
      g_assert_false (ended);
      g_assert_cmpuint (look_at_processes (f, pid), >=, 1);
      limits = read_proc (pid, "limits", &size);
      g_assert_true (g_regex_match_simple ("Max core file size +1 +1 ", limits, 0, 0));

      if (round == 0)
        {
          use_application (f, id, log, pid);
          act (APP_PATH, "quit");
          usher_test_wait_for (ended);
        }
      else
        {
          g_subprocess_send_signal (process, SIGABRT); /* as a crash does that no sanitizer sees first */
          usher_test_wait_for (ended);
          g_assert_true (WIFSIGNALED (g_subprocess_get_status (process)));
          g_assert_false (WCOREDUMP (g_subprocess_get_status (process)));
        }
    }
  g_assert_cmpuint (f->printed->len, >, 1000); /* the debug messages are there */
  g_assert_nonnull (strstr (f->printed->str, "org.freedesktop.Secret.Service"));
  hunt (f);
}

/* The programs are to switch off core dumps themselves: nobody has done so before. */
static void
allow_core_dumps (void)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  limit.rlim_cur = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_test_message ("core dumps of up to %" G_GUINT64_FORMAT " bytes were allowed here", (guint64) limit.rlim_max);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  allow_core_dumps ();
  g_test_add ("/faults/canary/usherctl", Fixture, NULL, set_up, test_usherctl, tear_down);
  g_test_add ("/faults/canary/application", Fixture, NULL, set_up, test_application, tear_down);
  return g_test_run ();
}
