// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeverBelowInfoTest {

  private final LoggerContext loggers = new LoggerContext();
  private final NeverBelowInfo filter = new NeverBelowInfo();

  NeverBelowInfoTest() {
    filter.addLogger("org.apache.http");
  }

  @ParameterizedTest(name = "{2} of {0} at {1}: {3}")
  @CsvSource({
    "org.apache.http.wire, TRACE, DEBUG, DENY",
    "org.apache.http.wire, DEBUG, DEBUG, DENY",
    "org.apache.http, DEBUG, DEBUG, DENY",
    "org.apache.http.wire, DEBUG, INFO, NEUTRAL",
    "org.apache.httpx, DEBUG, DEBUG, NEUTRAL",
    "io.lakeroute, DEBUG, DEBUG, NEUTRAL",
    // The logger refuses these by itself, so the filter compares no names.
    "org.apache.http.wire, INFO, DEBUG, NEUTRAL",
    "org.apache.http.wire, DEBUG, TRACE, NEUTRAL",
    "org.apache.http.wire, OFF, TRACE, NEUTRAL",
  })
  void denies_only_what_the_logger_would_print_below_info(
      String name, String set, String asked, FilterReply reply) {
    Logger logger = loggers.getLogger(name);
    logger.setLevel(Level.valueOf(set));

    assertThat(filter.decide(null, logger, Level.valueOf(asked), "", null, null)).isEqualTo(reply);
  }
}
