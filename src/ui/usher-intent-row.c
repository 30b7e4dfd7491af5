/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request that did not end well, told to the person who made it. "Refused" means that nothing
 * happened; "unclear" means that it may have: the words keep the two apart, as sending again mails
 * people twice (contract 7). Main thread. */
#include "ui/usher-intent-row.h"

#include <glib/gi18n.h>

struct _UsherIntentRow
{
  AdwBin parent_instance;

  /* Template children */
  GtkImage *icon;
  GtkLabel *label;
  GtkButton *retry_button;

  UsherIntent *intent; /* (owned) */
};

typedef enum
{
  PROP_INTENT = 1,
} UsherIntentRowProperty;

static GParamSpec *properties[PROP_INTENT + 1];

enum
{
  SIGNAL_DISMISSED,
  SIGNAL_RETRY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherIntentRow, usher_intent_row, ADW_TYPE_BIN)

static char *
dup_refused (UsherIntentKind kind, const char *whom)
{
  switch (kind)
    {
    case USHER_INTENT_CREATE:
      return whom != NULL
               /* Translators: %s are the recipients. */
               ? g_strdup_printf (_("The invitation for %s was not made."), whom)
               : g_strdup (_("The invitation was not made."));
    case USHER_INTENT_RESEND:
      return whom != NULL
               ? g_strdup_printf (_("The email to %s was not sent again."), whom)
               : g_strdup (_("The email was not sent again."));
    case USHER_INTENT_REVOKE:
    default:
      return whom != NULL
               ? g_strdup_printf (_("The invitation for %s was not revoked."), whom)
               : g_strdup (_("The invitation was not revoked."));
    }
}

static char *
dup_unclear (UsherIntentKind kind, const char *whom)
{
  switch (kind)
    {
    case USHER_INTENT_CREATE:
      return whom != NULL
               /* Translators: %s are the recipients. */
               ? g_strdup_printf (_("It is unclear whether the invitation for %s was made: the server did "
                                    "not answer. Refresh and look for it before you make another."), whom)
               : g_strdup (_("It is unclear whether the invitation was made: the server did not answer. "
                             "Refresh and look for it before you make another."));
    case USHER_INTENT_RESEND:
      return whom != NULL
               ? g_strdup_printf (_("It is unclear whether the email to %s was sent again: the server did "
                                    "not answer. Its activity log may tell."), whom)
               : g_strdup (_("It is unclear whether the email was sent again: the server did not answer. "
                             "The activity log may tell."));
    case USHER_INTENT_REVOKE:
    default:
      return whom != NULL
               ? g_strdup_printf (_("It is unclear whether the invitation for %s was revoked: the server "
                                    "did not answer. Refresh to see how it stands."), whom)
               : g_strdup (_("It is unclear whether the invitation was revoked: the server did not answer. "
                             "Refresh to see how it stands."));
    }
}

static char *
dup_waiting (UsherIntentKind kind, const char *whom)
{
  switch (kind)
    {
    case USHER_INTENT_CREATE:
      return whom != NULL
               /* Translators: here and below, %s are the recipients. */
               ? g_strdup_printf (_("The invitation for %s waits to be sent."), whom)
               : g_strdup (_("The invitation waits to be sent."));
    case USHER_INTENT_RESEND:
      return whom != NULL
               ? g_strdup_printf (_("The email to %s waits to be sent again."), whom)
               : g_strdup (_("The email waits to be sent again."));
    case USHER_INTENT_REVOKE:
    default:
      return whom != NULL
               ? g_strdup_printf (_("The invitation for %s waits to be revoked."), whom)
               : g_strdup (_("The invitation waits to be revoked."));
    }
}

static char *
dup_sending (UsherIntentKind kind, const char *whom)
{
  switch (kind)
    {
    case USHER_INTENT_CREATE:
      return whom != NULL
               /* Translators: here and below, %s are the recipients. */
               ? g_strdup_printf (_("The invitation for %s is being sent."), whom)
               : g_strdup (_("The invitation is being sent."));
    case USHER_INTENT_RESEND:
      return whom != NULL
               ? g_strdup_printf (_("The email to %s is being sent again."), whom)
               : g_strdup (_("The email is being sent again."));
    case USHER_INTENT_REVOKE:
    default:
      return whom != NULL
               ? g_strdup_printf (_("The invitation for %s is being revoked."), whom)
               : g_strdup (_("The invitation is being revoked."));
    }
}

static char *
dup_several (const char *whom)
{
  return whom != NULL
           /* Translators: %s are the recipients. */
           ? g_strdup_printf (_("The invitation for %s may be one of several that the server has."), whom)
           : g_strdup (_("The invitation may be one of several that the server has."));
}

/**
 * usher_intent_dup_sentence:
 * @intent: a request that is not done
 *
 * Returns: (transfer full): what became of it, and why, in words; plain text
 */
char *
usher_intent_dup_sentence (UsherIntent *intent)
{
  g_autofree char *sentence = NULL;
  UsherIntentKind kind;
  const char *whom;
  const char *message;

  g_return_val_if_fail (USHER_IS_INTENT (intent), NULL);

  kind = usher_intent_get_kind (intent);
  whom = usher_intent_get_summary (intent);
  switch (usher_intent_get_state (intent))
    {
    case USHER_INTENT_QUEUED:
      return dup_waiting (kind, whom);
    case USHER_INTENT_SENDING:
      return dup_sending (kind, whom);
    case USHER_INTENT_UNCLEAR:
      if (usher_intent_get_found (intent) == USHER_INTENT_NOT_ASKED)
        return dup_unclear (kind, whom);
      if (usher_intent_get_found (intent) == USHER_INTENT_FOUND_SEVERAL)
        return dup_several (whom);
      break;
    case USHER_INTENT_REFUSED:
    case USHER_INTENT_DONE:
    default:
      break;
    }
  sentence = dup_refused (kind, whom);
  message = usher_intent_get_message (intent);
  if (message == NULL || *message == '\0')
    return g_steal_pointer (&sentence);
  /* Translators: what did not happen, then why, each a sentence. */
  return g_strdup_printf (C_("what, why", "%1$s %2$s"), sentence, message);
}

static void
update (UsherIntentRow *self)
{
  g_autofree char *sentence = usher_intent_dup_sentence (self->intent);
  gboolean unclear = usher_intent_get_state (self->intent) == USHER_INTENT_UNCLEAR;

  gtk_label_set_label (self->label, sentence);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), sentence);
  gtk_image_set_from_icon_name (self->icon, unclear ? "dialog-question-symbolic" : "dialog-warning-symbolic");
  if (usher_intent_get_found (self->intent) == USHER_INTENT_FOUND_SEVERAL && unclear)
    gtk_button_set_label (self->retry_button, _("_Choose…"));
  else if (usher_intent_get_found (self->intent) == USHER_INTENT_FOUND_NOTHING && unclear)
    gtk_button_set_label (self->retry_button, _("_Create Again"));
  else if (unclear)
    gtk_button_set_label (self->retry_button, _("_Refresh"));
  else if (usher_intent_get_state (self->intent) == USHER_INTENT_QUEUED)
    gtk_button_set_label (self->retry_button, _("_Send"));
  else if (usher_intent_get_kind (self->intent) == USHER_INTENT_CREATE)
    gtk_button_set_label (self->retry_button, _("_Edit…"));
  else
    gtk_button_set_label (self->retry_button, _("_Try Again"));
}

static void
on_retry_clicked (UsherIntentRow *self)
{
  g_signal_emit (self, signals[SIGNAL_RETRY], 0);
}

static void
on_dismiss_clicked (UsherIntentRow *self)
{
  g_signal_emit (self, signals[SIGNAL_DISMISSED], 0);
}

static void
usher_intent_row_constructed (GObject *object)
{
  UsherIntentRow *self = USHER_INTENT_ROW (object);

  G_OBJECT_CLASS (usher_intent_row_parent_class)->constructed (object);
  g_signal_connect_object (self->intent, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
usher_intent_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherIntentRowProperty) id)
    {
    case PROP_INTENT:
      g_value_set_object (value, USHER_INTENT_ROW (object)->intent);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_intent_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((UsherIntentRowProperty) id)
    {
    case PROP_INTENT:
      USHER_INTENT_ROW (object)->intent = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_intent_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_INTENT_ROW);
  G_OBJECT_CLASS (usher_intent_row_parent_class)->dispose (object);
}

static void
usher_intent_row_finalize (GObject *object)
{
  g_clear_object (&USHER_INTENT_ROW (object)->intent);
  G_OBJECT_CLASS (usher_intent_row_parent_class)->finalize (object);
}

static void
usher_intent_row_class_init (UsherIntentRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = usher_intent_row_constructed;
  object_class->get_property = usher_intent_row_get_property;
  object_class->set_property = usher_intent_row_set_property;
  object_class->dispose = usher_intent_row_dispose;
  object_class->finalize = usher_intent_row_finalize;

  /**
   * UsherIntentRow:intent:
   *
   * The request.
   */
  properties[PROP_INTENT] = g_param_spec_object ("intent", NULL, NULL, USHER_TYPE_INTENT,
                                                 G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                                   | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * UsherIntentRow::dismissed:
   *
   * The person has read it and wants it gone.
   */
  signals[SIGNAL_DISMISSED] = g_signal_new ("dismissed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * UsherIntentRow::retry:
   *
   * The person wants to try again (refused) or to look (unclear).
   */
  signals[SIGNAL_RETRY] = g_signal_new ("retry", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-intent-row.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherIntentRow, icon);
  gtk_widget_class_bind_template_child (widget_class, UsherIntentRow, label);
  gtk_widget_class_bind_template_child (widget_class, UsherIntentRow, retry_button);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_dismiss_clicked);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
usher_intent_row_init (UsherIntentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_intent_row_new:
 * @intent: a request that was refused or whose outcome is unclear
 *
 * Returns: (transfer floating): a row about it
 */
GtkWidget *
usher_intent_row_new (UsherIntent *intent)
{
  g_return_val_if_fail (USHER_IS_INTENT (intent), NULL);

  return g_object_new (USHER_TYPE_INTENT_ROW, "intent", intent, NULL);
}

/**
 * usher_intent_row_get_intent:
 * @self: a row
 *
 * Returns: (transfer none): the request it is about
 */
UsherIntent *
usher_intent_row_get_intent (UsherIntentRow *self)
{
  g_return_val_if_fail (USHER_IS_INTENT_ROW (self), NULL);

  return self->intent;
}
