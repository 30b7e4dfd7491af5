/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The activity log of one invitation. A log may have thousands of events, so it is a list view over a
 * list store; reading the log again changes only what is new in it, and scrolling stays where it was.
 * Main thread. */
#include "ui/usher-activity-pane.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "model/usher-time.h"
#include "ui/usher-activity-row.h"
#include "ui/usher-detail-words.h"
#include "ui/usher-ui.h"

/* Below this, a spinner only flickers. */
#define SPINNER_DELAY_MS 300
#define REFRESH_SECONDS 60
#define N_KINDS (USHER_EVENT_KIND_REVOKED + 1)
/* Kinds this version does not know are one group of the filter. */
#define ALL_KINDS (-1)

struct _UsherActivityPane
{
  AdwBin parent_instance;

  GtkRevealer *note_revealer; /* (template) */
  GtkImage *note_icon;        /* (template) */
  GtkLabel *note_label;       /* (template) */
  GtkWidget *filter_clamp;    /* (template) */
  GtkDropDown *filter_choice; /* (template) */
  GtkStack *stack;            /* (template) */
  GtkSpinner *spinner;        /* (template) */
  GtkListView *view;          /* (template) */
  AdwStatusPage *error_page;  /* (template) */

  GPtrArray *events;      /* (owned) (nullable) (element-type UsherEvent) oldest first */
  GListStore *entries;    /* (owned) UsherActivityEntry, newest first, filtered */
  GHashTable *rows;       /* (owned) (element-type UsherActivityRow) bound now; borrowed keys */
  GtkNoSelection *shown;  /* (owned): entries, for the view */
  GtkStringList *filter_lines; /* (owned) */
  GArray *filter_kinds;   /* (owned) (element-type int) the kind of each line of the filter */
  char *problem;          /* (owned) (nullable) */
  int filter;             /* a kind, or ALL_KINDS */
  guint spinner_source;
  guint refresh_source;
  gboolean loading;
  gboolean spinner_due;
  gboolean offline;
  gboolean updating_filter;
};

enum
{
  RETRY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherActivityPane, usher_activity_pane, ADW_TYPE_BIN)

static void
update_note (UsherActivityPane *self)
{
  g_autofree char *text = NULL;

  if (self->events != NULL && self->problem != NULL)
    {
      if (self->offline)
        text = g_strdup (_("You are offline. This is the log as it was last read."));
      else
        /* Translators: the placeholder is a sentence of what went wrong */
        text = g_strdup_printf (_("This is the log as it was last read. %s"), self->problem);
    }
  gtk_image_set_from_icon_name (self->note_icon, self->offline ? "network-offline-symbolic"
                                                               : "dialog-warning-symbolic");
  if (text != NULL)
    gtk_label_set_text (self->note_label, text);
  gtk_revealer_set_reveal_child (self->note_revealer, text != NULL);
}

static void
update_state (UsherActivityPane *self)
{
  const char *state = "blank";

  if (self->events != NULL)
    state = self->events->len > 0 ? "list" : "empty";
  else if (self->loading)
    state = self->spinner_due ? "loading" : "blank";
  else if (self->problem != NULL)
    state = "error";

  if (g_str_equal (state, "error"))
    {
      adw_status_page_set_title (self->error_page, self->offline
                                                     ? _("You Are Offline")
                                                     : _("The Log Could Not Be Loaded"));
      adw_status_page_set_icon_name (self->error_page, self->offline ? "network-offline-symbolic"
                                                                     : "dialog-warning-symbolic");
      if (self->offline)
        adw_status_page_set_description (
          self->error_page, _("The log of this invitation has not been read on this computer yet."));
      else
        {
          /* A status page's description is markup. */
          g_autofree char *escaped = g_markup_escape_text (self->problem, -1);

          adw_status_page_set_description (self->error_page, escaped);
        }
    }
  gtk_spinner_set_spinning (self->spinner, g_str_equal (state, "loading"));
  gtk_stack_set_visible_child_name (self->stack, state);
  gtk_widget_set_visible (self->filter_clamp, g_str_equal (state, "list"));
  update_note (self);
}

/* --- the list ---------------------------------------------------------------------------------- */

static gboolean
is_shown (UsherActivityPane *self, UsherEvent *event)
{
  return self->filter == ALL_KINDS || (int) usher_event_get_kind (event) == self->filter;
}

static GPtrArray *
make_entries (UsherActivityPane *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  UsherEvent *newer = NULL;

  for (guint i = self->events != NULL ? self->events->len : 0; i > 0; i--)
    {
      UsherEvent *event = g_ptr_array_index (self->events, i - 1);

      if (!is_shown (self, event))
        continue;
      g_ptr_array_add (entries, usher_activity_entry_new (
                                  event, newer == NULL ||
                                           !usher_detail_same_day (usher_event_get_time (newer),
                                                                   usher_event_get_time (event),
                                                                   zone)));
      newer = event;
    }
  return entries;
}

static gboolean
equal_at (GListStore *store, guint position, GPtrArray *entries, guint index)
{
  g_autoptr (UsherActivityEntry) entry = g_list_model_get_item (G_LIST_MODEL (store), position);

  return usher_activity_entry_equal (entry, g_ptr_array_index (entries, index));
}

/* One splice of what differs: what a re-read log has in common with the old one stays in place. */
static void
update_entries (UsherActivityPane *self)
{
  g_autoptr (GPtrArray) entries = make_entries (self);
  guint old = g_list_model_get_n_items (G_LIST_MODEL (self->entries));
  guint head = 0, tail = 0, shorter = MIN (old, entries->len);

  while (head < shorter && equal_at (self->entries, head, entries, head))
    head++;
  while (tail < shorter - head &&
         equal_at (self->entries, old - tail - 1, entries, entries->len - tail - 1))
    tail++;
  if (head + tail == old && head + tail == entries->len)
    return;
  g_list_store_splice (self->entries, head, old - head - tail, entries->pdata + head,
                       entries->len - head - tail);
}

/* The lines of the filter are the kinds that occur, with how often they do. */
static void
update_filter (UsherActivityPane *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  guint counts[N_KINDS] = { 0 };
  guint n = self->events != NULL ? self->events->len : 0;
  guint selected = 0;
  int all = ALL_KINDS;

  for (guint i = 0; i < n; i++)
    {
      UsherEventKind kind = usher_event_get_kind (g_ptr_array_index (self->events, i));

      counts[kind < N_KINDS ? kind : USHER_EVENT_KIND_UNKNOWN]++;
    }
  g_array_set_size (self->filter_kinds, 0);
  g_array_append_val (self->filter_kinds, all);
  /* Translators: a line of the filter; the number is how many events there are */
  g_ptr_array_add (lines, g_strdup_printf (_("All Events (%'u)"), n));
  for (int i = 1; i <= N_KINDS; i++)
    {
      /* UNKNOWN comes last. */
      int kind = i % N_KINDS;

      if (counts[kind] == 0)
        continue;
      if (kind == self->filter)
        selected = self->filter_kinds->len;
      g_array_append_val (self->filter_kinds, kind);
      g_ptr_array_add (
        lines, g_strdup_printf (
                 /* Translators: a kind of event and how often it occurs: "Opened (3)" */
                 C_("filter", "%s (%'u)"),
                 kind == USHER_EVENT_KIND_UNKNOWN ? _("Other") : usher_event_kind_get_label (kind),
                 counts[kind]));
    }
  if (selected == 0)
    self->filter = ALL_KINDS;
  g_ptr_array_add (lines, NULL);
  self->updating_filter = TRUE;
  /* Of one and the same model: a drop-down makes its list anew for another. */
  gtk_string_list_splice (self->filter_lines, 0, g_list_model_get_n_items (G_LIST_MODEL (self->filter_lines)),
                          (const char *const *) lines->pdata);
  gtk_drop_down_set_selected (self->filter_choice, selected);
  self->updating_filter = FALSE;
}

static void
on_filter_chosen (UsherActivityPane *self)
{
  guint selected = gtk_drop_down_get_selected (self->filter_choice);

  if (self->updating_filter || selected >= self->filter_kinds->len)
    return;
  self->filter = g_array_index (self->filter_kinds, int, selected);
  update_entries (self);
}

static void
on_retry (UsherActivityPane *self)
{
  g_signal_emit (self, signals[RETRY], 0);
}

static void
on_setup (UsherActivityPane *self, GtkListItem *item)
{
  /* It stays activatable, though nothing comes of it: in a list without a selection GTK 4.18 gives the focus to no other
   * row, and the log could not be scrolled by keys. */
  gtk_list_item_set_child (item, usher_activity_row_new ());
}

static void
on_bind (UsherActivityPane *self, GtkListItem *item)
{
  UsherActivityRow *row = USHER_ACTIVITY_ROW (gtk_list_item_get_child (item));

  usher_activity_row_set_entry (row, gtk_list_item_get_item (item));
  g_hash_table_add (self->rows, row);
}

static void
on_unbind (UsherActivityPane *self, GtkListItem *item)
{
  UsherActivityRow *row = USHER_ACTIVITY_ROW (gtk_list_item_get_child (item));

  g_hash_table_remove (self->rows, row);
  usher_activity_row_set_entry (row, NULL);
}

/* --- time passes ------------------------------------------------------------------------------- */

static gboolean
on_refresh (gpointer user_data)
{
  UsherActivityPane *self = user_data;
  GHashTableIter iter;
  gpointer row;
  gint64 now = usher_time_now ();

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    usher_activity_row_refresh (row, now);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_spinner_due (gpointer user_data)
{
  UsherActivityPane *self = user_data;

  self->spinner_source = 0;
  self->spinner_due = TRUE;
  update_state (self);
  return G_SOURCE_REMOVE;
}

static void
usher_activity_pane_map (GtkWidget *widget)
{
  UsherActivityPane *self = USHER_ACTIVITY_PANE (widget);

  /* Before: a view makes rows, seen or not, for each log that is only looked at from the facts. */
  if (gtk_list_view_get_model (self->view) == NULL)
    gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->shown));
  GTK_WIDGET_CLASS (usher_activity_pane_parent_class)->map (widget);
  on_refresh (self);
  if (self->refresh_source == 0)
    self->refresh_source = g_timeout_add_seconds (REFRESH_SECONDS, on_refresh, self);
}

static void
usher_activity_pane_unmap (GtkWidget *widget)
{
  UsherActivityPane *self = USHER_ACTIVITY_PANE (widget);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  GTK_WIDGET_CLASS (usher_activity_pane_parent_class)->unmap (widget);
}

static void
usher_activity_pane_dispose (GObject *object)
{
  UsherActivityPane *self = USHER_ACTIVITY_PANE (object);

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  G_OBJECT_CLASS (usher_activity_pane_parent_class)->dispose (object);
}

static void
usher_activity_pane_finalize (GObject *object)
{
  UsherActivityPane *self = USHER_ACTIVITY_PANE (object);

  g_clear_object (&self->shown);
  g_clear_object (&self->filter_lines);
  g_clear_object (&self->entries);
  g_hash_table_unref (self->rows);
  g_array_unref (self->filter_kinds);
  g_free (self->problem);
  G_OBJECT_CLASS (usher_activity_pane_parent_class)->finalize (object);
}

static void
usher_activity_pane_class_init (UsherActivityPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_activity_pane_dispose;
  object_class->finalize = usher_activity_pane_finalize;
  widget_class->map = usher_activity_pane_map;
  widget_class->unmap = usher_activity_pane_unmap;

  /**
   * UsherActivityPane::retry:
   * @self: the pane
   *
   * The person wants the log read again.
   */
  signals[RETRY] = g_signal_new ("retry", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-activity-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherActivityPane, note_revealer);
  gtk_widget_class_bind_template_child (widget_class, UsherActivityPane, note_icon);
  gtk_widget_class_bind_template_child (widget_class, UsherActivityPane, note_label);
  gtk_widget_class_bind_template_child (widget_class, UsherActivityPane, filter_clamp);
  gtk_widget_class_bind_template_child (widget_class, UsherActivityPane, filter_choice);
  gtk_widget_class_bind_template_child (widget_class, UsherActivityPane, stack);
  gtk_widget_class_bind_template_child (widget_class, UsherActivityPane, spinner);
  gtk_widget_class_bind_template_child (widget_class, UsherActivityPane, view);
  gtk_widget_class_bind_template_child (widget_class, UsherActivityPane, error_page);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_chosen);
}

static void
usher_activity_pane_init (UsherActivityPane *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->filter = ALL_KINDS;
  self->entries = g_list_store_new (USHER_TYPE_ACTIVITY_ENTRY);
  self->rows = g_hash_table_new (NULL, NULL);
  self->filter_kinds = g_array_new (FALSE, FALSE, sizeof (int));
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, factory);
  self->shown = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->entries)));
  self->filter_lines = gtk_string_list_new (NULL);
  gtk_drop_down_set_model (self->filter_choice, G_LIST_MODEL (self->filter_lines));
  update_filter (self);
}

/**
 * usher_activity_pane_new:
 *
 * Returns: (transfer floating): a pane that shows nothing yet
 */
GtkWidget *
usher_activity_pane_new (void)
{
  return g_object_new (USHER_TYPE_ACTIVITY_PANE, NULL);
}

/**
 * usher_activity_pane_set_events:
 * @self: a pane
 * @events: (nullable) (element-type UsherEvent): the log, oldest first; %NULL when it is not known
 *
 * Sets the log. Events that were there before keep their place on the screen.
 */
void
usher_activity_pane_set_events (UsherActivityPane *self, GPtrArray *events)
{
  g_return_if_fail (USHER_IS_ACTIVITY_PANE (self));

  if (self->events == events)
    return;
  g_clear_pointer (&self->events, g_ptr_array_unref);
  self->events = events != NULL ? g_ptr_array_ref (events) : NULL;
  /* Without a log there is no filter to be seen. */
  if (events != NULL)
    update_filter (self);
  else
    g_array_set_size (self->filter_kinds, 0);
  update_entries (self);
  update_state (self);
}

/**
 * usher_activity_pane_set_loading:
 * @self: a pane
 * @loading: whether the log is being read
 *
 * Shows a spinner after a moment, if there is no log to show meanwhile.
 */
void
usher_activity_pane_set_loading (UsherActivityPane *self, gboolean loading)
{
  g_return_if_fail (USHER_IS_ACTIVITY_PANE (self));

  if (self->loading == !!loading)
    return;
  self->loading = !!loading;
  self->spinner_due = FALSE;
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  if (loading)
    self->spinner_source = g_timeout_add (SPINNER_DELAY_MS, on_spinner_due, self);
  update_state (self);
}

/**
 * usher_activity_pane_set_problem:
 * @self: a pane
 * @message: (nullable): why the log could not be read; %NULL when it could
 * @offline: whether that is because there is no network
 *
 * Tells of a problem: in a note when an older log is shown, else in the place of the log.
 */
void
usher_activity_pane_set_problem (UsherActivityPane *self, const char *message, gboolean offline)
{
  g_autofree char *safe = NULL;

  g_return_if_fail (USHER_IS_ACTIVITY_PANE (self));

  safe = message != NULL ? usher_text_dup_safe (message, 500) : NULL;
  usher_set_str (&self->problem, safe);
  self->offline = !!offline && message != NULL;
  update_state (self);
}

/**
 * usher_activity_pane_clear:
 * @self: a pane
 *
 * Forgets everything, filter included, for another invitation.
 */
void
usher_activity_pane_clear (UsherActivityPane *self)
{
  g_return_if_fail (USHER_IS_ACTIVITY_PANE (self));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_list_view_set_model (self->view, NULL);
  self->filter = ALL_KINDS;
  usher_activity_pane_set_problem (self, NULL, FALSE);
  usher_activity_pane_set_loading (self, FALSE);
  usher_activity_pane_set_events (self, NULL);
}

/**
 * usher_activity_pane_set_filter:
 * @self: a pane
 * @kind: the only kind to show; %USHER_EVENT_KIND_UNKNOWN for all kinds
 *
 * Chooses a line of the filter, as the person would. A kind that does not occur changes nothing.
 */
void
usher_activity_pane_set_filter (UsherActivityPane *self, UsherEventKind kind)
{
  int wanted = kind == USHER_EVENT_KIND_UNKNOWN ? ALL_KINDS : (int) kind;

  g_return_if_fail (USHER_IS_ACTIVITY_PANE (self));

  for (guint i = 0; i < self->filter_kinds->len; i++)
    {
      if (g_array_index (self->filter_kinds, int, i) == wanted)
        gtk_drop_down_set_selected (self->filter_choice, i);
    }
}

/**
 * usher_activity_pane_get_n_shown:
 * @self: a pane
 *
 * Returns: how many events the filter leaves
 */
guint
usher_activity_pane_get_n_shown (UsherActivityPane *self)
{
  g_return_val_if_fail (USHER_IS_ACTIVITY_PANE (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->entries));
}

/**
 * usher_activity_pane_get_entries:
 * @self: a pane
 *
 * Returns: (transfer none): the list model of [class@ActivityEntry] that is shown
 */
GListModel *
usher_activity_pane_get_entries (UsherActivityPane *self)
{
  g_return_val_if_fail (USHER_IS_ACTIVITY_PANE (self), NULL);

  return G_LIST_MODEL (self->entries);
}

/**
 * usher_activity_pane_get_state:
 * @self: a pane
 *
 * Returns: "blank", "loading", "list", "empty" or "error"
 */
const char *
usher_activity_pane_get_state (UsherActivityPane *self)
{
  g_return_val_if_fail (USHER_IS_ACTIVITY_PANE (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}

/**
 * usher_activity_pane_get_note:
 * @self: a pane
 *
 * Returns: (nullable): the note above the list
 */
const char *
usher_activity_pane_get_note (UsherActivityPane *self)
{
  g_return_val_if_fail (USHER_IS_ACTIVITY_PANE (self), NULL);

  return gtk_revealer_get_reveal_child (self->note_revealer)
           ? gtk_label_get_text (self->note_label)
           : NULL;
}
