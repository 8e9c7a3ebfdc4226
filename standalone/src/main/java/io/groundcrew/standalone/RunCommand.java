package io.groundcrew.standalone;

import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.embedded.UserCache;
import io.groundcrew.worker.author.AuthorInputs;
import io.groundcrew.worker.author.AuthorMistake;
import io.groundcrew.worker.author.AuthorPlace;
import io.groundcrew.worker.author.AuthorRun;
import io.groundcrew.worker.author.AuthoredBundle;
import io.groundcrew.worker.run.TaskResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description = "Runs a bundle for its author, by a worker's own code and without a server.",
        exitCodeOnExecutionException = RunCommand.UNUSABLE,
        footer = {
            "Variables and secrets that the bundle imports are also taken from your environment, by their names or as",
            "RW_ENV_REMAP, RW_SECRET_REMAP and RW_FROM_FILE say. With --json, standard output is one JSON object and the",
            "live log goes to standard error.",
            ""
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every task passed, and no issue was raised",
            "1:every task passed, and issues of any severity were raised",
            "2:the bundle or the command cannot be used; nothing ran",
            "3:a task failed, or the run timed out or delivered nothing that can be used",
            "130, 143:it was ended by Ctrl-C or SIGTERM, after which it prints what came of it"
        })
final class RunCommand implements Callable<Integer> {

    static final int UNUSABLE = 2;

    private static final Duration SLI_TIME = Duration.ofMinutes(5);
    private static final Duration RUNBOOK_TIME = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofHours(4);

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "BUNDLE",
            description = "A bundle's directory, or a .robot file or codebundle.yaml in one.")
    private Path bundle = Path.of("");

    @ArgGroup
    private @Nullable Side side;

    @Option(
            names = "--task",
            paramLabel = "TITLE",
            description = "Only this task, by its title as written; may be repeated.")
    private List<String> titles = List.of();

    @Option(names = "--var", paramLabel = "NAME=VALUE", description = "A variable; may be repeated.")
    private List<String> variables = List.of();

    @Option(
            names = "--secret",
            paramLabel = "NAME=@FILE|NAME=env:VARIABLE",
            description = "A secret, from a file or an environment variable; may be repeated.")
    private List<String> secrets = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "When the run is ended, such as 90s or 5m (default: 5m for an SLI, 30m for a runbook).")
    private @Nullable String timeout;

    @Option(names = "--follow", description = "Show the live log, which is the default.")
    private boolean follow;

    @Option(names = "--quiet", description = "Show no live log.")
    private boolean quiet;

    @Option(names = "--json", description = "One JSON object instead of text.")
    private boolean json;

    @Option(names = "--keep", description = "Leave the run's directory, and say where it is.")
    private boolean keep;

    @Option(names = "--data-dir", description = "Where Python environments are kept (default: ${DEFAULT-VALUE}).")
    private Path dataDirectory = UserCache.directory();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    private static final class Side {

        @Option(names = "--sli", required = true, description = "Run the SLI, where the bundle has both.")
        private boolean sli;

        @Option(names = "--runbook", required = true, description = "Run the runbook, which is the default.")
        private boolean runbook;

        RobotKind kind() {
            return sli ? RobotKind.SLI : RobotKind.RUNBOOK;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec().commandLine().getOut();
        PrintWriter err = spec().commandLine().getErr();
        CountDownLatch over = new CountDownLatch(1);
        try {
            if (quiet && follow) {
                throw new StartFailure("--follow and --quiet contradict each other. Leave one away.");
            }
            AuthoredBundle found = AuthoredBundle.find(bundle, side == null ? null : side.kind());
            found.checkTitles(titles);
            GivenInputs given = GivenInputs.of(variables, secrets, System.getenv());
            given.unknownTo(found).forEach(remark -> err.println(TerminalText.line(remark)));
            AuthorInputs inputs = AuthorInputs.of(found, given.variables(), given.secrets(), System.getenv());
            AuthorPlace place = new AuthorPlace(Installation.findRuntime().runtime(), dataDirectory, keep);
            RunOutcome outcome = new RunOutcome(found, titles, run(found, inputs, place, json ? err : out, over));
            out.println(json ? outcome.json() : new RunSummary(outcome).text());
            out.flush();
            return outcome.exitCode();
        } catch (AuthorMistake | StartFailure e) {
            err.println(TerminalText.lines(String.valueOf(e.getMessage())));
            return UNUSABLE;
        } finally {
            over.countDown();
        }
    }

    private TaskResult run(
            AuthoredBundle found, AuthorInputs inputs, AuthorPlace place, PrintWriter log, CountDownLatch over)
            throws AuthorMistake, IOException, InterruptedException {
        Duration time = time(found.kind());
        try (AuthorRun run = AuthorRun.open(found, place)) {
            Thread interruption = new Thread(() -> end(run, over), "interruption");
            Runtime.getRuntime().addShutdownHook(interruption);
            TerminalLog live = new TerminalLog(log);
            TaskResult result = run.run(titles, inputs, time, quiet ? (_, _, _) -> {} : live);
            live.end();
            run.kept().ifPresent(directory -> spec().commandLine().getErr().println("Kept in " + directory));
            return result;
        }
    }

    /** On Ctrl-C: ends the whole tree, lets the run clean up behind it and has what came of it printed. */
    private static void end(AuthorRun run, CountDownLatch over) {
        run.cancel();
        try {
            over.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration time(RobotKind kind) {
        if (timeout == null) {
            return kind == RobotKind.SLI ? SLI_TIME : RUNBOOK_TIME;
        }
        try {
            Duration time = DurationStyle.SIMPLE.parse(timeout);
            if (time.isPositive() && time.compareTo(LONGEST) <= 0) {
                return time;
            }
        } catch (IllegalArgumentException e) {
            throw new StartFailure("Expected a time such as 90s or 5m in --timeout, found '" + timeout + "'.");
        }
        throw new StartFailure("Expected a time of at most 4h in --timeout, found '" + timeout + "'.");
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("The command line parser gives each command its description, and did not");
        }
        return spec;
    }
}
