package io.groundcrew.insight.live;

import io.groundcrew.insight.output.Attempts;
import io.groundcrew.insight.output.OutputChunks;
import io.groundcrew.insight.run.RunReads;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Live logs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LiveProperties.class)
public class LiveConfiguration {

    @Bean
    Wakeups wakeups(JdbcTemplate jdbc) {
        return new Wakeups(jdbc);
    }

    @Bean
    WakeupListener wakeupListener(DataSource database, Wakeups wakeups) {
        return new WakeupListener(database, wakeups);
    }

    @Bean
    LogDownload logDownload(OutputChunks chunks, Attempts attempts) {
        return new LogDownload(chunks, attempts);
    }

    @Bean
    LogStreams logStreams(
            OutputChunks chunks,
            Attempts attempts,
            RunReads runs,
            Wakeups wakeups,
            LiveProperties properties,
            MeterRegistry meters) {
        LogStreams streams = new LogStreams(chunks, attempts, runs, wakeups, properties);
        Gauge.builder("groundcrew.insight.live.streams", streams, LogStreams::open)
                .register(meters);
        return streams;
    }
}
