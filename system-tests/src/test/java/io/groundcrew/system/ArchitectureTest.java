package io.groundcrew.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The rules of the house; each says why. */
@AnalyzeClasses(packages = "io.groundcrew", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule RUNNER_STANDS_ALONE = serviceDependsOnNoOther("runner");

    @ArchTest
    static final ArchRule INSIGHT_STANDS_ALONE = serviceDependsOnNoOther("insight");

    @ArchTest
    static final ArchRule WORKER_STANDS_ALONE = serviceDependsOnNoOther("worker");

    @ArchTest
    static final ArchRule GATEWAY_STANDS_ALONE = serviceDependsOnNoOther("gateway");

    @ArchTest
    static final ArchRule CONTRACTS_KNOW_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAPackage("io.groundcrew.contracts..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache.kafka..", "org.eclipse.jgit..", "org.quartz..")
            .because("whoever speaks to Groundcrew must be able to use its contracts alone");

    @ArchTest
    static final ArchRule GIT_IS_READ_IN_ONE_MODULE = noClasses()
            .that()
            .resideOutsideOfPackage("io.groundcrew.codecollection..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jgit..")
            .because("limits and isolation from the host's Git configuration are kept in one place");

    @ArchTest
    static final ArchRule QUARTZ_STAYS_WITH_SCHEDULES = noClasses()
            .that()
            .resideOutsideOfPackage("io.groundcrew.runner.schedule..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.quartz..")
            .because("the rest of the runner speaks of schedules, not of a scheduler");

    @ArchTest
    static final ArchRule KUBERNETES_HAS_ITS_ROOMS = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.groundcrew.runner..kubernetes..", "io.groundcrew.runner..discovery..", "io.groundcrew.worker..secrets..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8..", "io.kubernetes..")
            .because("everything else runs without a cluster");

    @ArchTest
    static final ArchRule PROCESSES_START_IN_ONE_CLASS = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.groundcrew.runner..", "io.groundcrew.worker..", "io.groundcrew.insight..", "io.groundcrew.gateway..",
                    "io.groundcrew.chassis..", "io.groundcrew.codecollection..", "io.groundcrew.standalone..")
            .and()
            .doNotHaveSimpleName("TaskSupervisor")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String[].class)
            .orShould()
            .callMethod(Runtime.class, "exec", String.class)
            .because("one class decides with which environment, limits and tree a process lives");

    @ArchTest
    static final ArchRule CONTROLLERS_ARE_HIDDEN = classes()
            .that()
            .areAnnotatedWith(RestController.class)
            .should()
            .notBePublic()
            .because("a controller is reached through its operation only");

    @ArchTest
    static final ArchRule CONTROLLERS_MAP_NOTHING_THEMSELVES = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(RestController.class)
            .should()
            .notBeAnnotatedWith(RequestMapping.class)
            .andShould()
            .notBeAnnotatedWith(GetMapping.class)
            .andShould()
            .notBeAnnotatedWith(PostMapping.class)
            .andShould()
            .notBeAnnotatedWith(PutMapping.class)
            .andShould()
            .notBeAnnotatedWith(PatchMapping.class)
            .andShould()
            .notBeAnnotatedWith(DeleteMapping.class)
            .because("an operation comes from the API document, which names its role; one outside of it would have none");

    @ArchTest
    static final ArchRule TIME_IS_AN_ARGUMENT = noClasses()
            .that()
            .resideInAnyPackage("io.groundcrew.runner..", "io.groundcrew.worker..", "io.groundcrew.insight..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .because("tests move time by hand, so scheduling and execution take a clock");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .because("such a name hides the second idea in a class");

    private static ArchRule serviceDependsOnNoOther(String service) {
        return noClasses()
                .that()
                .resideInAPackage("io.groundcrew." + service + "..")
                .should()
                .dependOnClassesThat(new DescribedPredicate<JavaClass>("belong to another service or an assembly") {
                    @Override
                    public boolean test(JavaClass other) {
                        String name = other.getPackageName() + ".";
                        return name.matches("io\\.groundcrew\\.(runner|worker|insight|gateway|standalone|embedded)\\..*")
                                && !name.startsWith("io.groundcrew." + service + ".");
                    }
                })
                .because("services meet on Kafka and HTTP only, so that each can be run and changed alone");
    }
}
