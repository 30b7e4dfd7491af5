/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "usher-test-session.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "model/usher-event.h"
#include "session/usher-accounts.h"
#include "store/usher-store-error.h"

static const char *const demo[] = { "--demo", "60", NULL };
static const char *const demo_no_resend[] = { "--demo", "60", "--no-resend", NULL };

static UsherInvitationItem *
get_item (UsherSession *session, guint position)
{
  g_autoptr (UsherInvitationItem) item =
    g_list_model_get_item (usher_session_get_invitations (session), position);

  g_assert_nonnull (item);
  return g_steal_pointer (&item);
}

static char *
dup_id_of_status (UsherSession *session, UsherInvitationStatus status, gboolean open)
{
  GListModel *model = usher_session_get_invitations (session);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (UsherInvitationItem) item = g_list_model_get_item (model, i);
      UsherInvitation *invitation = usher_invitation_item_get_invitation (item);

      if (usher_invitation_get_status (invitation) == status &&
          usher_invitation_is_open (invitation) == open)
        return g_strdup (usher_invitation_item_get_id (item));
    }
  g_assert_not_reached ();
}

static void
wait_for_items (UsherSession *session, guint n_items)
{
  usher_test_wait_for (g_list_model_get_n_items (usher_session_get_invitations (session)) == n_items);
}

static void
test_sync (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);
  g_autoptr (GError) error = NULL;
  GListModel *companies = usher_session_get_companies (session);
  const UsherCounts *counts = usher_session_get_counts (session);
  guint sum = 0;
  g_autofree char *before = NULL;

  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_IDLE);
  g_assert_true (usher_session_get_has_key (session));
  g_assert_true (usher_session_sync_finish != NULL);
  g_assert_true (usher_test_session_sync (session, &error));
  g_assert_no_error (error);
  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_IDLE);
  g_assert_cmpint (usher_session_get_last_sync (session), >, 0);
  wait_for_items (session, 60);
  usher_test_wait_for (counts->total == 60);
  for (guint i = 0; i < USHER_N_INVITATION_STATUSES; i++)
    sum += counts->by_status[i];
  g_assert_cmpuint (sum, ==, 60);
  g_assert_cmpuint (g_list_model_get_n_items (companies), ==, g_strv_length (sandbox->companies));
  for (guint i = 0; i < g_list_model_get_n_items (companies); i++)
    {
      g_autoptr (UsherCompany) company = g_list_model_get_item (companies, i);

      if (before != NULL)
        g_assert_cmpint (g_utf8_collate (before, usher_company_get_name (company)), <=, 0);
      g_free (before);
      before = g_strdup (usher_company_get_name (company));
    }
  usher_test_session_close (session);
}

static void
test_query (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);
  const UsherCounts *counts = usher_session_get_counts (session);
  g_autoptr (UsherQuery) active = NULL;
  g_autoptr (UsherQuery) of_company = NULL;
  guint n_active;

  g_assert_true (usher_test_session_sync (session, NULL));
  usher_test_wait_for (counts->total == 60);
  n_active = counts->by_status[USHER_INVITATION_STATUS_ACTIVE];
  active = usher_query_with_status (usher_session_get_query (session), USHER_INVITATION_STATUS_ACTIVE);
  usher_session_set_query (session, active);
  wait_for_items (session, n_active);
  /* Another status leaves the counts alone, another company does not. */
  g_assert_cmpuint (counts->total, ==, 60);
  of_company = usher_query_with_company_id (active, sandbox->companies[0]);
  g_object_set (session, "query", of_company, NULL);
  usher_test_wait_for (counts->total < 60);
  wait_for_items (session, counts->by_status[USHER_INVITATION_STATUS_ACTIVE]);
  usher_test_session_close (session);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *n_done = user_data;

  (*n_done)++;
}

static void
on_running (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  guint *n_runs = user_data;

  if (usher_session_get_state (USHER_SESSION (object)) == USHER_SYNC_RUNNING)
    (*n_runs)++;
}

static void
test_join (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_done = 0;
  guint n_runs = 0;

  g_signal_connect (session, "notify::state", G_CALLBACK (on_running), &n_runs);
  for (int i = 0; i < 5; i++)
    usher_session_sync_async (session, NULL, on_done, &n_done);
  usher_session_sync_async (session, cancellable, usher_test_keep_result, &slot);
  /* One who gives up does not end it for the others. */
  g_cancellable_cancel (cancellable);
  result = usher_test_take_result (&slot);
  g_assert_false (usher_session_sync_finish (session, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_RUNNING);
  usher_test_wait_for (n_done == 5);
  g_assert_cmpuint (n_runs, ==, 1);
  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_IDLE);
  wait_for_items (session, 60);
  g_clear_object (&result);
  usher_test_session_close (session);
}

static void
test_cancel_and_again (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  usher_session_sync_async (session, cancellable, usher_test_keep_result, &slot);
  usher_test_settle ();
  g_cancellable_cancel (cancellable);
  usher_test_wait_for (slot != NULL);
  result = g_steal_pointer (&slot);
  g_assert_false (usher_session_sync_finish (session, result, &error));
  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_IDLE);
  g_assert_true (usher_test_session_sync (session, NULL));
  wait_for_items (session, 60);
  g_clear_object (&result);
  usher_test_session_close (session);
}

static void
test_key_refused (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_test_session_open (sandbox->base_url, "wrong-key", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (usher_test_session_sync (session, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_AUTH);
  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_KEY_NEEDED);
  g_assert_error (usher_session_get_error (session), USHER_API_ERROR, USHER_API_ERROR_AUTH);
  usher_test_session_close (session);
}

static void
test_no_key (void)
{
  UsherSession *session = usher_test_session_open ("http://127.0.0.1:1/v2.2", NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) create_error = NULL;
  g_autoptr (UsherInvitationDraft) draft =
    usher_test_session_new_draft ("3c90c3cc-0d44-4b50-8888-8dd25736052a");

  g_assert_false (usher_session_get_has_key (session));
  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_KEY_NEEDED);
  g_assert_false (usher_test_session_sync (session, &error));
  g_assert_error (error, USHER_SESSION_ERROR, USHER_SESSION_ERROR_KEY_MISSING);
  g_assert_null (usher_test_session_create (session, draft, NULL, &create_error));
  g_assert_error (create_error, USHER_SESSION_ERROR, USHER_SESSION_ERROR_KEY_MISSING);
  g_assert_null (usher_test_session_get_intent (session, 0));
  usher_test_session_close (session);
}

/* What was read stays readable without network, in the next run as well. */
static void
test_offline (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, dir);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (UsherInvitation) fetched = NULL;
  g_autoptr (UsherInvitation) loaded = NULL;
  g_autoptr (GPtrArray) connections = NULL;
  g_autoptr (GPtrArray) stored = NULL;
  g_autoptr (UsherCompany) company = NULL;
  g_autofree char *store = g_build_filename (dir, "store.db", NULL);
  gint64 last_sync;
  GStatBuf info;

  g_assert_true (usher_test_session_sync (session, &error));
  wait_for_items (session, 60);
  id = dup_id_of_status (session, USHER_INVITATION_STATUS_FULFILLED, FALSE);
  fetched = usher_test_session_fetch (session, id, &error);
  g_assert_no_error (error);
  g_assert_nonnull (usher_invitation_get_events (fetched));
  connections = usher_test_session_connections (session, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (connections->len, >, 0);
  last_sync = usher_session_get_last_sync (session);
  usher_test_session_close (session);
  g_assert_cmpint (g_stat (store, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  usher_test_sandbox_kill (sandbox);
  session = usher_test_session_open (sandbox->base_url, sandbox->api_key, dir);
  wait_for_items (session, 60);
  g_assert_cmpuint (g_list_model_get_n_items (usher_session_get_companies (session)), ==,
                    g_strv_length (sandbox->companies));
  g_assert_cmpint (usher_session_get_last_sync (session), ==, last_sync);
  loaded = usher_test_session_load (session, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (usher_invitation_get_events (loaded)->len, ==,
                    usher_invitation_get_events (fetched)->len);
  g_assert_null (usher_invitation_get_url (loaded));
  g_assert_false (usher_test_session_sync (session, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK);
  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_OFFLINE);
  wait_for_items (session, 60);
  g_clear_error (&error);
  stored = usher_test_session_connections (session, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stored->len, ==, connections->len);
  company = usher_test_session_company (session, sandbox->companies[0], &error);
  g_assert_no_error (error);
  g_assert_nonnull (usher_company_get_sites (company));
  usher_test_session_close (session);
  usher_test_remove_tree (dir);
}

static void
test_links (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, dir);
  g_autoptr (UsherInvitationItem) item = NULL;
  g_autofree char *id = NULL;
  g_autofree char *link = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (usher_test_session_sync (session, NULL));
  wait_for_items (session, 60);
  item = get_item (session, 0);
  id = g_strdup (usher_invitation_item_get_id (item));
  g_clear_object (&item);
  link = usher_test_session_get_link (session, id, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (link, "http"));
  usher_test_session_close (session);

  /* Not kept on the disk, so it is asked for. */
  session = usher_test_session_open (sandbox->base_url, sandbox->api_key, dir);
  again = usher_test_session_get_link (session, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, link);
  usher_test_session_close (session);
  session = usher_test_session_open (sandbox->base_url, sandbox->api_key, dir);
  usher_test_sandbox_kill (sandbox);
  g_assert_null (usher_test_session_get_link (session, id, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK);
  usher_test_session_close (session);
  usher_test_remove_tree (dir);
}

static void
on_changed (UsherSession *session, const char *id, gpointer user_data)
{
  char **changed = user_data;

  g_free (*changed);
  *changed = g_strdup (id);
}

/* What the log in the store says last. */
static gboolean
is_logged (UsherSession *session, const char *id, UsherEventKind kind)
{
  g_autoptr (UsherInvitation) invitation = usher_test_session_load (session, id, NULL);
  GPtrArray *events = invitation != NULL ? usher_invitation_get_events (invitation) : NULL;

  return events != NULL && events->len > 0 &&
         usher_event_get_kind (g_ptr_array_index (events, events->len - 1)) == kind;
}

static void
test_write (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (sandbox->companies[0]);
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (UsherInvitation) resent = NULL;
  g_autoptr (UsherInvitation) revoked = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *link = NULL;
  g_autofree char *changed = NULL;
  const char *id;

  g_signal_connect (session, "invitation-changed", G_CALLBACK (on_changed), &changed);
  g_assert_true (usher_test_session_sync (session, NULL));
  wait_for_items (session, 60);
  made = usher_test_session_create (session, draft, NULL, &error);
  g_assert_no_error (error);
  id = usher_invitation_get_id (made);
  g_assert_cmpstr (changed, ==, id);
  wait_for_items (session, 61);
  g_assert_cmpstr (usher_invitation_get_allowed_emails (made)[0], ==, "a@example.com");
  link = usher_test_session_get_link (session, id, &error);
  g_assert_cmpstr (link, ==, usher_invitation_get_url (made));

  resent = usher_test_session_resend (session, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (usher_invitation_get_id (resent), ==, id);
  revoked = usher_test_session_revoke (session, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (usher_invitation_get_status (revoked), ==, USHER_INVITATION_STATUS_REVOKED);
  g_assert_null (usher_test_session_get_intent (session, 0));

  /* The answer has no log, but what was done is in the log soon. */
  usher_test_wait_for (is_logged (session, id, USHER_EVENT_KIND_REVOKED));

  /* The server says no: it is told, and can be put aside. */
  g_clear_object (&revoked);
  revoked = usher_test_session_revoke (session, id, &error);
  g_assert_null (revoked);
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_INVALID_REQUEST);
  g_clear_error (&error);
  g_assert_cmpint (usher_intent_get_state (usher_test_session_get_intent (session, 0)), ==,
                   USHER_INTENT_REFUSED);
  g_assert_nonnull (usher_intent_get_message (usher_test_session_get_intent (session, 0)));
  g_assert_true (usher_test_session_forget (session, usher_test_session_get_intent (session, 0), &error));
  g_assert_null (usher_test_session_get_intent (session, 0));
  usher_test_session_close (session);
}

static void
test_reconnect (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);
  g_autoptr (UsherInvitationDraft) draft =
    usher_invitation_draft_new (USHER_INVITATION_KIND_RECONNECT);
  g_autoptr (GPtrArray) connections = NULL;
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (GError) error = NULL;

  connections = usher_test_session_connections (session, sandbox->companies[0], &error);
  g_assert_no_error (error);
  usher_invitation_draft_set_connection_id (
    draft, usher_connection_get_id (g_ptr_array_index (connections, 0)));
  made = usher_test_session_create (session, draft, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (usher_invitation_get_kind (made), ==, USHER_INVITATION_KIND_RECONNECT);
  usher_test_session_close (session);
}

static void
test_refused_draft (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (sandbox->companies[0]);
  g_autoptr (GError) error = NULL;
  UsherFieldErrors *fields;

  usher_invitation_draft_set_country (draft, "nowhere");
  g_assert_null (usher_test_session_create (session, draft, NULL, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_INVALID_REQUEST);
  fields = usher_api_error_get_field_errors (error);
  g_assert_nonnull (usher_field_errors_lookup (fields, USHER_FIELD_COUNTRY));
  /* Nothing was written down. */
  g_assert_null (usher_test_session_get_intent (session, 0));
  usher_test_session_close (session);
}

static void
test_no_resend (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo_no_resend);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, dir);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (usher_test_session_sync (session, NULL));
  wait_for_items (session, 60);
  id = dup_id_of_status (session, USHER_INVITATION_STATUS_ACTIVE, FALSE);
  g_assert_true (usher_session_get_can_resend (session));
  g_assert_null (usher_test_session_resend (session, id, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_UNSUPPORTED);
  g_assert_false (usher_session_get_can_resend (session));
  usher_test_session_close (session);

  /* Remembered for this server, and not for another one. */
  session = usher_test_session_open (sandbox->base_url, sandbox->api_key, dir);
  g_assert_false (usher_session_get_can_resend (session));
  g_clear_error (&error);
  g_assert_null (usher_test_session_resend (session, id, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_UNSUPPORTED);
  usher_test_session_close (session);
  session = usher_test_session_open ("http://127.0.0.1:9/v2.2", sandbox->api_key, dir);
  g_assert_true (usher_session_get_can_resend (session));
  usher_test_session_close (session);
  usher_test_remove_tree (dir);
}

static void
test_close_while_busy (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (sandbox->companies[0]);
  guint n_done = 0;

  usher_session_sync_async (session, NULL, on_done, &n_done);
  usher_session_create_async (session, draft, NULL, on_done, &n_done);
  usher_session_list_connections_async (session, NULL, NULL, on_done, &n_done);
  usher_test_session_close (session);
  g_assert_cmpuint (n_done, ==, 3);
}

static void
test_damaged_store (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *path = g_build_filename (dir, "store.db", NULL);
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  g_autofree char *rubbish = g_strnfill (9000, 'x');
  UsherSession *session;

  g_assert_true (g_file_set_contents (path, rubbish, -1, NULL));
  session = usher_test_session_open (sandbox->base_url, sandbox->api_key, dir);
  g_assert_nonnull (usher_session_get_notice (session));
  usher_session_dismiss_notice (session);
  g_assert_null (usher_session_get_notice (session));
  g_assert_true (usher_test_session_sync (session, NULL));
  wait_for_items (session, 60);
  usher_test_session_close (session);
  usher_test_remove_tree (dir);
}

static void
test_read_only_folder (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session =
    usher_test_session_open (sandbox->base_url, sandbox->api_key, "/proc/usher-test");
  g_autoptr (UsherInvitationDraft) draft = usher_test_session_new_draft (sandbox->companies[0]);
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (usher_session_get_notice (session));
  g_assert_true (usher_test_session_sync (session, NULL));
  wait_for_items (session, 60);
  made = usher_test_session_create (session, draft, NULL, &error);
  g_assert_null (made);
  g_assert_error (error, USHER_SESSION_ERROR, USHER_SESSION_ERROR_STORE);
  g_assert_true (usher_test_session_sync (session, NULL));
  g_assert_cmpuint (usher_session_get_counts (session)->total, ==, 60);
  usher_test_session_close (session);
}

/* Not a block is left: what can be read is read, and what cannot be written down is not sent. */
static void
test_full_disk (void)
{
  g_autofree char *dir = usher_test_make_dir ();
  g_autofree char *files = g_build_filename (dir, "files", NULL);
  g_autofree char *stuffing = g_build_filename (dir, "stuffing", NULL);
  g_autofree char *junk = g_malloc0 (4096);
  g_autoptr (UsherTestSandbox) sandbox = NULL;
  g_autoptr (UsherInvitationDraft) draft = NULL;
  g_autoptr (UsherInvitation) made = NULL;
  g_autoptr (GError) error = NULL;
  UsherSession *session;
  int fd;

  if (mount ("tmpfs", dir, "tmpfs", 0, "size=4m,mode=0700") != 0)
    {
      g_test_skip ("May not mount a small file system here");
      usher_test_remove_tree (dir);
      return;
    }
  sandbox = usher_test_sandbox_start (NULL, demo);
  draft = usher_test_session_new_draft (sandbox->companies[0]);
  session = usher_test_session_open (sandbox->base_url, sandbox->api_key, files);
  g_assert_null (usher_session_get_notice (session));
  g_assert_true (usher_test_session_sync (session, &error));
  g_assert_no_error (error);
  wait_for_items (session, 60);
  fd = g_open (stuffing, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  while (write (fd, junk, 4096) > 0)
    ;
  g_assert_cmpint (errno, ==, ENOSPC);

  /* Full while it is open: the log of the journal still has room for a few, and then no more is sent. */
  for (guint i = 0; i < 200 && error == NULL; i++)
    {
      g_clear_object (&made);
      made = usher_test_session_create (session, draft, NULL, &error);
    }
  g_assert_error (error, USHER_SESSION_ERROR, USHER_SESSION_ERROR_STORE);
  g_clear_error (&error);
  wait_for_items (session, g_list_model_get_n_items (usher_session_get_invitations (session)));
  usher_test_session_close (session);
  usher_test_remove_tree (files);
  while (write (fd, junk, 4096) > 0)
    ;
  close (fd);

  /* Full from the start: what is there can be looked at, and nothing is sent that was not written down. */
  session = usher_test_session_open (sandbox->base_url, sandbox->api_key, files);
  g_assert_nonnull (usher_session_get_notice (session));
  g_assert_true (usher_test_session_sync (session, &error));
  g_assert_no_error (error);
  g_clear_object (&made);
  made = usher_test_session_create (session, draft, NULL, &error);
  g_assert_null (made);
  g_assert_error (error, USHER_SESSION_ERROR, USHER_SESSION_ERROR_STORE);
  usher_test_session_close (session);
  g_assert_cmpint (umount (dir), ==, 0);
  usher_test_remove_tree (dir);
}

/* What is shown is offline until the computer is on a network again, and then it is read by itself. */
static void
test_network_back (void)
{
  g_autoptr (UsherTestSandbox) first = usher_test_sandbox_start (NULL, demo);
  g_autoptr (UsherTestSandbox) second = NULL;
  g_autoptr (GUri) uri = g_uri_parse (first->base_url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *port = g_strdup_printf ("%d", g_uri_get_port (uri));
  const char *const same_port[] = { "--port", port, NULL };
  UsherSession *session = usher_test_session_open (first->base_url, first->api_key, NULL);
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  usher_test_sandbox_kill (first);
  g_assert_false (usher_test_session_sync (session, NULL));
  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_OFFLINE);
  second = usher_test_sandbox_start (first->dir, same_port);
  g_signal_emit_by_name (monitor, "network-changed", FALSE);
  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_OFFLINE);
  g_signal_emit_by_name (monitor, "network-changed", TRUE);
  wait_for_items (session, 60);
  usher_test_wait_for (usher_session_get_state (session) == USHER_SYNC_IDLE);
  usher_test_session_close (session);
}

static void
test_timer (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);

  usher_session_set_sync_interval (session, 1);
  wait_for_items (session, 60);
  usher_session_set_sync_interval (session, 0);
  usher_test_session_close (session);
}

static void
test_other_server (void)
{
  g_autoptr (UsherTestSandbox) first = usher_test_sandbox_start (NULL, demo);
  g_autoptr (UsherTestSandbox) second = NULL;
  g_autofree char *dir = g_strdup (first->dir);
  UsherSession *session = usher_test_session_open (first->base_url, first->api_key, NULL);

  g_assert_true (usher_test_session_sync (session, NULL));
  wait_for_items (session, 60);
  usher_test_sandbox_kill (first);
  second = usher_test_sandbox_start (dir, NULL);
  usher_account_set_server (usher_session_get_account (session), second->base_url);
  g_assert_true (usher_test_session_sync (session, NULL));
  g_assert_cmpint (usher_session_get_state (session), ==, USHER_SYNC_IDLE);
  usher_test_session_close (session);
}

static void
test_ephemeral (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  static const struct
  {
    const char *server;
    const char *key;
  } bad[] = {
    { "http://example.com", "key" },
    { "ftp://127.0.0.1", "key" },
    { "", "key" },
    { "https://example.com/v2.2", "" },
    { "https://example.com/v2.2", "two\nlines" },
  };
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  UsherSession *session;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GAsyncResult) bad_result = NULL;
      g_autoptr (GError) error = NULL;

      usher_session_open_ephemeral_async (bad[i].server, bad[i].key, USHER_EPHEMERAL_READS, NULL, NULL,
                                          usher_test_keep_result, &slot);
      bad_result = usher_test_take_result (&slot);
      g_assert_null (usher_session_open_ephemeral_finish (bad_result, &error));
      g_assert_nonnull (error);
    }
  usher_session_open_ephemeral_async (sandbox->base_url, sandbox->api_key, USHER_EPHEMERAL_READS, NULL, NULL,
                                      usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  session = usher_session_open_ephemeral_finish (result, NULL);
  g_assert_true (usher_test_session_sync (session, NULL));
  wait_for_items (session, 60);
  usher_test_session_close (session);
}

static gboolean
refresh_companies (UsherSession *session, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  usher_session_refresh_companies_async (session, NULL, usher_test_keep_result, &slot);
  result = usher_test_take_result (&slot);
  return usher_session_refresh_companies_finish (session, result, error);
}

/* One request, after which the companies are there and nothing else. */
static void
test_refresh_companies (void)
{
  static const char *const twenty[] = { "--demo", "20", NULL };
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, twenty);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);
  g_autoptr (GError) error = NULL;

  refresh_companies (session, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (usher_session_get_companies (session)), ==,
                    g_strv_length (sandbox->companies));
  g_assert_cmpuint (g_list_model_get_n_items (usher_session_get_invitations (session)), ==, 0);

  usher_test_sandbox_kill (sandbox);
  g_assert_false (refresh_companies (session, &error));
  g_assert_error (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK);
  g_assert_cmpuint (g_list_model_get_n_items (usher_session_get_companies (session)), ==,
                    g_strv_length (sandbox->companies));
  usher_test_session_close (session);
}

static void
on_counted_signal (guint *n)
{
  *n += 1;
}

/* Another look at the same account: what is looked at is its own, what is done is done for both. */
static void
test_view (void)
{
  g_autoptr (UsherTestSandbox) sandbox = usher_test_sandbox_start (NULL, demo);
  UsherSession *session = usher_test_session_open (sandbox->base_url, sandbox->api_key, NULL);
  UsherSession *view = usher_session_new_view (session);
  UsherSession *second = usher_session_new_view (view);
  g_autoptr (UsherQuery) active = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (UsherInvitationItem) item = NULL;
  guint n_active, n_changed = 0, n_states = 0;

  g_signal_connect_swapped (view, "invitation-changed", G_CALLBACK (on_counted_signal), &n_changed);
  g_signal_connect_swapped (view, "notify::state", G_CALLBACK (on_counted_signal), &n_states);
  g_assert_true (usher_test_session_sync (view, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_states, ==, 2);
  wait_for_items (session, 60);
  wait_for_items (view, 60);
  wait_for_items (second, 60);
  g_assert_true (usher_session_get_account (view) == usher_session_get_account (session));
  g_assert_true (usher_session_get_companies (view) == usher_session_get_companies (session));
  g_assert_true (usher_session_get_intents (second) == usher_session_get_intents (session));
  g_assert_cmpint (usher_session_get_last_sync (view), ==, usher_session_get_last_sync (session));

  active = usher_query_with_status (usher_session_get_query (view), USHER_INVITATION_STATUS_ACTIVE);
  usher_session_set_query (view, active);
  usher_test_wait_for (usher_session_get_counts (view)->total == 60);
  n_active = usher_session_get_counts (view)->by_status[USHER_INVITATION_STATUS_ACTIVE];
  wait_for_items (view, n_active);
  g_assert_cmpint (usher_query_get_status (usher_session_get_query (session)), ==, USHER_INVITATION_STATUS_UNKNOWN);
  wait_for_items (session, 60);

  item = get_item (view, 0);
  id = g_strdup (usher_invitation_item_get_id (item));
  g_clear_object (&item);
  usher_session_revoke_async (view, id, NULL, usher_test_keep_result, &result);
  usher_test_wait_for (result != NULL);
  g_object_unref (usher_session_revoke_finish (view, result, &error));
  g_assert_no_error (error);
  wait_for_items (view, n_active - 1);
  g_assert_cmpuint (n_changed, >, 0);
  usher_test_wait_for (usher_session_get_counts (session)->by_status[USHER_INVITATION_STATUS_ACTIVE] == n_active - 1);

  g_clear_object (&result);
  /* When the store has answered what they asked last. */
  g_object_add_weak_pointer (G_OBJECT (second), (gpointer *) &second);
  g_object_add_weak_pointer (G_OBJECT (view), (gpointer *) &view);
  g_object_unref (second);
  g_object_unref (view);
  usher_test_wait_for (view == NULL && second == NULL);
  usher_test_session_close (session);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/sync", test_sync);
  g_test_add_func ("/session/query", test_query);
  g_test_add_func ("/session/join", test_join);
  g_test_add_func ("/session/cancel-and-again", test_cancel_and_again);
  g_test_add_func ("/session/key-refused", test_key_refused);
  g_test_add_func ("/session/no-key", test_no_key);
  g_test_add_func ("/session/offline", test_offline);
  g_test_add_func ("/session/links", test_links);
  g_test_add_func ("/session/write", test_write);
  g_test_add_func ("/session/reconnect", test_reconnect);
  g_test_add_func ("/session/refused-draft", test_refused_draft);
  g_test_add_func ("/session/no-resend", test_no_resend);
  g_test_add_func ("/session/close-while-busy", test_close_while_busy);
  g_test_add_func ("/session/damaged-store", test_damaged_store);
  g_test_add_func ("/session/read-only-folder", test_read_only_folder);
  g_test_add_func ("/session/full-disk", test_full_disk);
  g_test_add_func ("/session/network-back", test_network_back);
  g_test_add_func ("/session/timer", test_timer);
  g_test_add_func ("/session/other-server", test_other_server);
  g_test_add_func ("/session/ephemeral", test_ephemeral);
  g_test_add_func ("/session/refresh-companies", test_refresh_companies);
  g_test_add_func ("/session/view", test_view);
  return g_test_run ();
}
