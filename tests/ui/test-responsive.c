/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window does not stand still: no turn of the main loop spends long in our code while thousands of rows come in,
 * are searched, filtered and selected. And a list that was scrolled to its end shows what it should after a filter.
 *
 * Time is the processor's, not the clock's, so that a machine with much else to do fails nothing. What the toolkit
 * takes to lay out and draw a frame, and to make widgets for rows when it is told of them, is not ours: the frame
 * clock's phases and the emission of "items-changed" by the list are taken off. */
#include "ui/usher-ui-test-app.h"
#include "ui/usher-ui-test.h"

#include <sys/resource.h>
#include <time.h>

#include "store/usher-invitation-list.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-status-cell.h"

/* Milliseconds: longer than that a person feels. 16 is what we strive for, and what is printed. */
#define LIMIT 50.0
#define N_ROWS 3000

typedef struct
{
  double turn_began;   /* ms of processor time, or negative between two turns */
  double not_ours;     /* of this turn */
  double frame_began;
  double told_began;
  guint told_depth;
  double longest;      /* of all turns since it was asked last */
  double blocked;      /* the longest wait in a system call, by the clock: only printed */
  gint64 clock_began;
  long switches_began;
  gboolean on;
} Watch;

static Watch watch = { .turn_began = -1 };

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static long
get_switches (void)
{
  struct rusage usage;

  getrusage (RUSAGE_THREAD, &usage);
  return usage.ru_nvcsw;
}

static int
on_poll (GPollFD *fds, guint n, int timeout)
{
  int ready;

  if (watch.on && watch.turn_began >= 0)
    {
      double spent = now () - watch.turn_began;
      double clock = (double) (g_get_monotonic_time () - watch.clock_began) / 1e3;

      watch.longest = MAX (watch.longest, spent - watch.not_ours);
      if (get_switches () != watch.switches_began)
        watch.blocked = MAX (watch.blocked, clock - spent);
    }
  ready = g_poll (fds, n, timeout);
  watch.turn_began = now ();
  watch.clock_began = g_get_monotonic_time ();
  watch.switches_began = get_switches ();
  watch.not_ours = 0;
  return ready;
}

static void
on_before_paint (void)
{
  watch.frame_began = now ();
}

static void
on_after_paint (void)
{
  watch.not_ours += now () - watch.frame_began;
}

static gboolean
on_telling (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  if (USHER_IS_INVITATION_LIST (g_value_get_object (&values[0])) && watch.told_depth++ == 0)
    watch.told_began = now ();
  return TRUE;
}

static void
on_told (void)
{
  if (--watch.told_depth == 0)
    watch.not_ours += now () - watch.told_began;
}

static double
take_longest (const char *what)
{
  double longest = watch.longest;

  g_test_message ("%s: the longest turn took %.1f ms, the longest wait %.1f ms%s", what, longest, watch.blocked,
                  longest > 16 ? " (above 16)" : "");
  watch.longest = 0;
  watch.blocked = 0;
  return longest;
}

/* The watch sees what it is for: a turn that works too long, and not one that draws. */
static gboolean
on_busy (gpointer user_data)
{
  double end = now () + 2 * LIMIT;

  while (now () < end)
    ;
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
check_watch (void)
{
  gboolean done = FALSE;

  g_idle_add (on_busy, &done);
  usher_test_wait_for (done);
  usher_test_settle ();
  g_assert_cmpfloat (take_longest ("a turn that is too long"), >, LIMIT);
}

static UsherTestSandbox *
start (const char *count)
{
  const char *extra[] = { "--demo", count, "--seed", "7", NULL };

  return usher_test_sandbox_start (NULL, extra);
}

static void
wait_for_answer (UsherWindow *window)
{
  UsherSession *session = usher_window_get_session (window);

  usher_test_wait_for (!usher_session_get_loading (session));
  usher_ui_test_draw (GTK_WIDGET (window));
}

static void
ask (UsherWindow *window, UsherQuery *query)
{
  g_autoptr (UsherQuery) taken = query;

  usher_session_set_query (usher_window_get_session (window), taken);
  wait_for_answer (window);
}

static UsherSession *
wait_for_session (UsherApplication *application)
{
  usher_test_wait_for (usher_application_get_session (application) != NULL);
  return usher_application_get_session (application);
}

static void
wait_for_rows (UsherSession *session, guint n)
{
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_IDLE
                       && usher_session_get_last_sync (session) > 0 && !usher_session_get_loading (session)
                       && usher_session_get_counts (session)->total == n
                       && g_list_model_get_n_items (usher_session_get_invitations (session)) == n);
}

static void
select_rows (UsherWindow *window, guint n)
{
  UsherInvitationPane *pane = usher_shell_get_list (usher_window_get_shell (window));
  GListModel *model = usher_session_get_invitations (usher_window_get_session (window));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (model, i * 7);

      usher_invitation_pane_select_id (pane, usher_invitation_item_get_id (item));
      usher_test_wait_for (usher_invitation_pane_get_selected (pane) == item);
      usher_ui_test_draw (GTK_WIDGET (window));
    }
}

static void
watch_window (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  GListModel *model;
  UsherSession *session;
  guint signal = g_signal_lookup ("items-changed", G_TYPE_LIST_MODEL);
  gulong hook, before, after, told;
  double longest;

  before = g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), NULL);
  after = g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
  hook = g_signal_add_emission_hook (signal, 0, on_telling, NULL, NULL);
  session = wait_for_session (application);
  model = usher_session_get_invitations (session);
  told = g_signal_connect_after (model, "items-changed", G_CALLBACK (on_told), NULL);
  usher_test_settle ();
  watch.on = TRUE;
  check_watch ();

  wait_for_rows (session, N_ROWS);
  take_longest ("the first sync");
  g_action_group_activate_action (G_ACTION_GROUP (window), "refresh", NULL);
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_RUNNING);
  wait_for_rows (session, N_ROWS);
  take_longest ("a sync without news");

  for (UsherInvitationStatus status = 0; status < USHER_N_INVITATION_STATUSES; status++)
    ask (window, usher_query_with_status (usher_session_get_query (session), status));
  ask (window, usher_query_with_status (usher_session_get_query (session), USHER_INVITATION_STATUS_UNKNOWN));
  take_longest ("the lists");
  for (const char *text = "example"; *text != '\0'; text++)
    ask (window, usher_query_with_text (usher_session_get_query (session), text));
  ask (window, usher_query_with_text (usher_session_get_query (session), NULL));
  take_longest ("a search");
  for (UsherSort sort = 0; sort <= USHER_SORT_ACTIVITY; sort++)
    ask (window, usher_query_with_sort (usher_session_get_query (session), sort, FALSE));
  take_longest ("orders");
  select_rows (window, 12);
  take_longest ("selecting");
  g_action_group_activate_action (G_ACTION_GROUP (window), "refresh", NULL);
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_RUNNING);
  wait_for_rows (session, N_ROWS);
  take_longest ("a sync with a selection");

  watch.on = FALSE;
  g_signal_remove_emission_hook (signal, hook);
  g_signal_handler_disconnect (model, told);
  g_signal_handler_disconnect (clock, before);
  g_signal_handler_disconnect (clock, after);
  g_assert_cmpfloat (longest, <, LIMIT);
}

static void
test_stalls (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start (G_STRINGIFY (N_ROWS));
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  g_main_context_set_poll_func (NULL, on_poll);
  usher_ui_test_run (arguments, sandbox->api_key, watch_window, NULL);
  g_main_context_set_poll_func (NULL, NULL);
}

/* --- What is shown after a filter --- */

static GtkWidget *
find_list (UsherWindow *window)
{
  GtkWidget *view = usher_ui_test_find (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW, 0);

  return usher_ui_test_find (view, GTK_TYPE_LIST_VIEW, 0);
}

static const char *
get_first_text (GtkWidget *row)
{
  GtkWidget *cell = usher_ui_test_find (row, GTK_TYPE_INSCRIPTION, 0);

  return cell != NULL ? gtk_inscription_get_text (GTK_INSCRIPTION (cell)) : NULL;
}

/* Each row that GTK has a widget for is the one that stands there in the model. */
static gboolean
shows_model (UsherWindow *window)
{
  GListModel *model = usher_session_get_invitations (usher_window_get_session (window));
  guint n = g_list_model_get_n_items (model);
  guint position = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (find_list (window)); row != NULL;
       row = gtk_widget_get_next_sibling (row), position++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (model, position);
      g_autofree char *recipients = NULL;

      if (item == NULL)
        return FALSE;
      recipients = usher_invitation_dup_recipients (usher_invitation_item_get_invitation (item));
      if (g_strcmp0 (get_first_text (row), recipients) != 0)
        return FALSE;
    }
  return position == n;
}

/* GTK 4.8.3 goes on to show rows that are gone when all those it had widgets for were removed at once from the
 * middle: the list was at its end, and only rows of its beginning are left. */
static void
filter_at_end (UsherApplication *application, UsherWindow *window, gpointer user_data)
{
  UsherSession *session = wait_for_session (application);
  GListModel *model = usher_session_get_invitations (session);
  GtkWidget *scroller;
  GtkAdjustment *adjustment;

  wait_for_rows (session, 600);
  scroller = usher_ui_test_find_id (GTK_WIDGET (window), "scroller");
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  for (guint direction = 0; direction < 2; direction++)
    {
      g_autoptr (UsherInvitationItem) first = NULL;
      g_autoptr (UsherQuery) query = usher_query_new ();
      UsherInvitationStatus status;
      guint n;

      ask (window, usher_query_with_sort (query, USHER_SORT_STATUS, direction == 1));
      usher_compat_scroll_to (GTK_COLUMN_VIEW (usher_ui_test_find (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW, 0)),
                              g_list_model_get_n_items (model) - 1);
      usher_ui_test_draw (GTK_WIDGET (window));
      usher_test_wait_for (gtk_adjustment_get_value (adjustment) > 1000);
      usher_ui_test_draw (GTK_WIDGET (window));
      g_test_message ("at %.0f of %.0f, of which %.0f are seen", gtk_adjustment_get_value (adjustment),
                      gtk_adjustment_get_upper (adjustment), gtk_adjustment_get_page_size (adjustment));

      first = g_list_model_get_item (model, 0);
      status = usher_invitation_get_status (usher_invitation_item_get_invitation (first));
      ask (window, usher_query_with_status (usher_session_get_query (session), status));
      n = g_list_model_get_n_items (model);
      g_test_message ("%u rows are left", n);
      g_assert_cmpuint (n, >, 0);
      g_assert_cmpuint (n, <, 400);
      if (n < 200)
        usher_test_wait_for (shows_model (window));
    }
}

static void
test_filter_at_end (void)
{
  g_autoptr (UsherTestSandbox) sandbox = start ("600");
  const char *arguments[] = { "--server", sandbox->base_url, NULL };

  usher_ui_test_run (arguments, sandbox->api_key, filter_at_end, NULL);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/responsive/stalls", test_stalls);
  g_test_add_func ("/ui/responsive/filter-at-end", test_filter_at_end);
  return g_test_run ();
}
