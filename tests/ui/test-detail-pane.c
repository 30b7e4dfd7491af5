/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UsherDetailPane with UsherDetailFacts and UsherLinkRow in it, against the sandbox. */
#include "ui/usher-detail-pane.h"

#include "model/usher-prefill.h"
#include "session/usher-batch.h"
#include "ui/usher-activity-pane.h"
#include "ui/usher-link-row.h"
#include "ui/usher-property-row.h"
#include "ui/usher-ui-samples.h"
#include "ui/usher-ui-session.h"
#include "ui/usher-ui-test.h"

static const char *const demo[] = { "--demo", "300", "--seed", "7", NULL };

static const char *
row_value (gpointer pane, const char *id)
{
  return usher_property_row_get_value (USHER_PROPERTY_ROW (usher_ui_test_find_id (pane, id)));
}

static const char *
label_text (gpointer pane, const char *id)
{
  return gtk_label_get_text (GTK_LABEL (usher_ui_test_find_id (pane, id)));
}

static const char *
state_of (gpointer pane, const char *id)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (usher_ui_test_find_id (pane, id)));
}

static UsherActivityPane *
activity_of (gpointer pane)
{
  return USHER_ACTIVITY_PANE (usher_ui_test_find (pane, USHER_TYPE_ACTIVITY_PANE, 0));
}

static void
on_count (gpointer counter)
{
  (*(guint *) counter)++;
}

static void
test_without_session (void)
{
  UsherDetailPane *pane = USHER_DETAIL_PANE (g_object_ref_sink (usher_detail_pane_new ()));
  GtkWidget *window = usher_ui_test_show (GTK_WIDGET (pane), 500, 700);
  g_autoptr (UsherInvitation) invitation = usher_ui_sample_invitation (
    "\"allowedEmails\": [\"<b>ada</b>@example.com\"], \"status\": \"SOME_STATE\", "
    "\"invitationType\": \"ODD_KIND\", \"prefill\": {\"initialSites\": [\"s-1\"], "
    "\"utilityTypes\": [\"GAS\", \"MOONLIGHT\"], \"country\": \"DE\", \"url\": \"https://example.com\"}, "
    "\"createdConnections\": [{\"id\": \"c\", \"datasourceName\": \"Example Energy\", \"status\": "
    "\"PASSWORD_INCORRECT\", \"created\": \"2026-11-19T08:00:00Z\"}]");
  g_autoptr (UsherInvitationItem) item = usher_invitation_item_new (invitation, "A & B", G_MININT64);
  g_autoptr (UsherInvitation) newer = usher_ui_sample_invitation ("\"status\": \"REVOKED\"");
  guint notified = 0;

  g_assert_cmpstr (state_of (pane, "stack"), ==, "none");

  g_signal_connect_swapped (pane, "notify::item", G_CALLBACK (on_count), &notified);
  usher_detail_pane_set_item (pane, item);
  usher_detail_pane_set_item (pane, item);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_true (usher_detail_pane_get_item (pane) == item);
  g_assert_cmpstr (state_of (pane, "stack"), ==, "invitation");
  /* Words that this version does not know are shown, not hidden; nothing is markup. */
  g_assert_cmpstr (label_text (pane, "status_label"), ==, "Some state");
  g_assert_cmpstr (row_value (pane, "kind_row"), ==, "Odd kind");
  /* It may break after the at-sign and before the full stop, and is read aloud as it is. */
  g_assert_cmpstr (label_text (pane, "recipients_label"), ==, "<b>ada</b>@\342\200\213example\342\200\213.com");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (usher_ui_test_find_id (GTK_WIDGET (pane), "recipients_label")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "<b>ada</b>@example.com");
  g_assert_cmpstr (row_value (pane, "utilities_row"), ==, "Gas, Moonlight");
  g_assert_cmpstr (row_value (pane, "sites_row"), ==, "s-1");
  g_assert_cmpstr (row_value (pane, "company_row"), ==, "A & B");
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (pane), "Example Energy"));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (usher_ui_test_find_id (GTK_WIDGET (pane), "recipients_label")),
                                   GTK_ACCESSIBLE_ROLE_HEADING);

  usher_invitation_item_update (item, newer, "A & B", G_MININT64);
  g_assert_cmpstr (label_text (pane, "status_label"), ==, "Revoked");
  /* The chip has a colour, the word, and an icon that is another for each. */
  g_assert_true (gtk_widget_has_css_class (usher_ui_test_find_id (GTK_WIDGET (pane), "status_box"), "error"));
  g_assert_cmpuint (usher_ui_test_count_coloured (GTK_WIDGET (pane)), >=, 1);
  g_assert_true (gtk_widget_get_mapped (usher_ui_test_find_id (GTK_WIDGET (pane), "status_icon")));
  usher_detail_pane_set_item (pane, NULL);
  g_assert_cmpstr (state_of (pane, "stack"), ==, "none");
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (pane);
}

static void
set_dark (gboolean dark)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
}

/* A phone's width, with names of 300 characters, 50 addresses, and letters of twice the size. */
static void
test_narrow (void)
{
  UsherDetailPane *pane = USHER_DETAIL_PANE (g_object_ref_sink (usher_detail_pane_new ()));
  GtkWidget *window = usher_ui_test_show (GTK_WIDGET (pane), 360, 640);
  g_autofree char *name = g_strnfill (300, 'w');
  g_autofree char *log = usher_ui_sample_log (40, g_get_real_time ());
  g_autoptr (GString) members = g_string_new ("\"allowedEmails\": [");
  g_autoptr (UsherInvitation) invitation = NULL;
  g_autoptr (UsherInvitationItem) item = NULL;
  int scale = 0;
  int minimum;

  for (guint i = 0; i < 50; i++)
    g_string_append_printf (members, "%s\"somebody.with.a.long.name.%u@a-long-department.example.com\"",
                            i == 0 ? "" : ", ", i);
  g_string_append_printf (members, "], %s, \"expiresAt\": \"2030-01-01T00:00:00Z\", \"createdConnections\": "
                                   "[{\"id\": \"c\", \"datasourceName\": \"%s\", \"status\": \"CONNECTED\", "
                                   "\"created\": \"2026-11-19T08:00:00Z\"}]", log, name);
  invitation = usher_ui_sample_invitation (members->str);
  item = usher_invitation_item_new (invitation, name, G_MININT64);
  usher_detail_pane_set_item (pane, item);
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &scale, NULL);
  for (int large = 0; large <= 1; large++)
    {
      g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (96 + 96 * large) * 1024, NULL);
      for (int dark = 0; dark <= 1; dark++)
        {
          g_autofree char *picture =
            g_strdup_printf ("detail-narrow%s%s", large ? "-large" : "", dark ? "-dark" : "");

          set_dark (dark);
          usher_detail_pane_show_page (pane, dark ? "activity" : "details");
          usher_ui_test_draw (window);
          gtk_widget_measure (GTK_WIDGET (pane), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
          g_assert_cmpint (minimum, <=, 360);
          usher_ui_test_picture (window, picture);
        }
    }
  set_dark (FALSE);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", scale, NULL);
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (pane);
}

/* The line of the menu of more actions that says so. */
static void
assert_menu_reason (UsherDetailPane *pane, const char *label, const char *reason)
{
  GtkMenuButton *button = GTK_MENU_BUTTON (usher_ui_test_find_id (GTK_WIDGET (pane), "more_button"));
  GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (button));
  GtkWidget *line = NULL;

  for (guint i = 0; line == NULL; i++)
    {
      GtkWidget *widget = usher_ui_test_find (popover, GTK_TYPE_WIDGET, i);
      g_autofree char *text = NULL;

      g_assert_nonnull (widget);
      if (g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "text") == NULL)
        continue;
      g_object_get (widget, "text", &text, NULL);
      if (g_strcmp0 (text, label) == 0)
        line = widget;
    }
  g_assert_cmpstr (gtk_widget_get_tooltip_text (line), ==, reason);
  if (reason != NULL)
    gtk_test_accessible_assert_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reason);
}

static void
test_session (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_ui_session_open (sandbox, TRUE);
  UsherDetailPane *pane = USHER_DETAIL_PANE (g_object_ref_sink (usher_detail_pane_new ()));
  GtkWidget *window = usher_ui_test_show (GTK_WIDGET (pane), 560, 900);
  UsherInvitationItem *active = usher_ui_session_find (session, USHER_INVITATION_KIND_CONTRIBUTOR,
                                                       USHER_INVITATION_STATUS_ACTIVE);
  UsherInvitationItem *fulfilled = usher_ui_session_find (session, USHER_INVITATION_KIND_CONTRIBUTOR,
                                                          USHER_INVITATION_STATUS_FULFILLED);
  UsherInvitationItem *reconnect = usher_ui_session_find (session, USHER_INVITATION_KIND_RECONNECT,
                                                          USHER_INVITATION_STATUS_ACTIVE);
  UsherInvitationItem *revoked = usher_ui_session_find (session, USHER_INVITATION_KIND_CONTRIBUTOR,
                                                        USHER_INVITATION_STATUS_REVOKED);
  GtkWidget *resend = usher_ui_test_find_id (GTK_WIDGET (pane), "resend_button");
  GtkWidget *revoke = usher_ui_test_find_id (GTK_WIDGET (pane), "revoke_button");

  usher_detail_pane_set_session (pane, session);
  usher_detail_pane_set_item (pane, active);
  /* What the list knows is there at once, without a turn of the main loop. */
  g_assert_cmpstr (label_text (pane, "status_label"), ==, "Active");
  usher_test_wait_for (g_str_equal (usher_activity_pane_get_state (activity_of (pane)), "list"));
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "detail-active");
  set_dark (TRUE);
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "detail-active-dark");
  set_dark (FALSE);

  usher_detail_pane_set_item (pane, fulfilled);
  g_assert_cmpstr (usher_activity_pane_get_state (activity_of (pane)), ==, "blank");
  usher_test_wait_for (g_str_equal (usher_activity_pane_get_state (activity_of (pane)), "list"));
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "detail-fulfilled");
  g_assert_true (gtk_widget_get_visible (usher_ui_test_find_id (GTK_WIDGET (pane), "linked_group")));
  usher_detail_pane_show_page (pane, "activity");
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "detail-activity");
  usher_detail_pane_show_page (pane, "details");

  /* Why not, in words, for the pointer and for the ear. */
  usher_detail_pane_set_item (pane, revoked);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (revoke), ==,
                   usher_invitation_why_not_revoke (usher_invitation_item_get_invitation (revoked)));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (revoke), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       usher_invitation_why_not_revoke (
                                         usher_invitation_item_get_invitation (revoked)));
  g_assert_nonnull (gtk_widget_get_tooltip_text (resend));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (usher_ui_test_find_id (GTK_WIDGET (pane), "copy_button")), ==,
                   usher_batch_why_not (USHER_BATCH_GET_LINKS, usher_invitation_item_get_invitation (revoked)));
  /* Also in the menu: a dead link is opened nowhere, and duplicating goes on. */
  assert_menu_reason (pane, "Open in Browser",
                      usher_batch_why_not (USHER_BATCH_GET_LINKS, usher_invitation_item_get_invitation (revoked)));
  assert_menu_reason (pane, "Duplicate…", NULL);
  usher_detail_pane_set_item (pane, active);
  assert_menu_reason (pane, "Open in Browser", NULL);
  usher_detail_pane_set_item (pane, revoked);
  usher_test_wait_for (g_str_equal (usher_activity_pane_get_state (activity_of (pane)), "list"));
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "detail-revoked");

  /* The connection gets its name and its state. */
  usher_detail_pane_set_item (pane, reconnect);
  usher_test_wait_for (row_value (pane, "connection_status_row") != NULL);
  g_assert_cmpstr (row_value (pane, "connection_row"), !=,
                   usher_invitation_get_connection_id (usher_invitation_item_get_invitation (reconnect)));
  usher_test_wait_for (g_str_equal (usher_activity_pane_get_state (activity_of (pane)), "list"));
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "detail-reconnect");

  /* Quickly through several: only the last one's log is shown. */
  usher_detail_pane_set_item (pane, active);
  usher_detail_pane_set_item (pane, fulfilled);
  usher_detail_pane_set_item (pane, revoked);
  usher_test_wait_for (g_str_equal (usher_activity_pane_get_state (activity_of (pane)), "list"));
  g_assert_cmpstr (row_value (pane, "id_row"), ==, usher_invitation_item_get_id (revoked));

  usher_detail_pane_set_session (pane, NULL);
  g_assert_null (usher_detail_pane_get_item (pane));
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (pane);
  g_object_unref (active);
  g_object_unref (fulfilled);
  g_object_unref (reconnect);
  g_object_unref (revoked);
  usher_ui_session_close (session);
}

/* The site names of an invitation that has sites. */
static void
test_site_names (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_ui_session_open (sandbox, TRUE);
  UsherDetailPane *pane = USHER_DETAIL_PANE (g_object_ref_sink (usher_detail_pane_new ()));
  GListModel *list = usher_session_get_invitations (session);
  gboolean found = FALSE;

  usher_detail_pane_set_session (pane, session);
  for (guint i = 0; !found && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (list, i);
      UsherPrefill *prefill =
        usher_invitation_get_prefill (usher_invitation_item_get_invitation (item));
      const char *id = usher_prefill_get_site_ids (prefill)[0];

      if (id == NULL)
        continue;
      found = TRUE;
      usher_detail_pane_set_item (pane, item);
      usher_test_wait_for (row_value (pane, "sites_row") != NULL &&
                           strstr (row_value (pane, "sites_row"), id) == NULL);
    }
  g_assert_true (found);
  usher_detail_pane_set_item (pane, NULL);
  usher_ui_test_assert_finalize (pane);
  usher_ui_session_close (session);
}

/* What a drag of the row would carry. (nullable) */
static GdkContentProvider *
drag (UsherLinkRow *row)
{
  GtkDragSource *source = usher_ui_test_find_controller (GTK_WIDGET (row), GTK_TYPE_DRAG_SOURCE);
  GdkContentProvider *provider = NULL;

  g_assert_nonnull (source);
  g_signal_emit_by_name (source, "prepare", 1.0, 1.0, &provider);
  return provider;
}

/* As an address for browsers, and as text for everything else. */
static void
assert_drags (UsherLinkRow *row, const char *link)
{
  g_autoptr (GdkContentProvider) provider = drag (row);
  g_autoptr (GdkContentFormats) formats = gdk_content_provider_ref_formats (provider);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GAsyncResult) written = NULL;
  g_autofree char *line = g_strconcat (link, "\r\n", NULL);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_true (gdk_content_formats_contain_mime_type (formats, "text/uri-list"));
  g_assert_true (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING));
  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (provider, &value, &error));
  g_assert_cmpstr (g_value_get_string (&value), ==, link);
  gdk_content_provider_write_mime_type_async (provider, "text/uri-list", stream, G_PRIORITY_DEFAULT, NULL,
                                              usher_test_keep_result, &written);
  usher_test_wait_for (written != NULL);
  g_assert_true (gdk_content_provider_write_mime_type_finish (provider, written, &error));
  g_assert_cmpmem (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)),
                   g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)), line, strlen (line));
}

static void
test_link (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_ui_session_open (sandbox, TRUE);
  UsherLinkRow *row = USHER_LINK_ROW (g_object_ref_sink (usher_link_row_new ()));
  UsherInvitationItem *item = usher_ui_session_find (session, USHER_INVITATION_KIND_CONTRIBUTOR,
                                                     USHER_INVITATION_STATUS_ACTIVE);
  GtkWidget *button = usher_ui_test_find_id (GTK_WIDGET (row), "reveal_button");
  g_autofree char *masked = g_strdup (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)));

  g_assert_null (strstr (masked, "http"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Show the link");
  usher_link_row_set_target (row, session, usher_invitation_item_get_id (item));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, masked);
  g_assert_null (drag (row));
  usher_link_row_set_revealed (row, TRUE);
  g_assert_true (gtk_widget_get_visible (usher_ui_test_find_id (GTK_WIDGET (row), "spinner")));
  usher_test_wait_for (g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "http"));
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "/p/i/"));
  g_assert_nonnull (usher_ui_test_find_part (GTK_WIDGET (row), "/p/i/"));
  assert_drags (row, adw_action_row_get_subtitle (ADW_ACTION_ROW (row)));
  usher_link_row_set_revealed (row, FALSE);
  g_assert_null (drag (row));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, masked);
  g_assert_null (usher_ui_test_find_part (GTK_WIDGET (row), "/p/i/"));

  /* Another selection masks it; an answer on its way to the one before is dropped. */
  usher_link_row_set_revealed (row, TRUE);
  usher_link_row_set_target (row, session, "00000000-0000-4000-8000-0000000000ff");
  g_assert_false (usher_link_row_get_revealed (row));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, masked);
  /* What cannot be had says why. */
  usher_link_row_set_revealed (row, TRUE);
  usher_test_wait_for (!usher_link_row_get_revealed (row));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), !=, "");

  usher_ui_test_assert_finalize (row);
  g_object_unref (item);
  usher_ui_session_close (session);
}

static void
test_server_gone (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_ui_session_open (sandbox, TRUE);
  UsherDetailPane *pane = USHER_DETAIL_PANE (g_object_ref_sink (usher_detail_pane_new ()));
  GtkWidget *window = usher_ui_test_show (GTK_WIDGET (pane), 360, 640);
  UsherInvitationItem *seen = usher_ui_session_find (session, USHER_INVITATION_KIND_CONTRIBUTOR,
                                                     USHER_INVITATION_STATUS_ACTIVE);
  UsherInvitationItem *unseen = usher_ui_session_find (session, USHER_INVITATION_KIND_CONTRIBUTOR,
                                                       USHER_INVITATION_STATUS_EXPIRED);

  usher_detail_pane_set_session (pane, session);
  usher_detail_pane_set_item (pane, seen);
  usher_test_wait_for (g_str_equal (usher_activity_pane_get_state (activity_of (pane)), "list"));
  usher_test_sandbox_kill (sandbox);

  /* Never read: an error with Retry. Read before: the log, and a note. */
  usher_detail_pane_set_item (pane, unseen);
  usher_detail_pane_show_page (pane, "activity");
  usher_test_wait_for (g_str_equal (usher_activity_pane_get_state (activity_of (pane)), "error"));
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "detail-offline-unread");
  usher_detail_pane_set_item (pane, seen);
  usher_test_wait_for (usher_activity_pane_get_note (activity_of (pane)) != NULL);
  g_assert_cmpstr (usher_activity_pane_get_state (activity_of (pane)), ==, "list");
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "detail-offline");
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (pane);
  g_object_unref (seen);
  g_object_unref (unseen);
  usher_ui_session_close (session);
}

/* A pane that goes away while answers are on their way. */
static void
test_gone_while_asking (void)
{
  const char *slow[] = { "--demo", "100", "--latency", "300", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, slow);
  UsherSession *session = usher_ui_session_open (sandbox, TRUE);
  UsherDetailPane *pane = USHER_DETAIL_PANE (g_object_ref_sink (usher_detail_pane_new ()));
  UsherInvitationItem *item = usher_ui_session_find (session, USHER_INVITATION_KIND_RECONNECT,
                                                     USHER_INVITATION_STATUS_ACTIVE);

  usher_detail_pane_set_session (pane, session);
  usher_detail_pane_set_item (pane, item);
  usher_detail_pane_refresh (pane);
  usher_ui_test_assert_finalize (pane);
  g_object_unref (item);
  usher_ui_session_close (session);
}

int
main (int argc, char **argv)
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/detail-pane/without-session", test_without_session);
  g_test_add_func ("/ui/detail-pane/narrow", test_narrow);
  g_test_add_func ("/ui/detail-pane/session", test_session);
  g_test_add_func ("/ui/detail-pane/site-names", test_site_names);
  g_test_add_func ("/ui/detail-pane/link", test_link);
  g_test_add_func ("/ui/detail-pane/server-gone", test_server_gone);
  g_test_add_func ("/ui/detail-pane/gone-while-asking", test_gone_while_asking);
  return g_test_run ();
}
