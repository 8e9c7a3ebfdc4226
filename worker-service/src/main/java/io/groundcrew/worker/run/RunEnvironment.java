package io.groundcrew.worker.run;

import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.SecretRef;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.worker.secrets.RunSecrets;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** The {@code RW_…} variables that RunWhen's bundles and libraries read, and those of a cloud identity that a run is given. */
final class RunEnvironment {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** The run's own token, which the task's output must not show. */
    static final String USER_TOKEN = "RW_USER_TOKEN";

    private static final double LOOKBACK_INTERVALS = 1.5;

    private final String api;
    private final String console;
    private final Map<String, String> services;

    /** @param services URLs of the location's shell services by name */
    RunEnvironment(URI apiBaseUrl, URI consoleUrl, Map<String, String> services) {
        this.services = Map.copyOf(services);
        this.api = withoutSlash(apiBaseUrl);
        this.console = withoutSlash(consoleUrl);
    }

    private static String withoutSlash(URI address) {
        String url = address.toString();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** The variables of a run. */
    Map<String, String> of(TaskRequest request, RunSecrets secrets) {
        String workspace = request.run().slx().workspace();
        String slx = request.run().slx().fullName();
        String workspaceUrl = api + "/api/v3/workspaces/" + workspace;
        Map<String, String> variables = new HashMap<>(secrets.identity().variables());
        variables.put("RW_WORKSPACE", workspace);
        variables.put("RW_SLX", slx);
        variables.put("RW_LOCATION", request.location());
        variables.put("RW_TASK_TITLES", titles(request));
        variables.put("RW_SECRETS_KEYS", JSON.writeValueAsString(secretKeys(request)));
        if (!secrets.missing().isEmpty()) {
            variables.put("RW_SECRETS_MISSING", JSON.writeValueAsString(new TreeMap<>(secrets.missing())));
        }
        variables.put("RW_SVC_URLS", JSON.writeValueAsString(serviceUrls(request)));
        variables.put("RW_API_BASE_URL", api);
        variables.put("RW_FRONTEND_URL", console);
        // Libraries put the workspace behind it themselves.
        variables.put("RW_WORKSPACE_API_URL", api + "/api/v3/workspaces");
        variables.put("RW_SLX_API_URL", workspaceUrl + "/slxs/" + slx);
        variables.put("RW_USER_API_URL", api + "/api/v3/users/me");
        variables.put("RW_SECRETS_API_URL", workspaceUrl + "/secrets");
        String token = secrets.token();
        if (token != null) {
            variables.put(USER_TOKEN, token);
        }
        // RW_INTERVAL_SECONDS stays unset: with it the public runtime loops by itself instead of running once.
        switch (request.run().kind()) {
            case SLI -> addSli(request, slx, variables);
            case RUNBOOK -> addRunbook(request, variables);
        }
        return variables;
    }

    private static void addSli(TaskRequest request, String slx, Map<String, String> variables) {
        variables.put("RW_RFNS", kind(request.run().kind()));
        variables.put("RW_SLI_METRIC_NAME", slx.replace('-', '_'));
        variables.put(
                "RW_LOOKBACK_WINDOW",
                String.valueOf(Math.max(1, Math.round(request.intervalSeconds() * LOOKBACK_INTERVALS))));
    }

    private static void addRunbook(TaskRequest request, Map<String, String> variables) {
        variables.put("RW_RFNS", kind(request.run().kind()));
        variables.put("RW_RUNREQUEST_ID", request.run().id().toString());
        if (request.run().session() != null) {
            variables.put("RW_SESSION_ID", request.run().session().toString());
        }
    }

    private static String kind(RobotKind kind) {
        return switch (kind) {
            case SLI -> "sli";
            case RUNBOOK -> "runbook";
        };
    }

    private static String titles(TaskRequest request) {
        return request.taskTitles().isEmpty() ? "*" : JSON.writeValueAsString(request.taskTitles());
    }

    /** Of a service that the location does not have, the keyword that imports it says so. */
    private Map<String, String> serviceUrls(TaskRequest request) {
        Map<String, String> urls = new TreeMap<>();
        request.services().forEach((variable, service) -> {
            String url = services.get(service);
            if (url != null) {
                urls.put(variable, url);
            }
        });
        return urls;
    }

    private static Map<String, String> secretKeys(TaskRequest request) {
        Map<String, String> keys = new TreeMap<>();
        for (SecretRef secret : request.secrets()) {
            keys.put(secret.name(), secret.workspaceKey());
        }
        return keys;
    }
}
