package io.groundcrew.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a server running: one that ends though nobody closed it, as when it was killed or the disk was full, is started again
 * with the same settings, in growing pauses, until it is closed.
 */
final class PostgresKeeper {

    private static final Logger log = LoggerFactory.getLogger(PostgresKeeper.class);

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /**
     * How long a start may take, since each may be one after a kill or a power cut: recovery begins from the start each time
     * that it is broken off, so nothing is gained by impatience.
     */
    private static final Duration RECOVERY = Duration.ofMinutes(10);

    private final PostgresProcess postgres;
    private final List<String> settings;
    private final Thread thread;
    private volatile Process server;

    private PostgresKeeper(PostgresProcess postgres, List<String> settings, Process server) {
        this.postgres = postgres;
        this.settings = List.copyOf(settings);
        this.server = server;
        this.thread = Thread.ofPlatform().daemon().name("postgres-keeper").unstarted(this::keep);
    }

    /**
     * Starts the server and returns when it accepts connections.
     *
     * @param settings {@code name=value} each
     */
    static PostgresKeeper start(PostgresProcess postgres, List<String> settings)
            throws IOException, InterruptedException {
        PostgresKeeper keeper = new PostgresKeeper(postgres, settings, postgres.start(settings, RECOVERY));
        keeper.thread.start();
        return keeper;
    }

    private void keep() {
        Duration pause = SHORTEST_PAUSE;
        try {
            while (true) {
                long begun = System.nanoTime();
                int status = server.waitFor();
                if (System.nanoTime() - begun > LONGEST_PAUSE.toNanos()) {
                    pause = SHORTEST_PAUSE;
                }
                log.error(
                        "PostgreSQL ended, though nobody stopped it (exit code {}). It is started again. Its last words: {}",
                        status,
                        postgres.lastWords());
                do {
                    Thread.sleep(pause);
                    pause = longer(pause);
                } while (!startsAgain(pause));
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private boolean startsAgain(Duration next) throws InterruptedException {
        try {
            postgres.endFirstLife();
            server = postgres.start(settings, RECOVERY);
            log.warn("PostgreSQL runs again (process {})", server.pid());
            return true;
        } catch (IOException | RuntimeException e) {
            log.error(
                    "PostgreSQL cannot be started again, the next try follows in {} s: {}",
                    next.toSeconds(),
                    e.getMessage());
            return false;
        }
    }

    /** Stops the server, and a start that goes on. */
    void close() throws IOException, InterruptedException {
        thread.interrupt();
        thread.join();
        postgres.stop(server);
    }
}
