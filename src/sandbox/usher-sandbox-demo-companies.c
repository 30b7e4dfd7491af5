/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of the demo data that invitations refer to: companies, sites, connections, providers.
 * Main thread. */

#include "sandbox/usher-sandbox-demo-private.h"

#include "sandbox/usher-sandbox-demo.h"
#include "sandbox/usher-sandbox-rules.h"
#include "sandbox/usher-sandbox-secret.h"

static void
company_free (UsherSandboxDemoCompany *company)
{
  g_array_unref (company->sites);
  g_ptr_array_unref (company->site_ids);
  g_array_unref (company->connections);
  g_free (company);
}

void
usher_sandbox_demo_free (UsherSandboxDemo *self)
{
  self->sandbox->made_up = NULL;
  g_rand_free (self->rand);
  g_ptr_array_unref (self->companies);
  g_free (self);
}

UsherSandboxDemo *
usher_sandbox_demo_new (UsherSandbox *sandbox, guint32 seed)
{
  UsherSandboxDemo *self = g_new0 (UsherSandboxDemo, 1);

  self->sandbox = sandbox;
  self->rand = g_rand_new_with_seed (seed);
  self->now = usher_sandbox_now (sandbox) / G_USEC_PER_SEC * G_USEC_PER_SEC;
  self->companies = g_ptr_array_new_with_free_func ((GDestroyNotify) company_free);
  sandbox->made_up = self->rand;
  return self;
}

int
usher_sandbox_demo_pick (UsherSandboxDemo *self, int n)
{
  return g_rand_int_range (self->rand, 0, n);
}

gboolean
usher_sandbox_demo_chance (UsherSandboxDemo *self, int percent)
{
  return usher_sandbox_demo_pick (self, 100) < percent;
}

gint64
usher_sandbox_demo_between (UsherSandboxDemo *self, gint64 from, gint64 to)
{
  return from +
         (gint64)(g_rand_double (self->rand) * (to - from)) / G_USEC_PER_SEC * G_USEC_PER_SEC;
}

char *
usher_sandbox_demo_make_email (UsherSandboxDemo *self, const UsherSandboxDemoCompany *company)
{
  return g_strdup_printf ("%s.%s@%s",
                          usher_sandbox_first_names[usher_sandbox_demo_pick (
                              self, G_N_ELEMENTS (usher_sandbox_first_names))],
                          usher_sandbox_last_names[usher_sandbox_demo_pick (
                              self, G_N_ELEMENTS (usher_sandbox_last_names))],
                          company->words->domain);
}

/* One of those of the country; the tables have at least one for each. */
#define PICK_OF_COUNTRY(self, table, wanted)                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    int n_matches = 0;                                                                             \
    int left;                                                                                      \
                                                                                                   \
    for (gsize i = 0; i < G_N_ELEMENTS (table); i++)                                               \
      n_matches += g_str_equal ((table)[i].country, (wanted));                                     \
    left = usher_sandbox_demo_pick ((self), n_matches);                                            \
    for (gsize i = 0; i < G_N_ELEMENTS (table); i++)                                               \
      if (g_str_equal ((table)[i].country, (wanted)) && left-- == 0)                               \
        return &(table)[i];                                                                        \
    g_assert_not_reached ();                                                                       \
  }                                                                                                \
  G_STMT_END

const UsherSandboxProviderWords *
usher_sandbox_demo_pick_provider (UsherSandboxDemo *self, const char *country)
{
  PICK_OF_COUNTRY (self, usher_sandbox_provider_words, country);
}

static const UsherSandboxPlaceWords *
pick_place (UsherSandboxDemo *self, const char *country)
{
  PICK_OF_COUNTRY (self, usher_sandbox_place_words, country);
}

static const UsherSandboxStatusWords *
pick_status (UsherSandboxDemo *self)
{
  int n = usher_sandbox_demo_pick (self, 100);

  for (gsize i = 0; i < USHER_SANDBOX_N_STATUS_WORDS; i++)
    {
      n -= usher_sandbox_status_words[i].weight;
      if (n < 0)
        return &usher_sandbox_status_words[i];
    }
  return &usher_sandbox_status_words[0];
}

static gboolean
add_site (UsherSandboxDemo *self,
          UsherSandboxDemoCompany *company,
          int number,
          const char *id,
          GError **error)
{
  g_autofree char *own_id = usher_sandbox_new_id (self->sandbox);
  const UsherSandboxPlaceWords *place = pick_place (self, company->words->country);
  const char *word = usher_sandbox_site_words[usher_sandbox_demo_pick (
      self, G_N_ELEMENTS (usher_sandbox_site_words))];
  g_autofree char *name = g_strdup_printf ("%s %s", place->city, word);
  g_autofree char *external_id = g_strdup_printf ("S-%04d", number + 1);
  g_autofree char *address = g_strdup_printf (
      "%d %s, %s", 1 + usher_sandbox_demo_pick (self, 240), place->street, place->city);
  g_autofree char *path = g_strdup_printf ("[\"%s\",\"%s\",\"%s\"]", place->country, place->region, place->city);
  g_autofree char *occupancy = g_strdup_printf ("%d.00", 50 + usher_sandbox_demo_pick (self, 51));
  /* A few are archived. */
  const char *stop_date = number > 0 && usher_sandbox_demo_chance (self, 8) ? "2025-06-30" : NULL;
  gint64 key;

  if (id == NULL)
    id = own_id;
  if (!usher_sandbox_db_run (
          self->sandbox->db,
          error,
          "INSERT INTO site (id, company, name, external_id, address, path, occupancy,"
          " stop_date) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          "sissssss",
          id,
          company->key,
          name,
          external_id,
          address,
          path,
          usher_sandbox_demo_chance (self, 70) ? occupancy : NULL,
          stop_date))
    return FALSE;
  key = usher_sandbox_db_get_last_key (self->sandbox->db);
  if (stop_date == NULL)
    {
      g_array_append_val (company->sites, key);
      g_ptr_array_add (company->site_ids, g_strdup (id));
    }
  return TRUE;
}

static gboolean
add_connection (UsherSandboxDemo *self,
                UsherSandboxDemoCompany *company,
                const char *id,
                GError **error)
{
  g_autofree char *own_id = usher_sandbox_new_id (self->sandbox);
  g_autofree char *owner = usher_sandbox_demo_make_email (self, company);
  g_autofree char *username =
      g_strdup_printf ("%s-%04d", company->words->country, usher_sandbox_demo_pick (self, 10000));
  g_autofree char *start_date = g_strdup_printf ("20%02d-%02d-01",
                                                 21 + usher_sandbox_demo_pick (self, 4),
                                                 1 + usher_sandbox_demo_pick (self, 12));
  const UsherSandboxProviderWords *provider =
      usher_sandbox_demo_pick_provider (self, company->words->country);
  const UsherSandboxStatusWords *status = pick_status (self);
  /* Before the oldest invitation that may want to repair it. */
  gint64 created = self->now - usher_sandbox_demo_between (
                                   self, 420 * USHER_SANDBOX_DAY, 1200 * USHER_SANDBOX_DAY);
  gint64 updated = usher_sandbox_demo_between (self, created, self->now);
  gint64 key;

  if (!usher_sandbox_db_run (self->sandbox->db,
                             error,
                             "INSERT INTO connection (id, company, datasource_name, datasource_url,"
                             " status, status_detail, status_updated, status_first_seen, country,"
                             " utility_types, username, owner_email, start_date, created, updated)"
                             " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                             "sissssitsssssii",
                             id != NULL ? id : own_id,
                             company->key,
                             provider->name,
                             provider->url,
                             status->status,
                             status->detail,
                             updated,
                             g_str_equal (status->status, "PENDING") ? USHER_SANDBOX_NEVER
                                                                     : updated,
                             company->words->country,
                             provider->utility_types,
                             username,
                             owner,
                             start_date,
                             created,
                             updated))
    return FALSE;
  key = usher_sandbox_db_get_last_key (self->sandbox->db);
  g_array_append_val (company->connections, key);
  for (int n = 1 + usher_sandbox_demo_pick (self, 2); n > 0 && company->sites->len > 0; n--)
    if (!usher_sandbox_db_run (self->sandbox->db,
                               error,
                               "INSERT OR IGNORE INTO connection_site VALUES (?, ?)",
                               "ii",
                               key,
                               g_array_index (company->sites,
                                              gint64,
                                              usher_sandbox_demo_pick (self, company->sites->len))))
      return FALSE;
  return TRUE;
}

static UsherSandboxDemoCompany *
company_new (const UsherSandboxCompanyWords *words)
{
  UsherSandboxDemoCompany *company = g_new0 (UsherSandboxDemoCompany, 1);

  company->words = words;
  company->sites = g_array_new (FALSE, FALSE, sizeof (gint64));
  company->site_ids = g_ptr_array_new_with_free_func (g_free);
  company->connections = g_array_new (FALSE, FALSE, sizeof (gint64));
  return company;
}

gboolean
usher_sandbox_demo_add_company (UsherSandboxDemo *self,
                                const UsherSandboxCompanyWords *words,
                                GError **error)
{
  g_autofree char *id = usher_sandbox_new_id (self->sandbox);
  g_autofree char *external_id =
      g_strdup_printf ("C-%04d", 100 + usher_sandbox_demo_pick (self, 900));
  g_autofree char *users = NULL;
  g_autofree char *user = NULL;
  UsherSandboxDemoCompany *company = company_new (words);
  int n_sites = 3 + usher_sandbox_demo_pick (self, 7);
  int n_connections = 5 + usher_sandbox_demo_pick (self, 8);

  g_ptr_array_add (self->companies, company);
  user = usher_sandbox_demo_make_email (self, company);
  users = g_strdup_printf ("[\"%s\"]", user);
  if (!usher_sandbox_db_run (
          self->sandbox->db,
          error,
          "INSERT INTO company (id, name, external_id, is_demand_enabled, start_date,"
          " users, brand_name, brand_color, brand_logo)"
          " VALUES (?, ?, ?, ?, '2022-01-01', ?, ?, ?, ?)",
          "sssissss",
          id,
          words->name,
          usher_sandbox_demo_chance (self, 60) ? external_id : NULL,
          (gint64)usher_sandbox_demo_chance (self, 30),
          users,
          words->brand_name,
          words->brand_color,
          words->brand_logo))
    return FALSE;
  company->key = usher_sandbox_db_get_last_key (self->sandbox->db);
  for (int i = 0; i < n_sites; i++)
    if (!add_site (self, company, i, NULL, error))
      return FALSE;
  for (int i = 0; i < n_connections; i++)
    if (!add_connection (self, company, NULL, error))
      return FALSE;
  return TRUE;
}

/* Something that exists but is not the key's: without it nobody could try what a 403 looks like. */
gboolean
usher_sandbox_demo_add_foreign (UsherSandboxDemo *self, GError **error)
{
  static const UsherSandboxCompanyWords words = { "Somebody Else’s Company", "elsewhere.example.net", "US" };
  g_autoptr (GArray) unused = NULL;
  UsherSandboxDemoCompany *company = company_new (&words);
  UsherSandboxDraft draft = { .id = USHER_SANDBOX_FOREIGN_INVITATION, .prefill = "{}" };
  gboolean ok;

  ok = usher_sandbox_db_run (self->sandbox->db, error,
                             "INSERT INTO company (id, name, is_foreign, start_date)"
                             " VALUES (?, ?, 1, '2022-01-01')",
                             "ss", USHER_SANDBOX_FOREIGN_COMPANY, words.name);
  company->key = draft.company = usher_sandbox_db_get_last_key (self->sandbox->db);
  ok = ok && add_site (self, company, 0, USHER_SANDBOX_FOREIGN_SITE, error)
       && add_connection (self, company, USHER_SANDBOX_FOREIGN_CONNECTION, error)
       && usher_sandbox_rules_create_at (self->sandbox, &draft, self->now, error) != 0;
  company_free (company);
  return ok;
}

gboolean
usher_sandbox_demo_add_providers (UsherSandboxDemo *self, GError **error)
{
  for (gsize i = 0; i < USHER_SANDBOX_N_PROVIDER_WORDS; i++)
    {
      const UsherSandboxProviderWords *words = &usher_sandbox_provider_words[i];
      g_autofree char *id = usher_sandbox_new_id (self->sandbox);

      if (!usher_sandbox_db_run (
              self->sandbox->db,
              error,
              "INSERT INTO provider (id, name, url, country, utility_types, needs_mfa)"
              " VALUES (?, ?, ?, ?, ?, ?)",
              "sssssi",
              id,
              words->name,
              words->url,
              words->country,
              words->utility_types,
              (gint64)words->needs_mfa))
        return FALSE;
    }
  return TRUE;
}

/* The companies of the small set, with what invitations may name of them. */
gboolean
usher_sandbox_demo_load_companies (UsherSandboxDemo *self, int n, GError **error)
{
  GError *local = NULL;

  for (int i = 0; i < n && local == NULL; i++)
    {
      UsherSandboxDemoCompany *company = company_new (&usher_sandbox_company_words[i]);
      UsherSandboxStatement *row;

      g_ptr_array_add (self->companies, company);
      row = usher_sandbox_db_query (self->sandbox->db, &local,
                                    "SELECT key FROM company WHERE name = ? AND NOT is_foreign", "s",
                                    company->words->name);
      if (row != NULL && usher_sandbox_statement_step (row, &local))
        company->key = sqlite3_column_int64 (row, 0);
      g_clear_pointer (&row, usher_sandbox_statement_reset);
      if (local == NULL)
        row = usher_sandbox_db_query (
            self->sandbox->db,
            &local,
            "SELECT key, id FROM site WHERE company = ? AND stop_date IS NULL"
            " ORDER BY key",
            "i",
            company->key);
      while (row != NULL && usher_sandbox_statement_step (row, &local))
        {
          gint64 key = sqlite3_column_int64 (row, 0);

          g_array_append_val (company->sites, key);
          g_ptr_array_add (company->site_ids, g_strdup (usher_sandbox_statement_get_text (row, 1)));
        }
      g_clear_pointer (&row, usher_sandbox_statement_reset);
      if (local == NULL)
        row = usher_sandbox_db_query (self->sandbox->db, &local,
                                      "SELECT key FROM connection WHERE company = ? ORDER BY key", "i",
                                      company->key);
      while (row != NULL && usher_sandbox_statement_step (row, &local))
        {
          gint64 key = sqlite3_column_int64 (row, 0);

          g_array_append_val (company->connections, key);
        }
      g_clear_pointer (&row, usher_sandbox_statement_reset);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
usher_sandbox_demo_wear_connections (UsherSandboxDemo *self, GError **error)
{
  for (guint i = 0; i < self->companies->len; i++)
    {
      const UsherSandboxDemoCompany *company = self->companies->pdata[i];

      for (guint j = 0; j < company->connections->len; j++)
        {
          const UsherSandboxStatusWords *status = pick_status (self);
          gint64 at =
              usher_sandbox_demo_between (self, self->now - 20 * USHER_SANDBOX_DAY, self->now);

          /* What is new or well would not be told as a change. */
          if (status->detail == NULL)
            continue;
          if (!usher_sandbox_db_run (
                  self->sandbox->db,
                  error,
                  "UPDATE connection SET status = ?, status_detail = ?, status_updated = ?,"
                  " status_first_seen = ?, updated = ?, due_status = NULL, due_at = NULL"
                  " WHERE key = ?",
                  "ssiiii",
                  status->status,
                  status->detail,
                  at,
                  at,
                  at,
                  g_array_index (company->connections, gint64, j)))
            return FALSE;
        }
    }
  return TRUE;
}
