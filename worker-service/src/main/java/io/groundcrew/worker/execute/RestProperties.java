package io.groundcrew.worker.execute;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What REST tasks may reach and whom they trust.
 *
 * @param deniedAddresses networks such as {@code 169.254.169.254} or {@code 10.0.0.0/8} that no call and no redirect
 *     reaches, whatever name leads there
 * @param caCertificates PEM file of the authorities that are trusted instead of Java's own; null or empty for those
 */
@ConfigurationProperties("worker.rest")
record RestProperties(
        List<String> deniedAddresses, @Nullable Path caCertificates) {

    public RestProperties {
        deniedAddresses = List.copyOf(deniedAddresses);
    }
}
