/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person asked for and did not get, above the list until it is dealt with: the newest few, and how
 * many more. Main thread. */
#include "ui/usher-intents-notice.h"

#include <glib/gi18n.h>

#include "ui/usher-intent-row.h"

/* More would push the list out of the window. */
#define MAX_ROWS 3

struct _UsherIntentsNotice
{
  AdwBin parent_instance;

  /* Template children */
  GtkBox *rows;
  GtkButton *more_button;

  UsherSession *session; /* (owned) (nullable) */
  GSignalGroup *signals; /* (owned): on the session's intents */
  GSignalGroup *session_signals; /* (owned): on the session */
  GPtrArray *watched;    /* (owned): the intents whose state is watched */
  guint idle;            /* source id: to show what has changed */
  guint n_told;
};

typedef enum
{
  PROP_SESSION = 1,
} UsherIntentsNoticeProperty;

static GParamSpec *properties[PROP_SESSION + 1];

G_DEFINE_FINAL_TYPE (UsherIntentsNotice, usher_intents_notice, ADW_TYPE_BIN)

static gboolean
is_worth_telling (UsherSession *session, UsherIntent *intent)
{
  switch (usher_session_get_standing (session, intent))
    {
    case USHER_STANDING_LEFT:
    case USHER_STANDING_REFUSED:
    case USHER_STANDING_UNCLEAR:
    case USHER_STANDING_NOT_FOUND:
    case USHER_STANDING_SEVERAL:
    case USHER_STANDING_UNKNOWABLE:
      return TRUE;
    case USHER_STANDING_WAITING: /* a toast tells */
    case USHER_STANDING_SENDING:
    case USHER_STANDING_ELSEWHERE:
    default:
      return FALSE;
    }
}

static void
on_forgotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!usher_session_forget_intent_finish (USHER_SESSION (source), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("A request could not be taken out of the journal: %s", error->message);
}

static void
on_row_dismissed (UsherIntentRow *row, UsherIntentsNotice *self)
{
  if (self->session != NULL)
    usher_session_forget_intent_async (self->session, usher_intent_row_get_intent (row), NULL,
                                       on_forgotten, NULL);
}

static void
on_row_retry (UsherIntentRow *row, UsherIntentsNotice *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.retry-intent", "s",
                              usher_intent_get_id (usher_intent_row_get_intent (row)));
}

static void on_changed (UsherIntentsNotice *self);

static void
unwatch (UsherIntentsNotice *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->watched, i), on_changed, self);
  g_ptr_array_set_size (self->watched, 0);
}

/* Few and seldom: all rows are made anew. */
static void
show (UsherIntentsNotice *self)
{
  GListModel *intents = self->session != NULL ? usher_session_get_intents (self->session) : NULL;
  guint n = intents != NULL ? g_list_model_get_n_items (intents) : 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, child);
  unwatch (self);
  self->n_told = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (UsherIntent) intent = g_list_model_get_item (intents, i);
      GtkWidget *row;

      /* One that is being sent now may be refused in a moment. */
      g_signal_connect_swapped (intent, "notify::state", G_CALLBACK (on_changed), self);
      g_ptr_array_add (self->watched, g_object_ref (intent));
      if (!is_worth_telling (self->session, intent) || ++self->n_told > MAX_ROWS)
        continue;
      row = usher_intent_row_new (intent);
      g_signal_connect_object (row, "dismissed", G_CALLBACK (on_row_dismissed), self, 0);
      g_signal_connect_object (row, "retry", G_CALLBACK (on_row_retry), self, 0);
      gtk_box_append (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), self->n_told > MAX_ROWS);
  if (self->n_told > MAX_ROWS)
    {
      guint more = self->n_told - MAX_ROWS;
      g_autofree char *text = NULL;

      text = g_strdup_printf (ngettext ("%'u more request did not end well", "%'u more requests did not end well",
                                        more), more);
      gtk_button_set_label (self->more_button, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->n_told > 0);
}

static gboolean
on_idle (gpointer user_data)
{
  UsherIntentsNotice *self = user_data;

  self->idle = 0;
  show (self);
  return G_SOURCE_REMOVE;
}

/* A hundred at once are shown once. */
static void
on_changed (UsherIntentsNotice *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (on_idle, self);
}

static void
usher_intents_notice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherIntentsNoticeProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, USHER_INTENTS_NOTICE (object)->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_intents_notice_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((UsherIntentsNoticeProperty) id)
    {
    case PROP_SESSION:
      usher_intents_notice_set_session (USHER_INTENTS_NOTICE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_intents_notice_dispose (GObject *object)
{
  UsherIntentsNotice *self = USHER_INTENTS_NOTICE (object);

  if (self->watched != NULL)
    unwatch (self);
  g_clear_pointer (&self->watched, g_ptr_array_unref);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_INTENTS_NOTICE);
  G_OBJECT_CLASS (usher_intents_notice_parent_class)->dispose (object);
}

static void
usher_intents_notice_class_init (UsherIntentsNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_intents_notice_get_property;
  object_class->set_property = usher_intents_notice_set_property;
  object_class->dispose = usher_intents_notice_dispose;

  /**
   * UsherIntentsNotice:session: (nullable)
   *
   * The account at work.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, USHER_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-intents-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherIntentsNotice, rows);
  gtk_widget_class_bind_template_child (widget_class, UsherIntentsNotice, more_button);
}

static void
usher_intents_notice_init (UsherIntentsNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->signals, "items-changed", G_CALLBACK (on_changed), self);
  self->session_signals = g_signal_group_new (USHER_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "waiting-changed", G_CALLBACK (on_changed), self);
  show (self);
}

/**
 * usher_intents_notice_new:
 *
 * Returns: (transfer floating): a notice without a session
 */
GtkWidget *
usher_intents_notice_new (void)
{
  return g_object_new (USHER_TYPE_INTENTS_NOTICE, NULL);
}

/**
 * usher_intents_notice_set_session:
 * @self: the notice
 * @session: (nullable): the account at work
 */
void
usher_intents_notice_set_session (UsherIntentsNotice *self, UsherSession *session)
{
  g_return_if_fail (USHER_IS_INTENTS_NOTICE (self));
  g_return_if_fail (session == NULL || USHER_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session != NULL ? usher_session_get_intents (session) : NULL);
  g_signal_group_set_target (self->session_signals, session);
  show (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * usher_intents_notice_get_n_told:
 * @self: the notice
 *
 * Returns: how many requests were refused or are unclear
 */
guint
usher_intents_notice_get_n_told (UsherIntentsNotice *self)
{
  g_return_val_if_fail (USHER_IS_INTENTS_NOTICE (self), 0);

  return self->n_told;
}
