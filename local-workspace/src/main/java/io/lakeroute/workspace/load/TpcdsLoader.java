// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.load;

import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import io.trino.tpcds.column.ColumnType;
import java.math.BigDecimal;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Generates the 24 tables of TPC-DS straight into Delta, rows flowing from the generator to the
 * files, so that memory does not grow with the scale. Stateless.
 */
public final class TpcdsLoader {
  private static final int TABLES_AT_ONCE = 4;

  private final SparkSession spark;
  private final Consumer<String> progress;

  /**
   * @param spark a session whose catalogs can hold Delta tables
   * @param progress receives one line per table, from several threads
   */
  public TpcdsLoader(SparkSession spark, Consumer<String> progress) {
    this.spark = spark;
    this.progress = progress;
  }

  /**
   * Generates every table that is not there yet.
   *
   * @throws LoadException when a table cannot be written
   */
  public void load(LoadRequest.Tpcds request) {
    load(request, tables());
  }

  void load(LoadRequest.Tpcds request, List<Table> selected) {
    TableWriter writer = new TableWriter(spark, request, progress);
    ExecutorService threads = Executors.newFixedThreadPool(TABLES_AT_ONCE);
    try {
      List<Future<?>> tables = new ArrayList<>();
      for (Table table : selected) {
        tables.add(
            threads.submit(
                () ->
                    writer.createUnlessThere(
                        table.getName(), () -> generate(table, request.scale()))));
      }
      for (Future<?> table : tables) {
        table.get();
      }
    } catch (ExecutionException e) {
      throw new LoadException(
          "Cannot generate TPC-DS into %s.%s: %s"
              .formatted(request.catalog(), request.schema(), e.getCause().getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("Generating TPC-DS was interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The tables of the benchmark; the generator's own version table is not one of them. */
  static List<Table> tables() {
    return Table.getBaseTables().stream().filter(table -> table != Table.DBGEN_VERSION).toList();
  }

  private Dataset<Row> generate(Table table, double scale) {
    int chunks = table.isSmall() ? 1 : spark.sparkContext().defaultParallelism();
    return spark
        .range(0, chunks, 1, chunks)
        .mapPartitions(new Generator(table, scale, chunks), Encoders.row(schema(table)));
  }

  static StructType schema(Table table) {
    StructType schema = new StructType();
    for (Column column : table.getColumns()) {
      schema = schema.add(column.getName(), sparkType(column.getType()));
    }
    return schema;
  }

  private static DataType sparkType(ColumnType type) {
    return switch (type.getBase()) {
      case IDENTIFIER -> DataTypes.LongType;
      case INTEGER -> DataTypes.IntegerType;
      case DATE -> DataTypes.DateType;
      case DECIMAL ->
          DataTypes.createDecimalType(
              type.getPrecision().orElseThrow(), type.getScale().orElseThrow());
      case CHAR, VARCHAR, TIME -> DataTypes.StringType;
    };
  }

  /** Generates the one chunk whose number (from 0) a partition holds; sent to Spark's tasks. */
  private record Generator(Table table, double scale, int chunks)
      implements MapPartitionsFunction<Long, Row> {

    @Override
    public Iterator<Row> call(Iterator<Long> number) {
      if (!number.hasNext()) { // Spark's iterator gives nothing to a caller that did not ask
        return Collections.emptyIterator();
      }
      Session session =
          Session.getDefaultSession()
              .withScale(scale)
              .withParallelism(chunks)
              .withChunkNumber(number.next().intValue() + 1)
              .withTable(table);
      ColumnType[] types =
          Stream.of(table.getColumns()).map(Column::getType).toArray(ColumnType[]::new);
      // A generated entry holds the row first, then rows of other tables derived from it.
      return StreamSupport.stream(
              Results.constructResults(table, session).spliterator(), /* parallel= */ false)
          .map(generated -> row(generated.get(0), types))
          .iterator();
    }

    private static Row row(List<String> texts, ColumnType[] types) {
      Object[] values = new Object[types.length];
      for (int i = 0; i < types.length; i++) {
        values[i] = texts.get(i) == null ? null : value(texts.get(i), types[i].getBase());
      }
      return RowFactory.create(values);
    }

    private static Object value(String text, ColumnType.Base type) {
      return switch (type) {
        case IDENTIFIER -> Long.valueOf(text);
        case INTEGER -> Integer.valueOf(text);
        case DATE -> Date.valueOf(text);
        case DECIMAL -> new BigDecimal(text);
        case CHAR, VARCHAR, TIME -> text;
      };
    }
  }
}
