package io.groundcrew.worker.author;

import io.groundcrew.contracts.run.RobotKind;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The side of a bundle that is to run.
 *
 * @param root of the collection: the directory above {@code codebundles/}, else the bundle's own directory
 * @param path of the file that is run, below the root
 * @param kind SLI or runbook
 * @param titles unresolved titles of its tasks, in file order
 * @param variables names of the user variables it imports
 * @param secrets names of the secrets it imports
 * @param platformVariables names of the {@code RW_…} variables it imports
 */
public record AuthoredBundle(
        Path root,
        String path,
        RobotKind kind,
        List<String> titles,
        List<String> variables,
        List<String> secrets,
        List<String> platformVariables) {

    public AuthoredBundle {
        titles = List.copyOf(titles);
        variables = List.copyOf(variables);
        secrets = List.copyOf(secrets);
        platformVariables = List.copyOf(platformVariables);
    }

    /**
     * Finds what an author means and reads it without running it.
     *
     * @param given a bundle's directory, or a {@code .robot} file or {@code codebundle.yaml} in one
     * @param wanted the side that is asked for; null for the one the file is, or else the runbook before the SLI
     * @throws AuthorMistake when there is nothing to run, or it cannot be read
     */
    public static AuthoredBundle find(Path given, @Nullable RobotKind wanted) throws AuthorMistake {
        return new BundleSearch(wanted).find(given);
    }

    /** The bundle's name: that of its directory. */
    public String name() {
        Path name = directory().getFileName();
        return name == null ? "bundle" : name.toString();
    }

    /** The directory of the file that is run. */
    Path directory() {
        return root.resolve(path).resolveSibling("");
    }

    /**
     * Checks a selection.
     *
     * @throws AuthorMistake naming the titles that there are when one of these is not among them
     */
    public void checkTitles(List<String> selected) throws AuthorMistake {
        for (String title : selected) {
            if (!titles.contains(title)) {
                throw new AuthorMistake("There is no task titled '" + title + "' in " + path + ". It has:\n"
                        + titles.stream().map(known -> "  " + known).collect(Collectors.joining("\n")));
            }
        }
    }
}
