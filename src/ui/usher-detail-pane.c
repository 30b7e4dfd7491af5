/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The detail of the selected invitation. What the list knows is drawn at once; the store's log follows
 * within a moment; the server's answer comes when it comes. Every question carries the cancellable of
 * the selection it was asked for, so that an answer never lands on another invitation. Main thread. */
#include "ui/usher-detail-pane.h"

#include <glib/gi18n.h>

#include "model/usher-invitation-words.h"
#include "model/usher-prefill.h"
#include "model/usher-text.h"
#include "model/usher-time.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-activity-pane.h"
#include "ui/usher-detail-facts.h"
#include "ui/usher-detail-reasons.h"
#include "ui/usher-detail-words.h"
#include "ui/usher-menu-reasons.h"
#include "ui/usher-request.h"
#include "ui/usher-ui.h"
#include "ui/usher-wrap-layout.h"

/* Someone who walks through the list with the arrow keys asks the server about where they stop. */
#define FETCH_DELAY_MS 150
#define REFRESH_SECONDS 30

struct _UsherDetailPane
{
  AdwBin parent_instance;

  GtkStack *stack;              /* (template) */
  GtkWidget *status_box;        /* (template) */
  GtkImage *status_icon;        /* (template) */
  GtkLabel *status_label;       /* (template) */
  GtkLabel *recipients_label;        /* (template) */
  GtkLabel *story_label;        /* (template) */
  GtkLabel *expiry_label;       /* (template) */
  GtkMenuButton *more_button;   /* (template) */
  GtkWidget *copy_button;       /* (template) */
  GtkWidget *resend_button;     /* (template) */
  GtkWidget *revoke_button;     /* (template) */
  GtkStack *pages;              /* (template) */
  UsherDetailFacts *facts;      /* (template) */
  UsherActivityPane *activity;  /* (template) */

  UsherSession *session;       /* (owned) (nullable) */
  UsherInvitationItem *item;   /* (owned) (nullable) */
  GSignalGroup *session_signals; /* (owned) */
  GSignalGroup *item_signals;    /* (owned) */

  UsherInvitation *invitation; /* (owned) (nullable) the newest answer */
  GPtrArray *events;           /* (owned) (nullable) (element-type UsherEvent) the newest log */
  GCancellable *cancellable;   /* (owned) (nullable) of this selection */
  GCancellable *fetching;      /* (owned) (nullable) of the question to the server */
  UsherCompany *company;       /* (owned) (nullable) the last one with sites that was read */
  GPtrArray *connections;      /* (owned) (nullable) (element-type UsherConnection) */
  char *connections_of;        /* (owned) (nullable) the company they are of */
  guint fetch_source;
  guint refresh_source;
};

enum
{
  PROP_SESSION = 1,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void on_fetched (GObject *source, GAsyncResult *result, gpointer user_data);

G_DEFINE_FINAL_TYPE (UsherDetailPane, usher_detail_pane, ADW_TYPE_BIN)

/* --- drawing ----------------------------------------------------------------------------------- */

static void
update_head (UsherDetailPane *self)
{
  static const char *classes[] = { "accent", "success", "warning", "error" };
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  UsherInvitationStatus status = usher_invitation_get_status (self->invitation);
  const char *css_class = usher_status_get_css_class (status);
  g_autofree char *recipients = usher_invitation_dup_recipients (self->invitation);
  g_autofree char *title = usher_text_dup_safe (recipients, 0);
  g_autofree char *story = usher_detail_dup_story (self->invitation, self->events);
  g_autofree char *expiry = usher_detail_dup_expiry (self->invitation, usher_time_now (), zone);

  gtk_image_set_from_icon_name (self->status_icon, usher_status_get_icon_name (status));
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (self->status_box, classes[i]);
  if (css_class != NULL)
    gtk_widget_add_css_class (self->status_box, css_class);
  if (status != USHER_INVITATION_STATUS_UNKNOWN)
    gtk_label_set_text (self->status_label, usher_invitation_status_get_label (status));
  else
    {
      g_autofree char *word = usher_humanise_word (usher_invitation_get_status_name (self->invitation));

      gtk_label_set_text (self->status_label, word);
    }
  usher_ui_set_address_text (self->recipients_label, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->recipients_label), title);
  gtk_label_set_text (self->story_label, story != NULL ? story : "");
  gtk_widget_set_visible (GTK_WIDGET (self->story_label), story != NULL);
  gtk_label_set_text (self->expiry_label, expiry);
}

static void
set_reason (GtkWidget *button, const char *reason, const char *otherwise)
{
  gtk_widget_set_tooltip_text (button, reason != NULL ? reason : otherwise);
  /* A reason that only the pointer can find is no reason. */
  if (reason != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    reason, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
update_reasons (UsherDetailPane *self)
{
  if (self->invitation == NULL)
    return;
  set_reason (self->copy_button, usher_detail_why_not_copy (self->session, self->invitation),
              _("Copy the Link to the Clipboard"));
  set_reason (self->resend_button, usher_detail_why_not_resend (self->session, self->invitation),
              _("Send the Same Invitation Again by Email"));
  set_reason (self->revoke_button, usher_detail_why_not_revoke (self->session, self->invitation),
              _("Make the Link Useless at Once"));
  usher_menu_tell_reasons (GTK_WIDGET (gtk_menu_button_get_popover (self->more_button)),
                           gtk_menu_button_get_menu_model (self->more_button), self->session, self->invitation);
}

static void
draw (UsherDetailPane *self)
{
  update_head (self);
  usher_detail_facts_set_invitation (self->facts, self->session, self->invitation,
                                     usher_invitation_item_get_company_name (self->item));
  usher_detail_facts_set_events (self->facts, self->events);
  usher_activity_pane_set_events (self->activity, self->events);
  update_reasons (self);
}

/* The newest answer wins; an answer without a log, as lists have it, leaves the log as it is. */
/* Another state, of what was being looked at: the head says so to who sees it. */
static void
tell_status (UsherDetailPane *self)
{
  g_autofree char *recipients = usher_invitation_dup_recipients (self->invitation);
  g_autofree char *status = usher_invitation_dup_status_words (self->invitation);
  /* Translators: read aloud for a row: what was said of it so far, and one thing more */
  g_autofree char *text = g_strdup_printf (C_("spoken list", "%1$s, %2$s"), recipients, status);

  usher_compat_announce (GTK_WIDGET (self), text);
}

static void
take_invitation (UsherDetailPane *self, UsherInvitation *invitation)
{
  GPtrArray *events = usher_invitation_get_events (invitation);
  gboolean is_other = self->invitation != NULL
                      && usher_invitation_get_status (self->invitation) != usher_invitation_get_status (invitation);

  g_set_object (&self->invitation, invitation);
  if (events != NULL)
    {
      g_clear_pointer (&self->events, g_ptr_array_unref);
      self->events = g_ptr_array_ref (events);
    }
  draw (self);
  if (is_other)
    tell_status (self);
}

/* --- names in place of ids --------------------------------------------------------------------- */

static void
on_company (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherDetailPane) self = usher_request_end (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherCompany) company =
    usher_session_fetch_company_finish (USHER_SESSION (source), result, &error);

  /* Without names the ids are shown; the log's error already says what is wrong with the server. */
  if (self == NULL || company == NULL)
    return;
  g_set_object (&self->company, company);
  usher_detail_facts_set_company (self->facts, company);
}

static void
show_connection (UsherDetailPane *self)
{
  const char *id = usher_invitation_get_connection_id (self->invitation);

  for (guint i = 0; id != NULL && self->connections != NULL && i < self->connections->len; i++)
    {
      UsherConnection *connection = g_ptr_array_index (self->connections, i);

      if (g_str_equal (usher_connection_get_id (connection), id))
        usher_detail_facts_set_connection (self->facts, connection);
    }
}

static void
free_connections (GTask *task, gpointer source, gpointer connections, GCancellable *cancellable)
{
  g_ptr_array_unref (connections);
}

/* A company may have thousands, each a tree of JSON: letting go of them would hold up the main loop. Eats them. */
static void
drop_connections (GPtrArray *connections)
{
  g_autoptr (GTask) task = NULL;

  if (connections == NULL)
    return;
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, drop_connections);
  g_task_set_task_data (task, connections, NULL);
  g_task_run_in_thread (task, free_connections);
}

static void
on_connections (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherDetailPane) self = usher_request_end (user_data);
  g_autoptr (GError) error = NULL;
  GPtrArray *connections = usher_session_list_connections_finish (USHER_SESSION (source), result, &error);

  if (self == NULL || connections == NULL)
    {
      drop_connections (connections);
      return;
    }
  drop_connections (self->connections);
  self->connections = connections;
  usher_set_str (&self->connections_of, usher_invitation_get_company_id (self->invitation));
  show_connection (self);
}

static void
ask_sites (UsherDetailPane *self, const char *company_id, gboolean anew)
{
  UsherCompany *listed = usher_session_find_company (self->session, company_id);
  UsherCompany *known = NULL;

  if (self->company != NULL && g_str_equal (usher_company_get_id (self->company), company_id))
    known = self->company;
  else if (listed != NULL && usher_company_get_sites (listed) != NULL)
    known = listed;
  if (known != NULL)
    usher_detail_facts_set_company (self->facts, known);
  if (known == NULL || anew)
    usher_session_fetch_company_async (self->session, company_id, self->cancellable, on_company,
                                       usher_request_begin (self, self->cancellable));
}

/* Kept from one selection to the next: a morning of reconnects is about one company's connections. */
static void
ask_connection (UsherDetailPane *self, const char *company_id, gboolean anew)
{
  gboolean known = g_strcmp0 (self->connections_of, company_id) == 0;

  if (known)
    show_connection (self);
  if (!known || anew)
    usher_session_list_connections_async (self->session, company_id, self->cancellable, on_connections,
                                          usher_request_begin (self, self->cancellable));
}

/* anew: also what is known already, as it may have changed. */
static void
ask_names (UsherDetailPane *self, gboolean anew)
{
  UsherPrefill *prefill = usher_invitation_get_prefill (self->invitation);
  const char *company_id = usher_invitation_get_company_id (self->invitation);

  if (company_id == NULL || self->session == NULL)
    return;
  if (prefill != NULL && usher_prefill_get_site_ids (prefill)[0] != NULL)
    ask_sites (self, company_id, anew);
  if (usher_invitation_get_connection_id (self->invitation) != NULL)
    ask_connection (self, company_id, anew);
}

/* --- asking the server ------------------------------------------------------------------------- */

static void
fetch (UsherDetailPane *self)
{
  g_clear_handle_id (&self->fetch_source, g_source_remove);
  if (self->fetching != NULL)
    g_cancellable_cancel (self->fetching);
  g_clear_object (&self->fetching);
  self->fetching = g_cancellable_new ();
  usher_activity_pane_set_problem (self->activity, NULL, FALSE);
  usher_activity_pane_set_loading (self->activity, TRUE);
  usher_session_fetch_invitation_async (self->session, usher_invitation_item_get_id (self->item),
                                        self->fetching, on_fetched,
                                        usher_request_begin (self, self->fetching));
}

static gboolean
on_fetch_due (gpointer user_data)
{
  UsherDetailPane *self = user_data;

  self->fetch_source = 0;
  fetch (self);
  return G_SOURCE_REMOVE;
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherDetailPane) self = usher_request_end (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation =
    usher_session_fetch_invitation_finish (USHER_SESSION (source), result, &error);

  if (self == NULL)
    return;
  usher_activity_pane_set_loading (self->activity, FALSE);
  if (invitation != NULL)
    {
      take_invitation (self, invitation);
      /* The server told the invitation and no log: then there is none. */
      if (self->events == NULL)
        {
          self->events = g_ptr_array_new ();
          draw (self);
        }
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  usher_activity_pane_set_problem (self->activity, error->message,
                                   g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherDetailPane) self = usher_request_end (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation =
    usher_session_load_invitation_finish (USHER_SESSION (source), result, &error);

  /* Not in the store: the list's facts stay, and the server is about to be asked. */
  if (self != NULL && invitation != NULL)
    take_invitation (self, invitation);
}

static void
load (UsherDetailPane *self)
{
  usher_session_load_invitation_async (self->session, usher_invitation_item_get_id (self->item),
                                       self->cancellable, on_loaded,
                                       usher_request_begin (self, self->cancellable));
}

static void
on_invitation_changed (UsherDetailPane *self, const char *id)
{
  /* From the store only: the session says this after each answer of the server, ours included. */
  if (self->item != NULL && g_strcmp0 (id, usher_invitation_item_get_id (self->item)) == 0)
    load (self);
}

static void
on_item_changed (UsherDetailPane *self)
{
  take_invitation (self, usher_invitation_item_get_invitation (self->item));
}

static gboolean
on_refresh (gpointer user_data)
{
  UsherDetailPane *self = user_data;

  if (self->invitation != NULL)
    {
      update_head (self);
      usher_detail_facts_refresh (self->facts);
    }
  return G_SOURCE_CONTINUE;
}

static void
on_show_activity (UsherDetailPane *self)
{
  usher_detail_pane_show_page (self, "activity");
}

/* --- the selection ----------------------------------------------------------------------------- */

static void
stop (UsherDetailPane *self)
{
  g_clear_handle_id (&self->fetch_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->fetching != NULL)
    g_cancellable_cancel (self->fetching);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->fetching);
}

static void
start (UsherDetailPane *self)
{
  stop (self);
  g_clear_object (&self->invitation);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  usher_activity_pane_clear (self->activity);
  gtk_stack_set_visible_child_name (self->stack, self->item != NULL ? "invitation" : "none");
  if (self->item == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  take_invitation (self, usher_invitation_item_get_invitation (self->item));
  if (self->session == NULL)
    return;
  load (self);
  ask_names (self, FALSE);
  usher_activity_pane_set_loading (self->activity, TRUE);
  self->fetch_source = g_timeout_add (FETCH_DELAY_MS, on_fetch_due, self);
}

static void
usher_detail_pane_map (GtkWidget *widget)
{
  UsherDetailPane *self = USHER_DETAIL_PANE (widget);

  GTK_WIDGET_CLASS (usher_detail_pane_parent_class)->map (widget);
  on_refresh (self);
  if (self->refresh_source == 0)
    self->refresh_source = g_timeout_add_seconds (REFRESH_SECONDS, on_refresh, self);
}

static void
usher_detail_pane_unmap (GtkWidget *widget)
{
  UsherDetailPane *self = USHER_DETAIL_PANE (widget);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  GTK_WIDGET_CLASS (usher_detail_pane_parent_class)->unmap (widget);
}

static void
usher_detail_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherDetailPane *self = USHER_DETAIL_PANE (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_ITEM:
      g_value_set_object (value, self->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_detail_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UsherDetailPane *self = USHER_DETAIL_PANE (object);

  switch (id)
    {
    case PROP_SESSION:
      usher_detail_pane_set_session (self, g_value_get_object (value));
      break;
    case PROP_ITEM:
      usher_detail_pane_set_item (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_detail_pane_dispose (GObject *object)
{
  UsherDetailPane *self = USHER_DETAIL_PANE (object);

  stop (self);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->session);
  g_clear_object (&self->item);
  g_clear_object (&self->invitation);
  g_clear_object (&self->company);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->connections, g_ptr_array_unref);
  G_OBJECT_CLASS (usher_detail_pane_parent_class)->dispose (object);
}

static void
usher_detail_pane_finalize (GObject *object)
{
  g_free (USHER_DETAIL_PANE (object)->connections_of);
  G_OBJECT_CLASS (usher_detail_pane_parent_class)->finalize (object);
}

static void
usher_detail_pane_class_init (UsherDetailPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = usher_detail_pane_get_property;
  object_class->set_property = usher_detail_pane_set_property;
  object_class->dispose = usher_detail_pane_dispose;
  object_class->finalize = usher_detail_pane_finalize;
  widget_class->map = usher_detail_pane_map;
  widget_class->unmap = usher_detail_pane_unmap;

  /** UsherDetailPane:session: (nullable): Where store and server are asked. */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, USHER_TYPE_SESSION, flags);
  /** UsherDetailPane:item: (nullable): The selected invitation. */
  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, USHER_TYPE_INVITATION_ITEM, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_WRAP_LAYOUT);
  g_type_ensure (USHER_TYPE_DETAIL_FACTS);
  g_type_ensure (USHER_TYPE_ACTIVITY_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-detail-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherDetailPane, stack);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailPane, status_box);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailPane, status_icon);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailPane, status_label);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailPane, recipients_label);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailPane, story_label);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailPane, expiry_label);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailPane, more_button);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailPane, copy_button);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailPane, resend_button);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailPane, revoke_button);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailPane, pages);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailPane, facts);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailPane, activity);
  gtk_widget_class_bind_template_callback (widget_class, on_show_activity);
  gtk_widget_class_bind_template_callback (widget_class, usher_detail_pane_refresh);
}

static void
usher_detail_pane_init (UsherDetailPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->session_signals = g_signal_group_new (USHER_TYPE_SESSION);
  g_signal_group_connect_object (self->session_signals, "invitation-changed",
                                 G_CALLBACK (on_invitation_changed), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "notify::state",
                                 G_CALLBACK (update_reasons), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "notify::can-resend",
                                 G_CALLBACK (update_reasons), self, G_CONNECT_SWAPPED);
  self->item_signals = g_signal_group_new (USHER_TYPE_INVITATION_ITEM);
  g_signal_group_connect_object (self->item_signals, "notify::invitation",
                                 G_CALLBACK (on_item_changed), self, G_CONNECT_SWAPPED);
}

/**
 * usher_detail_pane_new:
 *
 * Returns: (transfer floating): a pane with nothing selected
 */
GtkWidget *
usher_detail_pane_new (void)
{
  return g_object_new (USHER_TYPE_DETAIL_PANE, NULL);
}

/**
 * usher_detail_pane_get_session:
 * @self: a pane
 *
 * Returns: (nullable) (transfer none): where store and server are asked
 */
UsherSession *
usher_detail_pane_get_session (UsherDetailPane *self)
{
  g_return_val_if_fail (USHER_IS_DETAIL_PANE (self), NULL);

  return self->session;
}

/**
 * usher_detail_pane_set_session:
 * @self: a pane
 * @session: (nullable): where to ask store and server
 *
 * Changes the account; nothing is selected then.
 */
void
usher_detail_pane_set_session (UsherDetailPane *self, UsherSession *session)
{
  g_return_if_fail (USHER_IS_DETAIL_PANE (self));
  g_return_if_fail (session == NULL || USHER_IS_SESSION (session));

  if (self->session == session)
    return;
  usher_detail_pane_set_item (self, NULL);
  g_clear_object (&self->company);
  g_clear_pointer (&self->connections, g_ptr_array_unref);
  g_clear_pointer (&self->connections_of, g_free);
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * usher_detail_pane_get_item:
 * @self: a pane
 *
 * Returns: (nullable) (transfer none): the selected invitation
 */
UsherInvitationItem *
usher_detail_pane_get_item (UsherDetailPane *self)
{
  g_return_val_if_fail (USHER_IS_DETAIL_PANE (self), NULL);

  return self->item;
}

/**
 * usher_detail_pane_set_item:
 * @self: a pane
 * @item: (nullable): the selected invitation
 *
 * Shows an invitation. Answers that are still on their way for the one before are dropped.
 */
void
usher_detail_pane_set_item (UsherDetailPane *self, UsherInvitationItem *item)
{
  g_return_if_fail (USHER_IS_DETAIL_PANE (self));
  g_return_if_fail (item == NULL || USHER_IS_INVITATION_ITEM (item));

  if (!g_set_object (&self->item, item))
    return;
  g_signal_group_set_target (self->item_signals, item);
  start (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

/**
 * usher_detail_pane_refresh:
 * @self: a pane
 *
 * Reads the selected invitation again from the server, and the names that go with it.
 */
void
usher_detail_pane_refresh (UsherDetailPane *self)
{
  g_return_if_fail (USHER_IS_DETAIL_PANE (self));

  if (self->session == NULL || self->item == NULL)
    return;
  fetch (self);
  ask_names (self, TRUE);
}

/**
 * usher_detail_pane_show_page:
 * @self: a pane
 * @name: "details" or "activity"
 *
 * Shows the facts or the log.
 */
void
usher_detail_pane_show_page (UsherDetailPane *self, const char *name)
{
  g_return_if_fail (USHER_IS_DETAIL_PANE (self));

  gtk_stack_set_visible_child_name (self->pages, name);
}
