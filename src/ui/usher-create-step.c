/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all steps of the wizard have in common: which fields they show, and where the words go when the
 * draft's own check or the server refuses one of them. Main thread. */
#include "ui/usher-create-step.h"

#include "model/usher-text.h"

/* Pixels that stay visible above a message (its field) and below it. */
#define ABOVE 72
#define BELOW 36

typedef struct
{
  const char *field;
  UsherFieldMessage *message; /* (owned) */
} FieldPlace;

typedef struct
{
  char *title;   /* (owned) (nullable) */
  GArray *places; /* (owned) (element-type FieldPlace) in the order of the form */
} UsherCreateStepPrivate;

enum
{
  PROP_TITLE = 1,
  N_PROPS
};

enum
{
  EDITED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (UsherCreateStep, usher_create_step, ADW_TYPE_BIN)

#define PRIVATE(self) \
  ((UsherCreateStepPrivate *) usher_create_step_get_instance_private (USHER_CREATE_STEP (self)))

static void
clear_place (gpointer data)
{
  g_clear_object (&((FieldPlace *) data)->message);
}

static void
usher_create_step_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TITLE)
    g_value_set_string (value, PRIVATE (object)->title);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
usher_create_step_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TITLE)
    usher_set_str (&PRIVATE (object)->title, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
usher_create_step_dispose (GObject *object)
{
  g_array_set_size (PRIVATE (object)->places, 0);
  G_OBJECT_CLASS (usher_create_step_parent_class)->dispose (object);
}

static void
usher_create_step_finalize (GObject *object)
{
  g_array_unref (PRIVATE (object)->places);
  g_free (PRIVATE (object)->title);
  G_OBJECT_CLASS (usher_create_step_parent_class)->finalize (object);
}

static void
usher_create_step_class_init (UsherCreateStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = usher_create_step_get_property;
  object_class->set_property = usher_create_step_set_property;
  object_class->dispose = usher_create_step_dispose;
  object_class->finalize = usher_create_step_finalize;

  /** UsherCreateStep:title: (nullable): What the window's title says meanwhile. */
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * UsherCreateStep::edited:
   * @self: the step
   *
   * The person changed something, so that closing the window would lose it.
   */
  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
usher_create_step_init (UsherCreateStep *self)
{
  PRIVATE (self)->places = g_array_new (FALSE, TRUE, sizeof (FieldPlace));
  g_array_set_clear_func (PRIVATE (self)->places, clear_place);
}

/**
 * usher_create_step_get_title:
 * @self: a step
 *
 * Returns: (nullable): what the window's title says meanwhile
 */
const char *
usher_create_step_get_title (UsherCreateStep *self)
{
  g_return_val_if_fail (USHER_IS_CREATE_STEP (self), NULL);

  return PRIVATE (self)->title;
}

/**
 * usher_create_step_load:
 * @self: a step
 * @draft: the draft
 *
 * Shows this step's part of the draft.
 */
void
usher_create_step_load (UsherCreateStep *self, UsherInvitationDraft *draft)
{
  g_return_if_fail (USHER_IS_CREATE_STEP (self));

  if (USHER_CREATE_STEP_GET_CLASS (self)->load != NULL)
    USHER_CREATE_STEP_GET_CLASS (self)->load (self, draft);
}

/**
 * usher_create_step_store:
 * @self: a step
 * @draft: the draft
 *
 * Writes what this step shows into the draft, as typed.
 */
void
usher_create_step_store (UsherCreateStep *self, UsherInvitationDraft *draft)
{
  g_return_if_fail (USHER_IS_CREATE_STEP (self));

  if (USHER_CREATE_STEP_GET_CLASS (self)->store != NULL)
    USHER_CREATE_STEP_GET_CLASS (self)->store (self, draft);
}

/**
 * usher_create_step_begin:
 * @self: a step
 *
 * Puts the focus where typing begins.
 */
void
usher_create_step_begin (UsherCreateStep *self)
{
  g_return_if_fail (USHER_IS_CREATE_STEP (self));

  if (USHER_CREATE_STEP_GET_CLASS (self)->begin != NULL)
    USHER_CREATE_STEP_GET_CLASS (self)->begin (self);
}

/**
 * usher_create_step_add_message:
 * @self: a step
 * @field: (transfer none): one of the USHER_FIELD_… names
 * @message: where words about it are shown
 *
 * Tells that this step shows a field.
 */
void
usher_create_step_add_message (UsherCreateStep *self, const char *field, UsherFieldMessage *message)
{
  FieldPlace place = { field, NULL };

  g_return_if_fail (USHER_IS_CREATE_STEP (self));
  g_return_if_fail (USHER_IS_FIELD_MESSAGE (message));

  place.message = g_object_ref (message);
  g_array_append_val (PRIVATE (self)->places, place);
}

/**
 * usher_create_step_owns_field:
 * @self: a step
 * @field: the name of a field
 *
 * Returns: whether this step shows that field
 */
gboolean
usher_create_step_owns_field (UsherCreateStep *self, const char *field)
{
  GArray *places;

  g_return_val_if_fail (USHER_IS_CREATE_STEP (self), FALSE);

  places = PRIVATE (self)->places;
  for (guint i = 0; i < places->len; i++)
    {
      if (g_str_equal (g_array_index (places, FieldPlace, i).field, field))
        return TRUE;
    }
  return FALSE;
}

/* GTK scrolls the focus into view, which is the field; the words below it are what must be read. Once
 * laid out, since they have just become visible. */
static gboolean
on_laid_out (GtkWidget *message, GdkFrameClock *clock, gpointer user_data)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (message, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *content;
  graphene_rect_t place;

  if (scroller == NULL || gtk_widget_get_height (message) == 0)
    return scroller != NULL && gtk_widget_get_visible (message) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
  content = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller));
  if (GTK_IS_VIEWPORT (content))
    content = gtk_viewport_get_child (GTK_VIEWPORT (content));
  if (content != NULL && gtk_widget_compute_bounds (message, content, &place))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)),
                               MAX (place.origin.y - ABOVE, 0),
                               place.origin.y + place.size.height + BELOW);
  return G_SOURCE_REMOVE;
}

/**
 * usher_create_step_show_errors:
 * @self: a step
 * @errors: (nullable): what was refused; %NULL when nothing was
 *
 * Shows what concerns this step, each at its field, and focuses the first of them.
 *
 * Returns: whether anything concerns this step
 */
gboolean
usher_create_step_show_errors (UsherCreateStep *self, UsherFieldErrors *errors)
{
  GtkWidget *first = NULL;
  GArray *places;

  g_return_val_if_fail (USHER_IS_CREATE_STEP (self), FALSE);

  places = PRIVATE (self)->places;
  for (guint i = 0; i < places->len; i++)
    {
      FieldPlace *place = &g_array_index (places, FieldPlace, i);
      const char *text = errors != NULL ? usher_field_errors_lookup (errors, place->field) : NULL;

      usher_field_message_set_text (place->message, text);
      if (text != NULL && first == NULL)
        {
          g_object_get (place->message, "target", &first, NULL);
          gtk_widget_add_tick_callback (GTK_WIDGET (place->message), on_laid_out, NULL, NULL);
        }
    }
  if (first == NULL)
    return FALSE;
  if (!gtk_widget_grab_focus (first))
    gtk_widget_child_focus (first, GTK_DIR_TAB_FORWARD);
  g_object_unref (first);
  return TRUE;
}

/**
 * usher_create_step_edited:
 * @self: a step
 *
 * Emits [signal@CreateStep::edited].
 */
void
usher_create_step_edited (UsherCreateStep *self)
{
  g_return_if_fail (USHER_IS_CREATE_STEP (self));

  g_signal_emit (self, signals[EDITED], 0);
}
