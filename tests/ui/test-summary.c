/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strip above the list: its words, its bars, and its numbers as filters. */
#include "ui/usher-ui-session.h"
#include "ui/usher-ui-test.h"

#include "model/usher-event.h"
#include "ui/usher-sparkline.h"
#include "ui/usher-summary-strip.h"
#include "ui/usher-summary-words.h"

/* --- Words --- */

static void
assert_sentence (UsherSummaryPart part, const UsherCounts *counts, const char *expected)
{
  g_autofree char *sentence = usher_summary_dup_sentence (part, counts);

  g_assert_cmpstr (sentence, ==, expected);
}

static void
test_words (void)
{
  UsherCounts counts = { .total = 9, .waiting = 1, .opened = 2, .expiring = 3 };

  assert_sentence (USHER_SUMMARY_WAITING, &counts, "1 active invitation waits to be opened.");
  assert_sentence (USHER_SUMMARY_OPENED, &counts, "2 active invitations were opened, but not finished.");
  assert_sentence (USHER_SUMMARY_EXPIRING, &counts, "3 active invitations expire within 7 days.");
  assert_sentence (USHER_SUMMARY_FULFILLED, &counts, "0 invitations were fulfilled in the last 30 days.");
  /* What is not known is not passed over. */
  counts.unread = 1;
  assert_sentence (USHER_SUMMARY_OPENED, &counts,
                   "2 active invitations were opened, but not finished. The activity log of 1 of the active "
                   "ones has not been read yet.");
  assert_sentence (USHER_SUMMARY_EXPIRING, &counts, "3 active invitations expire within 7 days.");
  for (guint i = 0; i < USHER_N_SUMMARY_PARTS; i++)
    g_assert_cmpuint (usher_summary_count (i, &counts), ==, i == 0 ? 1 : i == 1 ? 2 : i == 2 ? 3 : 0);
}

/* The bars in words. */
static void
test_days (void)
{
  UsherCounts counts = { .total = 9, .fulfilled = 6 };

  counts.fulfilled_by_day[USHER_COUNTS_DAYS - 1] = 3;
  counts.fulfilled_by_day[USHER_COUNTS_DAYS - 4] = 3;
  assert_sentence (USHER_SUMMARY_FULFILLED, &counts,
                   "6 invitations were fulfilled in the last 30 days. The most on a day: 3, today.");
  counts.fulfilled_by_day[USHER_COUNTS_DAYS - 1] = 2;
  counts.fulfilled_by_day[0] = 1;
  assert_sentence (USHER_SUMMARY_FULFILLED, &counts,
                   "6 invitations were fulfilled in the last 30 days. The most on a day: 3, 3 days ago.");
}

/* --- Bars --- */

/* How many pixels of a column of the picture are painted at all. */
static guint
count_painted (GdkTexture *texture, guint column)
{
  int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  g_autofree guint32 *pixels = g_new0 (guint32, (gsize) width * (gsize) height);
  guint n = 0;

  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  for (int y = 0; y < height; y++)
    n += pixels[y * width + (int) column] >> 24 > 0x80;
  return n;
}

static GdkTexture *
draw (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GskRenderNode) node = NULL;
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  /* What was only just mapped, or made to draw anew, may have nothing yet. */
  for (guint i = 0; i < 10 && node == NULL; i++)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();

      usher_ui_test_draw (widget);
      gdk_paintable_snapshot (paintable, snapshot, width, height);
      node = gtk_snapshot_free_to_node (snapshot);
    }
  g_assert_nonnull (node);
  return gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
                                      &GRAPHENE_RECT_INIT (0, 0, width, height));
}

static void
test_sparkline (void)
{
  const guint values[] = { 0, 1, 4, 1000 };
  GtkWidget *sparkline = usher_sparkline_new ();
  GtkWidget *window;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GdkTexture) mirrored = NULL;

  g_object_ref_sink (sparkline);
  usher_sparkline_set_values (USHER_SPARKLINE (sparkline), values, G_N_ELEMENTS (values));
  gtk_widget_set_halign (sparkline, GTK_ALIGN_START);
  gtk_widget_set_valign (sparkline, GTK_ALIGN_START);
  window = usher_ui_test_show (sparkline, 100, 60);
  texture = draw (sparkline);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 4 * 3 - 1);
  /* Nought is fainter than half; one is seen beside a thousand; the highest is as high as there is room. */
  g_assert_cmpuint (count_painted (texture, 0), ==, 0);
  g_assert_cmpuint (count_painted (texture, 3), ==, 3);
  g_assert_cmpuint (count_painted (texture, 9), ==, (guint) gdk_texture_get_height (texture));
  g_assert_cmpuint (count_painted (texture, 2), ==, 0);
  gtk_widget_set_direction (sparkline, GTK_TEXT_DIR_RTL);
  mirrored = draw (sparkline);
  g_assert_cmpuint (count_painted (mirrored, 0), ==, (guint) gdk_texture_get_height (texture));
  gtk_test_accessible_assert_role (sparkline, GTK_ACCESSIBLE_ROLE_PRESENTATION);
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (sparkline);
}

/* --- Numbers as filters --- */

static GtkToggleButton *
get_button (GtkWidget *strip, UsherSummaryPart part)
{
  return GTK_TOGGLE_BUTTON (usher_ui_test_find (strip, GTK_TYPE_TOGGLE_BUTTON, part));
}

static void
click (UsherSession *session, GtkToggleButton *button)
{
  g_signal_emit_by_name (button, "clicked");
  usher_test_wait_for (!usher_session_get_loading (session));
}

static void
check_part (UsherSession *session, GtkWidget *strip, UsherSummaryPart part)
{
  GListModel *rows = usher_session_get_invitations (session);
  GtkToggleButton *button = get_button (strip, part);
  guint n = usher_summary_count (part, usher_session_get_counts (session));
  g_autofree char *sentence = usher_summary_dup_sentence (part, usher_session_get_counts (session));
  g_autofree char *number = usher_summary_dup_number (n);

  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (button), number));
  g_assert_nonnull (usher_ui_test_find_text (GTK_WIDGET (button), usher_summary_get_name (part)));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (button)), ==, sentence);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence);
  g_assert_cmpint (gtk_widget_get_sensitive (GTK_WIDGET (button)), ==, n > 0);
  g_assert_false (gtk_toggle_button_get_active (button));
  if (n == 0)
    return;
  click (session, button);
  g_assert_true (gtk_toggle_button_get_active (button));
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, n);
  g_assert_true (usher_query_is_filtered (usher_session_get_query (session)));
  click (session, button);
  g_assert_false (gtk_toggle_button_get_active (button));
  g_assert_false (usher_query_is_filtered (usher_session_get_query (session)));
}

/* As the detail pane does: what it reads tells that somebody opened the link. */
static guint
read_logs (UsherSession *session)
{
  GListModel *rows = usher_session_get_invitations (session);
  guint n_opened = 0;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (rows, i);
      UsherInvitation *listed = usher_invitation_item_get_invitation (item);
      g_autoptr (UsherInvitation) whole = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      gboolean opened = FALSE;

      if (usher_invitation_get_status (listed) != USHER_INVITATION_STATUS_ACTIVE
          || usher_invitation_get_use_count (listed) > 0)
        continue;
      usher_session_fetch_invitation_async (session, usher_invitation_get_id (listed), NULL,
                                            usher_test_keep_result, &result);
      usher_test_wait_for (result != NULL);
      whole = usher_session_fetch_invitation_finish (session, result, &error);
      g_assert_no_error (error);
      for (guint k = 0; k < usher_invitation_get_events (whole)->len; k++)
        opened = opened
                 || usher_event_get_kind (g_ptr_array_index (usher_invitation_get_events (whole), k))
                      == USHER_EVENT_KIND_VIEWED;
      n_opened += opened;
    }
  return n_opened;
}

static void
test_strip (void)
{
  const char *extra[] = { "--demo", "120", "--seed", "7", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, extra);
  UsherSession *session = usher_ui_session_open (sandbox, TRUE);
  GtkWidget *strip = usher_summary_strip_new ();
  GtkWidget *window, *box;
  g_autoptr (UsherQuery) company = NULL;
  UsherCounts all;
  guint n_opened;

  g_object_ref_sink (strip);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (box), strip);
  window = usher_ui_test_show (box, 700, 100);
  g_assert_false (gtk_widget_get_visible (strip));
  usher_session_bin_set_session (USHER_SESSION_BIN (strip), session);
  g_assert_true (gtk_widget_get_visible (strip));

  n_opened = read_logs (session);
  g_assert_cmpuint (n_opened, >, 0);
  usher_test_wait_for (usher_session_get_counts (session)->opened == n_opened
                       && usher_session_get_counts (session)->unread == 0
                       && !usher_session_get_loading (session));
  all = *usher_session_get_counts (session);
  g_assert_cmpuint (all.waiting, >, 0);
  for (guint i = 0; i < USHER_N_SUMMARY_PARTS; i++)
    check_part (session, strip, i);
  usher_ui_test_picture (strip, "summary-strip");

  /* For the company that is chosen. */
  {
    g_autoptr (UsherCompany) first = g_list_model_get_item (usher_session_get_companies (session), 0);

    company = usher_query_with_company_id (usher_session_get_query (session), usher_company_get_id (first));
  }
  usher_session_set_query (session, company);
  usher_test_wait_for (usher_session_get_counts (session)->total < all.total
                       && !usher_session_get_loading (session));
  for (guint i = 0; i < USHER_N_SUMMARY_PARTS; i++)
    check_part (session, strip, i);

  usher_session_bin_set_session (USHER_SESSION_BIN (strip), NULL);
  g_assert_false (gtk_widget_get_visible (strip));
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (strip);
  usher_ui_session_close (session);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/summary/words", test_words);
  g_test_add_func ("/ui/summary/days", test_days);
  g_test_add_func ("/ui/summary/sparkline", test_sparkline);
  g_test_add_func ("/ui/summary/strip", test_strip);
  return g_test_run ();
}
