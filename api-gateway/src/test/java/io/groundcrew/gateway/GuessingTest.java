package io.groundcrew.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that come at once, or while they cannot be looked up (attack case 10). */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GuessingTest {

    private static final String WHOAMI = "/api/v3/users/whoami";

    @TempDir
    Path directory;

    @AutoClose
    private RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new RunningGateway(directory, "gateway.login.failures-per-address=5", "gateway.login.looks=2");
    }

    /** As after a start of the gateway, which knows none yet. */
    @Test
    void case10CountsNoRightTokenHoweverManyComeAtOnce() throws SQLException {
        List<CompletableFuture<HttpResponse<String>>> calls;
        try (Connection held = holdTokens()) {
            calls = Stream.generate(() -> bearer(gateway.adminToken()))
                    .limit(20)
                    .toList();
            awaitLookUps(held, 2);
        }
        assertThat(calls)
                .allSatisfy(each -> assertThat(each.join().statusCode()).isEqualTo(200));
    }

    @Test
    void case10LooksAtNoMoreWrongTokensThatComeAtOnceThanItsLimitAndThoseInHand() throws SQLException {
        List<CompletableFuture<HttpResponse<String>>> calls;
        try (Connection held = holdTokens()) {
            calls = IntStream.range(0, 40)
                    .mapToObj(guess -> bearer("gc_wrong" + guess))
                    .toList();
            awaitLookUps(held, 2);
        }
        List<Integer> answers =
                calls.stream().map(each -> each.join().statusCode()).toList();
        assertThat(answers).containsOnly(401, 429);
        assertThat(answers).filteredOn(status -> status == 401).hasSizeBetween(5, 7);
    }

    @Test
    void answers503ToATokenThatFindsNoTurnToBeLookedUp() throws SQLException {
        try (Connection held = holdTokens()) {
            bearer(gateway.adminToken());
            bearer(gateway.adminToken());
            awaitLookUps(held, 2);
            HttpResponse<String> answer = bearer(gateway.adminToken()).join();
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("3");
            assertThat(answer.body()).contains("Too many tokens are being looked up");
        }
    }

    @Test
    void case10CountsNoLogInThatCouldNotBeLookedUp() {
        gateway.database().sql("ALTER TABLE access_token RENAME TO away").update();
        for (int time = 0; time < 6; time++) {
            assertThat(gateway.logIn(gateway.adminToken()).statusCode()).isGreaterThanOrEqualTo(500);
        }
        gateway.database().sql("ALTER TABLE away RENAME TO access_token").update();
        assertThat(gateway.logIn(gateway.adminToken()).statusCode()).isEqualTo(200);
    }

    private CompletableFuture<HttpResponse<String>> bearer(String token) {
        HttpRequest request = gateway.request(WHOAMI)
                .header("Authorization", "Bearer " + token)
                .build();
        return gateway.client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Lets every look-up of a token wait until the connection is closed. */
    private Connection holdTokens() throws SQLException {
        Connection connection = gateway.connectToDatabase();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE access_token IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }

    private static void awaitLookUps(Connection held, int count) {
        await().untilAsserted(() -> {
            try (Statement statement = held.createStatement();
                    ResultSet waiting = statement.executeQuery(
                            "SELECT count(*) FROM pg_locks WHERE relation = 'access_token'::regclass AND NOT granted")) {
                assertThat(waiting.next()).isTrue();
                assertThat(waiting.getInt(1)).isGreaterThanOrEqualTo(count);
            }
        });
    }
}
