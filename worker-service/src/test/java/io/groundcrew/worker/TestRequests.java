package io.groundcrew.worker;

import io.groundcrew.chassis.keys.SealedBox;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.BundleRef;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunIds;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.contracts.run.SecretRef;
import io.groundcrew.contracts.run.TaskRequest;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests as the runner makes them. */
public final class TestRequests {

    private TestRequests() {}

    public static TaskRequest request(
            String location, Lane lane, boolean repeatable, BundleRef bundle, Map<String, String> variables) {
        RunRef run = new RunRef(
                RunIds.next(Clock.systemUTC()), new SlxRef("default", "disk"), RobotKind.SLI, Instant.now(), null);
        return new TaskRequest(
                run,
                1,
                location,
                bundle.collection(),
                lane,
                bundle,
                List.of(),
                variables,
                List.of(),
                Map.of(),
                repeatable ? Access.READ_ONLY : Access.READ_WRITE,
                repeatable,
                Instant.now().plus(Duration.ofMinutes(5)),
                Duration.ofMinutes(5),
                30,
                null,
                null,
                null);
    }

    /** The same request, which comes too late. */
    static TaskRequest late(TaskRequest request) {
        return copy(
                request, request.secrets(), request.services(), Instant.now().minusSeconds(1), null, null);
    }

    /** The same request as one that may be followed by another attempt. */
    static TaskRequest withAnAttemptLeft(TaskRequest request) {
        return copy(request, request.secrets(), request.services(), request.notAfter(), 1, null);
    }

    /** A request in the lane of checks whose Robot file may call these services. */
    public static TaskRequest withServices(Map<String, String> services) {
        BundleRef bundle = new BundleRef("checks", "c0ffee", "codebundles/disk/sli.robot");
        TaskRequest request = request("lab", Lane.SCHEDULED, true, bundle, Map.of());
        return copy(request, request.secrets(), services, request.notAfter(), null, null);
    }

    static TaskRequest withSecret(TaskRequest request, SecretRef secret) {
        return copy(request, List.of(secret), request.services(), request.notAfter(), null, null);
    }

    /** The same request with one of the workspace's own secrets and a token, sealed to the location. */
    static TaskRequest withSealed(
            TaskRequest request, PublicKey location, String variable, String value, String token) {
        byte[] secret = SealedBox.seal(
                location,
                value.getBytes(StandardCharsets.UTF_8),
                SecretRef.sealContext(request.run().id(), variable));
        byte[] sealedToken = SealedBox.seal(
                location, token.getBytes(StandardCharsets.UTF_8), TaskRequest.tokenContext(request.run()));
        return copy(
                request,
                List.of(new SecretRef(variable, "shop-token", secret)),
                request.services(),
                request.notAfter(),
                null,
                Base64.getEncoder().encodeToString(sealedToken));
    }

    private static TaskRequest copy(
            TaskRequest request,
            List<SecretRef> secrets,
            Map<String, String> services,
            Instant notAfter,
            @Nullable Integer attemptsLeft,
            @Nullable String sealedToken) {
        return new TaskRequest(
                request.run(),
                request.attempt(),
                request.location(),
                request.pool(),
                request.lane(),
                request.bundle(),
                request.taskTitles(),
                request.variables(),
                secrets,
                services,
                request.access(),
                request.repeatable(),
                notAfter,
                request.timeout(),
                request.intervalSeconds(),
                attemptsLeft,
                request.traceparent(),
                sealedToken);
    }
}
