package io.groundcrew.worker.execute;

import java.util.List;

/** Values that would do something if anybody put them into a program text (attack case 15). */
final class HostileValues {

    static final List<String> ALL = List.of(
            "; id",
            "$(id)",
            "`id`",
            "first\nsecond",
            "--flag",
            "-o",
            "x' or '1'='1",
            "\"; drop table stock; --",
            "\\' or 1=1 -- ",
            "“smart” ‘quotes’",
            "${T(java.lang.Runtime)}",
            "{{''.class}}",
            "%s%n%x",
            "*",
            " leading and trailing ",
            "&|<>!#~",
            "\u001b[31mred");

    private HostileValues() {}
}
