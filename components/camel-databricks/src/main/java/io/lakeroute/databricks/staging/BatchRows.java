// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import com.databricks.sdk.service.sql.StatementParameterListItem;
import java.util.List;

/**
 * The rows of a batch as a statement reads them: a relation with one column {@code r}, an array of
 * texts for each row. The first text is the row's position in the batch, the second the number of
 * its shape. For one thread at a time.
 */
public interface BatchRows extends AutoCloseable {

  /**
   * Loads the rows, unless they are loaded. After a failure it may be called again.
   *
   * @throws io.lakeroute.databricks.error.DatabricksException when they cannot be loaded
   */
  void prepare();

  /** The relation in SQL, for FROM. */
  String relation();

  List<StatementParameterListItem> parameters();

  /** Removes what was made for the batch. What cannot be removed is logged. */
  @Override
  void close();
}
