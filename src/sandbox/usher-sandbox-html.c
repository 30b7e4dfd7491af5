/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing HTML in which nothing from outside can become markup: whatever is put in is escaped, and
 * there is no way around that but a literal. Any thread. */

#include "sandbox/usher-sandbox-html.h"

/**
 * usher_sandbox_html_put:
 * @html: the page
 * @format: markup as a literal, printf-like
 * @...: its arguments; texts are escaped
 *
 * Adds markup to a page.
 */
void
usher_sandbox_html_put (GString *html, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_markup_vprintf_escaped (format, arguments);
  va_end (arguments);
  g_string_append (html, text);
}

/**
 * usher_sandbox_html_field:
 * @html: the page, inside a form
 * @field: what is asked for
 *
 * Adds a labelled field. Its hint and what is wrong with it are tied to it, so that a screen reader
 * says them with it.
 */
void
usher_sandbox_html_field (GString *html, const UsherSandboxField *field)
{
  usher_sandbox_html_put (html, "<div class=\"field%s\">\n<label for=\"%s\">%s</label>\n",
                          field->message != NULL ? " wrong" : "", field->name, field->label);
  if (field->hint != NULL)
    usher_sandbox_html_put (html, "<p class=\"hint\" id=\"%s-hint\">%s</p>\n", field->name,
                            field->hint);
  if (field->message != NULL)
    usher_sandbox_html_put (html, "<p class=\"message\" id=\"%s-message\">%s</p>\n", field->name,
                            field->message);
  usher_sandbox_html_put (html, "<input id=\"%s\" name=\"%s\" type=\"%s\" autocomplete=\"%s\"",
                          field->name, field->name, field->type, field->autocomplete);
  if (field->value != NULL)
    usher_sandbox_html_put (html, " value=\"%s\"", field->value);
  if (field->is_number)
    usher_sandbox_html_put (html, " inputmode=\"numeric\"");
  if (!field->is_optional)
    usher_sandbox_html_put (html, " required");
  usher_sandbox_html_put (html, " autocapitalize=\"none\" spellcheck=\"false\"");
  if (field->message != NULL)
    usher_sandbox_html_put (html, " aria-invalid=\"true\"");
  if (field->hint != NULL || field->message != NULL)
    {
      usher_sandbox_html_put (html, " aria-describedby=\"");
      if (field->hint != NULL)
        usher_sandbox_html_put (html, "%s-hint%s", field->name, field->message != NULL ? " " : "");
      if (field->message != NULL)
        usher_sandbox_html_put (html, "%s-message", field->name);
      usher_sandbox_html_put (html, "\"");
    }
  usher_sandbox_html_put (html, ">\n</div>\n");
}

/**
 * usher_sandbox_html_choice:
 * @html: the page, inside a fieldset
 * @type: "radio" or "checkbox"
 * @name: of the group
 * @value: what is sent
 * @label: what is read
 * @detail: (nullable): a second line
 * @is_chosen: whether it is chosen at first
 *
 * Adds a choice.
 */
void
usher_sandbox_html_choice (GString *html, const char *type, const char *name, const char *value,
                           const char *label, const char *detail, gboolean is_chosen)
{
  usher_sandbox_html_put (html,
                          "<label class=\"choice\"><input type=\"%s\" name=\"%s\" value=\"%s\"%s>"
                          "<span>%s",
                          type, name, value, is_chosen ? " checked" : "", label);
  if (detail != NULL && *detail != '\0')
    usher_sandbox_html_put (html, "<span class=\"detail\">%s</span>", detail);
  usher_sandbox_html_put (html, "</span></label>\n");
}
