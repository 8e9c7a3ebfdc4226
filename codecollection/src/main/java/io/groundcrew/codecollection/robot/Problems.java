package io.groundcrew.codecollection.robot;

import java.util.ArrayList;
import java.util.List;

/** What is wrong in one file, at most so much that a person would read it. */
final class Problems {

    private static final int MOST = 100;
    private static final int LONGEST = 600;

    private final List<RobotProblem> kept = new ArrayList<>();
    private int more;
    private boolean moreIsFatal;

    /** Robot could not run what this concerns. */
    void error(int line, String message) {
        add(new RobotProblem(line, true, cut(message)));
    }

    /** Robot runs it; it is probably not meant so. */
    void warning(int line, String message) {
        add(new RobotProblem(line, false, cut(message)));
    }

    /** A setting that counts once is there again. */
    void repeated(Statement setting, String owner) {
        error(
                setting.line(),
                "The setting '" + setting.first() + "' is in the " + owner
                        + " a second time, and only the first counts. Keep one.");
    }

    List<RobotProblem> list() {
        if (more == 0) {
            return List.copyOf(kept);
        }
        List<RobotProblem> all = new ArrayList<>(kept);
        all.add(new RobotProblem(0, moreIsFatal, "The file has " + more + " more problems. Correct these first."));
        return all;
    }

    private void add(RobotProblem problem) {
        if (kept.size() < MOST) {
            kept.add(problem);
        } else {
            more++;
            moreIsFatal |= problem.fatal();
        }
    }

    private static String cut(String message) {
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    }
}
