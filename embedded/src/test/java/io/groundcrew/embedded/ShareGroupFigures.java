package io.groundcrew.embedded;

import static io.groundcrew.embedded.ShareQueue.take;
import static java.util.Objects.requireNonNull;

import io.groundcrew.embedded.test.TestKafka;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;

/**
 * Prints the figures of ADR 001: joining, changing the subscription, latency under load and after silence. Arguments:
 * scenarios such as {@code kafka,default}, {@code ours,short} or {@code quick,long,1000} (broker, length of a poll,
 * metadata age in ms).
 */
final class ShareGroupFigures {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final String name;
    private final Map<String, String> client;
    private final Duration poll;
    private final Map<String, String> group;

    private ShareGroupFigures(String name, Map<String, String> client, Duration poll) {
        this.name = name;
        this.client = client;
        this.poll = poll;
        this.group = name.startsWith("group,")
                ? Map.of("share.auto.offset.reset", "earliest", "share.assignment.interval.ms", "0")
                : Map.of("share.auto.offset.reset", "earliest");
    }

    public static void main(String[] arguments) throws Exception {
        var polls = Map.of("default", 200, "short", 20, "long", 2000);
        var kafka = Map.of(
                "group.share.heartbeat.interval.ms", "5000",
                "group.share.assignment.interval.ms", "1000",
                "group.share.min.heartbeat.interval.ms", "5000");
        var brokers = Map.of(
                "kafka",
                kafka,
                "group",
                kafka,
                "ours",
                Map.<String, String>of(),
                "quick",
                Map.of("group.share.heartbeat.interval.ms", "500", "group.share.assignor.offload.enable", "false"),
                "slow",
                Map.of("group.share.heartbeat.interval.ms", "5000"));
        for (String scenario : arguments) {
            String[] words = scenario.split(",");
            var client = words.length > 2 ? Map.of("metadata.max.age.ms", words[2]) : Map.<String, String>of();
            new ShareGroupFigures(scenario, client, Duration.ofMillis(requireNonNull(polls.get(words[1]))))
                    .run(requireNonNull(brokers.get(words[0])));
        }
        System.exit(0);
    }

    private void run(Map<String, String> broker) throws Exception {
        try (var kafka = EmbeddedKafka.start(TestKafka.settings().withOverrides(broker));
                var queue = new ShareQueue(kafka.bootstrapServers())) {
            join(queue);
            missingTopic(queue);
            subscribeAgain(queue);
            load(queue);
            silence(queue);
        }
    }

    private void join(ShareQueue queue) throws Exception {
        for (int n = 1; n <= 3; n++) {
            String topic = "join" + n;
            queue.topic(topic);
            queue.configure(topic, group);
            queue.send(topic, "waiting");
            long begun = System.nanoTime();
            try (var slot = queue.slot(topic, client, topic)) {
                accept(slot);
                say("first delivery to group " + n + " after joining, record waiting", begun);
            }
            begun = System.nanoTime();
            queue.send(topic, "second");
            try (var slot = queue.slot(topic, client, topic)) {
                accept(slot);
                say("first delivery to a later member of it", begun);
            }
        }
        queue.topic("warm");
        queue.configure("warm", group);
        try (var slot = queue.slot("warm", client, "warm")) {
            take(slot, Duration.ofSeconds(8));
            long begun = System.nanoTime();
            queue.send("warm", "first");
            accept(slot);
            say("first record, slot joined 8 s before", begun);
        }
    }

    private void missingTopic(ShareQueue queue) throws Exception {
        queue.configure("missing", group);
        try (var slot = queue.slot("missing", client, "missing")) {
            take(slot, Duration.ofSeconds(3));
            queue.topic("missing");
            queue.send("missing", "first");
            long begun = System.nanoTime();
            accept(slot);
            say("topic created after it was subscribed", begun);
        }
    }

    private void subscribeAgain(ShareQueue queue) throws Exception {
        queue.topic("old");
        queue.topic("new");
        queue.configure("again", group);
        try (var slot = queue.slot("again", client, "old")) {
            queue.send("old", "first");
            accept(slot);
            queue.send("new", "first");
            long begun = System.nanoTime();
            slot.subscribe(List.of("old", "new"));
            accept(slot);
            say("record of a topic added by subscribing again", begun);
        }
    }

    private void load(ShareQueue queue) throws Exception {
        queue.topic("load");
        queue.configure("load", group);
        var taken = new ConcurrentLinkedQueue<Long>();
        var done = new AtomicBoolean();
        var joined = new CountDownLatch(8);
        try (var threads = Executors.newCachedThreadPool()) {
            for (int n = 0; n < 8; n++) {
                threads.submit(() -> {
                    try (var slot = queue.slot("load", client, "load")) {
                        take(slot, Duration.ofSeconds(7), poll);
                        joined.countDown();
                        while (!done.get()) {
                            take(slot, poll, poll).ifPresent(record -> {
                                taken.add(System.nanoTime() - Long.parseLong(record.value()));
                                slot.acknowledge(record, AcknowledgeType.ACCEPT);
                                slot.commitAsync();
                            });
                        }
                    }
                    return null;
                });
            }
            joined.await();
            long next = System.nanoTime();
            for (int n = 0; n < 1500; n++, next += 10_000_000) {
                LockSupport.parkNanos(next - System.nanoTime());
                queue.send("load", Long.toString(System.nanoTime()));
            }
            while (taken.size() < 1500) {
                LockSupport.parkNanos(10_000_000);
            }
            done.set(true);
        }
        long[] sorted =
                taken.stream().skip(300).mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%s: 100/s through 8 slots: p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                name,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                Arrays.stream(sorted).max().orElse(0) / 1e6);
    }

    private void silence(ShareQueue queue) throws Exception {
        queue.topic("silence");
        queue.configure("silence", group);
        try (var slot = queue.slot("silence", client, "silence")) {
            queue.send("silence", "first");
            accept(slot);
            take(slot, Duration.ofSeconds(15), poll);
            var sent = new long[1];
            var sender = Thread.ofPlatform().start(() -> {
                LockSupport.parkNanos(330_000_000);
                sent[0] = System.nanoTime();
                try {
                    queue.send("silence", "second");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            accept(slot);
            long now = System.nanoTime();
            sender.join();
            System.out.printf("%s: first record after 15 s of silence: %.1f ms%n", name, (now - sent[0]) / 1e6);
        }
    }

    private void accept(KafkaShareConsumer<String, String> slot) {
        var record = take(slot, SOON, poll).orElseThrow();
        slot.acknowledge(record, AcknowledgeType.ACCEPT);
        slot.commitAsync();
    }

    private void say(String what, long begun) {
        System.out.printf("%s: %s: %.0f ms%n", name, what, (System.nanoTime() - begun) / 1e6);
    }
}
