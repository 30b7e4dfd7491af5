/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts of an invitation. Ids are shown by name wherever a name is known; until it is, and for what
 * nobody knows any more, the id itself is shown and said to be one. Main thread. */
#include "ui/usher-detail-facts.h"

#include <glib/gi18n.h>

#include "model/usher-event.h"
#include "model/usher-prefill.h"
#include "model/usher-site.h"
#include "model/usher-text.h"
#include "model/usher-time.h"
#include "ui/usher-activity-row.h"
#include "ui/usher-countries.h"
#include "ui/usher-detail-words.h"
#include "ui/usher-link-row.h"
#include "ui/usher-property-row.h"
#include "ui/usher-ui.h"

#define N_LATEST 3
/* An open link without a limit may have made any number. */
#define MAX_LINKED 50

struct _UsherDetailFacts
{
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;              /* (template) */
  AdwPreferencesGroup *activity_group;      /* (template) */
  AdwPreferencesGroup *connection_group;    /* (template) */
  AdwPreferencesGroup *prefill_group;       /* (template) */
  AdwPreferencesGroup *linked_group;        /* (template) */
  UsherLinkRow *link_row;                   /* (template) */
  UsherPropertyRow *recipients_row;         /* (template) */
  UsherPropertyRow *expiry_row;             /* (template) */
  UsherPropertyRow *uses_row;               /* (template) */
  UsherPropertyRow *kind_row;               /* (template) */
  UsherPropertyRow *company_row;            /* (template) */
  UsherPropertyRow *created_row;            /* (template) */
  UsherPropertyRow *id_row;                 /* (template) */
  UsherPropertyRow *connection_row;         /* (template) */
  UsherPropertyRow *connection_status_row;  /* (template) */
  UsherPropertyRow *url_row;                /* (template) */
  UsherPropertyRow *datasource_row;         /* (template) */
  UsherPropertyRow *country_row;            /* (template) */
  UsherPropertyRow *sites_row;              /* (template) */
  UsherPropertyRow *utilities_row;          /* (template) */
  UsherPropertyRow *owner_row;              /* (template) */
  UsherPropertyRow *start_row;              /* (template) */

  UsherInvitation *invitation; /* (owned) (nullable) */
  UsherCompany *company;       /* (owned) (nullable) */
  UsherConnection *connection; /* (owned) (nullable) */
  GPtrArray *events;           /* (owned) (nullable) (element-type UsherEvent) */
  GPtrArray *latest_rows;      /* (owned) (element-type GtkWidget) borrowed */
  GPtrArray *linked_rows;      /* (owned) (element-type GtkWidget) borrowed */
};

enum
{
  SHOW_ACTIVITY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UsherDetailFacts, usher_detail_facts, ADW_TYPE_BIN)

static void
on_show_activity (UsherDetailFacts *self)
{
  g_signal_emit (self, signals[SHOW_ACTIVITY], 0);
}

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static char *
dup_recipients (UsherInvitation *invitation)
{
  const char *const *emails = usher_invitation_get_allowed_emails (invitation);
  g_autoptr (GString) text = g_string_new (NULL);

  if (usher_invitation_is_open (invitation))
    return g_strdup (_("Anyone with the link"));
  for (gsize i = 0; emails[i] != NULL; i++)
    {
      g_autofree char *safe = usher_text_dup_safe (emails[i], 0); /* an address of two lines is none of two people */

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", safe);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update_times (UsherDetailFacts *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 now = usher_time_now ();
  g_autofree char *expiry = usher_detail_dup_expiry (self->invitation, now, zone);
  g_autofree char *created =
    usher_detail_dup_moment (usher_invitation_get_created_at (self->invitation), now, zone);

  usher_property_row_set_value (self->expiry_row, expiry);
  usher_property_row_set_value (self->created_row, created);
}

/* A line per site: its name; said so when it is archived, or not among the company's sites. */
static char *
dup_sites (UsherDetailFacts *self, const char *const *ids)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  gboolean known = self->company != NULL && usher_company_get_sites (self->company) != NULL;

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      UsherSite *site = known ? usher_company_find_site (self->company, ids[i]) : NULL;

      if (site != NULL && usher_site_get_is_archived (site))
        /* Translators: a site that is no longer in use */
        g_ptr_array_add (lines, g_strdup_printf (_("%s (archived)"), usher_site_get_name (site)));
      else if (site != NULL)
        g_ptr_array_add (lines, g_strdup (usher_site_get_name (site)));
      else if (known)
        /* Translators: the placeholder is an id */
        g_ptr_array_add (lines, g_strdup_printf (_("Unknown site %s"), ids[i]));
      else
        g_ptr_array_add (lines, g_strdup (ids[i]));
    }
  if (lines->len == 0)
    return NULL;
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static char *
dup_utilities (const char *const *types)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; types[i] != NULL; i++)
    g_ptr_array_add (labels, usher_utility_type_dup_label (types[i]));
  if (labels->len == 0)
    return NULL;
  g_ptr_array_add (labels, NULL);
  return g_strjoinv (C_("list separator", ", "), (char **) labels->pdata);
}

static void
update_prefill (UsherDetailFacts *self)
{
  UsherPrefill *prefill = usher_invitation_get_prefill (self->invitation);
  gboolean shown = prefill != NULL && !usher_prefill_is_empty (prefill);
  g_autofree char *address = NULL;
  g_autofree char *sites = NULL;
  g_autofree char *utilities = NULL;
  g_autofree char *country = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->prefill_group), shown);
  if (!shown)
    return;
  sites = dup_sites (self, usher_prefill_get_site_ids (prefill));
  utilities = dup_utilities (usher_prefill_get_utility_types (prefill));
  if (usher_prefill_get_country (prefill) != NULL)
    country = usher_country_dup_name (usher_prefill_get_country (prefill));
  if (usher_prefill_get_url (prefill) != NULL)
    address = usher_text_dup_address (usher_prefill_get_url (prefill));
  usher_property_row_set_value (self->url_row, address);
  usher_property_row_set_value (self->datasource_row, usher_prefill_get_datasource_id (prefill));
  usher_property_row_set_value (self->country_row, country);
  usher_property_row_set_value (self->sites_row, sites);
  usher_property_row_set_value (self->utilities_row, utilities);
  usher_property_row_set_value (self->owner_row, usher_prefill_get_owner_email (prefill));
  usher_property_row_set_value (self->start_row, usher_prefill_get_start_date (prefill));
}

static char *
dup_connection_state (UsherConnection *connection)
{
  const char *label = usher_connection_status_get_label (usher_connection_get_status (connection));
  const char *detail = usher_connection_get_status_detail (connection);

  return detail != NULL && *detail != '\0' ? g_strjoin ("\n", label, detail, NULL) : g_strdup (label);
}

static void
update_connection (UsherDetailFacts *self)
{
  const char *id = usher_invitation_get_connection_id (self->invitation);
  g_autofree char *title = NULL;
  g_autofree char *state = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->connection_group), id != NULL);
  if (id == NULL)
    return;
  if (self->connection != NULL)
    {
      title = usher_connection_dup_title (self->connection);
      state = dup_connection_state (self->connection);
      usher_property_row_set_icon (
        self->connection_status_row,
        usher_connection_status_get_icon_name (usher_connection_get_status (self->connection)));
    }
  usher_property_row_set_value (self->connection_row, title != NULL ? title : id);
  usher_property_row_set_value (self->connection_status_row, state);
}

static void
update_linked (UsherDetailFacts *self)
{
  GPtrArray *connections = usher_invitation_get_created_connections (self->invitation);

  clear_rows (self->linked_group, self->linked_rows);
  gtk_widget_set_visible (GTK_WIDGET (self->linked_group), connections->len > 0);
  for (guint i = 0; i < MIN (connections->len, MAX_LINKED); i++)
    {
      UsherConnection *connection = g_ptr_array_index (connections, i);
      g_autofree char *title = usher_connection_dup_title (connection);
      g_autofree char *state = dup_connection_state (connection);
      g_autofree char *safe = usher_text_dup_safe (title, 0);
      GtkWidget *row = usher_property_row_new (safe, state);

      usher_property_row_set_icon (
        USHER_PROPERTY_ROW (row),
        usher_connection_status_get_icon_name (usher_connection_get_status (connection)));
      adw_preferences_group_add (self->linked_group, row);
      g_ptr_array_add (self->linked_rows, row);
    }
  if (connections->len > MAX_LINKED)
    {
      g_autofree char *rest = g_strdup_printf (ngettext ("And %'u more", "And %'u more",
                                                         connections->len - MAX_LINKED),
                                               connections->len - MAX_LINKED);
      GtkWidget *row = usher_property_row_new ("", rest);

      adw_preferences_group_add (self->linked_group, row);
      g_ptr_array_add (self->linked_rows, row);
    }
}

static void
add_latest_row (UsherDetailFacts *self)
{
  GtkWidget *line = usher_activity_row_new ();
  GtkWidget *row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "activatable", FALSE, "focusable", FALSE, "child", line,
                                 NULL);

  usher_activity_row_set_brief (USHER_ACTIVITY_ROW (line), TRUE);
  adw_preferences_group_add (self->activity_group, row);
  g_ptr_array_add (self->latest_rows, row);
}

/* Rows stay from one invitation to the next: making them took a good part of the time that a selection takes. */
static void
update_latest (UsherDetailFacts *self)
{
  guint n = self->events != NULL ? self->events->len : 0;

  gtk_widget_set_visible (GTK_WIDGET (self->activity_group), n > 0);
  while (self->latest_rows->len < MIN (n, N_LATEST))
    add_latest_row (self);
  for (guint i = 0; i < self->latest_rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->latest_rows, i);
      UsherActivityRow *line = USHER_ACTIVITY_ROW (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row)));
      g_autoptr (UsherActivityEntry) entry = NULL;

      if (i < n)
        entry = usher_activity_entry_new (g_ptr_array_index (self->events, n - 1 - i), FALSE);
      usher_activity_row_set_entry (line, entry);
      gtk_widget_set_visible (row, entry != NULL);
    }
}

static void
usher_detail_facts_dispose (GObject *object)
{
  UsherDetailFacts *self = USHER_DETAIL_FACTS (object);

  g_clear_object (&self->invitation);
  g_clear_object (&self->company);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  G_OBJECT_CLASS (usher_detail_facts_parent_class)->dispose (object);
}

static void
usher_detail_facts_finalize (GObject *object)
{
  UsherDetailFacts *self = USHER_DETAIL_FACTS (object);

  g_ptr_array_unref (self->latest_rows);
  g_ptr_array_unref (self->linked_rows);
  G_OBJECT_CLASS (usher_detail_facts_parent_class)->finalize (object);
}

static void
usher_detail_facts_class_init (UsherDetailFactsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = usher_detail_facts_dispose;
  object_class->finalize = usher_detail_facts_finalize;

  /**
   * UsherDetailFacts::show-activity:
   * @self: the facts
   *
   * The person wants to see the whole log.
   */
  signals[SHOW_ACTIVITY] = g_signal_new ("show-activity", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  usher_ui_init ();
  g_type_ensure (USHER_TYPE_LINK_ROW);
  g_type_ensure (USHER_TYPE_PROPERTY_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               USHER_RESOURCE_PATH "/ui/usher-detail-facts.ui");
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, scroller);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, activity_group);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, connection_group);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, prefill_group);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, linked_group);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, link_row);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, recipients_row);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, expiry_row);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, uses_row);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, kind_row);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, company_row);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, created_row);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, id_row);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, connection_row);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, connection_status_row);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, url_row);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, datasource_row);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, country_row);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, sites_row);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, utilities_row);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, owner_row);
  gtk_widget_class_bind_template_child (widget_class, UsherDetailFacts, start_row);
  gtk_widget_class_bind_template_callback (widget_class, on_show_activity);
}

static void
usher_detail_facts_init (UsherDetailFacts *self)
{
  self->latest_rows = g_ptr_array_new ();
  self->linked_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * usher_detail_facts_new:
 *
 * Returns: (transfer floating): facts of no invitation
 */
GtkWidget *
usher_detail_facts_new (void)
{
  return g_object_new (USHER_TYPE_DETAIL_FACTS, NULL);
}

/**
 * usher_detail_facts_set_invitation:
 * @self: the facts
 * @session: (nullable): where to ask for the link
 * @invitation: the invitation
 * @company_name: (nullable): the name of its company
 *
 * Shows an invitation. Another one forgets company, connection and log of the one before.
 */
void
usher_detail_facts_set_invitation (UsherDetailFacts *self, UsherSession *session,
                                   UsherInvitation *invitation, const char *company_name)
{
  g_autofree char *recipients = NULL;
  g_autofree char *uses = NULL;
  const char *id, *kind, *company_id;
  gboolean other;

  g_return_if_fail (USHER_IS_DETAIL_FACTS (self));
  g_return_if_fail (USHER_IS_INVITATION (invitation));

  id = usher_invitation_get_id (invitation);
  other = self->invitation == NULL ||
          g_strcmp0 (usher_invitation_get_id (self->invitation), id) != 0;
  g_set_object (&self->invitation, invitation);
  if (other)
    {
      g_clear_object (&self->company);
      g_clear_object (&self->connection);
      usher_detail_facts_set_events (self, NULL);
    }
  recipients = dup_recipients (invitation);
  uses = usher_invitation_dup_uses (invitation);
  kind = usher_invitation_get_kind (invitation) != USHER_INVITATION_KIND_UNKNOWN
           ? usher_invitation_kind_get_label (usher_invitation_get_kind (invitation))
           : NULL;
  company_id = usher_invitation_get_company_id (invitation);

  usher_link_row_set_target (self->link_row, session, id);
  usher_property_row_set_value (self->recipients_row, recipients);
  usher_property_row_set_value (self->uses_row, uses);
  if (kind != NULL)
    usher_property_row_set_value (self->kind_row, kind);
  else
    {
      g_autofree char *word = usher_humanise_word (usher_invitation_get_kind_name (invitation));

      usher_property_row_set_value (self->kind_row, word);
    }
  usher_property_row_set_value (self->company_row, company_name != NULL ? company_name : company_id);
  usher_property_row_set_value (self->id_row, id);
  update_times (self);
  update_connection (self);
  update_prefill (self);
  update_linked (self);
  if (other)
    usher_detail_facts_scroll_to_top (self);
}

/**
 * usher_detail_facts_set_company:
 * @self: the facts
 * @company: (nullable): the invitation's company with its sites
 *
 * Gives the sites their names.
 */
void
usher_detail_facts_set_company (UsherDetailFacts *self, UsherCompany *company)
{
  g_return_if_fail (USHER_IS_DETAIL_FACTS (self));

  if (!g_set_object (&self->company, company) || self->invitation == NULL)
    return;
  if (company != NULL)
    usher_property_row_set_value (self->company_row, usher_company_get_name (company));
  update_prefill (self);
}

/**
 * usher_detail_facts_set_connection:
 * @self: the facts
 * @connection: (nullable): the connection that a reconnect invitation is for
 *
 * Gives the connection its name and state.
 */
void
usher_detail_facts_set_connection (UsherDetailFacts *self, UsherConnection *connection)
{
  g_return_if_fail (USHER_IS_DETAIL_FACTS (self));

  if (g_set_object (&self->connection, connection) && self->invitation != NULL)
    update_connection (self);
}

/**
 * usher_detail_facts_set_events:
 * @self: the facts
 * @events: (nullable) (element-type UsherEvent): the log, oldest first
 *
 * Shows the latest events.
 */
void
usher_detail_facts_set_events (UsherDetailFacts *self, GPtrArray *events)
{
  g_return_if_fail (USHER_IS_DETAIL_FACTS (self));

  if (self->events == events)
    return;
  g_clear_pointer (&self->events, g_ptr_array_unref);
  self->events = events != NULL ? g_ptr_array_ref (events) : NULL;
  update_latest (self);
}

/**
 * usher_detail_facts_refresh:
 * @self: the facts
 *
 * Writes what depends on the time of day anew.
 */
void
usher_detail_facts_refresh (UsherDetailFacts *self)
{
  gint64 now = usher_time_now ();

  g_return_if_fail (USHER_IS_DETAIL_FACTS (self));

  if (self->invitation == NULL)
    return;
  update_times (self);
  for (guint i = 0; i < self->latest_rows->len; i++)
    {
      GtkListBoxRow *row = g_ptr_array_index (self->latest_rows, i);

      usher_activity_row_refresh (USHER_ACTIVITY_ROW (gtk_list_box_row_get_child (row)), now);
    }
}

/**
 * usher_detail_facts_scroll_to_top:
 * @self: the facts
 *
 * Scrolls to where an invitation begins.
 */
void
usher_detail_facts_scroll_to_top (UsherDetailFacts *self)
{
  g_return_if_fail (USHER_IS_DETAIL_FACTS (self));

  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}
