package io.groundcrew.codecollection.mirror;

import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Which state of a repository is wanted. Names are checked: no leading '-', no '..', no shell or glob characters. */
public sealed interface Revision {

    /** What the remote calls its default. */
    record DefaultBranch() implements Revision {}

    record Branch(String name) implements Revision {
        public Branch {
            Names.check("branch", name);
        }
    }

    record Tag(String name) implements Revision {
        public Tag {
            Names.check("tag", name);
        }
    }

    /** A branch, a tag, a full ref name or a commit id of 7 to 40 hexadecimal digits. */
    record Ref(String name) implements Revision {
        public Ref {
            Names.check("ref", name);
        }
    }

    /**
     * Of the three ways to name a revision at most one is given; null and blank mean not given.
     *
     * @throws InvalidSource when more than one is given or the name is not one Git accepts
     */
    static Revision of(@Nullable String branch, @Nullable String tag, @Nullable String ref) {
        boolean hasBranch = branch != null && !branch.isBlank();
        boolean hasTag = tag != null && !tag.isBlank();
        boolean hasRef = ref != null && !ref.isBlank();
        if ((hasBranch ? 1 : 0) + (hasTag ? 1 : 0) + (hasRef ? 1 : 0) > 1) {
            throw new InvalidSource("A collection names at most one of branch, tag and ref, and this one names several."
                    + " Keep the one that should be followed.");
        }
        if (branch != null && hasBranch) {
            return new Branch(branch.strip());
        }
        if (tag != null && hasTag) {
            return new Tag(tag.strip());
        }
        return ref != null && hasRef ? new Ref(ref.strip()) : new DefaultBranch();
    }

    /** How a person calls it: {@code branch main}, {@code the default branch}. */
    default String description() {
        return switch (this) {
            case DefaultBranch _ -> "the default branch";
            case Branch branch -> "branch " + branch.name();
            case Tag tag -> "tag " + tag.name();
            case Ref ref -> "ref " + ref.name();
        };
    }

    /** The check that all names share. */
    final class Names {

        private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}._/+@#=-]{0,254}");

        private Names() {}

        static void check(String kind, String name) {
            if (!ALLOWED.matcher(name).matches()
                    || name.contains("..")
                    || !Repository.isValidRefName("refs/heads/" + name)) {
                String shown = name.replaceAll("[^\\x20-\\x7e\\p{L}\\p{N}]", "?");
                throw new InvalidSource("The " + kind + " '"
                        + (shown.length() > 100 ? shown.substring(0, 100) + "…" : shown)
                        + "' is not a name that is accepted. Expected letters, digits and ._/+@#=-, not starting with '-' and"
                        + " without '..'.");
            }
        }
    }
}
