/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The other side of a drag: what a file manager asks for, without a second program. */
#include "ui/usher-drag-test.h"

struct _UsherDragTest
{
  GOutputStream *stream; /* (owned) */
  GAsyncResult *result;  /* (owned) (nullable) until it is over */
};

GdkContentProvider *
usher_drag_test_begin (GtkWidget *widget, double x, double y)
{
  GdkContentProvider *provider = NULL;

  g_signal_emit_by_name (usher_ui_test_find_controller (widget, GTK_TYPE_DRAG_SOURCE), "prepare", x, y, &provider);
  return provider;
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  UsherDragTest *self = user_data;

  self->result = g_object_ref (result);
}

UsherDragTest *
usher_drag_test_ask (GdkContentProvider *provider)
{
  UsherDragTest *self = g_new0 (UsherDragTest, 1);
  g_autoptr (GdkContentFormats) formats = gdk_content_provider_ref_formats (provider);

  g_assert_true (gdk_content_formats_contain_mime_type (formats, "text/uri-list"));
  self->stream = g_memory_output_stream_new_resizable ();
  gdk_content_provider_write_mime_type_async (provider, "text/uri-list", self->stream, G_PRIORITY_DEFAULT, NULL, on_written,
                                              self);
  return self;
}

gboolean
usher_drag_test_is_over (UsherDragTest *self)
{
  return self->result != NULL;
}

char *
usher_drag_test_finish (UsherDragTest *self, GError **error)
{
  g_autoptr (GObject) provider = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) uris = NULL;
  char *path = NULL;

  usher_test_wait_for (self->result != NULL);
  provider = g_async_result_get_source_object (self->result);
  if (gdk_content_provider_write_mime_type_finish (GDK_CONTENT_PROVIDER (provider), self->result, error))
    {
      GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM (self->stream);

      text = g_strndup (g_memory_output_stream_get_data (memory), g_memory_output_stream_get_data_size (memory));
      uris = g_uri_list_extract_uris (text);
      g_assert_cmpuint (g_strv_length (uris), ==, 1);
      path = g_filename_from_uri (uris[0], NULL, NULL);
      g_assert_nonnull (path);
    }
  g_object_unref (self->result);
  g_object_unref (self->stream);
  g_free (self);
  return path;
}
