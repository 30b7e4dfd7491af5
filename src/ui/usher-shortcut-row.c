/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the keyboard shortcuts. Where there is no room for the key beside what it does, it stands below. Main thread. */
#include "ui/usher-shortcut-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "model/usher-text.h"
#include "ui/usher-wrap-layout.h"

#define RANGE "..."

struct _UsherShortcutRow
{
  AdwPreferencesRow parent_instance;

  /* Template children */
  GtkShortcutLabel *keys;

  char *action; /* (owned) (nullable) */
  char *spoken; /* (owned) (nullable): the names of the keys */
};

typedef enum
{
  PROP_ACCELERATOR = 1,
  PROP_ACTION_NAME,
  N_PROPS
} UsherShortcutRowProperty;

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (UsherShortcutRow, usher_shortcut_row, ADW_TYPE_PREFERENCES_ROW)

static char *
dup_key_name (const char *accelerator)
{
  GdkModifierType modifiers;
  guint key;

  return gtk_accelerator_parse (accelerator, &key, &modifiers) ? gtk_accelerator_get_label (key, modifiers)
                                                               : g_strdup (accelerator);
}

/* "<Alt>1...5" are five. */
static char *
dup_name (const char *accelerator)
{
  const char *range = strstr (accelerator, RANGE);
  g_autofree char *first = range != NULL ? g_strndup (accelerator, (gsize) (range - accelerator)) : NULL;
  g_autofree char *name = dup_key_name (first != NULL ? first : accelerator);

  return range != NULL ? g_strconcat (name, "…", range + strlen (RANGE), NULL) : g_steal_pointer (&name);
}

static char *
dup_spoken (const char *accelerator)
{
  g_auto (GStrv) words = g_strsplit (accelerator != NULL ? accelerator : "", " ", -1);
  g_autoptr (GString) spoken = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *name = dup_name (words[i]);

      if (spoken->len > 0)
        g_string_append (spoken, C_("list separator", ", "));
      g_string_append (spoken, name);
    }
  return g_string_free (g_steal_pointer (&spoken), FALSE);
}

/* A screen reader says both, whichever of the two has come first. */
static void
update_name (UsherShortcutRow *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  g_autofree char *both = NULL;

  if (self->spoken == NULL)
    return;
  both = g_strdup_printf (C_("spoken list", "%1$s, %2$s"), title, self->spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, both, -1);
}

static void
set_action_name (UsherShortcutRow *self, const char *action)
{
  GApplication *application = g_application_get_default ();
  g_auto (GStrv) accelerators = NULL;

  g_free (self->action);
  self->action = g_strdup (action);
  if (action == NULL || !GTK_IS_APPLICATION (application))
    return;
  accelerators = gtk_application_get_accels_for_action (GTK_APPLICATION (application), action);
  usher_shortcut_row_set_accelerator (self, accelerators[0]);
}

static void
usher_shortcut_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherShortcutRowProperty) id)
    {
    case PROP_ACCELERATOR:
      g_value_set_string (value, usher_shortcut_row_get_accelerator (USHER_SHORTCUT_ROW (object)));
      break;
    case PROP_ACTION_NAME:
      g_value_set_string (value, USHER_SHORTCUT_ROW (object)->action);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_shortcut_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((UsherShortcutRowProperty) id)
    {
    case PROP_ACCELERATOR:
      usher_shortcut_row_set_accelerator (USHER_SHORTCUT_ROW (object), g_value_get_string (value));
      break;
    case PROP_ACTION_NAME:
      set_action_name (USHER_SHORTCUT_ROW (object), g_value_get_string (value));
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_shortcut_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_SHORTCUT_ROW);
  G_OBJECT_CLASS (usher_shortcut_row_parent_class)->dispose (object);
}

static void
usher_shortcut_row_finalize (GObject *object)
{
  UsherShortcutRow *self = USHER_SHORTCUT_ROW (object);

  g_free (self->action);
  g_free (self->spoken);
  G_OBJECT_CLASS (usher_shortcut_row_parent_class)->finalize (object);
}

static void
usher_shortcut_row_class_init (UsherShortcutRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_shortcut_row_dispose;
  object_class->finalize = usher_shortcut_row_finalize;
  object_class->get_property = usher_shortcut_row_get_property;
  object_class->set_property = usher_shortcut_row_set_property;

  /**
   * UsherShortcutRow:accelerator: (nullable)
   *
   * The keys, as [property@Gtk.ShortcutLabel:accelerator] has them.
   */
  properties[PROP_ACCELERATOR] =
    g_param_spec_string ("accelerator", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  /**
   * UsherShortcutRow:action-name: (nullable)
   *
   * The action whose keys are shown, of the application that runs.
   */
  properties[PROP_ACTION_NAME] =
    g_param_spec_string ("action-name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (USHER_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/usher/Usher/ui/usher-shortcut-row.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherShortcutRow, keys);
}

static void
usher_shortcut_row_init (UsherShortcutRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::title", G_CALLBACK (update_name), NULL);
}

/**
 * usher_shortcut_row_get_accelerator:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the keys
 */
const char *
usher_shortcut_row_get_accelerator (UsherShortcutRow *self)
{
  g_return_val_if_fail (USHER_IS_SHORTCUT_ROW (self), NULL);

  return gtk_shortcut_label_get_accelerator (self->keys);
}

/**
 * usher_shortcut_row_set_accelerator:
 * @self: a row
 * @accelerator: (nullable): the keys, as [property@Gtk.ShortcutLabel:accelerator] has them
 *
 * Sets what is shown beside the title.
 */
void
usher_shortcut_row_set_accelerator (UsherShortcutRow *self, const char *accelerator)
{
  g_return_if_fail (USHER_IS_SHORTCUT_ROW (self));

  if (g_strcmp0 (usher_shortcut_row_get_accelerator (self), accelerator) == 0)
    return;
  gtk_shortcut_label_set_accelerator (self->keys, accelerator);
  g_free (self->spoken);
  self->spoken = dup_spoken (accelerator);
  update_name (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCELERATOR]);
}

/**
 * usher_shortcut_row_has_text:
 * @self: a row
 * @text: (nullable): what somebody looks for
 *
 * Returns: whether it is in what the row says, whatever the case and the accents; nothing is in all
 */
gboolean
usher_shortcut_row_has_text (UsherShortcutRow *self, const char *text)
{
  g_autofree char *wanted = usher_text_fold (text);
  g_autofree char *title = NULL;
  g_autofree char *keys = NULL;

  g_return_val_if_fail (USHER_IS_SHORTCUT_ROW (self), FALSE);

  title = usher_text_fold (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)));
  keys = usher_text_fold (self->spoken);
  return strstr (title, wanted) != NULL || strstr (keys, wanted) != NULL;
}
