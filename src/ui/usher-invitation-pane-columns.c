/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the list: what they say, how a click on a header becomes the query's order, and which
 * of them there is room for. Main thread. */
#include "ui/usher-invitation-pane-private.h"

#include "ui/usher-cell.h"
#include "ui/usher-list-state.h"
#include "ui/usher-ui.h"

/* What a width in the settings may be: a column that is narrower cannot be taken hold of again. */
#define MIN_COLUMN 24
#define MAX_COLUMN 2000

/* The sorter of a column. Rows are never compared with it, as SQL sorts them: it is only asked, by
 * on_sorter_changed(), with two objects that mean nothing, and says that it was asked. */
static int
note_column (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const UsherPaneColumn *column = user_data;

  if (column->pane->asked_sort < 0)
    column->pane->asked_sort = (int) column->sort;
  return GTK_ORDERING_SMALLER;
}

static void
on_sorter_changed (UsherInvitationPane *self, GtkSorterChange change, GtkSorter *sorter)
{
  g_autoptr (UsherQuery) query = NULL;
  GtkOrdering ordering;

  if (self->mirroring || self->session == NULL)
    return;
  self->asked_sort = -1;
  ordering = gtk_sorter_compare (sorter, self->view, self->stack);
  if (self->asked_sort < 0)
    return;
  query = usher_query_with_sort (usher_session_get_query (self->session),
                                 (UsherSort) self->asked_sort, ordering == GTK_ORDERING_LARGER);
  usher_session_set_query (self->session, query);
}

/* Shows the query's order in the header, wherever it was set from. */
void
usher_invitation_pane_columns_mirror (UsherInvitationPane *self)
{
  UsherQuery *query;
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);
  GtkSortType direction;

  if (self->session == NULL)
    return;
  query = usher_session_get_query (self->session);
  direction = usher_query_get_descending (query) ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING;
  for (guint i = 0; i < USHER_N_COLUMNS; i++)
    {
      GtkOrdering ordering;

      if (self->columns[i].sort != usher_query_get_sort (query))
        continue;
      self->asked_sort = -1;
      ordering = gtk_sorter_compare (sorter, self->view, self->stack);
      if (self->asked_sort == (int) self->columns[i].sort
          && (ordering == GTK_ORDERING_LARGER) == usher_query_get_descending (query))
        return;
      self->mirroring = TRUE;
      gtk_column_view_sort_by_column (self->view, self->columns[i].column, direction);
      self->mirroring = FALSE;
    }
}

static gboolean
on_adapt (gpointer user_data)
{
  UsherInvitationPane *self = USHER_INVITATION_PANE (user_data);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);
  int width = (int) gtk_adjustment_get_page_size (adjustment);
  double scale = usher_ui_get_text_scale (GTK_WIDGET (self));
  gboolean one_company;

  self->adapt_source = 0;
  if (width <= 0)
    return G_SOURCE_REMOVE;
  /* With one company chosen its name in every row says nothing. */
  one_company = self->session != NULL
                && usher_query_get_company_id (usher_session_get_query (self->session)) != NULL;
  for (guint i = 0; i < USHER_N_COLUMNS; i++)
    {
      UsherPaneColumn *column = &self->columns[i];
      gboolean visible = width >= column->min_width * scale;

      if (column->sort == USHER_SORT_COMPANY && one_company)
        visible = FALSE;
      if (gtk_column_view_column_get_visible (column->column) != visible)
        gtk_column_view_column_set_visible (column->column, visible);
    }
  return G_SOURCE_REMOVE;
}

/* Shows the columns there is room for. Not at once: it is asked for while widths are being given out. */
void
usher_invitation_pane_columns_adapt (UsherInvitationPane *self)
{
  if (self->adapt_source == 0)
    self->adapt_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_adapt, self, NULL);
}

static void
on_setup (UsherPaneColumn *column, GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, usher_cell_new (column->pane->painter, column->sort));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  usher_cell_set_row (USHER_CELL (gtk_list_item_get_child (list_item)), gtk_list_item_get_item (list_item));
}

void
usher_invitation_pane_columns_init (UsherInvitationPane *self)
{
  const UsherPaneColumn columns[USHER_N_COLUMNS] = {
    { self, USHER_SORT_RECIPIENT, 0, self->recipients_column },
    { self, USHER_SORT_STATUS, 0, self->status_column },
    { self, USHER_SORT_EXPIRES, 430, self->expires_column },
    { self, USHER_SORT_COMPANY, 560, self->company_column },
    { self, USHER_SORT_KIND, 700, self->kind_column },
    { self, USHER_SORT_USES, 800, self->uses_column },
    { self, USHER_SORT_CREATED, 920, self->created_column },
    { self, USHER_SORT_ACTIVITY, 1040, self->activity_column },
  };
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);

  for (guint i = 0; i < USHER_N_COLUMNS; i++)
    {
      g_autoptr (GtkListItemFactory) factory = NULL;
      g_autoptr (GtkSorter) sorter = NULL;

      self->columns[i] = columns[i];
      sorter = GTK_SORTER (gtk_custom_sorter_new (note_column, &self->columns[i], NULL));
      gtk_column_view_column_set_sorter (columns[i].column, sorter);
      /* Not by templates and bindings: this happens for each cell of some 200 rows at each jump. */
      factory = gtk_signal_list_item_factory_new ();
      g_signal_connect_swapped (factory, "setup", G_CALLBACK (on_setup), &self->columns[i]);
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
      gtk_column_view_column_set_factory (columns[i].column, factory);
    }
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (on_sorter_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "notify::page-size",
                           G_CALLBACK (usher_invitation_pane_columns_adapt), self, G_CONNECT_SWAPPED);
}

/**
 * usher_invitation_pane_save_widths:
 * @self: the list
 *
 * Returns: (transfer floating): a{si}, how wide the person made columns
 */
GVariant *
usher_invitation_pane_save_widths (UsherInvitationPane *self)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{si}"));

  g_return_val_if_fail (USHER_IS_INVITATION_PANE (self), NULL);

  for (guint i = 0; i < USHER_N_COLUMNS; i++)
    {
      int width = gtk_column_view_column_get_fixed_width (self->columns[i].column);

      if (width > 0)
        g_variant_builder_add (&builder, "{si}", usher_sort_get_name (self->columns[i].sort), width);
    }
  return g_variant_builder_end (&builder);
}

/**
 * usher_invitation_pane_load_widths:
 * @self: the list
 * @widths: a{si}
 *
 * Makes columns as wide as they were. Names that are no columns are left out.
 */
void
usher_invitation_pane_load_widths (UsherInvitationPane *self, GVariant *widths)
{
  GVariantIter iter;
  const char *name;
  int width;

  g_return_if_fail (USHER_IS_INVITATION_PANE (self));
  g_return_if_fail (g_variant_is_of_type (widths, G_VARIANT_TYPE ("a{si}")));

  g_variant_iter_init (&iter, widths);
  while (g_variant_iter_next (&iter, "{&si}", &name, &width))
    {
      UsherSort sort;

      if (width < MIN_COLUMN || width > MAX_COLUMN || !usher_sort_from_name (name, &sort))
        continue;
      for (guint i = 0; i < USHER_N_COLUMNS; i++)
        {
          if (self->columns[i].sort == sort)
            gtk_column_view_column_set_fixed_width (self->columns[i].column, width);
        }
    }
}
