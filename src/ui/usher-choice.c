/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pickers of the wizard list: companies, countries, sites and connections alike. The search
 * key is folded once, when it is made: a company may have thousands of sites. Main thread. */
#include "ui/usher-choice.h"

#include "model/usher-text.h"

struct _UsherChoice
{
  GObject parent_instance;

  char *id;        /* (owned) */
  char *title;     /* (owned) */
  char *subtitle;  /* (owned) (nullable) */
  char *icon_name; /* (owned) (nullable) */
  char *key;       /* (owned) folded */
  gboolean selected;
};

enum
{
  PROP_ID = 1,
  PROP_TITLE,
  PROP_SUBTITLE,
  PROP_ICON_NAME,
  PROP_SELECTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (UsherChoice, usher_choice, G_TYPE_OBJECT)

static void
usher_choice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherChoice *self = USHER_CHOICE (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_SUBTITLE:
      g_value_set_string (value, self->subtitle);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, self->icon_name);
      break;
    case PROP_SELECTED:
      g_value_set_boolean (value, self->selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_choice_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SELECTED)
    usher_choice_set_selected (USHER_CHOICE (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
usher_choice_finalize (GObject *object)
{
  UsherChoice *self = USHER_CHOICE (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->icon_name);
  g_free (self->key);
  G_OBJECT_CLASS (usher_choice_parent_class)->finalize (object);
}

static void
usher_choice_class_init (UsherChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = usher_choice_get_property;
  object_class->set_property = usher_choice_set_property;
  object_class->finalize = usher_choice_finalize;

  /** UsherChoice:id: What the API calls it; empty for "none". */
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  /** UsherChoice:title: What people call it. */
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  /** UsherChoice:subtitle: (nullable): What tells it from its namesakes. */
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  /** UsherChoice:icon-name: (nullable): An icon before the title. */
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  /** UsherChoice:selected: Whether it is picked. */
  properties[PROP_SELECTED] =
    g_param_spec_boolean ("selected", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
usher_choice_init (UsherChoice *self)
{
}

/**
 * usher_choice_new:
 * @id: (nullable): what the API calls it; %NULL or empty for "none"
 * @title: (nullable): what people call it; made safe to show
 * @subtitle: (nullable): what tells it from its namesakes; made safe to show
 * @icon_name: (nullable): an icon
 *
 * Returns: (transfer full): a choice that is not picked
 */
UsherChoice *
usher_choice_new (const char *id, const char *title, const char *subtitle, const char *icon_name)
{
  UsherChoice *self = g_object_new (USHER_TYPE_CHOICE, NULL);
  g_autofree char *words = NULL;

  self->id = g_strdup (id != NULL ? id : "");
  self->title = usher_text_dup_safe (title != NULL ? title : "", 0);
  if (subtitle != NULL && *subtitle != '\0')
    self->subtitle = usher_text_dup_safe (subtitle, 0);
  self->icon_name = g_strdup (icon_name);
  words = g_strjoin (" ", self->title, self->subtitle != NULL ? self->subtitle : "", self->id, NULL);
  self->key = usher_text_fold (words);
  return self;
}

/**
 * usher_choice_get_id:
 * @self: a choice
 *
 * Returns: what the API calls it; empty for "none"
 */
const char *
usher_choice_get_id (UsherChoice *self)
{
  g_return_val_if_fail (USHER_IS_CHOICE (self), NULL);

  return self->id;
}

/**
 * usher_choice_get_title:
 * @self: a choice
 *
 * Returns: what people call it
 */
const char *
usher_choice_get_title (UsherChoice *self)
{
  g_return_val_if_fail (USHER_IS_CHOICE (self), NULL);

  return self->title;
}

/**
 * usher_choice_get_subtitle:
 * @self: a choice
 *
 * Returns: (nullable): the line below the title
 */
const char *
usher_choice_get_subtitle (UsherChoice *self)
{
  g_return_val_if_fail (USHER_IS_CHOICE (self), NULL);

  return self->subtitle;
}

/**
 * usher_choice_get_selected:
 * @self: a choice
 *
 * Returns: whether it is picked
 */
gboolean
usher_choice_get_selected (UsherChoice *self)
{
  g_return_val_if_fail (USHER_IS_CHOICE (self), FALSE);

  return self->selected;
}

/**
 * usher_choice_set_selected:
 * @self: a choice
 * @selected: whether it is picked
 *
 * Picks it, or no longer.
 */
void
usher_choice_set_selected (UsherChoice *self, gboolean selected)
{
  g_return_if_fail (USHER_IS_CHOICE (self));

  selected = !!selected;
  if (self->selected == selected)
    return;
  self->selected = selected;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

/**
 * usher_choice_matches:
 * @self: a choice
 * @needle: what is looked for, folded by usher_text_fold()
 *
 * Returns: whether title, subtitle or id contain @needle
 */
gboolean
usher_choice_matches (UsherChoice *self, const char *needle)
{
  g_return_val_if_fail (USHER_IS_CHOICE (self), FALSE);

  return strstr (self->key, needle) != NULL;
}
