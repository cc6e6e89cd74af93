// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import io.lakeroute.databricks.result.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.Duration;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Interval;
import org.apache.arrow.flatbuf.IntervalUnit;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;

/**
 * Makes the columns of one record batch, whose nodes and buffers stand in the order of the schema,
 * parents before children. For one batch and one thread.
 *
 * <p>Throws {@link IndexOutOfBoundsException} where the batch does not fit its schema or its body.
 */
final class VectorFactory {

  private static final int DECIMAL_BYTES = 16;

  private final BatchBuffers buffers;

  VectorFactory(BatchBuffers buffers) {
    this.buffers = buffers;
  }

  /**
   * The next column of a result.
   *
   * @param field what the schema says of it
   * @param type its type in SQL
   */
  Vector column(Field field, SqlType type) {
    if (field.typeType() == Type.Utf8 && type.nested()) {
      refuseDictionary(field);
      Validity validity = buffers.validity(buffers.node());
      return new JsonVector(validity, text(validity), type);
    }
    return column(field);
  }

  private Vector column(Field field) {
    refuseDictionary(field);
    FieldNode node = buffers.node();
    if (field.typeType() == Type.Null) {
      return new NullVector(Math.toIntExact(node.length()));
    }
    Validity validity = buffers.validity(node);
    return switch (field.typeType()) {
      case Type.Int -> integer(field, validity);
      case Type.FloatingPoint -> real(field, validity);
      case Type.Decimal -> decimal(field, validity);
      case Type.Bool ->
          new BooleanVector(validity, buffers.buffer(Validity.bytes(validity.rows())));
      case Type.Utf8 -> text(validity);
      case Type.Binary -> binary(validity);
      case Type.Date -> date(field, validity);
      case Type.Timestamp -> timestamp(field, validity);
      case Type.Interval -> months(field, validity);
      case Type.Duration -> dayTime(field, validity);
      case Type.List -> list(field, validity);
      case Type.Map -> map(field, validity);
      case Type.Struct_ -> struct(field, validity);
      default -> throw unsupported(field, "is of the type " + Type.name(field.typeType()));
    };
  }

  private Vector integer(Field field, Validity validity) {
    Int type = (Int) field.type(new Int());
    if (!type.isSigned()) {
      throw unsupported(field, "is of an unsigned type");
    }
    return new IntegerVector(
        validity, values(validity, type.bitWidth() / Byte.SIZE), type.bitWidth());
  }

  private Vector real(Field field, Validity validity) {
    short precision = ((FloatingPoint) field.type(new FloatingPoint())).precision();
    if (precision == Precision.HALF) {
      throw unsupported(field, "holds floats of 16 bits");
    }
    boolean single = precision == Precision.SINGLE;
    return new RealVector(validity, values(validity, single ? Float.BYTES : Double.BYTES), single);
  }

  private Vector decimal(Field field, Validity validity) {
    Decimal type = (Decimal) field.type(new Decimal());
    if (type.bitWidth() != DECIMAL_BYTES * Byte.SIZE) {
      throw unsupported(field, "holds decimals of " + type.bitWidth() + " bits");
    }
    return new DecimalVector(validity, values(validity, DECIMAL_BYTES), type.scale());
  }

  private Vector text(Validity validity) {
    Region offsets = buffers.buffer(0);
    Region text = buffers.buffer(0);
    return new TextVector(validity, new Offsets(offsets, validity.rows(), text.length()), text);
  }

  private Vector binary(Validity validity) {
    Region offsets = buffers.buffer(0);
    Region bytes = buffers.buffer(0);
    return new BinaryVector(validity, new Offsets(offsets, validity.rows(), bytes.length()), bytes);
  }

  private Vector date(Field field, Validity validity) {
    if (((Date) field.type(new Date())).unit() != DateUnit.DAY) {
      throw unsupported(field, "holds dates in milliseconds");
    }
    return new DateVector(validity, values(validity, Integer.BYTES));
  }

  private Vector timestamp(Field field, Validity validity) {
    Timestamp type = (Timestamp) field.type(new Timestamp());
    return new TimestampVector(
        validity, values(validity, Long.BYTES), perSecond(type.unit()), type.timezone() != null);
  }

  private Vector months(Field field, Validity validity) {
    if (((Interval) field.type(new Interval())).unit() != IntervalUnit.YEAR_MONTH) {
      throw unsupported(field, "holds intervals of days and milliseconds");
    }
    return IntervalVector.months(validity, values(validity, Integer.BYTES));
  }

  private Vector dayTime(Field field, Validity validity) {
    short unit = ((Duration) field.type(new Duration())).unit();
    return IntervalVector.dayTime(validity, values(validity, Long.BYTES), perSecond(unit));
  }

  private Vector list(Field field, Validity validity) {
    Region offsets = buffers.buffer(0);
    Vector elements = column(field.children(0));
    return new ListVector(
        validity, new Offsets(offsets, validity.rows(), elements.rows()), elements);
  }

  private Vector map(Field field, Validity validity) {
    Region offsets = buffers.buffer(0);
    Field entries = field.children(0);
    int count = buffers.validity(buffers.node()).rows();
    Vector keys = child(entries, 0, count);
    Vector values = child(entries, 1, count);
    return new MapVector(validity, new Offsets(offsets, validity.rows(), count), keys, values);
  }

  private Vector struct(Field field, Validity validity) {
    List<String> names = new ArrayList<>();
    List<Vector> fields = new ArrayList<>();
    for (int i = 0; i < field.childrenLength(); i++) {
      names.add(field.children(i).name());
      fields.add(child(field, i, validity.rows()));
    }
    return new StructVector(validity, names, fields);
  }

  private Vector child(Field parent, int index, int rows) {
    Vector child = column(parent.children(index));
    if (child.rows() < rows) {
      throw new IndexOutOfBoundsException("a field has " + child.rows() + " of " + rows + " rows");
    }
    return child;
  }

  /** The buffer of a column whose values all have the same width. */
  private Region values(Validity validity, int bytes) {
    return buffers.buffer((long) validity.rows() * bytes);
  }

  private static void refuseDictionary(Field field) {
    if (field.dictionary() != null) {
      throw unsupported(field, "is a dictionary");
    }
  }

  private static long perSecond(short unit) {
    return switch (unit) {
      case TimeUnit.SECOND -> 1;
      case TimeUnit.MILLISECOND -> 1_000;
      case TimeUnit.MICROSECOND -> 1_000_000;
      case TimeUnit.NANOSECOND -> 1_000_000_000;
      default -> throw new IndexOutOfBoundsException("there is no unit of time " + unit);
    };
  }

  private static UnsupportedArrowException unsupported(Field field, String what) {
    return new UnsupportedArrowException("Column '" + field.name() + "' " + what);
  }
}
