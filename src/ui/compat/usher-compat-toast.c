/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Toasts, each shown and said. One that cannot wait (ADW_TOAST_PRIORITY_HIGH) takes the place of what is shown.
 * libadwaita 1.2 would bring that back afterwards, and ends the program (show_toast, “!info->widget”) where it has not
 * faded out by then: within a fraction of a second as a rule, but as long as a window is not drawn at all, minimized or
 * on another workspace, nothing fades. So it never gets to put one back: what has to wait is taken out, and comes anew.
 * Main thread. */
#include "ui/compat/usher-compat.h"

#define TOASTS_KEY "usher-compat-toasts"
/* Longer than any takes to come in: half a second (REPLACE_DURATION). */
#define COMING_IN (700 * G_TIME_SPAN_MILLISECOND)

/* (transfer none): an overlay's toasts that were not dismissed, in the order in which they were added. */
static GPtrArray *
get_toasts (AdwToastOverlay *overlay)
{
  GPtrArray *toasts = g_object_get_data (G_OBJECT (overlay), TOASTS_KEY);

  if (toasts == NULL)
    {
      toasts = g_ptr_array_new_with_free_func (g_object_unref);
      g_object_set_data_full (G_OBJECT (overlay), TOASTS_KEY, toasts, (GDestroyNotify) g_ptr_array_unref);
    }
  return toasts;
}

static void
on_dismissed (AdwToast *toast, AdwToastOverlay *overlay)
{
  g_ptr_array_remove (get_toasts (overlay), toast);
}

/* toast: (transfer full) */
static void
add (AdwToastOverlay *overlay, AdwToast *toast)
{
  g_ptr_array_add (get_toasts (overlay), g_object_ref (toast));
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (on_dismissed), overlay, 0);
  adw_toast_overlay_add_toast (overlay, toast);
}

/* (transfer full): one that was dismissed cannot be shown again while it fades. */
static AdwToast *
copy (AdwToast *toast)
{
  AdwToast *other = adw_toast_new (adw_toast_get_title (toast));

  adw_toast_set_button_label (other, adw_toast_get_button_label (toast));
  adw_toast_set_action_name (other, adw_toast_get_action_name (toast));
  adw_toast_set_action_target_value (other, adw_toast_get_action_target_value (toast));
  adw_toast_set_timeout (other, adw_toast_get_timeout (toast));
  return other;
}

/* toast: (transfer full) */
static void
add_before_others (AdwToastOverlay *overlay, AdwToast *toast)
{
  GPtrArray *toasts = get_toasts (overlay);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < toasts->len; i++)
    g_ptr_array_add (others, g_object_ref (g_ptr_array_index (toasts, i)));
  /* The last one first: else each would be shown for a moment when the one before it goes. */
  for (guint i = others->len; i > 0; i--)
    adw_toast_dismiss (g_ptr_array_index (others, i - 1));
  add (overlay, toast);
  for (guint i = 0; i < others->len; i++)
    add (overlay, copy (g_ptr_array_index (others, i)));
}

/**
 * usher_compat_toast:
 * @overlay: where it is shown
 * @toast: (transfer full): what happened; its title is markup
 *
 * Shows a toast, and says it. One of high priority is shown at once; what was shown, or waited to be, comes after it. It
 * comes as another object: only one of high priority can be held on to, to change or to dismiss it, and not while
 * another one of high priority is added.
 */
void
usher_compat_toast (AdwToastOverlay *overlay, AdwToast *toast)
{
  g_autofree char *text = NULL;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  g_return_if_fail (ADW_IS_TOAST (toast));

  if (pango_parse_markup (adw_toast_get_title (toast), -1, 0, NULL, &text, NULL, NULL))
    usher_compat_announce (GTK_WIDGET (overlay), text);
  if (adw_toast_get_priority (toast) == ADW_TOAST_PRIORITY_HIGH)
    add_before_others (overlay, toast);
  else
    add (overlay, toast);
}

/* A toast on its way out. */
typedef struct
{
  AdwToast *toast; /* (owned) */
  gint64 since;    /* by the clock of the frames; 0: no frame yet */
} Going;

static void
going_free (gpointer user_data)
{
  Going *going = user_data;

  g_object_unref (going->toast);
  g_free (going);
}

static gboolean
on_frame (GtkWidget *overlay, GdkFrameClock *clock, gpointer user_data)
{
  Going *going = user_data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (going->since == 0)
    going->since = now;
  if (now - going->since < COMING_IN)
    return G_SOURCE_CONTINUE;
  adw_toast_dismiss (going->toast);
  return G_SOURCE_REMOVE;
}

/**
 * usher_compat_toast_take_away:
 * @overlay: where it is shown
 * @toast: a toast of high priority
 *
 * Has a toast go, as soon as it has come in: libadwaita 1.2 fades it out faster than that, frees it, and then goes on with
 * its coming in. It comes in by the frames that are drawn, so these are waited for; where nothing is drawn, nothing
 * comes in.
 */
void
usher_compat_toast_take_away (AdwToastOverlay *overlay, AdwToast *toast)
{
  Going *going;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  g_return_if_fail (ADW_IS_TOAST (toast));

  if (!gtk_widget_get_mapped (GTK_WIDGET (overlay)))
    {
      adw_toast_dismiss (toast);
      return;
    }
  going = g_new0 (Going, 1);
  going->toast = g_object_ref (toast);
  gtk_widget_add_tick_callback (GTK_WIDGET (overlay), on_frame, going, going_free);
}
