package io.groundcrew.chassis.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Leaves an answer that broke off after its first bytes were sent to the servlet container, which then closes the connection:
 * a problem that was written behind them would end the half answer as if it were whole.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class BrokenAnswers implements HandlerExceptionResolver {

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (response.isCommitted()) {
            throw new IllegalStateException("An answer broke off on its way", failure);
        }
        return null;
    }
}
