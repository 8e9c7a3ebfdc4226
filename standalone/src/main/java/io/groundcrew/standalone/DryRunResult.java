package io.groundcrew.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Robot's own dry run of a collection says.
 *
 * @param counts number of files by verdict, in the order given
 * @param remarks a line for each file that is not clean
 */
record DryRunResult(Map<String, Integer> counts, List<String> remarks) {

    /** Throws {@link StartFailure} when the file does not hold what the dry run prints. */
    static DryRunResult read(Path file) throws IOException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        List<String> remarks = new ArrayList<>();
        try {
            JsonNode result = JsonMapper.shared().readTree(Files.readString(file));
            result.path("counts")
                    .properties()
                    .forEach(
                            count -> counts.put(count.getKey(), count.getValue().asInt()));
            for (JsonNode robot : result.path("files")) {
                String verdict = robot.path("verdict").asString();
                if (!verdict.equals("clean")) {
                    List<String> reasons = new ArrayList<>();
                    robot.path("reasons").forEach(reason -> reasons.add(reason.asString()));
                    remarks.add(robot.path("path").asString() + ": " + verdict + ": " + String.join("; ", reasons));
                }
            }
        } catch (JacksonException e) {
            throw broken();
        }
        if (counts.isEmpty()) {
            throw broken();
        }
        return new DryRunResult(counts, remarks);
    }

    private static StartFailure broken() {
        return new StartFailure(
                "The dry run ended without a result; what it said is above. Try again without --dry-run.");
    }
}
