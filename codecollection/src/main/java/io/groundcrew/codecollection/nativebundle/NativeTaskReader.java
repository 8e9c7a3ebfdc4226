package io.groundcrew.codecollection.nativebundle;

import io.groundcrew.codecollection.bundle.Access;
import io.groundcrew.codecollection.nativebundle.NativeTask.BashTask;
import io.groundcrew.codecollection.nativebundle.NativeTask.PythonTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one task of a {@code codebundle.yaml}. */
final class NativeTaskReader {

    private static final Pattern SCRIPT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Duration LONGEST = Duration.ofHours(4);

    private final Declared declared;
    private final SqlTaskReader sql;
    private final RestTaskReader rest;

    NativeTaskReader(Declared declared) {
        this.declared = declared;
        this.sql = new SqlTaskReader(declared);
        this.rest = new RestTaskReader(declared);
    }

    @Nullable
    NativeTask read(Fields fields, boolean sli) {
        String type = fields.required("type");
        TaskCard card = card(fields, sli);
        return switch (type) {
            case "bash" -> new BashTask(card, script(fields));
            case "python" -> new PythonTask(card, script(fields));
            case "sql" -> sql.read(fields, card, sli);
            case "rest" -> rest.read(fields, card, sli);
            default -> {
                fields.problem(fields.line("type"), "Expected type bash, python, sql or rest, found '" + type + "'.");
                yield null;
            }
        };
    }

    private TaskCard card(Fields fields, boolean sli) {
        Access access = switch (fields.text("access")) {
            case null -> Access.of(fields.texts("tags"));
            case "read-only" -> Access.READ_ONLY;
            case "read-write" -> Access.READ_WRITE;
            case String text -> {
                fields.problem(fields.line("access"), "Expected read-only or read-write, found '" + text + "'.");
                yield Access.UNTAGGED;
            }
        };
        if (sli && access == Access.READ_WRITE) {
            fields.problem(fields.line("access"), "An SLI only looks. Move a task that changes things to the runbook.");
        }
        List<String> tags = new ArrayList<>(fields.texts("tags"));
        if (access != Access.UNTAGGED && Access.of(tags) != access) {
            tags.add("access:" + access.text());
        }
        return new TaskCard(
                fields.required("title"),
                fields.textOr("documentation", ""),
                tags,
                access,
                timeout(fields),
                fields.line());
    }

    private static @Nullable Duration timeout(Fields fields) {
        String text = fields.text("timeout");
        if (text == null) {
            return null;
        }
        Duration timeout = NativeDurations.parse(text).orElse(Duration.ZERO);
        if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0) {
            fields.problem(
                    fields.line("timeout"), "Expected a duration up to 4h such as 30s or 5m, found '" + text + "'.");
            return null;
        }
        return timeout;
    }

    private String script(Fields fields) {
        fields.only(Declared.cardAnd("script"));
        String script = fields.required("script");
        if (!SCRIPT.matcher(script).matches()) {
            fields.problem(
                    fields.line("script"), "Expected the name of a file beside codebundle.yaml, found another path.");
        } else if (!declared.siblings().contains(script)) {
            fields.problem(
                    fields.line("script"),
                    "Expected the file '" + script + "' beside codebundle.yaml, and there is none. Commit it.");
        }
        return script;
    }
}
