/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the sidebar: icon, name of the list, and its count, hidden at nought. Main thread. */
#include "ui/usher-sidebar-row.h"

#include <glib/gi18n.h>

#include "ui/usher-detail-words.h"

struct _UsherSidebarRow
{
  GtkListBoxRow parent_instance;

  /* Template children */
  GtkImage *icon;
  GtkLabel *title_label;
  GtkLabel *count_label;

  UsherInvitationStatus status;
  guint count;
  gboolean is_known;
};

typedef enum
{
  PROP_STATUS = 1,
  PROP_COUNT,
} UsherSidebarRowProperty;

static GParamSpec *properties[PROP_COUNT + 1];

G_DEFINE_FINAL_TYPE (UsherSidebarRow, usher_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

/**
 * usher_list_get_title:
 * @status: which list; %USHER_INVITATION_STATUS_UNKNOWN is all of them
 *
 * Returns: (transfer none): its translated name
 */
const char *
usher_list_get_title (UsherInvitationStatus status)
{
  switch (status)
    {
    case USHER_INVITATION_STATUS_ACTIVE:
      return C_("list of invitations", "Active");
    case USHER_INVITATION_STATUS_EXPIRED:
      return C_("list of invitations", "Expired");
    case USHER_INVITATION_STATUS_REVOKED:
      return C_("list of invitations", "Revoked");
    case USHER_INVITATION_STATUS_FULFILLED:
      return C_("list of invitations", "Fulfilled");
    case USHER_INVITATION_STATUS_UNKNOWN:
    default:
      return C_("list of invitations", "All");
    }
}

/* Icon, name and number are three labels; who listens wants one sentence. */
static void
update_accessible (UsherSidebarRow *self)
{
  g_autofree char *label = NULL;

  if (!self->is_known)
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      usher_list_get_title (self->status), -1);
      return;
    }
  /* Translators: a list of invitations and how many are in it, for screen readers: "Active, 12 invitations". */
  label = g_strdup_printf (ngettext ("%s, %'u invitation", "%s, %'u invitations", self->count),
                           usher_list_get_title (self->status), self->count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
usher_sidebar_row_constructed (GObject *object)
{
  UsherSidebarRow *self = USHER_SIDEBAR_ROW (object);

  G_OBJECT_CLASS (usher_sidebar_row_parent_class)->constructed (object);
  gtk_label_set_label (self->title_label, usher_list_get_title (self->status));
  gtk_image_set_from_icon_name (self->icon, self->status == USHER_INVITATION_STATUS_UNKNOWN
                                              ? "usher-all-symbolic"
                                              : usher_status_get_icon_name (self->status));
  update_accessible (self);
}

static void
usher_sidebar_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherSidebarRow *self = USHER_SIDEBAR_ROW (object);

  switch ((UsherSidebarRowProperty) id)
    {
    case PROP_STATUS:
      g_value_set_uint (value, self->status);
      break;
    case PROP_COUNT:
      g_value_set_uint (value, self->count);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_sidebar_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UsherSidebarRow *self = USHER_SIDEBAR_ROW (object);

  switch ((UsherSidebarRowProperty) id)
    {
    case PROP_STATUS:
      self->status = g_value_get_uint (value);
      break;
    case PROP_COUNT:
      usher_sidebar_row_set_count (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_sidebar_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_SIDEBAR_ROW);
  G_OBJECT_CLASS (usher_sidebar_row_parent_class)->dispose (object);
}

static void
usher_sidebar_row_class_init (UsherSidebarRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = usher_sidebar_row_constructed;
  object_class->get_property = usher_sidebar_row_get_property;
  object_class->set_property = usher_sidebar_row_set_property;
  object_class->dispose = usher_sidebar_row_dispose;

  /**
   * UsherSidebarRow:status:
   *
   * Which list; unknown is all of them.
   */
  properties[PROP_STATUS] = g_param_spec_uint ("status", NULL, NULL, 0,
                                               USHER_N_INVITATION_STATUSES - 1, 0,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                                 | G_PARAM_STATIC_STRINGS);
  /**
   * UsherSidebarRow:count:
   *
   * How many invitations are in the list.
   */
  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0,
                                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherSidebarRow, icon);
  gtk_widget_class_bind_template_child (widget_class, UsherSidebarRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, UsherSidebarRow, count_label);
}

static void
usher_sidebar_row_init (UsherSidebarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_sidebar_row_new:
 * @status: which list
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
usher_sidebar_row_new (UsherInvitationStatus status)
{
  return g_object_new (USHER_TYPE_SIDEBAR_ROW, "status", (guint) status, NULL);
}

/**
 * usher_sidebar_row_get_status:
 * @self: a row
 *
 * Returns: which list it stands for; unknown is all of them
 */
UsherInvitationStatus
usher_sidebar_row_get_status (UsherSidebarRow *self)
{
  g_return_val_if_fail (USHER_IS_SIDEBAR_ROW (self), USHER_INVITATION_STATUS_UNKNOWN);

  return self->status;
}

/**
 * usher_sidebar_row_get_title:
 * @self: a row
 *
 * Returns: (transfer none): the name of the list
 */
const char *
usher_sidebar_row_get_title (UsherSidebarRow *self)
{
  g_return_val_if_fail (USHER_IS_SIDEBAR_ROW (self), NULL);

  return usher_list_get_title (self->status);
}

/**
 * usher_sidebar_row_get_count:
 * @self: a row
 *
 * Returns: how many invitations are in the list
 */
guint
usher_sidebar_row_get_count (UsherSidebarRow *self)
{
  g_return_val_if_fail (USHER_IS_SIDEBAR_ROW (self), 0);

  return self->count;
}

/**
 * usher_sidebar_row_set_count:
 * @self: a row
 * @count: how many invitations are in the list
 */
void
usher_sidebar_row_set_count (UsherSidebarRow *self, guint count)
{
  g_autofree char *text = NULL;

  g_return_if_fail (USHER_IS_SIDEBAR_ROW (self));

  if (self->count == count)
    return;
  self->count = count;
  if (count > 0)
    /* Translators: ' groups thousands in the way of the locale: 20,000. */
    text = g_strdup_printf (_("%'u"), count);
  gtk_label_set_label (self->count_label, text != NULL ? text : "");
  update_accessible (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}

/**
 * usher_sidebar_row_set_known:
 * @self: a row
 * @is_known: whether anybody knows how many there are
 *
 * Until a list was read, nought is not its number, and screen readers are told none.
 */
void
usher_sidebar_row_set_known (UsherSidebarRow *self, gboolean is_known)
{
  g_return_if_fail (USHER_IS_SIDEBAR_ROW (self));

  if (self->is_known == is_known)
    return;
  self->is_known = is_known;
  update_accessible (self);
}
