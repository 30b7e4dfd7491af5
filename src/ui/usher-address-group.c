/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The allow-list of a new invitation. People paste columns of spreadsheets and "To:" lines here, so
 * whatever the model can split is split; what is not an address stays visible as such. Main thread. */
#include "ui/usher-address-group.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "ui/usher-address-chip.h"
#include "ui/usher-ui.h"
#include "ui/usher-wrap-layout.h"

struct _UsherAddressGroup
{
  AdwBin parent_instance;

  AdwEntryRow *entry;         /* (template) */
  GtkWidget *add_button;      /* (template) */
  GtkWidget *chips_row;       /* (template) */
  GtkWidget *chips;           /* (template) */
  UsherFieldMessage *message; /* (template) */

  gboolean adding;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherAddressGroup, usher_address_group, ADW_TYPE_BIN)

static gboolean
contains (UsherAddressGroup *self, const char *address)
{
  g_autofree char *wanted = g_utf8_casefold (address, -1);

  for (GtkWidget *chip = gtk_widget_get_first_child (self->chips); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    {
      g_autofree char *have =
        g_utf8_casefold (usher_address_chip_get_address (USHER_ADDRESS_CHIP (chip)), -1);

      if (g_str_equal (have, wanted))
        return TRUE;
    }
  return FALSE;
}

static void
on_remove (UsherAddressGroup *self, UsherAddressChip *chip)
{
  GtkWidget *next = gtk_widget_get_next_sibling (GTK_WIDGET (chip));
  gboolean had_focus = gtk_widget_get_focus_child (self->chips) == GTK_WIDGET (chip);

  gtk_box_remove (GTK_BOX (self->chips), GTK_WIDGET (chip));
  gtk_widget_set_visible (self->chips_row, gtk_widget_get_first_child (self->chips) != NULL);
  usher_field_message_set_text (self->message, NULL);
  /* The keyboard must not be thrown back to the top of the window by each removal. */
  if (had_focus)
    gtk_widget_child_focus (next != NULL ? next : GTK_WIDGET (self->entry), GTK_DIR_TAB_FORWARD);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add (UsherAddressGroup *self, const char *text)
{
  g_auto (GStrv) addresses = usher_email_split_list (text);

  for (gsize i = 0; addresses[i] != NULL; i++)
    {
      GtkWidget *chip;

      if (contains (self, addresses[i]))
        continue;
      chip = usher_address_chip_new (addresses[i]);
      g_signal_connect_object (chip, "remove", G_CALLBACK (on_remove), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->chips), chip);
    }
  gtk_widget_set_visible (self->chips_row, gtk_widget_get_first_child (self->chips) != NULL);
}

static void
on_add (UsherAddressGroup *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  self->adding = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  self->adding = FALSE;
  add (self, text);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Enter adds what is typed; with nothing typed it goes on, as in every other entry of the wizard. */
static void
on_entry_activated (UsherAddressGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
    on_add (self);
  else if (GTK_IS_WINDOW (root))
    gtk_widget_activate_default (GTK_WIDGET (self));
}

/* A separator ends an address. White space does so only where it cannot be part of "Name <address>":
 * in a pasted list, with more than one at-sign. */
static gboolean
is_list (const char *text)
{
  const char *at = strchr (text, '@');

  if (strpbrk (text, ",;\n\r\t") != NULL)
    return TRUE;
  return at != NULL && strchr (at + 1, '@') != NULL && strchr (text, ' ') != NULL;
}

static void
on_text_changed (UsherAddressGroup *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  gtk_widget_set_sensitive (self->add_button, *text != '\0');
  if (self->adding)
    return;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The text must not be replaced while the entry is still telling of its change. */
static void
add_if_list (gpointer user_data)
{
  g_autoptr (UsherAddressGroup) self = user_data;

  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL &&
      is_list (gtk_editable_get_text (GTK_EDITABLE (self->entry))))
    on_add (self);
}

static void
on_text_changed_after (UsherAddressGroup *self)
{
  if (!self->adding && is_list (gtk_editable_get_text (GTK_EDITABLE (self->entry))))
    g_idle_add_once (add_if_list, g_object_ref (self));
}

static void
usher_address_group_class_init (UsherAddressGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * UsherAddressGroup::changed:
   * @self: the group
   *
   * The person typed, added or removed something.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_WRAP_LAYOUT);
  g_type_ensure (USHER_TYPE_FIELD_MESSAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-address-group.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherAddressGroup, entry);
  gtk_widget_class_bind_template_child (widget_class, UsherAddressGroup, add_button);
  gtk_widget_class_bind_template_child (widget_class, UsherAddressGroup, chips_row);
  gtk_widget_class_bind_template_child (widget_class, UsherAddressGroup, chips);
  gtk_widget_class_bind_template_child (widget_class, UsherAddressGroup, message);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
}

/* A selection of another program, dropped anywhere on the group. */
static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, UsherAddressGroup *self)
{
  const char *text = g_value_get_string (value);

  if (text == NULL || strchr (text, '@') == NULL)
    return FALSE;
  add (self, g_str_has_prefix (text, "mailto:") ? text + strlen ("mailto:") : text);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

static void
usher_address_group_init (UsherAddressGroup *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  /* Before the entry, which would put the text between what was typed. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_text_changed_after), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/**
 * usher_address_group_new:
 *
 * Returns: (transfer floating): a group without addresses
 */
GtkWidget *
usher_address_group_new (void)
{
  return g_object_new (USHER_TYPE_ADDRESS_GROUP, NULL);
}

/**
 * usher_address_group_set_addresses:
 * @self: a group
 * @addresses: (nullable) (array zero-terminated=1): the addresses
 *
 * Replaces the addresses.
 */
void
usher_address_group_set_addresses (UsherAddressGroup *self, const char *const *addresses)
{
  GtkWidget *chip;

  g_return_if_fail (USHER_IS_ADDRESS_GROUP (self));

  while ((chip = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_box_remove (GTK_BOX (self->chips), chip);
  gtk_widget_set_visible (self->chips_row, FALSE);
  for (gsize i = 0; addresses != NULL && addresses[i] != NULL; i++)
    add (self, addresses[i]);
}

/**
 * usher_address_group_dup_addresses:
 * @self: a group
 *
 * What is still in the entry counts: nobody means to leave out the address they typed last.
 *
 * Returns: (transfer full) (array zero-terminated=1): the addresses, as typed, invalid ones included
 */
char **
usher_address_group_dup_addresses (UsherAddressGroup *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (USHER_IS_ADDRESS_GROUP (self), NULL);

  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
    on_add (self);
  for (GtkWidget *chip = gtk_widget_get_first_child (self->chips); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    g_strv_builder_add (builder, usher_address_chip_get_address (USHER_ADDRESS_CHIP (chip)));
  return g_strv_builder_end (builder);
}

/**
 * usher_address_group_get_n_invalid:
 * @self: a group
 *
 * Returns: how many of the chips are not addresses
 */
guint
usher_address_group_get_n_invalid (UsherAddressGroup *self)
{
  guint n = 0;

  g_return_val_if_fail (USHER_IS_ADDRESS_GROUP (self), 0);

  for (GtkWidget *chip = gtk_widget_get_first_child (self->chips); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    n += !usher_address_chip_get_valid (USHER_ADDRESS_CHIP (chip));
  return n;
}

/**
 * usher_address_group_get_message:
 * @self: a group
 *
 * Returns: (transfer none): where words about the addresses are shown
 */
UsherFieldMessage *
usher_address_group_get_message (UsherAddressGroup *self)
{
  g_return_val_if_fail (USHER_IS_ADDRESS_GROUP (self), NULL);

  return self->message;
}
