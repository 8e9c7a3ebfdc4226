package io.groundcrew.insight.live;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The service's one listening connection. It is opened again when the database was away. */
public final class WakeupListener implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(WakeupListener.class);
    private static final Duration LOOK_UP = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final DataSource database;
    private final Wakeups wakeups;
    private volatile @Nullable CountDownLatch stop;

    public WakeupListener(DataSource database, Wakeups wakeups) {
        this.database = database;
        this.wakeups = wakeups;
    }

    @Override
    public void start() {
        CountDownLatch signal = new CountDownLatch(1);
        stop = signal;
        wakeups.open();
        Thread.ofPlatform().daemon().name("insight-wakeups").start(() -> loop(signal));
    }

    /** Followers are let go first, so that the web server has nobody to wait for. */
    @Override
    public void stop() {
        CountDownLatch signal = stop;
        stop = null;
        if (signal != null) {
            signal.countDown();
        }
        wakeups.close();
    }

    @Override
    public boolean isRunning() {
        return stop != null;
    }

    private void loop(CountDownLatch signal) {
        try {
            while (signal.getCount() > 0) {
                try (Connection connection = database.getConnection()) {
                    listen(connection, signal);
                } catch (SQLException e) {
                    if (signal.getCount() > 0) {
                        log.warn(
                                "Lost the listening connection, opening another in {} s: {}",
                                AFTER_FAILURE.toSeconds(),
                                e.toString());
                    }
                }
                signal.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(Connection connection, CountDownLatch signal) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + Wakeups.CHANNEL);
        }
        wakeups.wakeAll();
        PGConnection notifications = connection.unwrap(PGConnection.class);
        while (signal.getCount() > 0) {
            PGNotification[] arrived = notifications.getNotifications((int) LOOK_UP.toMillis());
            if (arrived != null) {
                for (PGNotification notification : arrived) {
                    wake(notification.getParameter());
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("UNLISTEN *");
        }
    }

    private void wake(String payload) {
        for (String id : payload.split(",", -1)) {
            try {
                wakeups.wake(UUID.fromString(id));
            } catch (IllegalArgumentException e) {
                log.warn("Expected ids on the channel {}, found \"{}\": another program uses it", Wakeups.CHANNEL, id);
            }
        }
    }
}
