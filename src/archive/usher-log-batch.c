/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines on their way from one log into another: links are left out, CSV is spelt. The chain is a string of a
 * million steps that nobody can take side by side, so that what else there is to do must not wait in its way. Any
 * thread, one at a time. */

#include "usher-config.h"

#include "archive/usher-log-batch.h"

#include "archive/usher-log-chain.h"
#include "archive/usher-text-finder.h"
#include "model/usher-json.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/**
 * usher_log_batch_new:
 * @format: what is going to be written
 * @with_links: links and tokens stay
 *
 * Returns: (transfer full): an empty batch
 */
UsherLogBatch *
usher_log_batch_new (UsherLogFormat format, gboolean with_links)
{
  UsherLogBatch *self = g_new0 (UsherLogBatch, 1);

  self->format = format;
  self->with_links = with_links;
  self->text = g_string_sized_new (4096);
  self->lines = g_array_new (FALSE, FALSE, sizeof (UsherBatchLine));
  return self;
}

/**
 * usher_log_batch_clear:
 * @self: a batch
 *
 * Empties it.
 */
void
usher_log_batch_clear (UsherLogBatch *self)
{
  g_string_truncate (self->text, 0);
  g_array_set_size (self->lines, 0);
  self->n_events = self->n_without_events = 0;
}

/**
 * usher_log_batch_free:
 * @self: (nullable) (transfer full): a batch
 */
void
usher_log_batch_free (UsherLogBatch *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_array_unref (self->lines);
  usher_facts_cache_clear (&self->facts);
  usher_csv_cache_clear (&self->cells);
  g_free (self);
}

#define STRIDE 18 /* three letters from each of sixteen places */

/* A log that was made with links is no reason for another with links: whoever filters it was asked for none. An
 * escape could spell any of the words. */
static const char *const signs[] = { "/p/i/", "token", "secret", "invitationurl", "\\u" };

static gboolean
has_sign (const char *text, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (usher_find_no_case (text, length, signs[i], strlen (signs[i])) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * usher_log_may_hold_links:
 * @line: a line of a log
 * @length: its length in bytes
 *
 * Looks for three letters of each sign at once, which hardly any line has: "ret" and not "et", as in "example.net".
 *
 * Returns: %FALSE when there is certainly no link and no token in it
 */
gboolean
usher_log_may_hold_links (const char *line, gsize length)
{
#ifdef __SSE2__
  const __m128i lower = _mm_set1_epi8 (0x20);
  const char *p = line;
  const char *last;

  if (length < STRIDE)
    return has_sign (line, length);
  last = line + length - STRIDE; /* the end is looked at last, with some of what was before */
#define HAS(first, second, third)                                                                  \
  _mm_and_si128 (_mm_and_si128 (_mm_cmpeq_epi8 (a, _mm_set1_epi8 (first)),                         \
                                _mm_cmpeq_epi8 (b, _mm_set1_epi8 (second))),                       \
                 _mm_cmpeq_epi8 (c, _mm_set1_epi8 (third)))
  while (TRUE)
    {
      /* Lower case: '/' stays what it is, and the backslash becomes '|', which none of the others is. */
      __m128i a = _mm_or_si128 (_mm_loadu_si128 ((const __m128i *) (const void *) p), lower);
      __m128i b = _mm_or_si128 (_mm_loadu_si128 ((const __m128i *) (const void *) (p + 1)), lower);
      __m128i c = _mm_or_si128 (_mm_loadu_si128 ((const __m128i *) (const void *) (p + 2)), lower);
      __m128i hit = _mm_or_si128 (_mm_or_si128 (HAS ('/', 'p', '/'), HAS ('o', 'k', 'e')),
                                  _mm_or_si128 (HAS ('r', 'e', 't'), HAS ('n', 'u', 'r')));

      hit = _mm_or_si128 (hit, _mm_and_si128 (_mm_cmpeq_epi8 (a, _mm_set1_epi8 ('|')),
                                              _mm_cmpeq_epi8 (b, _mm_set1_epi8 ('u'))));
      if (_mm_movemask_epi8 (hit) != 0)
        return has_sign (line, length);
      if (p == last)
        return FALSE;
      p = MIN (p + 16, last);
    }
#undef HAS
#else
  return has_sign (line, length);
#endif
}

/* (nullable): NULL when there is nothing to leave out. */
static GString *
dup_without_links (UsherLogBatch *self, const char *line, gsize length)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GString) text = NULL;

  if (self->with_links || !usher_log_may_hold_links (line, length))
    return NULL;
  node = usher_json_parse (line, (gssize) length, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  json_object_remove_member (json_node_get_object (node), "chain");
  text = g_string_new (NULL);
  usher_json_append_node (text, node);
  return g_steal_pointer (&text);
}

/* body: an object without its chain and its closing brace. */
static void
take (UsherLogBatch *self, const char *body, gsize length, gboolean has_event)
{
  UsherBatchLine line = { (guint32) (length + 1), has_event };

  g_string_append_len (self->text, body, (gssize) length);
  g_string_append_c (self->text, '}');
  g_array_append_val (self->lines, line);
}

static void
count (UsherLogBatch *self, gboolean has_event)
{
  if (has_event)
    self->n_events++;
  else
    self->n_without_events++;
}

/**
 * usher_log_batch_add_line:
 * @self: a batch
 * @line: a line of an Usher log, with or without chain, without line end
 * @length: its length in bytes; less than 2 GB
 *
 * Takes over an event with its facts. A line that is none is left out: a damaged line has no place in a
 * file that says it is whole.
 */
void
usher_log_batch_add_line (UsherLogBatch *self, const char *line, gsize length)
{
  UsherLogLine parts;
  gsize body;
  g_autoptr (GString) clean = dup_without_links (self, line, length);

  if (clean != NULL)
    {
      line = clean->str;
      length = clean->len;
    }
  if (!usher_chain_find (line, length, &body))
    {
      while (length > 0 && strchr (" \t\r\n", line[length - 1]) != NULL && line[length - 1] != '\0')
        length--;
      body = length > 0 ? length - 1 : 0;
    }
  usher_log_line_parse (&parts, line, length, &self->facts);
  if (parts.type != USHER_LINE_EVENT && parts.type != USHER_LINE_FACTS)
    return;
  count (self, parts.type == USHER_LINE_EVENT);
  if (self->format == USHER_LOG_FORMAT_CSV)
    usher_csv_append_line (self->text, &parts, &self->cells);
  else
    take (self, line, body, parts.type == USHER_LINE_EVENT);
}

/**
 * usher_log_batch_add_known_line:
 * @self: a batch
 * @line: a line that was read before and ends in a chain member, without line end
 * @length: its length in bytes
 * @has_event: whether it is an event, or the facts of an invitation without events
 *
 * [method@LogBatch.add_line] for lines of which that is known: an Usher log takes them as they are.
 */
void
usher_log_batch_add_known_line (UsherLogBatch *self, const char *line, gsize length, gboolean has_event)
{
  gsize body;

  if (self->format == USHER_LOG_FORMAT_CSV || !usher_chain_find (line, length, &body)
      || (!self->with_links && usher_log_may_hold_links (line, length)))
    {
      usher_log_batch_add_line (self, line, length);
      return;
    }
  count (self, has_event);
  take (self, line, body, has_event);
}
