/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Is this file whole?", answered above everything else. One file: its verdict. Several: how many are whole, and what
 * is wrong with the worst. Icon and words; colour only underlines them. Main thread. */
#include "ui/usher-review-verify.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/compat/usher-compat.h"
#include "ui/usher-ui.h"

/* ms of reading after which it can be stopped. */
#define SLOW 1000

#define N_STEPS 25

/* More than that nobody reads in a popover. */
#define MAX_FILES 200

struct _UsherReviewVerify
{
  AdwBin parent_instance;

  GtkWidget *box;           /* (template) */
  GtkImage *icon;           /* (template) */
  GtkLabel *label;          /* (template) */
  GtkWidget *stop_button;   /* (template) */
  GtkWidget *files_button;  /* (template) */
  GtkListBox *files;        /* (template) */
  GtkProgressBar *progress; /* (template) */

  UsherArchive *archive;    /* (owned) (nullable) */
  GSignalGroup *signals;    /* (owned) */
  UsherVerdict verdict;
  guint slow_source;
};

typedef enum
{
  PROP_ARCHIVE = 1,
} UsherReviewVerifyProperty;

static GParamSpec *properties[PROP_ARCHIVE + 1];

G_DEFINE_FINAL_TYPE (UsherReviewVerify, usher_review_verify, ADW_TYPE_BIN)

/* How bad it is, for the one line that speaks of all files. */
static guint
get_weight (UsherVerdict verdict)
{
  switch (verdict)
    {
    case USHER_VERDICT_EDITED:
      return 4;
    case USHER_VERDICT_CUT_SHORT:
      return 3;
    case USHER_VERDICT_PENDING:
      return 2;
    case USHER_VERDICT_NOT_VERIFIABLE:
      return 1;
    case USHER_VERDICT_WHOLE:
    default:
      return 0;
    }
}

static const char *
get_icon (UsherVerdict verdict)
{
  switch (verdict)
    {
    case USHER_VERDICT_EDITED:
      return "dialog-error-symbolic";
    case USHER_VERDICT_CUT_SHORT:
      return "dialog-warning-symbolic";
    case USHER_VERDICT_PENDING:
      return "content-loading-symbolic";
    case USHER_VERDICT_WHOLE:
      return "object-select-symbolic";
    case USHER_VERDICT_NOT_VERIFIABLE:
    default:
      return "dialog-information-symbolic";
    }
}

static void
set_class (UsherReviewVerify *self, const char *wanted)
{
  static const char *const classes[] = { "success", "warning", "error" };

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      if (g_strcmp0 (classes[i], wanted) == 0)
        gtk_widget_add_css_class (GTK_WIDGET (self), classes[i]);
      else
        gtk_widget_remove_css_class (GTK_WIDGET (self), classes[i]);
    }
}

static void
show (UsherReviewVerify *self, const char *icon, const char *css_class, const char *text)
{
  gboolean is_new = !g_str_equal (gtk_label_get_text (self->label), text);

  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_label_set_text (self->label, text);
  /* What came of it, not how far it is. */
  if (is_new && css_class != NULL)
    usher_compat_announce (GTK_WIDGET (self), text);
  set_class (self, css_class);
}

/* --- each file --------------------------------------------------------------------------------- */

static void
on_copy_seal (GtkButton *button, gpointer user_data)
{
  const char *seal = g_object_get_data (G_OBJECT (button), "seal");

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), seal);
}

static void
add_seal (AdwActionRow *row, const char *seal)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Copy the Seal"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Copy the seal"), -1);
  g_object_set_data_full (G_OBJECT (button), "seal", g_strdup (seal), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_copy_seal), NULL);
  adw_action_row_add_suffix (row, button);
}

static void
add_file (UsherReviewVerify *self, guint file)
{
  const GError *error = usher_archive_get_file_error (self->archive, file);
  const UsherVerification *verification = usher_archive_get_verification (self->archive, file);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon;
  g_autofree char *sentence = NULL;
  g_autofree char *subtitle = NULL;

  sentence = error != NULL ? g_strdup (error->message) : usher_verification_dup_sentence (verification);
  if (error == NULL && verification->seal[0] != '\0')
    /* Translators: a sentence about the file, then a line with a long number that a person may note elsewhere */
    subtitle = g_strdup_printf (_("%s\nSeal: %s"), sentence, verification->seal);
  else
    subtitle = g_steal_pointer (&sentence);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), usher_archive_get_file_name (self->archive, file));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_tooltip_text (row, usher_archive_get_file_path (self->archive, file));
  icon = gtk_image_new_from_icon_name (error != NULL ? "dialog-error-symbolic" : get_icon (verification->verdict));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (error == NULL && verification->seal[0] != '\0')
    add_seal (ADW_ACTION_ROW (row), verification->seal);
  gtk_list_box_append (self->files, row);
}

static void
update_files (UsherReviewVerify *self)
{
  guint n = usher_archive_get_n_files (self->archive);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->files))) != NULL)
    gtk_list_box_remove (self->files, row);
  for (guint i = 0; i < MIN (n, MAX_FILES); i++)
    add_file (self, i);
}

/* --- all files --------------------------------------------------------------------------------- */

/* Which file is worst, and how many of those that are open are whole. */
static guint
find_worst (UsherReviewVerify *self, guint *n_open, guint *n_whole)
{
  guint n = usher_archive_get_n_files (self->archive);
  guint worst = G_MAXUINT;
  guint weight = 0;

  *n_open = *n_whole = 0;
  for (guint i = 0; i < n; i++)
    {
      UsherVerdict verdict = usher_archive_get_verification (self->archive, i)->verdict;

      if (usher_archive_get_file_error (self->archive, i) != NULL)
        continue;
      (*n_open)++;
      if (verdict == USHER_VERDICT_WHOLE)
        (*n_whole)++;
      if (worst == G_MAXUINT || get_weight (verdict) > weight)
        {
          worst = i;
          weight = get_weight (verdict);
        }
    }
  return worst;
}

static char *
dup_text (UsherReviewVerify *self, guint worst, guint n_open, guint n_whole)
{
  g_autofree char *sentence =
    usher_verification_dup_sentence (usher_archive_get_verification (self->archive, worst));

  if (n_open == 1)
    return g_steal_pointer (&sentence);
  if (n_whole == n_open)
    return g_strdup_printf (ngettext ("%'u file is whole: every line is as it was exported.",
                                      "All %'u files are whole: every line is as it was exported.", n_open),
                            n_open);
  /* Translators: how many files are whole, of how many; then the worst one's name and a sentence about it */
  return g_strdup_printf (_("%1$'u of %2$'u files are whole. “%3$s”: %4$s"), n_whole, n_open,
                          usher_archive_get_file_name (self->archive, worst), sentence);
}

static void
update_verdict (UsherReviewVerify *self)
{
  guint n_open;
  guint n_whole;
  guint worst = find_worst (self, &n_open, &n_whole);
  g_autofree char *text = NULL;

  if (worst == G_MAXUINT)
    {
      gtk_widget_set_visible (self->box, FALSE);
      return;
    }
  self->verdict = usher_archive_get_verification (self->archive, worst)->verdict;
  text = dup_text (self, worst, n_open, n_whole);
  show (self, get_icon (self->verdict),
        self->verdict == USHER_VERDICT_WHOLE ? "success"
        : self->verdict == USHER_VERDICT_EDITED ? "error"
        : self->verdict == USHER_VERDICT_CUT_SHORT ? "warning"
                                                   : NULL,
        text);
}

static gboolean
on_slow (gpointer user_data)
{
  UsherReviewVerify *self = USHER_REVIEW_VERIFY (user_data);

  self->slow_source = 0;
  gtk_widget_set_visible (self->stop_button, TRUE);
  return G_SOURCE_REMOVE;
}

/* What takes longer can be stopped; a button that comes and goes at once would only be in the way. */
static void
update_stop (UsherReviewVerify *self, gboolean loading)
{
  if (loading && self->slow_source == 0 && !gtk_widget_get_visible (self->stop_button))
    self->slow_source = g_timeout_add (SLOW, on_slow, self);
  if (loading)
    return;
  g_clear_handle_id (&self->slow_source, g_source_remove);
  gtk_widget_set_visible (self->stop_button, FALSE);
}

static void
update (UsherReviewVerify *self)
{
  UsherArchiveState state = self->archive != NULL ? usher_archive_get_state (self->archive) : USHER_ARCHIVE_EMPTY;
  gboolean loading = state == USHER_ARCHIVE_LOADING;

  self->verdict = USHER_VERDICT_PENDING;
  gtk_widget_set_visible (self->box, loading || state == USHER_ARCHIVE_READY);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), loading);
  gtk_widget_set_visible (self->files_button, state == USHER_ARCHIVE_READY);
  update_stop (self, loading);
  if (loading)
    {
      /* Another text has the whole window measured again: some steps are enough to see that it goes on. */
      double progress = floor (usher_archive_get_progress (self->archive) * N_STEPS) / N_STEPS;
      g_autofree char *text =
        /* Translators: a percentage */
        g_strdup_printf (_("Reading and verifying… %d %%"), (int) (progress * 100));

      show (self, "content-loading-symbolic", NULL, text);
      gtk_progress_bar_set_fraction (self->progress, progress);
    }
  else if (state == USHER_ARCHIVE_READY)
    {
      update_verdict (self);
      update_files (self);
    }
}

/* --- object ------------------------------------------------------------------------------------ */

static void
usher_review_verify_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherReviewVerifyProperty) id)
    {
    case PROP_ARCHIVE:
      g_value_set_object (value, USHER_REVIEW_VERIFY (object)->archive);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_review_verify_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((UsherReviewVerifyProperty) id)
    {
    case PROP_ARCHIVE:
      usher_review_verify_set_archive (USHER_REVIEW_VERIFY (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_review_verify_dispose (GObject *object)
{
  UsherReviewVerify *self = USHER_REVIEW_VERIFY (object);

  g_clear_handle_id (&self->slow_source, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->archive);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_REVIEW_VERIFY);
  G_OBJECT_CLASS (usher_review_verify_parent_class)->dispose (object);
}

static void
usher_review_verify_class_init (UsherReviewVerifyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_review_verify_get_property;
  object_class->set_property = usher_review_verify_set_property;
  object_class->dispose = usher_review_verify_dispose;

  /** UsherReviewVerify:archive: (nullable): The files. */
  properties[PROP_ARCHIVE] =
    g_param_spec_object ("archive", NULL, NULL, USHER_TYPE_ARCHIVE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  usher_ui_init ();
  gtk_widget_class_set_template_from_resource (widget_class, USHER_RESOURCE_PATH "/ui/usher-review-verify.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherReviewVerify, box);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewVerify, icon);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewVerify, label);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewVerify, stop_button);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewVerify, files_button);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewVerify, files);
  gtk_widget_class_bind_template_child (widget_class, UsherReviewVerify, progress);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
usher_review_verify_init (UsherReviewVerify *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (USHER_TYPE_ARCHIVE);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::progress", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "verified", G_CALLBACK (update), self);
  update (self);
}

/**
 * usher_review_verify_new:
 *
 * Returns: (transfer floating): a line that says nothing, as there is no archive
 */
GtkWidget *
usher_review_verify_new (void)
{
  return g_object_new (USHER_TYPE_REVIEW_VERIFY, NULL);
}

/**
 * usher_review_verify_set_archive:
 * @self: the line
 * @archive: (nullable): the files
 */
void
usher_review_verify_set_archive (UsherReviewVerify *self, UsherArchive *archive)
{
  g_return_if_fail (USHER_IS_REVIEW_VERIFY (self));

  if (!g_set_object (&self->archive, archive))
    return;
  g_signal_group_set_target (self->signals, archive);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ARCHIVE]);
}

/**
 * usher_review_verify_get_text:
 * @self: the line
 *
 * Returns: (transfer none): what it says
 */
const char *
usher_review_verify_get_text (UsherReviewVerify *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_VERIFY (self), NULL);

  return gtk_label_get_text (self->label);
}

/**
 * usher_review_verify_get_verdict:
 * @self: the line
 *
 * Returns: the worst verdict of the files that are open
 */
UsherVerdict
usher_review_verify_get_verdict (UsherReviewVerify *self)
{
  g_return_val_if_fail (USHER_IS_REVIEW_VERIFY (self), USHER_VERDICT_PENDING);

  return self->verdict;
}
