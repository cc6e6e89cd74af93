// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.definition.Node;
import io.lakeroute.processors.journey.Journey.Branch;
import io.lakeroute.processors.journey.Journey.Delivery;
import io.lakeroute.processors.journey.Journey.Stage;
import io.lakeroute.processors.journey.Journey.Status;
import io.lakeroute.processors.segment.CalendarUnit;
import io.lakeroute.processors.segment.Moment;
import io.lakeroute.processors.segment.SegmentReader;
import io.lakeroute.processors.sql.SqlName;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads journeys strictly, from YAML; stateless. */
public final class JourneyReader {

  static final int MOST = 50;
  static final BigDecimal MOST_WEIGHT = BigDecimal.valueOf(1_000_000);
  static final BigDecimal LEAST_WEIGHT = new BigDecimal("0.000001");
  static final Pattern WAIT = Pattern.compile("([1-9]\\d{0,4})([hdw])");

  static final List<String> FIELDS =
      List.of(
          "journey",
          "title",
          "generation",
          "status",
          "audience",
          "salt",
          "state",
          "suppress",
          "stages",
          "deliver");

  static final List<String> STAGE_FIELDS = List.of("name", "after", "branches");
  static final List<String> BRANCH_FIELDS = List.of("when", "else", "consent", "arms");
  static final List<String> DELIVERY_FIELDS = List.of("destination", "send", "fields", "set");

  static final Map<String, Status> STATUSES =
      new TreeMap<>(
          Map.of("draft", Status.DRAFT, "active", Status.ACTIVE, "paused", Status.PAUSED));

  /** Whether only changes are sent. */
  static final Map<String, Boolean> SEND = new TreeMap<>(Map.of("all", false, "changes", true));

  private JourneyReader() {}

  /**
   * Reads a file.
   *
   * @throws DefinitionException naming each place that is wrong
   */
  public static Journey read(InputStream yaml) throws IOException {
    Node node = Node.ofYaml(yaml).only(FIELDS);
    String name = node.get("journey").fileName();
    Optional<SqlName> state = node.find("state").map(JourneyReader::schema);
    List<Stage> stages = node.get("stages").list(MOST, JourneyReader::stage);
    Map<String, Delivery> deliver =
        node.find("deliver")
            .map(each -> named(each, entry -> delivery(entry, state.isPresent())))
            .orElse(Map.of());
    Journey journey =
        new Journey(
            name,
            node.find("title").map(Node::text),
            node.find("generation").map(each -> each.whole(1, Integer.MAX_VALUE)).orElse(1),
            node.get("status").oneOf(STATUSES),
            node.get("audience").fileName(),
            node.find("salt").map(Node::characters).orElse(name),
            state,
            node.find("suppress").map(list -> list.list(MOST, Node::fileName)).orElse(List.of()),
            stages,
            deliver);
    JourneyChecks.check(journey);
    return journey;
  }

  private static SqlName schema(Node node) {
    try {
      return SqlName.schema(node.text());
    } catch (IllegalArgumentException e) {
      throw node.wrong("must be catalog.schema: " + e.getMessage());
    }
  }

  private static Stage stage(Node node) {
    node.only(STAGE_FIELDS);
    return new Stage(
        node.path(),
        node.get("name").fileName(),
        node.find("after").map(JourneyReader::wait),
        node.get("branches").list(MOST, JourneyReader::branch));
  }

  private static Moment.Ago wait(Node node) {
    Matcher matcher = WAIT.matcher(node.text());
    if (!matcher.matches()) {
      throw node.wrong("must be hours, days or weeks, such as 12h, 7d or 2w");
    }
    CalendarUnit unit =
        switch (matcher.group(2)) {
          case "h" -> CalendarUnit.HOUR;
          case "d" -> CalendarUnit.DAY;
          default -> CalendarUnit.WEEK;
        };
    return new Moment.Ago(Integer.parseInt(matcher.group(1)), unit);
  }

  private static Branch branch(Node node) {
    node.only(BRANCH_FIELDS);
    if (node.has("when") == node.has("else")) {
      throw node.wrong("needs either when or else: true");
    }
    if (node.has("else") && !node.get("else").truth()) {
      throw node.get("else").wrong("must be true; write when for a condition");
    }
    return new Branch(
        node.path(),
        node.find("when").map(SegmentReader::rules),
        node.find("consent").map(Node::text),
        new Arms(named(node.get("arms"), JourneyReader::weight)));
  }

  private static double weight(Node node) {
    BigDecimal weight = node.json().isNumber() ? node.json().decimalValue() : BigDecimal.ZERO;
    if (weight.compareTo(LEAST_WEIGHT) < 0 || weight.compareTo(MOST_WEIGHT) > 0) {
      throw node.wrong("must be a weight from 0.000001 to 1000000");
    }
    return weight.doubleValue();
  }

  private static Delivery delivery(Node node, boolean remembers) {
    node.only(DELIVERY_FIELDS);
    return new Delivery(
        node.path(),
        node.find("destination").map(Node::fileName),
        node.find("send").map(each -> each.oneOf(SEND)).orElse(remembers),
        node.find("fields").map(each -> each.map(JourneyReader::field)).orElse(Map.of()),
        node.find("set").map(each -> each.map(JourneyReader::constant)).orElse(Map.of()));
  }

  private static Journey.Field field(Node node) {
    return node.json().isTextual() && !node.text().contains(".")
        ? new Journey.OfAudience(node.path(), node.text())
        : new Journey.OfModel(node.path(), SegmentReader.value(node));
  }

  private static Object constant(Node node) {
    JsonNode json = node.json();
    if (json.isTextual()) {
      return node.characters();
    }
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    if (json.isNumber()) {
      return json.decimalValue();
    }
    throw node.wrong("must be a text, a number, true or false");
  }

  /** Entries under names that can stand in paths and in names of files. */
  private static <T> Map<String, T> named(Node node, Function<Node, T> read) {
    node.object();
    List<String> names = new ArrayList<>();
    node.json().fieldNames().forEachRemaining(names::add);
    if (names.isEmpty()) {
      throw node.wrong("must not be empty");
    }
    Map<String, T> values = new LinkedHashMap<>();
    for (String name : names) {
      if (!Node.FILE_NAME.matcher(name).matches()) {
        throw new DefinitionException(
            node.path() + "/" + name.replace("~", "~0").replace("/", "~1"),
            "a name has lower-case letters, digits, - and _, up to 63");
      }
      values.put(name, read.apply(node.get(name)));
    }
    return values;
  }
}
