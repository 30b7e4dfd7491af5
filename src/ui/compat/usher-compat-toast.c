/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Toasts, each shown and said, one after the other. An overlay has a queue of its own, which libadwaita 1.2 does not
 * survive: it ends the program when it brings back a toast that has not faded out by then (show_toast), as none does
 * while a window is not drawn, minimized or on another workspace; and it uses a toast that it has freed when one goes
 * before it has come in, which takes half a second (REPLACE_DURATION) for one that follows upon another, where going
 * takes 0.3, or in a window that is not drawn meanwhile (free_toast_info). So an overlay is never given more than one:
 * the next when the one before it is gone. And none is made to go, by whom or what time ever, that has not come in: who
 * comes back to the window sees it. Main thread. */
#include "ui/compat/usher-compat.h"

#define TOASTS_KEY "usher-compat-toasts"
/* Longer than one takes to come in where no other is: 0.3 s (SHOW_DURATION), by the frames that are drawn. */
#define COMING_IN (400 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  AdwToastOverlay *overlay; /* (borrowed): has this as its data */
  GListModel *children;     /* (owned): of the overlay: its content, and what is shown or fades */
  GQueue waiting;           /* (owned) (element-type AdwToast) */
  AdwToast *shown;          /* (owned) (nullable): until it is dismissed */
  guint timeout;            /* seconds that it is to be seen; 0: until it is dismissed */
  gint64 first_frame;       /* of what is shown, by the clock of the frames; 0: none yet */
  gboolean is_in;           /* what is shown has come in */
  gboolean going;           /* and is to go when it has */
  guint tick;               /* id: until it has come in */
  guint source;             /* id: until the next one is looked for */
} Toasts;

static void show_next (Toasts *self);

static void
forget_shown (Toasts *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->overlay), self->tick);
  self->tick = 0;
  if (self->shown != NULL)
    g_signal_handlers_disconnect_by_data (self->shown, self);
  g_clear_object (&self->shown);
}

static void
toasts_free (gpointer user_data)
{
  Toasts *self = user_data;

  self->tick = 0; /* it went with the widget */
  forget_shown (self);
  g_clear_handle_id (&self->source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->children, self);
  g_clear_object (&self->children);
  g_queue_clear_full (&self->waiting, g_object_unref);
  g_free (self);
}

static gboolean
on_next_due (gpointer user_data)
{
  Toasts *self = user_data;

  self->source = 0;
  show_next (self);
  return G_SOURCE_REMOVE;
}

/* The overlay is in the middle of it. */
static void
look_later (Toasts *self)
{
  if (self->source == 0)
    self->source = g_idle_add (on_next_due, self);
}

static void
on_dismissed (AdwToast *toast, Toasts *self)
{
  forget_shown (self);
  look_later (self);
}

static void
on_children_changed (GListModel *children, guint position, guint n_removed, guint n_added, Toasts *self)
{
  if (n_removed > n_added)
    look_later (self);
}

/* Nothing more comes in a window that goes. */
static void
on_destroyed (GtkWidget *overlay, Toasts *self)
{
  forget_shown (self);
  g_queue_clear_full (&self->waiting, g_object_unref);
}

static Toasts *
get_toasts (AdwToastOverlay *overlay)
{
  Toasts *self = g_object_get_data (G_OBJECT (overlay), TOASTS_KEY);

  if (self == NULL)
    {
      self = g_new0 (Toasts, 1);
      self->overlay = overlay;
      self->children = gtk_widget_observe_children (GTK_WIDGET (overlay));
      g_queue_init (&self->waiting);
      g_signal_connect (self->children, "items-changed", G_CALLBACK (on_children_changed), self);
      g_signal_connect (overlay, "destroy", G_CALLBACK (on_destroyed), self);
      g_object_set_data_full (G_OBJECT (overlay), TOASTS_KEY, self, toasts_free);
    }
  return self;
}

static gboolean
on_frame (GtkWidget *overlay, GdkFrameClock *clock, gpointer user_data)
{
  Toasts *self = user_data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (self->first_frame == 0)
    self->first_frame = now;
  if (now - self->first_frame < COMING_IN)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  self->is_in = TRUE;
  if (self->going)
    adw_toast_dismiss (self->shown);
  else if (self->timeout > 0)
    {
      adw_toast_set_timeout (self->shown, self->timeout);
      /* One that is there already is only begun to be counted anew. */
      adw_toast_overlay_add_toast (self->overlay, g_object_ref (self->shown));
    }
  return G_SOURCE_REMOVE;
}

static void
show_next (Toasts *self)
{
  guint n_content = adw_toast_overlay_get_child (self->overlay) != NULL ? 1 : 0;

  if (self->shown != NULL || g_list_model_get_n_items (self->children) > n_content
      || g_queue_is_empty (&self->waiting))
    return;
  self->shown = g_queue_pop_head (&self->waiting);
  self->first_frame = 0;
  self->is_in = FALSE;
  self->going = FALSE;
  self->timeout = adw_toast_get_timeout (self->shown);
  adw_toast_set_timeout (self->shown, 0);
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->overlay), on_frame, self, NULL);
  g_signal_connect (self->shown, "dismissed", G_CALLBACK (on_dismissed), self);
  adw_toast_overlay_add_toast (self->overlay, g_object_ref (self->shown));
}

static void
let_go (Toasts *self)
{
  /* What is not mapped neither comes in nor fades. */
  if (self->is_in || !gtk_widget_get_mapped (GTK_WIDGET (self->overlay)))
    adw_toast_dismiss (self->shown);
  else
    self->going = TRUE;
}

/* (transfer full): one that was dismissed cannot be shown again while it fades. */
static AdwToast *
copy_shown (Toasts *self)
{
  AdwToast *other = adw_toast_new (adw_toast_get_title (self->shown));

  adw_toast_set_button_label (other, adw_toast_get_button_label (self->shown));
  adw_toast_set_action_name (other, adw_toast_get_action_name (self->shown));
  adw_toast_set_action_target_value (other, adw_toast_get_action_target_value (self->shown));
  adw_toast_set_timeout (other, self->timeout);
  return other;
}

/**
 * usher_compat_toast:
 * @overlay: where it is shown; nobody else adds toasts to it
 * @toast: (transfer full): what happened; its title is markup
 *
 * Shows a toast, and says it. One of high priority takes the place of what is shown, which comes again after it, as
 * another object: only one of high priority can be held on to, to change it or to take it away.
 */
void
usher_compat_toast (AdwToastOverlay *overlay, AdwToast *toast)
{
  g_autofree char *text = NULL;
  Toasts *self;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  g_return_if_fail (ADW_IS_TOAST (toast));

  self = get_toasts (overlay);
  if (pango_parse_markup (adw_toast_get_title (toast), -1, 0, NULL, &text, NULL, NULL))
    usher_compat_announce (GTK_WIDGET (overlay), text);
  if (adw_toast_get_priority (toast) != ADW_TOAST_PRIORITY_HIGH)
    g_queue_push_tail (&self->waiting, toast);
  else
    {
      if (self->shown != NULL && !self->going && adw_toast_get_priority (self->shown) != ADW_TOAST_PRIORITY_HIGH)
        g_queue_push_head (&self->waiting, copy_shown (self));
      g_queue_push_head (&self->waiting, toast);
      if (self->shown != NULL)
        let_go (self);
    }
  show_next (self);
}

/**
 * usher_compat_toast_take_away:
 * @overlay: where it was shown with usher_compat_toast()
 * @toast: the toast
 *
 * Has a toast go, as soon as it has come in, or never come.
 */
void
usher_compat_toast_take_away (AdwToastOverlay *overlay, AdwToast *toast)
{
  Toasts *self;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  g_return_if_fail (ADW_IS_TOAST (toast));

  self = get_toasts (overlay);
  if (self->shown == toast)
    let_go (self);
  else if (g_queue_remove (&self->waiting, toast))
    g_object_unref (toast);
}
