// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A million callers with a profile each do not fill the cache's heap. */
class ProfileMemoryProof {

  @Test
  void a_million_profiles_take_no_more_heap_than_two_hundred_thousand() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ManyProfiles.class.getName(),
                    "1000000",
                    "200000"))
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.matches("\\d+ \\d+ \\d+"))
            .toList();

    assertThat(process.waitFor()).isZero();
    System.out.println("profiles, MB of heap, profiles in the cache: " + lines);
    assertThat(lines).hasSize(5);
    assertThat(number(lines.get(4), 2)).isLessThanOrEqualTo(100_000);
    assertThat(number(lines.get(4), 1)).isLessThanOrEqualTo(number(lines.get(0), 1) * 11 / 10);
  }

  private static int number(String line, int word) {
    return Integer.parseInt(line.split(" ")[word]);
  }
}
