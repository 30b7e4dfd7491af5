/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a recipient sends, step by step. The password is compared with the documented test value and
 * wiped in the same call; all that is kept of it is whether it was right. Main thread. */

#include "sandbox/usher-sandbox-form.h"

#include <string.h>

#include "sandbox/usher-sandbox-code.h"
#include "sandbox/usher-sandbox-countries.h"
#include "sandbox/usher-sandbox-limit.h"
#include "sandbox/usher-sandbox-provider.h"
#include "sandbox/usher-sandbox-rules.h"
#include "sandbox/usher-sandbox-secret.h"
#include "sandbox/usher-sandbox-validate.h"

#define MAX_USERNAME 200
#define MAX_CODE_TRIES 5
#define LOCK_TIME (G_GINT64_CONSTANT (600) * G_USEC_PER_SEC)
/* Addresses that are not on the list, by one network address. */
#define MAX_STRANGERS 20
/* Seconds until a new connection has been checked: long enough to be seen. */
#define CHECK_TIME 5
#define REFUSED "The utility refused the user name and password."

const UsherSandboxUtilityType usher_sandbox_utility_types[10] = {
  { "ELECTRICITY", "Electricity" }, { "GAS", "Gas" },
  { "WATER", "Water" },             { "WASTE", "Waste" },
  { "FUEL", "Fuel" },               { "SOLAR", "Solar" },
  { "SEWER", "Sewer" },             { "STEAM", "District steam" },
  { "CHILLED_WATER", "District chilled water" },
  { "HOT_WATER", "District hot water" },
};

static UsherSandboxFormResult
refuse (UsherSandboxWalk *walk, const char *field, const char *message)
{
  walk->wrong_field = field;
  g_free (walk->message);
  walk->message = g_strdup (message);
  return USHER_SANDBOX_FORM_WRONG;
}

static UsherSandboxFormResult
keep (UsherSandboxWalk *walk, GError **error)
{
  GError *local = NULL;

  if (usher_sandbox_visit_save (walk->sandbox, walk->visit, &local))
    return USHER_SANDBOX_FORM_TAKEN;
  if (local == NULL)
    return USHER_SANDBOX_FORM_CROWDED;
  g_propagate_error (error, local);
  return USHER_SANDBOX_FORM_FAILED;
}

static char *
dup_trimmed (UsherSandboxWalk *walk, const char *name)
{
  const char *text = usher_sandbox_walk_get_field (walk, name);

  return g_strstrip (g_strdup (text != NULL ? text : ""));
}

static UsherSandboxFormResult
take_email (UsherSandboxWalk *walk, GError **error)
{
  g_autofree char *typed = dup_trimmed (walk, "email");
  const char *email = usher_sandbox_walk_find_email (walk, typed);
  UsherSandboxCodeResult sent;

  if (!usher_sandbox_is_email (typed))
    return refuse (walk, "email", "Enter a complete email address, such as name@example.com.");
  if (!usher_sandbox_limit_check (walk->sandbox, "stranger", walk->request->ip_address, MAX_STRANGERS))
    return refuse (walk, "email", "Too many addresses were tried. Wait ten minutes and try again.");
  if (email == NULL)
    {
      usher_sandbox_limit_count (walk->sandbox, "stranger", walk->request->ip_address, MAX_STRANGERS);
      return refuse (walk, "email",
                     "This address is not on the list of this invitation. Use the address at which "
                     "you were invited, or ask the sender to invite this one.");
    }
  g_free (walk->visit->asked_email);
  walk->visit->asked_email = g_strdup (email);
  sent = usher_sandbox_code_send (walk->sandbox, walk->invitation, email, walk->company_name, error);
  if (sent == USHER_SANDBOX_CODE_FAILED)
    return USHER_SANDBOX_FORM_FAILED;
  if (sent == USHER_SANDBOX_CODE_LOCKED || sent == USHER_SANDBOX_CODE_ENOUGH)
    {
      UsherSandboxFormResult kept = keep (walk, error);

      walk->step = USHER_SANDBOX_STEP_LOCKED;
      walk->has_codes_enough = sent == USHER_SANDBOX_CODE_ENOUGH;
      return kept == USHER_SANDBOX_FORM_TAKEN ? USHER_SANDBOX_FORM_WRONG : kept;
    }
  return keep (walk, error);
}

/* Digits only: people copy codes with spaces. */
static char *
dup_code (UsherSandboxWalk *walk)
{
  g_autofree char *typed = dup_trimmed (walk, "code");
  GString *digits = g_string_new (NULL);

  for (const char *p = typed; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
    else if (*p != ' ' && *p != '-')
      {
        g_string_truncate (digits, 0);
        break;
      }
  return g_string_free (digits, FALSE);
}

static UsherSandboxFormResult
judge_code (UsherSandboxWalk *walk, const char *code, GError **error)
{
  UsherSandboxActor actor = { walk->visit->asked_email, walk->request->user_agent,
                              walk->request->ip_address };

  switch (usher_sandbox_code_check (walk->sandbox, walk->invitation, walk->visit->asked_email, code, error))
    {
    case USHER_SANDBOX_CODE_DONE:
      g_free (walk->visit->email);
      walk->visit->email = g_strdup (walk->visit->asked_email);
      if (!usher_sandbox_rules_log_at (walk->sandbox, walk->invitation, "EMAIL_VERIFIED", &actor,
                                       usher_sandbox_now (walk->sandbox), error))
        return USHER_SANDBOX_FORM_FAILED;
      return keep (walk, error);
    case USHER_SANDBOX_CODE_WRONG:
      return refuse (walk, "code", "That is not the code. Compare it with the newest message, and type it again.");
    case USHER_SANDBOX_CODE_OLD:
      return refuse (walk, "code", "That code is too old. Ask for a new one.");
    case USHER_SANDBOX_CODE_LOCKED:
      walk->step = USHER_SANDBOX_STEP_LOCKED;
      return USHER_SANDBOX_FORM_WRONG;
    case USHER_SANDBOX_CODE_FAILED:
    default:
      return USHER_SANDBOX_FORM_FAILED;
    }
}

/* A code that was right and what follows from it are one transaction; so is a try that is counted. */
static UsherSandboxFormResult
take_code (UsherSandboxWalk *walk, GError **error)
{
  g_autofree char *code = dup_code (walk);
  UsherSandboxFormResult result;

  if (strlen (code) != 6)
    return refuse (walk, "code", "The code has six digits.");
  if (!usher_sandbox_db_begin (walk->sandbox->db, error))
    return USHER_SANDBOX_FORM_FAILED;
  result = judge_code (walk, code, error);
  if (result == USHER_SANDBOX_FORM_FAILED || result == USHER_SANDBOX_FORM_CROWDED)
    usher_sandbox_db_rollback (walk->sandbox->db);
  else if (!usher_sandbox_db_commit (walk->sandbox->db, error))
    result = USHER_SANDBOX_FORM_FAILED;
  return result;
}

static UsherSandboxFormResult
take_other_email (UsherSandboxWalk *walk, GError **error)
{
  g_clear_pointer (&walk->visit->asked_email, g_free);
  return keep (walk, error);
}

static UsherSandboxFormResult
take_provider (UsherSandboxWalk *walk, GError **error)
{
  g_autofree char *address = dup_trimmed (walk, "address");
  g_autofree char *typed_country = dup_trimmed (walk, "country");
  g_autofree char *country = g_ascii_strup (typed_country, -1);
  const char *id = usher_sandbox_walk_get_field (walk, "provider");
  const char *prefilled = usher_sandbox_walk_get_prefill (walk, "country");
  g_autoptr (UsherSandboxProvider) provider = NULL;
  GError *local = NULL;

  if (*address != '\0')
    provider = usher_sandbox_provider_by_address (walk->sandbox, address, &local);
  else if (id != NULL)
    provider = usher_sandbox_provider_by_id (walk->sandbox, id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return USHER_SANDBOX_FORM_FAILED;
    }
  if (provider == NULL)
    return *address != '\0'
             ? refuse (walk, "address", "Enter the address of the website, such as https://utility.example.com.")
             : refuse (walk, "provider", "Choose your provider, or enter the address of its website.");
  usher_sandbox_visit_start_again (walk->visit);
  walk->visit->provider_name = g_strdup (provider->name);
  walk->visit->provider_url = g_strdup (provider->url);
  walk->visit->utility_types = g_strdup (provider->utility_types);
  if (usher_sandbox_country_get_name (country) == NULL)
    g_clear_pointer (&country, g_free);
  walk->visit->country = g_strdup (country != NULL             ? country
                                   : provider->country != NULL ? provider->country
                                   : prefilled != NULL         ? prefilled
                                                               : "US");
  return keep (walk, error);
}

static UsherSandboxFormResult
take_other_provider (UsherSandboxWalk *walk, GError **error)
{
  usher_sandbox_visit_start_again (walk->visit);
  walk->visit->has_chosen = TRUE;
  return keep (walk, error);
}

static gint64
find_created (UsherSandboxWalk *walk, GError **error)
{
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (walk->sandbox->db, error,
                            "SELECT max (connection) FROM created_connection WHERE invitation = ?", "i",
                            walk->invitation);

  return row != NULL && usher_sandbox_statement_step (row, error) ? sqlite3_column_int64 (row, 0) : 0;
}

/* The use and the end of the visit happen together or not at all. */
static UsherSandboxFormResult
use (UsherSandboxWalk *walk, UsherSandboxUse *use, GError **error)
{
  gboolean is_right = g_strcmp0 (walk->visit->outcome, "wrong") != 0;
  UsherSandboxVisit *visit = walk->visit;
  GError *local = NULL;

  use->actor.email = visit->email;
  use->actor.user_agent = walk->request->user_agent;
  use->actor.ip_address = walk->request->ip_address;
  use->username = visit->username;
  use->status = is_right ? "PENDING" : "PASSWORD_INCORRECT";
  use->status_detail = is_right ? NULL : REFUSED;
  use->due_status = is_right ? "CONNECTED" : NULL;
  use->due_after = CHECK_TIME;
  if (!usher_sandbox_db_begin (walk->sandbox->db, error))
    return USHER_SANDBOX_FORM_FAILED;
  if (usher_sandbox_rules_use_at (walk->sandbox, walk->invitation, use,
                                  usher_sandbox_now (walk->sandbox), &local))
    {
      visit->connection = walk->connection != 0 ? walk->connection : find_created (walk, &local);
      if (local == NULL && usher_sandbox_visit_save (walk->sandbox, visit, &local)
          && usher_sandbox_db_commit (walk->sandbox->db, &local))
        return USHER_SANDBOX_FORM_TAKEN;
    }
  visit->connection = 0;
  usher_sandbox_db_rollback (walk->sandbox->db);
  if (local == NULL)
    return USHER_SANDBOX_FORM_CROWDED;
  /* Somebody else was first: the next page says so. */
  if (g_error_matches (local, USHER_SANDBOX_RULE_ERROR, USHER_SANDBOX_RULE_ERROR_NOT_ACTIVE))
    {
      g_error_free (local);
      return USHER_SANDBOX_FORM_TAKEN;
    }
  g_propagate_error (error, local);
  return USHER_SANDBOX_FORM_FAILED;
}

static UsherSandboxFormResult
repair (UsherSandboxWalk *walk, GError **error)
{
  UsherSandboxUse repaired = { 0 };

  return use (walk, &repaired, error);
}

/* -1: error */
static int
provider_needs_mfa (UsherSandboxWalk *walk, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (UsherSandboxProvider) provider = NULL;

  if (walk->connection != 0)
    return walk->connection_needs_mfa;
  provider = usher_sandbox_provider_by_address (walk->sandbox, walk->visit->provider_url, &local);
  if (local == NULL)
    return provider != NULL && provider->needs_mfa;
  g_propagate_error (error, g_steal_pointer (&local));
  return -1;
}

static void
wipe_passwords (UsherSandboxWalk *walk)
{
  GPtrArray *values = g_hash_table_lookup (walk->fields, "password");

  for (guint i = 0; values != NULL && i < values->len; i++)
    explicit_bzero (values->pdata[i], strlen (values->pdata[i]));
}

static UsherSandboxFormResult
take_sign_in (UsherSandboxWalk *walk, GError **error)
{
  g_autofree char *username = dup_trimmed (walk, "username");
  const char *password = usher_sandbox_walk_get_field (walk, "password");
  gboolean is_empty = password == NULL || *password == '\0';
  gboolean is_right = usher_sandbox_secret_equal (USHER_SANDBOX_TEST_PASSWORD, password)
                      && g_str_equal (username, USHER_SANDBOX_TEST_USERNAME);
  int needs_mfa;

  wipe_passwords (walk);
  if (*username == '\0' || g_utf8_strlen (username, -1) > MAX_USERNAME)
    return refuse (walk, "username", "Enter the user name with which you sign in to the utility.");
  if (is_empty)
    return refuse (walk, "password", "Enter the password with which you sign in to the utility.");
  needs_mfa = is_right ? provider_needs_mfa (walk, error) : FALSE;
  if (needs_mfa < 0)
    return USHER_SANDBOX_FORM_FAILED;
  usher_sandbox_visit_forget_sign_in (walk->visit);
  walk->visit->username = g_steal_pointer (&username);
  walk->visit->outcome = g_strdup (is_right ? "right" : "wrong");
  walk->visit->needs_mfa = needs_mfa;
  if (walk->connection != 0 && !needs_mfa)
    return repair (walk, error);
  return keep (walk, error);
}

/* Counts wrong codes of a visit; the last one takes the sign-in back and closes the form a while. */
static UsherSandboxFormResult
count_wrong_mfa (UsherSandboxWalk *walk, GError **error)
{
  UsherSandboxVisit *visit = walk->visit;
  UsherSandboxFormResult kept;

  if (++visit->mfa_tries < MAX_CODE_TRIES)
    {
      kept = keep (walk, error);
      if (kept != USHER_SANDBOX_FORM_TAKEN)
        return kept;
      return refuse (walk, "code", "The utility refused this code. Type the newest one it sent you.");
    }
  usher_sandbox_visit_forget_sign_in (visit);
  visit->needs_mfa = FALSE;
  visit->locked_until = usher_sandbox_now (walk->sandbox) + LOCK_TIME;
  walk->step = USHER_SANDBOX_STEP_LOCKED;
  kept = keep (walk, error);
  return kept == USHER_SANDBOX_FORM_TAKEN ? USHER_SANDBOX_FORM_WRONG : kept;
}

static UsherSandboxFormResult
take_mfa (UsherSandboxWalk *walk, GError **error)
{
  g_autofree char *code = dup_code (walk);

  if (strlen (code) != 6)
    return refuse (walk, "code", "The code has six digits.");
  if (!g_str_equal (code, USHER_SANDBOX_TEST_CODE))
    return count_wrong_mfa (walk, error);
  walk->visit->needs_mfa = FALSE;
  walk->visit->mfa_tries = 0;
  return walk->connection != 0 ? repair (walk, error) : keep (walk, error);
}

/* In place of user name and password (contract 3.11): a new code, or none any more. */
static UsherSandboxFormResult
take_mfa_setup (UsherSandboxWalk *walk, GError **error)
{
  const char *choice = usher_sandbox_walk_get_field (walk, "mfa");

  if (g_strcmp0 (choice, "off") == 0)
    return repair (walk, error);
  if (g_strcmp0 (choice, "code") != 0)
    return refuse (walk, "mfa", "Choose whether the utility still asks for codes.");
  return take_mfa (walk, error);
}

static UsherSandboxFormResult
take_sign_in_instead (UsherSandboxWalk *walk, GError **error)
{
  walk->visit->has_chosen = TRUE;
  return keep (walk, error);
}

/* The keys of the sites that were ticked and are the company's. */
static GArray *
read_sites (UsherSandboxWalk *walk, gboolean *has_any, GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;
  g_autoptr (UsherSandboxStatement) row =
    usher_sandbox_db_query (walk->sandbox->db, &local,
                            "SELECT key, id FROM site WHERE company = ? AND stop_date IS NULL", "i",
                            walk->company);

  *has_any = FALSE;
  while (row != NULL && usher_sandbox_statement_step (row, &local))
    {
      gint64 key = sqlite3_column_int64 (row, 0);

      *has_any = TRUE;
      if (usher_sandbox_walk_is_sent (walk, "site", usher_sandbox_statement_get_text (row, 1)))
        g_array_append_val (keys, key);
    }
  if (local == NULL)
    return g_steal_pointer (&keys);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static char *
read_types (UsherSandboxWalk *walk)
{
  GString *types = g_string_new ("[");

  for (gsize i = 0; i < G_N_ELEMENTS (usher_sandbox_utility_types); i++)
    if (usher_sandbox_walk_is_sent (walk, "type", usher_sandbox_utility_types[i].value))
      g_string_append_printf (types, "%s\"%s\"", types->len > 1 ? "," : "",
                              usher_sandbox_utility_types[i].value);
  g_string_append_c (types, ']');
  return g_string_free (types, FALSE);
}

static UsherSandboxFormResult
take_sites (UsherSandboxWalk *walk, GError **error)
{
  const char *start = usher_sandbox_walk_get_prefill (walk, "dataCollectionStartDate");
  gboolean has_any;
  g_autofree char *types = read_types (walk);
  g_autoptr (GArray) sites = read_sites (walk, &has_any, error);
  UsherSandboxUse created = { 0 };

  if (sites == NULL)
    return USHER_SANDBOX_FORM_FAILED;
  if (has_any && sites->len == 0)
    return refuse (walk, "site", "Choose at least one site.");
  if (g_str_equal (types, "[]"))
    return refuse (walk, "type", "Choose at least one utility type.");
  created.provider_name = walk->visit->provider_name;
  created.provider_url = walk->visit->provider_url;
  created.country = walk->visit->country;
  created.owner_email = usher_sandbox_walk_get_prefill (walk, "connectionOwnerEmail");
  created.start_date = start != NULL ? start : walk->company_start;
  created.utility_types = types;
  created.sites = (const gint64 *) (gpointer) sites->data;
  created.n_sites = sites->len;
  return use (walk, &created, error);
}

static UsherSandboxFormResult
take_again (UsherSandboxWalk *walk, GError **error)
{
  usher_sandbox_visit_start_again (walk->visit);
  return keep (walk, error);
}

/* Each action with the steps at which it may come: going back in the browser is allowed, jumping
 * ahead is not. */
#define AT(step) (1u << USHER_SANDBOX_STEP_##step)

static const struct
{
  const char *action;
  guint steps;
  UsherSandboxFormResult (*take) (UsherSandboxWalk *walk, GError **error);
} actions[] = {
  { "email", AT (EMAIL) | AT (CODE), take_email },
  { "code", AT (EMAIL) | AT (CODE), take_code },
  { "other-email", AT (CODE), take_other_email },
  { "provider", AT (PROVIDER) | AT (SIGN_IN) | AT (MFA) | AT (SITES), take_provider },
  { "other-provider", AT (PROVIDER) | AT (SIGN_IN) | AT (MFA) | AT (SITES), take_other_provider },
  { "mfa-setup", AT (MFA_SETUP), take_mfa_setup },
  { "sign-in-instead", AT (MFA_SETUP), take_sign_in_instead },
  { "sign-in", AT (SIGN_IN) | AT (MFA) | AT (SITES), take_sign_in },
  { "mfa", AT (MFA), take_mfa },
  { "sites", AT (SITES), take_sites },
  { "again", AT (THANKS), take_again },
};

/**
 * usher_sandbox_form_take:
 * @walk: the walk, with fields whose seal is that of @action
 * @action: what the form does
 * @error: return location for an error
 *
 * Takes a form. One that does not belong to the step at which the visit stands - sent twice, or from
 * an old page - changes nothing.
 *
 * Returns: how to go on
 */
UsherSandboxFormResult
usher_sandbox_form_take (UsherSandboxWalk *walk, const char *action, GError **error)
{
  gboolean is_contributors =
    g_str_equal (action, "provider") || g_str_equal (action, "other-provider");

  if (is_contributors && walk->connection != 0)
    return USHER_SANDBOX_FORM_TAKEN;
  if (g_str_equal (action, "code") && walk->visit->asked_email == NULL)
    return USHER_SANDBOX_FORM_TAKEN;
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].action, action) && (actions[i].steps & (1u << walk->step)) != 0)
      return actions[i].take (walk, error);
  wipe_passwords (walk);
  return USHER_SANDBOX_FORM_TAKEN;
}
