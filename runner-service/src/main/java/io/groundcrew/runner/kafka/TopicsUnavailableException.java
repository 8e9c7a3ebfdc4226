package io.groundcrew.runner.kafka;

/** Kafka did not answer, or refused, when a topic was to be made ready; trying again later may work. */
final class TopicsUnavailableException extends RuntimeException {

    TopicsUnavailableException(String message, Exception cause) {
        super(message + ": " + cause.getMessage() + ". Check that Kafka is reachable.", cause);
    }
}
