// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.load;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one {@code --load} or {@code --tpcds} option asks for; immutable. */
public sealed interface LoadRequest {

  /** The catalog that receives the tables. */
  String catalog();

  /** The schema that receives the tables; created when it is not there. */
  String schema();

  /** One table of each CSV file in a folder. */
  record Csv(String catalog, String schema, Path folder) implements LoadRequest {}

  /** The TPC-DS tables at a scale factor (1 is about 1 GB of text). */
  record Tpcds(String catalog, String schema, double scale) implements LoadRequest {}

  /**
   * Reads {@code catalog.schema=FOLDER}.
   *
   * @throws LoadException when the text does not have that form
   */
  static Csv csv(String option) {
    Matcher parts = Form.split("--load", "FOLDER", "main.retail=/data/retail", option);
    return new Csv(parts.group(1), parts.group(2), Path.of(parts.group(3)));
  }

  /**
   * Reads {@code catalog.schema=SCALE}.
   *
   * @throws LoadException when the text does not have that form, or the scale is not above zero
   */
  static Tpcds tpcds(String option) {
    Matcher parts = Form.split("--tpcds", "SCALE", "main.tpcds=0.01", option);
    double scale;
    try {
      scale = Double.parseDouble(parts.group(3));
    } catch (NumberFormatException e) {
      scale = Double.NaN;
    }
    if (!(scale > 0 && scale <= 100_000)) {
      throw new LoadException(
          "--tpcds %s: the scale is a number above 0, such as 0.01".formatted(option));
    }
    return new Tpcds(parts.group(1), parts.group(2), scale);
  }

  /** The common form of both options. */
  final class Form {
    private static final Pattern OPTION =
        Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)=(.+)");

    private Form() {}

    private static Matcher split(String name, String source, String example, String option) {
      Matcher parts = OPTION.matcher(option);
      if (!parts.matches()) {
        throw new LoadException(
            "%s %s: write it as catalog.schema=%s, for example %s"
                .formatted(name, option, source, example));
      }
      return parts;
    }
  }
}
