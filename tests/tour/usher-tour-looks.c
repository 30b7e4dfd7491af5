/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The same walk in another style, width or size of text; and what a picture shows to a machine already: windows that are
 * wider than they may be, and texts that are cut. The language comes from the environment, as it does for everyone. */

#include "tour/usher-tour.h"

#include <libintl.h>
#include <string.h>

#include "ui/usher-countries.h"
#include "ui/usher-ui-pseudo.h"
#include "usher-config.h"

#define SLACK 2 /* pixels: a label that is given what it asked for can be rounded down */

/* What is said of the desktop, before there is a window. */
gboolean
usher_tour_set_style (const char *style)
{
  gboolean contrast = g_str_has_prefix (style, "contrast");
  gboolean dark = g_str_has_suffix (style, "dark");

  if (!contrast && !dark && !g_str_equal (style, "light"))
    return FALSE;
  if (contrast)
    {
      g_autoptr (GSettingsSchema) schema = g_settings_schema_source_lookup (
        g_settings_schema_source_get_default (), "org.gnome.desktop.a11y.interface", TRUE);
      g_autoptr (GSettings) settings = NULL;

      if (schema == NULL)
        return FALSE;
      settings = g_settings_new ("org.gnome.desktop.a11y.interface");
      g_settings_set_boolean (settings, "high-contrast", TRUE);
      usher_test_wait_for (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()));
    }
  if (dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  return TRUE;
}

void
usher_tour_set_text (int percent)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * percent / 100, NULL);
}

/* As setlocale() says, from the translations of this build. */
void
usher_tour_set_texts (const char *folder)
{
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

GtkWidget *
usher_tour_find_text (GtkWidget *root, const char *text)
{
  g_autofree char *underlined = g_strconcat ("_", text, NULL);
  const char *translated = g_dgettext (GETTEXT_PACKAGE, underlined);
  g_auto (GStrv) parts = NULL;
  g_autofree char *plain = NULL;

  /* The same text on a button has a letter underlined. */
  if (translated == underlined)
    return usher_ui_test_find_text (root, g_dgettext (GETTEXT_PACKAGE, text));
  parts = g_strsplit (translated, "_", -1);
  plain = g_strjoinv (NULL, parts);
  return usher_ui_test_find_text (root, plain);
}

gboolean
usher_tour_is_narrow (UsherTour *tour)
{
  return tour->width > 0 && tour->width < 1100;
}

typedef struct
{
  GtkWidget *content;
  int width, height;
} Fit;

static gboolean
wait_to_fit (const Fit *fit)
{
  g_autoptr (UsherTestWait) wait = usher_test_wait_begin (20);

  while (gtk_widget_get_width (fit->content) > fit->width || gtk_widget_get_height (fit->content) > fit->height)
    if (!usher_test_wait_turn (wait))
      return FALSE;
  return TRUE;
}

/* Before it is drawn for the first time, it has no size, and a wish for another is lost. */
static gboolean
wait_to_be_drawn (GtkWidget *content)
{
  g_autoptr (UsherTestWait) wait = usher_test_wait_begin (20);

  if (gtk_widget_get_width (content) > 0)
    return TRUE;
  while (gtk_widget_get_width (content) <= 0)
    if (!usher_test_wait_turn (wait))
      return FALSE;
  usher_ui_test_draw (content);
  return TRUE;
}

/* A window manager makes no window larger than its screen, and the main windows are as wide as was asked for. */
void
usher_tour_fit (UsherTour *tour, GtkWidget *window)
{
  gboolean main = ADW_IS_APPLICATION_WINDOW (window);
  GtkWidget *content = GTK_IS_WINDOW (window) ? gtk_window_get_child (GTK_WINDOW (window)) : NULL;
  int height = tour->width < 600 ? 720 : tour->width < 1000 ? 700 : 900;
  Fit fit = { content, tour->width, height };
  int wide, high;

  if (tour->width <= 0 || content == NULL)
    return;
  if (!wait_to_be_drawn (content))
    usher_tour_fail (tour, "a window is not drawn");
  gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &wide, NULL, NULL, NULL);
  if (wide > tour->width)
    {
      g_print ("WIDE   %s asks for %d pixels\n", G_OBJECT_TYPE_NAME (window), wide);
      fit.width = wide;
    }
  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, fit.width, &high, NULL, NULL, NULL);
  fit.height = MAX (fit.height, high);
  gtk_window_get_default_size (GTK_WINDOW (window), &wide, &high);
  if (main || wide > tour->width || high > height || gtk_widget_get_width (content) > fit.width)
    gtk_window_set_default_size (GTK_WINDOW (window), main ? tour->width : MIN (wide > 0 ? wide : 9999, tour->width),
                                 main ? height : MIN (high > 0 ? high : 9999, height));
  if (!wait_to_fit (&fit))
    usher_tour_fail (tour, "a window does not become as small as it can");
  usher_test_settle ();
}

/* Addresses, names and ids are of any length, and are told whole elsewhere. */
static gboolean
is_data (const char *text)
{
  return strchr (text, '@') != NULL || strstr (text, "://") != NULL || strstr (text, "127.0.0.1") != NULL;
}

static void
look_for_cut (UsherTour *tour, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    {
      const char *text = gtk_label_get_text (GTK_LABEL (widget));
      PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (widget));

      if (*text != '\0' && pango_layout_is_ellipsized (layout)
          && (pango_layout_get_line_count (layout) > 1 || !is_data (text)))
        g_print ("CUT    %s in %s\n", text, G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    look_for_cut (tour, child);
}

/* What no translator gets to see: names of companies in the log that is reviewed; of sites, their addresses and a provider
 * of the sandbox's demo; of a file; what was typed; of a template; and what the toolkit has in its own windows. */
#define NAMES                                                                                                          \
  "^(Electricity only|Blue Mesa Lofts|Café Müller|Cedar Court|Granite Peak|Harbour Lights|Lakeside Clinics|Northwind Foods|"            \
  "Nørrebro Køl|Old Mill Works|Red Brick Schools|Sunfield Farms|Willow & Stone|Fernwärme Süd|Severnside Water|not-an-address|"          \
  "([0-9]+ )?(Marlow|Eastwick|Port Alder|Bluebonnet)[A-Za-z0-9 ]*|[0-9]+ [A-Za-z ]+, [A-Za-z ]+|[A-Z]{2}|"             \
  "(/.*/)?exported\\.usherlog|Show Text|Caps Lock is on|Ctrl|Shift|Alt|Menu|" USHER_TOUR_ACCOUNT "|Example Estates|api\\.example\\.com)$"

/* The countries are translated with their codes. */
static gboolean
is_country (const char *line)
{
  g_autoptr (GListModel) countries = usher_countries_new_choices (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (countries); i++)
    {
      g_autoptr (GObject) choice = g_list_model_get_item (countries, i);
      g_autofree char *title = NULL;
      g_autofree char *end = NULL;

      g_object_get (choice, "title", &title, NULL);
      end = g_strdup_printf (": “%s”", title);
      if (g_str_has_suffix (line, end))
        return TRUE;
    }
  return FALSE;
}

static void
look_for_plain (UsherTour *tour, GtkWidget *window)
{
  g_autoptr (GRegex) data = g_regex_new (NAMES, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);
  g_autoptr (GString) wrong = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;

  usher_ui_pseudo_look (window, tour->application != NULL ? usher_application_get_session (tour->application) : NULL, data,
                        wrong);
  lines = g_strsplit (wrong->str, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !is_country (lines[i]))
      g_print ("PLAIN  %s\n", lines[i]);
}

void
usher_tour_look (UsherTour *tour, GtkWidget *window)
{
  if (tour->looks)
    look_for_cut (tour, window);
  /* Whose texts are all the toolkit's, but for a few names. */
  if (tour->plain && !g_str_has_prefix (G_OBJECT_TYPE_NAME (window), "AdwAbout"))
    look_for_plain (tour, window);
}
