package io.groundcrew.worker;

import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.RunEvent.GrantAsked;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Answers those who ask for leave to start a run, as the runner does: the first who asks is granted it. */
final class GrantDesk implements AutoCloseable {

    private final KafkaConsumer<String, byte[]> consumer;
    private final Consumer<Control> answer;
    private final Map<UUID, GrantAsked> granted = new ConcurrentHashMap<>();
    private final Queue<GrantAsked> asked = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean answers = true;
    private volatile boolean open = true;

    GrantDesk(String servers, Consumer<Control> answer) {
        this.answer = answer;
        consumer = TopicTail.fromNowOn(servers, Topics.EVENTS);
        thread = Thread.ofPlatform().daemon().name("grants").start(this::listen);
    }

    private void listen() {
        while (open) {
            consumer.poll(Duration.ofMillis(50)).forEach(record -> hear(Wire.read(record.value(), RunEvent.class)));
        }
    }

    private void hear(RunEvent event) {
        if (event instanceof GrantAsked ask) {
            asked.add(ask);
            if (answers) {
                answer(ask);
            }
        }
    }

    private void answer(GrantAsked ask) {
        GrantAsked first = granted.computeIfAbsent(ask.run().id(), run -> ask);
        answer.accept(
                first.worker().equals(ask.worker()) && first.attempt() == ask.attempt()
                        ? new Control.Granted(ask.run().id(), ask.attempt(), ask.worker())
                        : new Control.Denied(ask.run().id(), ask.attempt(), ask.worker(), "Somebody has it.", true));
    }

    void stopAnswering() {
        answers = false;
    }

    void answerAgain() {
        answers = true;
    }

    /** Answers what was asked meanwhile, in the order of the log, as a runner does that was away. */
    void catchUp() {
        asked.forEach(this::answer);
        answers = true;
    }

    /** How often anybody asked for leave to start a run. */
    long asksFor(TaskRequest request) {
        return asked.stream()
                .filter(ask -> ask.run().id().equals(request.run().id()))
                .count();
    }

    /** How often a worker asked for leave to start a run. */
    long asksFrom(TestWorker worker, TaskRequest request) {
        return asked.stream()
                .filter(ask -> ask.worker().equals(worker.id())
                        && ask.run().id().equals(request.run().id()))
                .count();
    }

    /** Gives leave to a worker that these tests have not. */
    void grantToAnother(TaskRequest request) {
        granted.put(
                request.run().id(), new GrantAsked(request.run(), request.attempt(), "another", request.notAfter()));
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        TopicTail.close(consumer);
    }
}
