package io.groundcrew.chassis.problem;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

class ProblemAdviceTest {

    private final ProblemAdvice advice = new ProblemAdvice();
    private final Logger log = (Logger) LoggerFactory.getLogger(ProblemAdvice.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        log.setLevel(Level.DEBUG);
        log.setAdditive(false);
        log.addAppender(said);
    }

    @AfterEach
    void listenNoMore() {
        log.detachAppender(said);
        log.setAdditive(true);
        log.setLevel(null);
    }

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

        assertThat(said.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
            assertThat(line.getThrowableProxy().getMessage()).isEqualTo(refused.getMessage());
        });
    }
}
