/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client of AT-SPI in the program that is looked at. What the toolkit's test context knows is what was set; what a
 * person hears is what the toolkit makes of it, and that is only seen on the bus. Each object is asked through the
 * bus and answered by the same main loop. */
#include "ui/usher-ui-tree.h"

#include <string.h>
#include <unistd.h>

#include <adwaita.h>

#include "common/usher-test.h"

#define ACCESSIBLE "org.a11y.atspi.Accessible"
#define ROOT "/org/a11y/atspi/accessible/root"
#define REGISTRY "org.a11y.atspi.Registry"

/* Of AtspiStateType, what a person hears. */
typedef enum
{
  STATE_BUSY = 3,
  STATE_CHECKED = 4,
  STATE_EDITABLE = 7,
  STATE_EXPANDABLE = 9,
  STATE_EXPANDED = 10,
  STATE_FOCUSABLE = 11,
  STATE_FOCUSED = 12,
  STATE_PRESSED = 20,
  STATE_SELECTED = 23,
  STATE_SENSITIVE = 24,
  STATE_SHOWING = 25,
  STATE_REQUIRED = 33,
  STATE_INVALID = 36,
} State;

typedef struct
{
  GDBusConnection *bus; /* (owned) */
  char *peer;           /* (owned): the name of this program's toolkit there */
  GString *text;        /* (unowned) */
  GString *faults;      /* (unowned) */
} Tree;

static GDBusConnection *the_bus; /* (owned): as long as the program */

/* --- asking ------------------------------------------------------------------------------------ */

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GVariant **slot = user_data;
  g_autoptr (GError) error = NULL;

  *slot = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  /* An object that went while it was asked about: something, but nothing. */
  if (*slot == NULL)
    *slot = g_variant_ref_sink (g_variant_new_tuple (NULL, 0));
}

static void
ask (GDBusConnection *bus, const char *peer, const char *path, const char *interface, const char *method,
     GVariant *parameters, GVariant **slot)
{
  g_dbus_connection_call (bus, peer, path, interface, method, parameters, NULL, G_DBUS_CALL_FLAGS_NONE, 30000, NULL,
                          on_answer, slot);
}

static gboolean
is_empty (GVariant *answer)
{
  return g_variant_n_children (answer) == 0;
}

/* (transfer full) (element-type "(so)"): an "a(so)", or an empty one. */
static GVariant *
get_children (GDBusConnection *bus, const char *peer, const char *path)
{
  g_autoptr (GVariant) answer = NULL;

  ask (bus, peer, path, ACCESSIBLE, "GetChildren", NULL, &answer);
  usher_test_wait_for (answer != NULL);
  if (is_empty (answer))
    return g_variant_ref_sink (g_variant_new ("a(so)", NULL));
  return g_variant_get_child_value (answer, 0);
}

/* (transfer full) (nullable). Of stacks and their pages this and GetChildren differ at the floor; readers use this. */
static char *
dup_child_at (Tree *tree, const char *path, int i)
{
  g_autoptr (GVariant) answer = NULL;
  const char *child;

  ask (tree->bus, tree->peer, path, ACCESSIBLE, "GetChildAtIndex", g_variant_new ("(i)", i), &answer);
  usher_test_wait_for (answer != NULL);
  if (is_empty (answer))
    return NULL;
  g_variant_get (answer, "((&s&o))", NULL, &child);
  return g_strdup (child);
}

gboolean
usher_ui_tree_init (const char **why)
{
  g_autoptr (GDBusConnection) session = NULL;
  g_autoptr (GVariant) answer = NULL;
  const char *address;

  g_assert_false (gtk_is_initialized ());
  g_setenv ("GTK_A11Y", "atspi", TRUE);
  *why = "there is no accessibility bus (at-spi2-core)";
  session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  if (session == NULL)
    return FALSE;
  answer = g_dbus_connection_call_sync (session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", NULL,
                                        G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NONE, 30000, NULL, NULL);
  if (answer == NULL)
    return FALSE;
  g_variant_get (answer, "(&s)", &address);
  if (*address == '\0')
    return FALSE;
  the_bus = g_dbus_connection_new_for_address_sync (address,
                                                    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                      G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                    NULL, NULL, NULL);
  return the_bus != NULL;
}

/* --- the widget behind an object --------------------------------------------------------------- */

static gboolean
is_presented (GtkWidget *widget)
{
  g_autofree char *other = NULL;

  if (!gtk_widget_get_visible (widget)
      || gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_PRESENTATION)
    return FALSE;
  other = gtk_test_accessible_check_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE);
  return other != NULL;
}

/* The bus says what is made visible, but at the floor not whether the page of a stack is the one that is shown. The
 * widgets know, and are told in the same order; where they are not, a later toolkit says what is showing. */
static GPtrArray *
get_widgets (GtkWidget *parent)
{
  GPtrArray *widgets = g_ptr_array_new ();

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (is_presented (child))
        g_ptr_array_add (widgets, child);
    }
  return widgets;
}

/* --- a line ------------------------------------------------------------------------------------ */

static gboolean
has_state (guint64 states, State state)
{
  return (states & (G_GUINT64_CONSTANT (1) << state)) != 0;
}

static const char *
lookup_text (GVariantDict *properties, const char *name)
{
  const char *text = "";

  g_variant_dict_lookup (properties, name, "&s", &text);
  return text;
}

/* The toolkit says the name of the class when there is none. */
static gboolean
is_class_name (const char *name)
{
  return g_regex_match_simple ("^(Gtk|Adw|Usher)[A-Z][A-Za-z]+$", name, 0, 0);
}

static const char *
get_states (guint64 states, GString *text)
{
  static const struct
  {
    State state;
    const char *word;
  } words[] = {
    { STATE_BUSY, "busy" },         { STATE_CHECKED, "checked" },   { STATE_EDITABLE, "editable" },
    { STATE_EXPANDABLE, "expandable" }, { STATE_EXPANDED, "expanded" }, { STATE_FOCUSABLE, "focusable" },
    { STATE_PRESSED, "pressed" },   { STATE_SELECTED, "selected" }, { STATE_REQUIRED, "required" },
    { STATE_INVALID, "invalid" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (has_state (states, words[i].state))
        g_string_append_printf (text, " %s", words[i].word);
    }
  if (!has_state (states, STATE_SENSITIVE))
    g_string_append (text, " insensitive");
  return text->str;
}

/* What only holds others together. */
static gboolean
is_frame (const char *role)
{
  const char * const frames[] = { "panel", "filler", "scroll pane", "section", "grouping", "invalid", "generic", "group", "widget", NULL };

  return g_strv_contains (frames, role);
}

/* What the toolkit lets the keyboard pass through, and nothing outside it can name: the frame around what scrolls, the
 * handle between panes, the headers of columns, the inside of what chooses, and the sheet that a dialog lies on. */
static gboolean
may_be_nameless (const char *role, GtkWidget *widget)
{
  const char * const roles[] = { "scroll pane", "list", "separator", NULL };

  if (g_strv_contains (roles, role))
    return TRUE;
  return widget != NULL
         && (GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_LIST_BOX (widget) || GTK_IS_PANED (widget)
             || ADW_IS_EXPANDER_ROW (widget)
             || GTK_IS_COLUMN_VIEW (gtk_widget_get_parent (widget))
             || gtk_widget_get_ancestor (widget, GTK_TYPE_DROP_DOWN) != NULL
             || gtk_widget_get_ancestor (widget, ADW_TYPE_COMBO_ROW) != NULL
             || gtk_widget_get_ancestor (widget, ADW_TYPE_ABOUT_WINDOW) != NULL
             || g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwGizmo"));
}

/* What is known of an object: asked for all the children of one at once, as each answer takes a turn of this loop. */
typedef struct
{
  char *path;         /* (owned) */
  GtkWidget *widget;  /* (unowned) (nullable) */
  GVariant *role;     /* (owned): answers */
  GVariant *states;   /* (owned) */
  GVariant *all;      /* (owned) */
  GVariant *children; /* (owned) */
} Node;

static void
node_free (gpointer data)
{
  Node *node = data;

  g_free (node->path);
  g_clear_pointer (&node->role, g_variant_unref);
  g_clear_pointer (&node->states, g_variant_unref);
  g_clear_pointer (&node->all, g_variant_unref);
  g_clear_pointer (&node->children, g_variant_unref);
  g_free (node);
}

static void
add_node (Tree *tree, GPtrArray *nodes, const char *path, GtkWidget *widget)
{
  Node *node;

  /* A tooltip stands where the pointer happens to rest, after a while; what it says is a description of its widget.
   * A toast goes by the clock: on a slow machine it is gone some screens earlier. */
  if (widget != NULL
      && (!gtk_widget_get_mapped (widget) || g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkTooltipWindow")
          || g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwToastWidget")))
    return;
  node = g_new0 (Node, 1);
  node->path = g_strdup (path);
  node->widget = widget;
  ask (tree->bus, tree->peer, path, ACCESSIBLE, "GetRoleName", NULL, &node->role);
  ask (tree->bus, tree->peer, path, ACCESSIBLE, "GetState", NULL, &node->states);
  ask (tree->bus, tree->peer, path, "org.freedesktop.DBus.Properties", "GetAll", g_variant_new ("(s)", ACCESSIBLE),
       &node->all);
  ask (tree->bus, tree->peer, path, ACCESSIBLE, "GetChildren", NULL, &node->children);
  g_ptr_array_add (nodes, node);
}

static gboolean
is_answered (GPtrArray *nodes)
{
  for (guint i = 0; i < nodes->len; i++)
    {
      Node *node = g_ptr_array_index (nodes, i);

      if (node->role == NULL || node->states == NULL || node->all == NULL || node->children == NULL)
        return FALSE;
    }
  return TRUE;
}

static guint64
get_state_bits (Node *node)
{
  g_autoptr (GVariant) words = g_variant_get_child_value (node->states, 0);
  guint64 bits = 0;

  for (gsize i = 0; i < MIN (2, g_variant_n_children (words)); i++)
    {
      guint32 word;

      g_variant_get_child (words, i, "u", &word);
      bits |= (guint64) word << (32 * i);
    }
  return bits;
}

static void walk_children (Tree *tree, Node *node, guint depth);

static void
note_faults (Tree *tree, Node *node, const char *role, const char *name, guint64 states)
{
  if (tree->faults == NULL)
    return;
  if (has_state (states, STATE_FOCUSABLE) && *name == '\0' && !may_be_nameless (role, node->widget))
    g_string_append_printf (tree->faults, "a %s without a name (%s)\n", role,
                            node->widget != NULL ? G_OBJECT_TYPE_NAME (node->widget) : node->path);
  if (g_regex_match_simple ("(^|[ A-Za-z])_[A-Za-z]", name, 0, 0) && strpbrk (name, "@/") == NULL)
    g_string_append_printf (tree->faults, "an underscore that is read aloud: %s “%s”\n", role, name);
}

static void
walk (Tree *tree, Node *node, guint depth)
{
  g_autoptr (GVariant) properties = NULL;
  g_autoptr (GString) words = g_string_new (NULL);
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  const char *role = "";
  const char *name;
  const char *description;
  guint64 states;

  if (is_empty (node->role) || is_empty (node->states) || is_empty (node->all))
    return;
  states = get_state_bits (node);
  if (node->widget == NULL && !has_state (states, STATE_SHOWING))
    return;
  g_variant_get (node->role, "(&s)", &role);
  /* Their rows say it all in a sentence, and far ones are drawn, and named, when they come near. */
  if (g_str_equal (role, "scroll bar") || g_str_equal (role, "grid cell"))
    return;
  properties = g_variant_get_child_value (node->all, 0);
  g_variant_dict_init (&dict, properties);
  name = lookup_text (&dict, "Name");
  description = lookup_text (&dict, "Description");
  if (is_class_name (name))
    name = "";
  note_faults (tree, node, role, name, states);
  if (is_frame (role) && *name == '\0' && *description == '\0')
    {
      walk_children (tree, node, depth);
      return;
    }
  g_string_append_printf (tree->text, "%*s%s", (int) (2 * depth), "", role);
  if (*name != '\0')
    g_string_append_printf (tree->text, " “%s”", name);
  if (*description != '\0' && g_ascii_strcasecmp (description, name) != 0)
    g_string_append_printf (tree->text, " (%s)", description);
  g_string_append_printf (tree->text, "%s\n", get_states (states, words));
  walk_children (tree, node, depth + 1);
}

/* Between a stack and what it shows stands a page. */
static void
add_pages (Tree *tree, GPtrArray *nodes, Node *node)
{
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (GTK_STACK (node->widget));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      g_autoptr (GObject) page = g_list_model_get_item (G_LIST_MODEL (pages), i);
      GtkWidget *shown = gtk_stack_page_get_child (GTK_STACK_PAGE (page));
      g_autofree char *page_path = NULL;
      g_autofree char *child = NULL;

      if (!gtk_widget_get_mapped (shown))
        continue;
      page_path = dup_child_at (tree, node->path, (int) i);
      child = page_path != NULL ? dup_child_at (tree, page_path, 0) : NULL;
      if (child != NULL)
        add_node (tree, nodes, child, shown);
    }
}

static void
add_children (Tree *tree, GPtrArray *nodes, Node *node)
{
  g_autoptr (GVariant) children = g_variant_get_child_value (node->children, 0);
  g_autoptr (GPtrArray) widgets = node->widget != NULL ? get_widgets (node->widget) : NULL;
  gsize n = g_variant_n_children (children);

  if (widgets != NULL && widgets->len != n)
    g_clear_pointer (&widgets, g_ptr_array_unref);
  for (gsize i = 0; i < n; i++)
    {
      const char *child;

      g_variant_get_child (children, i, "(&s&o)", NULL, &child);
      add_node (tree, nodes, child, widgets != NULL ? g_ptr_array_index (widgets, i) : NULL);
    }
}

static void
walk_children (Tree *tree, Node *node, guint depth)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new_with_free_func (node_free);

  if (GTK_IS_STACK (node->widget))
    add_pages (tree, nodes, node);
  else if (!is_empty (node->children))
    add_children (tree, nodes, node);
  usher_test_wait_for (is_answered (nodes));
  for (guint i = 0; i < nodes->len; i++)
    walk (tree, g_ptr_array_index (nodes, i), depth);
}

/* --- the window -------------------------------------------------------------------------------- */

/* (transfer full) (nullable): this program's toolkit is the one that has this process's number. */
static char *
dup_peer (GDBusConnection *bus)
{
  g_autoptr (GVariant) programs = get_children (bus, REGISTRY, ROOT);

  for (gsize i = 0; i < g_variant_n_children (programs); i++)
    {
      g_autoptr (GVariant) answer = NULL;
      const char *peer;
      guint32 pid = 0;

      g_variant_get_child (programs, i, "(&s&o)", &peer, NULL);
      ask (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixProcessID",
           g_variant_new ("(s)", peer), &answer);
      usher_test_wait_for (answer != NULL);
      if (!is_empty (answer))
        g_variant_get (answer, "(u)", &pid);
      if (pid == (guint32) getpid ())
        return g_strdup (peer);
    }
  return NULL;
}

static gboolean
find_peer (Tree *tree)
{
  g_clear_pointer (&tree->peer, g_free);
  tree->peer = dup_peer (tree->bus);
  return tree->peer != NULL;
}

/* (transfer full) (nullable): the toolkit's windows stand on the bus in the order of their making. */
static char *
dup_path (Tree *tree, GtkWidget *window)
{
  g_autoptr (GVariant) windows = get_children (tree->bus, tree->peer, ROOT);
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);
      const char *path;

      if (!gtk_widget_get_visible (toplevel))
        continue;
      if (toplevel == window && n < g_variant_n_children (windows))
        {
          g_variant_get_child (windows, n, "(&s&o)", NULL, &path);
          return g_strdup (path);
        }
      n++;
    }
  return NULL;
}

char *
usher_ui_tree_dump (GtkWidget *window, GString *faults)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *path = NULL;
  Tree tree = { .bus = the_bus, .text = text, .faults = faults };

  g_assert_nonnull (the_bus);
  usher_test_wait_for (find_peer (&tree));
  /* A dialog within a window has no place of its own on the bus; what lies below it is told as well. */
  if (!GTK_IS_WINDOW (window))
    window = GTK_WIDGET (gtk_widget_get_root (window));
  path = dup_path (&tree, window);
  if (path != NULL)
    {
      g_autoptr (GPtrArray) nodes = g_ptr_array_new_with_free_func (node_free);

      add_node (&tree, nodes, path, window);
      usher_test_wait_for (is_answered (nodes));
      for (guint i = 0; i < nodes->len; i++)
        walk (&tree, g_ptr_array_index (nodes, i), 0);
    }
  g_free (tree.peer);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* Dates, times and distances of time, identities, ports, paths: those differ; that they are there does not. */
char *
usher_ui_tree_settle (const char *text)
{
  static const struct
  {
    const char *pattern;
    const char *with;
  } rules[] = {
    { "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "‹id›" },
    { "(http://)?127\\.0\\.0\\.1:[0-9]+(/[A-Za-z0-9._/-]*)?", "‹server›" },
    { "http---127\\.0\\.0\\.1-[0-9]+-v2\\.2", "‹server›" },
    { "/tmp/[A-Za-z0-9._/-]+", "‹file›" },
    { "\\b[0-9a-f]{12,64}\\b", "‹sum›" },
    { "([0-9]+) (second|minute|hour|day|week|month|year)s? ago|\\bin [0-9]+ (minute|hour|day|week|month|year)s?\\b(?! of)"
      "|just now|in a moment|\\b([Tt]oday|[Yy]esterday|[Tt]omorrow)\\b", "‹when›" },
    { "(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (January|February|March|April|May|June|July|August|September|October"
      "|November|December) [0-9]{1,2}(, [0-9]{4})?", "‹day›" },
    { "((Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?[0-9]{1,2} (January|February|March|April|May|June|July|August"
      "|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)( [0-9]{4})?", "‹day›" },
    { "[0-9]{4}-[0-9]{2}-[0-9]{2}", "‹day›" },
    { "[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( [AP]M)?( UTC)?", "‹time›" },
    { "The most on a day: [0-9]+, ‹when›", "The most on a day: ‹n›, ‹when›" },
    { "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? ‹day›", "‹day›" },
    { "Most at ‹day›( – ‹day›)?: [0-9]+", "Most at ‹day›: ‹n›" },
  };
  g_autofree char *settled = g_strdup (text);

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GRegex) regex = g_regex_new (rules[i].pattern, 0, 0, &error);
      char *next;

      g_assert_no_error (error);
      next = g_regex_replace_literal (regex, settled, -1, 0, rules[i].with, 0, &error);
      g_assert_no_error (error);
      g_free (settled);
      settled = next;
    }
  return g_steal_pointer (&settled);
}

/* --- what is said without being asked ----------------------------------------------------------- */

static GPtrArray *said; /* (element-type utf8) (owned): as long as the program */

/* Descriptions of what has the focus, which Orca reads when they change, and announcements. */
static void
on_event (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *name,
          GVariant *parameters, gpointer user_data)
{
  g_autoptr (GVariant) value = NULL;
  const char *detail;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(siiva{sv})")))
    return;
  g_variant_get (parameters, "(&siiv@a{sv})", &detail, NULL, NULL, &value, NULL);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return;
  if (g_str_equal (name, "Announcement")
      || (g_str_equal (name, "PropertyChange") && g_str_equal (detail, "accessible-description")))
    g_ptr_array_add (said, g_variant_dup_string (value, NULL));
}

void
usher_ui_tree_listen (void)
{
  g_assert_nonnull (the_bus);
  if (said != NULL)
    return;
  said = g_ptr_array_new_with_free_func (g_free);
  g_dbus_connection_signal_subscribe (the_bus, NULL, "org.a11y.atspi.Event.Object", NULL, NULL, NULL,
                                      G_DBUS_SIGNAL_FLAGS_NONE, on_event, NULL, NULL);
}

gboolean
usher_ui_tree_was_said (const char *text)
{
  for (guint i = 0; i < said->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (said, i), text))
      return TRUE;
  return FALSE;
}
