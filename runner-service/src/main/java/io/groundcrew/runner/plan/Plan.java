package io.groundcrew.runner.plan;

import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.BundleRef;
import io.groundcrew.contracts.run.SecretRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a run of an SLX would be, decided from what is known now. */
public sealed interface Plan {

    /**
     * The run can be dispatched.
     *
     * @param location where it runs; of an SLI with several locations the first, see {@link RunPlans#planAt}
     * @param pool the worker pool, named after its CodeCollection
     * @param bundle the code at the commit that a worker of the pool has ready, or at the one that was asked for
     * @param taskTitles unresolved titles that exist in the bundle; empty selects all
     * @param selected unresolved titles of what is selected
     * @param variables the document's configProvided, its runtime variables' defaults and the allowed overrides
     * @param secrets the document's secretsProvided
     * @param services the document's servicesProvided: names at the location by variable
     * @param access the highest access of the selected tasks
     * @param repeatable whether a second execution does no harm
     * @param timeout how long an attempt may take
     * @param attempts how many attempts there may be; more than 1 only for a Runbook's run that is repeatable
     * @param backOff before the second attempt
     * @param calls whether all of it are calls over HTTP or SQL, which a worker makes without a process
     */
    record Ready(
            String location,
            String pool,
            BundleRef bundle,
            List<String> taskTitles,
            List<String> selected,
            Map<String, String> variables,
            List<SecretRef> secrets,
            Map<String, String> services,
            Access access,
            boolean repeatable,
            Duration timeout,
            int attempts,
            Duration backOff,
            boolean calls)
            implements Plan {

        public Ready {
            taskTitles = List.copyOf(taskTitles);
            selected = List.copyOf(selected);
            variables = Map.copyOf(variables);
            secrets = List.copyOf(secrets);
            services = Map.copyOf(services);
        }

        /** Seconds before the second attempt; 0 when there is none. */
        public int repeatBackOffSeconds() {
            return attempts > 1 ? (int) backOff.toSeconds() : 0;
        }
    }

    /**
     * The run is fine, but nobody can run it yet.
     *
     * @param reason what it waits for, for people: for example {@code preparing environment}
     */
    record Waiting(String location, String pool, String reason, Access access, Duration timeout) implements Plan {}

    /**
     * The run cannot be: it names something that does not exist or is not allowed.
     *
     * @param reason a sentence for people
     */
    record Refused(String reason) implements Plan {}
}
