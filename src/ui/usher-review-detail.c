/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event that is looked at, beside the list. Its story is looked for by a worker among all rows, and listed without
 * parsing what is not seen: a file may have a million events of one invitation. Main thread. */
#include "ui/usher-review-detail.h"

#include <glib/gi18n.h>
#include <string.h>

#include "model/usher-json.h"
#include "model/usher-text.h"
#include "model/usher-time.h"
#include "ui/usher-detail-words.h"
#include "ui/usher-property-row.h"
#include "ui/usher-review-highlight.h"
#include "ui/usher-review-time.h"
#include "ui/usher-row-voice.h"
#include "ui/usher-ui.h"

typedef enum
{
  FACT_RECIPIENT,
  FACT_COMPANY,
  FACT_INVITATION,
  FACT_KIND,
  FACT_STATUS,
  FACT_ALLOWED,
  FACT_CREATED,
  FACT_EXPIRES,
  FACT_USES,
  FACT_FILE,
} Fact;

#define N_FACTS 10

struct _UsherReviewDetail
{
  AdwBin parent_instance;

  GtkStack *stack;                  /* (template) */
  GtkPaned *paned;                  /* (template) */
  AdwStatusPage *several_page;      /* (template) */
  GtkLabel *sentence_label;         /* (template) */
  GtkLabel *time_label;             /* (template) */
  GtkToggleButton *bookmark_button; /* (template) */
  GtkWidget *note_row;              /* (template) */
  AdwPreferencesGroup *facts;       /* (template) */
  GtkLabel *raw_label;              /* (template) */
  GtkLabel *story_label;            /* (template) */
  GtkListView *story;               /* (template) */

  UsherPropertyRow *fact_rows[N_FACTS]; /* (owned by the group) */
  UsherReview *review;          /* (owned) (nullable) */
  UsherReviewList *list;        /* (owned) (nullable) */
  GSignalGroup *list_signals;   /* (owned) */
  GSignalGroup *review_signals; /* (owned) */
  UsherReviewHighlight *highlight; /* (owned) (nullable) */
  UsherArchiveNotes *notes;     /* (owned) (nullable) */
  GSignalGroup *note_signals;   /* (owned) */
  UsherArchiveEvent *event;     /* (owned) (nullable) */
  UsherReviewList *story_rows;  /* (owned) */
  GCancellable *cancellable;    /* (owned) (nullable) of the story */
  GTimeZone *zone;              /* (owned) */
  gpointer shown_data;          /* only compared: what the event is of */
  guint n_shown;                /* how many were selected */
  gboolean showing;             /* what changes now was not done by a person */
};

enum
{
  ROW_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherReviewDetail, usher_review_detail, ADW_TYPE_BIN)

/* What a search found is marked wherever it is said. */
static void
mark_label (UsherReviewDetail *self, GtkLabel *label)
{
  PangoAttrList *marks = usher_review_highlight_mark (self->highlight, gtk_label_get_text (label));

  if (marks == NULL)
    marks = pango_attr_list_new ();
  /* A hyphen would become part of an address. */
  pango_attr_list_insert (marks, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, marks);
  pango_attr_list_unref (marks);
}

static void
mark (UsherReviewDetail *self)
{
  mark_label (self, self->sentence_label);
  mark_label (self, self->raw_label);
  for (guint i = 0; i < N_FACTS; i++)
    {
      PangoAttrList *marks = usher_review_highlight_mark (self->highlight, usher_property_row_get_value (self->fact_rows[i]));

      usher_property_row_set_marks (self->fact_rows[i], marks);
      g_clear_pointer (&marks, pango_attr_list_unref);
    }
}

static void
on_matches_changed (UsherReviewDetail *self)
{
  g_clear_pointer (&self->highlight, usher_review_highlight_free);
  self->highlight =
    usher_review_highlight_new (usher_review_get_search (self->review), usher_review_get_regex (self->review));
  if (self->event != NULL)
    mark (self);
}

/* --- what the event says ----------------------------------------------------------------------- */

static void
set_fact (UsherReviewDetail *self, Fact fact, const char *value)
{
  g_autofree char *safe = value != NULL && *value != '\0' ? usher_text_dup_safe (value, 4000) : NULL;

  usher_property_row_set_value (self->fact_rows[fact], safe);
}

static void
set_time_fact (UsherReviewDetail *self, Fact fact, gint64 time)
{
  g_autofree char *text = usher_review_time_dup_exact (time, self->zone);

  set_fact (self, fact, text);
}

static void
show_place (UsherReviewDetail *self)
{
  UsherArchive *archive = usher_review_get_archive (self->review);
  guint file = usher_archive_event_get_file (self->event);
  g_autofree char *text = NULL;

  if (file >= usher_archive_get_n_files (archive))
    return;
  text = g_strdup_printf (
    /* Translators: a file name and the number of a line in it */
    _("%s, line %lu"), usher_archive_get_file_name (archive, (gulong) file),
    usher_archive_event_get_line (self->event));
  set_fact (self, FACT_FILE, text);
}

static void
show_facts (UsherReviewDetail *self)
{
  UsherInvitation *invitation = usher_archive_event_get_invitation (self->event);
  g_autofree char *allowed = NULL;
  g_autofree char *uses = NULL;

  set_fact (self, FACT_RECIPIENT, usher_archive_event_get_recipient (self->event));
  set_fact (self, FACT_COMPANY, usher_archive_event_get_company (self->event));
  set_fact (self, FACT_INVITATION, usher_archive_event_get_invitation_id (self->event));
  if (invitation != NULL)
    {
      if (!usher_invitation_is_open (invitation))
        allowed = g_strjoinv (", ", (char **) usher_invitation_get_allowed_emails (invitation));
      uses = usher_invitation_dup_uses (invitation);
    }
  set_fact (self, FACT_KIND,
            invitation == NULL ? NULL
            : usher_invitation_get_kind (invitation) == USHER_INVITATION_KIND_UNKNOWN
              ? usher_invitation_get_kind_name (invitation)
              : usher_invitation_kind_get_label (usher_invitation_get_kind (invitation)));
  set_fact (self, FACT_STATUS,
            invitation == NULL ? NULL
            : usher_invitation_get_status (invitation) == USHER_INVITATION_STATUS_UNKNOWN
              ? usher_invitation_get_status_name (invitation)
              : usher_invitation_status_get_label (usher_invitation_get_status (invitation)));
  set_fact (self, FACT_ALLOWED, allowed);
  set_time_fact (self, FACT_CREATED, invitation != NULL ? usher_invitation_get_created_at (invitation) : USHER_TIME_NONE);
  set_time_fact (self, FACT_EXPIRES, invitation != NULL ? usher_invitation_get_expires_at (invitation) : USHER_TIME_NONE);
  set_fact (self, FACT_USES, uses);
  show_place (self);
}

/* The event's own members, a line each; of a damaged line, the line. Control characters are shown as what they are. */
static char *
dup_raw (UsherArchiveEvent *event)
{
  UsherEvent *parsed = usher_archive_event_get_event (event);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  GString *safe = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;

  if (parsed != NULL)
    {
      node = usher_event_to_json (parsed);
      text = usher_json_to_string (node, TRUE);
    }
  else
    {
      text = g_strdup (usher_archive_event_get_raw (event));
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize indent = strspn (lines[i], " ");
      g_autofree char *line = usher_text_dup_safe (lines[i], 0);

      if (i > 0)
        g_string_append_c (safe, '\n');
      if (*line != ' ')
        g_string_append_len (safe, lines[i], (gssize) indent);
      g_string_append (safe, line);
    }
  return g_string_free (safe, FALSE);
}

static void
show_note (UsherReviewDetail *self)
{
  guint64 key;
  const char *note;

  if (self->event == NULL)
    return;
  key = usher_archive_event_get_key (self->event);
  note = self->notes != NULL ? usher_archive_notes_get_note (self->notes, key) : NULL;
  self->showing = TRUE;
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->note_row)), note != NULL ? note : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->note_row), note != NULL ? note : "");
  gtk_toggle_button_set_active (self->bookmark_button,
                                self->notes != NULL && usher_archive_notes_get_bookmarked (self->notes, key));
  self->showing = FALSE;
}

/* --- its story --------------------------------------------------------------------------------- */

static void
set_story (UsherReviewDetail *self, GArray *rows)
{
  guint n = rows != NULL ? rows->len : 0;
  g_autofree char *title =
    g_strdup_printf (ngettext ("Story of This Invitation: %'u Event", "Story of This Invitation: %'u Events", n), n);

  gtk_label_set_text (self->story_label, title);
  gtk_widget_set_visible (GTK_WIDGET (self->story_label), n > 0);
  usher_review_list_set_rows (self->story_rows, n > 0 ? usher_review_get_data (self->review) : NULL, n > 0 ? rows : NULL);
  if (self->event != NULL)
    {
      guint position = usher_review_list_find (self->story_rows, usher_archive_event_get_row (self->event));

      usher_review_list_select_row (self->story_rows, usher_archive_event_get_row (self->event));
      if (position != G_MAXUINT)
        gtk_widget_activate_action (GTK_WIDGET (self->story), "list.scroll-to-item", "u", position);
    }
}

static void
on_story_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherReviewDetail) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = usher_archive_filter_finish (USHER_ARCHIVE (source), result, &error);

  /* Another event was chosen meanwhile, or another file. */
  if (rows == NULL || g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  set_story (self, rows);
}

static void
find_story (UsherReviewDetail *self)
{
  g_autoptr (UsherArchiveFilter) any = usher_archive_filter_new ();
  g_autoptr (UsherArchiveFilter) filter = NULL;
  const char *id = usher_archive_event_get_invitation_id (self->event);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (usher_review_list_find (self->story_rows, usher_archive_event_get_row (self->event)) != G_MAXUINT
      && usher_review_list_get_data (self->story_rows) == usher_review_get_data (self->review))
    {
      /* The same story, another place in it. */
      usher_review_list_select_row (self->story_rows, usher_archive_event_get_row (self->event));
      return;
    }
  set_story (self, NULL);
  if (*id == '\0')
    return;
  self->cancellable = g_cancellable_new ();
  filter = usher_archive_filter_with (any, USHER_CONDITION_INVITATION, id, FALSE);
  usher_archive_filter_async (usher_review_get_archive (self->review), filter, self->cancellable, on_story_found,
                              g_object_ref (self));
}

static void
on_story_activated (UsherReviewDetail *self, guint position)
{
  guint row = usher_review_list_get_row (self->story_rows, position);

  if (row != G_MAXUINT)
    g_signal_emit (self, signals[ROW_WANTED], 0, row);
}

static void
on_story_setup (GtkSignalListItemFactory *factory, GtkListItem *item, UsherReviewDetail *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *sentence = gtk_label_new (NULL);
  GtkWidget *time = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (sentence), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (sentence), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (sentence), 0);
  gtk_widget_set_hexpand (sentence, TRUE);
  gtk_label_set_justify (GTK_LABEL (time), GTK_JUSTIFY_RIGHT);
  gtk_label_set_xalign (GTK_LABEL (time), 1);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_valign (sentence, GTK_ALIGN_START);
  gtk_widget_set_valign (time, GTK_ALIGN_START);
  gtk_widget_add_css_class (time, "caption");
  gtk_widget_add_css_class (time, "dim-label");
  gtk_widget_add_css_class (time, "numeric");
  gtk_widget_add_css_class (box, "story-row");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), sentence);
  gtk_box_append (GTK_BOX (box), time);
  gtk_list_item_set_child (item, box);
}

static char *
dup_story_spoken (GtkWidget *box)
{
  GtkWidget *time = gtk_widget_get_last_child (box);
  GtkWidget *sentence = gtk_widget_get_prev_sibling (time);

  return g_strdup_printf (C_("spoken row", "%s, %s"), gtk_label_get_text (GTK_LABEL (sentence)),
                          gtk_label_get_text (GTK_LABEL (time)));
}

static void
on_story_bind (GtkSignalListItemFactory *factory, GtkListItem *item, UsherReviewDetail *self)
{
  UsherArchiveEvent *event = gtk_list_item_get_item (item);
  GtkWidget *icon = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *sentence = gtk_widget_get_next_sibling (icon);
  GtkWidget *label = gtk_widget_get_next_sibling (sentence);
  gint64 time = usher_archive_event_get_time (event);
  g_autofree char *text = usher_archive_event_dup_sentence (event);
  g_autofree char *day = usher_review_time_dup_day (time, self->zone);
  g_autofree char *clock = usher_review_time_dup_clock (time, self->zone);
  g_autofree char *when = g_strdup_printf ("%s\n%s", day, clock);

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), usher_event_kind_get_icon_name (usher_archive_event_get_kind (event)));
  gtk_label_set_text (GTK_LABEL (sentence), text);
  gtk_label_set_text (GTK_LABEL (label), when);
  usher_row_voice_note (gtk_list_item_get_child (item), dup_story_spoken);
}

/* --- which event ------------------------------------------------------------------------------- */

static void
show_event (UsherReviewDetail *self)
{
  g_autofree char *sentence = usher_archive_event_dup_sentence (self->event);
  g_autofree char *time = usher_review_time_dup_exact (usher_archive_event_get_time (self->event), self->zone);
  g_autofree char *raw = dup_raw (self->event);

  gtk_label_set_text (self->sentence_label, sentence);
  gtk_label_set_text (self->time_label, *time != '\0' ? time : _("The file does not say when"));
  gtk_label_set_text (self->raw_label, raw);
  show_facts (self);
  mark (self);
  show_note (self);
  find_story (self);
  gtk_stack_set_visible_child_name (self->stack, "event");
}

/* What was typed is kept when the person goes on, asked for or not. */
static void
keep_note (UsherReviewDetail *self)
{
  if (self->showing || self->event == NULL || self->notes == NULL)
    return;
  usher_archive_notes_set (self->notes, self->event, gtk_editable_get_text (GTK_EDITABLE (self->note_row)),
                           gtk_toggle_button_get_active (self->bookmark_button));
}

static void
update (UsherReviewDetail *self)
{
  guint n = self->list != NULL ? usher_review_list_get_n_selected (self->list) : 0;
  guint row = self->list != NULL ? usher_review_list_get_current (self->list) : G_MAXUINT;
  UsherArchiveData *data = self->review != NULL ? usher_review_get_data (self->review) : NULL;

  if (self->event != NULL && data != NULL && data == self->shown_data && n == self->n_shown
      && row == usher_archive_event_get_row (self->event))
    return;
  keep_note (self);
  /* A story that is still looked for is of what was shown before, in data that may be gone. */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->event);
  self->shown_data = data;
  self->n_shown = n;
  if (data == NULL || row >= data->n_rows || n == 0)
    {
      if (self->review != NULL)
        set_story (self, NULL);
      gtk_stack_set_visible_child_name (self->stack, "none");
      return;
    }
  self->event = usher_archive_event_new (data, row);
  if (n > 1)
    {
      g_autofree char *title = g_strdup_printf (ngettext ("%'u Event Selected", "%'u Events Selected", n), n);

      adw_status_page_set_title (self->several_page, title);
      gtk_stack_set_visible_child_name (self->stack, "several");
      return;
    }
  show_event (self);
}

static void
on_note_applied (UsherReviewDetail *self)
{
  keep_note (self);
}

static void
on_bookmark_toggled (UsherReviewDetail *self)
{
  keep_note (self);
}

static void
on_copy_raw (UsherReviewDetail *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_text (self->raw_label));
}

/* --- object ------------------------------------------------------------------------------------ */

static void
usher_review_detail_dispose (GObject *object)
{
  UsherReviewDetail *self = USHER_REVIEW_DETAIL (object);

  if (self->stack != NULL)
    keep_note (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->list_signals);
  g_clear_object (&self->review_signals);
  g_clear_object (&self->note_signals);
  if (self->story != NULL)
    gtk_list_view_set_model (self->story, NULL);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_REVIEW_DETAIL);
  g_clear_object (&self->review);
  g_clear_object (&self->list);
  g_clear_object (&self->notes);
  g_clear_object (&self->event);
  G_OBJECT_CLASS (usher_review_detail_parent_class)->dispose (object);
}

static void
usher_review_detail_finalize (GObject *object)
{
  UsherReviewDetail *self = USHER_REVIEW_DETAIL (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->highlight, usher_review_highlight_free);
  g_clear_object (&self->story_rows);
  g_time_zone_unref (self->zone);
  G_OBJECT_CLASS (usher_review_detail_parent_class)->finalize (object);
}

static void
usher_review_detail_class_init (UsherReviewDetailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_review_detail_dispose;
  object_class->finalize = usher_review_detail_finalize;

  /**
   * UsherReviewDetail::row-wanted:
   * @self: the detail
   * @row: a row of the archive
   *
   * A person chose another event of the story.
   */
  signals[ROW_WANTED] = g_signal_new ("row-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                      NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class, USHER_RESOURCE_PATH "/ui/usher-review-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherReviewDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewDetail, paned);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewDetail, several_page);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewDetail, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewDetail, time_label);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewDetail, bookmark_button);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewDetail, note_row);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewDetail, facts);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewDetail, raw_label);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewDetail, story_label);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewDetail, story);
  gtk_widget_class_bind_template_callback (widget_class, on_bookmark_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_note_applied);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_raw);
  gtk_widget_class_bind_template_callback (widget_class, on_story_activated);
}

static void
usher_review_detail_init (UsherReviewDetail *self)
{
  const char *titles[N_FACTS] = { _("Recipient"), _("Company"), _("Invitation"), _("Kind"),
                                  /* Translators: what the invitation was when the log was exported */
                                  _("Status When Exported"), _("Allowed Recipients"), _("Created"), _("Expires"),
                                  _("Uses"), _("Found In") };
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->zone = g_time_zone_new_local ();
  for (guint i = 0; i < N_FACTS; i++)
    {
      self->fact_rows[i] = USHER_PROPERTY_ROW (usher_property_row_new (titles[i], NULL));
      adw_preferences_group_add (self->facts, GTK_WIDGET (self->fact_rows[i]));
    }
  self->story_rows = usher_review_list_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (on_story_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_story_bind), self);
  gtk_list_view_set_factory (self->story, factory);
  gtk_list_view_set_model (self->story, GTK_SELECTION_MODEL (self->story_rows));
  self->review_signals = g_signal_group_new (USHER_TYPE_REVIEW);
  g_signal_group_connect_swapped (self->review_signals, "matches-changed", G_CALLBACK (on_matches_changed), self);
  self->list_signals = g_signal_group_new (USHER_TYPE_REVIEW_LIST);
  g_signal_group_connect_swapped (self->list_signals, "notify::current", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->list_signals, "selection-changed", G_CALLBACK (update), self);
  self->note_signals = g_signal_group_new (USHER_TYPE_ARCHIVE_NOTES);
  g_signal_group_connect_swapped (self->note_signals, "changed", G_CALLBACK (show_note), self);
}

/**
 * usher_review_detail_new:
 *
 * Returns: (transfer floating): a detail of nothing
 */
GtkWidget *
usher_review_detail_new (void)
{
  return g_object_new (USHER_TYPE_REVIEW_DETAIL, NULL);
}

/**
 * usher_review_detail_set_review:
 * @self: the detail
 * @review: (nullable): what is reviewed
 */
void
usher_review_detail_set_review (UsherReviewDetail *self, UsherReview *review)
{
  g_return_if_fail (USHER_IS_REVIEW_DETAIL (self));

  if (!g_set_object (&self->review, review))
    return;
  g_signal_group_set_target (self->review_signals, review);
  update (self);
}

/**
 * usher_review_detail_set_list:
 * @self: the detail
 * @list: (nullable): the list whose selection is shown
 */
void
usher_review_detail_set_list (UsherReviewDetail *self, UsherReviewList *list)
{
  g_return_if_fail (USHER_IS_REVIEW_DETAIL (self));

  if (!g_set_object (&self->list, list))
    return;
  g_signal_group_set_target (self->list_signals, list);
  update (self);
}

/**
 * usher_review_detail_set_notes:
 * @self: the detail
 * @notes: (nullable): notes on what is open
 */
void
usher_review_detail_set_notes (UsherReviewDetail *self, UsherArchiveNotes *notes)
{
  g_return_if_fail (USHER_IS_REVIEW_DETAIL (self));

  if (self->notes == notes)
    return;
  /* What was typed belongs to what was open. */
  keep_note (self);
  g_set_object (&self->notes, notes);
  g_signal_group_set_target (self->note_signals, notes);
  show_note (self);
}

/**
 * usher_review_detail_get_event:
 * @self: the detail
 *
 * Returns: (transfer none) (nullable): the event that is looked at
 */
UsherArchiveEvent *
usher_review_detail_get_event (UsherReviewDetail *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_DETAIL (self), NULL);

  return self->event;
}

/**
 * usher_review_detail_get_story:
 * @self: the detail
 *
 * Returns: (transfer none): the rows of its invitation, oldest first
 */
UsherReviewList *
usher_review_detail_get_story (UsherReviewDetail *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_DETAIL (self), NULL);

  return self->story_rows;
}

/**
 * usher_review_detail_get_page:
 * @self: the detail
 *
 * Returns: (transfer none): "none", "several" or "event"
 */
const char *
usher_review_detail_get_page (UsherReviewDetail *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_DETAIL (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}

/**
 * usher_review_detail_get_event_height:
 * @self: the detail
 *
 * Returns: how high the person made the event above the story, in pixels; 0: nobody did
 */
int
usher_review_detail_get_event_height (UsherReviewDetail *self)
{
  gboolean chosen = FALSE;

  g_return_val_if_fail (USHER_IS_REVIEW_DETAIL (self), 0);

  g_object_get (self->paned, "position-set", &chosen, NULL);
  return chosen ? gtk_paned_get_position (self->paned) : 0;
}

/**
 * usher_review_detail_set_event_height:
 * @self: the detail
 * @height: in pixels; 0: as high as it is by itself
 *
 * It gets as much of that as there is room for.
 */
void
usher_review_detail_set_event_height (UsherReviewDetail *self, int height)
{
  g_return_if_fail (USHER_IS_REVIEW_DETAIL (self));

  if (height > 0)
    gtk_paned_set_position (self->paned, height);
}
