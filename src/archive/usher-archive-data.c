/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Puts the indexes of files together. Made on a worker; immutable after that, and read by any thread. The hash
 * tables of what is looked up later are made at once, because they are made at the first look. */

#include "usher-config.h"

#include "archive/usher-archive-data.h"

#include "archive/usher-json-scan.h"
#include "model/usher-text.h"

#include <string.h>

#define ROWS_A_TURN (64 * 1024)
#define MAX_SHORT 128

/**
 * usher_archive_data_ref:
 * @self: data
 *
 * Returns: (transfer full): @self
 */
UsherArchiveData *
usher_archive_data_ref (UsherArchiveData *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/* From so many rows on, it is done aside: giving their memory back takes longer than a frame. */
#define MANY_ROWS 50000

static gpointer
free_data (gpointer data)
{
  UsherArchiveData *self = data;

  g_clear_pointer (&self->sources, g_ptr_array_unref);
  if (self->mapping == NULL)
    {
      g_free (self->rows);
      g_free (self->by_offset);
    }
  g_clear_pointer (&self->mapping, g_mapped_file_unref);
  g_clear_pointer (&self->kinds, usher_intern_free);
  g_clear_pointer (&self->recipients, usher_intern_free);
  g_clear_pointer (&self->invitations, usher_intern_free);
  g_clear_pointer (&self->companies, usher_intern_free);
  g_clear_pointer (&self->company_of, g_array_unref);
  g_clear_pointer (&self->segments, g_ptr_array_unref);
  g_free (self->verifications);
  g_clear_pointer (&self->addresses, usher_intern_free);
  g_clear_pointer (&self->address_names, g_ptr_array_unref);
  g_free (self->address_starts);
  g_clear_pointer (&self->address_ids, g_array_unref);
  g_clear_pointer (&self->company_ids, usher_intern_free);
  g_clear_pointer (&self->company_names, g_ptr_array_unref);
  g_free (self->company_groups);
  g_free (self->file_numbers);
  if (self->cache != NULL)
    self->free_cache (self->cache);
  g_free (self);
  return NULL;
}

/**
 * usher_archive_data_unref:
 * @self: (nullable) (transfer full): data
 */
void
usher_archive_data_unref (UsherArchiveData *self)
{
  GThread *thread = NULL;

  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->n_rows >= MANY_ROWS)
    thread = g_thread_try_new ("usher-free", free_data, self, NULL);
  if (thread != NULL)
    g_thread_unref (thread);
  else
    free_data (self);
}

/* To be merged with others: the rows in the order of the file again, and not in a mapping. */
static void
restore_order (UsherFileIndex *index)
{
  UsherRow *rows = NULL;

  if (index->by_offset == NULL)
    return;
  rows = g_new (UsherRow, MAX (index->n_rows, 1));
  for (guint32 i = 0; i < index->n_rows; i++)
    rows[i] = index->rows[MIN (index->by_offset[i], index->n_rows - 1)];
  if (index->mapping == NULL)
    {
      g_free (index->rows);
      g_free (index->by_offset);
    }
  g_clear_pointer (&index->mapping, g_mapped_file_unref);
  index->rows = rows;
  index->by_offset = NULL;
}

static void
take_first (UsherArchiveData *self, UsherFileIndex *index)
{
  self->rows = g_steal_pointer (&index->rows);
  self->by_offset = g_steal_pointer (&index->by_offset);
  self->mapping = g_steal_pointer (&index->mapping);
  self->n_rows = index->n_rows;
  self->kinds = g_steal_pointer (&index->kinds);
  self->recipients = g_steal_pointer (&index->recipients);
  self->invitations = g_steal_pointer (&index->invitations);
  self->companies = g_steal_pointer (&index->companies);
  self->company_of = g_steal_pointer (&index->company_of);
}

static void
add_next (UsherArchiveData *self, UsherFileIndex *index, guint16 file)
{
  g_autofree guint32 *kinds = usher_intern_merge (self->kinds, index->kinds);
  g_autofree guint32 *recipients = usher_intern_merge (self->recipients, index->recipients);
  g_autofree guint32 *invitations = usher_intern_merge (self->invitations, index->invitations);
  g_autofree guint32 *companies = usher_intern_merge (self->companies, index->companies);
  guint32 n = (guint32) MIN ((guint64) self->n_rows + index->n_rows, G_MAXUINT32 - 1) - self->n_rows;

  for (guint i = 0; i < index->company_of->len; i++)
    if (invitations[i] == self->company_of->len)
      g_array_append_val (self->company_of, companies[g_array_index (index->company_of, guint32, i)]);
  self->rows = g_renew (UsherRow, self->rows, MAX ((gsize) self->n_rows + n, 1));
  for (guint32 i = 0; i < n; i++)
    {
      UsherRow row = index->rows[i];

      row.file = file;
      row.kind = (guint8) (row.kind == 255 ? 255 : MIN (kinds[row.kind], 255));
      if (row.recipient != USHER_INTERN_NONE)
        row.recipient = recipients[row.recipient];
      if (row.invitation != USHER_INTERN_NONE)
        row.invitation = invitations[row.invitation];
      self->rows[self->n_rows + i] = row;
    }
  self->n_rows += n;
}

static void
check_some_rows (guint i, guint thread, gpointer user_data)
{
  UsherArchiveData *self = user_data;
  guint32 n_recipients = usher_intern_get_size (self->recipients);
  guint32 n_invitations = MIN (usher_intern_get_size (self->invitations), self->company_of->len);
  guint32 end = MIN ((i + 1) * ROWS_A_TURN, self->n_rows);

  /* What is right is not written to: of a kept index, a page that is would be copied. */
  for (guint32 n = i * ROWS_A_TURN; n < end; n++)
    {
      UsherRow *row = &self->rows[n];

      if (row->recipient >= n_recipients && row->recipient != USHER_INTERN_NONE)
        row->recipient = USHER_INTERN_NONE;
      if (row->invitation >= n_invitations && row->invitation != USHER_INTERN_NONE)
        row->invitation = USHER_INTERN_NONE;
      if (row->file >= self->sources->len)
        row->file = 0;
      if (self->by_offset != NULL && self->by_offset[n] >= self->n_rows)
        self->by_offset[n] = 0;
    }
}

/* A kept index is not to be trusted beyond its checksum: every number must be one. */
static void
check_rows (UsherArchiveData *self)
{
  guint32 n_companies = usher_intern_get_size (self->companies);

  usher_parallel_run ((self->n_rows + ROWS_A_TURN - 1) / ROWS_A_TURN, check_some_rows, self, NULL);
  for (guint i = 0; i < self->company_of->len; i++)
    if (g_array_index (self->company_of, guint32, i) >= n_companies)
      g_array_index (self->company_of, guint32, i) = USHER_INTERN_NONE;
}

/* Most addresses are short and ASCII: what usher_text_fold() makes of them takes no memory. */
static gboolean
fold_short (const char *text, gsize length, char folded[MAX_SHORT])
{
  guchar all = 0;

  if (length >= MAX_SHORT || memchr (text, '\0', length) != NULL)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      all |= (guchar) text[i];
      folded[i] = g_ascii_tolower (text[i]);
    }
  return all < 0x80;
}

static void
add_address (UsherArchiveData *self, const char *text, gsize length)
{
  char short_folded[MAX_SHORT];
  guint32 id;

  if (fold_short (text, length, short_folded))
    {
      id = usher_intern_add (self->addresses, short_folded, length);
    }
  else
    {
      g_autofree char *name = g_strndup (text, length);
      g_autofree char *folded = usher_text_fold (name);

      id = usher_intern_add (self->addresses, folded, strlen (folded));
    }
  if (id == self->address_names->len)
    g_ptr_array_add (self->address_names, g_strndup (text, length));
  if (id != USHER_INTERN_NONE)
    g_array_append_val (self->address_ids, id);
}

static void
expand_recipients (UsherArchiveData *self)
{
  guint32 n = usher_intern_get_size (self->recipients);

  self->addresses = usher_intern_new ();
  self->address_names = g_ptr_array_new_with_free_func (g_free);
  self->address_ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->address_starts = g_new (guint32, (gsize) n + 1);
  for (guint32 i = 0; i < n; i++)
    {
      gsize length;
      const char *text = usher_intern_get (self->recipients, i, &length);
      UsherJsonScan scan;
      UsherSlice address;
      guint k = 0;

      self->address_starts[i] = self->address_ids->len;
      if (*text != '[')
        {
          add_address (self, text, length);
          continue;
        }
      usher_json_scan_init (&scan, text, length);
      usher_json_scan_begin (&scan, '[');
      while (usher_json_scan_next_element (&scan, &k))
        {
          if (usher_json_scan_peek (&scan) != '"')
            {
              if (!usher_json_scan_value (&scan, NULL))
                break;
              continue;
            }
          if (!usher_json_scan_string (&scan, &address))
            break;
          if (memchr (address.data, '\\', address.length) != NULL)
            {
              g_autofree char *plain = usher_json_unescape (&address, &length);

              add_address (self, plain, length);
            }
          else
            {
              add_address (self, address.data, address.length);
            }
        }
    }
  self->address_starts[n] = self->address_ids->len;
  usher_intern_find (self->addresses, "", 0); /* the table, before other threads look */
}

/* A company has one id, and its name may be missing in one file and be there in another. */
static void
group_companies (UsherArchiveData *self)
{
  guint32 n = usher_intern_get_size (self->companies);

  self->company_ids = usher_intern_new ();
  self->company_names = g_ptr_array_new_with_free_func (g_free);
  self->company_groups = g_new (guint32, MAX (n, 1));
  for (guint32 i = 0; i < n; i++)
    {
      gsize length;
      const char *entry = usher_intern_get (self->companies, i, &length);
      const char *tab = memchr (entry, '\t', length);
      gsize id_length = tab != NULL ? (gsize) (tab - entry) : length;
      const char *name = tab != NULL ? tab + 1 : "";
      guint32 group;

      if (length <= 1)
        {
          self->company_groups[i] = USHER_INTERN_NONE; /* neither id nor name */
          continue;
        }
      group = id_length > 0 ? usher_intern_add (self->company_ids, entry, id_length)
                            : usher_intern_add (self->company_ids, name, strlen (name));
      if (group == self->company_names->len)
        g_ptr_array_add (self->company_names, g_strdup (name));
      else if (group != USHER_INTERN_NONE && *(char *) g_ptr_array_index (self->company_names, group) == '\0')
        {
          g_free (g_ptr_array_index (self->company_names, group));
          g_ptr_array_index (self->company_names, group) = g_strdup (name);
        }
      self->company_groups[i] = group;
    }
  usher_intern_find (self->company_ids, "", 0);
}

/**
 * usher_archive_data_new:
 * @sources: (transfer full) (element-type UsherLogSource): files, at most 65,535
 * @indexes: (transfer full) (element-type UsherFileIndex): the index of each
 *
 * Returns: (transfer full): all of it, in the order of time
 */
UsherArchiveData *
usher_archive_data_new (GPtrArray *sources, GPtrArray *indexes)
{
  UsherArchiveData *self = g_new0 (UsherArchiveData, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->sources = sources;
  self->segments = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->verifications = g_new0 (UsherVerification, MAX (indexes->len, 1));
  for (guint i = 0; i < indexes->len; i++)
    {
      UsherFileIndex *index = g_ptr_array_index (indexes, i);

      if (indexes->len == 1)
        usher_file_index_sort (index);
      else
        restore_order (index);
      if (i == 0)
        take_first (self, index);
      else
        add_next (self, index, (guint16) i);
      g_ptr_array_add (self->segments, g_steal_pointer (&index->segments));
      self->verifications[i] = index->verification;
    }
  check_rows (self);
  if (self->by_offset == NULL)
    {
      guint32 n = self->n_rows;

      self->by_offset = g_new (guint32, MAX (n, 1));
      self->n_rows = usher_rows_sort (self->rows, n, TRUE, self->by_offset);
      self->n_folded = n - self->n_rows;
    }
  expand_recipients (self);
  group_companies (self);
  g_ptr_array_unref (indexes);
  return self;
}

/**
 * usher_archive_data_get_company:
 * @self: data
 * @row: a row of it
 *
 * Returns: the number of its company, or %USHER_INTERN_NONE
 */
guint32
usher_archive_data_get_company (UsherArchiveData *self, const UsherRow *row)
{
  guint32 company;

  if (row->invitation == USHER_INTERN_NONE)
    return USHER_INTERN_NONE;
  company = g_array_index (self->company_of, guint32, row->invitation);
  return company == USHER_INTERN_NONE ? company : self->company_groups[company];
}

/**
 * usher_archive_data_get_line:
 * @self: data
 * @row: a row of it
 *
 * Counts, so it is for a row that a person looks at, not for all.
 *
 * Returns: the line in its file (or in the text that was made of it), from 1
 */
guint64
usher_archive_data_get_line (UsherArchiveData *self, const UsherRow *row)
{
  GArray *segments = g_ptr_array_index (self->segments, row->file);
  UsherLogSource *source = g_ptr_array_index (self->sources, row->file);
  UsherSegment found = { source->start, 1 };
  guint low = 0;
  guint high = segments->len;
  char buffer[16384];
  gssize n;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (segments, UsherSegment, middle).start <= row->offset)
        {
          found = g_array_index (segments, UsherSegment, middle);
          low = middle + 1;
        }
      else
        {
          high = middle;
        }
    }
  while (found.start < row->offset
         && (n = usher_log_source_read (source, found.start, buffer,
                                        (gsize) MIN (sizeof buffer, row->offset - found.start))) > 0)
    {
      for (const char *p = buffer; (p = memchr (p, '\n', (gsize) (buffer + n - p))) != NULL; p++)
        found.first_line++;
      found.start += (guint64) n;
    }
  return found.first_line;
}

/**
 * usher_archive_data_read_row:
 * @self: data
 * @row: a row of it
 * @limit: how many bytes at most
 * @length: (out): how many were read
 *
 * Returns: (transfer full) (nullable): its line; %NULL when the file is not what it was
 */
char *
usher_archive_data_read_row (UsherArchiveData *self, const UsherRow *row, gsize limit, gsize *length)
{
  gsize wanted = MIN (row->length, limit);
  g_autofree char *line = g_malloc (wanted + 1);
  gssize n = usher_log_source_read (g_ptr_array_index (self->sources, row->file), row->offset, line, wanted);

  if (n < 0 || (gsize) n < wanted)
    return NULL;
  line[wanted] = '\0';
  *length = wanted;
  return g_steal_pointer (&line);
}

/**
 * usher_archive_data_find_time:
 * @self: data
 * @time: a time
 *
 * Returns: the first row that is not before @time; n_rows when there is none
 */
guint32
usher_archive_data_find_time (UsherArchiveData *self, gint64 time)
{
  guint32 low = 0;
  guint32 high = self->n_rows;

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;

      if (self->rows[middle].time < time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}
