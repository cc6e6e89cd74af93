// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import java.time.Duration;

/**
 * When what happens to a secret. Immutable.
 *
 * @param lifetime of a new secret
 * @param rotateAfter age at which the secret in use is replaced
 * @param overlap how long the old secret stays good beside the new one
 */
public record RotationSchedule(Duration lifetime, Duration rotateAfter, Duration overlap) {}
