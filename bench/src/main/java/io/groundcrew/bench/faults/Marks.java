package io.groundcrew.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the tasks themselves wrote when they began and ended: the only witness that is not ours.
 *
 * @param starts how often each run began
 * @param ends how often each run came to its end
 * @param lastFires when each SLI fired last, in seconds since the epoch
 */
record Marks(Map<String, Integer> starts, Map<String, Integer> ends, Map<String, Double> lastFires) {

    Marks {
        starts = Map.copyOf(starts);
        ends = Map.copyOf(ends);
        lastFires = Map.copyOf(lastFires);
    }

    static Marks read(Path file) throws IOException {
        return of(Files.readAllLines(file));
    }

    /** @throws IllegalArgumentException for a line that no task writes */
    static Marks of(List<String> lines) {
        Map<String, Integer> starts = new HashMap<>();
        Map<String, Integer> ends = new HashMap<>();
        Map<String, Double> fires = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            switch (words.length == 4 ? words[0] : "") {
                case "start" -> starts.merge(words[1], 1, Integer::sum);
                case "end" -> ends.merge(words[1], 1, Integer::sum);
                case "fire" -> fires.merge(words[1], Double.parseDouble(words[2].replace(',', '.')), Math::max);
                default -> throw new IllegalArgumentException("Expected a mark of a task, found \"" + line + "\"");
            }
        }
        return new Marks(starts, ends, fires);
    }

    int startsOf(String run) {
        return starts.getOrDefault(run, 0);
    }

    boolean ended(String run) {
        return ends.containsKey(run);
    }

    /** Runs that began and are not among these. */
    List<String> strangers(Set<String> known) {
        List<String> strangers = new ArrayList<>(starts.keySet());
        strangers.removeAll(known);
        return strangers;
    }
}
