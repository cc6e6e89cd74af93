// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The query tags of a statement, by which the workspace's query history tells tenants, flows and
 * runs apart: the only place that knows their form. Immutable.
 *
 * <p>Tenant and flow stand for as long as a session; the run changes with the message.
 */
public record QueryTags(Map<String, String> values) {

  private static final String TENANT = "tenant";
  private static final String FLOW = "flow";
  private static final String RUN = "run";

  /** Databricks refuses longer ones. */
  private static final int LONGEST = 128;

  private static final int MOST = 20;

  /** Keys may not hold what separates tags in some of the forms in which they are sent. */
  private static final Pattern KEY = Pattern.compile("[^,:\\-/=.\\p{Cntrl}\\s]{1,128}");

  public QueryTags {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** The tags of all statements of one flow on a connection; the empty flow has no tag. */
  public static QueryTags of(ConnectionProfile profile, String flow) {
    Map<String, String> values = new TreeMap<>(profile.tags());
    values.put(TENANT, profile.tenant());
    if (!flow.isEmpty()) {
      values.put(FLOW, flow);
    }
    return new QueryTags(values);
  }

  /** These tags and the run's, if there is one. */
  public QueryTags withRun(Optional<String> run) {
    Map<String, String> changed = new TreeMap<>(values);
    run.ifPresent(id -> changed.put(RUN, id));
    return new QueryTags(changed);
  }

  /** What is wrong with tags that somebody declared, if anything. */
  static Optional<String> problem(Map<String, String> declared) {
    if (declared.containsKey(RUN)) {
      return Optional.of("tags.run is set by the header CamelDatabricksRunId only");
    }
    if (declared.size() > MOST - 3) {
      return Optional.of(
          "more than " + (MOST - 3) + " tags; tenant, flow and run are three of " + MOST);
    }
    for (Map.Entry<String, String> tag : declared.entrySet()) {
      if (!KEY.matcher(tag.getKey()).matches()) {
        return Optional.of(
            "tags."
                + tag.getKey()
                + " is no name for a tag: up to 128 characters without , : - / = . and blanks");
      }
      if (!fits(tag.getValue())) {
        return Optional.of(
            "tags." + tag.getKey() + " is longer than 128 characters or not one line");
      }
    }
    return Optional.empty();
  }

  /** Whether this can be the value of a tag. */
  public static boolean fits(String value) {
    return !value.isBlank()
        && value.length() <= LONGEST
        && value.chars().noneMatch(c -> Character.isISOControl(c));
  }

  /** {@code k:v,k2:v2} as sessions are opened with; separators and backslash escaped in values. */
  public String text() {
    StringBuilder out = new StringBuilder();
    values.forEach(
        (key, value) ->
            out.append(out.isEmpty() ? "" : ",")
                .append(key)
                .append(':')
                .append(value.replaceAll("([\\\\:,])", "\\\\$1")));
    return out.toString();
  }

  /**
   * The statement that makes this the run of a session, or takes the last one's away.
   *
   * <p>SET takes no parameters, so the value is a literal. It may come from a message. Both kinds
   * of quotes are escaped, so that the driver finds no empty ESCAPE clause in it to delete.
   */
  public static String setRun(Optional<String> run) {
    return "SET QUERY_TAGS['"
        + RUN
        + "'] = "
        + run.map(id -> "'" + id.replaceAll("([\\\\'\"])", "\\\\$1") + "'").orElse("UNSET");
  }
}
