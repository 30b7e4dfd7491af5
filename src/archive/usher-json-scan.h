/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A part of a text that somebody else owns. */
typedef struct
{
  const char *data; /* (nullable): absent */
  gsize length;
} UsherSlice;

/* The scanner's place in a text. */
typedef struct
{
  const char *p;
  const char *end;
  guint depth;
  gboolean failed;    /* what was read is not JSON; stays set */
  gboolean non_ascii; /* a string held a byte beyond ASCII */
  gboolean escaped;   /* a string held a backslash */
  const char *odd;     /* (nullable) from here to odd_end are the strings that held one beyond ASCII */
  const char *odd_end;
} UsherJsonScan;

void     usher_json_scan_init         (UsherJsonScan *scan, const char *data, gsize length);
char     usher_json_scan_peek         (UsherJsonScan *scan);
gboolean usher_json_scan_begin        (UsherJsonScan *scan, char bracket);
gboolean usher_json_scan_next_member  (UsherJsonScan *scan, guint *n, UsherSlice *name);
gboolean usher_json_scan_next_element (UsherJsonScan *scan, guint *n);
gboolean usher_json_scan_string       (UsherJsonScan *scan, UsherSlice *content);
gboolean usher_json_scan_value        (UsherJsonScan *scan, UsherSlice *raw);
gboolean usher_json_scan_at_end       (UsherJsonScan *scan);

char    *usher_json_unescape          (const UsherSlice *content, gsize *length);

#define usher_slice_is(slice, literal)                                                             \
  ((slice)->length == sizeof (literal) - 1 && memcmp ((slice)->data, literal, sizeof (literal) - 1) == 0)

G_END_DECLS
