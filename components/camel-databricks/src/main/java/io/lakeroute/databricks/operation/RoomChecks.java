// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation;

import static io.lakeroute.databricks.option.OptionChecks.blank;
import static io.lakeroute.databricks.option.OptionChecks.range;
import static io.lakeroute.databricks.option.OptionChecks.wrong;

import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.OutputType;
import io.lakeroute.databricks.profile.QueryTags;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.spi.UriParam;

/**
 * What all rooms demand of an endpoint's options; Kamelets pass on whatever was written, so the
 * endpoint checks. Stateless.
 */
public final class RoomChecks {

  private static final int LARGEST_BATCH = 100_000;

  /** Options that every operation takes. */
  private static final Set<String> OF_ALL =
      Set.of("connection", "tenants", "flow", "outputType", "onlyCatalogs", "servicePrincipalOnly");

  private RoomChecks() {}

  /**
   * Refuses values that no operation takes, and options that this one does not take.
   *
   * @param given names of the options that the endpoint was given itself
   */
  public static void check(
      Room room, Side side, CommonOptions options, Set<String> given, Collection<Room> rooms) {
    given.forEach(
        option -> {
          checkTaken(room, option, rooms);
          checkSide(room, option, side);
        });
    checkReadOnly(room, options);
    range("batchSize", options.getBatchSize(), 1, LARGEST_BATCH);
    range("maxRows", options.getMaxRows(), 0, Integer.MAX_VALUE - 1);
    range(
        "statementTimeout",
        options.getStatementTimeout(),
        Duration.ofSeconds(1),
        Duration.ofHours(24));
    range("queueTimeout", options.getQueueTimeout(), Duration.ofMillis(1), Duration.ofHours(1));
    range(
        "warehouseStartTimeout",
        options.getWarehouseStartTimeout(),
        Duration.ofSeconds(1),
        Duration.ofHours(1));
    if (!blank(options.getTenants()) && !blank(options.getConnection())) {
      throw wrong("Set either the option tenants or the option connection, not both.");
    }
    if (!blank(options.getFlow()) && !QueryTags.fits(options.getFlow())) {
      throw wrong("The option flow must have 1 to 128 characters and no control character.");
    }
    if (!room.takesObject() && !blank(options.getObject())) {
      throw wrong(
          "databricks:" + room.name() + " takes no object; remove ':" + options.getObject() + "'.");
    }
  }

  /** What a component is set to for all of its endpoints. */
  private static void checkReadOnly(Room room, CommonOptions options) {
    if (room.writesBack() && options.isReadOnly()) {
      throw wrong(
          "databricks:"
              + room.name()
              + " changes something, and the component says readOnly=true. Remove one of them.");
    }
  }

  /** Some operations have some outputs only. */
  public static void checkOutput(Room room, OutputType output) {
    if (!room.outputs().contains(output)) {
      throw wrong(
          "databricks:"
              + room.name()
              + " has no outputType="
              + lowerCase(output)
              + "; allowed are "
              + Arrays.stream(OutputType.values())
                  .filter(room.outputs()::contains)
                  .map(RoomChecks::lowerCase)
                  .collect(Collectors.joining(", "))
              + ".");
    }
  }

  /** Options of Camel itself, such as bridgeErrorHandler, are in no class of options. */
  private static void checkTaken(Room room, String option, Collection<Room> rooms) {
    List<Room> takers = rooms.stream().filter(each -> takes(each, option)).toList();
    boolean ours = !takers.isEmpty() || names(CommonOptions.class).contains(option);
    if (ours && !takers.contains(room)) {
      throw wrong(
          "databricks:"
              + room.name()
              + " takes no option "
              + option
              + takers.stream()
                  .map(Room::name)
                  .sorted()
                  .collect(Collectors.joining(", ", ", which belongs to ", ""))
              + ". Remove it.");
    }
  }

  private static void checkSide(Room room, String option, Side side) {
    if (room.onlyOn(side.other()).contains(option)) {
      throw wrong(
          "databricks:"
              + room.name()
              + " takes the option "
              + option
              + " in "
              + side.other().name().toLowerCase(Locale.ROOT)
              + " only. Remove it.");
    }
  }

  private static boolean takes(Room room, String option) {
    return OF_ALL.contains(option)
        || room.commonOptions().contains(option)
        || room.groups().stream().anyMatch(group -> names(group).contains(option));
  }

  /** Names of the options of a group. */
  public static Set<String> names(Class<?> group) {
    return Arrays.stream(group.getDeclaredFields())
        .filter(field -> field.isAnnotationPresent(UriParam.class))
        .map(Field::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String lowerCase(OutputType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
