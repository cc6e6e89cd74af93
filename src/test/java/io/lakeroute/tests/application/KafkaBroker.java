// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.application;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** A Kafka broker, the real one, in a process of its own. Safe for threads. */
public final class KafkaBroker implements AutoCloseable {

  private final Process process;
  private final int port;

  private KafkaBroker(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param folder for its data and what it prints
   */
  public static KafkaBroker start(Path folder) throws IOException {
    int port = Processes.freePort();
    int controller = Processes.freePort();
    Path settings = folder.resolve("server.properties");
    Files.writeString(
        settings,
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        controller.listener.names=CONTROLLER
        log.dirs=%3$s
        offsets.topic.replication.factor=1
        num.partitions=1
        """
            .formatted(port, controller, folder.resolve("data")));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int formatted =
        StorageTool.execute(
            new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", settings.toString()},
            new PrintStream(said, true, StandardCharsets.UTF_8));
    if (formatted != 0) {
      throw new IllegalStateException(said.toString(StandardCharsets.UTF_8));
    }
    Process process = java(folder, "kafka.Kafka", settings.toString());
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    KafkaBroker broker = new KafkaBroker(process, port);
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> broker.answers() || !process.isAlive());
    if (!process.isAlive()) {
      throw new IllegalStateException(Files.readString(folder.resolve("kafka.out")));
    }
    return broker;
  }

  private static Process java(Path folder, String... command) throws IOException {
    List<String> all = Processes.java("test.jvm");
    all.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    all.addAll(List.of(command));
    return new ProcessBuilder(all)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("kafka.out").toFile())
        .start();
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  /** The first records of a topic of one partition, as many as are wanted. */
  public List<ConsumerRecord<String, String>> records(String topic, int wanted) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", address(), "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<ConsumerRecord<String, String>> records = new ArrayList<>();
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= wanted;
              });
      return records;
    }
  }

  @Override
  public void close() {
    Processes.stop(process);
  }
}
