package io.groundcrew.worker.run;

import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.RunEvent.AttemptFailed;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.worker.kafka.PatientSender;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Publishes what happens to runs. */
final class RunPublisher {

    /** Room for the record's headers and the batch around it. */
    private static final int MARGIN = 64 * 1024;

    private final PatientSender sender;

    RunPublisher(PatientSender sender) {
        this.sender = sender;
    }

    /** Publishes an event; of more issues than one record can carry, fewer, and then the list counts as incomplete. */
    CompletableFuture<Void> publish(RunEvent event) {
        return sender.send(record(event));
    }

    /** As {@link #publish(RunEvent)}, and together with what was to gather. */
    CompletableFuture<Void> publishNow(RunEvent event) {
        return sender.sendNow(record(event));
    }

    private static ProducerRecord<String, byte[]> record(RunEvent event) {
        RunEvent fitting = event;
        byte[] bytes = Wire.write(fitting);
        while (bytes.length > KafkaSettings.MAX_RECORD_BYTES - MARGIN) {
            RunEvent shorter = withFewerIssues(fitting);
            if (shorter.equals(fitting)) {
                break;
            }
            fitting = shorter;
            bytes = Wire.write(fitting);
        }
        return new ProducerRecord<>(Topics.EVENTS, event.run().slx().fullName(), bytes);
    }

    CompletableFuture<Void> publish(OutputChunk chunk) {
        return sender.send(new ProducerRecord<>(Topics.OUTPUT, chunk.run().id().toString(), Wire.write(chunk)));
    }

    private static RunEvent withFewerIssues(RunEvent event) {
        return switch (event) {
            case Finished finished -> withFewerIssues(finished);
            case AttemptFailed failed -> new AttemptFailed(withFewerIssues(failed.end()));
            default -> event;
        };
    }

    private static Finished withFewerIssues(Finished finished) {
        return new Finished(
                finished.run(),
                finished.attempt(),
                finished.worker(),
                finished.outcome(),
                finished.reason(),
                finished.startedAt(),
                finished.finishedAt(),
                finished.passed(),
                finished.failed(),
                finished.skipped(),
                finished.metric(),
                finished.subMetrics(),
                List.copyOf(finished.issues().subList(0, finished.issues().size() / 2)),
                false,
                finished.logLength(),
                finished.reportLength(),
                finished.intervalSeconds(),
                finished.location(),
                finished.bundle(),
                finished.rest());
    }
}
