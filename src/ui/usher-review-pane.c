/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The events under review as a table. Only what is on the screen is read from the file. What is done to rows are the
 * window's actions; a menu offers them where they apply. Main thread. */
#include "ui/usher-review-pane-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-focus.h"
#include "ui/usher-review-numbers.h"
#include "ui/usher-ui.h"

enum
{
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherReviewPane, usher_review_pane, ADW_TYPE_BIN)

static void
on_activate (UsherReviewPane *self, guint position)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* The row of the archive that is first in view, or G_MAXUINT when the list stands at its beginning. */
static guint
get_first_row (UsherReviewPane *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  double upper = gtk_adjustment_get_upper (adjustment);
  double value = gtk_adjustment_get_value (adjustment);

  if (n == 0 || value <= 0 || upper <= 0)
    return G_MAXUINT;
  return usher_review_list_get_row (self->list, (guint) (value / upper * n));
}

/* Where to stand in other rows: at the one that is looked at, else at the same time, or what comes next to it. */
static guint
find_place (UsherReviewPane *self, guint first_row)
{
  GArray *rows = usher_review_get_rows (self->review);
  guint n = usher_review_list_get_n (self->list);
  guint current = usher_review_list_get_current (self->list);

  if (current != G_MAXUINT)
    return usher_review_list_find (self->list, current);
  if (n == 0 || first_row == G_MAXUINT)
    return 0;
  return MIN (rows != NULL ? usher_review_numbers_count_below (rows, first_row) : first_row, n - 1);
}

static void
scroll_to (UsherReviewPane *self, guint position)
{
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->list)))
    usher_review_list_show_all (self->list);
  usher_compat_scroll_to (self->view, position);
}

static void
on_rows_changed (UsherReviewPane *self)
{
  UsherArchiveData *data = usher_review_get_data (self->review);
  GArray *rows = usher_review_get_rows (self->review);
  guint first_row = usher_review_list_get_data (self->list) == data ? get_first_row (self) : G_MAXUINT;
  guint place;

  g_clear_pointer (&self->highlight, usher_review_highlight_free);
  self->highlight =
    usher_review_highlight_new (usher_review_get_search (self->review), usher_review_get_regex (self->review));
  usher_review_pane_columns_adapt (self);
  usher_review_pane_columns_rebind (self);
  if (data == usher_review_list_get_data (self->list) && rows == usher_review_list_get_rows (self->list))
    return;
  /* GTK 4.8.3 goes on to show rows that are gone when all those it had widgets for go at once: it is to have some of
   * those that stay. */
  if (get_first_row (self) != G_MAXUINT)
    usher_compat_scroll_to (self->view, 0);
  usher_review_list_set_rows (self->list, data, rows);
  place = find_place (self, first_row);
  if (place > 0 && place < usher_review_list_get_n (self->list))
    scroll_to (self, place);
}

/* --- the menu of a row ------------------------------------------------------------------------- */

static void
show_menu (UsherReviewPane *self, double x, double y)
{
  const GdkRectangle at = { (int) x, (int) y, 1, 1 };

  if (usher_review_list_get_current (self->list) == G_MAXUINT)
    return;
  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model (self->row_menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
      usher_focus_set_home (self->popover, GTK_WIDGET (self->view));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &at);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* Which row is under the pointer: the list has selected it on press when it was the first button, not the second. */
static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, UsherReviewPane *self)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);

  for (; picked != NULL && picked != GTK_WIDGET (self->view); picked = gtk_widget_get_parent (picked))
    {
      if (!g_str_equal (G_OBJECT_TYPE_NAME (picked), "GtkColumnViewRowWidget")
          && !g_str_equal (G_OBJECT_TYPE_NAME (picked), "GtkListItemWidget"))
        continue;
      if ((gtk_widget_get_state_flags (picked) & GTK_STATE_FLAG_SELECTED) == 0)
        gtk_widget_activate_action (picked, "listitem.select", "(bb)", FALSE, FALSE);
      show_menu (self, x, y);
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      return;
    }
}

static void
on_menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  UsherReviewPane *self = USHER_REVIEW_PANE (widget);
  GdkRectangle at;

  if (usher_focus_get_place (GTK_WIDGET (self->view), widget, &at))
    show_menu (self, at.x, at.y);
}

/* --- object ------------------------------------------------------------------------------------ */

static void
usher_review_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  UsherReviewPane *self = USHER_REVIEW_PANE (widget);

  GTK_WIDGET_CLASS (usher_review_pane_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
usher_review_pane_dispose (GObject *object)
{
  UsherReviewPane *self = USHER_REVIEW_PANE (object);

  g_clear_handle_id (&self->adapt_source, g_source_remove);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->signals);
  g_clear_object (&self->note_signals);
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_REVIEW_PANE);
  g_clear_object (&self->review);
  g_clear_object (&self->notes);
  G_OBJECT_CLASS (usher_review_pane_parent_class)->dispose (object);
}

static void
usher_review_pane_finalize (GObject *object)
{
  UsherReviewPane *self = USHER_REVIEW_PANE (object);

  g_clear_object (&self->list);
  g_clear_pointer (&self->highlight, usher_review_highlight_free);
  g_hash_table_unref (self->cells);
  g_time_zone_unref (self->zone);
  G_OBJECT_CLASS (usher_review_pane_parent_class)->finalize (object);
}

static void
usher_review_pane_class_init (UsherReviewPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_review_pane_dispose;
  object_class->finalize = usher_review_pane_finalize;
  widget_class->size_allocate = usher_review_pane_size_allocate;

  /**
   * UsherReviewPane::activated:
   * @self: the pane
   *
   * A row was asked for by Enter or a double click; it is the current one.
   */
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class, USHER_RESOURCE_PATH "/ui/usher-review-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherReviewPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewPane, view);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewPane, row_menu);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_install_action (widget_class, "events.menu", NULL, on_menu_action);
}

static void
usher_review_pane_init (UsherReviewPane *self)
{
  GtkGesture *click;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->zone = g_time_zone_new_local ();
  self->list = usher_review_list_new_of_places ();
  self->cells = g_hash_table_new (NULL, NULL);
  self->signals = g_signal_group_new (USHER_TYPE_REVIEW);
  g_signal_group_connect_swapped (self->signals, "rows-changed", G_CALLBACK (on_rows_changed), self);
  self->note_signals = g_signal_group_new (USHER_TYPE_ARCHIVE_NOTES);
  g_signal_group_connect_swapped (self->note_signals, "changed",
                                  G_CALLBACK (usher_review_pane_columns_rebind), self);
  usher_review_pane_columns_init (self);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->list));
  click = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
}

/**
 * usher_review_pane_new:
 *
 * Returns: (transfer floating): a table without rows
 */
GtkWidget *
usher_review_pane_new (void)
{
  return g_object_new (USHER_TYPE_REVIEW_PANE, NULL);
}

/**
 * usher_review_pane_set_review:
 * @self: the pane
 * @review: (nullable): what is shown
 */
void
usher_review_pane_set_review (UsherReviewPane *self, UsherReview *review)
{
  g_return_if_fail (USHER_IS_REVIEW_PANE (self));

  if (!g_set_object (&self->review, review))
    return;
  g_signal_group_set_target (self->signals, review);
  if (review != NULL)
    on_rows_changed (self);
}

/**
 * usher_review_pane_set_notes:
 * @self: the pane
 * @notes: (nullable): notes and bookmarks on what is open
 */
void
usher_review_pane_set_notes (UsherReviewPane *self, UsherArchiveNotes *notes)
{
  g_return_if_fail (USHER_IS_REVIEW_PANE (self));

  if (!g_set_object (&self->notes, notes))
    return;
  g_signal_group_set_target (self->note_signals, notes);
  usher_review_pane_columns_rebind (self);
}

/**
 * usher_review_pane_get_list:
 * @self: the pane
 *
 * Returns: (transfer none): its rows and their selection
 */
UsherReviewList *
usher_review_pane_get_list (UsherReviewPane *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_PANE (self), NULL);

  return self->list;
}

/**
 * usher_review_pane_show_row:
 * @self: the pane
 * @row: a row of the archive
 *
 * Selects a row and brings it into view.
 *
 * Returns: %FALSE when it is not listed
 */
gboolean
usher_review_pane_show_row (UsherReviewPane *self, guint row)
{
  guint position;

  g_return_val_if_fail (USHER_IS_REVIEW_PANE (self), FALSE);

  position = row != G_MAXUINT ? usher_review_list_find (self->list, row) : G_MAXUINT;
  if (position == G_MAXUINT)
    return FALSE;
  usher_review_list_select_row (self->list, row);
  scroll_to (self, position);
  return TRUE;
}

/**
 * usher_review_pane_dup_text:
 * @self: the pane
 *
 * Returns: (transfer full): the selected rows, a line each under a line of titles, separated by tabs as spreadsheets
 *   take them; at most 1,000
 */
char *
usher_review_pane_dup_text (UsherReviewPane *self)
{
  g_autoptr (GtkBitset) selected = NULL;
  GString *text = g_string_new (NULL);
  GtkBitsetIter iter;
  guint position;
  guint n = 0;

  g_return_val_if_fail (USHER_IS_REVIEW_PANE (self), NULL);

  for (guint i = 1; i < USHER_N_REVIEW_COLUMNS; i++)
    g_string_append_printf (text, "%s%s", i > 1 ? "\t" : "",
                            gtk_column_view_column_get_title (self->columns[i].column));
  g_string_append_c (text, '\n');
  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->list));
  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more && n < USHER_REVIEW_MAX_COPIED;
       more = gtk_bitset_iter_next (&iter, &position), n++)
    {
      UsherArchiveEvent *event = usher_review_list_get_event (self->list, position);

      for (guint i = 1; event != NULL && i < USHER_N_REVIEW_COLUMNS; i++)
        {
          g_autofree char *cell = usher_review_pane_dup_cell (self, self->columns[i].type, event, position);

          /* As in our CSV: no spreadsheet shall take it for a formula (OWASP, CSV Injection). */
          g_string_append_printf (text, "%s%s%s", i > 1 ? "\t" : "", strchr ("=+-@", *cell) != NULL && *cell != '\0' ? "'" : "",
                                  g_strdelimit (cell, "\t\n", ' '));
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

/**
 * usher_review_pane_grab:
 * @self: the pane
 *
 * Gives the table the keyboard.
 */
void
usher_review_pane_grab (UsherReviewPane *self)
{
  g_return_if_fail (USHER_IS_REVIEW_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
