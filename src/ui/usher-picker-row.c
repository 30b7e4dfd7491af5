/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of a form whose value is chosen from a long list. It keeps the ids it was given even while the
 * list that names them is still on its way, so nothing chosen is lost by a slow server. Main thread. */
#include "ui/usher-picker-row.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "ui/usher-choice-list.h"
#include "ui/usher-ui.h"

struct _UsherPickerRow
{
  AdwActionRow parent_instance;

  GtkMenuButton *button;  /* (template) */
  GtkLabel *value_label;  /* (template) */
  GtkPopover *popover;    /* (template) */
  UsherChoiceList *list;  /* (template) */

  GListModel *choices;  /* (owned) (nullable) */
  GPtrArray *ids;       /* (owned) (element-type utf8) chosen, in the order of choosing */
  char *none_text;      /* (owned) (nullable) */
  gboolean multiple;
};

enum
{
  PROP_CHOICES = 1,
  PROP_MULTIPLE,
  PROP_NONE_TEXT,
  PROP_SEARCH_TEXT,
  PROP_EMPTY_TEXT,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherPickerRow, usher_picker_row, ADW_TYPE_ACTION_ROW)

static gboolean
is_chosen (UsherPickerRow *self, const char *id)
{
  return g_ptr_array_find_with_equal_func (self->ids, id, g_str_equal, NULL);
}

/* Marks the choices and names the chosen ones. */
static void
update (UsherPickerRow *self)
{
  guint n = self->choices != NULL ? g_list_model_get_n_items (self->choices) : 0;
  g_autofree char *first = NULL;
  g_autofree char *text = NULL;
  g_autofree char *title = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (UsherChoice) choice = g_list_model_get_item (self->choices, i);
      const char *id = usher_choice_get_id (choice);
      gboolean chosen = self->ids->len == 0 ? *id == '\0' : is_chosen (self, id);

      usher_choice_set_selected (choice, chosen);
      if (chosen && first == NULL)
        first = g_strdup (usher_choice_get_title (choice));
    }
  if (self->ids->len == 0)
    text = g_strdup (self->none_text != NULL ? self->none_text : _("None"));
  else if (self->ids->len == 1)
    /* Not in the list, or the list is not here yet: the id is better than nothing. */
    text = g_strdup (first != NULL ? first : g_ptr_array_index (self->ids, 0));
  else
    text = g_strdup_printf (ngettext ("%'u chosen", "%'u chosen", self->ids->len), self->ids->len);
  gtk_label_set_text (self->value_label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), self->ids->len > 0 ? text : NULL);
  /* A menu button's name would be the value alone; say which value it is, too. */
  title = usher_ui_dup_plain (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)));
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
    text, -1);
}

static void
on_show (UsherPickerRow *self)
{
  usher_choice_list_start (self->list);
}

static void
on_picked (UsherPickerRow *self, UsherChoice *choice)
{
  const char *id = usher_choice_get_id (choice);
  guint at;

  if (self->multiple)
    {
      if (g_ptr_array_find_with_equal_func (self->ids, id, g_str_equal, &at))
        g_ptr_array_remove_index (self->ids, at);
      else
        g_ptr_array_add (self->ids, g_strdup (id));
    }
  else
    {
      g_ptr_array_set_size (self->ids, 0);
      if (*id != '\0')
        g_ptr_array_add (self->ids, g_strdup (id));
      gtk_popover_popdown (self->popover);
    }
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
usher_picker_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherPickerRow *self = USHER_PICKER_ROW (object);

  switch (id)
    {
    case PROP_CHOICES:
      g_value_set_object (value, self->choices);
      break;
    case PROP_MULTIPLE:
      g_value_set_boolean (value, self->multiple);
      break;
    case PROP_NONE_TEXT:
      g_value_set_string (value, self->none_text);
      break;
    case PROP_SEARCH_TEXT:
      g_object_get_property (G_OBJECT (self->list), "placeholder", value);
      break;
    case PROP_EMPTY_TEXT:
      g_object_get_property (G_OBJECT (self->list), "empty-text", value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_picker_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UsherPickerRow *self = USHER_PICKER_ROW (object);

  switch (id)
    {
    case PROP_CHOICES:
      usher_picker_row_set_choices (self, g_value_get_object (value));
      break;
    case PROP_MULTIPLE:
      usher_picker_row_set_multiple (self, g_value_get_boolean (value));
      break;
    case PROP_NONE_TEXT:
      if (usher_set_str (&self->none_text, g_value_get_string (value)))
        update (self);
      break;
    case PROP_SEARCH_TEXT:
      g_object_set_property (G_OBJECT (self->list), "placeholder", value);
      break;
    case PROP_EMPTY_TEXT:
      g_object_set_property (G_OBJECT (self->list), "empty-text", value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_picker_row_dispose (GObject *object)
{
  UsherPickerRow *self = USHER_PICKER_ROW (object);

  g_clear_object (&self->choices);
  G_OBJECT_CLASS (usher_picker_row_parent_class)->dispose (object);
}

static void
usher_picker_row_finalize (GObject *object)
{
  UsherPickerRow *self = USHER_PICKER_ROW (object);

  g_ptr_array_unref (self->ids);
  g_free (self->none_text);
  G_OBJECT_CLASS (usher_picker_row_parent_class)->finalize (object);
}

static void
usher_picker_row_class_init (UsherPickerRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = usher_picker_row_get_property;
  object_class->set_property = usher_picker_row_set_property;
  object_class->dispose = usher_picker_row_dispose;
  object_class->finalize = usher_picker_row_finalize;

  /** UsherPickerRow:choices: (nullable): A list model of [class@Choice]. */
  properties[PROP_CHOICES] = g_param_spec_object ("choices", NULL, NULL, G_TYPE_LIST_MODEL,
                                                  flags | G_PARAM_EXPLICIT_NOTIFY);
  /** UsherPickerRow:multiple: Whether several may be chosen; the list then stays open. */
  properties[PROP_MULTIPLE] =
    g_param_spec_boolean ("multiple", NULL, NULL, FALSE, flags | G_PARAM_EXPLICIT_NOTIFY);
  /** UsherPickerRow:none-text: (nullable): What is shown while nothing is chosen. */
  properties[PROP_NONE_TEXT] = g_param_spec_string ("none-text", NULL, NULL, NULL, flags);
  /** UsherPickerRow:search-text: The placeholder and name of the search entry. */
  properties[PROP_SEARCH_TEXT] = g_param_spec_string ("search-text", NULL, NULL, NULL, flags);
  /** UsherPickerRow:empty-text: (nullable): What is said when there is nothing to choose. */
  properties[PROP_EMPTY_TEXT] = g_param_spec_string ("empty-text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * UsherPickerRow::changed:
   * @self: the row
   *
   * The person chose; not emitted by the setters.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_CHOICE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-picker-row.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherPickerRow, button);
  gtk_widget_class_bind_template_child (widget_class, UsherPickerRow, value_label);
  gtk_widget_class_bind_template_child (widget_class, UsherPickerRow, popover);
  gtk_widget_class_bind_template_child (widget_class, UsherPickerRow, list);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
  gtk_widget_class_bind_template_callback (widget_class, on_picked);
}

static void
usher_picker_row_init (UsherPickerRow *self)
{
  self->ids = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::title", G_CALLBACK (update), NULL);
  update (self);
}

/**
 * usher_picker_row_new:
 *
 * Returns: (transfer floating): a row with nothing to choose
 */
GtkWidget *
usher_picker_row_new (void)
{
  return g_object_new (USHER_TYPE_PICKER_ROW, NULL);
}

/**
 * usher_picker_row_set_choices:
 * @self: a row
 * @choices: (nullable): a list model of [class@Choice], which this row marks as selected or not
 *
 * Sets what there is to choose. What was chosen stays chosen.
 */
void
usher_picker_row_set_choices (UsherPickerRow *self, GListModel *choices)
{
  g_return_if_fail (USHER_IS_PICKER_ROW (self));
  g_return_if_fail (choices == NULL || G_IS_LIST_MODEL (choices));

  if (!g_set_object (&self->choices, choices))
    return;
  usher_choice_list_set_choices (self->list, choices);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOICES]);
}

/**
 * usher_picker_row_get_choices:
 * @self: a row
 *
 * Returns: (nullable) (transfer none): what there is to choose
 */
GListModel *
usher_picker_row_get_choices (UsherPickerRow *self)
{
  g_return_val_if_fail (USHER_IS_PICKER_ROW (self), NULL);

  return self->choices;
}

/**
 * usher_picker_row_set_multiple:
 * @self: a row
 * @multiple: whether several may be chosen
 *
 * Sets how many may be chosen.
 */
void
usher_picker_row_set_multiple (UsherPickerRow *self, gboolean multiple)
{
  g_return_if_fail (USHER_IS_PICKER_ROW (self));

  if (self->multiple == !!multiple)
    return;
  self->multiple = !!multiple;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MULTIPLE]);
}

/**
 * usher_picker_row_set_selected_id:
 * @self: a row
 * @id: (nullable): the one to choose; %NULL or empty for none
 *
 * Chooses one. It need not be among the choices yet.
 */
void
usher_picker_row_set_selected_id (UsherPickerRow *self, const char *id)
{
  const char *ids[] = { id, NULL };

  usher_picker_row_set_selected_ids (self, id != NULL && *id != '\0' ? ids : NULL);
}

/**
 * usher_picker_row_get_selected_id:
 * @self: a row
 *
 * Returns: (nullable): the chosen one, or the one that was chosen first
 */
const char *
usher_picker_row_get_selected_id (UsherPickerRow *self)
{
  g_return_val_if_fail (USHER_IS_PICKER_ROW (self), NULL);

  return self->ids->len > 0 ? g_ptr_array_index (self->ids, 0) : NULL;
}

/**
 * usher_picker_row_set_selected_ids:
 * @self: a row
 * @ids: (nullable) (array zero-terminated=1): those to choose
 *
 * Chooses several. They need not be among the choices yet.
 */
void
usher_picker_row_set_selected_ids (UsherPickerRow *self, const char *const *ids)
{
  g_return_if_fail (USHER_IS_PICKER_ROW (self));

  g_ptr_array_set_size (self->ids, 0);
  for (gsize i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      if (!is_chosen (self, ids[i]))
        g_ptr_array_add (self->ids, g_strdup (ids[i]));
    }
  update (self);
}

/**
 * usher_picker_row_dup_selected_ids:
 * @self: a row
 *
 * Returns: (transfer full) (array zero-terminated=1): the chosen ones, in the order of choosing
 */
char **
usher_picker_row_dup_selected_ids (UsherPickerRow *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (USHER_IS_PICKER_ROW (self), NULL);

  for (guint i = 0; i < self->ids->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (self->ids, i));
  return g_strv_builder_end (builder);
}

/**
 * usher_picker_row_get_value_text:
 * @self: a row
 *
 * Returns: what is shown for the selection
 */
const char *
usher_picker_row_get_value_text (UsherPickerRow *self)
{
  g_return_val_if_fail (USHER_IS_PICKER_ROW (self), NULL);

  return gtk_label_get_text (self->value_label);
}
