/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open Recent: the desktop's list of files, so that it is cleared where people clear it.
 * Main thread. */
#include "ui/usher-recent-logs.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"

#define APPLICATION "usher"
#define MAX_SHOWN 10
#define MAX_NAME 60

static const char *
get_mime_type (const char *path)
{
  if (g_str_has_suffix (path, ".csv"))
    return "text/csv";
  if (g_str_has_suffix (path, ".json"))
    return "application/json";
  return "application/x-usherlog+json";
}

/**
 * usher_recent_logs_add:
 * @path: a log that was opened
 *
 * Puts it first among the recent ones; other programs are not told of it.
 */
void
usher_recent_logs_add (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  GtkRecentData data = {
    .mime_type = (char *) get_mime_type (path),
    .app_name = (char *) APPLICATION,
    .app_exec = (char *) "usher %u",
    .is_private = TRUE,
  };

  if (uri != NULL)
    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static int
compare_recent (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b),
                              gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

static void
fill (GMenu *menu)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  guint n = 0;

  items = g_list_sort (items, compare_recent);
  g_menu_remove_all (menu);
  for (GList *l = items; l != NULL && n < MAX_SHOWN; l = l->next)
    {
      GtkRecentInfo *info = l->data;
      g_autoptr (GMenuItem) item = NULL;
      g_autofree char *name = NULL;
      g_auto (GStrv) parts = NULL;
      g_autofree char *label = NULL;

      if (!gtk_recent_info_has_application (info, APPLICATION) || !gtk_recent_info_is_local (info)
          || !gtk_recent_info_exists (info))
        continue;
      name = usher_text_dup_safe (gtk_recent_info_get_display_name (info), MAX_NAME);
      /* A menu takes an underscore for a mnemonic. */
      parts = g_strsplit (name, "_", -1);
      label = g_strjoinv ("__", parts);
      item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, "app.open-recent", "s", gtk_recent_info_get_uri (info));
      g_menu_append_item (menu, item);
      n++;
    }
  if (n == 0)
    g_menu_append (menu, _("No recent logs"), "app.no-recent");
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

static void
on_changed (GtkRecentManager *manager, GMenu *menu)
{
  fill (menu);
}

/**
 * usher_recent_logs_dup_menu:
 *
 * Returns: (transfer full): a menu of the logs that were opened last
 */
GMenuModel *
usher_recent_logs_dup_menu (void)
{
  GMenu *menu = g_menu_new ();

  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (on_changed), menu, 0);
  fill (menu);
  return G_MENU_MODEL (menu);
}
