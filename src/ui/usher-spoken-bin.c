/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets a row that is made from a template say a whole sentence: the template binds it. Main thread. */
#include "ui/usher-spoken-bin.h"

#include "model/usher-text.h"
#include "ui/usher-row-voice.h"

struct _UsherSpokenBin
{
  AdwBin parent_instance;

  char *sentence; /* (owned) (nullable) */
};

typedef enum
{
  PROP_SENTENCE = 1,
} UsherSpokenBinProperty;

static GParamSpec *properties[PROP_SENTENCE + 1];

G_DEFINE_FINAL_TYPE (UsherSpokenBin, usher_spoken_bin, ADW_TYPE_BIN)

static char *
dup_sentence (GtkWidget *cell)
{
  return g_strdup (USHER_SPOKEN_BIN (cell)->sentence);
}

static void
usher_spoken_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherSpokenBinProperty) id)
    {
    case PROP_SENTENCE:
      g_value_set_string (value, USHER_SPOKEN_BIN (object)->sentence);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_spoken_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UsherSpokenBin *self = USHER_SPOKEN_BIN (object);

  switch ((UsherSpokenBinProperty) id)
    {
    case PROP_SENTENCE:
      if (!usher_set_str (&self->sentence, g_value_get_string (value)))
        break;
      usher_row_voice_note (GTK_WIDGET (self), dup_sentence);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_spoken_bin_finalize (GObject *object)
{
  g_free (USHER_SPOKEN_BIN (object)->sentence);
  G_OBJECT_CLASS (usher_spoken_bin_parent_class)->finalize (object);
}

static void
usher_spoken_bin_class_init (UsherSpokenBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = usher_spoken_bin_get_property;
  object_class->set_property = usher_spoken_bin_set_property;
  object_class->finalize = usher_spoken_bin_finalize;

  /**
   * UsherSpokenBin:sentence: (nullable)
   *
   * What is read aloud for the row it stands in.
   */
  properties[PROP_SENTENCE] = g_param_spec_string ("sentence", NULL, NULL, NULL,
                                                   G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                     | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
usher_spoken_bin_init (UsherSpokenBin *self)
{
}
