/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/usher-ui-pseudo.h"

#include <string.h>

#include "ui/usher-cell.h"
#include "ui/usher-lazy-cell.h"

/* What people and servers say is no text of ours. */
static gboolean
is_data (const char *text, UsherSession *session)
{
  GListModel *companies = session != NULL ? usher_session_get_companies (session) : NULL;

  if (strchr (text, '@') != NULL || strstr (text, "://") != NULL || strstr (text, "127.0.0.1") != NULL
      || g_uuid_string_is_valid (text))
    return TRUE;
  /* The members of an event, each in a line with the name that the server gives it. */
  if (g_regex_match_simple ("^[a-z]+([A-Z][a-z]*)+: ", text, 0, 0))
    return TRUE;
  for (guint i = 0; companies != NULL && i < g_list_model_get_n_items (companies); i++)
    {
      g_autoptr (UsherCompany) company = g_list_model_get_item (companies, i);

      if (g_str_equal (text, usher_company_get_name (company)))
        return TRUE;
    }
  return FALSE;
}

/* Keys in menus, and what stands inside its search entries, drop-downs and windows, are the toolkit's to translate. */
static gboolean
is_of_toolkit (const char *text)
{
  const char * const words[] = { "Clear entry", "Clear Entry", "(None)", "Search…", "Preferences", "Search",
                                 "No Results Found", "Try a different search.", "Apply", NULL };

  return g_regex_match_simple ("^((Shift|Ctrl|Alt|Super)\\+)*(F[0-9]+|Delete|Escape|Return|.)$", text, 0, 0)
         || g_strv_contains (words, text);
}

static gboolean
has_letters (const char *text)
{
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      if (g_unichar_isalpha (g_utf8_get_char (c)))
        return TRUE;
    }
  return FALSE;
}

typedef struct
{
  UsherSession *session; /* (borrowed) (nullable) */
  GRegex *data;          /* (borrowed) (nullable) */
  guint n_seen;
  GString *wrong;        /* (borrowed) */
} Look;

static void
look_at (Look *look, GtkWidget *widget, const char *text)
{
  if (text == NULL || !has_letters (text))
    return;
  look->n_seen++;
  if (strstr (text, USHER_UI_PSEUDO_OPEN) == NULL && !is_data (text, look->session) && !is_of_toolkit (text)
      && (look->data == NULL || !g_regex_match (look->data, text, 0, NULL)))
    g_string_append_printf (look->wrong, "%s in %s: “%s”\n", G_OBJECT_TYPE_NAME (widget),
                            G_OBJECT_TYPE_NAME (gtk_widget_get_root (widget)), text);
}

static void
walk (Look *look, GtkWidget *widget)
{
  if (GTK_IS_CALENDAR (widget))
    return;
  look_at (look, widget, gtk_widget_get_tooltip_text (widget));
  if (GTK_IS_LABEL (widget))
    look_at (look, widget, gtk_label_get_text (GTK_LABEL (widget)));
  else if (GTK_IS_INSCRIPTION (widget))
    look_at (look, widget, gtk_inscription_get_text (GTK_INSCRIPTION (widget)));
  else if (USHER_IS_CELL (widget))
    {
      g_autofree char *text = usher_cell_dup_text (USHER_CELL (widget));

      look_at (look, widget, text);
    }
  else if (USHER_IS_LAZY_CELL (widget))
    look_at (look, widget, usher_lazy_cell_get_text (USHER_LAZY_CELL (widget)));
  else if (GTK_IS_TEXT (widget))
    look_at (look, widget, gtk_text_get_placeholder_text (GTK_TEXT (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk (look, child);
}

guint
usher_ui_pseudo_look (GtkWidget *root, UsherSession *session, GRegex *data, GString *wrong)
{
  Look look = { session, data, 0, wrong };

  walk (&look, root);
  return look.n_seen;
}
