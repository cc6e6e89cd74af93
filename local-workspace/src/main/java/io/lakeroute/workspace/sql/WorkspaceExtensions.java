// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Authorizer;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.FunctionConverters;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * What the workspace adds to Spark: who may do what, what nobody may, and functions that tell who
 * asks.
 */
final class WorkspaceExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

  private final Authorizer authorizer;
  private final Securables securables;
  private final PlanAuthorization authorization;

  WorkspaceExtensions(Authorizer authorizer, Securables securables) {
    this.authorizer = authorizer;
    this.securables = securables;
    this.authorization = new PlanAuthorization(authorizer, securables);
  }

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectCheckRule(FunctionConverters.asScalaFromFunction(spark -> authorization));
    // The first rules over a plan in which names of tables stand alone: later, Spark has looked.
    extensions.injectHintResolutionRule(
        FunctionConverters.asScalaFromFunction(
            spark -> new StatementBorder(spark, authorizer, securables)));
    extensions.injectHintResolutionRule(
        FunctionConverters.asScalaFromFunction(
            spark -> new InformationSchema(spark, authorizer, securables)));
    inject(extensions, "is_account_group_member");
    inject(extensions, "is_member");
    return BoxedUnit.UNIT;
  }

  /** Views are analysed for each caller anew, so that the answer can be a literal. */
  private void inject(SparkSessionExtensions extensions, String name) {
    extensions.injectFunction(
        Tuple3.apply(
            FunctionIdentifier.apply(name),
            new ExpressionInfo(WorkspaceExtensions.class.getName(), name),
            FunctionConverters.asScalaFromFunction(this::isMember)));
  }

  private Expression isMember(Seq<Expression> arguments) {
    if (arguments.size() != 1 || !arguments.apply(0).foldable()) {
      throw SqlFailure.unsupported("A group that is no literal");
    }
    String group = String.valueOf(arguments.apply(0).eval(null));
    boolean member =
        PlanAuthorization.caller().map(caller -> authorizer.isMember(caller, group)).orElse(false);
    return Literal$.MODULE$.apply(member);
  }
}
