package io.groundcrew.runner.collection;

import io.groundcrew.chassis.keys.StorageBox;
import io.groundcrew.chassis.loop.Loop;
import io.groundcrew.runner.change.ChangeCounters;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** CodeCollections. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CollectionProperties.class)
@Import(CodeCollectionsController.class)
public class CollectionConfiguration {

    @Bean
    CollectionRows collectionRows(JdbcClient jdbc) {
        return new CollectionRows(jdbc);
    }

    @Bean
    CollectionSecrets collectionSecrets(StorageBox box) {
        return new CollectionSecrets(box);
    }

    @Bean
    Mirrors mirrors(CollectionProperties properties, Clock clock, CollectionSecrets secrets) {
        return new Mirrors(properties, clock, secrets);
    }

    @Bean
    Catalogs catalogs(Mirrors mirrors, Clock clock) {
        return new Catalogs(mirrors, clock);
    }

    @Bean
    CollectionDirectory collectionDirectory(CollectionRows rows, ChangeCounters counters, Catalogs catalogs) {
        return new CollectionDirectory(rows, counters, catalogs);
    }

    @Bean
    Loop catalogLoop(CollectionDirectory directory) {
        return new Loop("reading collections", Duration.ofSeconds(1), directory::readCatalogs);
    }

    @Bean
    Syncs syncs(
            CollectionRows rows,
            CollectionDirectory directory,
            Mirrors mirrors,
            Catalogs catalogs,
            ChangeCounters counters,
            TransactionTemplate transaction,
            Clock clock,
            CollectionProperties properties) {
        return new Syncs(rows, directory, mirrors, catalogs, counters, transaction, clock, properties);
    }

    @Bean
    Loop syncLoop(Syncs syncs) {
        return new Loop("starting syncs", Duration.ofSeconds(1), syncs::startDue);
    }

    @Bean
    Loop leaseLoop(Syncs syncs) {
        return new Loop("renewing leases of syncs", Syncs.RENEW_EVERY, syncs::renew);
    }

    @Bean
    SyncSignal syncSignal(Loop syncLoop, Loop leaseLoop) {
        return () -> {
            // A sync of what the collection was before keeps the mirror to itself until it is stopped.
            leaseLoop.wake();
            syncLoop.wake();
        };
    }

    @Bean
    Registration registration(
            CollectionRows rows,
            CollectionDirectory directory,
            CollectionSecrets secrets,
            Mirrors mirrors,
            ChangeCounters counters,
            TransactionTemplate transaction,
            Clock clock,
            SyncSignal signal) {
        return new Registration(
                rows,
                directory,
                secrets,
                mirrors,
                new RemoteCheck(mirrors),
                counters,
                transaction,
                clock,
                signal::wake);
    }

    @Bean
    Loop credentialReencryptionLoop(CollectionRows rows, CollectionSecrets secrets) {
        CredentialReencryption reencryption = new CredentialReencryption(rows, secrets);
        return new Loop("re-encrypting credentials", Duration.ofMinutes(10), reencryption::run);
    }

    @Bean
    Webhooks webhooks(CollectionSecrets secrets) {
        return new Webhooks(secrets);
    }

    @Bean
    ConfiguredCollections configuredCollections(
            CollectionProperties properties, Registration registration, CollectionRows rows) {
        return new ConfiguredCollections(properties, registration, rows);
    }

    @Bean
    Loop configuredCollectionsLoop(ConfiguredCollections collections) {
        return new Loop("registering configured collections", Duration.ofMinutes(10), collections::apply);
    }
}
