package io.groundcrew.runner.resource;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.runner.collection.CollectionDirectory;
import java.util.ArrayList;
import java.util.List;

/** What is fine by itself and yet will not do what its author expects. */
class ResourceWarnings {

    private final Resources resources;
    private final CollectionDirectory collections;

    ResourceWarnings(Resources resources, CollectionDirectory collections) {
        this.resources = resources;
        this.collections = collections;
    }

    /** Warnings about one document; of an SLX those about its SLI and Runbook too. */
    List<String> of(SlxRef slx, Kind kind) {
        List<String> warnings = new ArrayList<>();
        if (kind == Kind.SLX) {
            warnings.addAll(ofRobot(slx, Kind.SLI));
            warnings.addAll(ofRobot(slx, Kind.RUNBOOK));
        } else {
            if (resources.find(Kind.SLX, slx) == null) {
                warnings.add("There is no ServiceLevelX " + slx + "; apply one, nothing runs until then.");
            }
            warnings.addAll(ofRobot(slx, kind));
        }
        return warnings;
    }

    private List<String> ofRobot(SlxRef slx, Kind kind) {
        StoredResource resource = resources.find(kind, slx);
        if (resource == null || resource.robot() == null) {
            return List.of();
        }
        RobotSpec robot = resource.robot();
        String title = DocumentKind.titleOf(kind);
        return collections
                .match(robot.repository(), robot.ref())
                .map(match -> match.otherRef()
                        ? List.of("The " + title + " names ref \"" + robot.ref() + "\" of " + robot.repoUrl()
                                + ", but CodeCollection " + match.collection().name() + " follows "
                                + match.collection().revisionText() + ", which is what runs.")
                        : List.<String>of())
                .orElseGet(() -> List.of("No CodeCollection is registered for " + robot.repoUrl() + "; runs of the "
                        + title + " are refused until one is."));
    }
}
