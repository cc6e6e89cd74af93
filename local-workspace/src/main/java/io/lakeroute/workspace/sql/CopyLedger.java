// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.SetTransaction;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Which files a table has loaded: one transaction of Delta's for each, under the file's name, kept
 * in the table's log. For one load.
 *
 * @param loads how often each file was loaded, less one, by the id of its transaction
 */
record CopyLedger(OptimisticTransaction transaction, Map<String, Long> loads) {

  static CopyLedger of(OptimisticTransaction transaction) {
    var snapshot = transaction.snapshot();
    // Where the checksum of the version lists them, no job has to read the log.
    var checksum = snapshot.checksumOpt();
    var listed =
        checksum.isDefined()
            ? checksum.get().setTransactions()
            : Option.<scala.collection.immutable.Seq<SetTransaction>>empty();
    Map<String, Long> loads = new HashMap<>();
    CollectionConverters.asJava(listed.isDefined() ? listed.get() : snapshot.setTransactions())
        .forEach(load -> loads.put(load.appId(), load.version()));
    return new CopyLedger(transaction, loads);
  }

  boolean has(String file) {
    return loads.containsKey(id(file));
  }

  /** What the commit of a load keeps of a file; the commit fails if another one loads it first. */
  SetTransaction entry(String file) {
    transaction.readTxn().addOne(id(file));
    long load = loads.getOrDefault(id(file), -1L) + 1;
    return SetTransaction.apply(id(file), load, Option.apply(System.currentTimeMillis()));
  }

  private static String id(String file) {
    return "copy-into:" + file;
  }
}
