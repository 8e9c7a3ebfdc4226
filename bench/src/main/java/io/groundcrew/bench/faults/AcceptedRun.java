package io.groundcrew.bench.faults;

import org.jspecify.annotations.Nullable;

/**
 * A run that the API has accepted.
 *
 * @param outcome how it ended as the API tells it, null while it has not
 * @param reason why, where the API tells
 */
record AcceptedRun(
        String id,
        Kind kind,
        @Nullable String outcome,
        @Nullable String reason) {

    /** What was asked for. */
    enum Kind {
        /** Must never run twice. */
        REMEDIATION("remediations"),
        /** May run again. */
        CHECK("checks"),
        /** A remediation that takes longer than any lock or interval. */
        LONG("long");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }
}
