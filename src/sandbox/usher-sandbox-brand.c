/* SPDX-License-Identifier: GPL-3.0-or-later */

/* White-label (contract 11): a company's colour as a style sheet in which every text can be read,
 * whatever the colour is. Any thread. */

#include "sandbox/usher-sandbox-brand.h"

#include <math.h>
#include <string.h>

/* WCAG 2.2, 1.4.3, for text of normal size. */
#define READABLE 4.5

/* The backgrounds of style.css, light and dark. */
static const UsherSandboxColor light = { 1, 1, 1 };
static const UsherSandboxColor dark = { 0x1e / 255.0, 0x1e / 255.0, 0x21 / 255.0 };
static const UsherSandboxColor white = { 1, 1, 1 };
static const UsherSandboxColor black = { 0, 0, 0 };

/**
 * usher_sandbox_color_parse:
 * @text: (nullable): six hexadecimal digits, with or without "#"
 * @color: (out): the colour
 *
 * Returns: whether it is a colour
 */
gboolean
usher_sandbox_color_parse (const char *text, UsherSandboxColor *color)
{
  guint64 value;

  if (text == NULL)
    return FALSE;
  if (*text == '#')
    text++;
  if (strlen (text) != 6 || strspn (text, "0123456789abcdefABCDEF") != 6)
    return FALSE;
  value = g_ascii_strtoull (text, NULL, 16);
  color->red = ((value >> 16) & 0xff) / 255.0;
  color->green = ((value >> 8) & 0xff) / 255.0;
  color->blue = (value & 0xff) / 255.0;
  return TRUE;
}

static double
linearize (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
get_luminance (const UsherSandboxColor *color)
{
  return 0.2126 * linearize (color->red) + 0.7152 * linearize (color->green)
         + 0.0722 * linearize (color->blue);
}

/**
 * usher_sandbox_color_contrast:
 * @a: a colour
 * @b: another
 *
 * Returns: the contrast ratio of WCAG 2, from 1 to 21
 */
double
usher_sandbox_color_contrast (const UsherSandboxColor *a, const UsherSandboxColor *b)
{
  double x = get_luminance (a), y = get_luminance (b);

  return (MAX (x, y) + 0.05) / (MIN (x, y) + 0.05);
}

static UsherSandboxColor
mix (const UsherSandboxColor *a, const UsherSandboxColor *b, double share)
{
  UsherSandboxColor mixed = { a->red + (b->red - a->red) * share,
                              a->green + (b->green - a->green) * share,
                              a->blue + (b->blue - a->blue) * share };

  return mixed;
}

/* As little of black or white added as makes it readable on the background. */
static UsherSandboxColor
make_readable (const UsherSandboxColor *color, const UsherSandboxColor *background,
               const UsherSandboxColor *towards)
{
  UsherSandboxColor mixed = *color;

  /* A bit more than asked for, since the style sheet rounds to 256 steps. */
  for (int i = 0; i <= 50 && usher_sandbox_color_contrast (&mixed, background) < READABLE + 0.1; i++)
    mixed = mix (color, towards, i / 50.0);
  return mixed;
}

static char *
print (const UsherSandboxColor *color)
{
  return g_strdup_printf ("#%02x%02x%02x", (int) lround (color->red * 255),
                          (int) lround (color->green * 255), (int) lround (color->blue * 255));
}

/**
 * usher_sandbox_brand_make_style:
 * @color: what was asked for
 *
 * Makes the style sheet of a brand: its colour behind the header and on buttons, with black or white
 * on it, whichever reads better; and shades of it for links on light and on dark pages.
 *
 * Returns: (transfer full) (nullable): the style sheet; %NULL if it is no colour
 */
char *
usher_sandbox_brand_make_style (const char *color)
{
  UsherSandboxColor brand, on_light, on_dark;
  g_autofree char *own = NULL, *link = NULL, *dark_link = NULL;
  const char *text;

  if (!usher_sandbox_color_parse (color, &brand))
    return NULL;
  on_light = make_readable (&brand, &light, &black);
  on_dark = make_readable (&brand, &dark, &white);
  own = print (&brand);
  link = print (&on_light);
  dark_link = print (&on_dark);
  text = usher_sandbox_color_contrast (&brand, &white) >= usher_sandbox_color_contrast (&brand, &black)
           ? "#ffffff"
           : "#000000";
  return g_strdup_printf (":root { --brand: %s; --on-brand: %s; --accent: %s; }\n"
                          "@media (prefers-color-scheme: dark) {\n"
                          "  :root { --accent: %s; }\n}\n",
                          own, text, link, dark_link);
}

/**
 * usher_sandbox_brand_dup_origin:
 * @logo: (nullable): the address of a picture
 *
 * Returns: (transfer full) (nullable): scheme, host and port of an https address; %NULL for any
 *   other
 */
char *
usher_sandbox_brand_dup_origin (const char *logo)
{
  g_autoptr (GUri) uri = logo != NULL ? g_uri_parse (logo, G_URI_FLAGS_ENCODED, NULL) : NULL;
  const char *host;

  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 || g_uri_get_userinfo (uri) != NULL)
    return NULL;
  host = g_uri_get_host (uri);
  /* It goes into a header: nothing but a plain name. */
  if (host == NULL || *host == '\0'
      || strspn (host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
           != strlen (host))
    return NULL;
  return g_uri_get_port (uri) > 0 ? g_strdup_printf ("https://%s:%d", host, g_uri_get_port (uri))
                                  : g_strconcat ("https://", host, NULL);
}
