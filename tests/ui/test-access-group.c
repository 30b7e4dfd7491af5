/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UsherAccessGroup, with the UsherAddressGroup and UsherAddressChip in it. */
#include "ui/usher-access-group.h"

#include "ui/usher-address-chip.h"
#include "ui/usher-address-group.h"
#include "ui/usher-ui-test.h"

#define DAY (24 * 60 * 60)

static void
on_count (gpointer counter)
{
  (*(guint *) counter)++;
}

static void
test_addresses (void)
{
  UsherAddressGroup *group = USHER_ADDRESS_GROUP (g_object_ref_sink (usher_address_group_new ()));
  GtkWidget *window = usher_ui_test_show (GTK_WIDGET (group), 360, 400);
  GtkWidget *entry = usher_ui_test_find_id (GTK_WIDGET (group), "entry");
  GtkWidget *chip;
  g_auto (GStrv) all = NULL;
  g_auto (GStrv) rest = NULL;
  guint changes = 0;

  g_signal_connect_swapped (group, "changed", G_CALLBACK (on_count), &changes);
  /* A "To:" line, pasted: split without a key press. */
  gtk_editable_set_text (GTK_EDITABLE (entry),
                         "Ada Example <ada@example.com>, bob@example.com; ADA@example.com\nnot-an-address");
  usher_test_wait_for (usher_ui_test_find (GTK_WIDGET (group), USHER_TYPE_ADDRESS_CHIP, 2) != NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  g_assert_null (usher_ui_test_find (GTK_WIDGET (group), USHER_TYPE_ADDRESS_CHIP, 3));
  g_assert_cmpuint (changes, >, 0);

  /* Marked at once, in words too. */
  g_assert_cmpuint (usher_address_group_get_n_invalid (group), ==, 1);
  chip = usher_ui_test_find (GTK_WIDGET (group), USHER_TYPE_ADDRESS_CHIP, 2);
  g_assert_false (usher_address_chip_get_valid (USHER_ADDRESS_CHIP (chip)));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "not-an-address is not an email address");
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "addresses");

  /* What is still being typed counts. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "eve@example.com");
  all = usher_address_group_dup_addresses (group);
  g_assert_cmpstrv (all, ((const char *[]) { "ada@example.com", "bob@example.com", "not-an-address",
                                             "eve@example.com", NULL }));

  gtk_widget_activate (usher_ui_test_find_id (chip, "remove_button"));
  usher_test_wait_for (usher_address_group_get_n_invalid (group) == 0);
  rest = usher_address_group_dup_addresses (group);
  g_assert_cmpuint (g_strv_length (rest), ==, 3);
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (group);
}

static gboolean
drop (UsherAddressGroup *group, const char *text)
{
  GtkDropTarget *target = usher_ui_test_find_controller (GTK_WIDGET (group), GTK_TYPE_DROP_TARGET);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_assert_nonnull (target);
  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);
  g_signal_emit_by_name (target, "drop", &value, 1.0, 1.0, &taken);
  return taken;
}

/* From an address book, a mail, a spreadsheet; what has no address is not taken. */
static void
test_dropping (void)
{
  UsherAddressGroup *group = USHER_ADDRESS_GROUP (g_object_ref_sink (usher_address_group_new ()));
  GtkWidget *window = usher_ui_test_show (GTK_WIDGET (group), 360, 400);
  g_auto (GStrv) all = NULL;

  g_assert_true (drop (group, "Ada Example <ada@example.com>\nbob@example.com"));
  g_assert_true (drop (group, "mailto:eve@example.com"));
  g_assert_true (drop (group, "bob@example.com"));
  g_assert_false (drop (group, "https://example.com/"));
  all = usher_address_group_dup_addresses (group);
  g_assert_cmpstrv (all, ((const char *[]) { "ada@example.com", "bob@example.com", "eve@example.com", NULL }));
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (group);
}

static void
test_typing_a_name (void)
{
  UsherAddressGroup *group = USHER_ADDRESS_GROUP (g_object_ref_sink (usher_address_group_new ()));
  GtkWidget *window = usher_ui_test_show (GTK_WIDGET (group), 360, 400);
  GtkWidget *entry = usher_ui_test_find_id (GTK_WIDGET (group), "entry");

  /* A space is no separator while it may belong to a name. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "Ada Example <ada@exam");
  usher_test_settle ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Ada Example <ada@exam");
  g_assert_null (usher_ui_test_find (GTK_WIDGET (group), USHER_TYPE_ADDRESS_CHIP, 0));
  gtk_editable_set_text (GTK_EDITABLE (entry), "Ada Example <ada@example.com>");
  g_signal_emit_by_name (entry, "entry-activated");
  g_assert_nonnull (usher_ui_test_find (GTK_WIDGET (group), USHER_TYPE_ADDRESS_CHIP, 0));
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (group);
}

static void
test_fifty (void)
{
  UsherAddressGroup *group = USHER_ADDRESS_GROUP (g_object_ref_sink (usher_address_group_new ()));
  GtkWidget *window = usher_ui_test_show (GTK_WIDGET (group), 360, 640);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) addresses = NULL;
  g_auto (GStrv) back = NULL;

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *address = g_strdup_printf ("person.number.%u@%s.example.com", i * i,
                                                  i % 3 == 0 ? "a" : "a-rather-long-department-name");

      g_strv_builder_add (builder, address);
    }
  addresses = g_strv_builder_end (builder);
  usher_address_group_set_addresses (group, (const char *const *) addresses);
  usher_ui_test_draw (window);
  usher_ui_test_picture (window, "addresses-50");
  back = usher_address_group_dup_addresses (group);
  g_assert_cmpstrv (back, addresses);
  g_assert_cmpint (gtk_widget_get_width (window), <=, 400);
  /* None of them is cut, however many lines they take. */
  for (guint i = 0; i < 50; i++)
    {
      GtkWidget *chip = usher_ui_test_find (GTK_WIDGET (group), USHER_TYPE_ADDRESS_CHIP, i);
      graphene_rect_t place;

      for (GtkWidget *around = gtk_widget_get_parent (chip); around != GTK_WIDGET (group);
           around = gtk_widget_get_parent (around))
        {
          g_assert_true (gtk_widget_compute_bounds (chip, around, &place));
          g_assert_cmpfloat (place.origin.x + place.size.width, <=, gtk_widget_get_width (around) + 1);
          g_assert_cmpfloat (place.origin.y + place.size.height, <=, gtk_widget_get_height (around) + 1);
        }
    }
  usher_ui_test_close (window);
  usher_ui_test_assert_finalize (group);
}

static void
test_access (void)
{
  UsherAccessGroup *group = USHER_ACCESS_GROUP (g_object_ref_sink (usher_access_group_new ()));
  g_autoptr (UsherInvitationDraft) draft = usher_invitation_draft_new (USHER_INVITATION_KIND_RECONNECT);
  g_autoptr (UsherInvitationDraft) out = usher_invitation_draft_new (USHER_INVITATION_KIND_RECONNECT);
  AdwComboRow *expiry = ADW_COMBO_ROW (usher_ui_test_find_id (GTK_WIDGET (group), "expiry_row"));
  AdwComboRow *uses = ADW_COMBO_ROW (usher_ui_test_find_id (GTK_WIDGET (group), "uses_row"));
  GtkWidget *date = usher_ui_test_find_id (GTK_WIDGET (group), "date_row");
  GtkWidget *number = usher_ui_test_find_id (GTK_WIDGET (group), "number_row");
  GtkSpinButton *spin = GTK_SPIN_BUTTON (usher_ui_test_find_id (GTK_WIDGET (group), "number_spin"));
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) later = g_date_time_add_days (now, 3);
  g_autofree char *text = g_date_time_format (later, "%Y-%m-%d");
  gint64 presets[] = { DAY, 7 * DAY, 30 * DAY, 90 * DAY };
  guint changes = 0;
  gint64 seconds;

  g_signal_connect_swapped (group, "changed", G_CALLBACK (on_count), &changes);
  usher_access_group_load (group, draft);
  g_assert_cmpuint (changes, ==, 0);
  usher_access_group_store (group, out);
  g_assert_cmpint (usher_invitation_draft_get_expires_in (out), ==, 7 * DAY);
  g_assert_cmpint (usher_invitation_draft_get_max_uses (out), ==, 1);

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      adw_combo_row_set_selected (expiry, i);
      usher_access_group_store (group, out);
      g_assert_cmpint (usher_invitation_draft_get_expires_in (out), ==, presets[i]);
    }
  g_assert_false (gtk_widget_get_visible (date));
  adw_combo_row_set_selected (expiry, 4);
  g_assert_true (gtk_widget_get_visible (date));
  gtk_editable_set_text (GTK_EDITABLE (date), text);
  usher_access_group_store (group, out);
  seconds = usher_invitation_draft_get_expires_in (out);
  g_assert_cmpint (seconds, >, 3 * DAY - 2 * 60 * 60);
  g_assert_cmpint (seconds, <=, 4 * DAY + 2 * 60 * 60);
  /* What is no date, or is over, is refused by the draft's own check. */
  gtk_editable_set_text (GTK_EDITABLE (date), "2020-01-01");
  usher_access_group_store (group, out);
  g_assert_cmpint (usher_invitation_draft_get_expires_in (out), <, 60);
  g_assert_cmpint (usher_invitation_draft_get_expires_in (out), >, 0);
  adw_combo_row_set_selected (expiry, 5);
  usher_access_group_store (group, out);
  g_assert_cmpint (usher_invitation_draft_get_expires_in (out), ==, 0);

  adw_combo_row_set_selected (uses, 1);
  g_assert_true (gtk_widget_get_visible (number));
  gtk_spin_button_set_value (spin, 12);
  usher_access_group_store (group, out);
  g_assert_cmpint (usher_invitation_draft_get_max_uses (out), ==, 12);
  adw_combo_row_set_selected (uses, 2);
  usher_access_group_store (group, out);
  g_assert_cmpint (usher_invitation_draft_get_max_uses (out), ==, USHER_USES_UNLIMITED);
  g_assert_cmpuint (changes, >, 0);

  /* A duplicate keeps a duration that is no preset, and a number of uses. */
  usher_invitation_draft_set_expires_in (draft, 14 * DAY);
  usher_invitation_draft_set_max_uses (draft, 3);
  usher_access_group_load (group, draft);
  usher_access_group_store (group, out);
  g_assert_cmpint (usher_invitation_draft_get_expires_in (out), ==, 14 * DAY);
  g_assert_cmpint (usher_invitation_draft_get_max_uses (out), ==, 3);
  usher_ui_test_assert_finalize (group);
}

int
main (int argc, char **argv)
{
  usher_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/access-group/addresses", test_addresses);
  g_test_add_func ("/ui/access-group/typing-a-name", test_typing_a_name);
  g_test_add_func ("/ui/access-group/dropping", test_dropping);
  g_test_add_func ("/ui/access-group/fifty", test_fifty);
  g_test_add_func ("/ui/access-group/access", test_access);
  return g_test_run ();
}
