package io.groundcrew.insight.issue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TitleRuleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Disk 91% full                                        | disk #% full
            Took 35ms,  not  20.5 ms                             | took #ms, not # ms
            Pod `web-7F9c  2` of node1                           | pod `web-7F9c  2` of node1
            Since 2026-08-01T10:00:00.123+02:00                  | since #
            Since 2026-08-01 10:00                               | since #
            At 10:15:30 and 9:05                                 | at # and #
            Request 3F2504E0-4F89-11D3-9A0C-0305E82C3301 failed  | request # failed
            Commit 0xDEADBEEF or 8f3b2c1d9e                      | commit # or #
            The facade decade                                    | the facade decade
            An `open 12                                          | an `open #
            `a1` and `B 2` 3                                     | `a1` and `B 2` #
            """)
    void comparesTitlesByWhatDoesNotVary(String title, String normalised) {
        assertThat(TitleRule.normalise(title)).isEqualTo(normalised);
    }
}
