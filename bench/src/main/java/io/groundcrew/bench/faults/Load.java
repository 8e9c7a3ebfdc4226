package io.groundcrew.bench.faults;

import io.groundcrew.bench.Client;
import io.groundcrew.bench.faults.AcceptedRun.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks for runs while the faults happen; each call is made until it is answered, and once more with the same key. */
final class Load {

    private static final int REMEDIATIONS = 200;
    private static final int REMEDIATIONS_A_SESSION = 5;
    private static final int CHECKS = 2_000;
    private static final int CHECKS_A_SESSION = 200;
    /** How long runs may wait for their start after the last was asked for. */
    private static final Duration TIME = Duration.ofMinutes(6);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Client client;
    private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final Queue<String> doubts = new ConcurrentLinkedQueue<>();

    Load(Client client) {
        this.client = client;
    }

    /** A session that the API has accepted. */
    private record Accepted(Client.Session session, Kind kind) {}

    private record Asked(Duration at, Kind kind, int count, String slx, String key) {}

    /** Asks for all runs at random moments of a time; the latch opens when each is accepted or will never be. */
    CountDownLatch begin(long seed, Duration time) {
        List<Asked> all = asked(new Random(seed), time);
        CountDownLatch open = new CountDownLatch(all.size());
        for (Asked one : all) {
            Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(one.at());
                    accept(one, time.minus(one.at()).plus(TIME));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (RuntimeException e) {
                    refused.add(String.valueOf(e.getMessage()));
                } finally {
                    open.countDown();
                }
            });
        }
        return open;
    }

    private static List<Asked> asked(Random random, Duration time) {
        List<Asked> all = new ArrayList<>();
        for (int number = 0; number < REMEDIATIONS / REMEDIATIONS_A_SESSION; number++) {
            all.add(asked(random, time, Kind.REMEDIATION, REMEDIATIONS_A_SESSION, number));
        }
        for (int number = 0; number < CHECKS / CHECKS_A_SESSION; number++) {
            all.add(asked(random, time, Kind.CHECK, CHECKS_A_SESSION, number));
        }
        Collections.shuffle(all, random);
        return all;
    }

    private static Asked asked(Random random, Duration time, Kind kind, int count, int number) {
        Duration at = Duration.ofMillis(random.nextLong(time.toMillis()));
        String slx = kind == Kind.CHECK ? Documents.quickSlx(number) : Documents.slx(number);
        return new Asked(at, kind, count, slx, kind.title() + "-" + number);
    }

    /** Asks for the long task; returns its run when it is accepted. */
    String acceptLong() throws InterruptedException {
        return accept(new Asked(Duration.ZERO, Kind.LONG, 1, Documents.LONG, "long"), TIME)
                .runs()
                .getFirst();
    }

    private Client.Session accept(Asked asked, Duration ttl) throws InterruptedException {
        String title = asked.kind() == Kind.CHECK ? "Check" : "Remediate";
        Map<String, Object> run = Map.of("slxName", asked.slx(), "taskTitles", List.of(title));
        Map<String, Object> body = Map.of(
                "generateName",
                "faults",
                "sessionTTL",
                ttl.toSeconds() + "s",
                "runRequests",
                IntStream.range(0, asked.count()).mapToObj(number -> run).toList());
        Client.Session first = untilAnswered(body, asked.key());
        Client.Session second = untilAnswered(body, asked.key());
        if (!first.id().equals(second.id()) || !new HashSet<>(first.runs()).equals(new HashSet<>(second.runs()))) {
            doubts.add("key " + asked.key() + " opened " + first.id() + " and then " + second.id());
        }
        accepted.add(new Accepted(first, asked.kind()));
        return first;
    }

    /** @throws IllegalStateException when it is refused, or is not answered for as long as its runs may wait */
    private Client.Session untilAnswered(Map<String, Object> body, String key) throws InterruptedException {
        long deadline = System.nanoTime() + TIME.toNanos();
        while (true) {
            try {
                return client.open(body, key);
            } catch (IOException | RuntimeException failed) {
                boolean isFinal = failed instanceof Client.UnexpectedAnswer answer && answer.isFinal();
                if (isFinal || System.nanoTime() > deadline) {
                    throw new IllegalStateException("key " + key + ": " + failed.getMessage(), failed);
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    /** Calls that were not accepted, and why. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /** Calls that were repeated with the same key and answered differently. */
    List<String> doubts() {
        return List.copyOf(doubts);
    }

    /** Waits until the API tells an outcome of each run, or for a time; answers with all runs. */
    List<AcceptedRun> awaitOutcomes(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<AcceptedRun> runs = new ArrayList<>();
        for (Accepted one : accepted) {
            List<AcceptedRun> now = outcomes(one, deadline);
            while (now.stream().anyMatch(run -> run.outcome() == null) && System.nanoTime() < deadline) {
                TimeUnit.SECONDS.sleep(1);
                now = outcomes(one, deadline);
            }
            runs.addAll(now);
        }
        return runs;
    }

    private List<AcceptedRun> outcomes(Accepted accepted, long deadline) throws InterruptedException {
        while (true) {
            try {
                JsonNode session = client.get(
                        Client.WORKSPACE + "/runsessions/" + accepted.session().id());
                Map<String, JsonNode> told = new HashMap<>();
                session.path("runRequests")
                        .valueStream()
                        .forEach(run -> told.put(run.path("id").asString(), run));
                return accepted.session().runs().stream()
                        .map(id -> run(id, accepted.kind(), told.get(id)))
                        .toList();
            } catch (IOException | RuntimeException away) {
                if (System.nanoTime() > deadline) {
                    return accepted.session().runs().stream()
                            .map(id -> run(id, accepted.kind(), null))
                            .toList();
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private static AcceptedRun run(String id, Kind kind, @Nullable JsonNode told) {
        return told != null && told.path("isCompleted").asBoolean(false)
                ? new AcceptedRun(
                        id,
                        kind,
                        told.path("outcome").asString(),
                        told.path("reason").asStringOpt().orElse(null))
                : new AcceptedRun(id, kind, null, null);
    }
}
