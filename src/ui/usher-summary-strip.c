/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strip above the list. The numbers are the session's counts; a button does nothing but change the
 * query, and is pressed while the query asks for what it counts, whoever made it so. Main thread. */
#include "ui/usher-summary-strip.h"

#include "ui/usher-filter.h"
#include "ui/usher-sparkline.h"
#include "ui/usher-summary-words.h"
#include "ui/usher-ui.h"
#include "ui/usher-wrap-layout.h"

typedef struct
{
  UsherSummaryStrip *strip; /* (unowned): it holds this */
  UsherSummaryPart part;
  GtkToggleButton *button;  /* (owned by the box) */
  GtkLabel *number;         /* (owned by the button) */
} Part;

struct _UsherSummaryStrip
{
  UsherSessionBin parent_instance;

  GtkBox *box; /* (template) */

  Part parts[USHER_N_SUMMARY_PARTS];
  UsherSparkline *sparkline; /* (owned by its button) */
};

G_DEFINE_FINAL_TYPE (UsherSummaryStrip, usher_summary_strip, USHER_TYPE_SESSION_BIN)

/* What each number counts, as status and filter. */
static const struct
{
  UsherInvitationStatus status;
  UsherFilter filter;
  const char *value;
} meanings[] = {
  [USHER_SUMMARY_WAITING] = { USHER_INVITATION_STATUS_ACTIVE, USHER_FILTER_PROGRESS, "waiting" },
  [USHER_SUMMARY_OPENED] = { USHER_INVITATION_STATUS_ACTIVE, USHER_FILTER_PROGRESS, "opened" },
  [USHER_SUMMARY_EXPIRING] = { USHER_INVITATION_STATUS_ACTIVE, USHER_FILTER_EXPIRES, "week" },
  [USHER_SUMMARY_FULFILLED] = { USHER_INVITATION_STATUS_FULFILLED, USHER_FILTER_PROGRESS, "fulfilled" },
};

static gboolean
is_asked_for (UsherSummaryPart part, UsherQuery *query)
{
  return usher_query_get_status (query) == meanings[part].status
         && g_strcmp0 (usher_filter_get_value (meanings[part].filter, query), meanings[part].value) == 0;
}

static void
update_part (Part *part, const UsherCounts *counts, UsherQuery *query)
{
  guint n = usher_summary_count (part->part, counts);
  g_autofree char *number = usher_summary_dup_number (n);
  g_autofree char *sentence = usher_summary_dup_sentence (part->part, counts);
  gboolean asked = is_asked_for (part->part, query);

  gtk_label_set_label (part->number, number);
  gtk_widget_set_tooltip_text (GTK_WIDGET (part->button), sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (part->button), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  gtk_toggle_button_set_active (part->button, asked);
  /* A filter that finds nothing is of no use; one that is at work can always be taken away. */
  gtk_widget_set_sensitive (GTK_WIDGET (part->button), n > 0 || asked);
}

static void
update (UsherSummaryStrip *self)
{
  UsherSession *session = usher_session_bin_get_session (USHER_SESSION_BIN (self));
  const UsherCounts *counts = session != NULL ? usher_session_get_counts (session) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), counts != NULL && counts->total > 0);
  if (counts == NULL)
    return;
  for (guint i = 0; i < USHER_N_SUMMARY_PARTS; i++)
    update_part (&self->parts[i], counts, usher_session_get_query (session));
  usher_sparkline_set_values (self->sparkline, counts->fulfilled_by_day, USHER_COUNTS_DAYS);
}

static void
on_clicked (Part *part)
{
  UsherSession *session = usher_session_bin_get_session (USHER_SESSION_BIN (part->strip));
  g_autoptr (UsherQuery) query = NULL;
  g_autoptr (UsherQuery) filtered = NULL;

  if (session == NULL)
    return;
  query = usher_query_ref (usher_session_get_query (session));
  if (is_asked_for (part->part, query))
    filtered = usher_filter_with_value (meanings[part->part].filter, query, "any");
  else
    {
      g_autoptr (UsherQuery) listed = usher_query_with_status (query, meanings[part->part].status);

      filtered = usher_filter_with_value (meanings[part->part].filter, listed, meanings[part->part].value);
    }
  usher_session_set_query (session, filtered);
  /* The click has turned the button; the query says what it is. */
  update (part->strip);
}

static void
usher_summary_strip_session_changed (UsherSessionBin *bin)
{
  update (USHER_SUMMARY_STRIP (bin));
}

static void
usher_summary_strip_dispose (GObject *object)
{
  /* The child is bound, so the template would unparent it behind the bin's back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_SUMMARY_STRIP);
  G_OBJECT_CLASS (usher_summary_strip_parent_class)->dispose (object);
}

static void
usher_summary_strip_class_init (UsherSummaryStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_summary_strip_dispose;
  USHER_SESSION_BIN_CLASS (klass)->session_changed = usher_summary_strip_session_changed;

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-summary-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherSummaryStrip, box);
}

static void
add_part (UsherSummaryStrip *self, UsherSummaryPart which)
{
  Part *part = &self->parts[which];
  GtkWidget *face = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_label_new (usher_summary_get_name (which));

  part->strip = self;
  part->part = which;
  part->button = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
  part->number = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (part->number), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (part->number), "number");
  gtk_widget_add_css_class (name, "dim-label");
  gtk_box_append (GTK_BOX (face), GTK_WIDGET (part->number));
  gtk_box_append (GTK_BOX (face), name);
  if (which == USHER_SUMMARY_FULFILLED)
    {
      self->sparkline = USHER_SPARKLINE (usher_sparkline_new ());
      gtk_widget_set_valign (GTK_WIDGET (self->sparkline), GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (face), GTK_WIDGET (self->sparkline));
    }
  gtk_button_set_child (GTK_BUTTON (part->button), face);
  gtk_widget_add_css_class (GTK_WIDGET (part->button), "flat");
  g_signal_connect_swapped (part->button, "clicked", G_CALLBACK (on_clicked), part);
  gtk_box_append (self->box, GTK_WIDGET (part->button));
}

static void
usher_summary_strip_init (UsherSummaryStrip *self)
{
  GSignalGroup *signal_group = usher_session_bin_get_signals (USHER_SESSION_BIN (self));

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < USHER_N_SUMMARY_PARTS; i++)
    add_part (self, i);
  g_signal_group_connect_swapped (signal_group, "notify::query", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (signal_group, "notify::counts", G_CALLBACK (update), self);
}

/**
 * usher_summary_strip_new:
 *
 * Returns: (transfer floating): a strip that is not visible, as there is no session
 */
GtkWidget *
usher_summary_strip_new (void)
{
  return g_object_new (USHER_TYPE_SUMMARY_STRIP, NULL);
}

