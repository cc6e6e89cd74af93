// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.tests.workspace.LocalWorkspace;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;

/** Marks tests of writes whose rows, where there is more than one, go through staged objects. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Staged {

  Place value();

  /** Where the objects lie. */
  enum Place {
    VOLUME,
    BUCKET;

    Map<String, String> keys(LocalWorkspace workspace) {
      return this == BUCKET
          ? Exports.bucket(workspace, "staged-writes")
          : Map.of("stagingPrefix", Exports.volume(workspace, "staged_writes"));
    }
  }
}
