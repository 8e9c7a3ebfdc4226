package io.groundcrew.standalone;

import io.groundcrew.codecollection.lint.LintReport;
import io.groundcrew.codecollection.lint.LintTarget;
import io.groundcrew.codecollection.lint.UnreadableCollection;
import io.groundcrew.codecollection.mirror.Credentials;
import io.groundcrew.codecollection.mirror.InvalidSource;
import io.groundcrew.codecollection.mirror.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "lint",
        description = "Reads a CodeCollection without running anything, and says what its author should look at.",
        exitCodeOnExecutionException = LintCommand.UNREADABLE,
        footer =
                "With --dry-run, which takes a directory, Robot also imports the libraries, and so runs their code, and looks for every keyword.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:nothing, or warnings only",
            "1:errors, or robots that the dry run finds to fail",
            "2:the collection cannot be read, or the dry run ended without a result"
        })
final class LintCommand implements Callable<Integer> {

    static final int ERRORS = 1;
    static final int UNREADABLE = 2;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "COLLECTION",
            description = "A directory, read as it lies there, or the URL of a Git repository (https, ssh, file).")
    private String collection = "";

    @Option(names = "--ref", description = "A branch, tag or commit of the repository, rather than what lies on disk.")
    private @Nullable String ref;

    @Option(names = "--json", description = "One JSON object instead of text.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    @Option(names = "--token-file", description = "A file with the access token for an https repository.")
    private @Nullable Path tokenFile;

    @Option(names = "--ssh-key", description = "A file with the private key for an ssh repository.")
    private @Nullable Path sshKey;

    @Option(
            names = "--dry-run-result",
            hidden = true,
            description = "What the dry run printed, which the launcher starts for --dry-run.")
    private @Nullable Path dryRunResult;

    @Override
    public Integer call() throws IOException {
        CommandLine line = spec().commandLine();
        Path work = Files.createTempDirectory("groundcrew-lint-");
        try {
            LintTarget target = new LintTarget(collection, Revision.of(null, null, ref), credentials());
            LintReport report = LintReport.of(target.read(work));
            DryRunResult dryRun = dryRunResult == null ? null : DryRunResult.read(dryRunResult);
            LintOutput output = new LintOutput(target.shortName(), report, dryRun);
            line.getOut().println(json ? output.json() : output.text());
            line.getOut().flush();
            if (dryRunResult != null && dryRun == null) {
                throw new StartFailure(
                        "The dry run ended without a result; what it said is above. Try again without --dry-run.");
            }
            return output.hasErrors() ? ERRORS : 0;
        } catch (UnreadableCollection | InvalidSource | StartFailure e) {
            line.getErr().println(TerminalText.lines(String.valueOf(e.getMessage())));
            return UNREADABLE;
        } finally {
            FileSystemUtils.deleteRecursively(work);
        }
    }

    private Credentials credentials() {
        if (sshKey != null) {
            return new Credentials.SshKey(content(sshKey), null, null);
        }
        return tokenFile == null
                ? new Credentials.None()
                : new Credentials.Token(content(tokenFile).strip());
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StartFailure("The file " + file + " cannot be read. Check that it is there and its permissions.");
        }
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("The command line parser gives each command its description, and did not");
        }
        return spec;
    }
}
