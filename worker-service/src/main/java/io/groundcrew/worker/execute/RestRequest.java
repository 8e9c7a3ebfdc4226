package io.groundcrew.worker.execute;

import io.groundcrew.codecollection.nativebundle.NativeTask.RestBody;
import io.groundcrew.codecollection.nativebundle.NativeTask.RestTask;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a REST task sends, its templates filled: values stay within their header, their JSON text or their place in the URL. */
final class RestRequest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String method;
    private final URI uri;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final byte @Nullable [] body;

    /** @throws IllegalArgumentException with a sentence when a value cannot be sent where it stands */
    RestRequest(Step step, RestTask task) {
        this.method = task.method();
        this.uri = UrlTemplate.fill(task.url(), step.variables());
        if (task.headers().isEmpty() && task.body() == null) {
            this.body = null;
            return;
        }
        Map<String, String> values = new HashMap<>(step.variables());
        step.execution().secrets().forEach((name, value) -> values.put(name, value.strip()));
        task.headers().forEach((name, template) -> headers.put(name, header(name, Templates.fill(template, values))));
        this.body = switch (task.body()) {
            case null -> null;
            case RestBody.Text(String template) ->
                Templates.fill(template, values).getBytes(StandardCharsets.UTF_8);
            case RestBody.Json(Object tree) -> {
                if (headers.keySet().stream().noneMatch("Content-Type"::equalsIgnoreCase)) {
                    headers.put("Content-Type", ContentType.APPLICATION_JSON.toString());
                }
                yield JSON.writeValueAsBytes(filled(tree, values));
            }
        };
    }

    String method() {
        return method;
    }

    URI uri() {
        return uri;
    }

    /**
     * The request itself, or the one that follows a redirect.
     *
     * @param own whether it goes to the first host: headers and body may hold secrets, which are for that one only
     */
    HttpUriRequestBase to(URI place, boolean own) {
        HttpUriRequestBase request = new HttpUriRequestBase(method, place);
        if (own) {
            headers.forEach(request::setHeader);
        }
        if (own && body != null) {
            request.setEntity(new ByteArrayEntity(body, null));
        }
        return request;
    }

    private static String header(String name, String value) {
        if (value.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c > 0x7e)) {
            throw new IllegalArgumentException("The value of header " + name
                    + " has a line break or another sign that headers cannot carry. Expected plain ASCII.");
        }
        return value;
    }

    private static @Nullable Object filled(@Nullable Object node, Map<String, String> values) {
        return switch (node) {
            case String text -> Templates.fill(text, values);
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> filled = new LinkedHashMap<>();
                map.forEach((key, value) -> filled.put(key, filled(value, values)));
                yield filled;
            }
            case List<?> list -> {
                List<@Nullable Object> filled = new ArrayList<>();
                list.forEach(value -> filled.add(filled(value, values)));
                yield filled;
            }
            case null, default -> node;
        };
    }
}
