// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each golden file pairs a segment with its statement. {@code -Dgolden.write=true} writes them
 * anew, to be read before they are committed.
 */
class GoldenSegmentsTest {

  private static final Path FOLDER = Models.FOLDER.resolve("golden");
  private static final Pin PIN =
      new Pin(Models.AS_OF, Map.of("customers", 12L, "purchases", 40L, "purchases.product", 3L));

  @TestFactory
  Stream<DynamicTest> a_segment_becomes_the_statement_of_its_golden_file() throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(FOLDER)) {
      files = listed.sorted().toList();
    }
    assertThat(files).isNotEmpty();
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static void check(Path file) throws IOException {
    String text = Files.readString(file);
    String segment = text.split("(?m)^== sql\n", 2)[0];
    Statement statement = new SegmentStatements(Models.bound(segment), PIN).members();
    String written =
        segment + "== sql\n" + statement.sql() + "\n== parameters\n" + values(statement);
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, written);
    }
    assertThat(text).isEqualTo(written);
  }

  private static String values(Statement statement) {
    return statement.parameters().entrySet().stream()
        .map(
            each ->
                each.getKey()
                    + " "
                    + each.getValue().getClass().getSimpleName()
                    + " "
                    + each.getValue()
                    + "\n")
        .collect(Collectors.joining());
  }
}
