/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a template is changed: its name, and what the wizard's second step has of it, in the same widgets. Nothing is
 * kept before Save. Main thread. */
#include "ui/usher-template-window.h"

#include <glib/gi18n.h>

#include "ui/usher-access-group.h"
#include "ui/usher-contributor-form.h"
#include "ui/usher-discard.h"
#include "ui/usher-field-message.h"
#include "ui/usher-ui.h"

struct _UsherTemplateWindow
{
  UsherDialog parent_instance;

  /* Template children */
  GtkWidget *save_button;
  GtkEditable *name_row;
  UsherFieldMessage *name_message;
  UsherAccessGroup *access;
  UsherContributorForm *form;

  GSettings *settings;       /* (owned) */
  UsherTemplate *template;   /* (owned): as it was */
  UsherSession *session;     /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned): cancelled when it is closed */
  gboolean edited;           /* anything but the name */
};

G_DEFINE_FINAL_TYPE (UsherTemplateWindow, usher_template_window, USHER_TYPE_DIALOG)

static char *
dup_name (UsherTemplateWindow *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
}

static void
on_name_changed (UsherTemplateWindow *self)
{
  g_autofree char *name = dup_name (self);
  g_autoptr (UsherTemplate) other = NULL;
  gboolean same;

  if (self->settings == NULL)
    return;
  same = g_str_equal (name, usher_template_get_name (self->template));
  other = same ? NULL : usher_templates_find (self->settings, name);
  gtk_widget_set_sensitive (self->save_button, *name != '\0' && other == NULL);
  usher_field_message_set_text (self->name_message,
                                other != NULL ? _("There is another template of that name.") : NULL);
}

static void
on_edited (UsherTemplateWindow *self)
{
  self->edited = TRUE;
}

static void
on_save (UsherTemplateWindow *self)
{
  g_autoptr (UsherInvitationDraft) draft = usher_template_make_draft (self->template, NULL);
  g_autoptr (UsherTemplate) changed = NULL;
  g_autofree char *name = dup_name (self);
  g_autofree char *chosen = NULL;
  const char *company_name = usher_template_get_company_name (self->template);

  usher_access_group_store (self->access, draft);
  if (gtk_widget_get_visible (GTK_WIDGET (self->form)))
    {
      usher_contributor_form_store (self->form, draft);
      chosen = usher_contributor_form_dup_company_name (self->form);
      company_name = chosen;
    }
  changed = usher_template_new (name, draft, company_name, usher_template_get_is_default (self->template));
  usher_templates_replace (self->settings, usher_template_get_name (self->template), changed);
  usher_dialog_force_close (USHER_DIALOG (self));
}

static gboolean
usher_template_window_query_close (UsherDialog *dialog)
{
  UsherTemplateWindow *self = USHER_TEMPLATE_WINDOW (dialog);

  if (!self->edited
      && g_str_equal (gtk_editable_get_text (self->name_row), usher_template_get_name (self->template)))
    return FALSE;
  usher_discard_ask (dialog, _("Discard the Changes?"),
                     _("What you have changed is lost. The template stays as it is."), self->cancellable);
  return TRUE;
}

static void
usher_template_window_closed (UsherDialog *dialog)
{
  g_cancellable_cancel (USHER_TEMPLATE_WINDOW (dialog)->cancellable);
}

static void
usher_template_window_dispose (GObject *object)
{
  UsherTemplateWindow *self = USHER_TEMPLATE_WINDOW (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->template);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_TEMPLATE_WINDOW);
  G_OBJECT_CLASS (usher_template_window_parent_class)->dispose (object);
}

static void
usher_template_window_finalize (GObject *object)
{
  g_object_unref (USHER_TEMPLATE_WINDOW (object)->cancellable);
  G_OBJECT_CLASS (usher_template_window_parent_class)->finalize (object);
}

static void
usher_template_window_class_init (UsherTemplateWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = usher_template_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = usher_template_window_finalize;
  USHER_DIALOG_CLASS (klass)->query_close = usher_template_window_query_close;
  USHER_DIALOG_CLASS (klass)->closed = usher_template_window_closed;

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_ACCESS_GROUP);
  g_type_ensure (USHER_TYPE_CONTRIBUTOR_FORM);
  g_type_ensure (USHER_TYPE_FIELD_MESSAGE);
  gtk_widget_class_set_template_from_resource (widget_class, USHER_RESOURCE_PATH "/ui/usher-template-window.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherTemplateWindow, save_button);
  gtk_widget_class_bind_template_child (widget_class, UsherTemplateWindow, name_row);
  gtk_widget_class_bind_template_child (widget_class, UsherTemplateWindow, name_message);
  gtk_widget_class_bind_template_child (widget_class, UsherTemplateWindow, access);
  gtk_widget_class_bind_template_child (widget_class, UsherTemplateWindow, form);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
usher_template_window_init (UsherTemplateWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  usher_access_group_hide_addresses (self->access);
  usher_contributor_form_hide_owner (self->form);
}

/**
 * usher_template_window_new:
 * @settings: where templates stand
 * @template: one of them
 * @session: (nullable): whose companies and sites can be chosen
 *
 * Returns: (transfer none): a dialog, owned by the toolkit until it is closed
 */
UsherTemplateWindow *
usher_template_window_new (GSettings *settings, UsherTemplate *template, UsherSession *session)
{
  UsherTemplateWindow *self;
  g_autoptr (UsherInvitationDraft) draft = NULL;
  const char *company;
  gboolean known;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (USHER_IS_TEMPLATE (template), NULL);
  g_return_val_if_fail (session == NULL || USHER_IS_SESSION (session), NULL);

  self = g_object_new (USHER_TYPE_TEMPLATE_WINDOW, NULL);
  self->settings = g_object_ref (settings);
  self->template = g_object_ref (template);
  g_set_object (&self->session, session);
  draft = usher_template_make_draft (template, NULL);
  gtk_editable_set_text (self->name_row, usher_template_get_name (template));
  usher_access_group_load (self->access, draft);
  company = usher_invitation_draft_get_company_id (draft);
  known = session != NULL && (company == NULL || usher_session_find_company (session, company) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->form),
                          known && usher_template_get_kind (template) == USHER_INVITATION_KIND_CONTRIBUTOR);
  if (gtk_widget_get_visible (GTK_WIDGET (self->form)))
    {
      usher_contributor_form_set_session (self->form, session);
      usher_contributor_form_load (self->form, draft);
    }
  self->edited = FALSE;
  return self;
}
