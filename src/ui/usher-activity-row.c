/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the activity log. What the server says is shown as plain text, made safe. Main thread. */
#include "ui/usher-activity-row.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "model/usher-time.h"
#include "ui/usher-detail-words.h"
#include "ui/usher-row-voice.h"
#include "ui/usher-ui.h"

struct _UsherActivityRow
{
  AdwBin parent_instance;

  GtkLabel *day_label;      /* (template) */
  GtkImage *icon;           /* (template) */
  GtkLabel *sentence_label; /* (template) */
  GtkLabel *extra_label;    /* (template) */
  GtkLabel *time_label;     /* (template) */

  UsherActivityEntry *entry; /* (owned) (nullable) */
  char *spoken;              /* (owned) (nullable): all of it, read aloud */
  gboolean brief;
};

enum
{
  PROP_ENTRY = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (UsherActivityRow, usher_activity_row, ADW_TYPE_BIN)

/* Who, where the sentence does not say so itself, and members that this version has no name for. */
static char *
dup_extra (UsherEvent *event, const char *sentence)
{
  const char *email = usher_event_get_email (event);
  g_autofree char *extra = usher_event_dup_extra (event);
  g_autofree char *who = NULL;

  if (email != NULL && strstr (sentence, email) == NULL)
    who = usher_text_dup_safe (email, 0);
  if (who != NULL && extra != NULL)
    return g_strjoin ("\n", who, extra, NULL);
  return who != NULL ? g_steal_pointer (&who) : g_steal_pointer (&extra);
}

static void
usher_activity_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherActivityRow *self = USHER_ACTIVITY_ROW (object);

  if (id == PROP_ENTRY)
    g_value_set_object (value, self->entry);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
usher_activity_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UsherActivityRow *self = USHER_ACTIVITY_ROW (object);

  if (id == PROP_ENTRY)
    usher_activity_row_set_entry (self, g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
usher_activity_row_dispose (GObject *object)
{
  UsherActivityRow *self = USHER_ACTIVITY_ROW (object);

  g_clear_object (&self->entry);
  g_clear_pointer (&USHER_ACTIVITY_ROW (object)->spoken, g_free);
  G_OBJECT_CLASS (usher_activity_row_parent_class)->dispose (object);
}

static void
usher_activity_row_class_init (UsherActivityRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_activity_row_get_property;
  object_class->set_property = usher_activity_row_set_property;
  object_class->dispose = usher_activity_row_dispose;

  /** UsherActivityRow:entry: (nullable): What is shown. */
  properties[PROP_ENTRY] =
    g_param_spec_object ("entry", NULL, NULL, USHER_TYPE_ACTIVITY_ENTRY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-activity-row.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherActivityRow, day_label);
  gtk_widget_class_bind_template_child (widget_class, UsherActivityRow, icon);
  gtk_widget_class_bind_template_child (widget_class, UsherActivityRow, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, UsherActivityRow, extra_label);
  gtk_widget_class_bind_template_child (widget_class, UsherActivityRow, time_label);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
usher_activity_row_init (UsherActivityRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_activity_row_new:
 *
 * Returns: (transfer floating): a row without an entry
 */
GtkWidget *
usher_activity_row_new (void)
{
  return g_object_new (USHER_TYPE_ACTIVITY_ROW, NULL);
}

/**
 * usher_activity_row_set_entry:
 * @self: a row
 * @entry: (nullable): what to show
 *
 * Sets the event that is shown.
 */
void
usher_activity_row_set_entry (UsherActivityRow *self, UsherActivityEntry *entry)
{
  UsherEvent *event;
  g_autofree char *sentence = NULL;
  g_autofree char *extra = NULL;

  g_return_if_fail (USHER_IS_ACTIVITY_ROW (self));

  if (!g_set_object (&self->entry, entry))
    return;
  if (entry != NULL)
    {
      event = usher_activity_entry_get_event (entry);
      sentence = usher_event_dup_sentence (event);
      extra = dup_extra (event, sentence);
      gtk_label_set_text (self->sentence_label, sentence);
      gtk_label_set_text (self->extra_label, extra != NULL ? extra : "");
      gtk_widget_set_visible (GTK_WIDGET (self->extra_label),
                              extra != NULL && !self->brief);
      gtk_image_set_from_icon_name (self->icon,
                                    usher_event_kind_get_icon_name (usher_event_get_kind (event)));
      gtk_widget_set_visible (GTK_WIDGET (self->day_label),
                              usher_activity_entry_get_starts_day (entry));
      usher_activity_row_refresh (self, usher_time_now ());
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENTRY]);
}

/**
 * usher_activity_row_get_entry:
 * @self: a row
 *
 * Returns: (nullable) (transfer none): what is shown
 */
UsherActivityEntry *
usher_activity_row_get_entry (UsherActivityRow *self)
{
  g_return_val_if_fail (USHER_IS_ACTIVITY_ROW (self), NULL);

  return self->entry;
}

/**
 * usher_activity_row_set_brief:
 * @self: a row
 * @brief: whether to leave out members that this version has no name for
 *
 * For a summary of the log. To be called before an entry is set.
 */
void
usher_activity_row_set_brief (UsherActivityRow *self, gboolean brief)
{
  g_return_if_fail (USHER_IS_ACTIVITY_ROW (self));

  self->brief = brief;
}

static char *
dup_spoken (GtkWidget *cell)
{
  return g_strdup (USHER_ACTIVITY_ROW (cell)->spoken);
}

/**
 * usher_activity_row_refresh:
 * @self: a row
 * @now: the present, microseconds since the epoch
 *
 * Writes what depends on the time of day anew.
 */
void
usher_activity_row_refresh (UsherActivityRow *self, gint64 now)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autofree char *relative = NULL;
  g_autofree char *exact = NULL;
  g_autofree char *day = NULL;
  gint64 time;

  g_return_if_fail (USHER_IS_ACTIVITY_ROW (self));

  if (self->entry == NULL)
    return;
  zone = g_time_zone_new_local ();
  time = usher_event_get_time (usher_activity_entry_get_event (self->entry));
  if (time != USHER_TIME_NONE)
    {
      relative = usher_time_format_relative (time, now);
      exact = usher_time_format_exact (time, zone);
    }
  gtk_label_set_text (self->time_label, relative != NULL ? relative : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->time_label), exact);
  if (usher_activity_entry_get_starts_day (self->entry))
    {
      day = usher_detail_dup_day (time, now, zone);
      gtk_label_set_text (self->day_label, day);
    }
  /* Rows of a list view have no names of their own at the floor. */
  g_free (self->spoken);
  self->spoken = exact != NULL
             /* Translators: read aloud for a row of the log: the event, then when it was */
             ? g_strdup_printf (C_("spoken row", "%s, %s"),
                                gtk_label_get_text (self->sentence_label), exact)
             : g_strdup (gtk_label_get_text (self->sentence_label));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->spoken, -1);
  usher_row_voice_note (GTK_WIDGET (self), dup_spoken);
}
