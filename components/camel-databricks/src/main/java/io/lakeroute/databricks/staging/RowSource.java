package io.lakeroute.databricks.staging;

import com.databricks.sdk.service.sql.StatementParameterListItem;
import java.util.List;

/**
 * Where a statement finds the rows of a batch: a relation with one column {@code r}, an array of
 * texts for each row. The first text is the row's position in the batch, the second the number of
 * its shape. For one thread at a time.
 */
public interface RowSource extends AutoCloseable {

  /**
   * Has the rows stand there; does nothing when they do. After a failure it may be called again.
   *
   * @throws io.lakeroute.databricks.error.DatabricksException when they cannot
   */
  void prepare();

  /** As it stands behind FROM. */
  String relation();

  List<StatementParameterListItem> parameters();

  /** Removes what was made for the batch, as well as it can be. */
  @Override
  void close();
}
