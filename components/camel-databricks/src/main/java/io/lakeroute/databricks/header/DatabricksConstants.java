// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.header;

import org.apache.camel.spi.Metadata;

/**
 * Headers and exchange properties of the component; no header holds a statement, a host or a
 * credential.
 */
public final class DatabricksConstants {

  @Metadata(
      label = "producer",
      description = "Values of the statement's named parameters, by name.",
      javaType = "java.util.Map<String, Object>")
  public static final String PARAMETERS = "CamelDatabricksParameters";

  @Metadata(
      label = "producer",
      description =
          "The tenant whose connection is used, one of the option tenants. Without that option it"
              + " means nothing.",
      javaType = "String")
  public static final String TENANT = "CamelDatabricksTenant";

  @Metadata(
      label = "producer",
      description =
          "Id of the run that the message belongs to, sent to Databricks as query tag run. The"
              + " exchange property of this name comes first. For write it makes rows recognizable:"
              + " what was written once under it is not written again.",
      javaType = "String")
  public static final String RUN_ID = "CamelDatabricksRunId";

  @Metadata(
      label = "consumer",
      description =
          "Id of the run that began to deliver these rows: that of the run, or of the one that it resumes."
              + " With CamelDatabricksBatchOffset it names a batch, however often it is delivered. Set by query"
              + " where prepare sets a pin.",
      javaType = "String")
  public static final String FIRST_RUN_ID = "CamelDatabricksFirstRunId";

  @Metadata(
      label = "producer",
      description = "Name of the connection that answered.",
      javaType = "String")
  public static final String CONNECTION = "CamelDatabricksConnection";

  @Metadata(
      label = "producer",
      description =
          "Full name of the table or view that catalog described or sampled, or that write wrote"
              + " to.",
      javaType = "String")
  public static final String TABLE = "CamelDatabricksTable";

  @Metadata(
      label = "producer",
      description =
          "Number of rows in the body. Not set for outputType batches and stream, whose rows are"
              + " read later. After execute: rows that were affected; after write: rows that were"
              + " taken from the body.",
      javaType = "Long")
  public static final String ROW_COUNT = "CamelDatabricksRowCount";

  @Metadata(
      label = "producer",
      description =
          "True when maxRows left rows behind. For outputType batches and stream it is set once the"
              + " body was read.",
      javaType = "Boolean")
  public static final String TRUNCATED = "CamelDatabricksTruncated";

  @Metadata(
      label = "producer",
      description = "The columns of the result, as Spark's StructType JSON.",
      javaType = "String")
  public static final String SCHEMA = "CamelDatabricksSchema";

  @Metadata(
      label = "producer",
      description =
          "Name of the object that catalog is about, as text or as a list of its parts; read with"
              + " objectFrom=header only.",
      javaType = "Object")
  public static final String OBJECT = "CamelDatabricksObject";

  @Metadata(
      label = "producer",
      description =
          "With pageSize: which page to list, the first if absent; afterwards the next one, absent"
              + " after the last.",
      javaType = "String")
  public static final String PAGE_TOKEN = "CamelDatabricksPageToken";

  @Metadata(
      label = "consumer",
      description = "Name of the flow, as in the option flow.",
      javaType = "String")
  public static final String FLOW = "CamelDatabricksFlow";

  @Metadata(
      label = "consumer",
      description = "Id of the table, which another table of the same name does not have.",
      javaType = "String")
  public static final String TABLE_ID = "CamelDatabricksTableId";

  @Metadata(
      label = "producer",
      description = "Which flow runs is about, as tenant/flow/name; set by snapshot.",
      javaType = "String")
  public static final String RUN_KEY = "CamelDatabricksRunKey";

  @Metadata(
      label = "producer",
      description = "Which runs to list: those in this state. Set by runs in from.",
      javaType = "String")
  public static final String RUN_STATE = "CamelDatabricksRunState";

  @Metadata(label = "consumer", description = "Number of rows in the batch.", javaType = "Integer")
  public static final String BATCH_ROWS = "CamelDatabricksBatchRows";

  @Metadata(
      label = "producer",
      description =
          "Position of the message in its run, from 0: set by snapshot, read by write. Without it"
              + " the message is the whole run.",
      javaType = "Long")
  public static final String BATCH_INDEX = "CamelDatabricksBatchIndex";

  @Metadata(
      label = "consumer",
      description =
          "Number of rows that the import read before this batch, those of runs that broke off"
              + " included: 0 where an import begins. Set by snapshot, read by write, which refuses"
              + " with writeMode=replace a run that does not begin at 0.",
      javaType = "Long")
  public static final String BATCH_OFFSET = "CamelDatabricksBatchOffset";

  @Metadata(
      label = "consumer",
      description =
          "True where the run carries only rows that were added or changed after the previous run, false"
              + " where it carries all rows. Set by snapshot; write with writeMode=replace refuses such a run.",
      javaType = "Boolean")
  public static final String INCREMENTAL = "CamelDatabricksIncremental";

  @Metadata(
      label = "consumer",
      description =
          "Columns that make a row unique, none where none are known. The option prepare of query sets"
              + " it where they are not those of the option keys.",
      javaType = "java.util.List<String>")
  public static final String KEYS = "CamelDatabricksKeys";

  @Metadata(
      label = "consumer",
      description =
          "True where the batch belongs to the snapshot that a sync begins with. Set by changes.",
      javaType = "Boolean")
  public static final String BOOTSTRAP = "CamelDatabricksBootstrap";

  @Metadata(
      label = "producer",
      description =
          "True in the last message of a run, which may hold no rows: set by snapshot, read by"
              + " write. A write with writeMode=replace publishes then.",
      javaType = "Boolean")
  public static final String RUN_COMPLETE = "CamelDatabricksRunComplete";

  @Metadata(
      label = "producer",
      description = "Rows that execute or write added, where the server tells.",
      javaType = "Long")
  public static final String INSERTED_ROWS = "CamelDatabricksInsertedRows";

  @Metadata(
      label = "producer",
      description = "Rows that execute or write changed, where the server tells.",
      javaType = "Long")
  public static final String UPDATED_ROWS = "CamelDatabricksUpdatedRows";

  @Metadata(
      label = "producer",
      description = "Rows that execute removed, where the server tells.",
      javaType = "Long")
  public static final String DELETED_ROWS = "CamelDatabricksDeletedRows";

  @Metadata(
      label = "producer",
      description =
          "Version of the table: that of the rows of snapshot, or the latest after a write with"
              + " reportVersion=true.",
      javaType = "Long")
  public static final String VERSION = "CamelDatabricksVersion";

  /**
   * The exchange <em>property</em> with the statement for {@code statementFrom=property}, and that
   * which the option {@code prepare} of {@code query} sets before each run: properties are set by
   * routes, headers may come from whoever sends the message.
   */
  public static final String STATEMENT_PROPERTY = "CamelDatabricksStatement";

  /**
   * The exchange <em>property</em> with which the option {@code prepare} of {@code query} says what
   * a run reads: a text of up to 2,000 characters with which the statement and its values can be
   * made again, such as the versions of its tables. A run that resumes gets the text back. Without
   * it the statement may give other rows next time, and a run cannot resume. It is kept in the
   * position and in the details of the run, so it holds no row values.
   */
  public static final String PIN_PROPERTY = "CamelDatabricksPin";

  /**
   * The exchange <em>property</em> with which the option {@code prepare} of {@code query} says what
   * goes into {@code _record_id} beside the key, where an import has the id of its table. The
   * default is the run's key, tenant/flow/name.
   */
  public static final String RECORD_SCOPE_PROPERTY = "CamelDatabricksRecordScope";

  /**
   * The exchange <em>property</em> that tells the option {@code prepare} of {@code query} whether a
   * dry run asks: it must change nothing then.
   */
  public static final String DRY_RUN_PROPERTY = "CamelDatabricksDryRun";

  /**
   * The exchange <em>property</em> in which a step of a route that imports tells how many rows of
   * the batch it refused, for the record of the run.
   */
  public static final String REJECTED_ROWS_PROPERTY = "CamelDatabricksRejectedRows";

  /** The same for rows that a condition of the route leaves out. */
  public static final String FILTERED_ROWS_PROPERTY = "CamelDatabricksFilteredRows";

  /** The same for rows that change nothing in the target. */
  public static final String IGNORED_ROWS_PROPERTY = "CamelDatabricksIgnoredRows";

  /**
   * The number of rows that a run of {@code schedule} delivered, a Long for the record of the run:
   * its exchange has no rows to count.
   */
  public static final String DELIVERED_ROWS_PROPERTY = "CamelDatabricksDeliveredRows";

  /**
   * Names with small numbers, truth values and texts, a map that goes into the details of the run's
   * record. The last value of a name counts; those of the operation itself come first.
   */
  public static final String DETAILS_PROPERTY = "CamelDatabricksDetails";

  /**
   * What the target lacks, in a sentence without values of rows: the run goes on to its end and is
   * SHORT.
   */
  public static final String SHORTFALL_PROPERTY = "CamelDatabricksShortfall";

  /** The number of records that a mapping made of the batch, for the record of a sync. */
  public static final String RECORDS_PROPERTY = "CamelDatabricksRecords";

  /** The list of names that a mapping left out, for the same. */
  public static final String DROPPED_NAMES_PROPERTY = "CamelDatabricksDroppedNames";

  /**
   * Why a step ends the run, the name of a reason. Set it only where the message of its exception
   * holds no value of a row: the record of the run keeps it.
   */
  public static final String FAILURE_REASON_PROPERTY = "CamelDatabricksFailureReason";

  /**
   * The exchange <em>property</em> beside it, an Integer: the seconds after which the target asks
   * to be called again. The next attempt of the run waits at least that long; beyond ten minutes,
   * the run fails instead.
   */
  public static final String RETRY_AFTER_PROPERTY = "CamelDatabricksRetryAfterSeconds";

  /**
   * The exchange <em>property</em> with the {@code io.lakeroute.databricks.waiting.Caller} that
   * waits for the message: {@code queueTimeout} counts from its arrival, and once it has left, no
   * statement is sent. Set by what receives requests.
   */
  public static final String CALLER_PROPERTY = "CamelDatabricksCaller";

  private DatabricksConstants() {}
}
