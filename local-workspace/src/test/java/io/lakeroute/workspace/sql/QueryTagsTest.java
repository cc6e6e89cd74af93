// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class QueryTagsTest {

  @Test
  void reads_the_setting_of_a_session_with_its_escapes() {
    assertThat(QueryTags.parse("tenant:acme\\, inc,flow:a\\:b\\\\c,canary").values())
        .containsExactly(
            entry("tenant", "acme, inc"), entry("flow", "a:b\\c"), entry("canary", ""));
    assertThat(QueryTags.parse("").values()).isEmpty();
  }

  @Test
  void sets_and_removes_single_tags() {
    String assignments =
        "QUERY_TAGS['run'] = 'it''s'".replace("''", "\\'")
            + ", query_tags[ 'flow' ] = UNSET , QUERY_TAGS['canary']=NULL";

    assertThat(assignments).matches("(?is)" + QueryTags.ASSIGNMENTS);
    assertThat(QueryTags.parse("flow:sync,run:1").with(assignments).values())
        .containsExactly(entry("run", "it's"), entry("canary", ""));
  }

  @Test
  void takes_nothing_but_assignments() {
    assertThat("QUERY_TAGS['run'] = 1").doesNotMatch("(?is)" + QueryTags.ASSIGNMENTS);
    assertThat("QUERY_TAGS['run'] = 'a', x").doesNotMatch("(?is)" + QueryTags.ASSIGNMENTS);
  }
}
