/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An invitation that is being written. It keeps text as typed; usher-invitation-draft-check.c judges it,
 * and the request body is made of the trimmed text. Main thread. */

#include "model/usher-invitation-draft.h"

#include "model/usher-members.h"
#include "model/usher-model-error.h"
#include "model/usher-prefill.h"
#include "model/usher-text.h"
#include "model/usher-time.h"

/* The guide's suggestion for a reconnect: a short expiry (contract 3.10). */
#define RECONNECT_EXPIRES_IN (7 * 24 * 60 * 60)

struct _UsherInvitationDraft
{
  GObject parent_instance;

  UsherInvitationKind kind;
  char *company_id;    /* (owned) (nullable) as all texts here: as typed */
  char *connection_id; /* (owned) (nullable) */
  char **emails;       /* (owned) (not nullable) */
  gint64 expires_in;   /* seconds; 0: never */
  gint64 max_uses;     /* or USHER_USES_UNLIMITED */
  gboolean send_email;
  char *url;           /* (owned) (nullable) */
  char *datasource_id; /* (owned) (nullable) */
  char **site_ids;     /* (owned) (not nullable) */
  char **types;        /* (owned) (not nullable) */
  char *country;       /* (owned) (nullable) */
  char *owner_email;   /* (owned) (nullable) */
  char *start_date;    /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (UsherInvitationDraft, usher_invitation_draft, G_TYPE_OBJECT)

static void
usher_invitation_draft_finalize (GObject *object)
{
  UsherInvitationDraft *self = USHER_INVITATION_DRAFT (object);

  g_free (self->company_id);
  g_free (self->connection_id);
  g_strfreev (self->emails);
  g_free (self->url);
  g_free (self->datasource_id);
  g_strfreev (self->site_ids);
  g_strfreev (self->types);
  g_free (self->country);
  g_free (self->owner_email);
  g_free (self->start_date);
  G_OBJECT_CLASS (usher_invitation_draft_parent_class)->finalize (object);
}

static void
usher_invitation_draft_class_init (UsherInvitationDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = usher_invitation_draft_finalize;
}

static void
usher_invitation_draft_init (UsherInvitationDraft *self)
{
  self->emails = g_new0 (char *, 1);
  self->site_ids = g_new0 (char *, 1);
  self->types = g_new0 (char *, 1);
  self->max_uses = USHER_USES_UNLIMITED;
}

static void
set_strv (char ***field, const char *const *value)
{
  char **copy = value != NULL ? g_strdupv ((char **) value) : g_new0 (char *, 1);

  g_strfreev (*field);
  *field = copy;
}

/**
 * usher_invitation_draft_new:
 * @kind: contributor or reconnect
 *
 * Starts with what the guide advises (contract 3.10): one use, and 7 days for a reconnect.
 *
 * Returns: (transfer full): a draft for nobody yet
 */
UsherInvitationDraft *
usher_invitation_draft_new (UsherInvitationKind kind)
{
  UsherInvitationDraft *self = g_object_new (USHER_TYPE_INVITATION_DRAFT, NULL);

  self->kind = kind;
  self->max_uses = 1;
  self->expires_in = kind == USHER_INVITATION_KIND_RECONNECT ? RECONNECT_EXPIRES_IN : 0;
  return self;
}

static void
copy_prefill (UsherInvitationDraft *self, UsherPrefill *prefill)
{
  usher_set_str (&self->url, usher_prefill_get_url (prefill));
  usher_set_str (&self->datasource_id, usher_prefill_get_datasource_id (prefill));
  set_strv (&self->site_ids, usher_prefill_get_site_ids (prefill));
  set_strv (&self->types, usher_prefill_get_utility_types (prefill));
  usher_set_str (&self->country, usher_prefill_get_country (prefill));
  usher_set_str (&self->owner_email, usher_prefill_get_owner_email (prefill));
  usher_set_str (&self->start_date, usher_prefill_get_start_date (prefill));
}

/* How long an invitation was meant to live: the API tells only when it ends. Rounded, because the
 * server takes the two times at two moments. */
static gint64
get_lifetime (UsherInvitation *invitation)
{
  gint64 expires_at = usher_invitation_get_expires_at (invitation);
  gint64 created_at = usher_invitation_get_created_at (invitation);
  gint64 lifetime;

  if (expires_at == USHER_TIME_NONE || created_at == USHER_TIME_NONE ||
      __builtin_sub_overflow (expires_at, created_at, &lifetime) || lifetime <= 0)
    return 0;
  return MAX (lifetime / G_USEC_PER_SEC + (lifetime % G_USEC_PER_SEC >= G_USEC_PER_SEC / 2), 60);
}

/**
 * usher_invitation_draft_new_from_invitation:
 * @invitation: an invitation to do again
 *
 * There is no way to edit an invitation (contract 13.15): a changed copy is made and the old one revoked.
 * Whether the old one was mailed is not told by the API, so the copy is not, unless it is asked for.
 *
 * Returns: (transfer full): a draft with the same target, recipients, lifetime, uses and prefill
 */
UsherInvitationDraft *
usher_invitation_draft_new_from_invitation (UsherInvitation *invitation)
{
  UsherInvitationDraft *self;

  g_return_val_if_fail (USHER_IS_INVITATION (invitation), NULL);

  self = g_object_new (USHER_TYPE_INVITATION_DRAFT, NULL);
  self->kind = usher_invitation_get_kind (invitation);
  usher_set_str (&self->company_id, usher_invitation_get_company_id (invitation));
  usher_set_str (&self->connection_id, usher_invitation_get_connection_id (invitation));
  set_strv (&self->emails, usher_invitation_get_allowed_emails (invitation));
  self->expires_in = get_lifetime (invitation);
  self->max_uses = usher_invitation_get_max_uses (invitation);
  copy_prefill (self, usher_invitation_get_prefill (invitation));
  return self;
}

static void
set_trimmed (JsonObject *object, const char *name, const char *text)
{
  g_autofree char *trimmed = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  if (trimmed != NULL && *trimmed != '\0')
    json_object_set_string_member (object, name, trimmed);
}

/* Trimmed, without empty ones and doubles. Addresses are compared without regard to case, but sent as
 * typed (contract 13.14). */
static void
set_trimmed_strv (JsonObject *object, const char *name, const char *const *texts)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; texts[i] != NULL; i++)
    {
      g_autofree char *trimmed = g_strstrip (g_strdup (texts[i]));

      if (*trimmed != '\0' && g_hash_table_add (seen, g_utf8_casefold (trimmed, -1)))
        json_array_add_string_element (array, trimmed);
    }
  if (json_array_get_length (array) > 0)
    json_object_set_array_member (object, name, g_steal_pointer (&array));
}

static JsonObject *
prefill_to_json (UsherInvitationDraft *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *country = self->country != NULL ? g_ascii_strup (self->country, -1) : NULL;

  set_trimmed (object, "url", self->url);
  set_trimmed (object, "datasourceId", self->datasource_id);
  set_trimmed_strv (object, "initialSites", (const char *const *) self->site_ids);
  set_trimmed_strv (object, "utilityTypes", (const char *const *) self->types);
  set_trimmed (object, "country", country);
  set_trimmed (object, "connectionOwnerEmail", self->owner_email);
  set_trimmed (object, "dataCollectionStartDate", self->start_date);
  return g_steal_pointer (&object);
}

/**
 * usher_invitation_draft_to_json:
 * @self: a draft
 *
 * The body of the request (contract 3.3, 3.4), with only the members that say something: what is left
 * out has the API's default. A reconnect has no prefill.
 *
 * Returns: (transfer full): an object
 */
JsonNode *
usher_invitation_draft_to_json (UsherInvitationDraft *self)
{
  JsonObject *object;

  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), NULL);

  object = json_object_new ();
  set_trimmed_strv (object, "allowedEmails", (const char *const *) self->emails);
  if (self->expires_in != 0)
    json_object_set_int_member (object, "expiresInSeconds", self->expires_in);
  if (self->max_uses != USHER_USES_UNLIMITED)
    json_object_set_int_member (object, "maxUses", self->max_uses);
  if (self->send_email)
    json_object_set_boolean_member (object, "sendEmail", TRUE);
  if (self->kind == USHER_INVITATION_KIND_CONTRIBUTOR)
    {
      g_autoptr (JsonObject) prefill = prefill_to_json (self);

      if (json_object_get_size (prefill) > 0)
        json_object_set_object_member (object, "prefill", g_steal_pointer (&prefill));
    }
  return usher_members_take_object (object);
}

/**
 * usher_invitation_draft_to_journal:
 * @self: a draft
 *
 * Returns: (transfer full): an object with `kind`, `companyId`, `connectionId` and `body`
 */
JsonNode *
usher_invitation_draft_to_journal (UsherInvitationDraft *self)
{
  JsonObject *object;

  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), NULL);

  object = json_object_new ();
  json_object_set_string_member (object, "kind", usher_invitation_kind_to_string (self->kind));
  set_trimmed (object, "companyId", self->company_id);
  set_trimmed (object, "connectionId", self->connection_id);
  json_object_set_member (object, "body", usher_invitation_draft_to_json (self));
  return usher_members_take_object (object);
}

/**
 * usher_invitation_draft_new_from_journal:
 * @node: (nullable): what usher_invitation_draft_to_journal() wrote
 * @error: return location
 *
 * Returns: (nullable) (transfer full): the draft; %NULL with %USHER_MODEL_ERROR_MALFORMED when the kind or
 *   the body is missing
 */
UsherInvitationDraft *
usher_invitation_draft_new_from_journal (JsonNode *node, GError **error)
{
  JsonObject *object = usher_json_node_get_object (node);
  JsonObject *body = object != NULL ? usher_json_get_object (object, "body") : NULL;
  UsherInvitationKind kind = USHER_INVITATION_KIND_UNKNOWN;
  g_autoptr (UsherPrefill) prefill = NULL;
  UsherInvitationDraft *self;

  if (object != NULL)
    kind = usher_invitation_kind_from_string (usher_json_get_string (object, "kind", ""));
  if (body == NULL || kind == USHER_INVITATION_KIND_UNKNOWN)
    {
      g_set_error_literal (error, USHER_MODEL_ERROR, USHER_MODEL_ERROR_MALFORMED,
                           "draft has no kind or no body");
      return NULL;
    }
  self = g_object_new (USHER_TYPE_INVITATION_DRAFT, NULL);
  self->kind = kind;
  usher_set_str (&self->company_id, usher_members_get_text (object, "companyId"));
  usher_set_str (&self->connection_id, usher_members_get_text (object, "connectionId"));
  g_strfreev (self->emails);
  self->emails = usher_json_dup_strv (body, "allowedEmails");
  self->expires_in = usher_json_get_int (body, "expiresInSeconds", 0);
  self->max_uses = usher_json_get_int (body, "maxUses", USHER_USES_UNLIMITED);
  self->send_email = usher_json_get_boolean (body, "sendEmail", FALSE);
  prefill = usher_prefill_new_from_json (usher_json_get_object (body, "prefill"));
  copy_prefill (self, prefill);
  return self;
}

/**
 * usher_invitation_draft_get_kind:
 * @self: a draft
 *
 * Returns: contributor or reconnect
 */
UsherInvitationKind
usher_invitation_draft_get_kind (UsherInvitationDraft *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), USHER_INVITATION_KIND_UNKNOWN);
  return self->kind;
}

/**
 * usher_invitation_draft_get_company_id:
 * @self: a draft
 *
 * Returns: (nullable) (transfer none): the company it is for
 */
const char *
usher_invitation_draft_get_company_id (UsherInvitationDraft *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), NULL);
  return self->company_id;
}

/**
 * usher_invitation_draft_set_company_id:
 * @self: a draft
 * @id: (nullable): the company it is for
 */
void
usher_invitation_draft_set_company_id (UsherInvitationDraft *self, const char *id)
{
  g_return_if_fail (USHER_IS_INVITATION_DRAFT (self));
  usher_set_str (&self->company_id, id);
}

/**
 * usher_invitation_draft_get_connection_id:
 * @self: a draft
 *
 * Returns: (nullable) (transfer none): the connection that a reconnect mends
 */
const char *
usher_invitation_draft_get_connection_id (UsherInvitationDraft *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), NULL);
  return self->connection_id;
}

/**
 * usher_invitation_draft_set_connection_id:
 * @self: a draft
 * @id: (nullable): the connection that a reconnect mends
 */
void
usher_invitation_draft_set_connection_id (UsherInvitationDraft *self, const char *id)
{
  g_return_if_fail (USHER_IS_INVITATION_DRAFT (self));
  usher_set_str (&self->connection_id, id);
}

/**
 * usher_invitation_draft_get_allowed_emails:
 * @self: a draft
 *
 * Returns: (transfer none) (array zero-terminated=1): the allow-list; empty: anyone with the link
 */
const char *const *
usher_invitation_draft_get_allowed_emails (UsherInvitationDraft *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), NULL);
  return (const char *const *) self->emails;
}

/**
 * usher_invitation_draft_set_allowed_emails:
 * @self: a draft
 * @emails: (nullable) (array zero-terminated=1): the allow-list
 */
void
usher_invitation_draft_set_allowed_emails (UsherInvitationDraft *self, const char *const *emails)
{
  g_return_if_fail (USHER_IS_INVITATION_DRAFT (self));
  set_strv (&self->emails, emails);
}

/**
 * usher_invitation_draft_get_expires_in:
 * @self: a draft
 *
 * Returns: seconds from its creation; 0 for never
 */
gint64
usher_invitation_draft_get_expires_in (UsherInvitationDraft *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), 0);
  return self->expires_in;
}

/**
 * usher_invitation_draft_set_expires_in:
 * @self: a draft
 * @seconds: seconds from its creation, 0 or at least 60
 */
void
usher_invitation_draft_set_expires_in (UsherInvitationDraft *self, gint64 seconds)
{
  g_return_if_fail (USHER_IS_INVITATION_DRAFT (self));
  self->expires_in = seconds;
}

/**
 * usher_invitation_draft_get_max_uses:
 * @self: a draft
 *
 * Returns: how often it may be used, or %USHER_USES_UNLIMITED
 */
gint64
usher_invitation_draft_get_max_uses (UsherInvitationDraft *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), USHER_USES_UNLIMITED);
  return self->max_uses;
}

/**
 * usher_invitation_draft_set_max_uses:
 * @self: a draft
 * @uses: 1 or more, or %USHER_USES_UNLIMITED
 */
void
usher_invitation_draft_set_max_uses (UsherInvitationDraft *self, gint64 uses)
{
  g_return_if_fail (USHER_IS_INVITATION_DRAFT (self));
  self->max_uses = uses;
}

/**
 * usher_invitation_draft_get_send_email:
 * @self: a draft
 *
 * Returns: whether Nectar mails it to each address
 */
gboolean
usher_invitation_draft_get_send_email (UsherInvitationDraft *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), FALSE);
  return self->send_email;
}

/**
 * usher_invitation_draft_set_send_email:
 * @self: a draft
 * @send: whether Nectar mails it to each address
 */
void
usher_invitation_draft_set_send_email (UsherInvitationDraft *self, gboolean send)
{
  g_return_if_fail (USHER_IS_INVITATION_DRAFT (self));
  self->send_email = !!send;
}

/**
 * usher_invitation_draft_get_url:
 * @self: a draft
 *
 * Returns: (nullable) (transfer none): the provider's web address
 */
const char *
usher_invitation_draft_get_url (UsherInvitationDraft *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), NULL);
  return self->url;
}

/**
 * usher_invitation_draft_set_url:
 * @self: a draft
 * @url: (nullable): the provider's web address, https
 */
void
usher_invitation_draft_set_url (UsherInvitationDraft *self, const char *url)
{
  g_return_if_fail (USHER_IS_INVITATION_DRAFT (self));
  usher_set_str (&self->url, url);
}

/**
 * usher_invitation_draft_get_datasource_id:
 * @self: a draft
 *
 * Returns: (nullable) (transfer none): the provider by Nectar's id
 */
const char *
usher_invitation_draft_get_datasource_id (UsherInvitationDraft *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), NULL);
  return self->datasource_id;
}

/**
 * usher_invitation_draft_set_datasource_id:
 * @self: a draft
 * @id: (nullable): the provider by Nectar's id, a UUID
 */
void
usher_invitation_draft_set_datasource_id (UsherInvitationDraft *self, const char *id)
{
  g_return_if_fail (USHER_IS_INVITATION_DRAFT (self));
  usher_set_str (&self->datasource_id, id);
}

/**
 * usher_invitation_draft_get_site_ids:
 * @self: a draft
 *
 * Returns: (transfer none) (array zero-terminated=1): ids of sites of that company
 */
const char *const *
usher_invitation_draft_get_site_ids (UsherInvitationDraft *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), NULL);
  return (const char *const *) self->site_ids;
}

/**
 * usher_invitation_draft_set_site_ids:
 * @self: a draft
 * @ids: (nullable) (array zero-terminated=1): ids of sites of that company
 */
void
usher_invitation_draft_set_site_ids (UsherInvitationDraft *self, const char *const *ids)
{
  g_return_if_fail (USHER_IS_INVITATION_DRAFT (self));
  set_strv (&self->site_ids, ids);
}

/**
 * usher_invitation_draft_get_utility_types:
 * @self: a draft
 *
 * Returns: (transfer none) (array zero-terminated=1): words of contract 5.2
 */
const char *const *
usher_invitation_draft_get_utility_types (UsherInvitationDraft *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), NULL);
  return (const char *const *) self->types;
}

/**
 * usher_invitation_draft_set_utility_types:
 * @self: a draft
 * @types: (nullable) (array zero-terminated=1): words of contract 5.2
 */
void
usher_invitation_draft_set_utility_types (UsherInvitationDraft *self, const char *const *types)
{
  g_return_if_fail (USHER_IS_INVITATION_DRAFT (self));
  set_strv (&self->types, types);
}

/**
 * usher_invitation_draft_get_country:
 * @self: a draft
 *
 * Returns: (nullable) (transfer none): a two-letter code
 */
const char *
usher_invitation_draft_get_country (UsherInvitationDraft *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), NULL);
  return self->country;
}

/**
 * usher_invitation_draft_set_country:
 * @self: a draft
 * @code: (nullable): a two-letter code
 */
void
usher_invitation_draft_set_country (UsherInvitationDraft *self, const char *code)
{
  g_return_if_fail (USHER_IS_INVITATION_DRAFT (self));
  usher_set_str (&self->country, code);
}

/**
 * usher_invitation_draft_get_owner_email:
 * @self: a draft
 *
 * Returns: (nullable) (transfer none): who will own the connection
 */
const char *
usher_invitation_draft_get_owner_email (UsherInvitationDraft *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), NULL);
  return self->owner_email;
}

/**
 * usher_invitation_draft_set_owner_email:
 * @self: a draft
 * @email: (nullable): who will own the connection
 */
void
usher_invitation_draft_set_owner_email (UsherInvitationDraft *self, const char *email)
{
  g_return_if_fail (USHER_IS_INVITATION_DRAFT (self));
  usher_set_str (&self->owner_email, email);
}

/**
 * usher_invitation_draft_get_start_date:
 * @self: a draft
 *
 * Returns: (nullable) (transfer none): from when to collect
 */
const char *
usher_invitation_draft_get_start_date (UsherInvitationDraft *self)
{
  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (self), NULL);
  return self->start_date;
}

/**
 * usher_invitation_draft_set_start_date:
 * @self: a draft
 * @date: (nullable): from when to collect, YYYY-MM-DD
 */
void
usher_invitation_draft_set_start_date (UsherInvitationDraft *self, const char *date)
{
  g_return_if_fail (USHER_IS_INVITATION_DRAFT (self));
  usher_set_str (&self->start_date, date);
}
