package io.groundcrew.codecollection.nativebundle;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Tells whether a text is a regular expression. */
final class PatternCheck {

    private PatternCheck() {}

    static boolean isValid(String pattern) {
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
