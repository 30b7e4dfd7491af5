/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The left pane. What is chosen in it is not kept here but in the session's query: this pane shows the
 * query and changes it. Main thread. */
#include "ui/usher-sidebar.h"

#include "ui/usher-account-button.h"
#include "ui/usher-company-chooser.h"
#include "ui/usher-sidebar-row.h"
#include "ui/usher-sync-status.h"

struct _UsherSidebar
{
  AdwBin parent_instance;

  /* Template children */
  UsherAccountButton *account_button;
  UsherCompanyChooser *company_chooser;
  GtkListBox *list;
  UsherSyncStatus *sync_status;

  UsherSession *session; /* (owned) (nullable) */
  GListModel *accounts;  /* (owned) (nullable) */
  GSignalGroup *signals; /* (owned): on the session */
};

typedef enum
{
  PROP_SESSION = 1,
  PROP_ACCOUNTS,
} UsherSidebarProperty;

static GParamSpec *properties[PROP_ACCOUNTS + 1];

enum
{
  SIGNAL_LIST_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherSidebar, usher_sidebar, ADW_TYPE_BIN)

/* The order a person goes through them in the morning. */
static const UsherInvitationStatus lists[] = {
  USHER_INVITATION_STATUS_UNKNOWN,
  USHER_INVITATION_STATUS_ACTIVE,
  USHER_INVITATION_STATUS_EXPIRED,
  USHER_INVITATION_STATUS_REVOKED,
  USHER_INVITATION_STATUS_FULFILLED,
};

static void
on_counts_changed (UsherSidebar *self)
{
  const UsherCounts *counts = NULL;

  if (self->session != NULL)
    counts = usher_session_get_counts (self->session);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);
      guint count = 0;

      if (counts != NULL)
        count = lists[i] == USHER_INVITATION_STATUS_UNKNOWN ? counts->total
                                                            : counts->by_status[lists[i]];
      usher_sidebar_row_set_count (USHER_SIDEBAR_ROW (row), count);
    }
}

static void
on_query_changed (UsherSidebar *self)
{
  UsherInvitationStatus status = USHER_INVITATION_STATUS_UNKNOWN;

  if (self->session != NULL)
    status = usher_query_get_status (usher_session_get_query (self->session));
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      if (lists[i] == status)
        gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, i));
    }
}

static void
on_row_activated (UsherSidebar *self, GtkListBoxRow *row)
{
  if (self->session != NULL)
    {
      g_autoptr (UsherQuery) query = NULL;

      query = usher_query_with_status (usher_session_get_query (self->session),
                                       usher_sidebar_row_get_status (USHER_SIDEBAR_ROW (row)));
      usher_session_set_query (self->session, query);
    }
  g_signal_emit (self, signals[SIGNAL_LIST_ACTIVATED], 0);
}

static void
usher_sidebar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UsherSidebar *self = USHER_SIDEBAR (object);

  switch ((UsherSidebarProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_ACCOUNTS:
      g_value_set_object (value, self->accounts);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_sidebar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UsherSidebar *self = USHER_SIDEBAR (object);

  switch ((UsherSidebarProperty) id)
    {
    case PROP_SESSION:
      usher_sidebar_set_session (self, g_value_get_object (value));
      break;
    case PROP_ACCOUNTS:
      usher_sidebar_set_accounts (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
usher_sidebar_dispose (GObject *object)
{
  UsherSidebar *self = USHER_SIDEBAR (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  g_clear_object (&self->accounts);
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_SIDEBAR);
  G_OBJECT_CLASS (usher_sidebar_parent_class)->dispose (object);
}

static void
usher_sidebar_class_init (UsherSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = usher_sidebar_get_property;
  object_class->set_property = usher_sidebar_set_property;
  object_class->dispose = usher_sidebar_dispose;

  /**
   * UsherSidebar:session: (nullable)
   *
   * The account at work.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, USHER_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  /**
   * UsherSidebar:accounts: (nullable)
   *
   * The accounts one may switch to.
   */
  properties[PROP_ACCOUNTS] = g_param_spec_object ("accounts", NULL, NULL, G_TYPE_LIST_MODEL,
                                                   G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                     | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * UsherSidebar::list-activated:
   *
   * The person chose one of the lists, even the one that was shown: in a narrow window the list comes
   * to the front.
   */
  signals[SIGNAL_LIST_ACTIVATED] = g_signal_new ("list-activated", G_TYPE_FROM_CLASS (klass),
                                                 G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 0);

  g_type_ensure (USHER_TYPE_ACCOUNT_BUTTON);
  g_type_ensure (USHER_TYPE_COMPANY_CHOOSER);
  g_type_ensure (USHER_TYPE_SYNC_STATUS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherSidebar, account_button);
  gtk_widget_class_bind_template_child (widget_class, UsherSidebar, company_chooser);
  gtk_widget_class_bind_template_child (widget_class, UsherSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, UsherSidebar, sync_status);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
usher_sidebar_init (UsherSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    gtk_list_box_append (self->list, usher_sidebar_row_new (lists[i]));
  self->signals = g_signal_group_new (USHER_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::counts", G_CALLBACK (on_counts_changed), self);
  g_signal_group_connect_swapped (self->signals, "notify::query", G_CALLBACK (on_query_changed), self);
  on_query_changed (self);
}

/**
 * usher_sidebar_new:
 *
 * Returns: (transfer floating): a sidebar without a session
 */
GtkWidget *
usher_sidebar_new (void)
{
  return g_object_new (USHER_TYPE_SIDEBAR, NULL);
}

/**
 * usher_sidebar_set_session:
 * @self: a sidebar
 * @session: (nullable): the account at work
 */
void
usher_sidebar_set_session (UsherSidebar *self, UsherSession *session)
{
  g_return_if_fail (USHER_IS_SIDEBAR (self));
  g_return_if_fail (session == NULL || USHER_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session);
  usher_account_button_set_session (self->account_button, session);
  usher_company_chooser_set_session (self->company_chooser, session);
  usher_sync_status_set_session (self->sync_status, session);
  on_counts_changed (self);
  on_query_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * usher_sidebar_set_accounts:
 * @self: a sidebar
 * @accounts: (nullable): a list of [class@Account]
 */
void
usher_sidebar_set_accounts (UsherSidebar *self, GListModel *accounts)
{
  g_return_if_fail (USHER_IS_SIDEBAR (self));
  g_return_if_fail (accounts == NULL || G_IS_LIST_MODEL (accounts));

  if (!g_set_object (&self->accounts, accounts))
    return;
  usher_account_button_set_accounts (self->account_button, accounts);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNTS]);
}
