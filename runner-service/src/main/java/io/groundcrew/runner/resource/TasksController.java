package io.groundcrew.runner.resource;

import io.groundcrew.runner.api.TasksApi;
import io.groundcrew.runner.api.model.Task;
import io.groundcrew.runner.api.model.TaskList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** The tasks of a workspace as the API shows them. */
@RestController
class TasksController implements TasksApi {

    private final Resources resources;
    private final TaskCatalog tasks;

    TasksController(Resources resources, TaskCatalog tasks) {
        this.resources = resources;
        this.tasks = tasks;
    }

    @Override
    public ResponseEntity<TaskList> listTasks(String workspace, Integer limit, @Nullable String cursor) {
        resources.requireWorkspace(workspace);
        Paging<Task> page = Paging.cut(tasks.all(workspace), limit, cursor, TasksController::position);
        TaskList list = new TaskList(page.results(), cursor == null ? tasks.available(workspace) : List.of());
        list.setNext(page.next());
        return ResponseEntity.ok(list);
    }

    /** A title may be longer than a cursor; its place in the list is named by its hash. */
    private static String position(Task task) {
        return task.getSlxShortName() + "\n" + task.getKind() + "\n"
                + Integer.toHexString(task.getUnresolvedTitle().hashCode());
    }
}
