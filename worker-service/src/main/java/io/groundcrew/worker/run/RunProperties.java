package io.groundcrew.worker.run;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * What executions are given and how much they may deliver.
 *
 * @param apiBaseUrl where tasks find the API
 * @param consoleUrl where links in what tasks send lead people; null for the API's address, which serves the console, too
 * @param services the location's shell services, each as {@code name=url}
 * @param logLimit the most bytes of log that are published for a run
 * @param reportLimit the most bytes of report
 * @param issueLimit the most issues
 * @param startNoticeAfter how long a run that may be repeated lasts before its begin is told of
 */
@ConfigurationProperties("worker")
record RunProperties(
        URI apiBaseUrl,
        @Nullable URI consoleUrl,
        List<String> services,
        DataSize logLimit,
        DataSize reportLimit,
        int issueLimit,
        Duration startNoticeAfter) {

    public RunProperties {
        services = List.copyOf(services);
    }

    URI consoleUrlOrApi() {
        return consoleUrl == null ? apiBaseUrl : consoleUrl;
    }

    /** The URLs of the shell services by name. */
    Map<String, String> serviceUrls() {
        Map<String, String> urls = new HashMap<>();
        for (String service : services) {
            int end = service.indexOf('=');
            String url = service.substring(end + 1).strip();
            if (end < 1 || !(url.startsWith("http://") || url.startsWith("https://"))) {
                throw new IllegalArgumentException(
                        "Expected name=url with an http or https URL in worker.services, found \"" + service + "\"");
            }
            urls.put(service.substring(0, end).strip(), url);
        }
        return urls;
    }
}
