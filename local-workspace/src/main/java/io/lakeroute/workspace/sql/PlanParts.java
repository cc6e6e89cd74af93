// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.Product;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Everything that a plan is made of: plans and expressions at any depth, also those that Spark does
 * not count as children, such as the target of an INSERT, the statements of a script and the plan
 * that an EXPLAIN explains. Stateless.
 */
final class PlanParts {

  private static final String CATALYST = "org.apache.spark.sql.catalyst.";

  private PlanParts() {}

  /** Shows each part once; without recursion, as expressions may be chains of thousands. */
  static void forEach(LogicalPlan plan, Consumer<Product> action) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>();
    open.push(plan);
    while (!open.isEmpty()) {
      Object part = open.pop();
      if (!seen.add(part)) {
        continue;
      }
      if (part instanceof LogicalPlan || part instanceof Expression) {
        action.accept((Product) part);
      }
      if (part instanceof scala.collection.Iterable<?> many) {
        CollectionConverters.asJava(many).forEach(each -> push(open, each));
      } else if (part instanceof Product product && !(part instanceof LocalRelation)) {
        CollectionConverters.asJava(product.productIterator())
            .forEachRemaining(each -> push(open, each));
      }
    }
  }

  private static void push(Deque<Object> open, Object part) {
    boolean plan = part instanceof LogicalPlan || part instanceof Expression;
    boolean container =
        part instanceof scala.collection.Iterable<?> || part instanceof scala.Option<?>;
    if (plan
        || container
        || (part instanceof Product
            && (part.getClass().getName().startsWith(CATALYST)
                || part.getClass().getName().startsWith("scala.Tuple")))) {
      open.push(part);
    }
  }
}
