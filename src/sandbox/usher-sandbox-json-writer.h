/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A JSON text that is being written. */
typedef struct
{
  GString *text;        /* (owned) (nullable) */
  gboolean needs_comma; /* before what comes next on this level */
} UsherSandboxJson;

UsherSandboxJson *usher_sandbox_json_new  (void);
void              usher_sandbox_json_free (UsherSandboxJson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UsherSandboxJson, usher_sandbox_json_free)

/* name: the member, or NULL for an item of an array and for the document itself. */
void usher_sandbox_json_begin_object (UsherSandboxJson *self, const char *name);
void usher_sandbox_json_end_object   (UsherSandboxJson *self);
void usher_sandbox_json_begin_array  (UsherSandboxJson *self, const char *name);
void usher_sandbox_json_end_array    (UsherSandboxJson *self);
/* NULL becomes null. */
void usher_sandbox_json_add_string (UsherSandboxJson *self, const char *name, const char *value);
void usher_sandbox_json_add_int    (UsherSandboxJson *self, const char *name, gint64 value);
void usher_sandbox_json_add_bool   (UsherSandboxJson *self, const char *name, gboolean value);
void usher_sandbox_json_add_null   (UsherSandboxJson *self, const char *name);
/* USHER_SANDBOX_NEVER becomes null. */
void usher_sandbox_json_add_time   (UsherSandboxJson *self, const char *name, gint64 time);
/* JSON text of the service's own making. */
void usher_sandbox_json_add_text   (UsherSandboxJson *self, const char *name, const char *text);

char *usher_sandbox_json_print (UsherSandboxJson *self);

G_END_DECLS
