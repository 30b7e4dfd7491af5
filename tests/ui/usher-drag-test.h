/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/usher-ui-test.h"

G_BEGIN_DECLS

/* What is taken along by whoever begins a drag there. (transfer full) (nullable) */
GdkContentProvider *usher_drag_test_begin  (GtkWidget *widget, double x, double y);
typedef struct _UsherDragTest UsherDragTest;
/* Asks for it as a file manager does. */
UsherDragTest      *usher_drag_test_ask    (GdkContentProvider *provider);
gboolean            usher_drag_test_is_over (UsherDragTest *self);
/* (transfer full) (nullable) The path of the file that was given; NULL when there is an error. Frees self. */
char               *usher_drag_test_finish (UsherDragTest *self, GError **error);

G_END_DECLS
