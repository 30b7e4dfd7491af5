/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server whose every text is a megabyte of markup, of what turns the direction of writing, and of addresses that are
 * none: the whole window is walked through with it, and what it shows is short, plain, and never markup. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <string.h>

#include "../api/usher-fixture-server.h"
#include "model/usher-time.h"
#include "ui/usher-cell-words.h"
#include "ui/usher-create-window.h"
#include "ui/usher-row-voice.h"

#define COMPANY "00000000-0000-4000-8000-00000000c001"
#define OTHER_COMPANY "00000000-0000-4000-8000-00000000c002"
#define CONNECTION "00000000-0000-4000-8000-00000000d001"
#define SITE "00000000-0000-4000-8000-00000000e001"

/* As many letters as anything that is shown may have, tips included: a text of a server is cut at eight thousand bytes. */
#define LONGEST 8500

/* What JSON is to hold: a megabyte of it. */
static char *
make_text (void)
{
  static const char piece[] = "<b>N\xc3\xb6rdlich</b> \xe2\x80\xae" "moc.elpmaxe &amp; javascript:alert(1)\\n\\u0007%s%n ";
  GString *text = g_string_sized_new (1100 * 1024);

  while (text->len < 1024 * 1024)
    g_string_append (text, piece);
  return g_string_free (text, FALSE);
}

static char *
make_connection (const char *big)
{
  return g_strdup_printf ("{\"id\":\"" CONNECTION "\",\"status\":\"CONNECTED\",\"created\":\"2026-01-02T03:04:05Z\","
                          "\"datasourceName\":\"%s\",\"url\":\"https://example.com/%s\",\"statusErrorDetail\":\"%s\","
                          "\"username\":\"%s\",\"workflowOwnerEmail\":\"%s\",\"country\":\"%s\","
                          "\"initialDatasourceTypes\":[\"%s\"],\"initialSites\":[\"" SITE "\"],"
                          "\"company\":{\"id\":\"" COMPANY "\"}}",
                          big, big, big, big, big, big, big);
}

static char *
make_invitation (const char *big, gboolean with_events)
{
  g_autofree char *id = usher_fixture_make_id (1);
  g_autofree char *connection = make_connection (big);
  g_autofree char *events = g_strdup_printf (
      "\"events\":[{\"id\":\"%s\",\"eventType\":\"VIEWED\",\"createdAt\":\"2026-01-02T04:04:05Z\",\"email\":\"%s\","
      "\"ipAddress\":\"%s\",\"userAgent\":\"%s\",\"details\":{\"reason\":\"%s\"}},{\"id\":\"e2\",\"eventType\":\"%s\","
      "\"createdAt\":\"%s\"}],",
      big, big, big, big, big, big, big);

  return g_strdup_printf ("{\"id\":\"%s\",\"token\":\"%s\",\"invitationType\":\"CREATE_CONNECTION\",\"status\":\"ACTIVE\","
                          "\"invitationUrl\":\"https://example.com/p/i/%s\",\"companyId\":\"" COMPANY "\","
                          "\"connectionId\":null,\"allowedEmails\":[\"%s\",\"a@example.com\"],\"expiresAt\":null,"
                          "\"maxUses\":null,\"useCount\":0,\"createdAt\":\"2026-01-02T03:04:05Z\",%s"
                          "\"prefill\":{\"url\":\"https://example.com/%s\",\"datasourceId\":\"%s\",\"initialSites\":[\"" SITE
                          "\"],\"utilityTypes\":[\"%s\"],\"country\":\"%s\",\"connectionOwnerEmail\":\"%s\","
                          "\"dataCollectionStartDate\":\"%s\"},\"createdConnections\":[%s]}",
                          id, big, big, big, with_events ? events : "", big, big, big, big, big, big, connection);
}

static gboolean
serve (UsherFixtureRequest *request, gpointer user_data)
{
  const char *big = user_data;
  g_autofree char *body = NULL;

  if (g_str_equal (request->path, "/ping"))
    body = g_strdup_printf ("{\"version\":\"%s\"}", big);
  else if (g_str_equal (request->path, "/company"))
    body = g_strdup_printf ("[{\"id\":\"" COMPANY "\",\"name\":\"%s\",\"isDemandEnabled\":false,\"users\":[],"
                            "\"sites\":[{\"id\":\"" SITE "\",\"name\":\"%s\",\"address\":\"%s\"}]},"
                            "{\"id\":\"" OTHER_COMPANY "\",\"name\":\"Plain\",\"sites\":[],\"users\":[]}]",
                            big, big, big);
  else if (g_str_has_prefix (request->path, "/connection/company/" COMPANY))
    {
      g_autofree char *connection = make_connection (big);

      body = g_strdup_printf ("{\"totalConnections\":1,\"perPage\":100,\"totalPages\":1,\"currentPage\":1,\"hasNext\":false,"
                              "\"connections\":[%s]}", connection);
    }
  else if (g_str_has_prefix (request->path, "/connection/company/"))
    body = g_strdup ("{\"totalConnections\":0,\"perPage\":100,\"totalPages\":1,\"currentPage\":1,\"hasNext\":false,"
                     "\"connections\":[]}");
  else if (g_str_has_prefix (request->path, "/connection/"))
    body = make_connection (big);
  else if (g_str_has_prefix (request->path, "/invitation/company/" COMPANY))
    {
      g_autofree char *invitation = make_invitation (big, FALSE);
      g_autofree char *plain = usher_fixture_make_invitation (5);

      body = g_strdup_printf ("{\"perPage\":100,\"totalPages\":1,\"currentPage\":1,\"hasNext\":false,\"hasPrevious\":false,"
                              "\"invitations\":[%s,%s]}", invitation, plain);
    }
  else if (g_str_has_prefix (request->path, "/invitation/company/"))
    body = usher_fixture_make_page (5, 0, 1, 1, FALSE);
  else if (g_str_has_prefix (request->path, "/invitation/"))
    body = make_invitation (big, TRUE);
  else
    body = g_strdup_printf ("{\"message\":\"%s\"}", big);
  return usher_fixture_reply_json (request, body);
}

typedef struct
{
  guint n_texts;
  guint n_of_the_server;
  glong longest;
} Look;

static void
look_at_text (Look *look, GtkWidget *widget, const char *text)
{
  glong length;

  if (text == NULL)
    return;
  g_assert_true (g_utf8_validate (text, -1, NULL));
  length = g_utf8_strlen (text, -1);
  if (length > LONGEST)
    g_test_message ("%s shows %ld letters: %.80s", G_OBJECT_TYPE_NAME (widget), length, text);
  g_assert_cmpint (length, <=, LONGEST);
  g_assert_null (strstr (text, "\xe2\x80\xae"));
  g_assert_null (strchr (text, '\a'));
  look->longest = MAX (look->longest, length);
  look->n_texts++;
  /* As it is, and not as letters in bold. */
  look->n_of_the_server += strstr (text, "<b>N\xc3\xb6rd") != NULL;
}

static void
look_at (Look *look, GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    look_at_text (look, widget, gtk_label_get_text (GTK_LABEL (widget)));
  else if (GTK_IS_EDITABLE (widget))
    look_at_text (look, widget, gtk_editable_get_text (GTK_EDITABLE (widget)));
  look_at_text (look, widget, gtk_widget_get_tooltip_text (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    look_at (look, child);
}

static void
look_at_window (GtkWidget *window, const char *what, guint n_words)
{
  Look look = { 0 };

  usher_ui_test_draw (window);
  look_at (&look, window);
  g_test_message ("%s: %u texts, the longest of %ld letters, %u with the server's words", what, look.n_texts, look.longest,
                  look.n_of_the_server);
  g_assert_cmpuint (look.n_texts, >, 10);
  g_assert_cmpuint (look.n_of_the_server, >=, n_words);
  usher_ui_test_picture (window, what);
}

/* What the cells of the list draw and tell, which are no labels, and what is read aloud for the row. */
static void
look_at_row (GtkWidget *pane, UsherInvitationItem *item)
{
  Look look = { 0 };
  g_autofree char *sentence = usher_row_voice_dup_sentence (item, usher_time_now ());

  for (int column = 0; column <= USHER_SORT_ACTIVITY; column++)
    {
      g_autofree char *words = usher_cell_dup_words (item, (UsherSort) column, usher_time_now ());
      g_autofree char *tip = usher_cell_dup_tooltip (item, (UsherSort) column);

      look_at_text (&look, pane, words);
      look_at_text (&look, pane, tip);
    }
  look_at_text (&look, pane, sentence);
  g_assert_cmpuint (look.n_of_the_server, >=, 4); /* recipients and company, the tips of both */
}

/* The list of one company: its name is in the title and on the button. */
static void
look_at_company (UsherWindow *window, UsherSession *session)
{
  g_autoptr (UsherQuery) query = usher_query_with_company_id (usher_session_get_query (session), COMPANY);
  g_autoptr (UsherQuery) all = usher_query_with_company_id (query, NULL);

  usher_session_set_query (session, query);
  usher_test_wait_for (!usher_session_get_loading (session));
  look_at_window (GTK_WIDGET (window), "megabyte-company", 2);
  usher_session_set_query (session, all);
  usher_test_wait_for (!usher_session_get_loading (session));
}

static void
check (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  g_autofree char *id = usher_fixture_make_id (1);
  GtkWidget *pane = usher_ui_test_find (GTK_WIDGET (window), USHER_TYPE_INVITATION_PANE, 0);
  UsherInvitationItem *item;
  UsherSession *session;
  GtkWidget *create;

  usher_test_wait_for (usher_application_get_session (application) != NULL);
  session = usher_application_get_session (application);
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_IDLE && usher_session_get_last_sync (session) > 0
                       && !usher_session_get_loading (session)
                       && g_list_model_get_n_items (usher_session_get_invitations (session)) == 2);
  look_at_window (GTK_WIDGET (window), "megabyte-list", 0); /* its cells are drawn, with the same words */
  look_at_company (window, session);

  usher_invitation_pane_select_id (USHER_INVITATION_PANE (pane), id);
  usher_test_wait_for ((item = usher_invitation_pane_get_selected (USHER_INVITATION_PANE (pane))) != NULL
                       && g_str_equal (usher_invitation_item_get_id (item), id));
  usher_test_wait_for (usher_ui_test_find_part (GTK_WIDGET (window), "opened the link") != NULL);
  look_at_window (GTK_WIDGET (window), "megabyte-detail", 3);
  look_at_row (pane, item);

  g_action_group_activate_action (G_ACTION_GROUP (window), "new-invitation", NULL);
  usher_test_wait_for (usher_ui_test_window (USHER_TYPE_CREATE_WINDOW) != NULL);
  create = usher_ui_test_window (USHER_TYPE_CREATE_WINDOW);
  look_at_window (create, "megabyte-create", 1);
  usher_ui_test_close (create);
}

static void
test_shown (void)
{
  g_autofree char *big = make_text ();
  g_autoptr (UsherFixture) server = usher_fixture_start (serve, big);
  const char *arguments[] = { "--server", usher_fixture_get_base (server), NULL };

  usher_ui_test_run (arguments, "key", check, NULL);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/megabyte/shown", test_shown);
  return g_test_run ();
}
