package io.groundcrew.standalone;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prints the first results of a start as they arrive, by asking the API as any client would. */
final class FirstResults {

    private static final int SHOWN = 8;
    private static final int ROUNDS = 60;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private FirstResults() {}

    /**
     * Says where the token is, and prints up to eight results within a minute; returns earlier when it is to end. Prints
     * nothing when the token is kept elsewhere.
     */
    static void show(int port, Path tokenFile, CountDownLatch end, PrintStream out) throws InterruptedException {
        if (!Files.exists(tokenFile)) {
            return;
        }
        out.println("Log in with the token in " + tokenFile);
        Set<String> seen = new HashSet<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(
                            "http://" + Installation.LOOPBACK + ":" + port + "/api/v3/workspaces/default/insights"))
                    .header(
                            "Authorization",
                            "Bearer " + Files.readString(tokenFile).strip())
                    .timeout(Duration.ofSeconds(5))
                    .build();
            for (int round = 0; round < ROUNDS && seen.size() < SHOWN; round++) {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    JSON.readTree(answer.body()).path("results").forEach(insight -> print(insight, seen, out));
                }
                if (end.await(1, TimeUnit.SECONDS)) {
                    return;
                }
            }
        } catch (IOException e) {
            System.err.println("Could not show the first results: " + e.getMessage());
        }
    }

    private static void print(JsonNode insight, Set<String> seen, PrintStream out) {
        String name = TerminalText.line(insight.path("slxShortName").asString("") + " "
                + insight.path("taskTitle").asString(""));
        if (seen.size() < SHOWN && seen.add(name)) {
            out.printf("  %-4s %s%n", insight.path("status").asString(""), name);
        }
    }
}
