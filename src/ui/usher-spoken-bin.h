/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Stands around what a list's factory makes in a template. Property: sentence, what its row is called. */
#define USHER_TYPE_SPOKEN_BIN (usher_spoken_bin_get_type ())
G_DECLARE_FINAL_TYPE (UsherSpokenBin, usher_spoken_bin, USHER, SPOKEN_BIN, AdwBin)

G_END_DECLS
