// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads the settings of a destination, {@code lakeroute.destinations.<name>.*}; for one reading.
 */
public final class DestinationReader {

  /** What all keys of settings begin with. */
  public static final String PREFIX = "lakeroute.destinations.";

  private static final Pattern PACKAGED = Pattern.compile("[a-z0-9][a-z0-9-]*");

  private final DestinationSettings settings;

  /** Opens what a location names. */
  @FunctionalInterface
  public interface Opener {
    InputStream open(String location) throws IOException;
  }

  private DestinationReader(DestinationSettings settings) {
    this.settings = settings;
  }

  /**
   * Reads a destination.
   *
   * @param all properties with their full keys; others are passed over
   * @param templates opens the file of a template
   * @param durations reads a text such as {@code 10s}
   * @throws IllegalArgumentException naming the setting that is wrong
   */
  public static Destination read(
      String name,
      Map<String, String> all,
      Opener templates,
      Function<String, Duration> durations) {
    DestinationSettings settings = new DestinationSettings(name, all);
    DestinationReader reader = new DestinationReader(settings);
    String url = reader.url();
    Template template = reader.template(templates);
    return new Destination(
        name,
        url,
        template,
        CredentialsReader.read(settings),
        durations.apply(settings.find("connectTimeout").orElse("10s")),
        new RecordForm(reader.fields(template), reader.constants(template)),
        reader.parameters(template));
  }

  /** A URL could hold a password: it is never shown. */
  private String url() {
    String url = settings.get("url").replaceFirst("/$", "");
    try {
      URI uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (!List.of("http", "https").contains(scheme) || uri.getHost() == null) {
        throw settings.wrong("url", "must begin with https:// or http:// and name a host");
      } else if (uri.getRawUserInfo() != null) {
        throw settings.wrong("url", "holds credentials; put them into a file, and set tokenFile");
      } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
        throw settings.wrong("url", "holds a query or a fragment, which belong into the template");
      }
      return url;
    } catch (URISyntaxException e) {
      throw settings.wrong("url", "is not a URL");
    }
  }

  private Template template(Opener templates) {
    String location = settings.get("template");
    boolean packaged = PACKAGED.matcher(location).matches();
    if (!packaged && !location.matches("(file|classpath):.+")) {
      throw settings.wrong(
          "template", "must be the name of a packaged template, file:<path> or classpath:<path>");
    }
    String file = packaged ? "classpath:destinations/" + location + ".destination.yaml" : location;
    try (InputStream yaml = templates.open(file)) {
      return TemplateReader.read(file.replaceFirst("^file:", ""), yaml);
    } catch (IOException e) {
      throw (IllegalArgumentException)
          settings
              .wrong(
                  "template",
                  "is '%s', which cannot be read. Packaged are facebook-audience, generic, pinterest-audience, sparkpost and tiktok-audience"
                      .formatted(location))
              .initCause(e);
    }
  }

  private List<FieldRule> fields(Template template) {
    Map<String, FieldRule> rules = new LinkedHashMap<>(template.rules());
    settings
        .group("fields")
        .forEach(
            (field, column) -> {
              if (column.isEmpty()) {
                throw settings.wrong("fields." + field, "must name a column");
              }
              checkOpen(template, "fields", field);
              rules.merge(field, FieldRule.of(field, column), (rule, added) -> rule.from(column));
            });
    return new ArrayList<>(rules.values());
  }

  private Map<String, String> constants(Template template) {
    Map<String, String> constants = settings.group("set");
    constants.keySet().forEach(field -> checkOpen(template, "set", field));
    return constants;
  }

  /** A field that the template does not know would be sent without its normal form and hash. */
  private void checkOpen(Template template, String group, String field) {
    if (!template.open() && (group.equals("set") || !template.rules().containsKey(field))) {
      throw settings.wrong(
          group + "." + field,
          "cannot be added to the template %s, which has the fields %s alone; write a template of your own"
              .formatted(template.name(), String.join(", ", template.rules().keySet())));
    }
  }

  private Map<String, String> parameters(Template template) {
    Map<String, String> parameters = settings.group("parameters");
    Set<String> needed = template.parameters();
    for (String each : parameters.keySet()) {
      if (!needed.contains(each)) {
        throw settings.wrong(
            "parameters." + each, "is not a parameter of the template " + template.name());
      }
    }
    for (String each : needed) {
      if (parameters.getOrDefault(each, "").isEmpty()) {
        throw settings.wrong("parameters." + each, "is not set, and the template needs it");
      }
    }
    return parameters;
  }
}
