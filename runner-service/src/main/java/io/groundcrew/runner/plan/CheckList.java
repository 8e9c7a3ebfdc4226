package io.groundcrew.runner.plan;

import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.runner.resource.Resources;
import io.groundcrew.runner.resource.RobotSpec;
import io.groundcrew.runner.resource.StoredResource;
import java.util.ArrayList;
import java.util.List;

/** The SLIs of existing SLXs, made again when a resource changed. */
class CheckList implements ScheduledSlis {

    private final Resources resources;
    private final PlanProperties timeouts;
    private volatile Made made = new Made(-1, List.of());

    private record Made(long version, List<ScheduledSli> slis) {}

    CheckList(Resources resources, PlanProperties timeouts) {
        this.resources = resources;
        this.timeouts = timeouts;
    }

    @Override
    public List<ScheduledSli> all() {
        long version = resources.version();
        Made last = made;
        if (last.version() != version) {
            last = new Made(version, make());
            made = last;
        }
        return last.slis();
    }

    private List<ScheduledSli> make() {
        List<ScheduledSli> slis = new ArrayList<>();
        for (StoredResource sli : resources.all(Kind.SLI)) {
            RobotSpec robot = sli.robot();
            List<String> locations = resources.locationsOf(sli);
            if (robot != null && !locations.isEmpty() && resources.find(Kind.SLX, sli.slx()) != null) {
                slis.add(
                        new ScheduledSli(sli.slx(), locations, robot.intervalSeconds(), timeouts.sli(), sli.version()));
            }
        }
        return List.copyOf(slis);
    }
}
