package io.groundcrew.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Robot's own dry run of a collection says, in the form in which the task runtime prints it.
 *
 * @param counts number of files by verdict, in the order given
 */
record DryRunResult(List<Robot> files, Map<String, Integer> counts) {

    /** @param reasons for a verdict other than {@code clean}, a line for each thing that is wrong */
    record Robot(String path, String verdict, List<String> reasons) {

        Robot {
            reasons = List.copyOf(reasons);
        }

        boolean isClean() {
            return verdict.equals("clean");
        }

        /** Whether it would fail when it runs; a library may be missing on this machine alone. */
        boolean fails() {
            return verdict.equals("keyword") || verdict.equals("platform");
        }
    }

    DryRunResult {
        files = List.copyOf(files);
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    /** Null when the file does not hold what the dry run prints at its end. */
    static @Nullable DryRunResult read(Path file) throws IOException {
        try {
            return JsonMapper.shared().readValue(Files.readString(file), DryRunResult.class);
        } catch (JacksonException e) {
            return null;
        }
    }

    /** How many robots would fail when they run. */
    long failing() {
        return files.stream().filter(Robot::fails).count();
    }
}
