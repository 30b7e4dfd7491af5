/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UsherCreateWindow and the steps in it, from the first click to the link, against the sandbox. */
#include "ui/usher-create-window.h"

#include <glib/gstdio.h>

#include "model/usher-prefill.h"
#include "model/usher-site.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-address-chip.h"
#include "ui/usher-choice-list.h"
#include "ui/usher-connection-picker.h"
#include "ui/usher-create-done-step.h"
#include "ui/usher-create-review-step.h"
#include "ui/usher-field-message.h"
#include "ui/usher-picker-row.h"
#include "ui/usher-ui-samples.h"
#include "ui/usher-ui-session.h"
#include "ui/usher-ui-test.h"

typedef struct
{
  UsherTestSandbox *sandbox;   /* (owned) */
  UsherSession *session;       /* (owned) */
  UsherCreateWindow *window;   /* (owned) */
  UsherInvitation *created;    /* (owned) (nullable) */
} Fixture;

static void
on_created (UsherCreateWindow *window, UsherInvitation *invitation, Fixture *fixture)
{
  g_assert_null (fixture->created);
  fixture->created = g_object_ref (invitation);
}

static void
open_window (Fixture *fixture, UsherInvitationDraft *draft, const char *company_id, int width, int height)
{
  fixture->window = g_object_ref (usher_create_window_new (fixture->session, draft, company_id));
  g_signal_connect (fixture->window, "created", G_CALLBACK (on_created), fixture);
  usher_dialog_set_size (USHER_DIALOG (fixture->window), width, height);
  usher_dialog_present (USHER_DIALOG (fixture->window), NULL);
  usher_ui_test_draw (GTK_WIDGET (fixture->window));
}

/* A window that closed itself: nobody holds it for longer than it takes the toolkit to let go. */
static void
assert_gone (Fixture *fixture)
{
  GObject *window = G_OBJECT (fixture->window);

  g_object_add_weak_pointer (window, (gpointer *) &window);
  g_clear_object (&fixture->window);
  usher_test_wait_for (window == NULL);
}

static void
close_window (Fixture *fixture)
{
  usher_dialog_force_close (USHER_DIALOG (fixture->window));
  assert_gone (fixture);
  g_clear_object (&fixture->created);
}

static void
set_up (Fixture *fixture, gconstpointer arguments)
{
  fixture->sandbox = usher_test_sandbox_start (NULL, arguments);
  fixture->session = usher_ui_session_open (fixture->sandbox, TRUE);
}

/* Nothing read: for a sandbox that takes its time. */
static void
set_up_unread (Fixture *fixture, gconstpointer arguments)
{
  fixture->sandbox = usher_test_sandbox_start (NULL, arguments);
  fixture->session = usher_ui_session_open (fixture->sandbox, FALSE);
}

static void
tear_down (Fixture *fixture, gconstpointer arguments)
{
  usher_ui_session_close (fixture->session);
  usher_test_sandbox_free (fixture->sandbox);
}

/* --- what a person does ------------------------------------------------------------------------ */

static GtkWidget *
find (Fixture *fixture, const char *id)
{
  GtkWidget *widget = usher_ui_test_find_id (GTK_WIDGET (fixture->window), id);

  if (widget == NULL)
    g_error ("no widget %s", id);
  return widget;
}

static void
next (Fixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "create.next", NULL);
}

static void
assert_step (Fixture *fixture, const char *step)
{
  g_assert_cmpstr (usher_create_window_get_step (fixture->window), ==, step);
}

static void
type (Fixture *fixture, const char *id, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find (fixture, id)), text);
}

static void
pick (Fixture *fixture, const char *row, const char *search)
{
  GtkWidget *list = usher_ui_test_find (find (fixture, row), USHER_TYPE_CHOICE_LIST, 0);
  GtkWidget *entry = usher_ui_test_find_id (list, "search");

  usher_test_wait_for (usher_choice_list_get_choices (USHER_CHOICE_LIST (list)) != NULL &&
                       g_list_model_get_n_items (
                         usher_choice_list_get_choices (USHER_CHOICE_LIST (list))) > 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), search);
  g_signal_emit_by_name (entry, "activate");
}

static const char *
message (Fixture *fixture, const char *id)
{
  return usher_field_message_get_text (USHER_FIELD_MESSAGE (find (fixture, id)));
}

static void
picture (Fixture *fixture, const char *name)
{
  usher_ui_test_draw (GTK_WIDGET (fixture->window));
  usher_ui_test_picture (GTK_WIDGET (fixture->window), name);
}

static const char *
done_link (Fixture *fixture)
{
  GtkWidget *step = usher_ui_test_find (GTK_WIDGET (fixture->window), USHER_TYPE_CREATE_DONE_STEP, 0);

  return usher_create_done_step_get_link (USHER_CREATE_DONE_STEP (step));
}

static char *
dup_company_name (Fixture *fixture, const char *id)
{
  UsherCompany *company = usher_session_find_company (fixture->session, id);

  g_assert_nonnull (company);
  return g_strdup (usher_company_get_name (company));
}

static void
read_clipboard (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/* --- both flows -------------------------------------------------------------------------------- */

static void
test_contributor (Fixture *fixture, gconstpointer arguments)
{
  g_autofree char *company = dup_company_name (fixture, fixture->sandbox->companies[0]);
  g_autofree char *copied = NULL;
  UsherPrefill *prefill;
  GtkWidget *window;

  open_window (fixture, NULL, NULL, 640, 720);
  window = GTK_WIDGET (fixture->window);
  assert_step (fixture, "flow");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (find (fixture, "next_button")),
                                   GTK_ACCESSIBLE_ROLE_BUTTON);
  picture (fixture, "wizard-1-flow");
  next (fixture);
  assert_step (fixture, "access");

  pick (fixture, "company_row", company);
  type (fixture, "entry", "Ada Example <ada@example.com>, bob@example.com");
  usher_test_wait_for (usher_ui_test_find (window, USHER_TYPE_ADDRESS_CHIP, 1) != NULL);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (fixture, "expiry_row")), 2);
  type (fixture, "url_row", "https://energy.example.com");
  pick (fixture, "country_row", "DE");
  usher_test_wait_for (usher_picker_row_get_choices (USHER_PICKER_ROW (find (fixture, "sites_row"))) != NULL);
  pick (fixture, "sites_row", "e");
  gtk_check_button_set_active (
    GTK_CHECK_BUTTON (gtk_widget_get_ancestor (usher_ui_test_find_text (window, "Electricity"),
                                               GTK_TYPE_CHECK_BUTTON)), TRUE);
  type (fixture, "owner_row", "owner@example.com");
  type (fixture, "start_row", "2026-01-31");
  picture (fixture, "wizard-2-access");
  next (fixture);

  assert_step (fixture, "delivery");
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (find (fixture, "email_check"))));
  picture (fixture, "wizard-3-delivery");
  next (fixture);

  assert_step (fixture, "review");
  g_assert_nonnull (usher_ui_test_find_text (window, "The link works for the 2 addresses you named, for 30 days."));
  g_assert_nonnull (usher_ui_test_find_text (window, "Nectar sends 2 emails as soon as you create it."));
  g_assert_nonnull (usher_ui_test_find_text (window, company));
  picture (fixture, "wizard-4-review");
  next (fixture);
  g_assert_true (usher_create_window_get_busy (fixture->window));
  usher_test_wait_for (fixture->created != NULL);

  assert_step (fixture, "done");
  g_assert_cmpstr (usher_invitation_get_company_id (fixture->created), ==, fixture->sandbox->companies[0]);
  g_assert_cmpuint (g_strv_length ((char **) usher_invitation_get_allowed_emails (fixture->created)), ==, 2);
  g_assert_cmpint (usher_invitation_get_max_uses (fixture->created), ==, 1);
  prefill = usher_invitation_get_prefill (fixture->created);
  g_assert_cmpstr (usher_prefill_get_url (prefill), ==, "https://energy.example.com");
  g_assert_cmpstr (usher_prefill_get_country (prefill), ==, "DE");
  g_assert_nonnull (usher_prefill_get_site_ids (prefill)[0]);
  g_assert_cmpstrv (usher_prefill_get_utility_types (prefill), ((const char *[]) { "ELECTRICITY", NULL }));
  g_assert_cmpstr (usher_prefill_get_owner_email (prefill), ==, "owner@example.com");
  g_assert_cmpstr (usher_prefill_get_start_date (prefill), ==, "2026-01-31");
  usher_test_wait_for (done_link (fixture) != NULL);
  /* Shown when asked for, and hidden again. */
  g_assert_null (usher_ui_test_find_part (GTK_WIDGET (fixture->window), "/p/i/"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find (fixture, "reveal_button")), TRUE);
  g_assert_nonnull (usher_ui_test_find_part (GTK_WIDGET (fixture->window), "/p/i/"));
  g_assert_true (gtk_widget_get_mapped (find (fixture, "link_label")));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find (fixture, "reveal_button")), FALSE);
  g_assert_null (usher_ui_test_find_part (GTK_WIDGET (fixture->window), "/p/i/"));
  picture (fixture, "wizard-5-done");
  gtk_widget_activate (find (fixture, "copy_button"));
  usher_test_wait_for (gdk_clipboard_is_local (gtk_widget_get_clipboard (window)));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (window), NULL, read_clipboard, &copied);
  usher_test_wait_for (copied != NULL);
  g_assert_cmpstr (copied, ==, done_link (fixture));
  close_window (fixture);
}

static void
test_reconnect (Fixture *fixture, gconstpointer arguments)
{
  GtkWidget *window, *picker;
  GListModel *choices;

  open_window (fixture, NULL, fixture->sandbox->companies[0], 640, 720);
  window = GTK_WIDGET (fixture->window);
  gtk_widget_activate (find (fixture, "reconnect_row"));
  usher_test_wait_for (gtk_check_button_get_active (GTK_CHECK_BUTTON (find (fixture, "reconnect_check"))));
  next (fixture);
  assert_step (fixture, "access");
  picker = usher_ui_test_find (window, USHER_TYPE_CONNECTION_PICKER, 0);
  usher_test_wait_for (g_str_equal (
    gtk_stack_get_visible_child_name (GTK_STACK (usher_ui_test_find_id (picker, "stack"))), "list"));

  /* Without a connection there is nothing to repair. */
  next (fixture);
  assert_step (fixture, "access");
  g_assert_nonnull (usher_ui_test_find_text (window, "Choose the connection to repair."));
  picture (fixture, "wizard-2-reconnect-refused");

  choices = usher_choice_list_get_choices (
    USHER_CHOICE_LIST (usher_ui_test_find (picker, USHER_TYPE_CHOICE_LIST, 0)));
  g_assert_cmpuint (g_list_model_get_n_items (choices), >, 0);
  {
    g_autoptr (UsherChoice) first = g_list_model_get_item (choices, 0);

    g_signal_emit_by_name (usher_ui_test_find (picker, USHER_TYPE_CHOICE_LIST, 0), "picked", first);
    /* Those that need it come first. */
    g_assert_true (usher_connection_status_needs_reconnect (usher_connection_get_status (
      usher_connection_picker_get_connection (USHER_CONNECTION_PICKER (picker)))));
  }
  g_assert_null (usher_ui_test_find_text (window, "Choose the connection to repair."));
  picture (fixture, "wizard-2-reconnect");
  next (fixture);
  assert_step (fixture, "delivery");
  g_assert_false (gtk_widget_get_sensitive (find (fixture, "email_row")));
  next (fixture);
  assert_step (fixture, "review");
  g_assert_nonnull (usher_ui_test_find_text (window, "The link works for anyone who has it, for 7 days."));
  picture (fixture, "wizard-4-review-reconnect");
  next (fixture);
  usher_test_wait_for (fixture->created != NULL);
  g_assert_cmpint (usher_invitation_get_kind (fixture->created), ==, USHER_INVITATION_KIND_RECONNECT);
  g_assert_cmpstr (usher_invitation_get_connection_id (fixture->created), ==,
                   usher_connection_picker_get_selected (USHER_CONNECTION_PICKER (picker)));
  g_assert_cmpint (usher_invitation_get_max_uses (fixture->created), ==, 1);
  usher_test_wait_for (done_link (fixture) != NULL);
  close_window (fixture);
}

static GPtrArray *
list_connections (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *connections;

  usher_session_list_connections_async (fixture->session, NULL, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  connections = usher_session_list_connections_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  return connections;
}

static UsherConnection *
find_connection (GPtrArray *connections, const char *id)
{
  for (guint i = 0; i < connections->len; i++)
    {
      if (g_str_equal (usher_connection_get_id (g_ptr_array_index (connections, i)), id))
        return g_ptr_array_index (connections, i);
    }
  g_assert_not_reached ();
}

/* Those that only their owner can repair stand before all others, and each says what is the matter with it. */
static void
test_broken_first (Fixture *fixture, gconstpointer arguments)
{
  g_autoptr (GPtrArray) connections = list_connections (fixture);
  GListModel *choices;
  GtkWidget *picker;
  gboolean sound = FALSE;

  open_window (fixture, NULL, NULL, 640, 720);
  gtk_widget_activate (find (fixture, "reconnect_row"));
  usher_test_wait_for (gtk_check_button_get_active (GTK_CHECK_BUTTON (find (fixture, "reconnect_check"))));
  next (fixture);
  picker = usher_ui_test_find (GTK_WIDGET (fixture->window), USHER_TYPE_CONNECTION_PICKER, 0);
  usher_test_wait_for (g_str_equal (
    gtk_stack_get_visible_child_name (GTK_STACK (usher_ui_test_find_id (picker, "stack"))), "list"));
  choices = usher_choice_list_get_choices (
    USHER_CHOICE_LIST (usher_ui_test_find (picker, USHER_TYPE_CHOICE_LIST, 0)));
  g_assert_cmpuint (g_list_model_get_n_items (choices), ==, connections->len);
  for (guint i = 0; i < connections->len; i++)
    {
      g_autoptr (UsherChoice) choice = g_list_model_get_item (choices, i);
      UsherConnection *connection = find_connection (connections, usher_choice_get_id (choice));
      UsherConnectionStatus status = usher_connection_get_status (connection);
      gboolean broken = usher_connection_status_needs_reconnect (status);

      g_assert_nonnull (strstr (usher_choice_get_subtitle (choice), usher_connection_status_get_label (status)));
      g_assert_false (broken && sound);
      sound = sound || !broken;
    }
  g_assert_true (sound);
  close_window (fixture);
}

/* A company with a site that is no longer in use. */
static UsherCompany *
fetch_company_with_archive (Fixture *fixture)
{
  GListModel *companies = usher_session_get_companies (fixture->session);

  for (guint i = 0; i < g_list_model_get_n_items (companies); i++)
    {
      g_autoptr (UsherCompany) listed = g_list_model_get_item (companies, i);
      g_autoptr (UsherCompany) company = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      GPtrArray *sites;

      usher_session_fetch_company_async (fixture->session, usher_company_get_id (listed), NULL,
                                         usher_test_keep_result, &result);
      usher_test_wait_for (result != NULL);
      company = usher_session_fetch_company_finish (fixture->session, result, &error);
      g_assert_no_error (error);
      sites = usher_company_get_sites (company);
      for (guint k = 0; sites != NULL && k < sites->len; k++)
        {
          if (usher_site_get_is_archived (g_ptr_array_index (sites, k)))
            return g_steal_pointer (&company);
        }
    }
  g_assert_not_reached ();
}

/* The company's sites can be searched; those that are archived are not offered. */
static void
test_sites (Fixture *fixture, gconstpointer arguments)
{
  g_autoptr (UsherCompany) company = fetch_company_with_archive (fixture);
  GPtrArray *sites = usher_company_get_sites (company);
  const char *archived = NULL;
  UsherChoiceList *list;
  UsherPickerRow *row;
  guint n_used = 0;

  for (guint i = 0; i < sites->len; i++)
    {
      if (usher_site_get_is_archived (g_ptr_array_index (sites, i)))
        archived = usher_site_get_name (g_ptr_array_index (sites, i));
      else
        n_used++;
    }
  open_window (fixture, NULL, usher_company_get_id (company), 640, 720);
  next (fixture);
  row = USHER_PICKER_ROW (find (fixture, "sites_row"));
  list = USHER_CHOICE_LIST (usher_ui_test_find (GTK_WIDGET (row), USHER_TYPE_CHOICE_LIST, 0));
  usher_test_wait_for (usher_picker_row_get_choices (row) != NULL);
  g_assert_cmpuint (g_list_model_get_n_items (usher_picker_row_get_choices (row)), ==, n_used);
  gtk_editable_set_text (GTK_EDITABLE (usher_ui_test_find_id (GTK_WIDGET (list), "search")), archived);
  for (guint i = 0; i < n_used; i++)
    {
      g_autoptr (UsherChoice) choice = g_list_model_get_item (usher_picker_row_get_choices (row), i);

      g_assert_cmpstr (usher_choice_get_title (choice), !=, archived);
    }
  gtk_editable_set_text (GTK_EDITABLE (usher_ui_test_find_id (GTK_WIDGET (list), "search")), "zzz nowhere");
  usher_test_wait_for (usher_choice_list_get_n_shown (list) == 0);
  close_window (fixture);
}

/* --- refusals ---------------------------------------------------------------------------------- */

static void
test_local_refusals (Fixture *fixture, gconstpointer arguments)
{
  open_window (fixture, NULL, NULL, 360, 640);
  next (fixture);
  type (fixture, "url_row", "http://plain.example.com");
  type (fixture, "owner_row", "nobody");
  type (fixture, "start_row", "2026-02-30");
  type (fixture, "datasource_row", "seven");
  type (fixture, "entry", "not-an-address");
  next (fixture);
  assert_step (fixture, "access");
  g_assert_nonnull (message (fixture, "company_message"));
  g_assert_nonnull (message (fixture, "url_message"));
  g_assert_nonnull (message (fixture, "owner_message"));
  g_assert_nonnull (message (fixture, "start_message"));
  g_assert_nonnull (message (fixture, "datasource_message"));
  /* A message in a closed expander would be seen by nobody. */
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (find (fixture, "advanced_row"))));
  g_assert_nonnull (usher_ui_test_find (GTK_WIDGET (fixture->window), USHER_TYPE_ADDRESS_CHIP, 0));
  picture (fixture, "wizard-refused-narrow");
  /* Nothing typed is lost. */
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find (fixture, "url_row"))), ==,
                   "http://plain.example.com");
  type (fixture, "url_row", "https://energy.example.com");
  g_assert_null (message (fixture, "url_message"));
  close_window (fixture);
}

/* Things that only the server knows: whose site it is, and which utility types there are. */
static void
test_server_refusals (Fixture *fixture, gconstpointer arguments)
{
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  const char *types[] = { "MOONLIGHT", NULL };
  const char *sites[] = { "33333333-3333-4333-8333-333333333333", NULL };
  GtkWidget *moonlight;

  usher_invitation_draft_set_company_id (draft, fixture->sandbox->companies[0]);
  usher_invitation_draft_set_utility_types (draft, types);
  usher_invitation_draft_set_site_ids (draft, sites);
  usher_invitation_draft_set_url (draft, "https://energy.example.com");
  open_window (fixture, draft, NULL, 640, 720);
  assert_step (fixture, "access");
  next (fixture);
  next (fixture);
  assert_step (fixture, "review");
  next (fixture);
  usher_test_wait_for (!usher_create_window_get_busy (fixture->window));
  /* Back at the fields, with the server's words. */
  assert_step (fixture, "access");
  g_assert_null (fixture->created);
  g_assert_nonnull (strstr (message (fixture, "sites_message"), "This company has no such site."));
  g_assert_nonnull (strstr (message (fixture, "utilities_message"), "This is not a valid choice."));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find (fixture, "url_row"))), ==,
                   "https://energy.example.com");
  picture (fixture, "wizard-refused-by-server");

  /* Mended, it goes through. */
  moonlight = usher_ui_test_find_text (GTK_WIDGET (fixture->window), "Moonlight");
  gtk_check_button_set_active (
    GTK_CHECK_BUTTON (gtk_widget_get_ancestor (moonlight, GTK_TYPE_CHECK_BUTTON)), FALSE);
  g_assert_null (message (fixture, "utilities_message"));
  usher_picker_row_set_selected_ids (USHER_PICKER_ROW (find (fixture, "sites_row")), NULL);
  next (fixture);
  next (fixture);
  next (fixture);
  usher_test_wait_for (fixture->created != NULL);
  assert_step (fixture, "done");
  close_window (fixture);
}

/* A refusal that belongs to no field: somebody else's company. */
static void
test_forbidden (Fixture *fixture, gconstpointer arguments)
{
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  GtkWidget *review;

  usher_invitation_draft_set_company_id (draft, "00000000-0000-4000-8000-000000000403");
  open_window (fixture, draft, NULL, 640, 720);
  next (fixture);
  next (fixture);
  next (fixture);
  usher_test_wait_for (!usher_create_window_get_busy (fixture->window));
  assert_step (fixture, "review");
  review = usher_ui_test_find (GTK_WIDGET (fixture->window), USHER_TYPE_CREATE_REVIEW_STEP, 0);
  g_assert_nonnull (usher_create_review_step_get_problem (USHER_CREATE_REVIEW_STEP (review)));
  picture (fixture, "wizard-forbidden");
  g_assert_null (fixture->created);
  close_window (fixture);
}

static goffset
folder_size (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  goffset size = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf info;

      if (g_stat (path, &info) == 0)
        size += info.st_size;
    }
  return size;
}

static gboolean
on_turn (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Sent, and no answer: said so, and no button that would send it again. */
static void
test_unclear (Fixture *fixture, gconstpointer arguments)
{
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  goffset before;
  guint turn;

  usher_invitation_draft_set_company_id (draft, fixture->sandbox->companies[0]);
  open_window (fixture, draft, NULL, 640, 720);
  next (fixture);
  next (fixture);
  assert_step (fixture, "review");
  before = folder_size (fixture->sandbox->dir);
  next (fixture);
  g_assert_true (usher_create_window_get_busy (fixture->window));
  g_assert_false (gtk_widget_get_sensitive (find (fixture, "next_button")));
  /* The sandbox writes first and lets the answer wait: there it is killed. */
  turn = g_timeout_add (10, on_turn, NULL);
  usher_test_wait_for (folder_size (fixture->sandbox->dir) != before);
  g_source_remove (turn);
  usher_test_sandbox_kill (fixture->sandbox);
  usher_test_wait_for (!usher_create_window_get_busy (fixture->window));
  assert_step (fixture, "done");
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (fixture->window),
                                             "It Is Not Clear Whether It Was Created"));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (fixture, "next_label"))), ==, "_Close");
  g_assert_null (done_link (fixture));
  g_assert_null (fixture->created);
  picture (fixture, "wizard-unclear");
  close_window (fixture);
}

/* --- around it --------------------------------------------------------------------------------- */

static void
test_duplicate (Fixture *fixture, gconstpointer arguments)
{
  UsherInvitationItem *item = usher_ui_session_find (fixture->session, USHER_INVITATION_KIND_CONTRIBUTOR,
                                                     USHER_INVITATION_STATUS_FULFILLED);
  UsherInvitation *invitation = usher_invitation_item_get_invitation (item);
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new_from_invitation (invitation);

  open_window (fixture, draft, NULL, 640, 720);
  assert_step (fixture, "access");
  next (fixture);
  assert_step (fixture, "delivery");
  /* Nobody is mailed twice by a copy, unless that is chosen. */
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (find (fixture, "email_check"))));
  next (fixture);
  next (fixture);
  usher_test_wait_for (fixture->created != NULL);
  g_assert_cmpstr (usher_invitation_get_id (fixture->created), !=, usher_invitation_get_id (invitation));
  g_assert_cmpstr (usher_invitation_get_company_id (fixture->created), ==,
                   usher_invitation_get_company_id (invitation));
  g_assert_cmpstrv (usher_invitation_get_allowed_emails (fixture->created),
                    usher_invitation_get_allowed_emails (invitation));
  g_assert_cmpstrv (usher_prefill_get_site_ids (usher_invitation_get_prefill (fixture->created)),
                    usher_prefill_get_site_ids (usher_invitation_get_prefill (invitation)));
  close_window (fixture);
  g_object_unref (item);
}

/* Every step at a phone's width, with letters of twice the size, in the dark. */
static void
test_narrow (Fixture *fixture, gconstpointer arguments)
{
  UsherCompany *company = usher_session_find_company (fixture->session, fixture->sandbox->companies[0]);
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  const char *emails[] = { "somebody.with.a.rather.long.name@a-long-department.example.com", NULL };
  int scale = 0, minimum;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &scale, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 192 * 1024, NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  usher_invitation_draft_set_company_id (draft, usher_company_get_id (company));
  usher_invitation_draft_set_allowed_emails (draft, emails);
  open_window (fixture, draft, NULL, 360, 640);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name =
        g_strdup_printf ("wizard-narrow-large-%s", usher_create_window_get_step (fixture->window));
      g_autoptr (GtkWidget) view = NULL;

      picture (fixture, name);
      /* Without a compositor the shadow is a part of the window. */
      g_object_get (fixture->window, "view", &view, NULL);
      gtk_widget_measure (view, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, 360);
      if (g_str_equal (usher_create_window_get_step (fixture->window), "done"))
        break;
      next (fixture);
      usher_test_wait_for (!usher_create_window_get_busy (fixture->window));
    }
  assert_step (fixture, "done");
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", scale, NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  close_window (fixture);
}

static void
test_back_and_forth (Fixture *fixture, gconstpointer arguments)
{
  GtkWidget *window;

  open_window (fixture, NULL, NULL, 640, 720);
  window = GTK_WIDGET (fixture->window);
  next (fixture);
  type (fixture, "url_row", "https://energy.example.com");
  type (fixture, "entry", "ada@example.com");
  gtk_widget_activate_action (window, "create.back", NULL);
  assert_step (fixture, "flow");
  /* A look at the other flow, and back. */
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find (fixture, "reconnect_check")), TRUE);
  next (fixture);
  g_assert_false (gtk_widget_get_mapped (find (fixture, "url_row")));
  g_assert_nonnull (usher_ui_test_find (window, USHER_TYPE_ADDRESS_CHIP, 0));
  gtk_widget_activate_action (window, "create.back", NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find (fixture, "contributor_check")), TRUE);
  next (fixture);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find (fixture, "url_row"))), ==,
                   "https://energy.example.com");
  g_assert_nonnull (usher_ui_test_find (window, USHER_TYPE_ADDRESS_CHIP, 0));
  close_window (fixture);
}

static void
test_closing_asks (Fixture *fixture, gconstpointer arguments)
{
  GtkWidget *window;

  /* Nothing typed: it just closes. */
  open_window (fixture, NULL, NULL, 640, 720);
  usher_dialog_close (USHER_DIALOG (fixture->window));
  usher_test_wait_for (!gtk_widget_get_mapped (GTK_WIDGET (fixture->window)));
  assert_gone (fixture);

  open_window (fixture, NULL, NULL, 640, 720);
  window = GTK_WIDGET (fixture->window);
  next (fixture);
  type (fixture, "url_row", "https://energy.example.com");
  usher_dialog_close (USHER_DIALOG (window));
  usher_test_wait_for (usher_compat_answer (usher_dialog_get_window (USHER_DIALOG (window)), FALSE));
  usher_test_settle ();
  g_assert_true (gtk_widget_get_mapped (window));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find (fixture, "url_row"))), ==,
                   "https://energy.example.com");
  usher_dialog_close (USHER_DIALOG (window));
  usher_test_wait_for (usher_compat_answer (usher_dialog_get_window (USHER_DIALOG (window)), TRUE));
  usher_test_wait_for (!gtk_widget_get_mapped (window));
  assert_gone (fixture);
}

/* Closed while the request is on its way: it is made all the same, and told. */
static void
test_closed_while_sending (Fixture *fixture, gconstpointer arguments)
{
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);

  usher_invitation_draft_set_company_id (draft, fixture->sandbox->companies[0]);
  open_window (fixture, draft, NULL, 640, 720);
  type (fixture, "url_row", "https://energy.example.com");
  next (fixture);
  next (fixture);
  next (fixture);
  g_assert_true (usher_create_window_get_busy (fixture->window));
  /* It is seen at once that it is under way, and nobody has to wait for its end. */
  g_assert_true (gtk_spinner_get_spinning (GTK_SPINNER (usher_ui_test_find_id (GTK_WIDGET (fixture->window), "spinner"))));
  g_assert_true (gtk_widget_get_mapped (usher_ui_test_find_id (GTK_WIDGET (fixture->window), "spinner")));
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (fixture->window), "Close"));
  usher_dialog_close (USHER_DIALOG (fixture->window));
  usher_test_wait_for (fixture->created != NULL);
  assert_gone (fixture);
  g_clear_object (&fixture->created);
}

/* Somebody thinks better of it: nothing is sent, and what was entered is still there. */
static void
test_undo (Fixture *fixture, gconstpointer arguments)
{
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
  const char *const emails[] = { "jo@example.com", NULL };
  GListModel *intents = usher_session_get_intents (fixture->session);

  usher_session_set_hold (fixture->session, 30 * 1000);
  usher_invitation_draft_set_company_id (draft, fixture->sandbox->companies[0]);
  usher_invitation_draft_set_allowed_emails (draft, emails);
  usher_invitation_draft_set_send_email (draft, TRUE);
  open_window (fixture, draft, NULL, 640, 720);
  next (fixture);
  next (fixture);
  assert_step (fixture, "review");
  next (fixture);
  usher_test_wait_for (g_list_model_get_n_items (intents) == 1);
  usher_test_settle ();
  g_assert_true (usher_create_window_get_busy (fixture->window));
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (find (fixture, "cancel_button"))), ==,
                   "create.undo");
  gtk_widget_activate (find (fixture, "cancel_button"));
  usher_test_wait_for (!usher_create_window_get_busy (fixture->window));
  assert_step (fixture, "review");
  g_assert_cmpuint (g_list_model_get_n_items (intents), ==, 0);
  g_assert_null (fixture->created);

  /* And after all. */
  usher_session_set_hold (fixture->session, 100);
  next (fixture);
  usher_test_wait_for (fixture->created != NULL);
  assert_step (fixture, "done");
  close_window (fixture);
}

int
main (int argc, char **argv)
{
  static const char *const demo[] = { "--demo", "200", "--seed", "7", NULL };
  static const char *const slow[] = { "--demo", "50", "--seed", "7", "--latency", "400", NULL };
  /* Longer than the slowest machine takes from seeing what was written to killing who wrote it. */
  static const char *const slower[] = { "--demo", "50", "--seed", "7", "--latency", "5000", NULL };

  usher_ui_test_init (&argc, &argv);
#define ADD(path, arguments, function)                                                             \
  g_test_add ("/ui/create-window/" path, Fixture, arguments, set_up, function, tear_down)
  ADD ("contributor", demo, test_contributor);
  ADD ("reconnect", demo, test_reconnect);
  ADD ("broken-first", demo, test_broken_first);
  ADD ("sites", demo, test_sites);
  ADD ("local-refusals", demo, test_local_refusals);
  ADD ("server-refusals", demo, test_server_refusals);
  ADD ("forbidden", demo, test_forbidden);
  g_test_add ("/ui/create-window/unclear", Fixture, slower, set_up_unread, test_unclear, tear_down);
  ADD ("duplicate", demo, test_duplicate);
  ADD ("narrow", demo, test_narrow);
  ADD ("back-and-forth", demo, test_back_and_forth);
  ADD ("closing-asks", demo, test_closing_asks);
  ADD ("closed-while-sending", slow, test_closed_while_sending);
  ADD ("undo", demo, test_undo);
  return g_test_run ();
}
