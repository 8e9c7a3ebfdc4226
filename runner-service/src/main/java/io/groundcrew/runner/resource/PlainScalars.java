package io.groundcrew.runner.resource;

import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * What stands without quotes is a number only where YAML 1.1 and 1.2 both take it for one. Those who render documents write by
 * the one what we read by the other: the account {@code 012345678909} and the commit {@code 12e45678} are texts there.
 */
final class PlainScalars implements Schema {

    private static final Pattern INTEGER = Pattern.compile("[-+]?(?:0|[1-9][0-9]*|0x[0-9a-fA-F]+)");
    private static final Pattern DECIMAL = Pattern.compile(
            "[-+]?(?:[0-9]+\\.[0-9]*|\\.[0-9]+)(?:[eE][-+][0-9]+)?|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");

    private final Schema core = new CoreSchema();

    @Override
    public ScalarResolver getScalarResolver() {
        ScalarResolver resolver = core.getScalarResolver();
        return (value, implicit) -> {
            Tag tag = resolver.resolve(value, implicit);
            boolean otherwise = (tag.equals(Tag.INT) && !INTEGER.matcher(value).matches())
                    || (tag.equals(Tag.FLOAT) && !DECIMAL.matcher(value).matches());
            return otherwise ? Tag.STR : tag;
        };
    }

    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
        return core.getSchemaTagConstructors();
    }
}
