/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One address of an allow-list. What is not an address is marked at once, by icon and words, and kept:
 * only the person knows what it was meant to be. Main thread. */
#include "ui/usher-address-chip.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "ui/usher-ui.h"

struct _UsherAddressChip
{
  AdwBin parent_instance;

  GtkImage *icon;           /* (template) */
  GtkLabel *label;          /* (template) */
  GtkWidget *remove_button; /* (template) */

  char *address; /* (owned) as typed */
};

enum
{
  REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherAddressChip, usher_address_chip, ADW_TYPE_BIN)

static void
on_remove (UsherAddressChip *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
usher_address_chip_finalize (GObject *object)
{
  g_free (USHER_ADDRESS_CHIP (object)->address);
  G_OBJECT_CLASS (usher_address_chip_parent_class)->finalize (object);
}

static void
usher_address_chip_class_init (UsherAddressChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = usher_address_chip_finalize;

  /**
   * UsherAddressChip::remove:
   * @self: the chip
   *
   * The person wants this address gone.
   */
  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-address-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherAddressChip, icon);
  gtk_widget_class_bind_template_child (widget_class, UsherAddressChip, label);
  gtk_widget_class_bind_template_child (widget_class, UsherAddressChip, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
usher_address_chip_init (UsherAddressChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_address_chip_new:
 * @address: an address, or what was typed in its place
 *
 * Returns: (transfer floating): a chip
 */
GtkWidget *
usher_address_chip_new (const char *address)
{
  UsherAddressChip *self = g_object_new (USHER_TYPE_ADDRESS_CHIP, NULL);
  g_autofree char *safe = usher_text_dup_safe (address, 0);
  g_autofree char *remove = NULL;
  g_autofree char *spoken = NULL;

  self->address = g_strdup (address);
  gtk_label_set_text (self->label, safe);
  /* Translators: removes an email address from the list */
  remove = g_strdup_printf (_("Remove %s"), safe);
  gtk_widget_set_tooltip_text (self->remove_button, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
  if (usher_address_chip_get_valid (self))
    {
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), safe);
      spoken = g_steal_pointer (&safe);
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "error");
      gtk_widget_set_visible (GTK_WIDGET (self->icon), TRUE);
      /* Translators: the placeholder is what was typed */
      spoken = g_strdup_printf (_("%s is not an email address"), safe);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), spoken);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return GTK_WIDGET (self);
}

/**
 * usher_address_chip_get_address:
 * @self: a chip
 *
 * Returns: the address as it was typed
 */
const char *
usher_address_chip_get_address (UsherAddressChip *self)
{
  g_return_val_if_fail (USHER_IS_ADDRESS_CHIP (self), NULL);

  return self->address;
}

/**
 * usher_address_chip_get_valid:
 * @self: a chip
 *
 * Returns: whether it is an address
 */
gboolean
usher_address_chip_get_valid (UsherAddressChip *self)
{
  g_return_val_if_fail (USHER_IS_ADDRESS_CHIP (self), FALSE);

  return usher_email_is_valid (self->address);
}
