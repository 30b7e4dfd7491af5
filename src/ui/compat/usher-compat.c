/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the toolkit does one way at the floor (GTK 4.8, libadwaita 1.2) and another way later. The only
 * file that asks for versions, and the only one that may use calls from above the floor. Main thread. */
#undef GDK_VERSION_MAX_ALLOWED
#undef ADW_VERSION_MAX_ALLOWED

#include "ui/compat/usher-compat.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "ui/usher-ui.h"
#include "usher-config.h"

#define RESPONSE_NO "no"
#define RESPONSE_YES "yes"

/* Which dialog is open over a window: usher_compat_answer() looks there. */
#define DIALOG_KEY "usher-compat-dialog"

/* What had the focus when it opened, where it takes the focus from within the same window. */
#define BEHIND_KEY "usher-compat-behind"

#if ADW_CHECK_VERSION (1, 5, 0)
typedef AdwAlertDialog Dialog;
#define DIALOG(object) ADW_ALERT_DIALOG (object)
#define dialog_add_response adw_alert_dialog_add_response
#define dialog_set_close_response adw_alert_dialog_set_close_response
#define dialog_set_default_response adw_alert_dialog_set_default_response
#define dialog_set_response_appearance adw_alert_dialog_set_response_appearance
#define dialog_get_heading adw_alert_dialog_get_heading
#define dialog_get_body adw_alert_dialog_get_body
#else
typedef AdwMessageDialog Dialog;
#define DIALOG(object) ADW_MESSAGE_DIALOG (object)
#define dialog_add_response adw_message_dialog_add_response
#define dialog_set_close_response adw_message_dialog_set_close_response
#define dialog_set_default_response adw_message_dialog_set_default_response
#define dialog_set_response_appearance adw_message_dialog_set_response_appearance
#define dialog_get_heading adw_message_dialog_get_heading
#define dialog_get_body adw_message_dialog_get_body
#endif

typedef struct
{
  GtkWindow *parent; /* (weak) (nullable) */
  Dialog *dialog;    /* (weak) (nullable) */
  gulong cancelled;
  gulong parent_gone;
  gboolean answered;
} Question;

static void
question_free (Question *question)
{
  g_clear_weak_pointer (&question->parent);
  g_clear_weak_pointer (&question->dialog);
  g_free (question);
}

static Dialog *
dialog_new (GtkWindow *parent, const char *heading, const char *body)
{
#if ADW_CHECK_VERSION (1, 5, 0)
  return DIALOG (adw_alert_dialog_new (heading, body));
#else
  Dialog *dialog = DIALOG (adw_message_dialog_new (parent, heading, body));

  if (parent != NULL)
    gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  return dialog;
#endif
}

#if ADW_CHECK_VERSION (1, 5, 0)
/* An address that is longer than a narrow dialog is broken within, and so is a heading: libadwaita has a smaller one for
 * those that do not fit, but measures the large one below its least width, of which GTK 4.18 warns. */
static void
wrap_anywhere (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    return;
  if (GTK_IS_LABEL (widget))
    {
      gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (widget), PANGO_WRAP_WORD_CHAR);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    wrap_anywhere (child);
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
keep_behind (Dialog *dialog, GtkWindow *parent)
{
  GWeakRef *behind = g_new0 (GWeakRef, 1);

  g_weak_ref_init (behind, gtk_window_get_focus (parent));
  g_object_set_data_full (G_OBJECT (dialog), BEHIND_KEY, behind, weak_ref_free);
}
#endif

static void
dialog_present (Dialog *dialog, GtkWindow *parent)
{
  if (parent != NULL)
    /* Not a reference: it would keep a dialog that was destroyed from going. "destroy" forgets it. */
    g_object_set_data (G_OBJECT (parent), DIALOG_KEY, dialog);
#if ADW_CHECK_VERSION (1, 5, 0)
  /* What it shows is no child of it before it is shown. */
  wrap_anywhere (adw_dialog_get_child (ADW_DIALOG (dialog)));
  if (parent != NULL)
    keep_behind (dialog, parent);
  adw_dialog_present (ADW_DIALOG (dialog), parent != NULL ? GTK_WIDGET (parent) : NULL);
#else
  gtk_window_present (GTK_WINDOW (dialog));
#endif
}

static void
dialog_close (Dialog *dialog)
{
#if ADW_CHECK_VERSION (1, 5, 0)
  adw_dialog_force_close (ADW_DIALOG (dialog));
#else
  gtk_window_destroy (GTK_WINDOW (dialog));
#endif
}

/* The dialog that is open over parent is this one no more. */
static void
forget_dialog (GtkWindow *parent, gpointer dialog)
{
  if (parent != NULL && g_object_get_data (G_OBJECT (parent), DIALOG_KEY) == dialog)
    g_object_set_data (G_OBJECT (parent), DIALOG_KEY, NULL);
}

static void
on_response (Dialog *dialog, const char *response, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  Question *question = g_task_get_task_data (task);

  forget_dialog (question->parent, dialog);
  /* Not g_cancellable_disconnect(): a cancelled task closes the dialog from within its handler. */
  if (question->cancelled != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (task), question->cancelled);
  question->cancelled = 0;
  if (question->parent != NULL && question->parent_gone != 0)
    g_signal_handler_disconnect (question->parent, question->parent_gone);
  question->parent_gone = 0;
  /* Once: an answered dialog is also destroyed. */
  if (question->answered)
    return;
  question->answered = TRUE;
  g_task_return_boolean (task, g_str_equal (response, RESPONSE_YES));
}

/* A window that goes takes its dialog along, without a response. */
static void
on_dialog_destroyed (GtkWidget *dialog, gpointer user_data)
{
  on_response ((Dialog *) dialog, RESPONSE_NO, user_data);
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  Question *question = g_task_get_task_data (task);

  if (question->dialog != NULL)
    dialog_close (question->dialog);
}

/* The task holds the parent, so that "destroy" would come only after the question is answered. */
static void
on_parent_gone (GtkWidget *parent, gpointer user_data)
{
  Question *question = g_task_get_task_data (G_TASK (user_data));

  if (question->dialog != NULL)
    dialog_close (question->dialog);
}

static void
unref_task (gpointer task, GClosure *closure)
{
  g_object_unref (task);
}

/**
 * usher_compat_confirm_async:
 * @parent: (nullable): the window the question stands over
 * @heading: the question, in header capitalisation
 * @body: what will happen; plain text, never markup
 * @verb: the label of the button that does it, with a mnemonic
 * @destructive: whether that button warns by its colour
 * @cancellable: (nullable): closes the dialog
 * @callback: called when the person has answered
 * @user_data: for @callback
 *
 * Asks before something is done that cannot be undone. Cancel is the default and what Escape does
 * (HIG, "Dialogs": the safe answer is the easy one). Main thread.
 */
void
usher_compat_confirm_async (GtkWindow *parent,
                            const char *heading,
                            const char *body,
                            const char *verb,
                            gboolean destructive,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (parent, cancellable, callback, user_data);
  Dialog *dialog = dialog_new (parent, heading, body);
  Question *question = g_new0 (Question, 1);

  g_task_set_source_tag (task, usher_compat_confirm_async);
  g_set_weak_pointer (&question->parent, parent);
  g_set_weak_pointer (&question->dialog, dialog);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);

  dialog_add_response (dialog, RESPONSE_NO, _("_Cancel"));
  dialog_add_response (dialog, RESPONSE_YES, verb);
  dialog_set_response_appearance (dialog, RESPONSE_YES,
                                  destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  dialog_set_default_response (dialog, RESPONSE_NO);
  dialog_set_close_response (dialog, RESPONSE_NO);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), g_object_ref (task),
                         unref_task, 0);
  g_signal_connect_data (dialog, "destroy", G_CALLBACK (on_dialog_destroyed), g_object_ref (task),
                         unref_task, 0);
  dialog_present (dialog, parent);
  if (parent != NULL)
    question->parent_gone = g_signal_connect (parent, "unrealize", G_CALLBACK (on_parent_gone), task);
  if (cancellable != NULL)
    question->cancelled = g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_cancelled), task);
}

/**
 * usher_compat_confirm_finish:
 * @parent: (nullable): as given before
 * @result: the result
 * @error: return location
 *
 * Returns: %TRUE when the person chose the verb; %FALSE with @error unset when not.
 *   %G_IO_ERROR_CANCELLED when the cancellable was triggered
 */
gboolean
usher_compat_confirm_finish (GtkWindow *parent, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, parent), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_told_destroyed (GtkWidget *dialog, GtkWindow *parent)
{
  forget_dialog (parent, dialog);
}

/**
 * usher_compat_tell:
 * @parent: (nullable): the window the message stands over
 * @heading: what happened, in short
 * @body: what it means and what to do; plain text
 *
 * Shows a message that needs nothing but reading.
 */
void
usher_compat_tell (GtkWindow *parent, const char *heading, const char *body)
{
  Dialog *dialog = dialog_new (parent, heading, body);

  dialog_add_response (dialog, RESPONSE_NO, _("_Close"));
  dialog_set_default_response (dialog, RESPONSE_NO);
  dialog_set_close_response (dialog, RESPONSE_NO);
  if (parent != NULL)
    g_signal_connect_object (dialog, "destroy", G_CALLBACK (on_told_destroyed), parent, 0);
  dialog_present (dialog, parent);
}

/**
 * usher_compat_answer:
 * @parent: the window
 * @yes: %TRUE for the verb, %FALSE for Cancel or Close
 *
 * Answers the dialog that stands over @parent, for tests and the tour.
 *
 * Returns: %FALSE when there is none
 */
gboolean
usher_compat_answer (GtkWindow *parent, gboolean yes)
{
  g_autoptr (GObject) dialog = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), FALSE);

  g_set_object (&dialog, g_object_get_data (G_OBJECT (parent), DIALOG_KEY));
  if (dialog == NULL)
    return FALSE;
#if ADW_CHECK_VERSION (1, 5, 0)
  g_signal_emit_by_name (dialog, "response", yes ? RESPONSE_YES : RESPONSE_NO);
  /* Not by force: a sheet would keep its window then (libadwaita 1.7). */
  adw_dialog_close (ADW_DIALOG (dialog));
#else
  /* Unlike a click on its button, this does not close the dialog by itself. */
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), yes ? RESPONSE_YES : RESPONSE_NO);
  gtk_window_destroy (GTK_WINDOW (dialog));
#endif
  return TRUE;
}

/**
 * usher_compat_dup_question:
 * @parent: the window
 *
 * Returns: (transfer full) (nullable): heading and body, on two lines, of the dialog over @parent
 */
char *
usher_compat_dup_question (GtkWindow *parent)
{
  gpointer dialog;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  dialog = g_object_get_data (G_OBJECT (parent), DIALOG_KEY);
  if (dialog == NULL)
    return NULL;
  return g_strdup_printf ("%s\n%s", dialog_get_heading (DIALOG (dialog)),
                          dialog_get_body (DIALOG (dialog)));
}

/**
 * usher_compat_dup_behind:
 * @parent: the window
 *
 * Returns: (transfer full) (nullable): what had the focus before the dialog over @parent; %NULL too where that dialog is
 *   a window, so that @parent still knows its focus
 */
GtkWidget *
usher_compat_dup_behind (GtkWindow *parent)
{
  GObject *dialog;
  GWeakRef *behind;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  dialog = g_object_get_data (G_OBJECT (parent), DIALOG_KEY);
  behind = dialog != NULL ? g_object_get_data (dialog, BEHIND_KEY) : NULL;
  return behind != NULL ? g_weak_ref_get (behind) : NULL;
}

static void
on_uri_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  gboolean opened;

#if GTK_CHECK_VERSION (4, 10, 0)
  opened = gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error);
#else
  opened = g_app_info_launch_default_for_uri_finish (result, &error);
#endif
  if (opened)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Where the address came from was looked at before. */
static void
open_uri (GtkWindow *parent, const char *uri, GCancellable *cancellable, GTask *task)
{
#if GTK_CHECK_VERSION (4, 10, 0)
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);

  gtk_uri_launcher_launch (launcher, parent, cancellable, on_uri_opened, task);
#else
  g_autoptr (GdkAppLaunchContext) context = NULL;

  if (parent != NULL)
    context = gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (parent)));
  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), cancellable, on_uri_opened,
                                           task);
#endif
}

/**
 * usher_compat_open_uri_async:
 * @parent: (nullable): the window it is asked from
 * @uri: the address
 * @cancellable: (nullable): a cancellable
 * @callback: called when the address was handed over, or not
 * @user_data: for @callback
 *
 * Opens an address in the person's browser. Nothing but http and https is opened, whatever a server
 * sent (DESIGN, decision 3).
 */
void
usher_compat_open_uri_async (GtkWindow *parent,
                             const char *uri,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, usher_compat_open_uri_async);
  if (!usher_web_url_is_valid (uri, FALSE))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                               _("This is not a web address, so it was not opened."));
      return;
    }
  open_uri (parent, uri, cancellable, g_steal_pointer (&task));
}

/**
 * usher_compat_open_program_async:
 * @parent: (nullable): the window it is asked from
 * @uri: an address that this program made: help: or mailto:
 * @cancellable: (nullable): a cancellable
 * @callback: called when the address was handed over, or not; ends with usher_compat_open_uri_finish()
 * @user_data: for @callback
 *
 * Opens a page of the help, or a draft in the mail program. Never for an address that a server sent.
 */
void
usher_compat_open_program_async (GtkWindow *parent,
                                 const char *uri,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (parent, cancellable, callback, user_data);

  g_return_if_fail (g_str_has_prefix (uri, "help:") || g_str_has_prefix (uri, "mailto:"));

  g_task_set_source_tag (task, usher_compat_open_program_async);
  open_uri (parent, uri, cancellable, g_steal_pointer (&task));
}

/**
 * usher_compat_open_uri_finish:
 * @parent: (nullable): as given before
 * @result: the result
 * @error: return location
 *
 * Returns: %TRUE when the address was handed to a program
 */
gboolean
usher_compat_open_uri_finish (GtkWindow *parent, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, parent), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * usher_compat_show_about:
 * @parent: (nullable): the window it stands over
 *
 * Shows what Usher is, its version and its licence.
 */
void
usher_compat_show_about (GtkWindow *parent)
{
  const char *developers[] = { "The Usher Developers", NULL };
#if ADW_CHECK_VERSION (1, 5, 0)
  GObject *about = G_OBJECT (adw_about_dialog_new ());
#else
  GObject *about = G_OBJECT (adw_about_window_new ());
#endif

  g_object_set (about,
                "application-name", _("Usher"),
                "application-icon", USHER_APP_ID,
                "developer-name", _("The Usher Developers"),
                "developers", developers,
                "version", USHER_VERSION,
                "comments", _("Connection invitations for Nectar: create them, follow them, and "
                              "see what happened to them."),
                "license-type", GTK_LICENSE_GPL_3_0,
                /* Translators: your name and address, one translator a line. */
                "translator-credits", _("translator-credits"),
                NULL);
#if ADW_CHECK_VERSION (1, 5, 0)
  adw_dialog_present (ADW_DIALOG (about), parent != NULL ? GTK_WIDGET (parent) : NULL);
#else
  if (parent != NULL)
    g_object_set (about, "transient-for", parent, "modal", TRUE, NULL);
  gtk_window_present (GTK_WINDOW (about));
#endif
}

/**
 * usher_compat_get_color:
 * @widget: a widget
 * @color: (out caller-allocates): return location
 *
 * Finds the colour that style, theme and contrast give to text in it.
 */
void
usher_compat_get_color (GtkWidget *widget, GdkRGBA *color)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (color != NULL);

#if GTK_CHECK_VERSION (4, 10, 0)
  gtk_widget_get_color (widget, color);
#else
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
#endif
}

/**
 * usher_compat_lookup_color:
 * @widget: a widget
 * @name: the name of a colour in the style: "accent_color"
 * @color: (out caller-allocates): return location, untouched when the style has none of that name
 *
 * Finds the colour that style, theme and contrast give to what is drawn and not styled.
 */
void
usher_compat_lookup_color (GtkWidget *widget, const char *name, GdkRGBA *color)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (color != NULL);

  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, color);
}

/**
 * usher_compat_scroll_to:
 * @view: a column view
 * @position: a row, below the model's length
 *
 * Scrolls @view so that a row is seen. Before GTK 4.12 only the list inside the view can do that.
 */
void
usher_compat_scroll_to (GtkColumnView *view, guint position)
{
#if GTK_CHECK_VERSION (4, 12, 0)
  gtk_column_view_scroll_to (view, position, NULL, GTK_LIST_SCROLL_NONE, NULL);
#else
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_LIST_VIEW (child))
        gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
    }
#endif
}

static void
set_name (gpointer widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Every version calls it by the title as it was written, with the underscore. */
static gboolean
name_switcher_button (GtkButton *button)
{
  GtkWidget *child = gtk_button_get_child (button);

  if (!GTK_IS_STACK_SWITCHER (gtk_widget_get_parent (GTK_WIDGET (button))) || !GTK_IS_LABEL (child))
    return FALSE;
  set_name (button, gtk_label_get_text (GTK_LABEL (child)));
  return TRUE;
}

#if !GTK_CHECK_VERSION (4, 10, 0)
/* What stands inside widgets of the toolkit, and shows nothing but an icon. */
static void
name_icon_button (GtkButton *button)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (button));
  const char *icon = gtk_button_get_icon_name (button);

  if (parent != NULL && ADW_IS_SPLIT_BUTTON (gtk_widget_get_parent (parent)))
    set_name (button, adw_split_button_get_dropdown_tooltip (ADW_SPLIT_BUTTON (gtk_widget_get_parent (parent))));
  else if (ADW_IS_SPLIT_BUTTON (parent) && gtk_widget_get_tooltip_text (parent) != NULL)
    set_name (button, gtk_widget_get_tooltip_text (parent));
  else if (icon != NULL && (g_str_equal (icon, "view-reveal-symbolic") || g_str_equal (icon, "view-conceal-symbolic")))
    set_name (button, gtk_widget_get_tooltip_text (GTK_WIDGET (button)));
  else if (gtk_widget_get_tooltip_text (GTK_WIDGET (button)) != NULL || icon == NULL)
    return;
  else if (g_str_equal (icon, "window-close-symbolic"))
    set_name (button, _("Close"));
  else if (g_str_equal (icon, "edit-find-symbolic"))
    set_name (button, _("Search"));
}

/* The floor calls a button "_Copy Link Copy Link": by its text as it was written, and by the label in it. The label
 * is enough. */
static void
name_button (GtkButton *button)
{
  if (name_switcher_button (button))
    return;
  if (gtk_button_get_label (button) == NULL)
    name_icon_button (button);
  else if (gtk_button_get_use_underline (button))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

/* Its button shows or hides what was typed, and says which by its tooltip. */
static gboolean
is_in_password (GtkWidget *button)
{
  return gtk_widget_get_ancestor (button, ADW_TYPE_PASSWORD_ENTRY_ROW) != NULL;
}

static void
on_changed (GtkButton *button, GParamSpec *pspec, gpointer user_data)
{
  name_button (button);
}

/* A button that is labelled by its row, which is labelled by its title, has no name: the floor goes one step. */
static void
name_check (GtkWidget *check)
{
  GtkWidget *row = gtk_widget_get_ancestor (check, ADW_TYPE_ACTION_ROW);

  if (row != NULL && adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)) == check)
    {
      g_autofree char *title = usher_ui_dup_plain (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));

      set_name (check, title);
    }
}

/* A row that shows nothing but a text is called by it. */
static void
name_item (GtkInscription *text)
{
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (text));

  if (row != NULL && gtk_inscription_get_text (text) != NULL)
    set_name (row, gtk_inscription_get_text (text));
}

static void
on_text_changed (GtkInscription *text, GParamSpec *pspec, gpointer user_data)
{
  name_item (text);
}

static gboolean
is_item (gpointer widget)
{
  GtkWidget *row = gtk_widget_get_parent (widget);

  return row != NULL && GTK_IS_LIST_VIEW (gtk_widget_get_parent (row));
}

#endif

#if GTK_CHECK_VERSION (4, 10, 0)

/* An item of a menu is labelled by a label that is presentation only, of which GTK 4.18 takes no name. */
static void
name_menu_item (GtkWidget *item)
{
  GtkWidget *label = gtk_widget_get_first_child (item);

  while (label != NULL && !GTK_IS_LABEL (label))
    label = gtk_widget_get_next_sibling (label);
  if (label == NULL
      || gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (label)) != GTK_ACCESSIBLE_ROLE_PRESENTATION)
    return;
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  set_name (item, gtk_label_get_text (GTK_LABEL (label)));
}

static gboolean
is_menu_item (gpointer widget)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton");
}

#endif

static gboolean
on_map (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  GObject *widget = g_value_get_object (&values[0]);

#if GTK_CHECK_VERSION (4, 10, 0)
  if (GTK_IS_BUTTON (widget))
    name_switcher_button (GTK_BUTTON (widget));
  else if (is_menu_item (widget))
    {
      name_menu_item (GTK_WIDGET (widget));
      /* With whatever changes about it, the toolkit labels it again. */
      if (g_signal_handler_find (widget, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, name_menu_item, NULL) == 0)
        g_signal_connect (widget, "notify", G_CALLBACK (name_menu_item), NULL);
    }
#else
  if (GTK_IS_BUTTON (widget))
    {
      name_button (GTK_BUTTON (widget));
      if ((gtk_button_get_use_underline (GTK_BUTTON (widget)) || is_in_password (GTK_WIDGET (widget)))
          && g_signal_handler_find (widget, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, on_changed, NULL) == 0)
        {
          g_signal_connect (widget, "notify::label", G_CALLBACK (on_changed), NULL);
          g_signal_connect (widget, "notify::tooltip-text", G_CALLBACK (on_changed), NULL);
        }
    }
  else if (GTK_IS_CHECK_BUTTON (widget))
    name_check (GTK_WIDGET (widget));
  else if (GTK_IS_INSCRIPTION (widget) && is_item (widget))
    {
      name_item (GTK_INSCRIPTION (widget));
      if (g_signal_handler_find (widget, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, on_text_changed, NULL) == 0)
        g_signal_connect (widget, "notify::text", G_CALLBACK (on_text_changed), NULL);
    }
#endif
  return TRUE;
}

/**
 * usher_compat_init_names:
 *
 * Lets buttons, and items of menus, be called by what they say. To be called once, after the toolkit was initialized.
 */
void
usher_compat_init_names (void)
{
  static gboolean done = FALSE;

  if (done)
    return;
  done = TRUE;
  /* Signals come with the class. */
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET));
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, on_map, NULL, NULL);
}
