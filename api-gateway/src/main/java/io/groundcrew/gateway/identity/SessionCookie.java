package io.groundcrew.gateway.identity;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.ResponseCookie;

/** The cookie that carries a session's secret; scripts cannot read it and other sites cannot make a browser send it. */
public final class SessionCookie {

    private static final String NAME = "groundcrew_session";

    private SessionCookie() {}

    /** The secret in a request's cookie. */
    public static Optional<String> read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(NAME))
                        .map(Cookie::getValue)
                        .findFirst();
    }

    static ResponseCookie carrying(String secret, Duration lifetime, boolean secure) {
        return ResponseCookie.from(NAME, secret)
                .httpOnly(true)
                .sameSite("Strict")
                .path("/")
                .secure(secure)
                .maxAge(lifetime)
                .build();
    }

    static ResponseCookie removal(boolean secure) {
        return carrying("", Duration.ZERO, secure);
    }
}
