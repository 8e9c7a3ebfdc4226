package io.groundcrew.worker.execute;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one run may be and see; see {@code sandbox.py} of the task runtime for how it is kept.
 *
 * @param user the user and group whose the run is, null for the worker's own
 * @param view what is hidden from it, null for nothing
 */
record Confinement(@Nullable Integer user, @Nullable View view) {

    /** Nothing is kept from the run. */
    static final Confinement NONE = new Confinement(null, null);

    /**
     * A part of the file system.
     *
     * @param hidden places that are covered
     * @param visible what is put back, to be read only
     * @param parent the directory in which the directories of runs lie
     */
    record View(List<Path> hidden, List<Path> visible, Path parent) {}

    void addTo(Map<String, Object> start) {
        if (user != null) {
            start.put("uid", user);
            start.put("gid", user);
        }
        if (view != null) {
            start.put(
                    "sandbox",
                    Map.of(
                            "hidden", texts(view.hidden),
                            "visible", texts(view.visible),
                            "parent", view.parent.toString()));
        }
    }

    private static List<String> texts(List<Path> paths) {
        return paths.stream().map(Path::toString).toList();
    }
}
