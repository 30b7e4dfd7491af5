/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The access part of the form (contract 3.3). Main thread. */
#include "ui/usher-access-group.h"

#include <glib/gi18n.h>

#include "model/usher-time.h"
#include "ui/usher-address-group.h"
#include "ui/usher-create-words.h"
#include "ui/usher-date-row.h"
#include "ui/usher-ui.h"

#define DAY (24 * 60 * 60)

/* 0 is "never", as in the draft; this is a date of the person's choice. */
#define ON_A_DATE (-1)

enum
{
  USES_ONCE,
  USES_NUMBER,
  USES_UNLIMITED,
};

struct _UsherAccessGroup
{
  AdwBin parent_instance;

  UsherAddressGroup *addresses;      /* (template) */
  AdwComboRow *expiry_row;           /* (template) */
  UsherDateRow *date_row;            /* (template) */
  UsherFieldMessage *expiry_message; /* (template) */
  AdwComboRow *uses_row;             /* (template) */
  GtkWidget *number_row;             /* (template) */
  GtkSpinButton *number_spin;        /* (template) */
  UsherFieldMessage *uses_message;   /* (template) */

  GArray *seconds; /* (owned) (element-type gint64) of each line of expiry_row */
  gboolean loading;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherAccessGroup, usher_access_group, ADW_TYPE_BIN)

static void
on_changed (UsherAccessGroup *self)
{
  if (!self->loading)
    g_signal_emit (self, signals[CHANGED], 0);
}

static gint64
selected_seconds (UsherAccessGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->expiry_row);

  return selected < self->seconds->len ? g_array_index (self->seconds, gint64, selected) : 0;
}

static void
on_expiry_selected (UsherAccessGroup *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->date_row), selected_seconds (self) == ON_A_DATE);
  usher_field_message_set_text (self->expiry_message, NULL);
  on_changed (self);
}

static void
on_uses_selected (UsherAccessGroup *self)
{
  gtk_widget_set_visible (self->number_row,
                          adw_combo_row_get_selected (self->uses_row) == USES_NUMBER);
  usher_field_message_set_text (self->uses_message, NULL);
  on_changed (self);
}

/* The presets, and the given duration as a line of its own when it is none of them: a duplicate
 * keeps what the other one had. */
static void
fill_expiry (UsherAccessGroup *self, gint64 seconds)
{
  const gint64 presets[] = { DAY, 7 * DAY, 30 * DAY, 90 * DAY };
  g_autoptr (GtkStringList) lines = gtk_string_list_new (NULL);
  const gint64 date = ON_A_DATE, never = 0;
  guint selected = GTK_INVALID_LIST_POSITION;

  g_array_set_size (self->seconds, 0);
  for (gsize i = 0; i <= G_N_ELEMENTS (presets); i++)
    {
      gboolean last = i == G_N_ELEMENTS (presets);
      gint64 value = last ? seconds : presets[i];

      if (last && (seconds <= 0 || selected != GTK_INVALID_LIST_POSITION))
        break;
      if (value == seconds)
        selected = self->seconds->len;
      gtk_string_list_take (lines, usher_create_dup_after (value));
      g_array_append_val (self->seconds, value);
    }
  gtk_string_list_append (lines, _("On a date"));
  g_array_append_val (self->seconds, date);
  if (selected == GTK_INVALID_LIST_POSITION)
    selected = self->seconds->len;
  gtk_string_list_append (lines, C_("expires", "Never"));
  g_array_append_val (self->seconds, never);
  adw_combo_row_set_model (self->expiry_row, G_LIST_MODEL (lines));
  adw_combo_row_set_selected (self->expiry_row, selected);
}

/* Until the end of that day, where the person is. A date that cannot be read, or is over, is 1
 * second, which the draft's own check refuses in its own words. */
static gint64
seconds_until_end_of (const char *text)
{
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) next = NULL;
  int year, month, date;
  gint64 left;

  /* NOLINTNEXTLINE(cert-err34-c): valid, so it is ten characters, and the widths are bounded */
  if (!usher_date_is_valid (text) || sscanf (text, "%4d-%2d-%2d", &year, &month, &date) != 3)
    return 1;
  day = g_date_time_new_local (year, month, date, 0, 0, 0);
  next = day != NULL ? g_date_time_add_days (day, 1) : NULL;
  if (next == NULL)
    return 1;
  left = g_date_time_to_unix (next) - usher_time_now () / G_USEC_PER_SEC;
  return MAX (left, 1);
}

static void
usher_access_group_finalize (GObject *object)
{
  g_array_unref (USHER_ACCESS_GROUP (object)->seconds);
  G_OBJECT_CLASS (usher_access_group_parent_class)->finalize (object);
}

static void
usher_access_group_class_init (UsherAccessGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = usher_access_group_finalize;

  /**
   * UsherAccessGroup::changed:
   * @self: the group
   *
   * The person changed something.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_ADDRESS_GROUP);
  g_type_ensure (USHER_TYPE_DATE_ROW);
  g_type_ensure (USHER_TYPE_FIELD_MESSAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-access-group.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherAccessGroup, addresses);
  gtk_widget_class_bind_template_child (widget_class, UsherAccessGroup, expiry_row);
  gtk_widget_class_bind_template_child (widget_class, UsherAccessGroup, date_row);
  gtk_widget_class_bind_template_child (widget_class, UsherAccessGroup, expiry_message);
  gtk_widget_class_bind_template_child (widget_class, UsherAccessGroup, uses_row);
  gtk_widget_class_bind_template_child (widget_class, UsherAccessGroup, number_row);
  gtk_widget_class_bind_template_child (widget_class, UsherAccessGroup, number_spin);
  gtk_widget_class_bind_template_child (widget_class, UsherAccessGroup, uses_message);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_expiry_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_uses_selected);
}

static void
usher_access_group_init (UsherAccessGroup *self)
{
  self->seconds = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->loading = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_expiry (self, 0);
  self->loading = FALSE;
}

/**
 * usher_access_group_new:
 *
 * Returns: (transfer floating): a group: anyone, never, once
 */
GtkWidget *
usher_access_group_new (void)
{
  return g_object_new (USHER_TYPE_ACCESS_GROUP, NULL);
}

/**
 * usher_access_group_load:
 * @self: a group
 * @draft: the draft
 *
 * Shows the access part of the draft.
 */
void
usher_access_group_load (UsherAccessGroup *self, UsherInvitationDraft *draft)
{
  gint64 uses;

  g_return_if_fail (USHER_IS_ACCESS_GROUP (self));

  uses = usher_invitation_draft_get_max_uses (draft);
  self->loading = TRUE;
  usher_address_group_set_addresses (self->addresses,
                                     usher_invitation_draft_get_allowed_emails (draft));
  fill_expiry (self, usher_invitation_draft_get_expires_in (draft));
  adw_combo_row_set_selected (self->uses_row, uses == USHER_USES_UNLIMITED ? USES_UNLIMITED
                                              : uses == 1                  ? USES_ONCE
                                                                           : USES_NUMBER);
  if (uses > 1)
    gtk_spin_button_set_value (self->number_spin, uses);
  self->loading = FALSE;
}

/**
 * usher_access_group_store:
 * @self: a group
 * @draft: the draft
 *
 * Writes what is shown into the draft.
 */
void
usher_access_group_store (UsherAccessGroup *self, UsherInvitationDraft *draft)
{
  g_auto (GStrv) addresses = NULL;
  gint64 seconds;

  g_return_if_fail (USHER_IS_ACCESS_GROUP (self));

  addresses = usher_address_group_dup_addresses (self->addresses);
  usher_invitation_draft_set_allowed_emails (draft, (const char *const *) addresses);
  seconds = selected_seconds (self);
  if (seconds == ON_A_DATE)
    seconds = seconds_until_end_of (gtk_editable_get_text (GTK_EDITABLE (self->date_row)));
  usher_invitation_draft_set_expires_in (draft, seconds);
  switch (adw_combo_row_get_selected (self->uses_row))
    {
    case USES_NUMBER:
      gtk_spin_button_update (self->number_spin);
      usher_invitation_draft_set_max_uses (draft, gtk_spin_button_get_value_as_int (self->number_spin));
      break;
    case USES_UNLIMITED:
      usher_invitation_draft_set_max_uses (draft, USHER_USES_UNLIMITED);
      break;
    case USES_ONCE:
    default:
      usher_invitation_draft_set_max_uses (draft, 1);
      break;
    }
}

/**
 * usher_access_group_add_messages:
 * @self: a group
 * @step: the step it is part of
 *
 * Tells the step where words about these fields are shown.
 */
void
usher_access_group_add_messages (UsherAccessGroup *self, UsherCreateStep *step)
{
  g_return_if_fail (USHER_IS_ACCESS_GROUP (self));

  usher_create_step_add_message (step, USHER_FIELD_ALLOWED_EMAILS,
                                 usher_address_group_get_message (self->addresses));
  usher_create_step_add_message (step, USHER_FIELD_EXPIRES_IN, self->expiry_message);
  usher_create_step_add_message (step, USHER_FIELD_MAX_USES, self->uses_message);
}

/**
 * usher_access_group_hide_addresses:
 * @self: a group
 *
 * Leaves how long and how often.
 */
void
usher_access_group_hide_addresses (UsherAccessGroup *self)
{
  g_return_if_fail (USHER_IS_ACCESS_GROUP (self));

  gtk_widget_set_visible (GTK_WIDGET (self->addresses), FALSE);
}
