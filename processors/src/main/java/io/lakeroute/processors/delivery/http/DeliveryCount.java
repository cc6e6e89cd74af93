// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

/**
 * Rows by what became of them; immutable.
 *
 * @param delivered the API has them, or has removed them, {@code unread} among them
 * @param rejected the API does not have them, {@code unnamed} among them
 * @param unnamed refused by an API that does not say which
 * @param unknown nobody knows whether the API has them
 * @param notRemoved people who left, for whom the template has no request
 * @param unread of requests whose list of refused records could not be read
 * @param remaining people who left and are rejected by name: the API still has them
 * @param alone refused in a request of their own: the destination may be wrong, and not they
 */
public record DeliveryCount(
    long delivered,
    long rejected,
    long unnamed,
    long unknown,
    long notRemoved,
    long unread,
    long remaining,
    long alone) {

  public static final DeliveryCount NONE = new DeliveryCount(0, 0, 0, 0);

  public DeliveryCount(long delivered, long rejected, long unnamed, long unknown) {
    this(delivered, rejected, unnamed, unknown, 0, 0, 0, 0);
  }

  public static DeliveryCount ofNotRemoved(long people) {
    return new DeliveryCount(0, 0, 0, 0, people, 0, 0, 0);
  }

  public static DeliveryCount ofUnread(long people) {
    return new DeliveryCount(people, 0, 0, 0, 0, people, 0, 0);
  }

  public static DeliveryCount ofAlone(long people) {
    return new DeliveryCount(0, people, 0, 0, 0, 0, 0, people);
  }

  /** The same where the batch removed people. */
  DeliveryCount ofRemovals() {
    return new DeliveryCount(
        delivered, rejected, unnamed, unknown, notRemoved, unread, rejected - unnamed, alone);
  }

  /**
   * What became of the rows of this by another delivery of them: a request that was answered is not
   * sent again, and its refusals are known from the first one only.
   */
  public DeliveryCount again(DeliveryCount next) {
    long rows = next.delivered + next.rejected + next.unknown + next.notRemoved;
    long refused = Math.max(rejected, next.rejected);
    long open = Math.max(unknown, next.unknown);
    return new DeliveryCount(
        Math.max(0, rows - refused - open - next.notRemoved),
        refused,
        Math.max(unnamed, next.unnamed),
        open,
        next.notRemoved,
        Math.max(unread, next.unread),
        Math.max(remaining, next.remaining),
        Math.max(alone, next.alone));
  }

  public DeliveryCount plus(DeliveryCount other) {
    return new DeliveryCount(
        delivered + other.delivered,
        rejected + other.rejected,
        unnamed + other.unnamed,
        unknown + other.unknown,
        notRemoved + other.notRemoved,
        unread + other.unread,
        remaining + other.remaining,
        alone + other.alone);
  }
}
