package io.groundcrew.runner;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Stands between a runner and Kafka: what it publishes of runs is not taken as often as a test wants, as while Kafka is away. */
final class RefusingKafka implements BeanPostProcessor {

    private final AtomicInteger refusals = new AtomicInteger();

    /** From now on so many records are not taken. */
    void refuses(int records) {
        refusals.set(records);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return name.equals("runProducer") && bean instanceof Producer<?, ?> producer ? refusing(producer) : bean;
    }

    private Object refusing(Producer<?, ?> real) {
        return Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("send") && refusals.getAndUpdate(left -> Math.max(left - 1, 0)) > 0) {
                        TimeoutException failure = new TimeoutException("Refused by the test");
                        ((Callback) arguments[1]).onCompletion(null, failure);
                        return CompletableFuture.failedFuture(failure);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
