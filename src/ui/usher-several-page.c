/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many invitations are selected, with the actions that work on many. Main thread. */
#include "ui/usher-several-page.h"

#include <glib/gi18n.h>

#include "session/usher-batch.h"
#include "ui/usher-detail-reasons.h"

struct _UsherSeveralPage
{
  AdwBin parent_instance;

  /* Template children */
  AdwStatusPage *page;
  GtkWidget *copy_links_button;
  GtkWidget *resend_all_button;
  GtkWidget *revoke_all_button;
};

G_DEFINE_FINAL_TYPE (UsherSeveralPage, usher_several_page, ADW_TYPE_BIN)

static void
usher_several_page_dispose (GObject *object)
{
  /* The child is bound, so the template would unparent it behind the bin's back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_SEVERAL_PAGE);
  G_OBJECT_CLASS (usher_several_page_parent_class)->dispose (object);
}

static void
usher_several_page_class_init (UsherSeveralPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = usher_several_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-several-page.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherSeveralPage, page);
  gtk_widget_class_bind_template_child (widget_class, UsherSeveralPage, copy_links_button);
  gtk_widget_class_bind_template_child (widget_class, UsherSeveralPage, resend_all_button);
  gtk_widget_class_bind_template_child (widget_class, UsherSeveralPage, revoke_all_button);
}

static void
usher_several_page_init (UsherSeveralPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_several_page_new:
 *
 * Returns: (transfer floating): a page that tells no number yet
 */
GtkWidget *
usher_several_page_new (void)
{
  return g_object_new (USHER_TYPE_SEVERAL_PAGE, NULL);
}

/**
 * usher_several_page_set_n:
 * @self: a page
 * @n: how many invitations are selected
 */
void
usher_several_page_set_n (UsherSeveralPage *self, guint n)
{
  g_autofree char *title = NULL;

  g_return_if_fail (USHER_IS_SEVERAL_PAGE (self));

  title = g_strdup_printf (ngettext ("%'u Invitation Selected", "%'u Invitations Selected", n), n);
  adw_status_page_set_title (self->page, title);
}

static void
set_reason (GtkWidget *button, gboolean enabled, const char *reason)
{
  gtk_widget_set_tooltip_text (button, enabled ? NULL : reason);
  if (enabled)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  else
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reason, -1);
}

/**
 * usher_several_page_set_kinds:
 * @self: a page
 * @kinds: bits of [enum@BatchKind]: what can be done to at least one of those that are selected
 * @session: (nullable): the session
 *
 * Says on the other buttons why they cannot be pressed.
 */
void
usher_several_page_set_kinds (UsherSeveralPage *self, guint kinds, UsherSession *session)
{
  const char *reach;
  const char *resend;

  g_return_if_fail (USHER_IS_SEVERAL_PAGE (self));

  reach = usher_detail_why_not_reach (session);
  resend = session != NULL && !usher_session_get_can_resend (session)
             ? _("This server cannot send an email again. Copy the link and send it yourself.")
             : _("None of them can be emailed again.");
  set_reason (self->copy_links_button, (kinds & 1u << USHER_BATCH_GET_LINKS) != 0,
              session != NULL && !usher_session_get_has_key (session) ? reach
                                                                      : _("None of them has a link that works."));
  set_reason (self->resend_all_button, (kinds & 1u << USHER_BATCH_RESEND) != 0, reach != NULL ? reach : resend);
  set_reason (self->revoke_all_button, (kinds & 1u << USHER_BATCH_REVOKE) != 0,
              reach != NULL ? reach : _("None of them can be revoked."));
}
