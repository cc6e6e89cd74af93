// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueFormatTest {

  @ParameterizedTest
  @CsvSource({
    "E164, +12, true",
    "E164, +491701234567, true",
    "E164, +123456789012345, true",
    "ISO3166, DE, true",
    "ISO3166, XK, false",
    "ISO3166, US, true",
    "ISO4217, USD, true",
    "ISO4217, JPY, true",
    "ISO4217, DEM, true",
    "E164, 491701234567, false",
    "E164, +0491701234567, false",
    "E164, +1234567890123456, false",
    "E164, +49 170 1234567, false",
    "E164, +49170١٢٣٤, false",
    "ISO3166, de, false",
    "ISO3166, DEU, false",
    "ISO3166, UK, false",
    "ISO4217, usd, false",
    "ISO4217, US$, false",
    "ISO4217, ABC, false"
  })
  void takes_texts_of_its_form_only(ValueFormat format, String text, boolean valid) {
    assertThat(format.matches(text)).isEqualTo(valid);
  }
}
