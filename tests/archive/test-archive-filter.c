/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive-test.h"

#include "archive/usher-text-finder.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

#include <string.h>

#define N_EVENTS 600u

/* A row as the naive way needs it: as an object, with every value as a text. */
typedef struct
{
  UsherArchiveEvent *event; /* (owned) */
  char *values;             /* (owned) a line each */
  char *folded;             /* (owned) the same, each line folded by itself */
} OracleRow;

static void
oracle_row_clear (gpointer data)
{
  OracleRow *row = data;

  g_clear_object (&row->event);
  g_free (row->values);
  g_free (row->folded);
}

/* Made once, as filters are many. */
static GArray *
make_oracle_rows (UsherArchive *archive)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (OracleRow));

  g_array_set_clear_func (rows, oracle_row_clear);
  for (guint i = 0; i < usher_archive_get_n_rows (archive); i++)
    {
      OracleRow row = { .event = usher_archive_dup_event (archive, i) };
      const char *raw = usher_archive_event_get_raw (row.event);
      g_autoptr (GString) values = g_string_new (NULL);
      g_auto (GStrv) lines = NULL;

      usher_line_append_values (values, raw, strlen (raw), usher_archive_event_is_bad (row.event));
      lines = g_strsplit (values->str, "\n", -1);
      for (guint k = 0; lines[k] != NULL; k++)
        {
          char *folded = usher_text_fold (lines[k]);

          g_free (lines[k]);
          lines[k] = folded;
        }
      row.folded = g_strjoinv ("\n", lines);
      row.values = g_string_free (g_steal_pointer (&values), FALSE);
      g_array_append_val (rows, row);
    }
  return rows;
}

static gboolean
oracle_condition (const OracleRow *row, const UsherCondition *condition)
{
  UsherArchiveEvent *event = row->event;
  gboolean bad = usher_archive_event_is_bad (event);
  gint64 time = usher_archive_event_get_time (event);

  switch (condition->type)
    {
    case USHER_CONDITION_TEXT:
      {
        g_autofree char *needle = usher_text_fold (condition->text);

        return strstr (row->folded, needle) != NULL;
      }
    case USHER_CONDITION_REGEX:
      return g_regex_match_simple (condition->text, row->values, G_REGEX_CASELESS | G_REGEX_MULTILINE, 0);
    case USHER_CONDITION_KIND:
      return !bad && !usher_archive_event_has_no_event (event)
             && strcmp (usher_archive_event_get_kind_name (event), condition->text) == 0;
    case USHER_CONDITION_RECIPIENT:
      {
        UsherEvent *inner = usher_archive_event_get_event (event);
        UsherInvitation *invitation = usher_archive_event_get_invitation (event);
        g_autofree char *wanted = usher_text_fold (condition->text);
        const char *const *allowed;

        if (inner != NULL && usher_event_get_email (inner) != NULL)
          {
            g_autofree char *folded = usher_text_fold (usher_event_get_email (inner));

            return strcmp (folded, wanted) == 0;
          }
        allowed = invitation != NULL ? usher_invitation_get_allowed_emails (invitation) : NULL;
        for (guint i = 0; allowed != NULL && allowed[i] != NULL; i++)
          {
            g_autofree char *folded = usher_text_fold (allowed[i]);

            if (strcmp (folded, wanted) == 0)
              return TRUE;
          }
        return FALSE;
      }
    case USHER_CONDITION_COMPANY:
      return strcmp (usher_archive_event_get_company (event), condition->text) == 0;
    case USHER_CONDITION_INVITATION:
      return strcmp (usher_archive_event_get_invitation_id (event), condition->text) == 0;
    case USHER_CONDITION_DATES:
      return time >= condition->from && time < condition->to;
    case USHER_CONDITION_BAD:
    default:
      return bad;
    }
}

static gboolean
oracle (const OracleRow *row, UsherArchiveFilter *filter)
{
  gboolean asked[USHER_N_CONDITION_TYPES] = { FALSE };
  gboolean met[USHER_N_CONDITION_TYPES] = { FALSE };

  for (guint i = 0; i < usher_archive_filter_get_size (filter); i++)
    {
      const UsherCondition *condition = usher_archive_filter_get (filter, i);
      gboolean matches = oracle_condition (row, condition);

      if (condition->exclude && matches)
        return FALSE;
      if (condition->exclude)
        continue;
      if ((condition->type == USHER_CONDITION_TEXT || condition->type == USHER_CONDITION_REGEX) && !matches)
        return FALSE;
      asked[condition->type] = TRUE;
      met[condition->type] |= matches;
    }
  for (guint type = 0; type < USHER_N_CONDITION_TYPES; type++)
    if (asked[type] && !met[type])
      return FALSE;
  return TRUE;
}

static void
check (UsherArchive *archive, GArray *oracle_rows, UsherArchiveFilter *filter, guint *n_hits)
{
  g_autoptr (GArray) rows = archive_test_filter (archive, filter);
  guint at = 0;

  for (guint i = 0; i < oracle_rows->len; i++)
    {
      const OracleRow *row = &g_array_index (oracle_rows, OracleRow, i);
      gboolean found = at < rows->len && g_array_index (rows, guint32, at) == i;

      at += found;
      if (found != oracle (row, filter))
        {
          g_autofree char *text = usher_archive_filter_to_string (filter);

          g_error ("%s: row %u is %s\n%s", text, i, found ? "shown" : "missing",
                   usher_archive_event_get_raw (row->event));
        }
    }
  g_assert_cmpuint (at, ==, rows->len);
  *n_hits += rows->len;
}

static UsherArchive *
open_sample (void)
{
  g_autofree char *path = archive_test_path ("filter.usherlog");
  g_autofree char *text = NULL;
  g_autofree char *more = NULL;
  g_autoptr (GPtrArray) lines = archive_test_random_lines (33, usher_test_rounds (80, 600));

  archive_test_write_lines (path, USHER_LOG_FORMAT_USHERLOG, lines);
  text = archive_test_read (path, NULL);
  more = g_strconcat (text, "{\"half\":\nGarbage Ärger anna\n", NULL);
  archive_test_write (path, more, -1);
  return archive_test_open (path, NULL);
}

static const char *const texts[] = {
  "anna", "ANNA@", "example.org", "=1+1", "say \"hi\"", "back\\slash", "arger", "ÄRGER", "ecole", "日本",
  "fine", "istanbul", "σ σ", "event", "eventType", "createdAt", "chain", "2023-11-1", "-1.5e3", "c1", "müller",
  "muller", "e", "\"", "nomatch-at-all", "VIEWED", "true", "i1", ",", "1", "😀", "half", "garbage",
};
static const char *const kinds[] = { "CREATED", "VIEWED", "SOME_NEW_KIND", "NOT_THERE", "USED" };
static const char *const people[] = { "anna@example.com", "bob@example.COM", "cö@example.org", "nobody@example.com" };
static const char *const companies[] = { "Northwind", "Café Müller", "日本 Foods", "Nobody" };

static void
test_texts (void)
{
  g_autoptr (UsherArchive) archive = open_sample ();
  g_autoptr (GArray) oracle_rows = make_oracle_rows (archive);
  guint n_hits = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint exclude = 0; exclude < 2; exclude++)
      {
        g_autoptr (UsherArchiveFilter) all = usher_archive_filter_new ();
        g_autoptr (UsherArchiveFilter) filter =
            usher_archive_filter_with (all, USHER_CONDITION_TEXT, texts[i], exclude);

        check (archive, oracle_rows, filter, &n_hits);
      }
  g_assert_cmpuint (n_hits, ==, G_N_ELEMENTS (texts) * usher_archive_get_n_rows (archive));
}

/* Member names and the chain are not what a person looks for. */
static void
test_values_only (void)
{
  static const char *const names[] = { "eventType", "chain", "allowedEmails", "\":\"" };
  g_autoptr (UsherArchive) archive = open_sample ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (UsherArchiveFilter) all = usher_archive_filter_new ();
      g_autoptr (UsherArchiveFilter) filter = usher_archive_filter_with (all, USHER_CONDITION_TEXT, names[i], FALSE);
      g_autoptr (GArray) rows = archive_test_filter (archive, filter);

      g_assert_cmpuint (rows->len, ==, 0);
    }
}

static UsherArchiveFilter *
random_filter (GRand *rand)
{
  static const char *const patterns[] = { "^anna@", "v[ei]+wed$", "\\d{4}-\\d\\d", "(?-i)Anna", "x*", "ärger|école", "\\bfoods" };
  UsherArchiveFilter *filter = usher_archive_filter_new ();

  for (gint32 n = g_rand_int_range (rand, 0, 5); n > 0; n--)
    {
      UsherArchiveFilter *former = filter;
      gboolean exclude = g_rand_int_range (rand, 0, 3) == 0;

      switch (g_rand_int_range (rand, 0, 8))
        {
        case 0:
        case 1:
          filter = usher_archive_filter_with (former, USHER_CONDITION_TEXT,
                                              texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))], exclude);
          break;
        case 2:
          filter = usher_archive_filter_with (former, USHER_CONDITION_REGEX,
                                              patterns[g_rand_int_range (rand, 0, G_N_ELEMENTS (patterns))], exclude);
          break;
        case 3:
          filter = usher_archive_filter_with (former, USHER_CONDITION_KIND,
                                              kinds[g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds))], exclude);
          break;
        case 4:
          filter = usher_archive_filter_with (former, USHER_CONDITION_RECIPIENT,
                                              people[g_rand_int_range (rand, 0, G_N_ELEMENTS (people))], exclude);
          break;
        case 5:
          filter = usher_archive_filter_with (former, USHER_CONDITION_COMPANY,
                                              companies[g_rand_int_range (rand, 0, G_N_ELEMENTS (companies))], exclude);
          break;
        case 6:
          filter = usher_archive_filter_with (former, USHER_CONDITION_INVITATION, "i7", exclude);
          break;
        default:
          filter = usher_archive_filter_with (former, USHER_CONDITION_BAD, NULL, exclude);
        }
      usher_archive_filter_unref (former);
    }
  return filter;
}

static void
test_random_filters (void)
{
  g_autoptr (UsherArchive) archive = open_sample ();
  g_autoptr (GArray) oracle_rows = make_oracle_rows (archive);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  guint n_hits = 0;

  for (guint i = 0; i < usher_test_rounds (40, 150); i++)
    {
      g_autoptr (UsherArchiveFilter) filter = random_filter (rand);
      g_autofree char *text = usher_archive_filter_to_string (filter);
      g_autoptr (GError) error = NULL;
      g_autoptr (UsherArchiveFilter) again = usher_archive_filter_from_string (text, &error);

      g_assert_no_error (error);
      g_assert_true (usher_archive_filter_equal (filter, again));
      check (archive, oracle_rows, filter, &n_hits);
    }
  g_assert_cmpuint (n_hits, >, oracle_rows->len * 5);
}

static void
test_dates (void)
{
  g_autofree char *path = archive_test_path ("dates.usherlog");
  g_autoptr (UsherArchive) archive = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (UsherArchiveFilter) all = usher_archive_filter_new ();
  g_autoptr (UsherArchiveFilter) within = NULL;
  g_autoptr (UsherArchiveFilter) without = NULL;
  g_autoptr (UsherArchiveFilter) either = NULL;
  g_autoptr (GArray) inside = NULL;
  g_autoptr (GArray) outside = NULL;
  g_autoptr (GArray) both = NULL;
  gint64 from = usher_time_parse ("2024-03-01T00:00:00Z");
  gint64 to = usher_time_parse ("2024-04-01T00:00:00Z");
  guint n = 0;

  usher_demo_log_write (path, USHER_LOG_FORMAT_USHERLOG, N_EVENTS, 8, NULL, &error);
  g_assert_no_error (error);
  archive = archive_test_open (path, NULL);
  within = usher_archive_filter_with_dates (all, from, to, FALSE);
  without = usher_archive_filter_with_dates (all, from, to, TRUE);
  either = usher_archive_filter_with_dates (within, to, USHER_TIME_NONE, FALSE);
  inside = archive_test_filter (archive, within);
  outside = archive_test_filter (archive, without);
  both = archive_test_filter (archive, either);
  for (guint i = 0; i < N_EVENTS; i++)
    {
      gint64 time = usher_archive_get_row_time (archive, i);

      n += time >= from && time < to;
      g_assert_true (i == 0 || usher_archive_get_row_time (archive, i - 1) <= time);
    }
  g_assert_cmpuint (n, >, 10);
  g_assert_cmpuint (inside->len, ==, n);
  g_assert_cmpuint (outside->len, ==, N_EVENTS - n);
  g_assert_cmpuint (both->len, >, n);
}

static void
test_broken_filters (void)
{
  g_autoptr (UsherArchive) archive = open_sample ();
  g_autoptr (UsherArchiveFilter) all = usher_archive_filter_new ();
  g_autoptr (UsherArchiveFilter) broken = usher_archive_filter_with (all, USHER_CONDITION_REGEX, "(", FALSE);
  g_autoptr (UsherArchiveFilter) text = usher_archive_filter_with (all, USHER_CONDITION_TEXT, "anna", FALSE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  usher_archive_filter_async (archive, broken, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  g_assert_null (usher_archive_filter_finish (archive, result, &error));
  g_assert_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_FILTER);
  g_clear_error (&error);

  slot = NULL;
  g_cancellable_cancel (cancellable);
  usher_archive_filter_async (archive, text, cancellable, usher_test_keep_result, &slot);
  cancelled = usher_test_take_result (&slot);
  g_assert_null (usher_archive_filter_finish (archive, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  g_assert_null (usher_archive_filter_from_string ("[{\"type\":\"of tomorrow\"}]", &error));
  g_assert_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_FILTER);
  g_clear_error (&error);
  g_assert_null (usher_archive_filter_from_string ("no", &error));
  g_assert_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_FILTER);
}

static void
test_labels (void)
{
  g_autoptr (UsherArchiveFilter) all = usher_archive_filter_new ();
  g_autoptr (UsherArchiveFilter) one = usher_archive_filter_with (all, USHER_CONDITION_TEXT, "anna", TRUE);
  g_autoptr (UsherArchiveFilter) same = usher_archive_filter_with (one, USHER_CONDITION_TEXT, "anna", TRUE);
  g_autoptr (UsherArchiveFilter) two = usher_archive_filter_with (same, USHER_CONDITION_COMPANY, "Northwind", FALSE);
  g_autoptr (UsherArchiveFilter) less = usher_archive_filter_without (two, 0);
  g_autofree char *first = usher_condition_dup_label (usher_archive_filter_get (two, 0));
  g_autofree char *second = usher_condition_dup_label (usher_archive_filter_get (less, 0));
  g_autoptr (UsherArchiveFilter) hostile
      = usher_archive_filter_with (all, USHER_CONDITION_RECIPIENT, "a\xe2\x80\xae" "b\nc\x1b", FALSE);
  g_autofree char *harmless = usher_condition_dup_label (usher_archive_filter_get (hostile, 0));

  g_assert_cmpuint (usher_archive_filter_get_size (same), ==, 1);
  g_assert_cmpuint (usher_archive_filter_get_size (two), ==, 2);
  g_assert_cmpstr (first, ==, "not “anna”");
  g_assert_cmpstr (second, ==, "Northwind");
  g_assert_cmpstr (harmless, ==, "ab c");
}

static void
test_summary (void)
{
  g_autofree char *path = archive_test_path ("summary.usherlog");
  g_autoptr (UsherArchive) archive = NULL;
  g_autoptr (UsherArchiveSummary) summary = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GHashTable) kinds_seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  guint32 total = 0;

  usher_demo_log_write (path, USHER_LOG_FORMAT_USHERLOG, N_EVENTS, 9, NULL, &error);
  g_assert_no_error (error);
  archive = archive_test_open (path, NULL);
  usher_archive_summarise_async (archive, NULL, USHER_TIME_NONE, USHER_TIME_NONE, 50, NULL, usher_test_keep_result,
                                 &slot);
  result = usher_test_take_result (&slot);
  summary = usher_archive_summarise_finish (archive, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_EVENTS; i++)
    {
      g_autoptr (UsherArchiveEvent) event = usher_archive_dup_event (archive, i);
      const char *kind = usher_archive_event_get_kind_name (event);
      gpointer n = g_hash_table_lookup (kinds_seen, kind);

      g_hash_table_insert (kinds_seen, g_strdup (kind), GUINT_TO_POINTER (GPOINTER_TO_UINT (n) + 1));
      g_hash_table_add (all, g_strdup (usher_archive_event_get_invitation_id (event)));
      if (strcmp (kind, "USED") == 0)
        g_hash_table_add (used, g_strdup (usher_archive_event_get_invitation_id (event)));
    }
  g_assert_cmpuint (summary->n_rows, ==, N_EVENTS);
  g_assert_cmpuint (summary->kinds->len, ==, g_hash_table_size (kinds_seen));
  for (guint i = 0; i < summary->kinds->len; i++)
    {
      UsherArchiveCount *count = &g_array_index (summary->kinds, UsherArchiveCount, i);

      g_assert_cmpuint (count->n, ==, GPOINTER_TO_UINT (g_hash_table_lookup (kinds_seen, count->value)));
    }
  g_assert_cmpuint (summary->funnel[USHER_FUNNEL_CREATED], ==, g_hash_table_size (all));
  g_assert_cmpuint (summary->funnel[USHER_FUNNEL_USED], ==, g_hash_table_size (used));
  g_assert_cmpuint (summary->n_buckets, ==, 50);
  for (guint i = 0; i < 50 * USHER_N_EVENT_KINDS; i++)
    total += summary->buckets[i];
  g_assert_cmpuint (total, ==, N_EVENTS);
  g_assert_cmpint (summary->start + 50 * summary->width, >, summary->last);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  archive_test_init ();
  g_test_add_func ("/archive/filter/texts", test_texts);
  g_test_add_func ("/archive/filter/values-only", test_values_only);
  g_test_add_func ("/archive/filter/random", test_random_filters);
  g_test_add_func ("/archive/filter/dates", test_dates);
  g_test_add_func ("/archive/filter/broken", test_broken_filters);
  g_test_add_func ("/archive/filter/labels", test_labels);
  g_test_add_func ("/archive/filter/summary", test_summary);
  status = g_test_run ();
  archive_test_clean ();
  return status;
}
