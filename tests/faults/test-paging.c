/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists that change while they are read, against what must come out of it: whatever is there from the first
 * request to the last is in the result, once; nothing is that never was; and the requests end. */

#include "api/usher-api-test.h"
#include "api/usher-fixture-server.h"

#include <string.h>

#define MAX_ROUNDS 4

typedef enum
{
  CHANGE_NONE,
  CHANGE_INSERT_FRONT,
  CHANGE_INSERT_BACK,
  CHANGE_INSERT_ANYWHERE,
  CHANGE_REMOVE,
  CHANGE_TO_FRONT,
  CHANGE_TO_BACK,
  N_CHANGES
} Change;

typedef struct
{
  GMutex mutex;
  GRand *rand;         /* (owned) */
  GArray *list;        /* (mutex) (owned) (element-type guint) in the server's order */
  GHashTable *ever;    /* (mutex) (owned) what was there at any time */
  GHashTable *gone;    /* (mutex) (owned) what has been taken away */
  guint next;          /* (mutex) the next new number */
  guint first_ones;    /* numbers below were there at the beginning */
  guint per_page;
  guint changes_until; /* after so many requests it stands still */
  gboolean grows;      /* it only grows or only shrinks, beside what moves: as with both, two that undo each other
                          between two answers leave no trace at all */
  guint n_requests;    /* (mutex) */
  guint n_changes;     /* (mutex) */
  guint max_length;    /* (mutex) */
  double chance;       /* of a change before an answer */
  int total_lie;       /* added to the total that is told */
  gboolean no_total;
  gboolean no_next;    /* hasNext is left out */
  gboolean repeats;    /* beyond the end comes the last page, and hasNext stays true for ever */
} Book;

static void
book_init (Book *book, GRand *rand)
{
  guint n;

  memset (book, 0, sizeof *book);
  g_mutex_init (&book->mutex);
  book->rand = rand;
  book->list = g_array_new (FALSE, FALSE, sizeof (guint));
  book->ever = g_hash_table_new (NULL, NULL);
  book->gone = g_hash_table_new (NULL, NULL);
  book->per_page = (guint) g_rand_int_range (rand, 1, 7);
  n = (guint) g_rand_int_range (rand, 0, 60);
  book->first_ones = n;
  for (book->next = 0; book->next < n; book->next++)
    {
      g_array_append_val (book->list, book->next);
      g_hash_table_add (book->ever, GUINT_TO_POINTER (book->next + 1));
    }
  book->max_length = n;
}

static void
book_clear (Book *book)
{
  g_mutex_clear (&book->mutex);
  g_array_unref (book->list);
  g_hash_table_unref (book->ever);
  g_hash_table_unref (book->gone);
}

/* With the mutex held. One change between two answers at most. */
static void
change (Book *book)
{
  Change kind;
  guint at, number;

  if (book->n_requests > book->changes_until || g_rand_double (book->rand) >= book->chance)
    return;
  kind = (Change) g_rand_int_range (book->rand, 1, N_CHANGES);
  if (book->grows ? kind == CHANGE_REMOVE : kind <= CHANGE_INSERT_ANYWHERE)
    kind = CHANGE_TO_FRONT;
  book->n_changes++;
  at = book->list->len > 0 ? (guint) g_rand_int_range (book->rand, 0, (gint32) book->list->len) : 0;
  if (kind <= CHANGE_INSERT_ANYWHERE)
    {
      number = book->next++;
      g_hash_table_add (book->ever, GUINT_TO_POINTER (number + 1));
      at = kind == CHANGE_INSERT_FRONT ? 0 : kind == CHANGE_INSERT_BACK ? book->list->len : at;
      g_array_insert_val (book->list, at, number);
      book->max_length = MAX (book->max_length, book->list->len);
      return;
    }
  if (book->list->len == 0)
    return;
  number = g_array_index (book->list, guint, at);
  g_array_remove_index (book->list, at);
  if (kind == CHANGE_REMOVE)
    g_hash_table_add (book->gone, GUINT_TO_POINTER (number + 1));
  else if (kind == CHANGE_TO_FRONT)
    g_array_prepend_val (book->list, number);
  else
    g_array_append_val (book->list, number);
}

static gboolean
serve_book (UsherFixtureRequest *request, gpointer user_data)
{
  Book *book = user_data;
  g_autoptr (GString) text = g_string_new ("{");
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&book->mutex);
  guint n_pages, page;

  book->n_requests++;
  change (book);
  n_pages = MAX (1, (book->list->len + book->per_page - 1) / book->per_page);
  page = CLAMP (request->page, 1, n_pages); /* beyond the end: the last again (contract 6) */
  g_string_append_printf (text, "\"perPage\":%u,\"totalPages\":%u,\"currentPage\":%u,", book->per_page, n_pages, page);
  if (!book->no_total)
    g_string_append_printf (text, "\"totalInvitations\":%d,", (int) book->list->len + book->total_lie);
  if (!book->no_next)
    g_string_append_printf (text, "\"hasNext\":%s,", page < n_pages || book->repeats ? "true" : "false");
  g_string_append (text, "\"invitations\":[");
  for (guint i = (page - 1) * book->per_page; i < MIN (page * book->per_page, book->list->len); i++)
    {
      g_autofree char *one = usher_fixture_make_invitation (g_array_index (book->list, guint, i));

      g_string_append_printf (text, "%s%s", i > (page - 1) * book->per_page ? "," : "", one);
    }
  g_string_append (text, "]}");
  g_clear_pointer (&locker, g_mutex_locker_free);
  return usher_fixture_reply_json (request, text->str);
}

static void
read_and_judge (Book *book)
{
  g_autoptr (UsherFixture) server = usher_fixture_start (serve_book, book);
  UsherClient *client = usher_api_test_new_client (usher_fixture_get_base (server), "key");
  g_autoptr (GHashTable) got = g_hash_table_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = usher_api_test_list_invitations (client, NULL, &error);
  guint most_pages;

  g_assert_no_error (error);
  usher_api_test_finalize (client);
  for (guint i = 0; i < list->len; i++)
    {
      const char *id = usher_invitation_get_id (g_ptr_array_index (list, i));
      guint number = (guint) g_ascii_strtoull (strrchr (id, '-') + 1, NULL, 10);

      g_assert_true (g_hash_table_add (got, GUINT_TO_POINTER (number + 1)));
      g_assert_true (g_hash_table_contains (book->ever, GUINT_TO_POINTER (number + 1)));
    }
  for (guint number = 0; number < book->first_ones; number++)
    if (!g_hash_table_contains (book->gone, GUINT_TO_POINTER (number + 1)))
      g_assert_true (g_hash_table_contains (got, GUINT_TO_POINTER (number + 1)));
  /* Beside the pages that there are, each round asks for what was on its way when the end was seen. */
  most_pages = book->max_length / book->per_page + 1;
  g_assert_cmpuint (book->n_requests, <=, MAX_ROUNDS * (most_pages + 2 * USHER_CLIENT_MAX_IN_FLIGHT));
}

/* Each change in a list that stands still is the exact list, whatever is told of it. */
static void
test_still (void)
{
  g_autoptr (GRand) rand = usher_test_new_rand ();
  guint n_rounds = usher_test_rounds (20 / USHER_TEST_SLOWNESS, 2000);

  for (guint i = 0; i < n_rounds; i++)
    {
      Book book;

      book_init (&book, rand);
      book.no_total = g_rand_boolean (rand);
      book.no_next = g_rand_boolean (rand);
      book.repeats = g_rand_boolean (rand);
      book.total_lie = g_rand_int_range (rand, -3, 4);
      /* Once in any case: a total that the number of pages belies, and nothing else to go by. */
      if (i == 0)
        {
          book.per_page = 1;
          book.no_total = FALSE;
          book.no_next = TRUE;
          book.total_lie = -2;
        }
      read_and_judge (&book);
      book_clear (&book);
    }
  g_test_message ("figure: lists that stand still: %u read, exact", n_rounds);
}

static void
test_moving (void)
{
  g_autoptr (GRand) rand = usher_test_new_rand ();
  guint n_rounds = usher_test_rounds (60 / USHER_TEST_SLOWNESS, 10000);
  guint n_changes = 0;

  for (guint i = 0; i < n_rounds; i++)
    {
      Book book;
      guint n_pages;

      book_init (&book, rand);
      book.chance = g_rand_double (rand);
      /* It comes to rest before the last round. */
      n_pages = book.first_ones / book.per_page + 1;
      book.grows = g_rand_boolean (rand);
      book.changes_until = (guint) g_rand_int_range (rand, 0, (gint32) ((book.grows ? 2 : 1) * n_pages + 1));
      read_and_judge (&book);
      n_changes += book.n_changes;
      book_clear (&book);
    }
  g_test_message ("figure: lists that change while they are read: %u read, %u changes, nothing missed", n_rounds,
                  n_changes);
}

/* A server that has something else each time is not asked for ever. */
static void
test_never_still (void)
{
  g_autoptr (GRand) rand = usher_test_new_rand ();
  Book book;

  book_init (&book, rand);
  book.chance = 1;
  book.changes_until = G_MAXUINT;
  book.grows = TRUE;
  while (book.list->len < 30)
    {
      guint number = book.next++;

      g_array_append_val (book.list, number);
      g_hash_table_add (book.ever, GUINT_TO_POINTER (number + 1));
    }
  book.first_ones = 0; /* what must be there is not known here */
  book.max_length = 200;
  read_and_judge (&book);
  book_clear (&book);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults/paging/still", test_still);
  g_test_add_func ("/faults/paging/moving", test_moving);
  g_test_add_func ("/faults/paging/never-still", test_never_still);
  return g_test_run ();
}
