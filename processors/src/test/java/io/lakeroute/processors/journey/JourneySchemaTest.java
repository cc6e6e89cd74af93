// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.definition.PublishedSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published schema is that of the reader, and refuses what the reader refuses. */
class JourneySchemaTest {

  private static final PublishedSchema SCHEMA = new PublishedSchema(JourneySchema.journey());

  @Test
  void the_published_schema_is_made_from_the_reader() throws Exception {
    SCHEMA.isPublishedAs("journey");
  }

  @Test
  void a_journey_without_state_is_valid() throws Exception {
    assertThat(SCHEMA.accepts(SampleJourneys.STATELESS)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          true  | journey: bundle-offer | journey: bundle
          true  | after: 7d | after: 12h
          true  | top: 1} | top: true}
          true  | email: customers.email, | email: {field: purchases, aggregate: count},
          true  | newsletter: 1} | newsletter: 0.000001}
          false | journey: bundle-offer | journey: Bundle
          false | journey: bundle-offer | title: bundle
          false | status: active | status: live
          false | status: active | stati: active
          false | generation: 2 | generation: 0
          false | suppress: [opted-out] | suppress: []
          false | after: 7d | after: 7 days
          false | after: 7d | consents: x
          false | else: true | else: false
          false | else: true | consent: customers.consent
          false | combinator: and | combinator: xor
          false | operator: ">" | operator: like
          false | newsletter: 1} | newsletter: 0}
          false | newsletter: 1} | newsletter: 1000001}
          false | newsletter: 1} | News: 1}
          false | arms: {newsletter: 1} | arms: {}
          false | send: changes | send: new
          false | send: changes | sends: all
          false | top: 1} | top: [1]}
          false | top: 1} | 1st: 1}
          false | email: customers.email, | email: {field: purchases, count: true},
          """)
  void schema_and_reader_agree(boolean accepted, String part, String instead) throws Exception {
    assertThat(SampleJourneys.WITH_STATE).contains(part);
    int at = SampleJourneys.WITH_STATE.indexOf(part);
    String yaml =
        new StringBuilder(SampleJourneys.WITH_STATE)
            .replace(at, at + part.length(), instead)
            .toString();

    SCHEMA.agrees(accepted, yaml, () -> SampleJourneys.read(yaml));
  }
}
