/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request that waits or did not end well: what it is, how it stands, and at most two things to do about
 * it. Of several invitations that may have come of it the person chooses here. Main thread. */
#include "ui/usher-intent-entry.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "ui/compat/usher-compat.h"
#include "ui/usher-intent-row.h"
#include "ui/usher-mail-question.h"

struct _UsherIntentEntry
{
  GtkListBoxRow parent_instance;

  /* Template children */
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *detail;
  GtkListBox *candidates;
  GtkButton *first_button;
  GtkButton *second_button;

  UsherSession *session;     /* (owned) */
  UsherIntent *intent;       /* (owned) */
  GCancellable *cancellable; /* (owned): of what only reads, and of questions */
  char **shown;              /* (owned) (nullable): the candidates in the list */
};

enum
{
  SIGNAL_EDIT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherIntentEntry, usher_intent_entry, GTK_TYPE_LIST_BOX_ROW)

/* --- What is done --- */

static void
tell (UsherIntentEntry *self, const char *heading, const GError *error)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    usher_compat_tell (GTK_WINDOW (root), heading, error->message);
}

static void
on_retried (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherIntentEntry) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation =
    usher_session_retry_finish (USHER_SESSION (source), result, &error);

  /* Another refusal stands in the list again; only what is not written there is told. */
  if (invitation == NULL && error->domain != USHER_API_ERROR)
    tell (self, _("Nothing Was Sent"), error);
}

static void
retry (UsherIntentEntry *self)
{
  /* Not cancelled with the window: what was sent was sent. */
  usher_session_retry_async (self->session, self->intent, NULL, on_retried, g_object_ref (self));
}

static void
on_mail_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherIntentEntry) self = g_steal_pointer (&user_data);

  if (usher_mail_question_finish (result))
    retry (self);
}

/* At once, but for a second mail to the same people. */
static void
begin_retry (UsherIntentEntry *self)
{
  usher_mail_question_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->session, self->intent,
                             self->cancellable, on_mail_answered, g_object_ref (self));
}

static void
on_resend_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherIntentEntry) self = g_steal_pointer (&user_data);

  if (usher_compat_confirm_finish (GTK_WINDOW (source), result, NULL))
    retry (self);
}

static void
ask_resend (UsherIntentEntry *self)
{
  usher_compat_confirm_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("Send the Email Again?"),
                              _("Nobody can tell whether it went out before. If it did, its recipients get "
                                "it twice."), _("_Send Again"), FALSE, self->cancellable, on_resend_answered,
                              g_object_ref (self));
}

static void
on_forgotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherIntentEntry) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;

  if (!usher_session_forget_intent_finish (USHER_SESSION (source), result, &error))
    tell (self, _("The Request Could Not Be Removed"), error);
}

static void
forget (UsherIntentEntry *self)
{
  usher_session_forget_intent_async (self->session, self->intent, NULL, on_forgotten, g_object_ref (self));
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherIntentEntry) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;

  if (!usher_session_choose_finish (USHER_SESSION (source), result, &error))
    tell (self, _("It Cannot Be This One"), error);
}

static void
choose (UsherIntentEntry *self, const char *id)
{
  usher_session_choose_async (self->session, self->intent, id, NULL, on_chosen, g_object_ref (self));
}

static void
on_first_clicked (UsherIntentEntry *self)
{
  switch (usher_session_get_standing (self->session, self->intent))
    {
    case USHER_STANDING_WAITING:
      usher_session_undo (self->session, self->intent);
      break;
    case USHER_STANDING_REFUSED:
      if (usher_intent_get_kind (self->intent) == USHER_INTENT_CREATE)
        g_signal_emit (self, signals[SIGNAL_EDIT], 0);
      else
        begin_retry (self);
      break;
    case USHER_STANDING_UNKNOWABLE:
      ask_resend (self);
      break;
    case USHER_STANDING_SEVERAL:
      choose (self, NULL);
      break;
    case USHER_STANDING_LEFT:
      begin_retry (self);
      break;
    case USHER_STANDING_UNCLEAR:
    case USHER_STANDING_NOT_FOUND:
      retry (self);
      break;
    case USHER_STANDING_SENDING:
    case USHER_STANDING_ELSEWHERE:
    default:
      break;
    }
}

static void
on_second_clicked (UsherIntentEntry *self)
{
  if (usher_session_get_standing (self->session, self->intent) == USHER_STANDING_WAITING)
    usher_session_send_now (self->session, self->intent);
  else
    forget (self);
}

/* --- What is shown --- */

static void
on_this_one_clicked (GtkButton *button, UsherIntentEntry *self)
{
  choose (self, g_object_get_data (G_OBJECT (button), "usher-id"));
}

static void
show_candidate (AdwActionRow *row, UsherInvitation *invitation)
{
  g_autofree char *made = NULL;
  g_autofree char *text = NULL;

  made = usher_time_format_exact (usher_invitation_get_created_at (invitation), NULL);
  /* Translators: %s is a date and time. */
  text = g_strdup_printf (_("Created on %s"), made);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
}

static void
on_candidate_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AdwActionRow) row = g_steal_pointer (&user_data);
  g_autoptr (UsherInvitation) invitation =
    usher_session_fetch_invitation_finish (USHER_SESSION (source), result, NULL);

  if (invitation != NULL)
    show_candidate (row, invitation);
}

/* It was found in a list of the server's; whether that is kept already is another matter. */
static void
on_candidate_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AdwActionRow) row = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherInvitation) invitation =
    usher_session_load_invitation_finish (USHER_SESSION (source), result, &error);

  if (invitation != NULL)
    show_candidate (row, invitation);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    usher_session_fetch_invitation_async (USHER_SESSION (source), adw_action_row_get_subtitle (row),
                                          g_object_get_data (G_OBJECT (row), "usher-cancellable"),
                                          on_candidate_fetched, g_object_ref (row));
}

static void
add_candidate (UsherIntentEntry *self, const char *id)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("This _One"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Invitation"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), id);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "usher-id", g_strdup (id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_this_one_clicked), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_object_set_data_full (G_OBJECT (row), "usher-cancellable", g_object_ref (self->cancellable), g_object_unref);
  gtk_list_box_append (self->candidates, row);
  usher_session_load_invitation_async (self->session, id, self->cancellable, on_candidate_loaded,
                                       g_object_ref (row));
}

static void
show_candidates (UsherIntentEntry *self, gboolean several)
{
  const char *const *ids = several ? usher_intent_get_candidates (self->intent) : NULL;
  GtkListBoxRow *row;

  gtk_widget_set_visible (GTK_WIDGET (self->candidates), ids != NULL);
  if (ids != NULL && self->shown != NULL && g_strv_equal (ids, (const char *const *) self->shown))
    return;
  while ((row = gtk_list_box_get_row_at_index (self->candidates, 0)) != NULL)
    gtk_list_box_remove (self->candidates, GTK_WIDGET (row));
  g_strfreev (self->shown);
  self->shown = g_strdupv ((char **) ids);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    add_candidate (self, ids[i]);
}

static void
set_button (GtkButton *button, const char *label)
{
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
  if (label != NULL)
    gtk_button_set_label (button, label);
}

static void
update (UsherIntentEntry *self)
{
  UsherIntentStanding standing = usher_session_get_standing (self->session, self->intent);
  gboolean is_create = usher_intent_get_kind (self->intent) == USHER_INTENT_CREATE;
  g_autofree char *title = usher_intent_dup_sentence (self->intent);
  g_autofree char *asked = usher_time_format_exact (usher_intent_get_created_at (self->intent), NULL);
  g_autofree char *detail = NULL;
  const char *icon = "dialog-warning-symbolic";
  const char *first = NULL;
  const char *second = _("_Remove");

  /* Translators: %s is a date and time. */
  detail = g_strdup_printf (_("Requested on %s"), asked);
  switch (standing)
    {
    case USHER_STANDING_WAITING:
      icon = "document-open-recent-symbolic";
      first = _("_Undo");
      second = _("_Send Now");
      break;
    case USHER_STANDING_LEFT:
      first = _("_Send");
      break;
    case USHER_STANDING_REFUSED:
      first = is_create ? _("_Edit…") : _("_Try Again");
      break;
    case USHER_STANDING_UNCLEAR:
      icon = "dialog-question-symbolic";
      first = _("_Look Again");
      break;
    case USHER_STANDING_NOT_FOUND:
      first = _("_Create Again");
      break;
    case USHER_STANDING_SEVERAL:
      icon = "dialog-question-symbolic";
      first = _("_None of These");
      break;
    case USHER_STANDING_UNKNOWABLE:
      icon = "dialog-question-symbolic";
      first = _("_Send Again…");
      break;
    case USHER_STANDING_SENDING:
    case USHER_STANDING_ELSEWHERE:
    default:
      icon = "document-send-symbolic";
      second = NULL;
      break;
    }
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->detail, detail);
  set_button (self->first_button, first);
  set_button (self->second_button, second);
  show_candidates (self, standing == USHER_STANDING_SEVERAL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/* --- The object --- */

static void
usher_intent_entry_dispose (GObject *object)
{
  UsherIntentEntry *self = USHER_INTENT_ENTRY (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_INTENT_ENTRY);
  G_OBJECT_CLASS (usher_intent_entry_parent_class)->dispose (object);
}

static void
usher_intent_entry_finalize (GObject *object)
{
  UsherIntentEntry *self = USHER_INTENT_ENTRY (object);

  g_clear_object (&self->session);
  g_clear_object (&self->intent);
  g_clear_object (&self->cancellable);
  g_strfreev (self->shown);
  G_OBJECT_CLASS (usher_intent_entry_parent_class)->finalize (object);
}

static void
usher_intent_entry_class_init (UsherIntentEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_intent_entry_dispose;
  object_class->finalize = usher_intent_entry_finalize;

  /**
   * UsherIntentEntry::edit:
   *
   * The person wants to write a refused request anew.
   */
  signals[SIGNAL_EDIT] = g_signal_new ("edit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-intent-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherIntentEntry, icon);
  gtk_widget_class_bind_template_child (widget_class, UsherIntentEntry, title);
  gtk_widget_class_bind_template_child (widget_class, UsherIntentEntry, detail);
  gtk_widget_class_bind_template_child (widget_class, UsherIntentEntry, candidates);
  gtk_widget_class_bind_template_child (widget_class, UsherIntentEntry, first_button);
  gtk_widget_class_bind_template_child (widget_class, UsherIntentEntry, second_button);
  gtk_widget_class_bind_template_callback (widget_class, on_first_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_second_clicked);
}

static void
usher_intent_entry_init (UsherIntentEntry *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_intent_entry_new:
 * @session: the account at work
 * @intent: one of its requests
 *
 * Returns: (transfer floating): a row about it
 */
GtkWidget *
usher_intent_entry_new (UsherSession *session, UsherIntent *intent)
{
  UsherIntentEntry *self;

  g_return_val_if_fail (USHER_IS_SESSION (session), NULL);
  g_return_val_if_fail (USHER_IS_INTENT (intent), NULL);

  self = g_object_new (USHER_TYPE_INTENT_ENTRY, NULL);
  self->session = g_object_ref (session);
  self->intent = g_object_ref (intent);
  g_signal_connect_object (intent, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "waiting-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * usher_intent_entry_get_intent:
 * @self: a row
 *
 * Returns: (transfer none): the request it is about
 */
UsherIntent *
usher_intent_entry_get_intent (UsherIntentEntry *self)
{
  g_return_val_if_fail (USHER_IS_INTENT_ENTRY (self), NULL);

  return self->intent;
}
