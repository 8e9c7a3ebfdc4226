package io.groundcrew.worker.mask;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Masks a report, one JSON value a line. Its texts are masked as they read, not as they are escaped, so that quoting inside of
 * them hides nothing; a line that is no JSON is masked as it stands.
 */
public final class MaskedReport {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Masker masker;

    private MaskedReport(Masker masker) {
        this.masker = masker;
    }

    /** The report without secrets. */
    public static byte[] of(byte[] report, Masker masker) {
        if (masker.isIdle() || report.length == 0) {
            return report;
        }
        MaskedReport masked = new MaskedReport(masker);
        ByteArrayOutputStream lines = new ByteArrayOutputStream(report.length);
        for (int from = 0; from < report.length; ) {
            int end = from;
            while (end < report.length && report[end] != '\n') {
                end++;
            }
            lines.writeBytes(masked.line(Arrays.copyOfRange(report, from, end)));
            if (end < report.length) {
                lines.write('\n');
            }
            from = end + 1;
        }
        return lines.toByteArray();
    }

    private byte[] line(byte[] line) {
        try {
            JsonNode value = JSON.readTree(line);
            JsonNode masked = masked(value);
            return masked.equals(value) ? line : JSON.writeValueAsBytes(masked);
        } catch (JacksonException noJson) {
            return masker.mask(line);
        }
    }

    private JsonNode masked(JsonNode value) {
        if (value.isString()) {
            return JSON.getNodeFactory().stringNode(masker.mask(value.stringValue()));
        }
        if (value.isArray()) {
            ArrayNode array = JSON.createArrayNode();
            value.forEach(item -> array.add(masked(item)));
            return array;
        }
        if (value.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            value.properties().forEach(entry -> object.set(masker.mask(entry.getKey()), masked(entry.getValue())));
            return object;
        }
        String text = value.toString();
        String plain = masker.mask(text);
        return plain.equals(text) ? value : JSON.getNodeFactory().stringNode(plain);
    }
}
