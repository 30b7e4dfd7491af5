/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A report for people who file paper. Lines are kept until it is written, since the summary stands in front; so it
 * has a limit. It is laid out twice: the first time nothing is drawn, but the pages are counted. Any thread, one at a
 * time. */

#include "usher-config.h"

#include "archive/usher-report.h"

#include "archive/usher-report-page.h"
#include "model/usher-event.h"
#include "model/usher-invitation.h"
#include "model/usher-json.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

#include <cairo-pdf.h>
#include <glib/gi18n.h>

#define N_BUCKETS 48
#define CHART_HEIGHT 64.0
#define GAP 6.0
#define TIME_WIDTH 0.36 /* of the page */
#define N_KINDS (USHER_EVENT_KIND_REVOKED + 1)

typedef struct
{
  UsherInvitation *invitation; /* (owned) (nullable) */
  char *id;                    /* (owned) (nullable) */
  char *company;               /* (owned) (nullable) */
  GPtrArray *events;           /* (owned) (element-type UsherEvent) */
} Story;

struct _UsherReport
{
  char *account;      /* (owned) (nullable) */
  char *server;       /* (owned) (nullable) */
  char *filter;       /* (owned) (nullable) */
  gint64 made_at;
  GPtrArray *stories; /* (owned) (element-type Story) */
  guint n_events;
  guint kinds[N_KINDS];
  gint64 first;       /* the times of the events */
  gint64 last;
};

static void
story_free (gpointer data)
{
  Story *story = data;

  g_clear_object (&story->invitation);
  g_free (story->id);
  g_free (story->company);
  g_ptr_array_unref (story->events);
  g_free (story);
}

/**
 * usher_report_new:
 * @about: (nullable): what is told about it
 * @made_at: when
 *
 * Returns: (transfer full): a report without events
 */
UsherReport *
usher_report_new (const UsherLogAbout *about, gint64 made_at)
{
  UsherReport *self = g_new0 (UsherReport, 1);

  if (about != NULL)
    {
      self->account = g_strdup (about->account);
      self->server = g_strdup (about->server);
      self->filter = g_strdup (about->filter);
    }
  self->made_at = made_at;
  self->first = self->last = USHER_TIME_NONE;
  self->stories = g_ptr_array_new_with_free_func (story_free);
  return self;
}

/**
 * usher_report_free:
 * @self: (nullable) (transfer full): a report
 */
void
usher_report_free (UsherReport *self)
{
  if (self == NULL)
    return;
  g_free (self->account);
  g_free (self->server);
  g_free (self->filter);
  g_ptr_array_unref (self->stories);
  g_free (self);
}

static Story *
find_story (UsherReport *self, JsonObject *line)
{
  JsonObject *object = usher_json_get_object (line, "invitation");
  const char *id = object != NULL ? usher_json_get_string (object, "id", NULL) : NULL;
  Story *story = self->stories->len > 0 ? g_ptr_array_index (self->stories, self->stories->len - 1) : NULL;

  if (story != NULL && id != NULL && g_strcmp0 (story->id, id) == 0)
    return story;
  story = g_new0 (Story, 1);
  story->id = g_strdup (id);
  story->company = g_strdup (usher_json_get_string (line, "company", NULL));
  story->events = g_ptr_array_new_with_free_func (g_object_unref);
  if (object != NULL)
    story->invitation = usher_invitation_new_from_json (json_object_get_member (line, "invitation"), NULL);
  g_ptr_array_add (self->stories, story);
  return story;
}

/**
 * usher_report_add_line:
 * @self: a report
 * @line: a line of a log, without chain and without links
 * @length: its length in bytes
 * @error: return location: %USHER_ARCHIVE_ERROR_TOO_LARGE when it would fill too many pages
 *
 * Returns: %TRUE when it was taken
 */
gboolean
usher_report_add_line (UsherReport *self, const char *line, gsize length, GError **error)
{
  g_autoptr (JsonNode) node = usher_json_parse (line, (gssize) length, NULL);
  JsonObject *object = node != NULL ? usher_json_node_get_object (node) : NULL;
  g_autoptr (UsherEvent) event = NULL;
  Story *story;
  gint64 time;

  if (object == NULL)
    return TRUE;
  if (MAX (self->n_events, self->stories->len) >= USHER_REPORT_MAX_EVENTS)
    {
      g_set_error (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_TOO_LARGE,
                   _("A report of more than %'u events would fill too many pages. Choose fewer invitations, or "
                     "another format."),
                   USHER_REPORT_MAX_EVENTS);
      return FALSE;
    }
  story = find_story (self, object);
  if (!json_object_has_member (object, "event"))
    return TRUE;
  event = usher_event_new_from_json (json_object_get_member (object, "event"), NULL);
  if (event == NULL)
    return TRUE;
  time = usher_event_get_time (event);
  self->n_events++;
  self->kinds[MIN ((guint) usher_event_get_kind (event), N_KINDS - 1)]++;
  if (time != USHER_TIME_NONE)
    {
      self->first = self->first == USHER_TIME_NONE ? time : MIN (self->first, time);
      self->last = self->last == USHER_TIME_NONE ? time : MAX (self->last, time);
    }
  g_ptr_array_add (story->events, g_steal_pointer (&event));
  return TRUE;
}

static char *
dup_day (gint64 time)
{
  g_autoptr (GDateTime) date = time != USHER_TIME_NONE ? g_date_time_new_from_unix_local (time / G_USEC_PER_SEC) : NULL;

  return date != NULL ? g_date_time_format (date, "%x") : g_strdup ("");
}

static void
draw_fact (UsherPages *pages, const char *name, const char *value)
{
  g_autofree char *safe = usher_text_dup_safe (value != NULL ? value : "", 500);
  double x = pages->width * 0.25;
  double height;

  if (*safe == '\0')
    return;
  height = usher_pages_measure (pages, USHER_PAGE_BODY, pages->width - x, safe);
  usher_pages_need (pages, height);
  usher_pages_text (pages, USHER_PAGE_STRONG, 0, x - GAP, name);
  usher_pages_text (pages, USHER_PAGE_BODY, x, pages->width - x, safe);
  pages->y += height + 2;
}

static void
draw_heading (UsherPages *pages, UsherPageStyle style, const char *text)
{
  pages->y += usher_pages_text (pages, style, 0, pages->width, text) + GAP;
}

/* How many events when: bars, with the first and the last day below. */
static void
draw_chart (UsherPages *pages, UsherReport *self)
{
  guint buckets[N_BUCKETS] = { 0 };
  guint most = 0;
  double step = pages->width / N_BUCKETS;
  gint64 span = self->last - self->first + 1;
  g_autofree char *first = dup_day (self->first);
  g_autofree char *last = dup_day (self->last);

  if (self->first == USHER_TIME_NONE)
    return;
  for (guint i = 0; i < self->stories->len; i++)
    {
      Story *story = g_ptr_array_index (self->stories, i);

      for (guint k = 0; k < story->events->len; k++)
        {
          gint64 time = usher_event_get_time (g_ptr_array_index (story->events, k));

          if (time != USHER_TIME_NONE)
            {
              guint at = (guint) ((double) (time - self->first) / (double) span * N_BUCKETS);

              guint n = ++buckets[MIN (at, N_BUCKETS - 1)];

              most = MAX (most, n);
            }
        }
    }
  usher_pages_need (pages, CHART_HEIGHT + 40);
  pages->y += GAP;
  draw_heading (pages, USHER_PAGE_HEADING, _("When it happened"));
  for (guint i = 0; i < N_BUCKETS; i++)
    {
      double height = CHART_HEIGHT * buckets[i] / most;

      usher_pages_bar (pages, i * step, CHART_HEIGHT - height, step - 1, height, 0.3);
    }
  usher_pages_bar (pages, 0, CHART_HEIGHT, pages->width, 0.5, 0.3);
  pages->y += CHART_HEIGHT + 2;
  usher_pages_text (pages, USHER_PAGE_SMALL, 0, pages->width / 2, first);
  pages->y += usher_pages_text_at_end (pages, USHER_PAGE_SMALL, last) + 2 * GAP;
}

static void
draw_kinds (UsherPages *pages, UsherReport *self)
{
  guint most = 1;
  double x = pages->width * 0.25;
  double room = pages->width * 0.65;

  for (guint i = 0; i < N_KINDS; i++)
    most = MAX (most, self->kinds[i]);
  usher_pages_need (pages, 60);
  pages->y += GAP;
  draw_heading (pages, USHER_PAGE_HEADING, _("What happened"));
  for (guint i = 1; i <= N_KINDS; i++)
    {
      UsherEventKind kind = (UsherEventKind) (i % N_KINDS); /* what is unknown comes last */
      g_autofree char *number = g_strdup_printf ("%'u", self->kinds[kind]);
      double length = room * self->kinds[kind] / most;
      double height;

      if (self->kinds[kind] == 0)
        continue;
      height = usher_pages_measure (pages, USHER_PAGE_BODY, x - GAP, usher_event_kind_get_label (kind));
      usher_pages_need (pages, height);
      usher_pages_text (pages, USHER_PAGE_BODY, 0, x - GAP, usher_event_kind_get_label (kind));
      usher_pages_bar (pages, x, 1, length, height - 2, 0.6);
      usher_pages_text (pages, USHER_PAGE_BODY, x + length + GAP, pages->width * 0.1, number);
      pages->y += height + 2;
    }
}

static void
draw_summary (UsherPages *pages, UsherReport *self, guint64 n_missing)
{
  g_autofree char *made = usher_time_format_exact (self->made_at, NULL);
  g_autofree char *invitations = g_strdup_printf ("%'u", self->stories->len);
  g_autofree char *events = g_strdup_printf ("%'u", self->n_events);

  draw_heading (pages, USHER_PAGE_TITLE, _("Activity Report"));
  draw_fact (pages, _("Account"), self->account);
  draw_fact (pages, _("Server"), self->server);
  /* Translators: in a report: which invitations it is about */
  draw_fact (pages, C_("report", "Selection"), self->filter);
  draw_fact (pages, _("Made"), made);
  draw_fact (pages, _("Invitations"), invitations);
  draw_fact (pages, _("Events"), events);
  if (n_missing > 0)
    {
      g_autofree char *text =
          g_strdup_printf (ngettext ("%'lu invitation could not be read and is not in this report.",
                                     "%'lu invitations could not be read and are not in this report.",
                                     (gulong) n_missing),
                           (gulong) n_missing);

      draw_fact (pages, _("Missing"), text);
    }
  if (self->n_events == 0)
    return;
  draw_kinds (pages, self);
  draw_chart (pages, self);
}

/* A line from the first to the last event, with a dot for each. */
static void
draw_time_line (UsherPages *pages, Story *story)
{
  gint64 first = USHER_TIME_NONE;
  gint64 last = USHER_TIME_NONE;

  for (guint i = 0; i < story->events->len; i++)
    {
      gint64 time = usher_event_get_time (g_ptr_array_index (story->events, i));

      if (time == USHER_TIME_NONE)
        continue;
      first = first == USHER_TIME_NONE ? time : MIN (first, time);
      last = last == USHER_TIME_NONE ? time : MAX (last, time);
    }
  if (first == last)
    return;
  usher_pages_bar (pages, 3, 5.75, pages->width - 6, 0.5, 0.5);
  for (guint i = 0; i < story->events->len; i++)
    {
      gint64 time = usher_event_get_time (g_ptr_array_index (story->events, i));

      if (time != USHER_TIME_NONE)
        usher_pages_dot (pages, 3 + (pages->width - 6) * (double) (time - first) / (double) (last - first), 6, 2.5);
    }
  pages->y += 12 + GAP;
}

static void
draw_table_head (UsherPages *pages)
{
  double height = usher_pages_text (pages, USHER_PAGE_STRONG, 0, pages->width * TIME_WIDTH, _("Time"));

  usher_pages_text (pages, USHER_PAGE_STRONG, pages->width * TIME_WIDTH, pages->width * (1 - TIME_WIDTH), _("Event"));
  pages->y += height + 1;
  usher_pages_bar (pages, 0, 0, pages->width, 0.75, 0.3);
  pages->y += 3;
}

static void
draw_event (UsherPages *pages, UsherEvent *event)
{
  g_autofree char *time = usher_time_format_exact (usher_event_get_time (event), NULL);
  g_autofree char *sentence = usher_event_dup_sentence (event);
  g_autofree char *extra = usher_event_dup_extra (event);
  double x = pages->width * TIME_WIDTH;
  double room = pages->width - x;
  double first = usher_pages_measure (pages, USHER_PAGE_BODY, room, sentence);
  double second = extra != NULL ? usher_pages_measure (pages, USHER_PAGE_SMALL, room, extra) : 0;
  guint page = pages->page;
  double when;

  usher_pages_need (pages, first + second + 4);
  if (pages->page != page)
    draw_table_head (pages); /* on every page that it goes on to */
  usher_pages_text (pages, USHER_PAGE_BODY, x, room, sentence);
  when = usher_pages_text (pages, USHER_PAGE_BODY, 0, x - GAP, *time != '\0' ? time : "—");
  pages->y += second > 0 ? first : MAX (first, when);
  if (extra != NULL)
    usher_pages_text (pages, USHER_PAGE_SMALL, x, room, extra);
  pages->y += second + 3;
  usher_pages_bar (pages, 0, -1.5, pages->width, 0.25, 0.8);
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  gint64 x = usher_event_get_time (*(UsherEvent *const *) a);
  gint64 y = usher_event_get_time (*(UsherEvent *const *) b);

  return x < y ? -1 : x > y;
}

static char *
dup_title (Story *story)
{
  g_autofree char *title = story->invitation != NULL ? usher_invitation_dup_recipients (story->invitation) : NULL;

  return title != NULL && *title != '\0' ? g_steal_pointer (&title) : g_strdup (_("Unknown invitation"));
}

static void
draw_story (UsherPages *pages, Story *story, cairo_surface_t *surface)
{
  g_autofree char *title = dup_title (story);

  pages->y += pages->y > 0 ? 3 * GAP : 0;
  usher_pages_need (pages, 140); /* never a heading alone at the foot of a page */
  if (surface != NULL)
    {
      g_autofree char *link = g_strdup_printf ("page=%u", pages->page);

      cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, title, link, 0);
    }
  draw_heading (pages, USHER_PAGE_HEADING, title);
  draw_fact (pages, _("Company"), story->company);
  if (story->invitation != NULL)
    {
      UsherInvitation *invitation = story->invitation;
      g_autofree char *created = usher_time_format_exact (usher_invitation_get_created_at (invitation), NULL);
      g_autofree char *expires = usher_time_format_exact (usher_invitation_get_expires_at (invitation), NULL);
      g_autofree char *uses = usher_invitation_dup_uses (invitation);

      draw_fact (pages, _("Type"), usher_invitation_kind_get_label (usher_invitation_get_kind (invitation)));
      draw_fact (pages, _("Status"), usher_invitation_status_get_label (usher_invitation_get_status (invitation)));
      draw_fact (pages, _("Created"), created);
      draw_fact (pages, _("Expires"), expires);
      draw_fact (pages, _("Uses"), uses);
      draw_fact (pages, _("Invitation ID"), story->id);
    }
  pages->y += GAP;
  if (story->events->len == 0)
    {
      pages->y += usher_pages_text (pages, USHER_PAGE_BODY, 0, pages->width, _("Nothing has happened yet."));
      return;
    }
  draw_time_line (pages, story);
  draw_table_head (pages);
  for (guint i = 0; i < story->events->len; i++)
    draw_event (pages, g_ptr_array_index (story->events, i));
}

/* cr, surface: (nullable) NULL to count the pages. 0: cancelled. */
static guint
draw (UsherReport *self, guint64 n_missing, cairo_t *cr, cairo_surface_t *surface, guint n_pages,
      GCancellable *cancellable)
{
  UsherPages pages;
  guint n;

  usher_pages_init (&pages, cr, _("Activity Report"), n_pages);
  draw_summary (&pages, self, n_missing);
  for (guint i = 0; i < self->stories->len && !g_cancellable_is_cancelled (cancellable); i++)
    draw_story (&pages, g_ptr_array_index (self->stories, i), surface);
  usher_pages_end (&pages);
  n = pages.page;
  usher_pages_clear (&pages);
  return g_cancellable_is_cancelled (cancellable) ? 0 : n;
}

typedef struct
{
  GOutputStream *stream;     /* (not owned) */
  GCancellable *cancellable; /* (not owned) (nullable) */
  GError *error;             /* (owned) (nullable) */
} Target;

/* What failed is kept and not told to Cairo: 1.16 crashes in cairo_surface_finish() when the stream of a PDF fails
 * before its fonts are written. */
static cairo_status_t
on_write (void *closure, const unsigned char *data, unsigned int length)
{
  Target *target = closure;

  if (target->error == NULL)
    g_output_stream_write_all (target->stream, data, length, NULL, target->cancellable, &target->error);
  return CAIRO_STATUS_SUCCESS;
}

/**
 * usher_report_write:
 * @self: a report
 * @n_missing: how many invitations are not in it although they were asked for
 * @stream: where to
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Lays it out and writes it as PDF, on the paper of the locale. Blocks.
 *
 * Returns: %TRUE when it was written
 */
gboolean
usher_report_write (UsherReport *self, guint64 n_missing, GOutputStream *stream, GCancellable *cancellable,
                    GError **error)
{
  Target target = { .stream = stream, .cancellable = cancellable };
  g_autofree char *made_at = usher_time_to_string (self->made_at / G_USEC_PER_SEC * G_USEC_PER_SEC);
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;
  double width;
  double height;
  guint n_pages;

  for (guint i = 0; i < self->stories->len; i++)
    g_ptr_array_sort (((Story *) g_ptr_array_index (self->stories, i))->events, compare_events);
  n_pages = draw (self, n_missing, NULL, NULL, 0, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  usher_pages_get_paper (&width, &height);
  surface = cairo_pdf_surface_create_for_stream (on_write, &target, width, height);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, _("Activity Report"));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Usher " USHER_VERSION);
  if (made_at != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, made_at);
  cr = cairo_create (surface);
  draw (self, n_missing, cr, surface, n_pages, cancellable);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (target.error != NULL)
    {
      g_propagate_error (error, target.error);
      return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error_literal (error, USHER_ARCHIVE_ERROR, USHER_ARCHIVE_ERROR_WRITE, cairo_status_to_string (status));
      return FALSE;
    }
  return TRUE;
}
