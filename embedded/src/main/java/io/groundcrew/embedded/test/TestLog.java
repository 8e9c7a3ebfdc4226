package io.groundcrew.embedded.test;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What a logger says in a test, from a level on; it does not get into the output of the tests. */
public final class TestLog implements BeforeEachCallback, AfterEachCallback {

    private final Logger logger;
    private final Level level;
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    /** Of one class. */
    public TestLog(Class<?> type, Level level) {
        this(type.getName(), level);
    }

    /** Of a class or of a package and those below it. */
    public TestLog(String name, Level level) {
        this.logger = (Logger) LoggerFactory.getLogger(name);
        this.level = level;
    }

    /** What was said in this test. */
    public List<ILoggingEvent> lines() {
        return List.copyOf(said.list);
    }

    /** The same, as texts. */
    public List<String> messages() {
        return lines().stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        said.start();
        logger.setLevel(level);
        logger.setAdditive(false);
        logger.addAppender(said);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        logger.detachAppender(said);
        logger.setAdditive(true);
        logger.setLevel(null);
    }
}
