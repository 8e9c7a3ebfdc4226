package io.groundcrew.worker;

import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.embedded.test.TestKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** A location of a test's own: its runner, its workers, and what they publish. Closing it stops all of them. */
final class TestFleet implements AutoCloseable {

    /** How long a request stays with a worker that does not renew it. */
    static final Duration LOCK = Duration.ofSeconds(2);

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String servers;
    private final String location = "place-" + COUNT.incrementAndGet();
    private final Path directory;
    private final FleetTopics topics;
    private final TestRunner runner;
    private final TopicTail events;
    private final List<TestWorker> workers = new ArrayList<>();
    private final Deque<Runnable> closings = new ArrayDeque<>();

    /** On the broker that all tests of this JVM share. */
    TestFleet() {
        this(TestKafka.bootstrapServers(), LOCK);
    }

    TestFleet(String servers, Duration lock) {
        this.servers = servers;
        try {
            directory = Files.createTempDirectory("groundcrew-fleet-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        topics = new FleetTopics(servers, location, lock);
        runner = new TestRunner(servers, location, directory, topics);
        events = tail(Topics.EVENTS);
    }

    /** Waits for what must come to pass; the time is for a busy machine. */
    static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }

    TestRunner runner() {
        return runner;
    }

    Path directory() {
        return directory;
    }

    /** A worker whose tasks the test directs. */
    TestWorker worker(String... settings) {
        TestWorker worker = new TestWorker(directory.resolve("worker-" + workers.size()), arguments(settings));
        workers.add(worker);
        closings.push(worker::close);
        return worker;
    }

    /** The worker as it is shipped, whose tasks are processes. */
    ConfigurableApplicationContext shippedWorker(String... settings) {
        List<String> all = arguments(settings);
        all.add("--server.port=0");
        all.add("--server.address=127.0.0.1");
        all.add("--worker.data-directory=" + directory.resolve("shipped"));
        all.add("--worker.execute.runtime-directory="
                + Path.of("..", "task-runtime", "target", "runtime")
                        .toAbsolutePath()
                        .normalize());
        ConfigurableApplicationContext worker = new SpringApplicationBuilder(WorkerConfiguration.class)
                .properties("spring.config.name=worker")
                .run(all.toArray(String[]::new));
        closings.push(worker::close);
        return worker;
    }

    private List<String> arguments(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "--spring.kafka.bootstrap-servers=" + servers,
                "--groundcrew.keys.private-directory=" + runner.keys(),
                "--groundcrew.keys.public-directory=" + runner.keys().resolve("public"),
                "--worker.location=" + location,
                "--worker.file-roots=" + runner.repositories()));
        for (String setting : settings) {
            all.add("--" + setting);
        }
        return all;
    }

    /** How often any of its workers started a run. */
    long startsOf(TaskRequest request) {
        return workers.stream().mapToLong(worker -> worker.startsOf(request)).sum();
    }

    /** Ends the task of a run, whichever worker has it. */
    void finish(TaskRequest request) {
        workers.stream().filter(worker -> worker.startsOf(request) > 0).forEach(worker -> worker.finish(request));
    }

    /** How many slots of its workers have a request. */
    int busySlots() {
        return workers.stream().mapToInt(TestWorker::busySlots).sum();
    }

    /** How many records its workers refused for a reason. */
    double refused(String kind) {
        return workers.stream().mapToDouble(worker -> worker.refused(kind)).sum();
    }

    /** What is published in a topic from now on. */
    TopicTail tail(String topic) {
        TopicTail tail = new TopicTail(servers, topic);
        closings.addLast(tail::close);
        return tail;
    }

    TopicTail events() {
        return events;
    }

    /** The end of a run, when it comes. */
    Finished end(TaskRequest request) {
        return soon().until(() -> events.finished(request), ends -> !ends.isEmpty())
                .getFirst();
    }

    /** How many requests of a lane no worker has answered for. */
    long unanswered(Lane lane) {
        return topics.unanswered(lane);
    }

    /** Waits until Kafka has an answer for all that was published, so that none of it can come again. */
    void awaitAllAnswered() {
        soon().until(() -> runner.published().stream().allMatch(lane -> unanswered(lane) == 0));
    }

    @Override
    public void close() {
        closings.forEach(Runnable::run);
        runner.close();
        topics.close();
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
