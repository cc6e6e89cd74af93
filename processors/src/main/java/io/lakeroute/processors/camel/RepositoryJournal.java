// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.delivery.http.Journal;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.IdempotentRepository;

/**
 * A journal of requests in a repository of Camel; as thread-safe as that. It only adds: some
 * repositories lose others' keys where one is removed and the process is killed meanwhile.
 *
 * @param repository keys with marks for what became of them; the key alone says that it began
 */
record RepositoryJournal(IdempotentRepository repository) implements Journal {

  private static final String ANSWERED = ":a";
  private static final String SPLIT = ":s";
  private static final String WITHDRAWN = ":w";
  private static final String BEGUN = ":b";

  /**
   * The journal that the registry has by that name.
   *
   * @throws IllegalArgumentException where there is none
   */
  static RepositoryJournal named(CamelContext context, String name) throws Exception {
    IdempotentRepository repository =
        context.getRegistry().lookupByNameAndType(name, IdempotentRepository.class);
    if (repository == null) {
      throw new IllegalArgumentException(
          "sent is '" + name + "', and there is no IdempotentRepository of that name");
    }
    if (!context.hasService(repository)) {
      context.addService(repository);
    }
    return new RepositoryJournal(repository);
  }

  @Override
  public State begin(String key) {
    if (repository.add(key)) {
      return State.NEW;
    } else if (repository.contains(key + ANSWERED)) {
      return State.ANSWERED;
    } else if (repository.contains(key + SPLIT)) {
      return State.SPLIT;
    }
    // Of several nodes, the one that adds the mark of a beginning sends the request.
    for (int times = 1; repository.contains(key + WITHDRAWN + times); times++) {
      if (repository.add(key + BEGUN + times)) {
        return State.NEW;
      }
    }
    return State.OPEN;
  }

  @Override
  public void answered(String key) {
    repository.add(key + ANSWERED);
  }

  @Override
  public void split(String key) {
    repository.add(key + SPLIT);
  }

  @Override
  public void withdraw(String key) {
    int times = 1;
    while (!repository.add(key + WITHDRAWN + times)) {
      times++;
    }
  }
}
