/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One reading of everything: companies first, then the invitations of each, a few companies at a time so
 * that the store writes the first while the next are on their way, and the connections after that, when
 * nobody waits any more. Every list goes into the store in one transaction. Main thread; the store
 * works on its own. */

#include "session/usher-sync.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"

/* Companies that are read at once. The client keeps the requests to ten (contract 7): enough companies
 * that all ten are at work while some wait for their first page, and few enough that the first ones are
 * complete, and written, early. */
#define MAX_COMPANIES 8
#define SHOWN_CHARS 100
/* Connections change seldom, and a wizard that shows them asks for them itself. */
#define CONNECTIONS_FRESH (30 * G_TIME_SPAN_MINUTE)

typedef struct _Run Run;

struct _UsherSync
{
  GObject parent_instance;

  UsherClient *client; /* (owned) (not nullable) */
  UsherStore *store;   /* (owned) (not nullable) */
  GPtrArray *known;    /* (owned) (nullable) (element-type UsherCompany) the last list */
  GPtrArray *waiters;  /* (owned) (element-type Waiter) */
  Run *run;            /* (nullable) what is waited for; owned by its own steps */
  Run *trailing;       /* (nullable) a run that reads connections, for which nobody waits */
  guint n_skipped;
  gboolean useful;
  gboolean lazy;
  gint64 connections_at; /* when connections were read last, by the monotonic clock; 0: never */
};

/* One reading, which lives as long as a step of it is under way. */
struct _Run
{
  grefcount ref_count;
  UsherSync *sync;           /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *companies;      /* (owned) (nullable) (element-type UsherCompany) */
  guint next;                /* the next company to begin with */
  guint n_asking;            /* companies the server is asked about */
  guint n_pending;           /* steps of this phase under way: asking or writing */
  guint n_read;
  guint n_failed;
  guint n_skipped;
  char *failed_name;         /* (owned) (nullable) the first company that failed */
  GError *error;             /* (owned) (nullable) the first failure */
  gboolean stopped;          /* no use in going on */
  gboolean lazy;             /* nobody asked for it */
  gboolean connections;      /* the second phase */
};

typedef struct
{
  Run *run;              /* (owned) */
  UsherCompany *company; /* (owned) */
} Step;

typedef struct
{
  UsherSync *sync; /* (unowned): it owns this */
  GTask *task;     /* (owned) */
  GSource *source; /* (owned) (nullable) */
} Waiter;

enum
{
  SIGNAL_COMPANIES,
  SIGNAL_INVITATIONS,
  SIGNAL_CONNECTIONS_READ,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef enum
{
  PROP_RUNNING = 1,
} UsherSyncProperty;

static GParamSpec *properties[PROP_RUNNING + 1];

G_DEFINE_FINAL_TYPE (UsherSync, usher_sync, G_TYPE_OBJECT)

static void run_next (Run *run);
static void on_invitations_listed (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_invitations_put (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_connections_listed (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_connections_put (GObject *source, GAsyncResult *result, gpointer user_data);

static Run *
run_ref (Run *run)
{
  g_ref_count_inc (&run->ref_count);
  return run;
}

static void
run_unref (Run *run)
{
  if (!g_ref_count_dec (&run->ref_count))
    return;
  if (run->sync->run == run)
    run->sync->run = NULL;
  if (run->sync->trailing == run)
    {
      run->sync->trailing = NULL;
      g_signal_emit (run->sync, signals[SIGNAL_CONNECTIONS_READ], 0);
    }
  g_clear_object (&run->cancellable);
  g_clear_pointer (&run->companies, g_ptr_array_unref);
  g_free (run->failed_name);
  g_clear_error (&run->error);
  g_object_unref (run->sync);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_unref)

static Step *
step_new (Run *run, UsherCompany *company)
{
  Step *step = g_new0 (Step, 1);

  step->run = run_ref (run);
  step->company = g_object_ref (company);
  return step;
}

static void
step_free (Step *step)
{
  g_clear_object (&step->company);
  g_clear_pointer (&step->run, run_unref);
  g_free (step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

static void
waiter_free (Waiter *waiter)
{
  if (waiter->source != NULL)
    {
      g_source_destroy (waiter->source);
      g_clear_pointer (&waiter->source, g_source_unref);
    }
  g_clear_object (&waiter->task);
  g_free (waiter);
}

static void
usher_sync_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((UsherSyncProperty) prop_id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, usher_sync_get_running (USHER_SYNC (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
usher_sync_finalize (GObject *object)
{
  UsherSync *self = USHER_SYNC (object);

  g_clear_object (&self->client);
  g_clear_object (&self->store);
  g_clear_pointer (&self->known, g_ptr_array_unref);
  g_clear_pointer (&self->waiters, g_ptr_array_unref);
  G_OBJECT_CLASS (usher_sync_parent_class)->finalize (object);
}

static void
usher_sync_class_init (UsherSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = usher_sync_get_property;
  object_class->finalize = usher_sync_finalize;

  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_COMPANIES] =
    g_signal_new ("companies", USHER_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                  1, G_TYPE_PTR_ARRAY);
  signals[SIGNAL_INVITATIONS] =
    g_signal_new ("invitations", USHER_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[SIGNAL_CONNECTIONS_READ] =
    g_signal_new ("connections-read", USHER_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
usher_sync_init (UsherSync *self)
{
  self->waiters = g_ptr_array_new_with_free_func ((GDestroyNotify) waiter_free);
}

/**
 * usher_sync_new:
 * @client: whom to ask
 * @store: where it goes
 *
 * Returns: (transfer full): a synchroniser at rest
 */
UsherSync *
usher_sync_new (UsherClient *client, UsherStore *store)
{
  UsherSync *self = g_object_new (USHER_TYPE_SYNC, NULL);

  self->client = g_object_ref (client);
  self->store = g_object_ref (store);
  return self;
}

/**
 * usher_sync_get_running:
 * @self: a synchroniser
 *
 * Returns: %TRUE while companies and invitations are read
 */
gboolean
usher_sync_get_running (UsherSync *self)
{
  return self->run != NULL;
}

/**
 * usher_sync_get_n_skipped:
 * @self: a synchroniser
 *
 * Returns: how many items of the last run could not be read and were left out
 */
guint
usher_sync_get_n_skipped (UsherSync *self)
{
  return self->n_skipped;
}

/**
 * usher_sync_get_useful:
 * @self: a synchroniser
 *
 * Returns: %TRUE when the last run read at least one company's invitations, or found that there are none
 */
gboolean
usher_sync_get_useful (UsherSync *self)
{
  return self->useful;
}

/* Ends what is waited for. The waiters are answered last, as they may do anything. */
static void
finish_run (Run *run, const GError *error)
{
  g_autoptr (UsherSync) self = g_object_ref (run->sync);
  g_autoptr (GPtrArray) waiters = NULL;

  if (self->run != run) /* given up: nobody waits for this one */
    return;
  waiters = g_steal_pointer (&self->waiters);
  self->waiters = g_ptr_array_new_with_free_func ((GDestroyNotify) waiter_free);
  self->n_skipped = run->n_skipped;
  self->useful = run->companies != NULL && (run->n_read > 0 || run->companies->len == 0);
  self->run = NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  for (guint i = 0; i < waiters->len; i++)
    {
      Waiter *waiter = g_ptr_array_index (waiters, i);

      if (error != NULL)
        g_task_return_error (waiter->task, g_error_copy (error));
      else
        g_task_return_boolean (waiter->task, TRUE);
    }
}

/* One sentence for what failed, with the code of the first failure: which company, or how many. */
static GError *
dup_failure (Run *run)
{
  g_autofree char *name = NULL;
  g_autofree char *message = NULL;

  if (run->stopped || run->failed_name == NULL)
    return g_error_copy (run->error);
  name = usher_text_dup_safe (run->failed_name, SHOWN_CHARS);
  if (run->n_failed == 1)
    /* Translators: %1$s is the name of a company, %2$s a whole sentence that tells why. */
    message = g_strdup_printf (_("The invitations of %1$s could not be refreshed. %2$s"), name,
                               run->error->message);
  else
    /* Translators: %1$u is a number of companies, %2$s the name of one of them, %3$s a whole sentence
     * that tells why. */
    message = g_strdup_printf (
      ngettext ("The invitations of %1$u company could not be refreshed, among them %2$s. %3$s",
                "The invitations of %1$u companies could not be refreshed, among them %2$s. %3$s",
                run->n_failed),
      run->n_failed, name, run->error->message);
  return g_error_new_literal (run->error->domain, run->error->code, message);
}

static void
stop_run (Run *run)
{
  run->stopped = TRUE;
  g_cancellable_cancel (run->cancellable);
}

/* Without network or with a refused key, the next company fares no better. */
static gboolean
is_hopeless (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_AUTH) ||
         g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_NETWORK) ||
         g_error_matches (error, USHER_API_ERROR, USHER_API_ERROR_TLS) ||
         error->domain == USHER_STORE_ERROR;
}

static void
take_failure (Run *run, UsherCompany *company, GError *error)
{
  run->n_failed++;
  if (is_hopeless (error) && !run->stopped)
    {
      g_clear_error (&run->error);
      run->error = error;
      stop_run (run);
      return;
    }
  if (run->error != NULL)
    {
      g_error_free (error);
      return;
    }
  run->error = error;
  run->failed_name = g_strdup (usher_company_get_name (company));
}

/* The connections are for names and for choosing one to repair: nobody waits for them, and a company
 * whose connections cannot be read keeps the old ones. */
static void
begin_connections (Run *run)
{
  UsherSync *self = run->sync;

  if (run->stopped || run->companies == NULL)
    return;
  if (run->lazy && self->connections_at != 0 &&
      g_get_monotonic_time () - self->connections_at < CONNECTIONS_FRESH)
    return;
  self->connections_at = g_get_monotonic_time ();
  self->trailing = run;
  run->connections = TRUE;
  run->next = 0;
  run_next (run);
}

static void
finish_invitations (Run *run)
{
  g_autoptr (Run) kept = run_ref (run);
  g_autoptr (GError) error = run->error != NULL ? dup_failure (run) : NULL;

  finish_run (kept, error);
  /* A waiter may have begun another run, or ended all of them. */
  if (kept->sync->run == NULL && !g_cancellable_is_cancelled (kept->cancellable))
    begin_connections (kept);
}

/* Begins with as many companies as may be read at once; ends the phase after the last. */
static void
run_next (Run *run)
{
  g_autoptr (Run) kept = run_ref (run);

  while (!run->stopped && run->n_asking < MAX_COMPANIES && run->next < run->companies->len)
    {
      UsherCompany *company = g_ptr_array_index (run->companies, run->next++);
      const char *id = usher_company_get_id (company);

      run->n_asking++;
      run->n_pending++;
      if (run->connections)
        usher_client_list_connections_async (run->sync->client, id, NULL, NULL, NULL,
                                             run->cancellable, on_connections_listed,
                                             step_new (run, company));
      else
        usher_client_list_invitations_async (run->sync->client, id, run->cancellable,
                                             on_invitations_listed, step_new (run, company));
    }
  if (run->n_pending == 0 && !run->connections)
    finish_invitations (run);
}

static void
end_step (Run *run)
{
  run->n_pending--;
  run_next (run);
}

static void
on_invitations_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  Run *run = step->run;
  UsherSync *self = run->sync;
  UsherListReport report = { 0 };
  GError *error = NULL;
  g_autoptr (GPtrArray) invitations =
    usher_client_list_invitations_finish (USHER_CLIENT (source), result, &report, &error);
  const char *complete_for;

  run->n_asking--;
  if (invitations == NULL)
    {
      take_failure (run, step->company, error);
      end_step (run);
      return;
    }
  run->n_skipped += report.n_skipped;
  g_signal_emit (self, signals[SIGNAL_INVITATIONS], 0, invitations);
  /* With an item unreadable the list is not whole, and what it lacks is not gone. */
  complete_for = report.n_skipped == 0 ? usher_company_get_id (step->company) : NULL;
  usher_store_put_invitations_async (self->store, invitations, complete_for, run->cancellable,
                                     on_invitations_put, g_steal_pointer (&step));
  /* The next company is asked while the store writes. */
  run_next (run);
}

static void
on_invitations_put (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  GError *error = NULL;

  if (usher_store_put_invitations_finish (USHER_STORE (source), result, &error) < 0)
    take_failure (step->run, step->company, error);
  else
    step->run->n_read++;
  end_step (step->run);
}

static void
on_connections_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  Run *run = step->run;
  const char *company_id = usher_company_get_id (step->company);
  UsherListReport report = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) connections =
    usher_client_list_connections_finish (USHER_CLIENT (source), result, &report, &error);

  run->n_asking--;
  if (connections == NULL || report.n_skipped > 0)
    {
      run->stopped = run->stopped || (connections == NULL && is_hopeless (error));
      end_step (run);
      return;
    }
  usher_store_put_connections_async (run->sync->store, company_id, connections, run->cancellable,
                                     on_connections_put, g_steal_pointer (&step));
  run_next (run);
}

static void
on_connections_put (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GError) error = NULL;

  if (!usher_store_put_connections_finish (USHER_STORE (source), result, &error))
    step->run->stopped = TRUE;
  end_step (step->run);
}

/* An unreadable company is not one that is gone: those known from before stay. */
static void
keep_known_companies (UsherSync *self, GPtrArray *companies)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < companies->len; i++)
    g_hash_table_add (ids,
                      (gpointer) usher_company_get_id (g_ptr_array_index (companies, i)));
  for (guint i = 0; self->known != NULL && i < self->known->len; i++)
    {
      UsherCompany *company = g_ptr_array_index (self->known, i);

      if (!g_hash_table_contains (ids, usher_company_get_id (company)))
        g_ptr_array_add (companies, g_object_ref (company));
    }
}

static void
on_companies_put (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Run) run = user_data;
  GError *error = NULL;

  if (!usher_store_put_companies_finish (USHER_STORE (source), result, &error) && !run->stopped)
    {
      g_clear_error (&run->error);
      run->error = error;
      stop_run (run);
    }
  else
    g_clear_error (&error);
  end_step (run);
}

static void
on_companies_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Run) run = user_data;
  UsherSync *self = run->sync;
  UsherListReport report = { 0 };
  GError *error = NULL;
  g_autoptr (GPtrArray) companies =
    usher_client_list_companies_finish (USHER_CLIENT (source), result, &report, &error);

  if (companies == NULL)
    {
      run->error = error;
      run->stopped = TRUE;
      finish_run (run, error);
      return;
    }
  run->n_skipped = report.n_skipped;
  if (report.n_skipped > 0)
    keep_known_companies (self, companies);
  g_clear_pointer (&self->known, g_ptr_array_unref);
  self->known = g_ptr_array_ref (companies);
  run->companies = g_ptr_array_ref (companies);
  g_signal_emit (self, signals[SIGNAL_COMPANIES], 0, companies);
  /* The store works in order, so companies are there before their invitations are. */
  run->n_pending++;
  usher_store_put_companies_async (self->store, companies, run->cancellable, on_companies_put,
                                   run_ref (run));
  run_next (run);
}

static void
begin_run (UsherSync *self)
{
  g_autoptr (Run) run = g_new0 (Run, 1);

  g_ref_count_init (&run->ref_count);
  run->sync = g_object_ref (self);
  run->cancellable = g_cancellable_new ();
  run->lazy = self->lazy;
  if (self->trailing != NULL)
    stop_run (self->trailing);
  self->run = run;
  usher_client_list_companies_async (self->client, run->cancellable, on_companies_listed,
                                     run_ref (run));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

/**
 * usher_sync_set_lazy:
 * @self: a synchroniser
 * @lazy: whether runs that begin now were asked for by nobody
 *
 * A lazy run leaves out connections that were read a short while ago.
 */
void
usher_sync_set_lazy (UsherSync *self, gboolean lazy)
{
  self->lazy = lazy;
}

/* Whoever gives up leaves the others waiting; the last one ends the run. */
static gboolean
on_waiter_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Waiter *waiter = user_data;
  g_autoptr (UsherSync) self = g_object_ref (waiter->sync);
  g_autoptr (GTask) task = g_object_ref (waiter->task);

  g_ptr_array_remove (self->waiters, waiter);
  if (self->waiters->len == 0 && self->run != NULL)
    {
      /* Not to be joined any more: it ends by itself. */
      stop_run (g_steal_pointer (&self->run));
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
    }
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/**
 * usher_sync_run_async:
 * @self: a synchroniser
 * @cancellable: (nullable): to stop waiting; the run ends when nobody waits any more
 * @callback: called when companies and invitations are in the store
 * @user_data: for @callback
 *
 * Reads everything, or joins the reading that is under way. The connections follow afterwards.
 */
void
usher_sync_run_async (UsherSync *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Waiter *waiter;

  g_task_set_source_tag (task, usher_sync_run_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  waiter = g_new0 (Waiter, 1);
  waiter->sync = self;
  waiter->task = g_steal_pointer (&task);
  if (cancellable != NULL)
    {
      waiter->source = g_cancellable_source_new (cancellable);
      g_source_set_static_name (waiter->source, "[usher] sync waiter");
      g_source_set_callback (waiter->source, G_SOURCE_FUNC (on_waiter_cancelled), waiter, NULL);
      g_source_attach (waiter->source, g_main_context_get_thread_default ());
    }
  g_ptr_array_add (self->waiters, waiter);
  if (self->run == NULL)
    begin_run (self);
}

/**
 * usher_sync_run_finish:
 * @self: a synchroniser
 * @result: what the callback got
 * @error: return location
 *
 * When only some companies failed, the others are in the store all the same and
 * usher_sync_get_useful() tells so; the error has the code of the first failure and names it.
 *
 * Returns: %TRUE when everything was read
 */
gboolean
usher_sync_run_finish (UsherSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * usher_sync_stop:
 * @self: a synchroniser
 *
 * Ends everything that is under way.
 */
void
usher_sync_stop (UsherSync *self)
{
  if (self->trailing != NULL)
    stop_run (self->trailing);
  if (self->run != NULL)
    stop_run (self->run);
}
