/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GNOME Shell's search (developer.gnome.org, "Writing a Search Provider"). The shell starts the program without
 * a window for it, so the store of the account that was open last is opened here when no session is, and closed
 * some seconds after the last question. Nothing is asked of a server. Main thread. */
#include "ui/usher-search-provider.h"

#include <glib/gi18n.h>
#include <string.h>

#include "model/usher-enums.h"
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
  UsherSession *own;             /* (owned) (nullable): opened here */
  gboolean opening;
  GQueue waiting;                /* (element-type Call): until there is a session */
  guint close_source;
  GHashTable *found;             /* (owned) (element-type utf8 UsherInvitationItem): of the last search */
};

/* One question of the shell. */
typedef struct
{
  UsherSearchProvider *self;         /* (owned) */
  GDBusMethodInvocation *invocation; /* (owned) */
  char *text;                        /* (owned) */
} Call;

G_DEFINE_FINAL_TYPE (UsherSearchProvider, usher_search_provider, G_TYPE_OBJECT)

static void
call_free (Call *call)
{
  /* While it waits the application may not end for want of windows. */
  if (call->self->application != NULL)
    g_application_release (G_APPLICATION (call->self->application));
  g_clear_object (&call->self);
  g_clear_object (&call->invocation);
  g_free (call->text);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static UsherSession *
get_session (UsherSearchProvider *self)
{
  UsherSession *session = self->application != NULL ? usher_application_get_session (self->application) : NULL;

  return session != NULL ? session : self->own;
}

static void
answer (Call *call, GPtrArray *items, UsherSession *session)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("as"));
  UsherAccount *account = session != NULL ? usher_session_get_account (session) : NULL;

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      UsherInvitationItem *item = g_ptr_array_index (items, i);
      char *id = g_strconcat (account != NULL ? usher_account_get_id (account) : "", SEPARATOR,
                              usher_invitation_item_get_id (item), NULL);

      g_variant_builder_add (&builder, "s", id);
      g_hash_table_replace (call->self->found, id, g_object_ref (item));
    }
  g_dbus_method_invocation_return_value (g_steal_pointer (&call->invocation), g_variant_new ("(as)", &builder));
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = usher_session_find_finish (USHER_SESSION (source), result, &error);

  if (items == NULL)
    g_debug ("Search: %s", error->message);
  answer (call, items, USHER_SESSION (source));
}

static void
search (Call *call, UsherSession *session)
{
  g_autoptr (UsherQuery) all = usher_query_new ();
  g_autoptr (UsherQuery) query = usher_query_with_text (all, call->text);

  usher_session_find_async (session, query, MAX_RESULTS, NULL, on_found, call);
}

static void
on_own_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherSearchProvider) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;

  if (!usher_session_close_finish (USHER_SESSION (source), result, &error))
    g_message ("The store that was searched did not close well: %s", error->message);
  if (self->application != NULL)
    g_application_release (G_APPLICATION (self->application));
}

static gboolean
on_keep_over (gpointer user_data)
{
  UsherSearchProvider *self = USHER_SEARCH_PROVIDER (user_data);
  g_autoptr (UsherSession) session = g_steal_pointer (&self->own);

  self->close_source = 0;
  g_hash_table_remove_all (self->found);
  if (session != NULL)
    usher_session_close_async (session, on_own_closed, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
keep (UsherSearchProvider *self)
{
  g_clear_handle_id (&self->close_source, g_source_remove);
  if (self->own != NULL)
    self->close_source = g_timeout_add_seconds (KEEP_SECONDS, on_keep_over, self);
}

static void
on_own_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UsherSearchProvider) self = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  UsherSession *session;
  Call *call;

  self->opening = FALSE;
  self->own = usher_accounts_open_session_finish (USHER_ACCOUNTS (source), result, &error);
  if (self->own == NULL)
    g_debug ("Search: %s", error->message);
  /* Held from here to on_own_closed(). */
  else if (self->application != NULL)
    g_application_hold (G_APPLICATION (self->application));
  session = get_session (self);
  while ((call = g_queue_pop_head (&self->waiting)) != NULL)
    {
      if (session != NULL)
        search (call, session);
      else
        {
          answer (call, NULL, NULL);
          call_free (call);
        }
    }
  keep (self);
}

static UsherAccount *
dup_account (UsherSearchProvider *self)
{
  UsherAccounts *accounts = self->application != NULL ? usher_application_get_accounts (self->application) : NULL;
  g_autofree char *id = NULL;
  UsherAccount *account;

  if (accounts == NULL)
    return NULL;
  id = g_settings_get_string (self->application->settings, "last-account");
  account = *id != '\0' ? usher_accounts_find (accounts, id) : NULL;
  if (account != NULL)
    return g_object_ref (account);
  return g_list_model_get_item (G_LIST_MODEL (accounts), 0);
}

static void
begin_search (UsherSearchProvider *self, GDBusMethodInvocation *invocation, const char * const *terms)
{
  Call *call = g_new0 (Call, 1);
  UsherSession *session = get_session (self);
  g_autoptr (UsherAccount) account = NULL;

  call->self = g_object_ref (self);
  call->invocation = invocation; /* whoever answers takes it */
  call->text = g_strjoinv (" ", (char **) terms);
  g_application_hold (G_APPLICATION (self->application));
  keep (self);
  if (session != NULL)
    search (call, session);
  else if (self->opening)
    g_queue_push_tail (&self->waiting, call);
  else if ((account = dup_account (self)) != NULL)
    {
      self->opening = TRUE;
      g_queue_push_tail (&self->waiting, call);
      usher_accounts_open_session_async (usher_application_get_accounts (self->application), account, NULL,
                                         on_own_opened, g_object_ref (self));
    }
  else
    {
      answer (call, NULL, NULL);
      call_free (call);
    }
}

/* "Active · Example Consulting", with the time where that matters. */
static char *
dup_description (UsherInvitationItem *item)
{
  UsherInvitation *invitation = usher_invitation_item_get_invitation (item);
  const char *company = usher_invitation_item_get_company_name (item);
  gboolean known = usher_invitation_get_status (invitation) != USHER_INVITATION_STATUS_UNKNOWN;
  const char *status = known ? usher_invitation_status_get_label (usher_invitation_get_status (invitation))
                             : usher_invitation_get_status_name (invitation);
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

static GVariant *
make_metas (UsherSearchProvider *self, const char * const *ids)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr (GIcon) themed = g_themed_icon_new (USHER_APP_ID);
  g_autoptr (GVariant) icon = g_icon_serialize (themed);

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      UsherInvitationItem *item = g_hash_table_lookup (self->found, ids[i]);
      g_autofree char *name = NULL;
      g_autofree char *description = NULL;

      if (item == NULL)
        continue;
      name = usher_invitation_dup_recipients (usher_invitation_item_get_invitation (item));
      description = dup_description (item);
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
  g_hash_table_unref (USHER_SEARCH_PROVIDER (object)->found);
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
  self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
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
