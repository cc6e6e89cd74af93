// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import io.lakeroute.processors.segment.Models;
import io.lakeroute.processors.segment.Segments;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Journeys over the retail model of the tests of segments. */
final class SampleJourneys {

  static final String WITH_STATE =
      """
      journey: bundle-offer
      generation: 2
      status: active
      audience: soft-drinks
      salt: bundle-1
      state: main.lakeroute
      suppress: [opted-out]
      stages:
      - name: offer
        branches:
        - when: {combinator: and, rules: [{field: segment, operator: "=", value: emailable}]}
          consent: customers.consent
          arms: {newsletter: 1}
        - else: true
          arms: {facebook: 30, pinterest: 30, holdout: 40}
      - name: reminder
        after: 7d
        branches:
        - when: {combinator: and, rules: [{field: scores.bread, operator: ">", value: 0.5}]}
          arms: {newsletter: 1}
      deliver:
        newsletter: {destination: sparkpost, fields: {email: customers.email, spent: spent}, set: {offer: bundle, top: 1}}
        facebook: {send: changes, fields: {email: customers.email}}
        pinterest: {send: all, fields: {mail: customers.email}}
      """;

  static final String STATELESS =
      """
      journey: bundle
      status: active
      audience: soft-drinks
      suppress: [opted-out]
      stages:
      - name: offer
        branches:
        - when: {combinator: and, rules: [{field: segment, operator: "=", value: emailable}]}
          arms: {newsletter: 1}
        - else: true
          consent: customers.consent
          arms: {facebook: 1, holdout: 1}
      deliver:
        newsletter: {}
        facebook: {fields: {email: customers.email}}
      """;

  private SampleJourneys() {}

  static Segments segments() {
    return Models.segments(
        """
        segment: soft-drinks
        model: retail
        returns: [{name: spent, field: purchases, aggregate: sum, of: value}, customers.tier]
        rules: {combinator: and, rules: [{field: purchases, match: {mode: some}}]}
        """,
        """
        segment: emailable
        model: retail
        rules: {combinator: and, rules: [{field: customers.email, operator: notNull}]}
        """,
        """
        segment: opted-out
        model: retail
        rules: {combinator: and, rules: [{field: customers.tier, operator: "=", value: staff}]}
        """,
        """
        segment: some
        model: retail
        sample: {percent: 10}
        rules: {combinator: and, rules: [{field: customers.tier, operator: "=", value: staff}]}
        """,
        """
        segment: loud
        model: retail
        rules: {combinator: or, rules: [{field: customers.tier, operator: "=", value: staff}, {field: customers.tier, operator: "=", value: press, muted: true}]}
        """,
        """
        segment: louder
        model: retail
        rules: {combinator: and, rules: [{field: segment, operator: "=", value: loud}]}
        """,
        """
        segment: few
        model: retail
        limit: 10
        rules: {combinator: and, rules: [{field: customers.tier, operator: "=", value: staff}]}
        """);
  }

  static Journey read(String yaml) {
    try {
      return JourneyReader.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BoundJourney bound(String yaml) {
    Journey journey = read(yaml);
    return new Journeys(List.of(journey), segments()).named(journey.name()).orElseThrow();
  }
}
