package io.groundcrew.gateway;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;

/** Lets the next transactions fail as they do while the database is away. */
final class LostTransactions implements BeanPostProcessor {

    private final AtomicInteger left = new AtomicInteger();

    void next(int count) {
        left.set(count);
    }

    /** How many are still to fail. */
    int left() {
        return left.get();
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof PlatformTransactionManager transactions ? new Losing(transactions) : bean;
    }

    private final class Losing implements PlatformTransactionManager {

        private final PlatformTransactionManager others;

        Losing(PlatformTransactionManager others) {
            this.others = others;
        }

        @Override
        public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
            int before = left.getAndUpdate(count -> Math.max(0, count - 1));
            if (before > 0) {
                throw before % 2 == 0
                        ? new CannotCreateTransactionException("The database is away")
                        : new TransactionSystemException("The database went away before the end");
            }
            return others.getTransaction(definition);
        }

        @Override
        public void commit(TransactionStatus status) {
            others.commit(status);
        }

        @Override
        public void rollback(TransactionStatus status) {
            others.rollback(status);
        }
    }
}
