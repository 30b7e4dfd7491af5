/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F1: the page of the help for where the person is. The widget that has the focus, or the nearest one around
 * it that has a page, decides; every page is one of help/C, and a test looks after that. Main thread. */
#include "ui/usher-help.h"

#include <glib/gi18n.h>

#include "ui/compat/usher-compat.h"
#include "ui/compat/usher-dialog.h"

/* By name, so that a window need not be known here to have a page. */
static const struct
{
  const char *type;
  const char *page;
} pages[] = {
  { "AdwAboutDialog", "index" },
  { "AdwAboutWindow", "index" },
  { "UsherAccountButton", "accounts" },
  { "UsherAccountDialog", "accounts" },
  { "UsherAccountsWindow", "accounts" },
  { "UsherActivityPane", "events" },
  { "UsherBatchWindow", "follow" },
  { "UsherCreateWindow", "create" },
  { "UsherDetailPane", "follow" },
  { "UsherExportWindow", "export" },
  { "UsherFilterButton", "find" },
  { "UsherIntentsNotice", "waiting" },
  { "UsherIntentsWindow", "waiting" },
  { "UsherInvitationPane", "find" },
  { "UsherLinkRow", "follow" },
  { "UsherPlainDialog", "follow" },
  { "UsherPreferences", "preferences" },
  { "UsherReviewWindow", "review" },
  { "UsherSeveralPage", "follow" },
  { "UsherShortcuts", "keyboard" },
  { "UsherSidebar", "statuses" },
  { "UsherSyncNotice", "trouble-offline" },
  { "UsherTemplateWindow", "preferences" },
  { "UsherWelcome", "getting-started" },
};

static const char *
find_page (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
        {
          if (g_str_equal (G_OBJECT_TYPE_NAME (widget), pages[i].type))
            return pages[i].page;
        }
    }
  return NULL;
}

/* Before there is an account, nothing need have the focus, or something in the head has it. */
static gboolean
welcomes (GtkWidget *widget)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "UsherWelcome"))
    return gtk_widget_get_mapped (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (welcomes (child))
        return TRUE;
    }
  return FALSE;
}

/**
 * usher_help_get_page:
 * @window: (nullable): the window that is in front
 *
 * Returns: (transfer none): the id of a page of the help, "index" when no other is nearer
 */
const char *
usher_help_get_page (GtkWindow *window)
{
  g_autoptr (GtkWidget) behind = NULL;
  const char *page;

  g_return_val_if_fail (window == NULL || GTK_IS_WINDOW (window), NULL);

  if (window == NULL)
    return "index";
  page = find_page (gtk_window_get_focus (window));
  if (page == NULL)
    page = find_page (usher_dialog_find_over (window));
  /* A question in the window itself: what had the focus before. */
  behind = usher_compat_dup_behind (window);
  if (page == NULL)
    page = find_page (behind);
  if (page == NULL)
    page = find_page (GTK_WIDGET (window));
  if (page == NULL && welcomes (GTK_WIDGET (window)))
    page = "getting-started";
  /* A question or a file chooser in its own window: what it stands over. */
  if (page == NULL && gtk_window_get_transient_for (window) != NULL)
    page = usher_help_get_page (gtk_window_get_transient_for (window));
  return page != NULL ? page : "index";
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GtkWindow *window = GTK_WINDOW (source);

  if (!usher_compat_open_uri_finish (window, result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && window != NULL
      && gtk_widget_get_mapped (GTK_WIDGET (window)))
    {
      g_autofree char *body = g_strdup_printf (
        /* Translators: %s says why, a sentence or a part of one. */
        _("The help is read with a help viewer such as Yelp. Perhaps none is installed. (%s)"), error->message);

      usher_compat_tell (window, _("The Help Could Not Be Opened"), body);
    }
}

/**
 * usher_help_show:
 * @window: (nullable): the window that is in front
 *
 * Opens the page of the help for where the person is (HIG, "Help": F1).
 */
void
usher_help_show (GtkWindow *window)
{
  g_autofree char *uri = g_strconcat ("help:usher/", usher_help_get_page (window), NULL);

  g_return_if_fail (window == NULL || GTK_IS_WINDOW (window));

  usher_compat_open_program_async (window, uri, NULL, on_opened, NULL);
}

static gboolean
on_f1 (GtkWidget *window, GVariant *parameters, gpointer user_data)
{
  usher_help_show (GTK_WINDOW (window));
  return TRUE;
}

/* Keys that come to a popover, or to a dialog that is in a window, do not come to the window around it. */
static gboolean
on_f1_within (GtkWidget *widget, GVariant *parameters, gpointer user_data)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  if (!GTK_IS_WINDOW (root))
    return FALSE;
  usher_help_show (GTK_WINDOW (root));
  return TRUE;
}

/**
 * usher_help_init:
 *
 * Makes F1 work in every window, dialog and popover. An accelerator of the application would do so in its main windows
 * only: dialogs do not belong to it. To be called before the first of them is made.
 */
void
usher_help_init (void)
{
  static gboolean done = FALSE;

  if (done)
    return;
  gtk_widget_class_add_binding (g_type_class_ref (GTK_TYPE_WINDOW), GDK_KEY_F1, 0, on_f1, NULL);
  gtk_widget_class_add_binding (g_type_class_ref (GTK_TYPE_POPOVER), GDK_KEY_F1, 0, on_f1_within, NULL);
  /* The toolkit's own dialogs too: AdwDialog where there is one, else a window. */
  gtk_widget_class_add_binding (g_type_class_ref (g_type_parent (USHER_TYPE_DIALOG)), GDK_KEY_F1, 0, on_f1_within, NULL);
  done = TRUE;
}
