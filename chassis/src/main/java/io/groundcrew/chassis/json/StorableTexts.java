package io.groundcrew.chassis.json;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Refuses texts that JSON can write and nothing behind it can hold: PostgreSQL has no NUL, and half a surrogate pair is no
 * character. Found later, such a text would break a run that was accepted.
 */
public final class StorableTexts extends SimpleModule {

    private static final String EXPECTED = "Expected a text that can be stored, found one with ";

    public StorableTexts() {
        super("storable texts");
        addDeserializer(String.class, new Texts());
        addKeyDeserializer(String.class, new Keys());
    }

    private static String checked(String text, DeserializationContext context) {
        if (text.indexOf('\0') >= 0) {
            return context.reportInputMismatch(String.class, EXPECTED + "the character NUL");
        }
        for (int at = 0; at < text.length(); at++) {
            char one = text.charAt(at);
            if (!Character.isSurrogate(one)) {
                continue;
            }
            if (Character.isLowSurrogate(one)
                    || at + 1 == text.length()
                    || !Character.isLowSurrogate(text.charAt(at + 1))) {
                return context.reportInputMismatch(String.class, EXPECTED + "half a surrogate pair");
            }
            at++;
        }
        return text;
    }

    private static final class Texts extends StdScalarDeserializer<String> {

        Texts() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            return checked(StringDeserializer.instance.deserialize(parser, context), context);
        }
    }

    private static final class Keys extends KeyDeserializer {

        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            return checked(key, context);
        }
    }
}
