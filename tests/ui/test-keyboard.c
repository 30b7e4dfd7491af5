/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the first start to a link, by keyboard alone: nothing here calls an action, clicks, or says where the focus goes.
 * Where a person must not be lost (another page, a dialog that closes, a row that goes) the focus is looked at. */
#include "ui/usher-ui-keys.h"
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-account-dialog.h"
#include "ui/usher-create-done-step.h"
#include "ui/usher-create-window.h"

static UsherSession *
wait_for_session (UsherApplication *application)
{
  UsherSession *session = usher_ui_test_wait_for_sync (application);

  usher_test_wait_for (usher_session_get_counts (session)->total > 0);
  return session;
}

static GtkWidget *
wait_for_window (GType type)
{
  usher_test_wait_for (usher_ui_test_window (type) != NULL);
  usher_test_settle ();
  return usher_ui_test_window (type);
}

static void
wait_for_step (GtkWidget *wizard, const char *step)
{
  usher_test_wait_for (g_str_equal (usher_create_window_get_step (USHER_CREATE_WINDOW (wizard)), step));
  usher_ui_test_draw (wizard);
  usher_ui_keys_assert_not_lost ();
}

static const char *
get_link (GtkWidget *wizard)
{
  return usher_create_done_step_get_link (
    USHER_CREATE_DONE_STEP (usher_ui_test_find (wizard, USHER_TYPE_CREATE_DONE_STEP, 0)));
}

static const char *
get_text (GtkWidget *root, const char *id)
{
  return gtk_editable_get_text (GTK_EDITABLE (usher_ui_test_find_id (root, id)));
}

/* --- The first start --- */

static void
check_first_run (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "Welcome to Usher") != NULL);
  usher_ui_keys_go ("Tab", "sandbox_button");
  usher_ui_keys_press ("Return");
  wait_for_session (application);
  usher_ui_test_draw (GTK_WIDGET (window));
  usher_ui_keys_assert_not_lost ();
}

static void
test_first_run (void)
{
  if (usher_ui_keys_init ())
    usher_ui_test_run (NULL, NULL, check_first_run, NULL);
}

static gboolean
is_asked (GtkWidget *dialog)
{
  g_autofree char *question = usher_compat_dup_question (usher_dialog_get_window (USHER_DIALOG (dialog)));

  return question != NULL;
}

/* A question in the same window has the focus once it is drawn: until then keys are the dialog's. */
static gboolean
is_at_question (GtkWidget *dialog)
{
  GtkWidget *focus = gtk_window_get_focus (usher_ui_keys_get_top ());

  return is_asked (dialog) && focus != NULL && !gtk_widget_is_ancestor (focus, dialog);
}

/* A sandbox that comes up when it is told to, and not before. */
static char *
make_gate (const char *dir, const char *program)
{
  g_autofree char *gate = g_build_filename (dir, "gate", NULL);
  g_autofree char *quoted_gate = g_shell_quote (gate);
  g_autofree char *quoted = g_shell_quote (program);
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\nread line < %s\nexec %s \"$@\"\n", quoted_gate, quoted);
  char *script = g_build_filename (dir, "slow-sandbox", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (gate, 0600), ==, 0);
  g_file_set_contents_full (script, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, &error);
  g_assert_no_error (error);
  return script;
}

static void
open_gate (const char *dir)
{
  g_autofree char *gate = g_build_filename (dir, "gate", NULL);
  /* For both, so that it waits for nobody. */
  int fd = open (gate, O_RDWR | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, "\n", 1), ==, 1);
  /* Until it was read: closed before, the line would be gone. */
  for (int n = 1; n > 0; )
    {
      g_assert_cmpint (ioctl (fd, FIONREAD, &n), ==, 0);
      g_main_context_iteration (NULL, FALSE);
    }
  close (fd);
}

static gboolean
has_focus (UsherWindow *window, const char *id)
{
  GtkWidget *widget = usher_ui_test_find_id (GTK_WIDGET (window), id);

  return widget != NULL && gtk_widget_get_mapped (widget) && gtk_widget_is_focus (widget);
}

/* While the sandbox is started the focus is on what ends that; then where it was, or in what was opened. */
static void
check_slow_run (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  const char *dir = user_data;

  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "Welcome to Usher") != NULL);
  usher_ui_keys_go ("Tab", "sandbox_button");
  usher_ui_keys_press ("Return");
  usher_test_wait_for (has_focus (window, "cancel_button"));
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_press ("Return");
  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "Opening the account was cancelled.") != NULL);
  usher_test_wait_for (has_focus (window, "sandbox_button"));

  usher_ui_keys_press ("Return");
  usher_test_wait_for (has_focus (window, "cancel_button"));
  open_gate (dir);
  wait_for_session (application);
  usher_ui_test_draw (GTK_WIDGET (window));
  usher_ui_keys_assert_not_lost ();
}

static void
test_slow_run (void)
{
  g_autofree char *dir = NULL;
  g_autofree char *program = g_strdup (g_getenv ("USHER_SANDBOX"));
  g_autofree char *script = NULL;

  if (!usher_ui_keys_init ())
    return;
  if (program == NULL)
    {
      g_test_skip ("USHER_SANDBOX names no program");
      return;
    }
  dir = usher_test_make_dir ();
  script = make_gate (dir, program);
  g_setenv ("USHER_SANDBOX", script, TRUE);
  usher_ui_test_run (NULL, NULL, check_slow_run, dir);
  g_setenv ("USHER_SANDBOX", program, TRUE);
  usher_test_remove_tree (dir);
}

/* A server and a key of one's own: what is wrong is told at its field, and typed again there. */
static void
check_add_account (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherTestSandbox *sandbox = user_data;
  GtkWidget *dialog;

  usher_test_wait_for (usher_ui_test_find_text (GTK_WIDGET (window), "Welcome to Usher") != NULL);
  usher_ui_keys_press ("alt+a");
  dialog = wait_for_window (USHER_TYPE_ACCOUNT_DIALOG);
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_go ("Tab", "name_row");
  usher_ui_keys_type ("Work");
  usher_ui_keys_press ("Tab");
  usher_ui_keys_go ("Tab", "server_row");
  usher_ui_keys_press ("ctrl+a");
  usher_ui_keys_type (sandbox->base_url);
  usher_ui_keys_go ("Tab", "key_row");
  usher_ui_keys_type ("wrong");
  g_assert_cmpstr (get_text (dialog, "key_row"), ==, "wrong");
  /* Once too often: what was typed is there still, and so is the focus. */
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (is_at_question (dialog));
  usher_test_settle ();
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (!is_asked (dialog));
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
  g_assert_cmpstr (get_text (dialog, "key_row"), ==, "wrong");
  usher_ui_keys_press ("Return");
  usher_test_wait_for (gtk_widget_get_mapped (usher_ui_test_find_id (dialog, "error_label")));
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_go ("Tab", "key_row");
  usher_ui_keys_press ("ctrl+a");
  usher_ui_keys_type (sandbox->api_key);
  g_assert_true (g_str_equal (get_text (dialog, "key_row"), sandbox->api_key));
  g_assert_cmpstr (get_text (dialog, "server_row"), ==, sandbox->base_url);
  usher_ui_keys_press ("Return");
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_ACCOUNT_DIALOG) == NULL);
  wait_for_session (application);
  usher_ui_test_draw (GTK_WIDGET (window));
  usher_ui_keys_assert_not_lost ();
}

static void
test_add_account (void)
{
  g_autoptr (UsherTestSandbox) sandbox = NULL;

  if (!usher_ui_keys_init ())
    return;
  sandbox = usher_test_sandbox_start (NULL, (const char *[]) { "--demo", "12", "--seed", "7", NULL });
  usher_ui_test_run (NULL, NULL, check_add_account, sandbox);
}

/* --- The wizard --- */

/* The whole of it, with a mistake on the way. */
static void
make_contributor (void)
{
  GtkWidget *wizard;

  usher_ui_keys_press ("ctrl+n");
  wizard = wait_for_window (USHER_TYPE_CREATE_WINDOW);
  wait_for_step (wizard, "flow");
  usher_ui_keys_press ("alt+n");
  wait_for_step (wizard, "access");
  /* Nothing is chosen yet: it says so at the field, and the focus is there. */
  usher_ui_keys_press ("ctrl+Return");
  usher_test_settle ();
  wait_for_step (wizard, "access");
  usher_ui_keys_go ("Tab", "company_row");
  usher_ui_keys_press ("space");
  usher_ui_keys_wait_at (usher_ui_test_find_id (usher_ui_test_find_id (wizard, "company_row"), "search"));
  usher_ui_keys_press ("Down Down Return");
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
  g_assert_true (usher_ui_keys_is_at (usher_ui_test_find_id (wizard, "company_row")));
  usher_ui_keys_go ("Tab", "entry");
  usher_ui_keys_type ("ada@example.com, bob@example.com");
  usher_ui_keys_press ("Return");
  g_assert_nonnull (usher_ui_test_find_text (wizard, "bob@example.com"));
  usher_ui_keys_assert_not_lost ();
  g_assert_true (usher_ui_keys_is_at (usher_ui_test_find_id (wizard, "entry")));
  /* One too many goes by its button, and the focus stays near. */
  usher_ui_keys_go ("Tab", "Remove bob@example.com");
  usher_ui_keys_press ("space");
  usher_test_wait_for (usher_ui_test_find_text (wizard, "bob@example.com") == NULL);
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_go ("Tab", "url_row");
  usher_ui_keys_type ("https://energy.example.com");
  usher_ui_keys_go ("Tab", "Electricity");
  usher_ui_keys_press ("space");
  usher_ui_keys_press ("ctrl+Return");
  wait_for_step (wizard, "delivery");
  usher_ui_keys_press ("alt+Left");
  wait_for_step (wizard, "access");
  usher_ui_keys_press ("ctrl+Return");
  wait_for_step (wizard, "delivery");
  usher_ui_keys_press ("ctrl+Return");
  wait_for_step (wizard, "review");
  g_assert_nonnull (usher_ui_test_find_part (wizard, "ada@example.com"));
  usher_ui_keys_press ("Return");
  wait_for_step (wizard, "done");
  g_assert_nonnull (get_link (wizard));
  usher_ui_keys_go ("Tab", "Copy Link");
  usher_ui_keys_press ("Return");
  usher_test_wait_for (usher_ui_test_find_text (wizard, "Link copied") != NULL);
  /* The first takes away what was told, the next the dialog. */
  usher_ui_keys_press ("Escape Escape");
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_CREATE_WINDOW) == NULL);
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
}

static void
make_reconnect (void)
{
  GtkWidget *wizard;

  usher_ui_keys_press ("ctrl+n");
  wizard = wait_for_window (USHER_TYPE_CREATE_WINDOW);
  wait_for_step (wizard, "flow");
  usher_ui_keys_press ("alt+r");
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (usher_ui_test_find_id (wizard, "reconnect_check"))));
  usher_ui_keys_press ("ctrl+Return");
  wait_for_step (wizard, "access");
  usher_test_wait_for (gtk_widget_get_mapped (usher_ui_test_find_id (usher_ui_test_find_id (wizard, "picker"), "list")));
  usher_ui_keys_go ("Tab", "search");
  usher_ui_keys_press ("Down Return");
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
  usher_ui_keys_press ("ctrl+Return");
  wait_for_step (wizard, "delivery");
  usher_ui_keys_press ("ctrl+Return");
  wait_for_step (wizard, "review");
  usher_ui_keys_press ("Return");
  wait_for_step (wizard, "done");
  g_assert_nonnull (get_link (wizard));
  usher_ui_keys_press ("Escape");
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_CREATE_WINDOW) == NULL);
}

/* Escape asks before it throws away what was entered, and Escape there keeps it. */
static void
leave_wizard (UsherWindow *window)
{
  GtkWidget *wizard;

  usher_ui_keys_press ("ctrl+n");
  wizard = wait_for_window (USHER_TYPE_CREATE_WINDOW);
  usher_ui_keys_press ("ctrl+Return");
  wait_for_step (wizard, "access");
  usher_ui_keys_go ("Tab", "entry");
  usher_ui_keys_type ("ada@example.com ");
  usher_ui_keys_press ("Escape");
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *question = NULL;

      usher_test_wait_for (
        (question = usher_compat_dup_question (usher_dialog_get_window (USHER_DIALOG (wizard)))) != NULL);
      usher_ui_keys_assert_not_lost ();
      if (i == 0)
        {
          usher_ui_keys_press ("Escape");
          usher_test_settle ();
          wait_for_step (wizard, "access");
          g_assert_true (usher_ui_keys_is_at (wizard));
          usher_ui_keys_press ("Escape");
        }
    }
  usher_ui_keys_press ("alt+d");
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_CREATE_WINDOW) == NULL);
  usher_test_settle ();
  usher_ui_keys_assert_not_lost ();
}

static void
check_wizard (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session = wait_for_session (application);
  guint before = usher_session_get_counts (session)->total;

  make_contributor ();
  usher_test_wait_for (usher_session_get_counts (session)->total == before + 1);
  make_reconnect ();
  usher_test_wait_for (usher_session_get_counts (session)->total == before + 2);
  leave_wizard (window);
}

static void
test_wizard (void)
{
  g_autoptr (UsherTestSandbox) sandbox = NULL;

  if (!usher_ui_keys_init ())
    return;
  sandbox = usher_test_sandbox_start (NULL, (const char *[]) { "--demo", "40", "--seed", "7", NULL });
  usher_ui_test_run ((const char *[]) { "--server", sandbox->base_url, NULL }, sandbox->api_key, check_wizard, NULL);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/keyboard/first-run", test_first_run);
  g_test_add_func ("/ui/keyboard/slow-run", test_slow_run);
  g_test_add_func ("/ui/keyboard/add-account", test_add_account);
  g_test_add_func ("/ui/keyboard/wizard", test_wizard);
  return g_test_run ();
}
