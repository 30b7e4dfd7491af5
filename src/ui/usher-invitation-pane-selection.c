/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is selected in the list, by identity and not by position: rows come, go and are sorted anew under a
 * selection, and one that slides beneath it sits beside a Revoke button. Main thread. */
#include "ui/usher-invitation-pane-private.h"

#include "ui/compat/usher-compat.h"

/* Of more than these, their invitations are not read: with Ctrl+A, that may be a hundred thousand. */
#define MAX_KEPT 200

void
usher_invitation_pane_selection_forget (UsherInvitationPane *self)
{
  g_hash_table_remove_all (self->kept);
  g_clear_pointer (&self->kept_keys, gtk_bitset_unref);
}

void
usher_invitation_pane_selection_announce (UsherInvitationPane *self)
{
  UsherInvitationItem *only = NULL;
  guint n = usher_invitation_pane_get_n_selected (self);

  if (n == 1)
    {
      GHashTableIter iter;
      gpointer key;

      g_hash_table_iter_init (&iter, self->kept);
      if (g_hash_table_iter_next (&iter, &key, NULL))
        only = key;
    }
  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_object (&self->selected, only))
    g_object_notify (G_OBJECT (self), "selected");
  /* Several others are as many, and not the same. */
  if (self->n_announced != n || n > 1)
    {
      self->n_announced = n;
      g_object_notify (G_OBJECT (self), "n-selected");
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* Whether exactly the kept items are selected now. */
static gboolean
selection_agrees (UsherInvitationPane *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->rows));
  GtkBitsetIter iter;
  guint position;

  if (gtk_bitset_get_size (selected) != usher_invitation_pane_get_n_selected (self))
    return FALSE;
  for (gboolean valid = gtk_bitset_iter_init_first (&iter, selected, &position); valid;
       valid = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (UsherInvitationItem) item = NULL;

      if (self->kept_keys != NULL)
        {
          if (!gtk_bitset_contains (self->kept_keys, usher_invitation_rows_get_key (self->rows, position)))
            return FALSE;
          continue;
        }
      item = usher_invitation_rows_dup_item (self->rows, position);
      if (!g_hash_table_contains (self->kept, item))
        return FALSE;
    }
  return TRUE;
}

/* FALSE when there is nothing that stands for one of them. */
static gboolean
keep_keys (UsherInvitationPane *self, GtkBitset *selected)
{
  g_autoptr (GtkBitset) keys = gtk_bitset_new_empty ();
  GtkBitsetIter iter;
  guint position;

  for (gboolean valid = gtk_bitset_iter_init_first (&iter, selected, &position); valid;
       valid = gtk_bitset_iter_next (&iter, &position))
    {
      guint key = usher_invitation_rows_get_key (self->rows, position);

      if (key == 0)
        return FALSE;
      gtk_bitset_add (keys, key);
    }
  self->kept_keys = g_steal_pointer (&keys);
  return TRUE;
}

static void
keep_selected (UsherInvitationPane *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->rows));
  GtkBitsetIter iter;
  guint position;

  usher_invitation_pane_selection_forget (self);
  if (gtk_bitset_get_size (selected) > MAX_KEPT && keep_keys (self, selected))
    {
      usher_invitation_pane_selection_announce (self);
      return;
    }
  for (gboolean valid = gtk_bitset_iter_init_first (&iter, selected, &position); valid;
       valid = gtk_bitset_iter_next (&iter, &position))
    {
      UsherInvitationItem *item = usher_invitation_rows_dup_item (self->rows, position);

      if (item != NULL)
        g_hash_table_add (self->kept, item);
    }
  usher_invitation_pane_selection_announce (self);
}

/* Where it stands among the rows that are in the view. */
static guint
find_row (UsherInvitationPane *self, const char *id)
{
  guint position = self->session != NULL ? usher_session_find_invitation (self->session, id) : G_MAXUINT;

  return position < usher_invitation_rows_get_n (self->rows) ? position : GTK_INVALID_LIST_POSITION;
}

typedef struct
{
  guint position;            /* or GTK_INVALID_LIST_POSITION, which is last */
  UsherInvitationItem *item; /* (unowned): kept */
} Place;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  guint one = ((const Place *) a)->position;
  guint other = ((const Place *) b)->position;

  return (one > other) - (one < other);
}

/* So far down a new invitation is looked for: an item is made of every row on the way. */
#define MAX_LOOK 500

/* Where one stands that was just made, and that nobody holds yet. */
static guint
look_for (UsherInvitationPane *self, const char *id)
{
  guint n = usher_invitation_rows_get_n (self->rows);
  guint position = find_row (self, id);

  for (guint i = 0; position == GTK_INVALID_LIST_POSITION && i < MIN (n, MAX_LOOK); i++)
    {
      g_autoptr (UsherInvitationItem) item = usher_invitation_rows_dup_item (self->rows, i);

      if (g_strcmp0 (usher_invitation_item_get_id (item), id) == 0)
        position = i;
    }
  return position;
}

/* Where they stand now that are kept; those that are not listed any more are let go. */
static GtkBitset *
find_kept (UsherInvitationPane *self)
{
  GtkBitset *found = gtk_bitset_new_empty ();
  GHashTableIter iter;
  gpointer item;

  if (self->kept_keys != NULL)
    {
      g_autoptr (GtkBitset) keys = g_steal_pointer (&self->kept_keys);
      guint n = usher_invitation_rows_get_n (self->rows);

      self->kept_keys = gtk_bitset_new_empty ();
      for (guint i = 0; i < n; i++)
        {
          guint key = usher_invitation_rows_get_key (self->rows, i);

          if (!gtk_bitset_contains (keys, key))
            continue;
          gtk_bitset_add (self->kept_keys, key);
          gtk_bitset_add (found, i);
        }
      return found;
    }
  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    {
      guint position = GTK_INVALID_LIST_POSITION;

      if (self->session != NULL)
        position = find_row (self, usher_invitation_item_get_id (item));
      if (position == GTK_INVALID_LIST_POSITION)
        g_hash_table_iter_remove (&iter);
      else
        gtk_bitset_add (found, position);
    }
  return found;
}

/* Selects what was selected, wherever the rows went. */
static gboolean
on_reconcile (gpointer user_data)
{
  UsherInvitationPane *self = USHER_INVITATION_PANE (user_data);
  guint scroll_to = GTK_INVALID_LIST_POSITION;

  if (self->session != NULL && usher_session_get_loading (self->session))
    {
      /* The rows of the answer are yet to come: on_loading_changed() does it then. */
      self->reconcile_source = 0;
      return G_SOURCE_REMOVE;
    }
  if (self->wanted_id != NULL && self->session != NULL)
    {
      guint position = look_for (self, self->wanted_id);

      if (position != GTK_INVALID_LIST_POSITION)
        {
          g_clear_pointer (&self->wanted_id, g_free);
          usher_invitation_pane_selection_forget (self);
          g_hash_table_add (self->kept, usher_invitation_rows_dup_item (self->rows, position));
          scroll_to = position;
        }
    }
  if (!selection_agrees (self))
    {
      g_autoptr (GtkBitset) found = find_kept (self);
      g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, usher_invitation_rows_get_n (self->rows));

      gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->rows), found, all);
      if (gtk_bitset_get_size (found) == 1)
        scroll_to = gtk_bitset_get_minimum (found);
    }
  self->reconcile_source = 0;
  usher_invitation_pane_selection_announce (self);
  /* Rows that come in above push the view down, which is right for who reads further down, and wrong for
   * who looks at the newest or asked for another order. */
  if (scroll_to == GTK_INVALID_LIST_POSITION && self->to_top
      && usher_invitation_pane_get_n_selected (self) == 0 && usher_invitation_rows_get_n (self->rows) > 0)
    scroll_to = 0;
  self->to_top = FALSE;
  if (scroll_to != GTK_INVALID_LIST_POSITION)
    usher_compat_scroll_to (self->view, scroll_to);
  return G_SOURCE_REMOVE;
}

/* A refresh may take rows out in one signal and put them back in the next: only what is there when the
 * turn is over counts. Before input is handled, so that no click meets a selection that is astray. */
void
usher_invitation_pane_selection_reconcile (UsherInvitationPane *self)
{
  if (self->reconcile_source == 0)
    self->reconcile_source = g_idle_add_full (G_PRIORITY_HIGH, on_reconcile, self, NULL);
}

static void
on_selection_changed (UsherInvitationPane *self)
{
  if (self->reconcile_source != 0)
    return;
  g_clear_pointer (&self->wanted_id, g_free);
  keep_selected (self);
}

void
usher_invitation_pane_selection_init (UsherInvitationPane *self)
{
  g_signal_connect_swapped (self->rows, "selection-changed", G_CALLBACK (on_selection_changed), self);
}

/**
 * usher_invitation_pane_get_selected:
 * @self: a pane
 *
 * Returns: (transfer none) (nullable): the selected invitation, when it is exactly one
 */
UsherInvitationItem *
usher_invitation_pane_get_selected (UsherInvitationPane *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_PANE (self), NULL);

  return self->selected;
}

/**
 * usher_invitation_pane_get_n_selected:
 * @self: a pane
 *
 * Returns: how many invitations are selected
 */
guint
usher_invitation_pane_get_n_selected (UsherInvitationPane *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_PANE (self), 0);

  return self->kept_keys != NULL ? (guint) gtk_bitset_get_size (self->kept_keys) : g_hash_table_size (self->kept);
}

/**
 * usher_invitation_pane_has_selection_at_hand:
 * @self: a pane
 *
 * Returns: %FALSE when so many are selected that they are read only when something is to be done with them
 */
gboolean
usher_invitation_pane_has_selection_at_hand (UsherInvitationPane *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_PANE (self), FALSE);

  return self->kept_keys == NULL;
}

/**
 * usher_invitation_pane_dup_selection:
 * @self: a pane
 *
 * With a great many selected, they are read for this: to be asked when something is to be done with them, not when
 * they are selected.
 *
 * Returns: (transfer full) (element-type UsherInvitationItem): what is selected, as it stands in the list
 */
GPtrArray *
usher_invitation_pane_dup_selection (UsherInvitationPane *self)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GArray) places = NULL;
  GHashTableIter iter;
  gpointer key;

  g_return_val_if_fail (USHER_IS_INVITATION_PANE (self), NULL);

  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; self->kept_keys != NULL && i < usher_invitation_rows_get_n (self->rows); i++)
    {
      if (gtk_bitset_contains (self->kept_keys, usher_invitation_rows_get_key (self->rows, i)))
        g_ptr_array_add (items, usher_invitation_rows_dup_item (self->rows, i));
    }
  if (self->kept_keys != NULL)
    return g_steal_pointer (&items);
  /* A place is looked for once each, not in every comparison. */
  places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      Place place = { find_row (self, usher_invitation_item_get_id (key)), key };

      g_array_append_val (places, place);
    }
  g_array_sort (places, compare_places);
  for (guint i = 0; i < places->len; i++)
    g_ptr_array_add (items, g_object_ref (g_array_index (places, Place, i).item));
  return g_steal_pointer (&items);
}

/**
 * usher_invitation_pane_select_id:
 * @self: a pane
 * @id: the id of an invitation
 *
 * Selects that invitation alone, now or as soon as it is listed; the person's own choice meanwhile wins.
 */
void
usher_invitation_pane_select_id (UsherInvitationPane *self, const char *id)
{
  g_return_if_fail (USHER_IS_INVITATION_PANE (self));
  g_return_if_fail (id != NULL);

  g_free (self->wanted_id);
  self->wanted_id = g_strdup (id);
  usher_invitation_pane_selection_reconcile (self);
}
