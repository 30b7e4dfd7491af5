/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GNOME Shell's search (developer.gnome.org, "Writing a Search Provider"). The shell starts the program without
 * a window for it, so the stores of all accounts that have one are opened for it, or shared with the windows, and given
 * back some seconds after the last question. Nothing is asked of a server. Main thread. */
#include "ui/usher-search-provider.h"

#include <glib/gi18n.h>
#include <string.h>

#include "model/usher-enums.h"
#include "model/usher-invitation-words.h"
#include "model/usher-time.h"
#include "ui/usher-application-private.h"
#include "usher-config.h"

#define MAX_RESULTS 10
#define KEEP_SECONDS 20
/* Between the account and the invitation of a result. */
#define SEPARATOR "/"

static const char xml[] =
  "<node><interface name='org.gnome.Shell.SearchProvider2'>"
  "<method name='GetInitialResultSet'><arg type='as' direction='in'/><arg type='as' direction='out'/></method>"
  "<method name='GetSubsearchResultSet'><arg type='as' direction='in'/><arg type='as' direction='in'/>"
  "<arg type='as' direction='out'/></method>"
  "<method name='GetResultMetas'><arg type='as' direction='in'/><arg type='aa{sv}' direction='out'/></method>"
  "<method name='ActivateResult'><arg type='s' direction='in'/><arg type='as' direction='in'/>"
  "<arg type='u' direction='in'/></method>"
  "<method name='LaunchSearch'><arg type='as' direction='in'/><arg type='u' direction='in'/></method>"
  "</interface></node>";

struct _UsherSearchProvider
{
  GObject parent_instance;

  UsherApplication *application; /* (weak) (nullable) */
  GDBusConnection *connection;   /* (owned) (nullable) */
  guint registration;
  GPtrArray *taken;              /* (owned) (element-type UsherSession): for searching */
  GPtrArray *tried;              /* (owned) (element-type UsherAccount): not again before all is given back */
  guint n_opening;
  GQueue waiting;                /* (element-type Call): until what can be searched is open */
  guint close_source;
  GHashTable *found;             /* (owned) (element-type utf8 Found): of the last search */
};

typedef struct
{
  UsherInvitationItem *item; /* (owned) */
  char *account;             /* (owned) (nullable): its name, where there are several */
} Found;

/* One question of the shell. */
typedef struct
{
  UsherSearchProvider *self;         /* (owned) */
  GDBusMethodInvocation *invocation; /* (owned) */
  char *text;                        /* (owned) */
  GPtrArray *sessions;               /* (owned) (element-type UsherSession) */
  GPtrArray *items;                  /* (owned) (element-type GPtrArray): of each, when it has answered */
  guint n_asked;
} Call;

/* What one of them says to it. */
typedef struct
{
  Call *call; /* (borrowed): as long as n_asked */
  guint position;
} Part;

G_DEFINE_FINAL_TYPE (UsherSearchProvider, usher_search_provider, G_TYPE_OBJECT)

static void
found_free (Found *found)
{
  g_clear_object (&found->item);
  g_free (found->account);
  g_free (found);
}

static void
items_free (gpointer items)
{
  g_clear_pointer ((GPtrArray **) &items, g_ptr_array_unref);
}

static void
call_free (Call *call)
{
  /* While it waits the application may not end for want of windows. */
  if (call->self->application != NULL)
    g_application_release (G_APPLICATION (call->self->application));
  g_clear_object (&call->self);
  g_clear_object (&call->invocation);
  g_free (call->text);
  g_ptr_array_unref (call->sessions);
  g_ptr_array_unref (call->items);
  g_free (call);
}

static void
add_found (Call *call, guint position, UsherInvitationItem *item, GVariantBuilder *builder)
{
  UsherAccount *account = usher_session_get_account (g_ptr_array_index (call->sessions, position));
  char *id = g_strconcat (usher_account_get_id (account), SEPARATOR, usher_invitation_item_get_id (item), NULL);
  Found *found = g_new0 (Found, 1);

  found->item = g_object_ref (item);
  found->account = call->sessions->len > 1 ? g_strdup (usher_account_get_name (account)) : NULL;
  g_variant_builder_add (builder, "s", id);
  g_hash_table_replace (call->self->found, id, found);
}

/* The best of each, then the second best of each: the shell shows few. Eats the call. */
static void
answer (Call *call)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("as"));
  guint n = 0;

  for (guint rank = 0; rank < MAX_RESULTS; rank++)
    {
      for (guint i = 0; i < call->items->len && n < MAX_RESULTS; i++)
        {
          GPtrArray *items = g_ptr_array_index (call->items, i);

          if (items == NULL || rank >= items->len)
            continue;
          add_found (call, i, g_ptr_array_index (items, rank), &builder);
          n++;
        }
    }
  g_dbus_method_invocation_return_value (g_steal_pointer (&call->invocation), g_variant_new ("(as)", &builder));
  call_free (call);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Part *part = g_steal_pointer (&user_data);
  Call *call = part->call;
  g_autoptr (GError) error = NULL;

  call->items->pdata[part->position] = usher_session_find_finish (USHER_SESSION (source), result, &error);
  if (error != NULL)
    g_debug ("Search: %s", error->message);
  call->n_asked--;
  if (call->n_asked == 0)
    answer (call);
}

static UsherSession *
find_taken (UsherSearchProvider *self, const char *id)
{
  for (guint i = 0; i < self->taken->len; i++)
    {
      UsherSession *session = g_ptr_array_index (self->taken, i);

      if (g_str_equal (usher_account_get_id (usher_session_get_account (session)), id))
        return session;
    }
  return NULL;
}

/* Sessions that are open, first that of the account that was used last: what a person looks for is mostly there. The
 * others in the order of the accounts, not in that in which they happened to open. */
static void
add_sessions (UsherSearchProvider *self, GPtrArray *sessions)
{
  UsherAccounts *accounts = usher_application_get_accounts (self->application);
  guint n_accounts = accounts != NULL ? g_list_model_get_n_items (G_LIST_MODEL (accounts)) : 0;
  UsherSession *shown = usher_application_get_session (self->application);
  g_autofree char *last = g_settings_get_string (self->application->settings, "last-account");

  if (shown != NULL)
    g_ptr_array_add (sessions, g_object_ref (shown));
  for (guint i = 0; i < n_accounts; i++)
    {
      g_autoptr (UsherAccount) account = g_list_model_get_item (G_LIST_MODEL (accounts), i);
      const char *id = usher_account_get_id (account);
      UsherSession *session = find_taken (self, id);

      if (session == NULL
          || (shown != NULL && g_str_equal (usher_account_get_id (usher_session_get_account (shown)), id)))
        continue;
      g_ptr_array_insert (sessions, shown == NULL && g_str_equal (id, last) ? 0 : -1, g_object_ref (session));
    }
}

/* Eats the call. */
static void
search (Call *call)
{
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) query = usher_query_with_text (all, call->text);

  add_sessions (call->self, call->sessions);
  g_ptr_array_set_size (call->items, (int) call->sessions->len);
  call->n_asked = call->sessions->len;
  if (call->n_asked == 0)
    {
      answer (call);
      return;
    }
  for (guint i = 0; i < call->sessions->len; i++)
    {
      Part *part = g_new0 (Part, 1);

      part->call = call;
      part->position = i;
      usher_session_find_async (g_ptr_array_index (call->sessions, i), query, MAX_RESULTS, NULL, on_found, part);
    }
}

static gboolean
on_keep_over (gpointer user_data)
{
  UsherSearchProvider *self = USHER_SEARCH_PROVIDER (user_data);

  self->close_source = 0;
  usher_search_provider_let_go (self);
  return G_SOURCE_REMOVE;
}

static void
keep (UsherSearchProvider *self)
{
  g_clear_handle_id (&self->close_source, g_source_remove);
  if (self->taken->len > 0)
    self->close_source = g_timeout_add_seconds (KEEP_SECONDS, on_keep_over, self);
}

static void
on_taken (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherSearchProvider) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  UsherSession *session = usher_open_accounts_take_finish (USHER_OPEN_ACCOUNTS (source), result, &error);
  Call *call;

  self->n_opening--;
  if (session == NULL)
    g_debug ("Search: %s", error->message);
  else
    {
      /* Held from here until it is given back. */
      if (self->application != NULL)
        g_application_hold (G_APPLICATION (self->application));
      g_ptr_array_add (self->taken, session);
    }
  while (self->n_opening == 0 && self->application != NULL && (call = g_queue_pop_head (&self->waiting)) != NULL)
    search (call);
  keep (self);
}

/* Whatever was read for some account; what is open already is shared. */
static void
take_all (UsherSearchProvider *self)
{
  UsherAccounts *accounts = usher_application_get_accounts (self->application);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (accounts));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (UsherAccount) account = g_list_model_get_item (G_LIST_MODEL (accounts), i);

      if (g_ptr_array_find (self->tried, account, NULL) || !usher_accounts_has_data (accounts, account))
        continue;
      /* Once, whether it works or not, until all is given back. */
      g_ptr_array_add (self->tried, g_object_ref (account));
      self->n_opening++;
      usher_open_accounts_take_async (self->application->open, account, USHER_OPEN_SEARCH, NULL, on_taken,
                                      g_object_ref (self));
    }
}

static void
begin_search (UsherSearchProvider *self, GDBusMethodInvocation *invocation, const char * const *terms)
{
  Call *call = g_new0 (Call, 1);

  call->self = g_object_ref (self);
  call->invocation = invocation; /* whoever answers takes it */
  call->text = g_strjoinv (" ", (char **) terms);
  call->sessions = g_ptr_array_new_with_free_func (g_object_unref);
  call->items = g_ptr_array_new_with_free_func (items_free);
  g_application_hold (G_APPLICATION (self->application));
  keep (self);
  take_all (self);
  if (self->n_opening == 0)
    search (call);
  else
    g_queue_push_tail (&self->waiting, call);
}

/* "Example Consulting: Active", with the time where that matters. */
static char *
dup_standing (UsherInvitationItem *item)
{
  UsherInvitation *invitation = usher_invitation_item_get_invitation (item);
  const char *company = usher_invitation_item_get_company_name (item);
  g_autofree char *status = usher_invitation_dup_status_words (invitation);
  gint64 expires = usher_invitation_get_expires_at (invitation);

  if (usher_invitation_get_status (invitation) == USHER_INVITATION_STATUS_ACTIVE && expires != USHER_TIME_NONE)
    {
      g_autofree char *when = usher_time_format_relative (expires, usher_time_now ());

      /* Translators: a result of the desktop's search: a company, a status, and when it expires ("in 3 days"). */
      return g_strdup_printf (_("%1$s: %2$s, expires %3$s"), company != NULL ? company : _("Unknown company"), status,
                              when);
    }
  /* Translators: a result of the desktop's search: a company and a status. */
  return g_strdup_printf (_("%1$s: %2$s"), company != NULL ? company : _("Unknown company"), status);
}

static char *
dup_description (Found *found)
{
  g_autofree char *standing = dup_standing (found->item);

  if (found->account == NULL)
    return g_steal_pointer (&standing);
  /* Translators: a result of the desktop's search where there are several accounts: an account's name, then company and
   * status. */
  return g_strdup_printf (C_("search result", "%1$s · %2$s"), found->account, standing);
}

static GVariant *
make_metas (UsherSearchProvider *self, const char * const *ids)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr (GIcon) themed = g_themed_icon_new (USHER_APP_ID);
  g_autoptr (GVariant) icon = g_icon_serialize (themed);

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      Found *found = g_hash_table_lookup (self->found, ids[i]);
      g_autofree char *name = NULL;
      g_autofree char *description = NULL;

      if (found == NULL)
        continue;
      name = usher_invitation_dup_recipients (usher_invitation_item_get_invitation (found->item));
      description = dup_description (found);
      g_variant_builder_open (&builder, G_VARIANT_TYPE ("a{sv}"));
      g_variant_builder_add (&builder, "{sv}", "id", g_variant_new_string (ids[i]));
      g_variant_builder_add (&builder, "{sv}", "name", g_variant_new_string (name));
      g_variant_builder_add (&builder, "{sv}", "description", g_variant_new_string (description));
      g_variant_builder_add (&builder, "{sv}", "icon", icon);
      g_variant_builder_close (&builder);
    }
  return g_variant_new ("(aa{sv})", &builder);
}

static void
activate (UsherSearchProvider *self, const char *result)
{
  const char *separator = strstr (result, SEPARATOR);
  g_autofree char *account = NULL;

  if (separator == NULL)
    return;
  account = g_strndup (result, (gsize) (separator - result));
  usher_application_go (self->application, account, "invitation", separator + 1);
}

static void
on_method_call (GDBusConnection *connection, const char *sender, const char *path, const char *interface,
                const char *method, GVariant *parameters, GDBusMethodInvocation *invocation, gpointer user_data)
{
  UsherSearchProvider *self = USHER_SEARCH_PROVIDER (user_data);
  g_autofree const char **words = NULL;

  if (self->application == NULL || usher_application_get_accounts (self->application) == NULL)
    {
      g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR, G_DBUS_ERROR_FAILED,
                                                     _("There are no accounts to search."));
      return;
    }
  if (g_str_equal (method, "GetInitialResultSet"))
    {
      g_variant_get (parameters, "(^a&s)", &words);
      g_hash_table_remove_all (self->found);
      begin_search (self, invocation, words);
    }
  else if (g_str_equal (method, "GetSubsearchResultSet"))
    {
      /* Asked anew: what was cut off before may fit now. */
      g_variant_get (parameters, "(^a&s^a&s)", NULL, &words);
      begin_search (self, invocation, words);
    }
  else if (g_str_equal (method, "GetResultMetas"))
    {
      g_variant_get (parameters, "(^a&s)", &words);
      g_dbus_method_invocation_return_value (invocation, make_metas (self, words));
    }
  else if (g_str_equal (method, "ActivateResult"))
    {
      const char *result;

      g_variant_get (parameters, "(&s^a&su)", &result, &words, NULL);
      activate (self, result);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
  else
    {
      g_autofree char *text = NULL;

      g_variant_get (parameters, "(^a&su)", &words, NULL);
      text = g_strjoinv (" ", (char **) words);
      usher_application_go (self->application, "", "search", text);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
}

static void
usher_search_provider_dispose (GObject *object)
{
  UsherSearchProvider *self = USHER_SEARCH_PROVIDER (object);

  usher_search_provider_unexport (self);
  g_clear_weak_pointer (&self->application);
  G_OBJECT_CLASS (usher_search_provider_parent_class)->dispose (object);
}

static void
usher_search_provider_finalize (GObject *object)
{
  UsherSearchProvider *self = USHER_SEARCH_PROVIDER (object);

  g_hash_table_unref (self->found);
  g_ptr_array_unref (self->taken);
  g_ptr_array_unref (self->tried);
  G_OBJECT_CLASS (usher_search_provider_parent_class)->finalize (object);
}

static void
usher_search_provider_class_init (UsherSearchProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = usher_search_provider_dispose;
  G_OBJECT_CLASS (klass)->finalize = usher_search_provider_finalize;
}

static void
usher_search_provider_init (UsherSearchProvider *self)
{
  g_queue_init (&self->waiting);
  self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) found_free);
  self->taken = g_ptr_array_new_with_free_func (g_object_unref);
  self->tried = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * usher_search_provider_new:
 * @application: the application
 *
 * Returns: (transfer full): a provider that is not on a bus yet
 */
UsherSearchProvider *
usher_search_provider_new (UsherApplication *application)
{
  UsherSearchProvider *self;

  g_return_val_if_fail (USHER_IS_APPLICATION (application), NULL);

  self = g_object_new (USHER_TYPE_SEARCH_PROVIDER, NULL);
  g_set_weak_pointer (&self->application, application);
  return self;
}

/**
 * usher_search_provider_export:
 * @self: the provider
 * @connection: the session bus
 * @path: the object path of the application
 * @error: return location
 *
 * Returns: whether it can be asked now
 */
gboolean
usher_search_provider_export (UsherSearchProvider *self, GDBusConnection *connection, const char *path, GError **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_method_call };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (xml, error);
  g_autofree char *below = g_strconcat (path, "/SearchProvider", NULL);

  g_return_val_if_fail (USHER_IS_SEARCH_PROVIDER (self), FALSE);

  if (info == NULL)
    return FALSE;
  self->registration = g_dbus_connection_register_object (connection, below, info->interfaces[0], &vtable, self, NULL,
                                                          error);
  if (self->registration == 0)
    return FALSE;
  self->connection = g_object_ref (connection);
  return TRUE;
}

/**
 * usher_search_provider_unexport:
 * @self: the provider
 *
 * Takes it from the bus.
 */
void
usher_search_provider_unexport (UsherSearchProvider *self)
{
  g_return_if_fail (USHER_IS_SEARCH_PROVIDER (self));

  g_clear_handle_id (&self->close_source, g_source_remove);
  if (self->registration != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration);
  self->registration = 0;
  g_clear_object (&self->connection);
}

/**
 * usher_search_provider_let_go:
 * @self: the provider
 *
 * Gives back what it has open; the next question takes it again.
 */
void
usher_search_provider_let_go (UsherSearchProvider *self)
{
  g_autoptr (GPtrArray) taken = NULL;

  g_return_if_fail (USHER_IS_SEARCH_PROVIDER (self));

  g_clear_handle_id (&self->close_source, g_source_remove);
  g_hash_table_remove_all (self->found);
  g_ptr_array_set_size (self->tried, 0);
  taken = g_steal_pointer (&self->taken);
  self->taken = g_ptr_array_new_with_free_func (g_object_unref);
  if (self->application == NULL)
    return;
  for (guint i = 0; i < taken->len; i++)
    {
      usher_open_accounts_give_back_async (self->application->open, g_ptr_array_index (taken, i), USHER_OPEN_SEARCH, NULL,
                                           NULL);
      g_application_release (G_APPLICATION (self->application));
    }
}
