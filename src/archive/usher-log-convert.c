/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns what is compressed, in UTF-16, JSON or CSV into lines of an Usher log (without chain), so
 * that there is one index, one search and one reader of rows. Worker threads.
 *
 * Everything is bounded: what a file expands to, and what is held in memory. */

#include "usher-config.h"

#include "archive/usher-log-convert.h"

#include "archive/usher-log-csv.h"
#include "archive/usher-log-line.h"
#include "model/usher-json.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define BLOCK (256 * 1024)
#define BOMB_FLOOR (64 * 1024 * 1024) /* what may expand, whatever the ratio */
#define BOMB_RATIO 200                /* logs compress to a sixth; zeros to a thousandth */
#define ROOM_LEFT (256 * 1024 * 1024) /* of the disk, for others */
#define JSON_LIMIT (512 * 1024 * 1024)
#define RECORD_LIMIT (16 * 1024 * 1024)
#define BAD_LIMIT 4096 /* how much of what cannot be read is kept to be shown */

/* The text being written. */
typedef struct
{
  int fd;
  GString *buffer;   /* (owned) */
  guint64 length;
  const char *name;  /* (not owned) */
} Output;

static void
output_clear (Output *output)
{
  if (output->fd >= 0)
    close (output->fd);
  if (output->buffer != NULL)
    g_string_free (output->buffer, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Output, output_clear)

static gboolean
take_errno (const char *name, int saved_errno, GError **error)
{
  g_set_error (error, USHER_ARCHIVE_ERROR,
               saved_errno == ENOSPC ? USHER_ARCHIVE_ERROR_TOO_LARGE : USHER_ARCHIVE_ERROR_UNREADABLE,
               _("“%s” cannot be read: %s"), name, g_strerror (saved_errno));
  return FALSE;
}

static gboolean
output_init (Output *output, const char *name, GError **error)
{
  output->name = name;
  output->fd = usher_open_nameless ();
  output->buffer = g_string_sized_new (BLOCK);
  return output->fd >= 0 || take_errno (name, errno, error);
}

static gboolean
output_write (Output *output, const char *data, gsize length, GError **error)
{
  struct statvfs disk;

  while (length > 0)
    {
      gssize n = write (output->fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return take_errno (output->name, errno, error);
      data += n;
      length -= (gsize) n;
      output->length += (guint64) n;
    }
  if (output->length > BOMB_FLOOR && fstatvfs (output->fd, &disk) == 0 && disk.f_blocks > 0
      && (guint64) disk.f_bavail * disk.f_frsize < ROOM_LEFT)
    {
      g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_TOO_LARGE,
                   _("There is not enough free space to unpack “%s”."), output->name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
output_flush (Output *output, gsize floor, GError **error)
{
  if (output->buffer->len <= floor)
    return TRUE;
  if (!output_write (output, output->buffer->str, output->buffer->len, error))
    return FALSE;
  g_string_truncate (output->buffer, 0);
  return TRUE;
}

static int
output_steal (Output *output, GError **error)
{
  if (!output_flush (output, 0, error))
    return -1;
  return g_steal_fd (&output->fd);
}

static gboolean
check_bomb (guint64 in, guint64 out, const char *name, GError **error)
{
  if (out <= BOMB_FLOOR || out / BOMB_RATIO <= in)
    return TRUE;
  g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_TOO_LARGE,
               /* Translators: a file name */
               _("“%s” expands far beyond what a log does, so it was not unpacked further. "
                 "It is probably not a log."),
               name);
  return FALSE;
}

/**
 * usher_convert_gzip:
 * @fd: a compressed file
 * @name: its name, for messages
 * @damaged: (out): it ends early, or cannot be decompressed to its end
 * @trailing: (out): something that is no part of the log follows
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Returns: a descriptor of the text, or -1
 */
int
usher_convert_gzip (int fd, const char *name, gboolean *damaged, gboolean *trailing,
                    GCancellable *cancellable, GError **error)
{
  g_autoptr (GConverter) gzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autofree char *in = g_malloc (BLOCK);
  g_autofree char *out = g_malloc (4 * BLOCK);
  g_auto (Output) output = { .fd = -1 };
  gsize held = 0;
  guint64 offset = 0;
  gboolean at_end = FALSE;
  gboolean complete = FALSE;

  if (!output_init (&output, name, error))
    return -1;
  while (!*damaged)
    {
      GConverterResult result;
      g_autoptr (GError) local = NULL;
      gsize used = 0;
      gsize made = 0;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return -1;
      if (!at_end && held < BLOCK)
        {
          gssize n = pread (fd, in + held, BLOCK - held, (off_t) offset);

          if (n < 0)
            {
              take_errno (name, errno, error);
              return -1;
            }
          at_end = n == 0;
          held += (gsize) n;
          offset += (guint64) n;
        }
      if (complete)
        {
          if (held == 0)
            break;
          if (held < 2 || memcmp (in, "\x1f\x8b", 2) != 0)
            {
              *trailing = TRUE;
              break;
            }
          g_converter_reset (gzip); /* another member: files were joined */
          complete = FALSE;
        }
      result = g_converter_convert (gzip, in, held, out, 4 * BLOCK,
                                    at_end ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &used,
                                    &made, &local);
      if (result == G_CONVERTER_ERROR && !at_end
          && g_error_matches (local, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
        continue;
      *damaged = result == G_CONVERTER_ERROR;
      complete = result == G_CONVERTER_FINISHED;
      if (*damaged)
        break;
      memmove (in, in + used, held - used);
      held -= used;
      if (!output_write (&output, out, made, error)
          || !check_bomb (offset - held, output.length, name, error))
        return -1;
    }
  if (output.length == 0)
    {
      g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_UNREADABLE,
                   _("“%s” is damaged: nothing of it can be decompressed."), name);
      return -1;
    }
  return g_steal_fd (&output.fd);
}

/**
 * usher_convert_utf16:
 * @fd: a text in UTF-16
 * @name: its name, for messages
 * @big_endian: which of the two
 * @start: where the text begins
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Half pairs become U+FFFD.
 *
 * Returns: a descriptor of the text in UTF-8, or -1
 */
int
usher_convert_utf16 (int fd, const char *name, gboolean big_endian, guint64 start,
                     GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *in = g_malloc (BLOCK);
  g_auto (Output) output = { .fd = -1 };
  gunichar high = 0;
  gssize n;

  if (!output_init (&output, name, error))
    return -1;
  while ((n = pread (fd, in, BLOCK, (off_t) start)) > 0)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return -1;
      n -= n > 1 ? n % 2 : 0;
      for (gssize i = 0; i + 1 < n; i += 2)
        {
          gunichar unit = big_endian ? (gunichar) (in[i] << 8 | in[i + 1])
                                     : (gunichar) (in[i + 1] << 8 | in[i]);

          if (high != 0 && unit >= 0xDC00 && unit <= 0xDFFF)
            {
              g_string_append_unichar (output.buffer, 0x10000 + ((high - 0xD800) << 10) + unit - 0xDC00);
              high = 0;
              continue;
            }
          if (high != 0)
            g_string_append_unichar (output.buffer, 0xFFFD);
          high = unit >= 0xD800 && unit <= 0xDBFF ? unit : 0;
          if (high == 0)
            g_string_append_unichar (output.buffer, unit >= 0xDC00 && unit <= 0xDFFF ? 0xFFFD : unit);
        }
      start += (guint64) n;
      if (!output_flush (&output, BLOCK, error))
        return -1;
    }
  return output_steal (&output, error);
}

/* What cannot be read becomes a line that is no JSON, and is shown as such. */
static void
append_bad (GString *text, const char *data, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (data, (gssize) MIN (length, BAD_LIMIT));

  for (char *p = valid; *p != '\0'; p++)
    if ((guchar) *p < 0x20)
      *p = ' ';
  g_strstrip (valid);
  if (*valid == '\0')
    return;
  /* Something that happens to be JSON must not become an event of its own. */
  if (*valid == '{')
    g_string_append (text, "? ");
  g_string_append (text, valid);
  g_string_append_c (text, '\n');
}

static void
append_event_line (GString *text, JsonNode *event, const char *facts)
{
  g_string_append (text, "{\"event\":");
  usher_log_append_event (text, event);
  if (facts != NULL)
    g_string_append_printf (text, ",\"invitation\":%s", facts);
  g_string_append (text, "}\n");
}

/* A detail, an item of a list, or an event by itself. */
static gboolean
append_item (GString *text, const UsherSlice *raw)
{
  g_autoptr (JsonNode) node = usher_json_parse (raw->data, (gssize) raw->length, NULL);
  JsonObject *object = node != NULL ? usher_json_node_get_object (node) : NULL;
  g_autoptr (GString) facts = g_string_new (NULL);
  JsonArray *events;

  if (object == NULL)
    return FALSE;
  events = usher_json_get_array (object, "events");
  if (events == NULL && !json_object_has_member (object, "invitationType")
      && !json_object_has_member (object, "allowedEmails"))
    {
      if (!json_object_has_member (object, "eventType"))
        return FALSE;
      append_event_line (text, node, NULL);
      return TRUE;
    }
  usher_log_append_facts (facts, object, FALSE);
  for (guint i = 0; events != NULL && i < json_array_get_length (events); i++)
    {
      JsonNode *event = json_array_get_element (events, i);

      if (JSON_NODE_HOLDS_OBJECT (event))
        {
          append_event_line (text, event, facts->str);
        }
      else
        {
          g_autofree char *bad = usher_json_to_string (event, FALSE);

          append_bad (text, bad, strlen (bad));
        }
    }
  if (events == NULL || json_array_get_length (events) == 0)
    g_string_append_printf (text, "{\"invitation\":%s}\n", facts->str);
  return TRUE;
}

/* The items of an array; FALSE when it ends badly. */
static gboolean
convert_array (UsherJsonScan *scan, Output *output, guint *n_items, GCancellable *cancellable, GError **error)
{
  guint n = 0;

  if (!usher_json_scan_begin (scan, '['))
    return FALSE;
  while (usher_json_scan_next_element (scan, &n))
    {
      UsherSlice item;
      const char *start;

      usher_json_scan_peek (scan);
      start = scan->p;
      if (!usher_json_scan_value (scan, &item))
        {
          append_bad (output->buffer, start, (gsize) (scan->end - start));
          return FALSE;
        }
      if (append_item (output->buffer, &item))
        (*n_items)++;
      else
        append_bad (output->buffer, item.data, item.length);
      if (!output_flush (output, BLOCK, error)
          || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  return !scan->failed;
}

/* An envelope with "invitations", or one item. */
static gboolean
convert_object (UsherJsonScan *scan, Output *output, guint *n_items, GCancellable *cancellable, GError **error)
{
  const char *start = scan->p;
  gboolean envelope = FALSE;
  UsherSlice name;
  UsherSlice item;
  guint n = 0;

  if (!usher_json_scan_begin (scan, '{'))
    return FALSE;
  while (usher_json_scan_next_member (scan, &n, &name))
    {
      if (usher_slice_is (&name, "invitations") && usher_json_scan_peek (scan) == '[')
        {
          envelope = TRUE;
          if (!convert_array (scan, output, n_items, cancellable, error))
            return FALSE;
        }
      else if (!usher_json_scan_value (scan, NULL))
        {
          break;
        }
    }
  if (scan->failed)
    {
      append_bad (output->buffer, start, (gsize) (scan->end - start));
      return FALSE;
    }
  item = (UsherSlice){ start, (gsize) (scan->p - start) };
  if (envelope)
    return TRUE;
  if (append_item (output->buffer, &item))
    (*n_items)++;
  else
    append_bad (output->buffer, item.data, item.length);
  return output_flush (output, BLOCK, error);
}

static char *
read_all (int fd, const char *name, guint64 start, gsize *length, GError **error)
{
  g_autofree char *text = NULL;
  struct stat status;
  gsize size;

  if (fstat (fd, &status) != 0)
    {
      take_errno (name, errno, error);
      return NULL;
    }
  if (status.st_size > JSON_LIMIT)
    {
      g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_TOO_LARGE,
                   _("“%s” is too large for a JSON file. Save it in parts, or export an Usher log."), name);
      return NULL;
    }
  size = (gsize) status.st_size - (gsize) start;
  text = g_try_malloc (size + 1);
  if (text == NULL)
    {
      take_errno (name, ENOMEM, error);
      return NULL;
    }
  for (*length = 0; *length < size;)
    {
      gssize n = pread (fd, text + *length, size - *length, (off_t) (start + *length));

      if (n <= 0)
        break;
      *length += (gsize) n;
    }
  return g_steal_pointer (&text);
}

/**
 * usher_convert_json:
 * @fd: answers of the API: details, lists, pages of a list, one after another or in an array
 * @name: its name, for messages
 * @start: where the text begins
 * @cancellable: (nullable): to stop
 * @error: return location: %USHER_ARCHIVE_ERROR_FORMAT when nothing in it is an invitation
 *
 * Returns: a descriptor of the lines, or -1
 */
int
usher_convert_json (int fd, const char *name, guint64 start, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_auto (Output) output = { .fd = -1 };
  g_autofree char *text = NULL;
  UsherJsonScan scan;
  gsize length;
  guint n_items = 0;
  char c;

  text = read_all (fd, name, start, &length, error);
  if (text == NULL || !output_init (&output, name, error))
    return -1;
  usher_json_scan_init (&scan, text, length);
  while ((c = usher_json_scan_peek (&scan)) != '\0')
    {
      const char *from = scan.p;
      gboolean ok = TRUE;

      if (c == '[')
        ok = convert_array (&scan, &output, &n_items, cancellable, &local);
      else if (c == '{')
        ok = convert_object (&scan, &output, &n_items, cancellable, &local);
      else
        {
          append_bad (output.buffer, from, (gsize) (scan.end - from));
          break;
        }
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return -1;
        }
      if (!ok)
        break;
    }
  if (n_items == 0)
    {
      g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_FORMAT,
                   _("“%s” holds no invitations and no activity log."), name);
      return -1;
    }
  return output_steal (&output, error);
}

static void
free_cell (gpointer cell)
{
  g_string_free (cell, TRUE);
}

/**
 * usher_convert_csv:
 * @fd: a CSV file of ours
 * @name: its name, for messages
 * @start: where the text begins
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Returns: a descriptor of the lines, or -1
 */
int
usher_convert_csv (int fd, const char *name, guint64 start, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (free_cell);
  g_autoptr (GByteArray) held = g_byte_array_new ();
  g_auto (Output) output = { .fd = -1 };
  gboolean first = TRUE;
  gboolean at_end = FALSE;

  if (!output_init (&output, name, error))
    return -1;
  while (!at_end)
    {
      guint before = held->len;
      gboolean give_up;
      const char *p;
      const char *end;
      gssize n;

      g_byte_array_set_size (held, before + 4 * BLOCK);
      n = pread (fd, held->data + before, 4 * BLOCK, (off_t) start);
      if (n < 0)
        {
          take_errno (name, errno, error);
          return -1;
        }
      g_byte_array_set_size (held, before + (guint) n);
      start += (guint64) n;
      at_end = n == 0;
      give_up = at_end || held->len > RECORD_LIMIT; /* a quote that is never closed */
      p = (const char *) held->data;
      end = p + held->len;
      while (p < end)
        {
          const char *record = p;
          gsize line = output.buffer->len;
          gboolean closed;

          usher_csv_read_record (&p, end, cells, &closed);
          if (!give_up && (p == end || !closed))
            {
              p = record; /* it may go on in the next block */
              break;
            }
          if (first)
            first = FALSE;
          else if (closed && usher_csv_to_line (cells, output.buffer))
            g_string_append_c (output.buffer, '\n');
          else
            {
              g_string_truncate (output.buffer, line);
              append_bad (output.buffer, record, (gsize) (p - record));
            }
        }
      g_byte_array_remove_range (held, 0, (guint) (p - (const char *) held->data));
      if (!output_flush (&output, BLOCK, error)
          || g_cancellable_set_error_if_cancelled (cancellable, error))
        return -1;
    }
  return output_steal (&output, error);
}
