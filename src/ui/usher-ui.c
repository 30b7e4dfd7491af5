/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the whole room needs before its first widget: the resources. A static library's constructor
 * would be dropped by the linker, so they are registered by a call. Main thread only. */
#include "ui/usher-ui.h"

#include "ui/compat/usher-compat.h"
#include "ui/compat/usher-dialog.h"
#include "ui/usher-focus.h"
#include "ui/usher-resources.h"
#include "ui/usher-tab-stop.h"

/**
 * usher_ui_init:
 *
 * Registers the templates, icons and style of this room. May be called any number of times; must be
 * called before the first widget of this room is made.
 */
void
usher_ui_init (void)
{
  static gboolean done = FALSE;

  if (done)
    return;
  usher_register_resource ();
  usher_compat_init_names ();
  usher_focus_init ();
  g_type_ensure (USHER_TYPE_TAB_STOP);
  done = TRUE;
}

/**
 * usher_ui_init_style:
 * @display: the display
 *
 * Loads style sheet and icons as [class@Adw.Application] does from the resource base path, for programs
 * that show widgets of this room without an application.
 */
void
usher_ui_init_style (GdkDisplay *display)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  usher_ui_init ();
  gtk_css_provider_load_from_resource (provider, USHER_RESOURCE_PATH "/style.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display),
                                    USHER_RESOURCE_PATH "/icons");
}

/**
 * usher_ui_fill_button:
 * @button: a menu button
 * @child: what was put in it
 *
 * Lets @child take the whole width of @button: the toolkit puts it in the middle, which is right for a
 * word and wrong for a choice that looks like a row.
 */
void
usher_ui_fill_button (GtkMenuButton *button, GtkWidget *child)
{
  g_return_if_fail (GTK_IS_MENU_BUTTON (button));

  for (GtkWidget *widget = child; widget != NULL && widget != GTK_WIDGET (button);
       widget = gtk_widget_get_parent (widget))
    {
      gtk_widget_set_halign (widget, GTK_ALIGN_FILL);
      gtk_widget_set_hexpand (widget, TRUE);
    }
}

/**
 * usher_ui_get_text_scale:
 * @widget: a widget
 *
 * Returns: how many times larger than usual text is: widths that were chosen for words grow with it
 */
double
usher_ui_get_text_scale (GtkWidget *widget)
{
  int dpi = 0;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), 1);

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? MAX (dpi / (96.0 * 1024), 1) : 1;
}

/* Where text is much larger than usual, a word of a button that is longer gives way, down to so many letters. Not
 * before: what can give way does so for a title in the middle, too. */
#define HEAD_WORD_LONG 6
#define HEAD_WORD 5
#define LARGE_SCALE 1.5

static void
on_word_changed (GtkLabel *label)
{
  gboolean is_long = g_utf8_strlen (gtk_label_get_text (label), -1) > HEAD_WORD_LONG;

  is_long = is_long && usher_ui_get_text_scale (GTK_WIDGET (label)) > LARGE_SCALE;
  gtk_label_set_ellipsize (label, is_long ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  gtk_label_set_width_chars (label, is_long ? HEAD_WORD : -1);
}

static void
let_shrink (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    {
      if (gtk_widget_has_css_class (widget, "title") || gtk_widget_has_css_class (widget, "subtitle"))
        {
          /* The toolkit keeps room for five letters of a title, whatever they measure. */
          gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_END);
          gtk_label_set_width_chars (GTK_LABEL (widget), 1);
          return;
        }
      g_signal_connect (widget, "notify::label", G_CALLBACK (on_word_changed), NULL);
      g_signal_connect_object (gtk_widget_get_settings (widget), "notify::gtk-xft-dpi", G_CALLBACK (on_word_changed),
                               widget, G_CONNECT_SWAPPED);
      on_word_changed (GTK_LABEL (widget));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!GTK_IS_NATIVE (child))
        let_shrink (child);
    }
}

/**
 * usher_ui_let_heads_shrink:
 * @root: a window, or what is in it
 *
 * Lets the header bars below @root become narrower than the toolkit does. At 360 pixels and twice the size of
 * text the title gives way, then long words on buttons; both are told to a screen reader in full.
 */
void
usher_ui_let_heads_shrink (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));

  if (ADW_IS_HEADER_BAR (root))
    {
      let_shrink (root);
      return;
    }
  /* Before it is shown, what a dialog within a window shows is no child of it. */
  if (USHER_IS_DIALOG (root))
    {
      g_autoptr (GtkWidget) view = NULL;

      g_object_get (root, "view", &view, NULL);
      usher_ui_let_heads_shrink (view);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!GTK_IS_NATIVE (child))
        usher_ui_let_heads_shrink (child);
    }
}

/**
 * usher_ui_dup_plain:
 * @title: a text in which an underscore marks the mnemonic, and two stand for one
 *
 * Returns: (transfer full): the text without the mark
 */
char *
usher_ui_dup_plain (const char *title)
{
  GString *plain;

  g_return_val_if_fail (title != NULL, NULL);

  plain = g_string_new (NULL);
  for (const char *c = title; *c != '\0'; c++)
    {
      if (*c == '_' && c[1] != '\0')
        c++;
      g_string_append_c (plain, *c);
    }
  return g_string_free (plain, FALSE);
}

/* Nothing to be seen, where a line may end (Unicode, ZERO WIDTH SPACE). */
#define BREAK "\342\200\213"

/**
 * usher_ui_set_address_text:
 * @label: a label that wraps
 * @text: addresses, or other words
 *
 * Lets an address that is wider than the label end its line after the at-sign or before a full stop, where people
 * would break it: to the toolkit it is one word, cut at any letter. A screen reader is told the text as it is.
 */
void
usher_ui_set_address_text (GtkLabel *label, const char *text)
{
  g_autoptr (GString) shown = NULL;

  g_return_if_fail (GTK_IS_LABEL (label));
  g_return_if_fail (text != NULL);

  shown = g_string_new (NULL);
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '.' && c > text)
        g_string_append (shown, BREAK);
      g_string_append_c (shown, *c);
      if (*c == '@' && c[1] != '\0')
        g_string_append (shown, BREAK);
    }
  gtk_label_set_text (label, shown->str);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}
