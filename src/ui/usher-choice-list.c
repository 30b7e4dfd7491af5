/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A searchable list of choices. GtkDropDown's own search finds only beginnings at the floor, and shows
 * names of 300 characters at full width. Main thread. */
#include "ui/usher-choice-list.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "ui/usher-focus.h"
#include "ui/usher-spoken-bin.h"
#include "ui/usher-ui.h"

struct _UsherChoiceList
{
  AdwBin parent_instance;

  GtkSearchEntry *search; /* (template) */
  GtkStack *stack;        /* (template) */
  GtkListView *view;      /* (template) */
  GtkLabel *empty_label;  /* (template) */

  GListModel *choices;         /* (owned) (nullable) */
  GtkCustomFilter *filter;     /* (owned) */
  GtkFilterListModel *matching; /* (owned) */
  GtkCustomSorter *sorter;     /* (owned) */
  GtkSortListModel *shown;     /* (owned) */
  char *needle;                /* (owned) (nullable) folded; NULL: everything */
  char *empty_text;            /* (owned) (nullable) */
};

enum
{
  PROP_CHOICES = 1,
  PROP_PLACEHOLDER,
  PROP_EMPTY_TEXT,
  N_PROPS
};

enum
{
  PICKED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherChoiceList, usher_choice_list, ADW_TYPE_BIN)

/* Closures of usher-choice-row.ui. */
static gboolean
is_text (GObject *item, const char *text)
{
  return text != NULL && *text != '\0';
}

/* A closure, too: what is read aloud for a choice. */
static char *
dup_sentence (GObject *item, const char *title, const char *subtitle, gboolean selected)
{
  g_autofree char *both = NULL;

  if (title == NULL)
    return NULL;
  both = subtitle != NULL && *subtitle != '\0'
           /* Translators: read aloud for a row: what was said of it so far, and one thing more */
           ? g_strdup_printf (C_("spoken list", "%1$s, %2$s"), title, subtitle)
           : g_strdup (title);
  if (!selected)
    return g_steal_pointer (&both);
  return g_strdup_printf (C_("spoken list", "%1$s, %2$s"), both, C_("spoken row", "selected"));
}

/* Not visible but there, so that titles do not move when something is picked. */
static double
opacity (GObject *item, gboolean shown)
{
  return shown ? 1.0 : 0.0;
}

static gboolean
matches (gpointer item, gpointer user_data)
{
  UsherChoiceList *self = user_data;

  return self->needle == NULL || usher_choice_matches (item, self->needle);
}

/* "DE" is Germany before it is Bangladesh; otherwise the order is the choices' own. */
static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  UsherChoiceList *self = user_data;

  if (self->needle == NULL)
    return 0;
  return g_ascii_strcasecmp (usher_choice_get_id ((UsherChoice *) b), self->needle) == 0
           ? g_ascii_strcasecmp (usher_choice_get_id ((UsherChoice *) a), self->needle) != 0
           : -(g_ascii_strcasecmp (usher_choice_get_id ((UsherChoice *) a), self->needle) == 0);
}

static void
update_stack (UsherChoiceList *self)
{
  gboolean none = g_list_model_get_n_items (G_LIST_MODEL (self->shown)) == 0;
  gboolean nothing = self->choices == NULL || g_list_model_get_n_items (self->choices) == 0;

  gtk_label_set_text (self->empty_label, nothing && self->empty_text != NULL
                                           ? self->empty_text
                                           : _("Nothing matches the search."));
  gtk_stack_set_visible_child_name (self->stack, none ? "empty" : "list");
}

static void
on_search_changed (UsherChoiceList *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  g_clear_pointer (&self->needle, g_free);
  if (*text != '\0')
    self->needle = usher_text_fold (text);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (GTK_SORTER (self->sorter), GTK_SORTER_CHANGE_DIFFERENT);
}

static void
pick (UsherChoiceList *self, guint position)
{
  g_autoptr (UsherChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->shown), position);

  if (choice != NULL)
    g_signal_emit (self, signals[PICKED], 0, choice);
}

static void
on_activate (UsherChoiceList *self, guint position)
{
  pick (self, position);
}

/* Enter in the search takes the first that is left: "ger", Enter. The search entry waits a moment
 * before it tells of a change; what was typed counts, not what is still shown. */
static void
on_search_activate (UsherChoiceList *self)
{
  on_search_changed (self);
  if (self->needle != NULL)
    pick (self, 0);
}

static void
usher_choice_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherChoiceList *self = USHER_CHOICE_LIST (object);

  switch (id)
    {
    case PROP_CHOICES:
      g_value_set_object (value, self->choices);
      break;
    case PROP_PLACEHOLDER:
      g_object_get_property (G_OBJECT (self->search), "placeholder-text", value);
      break;
    case PROP_EMPTY_TEXT:
      g_value_set_string (value, self->empty_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_choice_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UsherChoiceList *self = USHER_CHOICE_LIST (object);

  switch (id)
    {
    case PROP_CHOICES:
      usher_choice_list_set_choices (self, g_value_get_object (value));
      break;
    case PROP_PLACEHOLDER:
      g_object_set_property (G_OBJECT (self->search), "placeholder-text", value);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      g_value_get_string (value), -1);
      break;
    case PROP_EMPTY_TEXT:
      if (usher_set_str (&self->empty_text, g_value_get_string (value)))
        update_stack (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_choice_list_dispose (GObject *object)
{
  UsherChoiceList *self = USHER_CHOICE_LIST (object);

  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  /* Filter and sorter speak to self through a bare pointer. */
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  if (self->sorter != NULL)
    gtk_custom_sorter_set_sort_func (self->sorter, NULL, NULL, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->matching);
  g_clear_object (&self->sorter);
  g_clear_object (&self->filter);
  g_clear_object (&self->choices);
  G_OBJECT_CLASS (usher_choice_list_parent_class)->dispose (object);
}

static void
usher_choice_list_finalize (GObject *object)
{
  UsherChoiceList *self = USHER_CHOICE_LIST (object);

  g_free (self->needle);
  g_free (self->empty_text);
  G_OBJECT_CLASS (usher_choice_list_parent_class)->finalize (object);
}

static void
usher_choice_list_class_init (UsherChoiceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = usher_choice_list_get_property;
  object_class->set_property = usher_choice_list_set_property;
  object_class->dispose = usher_choice_list_dispose;
  object_class->finalize = usher_choice_list_finalize;

  /** UsherChoiceList:choices: (nullable): A list model of [class@Choice]. */
  properties[PROP_CHOICES] = g_param_spec_object ("choices", NULL, NULL, G_TYPE_LIST_MODEL,
                                                  flags | G_PARAM_EXPLICIT_NOTIFY);
  /** UsherChoiceList:placeholder: What the search entry says while it is empty; also its name. */
  properties[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, flags);
  /** UsherChoiceList:empty-text: (nullable): What is said when there is nothing to choose. */
  properties[PROP_EMPTY_TEXT] = g_param_spec_string ("empty-text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * UsherChoiceList::picked:
   * @self: the list
   * @choice: the one
   *
   * One was clicked, or chosen by Enter.
   */
  signals[PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, USHER_TYPE_CHOICE);

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-choice-list.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherChoiceList, search);
  gtk_widget_class_bind_template_child (widget_class, UsherChoiceList, stack);
  gtk_widget_class_bind_template_child (widget_class, UsherChoiceList, view);
  gtk_widget_class_bind_template_child (widget_class, UsherChoiceList, empty_label);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, usher_focus_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
usher_choice_list_init (UsherChoiceList *self)
{
  g_autoptr (GtkBuilderScope) scope = gtk_builder_cscope_new ();
  g_autoptr (GtkListItemFactory) factory = NULL;
  g_autoptr (GtkNoSelection) selection = NULL;

  g_type_ensure (USHER_TYPE_CHOICE);
  g_type_ensure (USHER_TYPE_SPOKEN_BIN);
  gtk_builder_cscope_add_callback_symbol (GTK_BUILDER_CSCOPE (scope), "dup_sentence", G_CALLBACK (dup_sentence));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_builder_cscope_add_callback_symbol (GTK_BUILDER_CSCOPE (scope), "is_text",
                                          G_CALLBACK (is_text));
  gtk_builder_cscope_add_callback_symbol (GTK_BUILDER_CSCOPE (scope), "opacity",
                                          G_CALLBACK (opacity));
  factory = gtk_builder_list_item_factory_new_from_resource (
    scope, USHER_RESOURCE_PATH "/ui/usher-choice-row.ui");
  gtk_list_view_set_factory (self->view, factory);

  self->filter = gtk_custom_filter_new (matches, self, NULL);
  self->matching = gtk_filter_list_model_new (NULL, g_object_ref (GTK_FILTER (self->filter)));
  self->sorter = gtk_custom_sorter_new (compare, self, NULL);
  self->shown = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->matching)),
                                         g_object_ref (GTK_SORTER (self->sorter)));
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (update_stack), self,
                           G_CONNECT_SWAPPED);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self->view));
  update_stack (self);
}

/**
 * usher_choice_list_new:
 *
 * Returns: (transfer floating): a list with nothing to choose
 */
GtkWidget *
usher_choice_list_new (void)
{
  return g_object_new (USHER_TYPE_CHOICE_LIST, NULL);
}

/**
 * usher_choice_list_set_choices:
 * @self: a list
 * @choices: (nullable): a list model of [class@Choice]
 *
 * Sets what there is to choose.
 */
void
usher_choice_list_set_choices (UsherChoiceList *self, GListModel *choices)
{
  g_return_if_fail (USHER_IS_CHOICE_LIST (self));
  g_return_if_fail (choices == NULL || G_IS_LIST_MODEL (choices));

  if (!g_set_object (&self->choices, choices))
    return;
  gtk_filter_list_model_set_model (self->matching, choices);
  update_stack (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOICES]);
}

/**
 * usher_choice_list_get_choices:
 * @self: a list
 *
 * Returns: (nullable) (transfer none): what there is to choose
 */
GListModel *
usher_choice_list_get_choices (UsherChoiceList *self)
{
  g_return_val_if_fail (USHER_IS_CHOICE_LIST (self), NULL);

  return self->choices;
}

/**
 * usher_choice_list_start:
 * @self: a list
 *
 * Begins anew: empties the search and puts the focus there.
 */
void
usher_choice_list_start (UsherChoiceList *self)
{
  g_return_if_fail (USHER_IS_CHOICE_LIST (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  on_search_changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * usher_choice_list_get_n_shown:
 * @self: a list
 *
 * Returns: how many choices the search leaves
 */
guint
usher_choice_list_get_n_shown (UsherChoiceList *self)
{
  g_return_val_if_fail (USHER_IS_CHOICE_LIST (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->shown));
}
