/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The item of the activity list. Section headers of list views came with GTK 4.12, so each entry knows
 * whether it is the first of its day. Main thread. */
#include "ui/usher-activity-entry.h"

struct _UsherActivityEntry
{
  GObject parent_instance;

  UsherEvent *event; /* (owned) */
  gboolean starts_day;
};

G_DEFINE_FINAL_TYPE (UsherActivityEntry, usher_activity_entry, G_TYPE_OBJECT)

static void
usher_activity_entry_finalize (GObject *object)
{
  UsherActivityEntry *self = USHER_ACTIVITY_ENTRY (object);

  g_clear_object (&self->event);
  G_OBJECT_CLASS (usher_activity_entry_parent_class)->finalize (object);
}

static void
usher_activity_entry_class_init (UsherActivityEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = usher_activity_entry_finalize;
}

static void
usher_activity_entry_init (UsherActivityEntry *self)
{
}

/**
 * usher_activity_entry_new:
 * @event: an event
 * @starts_day: whether it is the first of its day in the list
 *
 * Returns: (transfer full): an entry
 */
UsherActivityEntry *
usher_activity_entry_new (UsherEvent *event, gboolean starts_day)
{
  UsherActivityEntry *self = g_object_new (USHER_TYPE_ACTIVITY_ENTRY, NULL);

  self->event = g_object_ref (event);
  self->starts_day = starts_day;
  return self;
}

/**
 * usher_activity_entry_get_event:
 * @self: an entry
 *
 * Returns: (transfer none): its event
 */
UsherEvent *
usher_activity_entry_get_event (UsherActivityEntry *self)
{
  g_return_val_if_fail (USHER_IS_ACTIVITY_ENTRY (self), NULL);

  return self->event;
}

/**
 * usher_activity_entry_get_starts_day:
 * @self: an entry
 *
 * Returns: whether the separator of its day stands above it
 */
gboolean
usher_activity_entry_get_starts_day (UsherActivityEntry *self)
{
  g_return_val_if_fail (USHER_IS_ACTIVITY_ENTRY (self), FALSE);

  return self->starts_day;
}

/**
 * usher_activity_entry_equal:
 * @a: an entry
 * @b: an entry
 *
 * Compares by what identifies an event. Ids are not promised (contract 3.7), so kind, time and person
 * count as well.
 *
 * Returns: whether both show the same
 */
gboolean
usher_activity_entry_equal (UsherActivityEntry *a, UsherActivityEntry *b)
{
  return a->starts_day == b->starts_day &&
         (a->event == b->event ||
          (usher_event_get_time (a->event) == usher_event_get_time (b->event) &&
           g_strcmp0 (usher_event_get_id (a->event), usher_event_get_id (b->event)) == 0 &&
           g_strcmp0 (usher_event_get_kind_name (a->event), usher_event_get_kind_name (b->event)) == 0 &&
           g_strcmp0 (usher_event_get_email (a->event), usher_event_get_email (b->event)) == 0));
}
