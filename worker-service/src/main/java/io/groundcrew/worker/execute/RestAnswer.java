package io.groundcrew.worker.execute;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered.
 *
 * @param headers as they came
 * @param certificate of the server; null without TLS
 * @param seconds from the start of the call to the end of the body
 */
record RestAnswer(
        int status, Header[] headers, byte[] body, @Nullable X509Certificate certificate, double seconds) {

    List<String> header(String name) {
        List<String> values = new ArrayList<>();
        for (Header header : headers) {
            if (header.getName().equalsIgnoreCase(name)) {
                values.add(header.getValue());
            }
        }
        return values;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
