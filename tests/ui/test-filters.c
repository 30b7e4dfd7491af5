/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filters of the list: what the popover and the chips say, and what they do to the rows. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <string.h>

#include "model/usher-time.h"
#include "ui/usher-filter-button.h"
#include "ui/usher-filter-chip.h"
#include "ui/usher-filter-chips.h"
#include "ui/usher-filter.h"

/* --- Words --- */

static void
test_words (void)
{
  static const char * const choices[][5] = {
    { "any", "contributor", "reconnect", NULL },
    { "any", "open", "restricted", NULL },
    { "any", "day", "week", "month", NULL },
    { "any", "waiting", "opened", "fulfilled", NULL },
  };
  g_autoptr (UsherQuery) all = usher_query_new ();

  G_STATIC_ASSERT (G_N_ELEMENTS (choices) == USHER_N_FILTERS);
  for (guint i = 0; i < USHER_N_FILTERS; i++)
    {
      g_assert_cmpstr (usher_filter_get_value (i, all), ==, "any");
      g_assert_false (usher_filter_is_active (i, all));
      g_assert_null (usher_filter_dup_label (i, all));
      g_assert_null (usher_filter_with_value (i, all, "nonsense"));
      for (guint k = 1; choices[i][k] != NULL; k++)
        {
          g_autoptr (UsherQuery) query = usher_filter_with_value (i, all, choices[i][k]);
          g_autoptr (UsherQuery) none = usher_filter_with_value (i, query, "any");
          g_autofree char *label = usher_filter_dup_label (i, query);

          g_assert_cmpstr (usher_filter_get_value (i, query), ==, choices[i][k]);
          g_assert_true (usher_filter_is_active (i, query));
          g_assert_true (usher_query_is_filtered (query));
          g_assert_nonnull (label);
          g_assert_true (usher_query_equal (none, all));
          /* The others are left alone. */
          for (guint other = 0; other < USHER_N_FILTERS; other++)
            g_assert_cmpint (usher_filter_is_active (other, query), ==, other == i);
        }
    }
}

/* A span that the popover does not offer is named for what it is. */
static void
test_other_span (void)
{
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) query = usher_query_with_expires_within (all, 3 * G_TIME_SPAN_HOUR);
  g_autofree char *label = usher_filter_dup_label (USHER_FILTER_EXPIRES, query);

  g_assert_null (usher_filter_get_value (USHER_FILTER_EXPIRES, query));
  g_assert_cmpstr (label, ==, "Expires within 3 hours");
}

/* --- Chip --- */

static void
on_signal (guint *n)
{
  (*n)++;
}

static void
test_chip (void)
{
  GtkWidget *chip = usher_filter_chip_new ();
  GtkWidget *window, *button;
  guint n_removed = 0, n_notified = 0;

  g_object_ref_sink (chip);
  g_signal_connect_swapped (chip, "remove", G_CALLBACK (on_signal), &n_removed);
  g_signal_connect_swapped (chip, "notify::label", G_CALLBACK (on_signal), &n_notified);
  usher_filter_chip_set_label (USHER_FILTER_CHIP (chip), "A & <b>B</b>");
  usher_filter_chip_set_label (USHER_FILTER_CHIP (chip), "A & <b>B</b>");
  g_assert_cmpuint (n_notified, ==, 1);
  window = usher_ui_test_show (chip, 360, 100);
  g_assert_nonnull (usher_ui_test_find_text (chip, "A & <b>B</b>"));
  gtk_test_accessible_assert_role (chip, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (chip, GTK_ACCESSIBLE_PROPERTY_LABEL, "A & <b>B</b>");
  button = usher_ui_test_find_id (chip, "remove_button");
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, "Remove filter: A & <b>B</b>");
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (n_removed, ==, 1);
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (chip);
}

/* --- Button, chips and rows, in the application --- */

typedef struct
{
  UsherWindow *window;
  UsherSession *session;
  GListModel *rows;
  GtkWidget *shell;
  GtkWidget *button;
  GtkWidget *chips;
} Parts;

static void
wait_for_rows (Parts *parts, guint n)
{
  usher_test_wait_for (!usher_session_get_loading (parts->session) && g_list_model_get_n_items (parts->rows) == n);
  usher_test_settle ();
}

static void
get_parts (Parts *parts, UsherApplication *application, UsherWindow *window, guint n)
{
  usher_test_wait_for (usher_application_get_session (application) != NULL);
  parts->window = window;
  parts->session = usher_application_get_session (application);
  usher_test_wait_for (usher_session_get_state (parts->session) == USHER_SYNC_IDLE
                       && usher_session_get_last_sync (parts->session) > 0);
  parts->rows = usher_session_get_invitations (parts->session);
  parts->shell = GTK_WIDGET (usher_window_get_shell (window));
  parts->button = usher_ui_test_find_id (parts->shell, "filter_button");
  parts->chips = usher_ui_test_find (parts->shell, USHER_TYPE_FILTER_CHIPS, 0);
  wait_for_rows (parts, n);
}

static gboolean
matches (UsherInvitation *invitation, UsherInvitationKind kind, UsherAccess access, GTimeSpan within)
{
  gint64 expires = usher_invitation_get_expires_at (invitation);
  gint64 now = usher_time_now ();

  return (kind == USHER_INVITATION_KIND_UNKNOWN || usher_invitation_get_kind (invitation) == kind)
         && (access == USHER_ACCESS_ANY || usher_invitation_is_open (invitation) == (access == USHER_ACCESS_OPEN))
         && (within == 0 || (expires != USHER_TIME_NONE && expires > now && expires <= now + within));
}

static guint
count (Parts *parts, UsherInvitationKind kind, UsherAccess access, GTimeSpan within)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (parts->rows); i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (parts->rows, i);

      n += matches (usher_invitation_item_get_invitation (item), kind, access, within);
    }
  return n;
}

/* The n-th chip that is shown; NULL when there are fewer. */
static UsherFilterChip *
get_chip (Parts *parts, guint n)
{
  for (guint i = 0; i < USHER_N_FILTERS; i++)
    {
      GtkWidget *chip = usher_ui_test_find (parts->chips, USHER_TYPE_FILTER_CHIP, i);

      if (gtk_widget_get_visible (chip) && n-- == 0)
        return USHER_FILTER_CHIP (chip);
    }
  return NULL;
}

static void
choose (Parts *parts, const char *label, gboolean active)
{
  GtkWidget *popover = usher_ui_test_find (parts->button, GTK_TYPE_POPOVER, 0);

  for (guint i = 0;; i++)
    {
      GtkWidget *check = usher_ui_test_find (popover, GTK_TYPE_CHECK_BUTTON, i);

      g_assert_nonnull (check);
      if (!g_str_equal (gtk_check_button_get_label (GTK_CHECK_BUTTON (check)), label))
        continue;
      g_assert_cmpint (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)), ==, active);
      gtk_test_accessible_assert_role (check, GTK_ACCESSIBLE_ROLE_RADIO);
      gtk_widget_activate (check);
      g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
      return;
    }
}

static void
remove_chip (Parts *parts, UsherFilterChip *chip)
{
  g_signal_emit_by_name (usher_ui_test_find_id (GTK_WIDGET (chip), "remove_button"), "clicked");
}

static void
look (Parts *parts, const char *name, int width, int height)
{
  g_autofree char *file = g_strdup_printf ("filters-%s-%d", name, width);

  if (g_getenv ("USHER_TEST_PICTURES") == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (parts->window), width, height);
  usher_test_wait_for (gtk_widget_get_width (GTK_WIDGET (parts->window)) <= width + 60);
  for (int i = 0; i < 5; i++)
    usher_ui_test_draw (GTK_WIDGET (parts->window));
  usher_ui_test_picture (GTK_WIDGET (parts->window), file);
}

static void
check_choices (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Parts parts;
  GtkWidget *popover;
  guint n_reconnect, n_open, n_month;

  get_parts (&parts, application, window, 300);
  g_assert_false (gtk_widget_get_visible (parts.chips));
  gtk_test_accessible_assert_property (usher_ui_test_find (parts.button, GTK_TYPE_MENU_BUTTON, 0),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Filter");
  n_reconnect = count (&parts, USHER_INVITATION_KIND_RECONNECT, USHER_ACCESS_ANY, 0);
  n_open = count (&parts, USHER_INVITATION_KIND_RECONNECT, USHER_ACCESS_OPEN, 0);
  n_month = count (&parts, USHER_INVITATION_KIND_UNKNOWN, USHER_ACCESS_ANY, 30 * G_TIME_SPAN_DAY);
  /* What would be true of any list proves nothing. */
  g_assert_cmpuint (n_reconnect, >, n_open);
  g_assert_cmpuint (n_open, >, 0);
  g_assert_cmpuint (n_month, >, 0);
  g_assert_cmpuint (n_month, <, 300);

  gtk_widget_activate_action (parts.shell, "shell.show-filters", NULL);
  popover = usher_ui_test_find (parts.button, GTK_TYPE_POPOVER, 0);
  usher_test_wait_for (gtk_widget_get_mapped (popover));
  usher_ui_test_draw (popover);
  usher_ui_test_picture (popover, "filters-popover");
  choose (&parts, "Reconnect", FALSE);
  /* There may be more to choose. */
  g_assert_true (gtk_widget_get_mapped (popover));
  wait_for_rows (&parts, n_reconnect);
  g_assert_true (gtk_widget_get_visible (parts.chips));
  g_assert_cmpstr (usher_filter_chip_get_label (get_chip (&parts, 0)), ==, "Reconnect");
  g_assert_null (get_chip (&parts, 1));
  choose (&parts, "Anyone with the link", FALSE);
  wait_for_rows (&parts, n_open);
  g_assert_cmpstr (usher_filter_chip_get_label (get_chip (&parts, 1)), ==, "Anyone with the link");
  gtk_popover_popdown (GTK_POPOVER (popover));

  /* A list of its own keeps them, and does not hold more than it did. */
  g_action_group_change_action_state (G_ACTION_GROUP (window), "show-list", g_variant_new_string ("active"));
  usher_test_wait_for (!usher_session_get_loading (parts.session));
  g_assert_nonnull (get_chip (&parts, 1));
  g_assert_cmpuint (g_list_model_get_n_items (parts.rows), <=, n_open);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "show-list", g_variant_new_string ("all"));
  wait_for_rows (&parts, n_open);

  remove_chip (&parts, get_chip (&parts, 1));
  wait_for_rows (&parts, n_reconnect);
  remove_chip (&parts, get_chip (&parts, 0));
  wait_for_rows (&parts, 300);
  g_assert_false (gtk_widget_get_visible (parts.chips));

  gtk_widget_activate_action (parts.shell, "filter.expires", "s", "month");
  wait_for_rows (&parts, n_month);
  g_assert_cmpuint (count (&parts, USHER_INVITATION_KIND_UNKNOWN, USHER_ACCESS_ANY, 30 * G_TIME_SPAN_DAY), ==,
                    n_month);
  g_assert_cmpstr (usher_filter_chip_get_label (get_chip (&parts, 0)), ==, "Expires within 30 days");
  choose (&parts, "Within 30 days", TRUE);
  choose (&parts, "Any time", FALSE);
  wait_for_rows (&parts, 300);
}

static void
run (UsherUiTestBody body, const char *count)
{
  const char *extra[] = { "--demo", count, "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, body, sandbox);
}

static void
test_choices (void)
{
  run (check_choices, "300");
}

/* Nothing fits: the page says so, and its button takes filters and search away. */
static void
check_clear (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Parts parts;
  GtkWidget *button;
  GtkWidget *entry;

  get_parts (&parts, application, window, 60);
  entry = usher_ui_test_find (GTK_WIDGET (usher_shell_get_list (usher_window_get_shell (window))),
                              GTK_TYPE_SEARCH_ENTRY, 0);
  g_action_group_activate_action (G_ACTION_GROUP (window), "search", NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "nobody has this name");
  wait_for_rows (&parts, 0);
  usher_test_wait_for (usher_ui_test_find_text (parts.shell, "No Matches") != NULL);
  button = usher_ui_test_find_id (parts.shell, "status_button");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "_Clear Search");
  gtk_widget_activate_action (parts.shell, "filter.kind", "s", "contributor");
  gtk_widget_activate_action (parts.shell, "filter.access", "s", "restricted");
  gtk_widget_activate_action (parts.shell, "filter.expires", "s", "day");
  usher_test_wait_for (g_str_equal (gtk_button_get_label (GTK_BUTTON (button)), "_Clear Filters"));
  g_assert_nonnull (get_chip (&parts, 2));
  look (&parts, "none", 1000, 700);
  look (&parts, "none", 360, 640);
  gtk_widget_activate (button);
  wait_for_rows (&parts, 60);
  g_assert_false (gtk_widget_get_visible (parts.chips));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  /* A word that is none changes nothing. */
  gtk_widget_activate_action (parts.shell, "filter.kind", "s", "nonsense");
  g_assert_false (usher_query_is_filtered (usher_session_get_query (parts.session)));
}

static void
test_clear (void)
{
  run (check_clear, "60");
}

/* Taking chips away by the keyboard goes on to the next chip, and then stays in the window. */
static void
check_focus (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Parts parts;
  UsherFilterChip *first, *second;
  GtkWidget *focus;

  get_parts (&parts, application, window, 60);
  gtk_widget_activate_action (parts.shell, "filter.kind", "s", "contributor");
  gtk_widget_activate_action (parts.shell, "filter.access", "s", "restricted");
  usher_test_wait_for (get_chip (&parts, 1) != NULL && gtk_widget_get_mapped (GTK_WIDGET (get_chip (&parts, 1))));
  look (&parts, "list", 1280, 760);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  look (&parts, "dark", 1280, 760);
  look (&parts, "dark", 360, 640);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  first = get_chip (&parts, 0);
  second = get_chip (&parts, 1);
  gtk_widget_grab_focus (usher_ui_test_find_id (GTK_WIDGET (first), "remove_button"));
  remove_chip (&parts, first);
  focus = gtk_root_get_focus (GTK_ROOT (window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (second)));
  remove_chip (&parts, second);
  usher_test_settle ();
  focus = gtk_root_get_focus (GTK_ROOT (window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_get_mapped (focus));
}

/* As narrow as a phone there is no room in the header bar: the filters stand beside the search. */
static void
check_narrow (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  Parts parts;
  GtkWidget *pane = GTK_WIDGET (usher_shell_get_list (usher_window_get_shell (window)));
  GtkWidget *button, *popover;
  int minimum;

  get_parts (&parts, application, window, 60);
  g_assert_true (gtk_widget_get_mapped (parts.button));
  button = usher_ui_test_find (pane, USHER_TYPE_FILTER_BUTTON, 0);
  g_assert_true (button != parts.button);
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  usher_test_wait_for (gtk_widget_get_visible (button));
  g_assert_false (gtk_widget_get_visible (parts.button));
  usher_test_wait_for (gtk_widget_get_width (GTK_WIDGET (window)) <= 360);
  gtk_widget_activate_action (parts.shell, "shell.show-filters", NULL);
  popover = usher_ui_test_find (button, GTK_TYPE_POPOVER, 0);
  usher_test_wait_for (gtk_widget_get_mapped (popover));
  parts.button = button;
  choose (&parts, "Contributor", FALSE);
  choose (&parts, "Only listed addresses", FALSE);
  choose (&parts, "Within 30 days", FALSE);
  gtk_popover_popdown (GTK_POPOVER (popover));
  usher_test_wait_for (get_chip (&parts, 2) != NULL && gtk_widget_get_mapped (GTK_WIDGET (get_chip (&parts, 2))));
  gtk_widget_measure (parts.shell, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  look (&parts, "narrow", 360, 640);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  usher_test_wait_for (!gtk_widget_get_visible (button));
}

static void
test_narrow (void)
{
  run (check_narrow, "60");
}

static void
test_focus (void)
{
  run (check_focus, "60");
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/filters/words", test_words);
  g_test_add_func ("/ui/filters/other-span", test_other_span);
  g_test_add_func ("/ui/filters/chip", test_chip);
  g_test_add_func ("/ui/filters/choices", test_choices);
  g_test_add_func ("/ui/filters/clear", test_clear);
  g_test_add_func ("/ui/filters/focus", test_focus);
  g_test_add_func ("/ui/filters/narrow", test_narrow);
  return g_test_run ();
}
