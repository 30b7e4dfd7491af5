/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking for a row among those that passed a filter. Any thread. */
#include "ui/usher-review-numbers.h"

/**
 * usher_review_numbers_count_below:
 * @numbers: (element-type guint32): numbers that ascend
 * @number: a number
 *
 * Returns: how many of them are below it
 */
guint
usher_review_numbers_count_below (GArray *numbers, guint32 number)
{
  guint low = 0;
  guint high = numbers->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (numbers, guint32, middle) < number)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * usher_review_numbers_find:
 * @numbers: (element-type guint32): numbers that ascend
 * @number: a number
 *
 * Returns: where it is among them, or %G_MAXUINT
 */
guint
usher_review_numbers_find (GArray *numbers, guint32 number)
{
  guint at = usher_review_numbers_count_below (numbers, number);

  return at < numbers->len && g_array_index (numbers, guint32, at) == number ? at : G_MAXUINT;
}
