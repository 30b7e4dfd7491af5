/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows for the view over the session's list. Main thread.
 *
 * When another list takes the place of one, GTK throws the widgets of all its rows away and makes new ones, which
 * takes a tenth of a second for the 200 rows that it keeps. Here rows stay, and are told that other invitations
 * stand in them: only their cells are drawn again, and rows come or go at the end alone. What moves within a list,
 * at a refresh, is told as what it is, so that the view and the keyboard's focus follow it.
 *
 * The selection is a bitset of positions. It is lost where other invitations come to stand; the pane, which knows
 * what the person selected, restores it (DESIGN, decision 1). */
#include "ui/usher-invitation-rows.h"

#include "model/usher-read-ahead.h"

/* GTK 4.8.3 goes on to show rows that are gone when all those it had widgets for are removed at once, and rows
 * before them stay. With fewer rows than this before them, they are made anew. */
#define MIN_KEPT 16
/* Among so many rows it is looked for those that only moved. */
#define MAX_MOVED 64

struct _UsherInvitationRows
{
  GObject parent_instance;

  GListModel *items;    /* (owned) (nullable) of UsherInvitationItem */
  GHashTable *live;     /* (owned) (element-type guint UsherInvitationRow) rows that somebody holds; borrowed */
  GtkBitset *selected;  /* (owned) */
  guint n;
  guint limit;
  gboolean emptied;     /* all items went, and others may come in the next signal */
};

enum
{
  SIGNAL_ROW_CHANGED,
  SIGNAL_COME,
  SIGNAL_STALE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void usher_invitation_rows_model_init (GListModelInterface *iface);
static void usher_invitation_rows_selection_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UsherInvitationRows, usher_invitation_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, usher_invitation_rows_model_init)
                                 G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                        usher_invitation_rows_selection_init))

/* --- rows -------------------------------------------------------------------------------------- */

/* For a row whose invitation says something else. */
void
usher_invitation_rows_row_changed (UsherInvitationRows *self, UsherInvitationRow *row)
{
  g_signal_emit (self, signals[SIGNAL_ROW_CHANGED], 0, row);
}

/* For a row that nobody holds any more. */
void
usher_invitation_rows_row_gone (UsherInvitationRows *self, guint position)
{
  g_hash_table_remove (self->live, GUINT_TO_POINTER (position));
}

static GType
usher_invitation_rows_get_item_type (GListModel *model)
{
  return USHER_TYPE_INVITATION_ROW;
}

static guint
usher_invitation_rows_get_n_items (GListModel *model)
{
  return USHER_INVITATION_ROWS (model)->n;
}

static gpointer
usher_invitation_rows_get_item (GListModel *model, guint position)
{
  UsherInvitationRows *self = USHER_INVITATION_ROWS (model);
  UsherInvitationRow *row;

  if (position >= self->n)
    return NULL;
  row = g_hash_table_lookup (self->live, GUINT_TO_POINTER (position));
  if (row != NULL)
    return g_object_ref (row);
  row = usher_invitation_row_new (self, self->items, position);
  g_hash_table_insert (self->live, GUINT_TO_POINTER (position), row);
  return row;
}

static void
usher_invitation_rows_model_init (GListModelInterface *iface)
{
  iface->get_item_type = usher_invitation_rows_get_item_type;
  iface->get_n_items = usher_invitation_rows_get_n_items;
  iface->get_item = usher_invitation_rows_get_item;
}

/* --- the selection ----------------------------------------------------------------------------- */

static gboolean
usher_invitation_rows_is_selected (GtkSelectionModel *model, guint position)
{
  return gtk_bitset_contains (USHER_INVITATION_ROWS (model)->selected, position);
}

static GtkBitset *
usher_invitation_rows_get_selection_in_range (GtkSelectionModel *model, guint position, guint n)
{
  return gtk_bitset_ref (USHER_INVITATION_ROWS (model)->selected);
}

static gboolean
usher_invitation_rows_set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  UsherInvitationRows *self = USHER_INVITATION_ROWS (model);
  g_autoptr (GtkBitset) changes = gtk_bitset_copy (self->selected);
  g_autoptr (GtkBitset) before = NULL;

  /* What differs, where it is to be set, and exists. */
  gtk_bitset_difference (changes, selected);
  gtk_bitset_intersect (changes, mask);
  if (self->n > 0)
    gtk_bitset_remove_range_closed (changes, self->n, G_MAXUINT);
  else
    gtk_bitset_remove_all (changes);
  if (gtk_bitset_is_empty (changes))
    return TRUE;
  /* Whoever was given the old one goes on to have it. */
  before = self->selected;
  self->selected = gtk_bitset_copy (before);
  gtk_bitset_difference (self->selected, changes);
  gtk_selection_model_selection_changed (model, gtk_bitset_get_minimum (changes),
                                         gtk_bitset_get_maximum (changes) - gtk_bitset_get_minimum (changes) + 1);
  return TRUE;
}

static void
usher_invitation_rows_selection_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = usher_invitation_rows_is_selected;
  iface->get_selection_in_range = usher_invitation_rows_get_selection_in_range;
  iface->set_selection = usher_invitation_rows_set_selection;
}

/* --- what the list tells ----------------------------------------------------------------------- */

/* Takes the rows of a range out, and shifts those behind it. */
static GPtrArray *
take_out (UsherInvitationRows *self, guint position, guint removed, guint added)
{
  g_autoptr (GHashTable) old = g_steal_pointer (&self->live);
  GPtrArray *out = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer row;

  self->live = g_hash_table_new (NULL, NULL);
  g_hash_table_iter_init (&iter, old);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    {
      guint at = usher_invitation_row_get_position (row);

      if (at >= position && at - position < removed)
        {
          g_ptr_array_add (out, g_object_ref (row));
          continue;
        }
      if (at >= position)
        usher_invitation_row_move (row, at - removed + added);
      g_hash_table_insert (self->live, GUINT_TO_POINTER (usher_invitation_row_get_position (row)), row);
    }
  return out;
}

/* What went and comes again at once has moved: it keeps its row, and so its widgets and the focus. */
static void
put_back (UsherInvitationRows *self, GPtrArray *out, guint position, guint added)
{
  for (guint i = position; out->len > 0 && i < position + added; i++)
    {
      g_autoptr (UsherInvitationItem) item = NULL;

      /* What a row holds is at hand. */
      if (USHER_IS_READ_AHEAD (self->items))
        item = usher_read_ahead_peek (USHER_READ_AHEAD (self->items), i);
      else
        item = g_list_model_get_item (self->items, i);
      for (guint k = 0; item != NULL && k < out->len; k++)
        {
          UsherInvitationRow *row = g_ptr_array_index (out, k);

          if (usher_invitation_row_peek_item (row) != item)
            continue;
          usher_invitation_row_move (row, i);
          g_hash_table_insert (self->live, GUINT_TO_POINTER (i), row);
          g_ptr_array_remove_index_fast (out, k);
          break;
        }
    }
}

static void
splice (UsherInvitationRows *self, guint position, guint removed, guint added)
{
  g_autoptr (GPtrArray) out = NULL;

  if (removed == 0 && added == 0)
    return;
  out = take_out (self, position, removed, added);
  if (removed > 0 && added > 0 && added <= MAX_MOVED)
    put_back (self, out, position, added);
  for (guint i = 0; i < out->len; i++)
    usher_invitation_row_leave (g_ptr_array_index (out, i));
  gtk_bitset_splice (self->selected, position, removed, added);
  self->n = self->n - removed + added;
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

/* How many of the rows that somebody holds, the view above all, stand before that position. */
static guint
count_before (UsherInvitationRows *self, guint position)
{
  GHashTableIter iter;
  gpointer row;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    n += usher_invitation_row_get_position (row) < position;
  return n;
}

/* Other invitations stand in the rows from now on. */
static void
replace (UsherInvitationRows *self, guint n)
{
  guint common = MIN (self->n, n);
  GHashTableIter iter;
  gpointer row;

  if (n < self->n && count_before (self, n) < MIN (n, MIN_KEPT))
    {
      splice (self, 0, self->n, 0);
      splice (self, 0, 0, n);
      return;
    }
  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    usher_invitation_row_reset (row);
  /* Before the selection goes: whoever is told knows that no person took it away. */
  g_signal_emit (self, signals[SIGNAL_ROW_CHANGED], 0, NULL);
  if (!gtk_bitset_is_empty (self->selected))
    {
      guint first = gtk_bitset_get_minimum (self->selected);
      guint last = gtk_bitset_get_maximum (self->selected);

      gtk_bitset_remove_all (self->selected);
      gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), first, last - first + 1);
    }
  splice (self, common, self->n - common, n - common);
}

static guint
get_wanted (UsherInvitationRows *self)
{
  return self->items != NULL ? MIN (self->limit, g_list_model_get_n_items (self->items)) : 0;
}

static void
on_items_changed (UsherInvitationRows *self, guint position, guint removed, guint added)
{
  guint n = get_wanted (self);

  if (self->emptied)
    {
      self->emptied = FALSE;
      replace (self, n);
      return;
    }
  /* A list that is replaced is first told to be empty. If that is all, it says how many items it has. */
  if (n == 0 && self->n > 0)
    {
      self->emptied = TRUE;
      return;
    }
  /* Beyond the limit, nobody sees it; at the limit, rows are pushed out or move up. */
  if (position >= self->limit)
    return;
  if (self->limit != G_MAXUINT)
    {
      removed = self->n - position;
      added = n - position;
    }
  splice (self, position, removed, added);
}

static void
on_come (UsherInvitationRows *self)
{
  g_signal_emit (self, signals[SIGNAL_COME], 0);
}

static void
on_stale (UsherInvitationRows *self)
{
  g_signal_emit (self, signals[SIGNAL_STALE], 0);
}

static void
on_n_items (UsherInvitationRows *self)
{
  if (!self->emptied)
    return;
  self->emptied = FALSE;
  splice (self, 0, self->n, 0);
}

/* --- object ------------------------------------------------------------------------------------ */

static void
usher_invitation_rows_dispose (GObject *object)
{
  UsherInvitationRows *self = USHER_INVITATION_ROWS (object);
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    {
      g_hash_table_iter_steal (&iter);
      usher_invitation_row_leave (row);
    }
  self->n = 0;
  if (self->items != NULL)
    g_signal_handlers_disconnect_by_data (self->items, self);
  g_clear_object (&self->items);
  G_OBJECT_CLASS (usher_invitation_rows_parent_class)->dispose (object);
}

static void
usher_invitation_rows_finalize (GObject *object)
{
  UsherInvitationRows *self = USHER_INVITATION_ROWS (object);

  g_hash_table_unref (self->live);
  gtk_bitset_unref (self->selected);
  G_OBJECT_CLASS (usher_invitation_rows_parent_class)->finalize (object);
}

static void
usher_invitation_rows_class_init (UsherInvitationRowsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = usher_invitation_rows_dispose;
  object_class->finalize = usher_invitation_rows_finalize;

  /**
   * UsherInvitationRows::row-changed:
   * @self: the rows
   * @row: (nullable): one of them, or %NULL for all
   *
   * A row that stays where it is says something else now.
   */
  signals[SIGNAL_ROW_CHANGED] = g_signal_new ("row-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                              NULL, NULL, G_TYPE_NONE, 1, USHER_TYPE_INVITATION_ROW);
  /**
   * UsherInvitationRows::come:
   * @self: the rows
   *
   * What was wanted is at hand: usher_invitation_row_find_item().
   */
  signals[SIGNAL_COME] = g_signal_new ("come", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
  /**
   * UsherInvitationRows::stale:
   * @self: the rows
   *
   * Rows whose items nobody holds may say something else. What was wanted has to be wanted again.
   */
  signals[SIGNAL_STALE] = g_signal_new ("stale", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

static void
usher_invitation_rows_init (UsherInvitationRows *self)
{
  self->live = g_hash_table_new (NULL, NULL);
  self->selected = gtk_bitset_new_empty ();
  self->limit = G_MAXUINT;
}

/**
 * usher_invitation_rows_new:
 *
 * Returns: (transfer full): no rows
 */
UsherInvitationRows *
usher_invitation_rows_new (void)
{
  return g_object_new (USHER_TYPE_INVITATION_ROWS, NULL);
}

/**
 * usher_invitation_rows_set_items:
 * @self: rows
 * @items: (nullable): a list of #UsherInvitationItem that notifies "n-items" after it has changed
 *
 * Shows another list.
 */
void
usher_invitation_rows_set_items (UsherInvitationRows *self, GListModel *items)
{
  g_return_if_fail (USHER_IS_INVITATION_ROWS (self));

  if (self->items == items)
    return;
  self->emptied = FALSE;
  splice (self, 0, self->n, 0);
  if (self->items != NULL)
    g_signal_handlers_disconnect_by_data (self->items, self);
  g_set_object (&self->items, items);
  if (items == NULL)
    return;
  g_signal_connect_swapped (items, "items-changed", G_CALLBACK (on_items_changed), self);
  g_signal_connect_swapped (items, "notify::n-items", G_CALLBACK (on_n_items), self);
  if (USHER_IS_READ_AHEAD (items))
    {
      g_signal_connect_swapped (items, "come", G_CALLBACK (on_come), self);
      g_signal_connect_swapped (items, "stale", G_CALLBACK (on_stale), self);
    }
  splice (self, 0, 0, get_wanted (self));
}

/**
 * usher_invitation_rows_set_limit:
 * @self: rows
 * @limit: how many of the list are rows at the most
 *
 * Shows so many of the first.
 */
void
usher_invitation_rows_set_limit (UsherInvitationRows *self, guint limit)
{
  guint n;

  g_return_if_fail (USHER_IS_INVITATION_ROWS (self));

  self->limit = limit;
  n = get_wanted (self);
  if (self->emptied)
    return;
  if (n < self->n)
    splice (self, n, self->n - n, 0);
  else
    splice (self, self->n, 0, n - self->n);
}

/**
 * usher_invitation_rows_get_limit:
 * @self: rows
 *
 * Returns: how many of the list are rows at the most
 */
guint
usher_invitation_rows_get_limit (UsherInvitationRows *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_ROWS (self), 0);

  return self->limit;
}

/**
 * usher_invitation_rows_get_n:
 * @self: rows
 *
 * Returns: how many there are
 */
guint
usher_invitation_rows_get_n (UsherInvitationRows *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_ROWS (self), 0);

  return self->n;
}

/**
 * usher_invitation_rows_dup_item:
 * @self: rows
 * @position: one of them
 *
 * Returns: (transfer full) (nullable): what stands there
 */
UsherInvitationItem *
usher_invitation_rows_dup_item (UsherInvitationRows *self, guint position)
{
  g_autoptr (UsherInvitationRow) row = NULL;
  UsherInvitationItem *item;

  g_return_val_if_fail (USHER_IS_INVITATION_ROWS (self), NULL);

  row = g_list_model_get_item (G_LIST_MODEL (self), position);
  item = row != NULL ? usher_invitation_row_get_item (row) : NULL;
  return item != NULL ? g_object_ref (item) : NULL;
}

/**
 * usher_invitation_rows_want:
 * @self: rows
 * @positions: (array length=n): those that are going to be drawn, the most urgent first
 * @n: how many
 *
 * Has invitations read that are not at hand. Takes the place of an earlier wish.
 *
 * Returns: whether any of them has to be read; then "come" follows
 */
gboolean
usher_invitation_rows_want (UsherInvitationRows *self, const guint *positions, guint n)
{
  g_return_val_if_fail (USHER_IS_INVITATION_ROWS (self), FALSE);

  return USHER_IS_READ_AHEAD (self->items) && usher_read_ahead_want (USHER_READ_AHEAD (self->items), positions, n);
}

/**
 * usher_invitation_rows_get_key:
 * @self: rows
 * @position: one of them
 *
 * Returns: a number that stands for the invitation there, wherever it moves, as long as it is listed, and for no
 *   other; 0 when there is no such number
 */
guint
usher_invitation_rows_get_key (UsherInvitationRows *self, guint position)
{
  gint64 key;

  g_return_val_if_fail (USHER_IS_INVITATION_ROWS (self), 0);

  if (position >= self->n || !USHER_IS_READ_AHEAD (self->items))
    return 0;
  key = usher_read_ahead_get_key (USHER_READ_AHEAD (self->items), position);
  return key > 0 && key < G_MAXUINT ? (guint) key : 0;
}
