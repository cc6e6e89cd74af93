package io.lakeroute.databricks.error;

import io.lakeroute.databricks.MissingPrivilege;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the missing grant out of the server's text. Stateless. */
final class PrivilegeParser {

  /** As in {@code User does not have USE SCHEMA on Schema 'main.crm'.} */
  private static final Pattern SENTENCE =
      Pattern.compile(
          "does not have ([A-Z][A-Z_ ]{2,40}?) on ([A-Za-z][A-Za-z ]{2,30}?) ['`]([^'`\\n]{1,400})['`]");

  private PrivilegeParser() {}

  static Optional<MissingPrivilege> parse(String text) {
    Matcher matcher = SENTENCE.matcher(text);
    return matcher.find()
        ? Optional.of(new MissingPrivilege(matcher.group(1), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }
}
