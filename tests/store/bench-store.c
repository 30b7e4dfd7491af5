/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures the store with 100,000 invitations on disk: `bench-store [ROWS]`. Prints a line for each
 * figure, name, tab, milliseconds (medians of several rounds, or of one where it says "once"). Run by
 * build-aux/bench; not a test.
 *
 * A query is measured from the call to the callback, so the way to the worker's thread and back is in
 * it; "page" reads the first 205 rows, as many as a GtkColumnView makes, on the main thread. */
#include <stdio.h>
#include <stdlib.h>

#include "store/usher-invitation-list.h"
#include "store/usher-test-store.h"

#define ROUNDS 9
#define PAGE 205

static void
print (const char *name,
       double      seconds)
{
  printf ("%s\t%.2f\n", name, seconds * 1000);
  fflush (stdout);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static double
get_median (double *values,
            guint   n)
{
  qsort (values, n, sizeof *values, compare);
  return values[n / 2];
}

static void
measure_query (UsherStore *store,
               const char *name,
               UsherQuery *query)
{
  double seconds[ROUNDS];
  guint n_rows = 0;

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (GTimer) timer = g_timer_new ();
      g_autoptr (GArray) rows = usher_test_query (store, query);

      seconds[i] = g_timer_elapsed (timer, NULL);
      n_rows = rows->len;
    }
  fprintf (stderr, "# %s: %u rows\n", name, n_rows);
  print (name, get_median (seconds, ROUNDS));
}

/* What a person waits for: another query, and the rows that are seen. */
static void
measure_page (UsherStore *store,
              const char *name,
              UsherQuery *query)
{
  double seconds[ROUNDS], main_seconds[ROUNDS];
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) none = usher_query_with_text (all, "nothing has this");
  g_autofree char *main_name = g_strconcat ("first page, ", name, ", on the main thread", NULL);
  g_autofree char *whole_name = g_strconcat ("query and first page, ", name, NULL);

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (UsherInvitationList) list = usher_invitation_list_new (store);
      g_autoptr (GPtrArray) page = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (GTimer) timer = NULL;
      g_autoptr (GTimer) main_timer = NULL;

      usher_invitation_list_set_query (list, none);
      usher_test_wait_for (!usher_invitation_list_get_loading (list));
      timer = g_timer_new ();
      usher_invitation_list_set_query (list, query);
      usher_test_wait_for (!usher_invitation_list_get_loading (list));
      main_timer = g_timer_new ();
      for (guint row = 0; row < MIN (PAGE, g_list_model_get_n_items (G_LIST_MODEL (list))); row++)
        g_ptr_array_add (page, g_list_model_get_item (G_LIST_MODEL (list), row));
      main_seconds[i] = g_timer_elapsed (main_timer, NULL);
      seconds[i] = g_timer_elapsed (timer, NULL);
    }
  print (whole_name, get_median (seconds, ROUNDS));
  print (main_name, get_median (main_seconds, ROUNDS));
}

static GPtrArray *
make_listed (guint from,
             guint to,
             guint seed)
{
  GPtrArray *invitations = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = from; i < to; i++)
    g_ptr_array_add (invitations, usher_test_make_listed (i, seed));
  return invitations;
}

static void
measure_put (UsherStore *store,
             const char *name,
             guint       from,
             guint       to,
             guint       seed)
{
  g_autoptr (GPtrArray) invitations = make_listed (from, to, seed);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimer) timer = g_timer_new ();
  int n = usher_test_put (store, invitations, NULL, &error);

  print (name, g_timer_elapsed (timer, NULL));
  g_assert_no_error (error);
  fprintf (stderr, "# %s: %d changed\n", name, n);
}

int
main (int   argc,
      char *argv[])
{
  static const struct { UsherInvitationStatus status; const char *name; } statuses[] = {
    { USHER_INVITATION_STATUS_UNKNOWN, "query any status" },
    { USHER_INVITATION_STATUS_ACTIVE, "query active" },
    { USHER_INVITATION_STATUS_EXPIRED, "query expired" },
    { USHER_INVITATION_STATUS_REVOKED, "query revoked" },
    { USHER_INVITATION_STATUS_FULFILLED, "query fulfilled" },
  };
  static const char * const sorts[] = { "created", "recipient", "kind", "company", "status", "uses",
                                        "expires", "activity" };
  static const struct { const char *text; const char *name; } texts[] = {
    { "bjorn.77", "text with few hits" },
    { "example", "text with many hits" },
    { "acme north example", "text of three words" },
    { "nothing has this", "text without hits" },
  };
  guint n_rows = argc > 1 ? (guint) atoi (argv[1]) : 100000;
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = g_build_filename (dir, "store.db", NULL);
  g_autoptr (GPtrArray) companies = usher_test_make_companies (N_TEST_COMPANIES);
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (GTimer) timer = NULL;
  double seconds[ROUNDS];
  UsherStore *store;

  store = usher_test_open_store (path);
  usher_test_put_companies (store, companies);
  for (guint from = 0; from < n_rows; from += 10000)
    {
      guint to = MIN (from + 10000, n_rows);

      if (to == n_rows)
        measure_put (store, "insert the last 10,000, once", from, to, 1);
      else
        {
          g_autoptr (GPtrArray) some = usher_test_make_invitations (from, to, 1);

          usher_test_put (store, some, NULL, NULL);
        }
    }
  measure_put (store, "put 10,000 that did not change, once", 0, MIN (n_rows, 10000), 1);
  usher_test_close_store (store);

  timer = g_timer_new ();
  store = usher_test_open_store (path);
  print ("open, once", g_timer_elapsed (timer, NULL));

  for (guint sort = 0; sort < G_N_ELEMENTS (sorts); sort++)
    {
      g_autoptr (UsherQuery) query = usher_query_with_sort (all, sort, TRUE);
      g_autofree char *once = g_strconcat ("first sort by ", sorts[sort], ", once", NULL);
      g_autofree char *then = g_strconcat ("sort by ", sorts[sort], NULL);
      g_autoptr (GArray) rows = NULL;

      g_timer_start (timer);
      rows = usher_test_query (store, query);
      print (once, g_timer_elapsed (timer, NULL));
      measure_query (store, then, query);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (UsherQuery) query = usher_query_with_status (all, statuses[i].status);

      measure_query (store, statuses[i].name, query);
      for (gsize t = 0; t < G_N_ELEMENTS (texts); t++)
        {
          g_autoptr (UsherQuery) narrower = usher_query_with_text (query, texts[t].text);
          g_autofree char *name = g_strconcat (statuses[i].name, ", ", texts[t].name, NULL);

          measure_query (store, name, narrower);
        }
    }

  measure_page (store, "any status", all);
  {
    g_autoptr (UsherQuery) query = usher_query_with_text (all, "example");

    measure_page (store, "text with many hits", query);
  }

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_timer_start (timer);
      usher_test_count (store, NULL);
      seconds[i] = g_timer_elapsed (timer, NULL);
    }
  print ("count", get_median (seconds, ROUNDS));

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (UsherInvitation) one = usher_test_make_invitation (i, 100 + i);
      g_autoptr (GArray) rows = NULL;

      g_timer_start (timer);
      usher_test_put_one (store, one);
      rows = usher_test_query (store, all);
      seconds[i] = g_timer_elapsed (timer, NULL);
    }
  print ("change one and ask again", get_median (seconds, ROUNDS));

  measure_put (store, "change 10,000, once", 0, MIN (n_rows, 10000), 2);
  usher_test_close_store (store);
  usher_test_remove_tree (dir);
  return 0;
}
