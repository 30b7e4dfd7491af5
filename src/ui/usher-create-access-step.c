/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Access and prefill in one step, as the guide has it. Both kinds share the access part; each has its
 * own target. Main thread. */
#include "ui/usher-create-access-step.h"

#include "ui/usher-access-group.h"
#include "ui/usher-connection-picker.h"
#include "ui/usher-contributor-form.h"
#include "ui/usher-ui.h"

struct _UsherCreateAccessStep
{
  UsherCreateStep parent_instance;

  GtkScrolledWindow *scroller;   /* (template) */
  UsherConnectionPicker *picker; /* (template) */
  UsherContributorForm *form;    /* (template) */
  AdwBin *access_slot;           /* (template) */
  UsherAccessGroup *access;      /* (template) */

  UsherSession *session; /* (owned) (nullable) */
  char *company_id;      /* (owned) (nullable) */
  UsherInvitationKind kind;
  gboolean access_edited;
  gboolean form_edited; /* more than the company */
};

enum
{
  COMPANY_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherCreateAccessStep, usher_create_access_step, USHER_TYPE_CREATE_STEP)

static void
on_access_changed (UsherCreateAccessStep *self)
{
  self->access_edited = TRUE;
  usher_create_step_edited (USHER_CREATE_STEP (self));
}

static void
on_form_changed (UsherCreateAccessStep *self)
{
  self->form_edited = TRUE;
  usher_create_step_edited (USHER_CREATE_STEP (self));
}

static void
on_company_chosen (UsherCreateAccessStep *self)
{
  usher_create_step_edited (USHER_CREATE_STEP (self));
  g_signal_emit (self, signals[COMPANY_CHOSEN], 0);
}

static gboolean
is_reconnect (UsherCreateAccessStep *self)
{
  return self->kind == USHER_INVITATION_KIND_RECONNECT;
}

/* Between company and prefill for a contributor, below the connection for a reconnect. */
static void
place_access (UsherCreateAccessStep *self)
{
  g_autoptr (GtkWidget) access = g_object_ref (GTK_WIDGET (self->access));

  usher_contributor_form_set_middle (self->form, NULL);
  adw_bin_set_child (self->access_slot, NULL);
  if (is_reconnect (self))
    adw_bin_set_child (self->access_slot, access);
  else
    usher_contributor_form_set_middle (self->form, access);
  gtk_widget_set_visible (GTK_WIDGET (self->access_slot), is_reconnect (self));
}

static void
usher_create_access_step_load (UsherCreateStep *step, UsherInvitationDraft *draft)
{
  UsherCreateAccessStep *self = USHER_CREATE_ACCESS_STEP (step);
  const char *connection = usher_invitation_draft_get_connection_id (draft);

  self->kind = usher_invitation_draft_get_kind (draft);
  place_access (self);
  gtk_widget_set_visible (GTK_WIDGET (self->picker), is_reconnect (self));
  gtk_widget_set_visible (GTK_WIDGET (self->form), !is_reconnect (self));
  /* What was typed outlives a look at the other flow; its defaults do not. */
  if (!self->access_edited)
    usher_access_group_load (self->access, draft);
  if (is_reconnect (self))
    {
      if (connection != NULL)
        usher_connection_picker_select (self->picker, connection);
      if (self->session != NULL)
        usher_connection_picker_set_session (self->picker, self->session, self->company_id);
    }
  else
    usher_contributor_form_load (self->form, draft);
}

static void
usher_create_access_step_store (UsherCreateStep *step, UsherInvitationDraft *draft)
{
  UsherCreateAccessStep *self = USHER_CREATE_ACCESS_STEP (step);

  usher_access_group_store (self->access, draft);
  if (is_reconnect (self))
    {
      UsherConnection *connection = usher_connection_picker_get_connection (self->picker);

      usher_invitation_draft_set_connection_id (draft,
                                                usher_connection_picker_get_selected (self->picker));
      if (connection != NULL)
        usher_invitation_draft_set_company_id (draft, usher_connection_get_company_id (connection));
    }
  else
    usher_contributor_form_store (self->form, draft);
}

static void
usher_create_access_step_begin (UsherCreateStep *step)
{
  UsherCreateAccessStep *self = USHER_CREATE_ACCESS_STEP (step);

  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  gtk_widget_child_focus (is_reconnect (self) ? GTK_WIDGET (self->picker) : GTK_WIDGET (self->form),
                          GTK_DIR_TAB_FORWARD);
}

static void
usher_create_access_step_dispose (GObject *object)
{
  g_clear_object (&USHER_CREATE_ACCESS_STEP (object)->session);
  G_OBJECT_CLASS (usher_create_access_step_parent_class)->dispose (object);
}

static void
usher_create_access_step_finalize (GObject *object)
{
  g_free (USHER_CREATE_ACCESS_STEP (object)->company_id);
  G_OBJECT_CLASS (usher_create_access_step_parent_class)->finalize (object);
}

static void
usher_create_access_step_class_init (UsherCreateAccessStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  UsherCreateStepClass *step_class = USHER_CREATE_STEP_CLASS (klass);

  object_class->dispose = usher_create_access_step_dispose;
  object_class->finalize = usher_create_access_step_finalize;
  step_class->load = usher_create_access_step_load;
  step_class->store = usher_create_access_step_store;
  step_class->begin = usher_create_access_step_begin;

  /**
   * UsherCreateAccessStep::company-chosen:
   * @self: the step
   *
   * The person chose another company for a contributor.
   */
  signals[COMPANY_CHOSEN] = g_signal_new ("company-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 0);

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_CONNECTION_PICKER);
  g_type_ensure (USHER_TYPE_CONTRIBUTOR_FORM);
  g_type_ensure (USHER_TYPE_ACCESS_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-create-access-step.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherCreateAccessStep, scroller);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateAccessStep, picker);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateAccessStep, form);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateAccessStep, access_slot);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateAccessStep, access);
  gtk_widget_class_bind_template_callback (widget_class, usher_create_step_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_access_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_form_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_company_chosen);
}

static void
usher_create_access_step_init (UsherCreateAccessStep *self)
{
  UsherCreateStep *step = USHER_CREATE_STEP (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  /* In the order in which they stand: the focus goes to the first that is wrong. */
  usher_connection_picker_add_messages (self->picker, step);
  usher_contributor_form_add_messages (self->form, step);
  usher_access_group_add_messages (self->access, step);
}

/**
 * usher_create_access_step_new:
 *
 * Returns: (transfer floating): the step
 */
GtkWidget *
usher_create_access_step_new (void)
{
  return g_object_new (USHER_TYPE_CREATE_ACCESS_STEP, NULL);
}

/**
 * usher_create_access_step_set_session:
 * @self: the step
 * @session: where companies, sites and connections are asked for
 * @company_id: (nullable): the company whose connections are offered; %NULL for all
 *
 * Sets what there is to choose from.
 */
void
usher_create_access_step_set_session (UsherCreateAccessStep *self, UsherSession *session,
                                      const char *company_id)
{
  g_return_if_fail (USHER_IS_CREATE_ACCESS_STEP (self));

  g_set_object (&self->session, session);
  g_free (self->company_id);
  self->company_id = g_strdup (company_id);
  usher_contributor_form_set_session (self->form, session);
}

/**
 * usher_create_access_step_dup_target_name:
 * @self: the step
 *
 * Returns: (transfer full) (nullable): what people call the chosen company or connection
 */
char *
usher_create_access_step_dup_target_name (UsherCreateAccessStep *self)
{
  UsherConnection *connection;

  g_return_val_if_fail (USHER_IS_CREATE_ACCESS_STEP (self), NULL);

  if (!is_reconnect (self))
    return usher_contributor_form_dup_company_name (self->form);
  connection = usher_connection_picker_get_connection (self->picker);
  return connection != NULL ? usher_connection_dup_title (connection)
                            : g_strdup (usher_connection_picker_get_selected (self->picker));
}

/**
 * usher_create_access_step_dup_site_names:
 * @self: the step
 *
 * Returns: (transfer full) (nullable): the names of the chosen sites, one a line
 */
char *
usher_create_access_step_dup_site_names (UsherCreateAccessStep *self)
{
  g_return_val_if_fail (USHER_IS_CREATE_ACCESS_STEP (self), NULL);

  return is_reconnect (self) ? NULL : usher_contributor_form_dup_site_names (self->form);
}

/**
 * usher_create_access_step_is_untouched:
 * @self: the step
 *
 * Returns: whether the person entered nothing but a company
 */
gboolean
usher_create_access_step_is_untouched (UsherCreateAccessStep *self)
{
  g_return_val_if_fail (USHER_IS_CREATE_ACCESS_STEP (self), FALSE);

  return !self->access_edited && !self->form_edited;
}

/**
 * usher_create_access_step_begin_with:
 * @self: the step
 * @draft: the draft
 *
 * Shows a draft in the place of what was entered: the person chose what to begin with.
 */
void
usher_create_access_step_begin_with (UsherCreateAccessStep *self, UsherInvitationDraft *draft)
{
  g_return_if_fail (USHER_IS_CREATE_ACCESS_STEP (self));

  self->access_edited = FALSE;
  usher_create_step_load (USHER_CREATE_STEP (self), draft);
  self->access_edited = FALSE;
  self->form_edited = FALSE;
}
