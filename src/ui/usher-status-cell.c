/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The status of an invitation as a coloured icon and a word: never by colour alone. Main thread. */
#include "ui/usher-status-cell.h"

#include "ui/usher-detail-words.h"

struct _UsherStatusCell
{
  GtkWidget parent_instance;

  GtkWidget *icon;             /* (owned by the widget tree) */
  GtkInscription *inscription; /* (owned by the widget tree) */
  UsherInvitation *invitation; /* (owned) (nullable) */
};

typedef enum
{
  PROP_INVITATION = 1,
} UsherStatusCellProperty;

static GParamSpec *properties[PROP_INVITATION + 1];

G_DEFINE_FINAL_TYPE (UsherStatusCell, usher_status_cell, GTK_TYPE_WIDGET)

static void
update (UsherStatusCell *self)
{
  UsherInvitationStatus status;
  g_autofree char *word = NULL;
  const char *classes[2] = { NULL, NULL };

  if (self->invitation == NULL)
    {
      gtk_inscription_set_text (self->inscription, NULL);
      return;
    }
  status = usher_invitation_get_status (self->invitation);
  if (status == USHER_INVITATION_STATUS_UNKNOWN)
    word = usher_humanise_word (usher_invitation_get_status_name (self->invitation));
  else
    word = g_strdup (usher_invitation_status_get_label (status));
  gtk_inscription_set_text (self->inscription, word);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), usher_status_get_icon_name (status));
  classes[0] = usher_status_get_css_class (status);
  gtk_widget_set_css_classes (self->icon, classes);
}

static void
usher_status_cell_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherStatusCellProperty) id)
    {
    case PROP_INVITATION:
      g_value_set_object (value, USHER_STATUS_CELL (object)->invitation);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_status_cell_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((UsherStatusCellProperty) id)
    {
    case PROP_INVITATION:
      usher_status_cell_set_invitation (USHER_STATUS_CELL (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_status_cell_dispose (GObject *object)
{
  UsherStatusCell *self = USHER_STATUS_CELL (object);

  g_clear_pointer (&self->icon, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->inscription, gtk_widget_unparent);
  g_clear_object (&self->invitation);
  G_OBJECT_CLASS (usher_status_cell_parent_class)->dispose (object);
}

static void
usher_status_cell_class_init (UsherStatusCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = usher_status_cell_get_property;
  object_class->set_property = usher_status_cell_set_property;
  object_class->dispose = usher_status_cell_dispose;

  /**
   * UsherStatusCell:invitation: (nullable)
   *
   * The invitation whose status is shown.
   */
  properties[PROP_INVITATION] = g_param_spec_object ("invitation", NULL, NULL, USHER_TYPE_INVITATION,
                                                     G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                       | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
usher_status_cell_init (UsherStatusCell *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 6);
  self->icon = gtk_image_new ();
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  self->inscription = GTK_INSCRIPTION (gtk_inscription_new (NULL));
  gtk_inscription_set_text_overflow (self->inscription, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (self->inscription, 8);
  gtk_inscription_set_nat_chars (self->inscription, 9);
  gtk_widget_set_hexpand (GTK_WIDGET (self->inscription), TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->inscription), GTK_WIDGET (self));
}

/**
 * usher_status_cell_new:
 *
 * Returns: (transfer floating): an empty cell
 */
GtkWidget *
usher_status_cell_new (void)
{
  return g_object_new (USHER_TYPE_STATUS_CELL, NULL);
}

/**
 * usher_status_cell_set_invitation:
 * @self: a cell
 * @invitation: (nullable): whose status it shows
 */
void
usher_status_cell_set_invitation (UsherStatusCell *self, UsherInvitation *invitation)
{
  g_return_if_fail (USHER_IS_STATUS_CELL (self));

  if (!g_set_object (&self->invitation, invitation))
    return;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INVITATION]);
}
