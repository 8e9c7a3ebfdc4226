package io.groundcrew.codecollection.robot;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.codecollection.bundle.Access;
import io.groundcrew.codecollection.bundle.Parameter;
import io.groundcrew.codecollection.bundle.Task;
import java.nio.charset.StandardCharsets;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RobotFileTest {

    @Test
    void readsSettingsTasksAndParameters() {
        RobotFile file = read("""
                *** Settings ***
                Documentation       Checks the shop.
                ...                 Second line.
                Metadata            Author          jane
                Metadata            Supports        HTTP    Linux
                Library             RW.Core
                Library             RW.CLI    WITH NAME    Cli
                Force Tags          shop    HTTP
                Suite Setup         Suite Initialization

                *** Keywords ***
                Before
                    Log    x

                *** Tasks ***
                Check Front Page Of `${SHOP_NAME}`
                    [Documentation]    Calls the page.
                    [Tags]    access:read-only    http    ${REGION}
                    ${x}=    RW.CLI.Run Cli
                    # a comment between

                    ...    cmd=curl -s x    # and one behind
                    IF    "${x}" != "200"
                        Log    no
                    END

                Restart It
                    [Tags]    access:read-write    -shop
                    Log    y

                ** Keywords **
                Suite Initialization
                    ${SHOP_URL}=    RW.Core.Import User Variable    SHOP_URL
                    ...    type=string
                    ...    description=URL to call, a=b.
                    ...    pattern=\\w*
                    ...    example=https://shop.example
                    ...    default=http://127.0.0.1:8080/
                    ...    enum=[a,"b"]
                    ${t} =    Import Secret    api_token    optional=True
                    Run Keyword And Ignore Error    RW.Core.Import_Service    kubectl
                    Import Platform Variable    RW_WORKSPACE
                    Import User Variable    ${NAME}
                """);

        assertThat(file.problems()).isEmpty();
        assertThat(file.documentation()).isEqualTo("Checks the shop.\nSecond line.");
        assertThat(file.metadataCells().get("Supports")).containsExactly("HTTP", "Linux");
        assertThat(file.libraries()).containsExactly("RW.Core", "RW.CLI");
        assertThat(file.tags()).containsExactly("HTTP", "shop");
        assertThat(file.tasks()).hasSize(2);
        Task check = file.tasks().getFirst();
        assertThat(check.title()).isEqualTo("Check Front Page Of `${SHOP_NAME}`");
        assertThat(check.documentation()).isEqualTo("Calls the page.");
        assertThat(check.tags()).containsExactly("${REGION}", "access:read-only", "HTTP", "shop");
        assertThat(check.access()).isEqualTo(Access.READ_ONLY);
        Task restart = file.tasks().getLast();
        assertThat(restart.tags()).containsExactly("access:read-write", "HTTP");
        assertThat(restart.access()).isEqualTo(Access.READ_WRITE);

        assertThat(file.parameters())
                .extracting(Parameter::kind, Parameter::name, Parameter::required)
                .containsExactly(
                        Tuple.tuple(Parameter.Kind.VARIABLE, "SHOP_URL", false),
                        Tuple.tuple(Parameter.Kind.SECRET, "api_token", false),
                        Tuple.tuple(Parameter.Kind.SERVICE, "kubectl", true),
                        Tuple.tuple(Parameter.Kind.PLATFORM_VARIABLE, "RW_WORKSPACE", true));
        Parameter url = file.parameters().getFirst();
        assertThat(url.description()).isEqualTo("URL to call, a=b.");
        assertThat(url.pattern()).isEqualTo("\\w*");
        assertThat(url.defaultValue()).isEqualTo("http://127.0.0.1:8080/");
        assertThat(url.values()).containsExactly("a", "b");
    }

    @Test
    void readsPipesTabsWindowsLinesAndAByteOrderMark() {
        RobotFile file = read("\uFEFF*** Settings ***\r\nDefault Tags\tslow\r\n"
                + "| *** Tasks *** |\r\n"
                + "| First Task | [Tags] | a_b | A B |\r\n"
                + "| | Log | one | |\r\n"
                + "Second Task\r\n\tLog\ttwo\r\n");

        assertThat(file.problems()).isEmpty();
        assertThat(file.tasks()).extracting(Task::title).containsExactly("First Task", "Second Task");
        assertThat(file.tasks().getFirst().tags()).containsExactly("a_b");
        assertThat(file.tasks().getLast().tags()).containsExactly("slow");
        assertThat(file.tasks().getLast().line()).isEqualTo(6);
    }

    @Test
    void joinsDocumentationAsRobotDoes() {
        RobotFile file =
                read("*** Settings ***\nDocumentation    one  two\n...    three\\\n...    four\n...\n...      five\n");
        assertThat(file.documentation()).isEqualTo("one  two\nthreefour\n\n  five");
    }

    @Test
    void namesTheLineOfEachMistakeAndKeepsTheRest() {
        RobotFile file = read("""
                *** Setings ***
                *** Settings ***
                Documentaton    x
                *** Tasks ***
                Open Block
                    IF    True
                        Log    x
                Empty
                Fine
                    [Tag]    x
                    Log    x
                """);
        assertThat(file.problems()).extracting(RobotProblem::line).containsExactly(1, 3, 6, 8, 10);
        assertThat(file.problems()).allMatch(RobotProblem::fatal);
        assertThat(file.tasks()).hasSize(3);
    }

    @Test
    void saysThatAFileIsNotUtf8() {
        RobotFile file =
                RobotFile.read("*** Tasks ***\nPr\u00fcfe\n    Log    x\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(file.tasks()).isEmpty();
        assertThat(file.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("UTF-8"));
    }

    @Test
    void saysThatTwoTasksOfOneTitleCannotBeToldApart() {
        RobotFile file = read("*** Tasks ***\nLook\n    Log    x\nSee\n    Log    x\nLook\n    Log    x\n");
        assertThat(file.tasks()).hasSize(3);
        assertThat(file.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(6);
            assertThat(problem.fatal()).isFalse();
            assertThat(problem.message()).contains("'Look'", "line 2");
        });
    }

    @Test
    void warnsOnceATaskOfReturnWhichRobotAllowsInKeywordsOnly() {
        RobotFile file = read("""
                *** Tasks ***
                Returns
                    IF    ${a}    RETURN
                    RETURN
                Says It
                    Log    RETURN
                *** Keywords ***
                Help
                    RETURN    1
                """);
        assertThat(file.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.fatal()).isFalse();
        });
    }

    @Test
    void warnsOfAnArgumentThatRobotRefuses() {
        RobotFile file = read("*** Tasks ***\nLook\n    Import User Variable    A    description=two  cells\n");
        assertThat(file.parameters().getFirst().description()).isEqualTo("two");
        assertThat(file.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("'A'"));
    }

    @Test
    void refusesAFileWithBothTasksAndTestCases() {
        RobotFile file = read("*** Tasks ***\nA\n    Log    x\n*** Test Cases ***\nB\n    Log    x\n");
        assertThat(file.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(4);
            assertThat(problem.fatal()).isTrue();
        });
    }

    /** Attack cases 32 and 35, for Robot files: whatever its shape, a large file is read, and what comes of it is bounded. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "    IF    x\n",
                "a\n",
                "a  ",
                " ",
                "|  ",
                "| |",
                "\n",
                "${",
                "\\",
                "    Import Secret    s    ",
                "Run Keyword    ",
                "...  x\n",
                "[Documentation]    x\n",
                "\u0000\u0001"
            })
    @Timeout(60)
    void attackCase35ReadsALargeFileOfAnyShape(String piece) {
        for (String start : new String[] {
            "",
            "| ",
            "*** Tasks ***\nT\n    Run Keyword    ",
            "*** Tasks ***\nT\n    Import Secret    s    ",
            "*** Settings ***\n"
        }) {
            RobotFile file = read(start + piece.repeat((512 << 10) / piece.length()) + "x");
            assertThat(file.problems())
                    .hasSizeLessThanOrEqualTo(101)
                    .allSatisfy(problem -> assertThat(problem.message()).hasSizeLessThan(1_000));
            assertThat(file.tasks()).hasSizeLessThanOrEqualTo(2_000);
            assertThat(file.parameters()).hasSizeLessThanOrEqualTo(2_000);
        }
    }

    private static RobotFile read(String text) {
        return RobotFile.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
