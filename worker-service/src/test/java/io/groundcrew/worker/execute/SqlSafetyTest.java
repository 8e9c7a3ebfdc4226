package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlSafetyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:x",
                "jdbc:postgresql://h/d?socketFactory=x",
                "jdbc:postgresql://h/d?sslfactory=x",
                "jdbc:postgresql://h/d?loggerFile=/tmp/x",
                "jdbc:postgresql://h/d?preferQueryMode=simple",
                "jdbc:postgresql://h/d?%73ocketFactory=x",
                "jdbc:postgresql://h/d?sslmode=verify-ca&sslhostnameverifier=x",
                "jdbc:postgresql://u:p@h/d",
                "jdbc:postgresql:d",
                "jdbc:mysql://h/d?autoDeserialize=true"
            })
    void refusesUrlsThatCouldLoadCodeOrFiles(String url) {
        assertThatThrownBy(() -> PostgresUrl.of(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesAnOrdinaryUrl() {
        PostgresUrl url = PostgresUrl.of("jdbc:postgresql://db:5433/shop?sslmode=require");

        assertThat(url.url()).isEqualTo("jdbc:postgresql://db:5433/shop");
        assertThat(url.properties()).containsEntry("sslmode", "require");
    }

    @Test
    void bindsNamesAndLeavesTextsCastsAndCommentsAlone() {
        BoundStatement bound = BoundStatement.of(
                "select ':no', \":no\", x::int, $$ :no $$ -- :no\n from t where a = :a and b ? :b /* :no */");

        assertThat(bound.names()).containsExactly("a", "b");
        assertThat(bound.sql()).contains("a = ? and b ?? ? ", "x::int", "':no'");
    }

    @Test
    void replacesPlaceholdersOnceAndAsPlainText() {
        assertThat(Templates.fill("${A} ${B} ${C}", java.util.Map.of("A", "${B}", "B", "$1")))
                .isEqualTo("${B} $1 ${C}");
    }
}
