package io.groundcrew.runner.schedule;

import io.groundcrew.runner.plan.ScheduledSli;
import io.groundcrew.runner.plan.ScheduledSlis;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which checks each slot holds, as last read. */
class CheckPlanBook {

    private final ScheduledSlis slis;
    private volatile Map<CheckSlot, List<ScheduledSli>> bySlot = Map.of();

    CheckPlanBook(ScheduledSlis slis) {
        this.slis = slis;
    }

    /** Reads the checks anew and answers with the slots that hold any. */
    Set<CheckSlot> refresh() {
        bySlot = slis.all().stream()
                .collect(Collectors.groupingBy(sli -> CheckSlot.of(sli.slx(), sli.intervalSeconds())));
        return bySlot.keySet();
    }

    List<ScheduledSli> in(CheckSlot slot) {
        return bySlot.getOrDefault(slot, List.of());
    }

    List<ScheduledSli> all() {
        return bySlot.values().stream().flatMap(List::stream).toList();
    }
}
