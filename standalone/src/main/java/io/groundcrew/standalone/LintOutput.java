package io.groundcrew.standalone;

import io.groundcrew.codecollection.bundle.Finding;
import io.groundcrew.codecollection.lint.LintReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What lint prints.
 *
 * @param collection its name
 * @param report of the static reading
 * @param dryRun null when none was asked for, or it ended without a result
 */
record LintOutput(
        String collection, LintReport report, @Nullable DryRunResult dryRun) {

    /** Whether something of the collection cannot be used. */
    boolean hasErrors() {
        return report.hasErrors() || (dryRun != null && dryRun.failing() > 0);
    }

    /** One object, for programs. */
    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("collection", collection);
        all.put("commit", report.commit());
        all.put("counts", counts());
        all.put("findings", report.findings().stream().map(LintOutput::finding).toList());
        if (dryRun != null) {
            Map<String, Object> shown = new LinkedHashMap<>(dryRun.counts());
            shown.put("files", dryRun.files());
            all.put("dryRun", shown);
        }
        return JsonMapper.shared().writeValueAsString(all);
    }

    /** For people. */
    String text() {
        StringBuilder text = new StringBuilder("Collection " + TerminalText.line(collection));
        text.append(report.commit() == null ? "" : ", commit " + report.commit())
                .append("\n\n");
        counts().forEach((name, count) -> row(text, name, count, name.equals("tasks") ? untagged() : ""));
        if (dryRun != null) {
            text.append("\nDry run, robots by verdict\n\n");
            dryRun.counts().forEach((name, count) -> row(text, name, count, ""));
            text.append('\n');
            dryRun.files().stream()
                    .filter(robot -> !robot.isClean())
                    .forEach(robot -> text.append(line(robot)).append('\n'));
        }
        text.append('\n');
        report.findings().forEach(finding -> text.append(line(finding)).append('\n'));
        return text + verdict();
    }

    private Map<String, Integer> counts() {
        LintReport.Counts counts = report.counts();
        Map<String, Integer> shown = new LinkedHashMap<>();
        shown.put("bundles", counts.bundles());
        shown.put("robots", counts.robots());
        shown.put("tasks", counts.tasks());
        shown.put("variables", counts.variables());
        shown.put("secrets", counts.secrets());
        shown.put("generationRules", counts.generationRules());
        shown.put("templates", counts.templates());
        shown.put("unreadable", counts.unreadable());
        return shown;
    }

    private static Map<String, Object> finding(Finding finding) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("path", finding.path());
        shown.put("line", finding.line());
        shown.put("severity", severity(finding));
        shown.put("message", finding.message());
        return shown;
    }

    private static void row(StringBuilder text, String name, int count, String remark) {
        String words = name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        text.append("  %-18s%6d%s%n".formatted(words, count, remark));
    }

    private String untagged() {
        int untagged = report.counts().untagged();
        return untagged == 0 ? "" : "  (" + untagged + " without an access tag)";
    }

    private static String line(Finding finding) {
        String place = finding.line() == 0 ? finding.path() : finding.path() + ":" + finding.line();
        return TerminalText.line(place + ": " + severity(finding) + ": " + finding.message());
    }

    private static String line(DryRunResult.Robot robot) {
        return TerminalText.line(robot.path() + ": " + robot.verdict() + ": " + String.join("; ", robot.reasons()));
    }

    private String verdict() {
        long errors = report.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .count();
        long warnings = report.findings().size() - errors;
        return (errors == 1 ? "1 error, " : errors + " errors, ")
                + (warnings == 1 ? "1 warning" : warnings + " warnings")
                + (dryRun == null ? "" : ", " + failing(dryRun.failing()) + " in the dry run");
    }

    private static String failing(long robots) {
        return robots == 1 ? "1 robot fails" : robots + " robots fail";
    }

    private static String severity(Finding finding) {
        return finding.severity().name().toLowerCase(Locale.ROOT);
    }
}
