/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables for a terminal. Cells come from a server: they are made safe on the way in. Main thread.
 */
#include "cli/usher-cli-table.h"

#include "model/usher-text.h"

#define GAP 2
/* Below this a cut text tells nothing any more. */
#define MIN_FLEXIBLE 10

typedef struct
{
  char *title; /* (owned) */
  UsherCliColumnFlags flags;
  guint width; /* of its widest cell */
  guint shown; /* what it gets; 0: left out */
} Column;

struct _UsherCliTable
{
  GPtrArray *columns; /* (owned) (element-type Column) */
  GPtrArray *rows;    /* (owned) (element-type GPtrArray of char*) */
  GPtrArray *row;     /* (owned) (nullable): the one that is being filled */
};

static void
column_free (gpointer data)
{
  Column *column = data;

  g_free (column->title);
  g_free (column);
}

static guint
get_char_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

/**
 * usher_cli_text_get_width:
 * @text: valid UTF-8 without control characters
 *
 * Returns: how many columns of a terminal it takes: two for wide characters, none for combining
 * ones
 */
guint
usher_cli_text_get_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += get_char_width (g_utf8_get_char (p));
  return width;
}

/**
 * usher_cli_table_new:
 *
 * Returns: (transfer full): a table without columns
 */
UsherCliTable *
usher_cli_table_new (void)
{
  UsherCliTable *self = g_new0 (UsherCliTable, 1);

  self->columns = g_ptr_array_new_with_free_func (column_free);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  return self;
}

/**
 * usher_cli_table_free:
 * @self: (transfer full): a table
 */
void
usher_cli_table_free (UsherCliTable *self)
{
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->row, g_ptr_array_unref);
  g_free (self);
}

/**
 * usher_cli_table_add_column:
 * @self: a table without rows
 * @title: a text of ours
 * @flags: how it may be treated
 */
void
usher_cli_table_add_column (UsherCliTable *self, const char *title, UsherCliColumnFlags flags)
{
  Column *column = g_new0 (Column, 1);

  g_return_if_fail (self->rows->len == 0);

  column->title = g_strdup (title);
  column->flags = flags;
  column->width = usher_cli_text_get_width (title);
  g_ptr_array_add (self->columns, column);
}

/**
 * usher_cli_table_add_cell:
 * @self: a table
 * @text: (nullable): what to show; control characters, line breaks and what turns the direction of
 * writing are taken out
 */
void
usher_cli_table_add_cell (UsherCliTable *self, const char *text)
{
  g_autofree char *safe = usher_text_dup_safe (text, 0);
  Column *column;

  if (self->row == NULL)
    self->row = g_ptr_array_new_with_free_func (g_free);
  g_return_if_fail (self->row->len < self->columns->len);

  column = g_ptr_array_index (self->columns, self->row->len);
  column->width = MAX (column->width, usher_cli_text_get_width (safe));
  g_ptr_array_add (self->row, g_steal_pointer (&safe));
}

/**
 * usher_cli_table_end_row:
 * @self: a table with as many new cells as it has columns
 */
void
usher_cli_table_end_row (UsherCliTable *self)
{
  g_return_if_fail (self->row != NULL && self->row->len == self->columns->len);

  g_ptr_array_add (self->rows, g_steal_pointer (&self->row));
}

static guint
get_total (UsherCliTable *self)
{
  guint total = 0;
  guint n = 0;

  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = g_ptr_array_index (self->columns, i);

      total += column->shown;
      n += column->shown > 0;
    }
  return total + (n > 0 ? (n - 1) * GAP : 0);
}

/* First the widest flexible columns give way, then the optional ones from the right. What is still
 * too wide is left to the terminal to wrap: ids must stay whole. */
static void
fit (UsherCliTable *self, guint width)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = g_ptr_array_index (self->columns, i);

      column->shown = column->width;
    }

  while (width > 0 && get_total (self) > width)
    {
      Column *widest = NULL;
      Column *optional = NULL;

      for (guint i = 0; i < self->columns->len; i++)
        {
          Column *column = g_ptr_array_index (self->columns, i);

          if ((column->flags & USHER_CLI_COLUMN_FLEXIBLE) && column->shown > MIN_FLEXIBLE &&
              (widest == NULL || column->shown > widest->shown))
            widest = column;
          if ((column->flags & USHER_CLI_COLUMN_OPTIONAL) && column->shown > 0)
            optional = column;
        }
      if (widest != NULL)
        widest->shown--;
      else if (optional != NULL)
        optional->shown = 0;
      else
        break;
    }
}

/* Leaving an optional column out may make more room than was needed. */
static void
widen (UsherCliTable *self, guint width)
{
  gboolean grew = width > 0;

  while (grew && get_total (self) < width)
    {
      grew = FALSE;
      for (guint i = 0; i < self->columns->len; i++)
        {
          Column *column = g_ptr_array_index (self->columns, i);

          if (column->shown > 0 && column->shown < column->width && get_total (self) < width)
            {
              column->shown++;
              grew = TRUE;
            }
        }
    }
}

static void
append_cell (GString *line, const char *text, guint width, gboolean at_right)
{
  guint needed = usher_cli_text_get_width (text);
  guint used = 0;

  if (needed > width)
    {
      for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
        {
          guint w = get_char_width (g_utf8_get_char (p));

          if (used + w > width - 1)
            break;
          g_string_append_unichar (line, g_utf8_get_char (p));
          used += w;
        }
      g_string_append (line, "…");
      used++;
      g_string_append_printf (line, "%*s", (int) (width - used), "");
      return;
    }

  if (at_right)
    g_string_append_printf (line, "%*s%s", (int) (width - needed), "", text);
  else
    g_string_append_printf (line, "%s%*s", text, (int) (width - needed), "");
}

static void
append_row (UsherCliTable *self, GString *text, GPtrArray *row)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = g_ptr_array_index (self->columns, i);

      if (column->shown == 0)
        continue;
      if (line->len > 0)
        g_string_append_printf (line, "%*s", GAP, "");
      append_cell (line, row != NULL ? g_ptr_array_index (row, i) : column->title, column->shown,
                   (column->flags & USHER_CLI_COLUMN_NUMBER) != 0);
    }
  g_strchomp (line->str);
  g_string_append (text, line->str);
  g_string_append_c (text, '\n');
}

/**
 * usher_cli_table_to_text:
 * @self: a table
 * @width: how many columns the terminal has; 0 for no bound, as in a pipe
 *
 * Returns: (transfer full): a line of titles and a line a row
 */
char *
usher_cli_table_to_text (UsherCliTable *self, guint width)
{
  g_autoptr (GString) text = g_string_new (NULL);

  fit (self, width);
  widen (self, width);
  append_row (self, text, NULL);
  for (guint i = 0; i < self->rows->len; i++)
    append_row (self, text, g_ptr_array_index (self->rows, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
