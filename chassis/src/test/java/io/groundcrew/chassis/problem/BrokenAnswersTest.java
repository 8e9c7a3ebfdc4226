package io.groundcrew.chassis.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class BrokenAnswersTest {

    private final BrokenAnswers answers = new BrokenAnswers();
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final Exception failure = new Exception("The database went away");

    @Test
    void leavesAnAnswerThatHasBegunToTheContainer() {
        response.setCommitted(true);
        assertThatThrownBy(() -> answers.resolveException(new MockHttpServletRequest(), response, null, failure))
                .hasCause(failure);
    }

    @Test
    void leavesAnAnswerThatHasNotBegunToThoseWhoTellTheProblem() {
        assertThat(answers.resolveException(new MockHttpServletRequest(), response, null, failure))
                .isNull();
    }
}
