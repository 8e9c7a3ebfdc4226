package io.groundcrew.embedded.test;

import java.util.ArrayDeque;
import java.util.Deque;

/** Whether tests run on embedded servers or on containers, and what ends with the JVM. */
final class TestInfra {

    private static final Deque<Runnable> AT_EXIT = new ArrayDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(TestInfra::exit, "end-of-test-infra"));
    }

    private TestInfra() {}

    static boolean containers() {
        return "containers".equals(System.getenv("GROUNDCREW_TEST_INFRA"));
    }

    /** Runs when the JVM ends, last added first. */
    static synchronized void atExit(Runnable action) {
        AT_EXIT.push(action);
    }

    private static synchronized void exit() {
        AT_EXIT.forEach(Runnable::run);
    }
}
