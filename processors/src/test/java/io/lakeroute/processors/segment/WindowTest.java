// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lakeroute.processors.definition.Node;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{last: 90, unit: day} | 2026-11-28T12:00:00Z | Europe/Berlin | 2026-08-30T11:00:00Z | 2026-11-28T12:00:00Z",
        "{last: 90, unit: day, whole: true} | 2026-11-28T12:00:00Z | Europe/Berlin | 2026-08-29T22:00:00Z | 2026-11-27T23:00:00Z",
        "{last: 1, unit: day, whole: true} | 2026-11-28T23:30:00Z | Europe/Berlin | 2026-11-27T23:00:00Z | 2026-11-28T23:00:00Z",
        "{last: 1, unit: day, whole: true} | 2026-11-28T23:30:00Z | UTC | 2026-11-27T00:00:00Z | 2026-11-28T00:00:00Z",
        "{last: 7, unit: day, whole: true} | 2026-04-24T12:00:00Z | Africa/Cairo | 2026-04-16T22:00:00Z | 2026-04-23T22:00:00Z",
        "{last: 1, unit: day, whole: true} | 2026-04-25T12:00:00Z | Africa/Cairo | 2026-04-23T22:00:00Z | 2026-04-24T21:00:00Z",
        "{last: 1, unit: week, whole: true} | 2026-11-29T12:00:00Z | UTC | 2026-11-16T00:00:00Z | 2026-11-23T00:00:00Z",
        "{last: 1, unit: month} | 2026-03-31T12:00:00Z | UTC | 2026-02-28T12:00:00Z | 2026-03-31T12:00:00Z",
        "{last: 3, unit: month, whole: true} | 2026-03-31T12:00:00Z | UTC | 2025-12-01T00:00:00Z | 2026-03-01T00:00:00Z",
        "{last: 1, unit: year, whole: true} | 2026-03-31T12:00:00Z | UTC | 2025-01-01T00:00:00Z | 2026-01-01T00:00:00Z",
        "{last: 6, unit: hour, whole: true} | 2026-03-31T12:34:00Z | Asia/Kolkata | 2026-03-31T06:30:00Z | 2026-03-31T12:30:00Z",
        "{last: 1, unit: day} | 2026-03-29T12:00:00Z | Europe/Berlin | 2026-03-28T13:00:00Z | 2026-03-29T12:00:00Z",
        "{from: '2026-03-01', to: '2026-04-01'} | 2026-11-28T12:00:00Z | Europe/Berlin | 2026-02-28T23:00:00Z | 2026-03-31T22:00:00Z",
        "{from: {ago: 2, unit: day}} | 2026-11-28T12:00:00Z | UTC | 2026-11-26T12:00:00Z |",
        "{to: '2026-11-28T12:00:00+02:00'} | 2026-11-28T12:00:00Z | UTC | | 2026-11-28T10:00:00Z"
      })
  void bounds_follow_the_calendar_of_the_zone(
      String window, Instant asOf, ZoneId zone, Instant from, Instant to) throws Exception {
    Window.Bounds bounds =
        Window.read(new Node(new YAMLMapper().readTree(window), "")).bounds(asOf, zone);

    assertThat(bounds.from().orElse(null)).isEqualTo(from);
    assertThat(bounds.to().orElse(null)).isEqualTo(to);
  }
}
