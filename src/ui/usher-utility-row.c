/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ten check buttons are quicker to read and to use than a list that has to be opened. Main thread. */
#include "ui/usher-utility-row.h"

#include "model/usher-enums.h"
#include "ui/usher-ui.h"
#include "ui/usher-wrap-layout.h"

struct _UsherUtilityRow
{
  AdwPreferencesRow parent_instance;

  GtkWidget *checks; /* (template) */

  GPtrArray *types; /* (owned) (element-type utf8) the API's word for each check button */
  gboolean loading;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherUtilityRow, usher_utility_row, ADW_TYPE_PREFERENCES_ROW)

static void
on_toggled (UsherUtilityRow *self)
{
  if (!self->loading)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
append (UsherUtilityRow *self, const char *type)
{
  g_autofree char *label = usher_utility_type_dup_label (type);
  GtkWidget *check = gtk_check_button_new_with_label (label);

  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->checks), check);
  g_ptr_array_add (self->types, g_strdup (type));
}

static void
usher_utility_row_finalize (GObject *object)
{
  g_ptr_array_unref (USHER_UTILITY_ROW (object)->types);
  G_OBJECT_CLASS (usher_utility_row_parent_class)->finalize (object);
}

static void
usher_utility_row_class_init (UsherUtilityRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = usher_utility_row_finalize;

  /**
   * UsherUtilityRow::changed:
   * @self: the row
   *
   * The person checked or unchecked one.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-utility-row.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherUtilityRow, checks);
}

static void
usher_utility_row_init (UsherUtilityRow *self)
{
  self->types = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (const char *const *type = usher_utility_types_get_known (); *type != NULL; type++)
    append (self, *type);
}

/**
 * usher_utility_row_new:
 *
 * Returns: (transfer floating): a row with nothing checked
 */
GtkWidget *
usher_utility_row_new (void)
{
  return g_object_new (USHER_TYPE_UTILITY_ROW, NULL);
}

/**
 * usher_utility_row_set_types:
 * @self: a row
 * @types: (nullable) (array zero-terminated=1): the API's words to check
 *
 * Checks these and no others.
 */
void
usher_utility_row_set_types (UsherUtilityRow *self, const char *const *types)
{
  GtkWidget *check;

  g_return_if_fail (USHER_IS_UTILITY_ROW (self));

  for (gsize i = 0; types != NULL && types[i] != NULL; i++)
    {
      if (!g_ptr_array_find_with_equal_func (self->types, types[i], g_str_equal, NULL))
        append (self, types[i]);
    }
  self->loading = TRUE;
  check = gtk_widget_get_first_child (self->checks);
  for (guint i = 0; check != NULL; i++, check = gtk_widget_get_next_sibling (check))
    gtk_check_button_set_active (
      GTK_CHECK_BUTTON (check),
      types != NULL && g_strv_contains (types, g_ptr_array_index (self->types, i)));
  self->loading = FALSE;
}

/**
 * usher_utility_row_dup_types:
 * @self: a row
 *
 * Returns: (transfer full) (array zero-terminated=1): the API's words for what is checked
 */
char **
usher_utility_row_dup_types (UsherUtilityRow *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GtkWidget *check;

  g_return_val_if_fail (USHER_IS_UTILITY_ROW (self), NULL);

  check = gtk_widget_get_first_child (self->checks);
  for (guint i = 0; check != NULL; i++, check = gtk_widget_get_next_sibling (check))
    {
      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
        g_strv_builder_add (builder, g_ptr_array_index (self->types, i));
    }
  return g_strv_builder_end (builder);
}
