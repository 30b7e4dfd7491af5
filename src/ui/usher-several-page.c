/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many invitations are selected, with the actions that work on many. Main thread. */
#include "ui/usher-several-page.h"

#include <glib/gi18n.h>

struct _UsherSeveralPage
{
  AdwBin parent_instance;

  /* Template children */
  AdwStatusPage *page;
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

  title = g_strdup_printf (ngettext ("%u Invitation Selected", "%u Invitations Selected", n), n);
  adw_status_page_set_title (self->page, title);
}
