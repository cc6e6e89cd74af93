// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import io.lakeroute.processors.segment.DeclaredTable;
import io.lakeroute.processors.sql.SqlName;
import java.util.List;
import java.util.Optional;

/** The tables and views of schemas, as Unity Catalog describes them. Thread-safe. */
public interface SchemaTables {

  /** The names of at most {@code most} of them. */
  List<SqlName> in(SqlName schema, int most);

  /** One of them; empty where the principal may not look at it, or it is gone. */
  Optional<DeclaredTable> declared(SqlName table);
}
