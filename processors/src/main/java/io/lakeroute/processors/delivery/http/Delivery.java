// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import io.lakeroute.processors.delivery.http.DeliveryEnds.Reject;
import io.lakeroute.processors.delivery.http.RecordForm.Formed;
import io.lakeroute.processors.delivery.http.Sender.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Delivers batches to a destination in parts that the API takes, and finds the records that it
 * refuses. Thread-safe; it holds the rows of one part in memory.
 */
public final class Delivery {

  /** With so many records refused alone and none accepted, the records are not the cause. */
  private static final int REFUSED_ALONE = 10;

  private final Destination destination;
  private final Sender sender;
  private final ExpectedColumns expected;

  Delivery(Destination destination, Sender sender) {
    this.destination = destination;
    this.sender = sender;
    this.expected = new ExpectedColumns(destination.name(), destination.form().expected());
  }

  /**
   * A delivery over HTTP.
   *
   * @param perSecond the most requests in a second; 0 for any number
   */
  public static Delivery of(
      Destination destination,
      Duration requestTimeout,
      double perSecond,
      RetryRules retries,
      Journal journal,
      Pauses pauses) {
    return new Delivery(
        destination,
        new Sender(
            destination,
            new HttpCalls(
                destination.connectTimeout(),
                requestTimeout,
                destination.template().answers().largestBody()),
            destination.template().idempotent() ? Journal.NONE : journal,
            new RequestRate(perSecond, System::nanoTime),
            retries,
            pauses));
  }

  /**
   * Delivers all rows.
   *
   * @throws DeliveryException where the batch has to be delivered again, with the same keys
   */
  public DeliveryCount deliver(Batch batch, DeliveryEnds ends) {
    if (batch.change() == DeliveryKey.Change.REMOVE && destination.template().ignoresRemovals()) {
      return notRemoved(batch);
    }
    Work work = new Work(ends);
    int size = destination.template().batch();
    Iterator<Map<String, Object>> rows = expected.check(batch);
    if (rows.hasNext()) {
      sender.checkSize(batch.key(), size);
    }
    for (int part = 0; rows.hasNext(); part++) {
      List<Person> people = new ArrayList<>();
      List<Reject> misfits = new ArrayList<>();
      for (int row = 0; row < size && rows.hasNext(); row++) {
        form(rows.next(), people, misfits);
      }
      if (!people.isEmpty()) {
        work.send(batch.key().part(part + "/" + size), people);
      }
      work.reject(misfits);
    }
    work.release();
    return batch.change() == DeliveryKey.Change.REMOVE ? work.count.ofRemovals() : work.count;
  }

  private static DeliveryCount notRemoved(Batch batch) {
    long people = 0;
    for (; batch.rows().hasNext(); people++) {
      batch.rows().next();
    }
    return DeliveryCount.ofNotRemoved(people);
  }

  private void form(Map<String, Object> row, List<Person> people, List<Reject> misfits) {
    Formed formed = destination.form().form(row);
    if (formed instanceof Formed.Fields fields) {
      people.add(new Person(row, fields.values()));
    } else if (formed instanceof Formed.Rejected rejected) {
      misfits.add(new Reject(row, rejected.reason().name(), rejected.field()));
    }
  }

  private record Person(Map<String, Object> row, Map<String, Object> values) {}

  /** One batch under way; for one thread. */
  private final class Work {
    private final DeliveryEnds ends;
    private DeliveryCount count = DeliveryCount.NONE;
    private boolean accepted;
    private final List<Reject> alone = new ArrayList<>();

    Work(DeliveryEnds ends) {
      this.ends = ends;
    }

    void send(DeliveryKey key, List<Person> people) {
      Outcome outcome = sender.send(key, people.stream().map(Person::values).toList());
      if (outcome instanceof Outcome.Answered answered) {
        deliver(key, people, answered.verdict());
      } else if (outcome instanceof Outcome.Before) {
        accept();
        add(people.size(), 0, 0, 0);
      } else if (outcome instanceof Outcome.Unknown) {
        ends.unknown(people.stream().map(Person::row).toList());
        add(0, 0, 0, people.size());
      } else if (people.size() == 1) {
        refuse(people.get(0));
      } else {
        sender.split(key);
        int middle = people.size() / 2;
        send(key.half(0), people.subList(0, middle));
        send(key.half(1), people.subList(middle, people.size()));
      }
    }

    private void deliver(DeliveryKey key, List<Person> people, Verdict.Delivered verdict) {
      accept();
      Set<Integer> refused = new HashSet<>();
      List<Reject> rejects = new ArrayList<>();
      for (Verdict.Refusal each : verdict.refusals()) {
        refused.add(each.index());
        rejects.add(new Reject(people.get(each.index()).row(), each.reason(), ""));
      }
      // Before the journal knows of the answer: a kill in between must not lose the rejects.
      reject(rejects);
      sender.answered(key);
      if (verdict.unread()) {
        count = count.plus(DeliveryCount.ofUnread(people.size()));
        return;
      }
      add(
          people.size() - refused.size() - verdict.unnamed(),
          verdict.unnamed(),
          verdict.unnamed(),
          0);
    }

    /** Held back until a request is accepted: the destination itself may be wrong. */
    private void refuse(Person person) {
      alone.add(new Reject(person.row(), RejectReason.REFUSED_ALONE.name(), ""));
      if (accepted) {
        release();
      } else if (alone.size() >= REFUSED_ALONE) {
        throw new DeliveryException(
            "INVALID",
            "The destination '%s' refused %d requests with one record each and accepted none. Look at its parameters and template; nothing was rejected."
                .formatted(destination.name(), alone.size()));
      }
    }

    private void accept() {
      accepted = true;
      release();
    }

    private void release() {
      List<Reject> held = List.copyOf(alone);
      alone.clear();
      if (!held.isEmpty()) {
        ends.rejected(held);
        count = count.plus(DeliveryCount.ofAlone(held.size()));
      }
    }

    void reject(List<Reject> rejects) {
      if (!rejects.isEmpty()) {
        ends.rejected(rejects);
        add(0, rejects.size(), 0, 0);
      }
    }

    private void add(long delivered, long rejected, long unnamed, long unknown) {
      count = count.plus(new DeliveryCount(delivered, rejected, unnamed, unknown));
    }
  }
}
