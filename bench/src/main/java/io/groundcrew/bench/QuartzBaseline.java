package io.groundcrew.bench;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/**
 * The same number of checks as plain Quartz has them: one trigger for each, in its clustered JDBC store. A job does nothing
 * but append its nominal fire to a topic. A program of its own, since its processor time is measured.
 */
public final class QuartzBaseline {

    static final String TOPIC = "bench.quartz";

    /** Printed when all triggers are stored and the scheduler goes. */
    static final String READY = "ready";

    private static final String PRODUCER = "producer";
    private static final int CHUNK = 500;

    private QuartzBaseline() {}

    /** How many triggers, their interval in seconds, then the broker's properties; the database is in the environment. */
    public static void main(String[] arguments)
            throws SchedulerException, SQLException, IOException, InterruptedException {
        int count = Integer.parseInt(arguments[0]);
        int interval = Integer.parseInt(arguments[1]);
        createTables();
        Scheduler scheduler = new StdSchedulerFactory(properties()).getScheduler();
        try (Producer<String, byte[]> producer = new KafkaProducer<>(KafkaSettings.producer(kafka(), "bench", 0))) {
            scheduler.getContext().put(PRODUCER, producer);
            for (int begin = 0; begin < count; begin += CHUNK) {
                store(scheduler, begin, Math.min(begin + CHUNK, count), interval);
            }
            scheduler.start();
            System.out.println(READY);
            Thread.currentThread().join();
        }
    }

    /** What the program is told in its environment. */
    static Map<String, String> environment(KafkaConnection kafka, String url, String user, String password) {
        Map<String, String> environment = new HashMap<>(
                Map.of("DB_URL", url, "DB_USER", user, "DB_PASSWORD", password, "KAFKA", kafka.bootstrapServers()));
        kafka.properties().forEach((key, value) -> environment.put("KAFKA_" + key, value));
        return environment;
    }

    /** Appends the nominal fire under the trigger's name. */
    public static final class Append implements Job {

        @Override
        @SuppressWarnings("unchecked")
        public void execute(JobExecutionContext context) throws JobExecutionException {
            try {
                Producer<String, byte[]> producer = Objects.requireNonNull((Producer<String, byte[]>)
                        context.getScheduler().getContext().get(PRODUCER));
                producer.send(new ProducerRecord<>(
                        TOPIC,
                        context.getTrigger().getKey().getName(),
                        context.getScheduledFireTime().toInstant().toString().getBytes(StandardCharsets.UTF_8)));
            } catch (SchedulerException e) {
                throw new JobExecutionException(e);
            }
        }
    }

    private static void store(Scheduler scheduler, int begin, int end, int interval) throws SchedulerException {
        Map<JobDetail, Set<? extends Trigger>> jobs = new HashMap<>();
        long grid = Clock.systemUTC().instant().getEpochSecond() / interval * interval + interval;
        for (int number = begin; number < end; number++) {
            Trigger trigger = TriggerBuilder.newTrigger()
                    .withIdentity(String.valueOf(number))
                    .startAt(Date.from(Instant.ofEpochSecond(grid + number % interval)))
                    .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                            .withIntervalInSeconds(interval)
                            .repeatForever()
                            .withMisfireHandlingInstructionNextWithExistingCount())
                    .build();
            JobDetail job = JobBuilder.newJob(Append.class)
                    .withIdentity(String.valueOf(number))
                    .build();
            jobs.put(job, Set.of(trigger));
        }
        scheduler.scheduleJobs(jobs, true);
    }

    private static void createTables() throws SQLException, IOException {
        String script = "org/quartz/impl/jdbcjobstore/tables_postgres.sql";
        try (InputStream in =
                        Objects.requireNonNull(Scheduler.class.getClassLoader().getResourceAsStream(script));
                Connection connection =
                        DriverManager.getConnection(given("DB_URL"), given("DB_USER"), given("DB_PASSWORD"))) {
            connection.createStatement().execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static KafkaConnection kafka() {
        Map<String, String> properties = new HashMap<>();
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("KAFKA_")) {
                properties.put(name.substring("KAFKA_".length()), value);
            }
        });
        return new KafkaConnection(given("KAFKA"), properties);
    }

    private static String given(String variable) {
        return Objects.requireNonNull(System.getenv(variable), variable);
    }

    /** As the runner has them, but with the ten threads that Quartz recommends. */
    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceName", "bench");
        properties.setProperty("org.quartz.scheduler.instanceId", "AUTO");
        properties.setProperty("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", "16");
        properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        properties.setProperty("org.quartz.threadPool.threadCount", "10");
        properties.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        properties.setProperty(
                "org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        properties.setProperty("org.quartz.jobStore.isClustered", "true");
        properties.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
        properties.setProperty(
                "org.quartz.jobStore.misfireThreshold",
                String.valueOf(Duration.ofSeconds(60).toMillis()));
        properties.setProperty("org.quartz.jobStore.dataSource", "bench");
        properties.setProperty("org.quartz.dataSource.bench.provider", "hikaricp");
        properties.setProperty("org.quartz.dataSource.bench.driver", "org.postgresql.Driver");
        properties.setProperty("org.quartz.dataSource.bench.URL", given("DB_URL"));
        properties.setProperty("org.quartz.dataSource.bench.user", given("DB_USER"));
        properties.setProperty("org.quartz.dataSource.bench.password", given("DB_PASSWORD"));
        properties.setProperty("org.quartz.dataSource.bench.maxConnections", "12");
        return properties;
    }
}
