/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filters that are at work, under the search: there is a chip for each filter, shown while it narrows
 * the list, so that the keyboard stays where it is when another one comes or goes. Main thread. */
#include "ui/usher-filter-chips.h"

#include "ui/usher-filter-chip.h"
#include "ui/usher-filter.h"
#include "ui/usher-ui.h"
#include "ui/usher-wrap-layout.h"

struct _UsherFilterChips
{
  AdwBin parent_instance;

  GtkBox *box; /* (template) */

  UsherFilterChip *chips[USHER_N_FILTERS]; /* (owned by the box) */
  UsherSession *session;                   /* (owned) (nullable) */
  GSignalGroup *signals;                   /* (owned): on the session */
};

typedef enum
{
  PROP_SESSION = 1,
} UsherFilterChipsProperty;

static GParamSpec *properties[PROP_SESSION + 1];

G_DEFINE_FINAL_TYPE (UsherFilterChips, usher_filter_chips, ADW_TYPE_BIN)

static void
update (UsherFilterChips *self)
{
  UsherQuery *query = self->session != NULL ? usher_session_get_query (self->session) : NULL;
  gboolean any = FALSE;

  for (guint i = 0; i < USHER_N_FILTERS; i++)
    {
      g_autofree char *label = query != NULL ? usher_filter_dup_label (i, query) : NULL;

      if (label != NULL)
        usher_filter_chip_set_label (self->chips[i], label);
      gtk_widget_set_visible (GTK_WIDGET (self->chips[i]), label != NULL);
      any = any || label != NULL;
    }
  gtk_widget_set_visible (GTK_WIDGET (self), any);
}

/* Another chip, when the one that had the keyboard goes; else whatever comes after the chips. */
static void
move_focus (UsherFilterChips *self, UsherFilterChip *from)
{
  GtkWidget *next = NULL;

  for (guint i = 0; i < USHER_N_FILTERS; i++)
    {
      if (self->chips[i] != from && gtk_widget_get_visible (GTK_WIDGET (self->chips[i])))
        next = GTK_WIDGET (self->chips[i]);
    }
  if (next != NULL)
    gtk_widget_child_focus (next, GTK_DIR_TAB_FORWARD);
  else if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), GTK_DIR_TAB_FORWARD);
}

static void
on_remove (UsherFilterChip *chip, UsherFilterChips *self)
{
  for (guint i = 0; self->session != NULL && i < USHER_N_FILTERS; i++)
    {
      g_autoptr (UsherQuery) query = NULL;

      if (self->chips[i] != chip)
        continue;
      query = usher_filter_with_value (i, usher_session_get_query (self->session), "any");
      if (gtk_widget_get_focus_child (GTK_WIDGET (self->box)) == GTK_WIDGET (chip))
        move_focus (self, chip);
      usher_session_set_query (self->session, query);
    }
}

static void
usher_filter_chips_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherFilterChipsProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, USHER_FILTER_CHIPS (object)->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_filter_chips_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((UsherFilterChipsProperty) id)
    {
    case PROP_SESSION:
      usher_filter_chips_set_session (USHER_FILTER_CHIPS (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_filter_chips_dispose (GObject *object)
{
  UsherFilterChips *self = USHER_FILTER_CHIPS (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  /* The child is bound, so the template would unparent it behind the bin's back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_FILTER_CHIPS);
  G_OBJECT_CLASS (usher_filter_chips_parent_class)->dispose (object);
}

static void
usher_filter_chips_class_init (UsherFilterChipsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_filter_chips_get_property;
  object_class->set_property = usher_filter_chips_set_property;
  object_class->dispose = usher_filter_chips_dispose;

  /**
   * UsherFilterChips:session: (nullable)
   *
   * The account at work, whose query is shown.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, USHER_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-filter-chips.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherFilterChips, box);
}

static void
usher_filter_chips_init (UsherFilterChips *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < USHER_N_FILTERS; i++)
    {
      self->chips[i] = USHER_FILTER_CHIP (usher_filter_chip_new ());
      g_signal_connect_object (self->chips[i], "remove", G_CALLBACK (on_remove), self, 0);
      gtk_box_append (self->box, GTK_WIDGET (self->chips[i]));
    }
  self->signals = g_signal_group_new (USHER_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::query", G_CALLBACK (update), self);
  update (self);
}

/**
 * usher_filter_chips_new:
 *
 * Returns: (transfer floating): no chips, as there is no session
 */
GtkWidget *
usher_filter_chips_new (void)
{
  return g_object_new (USHER_TYPE_FILTER_CHIPS, NULL);
}

/**
 * usher_filter_chips_set_session:
 * @self: the chips
 * @session: (nullable): the account at work
 */
void
usher_filter_chips_set_session (UsherFilterChips *self, UsherSession *session)
{
  g_return_if_fail (USHER_IS_FILTER_CHIPS (self));
  g_return_if_fail (session == NULL || USHER_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}
