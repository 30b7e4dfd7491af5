/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the review: what their cells say, and which of them there is room for. Cells are plain inscriptions, made
 * by hand: some four hundred rows are bound whenever the filter changes. Main thread. */
#include "ui/usher-review-pane-private.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "model/usher-time.h"
#include "ui/usher-detail-words.h"
#include "ui/usher-review-time.h"

/* So much of a value fits a cell; the rest is in the detail. */
#define MAX_CHARS 200

static GtkInscription *
add_inscription (GtkWidget *box, UsherReviewColumn *column)
{
  GtkWidget *inscription = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (inscription), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (inscription), (guint) column->chars);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (inscription), (guint) column->chars);
  gtk_widget_set_hexpand (inscription, TRUE);
  if (box != NULL)
    gtk_box_append (GTK_BOX (box), inscription);
  return GTK_INSCRIPTION (inscription);
}

static gboolean
has_icon (UsherReviewColumnType type)
{
  return type == USHER_REVIEW_COLUMN_KIND || type == USHER_REVIEW_COLUMN_MARK;
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, UsherReviewColumn *column)
{
  if (has_icon (column->type))
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      GtkWidget *icon = gtk_image_new ();

      gtk_box_append (GTK_BOX (box), icon);
      if (column->type == USHER_REVIEW_COLUMN_KIND)
        add_inscription (box, column);
      gtk_list_item_set_child (item, box);
    }
  else
    {
      GtkInscription *inscription = add_inscription (NULL, column);

      if (column->type == USHER_REVIEW_COLUMN_TIME || column->type == USHER_REVIEW_COLUMN_INVITATION)
        gtk_widget_add_css_class (GTK_WIDGET (inscription), "numeric");
      gtk_list_item_set_child (item, GTK_WIDGET (inscription));
    }
}

/* --- what cells say ---------------------------------------------------------------------------- */

static char *
dup_kind (UsherArchiveEvent *event)
{
  UsherEventKind kind = usher_archive_event_get_kind (event);

  if (usher_archive_event_is_bad (event))
    return g_strdup (_("Damaged"));
  if (usher_archive_event_has_no_event (event))
    return g_strdup (_("No activity"));
  if (kind == USHER_EVENT_KIND_UNKNOWN)
    return usher_humanise_word (usher_archive_event_get_kind_name (event));
  return g_strdup (usher_event_kind_get_label (kind));
}

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
      return dup_kind (event);
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
bind_mark (UsherReviewPane *self, GtkImage *icon, guint position)
{
  guint64 key = usher_review_list_get_key (self->list, position);
  const char *note = self->notes != NULL ? usher_archive_notes_get_note (self->notes, key) : NULL;
  gboolean bookmarked = self->notes != NULL && usher_archive_notes_get_bookmarked (self->notes, key);
  const char *name = bookmarked ? "user-bookmarks-symbolic" : note != NULL ? "document-edit-symbolic" : NULL;
  const char *spoken = bookmarked ? _("Bookmarked") : note != NULL ? _("With a note") : NULL;

  gtk_image_set_from_icon_name (icon, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (icon), note != NULL ? note : spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken != NULL ? spoken : "", -1);
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

static void
toggle_class (GtkWidget *widget, const char *name, gboolean wanted)
{
  if (wanted)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
show (GtkListItem *item, UsherReviewColumn *column)
{
  UsherReviewPane *self = column->pane;
  UsherArchiveEvent *event = gtk_list_item_get_item (item);
  GtkWidget *child = gtk_list_item_get_child (item);
  guint position = gtk_list_item_get_position (item);
  GtkInscription *inscription;
  g_autofree char *text = NULL;
  g_autofree char *safe = NULL;
  PangoAttrList *marks;

  if (column->type == USHER_REVIEW_COLUMN_MARK)
    {
      bind_mark (self, GTK_IMAGE (gtk_widget_get_first_child (child)), position);
      return;
    }
  if (column->type == USHER_REVIEW_COLUMN_KIND)
    {
      gtk_image_set_from_icon_name (GTK_IMAGE (gtk_widget_get_first_child (child)), get_icon (event));
      inscription = GTK_INSCRIPTION (gtk_widget_get_last_child (child));
      toggle_class (child, "error", usher_archive_event_is_bad (event));
    }
  else
    {
      inscription = GTK_INSCRIPTION (child);
    }
  text = usher_review_pane_dup_cell (self, column->type, event, position);
  safe = usher_text_dup_safe (text, MAX_CHARS);
  gtk_inscription_set_text (inscription, safe);
  marks = usher_review_highlight_mark (self->highlight, safe);
  gtk_inscription_set_attributes (inscription, marks);
  g_clear_pointer (&marks, pango_attr_list_unref);
  if (column->type == USHER_REVIEW_COLUMN_DAY)
    {
      gboolean first = starts_day (self, position);

      toggle_class (GTK_WIDGET (inscription), "starts-day", first);
      toggle_class (GTK_WIDGET (inscription), "dim-label", !first);
    }
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, UsherReviewColumn *column)
{
  g_hash_table_insert (column->pane->bound, item, column);
  show (item, column);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, UsherReviewColumn *column)
{
  g_hash_table_remove (column->pane->bound, item);
}

/* Writes what is on the screen anew: other marks, or a note. Telling the view that its rows changed would lose the place. */
void
usher_review_pane_columns_rebind (UsherReviewPane *self)
{
  GHashTableIter iter;
  gpointer item;
  gpointer column;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, &column))
    show (item, column);
}

/* --- which of them ----------------------------------------------------------------------------- */

static gboolean
on_adapt (gpointer user_data)
{
  UsherReviewPane *self = USHER_REVIEW_PANE (user_data);
  int width = (int) gtk_adjustment_get_page_size (gtk_scrolled_window_get_hadjustment (self->scroller));
  gboolean several =
    self->review != NULL && usher_archive_get_n_files (usher_review_get_archive (self->review)) > 1;

  self->adapt_source = 0;
  if (width <= 0)
    return G_SOURCE_REMOVE;
  for (guint i = 0; i < USHER_N_REVIEW_COLUMNS; i++)
    {
      UsherReviewColumn *column = &self->columns[i];
      gboolean visible = width >= column->min_width;

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
    { _("Day"), USHER_REVIEW_COLUMN_DAY, 16, 0, FALSE },
    { _("Time"), USHER_REVIEW_COLUMN_TIME, 8, 0, FALSE },
    { _("Event"), USHER_REVIEW_COLUMN_KIND, 14, 560, FALSE },
    { _("Recipient"), USHER_REVIEW_COLUMN_RECIPIENT, 12, 700, TRUE },
    { _("Company"), USHER_REVIEW_COLUMN_COMPANY, 14, 820, FALSE },
    { _("Invitation"), USHER_REVIEW_COLUMN_INVITATION, 10, 960, FALSE },
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
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (self->scroller), "notify::page-size",
                           G_CALLBACK (usher_review_pane_columns_adapt), self, G_CONNECT_SWAPPED);
}
