package io.groundcrew.gateway.route;

/** The service that should answer cannot be reached, or does not answer in time. */
final class ServiceAwayException extends RuntimeException {

    ServiceAwayException() {
        super("The service that answers this does not respond. Try again in a few seconds; a write may or may not"
                + " have been accepted, and the same Idempotency-Key makes repeating it safe.");
    }
}
