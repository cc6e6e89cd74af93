// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Name and version that every call to Databricks carries. Immutable. */
public final class Product {

  /**
   * One constant entry: the driver keeps at most 64 distinct ones per JVM, so no tenant or flow
   * goes in here.
   */
  public static final String USER_AGENT = "Lakeroute/" + version();

  private Product() {}

  private static String version() {
    Properties properties = new Properties();
    try (InputStream in =
        Product.class.getResourceAsStream("/io/lakeroute/databricks/product.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
