/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/usher-sandbox-walk.h"

G_BEGIN_DECLS

/* What signs in to every provider of the sandbox (contract 10), and the code of those that ask for
 * one. Published test values, not secrets. */
#define USHER_SANDBOX_TEST_USERNAME "nectar-sandbox-username"
#define USHER_SANDBOX_TEST_PASSWORD "nectar-sandbox-password"
#define USHER_SANDBOX_TEST_CODE     "246810"

typedef enum
{
  USHER_SANDBOX_FORM_FAILED,  /* the error is set */
  USHER_SANDBOX_FORM_TAKEN,   /* go on at the step where the visit now stands */
  USHER_SANDBOX_FORM_WRONG,   /* the walk says what is to be done about it */
  USHER_SANDBOX_FORM_CROWDED, /* the invitation has too many visits */
} UsherSandboxFormResult;

/* Takes the form that was sent; its fields and its seal have been checked. */
UsherSandboxFormResult usher_sandbox_form_take (UsherSandboxWalk *walk, const char *action, GError **error);

/* The types of contract 5.2, as people call them. */
typedef struct
{
  const char *value;
  const char *label;
} UsherSandboxUtilityType;

extern const UsherSandboxUtilityType usher_sandbox_utility_types[10];

G_END_DECLS
