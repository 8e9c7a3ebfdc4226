package io.groundcrew.chassis.keys;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where key files are.
 *
 * @param privateDirectory this service's own keys; readable by it alone
 * @param publicDirectory everybody's public keys; shared between the services
 */
@ConfigurationProperties("groundcrew.keys")
public record KeyProperties(Path privateDirectory, Path publicDirectory) {}
