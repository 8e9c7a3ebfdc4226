package io.groundcrew.runner.fleet;

import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.runner.api.PoolsApi;
import io.groundcrew.runner.api.model.Pool;
import io.groundcrew.runner.api.model.PoolLane;
import io.groundcrew.runner.api.model.PoolList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** The pools as the API shows them. */
@RestController
class PoolsController implements PoolsApi {

    private final PoolRows rows;
    private final WorkerBoard board;
    private final QueueLags lags;
    private final WaitTimes waits;

    PoolsController(PoolRows rows, WorkerBoard board, QueueLags lags, WaitTimes waits) {
        this.rows = rows;
        this.board = board;
        this.lags = lags;
        this.waits = waits;
    }

    @Override
    public ResponseEntity<PoolList> listPools() {
        Map<String, Long> byTopic = lags.byTopic();
        return ResponseEntity.ok(new PoolList(rows.all().stream()
                .sorted(Comparator.comparing(PoolRows.Row::location).thenComparing(PoolRows.Row::pool))
                .map(row -> shown(row, byTopic))
                .toList()));
    }

    private Pool shown(PoolRows.Row row, Map<String, Long> byTopic) {
        List<WorkerBeat> taking = board.workers().stream()
                .filter(beat ->
                        beat.location().equals(row.location()) && beat.drainsBy() == null && !board.isStale(beat))
                .toList();
        Pool shown = new Pool(
                row.location(),
                row.pool(),
                taking.size(),
                taking.stream().mapToInt(WorkerBeat::slots).sum(),
                Arrays.stream(Lane.values())
                        .map(lane -> lane(row, lane, byTopic))
                        .toList());
        shown.setCommit(row.readyCommit());
        return shown;
    }

    private PoolLane lane(PoolRows.Row row, Lane lane, Map<String, Long> byTopic) {
        PoolLane shown = new PoolLane(PoolLane.LaneEnum.fromValue(lane.topicPart()));
        shown.setLag(byTopic.get(Topics.requests(row.location(), row.pool(), lane)));
        if (lane != Lane.CALLS) {
            WaitTimes.Figures figures =
                    waits.of(row.location(), row.pool(), lane == Lane.INTERACTIVE ? RobotKind.RUNBOOK : RobotKind.SLI);
            if (figures != null) {
                shown.setWaitSeconds(figures.median());
                shown.setWaitSecondsP99(figures.p99());
            }
        }
        return shown;
    }
}
