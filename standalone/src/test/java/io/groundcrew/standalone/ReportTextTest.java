package io.groundcrew.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ReportTextTest {

    @Test
    void wrapsAParagraphAndKeepsWhatIsPreformatted() {
        String words = "word ".repeat(30).strip();
        assertThat(text("{\"obj\":\"" + words + "\",\"fmt\":\"p\"}").lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(text("{\"obj\":\"a\\n   b\",\"fmt\":\"pre\"}")).isEqualTo("a\n   b");
        assertThat(text("{\"obj\":\"" + words + "\",\"fmt\":\"code\"}")).isEqualTo(words);
    }

    @Test
    void showsALinkWithItsAddress() {
        assertThat(text("{\"obj\":\"https://x\",\"fmt\":\"a\",\"kwargs\":{\"text\":\"The x\"}}"))
                .isEqualTo("The x (https://x)");
        assertThat(text("{\"obj\":\"https://x\",\"fmt\":\"a\",\"kwargs\":{}}")).isEqualTo("https://x");
    }

    @Test
    void indentsJson() {
        assertThat(text("{\"obj\":{\"a\":1},\"fmt\":\"json\"}").lines()).containsExactly("{", "  \"a\" : 1", "}");
    }

    @Test
    void alignsATableToTheRightAndSaysWhatItIsAboutBelow() {
        assertThat(text("""
                        {"obj":"Pods","fmt":"table","kwargs":{"head":["name","n"],"body":[["a",1],["long",20]]}}""").lines()).containsExactly("name |  n", "   a |  1", "long | 20", "Pods");
    }

    @Test
    void showsADatagridByItsColumns() {
        assertThat(text("""
                        {"obj":"Pods","fmt":"table","kwargs":{"columns":[{"field":"n","headerName":"Name"}],"rows":[{"n":"a"}]}}""").lines()).containsExactly("Name", "   a", "Pods");
    }

    @Test
    void survivesALineOfAnotherShape() {
        assertThat(text("[1]")).isEmpty();
        assertThat(text("{\"obj\":{\"a\":[]},\"fmt\":7,\"kwargs\":3}")).isEqualTo("{\"a\":[]}");
        assertThat(text("{\"obj\":null,\"fmt\":\"table\",\"kwargs\":{\"head\":1,\"body\":{\"x\":2}}}"))
                .isEqualTo("2\n");
    }

    private static String text(String line) {
        return ReportText.of(JsonMapper.shared().readTree(line));
    }
}
