/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double red, green, blue; /* 0 to 1, sRGB */
} UsherSandboxColor;

/* "#0b6e4f" or "0b6e4f" */
gboolean usher_sandbox_color_parse       (const char *text, UsherSandboxColor *color);
/* WCAG 2: 1 to 21. */
double   usher_sandbox_color_contrast    (const UsherSandboxColor *a, const UsherSandboxColor *b);
/* The colours of a brand's pages, as a style sheet; NULL if it is no colour. */
char    *usher_sandbox_brand_make_style  (const char *color);
/* The origin of an https address of a picture, for a policy; NULL if it is none. */
char    *usher_sandbox_brand_dup_origin  (const char *logo);

G_END_DECLS
