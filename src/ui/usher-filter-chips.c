/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filters that are at work, under the search: there is a chip for each filter, shown while it narrows
 * the list, so that the keyboard stays where it is when another one comes or goes. Main thread. */
#include "ui/usher-filter-chips.h"

#include "ui/usher-filter-chip.h"
#include "ui/usher-filter.h"
#include "ui/usher-ui.h"
#include "ui/usher-wrap-layout.h"

struct _UsherFilterChips
{
  UsherSessionBin parent_instance;

  GtkBox *box; /* (template) */

  UsherFilterChip *chips[USHER_N_FILTERS]; /* (owned by the box) */
};

G_DEFINE_FINAL_TYPE (UsherFilterChips, usher_filter_chips, USHER_TYPE_SESSION_BIN)

static void
update (UsherFilterChips *self)
{
  UsherSession *session = usher_session_bin_get_session (USHER_SESSION_BIN (self));
  UsherQuery *query = session != NULL ? usher_session_get_query (session) : NULL;
  gboolean any = FALSE;

  for (guint i = 0; i < USHER_N_FILTERS; i++)
    {
      g_autofree char *label = query != NULL ? usher_filter_dup_label (i, query) : NULL;

      if (label != NULL)
        usher_filter_chip_set_label (self->chips[i], label);
      gtk_widget_set_visible (GTK_WIDGET (self->chips[i]), label != NULL);
      any = any || label != NULL;
    }
  gtk_widget_set_visible (GTK_WIDGET (self), any);
}

/* Another chip, when the one that had the keyboard goes; else whatever comes after the chips. */
static void
move_focus (UsherFilterChips *self, UsherFilterChip *from)
{
  GtkWidget *next = NULL;

  for (guint i = 0; i < USHER_N_FILTERS; i++)
    {
      if (self->chips[i] != from && gtk_widget_get_visible (GTK_WIDGET (self->chips[i])))
        next = GTK_WIDGET (self->chips[i]);
    }
  if (next != NULL)
    gtk_widget_child_focus (next, GTK_DIR_TAB_FORWARD);
  else if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), GTK_DIR_TAB_FORWARD);
}

static void
on_remove (UsherFilterChip *chip, UsherFilterChips *self)
{
  UsherSession *session = usher_session_bin_get_session (USHER_SESSION_BIN (self));

  for (guint i = 0; session != NULL && i < USHER_N_FILTERS; i++)
    {
      g_autoptr (UsherQuery) query = NULL;

      if (self->chips[i] != chip)
        continue;
      query = usher_filter_with_value (i, usher_session_get_query (session), "any");
      if (gtk_widget_get_focus_child (GTK_WIDGET (self->box)) == GTK_WIDGET (chip))
        move_focus (self, chip);
      usher_session_set_query (session, query);
    }
}

static void
usher_filter_chips_session_changed (UsherSessionBin *bin)
{
  update (USHER_FILTER_CHIPS (bin));
}

static void
usher_filter_chips_dispose (GObject *object)
{
  /* The child is bound, so the template would unparent it behind the bin's back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_FILTER_CHIPS);
  G_OBJECT_CLASS (usher_filter_chips_parent_class)->dispose (object);
}

static void
usher_filter_chips_class_init (UsherFilterChipsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_filter_chips_dispose;
  USHER_SESSION_BIN_CLASS (klass)->session_changed = usher_filter_chips_session_changed;

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-filter-chips.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherFilterChips, box);
}

static void
usher_filter_chips_init (UsherFilterChips *self)
{
  GSignalGroup *signal_group = usher_session_bin_get_signals (USHER_SESSION_BIN (self));

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < USHER_N_FILTERS; i++)
    {
      self->chips[i] = USHER_FILTER_CHIP (usher_filter_chip_new ());
      g_signal_connect_object (self->chips[i], "remove", G_CALLBACK (on_remove), self, 0);
      gtk_box_append (self->box, GTK_WIDGET (self->chips[i]));
    }
  g_signal_group_connect_swapped (signal_group, "notify::query", G_CALLBACK (update), self);
  update (self);
}

/**
 * usher_filter_chips_new:
 *
 * Returns: (transfer floating): no chips, as there is no session
 */
GtkWidget *
usher_filter_chips_new (void)
{
  return g_object_new (USHER_TYPE_FILTER_CHIPS, NULL);
}

