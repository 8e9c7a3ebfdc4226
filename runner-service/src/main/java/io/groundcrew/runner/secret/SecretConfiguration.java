package io.groundcrew.runner.secret;

import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.StorageBox;
import io.groundcrew.chassis.loop.Loop;
import io.groundcrew.runner.change.ChangeCounters;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The workspaces' own secrets. */
@Configuration(proxyBeanMethods = false)
@Import(SecretsController.class)
public class SecretConfiguration {

    @Bean
    SecretRows secretRows(JdbcClient jdbc) {
        return new SecretRows(jdbc);
    }

    @Bean
    WorkspaceSecrets workspaceSecrets(
            SecretRows rows, StorageBox box, ChangeCounters counters, TransactionTemplate transaction, Clock clock) {
        return new WorkspaceSecrets(rows, box, counters, transaction, clock);
    }

    @Bean
    Loop secretsLoop(WorkspaceSecrets secrets) {
        return new Loop("reading secrets", Duration.ofSeconds(1), secrets::refresh);
    }

    @Bean
    Loop secretReencryptionLoop(
            SecretRows rows, StorageBox box, ChangeCounters counters, TransactionTemplate transaction) {
        SecretReencryption reencryption = new SecretReencryption(rows, box, counters, transaction);
        return new Loop("re-encrypting secrets", Duration.ofMinutes(10), reencryption::run);
    }

    @Bean
    SealedSecrets sealedSecrets(WorkspaceSecrets secrets, KeyRing keys) {
        return new SealedSecrets(secrets, keys);
    }

    @Bean
    SealedTokens sealedTokens(KeyRing keys) {
        return new SealedTokens(keys);
    }
}
