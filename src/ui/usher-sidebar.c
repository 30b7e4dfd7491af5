/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The left pane. What is chosen in it is not kept here but in the session's query: this pane shows the
 * query and changes it. Main thread. */
#include "ui/usher-sidebar.h"

#include "model/usher-time.h"
#include "ui/usher-account-button.h"
#include "ui/usher-company-chooser.h"
#include "ui/usher-sidebar-row.h"
#include "ui/usher-sync-status.h"
#include "ui/usher-tab-stop.h"

struct _UsherSidebar
{
  UsherSessionBin parent_instance;

  /* Template children */
  UsherAccountButton *account_button;
  UsherCompanyChooser *company_chooser;
  GtkListBox *list;
  UsherSyncStatus *sync_status;
};

enum
{
  SIGNAL_LIST_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherSidebar, usher_sidebar, USHER_TYPE_SESSION_BIN)

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
  UsherSession *session = usher_session_bin_get_session (USHER_SESSION_BIN (self));
  const UsherCounts *counts = session != NULL ? usher_session_get_counts (session) : NULL;
  gboolean is_known
      = counts != NULL && (counts->total > 0 || usher_session_get_last_sync (session) != USHER_TIME_NONE);

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);
      guint count = 0;

      if (counts != NULL)
        count = lists[i] == USHER_INVITATION_STATUS_UNKNOWN ? counts->total
                                                            : counts->by_status[lists[i]];
      usher_sidebar_row_set_count (USHER_SIDEBAR_ROW (row), count);
      usher_sidebar_row_set_known (USHER_SIDEBAR_ROW (row), is_known);
    }
}

static void
on_query_changed (UsherSidebar *self)
{
  UsherSession *session = usher_session_bin_get_session (USHER_SESSION_BIN (self));
  UsherInvitationStatus status = USHER_INVITATION_STATUS_UNKNOWN;

  if (session != NULL)
    status = usher_query_get_status (usher_session_get_query (session));
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      if (lists[i] == status)
        gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, i));
    }
}

/* What is marked is what is shown, whoever marks it: the arrow keys and assistive technology select and do not activate.
 * row: (nullable) */
static void
on_row_selected (UsherSidebar *self, GtkListBoxRow *row)
{
  UsherSession *session = usher_session_bin_get_session (USHER_SESSION_BIN (self));
  g_autoptr (UsherQuery) query = NULL;
  UsherInvitationStatus status;

  if (session == NULL || row == NULL)
    return;
  status = usher_sidebar_row_get_status (USHER_SIDEBAR_ROW (row));
  if (usher_query_get_status (usher_session_get_query (session)) == status)
    return;
  query = usher_query_with_status (usher_session_get_query (session), status);
  usher_session_set_query (session, query);
}

static void
on_row_activated (UsherSidebar *self, GtkListBoxRow *row)
{
  on_row_selected (self, row);
  g_signal_emit (self, signals[SIGNAL_LIST_ACTIVATED], 0);
}

static void
usher_sidebar_session_changed (UsherSessionBin *bin)
{
  UsherSidebar *self = USHER_SIDEBAR (bin);
  UsherSession *session = usher_session_bin_get_session (bin);

  usher_session_bin_set_session (USHER_SESSION_BIN (self->account_button), session);
  usher_company_chooser_set_session (self->company_chooser, session);
  usher_sync_status_set_session (self->sync_status, session);
  on_counts_changed (self);
  on_query_changed (self);
}

static void
usher_sidebar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), USHER_TYPE_SIDEBAR);
  G_OBJECT_CLASS (usher_sidebar_parent_class)->dispose (object);
}

static void
usher_sidebar_class_init (UsherSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_sidebar_dispose;
  USHER_SESSION_BIN_CLASS (klass)->session_changed = usher_sidebar_session_changed;

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
  g_type_ensure (USHER_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/usher/Usher/ui/usher-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherSidebar, account_button);
  gtk_widget_class_bind_template_child (widget_class, UsherSidebar, company_chooser);
  gtk_widget_class_bind_template_child (widget_class, UsherSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, UsherSidebar, sync_status);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
}

static void
usher_sidebar_init (UsherSidebar *self)
{
  GSignalGroup *signal_group;

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    gtk_list_box_append (self->list, usher_sidebar_row_new (lists[i]));
  signal_group = usher_session_bin_get_signals (USHER_SESSION_BIN (self));
  g_signal_group_connect_swapped (signal_group, "notify::counts", G_CALLBACK (on_counts_changed), self);
  /* That none was found is known from then on. */
  g_signal_group_connect_swapped (signal_group, "notify::last-sync", G_CALLBACK (on_counts_changed), self);
  g_signal_group_connect_swapped (signal_group, "notify::query", G_CALLBACK (on_query_changed), self);
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
 * usher_sidebar_set_accounts:
 * @self: a sidebar
 * @accounts: (nullable): a list of [class@Account]
 */
void
usher_sidebar_set_accounts (UsherSidebar *self, GListModel *accounts)
{
  g_return_if_fail (USHER_IS_SIDEBAR (self));
  g_return_if_fail (accounts == NULL || G_IS_LIST_MODEL (accounts));

  usher_account_button_set_accounts (self->account_button, accounts);
}
