/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The review explains consequences before it repeats fields: nobody reads a list of what they typed a
 * minute ago, but everybody should read "for anyone who has it, forever". Main thread. */
#include "ui/usher-create-review-step.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "model/usher-time.h"
#include "ui/usher-countries.h"
#include "ui/usher-create-words.h"
#include "ui/usher-property-row.h"
#include "ui/usher-ui.h"

struct _UsherCreateReviewStep
{
  UsherCreateStep parent_instance;

  GtkWidget *problem_group;                 /* (template) */
  UsherFieldMessage *problem;               /* (template) */
  AdwPreferencesGroup *consequences_group;  /* (template) */
  UsherPropertyRow *kind_row;               /* (template) */
  UsherPropertyRow *target_row;             /* (template) */
  UsherPropertyRow *emails_row;             /* (template) */
  UsherPropertyRow *expiry_row;             /* (template) */
  UsherPropertyRow *uses_row;               /* (template) */
  GtkWidget *prefill_group;                 /* (template) */
  UsherPropertyRow *url_row;                /* (template) */
  UsherPropertyRow *datasource_row;         /* (template) */
  UsherPropertyRow *country_row;            /* (template) */
  UsherPropertyRow *sites_row;              /* (template) */
  UsherPropertyRow *utilities_row;          /* (template) */
  UsherPropertyRow *owner_row;              /* (template) */
  UsherPropertyRow *start_row;              /* (template) */
  UsherTemplateSaver *saver;                /* (template) */

  GPtrArray *consequences; /* (owned) (element-type GtkWidget) borrowed rows */
};

G_DEFINE_FINAL_TYPE (UsherCreateReviewStep, usher_create_review_step, USHER_TYPE_CREATE_STEP)

static void
show_consequences (UsherCreateReviewStep *self, UsherInvitationDraft *draft)
{
  g_auto (GStrv) sentences = usher_create_dup_consequences (draft);
  gboolean risky = usher_create_is_risky (draft);

  for (guint i = 0; i < self->consequences->len; i++)
    adw_preferences_group_remove (self->consequences_group,
                                  g_ptr_array_index (self->consequences, i));
  g_ptr_array_set_size (self->consequences, 0);
  for (gsize i = 0; sentences[i] != NULL; i++)
    {
      gboolean warn = i == 0 && risky;
      GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", sentences[i],
                                     "focusable", FALSE, NULL);
      GtkWidget *icon = gtk_image_new_from_icon_name (warn ? "dialog-warning-symbolic"
                                                           : "object-select-symbolic");

      gtk_widget_add_css_class (icon, warn ? "warning" : "dim-label");
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
      adw_preferences_group_add (self->consequences_group, row);
      g_ptr_array_add (self->consequences, row);
    }
}

/* (nullable) An empty text is no fact. */
static const char *
said (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

static char *
dup_utilities (UsherInvitationDraft *draft)
{
  const char *const *types = usher_invitation_draft_get_utility_types (draft);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; types != NULL && types[i] != NULL; i++)
    g_ptr_array_add (labels, usher_utility_type_dup_label (types[i]));
  if (labels->len == 0)
    return NULL;
  g_ptr_array_add (labels, NULL);
  return g_strjoinv (C_("list separator", ", "), (char **) labels->pdata);
}

static void
show_prefill (UsherCreateReviewStep *self, UsherInvitationDraft *draft)
{
  const char *country = said (usher_invitation_draft_get_country (draft));
  g_autofree char *country_name = country != NULL ? usher_country_dup_name (country) : NULL;
  const char *url = said (usher_invitation_draft_get_url (draft));
  g_autofree char *address = url != NULL ? usher_text_dup_address (url) : NULL;
  g_autofree char *utilities = dup_utilities (draft);
  gboolean any = FALSE;
  const struct
  {
    UsherPropertyRow *row;
    const char *value;
  } facts[] = {
    { self->url_row, address },
    { self->datasource_row, said (usher_invitation_draft_get_datasource_id (draft)) },
    { self->country_row, country_name },
    { self->utilities_row, utilities },
    { self->owner_row, said (usher_invitation_draft_get_owner_email (draft)) },
    { self->start_row, said (usher_invitation_draft_get_start_date (draft)) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      usher_property_row_set_value (facts[i].row, facts[i].value);
      any = any || facts[i].value != NULL;
    }
  any = any || usher_property_row_get_value (self->sites_row) != NULL;
  gtk_widget_set_visible (
    self->prefill_group,
    any && usher_invitation_draft_get_kind (draft) == USHER_INVITATION_KIND_CONTRIBUTOR);
}

static void
usher_create_review_step_load (UsherCreateStep *step, UsherInvitationDraft *draft)
{
  UsherCreateReviewStep *self = USHER_CREATE_REVIEW_STEP (step);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  UsherInvitationKind kind = usher_invitation_draft_get_kind (draft);
  const char *const *emails = usher_invitation_draft_get_allowed_emails (draft);
  g_autofree char *expiry = usher_create_dup_expiry (draft, usher_time_now (), zone);
  g_autofree char *uses = usher_create_dup_uses (draft);
  g_autofree char *who = NULL;

  who = emails != NULL && emails[0] != NULL ? g_strjoinv ("\n", (char **) emails)
                                            : g_strdup (_("Anyone with the link"));
  usher_property_row_set_value (self->kind_row, usher_invitation_kind_get_label (kind));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->target_row),
                                 kind == USHER_INVITATION_KIND_RECONNECT ? _("Connection")
                                                                         : _("Company"));
  usher_property_row_set_value (self->emails_row, who);
  usher_property_row_set_value (self->expiry_row, expiry);
  usher_property_row_set_value (self->uses_row, uses);
  show_consequences (self, draft);
  show_prefill (self, draft);
}

static void
usher_create_review_step_finalize (GObject *object)
{
  g_ptr_array_unref (USHER_CREATE_REVIEW_STEP (object)->consequences);
  G_OBJECT_CLASS (usher_create_review_step_parent_class)->finalize (object);
}

static void
usher_create_review_step_class_init (UsherCreateReviewStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = usher_create_review_step_finalize;
  USHER_CREATE_STEP_CLASS (klass)->load = usher_create_review_step_load;

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_PROPERTY_ROW);
  g_type_ensure (USHER_TYPE_TEMPLATE_SAVER);
  g_type_ensure (USHER_TYPE_FIELD_MESSAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-create-review-step.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, problem_group);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, problem);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, consequences_group);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, kind_row);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, target_row);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, emails_row);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, expiry_row);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, uses_row);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, prefill_group);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, url_row);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, datasource_row);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, country_row);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, sites_row);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, utilities_row);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, owner_row);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, start_row);
  gtk_widget_class_bind_template_child (widget_class, UsherCreateReviewStep, saver);
}

static void
usher_create_review_step_init (UsherCreateReviewStep *self)
{
  self->consequences = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_create_review_step_new:
 *
 * Returns: (transfer floating): the step
 */
GtkWidget *
usher_create_review_step_new (void)
{
  return g_object_new (USHER_TYPE_CREATE_REVIEW_STEP, NULL);
}

/**
 * usher_create_review_step_set_names:
 * @self: the step
 * @target: (nullable): what people call the company or the connection
 * @sites: (nullable): the names of the sites, one a line
 *
 * Tells what the draft has only ids for. To be called before the draft is loaded.
 */
void
usher_create_review_step_set_names (UsherCreateReviewStep *self, const char *target, const char *sites)
{
  g_return_if_fail (USHER_IS_CREATE_REVIEW_STEP (self));

  usher_property_row_set_value (self->target_row, target);
  usher_property_row_set_value (self->sites_row, sites);
}

/**
 * usher_create_review_step_set_problem:
 * @self: the step
 * @message: (nullable): why it was not created
 *
 * Shows what belongs to no field.
 */
void
usher_create_review_step_set_problem (UsherCreateReviewStep *self, const char *message)
{
  g_return_if_fail (USHER_IS_CREATE_REVIEW_STEP (self));

  usher_field_message_set_text (self->problem, message);
  gtk_widget_set_visible (self->problem_group, message != NULL);
}

/**
 * usher_create_review_step_get_problem:
 * @self: the step
 *
 * Returns: (nullable): why it was not created
 */
const char *
usher_create_review_step_get_problem (UsherCreateReviewStep *self)
{
  g_return_val_if_fail (USHER_IS_CREATE_REVIEW_STEP (self), NULL);

  return usher_field_message_get_text (self->problem);
}

/**
 * usher_create_review_step_get_saver:
 * @self: the step
 *
 * Returns: (transfer none): where it is saved as a template
 */
UsherTemplateSaver *
usher_create_review_step_get_saver (UsherCreateReviewStep *self)
{
  g_return_val_if_fail (USHER_IS_CREATE_REVIEW_STEP (self), NULL);

  return self->saver;
}

/**
 * usher_create_review_step_show_saver:
 * @self: the step
 * @company_name: (nullable): the company of the draft
 *
 * Offers to save what was entered as a template.
 */
void
usher_create_review_step_show_saver (UsherCreateReviewStep *self, const char *company_name)
{
  g_return_if_fail (USHER_IS_CREATE_REVIEW_STEP (self));

  usher_template_saver_set_company (self->saver, company_name);
  gtk_widget_set_visible (GTK_WIDGET (self->saver), TRUE);
}
