package io.groundcrew.insight.output;

import io.groundcrew.contracts.run.OutputChunk.Stream;
import io.groundcrew.insight.api.model.ReportItem;
import io.groundcrew.insight.run.Run;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads a run's report: one item a line. */
public final class Reports {

    /** Above what a worker sends at the most. */
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final AnnouncedOutput output;
    private final Attempts attempts;

    public Reports(AnnouncedOutput output, Attempts attempts) {
        this.output = output;
        this.attempts = attempts;
    }

    /** The items; a line that is not one is shown as it is, and the last one says so when part of the report is missing. */
    public List<ReportItem> of(Run run) {
        int attempt = attempts.shown(run, Stream.REPORT);
        byte[] report = output.read(run, attempt, Stream.REPORT, 0, MAX_BYTES);
        List<ReportItem> items = new String(report, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .map(Reports::item)
                .collect(Collectors.toCollection(ArrayList::new));
        Run.Result result = run.result();
        if (result != null && result.attempt() == attempt && report.length < result.reportLength()) {
            items.add(new ReportItem("pre")
                    .obj("The rest is missing: of the report's " + result.reportLength() + " bytes " + report.length
                            + " are kept. Reports are kept for fewer days than runs."));
        }
        return items;
    }

    private static ReportItem item(String line) {
        ReportItem item = parsed(line);
        return item == null || item.getFmt() == null ? new ReportItem("pre").obj(line) : item;
    }

    private static @Nullable ReportItem parsed(String line) {
        try {
            return JSON.readValue(line, ReportItem.class);
        } catch (JacksonException notAnItem) {
            return null;
        }
    }
}
