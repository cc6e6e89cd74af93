// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Mappings and sources written as text, for tests; stateless. */
final class Sources {

  private Sources() {}

  static InteractionMapping mapping(String file, String yaml) {
    return new MappingReader("")
        .read(file, new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }

  static InteractionMapping mapping(String yaml) {
    return mapping("test.yaml", yaml);
  }

  /** Columns written as {@code name TYPE}, one per line; a name may have spaces. */
  static List<SourceColumn> columns(String lines) {
    return lines.lines().filter(line -> !line.isBlank()).map(Sources::column).toList();
  }

  static InteractionSources bind(Map<InteractionMapping, List<SourceColumn>> columns) {
    return InteractionSources.bind(List.copyOf(columns.keySet()), columns::get);
  }

  static InteractionSource bind(String yaml, String columns) {
    return bind(Map.of(mapping(yaml), columns(columns))).all().get(0);
  }

  private static SourceColumn column(String line) {
    int space = line.lastIndexOf(' ');
    return new SourceColumn(line.substring(0, space), line.substring(space + 1));
  }
}
