/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where what was entered is kept as a template: a name, and whether the wizard begins with it. Main thread. */
#include "ui/usher-template-saver.h"

#include <glib/gi18n.h>

#include "ui/usher-ui.h"

struct _UsherTemplateSaver
{
  AdwPreferencesGroup parent_instance;

  AdwExpanderRow *row;       /* (template) */
  GtkEditable *name_row;     /* (template) */
  AdwActionRow *default_row; /* (template) */
  GtkSwitch *default_switch; /* (template) */
  GtkWidget *save_button;    /* (template) */
};

enum
{
  SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherTemplateSaver, usher_template_saver, ADW_TYPE_PREFERENCES_GROUP)

static char *
dup_name (UsherTemplateSaver *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
}

static void
on_name_changed (UsherTemplateSaver *self)
{
  g_autofree char *name = dup_name (self);

  gtk_widget_set_sensitive (self->save_button, *name != '\0');
}

static void
on_save (UsherTemplateSaver *self)
{
  g_autofree char *name = dup_name (self);

  if (*name == '\0')
    return;
  g_signal_emit (self, signals[SAVE], 0, name,
                 gtk_widget_get_visible (GTK_WIDGET (self->default_row))
                   && gtk_switch_get_active (self->default_switch));
  adw_expander_row_set_expanded (self->row, FALSE);
  gtk_editable_set_text (self->name_row, "");
}

static void
usher_template_saver_class_init (UsherTemplateSaverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * UsherTemplateSaver::save:
   * @self: the widget
   * @name: a name
   * @is_default: whether the wizard shall begin with it
   *
   * The person wants to keep it.
   */
  signals[SAVE] = g_signal_new ("save", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, G_TYPE_STRING, G_TYPE_BOOLEAN);

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class, USHER_RESOURCE_PATH "/ui/usher-template-saver.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherTemplateSaver, row);
  gtk_widget_class_bind_template_child (widget_class, UsherTemplateSaver, name_row);
  gtk_widget_class_bind_template_child (widget_class, UsherTemplateSaver, default_row);
  gtk_widget_class_bind_template_child (widget_class, UsherTemplateSaver, default_switch);
  gtk_widget_class_bind_template_child (widget_class, UsherTemplateSaver, save_button);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
usher_template_saver_init (UsherTemplateSaver *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_template_saver_new:
 *
 * Returns: (transfer floating): a closed row
 */
GtkWidget *
usher_template_saver_new (void)
{
  return g_object_new (USHER_TYPE_TEMPLATE_SAVER, NULL);
}

/**
 * usher_template_saver_set_company:
 * @self: the widget
 * @company_name: (nullable): the company
 *
 * Begins anew for an invitation of that company.
 */
void
usher_template_saver_set_company (UsherTemplateSaver *self, const char *company_name)
{
  g_autofree char *text = NULL;

  g_return_if_fail (USHER_IS_TEMPLATE_SAVER (self));

  adw_expander_row_set_expanded (self->row, FALSE);
  gtk_switch_set_active (self->default_switch, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->default_row), company_name != NULL);
  if (company_name == NULL)
    return;
  /* Translators: %s is a company. New invitations for it begin with what this template says. */
  text = g_strdup_printf (_("Begin with it for %s"), company_name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->default_row), text);
}
