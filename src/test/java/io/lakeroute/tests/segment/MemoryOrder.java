// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import java.util.Comparator;
import java.util.List;

/**
 * How values of one type compare: texts by their characters (not by halves of surrogate pairs), NaN
 * above all numbers, NULL below all values, arrays element by element; stateless.
 */
final class MemoryOrder implements Comparator<Object> {

  @Override
  @SuppressWarnings("unchecked")
  public int compare(Object first, Object second) {
    if (first == null || second == null) {
      return first == second ? 0 : first == null ? -1 : 1;
    }
    if (first instanceof String one) {
      return texts(one.codePoints().toArray(), ((String) second).codePoints().toArray());
    }
    if (first instanceof List<?> list) {
      return lists(list, (List<?>) second);
    }
    return ((Comparable<Object>) first).compareTo(second);
  }

  private static int texts(int[] first, int[] second) {
    for (int i = 0; i < Math.min(first.length, second.length); i++) {
      if (first[i] != second[i]) {
        return Integer.compare(first[i], second[i]);
      }
    }
    return Integer.compare(first.length, second.length);
  }

  private int lists(List<?> first, List<?> second) {
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      int order = compare(first.get(i), second.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(first.size(), second.size());
  }
}
