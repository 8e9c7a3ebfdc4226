package io.groundcrew.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalLogTest {

    private final StringWriter shown = new StringWriter();
    private final TerminalLog log = new TerminalLog(new PrintWriter(shown));

    @Test
    void showsTextAndColoursAndEndsBoth() {
        log("plain \u001b[1;31mred\u001b[0m ünïcode");
        assertThat(ended()).isEqualTo("plain \u001b[1;31mred\u001b[0m ünïcode\u001b[0m\n");
    }

    @Test
    void attackCase25LeavesOutWhatMovesTheCursorOrSpeaksToTheTerminalItself() {
        log(
                "a\u001b[2J\u001b[1;1Hb\u001b]0;title\u0007c\u001b]8;;http://x\u001b\\link\u001b]52;c;aGk=\u0007d\u0008\u009b2Je");
        assertThat(ended()).isEqualTo("abclinkd??2Je\n");
    }

    @Test
    void attackCase25BreaksTheLineWhereAReturnWouldOverwriteIt() {
        log("FAIL\rPASS\r\nnext");
        assertThat(ended()).isEqualTo("FAIL\nPASS\nnext\n");
    }

    @Test
    void attackCase25ShowsConcealedText() {
        log("\u001b[8mhidden\u001b[38;5;8mgrey\u001b[01;08mhidden too");
        assertThat(ended()).isEqualTo("hidden\u001b[38;5;8mgreyhidden too\u001b[0m\n");
    }

    @Test
    void keepsTheLogBehindAnUnfinishedSequence() {
        log("a\u001b]0;never ended\nb\u001b[31\nc");
        assertThat(ended()).isEqualTo("ab\nc\n");
    }

    @Test
    void joinsACharacterThatComesInTwoParts() {
        byte[] bytes = "é".getBytes(StandardCharsets.UTF_8);
        log.log(bytes, 0, 1);
        log.log(bytes, 1, 1);
        assertThat(ended()).isEqualTo("é\n");
    }

    private void log(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        log.log(bytes, 0, bytes.length);
    }

    private String ended() {
        log.end();
        return shown.toString();
    }
}
