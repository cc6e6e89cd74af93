// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.lakeroute.processors.json.JsonValues;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes rows as lines. For one thread; closing it flushes, and leaves the stream open. */
interface LineWriter extends Closeable {

  /** A writer onto a stream. */
  static LineWriter of(FileFormat format, OutputStream out) throws IOException {
    return switch (format) {
      case CSV -> csv(out);
      case JSONL -> new Json(utf8(out));
    };
  }

  /** A writer of CSV onto a stream. */
  static Csv csv(OutputStream out) {
    return new Csv(utf8(out));
  }

  private static Writer utf8(OutputStream out) {
    // An encoder of its own fails on what is not Unicode, instead of writing a question mark.
    return new BufferedWriter(
        new OutputStreamWriter(out, StandardCharsets.UTF_8.newEncoder()), 16_384);
  }

  /**
   * Writes a row.
   *
   * @param row values of {@link FileValue}, null for NULL
   */
  void write(Map<String, Object> row) throws IOException;

  /** Lines of CSV. */
  final class Csv implements LineWriter {
    private final Writer utf8;
    private final CsvWriter csv;

    private Csv(Writer utf8) {
      this.utf8 = utf8;
      this.csv =
          CsvWriter.builder()
              .quoteStrategy(QuoteStrategies.EMPTY)
              .lineDelimiter(LineDelimiter.LF)
              .build(utf8);
    }

    @Override
    public void write(Map<String, Object> row) throws IOException {
      List<String> cells = new ArrayList<>(row.size());
      for (Object value : row.values()) {
        cells.add(FileValue.text(value).orElse(null));
      }
      record(cells);
    }

    /** Writes cells; null is an empty one, without quotes. */
    void record(List<String> cells) throws IOException {
      try {
        csv.writeRecord(cells);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    @Override
    public void close() throws IOException {
      csv.flush();
      utf8.flush();
    }
  }

  /** Lines of JSON. */
  final class Json implements LineWriter {
    private static final JsonFactory LINES =
        JsonValues.FACTORY
            .copy()
            .setRootValueSeparator("\n")
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private final Writer utf8;
    private final JsonGenerator json;
    private boolean empty = true;

    private Json(Writer utf8) throws IOException {
      this.utf8 = utf8;
      this.json = LINES.createGenerator(utf8);
    }

    @Override
    public void write(Map<String, Object> row) throws IOException {
      JsonValues.write(json, row);
      empty = false;
    }

    @Override
    public void close() throws IOException {
      if (!empty) {
        json.writeRaw('\n');
      }
      json.close();
      utf8.flush();
    }
  }
}
