/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the tests of the store share: made-up invitations, calls that wait, and a log of a list. */

#include "common/usher-test.h"
#include "store/usher-journal.h"
#include "store/usher-store.h"

G_BEGIN_DECLS

#define N_TEST_COMPANIES 8

/* Deterministic: the same number and seed make the same invitation. */
UsherInvitation *usher_test_make_invitation   (guint number, guint seed);
UsherInvitation *usher_test_make_listed       (guint number, guint seed);
UsherInvitation *usher_test_parse_invitation  (const char *format, ...) G_GNUC_PRINTF (1, 2);
char            *usher_test_make_id           (guint kind, guint number);
GPtrArray       *usher_test_make_invitations  (guint from, guint to, guint seed);
GPtrArray       *usher_test_make_companies    (guint n);
GPtrArray       *usher_test_make_connections  (guint company, guint n, const char *provider);

UsherStore      *usher_test_open_store        (const char *path);
GError          *usher_test_fail_to_open      (const char *path);
/* Closes and asserts that nobody holds it. */
void             usher_test_close_store       (UsherStore *store);

int              usher_test_put               (UsherStore *store, GPtrArray *invitations,
                                               const char *complete_for, GError **error);
int              usher_test_put_one           (UsherStore *store, UsherInvitation *invitation);
void             usher_test_put_companies     (UsherStore *store, GPtrArray *companies);
UsherInvitation *usher_test_get               (UsherStore *store, const char *id, GError **error);
GArray          *usher_test_query             (UsherStore *store, UsherQuery *query);
UsherCounts      usher_test_count             (UsherStore *store, const char *company_id);

/* A log of items-changed, as "0-3", "2-1+1", "0+5"; what nobody asserts fails the test. */
typedef struct _UsherTestListLog UsherTestListLog;

UsherTestListLog *usher_test_list_log_new     (GListModel *model);
void              usher_test_list_log_free    (UsherTestListLog *log);
void              usher_test_list_log_assert  (UsherTestListLog *log, const char *expected);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherTestListLog, usher_test_list_log_free)

G_END_DECLS
