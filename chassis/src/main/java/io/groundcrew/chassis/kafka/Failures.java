package io.groundcrew.chassis.kafka;

import java.sql.SQLException;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Tells what is wrong with a record from what is wrong around us. */
public final class Failures {

    /** SQLSTATE classes for which the data are to blame: data exception, constraint violated, limit exceeded. */
    private static final Set<String> OF_THE_DATA = Set.of("22", "23", "54");

    private Failures() {}

    /** Whether the same record may be stored later: the fault is the database's, the network's or our installation's. */
    public static boolean mayPass(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return !OF_THE_DATA.contains(sql.getSQLState().substring(0, 2));
            }
        }
        return failure instanceof DataAccessException
                || failure instanceof TransactionException
                || failure instanceof KafkaException;
    }

    /** The failure in a sentence: ours as it is, a database's without what wraps it. */
    public static String reason(RuntimeException failure) {
        Throwable cause = failure instanceof DataAccessException || failure instanceof TransactionException
                ? NestedExceptionUtils.getMostSpecificCause(failure)
                : failure;
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
