package io.groundcrew.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** The page of settings, beside what the services read. */
class SettingsTest {

    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| ([^|]*?) ?\\|.*");

    /** What the page has as default, as it is written there, by the setting's name. */
    private final Map<String, String> page = new TreeMap<>();

    @BeforeEach
    void readThePage() throws IOException {
        for (String line : Files.readAllLines(Path.of("../docs/settings.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(page.put(row.group(1), row.group(2)))
                        .as(row.group(1))
                        .isNull();
            }
        }
    }

    @Test
    void areAllOnThePageAndNothingElseIs() throws ClassNotFoundException {
        assertThat(page.keySet()).containsExactlyInAnyOrderElementsOf(settings());
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void haveTheDefaultsThatThePageSays(Service service) throws IOException {
        for (PropertySource<?> source :
                new YamlPropertySourceLoader().load(service.id(), new ClassPathResource(service.id() + ".yml"))) {
            for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
                String value = String.valueOf(source.getProperty(name));
                if (page.containsKey(name) && !value.contains("${")) {
                    assertThat(page.get(name)).as(name).isEqualTo(value.isEmpty() ? "" : "`" + value + "`");
                }
            }
        }
    }

    private static List<String> settings() throws ClassNotFoundException {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        List<String> settings = new ArrayList<>();
        for (BeanDefinition found : scanner.findCandidateComponents("io.groundcrew")) {
            Class<?> type = Class.forName(found.getBeanClassName());
            String prefix = type.getAnnotation(ConfigurationProperties.class).value();
            settings.addAll(below(prefix, type).toList());
        }
        return settings;
    }

    private static Stream<String> below(String prefix, Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).flatMap(part -> named(prefix, part));
    }

    private static Stream<String> named(String prefix, RecordComponent part) {
        String name = prefix + "." + DataObjectPropertyName.toDashedForm(part.getName());
        if (part.getType().isRecord()) {
            return below(name, part.getType());
        }
        if (part.getType() == Map.class
                && part.getGenericType() instanceof ParameterizedType map
                && map.getActualTypeArguments()[1] instanceof Class<?> value
                && value.isRecord()) {
            return below(name + ".<name>", value);
        }
        return Stream.of(name);
    }
}
