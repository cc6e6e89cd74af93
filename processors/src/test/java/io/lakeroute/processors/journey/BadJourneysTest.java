// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.definition.DefinitionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in a journey is refused with its place. */
class BadJourneysTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          journey: bundle-offer | journey: Bundle | /journey: must have lower-case letters, digits, - and _, up to 63
          journey: bundle-offer | journey: bundle_next | /journey: ends with _next, as the tables do in which journeys hold an audience
          status: active | status: live | /status: must be one of active, draft, paused
          status: active | stati: active | /stati: unknown field (allowed: journey, title, generation, status, audience, salt, state, suppress, stages, deliver)
          state: main.lakeroute | state: lakeroute | /state: must be catalog.schema: expected a two-part name catalog.schema, got 1 part(s)
          state: main.lakeroute | title: x | /stages/1: needs state: without it nobody knows who was in the stage before; /deliver/facebook/send: changes needs state: without it nobody knows who was sent before
          after: 7d | after: 7 days | /stages/1/after: must be hours, days or weeks, such as 12h, 7d or 2w
          after: 7d | consents: x | /stages/1/consents: unknown field (allowed: name, after, branches)
          name: reminder | name: offer | /stages/1/name: is the name of another stage
          else: true | else: false | /stages/0/branches/1/else: must be true; write when for a condition
          else: true | consent: customers.consent | /stages/0/branches/1: needs either when or else: true
          newsletter: 1} | newsletter: 0} | /stages/0/branches/0/arms/newsletter: must be a weight from 0.000001 to 1000000
          pinterest: 30, holdout | holdout | /deliver/pinterest: is the arm of no branch
          newsletter: 1} | News: 1} | /stages/0/branches/0/arms/News: a name has lower-case letters, digits, - and _, up to 63
          {facebook: 30, | {tiktok: 30, | /stages/0/branches/1/arms/tiktok: is not in deliver; people who are sent nothing go to the arm holdout
          top: 1} | email: 1} | /deliver/newsletter/set/email: is the name of a field, too
          top: 1} | top: [1]} | /deliver/newsletter/set/top: must be a text, a number, true or false
          send: changes | send: new | /deliver/facebook/send: must be one of all, changes
          send: changes | sends: all | /deliver/facebook/sends: unknown field (allowed: destination, send, fields, set)
          value: emailable}]} | value: emailable, muted: true}, {field: customers.tier, operator: notNull}]} | /stages/0/branches/0/when/rules/0: is muted; remove the rule instead
          """)
  void one_that_says_what_cannot_be(String part, String instead, String problem) {
    assertThat(SampleJourneys.WITH_STATE).contains(part);
    String yaml = first(part, instead);

    assertThatThrownBy(() -> SampleJourneys.read(yaml))
        .isInstanceOf(DefinitionException.class)
        .hasMessage(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          audience: soft-drinks | audience: hard-drinks | /audience: names no segment that there is
          audience: soft-drinks | audience: few | /deliver/newsletter/fields/spent: is neither source.field nor what the audience returns ()
          suppress: [opted-out] | suppress: [nobody] | /suppress/0: names no segment that there is
          suppress: [opted-out] | suppress: [loud] | /suppress/0: names segment loud with muted rules (/rules/rules/1); remove these from it
          suppress: [opted-out] | suppress: [louder] | /suppress/0: names segment loud with muted rules (/rules/rules/1); remove these from it
          value: emailable}]} | value: louder}]} | /stages/0/branches/0/when: names segment loud with muted rules (/rules/rules/1); remove these from it
          suppress: [opted-out] | suppress: [some] | /suppress/0: names a segment with a limit or a sample, which is no set of rules
          consent: customers.consent | consent: customers.agreed | /stages/0/branches/0/consent/field: is no field of source customers (fields: tier, email, consent, seen, tags, born, score, visited, rate)
          consent: customers.consent | consent: customers.tier | /stages/0/branches/0/consent/value: must be a text, as the column is
          spent: spent} | spent: paid} | /deliver/newsletter/fields/spent: is neither source.field nor what the audience returns (spent, tier)
          spent: spent} | customer_id: spent} | /deliver/newsletter: has a field with the name of the key, customer_id, which is sent too
          spent: spent} | spent: customers.spent} | /deliver/newsletter/fields/spent: is no field of source customers (fields: tier, email, consent, seen, tags, born, score, visited, rate)
          """)
  void one_that_does_not_fit_its_segments(String part, String instead, String problem) {
    assertThat(SampleJourneys.WITH_STATE).contains(part);
    Journey journey = SampleJourneys.read(first(part, instead));

    assertThatThrownBy(() -> new Journeys(List.of(journey), SampleJourneys.segments()))
        .hasMessage("Journey bundle-offer cannot be used. " + problem);
  }

  @Test
  void one_with_state_and_an_audience_that_has_a_limit() {
    String yaml =
        SampleJourneys.WITH_STATE
            .replace("audience: soft-drinks", "audience: few")
            .replace(", spent: spent", "");

    assertThatThrownBy(() -> SampleJourneys.bound(yaml))
        .hasMessage(
            "Journey bundle-offer cannot be used. /audience: has a limit, which a journey with state"
                + " cannot have; use a sample");
  }

  @Test
  void but_not_the_one_that_the_readme_shows() throws Exception {
    String readme = Files.readString(Path.of("../README.md"));
    String shown = readme.substring(readme.indexOf("journey: bread-offer"));

    assertThat(SampleJourneys.read(shown.substring(0, shown.indexOf("```"))).remembers()).isTrue();
  }

  @Test
  void two_of_one_name() {
    Journey journey = SampleJourneys.read(SampleJourneys.STATELESS);

    assertThatThrownBy(() -> new Journeys(List.of(journey, journey), SampleJourneys.segments()))
        .hasMessage("There are two journeys named bundle.");
  }

  private static String first(String part, String instead) {
    int at = SampleJourneys.WITH_STATE.indexOf(part);
    return SampleJourneys.WITH_STATE.substring(0, at)
        + instead
        + SampleJourneys.WITH_STATE.substring(at + part.length());
  }
}
