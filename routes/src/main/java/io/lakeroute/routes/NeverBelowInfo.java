// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Marker;

/**
 * Keeps loggers that print requests, replies or settings below INFO from doing so, at whatever
 * level; thread-safe.
 *
 * <p>A fixed level INFO would not do: it would also make them louder than a root at WARN.
 */
public final class NeverBelowInfo extends TurboFilter {

  private final List<String> names = new CopyOnWriteArrayList<>();

  /** Adds a logger, with all below it. */
  public void addLogger(String name) {
    names.add(name);
  }

  @Override
  public FilterReply decide(
      Marker marker,
      Logger logger,
      Level level,
      String format,
      Object[] arguments,
      Throwable failure) {
    return level.isGreaterOrEqual(Level.INFO)
            || !level.isGreaterOrEqual(logger.getEffectiveLevel())
            || !named(logger.getName())
        ? FilterReply.NEUTRAL
        : FilterReply.DENY;
  }

  private boolean named(String logger) {
    for (String name : names) {
      if (logger.startsWith(name)
          && (logger.length() == name.length() || logger.charAt(name.length()) == '.')) {
        return true;
      }
    }
    return false;
  }
}
