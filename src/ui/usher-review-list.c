/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of an archive for list views. The toolkit's own multiple selection holds an object for each selected row, which
 * for a million rows is a million lines parsed; here a selection is a bitset of positions. Main thread. */
#include "ui/usher-review-list.h"

#include "ui/usher-review-numbers.h"

/* Columns of a row are drawn one after the other; some rows are drawn again soon. */
#define N_EVENTS 64u

/* GTK makes widgets for some 205 rows below the first that is seen. Made at once, they would hold up the window: so many
 * are told of at once, so many a turn after, and from so many on all others, for which it makes none. */
#define FIRST_PLACES 40u
#define MORE_PLACES 12u
#define ALL_PLACES 240u

struct _UsherReviewList
{
  GObject parent_instance;

  UsherArchiveData *data; /* (owned) (nullable) */
  GArray *rows;           /* (owned) (nullable) all when NULL */
  GtkBitset *selected;    /* (owned) positions */
  guint current;          /* a row of the archive, or G_MAXUINT */
  UsherRow looked_at;     /* what was current, to be found again in other data */
  gboolean has_looked_at;

  gboolean of_places;
  guint n_told;           /* of places: how many the view knows of */
  guint grow_source;
  UsherArchiveEvent *events[N_EVENTS]; /* (owned) (nullable) that were asked for last */
  guint event_positions[N_EVENTS];
};

typedef enum
{
  PROP_CURRENT = 1,
} UsherReviewListProperty;

static GParamSpec *properties[PROP_CURRENT + 1];

static void usher_review_list_model_init (GListModelInterface *iface);
static void usher_review_list_selection_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UsherReviewList, usher_review_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, usher_review_list_model_init)
                                 G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, usher_review_list_selection_init))

/* --- the list ---------------------------------------------------------------------------------- */

static GType
usher_review_list_get_item_type (GListModel *model)
{
  return USHER_REVIEW_LIST (model)->of_places ? G_TYPE_OBJECT : USHER_TYPE_ARCHIVE_EVENT;
}

static guint
usher_review_list_get_n_items (GListModel *model)
{
  UsherReviewList *self = USHER_REVIEW_LIST (model);

  return self->of_places ? self->n_told : usher_review_list_get_n (self);
}

static gpointer
usher_review_list_get_item (GListModel *model, guint position)
{
  UsherReviewList *self = USHER_REVIEW_LIST (model);
  guint row = usher_review_list_get_row (self, position);

  if (self->of_places)
    return position < self->n_told ? g_object_new (G_TYPE_OBJECT, NULL) : NULL;
  return row != G_MAXUINT ? usher_archive_event_new (self->data, row) : NULL;
}

static void
usher_review_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = usher_review_list_get_item_type;
  iface->get_n_items = usher_review_list_get_n_items;
  iface->get_item = usher_review_list_get_item;
}

/* --- the selection ----------------------------------------------------------------------------- */

static void
set_current (UsherReviewList *self, guint row)
{
  if (self->current == row)
    return;
  self->current = row;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

static gboolean
usher_review_list_is_selected (GtkSelectionModel *model, guint position)
{
  return gtk_bitset_contains (USHER_REVIEW_LIST (model)->selected, position);
}

static GtkBitset *
usher_review_list_get_selection_in_range (GtkSelectionModel *model, guint position, guint n)
{
  return gtk_bitset_ref (USHER_REVIEW_LIST (model)->selected);
}

static gboolean
usher_review_list_set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  UsherReviewList *self = USHER_REVIEW_LIST (model);
  g_autoptr (GtkBitset) changes = gtk_bitset_copy (self->selected);
  guint n = usher_review_list_get_n (self);
  guint current;
  guint first;
  guint last;

  /* What differs, where it is to be set, and exists. */
  gtk_bitset_difference (changes, selected);
  gtk_bitset_intersect (changes, mask);
  if (n > 0)
    gtk_bitset_remove_range_closed (changes, n, G_MAXUINT);
  else
    gtk_bitset_remove_all (changes);
  if (gtk_bitset_is_empty (changes))
    {
      /* A click on what is selected already looks at it again. */
      if (gtk_bitset_get_size (mask) == 1 && gtk_bitset_contains (selected, gtk_bitset_get_minimum (mask)))
        set_current (self, usher_review_list_get_row (self, gtk_bitset_get_minimum (mask)));
      return TRUE;
    }
  self->has_looked_at = FALSE;
  gtk_bitset_difference (self->selected, changes);
  first = gtk_bitset_get_minimum (changes);
  last = gtk_bitset_get_maximum (changes);
  gtk_bitset_intersect (changes, self->selected);
  current = self->current;
  if (!gtk_bitset_is_empty (changes))
    self->current = usher_review_list_get_row (self, gtk_bitset_get_minimum (changes));
  else if (gtk_bitset_is_empty (self->selected))
    self->current = G_MAXUINT;
  else if (!gtk_bitset_contains (self->selected, usher_review_list_find (self, self->current)))
    self->current = usher_review_list_get_row (self, gtk_bitset_get_minimum (self->selected));
  gtk_selection_model_selection_changed (model, first, last - first + 1);
  if (self->current != current)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
  return TRUE;
}

static void
usher_review_list_selection_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = usher_review_list_is_selected;
  iface->get_selection_in_range = usher_review_list_get_selection_in_range;
  iface->set_selection = usher_review_list_set_selection;
}

/* --- object ------------------------------------------------------------------------------------ */

static void
usher_review_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherReviewListProperty) id)
    {
    case PROP_CURRENT:
      g_value_set_uint (value, USHER_REVIEW_LIST (object)->current);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
forget_events (UsherReviewList *self)
{
  for (guint i = 0; i < N_EVENTS; i++)
    g_clear_object (&self->events[i]);
}

static void
usher_review_list_finalize (GObject *object)
{
  UsherReviewList *self = USHER_REVIEW_LIST (object);

  g_clear_handle_id (&self->grow_source, g_source_remove);
  forget_events (self);
  g_clear_pointer (&self->data, usher_archive_data_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  gtk_bitset_unref (self->selected);
  G_OBJECT_CLASS (usher_review_list_parent_class)->finalize (object);
}

static void
usher_review_list_class_init (UsherReviewListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = usher_review_list_get_property;
  object_class->finalize = usher_review_list_finalize;

  /** UsherReviewList:current: The row of the archive that is looked at, or %G_MAXUINT. */
  properties[PROP_CURRENT] = g_param_spec_uint ("current", NULL, NULL, 0, G_MAXUINT, G_MAXUINT,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
usher_review_list_init (UsherReviewList *self)
{
  self->selected = gtk_bitset_new_empty ();
  self->current = G_MAXUINT;
}

/**
 * usher_review_list_new:
 *
 * Returns: (transfer full): a list without rows
 */
UsherReviewList *
usher_review_list_new (void)
{
  return g_object_new (USHER_TYPE_REVIEW_LIST, NULL);
}

/**
 * usher_review_list_new_of_places:
 *
 * Returns: (transfer full): a list without rows, whose items are places
 */
UsherReviewList *
usher_review_list_new_of_places (void)
{
  UsherReviewList *self = usher_review_list_new ();

  self->of_places = TRUE;
  return self;
}

/* Where the line that is looked at is in other data, or in these: while a file is loading there are none, then its first
 * rows, and later they stand elsewhere. */
static guint
follow_row (UsherReviewList *self, UsherArchiveData *data)
{
  if (self->current != G_MAXUINT && self->data != NULL)
    {
      self->looked_at = self->data->rows[self->current];
      self->has_looked_at = TRUE;
    }
  else if (data == self->data)
    {
      /* A filter hid it; it is not asked for any more. */
      self->has_looked_at = FALSE;
    }
  if (!self->has_looked_at || data == NULL)
    return G_MAXUINT;
  if (data == self->data)
    return self->current;
  for (guint i = usher_archive_data_find_time (data, self->looked_at.time);
       i < data->n_rows && data->rows[i].time == self->looked_at.time; i++)
    {
      if (data->rows[i].offset == self->looked_at.offset && data->rows[i].key == self->looked_at.key
          && data->rows[i].length == self->looked_at.length)
        return i;
    }
  return G_MAXUINT;
}

/* Takes other rows, and selects the one that is looked at where it stands now. */
static void
take_rows (UsherReviewList *self, UsherArchiveData *data, GArray *rows, guint current)
{
  guint position;

  if (rows != NULL)
    g_array_ref (rows);
  if (data != NULL)
    usher_archive_data_ref (data);
  forget_events (self);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->data, usher_archive_data_unref);
  self->data = data;
  self->rows = rows;
  gtk_bitset_remove_all (self->selected);
  position = current != G_MAXUINT ? usher_review_list_find (self, current) : G_MAXUINT;
  if (position != G_MAXUINT)
    gtk_bitset_add (self->selected, position);
  /* A number may have come to mean another row. */
  self->current = position != G_MAXUINT ? current : G_MAXUINT;
}

static void
replace_events (UsherReviewList *self, UsherArchiveData *data, GArray *rows, guint current)
{
  guint before = usher_review_list_get_n (self);
  UsherArchiveData *old = g_steal_pointer (&self->data);
  guint n;

  /* First none, then the new ones: told that some rows took the place of others, GTK asks for every one of them, to
   * see whether it is one that it had; a million rows would be parsed. */
  g_clear_pointer (&self->rows, g_array_unref);
  gtk_bitset_remove_all (self->selected);
  if (before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
  g_clear_pointer (&old, usher_archive_data_unref);
  take_rows (self, data, rows, current);
  n = usher_review_list_get_n (self);
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n);
}

/* Only the end of places changes, whichever rows they are of. */
static void
tell (UsherReviewList *self, guint n)
{
  guint before = self->n_told;

  if (n == before)
    return;
  self->n_told = n;
  if (n > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, n - before);
  else
    g_list_model_items_changed (G_LIST_MODEL (self), n, before - n, 0);
}

static gboolean
on_grow (gpointer user_data)
{
  UsherReviewList *self = USHER_REVIEW_LIST (user_data);
  guint n = usher_review_list_get_n (self);

  tell (self, self->n_told + MORE_PLACES >= ALL_PLACES ? n : MIN (n, self->n_told + MORE_PLACES));
  if (self->n_told < n)
    return G_SOURCE_CONTINUE;
  self->grow_source = 0;
  return G_SOURCE_REMOVE;
}

static void
replace_places (UsherReviewList *self, UsherArchiveData *data, GArray *rows, guint current)
{
  guint n;

  take_rows (self, data, rows, current);
  n = usher_review_list_get_n (self);
  g_clear_handle_id (&self->grow_source, g_source_remove);
  if (n == 0)
    /* Nobody looks at an empty table. Its rows stay for those that come next: making them anew takes long. */
    tell (self, MIN (self->n_told, ALL_PLACES));
  else if (n <= self->n_told || self->n_told >= ALL_PLACES)
    tell (self, n);
  else
    tell (self, MIN (n, MAX (self->n_told, FIRST_PLACES)));
  if (self->n_told < n)
    self->grow_source = g_idle_add (on_grow, self);
  if (self->n_told > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, self->n_told);
}

/**
 * usher_review_list_set_rows:
 * @self: a list
 * @data: (nullable): the archive
 * @rows: (nullable) (element-type guint32): its rows to list, ascending; %NULL for all
 *
 * Lists other rows. The row that is looked at stays selected where it is still listed; of several, that one.
 *
 * Returns: %FALSE when these are listed already
 */
gboolean
usher_review_list_set_rows (UsherReviewList *self, UsherArchiveData *data, GArray *rows)
{
  guint current;

  g_return_val_if_fail (USHER_IS_REVIEW_LIST (self), FALSE);

  if (data == NULL)
    rows = NULL;
  if (self->data == data && self->rows == rows)
    return FALSE;
  current = follow_row (self, data);
  if (self->of_places)
    replace_places (self, data, rows, current);
  else
    replace_events (self, data, rows, current);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
  return TRUE;
}

/**
 * usher_review_list_show_all:
 * @self: a list
 *
 * Tells whoever shows the list of all its rows, as one that may be far down is to be shown.
 */
void
usher_review_list_show_all (UsherReviewList *self)
{
  g_return_if_fail (USHER_IS_REVIEW_LIST (self));

  g_clear_handle_id (&self->grow_source, g_source_remove);
  if (self->of_places)
    tell (self, usher_review_list_get_n (self));
}

/**
 * usher_review_list_get_event:
 * @self: a list
 * @position: a position
 *
 * Reads a row, unless it was read a moment ago.
 *
 * Returns: (transfer none) (nullable): what stands there; good until the next call
 */
UsherArchiveEvent *
usher_review_list_get_event (UsherReviewList *self, guint position)
{
  guint row = usher_review_list_get_row (self, position);
  guint slot = position % N_EVENTS;

  if (row == G_MAXUINT)
    return NULL;
  if (self->events[slot] == NULL || self->event_positions[slot] != position)
    {
      g_clear_object (&self->events[slot]);
      self->events[slot] = usher_archive_event_new (self->data, row);
      self->event_positions[slot] = position;
    }
  return self->events[slot];
}

/**
 * usher_review_list_get_n:
 * @self: a list
 *
 * Returns: how many rows are listed
 */
guint
usher_review_list_get_n (UsherReviewList *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_LIST (self), 0);

  if (self->rows != NULL)
    return self->rows->len;
  return self->data != NULL ? self->data->n_rows : 0;
}

/**
 * usher_review_list_get_row:
 * @self: a list
 * @position: a position
 *
 * Returns: the row of the archive, or %G_MAXUINT when there is none
 */
guint
usher_review_list_get_row (UsherReviewList *self, guint position)
{
  if (position >= usher_review_list_get_n (self))
    return G_MAXUINT;
  return self->rows != NULL ? g_array_index (self->rows, guint32, position) : position;
}

/**
 * usher_review_list_find:
 * @self: a list
 * @row: a row of the archive
 *
 * Returns: its position, or %G_MAXUINT when it is not listed
 */
guint
usher_review_list_find (UsherReviewList *self, guint row)
{
  if (self->rows == NULL)
    return row < usher_review_list_get_n (self) ? row : G_MAXUINT;
  return usher_review_numbers_find (self->rows, row);
}

/**
 * usher_review_list_get_time:
 * @self: a list
 * @position: a position
 *
 * Returns: when it happened, or %USHER_TIME_NONE; a row without a time has that of the row before it
 */
gint64
usher_review_list_get_time (UsherReviewList *self, guint position)
{
  guint row = usher_review_list_get_row (self, position);

  return row != G_MAXUINT ? self->data->rows[row].time : G_MININT64;
}

/**
 * usher_review_list_get_key:
 * @self: a list
 * @position: a position
 *
 * Returns: what tells its event from others, in this file and in every other that has it
 */
guint64
usher_review_list_get_key (UsherReviewList *self, guint position)
{
  guint row = usher_review_list_get_row (self, position);

  return row != G_MAXUINT ? usher_row_get_key (&self->data->rows[row]) : 0;
}

/**
 * usher_review_list_get_current:
 * @self: a list
 *
 * Returns: the row of the archive that is looked at, or %G_MAXUINT
 */
guint
usher_review_list_get_current (UsherReviewList *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_LIST (self), G_MAXUINT);

  return self->current;
}

/**
 * usher_review_list_select_row:
 * @self: a list
 * @row: a row of the archive, or %G_MAXUINT for none
 *
 * Selects this row alone, when it is listed.
 */
void
usher_review_list_select_row (UsherReviewList *self, guint row)
{
  guint position;

  g_return_if_fail (USHER_IS_REVIEW_LIST (self));

  position = row != G_MAXUINT ? usher_review_list_find (self, row) : G_MAXUINT;
  if (position != G_MAXUINT && self->of_places && position >= self->n_told)
    usher_review_list_show_all (self);
  if (position != G_MAXUINT)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self), position, TRUE);
  else
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self));
}

/**
 * usher_review_list_get_n_selected:
 * @self: a list
 *
 * Returns: how many rows are selected
 */
guint
usher_review_list_get_n_selected (UsherReviewList *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_LIST (self), 0);

  return (guint) gtk_bitset_get_size (self->selected);
}

/**
 * usher_review_list_get_data:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): what is listed
 */
UsherArchiveData *
usher_review_list_get_data (UsherReviewList *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_LIST (self), NULL);

  return self->data;
}

/**
 * usher_review_list_get_rows:
 * @self: a list
 *
 * Returns: (transfer none) (nullable) (element-type guint32): the rows of the archive that are listed; %NULL for all
 */
GArray *
usher_review_list_get_rows (UsherReviewList *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_LIST (self), NULL);

  return self->rows;
}
