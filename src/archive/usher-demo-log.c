/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes logs to try, test and measure with: invitations one after another, each with a story that could have
 * happened. No names of real people; addresses of example domains. Any thread. */

#include "usher-config.h"

#include "archive/usher-demo-log.h"

#include "model/usher-time.h"

#define FIRST_DAY G_GINT64_CONSTANT (1704067200) /* 2024-01-01, in seconds */
#define SPAN (2 * 365 * 86400)                   /* what the invitations are spread over */
#define EVENTS_EACH 5                            /* about */

static const char *const first_names[] = {
  "ada", "ben", "carla", "dara", "elif", "femi", "gwen", "hana", "ivo", "june", "kofi", "lena", "milo",
  "nadia", "omar", "pia", "quinn", "rosa", "sven", "tara", "uma", "vera", "wim", "xenia", "yuri", "zoe",
};
static const char *const last_names[] = {
  "abara", "berg", "castro", "dietz", "eriksen", "fischer", "garcia", "hansen", "ito", "jensen", "kaya",
  "lindt", "moreau", "novak", "okafor", "petit", "quist", "rossi", "silva", "tanaka", "ueda", "vogel",
  "weber", "young", "zeller",
};
static const char *const domains[] = { "example.com", "example.org", "example.net" };
static const char *const companies[] = {
  "Northwind Foods", "Harbour Lights", "Café Müller", "Blue Mesa Lofts", "Granite Peak", "Old Mill Works",
  "Sunfield Farms", "Nørrebro Køl", "Willow & Stone", "Cedar Court", "Lakeside Clinics", "Red Brick Schools",
};

typedef struct
{
  guint64 state;
  GString *line;   /* (owned) */
  GString *facts;  /* (owned) */
  UsherLogWriter *writer; /* (not owned) */
  guint64 left;
} Demo;

/* xorshift64*: small, and the same everywhere, which g_rand_new_with_seed() does not promise. */
static guint64
next_random (Demo *demo)
{
  demo->state ^= demo->state >> 12;
  demo->state ^= demo->state << 25;
  demo->state ^= demo->state >> 27;
  return demo->state * 0x2545f4914f6cdd1du;
}

static guint
below (Demo *demo, guint bound)
{
  return (guint) ((next_random (demo) >> 33) % bound);
}

static void
make_uuid (Demo *demo, char *uuid)
{
  static const char digits[] = "0123456789abcdef";
  guint64 bits = 0;

  for (guint i = 0; i < 36; i++)
    {
      if (i % 16 == 0)
        bits = next_random (demo);
      if (i == 8 || i == 13 || i == 18 || i == 23)
        uuid[i] = '-';
      else if (i == 14)
        uuid[i] = '4';
      else if (i == 19)
        uuid[i] = digits[8 + (bits & 3)];
      else
        uuid[i] = digits[bits & 15];
      bits >>= 4;
    }
  uuid[36] = '\0';
}

/* As usher_time_to_string(), without a GDateTime for each of millions. */
static void
format_time (gint64 seconds, char *text)
{
  GDate date;
  guint of_day = (guint) (seconds % 86400);

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) (seconds / 86400 + 719163));
  g_snprintf (text, 21, "%04u-%02u-%02uT%02u:%02u:%02uZ", g_date_get_year (&date) % 10000u,
              (guint) g_date_get_month (&date) % 100u, g_date_get_day (&date) % 100u, of_day / 3600,
              of_day / 60 % 60, of_day % 60);
}

static gboolean
add_event (Demo *demo, const char *kind, const char *email, gint64 seconds, GError **error)
{
  char id[37];
  char time[21];

  if (demo->left == 0)
    return TRUE;
  demo->left--;
  make_uuid (demo, id);
  format_time (seconds, time);
  g_string_assign (demo->line, "{\"event\":{\"id\":\"");
  g_string_append (demo->line, id);
  g_string_append (demo->line, "\",\"eventType\":\"");
  g_string_append (demo->line, kind);
  if (email != NULL)
    {
      g_string_append (demo->line, "\",\"email\":\"");
      g_string_append (demo->line, email);
    }
  g_string_append (demo->line, "\",\"createdAt\":\"");
  g_string_append (demo->line, time);
  g_string_append (demo->line, "\"}");
  g_string_append_len (demo->line, demo->facts->str, (gssize) demo->facts->len);
  return usher_log_writer_add_line (demo->writer, demo->line->str, demo->line->len, error);
}

static void
write_facts (Demo *demo, guint company, const char *email, gint64 created, gint64 expires, gint64 now,
             gboolean used, gboolean revoked)
{
  char id[37];
  char connection[37];
  char created_at[21];
  char expires_at[21];
  gboolean reconnect = below (demo, 4) == 0;
  const char *status = revoked ? "REVOKED" : used ? "FULFILLED" : expires < now ? "EXPIRED" : "ACTIVE";

  make_uuid (demo, id);
  make_uuid (demo, connection);
  format_time (created, created_at);
  format_time (expires, expires_at);
  g_string_printf (demo->facts, ",\"invitation\":{\"id\":\"%s\",\"invitationType\":\"%s\",\"status\":\"%s\","
                   "\"companyId\":\"00000000-0000-4000-8000-%012u\"",
                   id, reconnect ? "EDIT_CONNECTION" : "CREATE_CONNECTION", status, company + 1);
  if (reconnect)
    g_string_append_printf (demo->facts, ",\"connectionId\":\"%s\"", connection);
  if (email != NULL)
    g_string_append_printf (demo->facts, ",\"allowedEmails\":[\"%s\"]", email);
  else
    g_string_append (demo->facts, ",\"allowedEmails\":[]");
  g_string_append_printf (demo->facts, ",\"expiresAt\":\"%s\",\"maxUses\":1,\"useCount\":%d,\"createdAt\":\"%s\"},"
                          "\"company\":\"%s\"}",
                          expires_at, used ? 1 : 0, created_at, companies[company]);
}

static gboolean
add_story (Demo *demo, gint64 created, gint64 now, GError **error)
{
  guint company = below (demo, G_N_ELEMENTS (companies));
  gboolean open = below (demo, 8) == 0;
  gboolean mailed = !open && below (demo, 5) != 0;
  guint n_views = below (demo, 10) == 0 ? 0 : 1 + below (demo, 3);
  gboolean used = n_views > 0 && below (demo, 5) < 3;
  gboolean revoked = !used && below (demo, 6) == 0;
  gint64 at = created;
  g_autofree char *email =
      open ? NULL
           : g_strdup_printf ("%s.%s%u@%s", first_names[below (demo, G_N_ELEMENTS (first_names))],
                              last_names[below (demo, G_N_ELEMENTS (last_names))], below (demo, 10),
                              domains[below (demo, G_N_ELEMENTS (domains))]);

  write_facts (demo, company, email, created, created + 7 * 86400, now, used, revoked);
  if (!add_event (demo, "CREATED", NULL, at, error))
    return FALSE;
  if (mailed && !add_event (demo, "EMAIL_SENT", email, at += 2, error))
    return FALSE;
  for (guint i = 0; i < n_views; i++)
    {
      at += 600 + below (demo, 90000);
      if (mailed && i == 1 && below (demo, 4) == 0 && !add_event (demo, "EMAIL_RESENT", email, at - 300, error))
        return FALSE;
      if (!add_event (demo, "VIEWED", email, at, error))
        return FALSE;
    }
  if (used && email != NULL && !add_event (demo, "EMAIL_VERIFIED", email, at += 30 + below (demo, 300), error))
    return FALSE;
  if (used && !add_event (demo, "USED", email, at += 120 + below (demo, 1800), error))
    return FALSE;
  return !revoked || add_event (demo, "REVOKED", NULL, at + 3600 + below (demo, 200000), error);
}

/**
 * usher_demo_log_write:
 * @path: the file to be
 * @format: what to write
 * @n_events: how many events, exactly
 * @seed: which log
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Returns: %TRUE when it was written
 */
gboolean
usher_demo_log_write (const char *path, UsherLogFormat format, guint64 n_events, guint32 seed,
                      GCancellable *cancellable, GError **error)
{
  const gint64 now = FIRST_DAY + SPAN;
  const UsherLogAbout about = {
    .account = "Demo",
    .server = "https://example.com/v2.2",
    .filter = "",
    .time_zone = "UTC",
    .made_at = now * G_USEC_PER_SEC,
  };
  g_autoptr (UsherLogWriter) writer = NULL;
  g_autoptr (GString) line = g_string_sized_new (1024);
  g_autoptr (GString) facts = g_string_sized_new (1024);
  guint64 n_stories = MAX (n_events / EVENTS_EACH, 1);
  Demo demo = { .state = ((guint64) seed << 17) + 0x9e3779b97f4a7c15u, .line = line, .facts = facts,
                .left = n_events };
  guint64 n = 0;

  writer = usher_log_writer_new (path, format, USHER_LOG_FLAGS_NONE, &about, cancellable, error);
  if (writer == NULL)
    return FALSE;
  demo.writer = writer;
  for (; demo.left > 0; n++)
    {
      gint64 created = FIRST_DAY + (gint64) ((gdouble) MIN (n, n_stories) / (gdouble) n_stories * (SPAN - 14 * 86400));

      if (!add_story (&demo, created + below (&demo, 3600), now, error))
        return FALSE;
    }
  usher_log_writer_set_n_invitations (writer, n);
  return usher_log_writer_finish (writer, error);
}
