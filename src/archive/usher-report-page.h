/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <pango/pangocairo.h>

G_BEGIN_DECLS

typedef enum
{
  USHER_PAGE_TITLE,
  USHER_PAGE_HEADING,
  USHER_PAGE_BODY,
  USHER_PAGE_STRONG,
  USHER_PAGE_SMALL, /* grey */
} UsherPageStyle;

/* Pages of paper that are filled from top to bottom. Lengths are points. Places are counted from where a line
 * of the reader's language begins: on the right of the page, for some. */
typedef struct
{
  cairo_t *cr;           /* (not owned) (nullable) NULL: nothing is drawn, pages are only counted */
  PangoContext *context; /* (owned) */
  gboolean right_to_left;
  double width;          /* of what may be filled */
  double y;              /* from the top of what may be filled */
  guint page;            /* from 1 */
  guint n_pages;         /* 0: not known yet */
  const char *title;     /* (not owned) at the foot of every page */
} UsherPages;

void   usher_pages_init    (UsherPages *self, cairo_t *cr, const char *title, guint n_pages);
void   usher_pages_clear   (UsherPages *self);
/* The paper of the reader's country. */
void   usher_pages_get_paper (double *width, double *height);
/* Begins a new page unless so much is left of this one. */
void   usher_pages_need    (UsherPages *self, double height);
void   usher_pages_end     (UsherPages *self);
double usher_pages_measure (UsherPages *self, UsherPageStyle style, double width, const char *text);
/* Returns its height; y stays. */
double usher_pages_text    (UsherPages *self, UsherPageStyle style, double x, double width, const char *text);
/* Ends where lines end, in one line. */
double usher_pages_text_at_end (UsherPages *self, UsherPageStyle style, const char *text);
void   usher_pages_bar     (UsherPages *self, double x, double y, double width, double height, double grey);
void   usher_pages_dot     (UsherPages *self, double x, double y, double radius);

G_END_DECLS
