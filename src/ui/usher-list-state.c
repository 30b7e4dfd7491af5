/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person set up in the list, in a form that the settings keep: by words, since numbers of enumerations may be
 * others in the next version. Read with care: settings are written by anybody. Any thread. */
#include "ui/usher-list-state.h"

#include "model/usher-time.h"

typedef struct
{
  const char *name;
  int value;
} Word;

static const Word sorts[] = {
  { "recipients", USHER_SORT_RECIPIENT }, { "status", USHER_SORT_STATUS },   { "expires", USHER_SORT_EXPIRES },
  { "company", USHER_SORT_COMPANY },      { "kind", USHER_SORT_KIND },       { "uses", USHER_SORT_USES },
  { "created", USHER_SORT_CREATED },      { "activity", USHER_SORT_ACTIVITY },
};

static const Word statuses[] = {
  { "active", USHER_INVITATION_STATUS_ACTIVE },
  { "expired", USHER_INVITATION_STATUS_EXPIRED },
  { "revoked", USHER_INVITATION_STATUS_REVOKED },
  { "fulfilled", USHER_INVITATION_STATUS_FULFILLED },
};

static const Word kinds[] = {
  { "contributor", USHER_INVITATION_KIND_CONTRIBUTOR },
  { "reconnect", USHER_INVITATION_KIND_RECONNECT },
};

static const Word accesses[] = {
  { "open", USHER_ACCESS_OPEN },
  { "restricted", USHER_ACCESS_RESTRICTED },
};

static const Word progresses[] = {
  { "waiting", USHER_PROGRESS_WAITING },
  { "opened", USHER_PROGRESS_OPENED },
  { "fulfilled", USHER_PROGRESS_FULFILLED },
};

/* (nullable) */
static const char *
get_name (const Word *words, gsize n, int value)
{
  for (gsize i = 0; i < n; i++)
    {
      if (words[i].value == value)
        return words[i].name;
    }
  return NULL;
}

static gboolean
find (const Word *words, gsize n, const char *name, int *value)
{
  for (gsize i = 0; i < n; i++)
    {
      if (!g_str_equal (words[i].name, name))
        continue;
      *value = words[i].value;
      return TRUE;
    }
  return FALSE;
}

/**
 * usher_sort_get_name:
 * @sort: an order
 *
 * Returns: its word
 */
const char *
usher_sort_get_name (UsherSort sort)
{
  return get_name (sorts, G_N_ELEMENTS (sorts), (int) sort);
}

/**
 * usher_sort_from_name:
 * @name: a word
 * @sort: (out): the order
 *
 * Returns: whether it is one
 */
gboolean
usher_sort_from_name (const char *name, UsherSort *sort)
{
  int value = 0;

  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (sort != NULL, FALSE);

  if (!find (sorts, G_N_ELEMENTS (sorts), name, &value))
    return FALSE;
  *sort = (UsherSort) value;
  return TRUE;
}

static void
add_word (GVariantDict *dict, const char *key, const Word *words, gsize n, int value)
{
  const char *name = get_name (words, n, value);

  if (name != NULL)
    g_variant_dict_insert (dict, key, "s", name);
}

/**
 * usher_list_state_save:
 * @query: what the list shows
 *
 * Returns: (transfer floating): the same as a{sv}, without what is searched for
 */
GVariant *
usher_list_state_save (UsherQuery *query)
{
  g_autoptr (UsherQuery) plain = usher_query_new ();
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  g_return_val_if_fail (query != NULL, NULL);

  add_word (&dict, "status", statuses, G_N_ELEMENTS (statuses), (int) usher_query_get_status (query));
  add_word (&dict, "kind", kinds, G_N_ELEMENTS (kinds), (int) usher_query_get_kind (query));
  add_word (&dict, "access", accesses, G_N_ELEMENTS (accesses), (int) usher_query_get_access (query));
  add_word (&dict, "progress", progresses, G_N_ELEMENTS (progresses), (int) usher_query_get_progress (query));
  if (usher_query_get_company_id (query) != NULL)
    g_variant_dict_insert (&dict, "company", "s", usher_query_get_company_id (query));
  if (usher_query_get_expires_before (query) != USHER_TIME_NONE)
    g_variant_dict_insert (&dict, "expires-before", "x", usher_query_get_expires_before (query));
  if (usher_query_get_expires_within (query) > 0)
    g_variant_dict_insert (&dict, "expires-within", "x", (gint64) usher_query_get_expires_within (query));
  if (usher_query_get_sort (query) != usher_query_get_sort (plain)
      || usher_query_get_descending (query) != usher_query_get_descending (plain))
    {
      add_word (&dict, "sort", sorts, G_N_ELEMENTS (sorts), (int) usher_query_get_sort (query));
      g_variant_dict_insert (&dict, "descending", "b", usher_query_get_descending (query));
    }
  return g_variant_dict_end (&dict);
}

static gboolean
look_up (GVariantDict *dict, const char *key, const Word *words, gsize n, int *value)
{
  const char *name = NULL;

  return g_variant_dict_lookup (dict, key, "&s", &name) && find (words, n, name, value);
}

/* Eats the query it replaces. */
static void
replace (UsherQuery **query, UsherQuery *other)
{
  usher_query_unref (*query);
  *query = other;
}

/**
 * usher_list_state_load:
 * @state: of type a{sv}
 *
 * Returns: (transfer full): a query that shows that
 */
UsherQuery *
usher_list_state_load (GVariant *state)
{
  UsherQuery *query = usher_query_new ();
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  const char *company = NULL;
  gboolean descending = TRUE;
  gint64 number = 0;
  int value = 0;

  g_return_val_if_fail (state != NULL, query);

  if (!g_variant_is_of_type (state, G_VARIANT_TYPE_VARDICT))
    return query;
  g_variant_dict_clear (&dict);
  g_variant_dict_init (&dict, state);
  if (look_up (&dict, "status", statuses, G_N_ELEMENTS (statuses), &value))
    replace (&query, usher_query_with_status (query, (UsherInvitationStatus) value));
  if (look_up (&dict, "kind", kinds, G_N_ELEMENTS (kinds), &value))
    replace (&query, usher_query_with_kind (query, (UsherInvitationKind) value));
  if (look_up (&dict, "access", accesses, G_N_ELEMENTS (accesses), &value))
    replace (&query, usher_query_with_access (query, (UsherAccess) value));
  if (look_up (&dict, "progress", progresses, G_N_ELEMENTS (progresses), &value))
    replace (&query, usher_query_with_progress (query, (UsherProgress) value));
  if (g_variant_dict_lookup (&dict, "company", "&s", &company) && *company != '\0')
    replace (&query, usher_query_with_company_id (query, company));
  if (g_variant_dict_lookup (&dict, "expires-before", "x", &number) && number > 0)
    replace (&query, usher_query_with_expires_before (query, number));
  if (g_variant_dict_lookup (&dict, "expires-within", "x", &number) && number > 0)
    replace (&query, usher_query_with_expires_within (query, number));
  if (look_up (&dict, "sort", sorts, G_N_ELEMENTS (sorts), &value)
      && g_variant_dict_lookup (&dict, "descending", "b", &descending))
    replace (&query, usher_query_with_sort (query, (UsherSort) value, descending));
  return query;
}
