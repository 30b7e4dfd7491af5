/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All pages of a list. The first one tells how many there are, the others are fetched side by side,
 * a window at a time, so that a list of a thousand pages neither fills the queue before other
 * requests nor asks for much that is not there. What the server says of its pages is a hint: the
 * rules for stopping are those of contract 6.
 *
 * A list may change while it is read. What is created meanwhile shifts the pages, so that ids come twice; what
 * moves or goes shifts them the other way, and something that is there all the time is on none of the pages. The
 * totals show that: then the list is read again.
 *
 * Main context only; the pages are put together on a thread when they are many. */

#include "usher-config.h"

#include "api/usher-pages.h"

#include "api/usher-page.h"

#include <glib/gi18n.h>

/* A million items at the documented page size. Whoever has more pages than that never ends. */
#define MAX_PAGES 10000
/* Putting together this many takes less than a millisecond. */
#define MANY_ITEMS 1000
/* How often a list is read that does not agree with itself. */
#define MAX_ROUNDS 4

typedef struct
{
  /* Input */
  UsherRetryPolicy policy;
  char *path;                /* (owned) */
  char *query;               /* (owned) (nullable) */
  const UsherItemType *type; /* static */

  /* In progress */
  GCancellable *inner; /* (owned) ends the requests that are no longer needed */
  GSource *cancelled;  /* (owned) (nullable) watches the caller's cancellable */
  GPtrArray *pages;    /* (owned) (element-type UsherPage) (nullable elements) page n at n - 1 */
  guint next;          /* the next page to ask for */
  guint last;          /* as far as is known, or worth asking */
  guint n_out;         /* requests under way */
  gboolean ended;      /* last is certain */
  gint64 total;        /* that the pages of this round have told; -1: none yet */
  gboolean shifted;    /* they have told more than one */
  guint round;         /* from 0 */
  GPtrArray *before;   /* (owned) (nullable) the items of the last round */
  GError *error;       /* (owned) (nullable) the first one */

  /* Output */
  GPtrArray *items; /* (owned) (nullable) */
  UsherListReport report;
} PagesData;

typedef struct
{
  GTask *task; /* (owned) */
  guint page;
} Asked;

static void
page_free0 (gpointer page)
{
  if (page != NULL)
    usher_page_free (page);
}

static void
pages_data_free (gpointer user_data)
{
  PagesData *data = user_data;

  if (data->cancelled != NULL)
    g_source_destroy (data->cancelled);
  g_clear_pointer (&data->cancelled, g_source_unref);
  g_clear_pointer (&data->pages, g_ptr_array_unref);
  g_clear_pointer (&data->items, g_ptr_array_unref);
  g_clear_pointer (&data->before, g_ptr_array_unref);
  g_clear_object (&data->inner);
  g_clear_error (&data->error);
  g_free (data->path);
  g_free (data->query);
  g_free (data);
}

static void on_page (GObject *source, GAsyncResult *result, gpointer user_data);

static void
ask (GTask *task, guint page)
{
  PagesData *data = g_task_get_task_data (task);
  UsherReader reader = { usher_page_read, page_free0, data->type, FALSE };
  g_autofree char *number = g_strdup_printf ("page=%u", page);
  g_autofree char *query = NULL;
  Asked *asked = g_new0 (Asked, 1);

  /* The first is what the list gives unasked, and not every list knows the parameter. */
  if (page == 1)
    query = g_strdup (data->query);
  else if (data->query != NULL)
    query = g_strconcat (data->query, "&", number, NULL);
  else
    query = g_steal_pointer (&number);

  asked->task = g_object_ref (task);
  asked->page = page;
  data->n_out++;
  usher_get_async (g_task_get_source_object (task), &data->policy, data->path, query, &reader,
                   data->inner, on_page, asked);
}

/* Across pages an id comes twice when something was created in between: the first one stays. */
static void
put_together (PagesData *data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  data->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < data->pages->len && i < data->last; i++)
    {
      UsherPage *page = g_ptr_array_index (data->pages, i);

      if (page == NULL)
        continue;
      data->report.n_skipped += page->n_skipped;
      for (guint j = 0; j < page->items->len; j++)
        {
          gpointer item = g_ptr_array_index (page->items, j);

          if (g_hash_table_add (seen, (gpointer) data->type->get_id (item)))
            g_ptr_array_add (data->items, g_object_ref (item));
          else
            data->report.n_duplicates++;
        }
    }
  g_clear_pointer (&data->pages, g_ptr_array_unref);
}

/* How many items the last round had that this one has not; those are appended when keep is set. */
static guint
count_lost (PagesData *data, gboolean keep)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  for (guint i = 0; i < data->items->len; i++)
    g_hash_table_add (ids, (gpointer) data->type->get_id (g_ptr_array_index (data->items, i)));
  for (guint i = 0; i < data->before->len; i++)
    {
      gpointer item = g_ptr_array_index (data->before, i);

      if (g_hash_table_contains (ids, data->type->get_id (item)))
        continue;
      n++;
      if (keep)
        g_ptr_array_add (data->items, g_object_ref (item));
    }
  return n;
}

/* Whether what was read may be believed. A server whose total is simply wrong gives the same items twice, and each of them
 * once: one that is on two pages has moved, and another may have slipped through, in the same way each time. */
static gboolean
is_consistent (PagesData *data)
{
  if (data->shifted)
    return FALSE;
  if (data->total < 0 || (gint64) data->items->len + data->report.n_skipped >= data->total)
    return TRUE;
  return data->before != NULL && data->report.n_duplicates == 0 && data->before->len == data->items->len && count_lost (data, FALSE) == 0;
}

static void
begin_round (PagesData *data)
{
  data->pages = g_ptr_array_new_with_free_func (page_free0);
  data->next = 1;
  data->last = 1;
  data->ended = FALSE;
  data->total = -1;
  data->shifted = FALSE;
  data->report.n_skipped = 0;
  data->report.n_duplicates = 0;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  PagesData *data = g_task_get_task_data (G_TASK (user_data));

  g_cancellable_cancel (data->inner);
  return G_SOURCE_REMOVE;
}

static void
watch_caller (GTask *task)
{
  PagesData *data = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable == NULL)
    return;
  data->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (data->cancelled, G_SOURCE_FUNC (on_cancelled), g_object_ref (task), g_object_unref);
  g_source_attach (data->cancelled, g_task_get_context (task));
}

/* The pages are together: they are the list, or it is read again. Takes the task. */
static void
conclude (GTask *task)
{
  g_autoptr (GTask) owned = task;
  PagesData *data = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (is_consistent (data))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (++data->round == MAX_ROUNDS)
    {
      /* It never stands still. Rather one that has gone than one missing that is there. */
      if (data->before != NULL)
        count_lost (data, TRUE);
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_clear_pointer (&data->before, g_ptr_array_unref);
  data->before = g_steal_pointer (&data->items);
  g_clear_object (&data->inner); /* cancelled, when pages beyond the end were still on their way */
  data->inner = g_cancellable_new ();
  begin_round (data);
  watch_caller (task);
  ask (task, data->next++);
}

static void
put_together_in_thread (GTask *inner, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  put_together (task_data);
  g_task_return_boolean (inner, TRUE);
}

static void
on_put_together (GObject *source, GAsyncResult *result, gpointer user_data)
{
  conclude (G_TASK (user_data));
}

static void
finish (GTask *task)
{
  PagesData *data = g_task_get_task_data (task);
  guint n = 0;

  if (data->cancelled != NULL)
    g_source_destroy (data->cancelled);
  g_clear_pointer (&data->cancelled, g_source_unref);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (data->error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&data->error));
      return;
    }
  for (guint i = 0; i < data->pages->len; i++)
    {
      UsherPage *page = g_ptr_array_index (data->pages, i);

      n += page != NULL ? page->items->len : 0;
    }
  if (n > MANY_ITEMS)
    {
      g_autoptr (GTask) inner = g_task_new (NULL, NULL, on_put_together, g_object_ref (task));

      g_task_set_source_tag (inner, usher_pages_fetch_async);
      g_task_set_task_data (inner, data, NULL); /* alive with the outer one */
      g_task_run_in_thread (inner, put_together_in_thread);
    }
  else
    {
      put_together (data);
      conclude (g_object_ref (task));
    }
}

static UsherPage *
get_page (PagesData *data, guint page)
{
  return page >= 1 && page <= data->pages->len ? g_ptr_array_index (data->pages, page - 1) : NULL;
}

/* TRUE when the page has an id that the one before it has not: a server that gives its last page
 * over and over, and says that there is more, must not keep us for ever. */
static gboolean
brings_news (PagesData *data, guint page)
{
  UsherPage *one = get_page (data, page);
  UsherPage *before = get_page (data, page - 1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (one == NULL)
    return FALSE;
  for (guint i = 0; before != NULL && i < before->items->len; i++)
    g_hash_table_add (seen, (gpointer) data->type->get_id (g_ptr_array_index (before->items, i)));
  for (guint i = 0; i < one->items->len; i++)
    if (!g_hash_table_contains (seen, data->type->get_id (g_ptr_array_index (one->items, i))))
      return TRUE;
  return FALSE;
}

static gboolean
have_all (PagesData *data)
{
  for (guint page = data->last; page >= 1; page--)
    if (get_page (data, page) == NULL)
      return FALSE;
  return TRUE;
}

/* After each answer: ask on, or end. */
static void
advance (GTask *task)
{
  PagesData *data = g_task_get_task_data (task);

  if (data->error != NULL || (data->ended && have_all (data)))
    {
      if (data->n_out > 0)
        g_cancellable_cancel (data->inner);
      else
        finish (task);
      return;
    }
  /* The pages that were announced are here, and the last one says that there are more. */
  if (!data->ended && data->n_out == 0 && data->next > data->last)
    {
      if (data->last >= MAX_PAGES)
        data->error = usher_api_error_new (
            USHER_API_ERROR_PROTOCOL,
            _("The server's list does not end. Check the server's address in the account."),
            NULL,
            -1);
      else if (brings_news (data, data->last))
        data->last++;
      else
        {
          data->last -= data->last > 1; /* a repetition: left out */
          data->ended = TRUE;
        }
      if (data->error != NULL || data->ended)
        {
          finish (task);
          return;
        }
    }
  while (data->n_out < USHER_CLIENT_MAX_IN_FLIGHT && data->next <= data->last)
    ask (task, data->next++);
}

static void
take_page (PagesData *data, guint asked, UsherPage *page)
{
  gint64 current = page->current_page >= 0 ? page->current_page : asked;

  if (page->total >= 0)
    {
      data->shifted |= data->total >= 0 && data->total != page->total;
      data->total = page->total;
    }
  if (asked > 1 && current != asked)
    {
      /* Beyond the end the last page comes again (contract 6); it is here already, or on its
       * way. */
      data->last = MIN (data->last, asked - 1);
      data->ended = TRUE;
      usher_page_free (page);
      return;
    }

  if (asked > data->pages->len)
    g_ptr_array_set_size (data->pages, (int) asked);
  g_ptr_array_index (data->pages, asked - 1) = page;
  if (page->is_whole || !page->has_next || current != asked)
    {
      data->last = MIN (data->last, asked);
      data->ended = TRUE;
    }
  else if (asked == 1 && page->total_pages > 1 && page->total_pages <= MAX_PAGES)
    data->last = (guint) page->total_pages;
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Asked *asked = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&asked->task);
  guint number = asked->page;
  PagesData *data = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  guint n_requests = 0;
  UsherPage *page;

  g_free (asked);
  page = usher_get_finish (USHER_TRANSPORT (source), result, &n_requests, &error);
  data->n_out--;
  data->report.n_requests += n_requests;
  if (page != NULL)
    take_page (data, number, page);
  else if (number <= data->last && data->error == NULL)
    data->error = g_steal_pointer (&error); /* half a list would look as if the rest were gone */
  advance (task);
}

/**
 * usher_pages_fetch_async:
 * @transport: the server
 * @policy: when to try again; copied
 * @path: what follows the base address, escaped
 * @query: (nullable): the query without the page, escaped
 * @type: static description of the items
 * @cancellable: (nullable): to cancel
 * @callback: called when it is done
 * @user_data: for @callback
 */
void
usher_pages_fetch_async (UsherTransport *transport,
                         const UsherRetryPolicy *policy,
                         const char *path,
                         const char *query,
                         const UsherItemType *type,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (transport, cancellable, callback, user_data);
  PagesData *data = g_new0 (PagesData, 1);

  g_task_set_source_tag (task, usher_pages_fetch_async);
  data->policy = *policy;
  data->path = g_strdup (path);
  data->query = g_strdup (query);
  data->type = type;
  data->inner = g_cancellable_new ();
  g_task_set_task_data (task, data, pages_data_free);
  begin_round (data);
  watch_caller (task);
  ask (task, data->next++);
}

/**
 * usher_pages_fetch_finish:
 * @transport: the server
 * @result: a result
 * @report: (out) (optional): what was found beside the items; also when it failed
 * @error: return location
 *
 * Returns: (transfer container) (element-type GObject): the items in the server's order, each id
 *   once; %NULL when any page could not be had
 */
GPtrArray *
usher_pages_fetch_finish (UsherTransport *transport, GAsyncResult *result, UsherListReport *report,
                          GError **error)
{
  PagesData *data;

  g_return_val_if_fail (g_task_is_valid (result, transport), NULL);

  data = g_task_get_task_data (G_TASK (result));
  if (report != NULL)
    *report = data->report;
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_steal_pointer (&data->items);
}
