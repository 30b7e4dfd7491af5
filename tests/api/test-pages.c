/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists of many pages, from servers that number them rightly and from those that lie. */

#include "usher-api-test.h"
#include "usher-fixture-server.h"

#include <string.h>

#define PER_PAGE 3

typedef struct
{
  guint n_pages;         /* that there are */
  guint said_pages;      /* that it says there are */
  gboolean always_next;  /* hasNext whatever the page */
  gboolean no_current;   /* currentPage is left out */
  gboolean next_absent;  /* hasNext is left out */
  guint shift;           /* page n begins so many items early */
  guint fail_page;       /* this one is a 500 */
  guint deepest;         /* (atomic) the highest page asked for */
} Book;

static gboolean
serve_book (UsherFixtureRequest *request, gpointer user_data)
{
  Book *book = user_data;
  guint page = MIN (request->page, book->n_pages); /* beyond the end: the last again */
  g_autofree char *whole = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *text = NULL;

  if (request->page > (guint) g_atomic_int_get (&book->deepest))
    g_atomic_int_set (&book->deepest, request->page);
  if (request->page == book->fail_page)
    return usher_fixture_reply (request, 500, "text/html", NULL, "<h1>Oops</h1>");

  whole = usher_fixture_make_page ((page - 1) * PER_PAGE - (page > 1 ? book->shift : 0), PER_PAGE,
                                   page, book->said_pages,
                                   book->always_next || page < book->n_pages);
  text = g_strdup (whole);
  if (book->no_current)
    {
      parts = g_strsplit (text, "\"currentPage\"", 2);
      g_free (text);
      text = g_strjoinv ("\"somePage\"", parts);
      g_clear_pointer (&parts, g_strfreev);
    }
  if (book->next_absent)
    {
      parts = g_strsplit (text, "\"hasNext\"", 2);
      g_free (text);
      text = g_strjoinv ("\"hasMore\"", parts);
    }
  return usher_fixture_reply_json (request, text);
}

/* Fetches the book, checks that each item came once and in order, and returns the report. */
static UsherListReport
fetch (Book *book, guint n_expected)
{
  g_autoptr (UsherFixture) server = usher_fixture_start (serve_book, book);
  UsherClient *client = usher_api_test_new_client (usher_fixture_get_base (server), "key");
  g_autoptr (GError) error = NULL;
  UsherListReport report;
  g_autoptr (GPtrArray) list = usher_api_test_list_invitations (client, &report, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, n_expected);
  for (guint i = 0; i < list->len; i++)
    {
      g_autofree char *id = usher_fixture_make_id (i);

      g_assert_cmpstr (usher_invitation_get_id (g_ptr_array_index (list, i)), ==, id);
    }
  g_assert_cmpuint (usher_fixture_get_peak (server), <=, USHER_CLIENT_MAX_IN_FLIGHT);
  usher_api_test_finalize (client);
  return report;
}

static void
test_honest (void)
{
  Book one = { .n_pages = 1, .said_pages = 1 };
  Book many = { .n_pages = 37, .said_pages = 37 };
  UsherListReport report = fetch (&one, PER_PAGE);

  g_assert_cmpuint (report.n_requests, ==, 1);
  report = fetch (&many, 37 * PER_PAGE);
  g_assert_cmpuint (report.n_requests, ==, 37);
  g_assert_cmpuint (report.n_duplicates, ==, 0);
  g_assert_cmpuint (g_atomic_int_get (&many.deepest), ==, 37);
}

/* It says 60 and has 5: what was under way is dropped, and nothing beyond is asked for. */
static void
test_too_many_told (void)
{
  Book book = { .n_pages = 5, .said_pages = 60 };

  fetch (&book, 5 * PER_PAGE);
  g_assert_cmpuint (g_atomic_int_get (&book.deepest), <=, 5 + 2 * USHER_CLIENT_MAX_IN_FLIGHT);
}

/* It says 2 and has 6: hasNext leads on. */
static void
test_too_few_told (void)
{
  Book book = { .n_pages = 6, .said_pages = 2 };
  UsherListReport report = fetch (&book, 6 * PER_PAGE);

  g_assert_cmpuint (report.n_requests, ==, 6);
}

/* Absurd numbers are not believed: one page after the other. */
static void
test_absurd (void)
{
  static const guint absurd[] = { 0, G_MAXINT32, 10001 };

  for (guint i = 0; i < G_N_ELEMENTS (absurd); i++)
    {
      Book book = { .n_pages = 4, .said_pages = absurd[i] };
      UsherListReport report = fetch (&book, 4 * PER_PAGE);

      g_assert_cmpuint (report.n_requests, ==, 4);
      g_assert_cmpuint (g_atomic_int_get (&book.deepest), ==, 4);
    }
}

/* hasNext is true for ever: currentPage tells, and without it the items do. */
static void
test_endless (void)
{
  Book told = { .n_pages = 3, .said_pages = 3, .always_next = TRUE };
  Book untold = { .n_pages = 3, .said_pages = 0, .always_next = TRUE, .no_current = TRUE };
  UsherListReport report = fetch (&told, 3 * PER_PAGE);

  g_assert_cmpuint (report.n_requests, ==, 4);
  report = fetch (&untold, 3 * PER_PAGE);
  g_assert_cmpuint (report.n_requests, ==, 4);
}

static void
test_next_absent (void)
{
  Book book = { .n_pages = 4, .said_pages = 4, .next_absent = TRUE };
  UsherListReport report = fetch (&book, 4 * PER_PAGE);

  g_assert_cmpuint (report.n_requests, ==, 4);
}

/* Something was created in between, so each page begins with the last item of the one before. */
static void
test_shifted (void)
{
  Book book = { .n_pages = 2, .said_pages = 2, .shift = 1 };
  UsherListReport report = fetch (&book, 2 * PER_PAGE - 1);

  g_assert_cmpuint (report.n_duplicates, ==, 1);
}

static void
test_page_fails (void)
{
  Book book = { .n_pages = 30, .said_pages = 30, .fail_page = 7 };
  g_autoptr (UsherFixture) server = usher_fixture_start (serve_book, &book);
  UsherClient *client = usher_api_test_new_client (usher_fixture_get_base (server), "key");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = usher_api_test_list_invitations (client, NULL, &error);

  g_assert_null (list);
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_SERVER);
  g_assert_cmpuint (g_atomic_int_get (&book.deepest), <, 30);
  usher_api_test_finalize (client);
}

static gboolean
serve_text (UsherFixtureRequest *request, gpointer user_data)
{
  return usher_fixture_reply_json (request, user_data);
}

static void
test_shapes (void)
{
  g_autofree char *a = usher_fixture_make_invitation (0);
  g_autofree char *b = usher_fixture_make_invitation (1);
  struct
  {
    char *body; /* (owned) */
    int n;      /* -1: no list */
    guint n_skipped;
    guint n_duplicates;
  } cases[] = {
    { g_strdup ("[]"), 0, 0, 0 },
    { g_strdup_printf ("[%s,%s]", a, b), 2, 0, 0 },
    { g_strdup_printf ("[%s,%s,%s]", a, b, a), 2, 0, 1 },
    { g_strdup_printf ("[%s,null,7,\"x\",[],{},{\"id\":5},%s]", a, b), 2, 6, 0 },
    { g_strdup_printf ("{\"invitations\":[%s],\"others\":[%s]}", a, b), 1, 0, 0 },
    { g_strdup_printf ("{\"results\":[%s,%s],\"hasNext\":false}", a, b), 2, 0, 0 },
    { g_strdup_printf ("{\"invitations\":[%s],\"hasNext\":\"yes\",\"currentPage\":\"one\","
                       "\"totalPages\":[],\"perPage\":{}}", a), 1, 0, 0 },
    { g_strdup_printf ("{\"invitations\":[%s],\"hasNext\":true,\"currentPage\":-4,"
                       "\"totalPages\":-1,\"perPage\":0}", a), 1, 0, 0 },
    { g_strdup_printf ("{\"invitations\":[%s],\"totalPages\":1e300}", a), 1, 0, 0 },
    { g_strdup ("{}"), -1, 0, 0 },
    { g_strdup ("{\"detail\":\"odd\"}"), -1, 0, 0 },
    { g_strdup ("{\"one\":[],\"two\":[]}"), -1, 0, 0 },
    { g_strdup ("{\"invitations\":null}"), -1, 0, 0 },
    { g_strdup ("null"), -1, 0, 0 },
    { g_strdup ("7"), -1, 0, 0 },
    { g_strdup (""), -1, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = cases[i].body;
      g_autoptr (UsherFixture) server = usher_fixture_start (serve_text, body);
      UsherClient *client = usher_api_test_new_client (usher_fixture_get_base (server), "key");
      g_autoptr (GError) error = NULL;
      UsherListReport report;
      g_autoptr (GPtrArray) list = usher_api_test_list_invitations (client, &report, &error);

      g_test_message ("%.200s", body);
      if (cases[i].n < 0)
        g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_PROTOCOL);
      else
        {
          g_assert_no_error (error);
          g_assert_cmpint ((int) list->len, ==, cases[i].n);
          g_assert_cmpuint (report.n_skipped, ==, cases[i].n_skipped);
          g_assert_cmpuint (report.n_duplicates, ==, cases[i].n_duplicates);
        }
      usher_api_test_finalize (client);
    }
}

/* A page of thousands is read, and thousands are put together, while the main loop turns on. */
static gboolean
serve_large (UsherFixtureRequest *request, gpointer user_data)
{
  return usher_fixture_reply_json (request, user_data);
}

static gboolean
on_tick (gpointer user_data)
{
  gint64 *ticks = user_data; /* last, longest */
  gint64 now = g_get_monotonic_time ();

  if (ticks[0] != 0)
    ticks[1] = MAX (ticks[1], now - ticks[0]);
  ticks[0] = now;
  return G_SOURCE_CONTINUE;
}

/* Sanitizers make each allocation a hundred times as slow. */
#ifdef __SANITIZE_ADDRESS__
#define MANY 1200
#else
#define MANY 20000
#endif

static void
test_large (void)
{
  g_autofree char *page = usher_fixture_make_page (0, MANY, 1, 1, FALSE);
  g_autoptr (UsherFixture) server = usher_fixture_start (serve_large, page);
  UsherClient *client = usher_api_test_new_client (usher_fixture_get_base (server), "key");
  g_autoptr (GError) error = NULL;
  gint64 ticks[2] = { 0, 0 };
  guint source = g_idle_add_full (G_PRIORITY_DEFAULT, on_tick, ticks, NULL);
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GPtrArray) list = usher_api_test_list_invitations (client, NULL, &error);
  gint64 whole = g_get_monotonic_time () - begin;

  g_source_remove (source);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, MANY);
  g_test_message ("longest turn: %d of %d us", (int) ticks[1], (int) whole);
  /* In proportion, as a fixed bound would fail on a busy machine: parsing is most of the whole, so a
   * turn that did it would be, too. */
  g_assert_cmpint (ticks[1], <, whole / 2);
  usher_api_test_finalize (client);
}

static gboolean
hold_second (UsherFixtureRequest *request, gpointer user_data)
{
  g_autofree char *page = NULL;

  if (request->page > 1)
    {
      usher_fixture_hold (request);
      return FALSE;
    }
  page = usher_fixture_make_page (0, PER_PAGE, 1, 20, TRUE);
  return usher_fixture_reply_json (request, page);
}

static void
test_cancel (void)
{
  g_autoptr (UsherFixture) server = usher_fixture_start (hold_second, NULL);
  UsherClient *client = usher_api_test_new_client (usher_fixture_get_base (server), "key");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  usher_client_list_invitations_async (client, USHER_API_TEST_COMPANY, cancellable,
                                       usher_test_keep_result, &slot);
  usher_test_wait_for (usher_fixture_get_n_in_flight (server) == USHER_CLIENT_MAX_IN_FLIGHT);
  g_cancellable_cancel (cancellable);
  result = usher_test_take_result (&slot);
  g_assert_null (usher_client_list_invitations_finish (client, result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  usher_api_test_finalize (client);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/pages/honest", test_honest);
  g_test_add_func ("/api/pages/too-many-told", test_too_many_told);
  g_test_add_func ("/api/pages/too-few-told", test_too_few_told);
  g_test_add_func ("/api/pages/absurd", test_absurd);
  g_test_add_func ("/api/pages/endless", test_endless);
  g_test_add_func ("/api/pages/next-absent", test_next_absent);
  g_test_add_func ("/api/pages/shifted", test_shifted);
  g_test_add_func ("/api/pages/page-fails", test_page_fails);
  g_test_add_func ("/api/pages/shapes", test_shapes);
  g_test_add_func ("/api/pages/large", test_large);
  g_test_add_func ("/api/pages/cancel", test_cancel);
  return g_test_run ();
}
