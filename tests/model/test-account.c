/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/usher-test.h"
#include "model/usher-account.h"
#include "model/usher-text.h"

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  guint *count = user_data;

  (*count)++;
}

static void
test_account (void)
{
  UsherAccount *account = usher_account_new (NULL, "Work", USHER_SERVER_DEFAULT);
  g_autoptr (UsherAccount) other = usher_account_new ("id-1", NULL, USHER_SERVER_DEFAULT);
  g_autofree char *name = NULL;
  gboolean is_sandbox = FALSE;
  guint count = 0;

  g_assert_true (usher_uuid_is_valid (usher_account_get_id (account)));
  g_assert_cmpstr (usher_account_get_id (other), ==, "id-1");
  g_assert_cmpstr (usher_account_get_name (other), ==, "");
  g_assert_cmpstr (usher_account_get_server (account), ==, USHER_SERVER_DEFAULT);

  g_signal_connect (account, "notify", G_CALLBACK (on_notify), &count);
  usher_account_set_name (account, "Work");
  usher_account_set_is_sandbox (account, FALSE);
  usher_account_set_server (account, USHER_SERVER_DEFAULT);
  g_assert_cmpuint (count, ==, 0);
  g_object_set (account, "name", "Office", NULL);
  usher_account_set_is_sandbox (account, 2);
  usher_account_set_server (account, "http://127.0.0.1:1/v2.2");
  g_assert_cmpuint (count, ==, 3);
  g_object_get (account, "name", &name, "is-sandbox", &is_sandbox, NULL);
  g_assert_cmpstr (name, ==, "Office");
  g_assert_cmpint (is_sandbox, ==, TRUE);
  g_assert_finalize_object (account);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/account", test_account);
  return g_test_run ();
}
