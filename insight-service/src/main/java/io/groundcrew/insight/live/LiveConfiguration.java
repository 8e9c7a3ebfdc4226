package io.groundcrew.insight.live;

import io.groundcrew.insight.output.AnnouncedOutput;
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

/** Live logs and sessions. */
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
    LogDownload logDownload(AnnouncedOutput output, Attempts attempts) {
        return new LogDownload(output, attempts);
    }

    @Bean
    LiveStreams liveStreams(Wakeups wakeups, LiveProperties properties, MeterRegistry meters) {
        LiveStreams streams = new LiveStreams(wakeups, properties);
        Gauge.builder("groundcrew.insight.live.streams", streams, LiveStreams::open)
                .register(meters);
        return streams;
    }

    @Bean
    LogStreams logStreams(
            LiveStreams streams, OutputChunks chunks, Attempts attempts, RunReads runs, LiveProperties properties) {
        return new LogStreams(streams, chunks, attempts, runs, properties);
    }

    @Bean
    SessionStreams sessionStreams(LiveStreams streams, LiveProperties properties) {
        return new SessionStreams(streams, properties);
    }
}
