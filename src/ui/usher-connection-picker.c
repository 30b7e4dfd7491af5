/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connections of a company or of all of them. Any may be chosen: the API does not refuse a healthy
 * one (contract 5.3), it is only not promoted. Main thread. */
#include "ui/usher-connection-picker.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "ui/usher-choice-list.h"
#include "ui/usher-detail-words.h"
#include "ui/usher-request.h"
#include "ui/usher-ui.h"

struct _UsherConnectionPicker
{
  AdwBin parent_instance;

  GtkStack *stack;            /* (template) */
  UsherChoiceList *list;      /* (template) */
  GtkLabel *error_label;      /* (template) */
  UsherFieldMessage *message; /* (template) */

  UsherSession *session;     /* (owned) (nullable) */
  char *company_id;          /* (owned) (nullable) */
  char *selected;            /* (owned) (nullable) */
  GPtrArray *connections;    /* (owned) (nullable) (element-type UsherConnection) */
  GListStore *choices;       /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable) */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherConnectionPicker, usher_connection_picker, ADW_TYPE_BIN)

static void
mark (UsherConnectionPicker *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++)
    {
      g_autoptr (UsherChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->choices), i);

      usher_choice_set_selected (choice,
                                 g_strcmp0 (usher_choice_get_id (choice), self->selected) == 0);
    }
}

static void
on_picked (UsherConnectionPicker *self, UsherChoice *choice)
{
  usher_set_str (&self->selected, usher_choice_get_id (choice));
  usher_field_message_set_text (self->message, NULL);
  mark (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return usher_connection_compare_for_reconnect (*(UsherConnection *const *) a,
                                                 *(UsherConnection *const *) b);
}

static char *
dup_subtitle (UsherConnectionPicker *self, UsherConnection *connection)
{
  const char *state = usher_connection_status_get_label (usher_connection_get_status (connection));
  const char *company_id = usher_connection_get_company_id (connection);
  UsherCompany *company = NULL;

  if (self->company_id == NULL && self->session != NULL && company_id != NULL)
    company = usher_session_find_company (self->session, company_id);
  if (company == NULL)
    return g_strdup (state);
  /* Translators: the state of a connection and the company it belongs to */
  return g_strdup_printf (C_("connection", "%s · %s"), state, usher_company_get_name (company));
}

static void
on_connections (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherConnectionPicker) self = usher_request_end (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) connections =
    usher_session_list_connections_finish (USHER_SESSION (source), result, &error);

  if (self == NULL)
    return;
  g_clear_object (&self->cancellable);
  if (connections != NULL)
    {
      usher_connection_picker_set_connections (self, connections);
      return;
    }
  /* Translators: the placeholder is a sentence of what went wrong */
  {
    g_autofree char *text = g_strdup_printf (_("The connections could not be read. %s"), error->message);
    g_autofree char *safe = usher_text_dup_safe (text, 500);

    gtk_label_set_text (self->error_label, safe);
    gtk_stack_set_visible_child_name (self->stack, "error");
  }
}

static void
ask (UsherConnectionPicker *self)
{
  if (self->session == NULL)
    return;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  gtk_stack_set_visible_child_name (self->stack, "loading");
  usher_session_list_connections_async (self->session, self->company_id, self->cancellable,
                                        on_connections,
                                        usher_request_begin (self, self->cancellable));
}

static void
usher_connection_picker_dispose (GObject *object)
{
  UsherConnectionPicker *self = USHER_CONNECTION_PICKER (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->choices);
  g_clear_pointer (&self->connections, g_ptr_array_unref);
  G_OBJECT_CLASS (usher_connection_picker_parent_class)->dispose (object);
}

static void
usher_connection_picker_finalize (GObject *object)
{
  UsherConnectionPicker *self = USHER_CONNECTION_PICKER (object);

  g_free (self->company_id);
  g_free (self->selected);
  G_OBJECT_CLASS (usher_connection_picker_parent_class)->finalize (object);
}

static void
usher_connection_picker_class_init (UsherConnectionPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_connection_picker_dispose;
  object_class->finalize = usher_connection_picker_finalize;

  /**
   * UsherConnectionPicker::changed:
   * @self: the picker
   *
   * The person chose a connection.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_CHOICE_LIST);
  g_type_ensure (USHER_TYPE_FIELD_MESSAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-connection-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherConnectionPicker, stack);
  gtk_widget_class_bind_template_child (widget_class, UsherConnectionPicker, list);
  gtk_widget_class_bind_template_child (widget_class, UsherConnectionPicker, error_label);
  gtk_widget_class_bind_template_child (widget_class, UsherConnectionPicker, message);
  gtk_widget_class_bind_template_callback (widget_class, on_picked);
  gtk_widget_class_bind_template_callback (widget_class, ask);
}

static void
usher_connection_picker_init (UsherConnectionPicker *self)
{
  self->choices = g_list_store_new (USHER_TYPE_CHOICE);
  gtk_widget_init_template (GTK_WIDGET (self));
  usher_choice_list_set_choices (self->list, G_LIST_MODEL (self->choices));
}

/**
 * usher_connection_picker_new:
 *
 * Returns: (transfer floating): a picker that knows no connections yet
 */
GtkWidget *
usher_connection_picker_new (void)
{
  return g_object_new (USHER_TYPE_CONNECTION_PICKER, NULL);
}

/**
 * usher_connection_picker_set_session:
 * @self: a picker
 * @session: where to ask
 * @company_id: (nullable): the company whose connections to show; %NULL for all
 *
 * Asks for the connections, unless the same ones are there already.
 */
void
usher_connection_picker_set_session (UsherConnectionPicker *self, UsherSession *session,
                                     const char *company_id)
{
  gboolean changed;

  g_return_if_fail (USHER_IS_CONNECTION_PICKER (self));
  g_return_if_fail (USHER_IS_SESSION (session));

  changed = g_set_object (&self->session, session);
  changed = usher_set_str (&self->company_id, company_id) || changed;
  if (changed)
    ask (self);
}

/**
 * usher_connection_picker_set_connections:
 * @self: a picker
 * @connections: (element-type UsherConnection): the connections, in any order
 *
 * Shows connections. What was chosen stays chosen.
 */
void
usher_connection_picker_set_connections (UsherConnectionPicker *self, GPtrArray *connections)
{
  g_autoptr (GPtrArray) sorted = NULL;
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (USHER_IS_CONNECTION_PICKER (self));

  sorted = g_ptr_array_new_full (connections->len, g_object_unref);
  for (guint i = 0; i < connections->len; i++)
    g_ptr_array_add (sorted, g_object_ref (g_ptr_array_index (connections, i)));
  g_ptr_array_sort (sorted, compare);
  for (guint i = 0; i < sorted->len; i++)
    {
      UsherConnection *connection = g_ptr_array_index (sorted, i);
      g_autofree char *title = usher_connection_dup_title (connection);
      g_autofree char *subtitle = dup_subtitle (self, connection);

      g_ptr_array_add (choices,
                       usher_choice_new (usher_connection_get_id (connection), title, subtitle,
                                         usher_connection_status_get_icon_name (
                                           usher_connection_get_status (connection))));
    }
  g_clear_pointer (&self->connections, g_ptr_array_unref);
  self->connections = g_steal_pointer (&sorted);
  g_list_store_splice (self->choices, 0, g_list_model_get_n_items (G_LIST_MODEL (self->choices)),
                       choices->pdata, choices->len);
  mark (self);
  gtk_stack_set_visible_child_name (self->stack, "list");
}

/**
 * usher_connection_picker_select:
 * @self: a picker
 * @id: (nullable): a connection
 *
 * Chooses a connection. It need not be known yet.
 */
void
usher_connection_picker_select (UsherConnectionPicker *self, const char *id)
{
  g_return_if_fail (USHER_IS_CONNECTION_PICKER (self));

  if (usher_set_str (&self->selected, id))
    mark (self);
}

/**
 * usher_connection_picker_get_selected:
 * @self: a picker
 *
 * Returns: (nullable): the id of the chosen connection
 */
const char *
usher_connection_picker_get_selected (UsherConnectionPicker *self)
{
  g_return_val_if_fail (USHER_IS_CONNECTION_PICKER (self), NULL);

  return self->selected;
}

/**
 * usher_connection_picker_get_connection:
 * @self: a picker
 *
 * Returns: (nullable) (transfer none): the chosen connection; %NULL too if it is not known
 */
UsherConnection *
usher_connection_picker_get_connection (UsherConnectionPicker *self)
{
  g_return_val_if_fail (USHER_IS_CONNECTION_PICKER (self), NULL);

  for (guint i = 0; self->connections != NULL && i < self->connections->len; i++)
    {
      UsherConnection *connection = g_ptr_array_index (self->connections, i);

      if (g_strcmp0 (usher_connection_get_id (connection), self->selected) == 0)
        return connection;
    }
  return NULL;
}

/**
 * usher_connection_picker_add_messages:
 * @self: a picker
 * @step: the step it is part of
 *
 * Tells the step where words about the connection are shown.
 */
void
usher_connection_picker_add_messages (UsherConnectionPicker *self, UsherCreateStep *step)
{
  g_return_if_fail (USHER_IS_CONNECTION_PICKER (self));

  usher_create_step_add_message (step, USHER_FIELD_CONNECTION, self->message);
}
