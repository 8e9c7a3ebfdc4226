package io.groundcrew.embedded;

import java.util.Properties;

/** The broker's configuration: one node, loopback only, as small as a laptop wants it. */
final class BrokerProperties {

    static final String USER = "groundcrew";

    private static final String DEFAULTS = """
            node.id=1
            process.roles=broker,controller
            controller.listener.names=CONTROLLER
            inter.broker.listener.name=CLIENT
            auto.create.topics.enable=false
            num.partitions=1
            default.replication.factor=1
            min.insync.replicas=1
            message.max.bytes=16777216
            replica.fetch.max.bytes=16777216
            socket.request.max.bytes=33554432
            # Segments are preallocated indexes too: small ones keep a fresh data directory small.
            log.segment.bytes=67108864
            log.index.size.max.bytes=1048576
            log.retention.check.interval.ms=60000
            metadata.log.segment.bytes=16777216
            metadata.max.retention.bytes=33554432
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=1
            offsets.topic.segment.bytes=8388608
            transaction.state.log.replication.factor=1
            transaction.state.log.num.partitions=1
            transaction.state.log.min.isr=1
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.num.partitions=1
            share.coordinator.state.topic.min.isr=1
            share.coordinator.state.topic.segment.bytes=8388608
            # A lone node has nobody to wait for.
            group.initial.rebalance.delay.ms=0
            controller.quorum.election.timeout.ms=100
            controller.quorum.election.backoff.max.ms=100
            # After kill -9 the node must wait until its former session ended: the default is 9 s.
            broker.session.timeout.ms=3000
            broker.heartbeat.interval.ms=500
            # A slot is one share consumer: as many as a big worker has, and more.
            group.share.max.size=1000
            group.share.max.share.sessions=4000
            # At once: with an interval a new slot waits a heartbeat more for its first record.
            group.share.assignment.interval.ms=0
            group.share.heartbeat.interval.ms=1000
            group.share.min.heartbeat.interval.ms=500
            group.share.record.lock.duration.ms=30000
            group.share.min.record.lock.duration.ms=1000
            group.share.delivery.count.limit=10
            # The runner asks for them: when a worker is killed, each of its slots that wait may be given a record once more.
            group.share.max.delivery.count.limit=25
            num.network.threads=2
            num.io.threads=4
            num.replica.fetchers=1
            num.recovery.threads.per.data.dir=2
            background.threads=2
            group.coordinator.threads=1
            share.coordinator.threads=1
            transaction.state.log.load.buffer.size=1048576
            offsets.load.buffer.size=1048576
            log.cleaner.threads=1
            log.cleaner.dedupe.buffer.size=4194304
            log.cleaner.io.buffer.size=262144
            queued.max.requests=200
            remote.log.storage.system.enable=false
            """;

    private BrokerProperties() {}

    static Properties of(KafkaSettings settings, InstanceDirectory directory, int port, int controllerPort) {
        var properties = new Properties();
        DEFAULTS.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .forEach(pair -> properties.setProperty(pair[0], pair[1]));
        String client = "CLIENT://" + Ports.LOOPBACK + ":" + port;
        String controller = Ports.LOOPBACK + ":" + controllerPort;
        properties.setProperty("listeners", client + ",CONTROLLER://" + controller);
        properties.setProperty("advertised.listeners", client);
        properties.setProperty("controller.quorum.voters", "1@" + controller);
        properties.setProperty("log.dirs", directory.path().resolve("log").toString());
        protect(properties, settings.credentials(), directory);
        properties.putAll(settings.overrides());
        return properties;
    }

    private static void protect(Properties properties, boolean credentials, InstanceDirectory directory) {
        if (!credentials) {
            properties.setProperty("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
            return;
        }
        properties.setProperty("listener.security.protocol.map", "CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
        properties.setProperty("sasl.enabled.mechanisms", "PLAIN");
        properties.setProperty("sasl.mechanism.inter.broker.protocol", "PLAIN");
        properties.setProperty("sasl.mechanism.controller.protocol", "PLAIN");
        String node = directory.secret("node-password");
        String accepted = " user_node=\"" + node + "\"";
        String clients = " user_" + USER + "=\"" + directory.secret("password") + "\"";
        properties.setProperty("listener.name.client.plain.sasl.jaas.config", login("node", node, accepted + clients));
        properties.setProperty("listener.name.controller.plain.sasl.jaas.config", login("node", node, accepted));
    }

    static String login(String user, String password, String more) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\"%s;"
                .formatted(user, password, more);
    }
}
