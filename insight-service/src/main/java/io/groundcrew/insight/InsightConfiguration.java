package io.groundcrew.insight;

import io.groundcrew.chassis.ServiceConfiguration;
import io.groundcrew.insight.ingest.EventStore;
import io.groundcrew.insight.ingest.IngestConfiguration;
import io.groundcrew.insight.issue.IssueConfiguration;
import io.groundcrew.insight.issue.Issues;
import io.groundcrew.insight.knowledge.Insights;
import io.groundcrew.insight.knowledge.KnowledgeConfiguration;
import io.groundcrew.insight.knowledge.Samples;
import io.groundcrew.insight.live.LiveConfiguration;
import io.groundcrew.insight.live.Wakeups;
import io.groundcrew.insight.output.OutputChunks;
import io.groundcrew.insight.output.OutputConfiguration;
import io.groundcrew.insight.resource.ResourceConfiguration;
import io.groundcrew.insight.resource.Slxs;
import io.groundcrew.insight.rest.RestConfiguration;
import io.groundcrew.insight.run.RunConfiguration;
import io.groundcrew.insight.run.RunSessions;
import io.groundcrew.insight.run.Runs;
import io.groundcrew.insight.storage.Partitions;
import io.groundcrew.insight.storage.StorageConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.info.InfoEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatServletManagementContextAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The insight service: its features, and the auto-configurations it wants. */
@Configuration(proxyBeanMethods = false)
@Import({
    ServiceConfiguration.class,
    StorageConfiguration.class,
    RunConfiguration.class,
    IssueConfiguration.class,
    KnowledgeConfiguration.class,
    LiveConfiguration.class,
    OutputConfiguration.class,
    ResourceConfiguration.class,
    RestConfiguration.class,
    IngestConfiguration.class
})
@ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    FlywayAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    ValidationAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    HttpEncodingAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
    MetricsAutoConfiguration.class,
    PrometheusMetricsExportAutoConfiguration.class,
    CompositeMeterRegistryAutoConfiguration.class,
    EndpointAutoConfiguration.class,
    WebEndpointAutoConfiguration.class,
    InfoContributorAutoConfiguration.class,
    InfoEndpointAutoConfiguration.class,
    HealthContributorAutoConfiguration.class,
    HealthContributorRegistryAutoConfiguration.class,
    HealthEndpointAutoConfiguration.class,
    DataSourceHealthContributorAutoConfiguration.class,
    ManagementContextAutoConfiguration.class,
    ServletManagementContextAutoConfiguration.class,
    TomcatServletManagementContextAutoConfiguration.class
})
public class InsightConfiguration {

    @Bean
    EventStore eventStore(
            Partitions partitions,
            Runs runs,
            RunSessions sessions,
            OutputChunks output,
            Insights insights,
            Samples samples,
            Issues issues,
            Slxs slxs,
            Wakeups wakeups,
            JdbcTemplate jdbc,
            TransactionTemplate transaction) {
        return new EventStore(
                partitions, runs, sessions, output, insights, samples, issues, slxs, wakeups, jdbc, transaction);
    }
}
