// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.segment.request.Materialization;
import io.lakeroute.processors.segment.request.SegmentAction;
import io.lakeroute.processors.segment.request.SegmentQuestion;
import io.lakeroute.processors.sql.StatementPlan;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Turns a question about a segment into the statements that answer it; thread-safe once started.
 *
 * <p>Starting reads models and segments and checks them against the real tables, without a
 * statement, unless it is only asked about models that need not fit them.
 */
public class PlanSegment extends SegmentStep {

  private static final String FROM_HEADER = "header";
  private static final String ACTION = "action";
  private static final String PIN_IS_GONE =
      "A table does not have the version that the pin names, or no longer; ask without the pin";
  private static final String OR_ANOTHER_WRITES =
      ". Or another wrote the table at the same time; try again";

  /** What a version that is not there, or no longer, fails as. */
  private static final List<ProblemReason> GONE =
      List.of(ProblemReason.NOT_FOUND, ProblemReason.INVALID);

  private String action = "count";
  private Optional<SegmentAction> fixed = Optional.empty();

  @Override
  protected void doStart() {
    if (!action.equals(FROM_HEADER)) {
      fixed = Optional.of(action(action));
      settings.bound = fixed.get().needsTables();
    }
    if (settings.runFlow.isBlank() || settings.runFlow.contains("/")) {
      throw new IllegalArgumentException(
          "runFlow '" + settings.runFlow + "' must be the name of a flow, a text without '/'");
    }
    super.doStart();
  }

  private static SegmentAction action(String name) {
    return Optional.ofNullable(SegmentAction.byName().get(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "action must be one of "
                        + String.join(", ", SegmentAction.byName().keySet())
                        + ", or header"));
  }

  private static SegmentAction named(Message message) {
    try {
      return action(message.getHeader(ACTION, "", String.class));
    } catch (IllegalArgumentException e) {
      throw RequestException.invalid("the header " + ACTION + ": " + e.getMessage());
    }
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    SegmentAction wanted = fixed.orElseGet(() -> named(message));
    if (!wanted.needsTables()) {
      BindStatement.plan(exchange, unbound(exchange, wanted));
      return;
    }
    BoundSegments bound = sources().of(exchange);
    SegmentQuestion question =
        bound
            .questions()
            .ask(wanted, body(message, wanted), Instant.now().truncatedTo(ChronoUnit.MICROS));
    if (question.pinned()) {
      GONE.forEach(
          gone -> exchange.setProperty(WriteProblem.INSTEAD + gone, ProblemReason.CONFLICT));
      exchange.setProperty(
          WriteProblem.DETAIL + ProblemReason.CONFLICT,
          wanted == SegmentAction.MATERIALIZE ? PIN_IS_GONE + OR_ANOTHER_WRITES : PIN_IS_GONE);
    }
    if (question instanceof Materialization materialization) {
      TableChanges.begin(exchange, bound, materialization);
      return;
    }
    BindStatement.plan(
        exchange, question.plan(bound.versions(question.tables(), question.connection())));
  }

  private StatementPlan unbound(Exchange exchange, SegmentAction wanted) throws Exception {
    try {
      return sources().unbound(exchange).ask(wanted, body(exchange.getMessage(), wanted));
    } catch (TableCatalog.UnreadableException e) {
      throw e.failure();
    }
  }

  /** From then on, failures are no longer those of the versions that the caller named. */
  static void forgetPin(Exchange exchange) {
    GONE.forEach(gone -> exchange.removeProperty(WriteProblem.INSTEAD + gone));
    exchange.removeProperty(WriteProblem.DETAIL + ProblemReason.CONFLICT);
  }

  private static JsonNode body(Message message, SegmentAction action) {
    if (action.hasBody()) {
      return JsonBody.read(message);
    }
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    for (String name : action.fields()) {
      Object value = message.getHeader(name);
      if (value instanceof String text) {
        parameters.put(name, text);
      } else if (value != null) {
        throw RequestException.invalid(name + " must be given once");
      }
    }
    return parameters;
  }

  /** What is asked: an action by name, or {@code header} for the one in the header action. */
  public void setAction(String action) {
    this.action = action;
  }

  /** The tenants that messages may choose; {@code {tenant}} in the patterns is their name. */
  public void setTenants(String tenants) {
    settings.tenants = tenants;
  }

  /** Whether a message may bring a definition of its own. */
  public void setAdHoc(boolean adHoc) {
    settings.adHoc = adHoc;
  }

  /** The most rows of a preview. */
  public void setMaxPreview(int maxPreview) {
    settings.maxPreview = maxPreview;
  }

  /** Whether a message may put a segment into a table. */
  public void setWriteBack(boolean writeBack) {
    settings.writeBack = writeBack;
  }

  /** The schema of these tables; {@code {tenant}} is the tenant's name. */
  public void setMaterializeIn(String materializeIn) {
    settings.materializeIn = materializeIn;
  }

  /** The schemas that models may be proposed from; {@code {tenant}} is the tenant's name. */
  public void setProposeFrom(String proposeFrom) {
    settings.proposeFrom = proposeFrom;
  }

  /** The flow of the routes that run segments on a schedule, as their option flow names it. */
  public void setRunFlow(String runFlow) {
    settings.runFlow = runFlow;
  }
}
