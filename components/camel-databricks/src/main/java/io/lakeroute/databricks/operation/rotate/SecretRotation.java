// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.operation.rotate.PrincipalSecrets.Created;
import io.lakeroute.databricks.operation.rotate.PrincipalSecrets.Issued;
import io.lakeroute.databricks.operation.rotate.SecretStore.Content;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the OAuth secret of a service principal without anybody noticing: makes a new one, sees
 * that it gets a token, hands it over, and deletes the old one after an overlap. For one run.
 *
 * <p>Each run does what is due and starts by finding out how far an earlier one came, so it may be
 * killed between any two steps. What is in use is whatever the store holds: such a secret is never
 * deleted, and neither is one that the rotation did not make or replace.
 */
final class SecretRotation {

  private static final Logger LOG = LoggerFactory.getLogger(SecretRotation.class);

  /** So many different lifetimes tell a secret of ours from one that somebody made meanwhile. */
  private static final int ODD_SECONDS = 3_600;

  private final PrincipalSecrets secrets;
  private final SecretStore store;
  private final TokenCheck tokens;
  private final RotationSchedule schedule;
  private final InstantSource clock;
  private final List<String> deleted = new ArrayList<>();
  private Content content;

  SecretRotation(
      PrincipalSecrets secrets,
      SecretStore store,
      TokenCheck tokens,
      RotationSchedule schedule,
      InstantSource clock) {
    this.secrets = secrets;
    this.store = store;
    this.tokens = tokens;
    this.schedule = schedule;
    this.clock = clock;
    this.content = new Content(Optional.empty(), Journal.EMPTY, "");
  }

  /** Does what is due. */
  RotationOutcome run() {
    try (SecretStore.Turn turn = store.take()) {
      content = store.read();
      List<Issued> issued = deleteOrphan(secrets.list());
      recogniseSecretInUse(issued);
      deleteWhatNobodyUses();
      issued = issued.stream().filter(secret -> !deleted.contains(secret.id())).toList();
      boolean rotated = due(issued);
      if (rotated) {
        issued = rotate(issued);
        deleteWhatNobodyUses();
      }
      return outcome(rotated, issued);
    }
  }

  /** A secret whose making was interrupted before its id was written down: nobody has its value. */
  private List<Issued> deleteOrphan(List<Issued> issued) {
    Set<String> ids = new LinkedHashSet<>();
    issued.forEach(secret -> ids.add(secret.id()));
    Journal journal = content.journal();
    for (KnownSecret known : journal.secrets()) {
      if (!ids.contains(known.id())) {
        journal = journal.without(known.id()); // Somebody deleted it, or its time was over.
      }
    }
    List<Issued> rest = new ArrayList<>(issued);
    if (journal.creation().isPresent()) {
      Journal.Creation creation = journal.creation().get();
      for (Issued secret : issued) {
        if (creation.made(secret) && !journal.knows(secret.id())) {
          delete(secret.id(), "its making was interrupted");
          rest.remove(secret);
        }
      }
      journal = journal.creating(Optional.empty());
    }
    keep(journal, issued);
    return rest;
  }

  /** Brings the journal in line with what the store holds. */
  private void recogniseSecretInUse(List<Issued> issued) {
    Journal journal = content.journal();
    Optional<String> value = content.secret();
    if (value.isPresent() && journal.of(value.get()).isEmpty()) {
      List<Issued> unknown =
          issued.stream().filter(secret -> !content.journal().knows(secret.id())).toList();
      // Where there is one only, a value that works can be no other.
      if (unknown.size() == 1 && works(value.get())) {
        journal = journal.with(KnownSecret.candidate(unknown.get(0).id(), value.get()));
      }
    }
    Optional<KnownSecret> inUse = value.flatMap(journal::of);
    Instant now = clock.instant();
    keep(
        journal.map(
            known -> {
              if (inUse.filter(known::equals).isPresent()) {
                return known.inUse(now);
              }
              return known.handedOver().isPresent() ? known.superseded(now) : known;
            }),
        issued);
  }

  private boolean works(String value) {
    try {
      tokens.check(value);
      return true;
    } catch (DatabricksException e) {
      if (e.getReason() == Reason.UNAUTHENTICATED) {
        return false;
      }
      throw e;
    }
  }

  /** Old secrets after the overlap, and new ones that were never handed over. */
  private void deleteWhatNobodyUses() {
    Instant end = clock.instant().minus(schedule.overlap());
    Optional<String> value = content.secret();
    Optional<KnownSecret> inUse = value.flatMap(content.journal()::of);
    if (inUse.isEmpty()) {
      return; // Whoever uses what may be anything, then.
    }
    List<KnownSecret> unused =
        content.journal().secrets().stream()
            .filter(known -> !known.equals(inUse.get()))
            .filter(known -> known.superseded().map(since -> !since.isAfter(end)).orElse(true))
            .toList();
    if (unused.isEmpty()) {
      return;
    }
    tokens.check(value.get());
    for (KnownSecret known : unused) {
      delete(
          known.id(),
          known.handedOver().isPresent() ? "another one has replaced it" : "it was never in use");
      keep(content.journal().without(known.id()), List.of());
    }
  }

  private boolean due(List<Issued> issued) {
    Optional<KnownSecret> inUse = content.secret().flatMap(content.journal()::of);
    if (inUse.isEmpty()) {
      return true;
    }
    boolean overlapping =
        content.journal().secrets().stream().anyMatch(known -> known.superseded().isPresent());
    Instant age = created(inUse.get(), issued);
    return !overlapping && !clock.instant().isBefore(age.plus(schedule.rotateAfter()));
  }

  private static Instant created(KnownSecret known, List<Issued> issued) {
    return issued.stream()
        .filter(secret -> secret.id().equals(known.id()))
        .findFirst()
        .flatMap(Issued::created)
        .or(known::handedOver)
        .orElse(Instant.EPOCH);
  }

  private List<Issued> rotate(List<Issued> issued) {
    if (issued.size() >= PrincipalSecrets.MOST) {
      throw new DatabricksException(
          Reason.CONFLICT,
          "The service principal has "
              + issued.size()
              + " secrets, and Databricks allows no more. Delete those that nobody uses; the rotation only deletes"
              + " what it made or replaced itself.");
    }
    Set<String> before = new LinkedHashSet<>();
    issued.forEach(secret -> before.add(secret.id()));
    Duration lifetime =
        schedule.lifetime().minusSeconds(ThreadLocalRandom.current().nextInt(ODD_SECONDS));
    keep(
        content.journal().creating(Optional.of(new Journal.Creation(before, lifetime.toSeconds()))),
        issued);
    Created created = secrets.create(lifetime);
    List<Issued> all = new ArrayList<>(issued);
    all.add(created.issued());
    KnownSecret candidate = KnownSecret.candidate(created.issued().id(), created.value());
    keep(content.journal().creating(Optional.empty()).with(candidate), all);
    verify(created);
    Instant now = clock.instant();
    Journal handedOver =
        content
            .journal()
            .map(known -> known.handedOver().isPresent() ? known.superseded(now) : known)
            .with(candidate.inUse(now));
    content = store.handOver(content, created.value(), handedOver, created.issued().expires());
    LOG.info("Handed over secret {}, which replaces the one before", candidate.id());
    return all;
  }

  private void verify(Created created) {
    try {
      tokens.checkNew(created.value());
    } catch (DatabricksException e) {
      String id = created.issued().id();
      delete(id, "it gets no token");
      keep(content.journal().without(id), List.of());
      throw e;
    }
  }

  private void delete(String id, String why) {
    LOG.info("Deleting secret {}: {}", id, why);
    secrets.delete(id);
    deleted.add(id);
  }

  private void keep(Journal journal, List<Issued> issued) {
    Optional<Instant> expires =
        content
            .secret()
            .flatMap(journal::of)
            .flatMap(
                inUse ->
                    issued.stream().filter(secret -> secret.id().equals(inUse.id())).findFirst())
            .flatMap(Issued::expires);
    content = store.keep(content, journal, expires);
  }

  private RotationOutcome outcome(boolean rotated, List<Issued> issued) {
    Optional<KnownSecret> inUse = content.secret().flatMap(content.journal()::of);
    Optional<Issued> listed =
        inUse.flatMap(
            known -> issued.stream().filter(secret -> secret.id().equals(known.id())).findFirst());
    long others =
        issued.stream()
            .filter(secret -> !content.journal().knows(secret.id()))
            .filter(secret -> !deleted.contains(secret.id()))
            .count();
    if (others > 0) {
      LOG.warn(
          "The service principal has {} secrets that this rotation did not make; delete those that nobody uses",
          others);
    }
    return new RotationOutcome(
        rotated,
        inUse.map(KnownSecret::id),
        listed.flatMap(Issued::expires),
        inUse.map(known -> created(known, issued).plus(schedule.rotateAfter())),
        List.copyOf(deleted),
        others);
  }
}
