/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wizard. The steps keep what was typed in their own widgets for as long as the window lives, and
 * write it into one draft; the draft's own check and the server's refusals are in the same words and go
 * the same way back to the field. Main thread. */
#include "ui/usher-create-window.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-create-access-step.h"
#include "ui/usher-create-delivery-step.h"
#include "ui/usher-create-done-step.h"
#include "ui/usher-create-flow-step.h"
#include "ui/usher-create-review-step.h"
#include "ui/usher-discard.h"
#include "ui/usher-ui.h"

typedef enum
{
  STEP_FLOW,
  STEP_ACCESS,
  STEP_DELIVERY,
  STEP_REVIEW,
  STEP_DONE,
} Step;

#define N_STEPS (STEP_DONE + 1)

static const char *const step_names[N_STEPS] = { "flow", "access", "delivery", "review", "done" };

struct _UsherCreateWindow
{
  UsherDialog parent_instance;

  AdwToastOverlay *toasts;                /* (template) */
  AdwWindowTitle *title;                  /* (template) */
  GtkWidget *cancel_button;               /* (template) */
  GtkLabel *cancel_label;                 /* (template) */
  GtkWidget *back_button;                 /* (template) */
  GtkWidget *next_button;                 /* (template) */
  GtkLabel *next_label;                   /* (template) */
  GtkSpinner *spinner;                    /* (template) */
  GtkStack *stack;                        /* (template) */
  UsherCreateFlowStep *flow_step;         /* (template) */
  UsherCreateAccessStep *access_step;     /* (template) */
  UsherCreateDeliveryStep *delivery_step; /* (template) */
  UsherCreateReviewStep *review_step;     /* (template) */
  UsherCreateDoneStep *done_step;         /* (template) */

  UsherSession *session;       /* (owned) */
  UsherInvitationDraft *draft; /* (owned) */
  UsherInvitationDraft *other; /* (owned) (nullable) of the flow that was looked at before */
  char *company_id;            /* (owned) (nullable) */
  GSettings *settings;         /* (owned) (nullable): where templates stand */
  UsherTemplate *template;     /* (owned) (nullable): what the draft began with */
  GCancellable *sending;       /* (owned) (nullable): names the request, to take it back; never cancelled */
  guint held_timer;            /* source id: until it cannot be taken back any more */
  GCancellable *cancellable;   /* (owned) of questions to the person, not of the request */
  Step step;
  gboolean edited;
  gboolean busy;
  gboolean undone;             /* what was busy was taken back */
};

enum
{
  CREATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherCreateWindow, usher_create_window, USHER_TYPE_DIALOG)

static UsherCreateStep *
get_step (UsherCreateWindow *self, Step step)
{
  switch (step)
    {
    case STEP_FLOW:
      return USHER_CREATE_STEP (self->flow_step);
    case STEP_ACCESS:
      return USHER_CREATE_STEP (self->access_step);
    case STEP_DELIVERY:
      return USHER_CREATE_STEP (self->delivery_step);
    case STEP_REVIEW:
      return USHER_CREATE_STEP (self->review_step);
    case STEP_DONE:
    default:
      return USHER_CREATE_STEP (self->done_step);
    }
}

static void
update_chrome (UsherCreateWindow *self)
{
  gboolean done = self->step == STEP_DONE;
  g_autofree char *progress = NULL;

  /* Translators: which step of the wizard this is: "Step 2 of 4" */
  progress = done ? g_strdup ("") : g_strdup_printf (_("Step %d of %d"), self->step + 1, STEP_DONE);
  adw_window_title_set_title (self->title,
                              usher_create_step_get_title (get_step (self, self->step)));
  adw_window_title_set_subtitle (self->title, progress);
  gtk_widget_set_visible (self->cancel_button, !done);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->cancel_button),
                                  self->held_timer != 0 ? "create.undo" : "dialog.close");
  if (self->held_timer != 0)
    gtk_label_set_label (self->cancel_label, _("_Undo"));
  else
    gtk_label_set_label (self->cancel_label, self->busy ? _("_Close") : _("_Cancel"));
  gtk_widget_set_visible (self->back_button, !done && self->step > STEP_FLOW);
  gtk_label_set_label (self->next_label, done                        ? _("_Close")
                                         : self->step == STEP_REVIEW ? _("Cr_eate")
                                                                     : _("_Next"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "create.back",
                                 !self->busy && !done && self->step > STEP_FLOW);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "create.next", !self->busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), !self->busy);
  gtk_spinner_set_spinning (self->spinner, self->busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->busy);
}

static void
go_to (UsherCreateWindow *self, Step step)
{
  self->step = step;
  gtk_stack_set_visible_child_name (self->stack, step_names[step]);
  update_chrome (self);
}

/* Moves on to a step, which then shows the draft as it is now. */
static void
enter (UsherCreateWindow *self, Step step)
{
  if (step == STEP_REVIEW)
    {
      g_autofree char *target = usher_create_access_step_dup_target_name (self->access_step);
      g_autofree char *sites = usher_create_access_step_dup_site_names (self->access_step);
      const char *company_id = usher_invitation_draft_get_company_id (self->draft);
      UsherCompany *company = company_id != NULL ? usher_session_find_company (self->session, company_id) : NULL;

      if (self->settings != NULL)
        usher_create_review_step_show_saver (self->review_step,
                                             company != NULL ? usher_company_get_name (company) : NULL);
      usher_create_review_step_set_names (self->review_step, target, sites);
      usher_create_review_step_set_problem (self->review_step, NULL);
    }
  usher_create_step_load (get_step (self, step), self->draft);
  /* Before the page changes: the stack would move the focus into the new one, and the first text that
   * can be selected would be. */
  if (step == STEP_REVIEW)
    gtk_widget_grab_focus (self->next_button);
  go_to (self, step);
  if (step != STEP_REVIEW)
    usher_create_step_begin (get_step (self, step));
}

/* Another flow is another draft, with its own defaults. The one before is kept: a look at the other
 * flow must not cost what was typed in this one. */
static void
take_flow (UsherCreateWindow *self)
{
  UsherInvitationKind kind = usher_create_flow_step_get_kind (self->flow_step);
  g_autoptr (UsherInvitationDraft) draft = NULL;

  if (usher_invitation_draft_get_kind (self->draft) == kind)
    return;
  draft = g_steal_pointer (&self->other);
  if (draft == NULL)
    {
      draft = usher_invitation_draft_new (kind);
      if (self->company_id != NULL)
        usher_invitation_draft_set_company_id (draft, self->company_id);
    }
  self->other = g_steal_pointer (&self->draft);
  self->draft = g_steal_pointer (&draft);
}

/* Begins with a template, in the place of all that was entered; without one, as the guide has it. */
static void
begin_with (UsherCreateWindow *self, UsherTemplate *template, const char *company_id)
{
  g_autoptr (UsherInvitationDraft) draft = NULL;

  if (template != NULL)
    draft = usher_template_make_draft (template, company_id);
  else
    {
      draft = usher_invitation_draft_new (usher_invitation_draft_get_kind (self->draft));
      if (company_id != NULL)
        usher_invitation_draft_set_company_id (draft, company_id);
    }
  g_set_object (&self->template, template);
  g_set_object (&self->draft, draft);
  usher_create_access_step_begin_with (self->access_step, self->draft);
  if (template != NULL)
    {
      /* Translators: %s is the name of a template of the person's own. */
      g_autofree char *text = g_strdup_printf (_("Begun with “%s”"), usher_template_get_name (template));
      g_autofree char *escaped = g_markup_escape_text (text, -1);

      usher_compat_toast (self->toasts, adw_toast_new (escaped));
    }
}

/* What was chosen to begin with, else what the company begins with. */
static void
take_template (UsherCreateWindow *self)
{
  UsherTemplate *chosen = usher_create_flow_step_get_template (self->flow_step);
  UsherInvitationKind kind = usher_invitation_draft_get_kind (self->draft);
  const char *company_id = self->company_id;
  g_autoptr (UsherTemplate) usual = NULL;

  if (self->settings == NULL)
    return;
  /* Its own company has its sites, too. */
  if (chosen != NULL && chosen != self->template)
    begin_with (self, chosen, company_id);
  else if (chosen == NULL && self->template == NULL && usher_create_access_step_is_untouched (self->access_step)
           && (usual = usher_templates_find_default (self->settings, kind, company_id)) != NULL)
    begin_with (self, usual, company_id);
}

/* Another company may begin with something else; but not over what was entered. */
static void
on_company_chosen (UsherCreateWindow *self)
{
  g_autoptr (UsherTemplate) usual = NULL;
  g_autofree char *company_id = NULL;

  if (self->settings == NULL || !usher_create_access_step_is_untouched (self->access_step)
      || usher_create_flow_step_get_template (self->flow_step) != NULL)
    return;
  usher_create_step_store (USHER_CREATE_STEP (self->access_step), self->draft);
  company_id = g_strdup (usher_invitation_draft_get_company_id (self->draft));
  usual = usher_templates_find_default (self->settings, usher_invitation_draft_get_kind (self->draft), company_id);
  if (usual != NULL || self->template != NULL)
    begin_with (self, usual, company_id);
}

static void
on_save_template (UsherTemplateSaver *saver, const char *name, gboolean is_default, UsherCreateWindow *self)
{
  const char *company_id = usher_invitation_draft_get_company_id (self->draft);
  UsherCompany *company = company_id != NULL ? usher_session_find_company (self->session, company_id) : NULL;
  g_autoptr (UsherTemplate) template =
    usher_template_new (name, self->draft, company != NULL ? usher_company_get_name (company) : NULL, is_default);

  usher_templates_add (self->settings, template);
  usher_compat_toast (self->toasts, adw_toast_new (_("Template saved")));
}

/* Takes the person to the first step that has a refused field. */
static gboolean
show_errors (UsherCreateWindow *self, UsherFieldErrors *errors)
{
  for (Step step = STEP_ACCESS; step <= STEP_DELIVERY; step++)
    {
      for (guint i = 0; errors != NULL && i < usher_field_errors_get_length (errors); i++)
        {
          if (usher_create_step_owns_field (get_step (self, step),
                                            usher_field_errors_get_field (errors, i)))
            {
              go_to (self, step);
              usher_create_step_show_errors (get_step (self, step), errors);
              return TRUE;
            }
        }
    }
  return FALSE;
}

static void
finish (UsherCreateWindow *self)
{
  self->edited = FALSE;
  gtk_widget_grab_focus (self->next_button);
  go_to (self, STEP_DONE);
  usher_create_step_begin (USHER_CREATE_STEP (self->done_step));
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherCreateWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation =
    usher_session_create_finish (USHER_SESSION (source), result, &error);

  self->busy = FALSE;
  g_clear_handle_id (&self->held_timer, g_source_remove);
  if (invitation != NULL)
    {
      /* Also when the window was closed meanwhile: the list should show what was made. */
      g_signal_emit (self, signals[CREATED], 0, invitation);
      usher_create_done_step_show (self->done_step, self->session, invitation,
                                   usher_invitation_draft_get_send_email (self->draft));
      finish (self);
      return;
    }
  /* Taken back by the person, who knows: it never left. */
  if (self->undone)
    {
      update_chrome (self);
      return;
    }
  if (usher_api_error_is_unclear (error))
    {
      usher_create_done_step_show_unclear (self->done_step);
      finish (self);
      return;
    }
  update_chrome (self);
  if (!show_errors (self, usher_api_error_get_field_errors (error)))
    usher_create_review_step_set_problem (self->review_step, error->message);
}

static gboolean
on_hold_over (gpointer user_data)
{
  UsherCreateWindow *self = user_data;

  self->held_timer = 0;
  update_chrome (self);
  return G_SOURCE_REMOVE;
}

static void
create (UsherCreateWindow *self)
{
  g_autoptr (UsherFieldErrors) errors = usher_invitation_draft_check (self->draft);
  guint hold;

  usher_create_review_step_set_problem (self->review_step, NULL);
  if (errors != NULL)
    {
      if (!show_errors (self, errors))
        {
          g_autofree char *text = usher_field_errors_to_text (errors);

          usher_create_review_step_set_problem (self->review_step, text);
        }
      return;
    }
  self->busy = TRUE;
  self->undone = FALSE;
  hold = usher_session_get_hold (self->session);
  if (hold > 0 && usher_invitation_draft_get_send_email (self->draft))
    self->held_timer = g_timeout_add (hold, on_hold_over, self);
  update_chrome (self);
  g_clear_object (&self->sending);
  self->sending = g_cancellable_new ();
  /* Not cancelled: it is sent or it is not, and closing the window changes nothing about that. */
  usher_session_create_async (self->session, self->draft, self->sending, on_created, g_object_ref (self));
}

static void
on_next (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  UsherCreateWindow *self = USHER_CREATE_WINDOW (widget);
  UsherCreateStep *step = get_step (self, self->step);
  g_autoptr (UsherFieldErrors) errors = NULL;

  if (self->busy)
    return;
  switch (self->step)
    {
    case STEP_FLOW:
      take_flow (self);
      enter (self, STEP_ACCESS);
      take_template (self);
      break;
    case STEP_ACCESS:
    case STEP_DELIVERY:
      usher_create_step_store (step, self->draft);
      errors = usher_invitation_draft_check (self->draft);
      if (!usher_create_step_show_errors (step, errors))
        enter (self, self->step + 1);
      break;
    case STEP_REVIEW:
      create (self);
      break;
    case STEP_DONE:
    default:
      usher_dialog_close (USHER_DIALOG (self));
      break;
    }
}

static void
on_back (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  UsherCreateWindow *self = USHER_CREATE_WINDOW (widget);
  UsherCreateStep *step = get_step (self, self->step);

  if (self->busy || self->step == STEP_FLOW || self->step == STEP_DONE)
    return;
  if (self->step == STEP_ACCESS || self->step == STEP_DELIVERY)
    usher_create_step_store (step, self->draft);
  /* The step before still shows what was typed in it. */
  go_to (self, self->step - 1);
  usher_create_step_begin (get_step (self, self->step));
}

/* What was entered stays. */
static void
on_undo (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  UsherCreateWindow *self = USHER_CREATE_WINDOW (widget);

  if (self->sending != NULL && usher_session_undo_call (self->session, self->sending))
    self->undone = TRUE;
}

static void
on_edited (UsherCreateWindow *self)
{
  self->edited = TRUE;
}

static void
on_copied (UsherCreateWindow *self)
{
  usher_compat_toast (self->toasts, adw_toast_new (_("Link copied")));
}

/* --- closing ----------------------------------------------------------------------------------- */

static gboolean
usher_create_window_query_close (UsherDialog *dialog)
{
  UsherCreateWindow *self = USHER_CREATE_WINDOW (dialog);

  /* While the request is on its way there is nothing left to discard. */
  if (self->edited && !self->busy)
    {
      usher_discard_ask (dialog, _("Discard This Invitation?"),
                         _("What you have entered is lost. Nothing has been created."), self->cancellable);
      return TRUE;
    }
  return FALSE;
}

static void
usher_create_window_dispose (GObject *object)
{
  UsherCreateWindow *self = USHER_CREATE_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->held_timer, g_source_remove);
  G_OBJECT_CLASS (usher_create_window_parent_class)->dispose (object);
}

static void
usher_create_window_finalize (GObject *object)
{
  UsherCreateWindow *self = USHER_CREATE_WINDOW (object);

  g_clear_object (&self->session);
  g_clear_object (&self->draft);
  g_clear_object (&self->other);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->sending);
  g_clear_object (&self->settings);
  g_clear_object (&self->template);
  g_free (self->company_id);
  G_OBJECT_CLASS (usher_create_window_parent_class)->finalize (object);
}

static void
usher_create_window_class_init (UsherCreateWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_create_window_dispose;
  object_class->finalize = usher_create_window_finalize;
  USHER_DIALOG_CLASS (klass)->query_close = usher_create_window_query_close;

  /**
   * UsherCreateWindow::created:
   * @self: the window
   * @invitation: what was made
   *
   * The server has made the invitation.
   */
  signals[CREATED] = g_signal_new ("created", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, USHER_TYPE_INVITATION);

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_CREATE_FLOW_STEP);
  g_type_ensure (USHER_TYPE_CREATE_ACCESS_STEP);
  g_type_ensure (USHER_TYPE_CREATE_DELIVERY_STEP);
  g_type_ensure (USHER_TYPE_CREATE_REVIEW_STEP);
  g_type_ensure (USHER_TYPE_CREATE_DONE_STEP);
  gtk_widget_class_install_action (widget_class, "create.next", NULL, on_next);
  gtk_widget_class_install_action (widget_class, "create.back", NULL, on_back);
  gtk_widget_class_install_action (widget_class, "create.undo", NULL, on_undo);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-create-window.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherCreateWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateWindow, title);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateWindow, cancel_label);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateWindow, next_button);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateWindow, next_label);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateWindow, flow_step);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateWindow, access_step);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateWindow, delivery_step);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateWindow, review_step);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateWindow, done_step);
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_copied);
}

static void
usher_create_window_init (UsherCreateWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  usher_ui_let_heads_shrink (GTK_WIDGET (self));
}

/**
 * usher_create_window_new:
 * @session: the account to create it in
 * @draft: (nullable): what to begin with, for a duplicate; the flow is chosen then
 * @company_id: (nullable): the company at hand, chosen in advance
 *
 * Returns: (transfer none): the wizard; like every window it belongs to the toolkit
 */
UsherCreateWindow *
usher_create_window_new (UsherSession *session, UsherInvitationDraft *draft, const char *company_id)
{
  UsherCreateWindow *self;

  g_return_val_if_fail (USHER_IS_SESSION (session), NULL);
  g_return_val_if_fail (draft == NULL || USHER_IS_INVITATION_DRAFT (draft), NULL);

  self = g_object_new (USHER_TYPE_CREATE_WINDOW, NULL);
  self->session = g_object_ref (session);
  self->company_id = g_strdup (company_id);
  usher_create_access_step_set_session (self->access_step, session, company_id);
  if (draft != NULL)
    {
      self->draft = g_object_ref (draft);
      usher_create_step_load (USHER_CREATE_STEP (self->flow_step), draft);
      usher_create_delivery_step_keep (self->delivery_step);
      enter (self, STEP_ACCESS);
    }
  else
    {
      self->draft = usher_invitation_draft_new (USHER_INVITATION_KIND_CONTRIBUTOR);
      if (company_id != NULL)
        usher_invitation_draft_set_company_id (self->draft, company_id);
      enter (self, STEP_FLOW);
    }
  return self;
}

/**
 * usher_create_window_get_step:
 * @self: a wizard
 *
 * Returns: the name of the step that is shown
 */
const char *
usher_create_window_get_step (UsherCreateWindow *self)
{
  g_return_val_if_fail (USHER_IS_CREATE_WINDOW (self), NULL);

  return step_names[self->step];
}

/**
 * usher_create_window_get_busy:
 * @self: a wizard
 *
 * Returns: whether the request is on its way
 */
gboolean
usher_create_window_get_busy (UsherCreateWindow *self)
{
  g_return_val_if_fail (USHER_IS_CREATE_WINDOW (self), FALSE);

  return self->busy;
}

/**
 * usher_create_window_set_settings:
 * @self: a wizard that is not shown yet
 * @settings: the settings of the application, where templates stand
 *
 * Lets it begin with a template, and save one.
 */
void
usher_create_window_set_settings (UsherCreateWindow *self, GSettings *settings)
{
  g_autoptr (GPtrArray) templates = NULL;

  g_return_if_fail (USHER_IS_CREATE_WINDOW (self));
  g_return_if_fail (G_IS_SETTINGS (settings));

  if (!g_set_object (&self->settings, settings))
    return;
  templates = usher_templates_load (settings);
  usher_create_flow_step_set_templates (self->flow_step, templates);
  g_signal_connect_object (self->access_step, "company-chosen", G_CALLBACK (on_company_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (usher_create_review_step_get_saver (self->review_step), "save",
                           G_CALLBACK (on_save_template), self, 0);
}
