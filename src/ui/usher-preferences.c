/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person may set. A value that was set by other means and is none of the choices is kept and shown
 * as the nearest one that is not shorter. Main thread. */
#include "ui/usher-preferences.h"

#include <glib/gi18n.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-templates-group.h"

struct _UsherPreferences
{
  UsherDialog parent_instance;

  /* Template children */
  AdwComboRow *style_row;
  AdwActionRow *keys_row;
  GtkSwitch *background_switch;
  AdwComboRow *interval_row;
  GtkSpinButton *undo_spin;
  UsherTemplatesGroup *templates_group;
  GtkSwitch *fulfilled_switch;
  GtkSwitch *stuck_switch;
  GtkSwitch *expiring_switch;
  GtkSwitch *broken_switch;
  GtkSwitch *failed_switch;
  AdwToastOverlay *toasts;
  GtkWidget *clear_button;
  GtkSpinner *clear_spinner;
  GtkWidget *stop_button;

  guint slow_source;         /* until it is shown that data are being deleted */
  GSettings *settings;       /* (owned) */
  gboolean showing;          /* the row is being set from the settings */
};

enum
{
  SIGNAL_CLEAR,
  SIGNAL_STOP_CLEAR,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherPreferences, usher_preferences, USHER_TYPE_DIALOG)

/* Seconds; 0 is never, and stands last. */
static const guint intervals[] = { 60, 300, 900, 3600, 0 };

static void
show_interval (UsherPreferences *self)
{
  guint seconds = g_settings_get_uint (self->settings, "sync-interval");
  guint selected = G_N_ELEMENTS (intervals) - 1;

  for (guint i = 0; seconds != 0 && i < G_N_ELEMENTS (intervals) - 1; i++)
    {
      selected = i;
      if (seconds <= intervals[i])
        break;
    }
  self->showing = TRUE;
  adw_combo_row_set_selected (self->interval_row, selected);
  self->showing = FALSE;
}

static void
on_interval_selected (UsherPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->interval_row);

  if (!self->showing && self->settings != NULL && selected < G_N_ELEMENTS (intervals))
    g_settings_set_uint (self->settings, "sync-interval", intervals[selected]);
}

static void
on_clear_clicked (UsherPreferences *self)
{
  g_signal_emit (self, signals[SIGNAL_CLEAR], 0);
}

static void
on_stop_clicked (UsherPreferences *self)
{
  g_signal_emit (self, signals[SIGNAL_STOP_CLEAR], 0);
}

/* Quick it mostly is: a spinner would be gone before anybody saw what it is. */
#define SLOW 400

static void
show_clearing (UsherPreferences *self, gboolean clearing)
{
  GtkWidget *from = clearing ? self->clear_button : self->stop_button;
  GtkWidget *to = clearing ? self->stop_button : self->clear_button;
  gboolean had_focus = gtk_widget_is_focus (from);

  gtk_widget_set_visible (to, TRUE);
  if (had_focus)
    gtk_widget_grab_focus (to);
  gtk_widget_set_visible (from, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->clear_spinner), clearing);
  gtk_spinner_set_spinning (self->clear_spinner, clearing);
}

static gboolean
on_slow (gpointer user_data)
{
  UsherPreferences *self = USHER_PREFERENCES (user_data);

  self->slow_source = 0;
  show_clearing (self, TRUE);
  return G_SOURCE_REMOVE;
}

/* As they stand in the template. */
static const char *const styles[] = { "system", "light", "dark" };

static void
show_style (UsherPreferences *self)
{
  g_autofree char *style = g_settings_get_string (self->settings, "style");

  self->showing = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      if (g_str_equal (styles[i], style))
        adw_combo_row_set_selected (self->style_row, i);
    }
  self->showing = FALSE;
}

static void
on_style_selected (UsherPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->style_row);

  if (!self->showing && self->settings != NULL && selected < G_N_ELEMENTS (styles))
    g_settings_set_string (self->settings, "style", styles[selected]);
}

/* libsecret takes the one or the other by itself. */
static const char *
get_place_of_keys (void)
{
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_getenv ("FLATPAK_ID") != NULL)
    return _("Encrypted in Usher’s own folder, with a secret that the desktop keeps");
  return _("In the keyring of your desktop, and nowhere else");
}

static void
usher_preferences_dispose (GObject *object)
{
  g_clear_handle_id (&USHER_PREFERENCES (object)->slow_source, g_source_remove);
  g_clear_object (&USHER_PREFERENCES (object)->settings);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_PREFERENCES);
  G_OBJECT_CLASS (usher_preferences_parent_class)->dispose (object);
}

static void
usher_preferences_class_init (UsherPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = usher_preferences_dispose;

  /**
   * UsherPreferences::clear:
   * @self: the preferences
   *
   * The person wants what was read from the servers to be deleted. Nothing was asked yet.
   */
  signals[SIGNAL_CLEAR] = g_signal_new ("clear", USHER_TYPE_PREFERENCES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  /**
   * UsherPreferences::stop-clear:
   * @self: the preferences
   *
   * The person does not want to wait for it any longer.
   */
  signals[SIGNAL_STOP_CLEAR] = g_signal_new ("stop-clear", USHER_TYPE_PREFERENCES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                             NULL, G_TYPE_NONE, 0);

  g_type_ensure (USHER_TYPE_TEMPLATES_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherPreferences, templates_group);
  gtk_widget_class_bind_template_child (widget_class, UsherPreferences, interval_row);
  gtk_widget_class_bind_template_child (widget_class, UsherPreferences, undo_spin);
  gtk_widget_class_bind_template_child (widget_class, UsherPreferences, fulfilled_switch);
  gtk_widget_class_bind_template_child (widget_class, UsherPreferences, stuck_switch);
  gtk_widget_class_bind_template_child (widget_class, UsherPreferences, expiring_switch);
  gtk_widget_class_bind_template_child (widget_class, UsherPreferences, broken_switch);
  gtk_widget_class_bind_template_child (widget_class, UsherPreferences, failed_switch);
  gtk_widget_class_bind_template_child (widget_class, UsherPreferences, style_row);
  gtk_widget_class_bind_template_child (widget_class, UsherPreferences, background_switch);
  gtk_widget_class_bind_template_child (widget_class, UsherPreferences, keys_row);
  gtk_widget_class_bind_template_callback (widget_class, on_interval_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_style_selected);
  gtk_widget_class_bind_template_child (widget_class, UsherPreferences, toasts);
  gtk_widget_class_bind_template_child (widget_class, UsherPreferences, clear_button);
  gtk_widget_class_bind_template_child (widget_class, UsherPreferences, clear_spinner);
  gtk_widget_class_bind_template_child (widget_class, UsherPreferences, stop_button);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_clicked);
}

static void
usher_preferences_init (UsherPreferences *self)
{
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  adw_action_row_set_subtitle (self->keys_row, get_place_of_keys ());
  for (guint i = 0; i < G_N_ELEMENTS (intervals); i++)
    {
      guint minutes = intervals[i] / 60;
      g_autofree char *text = NULL;

      if (minutes == 0)
        text = g_strdup (_("Only when asked"));
      else if (minutes == 60)
        text = g_strdup (_("Every hour"));
      else
        text = g_strdup_printf (ngettext ("Every minute", "Every %u minutes", minutes), minutes);
      gtk_string_list_append (choices, text);
    }
  self->showing = TRUE;
  adw_combo_row_set_model (self->interval_row, G_LIST_MODEL (choices));
  self->showing = FALSE;
}

/**
 * usher_preferences_new:
 * @settings: the settings of the application
 * @session: (nullable): the account at work
 *
 * Returns: (transfer none): a dialog, owned by the toolkit until it is closed
 */
UsherPreferences *
usher_preferences_new (GSettings *settings, UsherSession *session)
{
  UsherPreferences *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (USHER_TYPE_PREFERENCES, NULL);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::sync-interval", G_CALLBACK (show_interval), self,
                           G_CONNECT_SWAPPED);
  g_settings_bind (settings, "notify-fulfilled", self->fulfilled_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notify-stuck", self->stuck_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notify-expiring", self->expiring_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notify-broken", self->broken_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notify-failed", self->failed_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "undo-seconds", self->undo_spin, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "background", self->background_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings, "changed::style", G_CALLBACK (show_style), self, G_CONNECT_SWAPPED);
  usher_templates_group_set_settings (self->templates_group, settings);
  usher_templates_group_set_session (self->templates_group, session);
  show_interval (self);
  show_style (self);
  return self;
}

/**
 * usher_preferences_set_clearing:
 * @self: the preferences
 * @clearing: whether what was read is being deleted
 *
 * Shows that, and a way to stop it, when it takes long enough to be noticed.
 */
void
usher_preferences_set_clearing (UsherPreferences *self, gboolean clearing)
{
  g_return_if_fail (USHER_IS_PREFERENCES (self));

  if (!clearing)
    {
      g_clear_handle_id (&self->slow_source, g_source_remove);
      show_clearing (self, FALSE);
    }
  else if (self->slow_source == 0)
    {
      self->slow_source = g_timeout_add (SLOW, on_slow, self);
    }
}

/**
 * usher_preferences_toast:
 * @self: the preferences
 * @text: what was done; plain text
 */
void
usher_preferences_toast (UsherPreferences *self, const char *text)
{
  /* A toast reads its title as markup. */
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_return_if_fail (USHER_IS_PREFERENCES (self));

  usher_compat_toast (self->toasts, adw_toast_new (escaped));
}
