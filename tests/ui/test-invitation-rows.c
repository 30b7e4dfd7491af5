/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the list's view: what they tell when a list is replaced, changed and cut, and what is selected then. */
#include "ui/usher-ui-test.h"

#include "model/usher-time.h"
#include "ui/usher-invitation-rows.h"

static UsherInvitationItem *
make_item (guint number)
{
  g_autofree char *json = g_strdup_printf ("{\"id\": \"00000000-0000-4000-8000-%012u\", \"status\": \"ACTIVE\"}", number);
  g_autoptr (JsonNode) node = usher_json_parse (json, -1, NULL);
  g_autoptr (UsherInvitation) invitation = usher_invitation_new_from_json (node, NULL);

  return usher_invitation_item_new (invitation, "Example", USHER_TIME_NONE);
}

static GListStore *
make_store (guint first, guint n)
{
  GListStore *store = g_list_store_new (USHER_TYPE_INVITATION_ITEM);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (UsherInvitationItem) item = make_item (first + i);

      g_list_store_append (store, item);
    }
  return store;
}

/* As the session's list tells of an answer with other rows. */
static void
replace (GListStore *store, guint first, guint n)
{
  g_autoptr (GListStore) other = make_store (first, n);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (other), i));
  g_object_freeze_notify (G_OBJECT (store));
  g_list_store_remove_all (store);
  g_list_store_splice (store, 0, 0, items->pdata, n);
  g_object_thaw_notify (G_OBJECT (store));
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, GString *told)
{
  g_string_append_printf (told, "%u-%u+%u ", position, removed, added);
}

static void
on_row_changed (UsherInvitationRows *rows, UsherInvitationRow *row, GString *told)
{
  if (row != NULL)
    g_string_append_printf (told, "row %u ", usher_invitation_row_get_position (row));
  else
    g_string_append (told, "all ");
}

static void
on_selection_changed (GtkSelectionModel *model, guint position, guint n, GString *told)
{
  g_string_append_printf (told, "selected %u/%u ", position, n);
}

static UsherInvitationRows *
make_rows (GListStore *store, GString *told)
{
  UsherInvitationRows *rows = usher_invitation_rows_new ();

  usher_invitation_rows_set_items (rows, G_LIST_MODEL (store));
  g_signal_connect (rows, "items-changed", G_CALLBACK (on_items_changed), told);
  g_signal_connect (rows, "row-changed", G_CALLBACK (on_row_changed), told);
  g_signal_connect (rows, "selection-changed", G_CALLBACK (on_selection_changed), told);
  return rows;
}

static void
assert_told (GString *told, const char *what)
{
  g_assert_cmpstr (told->str, ==, what);
  g_string_set_size (told, 0);
}

static const char *
get_id (UsherInvitationRow *row)
{
  UsherInvitationItem *item = usher_invitation_row_get_item (row);

  return item != NULL ? usher_invitation_item_get_id (item) + 24 : NULL;
}

static void
test_rows (void)
{
  g_autoptr (GListStore) store = make_store (0, 3);
  g_autoptr (GString) told = g_string_new (NULL);
  UsherInvitationRows *rows = make_rows (store, told);
  UsherInvitationRow *row = g_list_model_get_item (G_LIST_MODEL (rows), 1);
  g_autoptr (UsherInvitationRow) same = g_list_model_get_item (G_LIST_MODEL (rows), 1);
  g_autoptr (UsherInvitationItem) item = usher_invitation_rows_dup_item (rows, 1);
  g_autoptr (UsherInvitation) invitation = g_object_ref (usher_invitation_item_get_invitation (item));

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (rows)) == USHER_TYPE_INVITATION_ROW);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, 3);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (rows), 3));
  g_assert_null (usher_invitation_rows_dup_item (rows, 3));
  g_assert_true (row == same);
  g_assert_cmpstr (get_id (row), ==, "000000000001");

  /* What the invitation says is told for the row it is in. */
  usher_invitation_item_update (item, invitation, "Another", USHER_TIME_NONE);
  assert_told (told, "row 1 ");

  /* A row outlives the rows, and nobody is told any more. */
  usher_invitation_rows_set_items (rows, NULL);
  assert_told (told, "0-3+0 ");
  g_assert_cmpuint (usher_invitation_row_get_position (row), ==, G_MAXUINT);
  g_assert_cmpstr (get_id (row), ==, "000000000001");
  usher_invitation_item_update (item, invitation, "Yet Another", USHER_TIME_NONE);
  assert_told (told, "");
  g_clear_object (&same);
  g_assert_finalize_object (row);
  g_assert_finalize_object (rows);
}

static void
test_replace (void)
{
  g_autoptr (GListStore) store = make_store (0, 5);
  g_autoptr (GString) told = g_string_new (NULL);
  UsherInvitationRows *rows = make_rows (store, told);
  g_autoptr (UsherInvitationRow) second = g_list_model_get_item (G_LIST_MODEL (rows), 1);
  g_autoptr (UsherInvitationRow) fourth = g_list_model_get_item (G_LIST_MODEL (rows), 3);
  g_autoptr (UsherInvitationRow) first = g_list_model_get_item (G_LIST_MODEL (rows), 0);
  g_autoptr (UsherInvitationRow) third = g_list_model_get_item (G_LIST_MODEL (rows), 2);

  g_assert_cmpstr (get_id (second), ==, "000000000001");
  g_assert_cmpstr (get_id (fourth), ==, "000000000003");
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (rows), 1, TRUE);
  assert_told (told, "selected 1/1 ");

  /* Fewer: the rows stay and others stand in them; only the last ones go. */
  replace (store, 10, 3);
  assert_told (told, "all selected 1/1 3-2+0 ");
  g_assert_cmpstr (get_id (second), ==, "000000000011");
  g_assert_cmpuint (usher_invitation_row_get_position (fourth), ==, G_MAXUINT);
  g_assert_false (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (rows), 1));

  /* More. */
  replace (store, 20, 4);
  assert_told (told, "all 3-0+1 ");
  g_assert_cmpstr (get_id (second), ==, "000000000021");
  /* As many. */
  replace (store, 30, 4);
  assert_told (told, "all ");
  g_assert_cmpstr (get_id (second), ==, "000000000031");

  /* None. */
  g_list_store_remove_all (store);
  assert_told (told, "0-4+0 ");
  g_assert_cmpuint (usher_invitation_rows_get_n (rows), ==, 0);
  g_assert_finalize_object (rows);
}

/* Who looks at the end of a list, of which only the beginning is left, has rows made anew (see the code). */
static void
test_replace_at_end (void)
{
  g_autoptr (GListStore) store = make_store (0, 40);
  g_autoptr (GString) told = g_string_new (NULL);
  UsherInvitationRows *rows = make_rows (store, told);
  g_autoptr (UsherInvitationRow) late = g_list_model_get_item (G_LIST_MODEL (rows), 35);

  replace (store, 100, 10);
  assert_told (told, "0-40+0 0-0+10 ");
  g_assert_cmpuint (usher_invitation_row_get_position (late), ==, G_MAXUINT);
  g_assert_finalize_object (rows);
}

static void
test_move (void)
{
  g_autoptr (GListStore) store = make_store (0, 6);
  g_autoptr (GString) told = g_string_new (NULL);
  UsherInvitationRows *rows = make_rows (store, told);
  g_autoptr (UsherInvitationRow) known = g_list_model_get_item (G_LIST_MODEL (rows), 2);
  g_autoptr (UsherInvitationRow) behind = g_list_model_get_item (G_LIST_MODEL (rows), 5);
  g_autoptr (UsherInvitationItem) item = usher_invitation_rows_dup_item (rows, 2);
  g_autoptr (UsherInvitationItem) other = g_list_model_get_item (G_LIST_MODEL (store), 3);
  gpointer swapped[] = { other, item };
  g_autoptr (UsherInvitationItem) newest = make_item (7);

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (rows), 5, TRUE);
  assert_told (told, "selected 5/1 ");
  /* The row goes along with its invitation, so that the focus does. */
  g_list_store_splice (store, 2, 2, swapped, 2);
  assert_told (told, "2-2+2 ");
  g_assert_cmpuint (usher_invitation_row_get_position (known), ==, 3);
  g_assert_cmpstr (get_id (known), ==, "000000000002");

  g_list_store_insert (store, 0, newest);
  assert_told (told, "0-0+1 ");
  g_assert_cmpuint (usher_invitation_row_get_position (known), ==, 4);
  g_assert_cmpuint (usher_invitation_row_get_position (behind), ==, 6);
  g_assert_cmpstr (get_id (behind), ==, "000000000005");
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (rows), 6));
  g_list_store_remove (store, 4);
  assert_told (told, "4-1+0 ");
  g_assert_cmpuint (usher_invitation_row_get_position (known), ==, G_MAXUINT);
  g_assert_cmpuint (usher_invitation_row_get_position (behind), ==, 5);
  g_assert_finalize_object (rows);
}

static void
test_limit (void)
{
  g_autoptr (GListStore) store = make_store (0, 6);
  g_autoptr (GString) told = g_string_new (NULL);
  UsherInvitationRows *rows = make_rows (store, told);
  g_autoptr (UsherInvitationItem) item = make_item (9);
  g_autoptr (UsherInvitationItem) second = NULL;
  g_autoptr (UsherInvitationRow) first_row = NULL;
  g_autoptr (UsherInvitationRow) second_row = NULL;

  usher_invitation_rows_set_limit (rows, 4);
  assert_told (told, "4-2+0 ");
  g_list_store_append (store, item);
  assert_told (told, "");
  g_list_store_insert (store, 1, item);
  assert_told (told, "1-3+3 ");
  second = usher_invitation_rows_dup_item (rows, 1);
  g_assert_true (second == item);
  first_row = g_list_model_get_item (G_LIST_MODEL (rows), 0);
  second_row = g_list_model_get_item (G_LIST_MODEL (rows), 1);
  replace (store, 20, 2);
  assert_told (told, "all 2-2+0 ");
  replace (store, 30, 8);
  assert_told (told, "all 2-0+2 ");
  usher_invitation_rows_set_limit (rows, G_MAXUINT);
  assert_told (told, "4-0+4 ");
  g_assert_cmpuint (usher_invitation_rows_get_limit (rows), ==, G_MAXUINT);
  g_assert_finalize_object (rows);
}

static void
test_selection (void)
{
  g_autoptr (GListStore) store = make_store (0, 6);
  g_autoptr (GString) told = g_string_new (NULL);
  UsherInvitationRows *rows = make_rows (store, told);
  GtkSelectionModel *model = GTK_SELECTION_MODEL (rows);
  g_autoptr (GtkBitset) before = gtk_selection_model_get_selection (model);
  g_autoptr (GtkBitset) beyond = gtk_bitset_new_range (4, 100);
  g_autoptr (GtkBitset) selected = NULL;

  gtk_selection_model_select_range (model, 1, 3, TRUE);
  assert_told (told, "selected 1/3 ");
  /* What was asked for before stays what it was. */
  g_assert_true (gtk_bitset_is_empty (before));
  gtk_selection_model_unselect_item (model, 2);
  assert_told (told, "selected 2/1 ");
  g_assert_true (gtk_selection_model_is_selected (model, 1));
  g_assert_false (gtk_selection_model_is_selected (model, 2));
  gtk_selection_model_select_item (model, 3, FALSE);
  assert_told (told, "");
  /* What does not exist is not selected. */
  gtk_selection_model_set_selection (model, beyond, beyond);
  assert_told (told, "selected 4/2 ");
  selected = gtk_selection_model_get_selection (model);
  g_assert_cmpuint (gtk_bitset_get_size (selected), ==, 4);
  gtk_selection_model_unselect_all (model);
  assert_told (told, "selected 1/5 ");
  gtk_selection_model_select_all (model);
  assert_told (told, "selected 0/6 ");
  g_assert_finalize_object (rows);
}

int
main (int argc, char *argv[])
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/invitation-rows/rows", test_rows);
  g_test_add_func ("/ui/invitation-rows/replace", test_replace);
  g_test_add_func ("/ui/invitation-rows/replace-at-end", test_replace_at_end);
  g_test_add_func ("/ui/invitation-rows/move", test_move);
  g_test_add_func ("/ui/invitation-rows/limit", test_limit);
  g_test_add_func ("/ui/invitation-rows/selection", test_selection);
  return g_test_run ();
}
