// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the people of a branch go, with the weight of each; immutable.
 *
 * <p>Each person draws a number for each arm, and takes the arm whose number, divided by its
 * weight, is the least (weighted rendezvous). An arm that grows takes people from the others, and
 * nobody else moves.
 *
 * @param weights above 0, at least one
 */
public record Arms(Map<String, Double> weights) {

  private static final int UNUSED_BITS = 12;
  private static final double NUMBERS = 0x1p52;

  public Arms {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    if (weights.isEmpty()) {
      throw new IllegalArgumentException("a branch has at least one arm");
    }
  }

  /**
   * The arm of a person, the same one at each call.
   *
   * @param salt another one deals people anew
   */
  public String of(String salt, String key) {
    MessageDigest sha256 = sha256();
    String least = "";
    double leastScore = Double.POSITIVE_INFINITY;
    for (Map.Entry<String, Double> arm : weights.entrySet()) {
      double score = score(sha256, salt + "|" + arm.getKey() + "|" + key) / arm.getValue();
      if (score < leastScore) {
        least = arm.getKey();
        leastScore = score;
      }
    }
    return least;
  }

  /** The same on each machine: StrictMath, and a number that is neither 0 nor 1. */
  private static double score(MessageDigest sha256, String text) {
    byte[] hash = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
    long bits = ByteBuffer.wrap(hash).getLong() >>> UNUSED_BITS;
    return -StrictMath.log((bits + 0.5) / NUMBERS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
