/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a part of a text line by line, in bounded memory: a block, or as much as the longest line that is
 * looked at. */

#include "usher-config.h"

#include "archive/usher-line-reader.h"

#include <string.h>

#define BLOCK (512 * 1024)

/**
 * usher_line_reader_init:
 * @self: (out caller-allocates): a reader
 * @source: an opened file
 * @start: where a line begins
 * @end: lines that begin before it are read, to their ends
 */
void
usher_line_reader_init (UsherLineReader *self, UsherLogSource *source, guint64 start, guint64 end)
{
  *self = (UsherLineReader){ .source = source, .next = start, .end = end, .capacity = BLOCK };
  self->buffer = g_malloc (BLOCK);
}

/**
 * usher_line_reader_clear:
 * @self: a reader
 */
void
usher_line_reader_clear (UsherLineReader *self)
{
  g_clear_pointer (&self->buffer, g_free);
}

/* Moves what is left to the front and reads more. FALSE when there is no more. */
static gboolean
fill (UsherLineReader *self)
{
  gssize n;

  memmove (self->buffer, self->buffer + self->at, self->filled - self->at);
  self->filled -= self->at;
  self->at = 0;
  if (self->filled == self->capacity)
    {
      self->capacity *= 2;
      self->buffer = g_realloc (self->buffer, self->capacity);
    }
  n = usher_log_source_read (self->source, self->next, self->buffer + self->filled,
                             self->capacity - self->filled);
  if (n < 0 || (n == 0 && self->next < self->source->size))
    self->failed = TRUE;
  if (n <= 0)
    return FALSE;
  self->filled += (gsize) n;
  self->next += (guint64) n;
  return TRUE;
}

/* The rest of a line that is longer than we look at. */
static void
skip_rest (UsherLineReader *self, UsherLine *line)
{
  line->too_long = TRUE;
  line->length = MIN (self->filled - self->at, BLOCK);
  while (TRUE)
    {
      char *feed;

      /* The first block of the line stays, to be shown. */
      self->at = BLOCK;
      self->filled = BLOCK;
      self->capacity = MAX (self->capacity, 2 * BLOCK);
      {
        gssize n = usher_log_source_read (self->source, self->next, self->buffer + BLOCK, BLOCK);

        if (n <= 0)
          {
            self->failed |= n < 0;
            line->terminated = FALSE;
            line->size = self->next - line->offset;
            break;
          }
        feed = memchr (self->buffer + BLOCK, '\n', (gsize) n);
        if (feed != NULL)
          {
            self->filled = BLOCK + (gsize) n;
            self->at = (gsize) (feed + 1 - self->buffer);
            line->size = self->next + (guint64) (feed - self->buffer - BLOCK) - line->offset;
            line->terminated = TRUE;
            self->next += (guint64) n;
            break;
          }
        self->next += (guint64) n;
      }
    }
  line->data = self->buffer;
}

/**
 * usher_line_reader_next:
 * @self: a reader
 * @line: (out caller-allocates): the line
 *
 * Returns: %FALSE at the end, or when the file became unreadable
 */
gboolean
usher_line_reader_next (UsherLineReader *self, UsherLine *line)
{
  gsize searched = 0;

  memset (line, 0, sizeof *line);
  line->offset = self->next - (self->filled - self->at);
  if (line->offset >= self->end)
    return FALSE;
  while (TRUE)
    {
      gsize left = self->filled - self->at;
      const char *start = self->buffer + self->at;
      const char *feed = left > searched ? memchr (start + searched, '\n', left - searched) : NULL;

      if (feed != NULL)
        {
          line->data = start;
          line->size = line->length = (gsize) (feed - start);
          line->terminated = TRUE;
          self->at += line->length + 1;
          return TRUE;
        }
      searched = left;
      if (left > USHER_LINE_LIMIT)
        {
          memmove (self->buffer, start, left);
          self->at = 0;
          self->filled = left;
          skip_rest (self, line);
          return TRUE;
        }
      if (!fill (self))
        {
          if (left == 0)
            return FALSE;
          line->data = self->buffer + self->at;
          line->size = line->length = left;
          self->at = self->filled;
          return TRUE;
        }
    }
}

/**
 * usher_line_find_next:
 * @source: an opened file
 * @offset: somewhere in its text
 *
 * Returns: where the next line begins, or the size of the text
 */
guint64
usher_line_find_next (UsherLogSource *source, guint64 offset)
{
  char buffer[4096];
  gssize n;

  while ((n = usher_log_source_read (source, offset, buffer, sizeof buffer)) > 0)
    {
      const char *feed = memchr (buffer, '\n', (gsize) n);

      if (feed != NULL)
        return offset + (guint64) (feed + 1 - buffer);
      offset += (guint64) n;
    }
  return source->size;
}
