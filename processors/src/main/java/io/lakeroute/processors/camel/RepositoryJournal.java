package io.lakeroute.processors.camel;

import io.lakeroute.processors.delivery.http.Journal;
import io.lakeroute.processors.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.processor.idempotent.FileIdempotentRepository;

/**
 * A journal of requests in a repository of Camel; as thread-safe as that.
 *
 * @param repository keys, and keys with a mark for what became of them
 * @param file that is forced to the disk with each key; empty for other repositories
 */
record RepositoryJournal(IdempotentRepository repository, Optional<Path> file) implements Journal {

  private static final String ANSWERED = ":a";
  private static final String SPLIT = ":s";

  /**
   * Camel forgets the oldest keys of a larger file, and looks through all of it for each new key:
   * this is a tenth of a second, and 60,000 batches of one request.
   */
  private static final long LARGEST = 16L * 1024 * 1024;

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
    return new RepositoryJournal(repository, Optional.empty());
  }

  /** A journal in a folder, which is made for its owner only; one for all routes of the context. */
  static RepositoryJournal inFolder(CamelContext context, Path folder, String name) {
    Path file = folder.resolve(name + ".sent").toAbsolutePath().normalize();
    String bean = "lakeroute-sent:" + file;
    IdempotentRepository repository =
        context.getRegistry().lookupByNameAndType(bean, IdempotentRepository.class);
    if (repository == null) {
      try {
        PrivateFiles.createDirectories(folder);
        FileIdempotentRepository made = new FileIdempotentRepository();
        made.setFileStore(file.toFile());
        made.setMaxFileStoreSize(LARGEST);
        context.addService(made);
        repository = made;
      } catch (Exception e) {
        throw new IllegalArgumentException(
            "The folder of sentDirectory, " + folder + ", cannot be written: " + e.getMessage(), e);
      }
      context.getRegistry().bind(bean, repository);
    }
    return new RepositoryJournal(repository, Optional.of(file));
  }

  @Override
  public State begin(String key) {
    if (repository.add(key)) {
      force();
      return State.NEW;
    } else if (repository.contains(key + ANSWERED)) {
      return State.ANSWERED;
    }
    return repository.contains(key + SPLIT) ? State.SPLIT : State.OPEN;
  }

  @Override
  public void answered(String key) {
    repository.add(key + ANSWERED);
    force();
  }

  @Override
  public void split(String key) {
    repository.add(key + SPLIT);
    repository.add(key);
    force();
  }

  @Override
  public void withdraw(String key) {
    repository.remove(key);
    force();
  }

  private void force() {
    if (file.isPresent()) {
      try (FileChannel channel = FileChannel.open(file.get(), StandardOpenOption.WRITE)) {
        channel.force(true);
      } catch (IOException e) {
        throw new UncheckedIOException("The journal " + file.get() + " cannot be written", e);
      }
    }
  }
}
