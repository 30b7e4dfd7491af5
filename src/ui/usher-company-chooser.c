/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which company the lists are about. A popover with a search that looks anywhere in the name, as there may be
 * hundreds; GtkDropDown at the floor searches by prefix only. Main thread. */
#include "ui/usher-company-chooser.h"

#include <glib/gi18n.h>

#include "ui/usher-focus.h"
#include "ui/usher-spoken-bin.h"
#include "ui/usher-ui.h"

struct _UsherCompanyChooser
{
  AdwBin parent_instance;

  /* Template children */
  GtkMenuButton *button;
  GtkWidget *face;
  GtkLabel *label;
  GtkPopover *popover;
  GtkSearchEntry *search;
  GtkListView *list;
  GtkStack *stack;
  GtkStringFilter *filter;
  GtkFlattenListModel *everything;
  GtkSingleSelection *selection;

  UsherSession *session; /* (owned) (nullable) */
  GSignalGroup *signals; /* (owned): on the session */
};

typedef enum
{
  PROP_SESSION = 1,
} UsherCompanyChooserProperty;

static GParamSpec *properties[PROP_SESSION + 1];

G_DEFINE_FINAL_TYPE (UsherCompanyChooser, usher_company_chooser, ADW_TYPE_BIN)

/* The model is [all companies, company, company…]: the first is a text, the others are companies. */
static char *
dup_name (GObject *this, gpointer item)
{
  if (USHER_IS_COMPANY (item))
    return g_strdup (usher_company_get_name (item));
  if (GTK_IS_STRING_OBJECT (item))
    return g_strdup (gtk_string_object_get_string (item));
  return g_strdup ("");
}

/* What the search looks in: the filter gives its item as the object itself. */
static char *
dup_haystack (GObject *item)
{
  return dup_name (NULL, item);
}

static const char *
get_id (gpointer item)
{
  return USHER_IS_COMPANY (item) ? usher_company_get_id (item) : NULL;
}

static void
update (UsherCompanyChooser *self)
{
  const char *id = NULL;
  UsherCompany *company = NULL;

  if (self->session != NULL)
    id = usher_query_get_company_id (usher_session_get_query (self->session));
  if (id != NULL)
    company = usher_session_find_company (self->session, id);
  if (id == NULL)
    gtk_label_set_label (self->label, _("All Companies"));
  else
    gtk_label_set_label (self->label, company != NULL ? usher_company_get_name (company)
                                                      : _("Unknown Company"));
}

static void
rebuild (UsherCompanyChooser *self)
{
  g_autoptr (GListStore) parts = g_list_store_new (G_TYPE_LIST_MODEL);
  const char *all[] = { _("All Companies"), NULL };
  g_autoptr (GtkStringList) first = gtk_string_list_new (all);

  g_list_store_append (parts, first);
  if (self->session != NULL)
    g_list_store_append (parts, usher_session_get_companies (self->session));
  gtk_flatten_list_model_set_model (self->everything, G_LIST_MODEL (parts));
}

static void
choose (UsherCompanyChooser *self, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  g_autoptr (UsherQuery) query = NULL;

  if (item == NULL || self->session == NULL)
    return;
  query = usher_query_with_company_id (usher_session_get_query (self->session), get_id (item));
  gtk_popover_popdown (self->popover);
  usher_session_set_query (self->session, query);
}

static void
on_activated (UsherCompanyChooser *self, guint position)
{
  choose (self, position);
}

static void
on_search_activated (UsherCompanyChooser *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    choose (self, 0);
}

static void
on_n_items_changed (UsherCompanyChooser *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0;

  gtk_stack_set_visible_child_name (self->stack, any ? "list" : "none");
}

/* Opens on the company that is chosen, ready to type. */
static void
on_popover_shown (UsherCompanyChooser *self)
{
  const char *id = NULL;
  guint n;

  /* Rows are made for a list that nobody sees as well: only now. */
  if (gtk_list_view_get_model (self->list) == NULL)
    gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  if (self->session != NULL)
    id = usher_query_get_company_id (usher_session_get_query (self->session));
  n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (g_strcmp0 (get_id (item), id) == 0)
        {
          gtk_single_selection_set_selected (self->selection, i);
          gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", i);
          break;
        }
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
usher_company_chooser_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherCompanyChooserProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, USHER_COMPANY_CHOOSER (object)->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_company_chooser_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((UsherCompanyChooserProperty) id)
    {
    case PROP_SESSION:
      usher_company_chooser_set_session (USHER_COMPANY_CHOOSER (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_company_chooser_dispose (GObject *object)
{
  UsherCompanyChooser *self = USHER_COMPANY_CHOOSER (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  /* The child is bound, so the template would unparent it behind the bin's back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_COMPANY_CHOOSER);
  G_OBJECT_CLASS (usher_company_chooser_parent_class)->dispose (object);
}

static void
usher_company_chooser_class_init (UsherCompanyChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_company_chooser_get_property;
  object_class->set_property = usher_company_chooser_set_property;
  object_class->dispose = usher_company_chooser_dispose;

  /**
   * UsherCompanyChooser:session: (nullable)
   *
   * The account at work.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, USHER_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (USHER_TYPE_SPOKEN_BIN); /* in its rows */
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-company-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherCompanyChooser, button);
  gtk_widget_class_bind_template_child (widget_class, UsherCompanyChooser, face);
  gtk_widget_class_bind_template_child (widget_class, UsherCompanyChooser, label);
  gtk_widget_class_bind_template_child (widget_class, UsherCompanyChooser, popover);
  gtk_widget_class_bind_template_child (widget_class, UsherCompanyChooser, search);
  gtk_widget_class_bind_template_child (widget_class, UsherCompanyChooser, list);
  gtk_widget_class_bind_template_child (widget_class, UsherCompanyChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, UsherCompanyChooser, filter);
  gtk_widget_class_bind_template_child (widget_class, UsherCompanyChooser, everything);
  gtk_widget_class_bind_template_child (widget_class, UsherCompanyChooser, selection);
  gtk_widget_class_bind_template_callback (widget_class, dup_name);
  gtk_widget_class_bind_template_callback (widget_class, dup_haystack);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, usher_focus_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_n_items_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_shown);
}

static void
usher_company_chooser_init (UsherCompanyChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  usher_ui_fill_button (self->button, self->face);
  self->signals = g_signal_group_new (USHER_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::query", G_CALLBACK (update), self);
  rebuild (self);
  update (self);
}

/**
 * usher_company_chooser_new:
 *
 * Returns: (transfer floating): a new widget without a session
 */
GtkWidget *
usher_company_chooser_new (void)
{
  return g_object_new (USHER_TYPE_COMPANY_CHOOSER, NULL);
}

/**
 * usher_company_chooser_set_session:
 * @self: the widget
 * @session: (nullable): the account at work
 */
void
usher_company_chooser_set_session (UsherCompanyChooser *self, UsherSession *session)
{
  g_return_if_fail (USHER_IS_COMPANY_CHOOSER (self));
  g_return_if_fail (session == NULL || USHER_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session);
  rebuild (self);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}
