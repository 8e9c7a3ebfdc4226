package io.groundcrew.runner.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.util.UriComponentsBuilder;

class PagingTest {

    private static final List<String> ALL = List.of("b", "a", "d", "c", "e");

    @BeforeEach
    void aRequest() {
        RequestContextHolder.setRequestAttributes(
                new ServletRequestAttributes(new MockHttpServletRequest("GET", "/things")));
    }

    @AfterEach
    void noRequest() {
        RequestContextHolder.resetRequestAttributes();
    }

    @Test
    void givesEachItemOnceInTheOrderOfTheList() {
        Paging<String> first = cut(ALL, null);
        Paging<String> second = cut(ALL, first.next());
        Paging<String> third = cut(ALL, second.next());

        assertThat(first.results()).containsExactly("b", "a");
        assertThat(second.results()).containsExactly("d", "c");
        assertThat(third.results()).containsExactly("e");
        assertThat(third.next()).isNull();
    }

    @Test
    void goesOnBehindTheLastItemWhereverThatIsNow() {
        String next = cut(ALL, null).next();

        assertThat(cut(List.of("new", "b", "a", "d"), next).results()).containsExactly("d");
    }

    @Test
    void goesOnWhereTheLastItemWasWhenThatIsGone() {
        String next = cut(ALL, null).next();

        assertThat(cut(List.of("b", "d", "c", "e"), next).results()).containsExactly("d", "c");
        assertThat(cut(List.of(), next).results()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "", "YQ", "OTk5OTk5OTk5OTk5IGE"})
    void refusesWhatIsNoCursor(String cursor) {
        assertThatThrownBy(() -> Paging.cut(ALL, 2, cursor, item -> item))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Start at the first page");
    }

    private static Paging<String> cut(List<String> all, @Nullable String next) {
        String cursor = next == null
                ? null
                : Objects.requireNonNull(UriComponentsBuilder.fromUriString(next)
                        .build()
                        .getQueryParams()
                        .getFirst("cursor"));
        return Paging.cut(all, 2, cursor, item -> item);
    }
}
