package io.groundcrew.worker.execute;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A run's report: one JSON object a line, as {@code report.jsonl} has them, cut at a whole line with a notice. */
final class Report {

    static final int MOST = 5 * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private boolean full;

    void add(Object obj, String format, Map<String, ?> arguments, @Nullable String task) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("obj", obj);
        line.put("fmt", format);
        line.put("kwargs", arguments);
        line.put("taskName", task);
        line.put("taskDoc", null);
        line.put("taskStatus", null);
        line.put("taskMessage", "");
        addLine(JSON.writeValueAsBytes(line));
    }

    void pre(String text, @Nullable String task) {
        add(text, "pre", Map.of(), task);
    }

    void table(String about, List<String> head, List<? extends List<String>> body, @Nullable String task) {
        add(about, "table", Map.of("head", head, "body", body), task);
    }

    /** A line that is JSON already, without its line break. */
    void addLine(byte[] line) {
        if (full) {
            return;
        }
        if (lines.size() + line.length + 1 > MOST - 256) {
            full = true;
            pre("[The report is longer than " + MOST + " bytes. The rest is left out.]");
            return;
        }
        write(line);
    }

    private void pre(String notice) {
        write(("{\"obj\":\"" + notice + "\",\"fmt\":\"p\",\"kwargs\":{},\"taskName\":null}")
                .getBytes(StandardCharsets.UTF_8));
    }

    private void write(byte[] line) {
        lines.writeBytes(line);
        lines.write('\n');
    }

    byte[] bytes() {
        return lines.toByteArray();
    }
}
