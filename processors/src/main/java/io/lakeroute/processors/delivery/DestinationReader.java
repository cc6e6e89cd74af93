package io.lakeroute.processors.delivery;

import io.lakeroute.processors.delivery.Credentials.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the settings of a destination, {@code lakeroute.destinations.<name>.*}; for one reading. */
public final class DestinationReader {

  /** What all keys of settings begin with. */
  public static final String PREFIX = "lakeroute.destinations.";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
  private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
  private static final Pattern PACKAGED = Pattern.compile("[a-z0-9][a-z0-9-]*");
  private static final Set<String> SINGLE =
      new TreeSet<>(Set.of("auth", "connectTimeout", "headerName", "template", "tokenFile", "url"));
  private static final Set<String> GROUPS = new TreeSet<>(Set.of("fields", "parameters", "set"));
  private static final Set<String> OWN_HEADERS =
      Set.of("host", "content-length", "content-type", "connection", "expect", "upgrade");

  private final String name;
  private final Map<String, String> settings = new TreeMap<>();

  /** Opens what a location names. */
  @FunctionalInterface
  public interface Opener {
    InputStream open(String location) throws IOException;
  }

  private DestinationReader(String name, Map<String, String> all) {
    this.name = name;
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The destination '" + name + "' must have letters, digits, - and _, up to 63.");
    }
    String own = PREFIX + name + ".";
    all.forEach(
        (key, value) -> {
          if (key.startsWith(own)) {
            settings.put(key.substring(own.length()), value.strip());
          }
        });
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
    DestinationReader reader = new DestinationReader(name, all);
    reader.settings.keySet().forEach(reader::check);
    String url = reader.url();
    Template template = reader.template(templates);
    return new Destination(
        name,
        url,
        template,
        reader.credentials(),
        durations.apply(reader.find("connectTimeout").orElse("10s")),
        new RecordForm(reader.fields(template), reader.constants(template)),
        reader.parameters(template));
  }

  private void check(String key) {
    int dot = key.indexOf('.');
    if (dot < 0 ? !SINGLE.contains(key) : !GROUPS.contains(key.substring(0, dot))) {
      throw new IllegalArgumentException(
          "%s is unknown. A destination has %s, and %s.<name>."
              .formatted(
                  PREFIX + name + "." + key,
                  String.join(", ", SINGLE),
                  String.join(".<name>, ", GROUPS)));
    }
  }

  private Optional<String> find(String key) {
    return Optional.ofNullable(settings.get(key)).filter(value -> !value.isEmpty());
  }

  private String get(String key) {
    return find(key).orElseThrow(() -> wrong(key, "is not set"));
  }

  private IllegalArgumentException wrong(String key, String what) {
    return new IllegalArgumentException(PREFIX + name + "." + key + " " + what + ".");
  }

  /** A URL could hold a password: it is never shown. */
  private String url() {
    String url = get("url").replaceFirst("/$", "");
    try {
      URI uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (!List.of("http", "https").contains(scheme) || uri.getHost() == null) {
        throw wrong("url", "must begin with https:// or http:// and name a host");
      } else if (uri.getRawUserInfo() != null) {
        throw wrong("url", "holds credentials; put them into a file, and set tokenFile");
      } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
        throw wrong("url", "holds a query or a fragment, which belong into the template");
      }
      return url;
    } catch (URISyntaxException e) {
      throw wrong("url", "is not a URL");
    }
  }

  private Template template(Opener templates) {
    String location = get("template");
    boolean packaged = PACKAGED.matcher(location).matches();
    if (!packaged && !location.matches("(file|classpath):.+")) {
      throw wrong("template", "must be the name of a packaged template, file:<path> or classpath:<path>");
    }
    String file =
        packaged ? "classpath:destinations/" + location + ".destination.yaml" : location;
    try (InputStream yaml = templates.open(file)) {
      return TemplateReader.read(file.replaceFirst("^file:", ""), yaml);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          PREFIX
              + name
              + ".template is '"
              + location
              + "', which cannot be read. Packaged are facebook-audience, generic, pinterest-audience, sparkpost and tiktok-audience.",
          e);
    }
  }

  private Optional<Credentials> credentials() {
    String auth = find("auth").orElse("none");
    if (auth.equals("none")) {
      for (String key : List.of("tokenFile", "headerName")) {
        if (find(key).isPresent()) {
          throw wrong(key, "is without effect, because auth is none");
        }
      }
      return Optional.empty();
    }
    Kind kind =
        Optional.ofNullable(
                Map.of("bearer", Kind.BEARER, "basic", Kind.BASIC, "header", Kind.HEADER).get(auth))
            .orElseThrow(() -> wrong("auth", "must be none, bearer, basic or header"));
    if (kind != Kind.HEADER && find("headerName").isPresent()) {
      throw wrong("headerName", "is for auth=header only");
    }
    String header = kind == Kind.HEADER ? get("headerName") : "Authorization";
    if (!TemplateReader.HEADER.matcher(header).matches()
        || OWN_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
      throw wrong("headerName", "must be the name of a header, and none that HTTP itself uses");
    }
    Credentials credentials = new Credentials(kind, header, Path.of(get("tokenFile")));
    credentials.value();
    return Optional.of(credentials);
  }

  private Map<String, String> group(String group, Pattern names) {
    Map<String, String> found = new TreeMap<>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(group + ".")) {
            String each = key.substring(group.length() + 1);
            if (!names.matcher(each).matches()) {
              throw wrong(key, "must name a field with letters, digits and _");
            }
            found.put(each, value);
          }
        });
    return found;
  }

  private List<FieldRule> fields(Template template) {
    Map<String, FieldRule> rules = new LinkedHashMap<>(template.rules());
    group("fields", FIELD)
        .forEach(
            (field, column) -> {
              if (column.isEmpty()) {
                throw wrong("fields." + field, "must name a column");
              }
              checkOpen(template, "fields", field);
              rules.merge(
                  field, FieldRule.of(field, column), (rule, added) -> rule.from(column));
            });
    return new ArrayList<>(rules.values());
  }

  private Map<String, String> constants(Template template) {
    Map<String, String> constants = group("set", FIELD);
    constants.keySet().forEach(field -> checkOpen(template, "set", field));
    return constants;
  }

  /** A field that the template does not know would be sent without its normal form and hash. */
  private void checkOpen(Template template, String group, String field) {
    if (!template.open() && (group.equals("set") || !template.rules().containsKey(field))) {
      throw wrong(
          group + "." + field,
          "cannot be added to the template %s, which has the fields %s alone; write a template of your own"
              .formatted(template.name(), String.join(", ", template.rules().keySet())));
    }
  }

  private Map<String, String> parameters(Template template) {
    Map<String, String> parameters = group("parameters", FIELD);
    Set<String> needed = template.parameters();
    for (String each : parameters.keySet()) {
      if (!needed.contains(each)) {
        throw wrong("parameters." + each, "is not a parameter of the template " + template.name());
      }
    }
    for (String each : needed) {
      if (parameters.getOrDefault(each, "").isEmpty()) {
        throw wrong("parameters." + each, "is not set, and the template needs it");
      }
    }
    return parameters;
  }
}
