/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Named sets of defaults: kept in the settings, saved and used in the wizard, and looked after in the preferences. */
#include "ui/usher-template.h"

#include <string.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-create-window.h"
#include "ui/usher-picker-row.h"
#include "ui/usher-preferences.h"
#include "ui/usher-template-saver.h"
#include "ui/usher-template-window.h"
#include "ui/usher-ui-session.h"
#include "ui/usher-ui-test.h"
#include "usher-config.h"

#define DAY (24 * 60 * 60)
#define COMPANY "11111111-1111-4111-8111-111111111111"
#define OTHER "22222222-2222-4222-8222-222222222222"
#define SITE "33333333-3333-4333-8333-333333333333"

static GSettings *
new_settings (void)
{
  GSettings *settings = g_settings_new (USHER_BASE_ID);

  g_settings_reset (settings, "templates");
  return settings;
}

static UsherInvitationDraft *
make_draft (UsherInvitationKind kind)
{
  UsherInvitationDraft *draft = usher_invitation_draft_new (kind);
  const char *emails[] = { "ada@example.com", NULL };
  const char *sites[] = { SITE, NULL };
  const char *types[] = { "GAS", NULL };

  usher_invitation_draft_set_company_id (draft, COMPANY);
  usher_invitation_draft_set_allowed_emails (draft, emails);
  usher_invitation_draft_set_owner_email (draft, "owner@example.com");
  usher_invitation_draft_set_expires_in (draft, 30 * DAY);
  usher_invitation_draft_set_max_uses (draft, 3);
  if (kind == USHER_INVITATION_KIND_RECONNECT)
    {
      usher_invitation_draft_set_connection_id (draft, "44444444-4444-4444-8444-444444444444");
      return draft;
    }
  usher_invitation_draft_set_site_ids (draft, sites);
  usher_invitation_draft_set_utility_types (draft, types);
  usher_invitation_draft_set_country (draft, "DE");
  return draft;
}

static void
add (GSettings *settings, const char *name, UsherInvitationKind kind, gboolean is_default)
{
  g_autoptr (UsherInvitationDraft) draft = make_draft (kind);
  g_autoptr (UsherTemplate) template = usher_template_new (name, draft, "Example & <b>Sons</b>", is_default);

  usher_templates_add (settings, template);
}

static void
test_kept (void)
{
  g_autoptr (GSettings) settings = new_settings ();
  g_autoptr (UsherTemplate) found = NULL;
  g_autoptr (UsherInvitationDraft) draft = NULL;
  g_autoptr (UsherInvitationDraft) other = NULL;
  g_autoptr (GVariant) kept = NULL;
  g_autofree char *text = NULL;
  g_autofree char *words = NULL;

  add (settings, "  Monthly ", USHER_INVITATION_KIND_CONTRIBUTOR, FALSE);
  found = usher_templates_find (settings, "Monthly");
  g_assert_nonnull (found);
  words = usher_template_dup_words (found);
  g_assert_cmpstr (words, ==, "Contributor · Example & <b>Sons</b> · 30 days");
  draft = usher_template_make_draft (found, NULL);
  g_assert_cmpstr (usher_invitation_draft_get_company_id (draft), ==, COMPANY);
  g_assert_cmpint (usher_invitation_draft_get_expires_in (draft), ==, 30 * DAY);
  g_assert_cmpint (usher_invitation_draft_get_max_uses (draft), ==, 3);
  g_assert_cmpstr (usher_invitation_draft_get_country (draft), ==, "DE");
  g_assert_cmpstr (usher_invitation_draft_get_site_ids (draft)[0], ==, SITE);
  g_assert_cmpstr (usher_invitation_draft_get_utility_types (draft)[0], ==, "GAS");
  /* Sites are one company's. */
  other = usher_template_make_draft (found, OTHER);
  g_assert_cmpstr (usher_invitation_draft_get_company_id (other), ==, OTHER);
  g_assert_null (usher_invitation_draft_get_site_ids (other)[0]);
  g_assert_cmpstr (usher_invitation_draft_get_country (other), ==, "DE");

  /* Whom it was for is of that one invitation, and does not get into the settings. */
  add (settings, "Repair", USHER_INVITATION_KIND_RECONNECT, FALSE);
  kept = g_settings_get_value (settings, "templates");
  text = g_variant_print (kept, FALSE);
  g_assert_null (strstr (text, "example.com"));
  g_assert_null (strstr (text, "44444444"));
  {
    g_autoptr (UsherTemplate) repair = usher_templates_find (settings, "Repair");
    g_autoptr (UsherInvitationDraft) reconnect = usher_template_make_draft (repair, NULL);

    g_assert_cmpint (usher_invitation_draft_get_kind (reconnect), ==, USHER_INVITATION_KIND_RECONNECT);
    g_assert_cmpint (usher_invitation_draft_get_expires_in (reconnect), ==, 30 * DAY);
  }
}

static void
test_defaults (void)
{
  g_autoptr (GSettings) settings = new_settings ();
  g_autoptr (UsherTemplate) first = NULL;
  g_autoptr (UsherTemplate) second = NULL;

  add (settings, "A", USHER_INVITATION_KIND_CONTRIBUTOR, TRUE);
  add (settings, "R", USHER_INVITATION_KIND_RECONNECT, TRUE);
  first = usher_templates_find_default (settings, USHER_INVITATION_KIND_CONTRIBUTOR, COMPANY);
  g_assert_cmpstr (usher_template_get_name (first), ==, "A");
  g_assert_null (usher_templates_find_default (settings, USHER_INVITATION_KIND_CONTRIBUTOR, OTHER));
  g_assert_null (usher_templates_find_default (settings, USHER_INVITATION_KIND_CONTRIBUTOR, NULL));
  /* One for a company and a kind. */
  add (settings, "B", USHER_INVITATION_KIND_CONTRIBUTOR, TRUE);
  second = usher_templates_find_default (settings, USHER_INVITATION_KIND_CONTRIBUTOR, COMPANY);
  g_assert_cmpstr (usher_template_get_name (second), ==, "B");
  usher_templates_set_default (settings, "A", TRUE);
  g_clear_object (&second);
  second = usher_templates_find_default (settings, USHER_INVITATION_KIND_CONTRIBUTOR, COMPANY);
  g_assert_cmpstr (usher_template_get_name (second), ==, "A");
  g_clear_object (&second);
  second = usher_templates_find_default (settings, USHER_INVITATION_KIND_RECONNECT, COMPANY);
  g_assert_cmpstr (usher_template_get_name (second), ==, "R");

  usher_templates_remove (settings, "A");
  usher_templates_remove (settings, "A");
  g_assert_null (usher_templates_find_default (settings, USHER_INVITATION_KIND_CONTRIBUTOR, COMPANY));
}

/* Settings are written by anybody. */
static void
test_nonsense (void)
{
  g_autoptr (GSettings) settings = new_settings ();
  g_autoptr (GPtrArray) all = NULL;

  g_settings_set_value (settings, "templates", g_variant_new_parsed (
    "{'': {'draft': <'{}'>}, 'a': {'draft': <5>}, 'b': {'draft': <'not json'>}, 'c': {'draft': <'[]'>},"
    " 'd': {'draft': <'{\"kind\": \"TELEPORT\", \"body\": {}}'>, 'default': <'x'>}, 'e': @a{sv} {},"
    " 'f': {'draft': <''>}}"));
  all = usher_templates_load (settings);
  g_assert_cmpuint (all->len, ==, 0);
  g_settings_reset (settings, "templates");
}

/* --- In the wizard --- */

typedef struct
{
  UsherSession *session;     /* (borrowed) */
  GSettings *settings;       /* (borrowed) */
  UsherCreateWindow *window; /* (borrowed): the toolkit's */
} Wizard;

static void
open_wizard (Wizard *wizard, const char *company_id)
{
  wizard->window = usher_create_window_new (wizard->session, NULL, company_id);
  usher_create_window_set_settings (wizard->window, wizard->settings);
  usher_dialog_present (USHER_DIALOG (wizard->window), NULL);
  usher_ui_test_draw (GTK_WIDGET (wizard->window));
}

static void
close_wizard (Wizard *wizard)
{
  GObject *window = G_OBJECT (wizard->window);

  g_object_add_weak_pointer (window, (gpointer *) &window);
  usher_dialog_force_close (USHER_DIALOG (wizard->window));
  usher_test_wait_for (window == NULL);
}

static GtkWidget *
get (Wizard *wizard, const char *id)
{
  GtkWidget *widget = usher_ui_test_find_id (GTK_WIDGET (wizard->window), id);

  g_assert_nonnull (widget);
  return widget;
}

static void
next (Wizard *wizard)
{
  gtk_widget_activate_action (GTK_WIDGET (wizard->window), "create.next", NULL);
}

static guint
get_expiry (Wizard *wizard)
{
  return adw_combo_row_get_selected (ADW_COMBO_ROW (get (wizard, "expiry_row")));
}

/* The presets: a day, a week, 30 days, 90 days, on a date, never. */
#define AFTER_30_DAYS 2
#define NEVER 5

static void
choose_company (Wizard *wizard, const char *id)
{
  UsherPickerRow *row = USHER_PICKER_ROW (get (wizard, "company_row"));

  usher_picker_row_set_selected_id (row, id);
  g_signal_emit_by_name (row, "changed");
}

static void
test_wizard (void)
{
  const char *extra[] = { "--demo", "50", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  UsherSession *session = usher_ui_session_open (sandbox, TRUE);
  g_autoptr (GSettings) settings = new_settings ();
  g_autoptr (UsherTemplate) saved = NULL;
  Wizard wizard = { .session = session, .settings = settings };
  const char *first = sandbox->companies[0];
  const char *second = sandbox->companies[1];

  /* Saved at the last step before it is made. */
  open_wizard (&wizard, first);
  g_assert_false (gtk_widget_get_visible (get (&wizard, "template_group")));
  next (&wizard);
  g_assert_cmpuint (get_expiry (&wizard), ==, NEVER);
  adw_combo_row_set_selected (ADW_COMBO_ROW (get (&wizard, "expiry_row")), AFTER_30_DAYS);
  gtk_editable_set_text (GTK_EDITABLE (get (&wizard, "url_row")), "https://energy.example.com");
  gtk_editable_set_text (GTK_EDITABLE (get (&wizard, "entry")), "ada@example.com");
  next (&wizard);
  next (&wizard);
  g_assert_cmpstr (usher_create_window_get_step (wizard.window), ==, "review");
  g_assert_false (gtk_widget_get_sensitive (get (&wizard, "save_button")));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (usher_ui_test_find_id (get (&wizard, "saver"), "row")), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (get (&wizard, "name_row")), "Monthly");
  gtk_switch_set_active (GTK_SWITCH (get (&wizard, "default_switch")), TRUE);
  usher_ui_test_draw (GTK_WIDGET (wizard.window));
  usher_ui_test_picture (GTK_WIDGET (wizard.window), "wizard-template-save");
  gtk_widget_activate (get (&wizard, "save_button"));
  usher_test_wait_for ((saved = usher_templates_find (settings, "Monthly")) != NULL);
  g_assert_true (usher_template_get_is_default (saved));
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (wizard.window), "Template saved"));
  close_wizard (&wizard);

  /* Its company begins with it, another does not. */
  open_wizard (&wizard, first);
  g_assert_true (gtk_widget_get_visible (get (&wizard, "template_group")));
  usher_ui_test_picture (GTK_WIDGET (wizard.window), "wizard-template-choose");
  next (&wizard);
  g_assert_cmpuint (get_expiry (&wizard), ==, AFTER_30_DAYS);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get (&wizard, "url_row"))), ==, "https://energy.example.com");
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (wizard.window), "Begun with “Monthly”"));
  choose_company (&wizard, second);
  g_assert_cmpuint (get_expiry (&wizard), ==, NEVER);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get (&wizard, "url_row"))), ==, "");
  choose_company (&wizard, first);
  g_assert_cmpuint (get_expiry (&wizard), ==, AFTER_30_DAYS);
  /* What was entered is not replaced. */
  gtk_editable_set_text (GTK_EDITABLE (get (&wizard, "url_row")), "https://water.example.com");
  choose_company (&wizard, second);
  choose_company (&wizard, first);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get (&wizard, "url_row"))), ==, "https://water.example.com");
  close_wizard (&wizard);

  /* Chosen by its name: also for another company. */
  open_wizard (&wizard, second);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (get (&wizard, "reconnect_check")), TRUE);
  adw_combo_row_set_selected (ADW_COMBO_ROW (get (&wizard, "template_row")), 1);
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (get (&wizard, "contributor_check"))));
  next (&wizard);
  g_assert_cmpuint (get_expiry (&wizard), ==, AFTER_30_DAYS);
  g_assert_cmpstr (usher_picker_row_get_selected_id (USHER_PICKER_ROW (get (&wizard, "company_row"))), ==, second);
  /* A look back, and on again, costs nothing. */
  gtk_editable_set_text (GTK_EDITABLE (get (&wizard, "url_row")), "https://water.example.com");
  gtk_widget_activate_action (GTK_WIDGET (wizard.window), "create.back", NULL);
  next (&wizard);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get (&wizard, "url_row"))), ==, "https://water.example.com");
  /* Another kind than the template's is another wish. */
  gtk_widget_activate_action (GTK_WIDGET (wizard.window), "create.back", NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (get (&wizard, "reconnect_check")), TRUE);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (get (&wizard, "template_row"))), ==, 0);
  close_wizard (&wizard);
  g_settings_reset (settings, "templates");
  usher_ui_session_close (session);
}

/* --- In the preferences --- */

static void
test_preferences (void)
{
  g_autoptr (GSettings) settings = new_settings ();
  UsherPreferences *preferences;
  GtkWidget *group, *row, *toggle;

  preferences = usher_preferences_new (settings, NULL);
  usher_dialog_present (USHER_DIALOG (preferences), NULL);
  usher_ui_test_draw (GTK_WIDGET (preferences));
  /* A dialog within a window holds what it shows from then on. */
  group = usher_ui_test_find_id (GTK_WIDGET (preferences), "templates_group");
  g_assert_nonnull (group);
  g_assert_null (usher_ui_test_find (group, ADW_TYPE_ACTION_ROW, 0));
  g_assert_nonnull (strstr (adw_preferences_group_get_description (ADW_PREFERENCES_GROUP (group)), "last step"));

  add (settings, "Monthly & <more>", USHER_INVITATION_KIND_CONTRIBUTOR, FALSE);
  usher_test_wait_for ((row = usher_ui_test_find (group, ADW_TYPE_ACTION_ROW, 0)) != NULL);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "Monthly & <more>");
  usher_ui_test_draw (GTK_WIDGET (preferences));
  usher_ui_test_picture (GTK_WIDGET (preferences), "preferences-templates");
  toggle = usher_ui_test_find (row, GTK_TYPE_SWITCH, 0);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Begin with it for Example & <b>Sons</b>");
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  {
    g_autoptr (UsherTemplate) usual =
      usher_templates_find_default (settings, USHER_INVITATION_KIND_CONTRIBUTOR, COMPANY);

    g_assert_nonnull (usual);
  }
  usher_test_settle ();
  row = usher_ui_test_find (group, ADW_TYPE_ACTION_ROW, 0);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (usher_ui_test_find (row, GTK_TYPE_SWITCH, 0))));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (usher_ui_test_find (row, GTK_TYPE_BUTTON, 0)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Edit “Monthly & <more>”");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (usher_ui_test_find (row, GTK_TYPE_BUTTON, 1)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Remove “Monthly & <more>”");
  gtk_widget_activate (usher_ui_test_find (row, GTK_TYPE_BUTTON, 1));
  usher_test_wait_for (usher_ui_test_find (group, ADW_TYPE_ACTION_ROW, 0) == NULL);
  {
    g_autoptr (GPtrArray) all = usher_templates_load (settings);

    g_assert_cmpuint (all->len, ==, 0);
  }
  usher_ui_test_close (GTK_WIDGET (preferences));
}

/* --- Changed --- */

static GtkWidget *
open_editor (GtkWidget *group)
{
  GtkWidget *row = usher_ui_test_find (group, ADW_TYPE_ACTION_ROW, 0);
  GtkWidget *editor = NULL;

  gtk_widget_activate (usher_ui_test_find (row, GTK_TYPE_BUTTON, 0));
  usher_test_wait_for ((editor = usher_ui_test_window (USHER_TYPE_TEMPLATE_WINDOW)) != NULL);
  usher_ui_test_draw (editor);
  return editor;
}

static void
wait_for_closed (void)
{
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_TEMPLATE_WINDOW) == NULL);
  usher_test_settle ();
}

static void
change (GtkWidget *editor, guint what, const char *company_id)
{
  GtkWidget *row;

  switch (what)
    {
    case 0:
      gtk_editable_set_text (GTK_EDITABLE (usher_ui_test_find_id (editor, "name_row")), "Nothing");
      break;
    case 1:
      adw_combo_row_set_selected (ADW_COMBO_ROW (usher_ui_test_find_id (editor, "expiry_row")), NEVER);
      break;
    case 2:
      gtk_editable_set_text (GTK_EDITABLE (usher_ui_test_find_id (editor, "url_row")), "https://energy.example.com");
      break;
    default:
      row = usher_ui_test_find_id (editor, "company_row");
      usher_picker_row_set_selected_id (USHER_PICKER_ROW (row), company_id);
      g_signal_emit_by_name (row, "changed");
      break;
    }
}

static void
close_changed (GtkWidget *editor, gboolean discard)
{
  GtkWindow *window = usher_dialog_get_window (USHER_DIALOG (editor));
  g_autofree char *question = NULL;

  gtk_widget_activate_action (editor, "dialog.close", NULL);
  usher_test_wait_for ((question = usher_compat_dup_question (window)) != NULL);
  g_assert_true (g_str_has_prefix (question, "Discard the Changes?"));
  usher_test_settle ();
  g_assert_true (usher_compat_answer (window, discard));
  usher_test_settle ();
}

/* Another name, other defaults, another company: in the place of what there was. */
static void
test_edit (void)
{
  const char *extra[] = { "--demo", "10", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  UsherSession *session = usher_ui_session_open (sandbox, TRUE);
  g_autoptr (GSettings) settings = new_settings ();
  g_autoptr (UsherInvitationDraft) draft = make_draft (USHER_INVITATION_KIND_CONTRIBUTOR);
  g_autoptr (UsherInvitationDraft) made = NULL;
  g_autoptr (UsherTemplate) template = NULL;
  g_autoptr (UsherTemplate) changed = NULL;
  g_autoptr (GPtrArray) all = NULL;
  UsherPreferences *preferences;
  GtkWidget *group, *editor, *row;

  add (settings, "Yearly", USHER_INVITATION_KIND_RECONNECT, FALSE);
  usher_invitation_draft_set_company_id (draft, sandbox->companies[0]);
  usher_invitation_draft_set_site_ids (draft, NULL);
  template = usher_template_new ("Monthly", draft, "First", TRUE);
  usher_templates_add (settings, template);
  preferences = usher_preferences_new (settings, session);
  usher_dialog_present (USHER_DIALOG (preferences), NULL);
  usher_ui_test_draw (GTK_WIDGET (preferences));
  group = usher_ui_test_find_id (GTK_WIDGET (preferences), "templates_group");

  /* Only looked at: nothing is asked. */
  editor = open_editor (group);
  usher_dialog_close (USHER_DIALOG (editor));
  wait_for_closed ();

  /* Thought better of it, whatever was changed. */
  for (guint i = 0; i < 4; i++)
    {
      editor = open_editor (group);
      change (editor, i, sandbox->companies[1]);
      close_changed (editor, FALSE);
      g_assert_true (usher_ui_test_window (USHER_TYPE_TEMPLATE_WINDOW) == editor);
      close_changed (editor, TRUE);
      wait_for_closed ();
    }
  g_assert_null (usher_templates_find (settings, "Nothing"));
  changed = usher_templates_find (settings, "Monthly");
  g_assert_cmpstr (usher_template_get_company_id (changed), ==, sandbox->companies[0]);
  g_clear_object (&changed);

  editor = open_editor (group);
  usher_ui_test_picture (editor, "template-edit");
  /* Nobody's addresses, and the name of no other. */
  g_assert_false (gtk_widget_get_mapped (usher_ui_test_find_id (editor, "addresses")));
  g_assert_false (gtk_widget_get_mapped (usher_ui_test_find_id (editor, "owner_row")));
  gtk_editable_set_text (GTK_EDITABLE (usher_ui_test_find_id (editor, "name_row")), " ");
  g_assert_false (gtk_widget_get_sensitive (usher_ui_test_find_id (editor, "save_button")));
  gtk_editable_set_text (GTK_EDITABLE (usher_ui_test_find_id (editor, "name_row")), "Yearly");
  g_assert_false (gtk_widget_get_sensitive (usher_ui_test_find_id (editor, "save_button")));
  g_assert_nonnull (usher_ui_test_find_text (editor, "There is another template of that name."));
  gtk_editable_set_text (GTK_EDITABLE (usher_ui_test_find_id (editor, "name_row")), "Monthly, changed");
  adw_combo_row_set_selected (ADW_COMBO_ROW (usher_ui_test_find_id (editor, "expiry_row")), NEVER);
  row = usher_ui_test_find_id (editor, "company_row");
  usher_picker_row_set_selected_id (USHER_PICKER_ROW (row), sandbox->companies[1]);
  g_signal_emit_by_name (row, "changed");
  gtk_editable_set_text (GTK_EDITABLE (usher_ui_test_find_id (editor, "url_row")), "https://energy.example.com");
  gtk_widget_activate (usher_ui_test_find_id (editor, "save_button"));
  wait_for_closed ();
  all = usher_templates_load (settings);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_null (usher_templates_find (settings, "Monthly"));
  changed = usher_templates_find (settings, "Monthly, changed");
  g_assert_nonnull (changed);
  g_assert_true (usher_template_get_is_default (changed));
  g_assert_cmpstr (usher_template_get_company_id (changed), ==, sandbox->companies[1]);
  g_assert_cmpstr (usher_template_get_company_name (changed), !=, "First");
  made = usher_template_make_draft (changed, NULL);
  g_assert_cmpint (usher_invitation_draft_get_expires_in (made), ==, 0);
  g_assert_cmpint (usher_invitation_draft_get_max_uses (made), ==, 3);
  g_assert_cmpstr (usher_invitation_draft_get_country (made), ==, "DE");
  g_assert_cmpstr (usher_invitation_draft_get_url (made), ==, "https://energy.example.com");
  usher_ui_test_close (GTK_WIDGET (preferences));

  /* Without an account, or with another's company, what is of a company stays. */
  g_settings_reset (settings, "templates");
  add (settings, "Monthly", USHER_INVITATION_KIND_CONTRIBUTOR, FALSE);
  preferences = usher_preferences_new (settings, NULL);
  usher_dialog_present (USHER_DIALOG (preferences), NULL);
  usher_ui_test_draw (GTK_WIDGET (preferences));
  editor = open_editor (usher_ui_test_find_id (GTK_WIDGET (preferences), "templates_group"));
  g_assert_false (gtk_widget_get_visible (usher_ui_test_find_id (editor, "form")));
  adw_combo_row_set_selected (ADW_COMBO_ROW (usher_ui_test_find_id (editor, "expiry_row")), NEVER);
  gtk_widget_activate (usher_ui_test_find_id (editor, "save_button"));
  wait_for_closed ();
  g_clear_object (&changed);
  g_clear_object (&made);
  changed = usher_templates_find (settings, "Monthly");
  made = usher_template_make_draft (changed, NULL);
  g_assert_cmpint (usher_invitation_draft_get_expires_in (made), ==, 0);
  g_assert_cmpstr (usher_invitation_draft_get_company_id (made), ==, COMPANY);
  g_assert_cmpstr (usher_invitation_draft_get_site_ids (made)[0], ==, SITE);
  g_assert_cmpstr (usher_template_get_company_name (changed), ==, "Example & <b>Sons</b>");
  usher_ui_test_close (GTK_WIDGET (preferences));
  g_settings_reset (settings, "templates");
  usher_ui_session_close (session);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/wizard-templates/kept", test_kept);
  g_test_add_func ("/ui/wizard-templates/defaults", test_defaults);
  g_test_add_func ("/ui/wizard-templates/nonsense", test_nonsense);
  g_test_add_func ("/ui/wizard-templates/wizard", test_wizard);
  g_test_add_func ("/ui/wizard-templates/preferences", test_preferences);
  g_test_add_func ("/ui/wizard-templates/edit", test_edit);
  return g_test_run ();
}
