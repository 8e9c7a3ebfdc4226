package io.groundcrew.runner.run;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** What Kafka has confirmed, collected by its callbacks and written to the runs in batches by the sweep. */
class Confirmations {

    private static final Logger log = LoggerFactory.getLogger(Confirmations.class);

    private final AcceptedRuns runs;
    private final ConcurrentLinkedQueue<UUID> requested = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<UUID> announced = new ConcurrentLinkedQueue<>();

    Confirmations(AcceptedRuns runs) {
        this.runs = runs;
    }

    void requested(UUID run) {
        requested.add(run);
    }

    void announced(UUID run) {
        announced.add(run);
    }

    /** Writes what has come; what the database does not take is kept for the next time. */
    void write() {
        List<UUID> batch = drain(requested);
        List<UUID> news = drain(announced);
        try {
            if (!batch.isEmpty()) {
                runs.confirm(batch);
            }
            news.forEach(runs::announced);
        } catch (DataAccessException e) {
            requested.addAll(batch);
            announced.addAll(news);
            log.warn("{} confirmations of Kafka wait for the database: {}", batch.size() + news.size(), e.toString());
        }
    }

    private static List<UUID> drain(ConcurrentLinkedQueue<UUID> queue) {
        List<UUID> drained = new ArrayList<>();
        for (UUID next = queue.poll(); next != null; next = queue.poll()) {
            drained.add(next);
        }
        return drained;
    }
}
