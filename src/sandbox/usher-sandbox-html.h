/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Pages grow in a GString, by these only. */

/* Markup that is a literal; every %s in it is escaped, in text and in quoted attributes alike. */
void usher_sandbox_html_put      (GString *html, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* A field with its label; message is what is wrong with it. */
typedef struct
{
  const char *name;
  const char *label;
  const char *hint;         /* (nullable) */
  const char *type;         /* such as "email" */
  const char *autocomplete; /* such as "one-time-code" */
  const char *value;        /* (nullable) */
  const char *message;      /* (nullable) */
  gboolean is_number;       /* digits: a phone shows its number pad */
  gboolean is_optional;
} UsherSandboxField;

void usher_sandbox_html_field    (GString *html, const UsherSandboxField *field);
/* A radio button or check box with its label, and a second line. */
void usher_sandbox_html_choice   (GString *html, const char *type, const char *name, const char *value,
                                  const char *label, const char *detail, gboolean is_chosen);

G_END_DECLS
