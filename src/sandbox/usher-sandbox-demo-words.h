/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *domain;         /* of its people's addresses */
  const char *country;
  const char *brand_name;     /* (nullable): with colour and logo, of its own pages */
  const char *brand_color;
  const char *brand_logo;
} UsherSandboxCompanyWords;

typedef struct
{
  const char *name;
  const char *url;
  const char *country;
  const char *utility_types;  /* JSON array */
  gboolean needs_mfa;
} UsherSandboxProviderWords;

typedef struct
{
  const char *country;
  const char *region;
  const char *city;
  const char *street;
} UsherSandboxPlaceWords;

typedef struct
{
  const char *status;
  const char *detail;         /* (nullable) */
  guint weight;
} UsherSandboxStatusWords;

/* The first three companies are the small set that every new data folder gets. */
#define USHER_SANDBOX_N_COMPANY_WORDS 24
#define USHER_SANDBOX_N_PROVIDER_WORDS 18
#define USHER_SANDBOX_N_PLACE_WORDS 24
#define USHER_SANDBOX_N_STATUS_WORDS 12

extern const UsherSandboxCompanyWords  usher_sandbox_company_words[USHER_SANDBOX_N_COMPANY_WORDS];
extern const UsherSandboxProviderWords usher_sandbox_provider_words[USHER_SANDBOX_N_PROVIDER_WORDS];
extern const UsherSandboxPlaceWords    usher_sandbox_place_words[USHER_SANDBOX_N_PLACE_WORDS];
extern const UsherSandboxStatusWords   usher_sandbox_status_words[USHER_SANDBOX_N_STATUS_WORDS];
extern const char * const              usher_sandbox_site_words[16];
extern const char * const              usher_sandbox_first_names[24];
extern const char * const              usher_sandbox_last_names[24];
extern const char * const              usher_sandbox_user_agents[6];

G_END_DECLS
