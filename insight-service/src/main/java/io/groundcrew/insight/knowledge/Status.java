package io.groundcrew.insight.knowledge;

import java.util.Locale;

/** How a task or an SLX stands. */
enum Status {
    /** It passed and found nothing. */
    OK,
    /** It passed and raised issues. */
    WARN,
    /** It did not pass. */
    FAIL;

    String apiName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
