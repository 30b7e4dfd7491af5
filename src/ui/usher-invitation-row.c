/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the view. GTK binds some 200 of them around the ones that are seen, and again at each jump: so a row is
 * a number, and asks the list for its invitation only when somebody wants to know. Main thread. */
#include "ui/usher-invitation-row.h"

#include "model/usher-read-ahead.h"
#include "ui/usher-invitation-rows.h"

struct _UsherInvitationRow
{
  GObject parent_instance;

  UsherInvitationRows *rows; /* (unowned) (nullable): it stands in none any more */
  GListModel *items;         /* (unowned) of UsherInvitationItem, held by rows */
  UsherInvitationItem *item; /* (owned) (nullable) not asked for yet */
  gulong handler;            /* on item */
  guint position;            /* G_MAXUINT: gone */
};

G_DEFINE_FINAL_TYPE (UsherInvitationRow, usher_invitation_row, G_TYPE_OBJECT)

static void
forget (UsherInvitationRow *self)
{
  if (self->item != NULL)
    g_signal_handler_disconnect (self->item, self->handler);
  g_clear_object (&self->item);
}

static void
on_notify (UsherInvitationRow *self)
{
  if (self->rows != NULL)
    usher_invitation_rows_row_changed (self->rows, self);
}

static void
usher_invitation_row_dispose (GObject *object)
{
  UsherInvitationRow *self = USHER_INVITATION_ROW (object);

  if (self->rows != NULL)
    usher_invitation_rows_row_gone (self->rows, self->position);
  usher_invitation_row_leave (self);
  forget (self);
  G_OBJECT_CLASS (usher_invitation_row_parent_class)->dispose (object);
}

static void
usher_invitation_row_class_init (UsherInvitationRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = usher_invitation_row_dispose;
}

static void
usher_invitation_row_init (UsherInvitationRow *self)
{
}

/**
 * usher_invitation_row_new:
 * @rows: who makes it, and has it leave when it goes itself; told of changes, and when the row goes. Not by
 *   signals, as rows come and go by the hundred
 * @items: the list of #UsherInvitationItem
 * @position: where in it
 *
 * Returns: (transfer full): a row
 */
UsherInvitationRow *
usher_invitation_row_new (UsherInvitationRows *rows, GListModel *items, guint position)
{
  UsherInvitationRow *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (items), NULL);

  self = g_object_new (USHER_TYPE_INVITATION_ROW, NULL);
  self->rows = rows;
  self->items = items;
  self->position = position;
  return self;
}

/**
 * usher_invitation_row_get_position:
 * @self: a row
 *
 * Returns: where it stands, or %G_MAXUINT when it does not any more
 */
guint
usher_invitation_row_get_position (UsherInvitationRow *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_ROW (self), G_MAXUINT);

  return self->position;
}

/* Eats the item. */
static void
take_item (UsherInvitationRow *self, UsherInvitationItem *item)
{
  self->item = item;
  if (item != NULL)
    self->handler = g_signal_connect_swapped (item, "notify", G_CALLBACK (on_notify), self);
}

/**
 * usher_invitation_row_get_item:
 * @self: a row
 *
 * Asks for what stands there, if it was not asked for before; from then on, the row tells of changes. It may have to be
 * read from a file, so who draws rows does not ask in this way.
 *
 * Returns: (transfer none) (nullable): the item; %NULL when there is no such row any more
 */
UsherInvitationItem *
usher_invitation_row_get_item (UsherInvitationRow *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_ROW (self), NULL);

  if (self->item == NULL && self->rows != NULL)
    take_item (self, g_list_model_get_item (self->items, self->position));
  return self->item;
}

/**
 * usher_invitation_row_find_item:
 * @self: a row
 *
 * Asks for what stands there as usher_invitation_row_get_item() does, but only if nothing has to be read for it.
 *
 * Returns: (transfer none) (nullable): the item; %NULL when it is not at hand, or there is no such row any more
 */
UsherInvitationItem *
usher_invitation_row_find_item (UsherInvitationRow *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_ROW (self), NULL);

  if (self->item == NULL && self->rows != NULL && USHER_IS_READ_AHEAD (self->items))
    take_item (self, usher_read_ahead_peek (USHER_READ_AHEAD (self->items), self->position));
  else if (self->item == NULL)
    return usher_invitation_row_get_item (self);
  return self->item;
}

/**
 * usher_invitation_row_peek_item:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the item, when it was asked for before
 */
UsherInvitationItem *
usher_invitation_row_peek_item (UsherInvitationRow *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_ROW (self), NULL);

  return self->item;
}

/**
 * usher_invitation_row_reset:
 * @self: a row
 *
 * Says that another invitation may stand there now. It is asked for anew when it is wanted.
 */
void
usher_invitation_row_reset (UsherInvitationRow *self)
{
  g_return_if_fail (USHER_IS_INVITATION_ROW (self));

  forget (self);
}

/**
 * usher_invitation_row_move:
 * @self: a row
 * @position: where the same invitation stands now
 */
void
usher_invitation_row_move (UsherInvitationRow *self, guint position)
{
  g_return_if_fail (USHER_IS_INVITATION_ROW (self));

  self->position = position;
}

/**
 * usher_invitation_row_leave:
 * @self: a row
 *
 * Says that it stands nowhere any more. What stood there last stays known to whoever still holds it.
 */
void
usher_invitation_row_leave (UsherInvitationRow *self)
{
  g_return_if_fail (USHER_IS_INVITATION_ROW (self));

  self->rows = NULL;
  self->items = NULL;
  self->position = G_MAXUINT;
}
