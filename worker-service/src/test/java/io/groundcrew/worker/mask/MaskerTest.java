package io.groundcrew.worker.mask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack cases 36 and 38. */
class MaskerTest {

    private static final String SECRET = "pa'ss \"w0rd\\ü$/+&é?";
    private static final String PEM = """
            -----BEGIN PRIVATE KEY-----
            MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj
            MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu
            NMoSfm76oqFvAp8Gy0iz5sxjZmSnXyCdPEovGhLa0VzMaQ8s+CLOyS56YyCFGeJZ
            -----END PRIVATE KEY-----
            """;

    static Stream<String> forms() {
        return Stream.of(
                SECRET,
                base64("", SECRET, ""),
                base64("x", SECRET, ""),
                base64("xy", SECRET, "z"),
                base64("", SECRET, "\n"),
                base64("user:", SECRET, "").replace('+', '-').replace('/', '_'),
                HexFormat.of().formatHex(SECRET.getBytes(UTF_8)),
                HexFormat.of().withUpperCase().formatHex(SECRET.getBytes(UTF_8)),
                URLEncoder.encode(SECRET, UTF_8),
                URLEncoder.encode(SECRET, UTF_8).replace("+", "%20"),
                "pa%27ss%20%22w0rd%5c%c3%bc%24%2f%2b%26%c3%a9%3f",
                "pa'ss \\\"w0rd\\\\ü$/+&é?",
                "pa'ss \\\"w0rd\\\\\\u00fc$/+&\\u00e9?",
                "pa'ss \\\"w0rd\\\\\\u00fc$/+\\u0026\\u00e9?",
                "pa'\\''ss \"w0rd\\ü$/+&é?",
                "pa'\"'\"'ss \"w0rd\\ü$/+&é?",
                "pa'ss \\\"w0rd\\\\ü\\$/+&é?");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void masksEveryFormWhereverTheOutputIsCut(String form) {
        Masker masker = new Masker(List.of(SECRET));
        String text = "before " + form + " after\n" + form + "\n";
        byte[] bytes = text.getBytes(UTF_8);

        String whole = masker.mask(text);
        assertThat(whole).startsWith("before ").contains("***").contains(" after\n");
        assertThat(whole.length()).isLessThan(text.length() - form.length());
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(inParts(masker, bytes, cut, bytes.length)).isEqualTo(whole);
        }
        assertThat(byteByByte(masker, bytes)).isEqualTo(whole);
    }

    @Test
    void writesOneMaskForTheWholeSecret() {
        Masker masker = new Masker(List.of(SECRET));

        assertThat(masker.mask("a " + SECRET + " b")).isEqualTo("a *** b");
        assertThat(masker.mask(SECRET)).isEqualTo("***");
    }

    @Test
    void masksWhatIsLeftOfASecretWhereATextWasCut() {
        Masker masker = new Masker(List.of(SECRET, "hunter2-hunter2", "x".repeat(70) + "y".repeat(70)));
        String text =
                "found 'hunter2-hun…', pa'ss…, hunt…, " + "x".repeat(70) + "y".repeat(50) + "…; hun… and hunter2-";
        String masked = "found '***…', ***…, ***…, ***…; hun… and hunter2-";

        assertThat(masker.mask(text)).isEqualTo(masked);
        assertThat(byteByByte(masker, text.getBytes(UTF_8))).isEqualTo(masked);
    }

    @Test
    void masksEachLineOfAKeyFileAndItsBase64() {
        Masker masker = new Masker(List.of(PEM));
        String[] lines = PEM.split("\n");

        for (int line = 1; line < 4; line++) {
            assertThat(masker.mask("> " + lines[line] + " <")).isEqualTo("> *** <");
        }
        assertThat(masker.mask(PEM)).isEqualTo("""
                -----BEGIN PRIVATE KEY-----
                ***
                ***
                ***
                -----END PRIVATE KEY-----
                """);
        assertThat(masker.mask(PEM.replace("\n", "\\n"))).isEqualTo("***\\n");
        assertThat(masker.mask(base64("", PEM.strip(), ""))).isEqualTo("***");
        assertThat(masker.mask(base64("", PEM, ""))).startsWith("***").hasSizeLessThan(8);
        for (int width : new int[] {64, 76}) {
            String wrapped = Base64.getMimeEncoder(width, new byte[] {'\n'}).encodeToString(PEM.getBytes(UTF_8));
            assertThat(masker.mask(wrapped).replace("***", "").replace("=", "").strip())
                    .as("%s columns", width)
                    .hasSizeLessThan(8);
        }
    }

    @Test
    void masksTheCredentialsOfAKubeconfigAndLeavesTheNamesThatFindingsAreAbout() {
        String kubeconfig = """
                apiVersion: v1
                kind: Config
                clusters:
                - cluster:
                    server: https://10.0.0.1:6443
                  name: lab
                contexts:
                - context:
                    namespace: production
                users:
                - name: bot
                  user:
                    token: tok-abcdef-123
                    exec:
                      env:
                      - name: LOGIN
                        value: open-sesame
                """;
        Masker masker = new Masker(List.of(kubeconfig, "header = \"Authorization: Bearer abc-def-ghi\"\n"));

        assertThat(masker.mask("got tok-abcdef-123.")).isEqualTo("got ***.");
        assertThat(masker.mask("curl -H 'abc-def-ghi'")).isEqualTo("curl -H '***'");
        assertThat(masker.mask("  value: open-sesame")).isEqualTo("  ***");
        String harmless = "kind: Config\n- cluster:\n    server: https://10.0.0.1:6443\n  namespace: production\n";
        assertThat(masker.mask(harmless)).isEqualTo(harmless);
    }

    @Test
    void masksTheSecretsAmongTheArgumentsOfAKubeconfigsProgram() {
        Masker masker = new Masker(
                List.of("""
                apiVersion: v1
                kind: Config
                users:
                - name: spn
                  user:
                    exec:
                      command: kubelogin
                      args:
                      - get-token
                      - --tenant-id
                      - tenant-of-shop
                      - --client-secret
                      - Q~w3rty.secret
                      - --region
                      - eu-west-1
                      - -p
                      - "open-sesame"
                """, "{\"args\": [\"--token\", \"tok-abcdef-123\", \"--cluster-name\", \"web-shop\"]}"));

        assertThat(masker.mask("kubelogin --client-secret Q~w3rty.secret --tenant-id tenant-of-shop"))
                .isEqualTo("kubelogin --client-secret *** --tenant-id tenant-of-shop");
        assertThat(masker.mask(base64("", "Q~w3rty.secret", ""))).isEqualTo("***");
        assertThat(masker.mask("got tok-abcdef-123 for web-shop")).isEqualTo("got *** for web-shop");
        assertThat(masker.mask("      - \"open-sesame\"")).isEqualTo("      ***");
        String harmless = "- --region\n- eu-west-1\n- tenant-of-shop\n- --client-secret\n";
        assertThat(masker.mask(harmless)).isEqualTo(harmless);
    }

    @Test
    void masksThePartsOfAKeyFileThatIsOneTextInJson() {
        Masker masker =
                new Masker(List.of("{\"type\": \"sa\", \"private_key\": \"" + PEM.replace("\n", "\\n") + "\"}"));

        assertThat(masker.mask(PEM)).doesNotContain("MIIE", "MzEf", "NMoS").contains("-----BEGIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", " \n", "x\n"})
    void leavesOutputAloneForValuesThatAreTooShort(String value) {
        assertThat(new Masker(List.of(value)).isIdle()).isTrue();
        assertThat(new Masker(List.of(value)).mask("a ab abc x")).isEqualTo("a ab abc x");
    }

    @Test
    void masksALongSecretOfOneLineWholeAndInItsParts() {
        Random random = new Random(7);
        StringBuilder made = new StringBuilder();
        while (made.length() < 64 * 1024) {
            made.append((char) ('!' + random.nextInt(90)));
        }
        String secret = made.toString();
        Masker masker = new Masker(List.of(secret));

        assertThat(masker.mask("<" + secret + ">")).isEqualTo("<***>");
        assertThat(masker.mask(base64("", secret, ""))).isEqualTo("***");
        assertThat(masker.mask(secret.substring(1000, 1400))).contains("***").hasSizeLessThan(160);
    }

    @Test
    void masksSecretsThatBeginAlikeOrOverlap() {
        Masker masker = new Masker(List.of("abcdef", "abcdefghij", "ghijklmn"));

        assertThat(masker.mask("abcdef!")).isEqualTo("***!");
        assertThat(masker.mask("abcdefghijklmn!")).isEqualTo("***!");
        assertThat(byteByByte(masker, "abcdefghijklmn!abcdefgh".getBytes(UTF_8)))
                .isEqualTo("***!***gh");
    }

    @Test
    void holdsBackNothingOfAFinishedLine() {
        Masker masker = new Masker(List.of(SECRET, PEM, "\nodd\nvalue\n"));
        ByteArrayOutputStream live = new ByteArrayOutputStream();
        Masker.Flow flow = new Masker.Flow(masker, live::write);

        for (String line : (PEM + "progress 1\n" + SECRET + "\nodd\n").split("(?<=\n)")) {
            flow.take(line.getBytes(UTF_8), 0, line.getBytes(UTF_8).length);
            assertThat(live.toString(UTF_8)).endsWith("\n");
        }
        flow.take("login: pa".getBytes(UTF_8), 0, 9);
        assertThat(live.toString(UTF_8)).endsWith("\nlogin: ");
        flow.end();
        assertThat(live.toString(UTF_8)).endsWith("\nlogin: pa");
    }

    /** What cannot be recognised; documentation says so. */
    @Test
    void doesNotKnowASecretThatWasTurnedAround() {
        Masker masker = new Masker(List.of("hunter2-hunter2"));

        assertThat(masker.mask("2retnuh-2retnuh")).isEqualTo("2retnuh-2retnuh");
        assertThat(masker.mask("hunter2-".toUpperCase(Locale.ROOT))).isEqualTo("HUNTER2-");
        assertThat(masker.mask("hunter\u001b[1m2-hunter2")).contains("hunter2");
    }

    @Test
    void masksTextsInsideAReportAndKeepsItJson() {
        Masker masker = new Masker(List.of(SECRET, "12345678"));
        String report = "{\"obj\":\"x " + SECRET.replace("\\", "\\\\").replace("\"", "\\\"")
                + "\",\"fmt\":\"p\"}\n{\"obj\":{\"a\":[12345678]},\"fmt\":\"json\"}\n{\"obj\":\"clean\"}\nno json "
                + SECRET;

        assertThat(new String(MaskedReport.of(report.getBytes(UTF_8), masker), UTF_8))
                .isEqualTo("{\"obj\":\"x ***\",\"fmt\":\"p\"}\n{\"obj\":{\"a\":[\"***\"]},\"fmt\":\"json\"}\n"
                        + "{\"obj\":\"clean\"}\nno json ***");
    }

    private static String base64(String before, String secret, String after) {
        return Base64.getEncoder().withoutPadding().encodeToString((before + secret + after).getBytes(UTF_8));
    }

    private static String inParts(Masker masker, byte[] bytes, int... cuts) {
        ByteArrayOutputStream masked = new ByteArrayOutputStream();
        Masker.Flow flow = new Masker.Flow(masker, masked::write);
        int from = 0;
        List<Integer> ends = new ArrayList<>();
        for (int cut : cuts) {
            ends.add(cut);
        }
        for (int end : ends) {
            flow.take(bytes, from, end - from);
            from = end;
        }
        flow.end();
        return masked.toString(UTF_8);
    }

    private static String byteByByte(Masker masker, byte[] bytes) {
        int[] cuts = new int[bytes.length];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = i + 1;
        }
        return inParts(masker, bytes, cuts);
    }
}
