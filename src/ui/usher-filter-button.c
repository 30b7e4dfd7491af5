/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filters that one can choose. The popover stays open while several are chosen; what is chosen is the
 * state of actions, which say what the session's query says, whoever changed it. Main thread. */
#include "ui/usher-filter-button.h"

#include "ui/usher-filter.h"
#include "ui/usher-ui.h"

struct _UsherFilterButton
{
  AdwBin parent_instance;

  GtkMenuButton *button; /* (template) */

  GSimpleActionGroup *actions; /* (owned) */
  UsherSession *session;       /* (owned) (nullable) */
  GSignalGroup *signals;       /* (owned): on the session */
};

typedef enum
{
  PROP_SESSION = 1,
} UsherFilterButtonProperty;

static GParamSpec *properties[PROP_SESSION + 1];

G_DEFINE_FINAL_TYPE (UsherFilterButton, usher_filter_button, ADW_TYPE_BIN)

static GSimpleAction *
get_action (UsherFilterButton *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

static void
update (UsherFilterButton *self)
{
  UsherQuery *query = self->session != NULL ? usher_session_get_query (self->session) : NULL;

  for (guint i = 0; i < USHER_N_FILTERS; i++)
    {
      const char *value = query != NULL ? usher_filter_get_value (i, query) : "any";
      GSimpleAction *action = get_action (self, usher_filter_get_name (i));

      g_simple_action_set_enabled (action, query != NULL);
      /* None of the choices is the one when it was not made here. */
      g_simple_action_set_state (action, g_variant_new_string (value != NULL ? value : ""));
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), query != NULL);
}

static void
on_change_state (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  UsherFilterButton *self = USHER_FILTER_BUTTON (user_data);

  for (guint i = 0; self->session != NULL && i < USHER_N_FILTERS; i++)
    {
      g_autoptr (UsherQuery) query = NULL;

      if (!g_str_equal (usher_filter_get_name (i), g_action_get_name (G_ACTION (action))))
        continue;
      query = usher_filter_with_value (i, usher_session_get_query (self->session),
                                       g_variant_get_string (value, NULL));
      if (query != NULL)
        usher_session_set_query (self->session, query);
    }
}

static const GActionEntry entries[] = {
  { .name = "kind", .parameter_type = "s", .state = "'any'", .change_state = on_change_state },
  { .name = "access", .parameter_type = "s", .state = "'any'", .change_state = on_change_state },
  { .name = "expires", .parameter_type = "s", .state = "'any'", .change_state = on_change_state },
  { .name = "progress", .parameter_type = "s", .state = "'any'", .change_state = on_change_state },
};

static void
usher_filter_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherFilterButtonProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, USHER_FILTER_BUTTON (object)->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_filter_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((UsherFilterButtonProperty) id)
    {
    case PROP_SESSION:
      usher_filter_button_set_session (USHER_FILTER_BUTTON (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_filter_button_dispose (GObject *object)
{
  UsherFilterButton *self = USHER_FILTER_BUTTON (object);

  /* Somebody may still hold the actions. */
  for (gsize i = 0; self->actions != NULL && i < G_N_ELEMENTS (entries); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->actions), entries[i].name);
  g_clear_object (&self->actions);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  /* The child is bound, so the template would unparent it behind the bin's back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_FILTER_BUTTON);
  G_OBJECT_CLASS (usher_filter_button_parent_class)->dispose (object);
}

static void
usher_filter_button_class_init (UsherFilterButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_filter_button_get_property;
  object_class->set_property = usher_filter_button_set_property;
  object_class->dispose = usher_filter_button_dispose;

  /**
   * UsherFilterButton:session: (nullable)
   *
   * The account at work, whose query is changed.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, USHER_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-filter-button.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherFilterButton, button);
}

/* Nobody sees it when the window comes to the screen: made along with the buttons, of which there are two, it would
 * be a good part of what a start takes. */
static void
on_create_popup (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GtkBuilder) builder = NULL;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;
  builder = gtk_builder_new_from_resource (USHER_RESOURCE_PATH "/ui/usher-filter-popover.ui");
  gtk_menu_button_set_popover (button, GTK_WIDGET (gtk_builder_get_object (builder, "popover")));
}

static void
usher_filter_button_init (UsherFilterButton *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "filter", G_ACTION_GROUP (self->actions));
  gtk_menu_button_set_create_popup_func (self->button, on_create_popup, NULL, NULL);
  self->signals = g_signal_group_new (USHER_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::query", G_CALLBACK (update), self);
  update (self);
}

/**
 * usher_filter_button_new:
 *
 * Returns: (transfer floating): a button that is not sensitive, as there is no session
 */
GtkWidget *
usher_filter_button_new (void)
{
  return g_object_new (USHER_TYPE_FILTER_BUTTON, NULL);
}

/**
 * usher_filter_button_set_session:
 * @self: the button
 * @session: (nullable): the account at work
 */
void
usher_filter_button_set_session (UsherFilterButton *self, UsherSession *session)
{
  g_return_if_fail (USHER_IS_FILTER_BUTTON (self));
  g_return_if_fail (session == NULL || USHER_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * usher_filter_button_get_actions:
 * @self: the button
 *
 * Returns: (transfer none): its actions, to be inserted as "filter" where others reach them
 */
GActionGroup *
usher_filter_button_get_actions (UsherFilterButton *self)
{
  g_return_val_if_fail (USHER_IS_FILTER_BUTTON (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

/**
 * usher_filter_button_popup:
 * @self: the button
 *
 * Opens the popover.
 */
void
usher_filter_button_popup (UsherFilterButton *self)
{
  g_return_if_fail (USHER_IS_FILTER_BUTTON (self));

  if (self->session != NULL)
    gtk_menu_button_popup (self->button);
}
