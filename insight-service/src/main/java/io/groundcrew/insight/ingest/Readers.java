package io.groundcrew.insight.ingest;

import java.util.List;
import org.springframework.context.SmartLifecycle;

/** The readers of one topic in this process. */
final class Readers implements SmartLifecycle {

    private final List<TopicReader> readers;

    Readers(List<TopicReader> readers) {
        this.readers = List.copyOf(readers);
    }

    @Override
    public void start() {
        readers.forEach(TopicReader::start);
    }

    @Override
    public void stop() {
        readers.parallelStream().forEach(TopicReader::stop);
    }

    /** Topics are let go at the same time, so that stopping takes as long as the slowest only. */
    @Override
    public void stop(Runnable callback) {
        Thread.ofVirtual().start(() -> {
            try {
                stop();
            } finally {
                callback.run();
            }
        });
    }

    @Override
    public boolean isRunning() {
        return readers.stream().anyMatch(TopicReader::isRunning);
    }
}
