/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Company and prefill (contract 3.3). The sites are the chosen company's, and are asked for as soon as
 * it is chosen; another company's sites would be refused by the server, so they go with it. Main
 * thread. */
#include "ui/usher-contributor-form.h"

#include <glib/gi18n.h>

#include "model/usher-site.h"
#include "ui/usher-countries.h"
#include "ui/usher-date-row.h"
#include "ui/usher-picker-row.h"
#include "ui/usher-request.h"
#include "ui/usher-ui.h"
#include "ui/usher-utility-row.h"

struct _UsherContributorForm
{
  AdwBin parent_instance;

  UsherPickerRow *company_row;           /* (template) */
  UsherFieldMessage *company_message;    /* (template) */
  AdwBin *middle;                        /* (template) */
  GtkEditable *url_row;                  /* (template) */
  UsherFieldMessage *url_message;        /* (template) */
  UsherPickerRow *country_row;           /* (template) */
  UsherFieldMessage *country_message;    /* (template) */
  UsherPickerRow *sites_row;             /* (template) */
  UsherFieldMessage *sites_message;      /* (template) */
  UsherUtilityRow *utilities_row;        /* (template) */
  UsherFieldMessage *utilities_message;  /* (template) */
  GtkEditable *owner_row;                /* (template) */
  UsherFieldMessage *owner_message;      /* (template) */
  GtkEditable *start_row;                /* (template) */
  UsherFieldMessage *start_message;      /* (template) */
  AdwExpanderRow *advanced_row;          /* (template) */
  GtkEditable *datasource_row;           /* (template) */
  UsherFieldMessage *datasource_message; /* (template) */

  UsherSession *session;     /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable) while sites are being asked for */
  gboolean loading;
};

enum
{
  CHANGED,
  COMPANY_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherContributorForm, usher_contributor_form, ADW_TYPE_BIN)

static void
on_changed (UsherContributorForm *self)
{
  if (!self->loading)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* --- sites ------------------------------------------------------------------------------------- */

static void
show_sites (UsherContributorForm *self, GPtrArray *sites)
{
  g_autoptr (GListStore) store = g_list_store_new (USHER_TYPE_CHOICE);
  g_auto (GStrv) chosen = usher_picker_row_dup_selected_ids (self->sites_row);

  for (guint i = 0; i < sites->len; i++)
    {
      UsherSite *site = g_ptr_array_index (sites, i);
      const char *id = usher_site_get_id (site);
      gboolean archived = usher_site_get_is_archived (site);
      g_autoptr (UsherChoice) choice = NULL;

      /* Archived ones are not offered, but what a duplicate already has is not hidden. */
      if (archived && !g_strv_contains ((const char *const *) chosen, id))
        continue;
      choice = usher_choice_new (id, usher_site_get_name (site),
                                 archived ? C_("site", "Archived") : usher_site_get_address (site), NULL);
      g_list_store_append (store, choice);
    }
  g_object_set (self->sites_row, "empty-text", _("This company has no sites."), NULL);
  usher_picker_row_set_choices (self->sites_row, G_LIST_MODEL (store));
}

static void
on_company (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherContributorForm) self = usher_request_end (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherCompany) company =
    usher_session_fetch_company_finish (USHER_SESSION (source), result, &error);
  GPtrArray *sites;

  if (self == NULL)
    return;
  g_clear_object (&self->cancellable);
  sites = company != NULL ? usher_company_get_sites (company) : NULL;
  if (sites != NULL)
    show_sites (self, sites);
  else
    {
      /* Translators: the placeholder is a sentence of what went wrong */
      g_autofree char *text =
        g_strdup_printf (_("The sites could not be read. %s"), error != NULL ? error->message : "");

      g_object_set (self->sites_row, "empty-text", text, NULL);
    }
}

static void
ask_sites (UsherContributorForm *self)
{
  const char *id = usher_picker_row_get_selected_id (self->company_row);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  usher_picker_row_set_choices (self->sites_row, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->sites_row), id != NULL);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->sites_row),
                               id != NULL ? "" : _("Choose the company first"));
  if (id == NULL || self->session == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  g_object_set (self->sites_row, "empty-text", _("Reading the sites…"), NULL);
  usher_session_fetch_company_async (self->session, id, self->cancellable, on_company,
                                     usher_request_begin (self, self->cancellable));
}

/* --- choices ----------------------------------------------------------------------------------- */

static void
show_companies (UsherContributorForm *self)
{
  GListModel *companies = usher_session_get_companies (self->session);
  g_autoptr (GListStore) store = g_list_store_new (USHER_TYPE_CHOICE);
  guint n = g_list_model_get_n_items (companies);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (UsherCompany) company = g_list_model_get_item (companies, i);
      g_autoptr (UsherChoice) choice =
        usher_choice_new (usher_company_get_id (company), usher_company_get_name (company), NULL, NULL);

      g_list_store_append (store, choice);
    }
  usher_picker_row_set_choices (self->company_row, G_LIST_MODEL (store));
  /* Who has only one has chosen. */
  if (n == 1 && usher_picker_row_get_selected_id (self->company_row) == NULL)
    {
      g_autoptr (UsherCompany) only = g_list_model_get_item (companies, 0);

      usher_picker_row_set_selected_id (self->company_row, usher_company_get_id (only));
      ask_sites (self);
    }
}

static void
on_company_chosen (UsherContributorForm *self)
{
  usher_field_message_set_text (self->company_message, NULL);
  usher_field_message_set_text (self->sites_message, NULL);
  usher_picker_row_set_selected_ids (self->sites_row, NULL);
  ask_sites (self);
  if (!self->loading)
    g_signal_emit (self, signals[COMPANY_CHOSEN], 0);
}

static void
on_country_chosen (UsherContributorForm *self)
{
  usher_field_message_set_text (self->country_message, NULL);
  on_changed (self);
}

static void
on_sites_chosen (UsherContributorForm *self)
{
  usher_field_message_set_text (self->sites_message, NULL);
  on_changed (self);
}

static void
on_utilities_chosen (UsherContributorForm *self)
{
  usher_field_message_set_text (self->utilities_message, NULL);
  on_changed (self);
}

/* A message inside the closed expander would be a message nobody sees. */
static void
on_datasource_message (UsherContributorForm *self)
{
  if (usher_field_message_get_text (self->datasource_message) != NULL)
    adw_expander_row_set_expanded (self->advanced_row, TRUE);
}

static void
usher_contributor_form_dispose (GObject *object)
{
  UsherContributorForm *self = USHER_CONTRIBUTOR_FORM (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (usher_contributor_form_parent_class)->dispose (object);
}

static void
usher_contributor_form_class_init (UsherContributorFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = usher_contributor_form_dispose;

  /**
   * UsherContributorForm::changed:
   * @self: the form
   *
   * The person changed something else than the company.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  /**
   * UsherContributorForm::company-chosen:
   * @self: the form
   *
   * The person chose another company.
   */
  signals[COMPANY_CHOSEN] = g_signal_new ("company-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 0);

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_PICKER_ROW);
  g_type_ensure (USHER_TYPE_UTILITY_ROW);
  g_type_ensure (USHER_TYPE_DATE_ROW);
  g_type_ensure (USHER_TYPE_FIELD_MESSAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-contributor-form.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, company_row);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, company_message);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, middle);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, url_row);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, url_message);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, country_row);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, country_message);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, sites_row);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, sites_message);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, utilities_row);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, utilities_message);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, owner_row);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, owner_message);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, start_row);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, start_message);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, advanced_row);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, datasource_row);
  gtk_widget_class_bind_template_child (widget_class, UsherContributorForm, datasource_message);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_company_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_country_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_sites_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_utilities_chosen);
}

static void
usher_contributor_form_init (UsherContributorForm *self)
{
  self->loading = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->loading = FALSE;
  g_signal_connect_object (self->datasource_message, "notify::text",
                           G_CALLBACK (on_datasource_message), self, G_CONNECT_SWAPPED);
}

/**
 * usher_contributor_form_new:
 *
 * Returns: (transfer floating): an empty form
 */
GtkWidget *
usher_contributor_form_new (void)
{
  return g_object_new (USHER_TYPE_CONTRIBUTOR_FORM, NULL);
}

/**
 * usher_contributor_form_set_session:
 * @self: a form
 * @session: whose companies and sites there are to choose from
 *
 * Fills the choices.
 */
void
usher_contributor_form_set_session (UsherContributorForm *self, UsherSession *session)
{
  g_return_if_fail (USHER_IS_CONTRIBUTOR_FORM (self));
  g_return_if_fail (USHER_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;
  /* The first sync may still be on its way. */
  g_signal_connect_object (usher_session_get_companies (session), "items-changed",
                           G_CALLBACK (show_companies), self, G_CONNECT_SWAPPED);
  show_companies (self);
}

static void
set_text (GtkEditable *row, const char *text)
{
  gtk_editable_set_text (row, text != NULL ? text : "");
}

/**
 * usher_contributor_form_load:
 * @self: a form
 * @draft: the draft
 *
 * Shows the draft's company and prefill.
 */
void
usher_contributor_form_load (UsherContributorForm *self, UsherInvitationDraft *draft)
{
  const char *country, *datasource;
  g_autofree char *code = NULL;
  g_autoptr (GListModel) countries = NULL;

  g_return_if_fail (USHER_IS_CONTRIBUTOR_FORM (self));

  country = usher_invitation_draft_get_country (draft);
  datasource = usher_invitation_draft_get_datasource_id (draft);
  code = country != NULL ? g_ascii_strup (country, -1) : NULL;
  countries = usher_countries_new_choices (code);
  self->loading = TRUE;
  if (usher_invitation_draft_get_company_id (draft) != NULL)
    usher_picker_row_set_selected_id (self->company_row, usher_invitation_draft_get_company_id (draft));
  usher_picker_row_set_choices (self->country_row, countries);
  usher_picker_row_set_selected_id (self->country_row, code);
  usher_picker_row_set_selected_ids (self->sites_row, usher_invitation_draft_get_site_ids (draft));
  usher_utility_row_set_types (self->utilities_row, usher_invitation_draft_get_utility_types (draft));
  set_text (self->url_row, usher_invitation_draft_get_url (draft));
  set_text (self->owner_row, usher_invitation_draft_get_owner_email (draft));
  set_text (self->start_row, usher_invitation_draft_get_start_date (draft));
  set_text (self->datasource_row, datasource);
  adw_expander_row_set_expanded (self->advanced_row, datasource != NULL && *datasource != '\0');
  ask_sites (self);
  self->loading = FALSE;
}

/**
 * usher_contributor_form_store:
 * @self: a form
 * @draft: the draft
 *
 * Writes what is shown into the draft, as typed.
 */
void
usher_contributor_form_store (UsherContributorForm *self, UsherInvitationDraft *draft)
{
  g_auto (GStrv) sites = NULL;
  g_auto (GStrv) utilities = NULL;

  g_return_if_fail (USHER_IS_CONTRIBUTOR_FORM (self));

  sites = usher_picker_row_dup_selected_ids (self->sites_row);
  utilities = usher_utility_row_dup_types (self->utilities_row);
  usher_invitation_draft_set_company_id (draft, usher_picker_row_get_selected_id (self->company_row));
  usher_invitation_draft_set_country (draft, usher_picker_row_get_selected_id (self->country_row));
  usher_invitation_draft_set_site_ids (draft, (const char *const *) sites);
  usher_invitation_draft_set_utility_types (draft, (const char *const *) utilities);
  usher_invitation_draft_set_url (draft, gtk_editable_get_text (self->url_row));
  usher_invitation_draft_set_owner_email (draft, gtk_editable_get_text (self->owner_row));
  usher_invitation_draft_set_start_date (draft, gtk_editable_get_text (self->start_row));
  usher_invitation_draft_set_datasource_id (draft, gtk_editable_get_text (self->datasource_row));
}

/**
 * usher_contributor_form_add_messages:
 * @self: a form
 * @step: the step it is part of
 *
 * Tells the step where words about these fields are shown.
 */
void
usher_contributor_form_add_messages (UsherContributorForm *self, UsherCreateStep *step)
{
  g_return_if_fail (USHER_IS_CONTRIBUTOR_FORM (self));

  usher_create_step_add_message (step, USHER_FIELD_COMPANY, self->company_message);
  usher_create_step_add_message (step, USHER_FIELD_URL, self->url_message);
  usher_create_step_add_message (step, USHER_FIELD_COUNTRY, self->country_message);
  usher_create_step_add_message (step, USHER_FIELD_SITES, self->sites_message);
  usher_create_step_add_message (step, USHER_FIELD_UTILITY_TYPES, self->utilities_message);
  usher_create_step_add_message (step, USHER_FIELD_OWNER_EMAIL, self->owner_message);
  usher_create_step_add_message (step, USHER_FIELD_START_DATE, self->start_message);
  usher_create_step_add_message (step, USHER_FIELD_DATASOURCE, self->datasource_message);
}

/**
 * usher_contributor_form_set_middle:
 * @self: a form
 * @middle: (nullable): a widget without a parent
 *
 * Places the access part, which both kinds share, where it belongs by weight: after the company and
 * before what is optional.
 */
void
usher_contributor_form_set_middle (UsherContributorForm *self, GtkWidget *middle)
{
  g_return_if_fail (USHER_IS_CONTRIBUTOR_FORM (self));

  adw_bin_set_child (self->middle, middle);
  gtk_widget_set_visible (GTK_WIDGET (self->middle), middle != NULL);
}

static char *
dup_title (UsherPickerRow *row, const char *id)
{
  GListModel *choices = usher_picker_row_get_choices (row);

  for (guint i = 0; choices != NULL && i < g_list_model_get_n_items (choices); i++)
    {
      g_autoptr (UsherChoice) choice = g_list_model_get_item (choices, i);

      if (g_str_equal (usher_choice_get_id (choice), id))
        return g_strdup (usher_choice_get_title (choice));
    }
  return g_strdup (id);
}

/**
 * usher_contributor_form_dup_company_name:
 * @self: a form
 *
 * Returns: (transfer full) (nullable): the name of the chosen company
 */
char *
usher_contributor_form_dup_company_name (UsherContributorForm *self)
{
  const char *id;

  g_return_val_if_fail (USHER_IS_CONTRIBUTOR_FORM (self), NULL);

  id = usher_picker_row_get_selected_id (self->company_row);
  return id != NULL ? dup_title (self->company_row, id) : NULL;
}

/**
 * usher_contributor_form_dup_site_names:
 * @self: a form
 *
 * Returns: (transfer full) (nullable): the names of the chosen sites, one a line
 */
char *
usher_contributor_form_dup_site_names (UsherContributorForm *self)
{
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) names = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (USHER_IS_CONTRIBUTOR_FORM (self), NULL);

  ids = usher_picker_row_dup_selected_ids (self->sites_row);
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *title = dup_title (self->sites_row, ids[i]);

      g_strv_builder_add (builder, title);
    }
  names = g_strv_builder_end (builder);
  return names[0] != NULL ? g_strjoinv ("\n", names) : NULL;
}

/**
 * usher_contributor_form_hide_owner:
 * @self: a form
 *
 * Leaves what many invitations may have in common.
 */
void
usher_contributor_form_hide_owner (UsherContributorForm *self)
{
  g_return_if_fail (USHER_IS_CONTRIBUTOR_FORM (self));

  gtk_widget_set_visible (GTK_WIDGET (self->owner_row), FALSE);
}
