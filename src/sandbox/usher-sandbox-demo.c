/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Data that somebody can believe: companies with sites and connections, and invitations whose logs
 * fit their states, because they are made by the same rules as real ones, only at other times. The
 * same seed gives the same data, apart from tokens, which nobody must be able to guess, and from
 * times, which count back from now. Main thread. */

#include "sandbox/usher-sandbox-demo.h"

#include <json-glib/json-glib.h>

#include "sandbox/usher-sandbox-bulk.h"
#include "sandbox/usher-sandbox-demo-private.h"
#include "sandbox/usher-sandbox-json-writer.h"
#include "sandbox/usher-sandbox-rules.h"

/* Companies of the set that every new data folder gets. */
#define N_BASE_COMPANIES 3
#define MAX_EMAILS 3
#define OLDEST_DAYS 400

/* An invitation whose life is being made up. */
typedef struct
{
  gint64 key;
  UsherSandboxDemoCompany *company; /* (borrowed) */
  const char *emails[MAX_EMAILS + 1]; /* (borrowed) */
  int n_emails;
  const char *visitor; /* (nullable): of emails */
  gint64 max_uses;
  gint64 end;     /* when it expires, or now */
  gint64 at;      /* how far its life has been told */
  gboolean is_reconnect;
  gboolean is_mailed;
} Life;

static gboolean
add_base (UsherSandboxDemo *self, GError **error)
{
  if (!usher_sandbox_demo_add_providers (self, error))
    return FALSE;
  for (int i = 0; i < N_BASE_COMPANIES; i++)
    if (!usher_sandbox_demo_add_company (self, &usher_sandbox_company_words[i], error))
      return FALSE;
  return usher_sandbox_demo_add_foreign (self, error)
         && usher_sandbox_db_set_meta (self->sandbox->db, "base", "1", error);
}

/* -1: error; 0: not yet; 1: made before */
static int
is_made (UsherSandbox *sandbox, const char *name, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *value = usher_sandbox_db_dup_meta (sandbox->db, name, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return -1;
    }
  return value != NULL;
}

/**
 * usher_sandbox_demo_ensure_base:
 * @sandbox: the service
 * @seed: the same number makes the same data
 * @error: return location for an error of the database
 *
 * Gives a new data folder what it takes to be of use: a few companies with sites and connections,
 * a catalogue of providers, and somebody else's company. Does nothing if that was done before.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_demo_ensure_base (UsherSandbox *sandbox, guint32 seed, GError **error)
{
  g_autoptr (UsherSandboxDemo) self = NULL;
  int made = is_made (sandbox, "base", error);

  if (made != 0)
    return made > 0;
  if (!usher_sandbox_db_begin (sandbox->db, error))
    return FALSE;
  self = usher_sandbox_demo_new (sandbox, seed);
  if (add_base (self, error))
    return usher_sandbox_db_commit (sandbox->db, error);
  usher_sandbox_db_rollback (sandbox->db);
  return FALSE;
}

/* Moves on by a time that is mostly short and sometimes long. FALSE: its end would have come. */
static gboolean
move_on (UsherSandboxDemo *self, Life *life, gint64 longest)
{
  double u = g_rand_double (self->rand);
  gint64 at =
      life->at + (gint64)(u * u * longest) / G_USEC_PER_SEC * G_USEC_PER_SEC + G_USEC_PER_SEC;

  if (at >= life->end)
    return FALSE;
  life->at = at;
  return TRUE;
}

static UsherSandboxActor
make_actor (UsherSandboxDemo *self, const char *email, gboolean is_person, char address[16])
{
  int n_agents = G_N_ELEMENTS (usher_sandbox_user_agents);
  UsherSandboxActor actor = { email, NULL, address };

  /* The last one is a mail scanner, which never fills in a form. */
  actor.user_agent =
      usher_sandbox_user_agents[usher_sandbox_demo_pick (self, n_agents - is_person)];
  /* RFC 5737: addresses for documentation */
  g_snprintf (address, 16, "203.0.113.%d", 1 + usher_sandbox_demo_pick (self, 254));
  return actor;
}

static gboolean
log_visit (UsherSandboxDemo *self, Life *life, const char *kind, const char *email, GError **error)
{
  char address[16];
  UsherSandboxActor actor = make_actor (self, email, email != NULL, address);

  return usher_sandbox_rules_log_at (self->sandbox, life->key, kind, &actor, life->at, error);
}

/* A recipient comes, proves who they are if they must, and ends the form. */
static gboolean
tell_use (UsherSandboxDemo *self, Life *life, GError **error)
{
  const UsherSandboxProviderWords *provider =
    usher_sandbox_demo_pick_provider (self, life->company->words->country);
  g_autofree char *connection_id = usher_sandbox_new_id (self->sandbox);
  g_autofree char *username = g_strdup_printf ("%s-%05d", life->company->words->country,
                                               usher_sandbox_demo_pick (self, 100000));
  g_autofree char *owner = usher_sandbox_demo_make_email (self, life->company);
  char address[16];
  gint64 sites[2];
  UsherSandboxUse use = {
    .actor = make_actor (self, life->visitor, TRUE, address),
    .connection_id = connection_id,
    .provider_name = provider->name,
    .provider_url = provider->url,
    .country = life->company->words->country,
    .username = username,
    .owner_email = life->visitor != NULL ? life->visitor : owner,
    .start_date = "2024-01-01",
    .utility_types = provider->utility_types,
    .sites = sites,
    .status = "CONNECTED",
  };

  for (; use.n_sites < G_N_ELEMENTS (sites) && life->company->sites->len > 0; use.n_sites++)
    sites[use.n_sites] = g_array_index (life->company->sites, gint64,
                                        usher_sandbox_demo_pick (self, life->company->sites->len));
  if (life->at > self->now - 10 * USHER_SANDBOX_MINUTE)
    {
      use.status = "PENDING";
      use.due_status = "CONNECTED";
      use.due_after = 1800;
    }
  else if (usher_sandbox_demo_chance (self, 15))
    use.status = usher_sandbox_demo_chance (self, 60) ? "PASSWORD_INCORRECT" : "MFA_TOKEN_EXPIRED";
  if (usher_sandbox_demo_chance (self, 10))
    use.n_sites = MIN (use.n_sites, 1);
  return usher_sandbox_rules_use_at (self->sandbox, life->key, &use, life->at, error);
}

/* Whoever copied the link instead of using the mailed one has to verify first (contract 3.10). */
static gboolean
tell_visits (UsherSandboxDemo *self, Life *life, int n_uses, GError **error)
{
  gboolean verifies =
      life->n_emails > 0 && (!life->is_mailed || usher_sandbox_demo_chance (self, 25));

  for (int use = 0; use < MAX (n_uses, 1); use++)
    {
      for (int n = 1 + usher_sandbox_demo_pick (self, 2); n > 0; n--)
        if (!move_on (self, life, 2 * USHER_SANDBOX_DAY))
          return TRUE;
        else if (!log_visit (self, life, "VIEWED", NULL, error))
          return FALSE;
      if (verifies && (n_uses > 0 || usher_sandbox_demo_chance (self, 50)))
        {
          life->visitor = life->emails[use % life->n_emails];
          if (!move_on (self, life, 10 * USHER_SANDBOX_MINUTE))
            return TRUE;
          if (!log_visit (self, life, "EMAIL_VERIFIED", life->visitor, error))
            return FALSE;
        }
      else if (life->n_emails > 0)
        life->visitor = life->emails[use % life->n_emails];
      if (use == n_uses || !move_on (self, life, USHER_SANDBOX_HOUR))
        return TRUE;
      if (!tell_use (self, life, error))
        return FALSE;
    }
  return TRUE;
}

/* What becomes of an invitation, in the order in which it happens. */
static gboolean
tell_life (UsherSandboxDemo *self, Life *life, GError **error)
{
  int fate = usher_sandbox_demo_pick (self, 100);
  int n_uses = 0;

  if (life->is_mailed && usher_sandbox_demo_chance (self, 15) &&
      move_on (self, life, 5 * USHER_SANDBOX_DAY) &&
      !usher_sandbox_rules_resend_at (self->sandbox, life->key, life->at, error))
    return FALSE;
  /* 25 in a hundred are never looked at, 27 are only looked at, and the others are used. */
  if (fate >= 52)
    n_uses = life->max_uses == 1
                 ? 1
                 : 1 + usher_sandbox_demo_pick (self, life->max_uses > 0 ? life->max_uses : 3);
  if (fate >= 25 && !tell_visits (self, life, n_uses, error))
    return FALSE;
  if ((life->max_uses == 0 || n_uses < life->max_uses) && usher_sandbox_demo_chance (self, 18)
      && move_on (self, life, 6 * USHER_SANDBOX_DAY)
      && !usher_sandbox_rules_revoke_at (self->sandbox, life->key, life->at, error))
    return FALSE;
  /* Somebody comes too late, and sees that it has expired. */
  if (life->end < self->now && usher_sandbox_demo_chance (self, 15))
    {
      life->at = usher_sandbox_demo_between (self, life->end, self->now);
      return log_visit (self, life, "VIEWED", NULL, error);
    }
  return TRUE;
}

static char *
make_prefill (UsherSandboxDemo *self, const UsherSandboxDemoCompany *company)
{
  g_autoptr (UsherSandboxJson) json = usher_sandbox_json_new ();
  const UsherSandboxProviderWords *provider =
    usher_sandbox_demo_pick_provider (self, company->words->country);

  usher_sandbox_json_begin_object (json, NULL);
  if (usher_sandbox_demo_chance (self, 60))
    {
      usher_sandbox_json_add_string (json, "url", provider->url);
      usher_sandbox_json_add_text (json, "utilityTypes", provider->utility_types);
    }
  if (usher_sandbox_demo_chance (self, 50))
    usher_sandbox_json_add_string (json, "country", company->words->country);
  if (company->site_ids->len > 0 && usher_sandbox_demo_chance (self, 30))
    {
      usher_sandbox_json_begin_array (json, "initialSites");
      usher_sandbox_json_add_string (
        json, NULL, company->site_ids->pdata[usher_sandbox_demo_pick (self, company->site_ids->len)]);
      usher_sandbox_json_end_array (json);
    }
  if (usher_sandbox_demo_chance (self, 20))
    {
      g_autofree char *owner = usher_sandbox_demo_make_email (self, company);

      usher_sandbox_json_add_string (json, "connectionOwnerEmail", owner);
    }
  if (usher_sandbox_demo_chance (self, 25))
    usher_sandbox_json_add_string (json, "dataCollectionStartDate", "2024-01-01");
  usher_sandbox_json_end_object (json);
  return usher_sandbox_json_print (json);
}

static gint64
pick_expiry (UsherSandboxDemo *self, gboolean is_reconnect)
{
  static const gint64 days[] = { 0, 1, 3, 7, 7, 14, 30, 90 };

  return 86400 * (is_reconnect && usher_sandbox_demo_chance (self, 70)
                    ? 7
                    : days[usher_sandbox_demo_pick (self, G_N_ELEMENTS (days))]);
}

static gint64
pick_max_uses (UsherSandboxDemo *self, gboolean is_reconnect)
{
  if (usher_sandbox_demo_chance (self, is_reconnect ? 80 : 50))
    return 1;
  return usher_sandbox_demo_chance (self, 35) ? 2 + usher_sandbox_demo_pick (self, 4) : 0;
}

/* Some companies send far more than others. */
static UsherSandboxDemoCompany *
pick_company (UsherSandboxDemo *self)
{
  double u = g_rand_double (self->rand);

  return self->companies->pdata[(int) (u * u * self->companies->len)];
}

static gboolean
add_invitation (UsherSandboxDemo *self, gint64 created, GError **error)
{
  UsherSandboxDemoCompany *company = pick_company (self);
  Life life = { .company = company, .at = created };
  g_autofree char *id = usher_sandbox_new_id (self->sandbox);
  g_autofree char *prefill = NULL;
  g_autoptr (GPtrArray) emails = g_ptr_array_new_with_free_func (g_free);
  UsherSandboxDraft draft = { .id = id, .company = company->key, .emails = life.emails };
  int n = usher_sandbox_demo_pick (self, 100);

  life.is_reconnect = company->connections->len > 0 && usher_sandbox_demo_chance (self, 30);
  for (n = n < 20 ? 0 : n < 75 ? 1 : n < 93 ? 2 : 3; n > 0; n--)
    {
      g_autofree char *email = usher_sandbox_demo_make_email (self, company);

      if (g_strv_contains (life.emails, email))
        continue;
      life.emails[life.n_emails++] = email;
      g_ptr_array_add (emails, g_steal_pointer (&email));
    }
  life.is_mailed = life.n_emails > 0 && usher_sandbox_demo_chance (self, 85);
  life.max_uses = pick_max_uses (self, life.is_reconnect);
  if (life.is_reconnect)
    draft.connection = g_array_index (company->connections, gint64,
                                      usher_sandbox_demo_pick (self, company->connections->len));
  else
    prefill = make_prefill (self, company);
  draft.expires_in = pick_expiry (self, life.is_reconnect);
  draft.max_uses = life.max_uses;
  draft.send_email = life.is_mailed;
  draft.prefill = prefill != NULL ? prefill : "{}";
  life.end = self->now;
  if (draft.expires_in > 0)
    life.end = MIN (life.end, created + draft.expires_in * G_USEC_PER_SEC);
  life.key = usher_sandbox_rules_create_at (self->sandbox, &draft, created, error);
  return life.key != 0 && tell_life (self, &life, error);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const gint64 *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* Oldest first, as they would have come in; more of late than long ago. */
static gint64 *
make_times (UsherSandboxDemo *self, guint count)
{
  gint64 *times = g_new (gint64, MAX (count, 1));

  for (guint i = 0; i < count; i++)
    {
      double u = g_rand_double (self->rand);

      times[i] =
          self->now - 2 * USHER_SANDBOX_MINUTE -
          (gint64)(u * u * OLDEST_DAYS * USHER_SANDBOX_DAY) / G_USEC_PER_SEC * G_USEC_PER_SEC;
    }
  qsort (times, count, sizeof *times, compare_times);
  return times;
}

static gboolean
add_demo (UsherSandboxDemo *self, UsherSandboxBulk *bulk, guint count, GError **error)
{
  int n_companies = CLAMP (N_BASE_COMPANIES + (int) (count / 20), 5, USHER_SANDBOX_N_COMPANY_WORDS);
  g_autofree gint64 *times = NULL;

  if (!usher_sandbox_demo_load_companies (self, N_BASE_COMPANIES, error))
    return FALSE;
  for (int i = N_BASE_COMPANIES; i < n_companies; i++)
    if (!usher_sandbox_demo_add_company (self, &usher_sandbox_company_words[i], error))
      return FALSE;
  times = make_times (self, count);
  for (guint i = 0; i < count; i++)
    if (!add_invitation (self, times[i], error))
      return FALSE;
  return usher_sandbox_demo_wear_connections (self, error)
         && usher_sandbox_bulk_settle (bulk, error)
         && usher_sandbox_rules_settle_at (self->sandbox, self->now, error)
         && usher_sandbox_db_set_meta (self->sandbox->db, "demo", "1", error);
}

/**
 * usher_sandbox_demo_ensure:
 * @sandbox: the service, whose data folder has the small set
 * @count: how many invitations
 * @seed: the same number makes the same data
 * @error: return location for an error of the database
 *
 * Adds companies and invitations to a data folder. Does nothing if that was done before, with
 * whatever numbers: the folder stays as it is.
 *
 * Returns: %FALSE on an error
 */
gboolean
usher_sandbox_demo_ensure (UsherSandbox *sandbox, guint count, guint32 seed, GError **error)
{
  g_autoptr (UsherSandboxDemo) self = NULL;
  g_autoptr (UsherSandboxBulk) bulk = NULL;
  int made = is_made (sandbox, "demo", error);

  if (made != 0)
    return made > 0;
  bulk = usher_sandbox_bulk_begin (sandbox->db, error);
  if (bulk == NULL)
    return FALSE;
  /* Another sequence than that of the small set. */
  self = usher_sandbox_demo_new (sandbox, ~seed);
  return add_demo (self, bulk, count, error) && usher_sandbox_bulk_commit (bulk, error);
}
