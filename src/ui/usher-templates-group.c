/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The templates in the preferences, a row each. They follow the settings, wherever those are changed. Main thread. */
#include "ui/usher-templates-group.h"

#include <glib/gi18n.h>

#include "ui/usher-template-window.h"

struct _UsherTemplatesGroup
{
  AdwPreferencesGroup parent_instance;

  GSettings *settings; /* (owned) (nullable) */
  UsherSession *session; /* (weak) (nullable): it may be closed while the preferences are open */
  GPtrArray *rows;     /* (owned) (element-type GtkWidget) borrowed */
};

G_DEFINE_FINAL_TYPE (UsherTemplatesGroup, usher_templates_group, ADW_TYPE_PREFERENCES_GROUP)

static const char *
get_name (gpointer widget)
{
  return g_object_get_data (G_OBJECT (widget), "usher-template");
}

static void
set_name (gpointer widget, UsherTemplate *template)
{
  g_object_set_data_full (G_OBJECT (widget), "usher-template", g_strdup (usher_template_get_name (template)), g_free);
}

static void
on_default (GtkSwitch *toggle, GParamSpec *pspec, UsherTemplatesGroup *self)
{
  g_autofree char *name = g_strdup (get_name (toggle));

  usher_templates_set_default (self->settings, name, gtk_switch_get_active (toggle));
}

static void
on_remove (GtkButton *button, UsherTemplatesGroup *self)
{
  g_autofree char *name = g_strdup (get_name (button));

  usher_templates_remove (self->settings, name);
}

static void
on_edit (GtkButton *button, UsherTemplatesGroup *self)
{
  g_autoptr (UsherTemplate) template = usher_templates_find (self->settings, get_name (button));

  if (template != NULL)
    usher_dialog_present (USHER_DIALOG (usher_template_window_new (self->settings, template, self->session)),
                          GTK_WIDGET (self));
}

/* Eats the words, which are what it is called. */
static void
add_button (UsherTemplatesGroup *self, GtkWidget *row, UsherTemplate *template, const char *icon, char *words,
            GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *label = words;

  set_name (button, template);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (button, "clicked", callback, self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_switch (UsherTemplatesGroup *self, AdwActionRow *row, UsherTemplate *template)
{
  GtkWidget *toggle = gtk_switch_new ();
  const char *company = usher_template_get_company_name (template);
  g_autofree char *what = NULL;

  /* Translators: %s is a company. New invitations for it begin with what this template says. */
  what = g_strdup_printf (_("Begin with it for %s"),
                          company != NULL ? company : usher_template_get_company_id (template));
  set_name (toggle, template);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (toggle, what);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, what, -1);
  gtk_switch_set_active (GTK_SWITCH (toggle), usher_template_get_is_default (template));
  g_signal_connect_object (toggle, "notify::active", G_CALLBACK (on_default), self, 0);
  adw_action_row_add_suffix (row, toggle);
  adw_action_row_set_activatable_widget (row, toggle);
}

static void
add_template (UsherTemplatesGroup *self, UsherTemplate *template)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *words = usher_template_dup_words (template);

  /* One after the other: what is set at once is told in another order, and would be read as markup first. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), usher_template_get_name (template));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  if (usher_template_get_company_id (template) != NULL)
    add_switch (self, ADW_ACTION_ROW (row), template);
  add_button (self, row, template, "document-edit-symbolic",
              /* Translators: %s is the name of a template of the person's own. */
              g_strdup_printf (_("Edit “%s”"), usher_template_get_name (template)), G_CALLBACK (on_edit));
  add_button (self, row, template, "user-trash-symbolic",
              /* Translators: %s is the name of a template of the person's own. */
              g_strdup_printf (_("Remove “%s”"), usher_template_get_name (template)), G_CALLBACK (on_remove));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
show (UsherTemplatesGroup *self)
{
  g_autoptr (GPtrArray) all = usher_templates_load (self->settings);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < all->len; i++)
    add_template (self, g_ptr_array_index (all, i));
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (self),
    all->len > 0 ? _("What a new invitation may begin with. One that is turned on is used for its company by itself.")
                 : _("What a new invitation begins with. Save one at the last step of a new invitation."));
}

/* A row that was pressed is still at work when the settings change. */
static void
on_idle (gpointer user_data)
{
  g_autoptr (UsherTemplatesGroup) self = user_data;

  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    show (self);
}

static void
on_changed (UsherTemplatesGroup *self)
{
  g_idle_add_once (on_idle, g_object_ref (self));
}

static void
usher_templates_group_dispose (GObject *object)
{
  g_clear_object (&USHER_TEMPLATES_GROUP (object)->settings);
  g_clear_weak_pointer (&USHER_TEMPLATES_GROUP (object)->session);
  G_OBJECT_CLASS (usher_templates_group_parent_class)->dispose (object);
}

static void
usher_templates_group_finalize (GObject *object)
{
  g_ptr_array_unref (USHER_TEMPLATES_GROUP (object)->rows);
  G_OBJECT_CLASS (usher_templates_group_parent_class)->finalize (object);
}

static void
usher_templates_group_class_init (UsherTemplatesGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = usher_templates_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = usher_templates_group_finalize;
}

static void
usher_templates_group_init (UsherTemplatesGroup *self)
{
  self->rows = g_ptr_array_new ();
}

/**
 * usher_templates_group_new:
 *
 * Returns: (transfer floating): a group without settings
 */
GtkWidget *
usher_templates_group_new (void)
{
  return g_object_new (USHER_TYPE_TEMPLATES_GROUP, NULL);
}

/**
 * usher_templates_group_set_settings:
 * @self: the group
 * @settings: the settings of the application
 */
void
usher_templates_group_set_settings (UsherTemplatesGroup *self, GSettings *settings)
{
  g_return_if_fail (USHER_IS_TEMPLATES_GROUP (self));
  g_return_if_fail (G_IS_SETTINGS (settings));

  g_set_object (&self->settings, settings);
  g_signal_connect_object (settings, "changed::templates", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  show (self);
}

/**
 * usher_templates_group_set_session:
 * @self: the group
 * @session: (nullable): the account at work
 */
void
usher_templates_group_set_session (UsherTemplatesGroup *self, UsherSession *session)
{
  g_return_if_fail (USHER_IS_TEMPLATES_GROUP (self));
  g_return_if_fail (session == NULL || USHER_IS_SESSION (session));

  g_set_weak_pointer (&self->session, session);
}
