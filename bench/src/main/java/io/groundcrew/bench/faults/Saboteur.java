package io.groundcrew.bench.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Lets faults happen one after the other, and does not wait until what it started again is ready. */
final class Saboteur {

    private static final List<Part> WORKERS = List.of(Part.WORKER, Part.SECOND_WORKER);

    private final Installation installation;
    private final Broker broker;
    private final Consumer<String> told;
    private final List<String> endedByThemselves = new ArrayList<>();

    /** @param told hears what happens, in words for people */
    Saboteur(Installation installation, Broker broker, Consumer<String> told) {
        this.installation = installation;
        this.broker = broker;
        this.told = told;
    }

    void carryOut(Plan plan) throws IOException, InterruptedException {
        for (Fault fault : plan.faults()) {
            carryOut(fault);
        }
    }

    void carryOut(Fault fault) throws IOException, InterruptedException {
        Thread.sleep(fault.after());
        revive();
        told.accept(fault.what());
        switch (fault) {
            case Fault.Kill kill -> {
                installation.kill(kill.parts());
                Thread.sleep(kill.away());
                installation.start(kill.parts());
            }
            case Fault.KillPostmaster _ -> installation.killPostmaster();
            case Fault.Pause pause -> installation.pause(pause.worker(), pause.still());
            case Fault.Replay _ -> told.accept(broker.repeatEvents() + " events published again");
            case Fault.Reset _ -> {
                installation.stop(WORKERS);
                broker.resetGroup();
                installation.start(WORKERS);
            }
        }
    }

    /** Starts again what ended by itself, and remembers that it did. */
    void revive() throws IOException, InterruptedException {
        for (Part part : installation.revive()) {
            told.accept(part.id() + " had ended by itself and is started again");
            endedByThemselves.add(part.id());
        }
    }

    /** Lets time pass, and starts again what ends by itself meanwhile. */
    void idle(Duration time) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            revive();
            Thread.sleep(Duration.ofMillis(Math.min(2_000, Math.max(1, (end - System.nanoTime()) / 1_000_000))));
        }
    }

    /** Processes that nobody killed. */
    List<String> endedByThemselves() {
        return List.copyOf(endedByThemselves);
    }
}
