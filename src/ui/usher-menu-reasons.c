/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a line of a menu is grey. A menu model has no place for a tooltip, so the lines are looked for in the popover
 * that the toolkit made of it, by what they say; one that is not found has no tooltip. Main thread. */
#include "ui/usher-menu-reasons.h"

#include "ui/usher-detail-reasons.h"
#include "ui/usher-ui.h"

/* The toolkit's own kind of button, which has no public name. It says the label with or without its mnemonic. */
static gboolean
says (GtkWidget *widget, const char *label, const char *plain)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "text");
  g_autofree char *text = NULL;

  if (pspec == NULL || G_PARAM_SPEC_VALUE_TYPE (pspec) != G_TYPE_STRING || GTK_IS_EDITABLE (widget))
    return FALSE;
  g_object_get (widget, "text", &text, NULL);
  return g_strcmp0 (text, label) == 0 || g_strcmp0 (text, plain) == 0;
}

static GtkWidget *
find_line (GtkWidget *root, const char *label, const char *plain)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *line = says (child, label, plain) ? child : find_line (child, label, plain);

      if (line != NULL)
        return line;
    }
  return NULL;
}

static void
tell (GtkWidget *line, const char *reason)
{
  gtk_widget_set_tooltip_text (line, reason);
  if (reason != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reason, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/**
 * usher_menu_tell_reasons:
 * @popover: (nullable): what the toolkit made of @model
 * @model: (nullable): a menu of actions on the selected invitation
 * @session: (nullable): the session
 * @invitation: (nullable): the invitation
 *
 * Says of each line why it cannot be chosen, by the same rules as the buttons of the detail.
 */
void
usher_menu_tell_reasons (GtkWidget *popover, GMenuModel *model, UsherSession *session, UsherInvitation *invitation)
{
  if (popover == NULL || model == NULL)
    return;
  for (int i = 0; i < g_menu_model_get_n_items (model); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (model, i, G_MENU_LINK_SECTION);
      g_autofree char *action = NULL;
      g_autofree char *label = NULL;
      g_autofree char *plain = NULL;
      GtkWidget *line;

      if (section != NULL)
        usher_menu_tell_reasons (popover, section, session, invitation);
      if (!g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_ACTION, "s", &action)
          || !g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_LABEL, "s", &label))
        continue;
      plain = usher_ui_dup_plain (label);
      line = find_line (popover, label, plain);
      if (line != NULL)
        tell (line, invitation != NULL ? usher_detail_why_not_act (session, invitation, action) : NULL);
    }
}
