/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Paper: text by Pango, so that every script is shaped and every direction right, lines by Cairo. Any thread; the
 * fonts are its own. */

#include "usher-config.h"

#include "archive/usher-report-page.h"

#include <glib/gi18n.h>
#include <langinfo.h>

#define MARGIN 54.0 /* three quarters of an inch */
#define FOOT 24.0
#define POINTS_A_MILLIMETRE (72.0 / 25.4)

/**
 * usher_pages_get_paper:
 * @width: (out): points
 * @height: (out): points
 *
 * Gives the paper of the locale (LC_PAPER): A4, and Letter in North America.
 */
void
usher_pages_get_paper (double *width, double *height)
{
  int w = 210;
  int h = 297;

#ifdef _NL_PAPER_WIDTH
  /* The C library hands these numbers out as pointers. */
  w = (int) (gintptr) nl_langinfo (_NL_PAPER_WIDTH);
  h = (int) (gintptr) nl_langinfo (_NL_PAPER_HEIGHT);
  if (w < 100 || w > 1000 || h < 100 || h > 1000)
    {
      w = 210;
      h = 297;
    }
#endif
  /* Letter is 215.9 mm by 279.4 mm, and locales have whole ones. */
  *width = w == 216 && h == 279 ? 612 : w * POINTS_A_MILLIMETRE;
  *height = w == 216 && h == 279 ? 792 : h * POINTS_A_MILLIMETRE;
}

static double
get_height (void)
{
  double width;
  double height;

  usher_pages_get_paper (&width, &height);
  return height - 2 * MARGIN - FOOT;
}

static PangoDirection
get_direction (UsherPages *self, const char *text)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (self->context);

  pango_layout_set_text (layout, text, -1);
  return pango_layout_line_get_resolved_direction (pango_layout_get_line_readonly (layout, 0));
}

/**
 * usher_pages_init:
 * @self: (out caller-allocates): pages
 * @cr: (nullable): where to draw; %NULL to count
 * @title: stands at the foot of each
 * @n_pages: how many there will be; 0 when that is what is to be found out
 */
void
usher_pages_init (UsherPages *self, cairo_t *cr, const char *title, guint n_pages)
{
  g_autoptr (PangoFontMap) fonts = pango_cairo_font_map_new ();
  double height;

  *self = (UsherPages){ .cr = cr, .page = 1, .n_pages = n_pages, .title = title };
  usher_pages_get_paper (&self->width, &height);
  self->width -= 2 * MARGIN;
  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (fonts), 72); /* a unit is a point */
  self->context = pango_font_map_create_context (fonts);
  /* The language of the texts says where a line begins. */
  self->right_to_left = get_direction (self, _("Activity Report")) == PANGO_DIRECTION_RTL;
  pango_context_set_base_dir (self->context, self->right_to_left ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
}

/**
 * usher_pages_clear:
 * @self: pages
 */
void
usher_pages_clear (UsherPages *self)
{
  g_clear_object (&self->context);
}

static PangoLayout *
make_layout (UsherPages *self, UsherPageStyle style, double width, const char *text)
{
  static const struct
  {
    double size;
    PangoWeight weight;
  } styles[] = {
    [USHER_PAGE_TITLE] = { 20, PANGO_WEIGHT_BOLD },   [USHER_PAGE_HEADING] = { 12, PANGO_WEIGHT_BOLD },
    [USHER_PAGE_BODY] = { 9, PANGO_WEIGHT_NORMAL },   [USHER_PAGE_STRONG] = { 9, PANGO_WEIGHT_BOLD },
    [USHER_PAGE_SMALL] = { 7.5, PANGO_WEIGHT_NORMAL },
  };
  PangoLayout *layout = pango_layout_new (self->context);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans");
  gboolean against = get_direction (self, text) == (self->right_to_left ? PANGO_DIRECTION_LTR : PANGO_DIRECTION_RTL);

  pango_font_description_set_absolute_size (font, styles[style].size * PANGO_SCALE);
  pango_font_description_set_weight (font, styles[style].weight);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  /* A column begins where the language does, whatever the direction of what stands in it; Pango turns the
   * alignment of a text that runs against its surroundings. */
  pango_layout_set_alignment (layout, self->right_to_left != against ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
get_layout_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

/**
 * usher_pages_measure:
 * @self: pages
 * @style: how it is written
 * @width: how much room there is
 * @text: plain text
 *
 * Returns: how high it is
 */
double
usher_pages_measure (UsherPages *self, UsherPageStyle style, double width, const char *text)
{
  g_autoptr (PangoLayout) layout = make_layout (self, style, width, text);

  return get_layout_height (layout);
}

/* From the left edge of the paper. */
static double
place (UsherPages *self, double x, double width)
{
  return MARGIN + (self->right_to_left ? self->width - x - width : x);
}

static void
draw_layout (UsherPages *self, PangoLayout *layout, UsherPageStyle style, double x, double y)
{
  double grey = style == USHER_PAGE_SMALL ? 0.35 : 0;

  cairo_set_source_rgb (self->cr, grey, grey, grey);
  cairo_move_to (self->cr, x, MARGIN + y);
  pango_cairo_show_layout (self->cr, layout);
}

/**
 * usher_pages_text:
 * @self: pages
 * @style: how to write
 * @x: where its column begins
 * @width: how wide its column is
 * @text: plain text; wrapped
 *
 * Writes at the current height, which stays: other columns follow.
 *
 * Returns: how high it is
 */
double
usher_pages_text (UsherPages *self, UsherPageStyle style, double x, double width, const char *text)
{
  g_autoptr (PangoLayout) layout = make_layout (self, style, width, text);

  if (self->cr != NULL)
    draw_layout (self, layout, style, place (self, x, width), self->y);
  return get_layout_height (layout);
}

/**
 * usher_pages_text_at_end:
 * @self: pages
 * @style: how to write
 * @text: plain text, short
 *
 * Writes at the current height so that the text ends where lines do.
 *
 * Returns: how high it is
 */
double
usher_pages_text_at_end (UsherPages *self, UsherPageStyle style, const char *text)
{
  g_autoptr (PangoLayout) layout = make_layout (self, style, self->width, text);
  double width;
  int natural;

  pango_layout_set_width (layout, -1);
  pango_layout_get_size (layout, &natural, NULL);
  width = (double) natural / PANGO_SCALE;
  if (self->cr != NULL)
    draw_layout (self, layout, style, place (self, self->width - width, width), self->y);
  return get_layout_height (layout);
}

/**
 * usher_pages_bar:
 * @self: pages
 * @x: where it begins
 * @y: where its top is, below the current height
 * @width: its width
 * @height: its height
 * @grey: 0 is black, 1 is white: a printer may have no colours
 */
void
usher_pages_bar (UsherPages *self, double x, double y, double width, double height, double grey)
{
  if (self->cr == NULL)
    return;
  cairo_set_source_rgb (self->cr, grey, grey, grey);
  cairo_rectangle (self->cr, place (self, x, width), MARGIN + self->y + y, width, height);
  cairo_fill (self->cr);
}

/**
 * usher_pages_dot:
 * @self: pages
 * @x: its middle
 * @y: its middle, below the current height
 * @radius: its radius
 */
void
usher_pages_dot (UsherPages *self, double x, double y, double radius)
{
  if (self->cr == NULL)
    return;
  cairo_set_source_rgb (self->cr, 0.1, 0.1, 0.1);
  cairo_arc (self->cr, place (self, x, 0), MARGIN + self->y + y, radius, 0, 2 * G_PI);
  cairo_fill (self->cr);
}

static void
draw_foot (UsherPages *self)
{
  /* Translators: at the foot of a page: its number, and how many pages there are */
  g_autofree char *number = g_strdup_printf (_("Page %u of %u"), self->page, self->n_pages);
  double y = self->y;

  self->y = get_height () + FOOT / 2;
  usher_pages_bar (self, 0, -4, self->width, 0.5, 0.7);
  usher_pages_text (self, USHER_PAGE_SMALL, 0, self->width * 0.75, self->title);
  usher_pages_text_at_end (self, USHER_PAGE_SMALL, number);
  self->y = y;
}

/**
 * usher_pages_need:
 * @self: pages
 * @height: how much room is needed; more than a page has begins a page, too
 */
void
usher_pages_need (UsherPages *self, double height)
{
  if (self->y == 0 || self->y + height <= get_height ())
    return;
  usher_pages_end (self);
  self->page++;
  self->y = 0;
}

/**
 * usher_pages_end:
 * @self: pages
 *
 * Ends the current page.
 */
void
usher_pages_end (UsherPages *self)
{
  if (self->cr == NULL)
    return;
  draw_foot (self);
  cairo_show_page (self->cr);
}
