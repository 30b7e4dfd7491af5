/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys through the X server, so that grabs, popovers, mnemonics and input methods see them as they would see a person's.
 * XTEST is asked over this program's own connection: when the server has answered, the keys stand in this program's
 * queue, and nothing has to be waited for. libXtst comes with xdotool; it is opened by name, as nobody builds with it. */
#include "ui/usher-ui-keys.h"

#include <adwaita.h>
#include <gmodule.h>
#include <string.h>

#ifdef USHER_HAVE_X11
#include <X11/XKBlib.h>
#include <gdk/x11/gdkx.h>
#endif

#include "common/usher-test.h"
#include "ui/usher-ui-test.h"

#define STEPS 80

#ifdef USHER_HAVE_X11

typedef int (*FakeKey) (Display *display, unsigned int code, int is_press, unsigned long delay);

static FakeKey fake_key;

static Display *
get_display (void)
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  return gdk_x11_display_get_xdisplay (gdk_display_get_default ());
  G_GNUC_END_IGNORE_DEPRECATIONS
}

static gboolean
find_fake_key (void)
{
  static GModule *module;
  gpointer symbol = NULL;

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  if (!GDK_IS_X11_DISPLAY (gdk_display_get_default ()))
    return FALSE;
  G_GNUC_END_IGNORE_DEPRECATIONS
  module = g_module_open ("libXtst.so.6", G_MODULE_BIND_LAZY);
  if (module == NULL || !g_module_symbol (module, "XTestFakeKeyEvent", &symbol))
    return FALSE;
  fake_key = (FakeKey) symbol;
  return TRUE;
}

/* What the server said until now is handled, and what that led to. */
static void
settle (void)
{
  XSync (get_display (), False);
  usher_test_settle ();
}

static void
focus_top (void)
{
  GtkWindow *top = usher_ui_keys_get_top ();

  if (top == NULL)
    return;
  usher_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (top)));
  if (gtk_window_is_active (top))
    return;
  /* One that has only just been mapped may not be on the screen yet, for which the server would refuse. */
  settle ();
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gdk_x11_display_error_trap_push (gdk_display_get_default ());
  XSetInputFocus (get_display (), gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (top))), RevertToParent,
                  CurrentTime);
  gdk_x11_display_error_trap_pop_ignored (gdk_display_get_default ());
  G_GNUC_END_IGNORE_DEPRECATIONS
  usher_test_wait_for (gtk_window_is_active (top));
}

static void
send_code (KeySym symbol, gboolean down)
{
  KeyCode code = XKeysymToKeycode (get_display (), symbol);

  g_assert_cmpint (code, !=, 0);
  fake_key (get_display (), code, down, CurrentTime);
}

static gboolean
needs_shift (KeySym symbol)
{
  KeyCode code = XKeysymToKeycode (get_display (), symbol);

  return XkbKeycodeToKeysym (get_display (), code, 0, 0) != symbol
         && XkbKeycodeToKeysym (get_display (), code, 0, 1) == symbol;
}

static KeySym
get_modifier (const char *name)
{
  if (g_str_equal (name, "ctrl"))
    return GDK_KEY_Control_L;
  if (g_str_equal (name, "shift"))
    return GDK_KEY_Shift_L;
  g_assert_cmpstr (name, ==, "alt");
  return GDK_KEY_Alt_L;
}

static void
send_chord (KeySym *symbols, guint n)
{
  focus_top ();
  for (guint i = 0; i < n; i++)
    send_code (symbols[i], TRUE);
  for (guint i = n; i > 0; i--)
    send_code (symbols[i - 1], FALSE);
  settle ();
}

static void
press_one (const char *chord)
{
  g_auto (GStrv) parts = g_strsplit (chord, "+", -1);
  guint n_parts = g_strv_length (parts);
  KeySym key = gdk_keyval_from_name (parts[n_parts - 1]);
  KeySym symbols[5];
  guint n = 0;

  g_assert_cmpuint (n_parts, <, G_N_ELEMENTS (symbols));
  g_assert_cmpuint (key, !=, GDK_KEY_VoidSymbol);
  for (guint i = 0; i + 1 < n_parts; i++)
    symbols[n++] = get_modifier (parts[i]);
  /* A question mark is on a key with a slash. */
  if (needs_shift (key))
    symbols[n++] = GDK_KEY_Shift_L;
  symbols[n++] = key;
  send_chord (symbols, n);
}

static void
type_one (gunichar letter)
{
  KeySym symbols[2] = { GDK_KEY_Shift_L, letter == '\n' ? GDK_KEY_Return : gdk_unicode_to_keyval (letter) };

  if (needs_shift (symbols[1]))
    send_chord (symbols, 2);
  else
    send_chord (symbols + 1, 1);
}

#else

static gboolean
find_fake_key (void)
{
  return FALSE;
}

static void
press_one (const char *chord)
{
}

static void
type_one (gunichar letter)
{
}

#endif

gboolean
usher_ui_keys_init (void)
{
  static gboolean found = FALSE;

  found = found || find_fake_key ();
  if (!found)
    g_test_skip ("no keys can be pressed: there is no X server, or libXtst is not installed");
  return found;
}

/* --- Where they go --- */

static GtkWindow *
find_over (GtkWindow *below)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_widget_get_visible (GTK_WIDGET (window)) && gtk_window_get_transient_for (window) == below)
        return window;
    }
  return NULL;
}

/* The newest that stands by itself, and what stands over that, to the last. */
GtkWindow *
usher_ui_keys_get_top (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow *top = NULL;
  GtkWindow *over;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_widget_get_visible (GTK_WIDGET (window)) && gtk_window_get_transient_for (window) == NULL)
        top = window;
    }
  while (top != NULL && (over = find_over (top)) != NULL)
    top = over;
  return top;
}

GtkWidget *
usher_ui_keys_get_focus (void)
{
  GtkWindow *top = usher_ui_keys_get_top ();

  return top != NULL ? gtk_window_get_focus (top) : NULL;
}

gboolean
usher_ui_keys_is_at (GtkWidget *widget)
{
  GtkWidget *focus = usher_ui_keys_get_focus ();

  return focus != NULL && widget != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

void
usher_ui_keys_press (const char *keys)
{
  g_auto (GStrv) chords = g_strsplit (keys, " ", -1);

  for (guint i = 0; chords[i] != NULL; i++)
    press_one (chords[i]);
}

void
usher_ui_keys_type (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    type_one (g_utf8_get_char (at));
}

/* --- Where one is --- */

static const char *
get_id (GtkWidget *widget)
{
  const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));

  return id != NULL && !g_str_has_prefix (id, "___object") ? id : NULL;
}

/* (transfer full) (nullable): what a person would call it. */
static char *
dup_words (GtkWidget *widget)
{
  static const char *const names[] = { "title", "label", "text", "tooltip-text" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GParamSpec *property = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), names[i]);
      g_autofree char *text = NULL;

      if (property == NULL || property->value_type != G_TYPE_STRING)
        continue;
      g_object_get (widget, names[i], &text, NULL);
      if (text != NULL && *text != '\0')
        {
          g_auto (GStrv) parts = g_strsplit (text, "_", -1);

          return g_strjoinv ("", parts);
        }
    }
  return NULL;
}

static gboolean
is_what (GtkWidget *widget, const char *what)
{
  g_autofree char *words = dup_words (widget);

  return g_strcmp0 (get_id (widget), what) == 0 || g_strcmp0 (words, what) == 0
         || (gtk_widget_get_first_child (widget) != NULL && !GTK_IS_LIST_BOX (widget)
             && g_strcmp0 (G_OBJECT_TYPE_NAME (widget), what) == 0);
}

char *
usher_ui_keys_dup_place (void)
{
  g_autoptr (GString) place = g_string_new (NULL);
  GtkWidget *focus = usher_ui_keys_get_focus ();
  guint n = 0;

  if (focus == NULL)
    return g_strdup ("nowhere");
  for (GtkWidget *widget = focus; widget != NULL && n < 6; widget = gtk_widget_get_parent (widget))
    {
      g_autofree char *words = dup_words (widget);

      if (widget != focus && words == NULL && get_id (widget) == NULL)
        continue;
      g_string_append_printf (place, "%s%s %s%s%s", n++ > 0 ? " < " : "", G_OBJECT_TYPE_NAME (widget),
                              get_id (widget) != NULL ? get_id (widget) : "", words != NULL ? " “" : "",
                              words != NULL ? words : "");
    }
  return g_string_free (g_steal_pointer (&place), FALSE);
}

/* The nearest that has a name of its own counts: a row, not the page that it stands on. */
static GtkWidget *
find_what (const char *what)
{
  GtkWidget *widget = usher_ui_keys_get_focus ();
  GtkWidget *start = widget;

  for (guint i = 0; widget != NULL && i < 8; i++, widget = gtk_widget_get_parent (widget))
    {
      if (is_what (widget, what))
        return widget;
      /* A button in a row is not the row. */
      if (widget == start && GTK_IS_BUTTON (widget))
        continue;
      if (GTK_IS_LIST_BOX_ROW (widget) || GTK_IS_WINDOW (widget))
        return NULL;
    }
  return NULL;
}

GtkWidget *
usher_ui_keys_go (const char *key, const char *what)
{
  g_autoptr (GString) way = g_string_new (NULL);
  GtkWidget *found;

  for (guint i = 0; i <= STEPS; i++)
    {
      g_autofree char *place = usher_ui_keys_dup_place ();

      found = find_what (what);
      if (found != NULL)
        return found;
      g_string_append_printf (way, "\n%s", place);
      if (i < STEPS)
        usher_ui_keys_press (key);
    }
  g_test_message ("%s does not lead to “%s”: %s", key, what, way->str);
  g_test_fail ();
  g_assert_not_reached ();
}

void
usher_ui_keys_wait_at (GtkWidget *widget)
{
  g_autoptr (UsherTestWait) wait = usher_test_wait_begin (USHER_TEST_PATIENCE);

  g_assert_nonnull (widget);
  while (!usher_ui_keys_is_at (widget))
    {
      g_autofree char *place = usher_ui_keys_dup_place ();

      if (!usher_test_wait_turn (wait))
        g_error ("the focus is at: %s", place);
    }
}

/* What goes is followed by another turn, in which the focus finds its place. */
static gboolean
is_somewhere (void)
{
  GtkWidget *focus = usher_ui_keys_get_focus ();

  return focus != NULL && gtk_widget_get_mapped (focus) && gtk_widget_is_sensitive (focus);
}

void
usher_ui_keys_check_not_lost (const char *where)
{
  g_autoptr (UsherTestWait) wait = usher_test_wait_begin (USHER_TEST_PATIENCE);

  while (!is_somewhere ())
    {
      g_autofree char *place = usher_ui_keys_dup_place ();

      if (!usher_test_wait_turn (wait))
        g_error ("%s: the focus is where nobody sees it: %s", where, place);
    }
}
