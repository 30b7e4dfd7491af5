/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Named sets of defaults for the wizard, in the settings. A set is a draft as the journal writes it, without what is of
 * one invitation only: whom it is for, and the connection. What cannot be read is left out. Main thread. */
#include "ui/usher-template.h"

#include <glib/gi18n.h>

#include "model/usher-text.h"
#include "model/usher-time.h"

#define KEY "templates"
#define MAX_NAME 80

struct _UsherTemplate
{
  GObject parent_instance;

  char *name;                  /* (owned) */
  char *company_name;          /* (owned) (nullable) */
  UsherInvitationDraft *draft; /* (owned) */
  gboolean is_default;
};

G_DEFINE_FINAL_TYPE (UsherTemplate, usher_template, G_TYPE_OBJECT)

static void
usher_template_finalize (GObject *object)
{
  UsherTemplate *self = USHER_TEMPLATE (object);

  g_free (self->name);
  g_free (self->company_name);
  g_clear_object (&self->draft);
  G_OBJECT_CLASS (usher_template_parent_class)->finalize (object);
}

static void
usher_template_class_init (UsherTemplateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = usher_template_finalize;
}

static void
usher_template_init (UsherTemplate *self)
{
}

static char *
dup_name (const char *name)
{
  g_autofree char *safe = usher_text_dup_safe (name, MAX_NAME);

  return g_strstrip (g_steal_pointer (&safe));
}

static UsherTemplate *
take_draft (const char *name, UsherInvitationDraft *draft, const char *company_name, gboolean is_default)
{
  UsherTemplate *self = g_object_new (USHER_TYPE_TEMPLATE, NULL);

  self->name = dup_name (name);
  self->company_name = company_name != NULL && *company_name != '\0' ? g_strdup (company_name) : NULL;
  self->draft = draft;
  self->is_default = is_default && usher_invitation_draft_get_company_id (draft) != NULL;
  usher_invitation_draft_set_allowed_emails (draft, NULL);
  usher_invitation_draft_set_owner_email (draft, NULL);
  usher_invitation_draft_set_connection_id (draft, NULL);
  return self;
}

/**
 * usher_template_new:
 * @name: what the person calls it
 * @draft: what it is made of; copied
 * @company_name: (nullable): what people call the company of @draft
 * @is_default: whether the wizard begins with it for that company
 *
 * Returns: (transfer full): a template that is not in the settings yet
 */
UsherTemplate *
usher_template_new (const char *name, UsherInvitationDraft *draft, const char *company_name, gboolean is_default)
{
  g_autoptr (JsonNode) node = NULL;
  UsherInvitationDraft *copy;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (USHER_IS_INVITATION_DRAFT (draft), NULL);

  node = usher_invitation_draft_to_journal (draft);
  copy = usher_invitation_draft_new_from_journal (node, NULL);
  g_return_val_if_fail (copy != NULL, NULL);
  /* Without addresses there is nobody to send it to, and the journal's form drops the wish. */
  usher_invitation_draft_set_send_email (copy, FALSE);
  return take_draft (name, copy, company_name, is_default);
}

/**
 * usher_template_get_name:
 * @self: a template
 *
 * Returns: what the person calls it
 */
const char *
usher_template_get_name (UsherTemplate *self)
{
  g_return_val_if_fail (USHER_IS_TEMPLATE (self), NULL);

  return self->name;
}

/**
 * usher_template_get_kind:
 * @self: a template
 *
 * Returns: of which flow it is
 */
UsherInvitationKind
usher_template_get_kind (UsherTemplate *self)
{
  g_return_val_if_fail (USHER_IS_TEMPLATE (self), USHER_INVITATION_KIND_UNKNOWN);

  return usher_invitation_draft_get_kind (self->draft);
}

/**
 * usher_template_get_company_id:
 * @self: a template
 *
 * Returns: (nullable): whose it is
 */
const char *
usher_template_get_company_id (UsherTemplate *self)
{
  g_return_val_if_fail (USHER_IS_TEMPLATE (self), NULL);

  return usher_invitation_draft_get_company_id (self->draft);
}

/**
 * usher_template_get_company_name:
 * @self: a template
 *
 * Returns: (nullable): what people called that company when it was saved
 */
const char *
usher_template_get_company_name (UsherTemplate *self)
{
  g_return_val_if_fail (USHER_IS_TEMPLATE (self), NULL);

  return self->company_name;
}

/**
 * usher_template_get_is_default:
 * @self: a template
 *
 * Returns: whether the wizard begins with it for its company
 */
gboolean
usher_template_get_is_default (UsherTemplate *self)
{
  g_return_val_if_fail (USHER_IS_TEMPLATE (self), FALSE);

  return self->is_default;
}

/**
 * usher_template_dup_words:
 * @self: a template
 *
 * Returns: (transfer full): of which kind, whose, and how long what is made with it lives
 */
char *
usher_template_dup_words (UsherTemplate *self)
{
  const char *kind;
  gint64 seconds;
  g_autofree char *expires = NULL;

  g_return_val_if_fail (USHER_IS_TEMPLATE (self), NULL);

  kind = usher_invitation_kind_get_label (usher_template_get_kind (self));
  seconds = usher_invitation_draft_get_expires_in (self->draft);
  expires = seconds > 0 ? usher_duration_format (seconds) : g_strdup (C_("template", "never expires"));
  if (self->company_name == NULL)
    /* Translators: a template: the kind of invitation, and how long it lives: "Contributor · 30 days" */
    return g_strdup_printf (C_("template", "%1$s · %2$s"), kind, expires);
  /* Translators: a template: the kind of invitation, a company, and how long it lives */
  return g_strdup_printf (C_("template", "%1$s · %2$s · %3$s"), kind, self->company_name, expires);
}

/**
 * usher_template_make_draft:
 * @self: a template
 * @company_id: (nullable): the company it is wanted for; %NULL for its own
 *
 * Returns: (transfer full): a draft that begins with it
 */
UsherInvitationDraft *
usher_template_make_draft (UsherTemplate *self, const char *company_id)
{
  g_autoptr (JsonNode) node = NULL;
  UsherInvitationDraft *draft;
  const char *own;

  g_return_val_if_fail (USHER_IS_TEMPLATE (self), NULL);

  node = usher_invitation_draft_to_journal (self->draft);
  draft = usher_invitation_draft_new_from_journal (node, NULL);
  g_return_val_if_fail (draft != NULL, NULL);
  own = usher_invitation_draft_get_company_id (draft);
  if (company_id != NULL && g_strcmp0 (own, company_id) != 0)
    {
      usher_invitation_draft_set_company_id (draft, company_id);
      usher_invitation_draft_set_site_ids (draft, NULL);
    }
  return draft;
}

/* --- In the settings --- */

static UsherTemplate *
read_template (const char *name, GVariant *state)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (UsherInvitationDraft) draft = NULL;
  const char *text = NULL;
  const char *company_name = NULL;
  gboolean is_default = FALSE;

  g_variant_lookup (state, "default", "b", &is_default);
  g_variant_lookup (state, "company-name", "&s", &company_name);
  if (*name == '\0' || !g_variant_lookup (state, "draft", "&s", &text))
    return NULL;
  node = json_from_string (text, NULL);
  draft = node != NULL ? usher_invitation_draft_new_from_journal (node, NULL) : NULL;
  if (draft == NULL || usher_invitation_draft_get_kind (draft) == USHER_INVITATION_KIND_UNKNOWN)
    return NULL;
  return take_draft (name, g_steal_pointer (&draft), company_name, is_default);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate ((*(UsherTemplate *const *) a)->name, (*(UsherTemplate *const *) b)->name);
}

/**
 * usher_templates_load:
 * @settings: the settings of the application
 *
 * Returns: (transfer full) (element-type UsherTemplate): the templates, by name
 */
GPtrArray *
usher_templates_load (GSettings *settings)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GVariant) saved = g_settings_get_value (settings, KEY);
  GVariantIter iter;
  const char *name;
  GVariant *state;

  g_variant_iter_init (&iter, saved);
  while (g_variant_iter_next (&iter, "{&s@a{sv}}", &name, &state))
    {
      UsherTemplate *template = read_template (name, state);

      if (template != NULL)
        g_ptr_array_add (all, template);
      g_variant_unref (state);
    }
  g_ptr_array_sort (all, compare);
  return all;
}

static void
save (GSettings *settings, GPtrArray *all)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sa{sv}}"));

  for (guint i = 0; i < all->len; i++)
    {
      UsherTemplate *template = g_ptr_array_index (all, i);
      g_autoptr (JsonNode) node = usher_invitation_draft_to_journal (template->draft);
      g_autofree char *text = json_to_string (node, FALSE);

      g_variant_builder_open (&builder, G_VARIANT_TYPE ("{sa{sv}}"));
      g_variant_builder_add (&builder, "s", template->name);
      g_variant_builder_open (&builder, G_VARIANT_TYPE ("a{sv}"));
      g_variant_builder_add (&builder, "{sv}", "draft", g_variant_new_string (text));
      g_variant_builder_add (&builder, "{sv}", "default", g_variant_new_boolean (template->is_default));
      if (template->company_name != NULL)
        g_variant_builder_add (&builder, "{sv}", "company-name", g_variant_new_string (template->company_name));
      g_variant_builder_close (&builder);
      g_variant_builder_close (&builder);
    }
  g_settings_set_value (settings, KEY, g_variant_builder_end (&builder));
}

/* (nullable) (transfer none) */
static UsherTemplate *
find (GPtrArray *all, const char *name)
{
  for (guint i = 0; i < all->len; i++)
    {
      UsherTemplate *template = g_ptr_array_index (all, i);

      if (g_str_equal (template->name, name))
        return template;
    }
  return NULL;
}

/* There is one that the wizard begins with for a company and a kind. */
static void
make_only_default (GPtrArray *all, UsherTemplate *template)
{
  for (guint i = 0; i < all->len; i++)
    {
      UsherTemplate *other = g_ptr_array_index (all, i);

      if (other != template && usher_template_get_kind (other) == usher_template_get_kind (template)
          && g_strcmp0 (usher_template_get_company_id (other), usher_template_get_company_id (template)) == 0)
        other->is_default = FALSE;
    }
}

/**
 * usher_templates_find:
 * @settings: the settings of the application
 * @name: a name
 *
 * Returns: (transfer full) (nullable): the template of that name
 */
UsherTemplate *
usher_templates_find (GSettings *settings, const char *name)
{
  g_autoptr (GPtrArray) all = usher_templates_load (settings);
  UsherTemplate *template = find (all, name);

  return template != NULL ? g_object_ref (template) : NULL;
}

/**
 * usher_templates_find_default:
 * @settings: the settings of the application
 * @kind: contributor or reconnect
 * @company_id: (nullable): a company
 *
 * Returns: (transfer full) (nullable): what the wizard begins with for that company
 */
UsherTemplate *
usher_templates_find_default (GSettings *settings, UsherInvitationKind kind, const char *company_id)
{
  g_autoptr (GPtrArray) all = usher_templates_load (settings);

  for (guint i = 0; company_id != NULL && i < all->len; i++)
    {
      UsherTemplate *template = g_ptr_array_index (all, i);

      if (template->is_default && usher_template_get_kind (template) == kind
          && g_strcmp0 (usher_template_get_company_id (template), company_id) == 0)
        return g_object_ref (template);
    }
  return NULL;
}

/**
 * usher_templates_add:
 * @settings: the settings of the application
 * @template: a template with a name
 *
 * Keeps it, in the place of one of the same name.
 */
void
usher_templates_add (GSettings *settings, UsherTemplate *template)
{
  usher_templates_replace (settings, template->name, template);
}

/**
 * usher_templates_replace:
 * @settings: the settings of the application
 * @name: what it was called
 * @template: what it is now
 *
 * Keeps it in the place of the one called @name, and of one of its own name.
 */
void
usher_templates_replace (GSettings *settings, const char *name, UsherTemplate *template)
{
  g_autoptr (GPtrArray) all = usher_templates_load (settings);
  UsherTemplate *old;

  if (*template->name == '\0')
    return;
  if ((old = find (all, name)) != NULL)
    g_ptr_array_remove (all, old);
  if ((old = find (all, template->name)) != NULL)
    g_ptr_array_remove (all, old);
  g_ptr_array_add (all, g_object_ref (template));
  if (template->is_default)
    make_only_default (all, template);
  save (settings, all);
}

/**
 * usher_templates_remove:
 * @settings: the settings of the application
 * @name: its name
 */
void
usher_templates_remove (GSettings *settings, const char *name)
{
  g_autoptr (GPtrArray) all = usher_templates_load (settings);
  UsherTemplate *template = find (all, name);

  if (template == NULL)
    return;
  g_ptr_array_remove (all, template);
  save (settings, all);
}

/**
 * usher_templates_set_default:
 * @settings: the settings of the application
 * @name: its name
 * @is_default: whether the wizard begins with it for its company
 */
void
usher_templates_set_default (GSettings *settings, const char *name, gboolean is_default)
{
  g_autoptr (GPtrArray) all = usher_templates_load (settings);
  UsherTemplate *template = find (all, name);

  if (template == NULL || template->is_default == is_default || usher_template_get_company_id (template) == NULL)
    return;
  template->is_default = is_default;
  if (is_default)
    make_only_default (all, template);
  save (settings, all);
}
