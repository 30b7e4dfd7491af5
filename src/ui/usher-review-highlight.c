/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks what a search found in the cells that are on the screen. A cell says things in its own words, so a match in
 * the file may have no place in it. Main thread. */
#include "ui/usher-review-highlight.h"

#include <string.h>

#include "model/usher-text.h"

/* What is shown of a cell is shorter; a match further on cannot be seen. */
#define MAX_TEXT 2000
#define MAX_MARKS 100

struct _UsherReviewHighlight
{
  GRegex *regex; /* (owned) (nullable) */
  char *folded;  /* (owned) (nullable) */
};

/**
 * usher_review_highlight_new:
 * @search: (nullable): what was searched for
 * @regex: whether it is a regular expression
 *
 * Returns: (transfer full) (nullable): a highlighter; %NULL when there is nothing to mark
 */
UsherReviewHighlight *
usher_review_highlight_new (const char *search, gboolean regex)
{
  UsherReviewHighlight *self;
  GRegex *compiled = NULL;

  if (search == NULL || *search == '\0')
    return NULL;
  if (regex)
    {
      compiled = g_regex_new (search, G_REGEX_CASELESS, 0, NULL);
      if (compiled == NULL)
        return NULL;
    }
  self = g_new0 (UsherReviewHighlight, 1);
  self->regex = compiled;
  if (compiled == NULL)
    self->folded = usher_text_fold (search);
  return self;
}

/**
 * usher_review_highlight_free:
 * @self: (nullable) (transfer full): a highlighter
 */
void
usher_review_highlight_free (UsherReviewHighlight *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->regex, g_regex_unref);
  g_free (self->folded);
  g_free (self);
}

/* Bold too: colour alone is not seen by everyone. */
static void
add_mark (PangoAttrList **list, gsize start, gsize end)
{
  PangoAttribute *attributes[] = { pango_attr_background_new (0xf9f9, 0xf0f0, 0x6b6b),
                                   pango_attr_foreground_new (0, 0, 0),
                                   pango_attr_weight_new (PANGO_WEIGHT_BOLD) };

  if (*list == NULL)
    *list = pango_attr_list_new ();
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      attributes[i]->start_index = (guint) start;
      attributes[i]->end_index = (guint) end;
      pango_attr_list_insert (*list, attributes[i]);
    }
}

static void
mark_regex (UsherReviewHighlight *self, const char *text, gsize length, PangoAttrList **list)
{
  g_autoptr (GMatchInfo) match = NULL;
  guint n = 0;

  g_regex_match_full (self->regex, text, (gssize) length, 0, 0, &match, NULL);
  while (g_match_info_matches (match) && n++ < MAX_MARKS)
    {
      int start;
      int end;

      if (g_match_info_fetch_pos (match, 0, &start, &end) && end > start)
        add_mark (list, (gsize) start, (gsize) end);
      if (!g_match_info_next (match, NULL))
        break;
    }
}

/* The text as search compares it, and for each of its bytes where the character begins that it came from. */
static GString *
fold_with_places (const char *text, gsize length, GArray *places)
{
  GString *folded = g_string_sized_new (length);
  gsize end = length;

  for (const char *p = text; p < text + length;)
    {
      const char *next = g_utf8_next_char (p);
      gsize place = (gsize) (p - text);
      char one[8] = { 0 };
      gsize size = (gsize) (next - p);

      if ((guchar) *p < 0x80)
        {
          g_string_append_c (folded, g_ascii_tolower (*p));
        }
      else
        {
          g_autofree char *part = NULL;

          memcpy (one, p, MIN (size, sizeof one - 1));
          part = usher_text_fold (one);
          g_string_append (folded, part);
        }
      while (places->len < folded->len)
        g_array_append_val (places, place);
      p = next;
    }
  g_array_append_val (places, end);
  return folded;
}

static void
mark_text (UsherReviewHighlight *self, const char *text, gsize length, PangoAttrList **list)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GString) folded = fold_with_places (text, length, places);
  gsize needle = strlen (self->folded);
  const char *at = folded->str;
  guint n = 0;

  while (needle > 0 && n++ < MAX_MARKS && (at = strstr (at, self->folded)) != NULL)
    {
      gsize start = (gsize) (at - folded->str);
      gsize last = start + needle;
      gsize end = g_array_index (places, gsize, last);

      /* The rest of a character that was begun belongs to it. */
      while (last < folded->len && end == g_array_index (places, gsize, last - 1))
        end = g_array_index (places, gsize, ++last);
      add_mark (list, g_array_index (places, gsize, start), end);
      at += needle;
    }
}

/**
 * usher_review_highlight_mark:
 * @self: (nullable): a highlighter
 * @text: what is shown; UTF-8
 *
 * Returns: (transfer full) (nullable): attributes for the matches; %NULL without one
 */
PangoAttrList *
usher_review_highlight_mark (UsherReviewHighlight *self, const char *text)
{
  PangoAttrList *list = NULL;
  gsize length;

  if (self == NULL || text == NULL || *text == '\0' || !g_utf8_validate (text, -1, NULL))
    return NULL;
  length = strlen (text);
  if (length > MAX_TEXT)
    length = (gsize) (g_utf8_find_prev_char (text, text + MAX_TEXT + 1) - text);
  if (self->regex != NULL)
    mark_regex (self, text, length, &list);
  else
    mark_text (self, text, length, &list);
  return list;
}
