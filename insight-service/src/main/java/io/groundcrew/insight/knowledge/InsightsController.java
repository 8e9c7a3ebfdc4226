package io.groundcrew.insight.knowledge;

import io.groundcrew.contracts.Names;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.insight.api.InsightsApi;
import io.groundcrew.insight.api.model.InsightList;
import io.groundcrew.insight.api.model.Sample;
import io.groundcrew.insight.web.PageRequest;
import io.groundcrew.insight.web.PageRequest.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RestController;

@RestController
class InsightsController implements InsightsApi {

    private static final Duration USUAL = Duration.ofHours(1);

    private final InsightReads reads;
    private final Samples samples;
    private final Clock clock;

    InsightsController(JdbcClient jdbc, Samples samples, Clock clock) {
        this.reads = new InsightReads(jdbc);
        this.samples = samples;
        this.clock = clock;
    }

    @Override
    public ResponseEntity<List<Sample>> getRecentSamples(
            String workspace, String slx, @Nullable Instant since, @Nullable String subName) {
        Instant from = since == null ? clock.instant().minus(USUAL) : storable(since);
        return ResponseEntity.ok(samples.recent(SlxRef.of(workspace, slx), subName == null ? "" : subName, from));
    }

    /** A time that PostgreSQL knows; there are no samples from before or after. */
    private Instant storable(Instant since) {
        Instant now = clock.instant();
        return since.isBefore(Instant.EPOCH) ? Instant.EPOCH : since.isAfter(now) ? now : since;
    }

    @Override
    public ResponseEntity<InsightList> listInsights(
            String workspace, @Nullable String slx, Integer limit, @Nullable String cursor) {
        Names.workspace(workspace);
        SlxRef only = slx == null ? null : SlxRef.of(workspace, slx);
        Map<String, @Nullable Object> filters = new HashMap<>();
        filters.put("slx", slx);
        PageRequest request = PageRequest.of(
                "/api/v3/workspaces/" + workspace + "/insights", filters, InsightReads.PLACE, limit, cursor);
        Page<io.groundcrew.insight.api.model.Insight> page = reads.list(workspace, only, request);
        return ResponseEntity.ok(new InsightList(page.results()).next(page.next()));
    }
}
