package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlSafetyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:x",
                "jdbc:h2://h/d;INIT=RUNSCRIPT FROM 'http://x'",
                "jdbc:postgresql://h/d?socketFactory=x",
                "jdbc:postgresql://h/d?socketFactoryArg=x",
                "jdbc:postgresql://h/d?sslfactory=x",
                "jdbc:postgresql://h/d?sslpasswordcallback=x",
                "jdbc:postgresql://h/d?authenticationPluginClassName=x",
                "jdbc:postgresql://h/d?loggerFile=/tmp/x",
                "jdbc:postgresql://h/d?preferQueryMode=simple",
                "jdbc:postgresql://h/d?%73ocketFactory=x",
                "jdbc:postgresql://h/d?sslmode=verify-ca&sslhostnameverifier=x",
                "jdbc:postgresql://h/d?sslmode=verify-ca%26socketFactory=x",
                "jdbc:postgresql://h/d?service=x",
                "jdbc:postgresql://u:p@h/d",
                "jdbc:postgresql://h1,h2/d",
                "jdbc:postgresql://h/a%2Fb",
                "jdbc:postgresql:d",
                "jdbc:mysql://h/d?autoDeserialize=true",
                "jdbc:mysql://h/d?allowLoadLocalInfile=true",
                "jdbc:mariadb://h/d?allowLocalInfile=true",
                "jdbc:mariadb://h/d?allowMultiQueries=true",
                "jdbc:mariadb://h/d?initSql=x",
                "jdbc:mariadb://h/d?serverSslCert=/etc/passwd",
                "jdbc:mariadb://h/d?sslMode=disable;x",
                "jdbc:mariadb:replication://h/d",
                "jdbc:mysql://address=(host=h)/d",
                "ldap://h/d",
                "java:comp/env",
                ""
            })
    void case20RefusesUrlsThatCouldLoadCodeOrFiles(String url) {
        assertThatThrownBy(() -> Dialect.of(DatabaseUrl.of(url))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverShowsAPasswordThatStandsInAUrl() {
        assertThatThrownBy(() -> DatabaseUrl.of("jdbc:postgresql://u:hush@h/d"))
                .message()
                .doesNotContain("hush")
                .contains("beside the URL");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db:5433/shop?sslmode=require, //db:5433/shop",
        "jdbc:mariadb://db/shop?sslMode=verify-full, //db/shop",
        "jdbc:mysql://[::1]:3306/shop?connectTimeout=500, //[::1]:3306/shop"
    })
    void takesAnOrdinaryUrl(String text, String address) {
        DatabaseUrl url = DatabaseUrl.of(text);

        assertThat(Dialect.of(url).kinds()).contains(url.kind());
        assertThat(url.address()).isEqualTo(address);
        assertThat(url.properties()).hasSize(1);
    }

    @Test
    void bindsNamesAndLeavesTextsCastsAndCommentsAlone() {
        BoundStatement bound = BoundStatement.of(
                "select ':no', \":no\", x::int, $$ :no $$ -- :no\n from t where a = :a and b ? :b /* :no */",
                SqlSyntax.POSTGRESQL);

        assertThat(bound.names()).containsExactly("a", "b");
        assertThat(bound.sql()).contains("a = ? and b ?? ? ", "x::int", "':no'");
    }

    @Test
    void readsMariaDbsOwnTextsNamesAndComments() {
        BoundStatement bound = BoundStatement.of(
                "select 'it\\':no', \":no\", `:no`, @x := 1 # :no\n from t where a = :a -- :no\n and b = 1--:b",
                SqlSyntax.MARIADB);

        assertThat(bound.names()).containsExactly("a", "b");
        assertThatThrownBy(() -> BoundStatement.of("select ? from t", SqlSyntax.MARIADB))
                .hasMessageContaining(":name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1; delete from t",
                "select 1 as a$$; delete from t -- $$",
                "select 1$$; delete from t -- $$",
                "select E'\\''; delete from t -- '",
                "select '\\'; delete from t -- '",
                "select /* /* */ ; */ 1; delete from t",
                "select $a$ $b$ $a$; delete from t",
                "; /* x */ delete from t"
            })
    void case19RefusesAStackedStatementHoweverItHides(String statement) {
        assertThatThrownBy(() -> BoundStatement.of(statement, SqlSyntax.POSTGRESQL))
                .hasMessageContaining("one statement");
    }

    @Test
    void case19RefusesWhatMariaDbWouldExecuteOutOfAComment() {
        for (String comment : new String[] {"/*!50000 delete from t */", "/*M!100000 delete from t */"}) {
            assertThatThrownBy(() -> BoundStatement.of("select 1 " + comment, SqlSyntax.MARIADB))
                    .hasMessageContaining("executes");
        }
        assertThatThrownBy(() -> BoundStatement.of("select 'a\\''; delete from t # '", SqlSyntax.MARIADB))
                .hasMessageContaining("one statement");
    }

    @Test
    void takesASemicolonAndACommentAtTheEnd() {
        assertThat(BoundStatement.of("select ';' from t; -- that is ; all\n /* ; */ ", SqlSyntax.POSTGRESQL)
                        .names())
                .isEmpty();
    }

    @Test
    void case18ReplacesPlaceholdersOnceAndAsPlainText() {
        assertThat(Templates.fill("${A} ${B} ${C}", Map.of("A", "${B}", "B", "$1")))
                .isEqualTo("${B} $1 ${C}");
        for (String text : new String[] {
            "${T(java.lang.Runtime).getRuntime().exec('id')}",
            "{{''.__class__.__mro__}}",
            "#{7*7}",
            "${7*7}",
            "<%= 7 %>"
        }) {
            assertThat(Templates.fill(text, Map.of("T", "x"))).isEqualTo(text);
            assertThat(Templates.fill("${T}", Map.of("T", text))).isEqualTo(text);
        }
    }
}
