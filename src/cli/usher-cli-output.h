/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

gboolean usher_cli_output_text       (const char *text, GError **error);
gboolean usher_cli_output_json       (JsonNode *node, GError **error);
/* To standard error, with the program's name before it. */
void     usher_cli_output_complaint  (const char *line);
/* 0 when it goes to a pipe or a file. */
guint    usher_cli_output_get_width  (void);
/* The same document, with nothing in it that a terminal obeys. Transfer full. */
char    *usher_cli_json_to_text      (JsonNode *node);

G_END_DECLS
