package io.groundcrew.standalone;

import io.groundcrew.embedded.EmbeddedStartException;
import java.util.concurrent.CompletionException;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. The launcher script finds the JDK and the built tree, and hands over. */
@Command(
        name = "groundcrew",
        mixinStandardHelpOptions = true,
        description = "Runs operational tasks and turns what they find into insights and issues.",
        subcommands = {UpCommand.class, InfrastructureCommand.class, LintCommand.class, RunCommand.class})
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // Spring's own logging set-up is off, since four contexts share it; Tomcat logs by java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        int status = commandLine().execute(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        // An argument like @file must stay an argument: expansion would read files for whoever composes the command.
        line.setExpandAtFiles(false);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof StartFailure || cause instanceof EmbeddedStartException) {
                command.getErr().println(cause.getMessage());
                return 2;
            }
            throw failure;
        });
        return line;
    }
}
