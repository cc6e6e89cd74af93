// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadRequestTest {

  @Test
  void reads_catalog_schema_and_folder() {
    assertThat(LoadRequest.csv("main.retail=/data/a=b"))
        .isEqualTo(new LoadRequest.Csv("main", "retail", Path.of("/data/a=b")));
  }

  @Test
  void reads_catalog_schema_and_scale() {
    assertThat(LoadRequest.tpcds("main.shop=0.01"))
        .isEqualTo(new LoadRequest.Tpcds("main", "shop", 0.01));
  }

  @ParameterizedTest
  @ValueSource(strings = {"retail=/data", "main.retail", "main.retail=", "a.b.c=/data", ""})
  void names_the_form_when_the_target_is_malformed(String option) {
    assertThatThrownBy(() -> LoadRequest.csv(option))
        .isInstanceOf(LoadException.class)
        .hasMessage(
            "--load %s: write it as catalog.schema=FOLDER, for example main.retail=/data/retail",
            option);
  }

  @ParameterizedTest
  @ValueSource(strings = {"main.shop=big", "main.shop=0", "main.shop=-1", "main.shop=NaN"})
  void names_the_scale_when_it_is_not_above_zero(String option) {
    assertThatThrownBy(() -> LoadRequest.tpcds(option))
        .isInstanceOf(LoadException.class)
        .hasMessage("--tpcds %s: the scale is a number above 0, such as 0.01", option);
  }
}
