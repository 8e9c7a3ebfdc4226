package io.groundcrew.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Attack case 11: no default credentials; the first start makes a random one and shows it once. */
@ExtendWith(OutputCaptureExtension.class)
class AdminTokenTest {

    private static final Pattern TOKEN = Pattern.compile("gc_[A-Za-z0-9_-]{43}");
    private static final String WHOAMI = "/api/v3/users/whoami";

    @TempDir
    Path directory;

    @Test
    void case11MakesARandomTokenAtTheFirstStartOnly(CapturedOutput output) throws Exception {
        try (RunningGateway gateway = new RunningGateway(directory)) {
            String token = gateway.adminToken();
            assertThat(token).matches(TOKEN);
            assertThat(gateway.send(gateway.asAdmin(WHOAMI)).body())
                    .contains("\"subject\":\"admin\"", "\"*\":\"admin\"");
            gateway.restart();
            gateway.restart();
            assertThat(gateway.adminToken()).isEqualTo(token);
            assertThat(TOKEN.matcher(output.getAll()).results().map(match -> match.group()))
                    .containsExactly(token);
        }
    }

    @Test
    void case11KeepsTheTokenInAFileForItsOwnerAndInTheDatabaseAsAHash() throws Exception {
        try (RunningGateway gateway = new RunningGateway(directory)) {
            Path file = gateway.adminTokenFile();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                    .isEqualTo("rwx------");
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(gateway.adminToken().getBytes(StandardCharsets.UTF_8));
            assertThat(gateway.database()
                            .sql("SELECT hash FROM access_token")
                            .query(byte[].class)
                            .list())
                    .containsExactly(hash);
            assertThat(gateway.database()
                            .sql("SELECT t::text FROM access_token t")
                            .query(String.class)
                            .single())
                    .doesNotContain(gateway.adminToken());
        }
    }

    @Test
    void makesAnotherTokenWhenTheGenerationIsRaisedAndEndsTheOneBefore() throws Exception {
        try (RunningGateway gateway = new RunningGateway(directory)) {
            String lost = gateway.adminToken();
            String session = gateway.session(lost);
            Files.delete(gateway.adminTokenFile());
            gateway.restart();
            assertThat(gateway.adminTokenFile()).doesNotExist();
            gateway.restart("gateway.admin-token-generation=2");
            String fresh = gateway.adminToken();
            assertThat(fresh).isNotEqualTo(lost);
            gateway.restart("gateway.admin-token-generation=2");
            assertThat(gateway.adminToken()).isEqualTo(fresh);
            assertThat(gateway.send(gateway.asAdmin(WHOAMI)).statusCode()).isEqualTo(200);
            assertThat(gateway.send(gateway.request(WHOAMI).header("Authorization", "Bearer " + lost))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(gateway.send(gateway.request(WHOAMI).header("Cookie", session))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void startsAlthoughTheDatabaseGoesAwayMeanwhile() throws Exception {
        try (RunningGateway gateway = new RunningGateway(directory)) {
            gateway.lostTransactions.next(2);
            gateway.restart("gateway.admin-token-generation=2");
            assertThat(gateway.lostTransactions.left()).isZero();
            assertThat(gateway.send(gateway.asAdmin(WHOAMI)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void case13KeepsManagementOnItsOwnPortAndToItsThreeEndpoints() throws IOException {
        try (RunningGateway gateway = new RunningGateway(directory)) {
            String management = "http://127.0.0.1:" + gateway.managementPort() + "/actuator/";
            for (String open : new String[] {"health", "info", "prometheus"}) {
                assertThat(status(gateway, management + open)).as(open).isEqualTo(200);
            }
            for (String closed : new String[] {
                "env",
                "heapdump",
                "threaddump",
                "loggers",
                "gateway",
                "beans",
                "configprops",
                "mappings",
                "metrics",
                "shutdown",
                "httpexchanges",
                "flyway",
                "sbom",
                "logfile",
                "conditions",
                "scheduledtasks"
            }) {
                assertThat(status(gateway, management + closed)).as(closed).isEqualTo(404);
                assertThat(gateway.send(gateway.asAdmin("/actuator/" + closed)).statusCode())
                        .isEqualTo(404);
            }
            assertThat(gateway.send(gateway.asAdmin("/actuator/health")).statusCode())
                    .isEqualTo(404);
        }
    }

    private static int status(RunningGateway gateway, String url) {
        return gateway.send(HttpRequest.newBuilder(URI.create(url))).statusCode();
    }
}
