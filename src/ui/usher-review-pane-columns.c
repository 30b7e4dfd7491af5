/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the review: what their cells say, and which of them there is room for. Some four hundred rows have
 * widgets; only those that are seen are read from the file. Main thread. */
#include "ui/usher-review-pane-private.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "model/usher-time.h"
#include "ui/usher-detail-words.h"
#include "ui/usher-review-time.h"
#include "ui/usher-review-words.h"
#include "ui/usher-row-voice.h"
#include "ui/usher-ui.h"

/* So much of a value fits a cell; the rest is in the detail. */
#define MAX_CHARS 200
/* Rows beside those that are seen. */
#define MARGIN 2

static gboolean
has_icon (UsherReviewColumnType type)
{
  return type == USHER_REVIEW_COLUMN_KIND || type == USHER_REVIEW_COLUMN_MARK;
}

/* --- what cells say ---------------------------------------------------------------------------- */

/* Who stands in a column of their own: what the sentence adds. Of a damaged line, the line. */
static char *
dup_detail (UsherArchiveEvent *event)
{
  if (usher_archive_event_is_bad (event))
    return usher_text_dup_safe (usher_archive_event_get_raw (event), MAX_CHARS);
  return usher_archive_event_dup_sentence (event);
}

/**
 * usher_review_pane_dup_cell:
 * @self: the pane
 * @type: which column
 * @event: which row
 * @position: where it is listed
 *
 * Returns: (transfer full): what the cell says, one safe line
 */
char *
usher_review_pane_dup_cell (UsherReviewPane *self, UsherReviewColumnType type, UsherArchiveEvent *event,
                            guint position)
{
  UsherArchive *archive = self->review != NULL ? usher_review_get_archive (self->review) : NULL;
  gint64 time = usher_archive_event_get_time (event);

  switch (type)
    {
    case USHER_REVIEW_COLUMN_DAY:
      return time != USHER_TIME_NONE ? usher_review_time_dup_day (time, self->zone) : g_strdup (_("No time"));
    case USHER_REVIEW_COLUMN_TIME:
      return usher_review_time_dup_clock (time, self->zone);
    case USHER_REVIEW_COLUMN_KIND:
      return usher_review_words_dup_kind (event);
    case USHER_REVIEW_COLUMN_RECIPIENT:
      return g_strdup (usher_archive_event_get_recipient (event));
    case USHER_REVIEW_COLUMN_COMPANY:
      return g_strdup (usher_archive_event_get_company (event));
    case USHER_REVIEW_COLUMN_INVITATION:
      return g_strdup (usher_archive_event_get_invitation_id (event));
    case USHER_REVIEW_COLUMN_DETAIL:
      return dup_detail (event);
    case USHER_REVIEW_COLUMN_FILE:
      return g_strdup (archive != NULL && usher_archive_event_get_file (event) < usher_archive_get_n_files (archive)
                         ? usher_archive_get_file_name (archive, usher_archive_event_get_file (event))
                         : "");
    case USHER_REVIEW_COLUMN_MARK:
    default:
      return g_strdup ("");
    }
}

static void
fill_mark (UsherReviewPane *self, UsherLazyCell *cell, guint position)
{
  guint64 key = usher_review_list_get_key (self->list, position);
  const char *note = self->notes != NULL ? usher_archive_notes_get_note (self->notes, key) : NULL;
  gboolean bookmarked = self->notes != NULL && usher_archive_notes_get_bookmarked (self->notes, key);

  usher_lazy_cell_set_icon (cell, bookmarked ? "user-bookmarks-symbolic" : note != NULL ? "document-edit-symbolic" : NULL);
  usher_lazy_cell_set_spoken (cell, bookmarked ? _("Bookmarked") : note != NULL ? _("With a note") : "");
}

static const char *
get_icon (UsherArchiveEvent *event)
{
  if (usher_archive_event_is_bad (event))
    return "dialog-warning-symbolic";
  if (usher_archive_event_has_no_event (event))
    return "usher-all-symbolic";
  return usher_event_kind_get_icon_name (usher_archive_event_get_kind (event));
}

/* The first row of a day says which; the others repeat it quietly. */
static gboolean
starts_day (UsherReviewPane *self, guint position)
{
  return position == 0
         || !usher_review_time_same_day (usher_review_list_get_time (self->list, position - 1),
                                         usher_review_list_get_time (self->list, position), self->zone);
}

/* Rows are of one height: which of them are seen is told by where the view stands. */
static void
update_seen (UsherReviewPane *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  double upper = gtk_adjustment_get_upper (adjustment);
  double page = gtk_adjustment_get_page_size (adjustment);
  double value = gtk_adjustment_get_value (adjustment);
  double height = n > 0 ? upper / n : 0;

  if (height < 1 || upper <= page)
    {
      self->first_seen = 0;
      self->last_seen = G_MAXUINT;
      return;
    }
  self->first_seen = (guint) MAX (value / height - MARGIN, 0);
  self->last_seen = (guint) ((value + page) / height + MARGIN);
}

static gboolean
is_seen (UsherReviewPane *self, guint position)
{
  return position >= self->first_seen && position <= self->last_seen;
}

/* The pane, kept on the cells of the first column that every width has: what is said of their rows. */
#define PANE_KEY "usher-review-pane"

static char *
dup_row_sentence (GtkWidget *cell)
{
  static const UsherReviewColumnType types[] = {
    USHER_REVIEW_COLUMN_TIME, USHER_REVIEW_COLUMN_KIND, USHER_REVIEW_COLUMN_RECIPIENT, USHER_REVIEW_COLUMN_COMPANY,
    USHER_REVIEW_COLUMN_DETAIL,
  };
  UsherReviewPane *self = g_object_get_data (G_OBJECT (cell), PANE_KEY);
  guint position = usher_lazy_cell_get_position (USHER_LAZY_CELL (cell));
  UsherArchiveEvent *event =
    position < g_list_model_get_n_items (G_LIST_MODEL (self->list)) ? usher_review_list_get_event (self->list, position) : NULL;
  g_autofree char *sentence = NULL;

  if (event == NULL)
    return NULL;
  sentence = usher_review_pane_dup_cell (self, USHER_REVIEW_COLUMN_DAY, event, position);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *text = usher_review_pane_dup_cell (self, types[i], event, position);
      char *longer;

      if (text == NULL || *text == '\0')
        continue;
      /* Translators: read aloud for a row: what was said of it so far, and one thing more */
      longer = g_strdup_printf (C_("spoken list", "%1$s, %2$s"), sentence, text);
      g_free (sentence);
      sentence = longer;
    }
  return usher_text_dup_safe (sentence, 2 * MAX_CHARS);
}

static gboolean
on_fill (UsherLazyCell *cell, guint position, gboolean needed, gpointer user_data)
{
  UsherReviewColumn *column = user_data;
  UsherReviewPane *self = column->pane;
  UsherArchiveEvent *event;
  g_autofree char *text = NULL;
  g_autofree char *safe = NULL;
  PangoAttrList *marks;
  UsherCellLook look = USHER_CELL_PLAIN;

  if (!needed && !is_seen (self, position))
    return FALSE;
  event = usher_review_list_get_event (self->list, position);
  if (event == NULL)
    {
      usher_lazy_cell_set_text (cell, NULL, NULL, USHER_CELL_PLAIN);
      usher_lazy_cell_set_icon (cell, NULL);
      return TRUE;
    }
  if (column->type == USHER_REVIEW_COLUMN_MARK)
    {
      fill_mark (self, cell, position);
      return TRUE;
    }
  if (column->type == USHER_REVIEW_COLUMN_KIND)
    {
      usher_lazy_cell_set_icon (cell, get_icon (event));
      look = usher_archive_event_is_bad (event) ? USHER_CELL_ERROR : USHER_CELL_PLAIN;
    }
  if (column->type == USHER_REVIEW_COLUMN_DAY)
    {
      look = starts_day (self, position) ? USHER_CELL_STRONG : USHER_CELL_DIM;
      usher_row_voice_note (GTK_WIDGET (cell), dup_row_sentence);
    }
  text = usher_review_pane_dup_cell (self, column->type, event, position);
  safe = usher_text_dup_safe (text, MAX_CHARS);
  marks = usher_review_highlight_mark (self->highlight, safe);
  usher_lazy_cell_set_text (cell, safe, marks, look);
  g_clear_pointer (&marks, pango_attr_list_unref);
  return TRUE;
}

/* A note in full, or what there was no room for. */
static gboolean
on_query_tooltip (UsherLazyCell *cell, int x, int y, gboolean keyboard, GtkTooltip *tooltip, UsherReviewColumn *column)
{
  UsherReviewPane *self = column->pane;
  guint position = usher_lazy_cell_get_position (cell);
  const char *text = NULL;

  if (column->type == USHER_REVIEW_COLUMN_MARK && self->notes != NULL)
    {
      guint64 key = usher_review_list_get_key (self->list, position);

      text = usher_archive_notes_get_note (self->notes, key);
      if (text == NULL && usher_archive_notes_get_bookmarked (self->notes, key))
        text = _("Bookmarked");
    }
  else if (usher_lazy_cell_is_cut (cell))
    {
      text = usher_lazy_cell_get_text (cell);
    }
  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static void
on_cell_destroyed (GtkWidget *cell, UsherReviewColumn *column)
{
  g_hash_table_remove (column->pane->cells, cell);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, UsherReviewColumn *column)
{
  GtkWidget *cell = usher_lazy_cell_new (column->chars, has_icon (column->type), on_fill, column);

  gtk_widget_set_hexpand (cell, column->type != USHER_REVIEW_COLUMN_MARK);
  if (column->type == USHER_REVIEW_COLUMN_TIME || column->type == USHER_REVIEW_COLUMN_INVITATION)
    gtk_widget_add_css_class (cell, "numeric");
  gtk_widget_set_has_tooltip (cell, TRUE);
  g_signal_connect (cell, "query-tooltip", G_CALLBACK (on_query_tooltip), column);
  g_signal_connect (cell, "destroy", G_CALLBACK (on_cell_destroyed), column);
  g_hash_table_add (column->pane->cells, cell);
  if (column->type == USHER_REVIEW_COLUMN_DAY)
    g_object_set_data (G_OBJECT (cell), PANE_KEY, column->pane);
  gtk_list_item_set_child (item, cell);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, UsherReviewColumn *column)
{
  GtkWidget *cell = gtk_list_item_get_child (item);
  guint position = gtk_list_item_get_position (item);

  usher_lazy_cell_set_position (USHER_LAZY_CELL (cell), position);
  if (is_seen (column->pane, position))
    usher_lazy_cell_reset (USHER_LAZY_CELL (cell));
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, UsherReviewColumn *column)
{
  usher_lazy_cell_set_position (USHER_LAZY_CELL (gtk_list_item_get_child (item)), G_MAXUINT);
}

/* Has what is on the screen written anew: other rows, other marks, or a note. */
void
usher_review_pane_columns_rebind (UsherReviewPane *self)
{
  GHashTableIter iter;
  gpointer cell;

  update_seen (self);
  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    {
      guint position = usher_lazy_cell_get_position (cell);

      if (is_seen (self, position))
        usher_lazy_cell_reset (cell);
      else
        usher_lazy_cell_set_position (cell, position);
    }
}

/* Rows that came into view were not worth the while before. */
static void
on_scrolled (UsherReviewPane *self)
{
  GHashTableIter iter;
  gpointer cell;

  update_seen (self);
  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    {
      guint position = usher_lazy_cell_get_position (cell);

      if (is_seen (self, position) && !usher_lazy_cell_get_filled (cell))
        gtk_widget_queue_draw (GTK_WIDGET (cell));
    }
}

/* --- which of them ----------------------------------------------------------------------------- */

static gboolean
on_adapt (gpointer user_data)
{
  UsherReviewPane *self = USHER_REVIEW_PANE (user_data);
  int width = (int) gtk_adjustment_get_page_size (gtk_scrolled_window_get_hadjustment (self->scroller));
  double scale = usher_ui_get_text_scale (GTK_WIDGET (self));
  gboolean several =
    self->review != NULL && usher_archive_get_n_files (usher_review_get_archive (self->review)) > 1;

  self->adapt_source = 0;
  if (width <= 0)
    return G_SOURCE_REMOVE;
  for (guint i = 0; i < USHER_N_REVIEW_COLUMNS; i++)
    {
      UsherReviewColumn *column = &self->columns[i];
      gboolean visible = width >= column->min_width * scale;

      if (column->type == USHER_REVIEW_COLUMN_FILE && !several)
        visible = FALSE;
      if (gtk_column_view_column_get_visible (column->column) != visible)
        gtk_column_view_column_set_visible (column->column, visible);
    }
  return G_SOURCE_REMOVE;
}

/* Shows the columns there is room for. Not at once: it is asked for while widths are being given out. */
void
usher_review_pane_columns_adapt (UsherReviewPane *self)
{
  if (self->adapt_source == 0)
    self->adapt_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_adapt, self, NULL);
}

void
usher_review_pane_columns_init (UsherReviewPane *self)
{
  const struct
  {
    const char *title;
    UsherReviewColumnType type;
    int chars;
    int min_width;
    gboolean expand;
  } columns[USHER_N_REVIEW_COLUMNS] = {
    { "", USHER_REVIEW_COLUMN_MARK, 0, 500, FALSE },
    { _("Day"), USHER_REVIEW_COLUMN_DAY, 15, 0, FALSE },
    { _("Time"), USHER_REVIEW_COLUMN_TIME, 8, 0, FALSE },
    { _("Event"), USHER_REVIEW_COLUMN_KIND, 14, 560, FALSE },
    { _("Recipient"), USHER_REVIEW_COLUMN_RECIPIENT, 12, 700, TRUE },
    { _("Company"), USHER_REVIEW_COLUMN_COMPANY, 12, 780, FALSE },
    { _("Invitation"), USHER_REVIEW_COLUMN_INVITATION, 9, 1000, FALSE },
    { _("What Happened"), USHER_REVIEW_COLUMN_DETAIL, 12, 0, TRUE },
    { _("File"), USHER_REVIEW_COLUMN_FILE, 14, 640, FALSE },
  };

  for (guint i = 0; i < USHER_N_REVIEW_COLUMNS; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      UsherReviewColumn *column = &self->columns[i];

      column->pane = self;
      column->type = columns[i].type;
      column->chars = columns[i].chars;
      column->min_width = columns[i].min_width;
      g_signal_connect (factory, "setup", G_CALLBACK (on_setup), column);
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind), column);
      g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), column);
      column->column = gtk_column_view_column_new (columns[i].title, factory);
      gtk_column_view_column_set_expand (column->column, columns[i].expand);
      gtk_column_view_column_set_resizable (column->column, columns[i].type != USHER_REVIEW_COLUMN_MARK);
      /* As in a narrow window; on_adapt() adds what there is room for. */
      gtk_column_view_column_set_visible (column->column, columns[i].min_width == 0);
      gtk_column_view_append_column (self->view, column->column);
      g_object_unref (column->column); /* the view has it */
    }
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed", G_CALLBACK (on_scrolled),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "changed", G_CALLBACK (on_scrolled), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (self->scroller), "notify::page-size",
                           G_CALLBACK (usher_review_pane_columns_adapt), self, G_CONNECT_SWAPPED);
}
