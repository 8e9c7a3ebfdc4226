package io.groundcrew.chassis.problem;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.groundcrew.embedded.test.TestLog;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;

class ProblemAdviceTest {

    private final ProblemAdvice advice = new ProblemAdvice();

    @RegisterExtension
    final TestLog said = new TestLog(ProblemAdvice.class, Level.DEBUG);

    @ParameterizedTest
    @CsvSource({
        "08006, 503, does not answer",
        "57P01, 503, does not answer",
        "53100, 503, 'is short of space, memory or connections'",
        "54000, 500, Something broke on our side"
    })
    void saysWhatIsWrongWithTheDatabase(String state, int status, String said) {
        var answer = advice.databaseAway(
                new DataAccessResourceFailureException("storing", new SQLException("trouble", state)));

        assertThat(answer.getStatusCode().value()).isEqualTo(status);
        assertThat(String.valueOf(answer.getBody())).contains(said);
    }

    /** It may be a row of ours that a stricter rule no longer takes. */
    @Test
    void canTellInItsLogWhereARefusedValueCameFrom() {
        IllegalArgumentException refused = new IllegalArgumentException("Expected a name, found \"\".");

        assertThat(advice.malformed(refused).getDetail()).isEqualTo("Expected a name, found \"\".");

        assertThat(said.lines()).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
            assertThat(line.getThrowableProxy().getMessage()).isEqualTo(refused.getMessage());
        });
    }
}
