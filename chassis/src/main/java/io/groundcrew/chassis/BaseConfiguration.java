package io.groundcrew.chassis;

import com.fasterxml.jackson.annotation.Nulls;
import io.groundcrew.chassis.identity.ApiDocument;
import io.groundcrew.chassis.json.StorableTexts;
import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every process has: a clock, its keys and the API document. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({KeyProperties.class, KafkaConnection.class})
public class BaseConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    KeyRing keyRing(KeyProperties properties) {
        return new KeyRing(properties);
    }

    /** Spring Boot gives every module that is a bean to the mapper that reads request bodies. */
    @Bean
    StorableTexts storableTexts() {
        return new StorableTexts();
    }

    /** No list or map that anybody may send has a use for null, and whoever copies one breaks over it. */
    @Bean
    JsonMapperBuilderCustomizer noNullsInside() {
        return mapper -> mapper.changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL));
    }

    @Bean
    ApiDocument apiDocument() {
        return ApiDocument.load();
    }
}
