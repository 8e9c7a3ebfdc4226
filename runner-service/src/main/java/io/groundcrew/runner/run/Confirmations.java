package io.groundcrew.runner.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** What Kafka is asked to take and has confirmed, collected by its callbacks and written to the runs in batches by the sweep. */
class Confirmations {

    private static final Logger log = LoggerFactory.getLogger(Confirmations.class);

    private final AcceptedRuns runs;
    private final ConcurrentLinkedQueue<UUID> requested = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<UUID> announced = new ConcurrentLinkedQueue<>();
    private final Set<UUID> onItsWay = ConcurrentHashMap.newKeySet();
    private final Set<UUID> newsOnItsWay = ConcurrentHashMap.newKeySet();

    Confirmations(AcceptedRuns runs) {
        this.runs = runs;
    }

    /** This run's request was handed to Kafka's producer, which sends it when Kafka is there. */
    void sent(UUID run) {
        onItsWay.add(run);
    }

    /** Whether this runner's own request of a run may still arrive. */
    boolean isOnItsWay(UUID run) {
        return onItsWay.contains(run);
    }

    void requested(UUID run) {
        requested.add(run);
        onItsWay.remove(run);
    }

    /** The producer has given up. */
    void failed(UUID run) {
        onItsWay.remove(run);
    }

    /** The news of a run is about to be sent; false when this runner sent it before and it may still arrive. */
    boolean announcing(UUID run) {
        return newsOnItsWay.add(run);
    }

    /** @param stored whether Kafka has the news, or else the producer has given up */
    void announced(UUID run, boolean stored) {
        if (stored) {
            announced.add(run);
        }
        newsOnItsWay.remove(run);
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
