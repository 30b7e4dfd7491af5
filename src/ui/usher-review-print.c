/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events on paper: a heading that says of what and whether it is whole, then a line an event. Rows are of one height, so
 * that it is known at once how many pages there are, and each is read when its page is drawn. Main thread. */
#include "ui/usher-review-print.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "ui/usher-review-time.h"
#include "ui/usher-review-words.h"

#define MAX_CHARS 200
#define N_COLUMNS 5

typedef struct
{
  UsherArchiveData *data; /* (owned) */
  GArray *rows;           /* (owned) (nullable) all when NULL */
  guint n;                /* that are printed */
  guint n_all;
  char *title;            /* (owned) */
  char *heading;          /* (owned) more lines */
  GTimeZone *zone;        /* (owned) */
  gboolean right_to_left;
  PangoFontDescription *font; /* (owned) (nullable) once it has begun */
  double line_height;
  double head_height;     /* of the first page's heading */
  guint n_first;          /* rows on the first page */
  guint n_page;           /* rows on the others */
} Print;

static void
print_free (gpointer data)
{
  Print *print = data;

  usher_archive_data_unref (print->data);
  g_clear_pointer (&print->rows, g_array_unref);
  g_free (print->title);
  g_free (print->heading);
  g_time_zone_unref (print->zone);
  g_clear_pointer (&print->font, pango_font_description_free);
  g_free (print);
}

/* How much of the width a column takes, in hundredths. */
static const int widths[N_COLUMNS] = { 22, 12, 23, 14, 29 };

/* --- drawing ----------------------------------------------------------------------------------- */

static PangoLayout *
make_layout (Print *print, GtkPrintContext *context, double width, const char *text, gboolean bold)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);

  pango_layout_set_font_description (layout, print->font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  if (bold)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      pango_layout_set_attributes (layout, attributes);
    }
  return layout;
}

static void
draw_line (Print *print, GtkPrintContext *context, double y, const char *const *cells, gboolean bold)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double all = gtk_print_context_get_width (context);
  double x = 0;

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      double width = all * widths[i] / 100;
      g_autoptr (PangoLayout) layout = make_layout (print, context, width - print->line_height / 2, cells[i], bold);

      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_single_paragraph_mode (layout, TRUE);
      cairo_move_to (cr, print->right_to_left ? all - x - width : x, y);
      pango_cairo_show_layout (cr, layout);
      x += width;
    }
}

static void
draw_event (Print *print, GtkPrintContext *context, double y, guint position)
{
  guint32 row = print->rows != NULL ? g_array_index (print->rows, guint32, position) : position;
  g_autoptr (UsherArchiveEvent) event = usher_archive_event_new (print->data, row);
  gint64 time = usher_archive_event_get_time (event);
  g_autofree char *day = usher_review_time_dup_day (time, print->zone);
  g_autofree char *clock = usher_review_time_dup_clock (time, print->zone);
  /* Translators: a day and a time of it, on paper */
  g_autofree char *when = g_strdup_printf (C_("print", "%1$s, %2$s"), day, clock);
  g_autofree char *kind = usher_review_words_dup_kind (event);
  g_autofree char *raw = NULL;
  g_autofree char *company = usher_text_dup_safe (usher_archive_event_get_company (event), MAX_CHARS);
  g_autofree char *recipient = usher_text_dup_safe (usher_archive_event_get_recipient (event), MAX_CHARS);
  const char *cells[N_COLUMNS] = { when, kind, recipient, company, usher_archive_event_get_invitation_id (event) };

  if (*day == '\0')
    cells[0] = _("No time");
  if (usher_archive_event_is_bad (event))
    cells[2] = raw = usher_text_dup_safe (usher_archive_event_get_raw (event), MAX_CHARS);
  draw_line (print, context, y, cells, FALSE);
}

static void
draw_foot (Print *print, GtkPrintContext *context, guint page, guint n_pages)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width = gtk_print_context_get_width (context);
  double y = gtk_print_context_get_height (context) - print->line_height;
  g_autofree char *number = g_strdup_printf (_("Page %1$u of %2$u"), page, n_pages);
  g_autoptr (PangoLayout) name = make_layout (print, context, width * 0.7, print->title, FALSE);
  g_autoptr (PangoLayout) layout = make_layout (print, context, width * 0.3, number, FALSE);

  pango_layout_set_ellipsize (name, PANGO_ELLIPSIZE_MIDDLE);
  pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  pango_layout_set_auto_dir (layout, FALSE);
  cairo_move_to (cr, print->right_to_left ? width * 0.3 : 0, y);
  pango_cairo_show_layout (cr, name);
  cairo_move_to (cr, print->right_to_left ? 0 : width * 0.7, y);
  pango_cairo_show_layout (cr, layout);
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, Print *print)
{
  const char *titles[N_COLUMNS] = { _("Time"), _("Event"), _("Recipient"), _("Company"), _("Invitation") };
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  guint first = page == 0 ? 0 : print->n_first + (guint) (page - 1) * print->n_page;
  guint n = page == 0 ? print->n_first : print->n_page;
  int n_pages;
  double y = 0;

  if (page == 0)
    {
      double width = gtk_print_context_get_width (context);
      g_autoptr (PangoLayout) title = make_layout (print, context, width, print->title, TRUE);
      g_autoptr (PangoLayout) heading = make_layout (print, context, width, print->heading, FALSE);

      pango_layout_set_ellipsize (title, PANGO_ELLIPSIZE_MIDDLE);
      pango_cairo_show_layout (cr, title);
      cairo_move_to (cr, 0, print->line_height);
      pango_cairo_show_layout (cr, heading);
      y = print->head_height;
    }
  draw_line (print, context, y, titles, TRUE);
  for (guint i = first; i < MIN (first + n, print->n); i++)
    {
      y += print->line_height;
      draw_event (print, context, y, i);
    }
  g_object_get (operation, "n-pages", &n_pages, NULL);
  draw_foot (print, context, (guint) page + 1, (guint) n_pages);
}

static void
on_begin_print (GtkPrintOperation *operation, GtkPrintContext *context, Print *print)
{
  double width = gtk_print_context_get_width (context);
  double height = gtk_print_context_get_height (context);
  g_autoptr (PangoLayout) line = NULL;
  g_autoptr (PangoLayout) heading = NULL;
  int pixels;

  g_clear_pointer (&print->font, pango_font_description_free);
  print->font = pango_font_description_from_string ("Sans 8");
  line = make_layout (print, context, width, "Ag", FALSE);
  pango_layout_get_pixel_size (line, NULL, &pixels);
  print->line_height = MAX (pixels, 1) * 1.2;
  heading = make_layout (print, context, width, print->heading, FALSE);
  pango_layout_get_pixel_size (heading, NULL, &pixels);
  print->head_height = pixels + 2 * print->line_height;
  /* Above the rows their titles, below an empty line and the foot. */
  print->n_page = (guint) MAX (height / print->line_height - 3, 1);
  print->n_first = (guint) MAX ((height - print->head_height) / print->line_height - 3, 1);
  gtk_print_operation_set_n_pages (
    operation,
    print->n <= print->n_first ? 1 : 1 + (int) ((print->n - print->n_first + print->n_page - 1) / print->n_page));
}

/* --- what is printed --------------------------------------------------------------------------- */

static char *
dup_heading (Print *print, const char *filter, const char *verdict)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%'u event", "%'u events", print->n_all), print->n_all);
  if (print->n < print->n_all)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, ngettext ("Only the first %'u of them is printed.",
                                              "Only the first %'u of them are printed.", print->n), print->n);
    }
  if (filter != NULL && *filter != '\0')
    {
      g_string_append_c (text, '\n');
      /* Translators: which events were chosen, such as "Viewed; anna@example.com" */
      g_string_append_printf (text, _("Chosen by: %s"), filter);
    }
  if (verdict != NULL && *verdict != '\0')
    g_string_append_printf (text, "\n%s", verdict);
  return g_string_free (text, FALSE);
}

/**
 * usher_review_print_new:
 * @review: what is shown
 * @title: what it is called
 * @filter: (nullable): how it was chosen, in words
 * @verdict: (nullable): whether it is whole, in words
 *
 * Makes a print of the rows that are shown now, at most %USHER_REVIEW_MAX_PRINTED of them; what is filtered later makes
 * no difference.
 *
 * Returns: (transfer full): an operation to run
 */
GtkPrintOperation *
usher_review_print_new (UsherReview *review, const char *title, const char *filter, const char *verdict)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  Print *print = g_new0 (Print, 1);

  g_return_val_if_fail (USHER_IS_REVIEW (review), operation);

  print->data = usher_archive_data_ref (usher_review_get_data (review));
  print->rows = usher_review_get_rows (review) != NULL ? g_array_ref (usher_review_get_rows (review)) : NULL;
  print->n_all = usher_review_get_n_rows (review);
  print->n = MIN (print->n_all, USHER_REVIEW_MAX_PRINTED);
  print->title = usher_text_dup_safe (title, MAX_CHARS);
  print->zone = g_time_zone_new_local ();
  print->right_to_left = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
  print->heading = dup_heading (print, filter, verdict);
  g_object_set_data_full (G_OBJECT (operation), "print", print, print_free);
  gtk_print_operation_set_job_name (operation, print->title);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin_print), print);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), print);
  return operation;
}
