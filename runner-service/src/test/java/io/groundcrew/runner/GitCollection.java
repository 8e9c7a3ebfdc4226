package io.groundcrew.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** A CodeCollection's repository on this disk that a test writes to. */
public final class GitCollection {

    static final String ROBOT = """
            *** Settings ***
            Documentation    Looks at the disk.
            Metadata         Supports    Linux,Disk
            Library          RW.Core
            Suite Setup      Suite Initialization

            *** Tasks ***
            Check Disk `${DISK}`
                [Documentation]    How full it is.
                [Tags]    access:read-only    disk
                Log    fine

            Clean Disk `${DISK}`
                [Tags]    access:read-write
                Log    cleaned

            *** Keywords ***
            Suite Initialization
                ${DISK}=    RW.Core.Import User Variable    DISK
                ...    type=string
                ...    description=Which disk
                ...    default=root
            """;

    private final Path directory;
    private final Git git;

    public GitCollection(Path directory) {
        this.directory = directory;
        try {
            git = Git.init()
                    .setDirectory(directory.toFile())
                    .setInitialBranch("main")
                    .call();
        } catch (GitAPIException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "file://" + directory;
    }

    /** Commits one file and answers the commit id. */
    public String commit(String path, String content) {
        try {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            git.add().addFilepattern(".").call();
            return git.commit()
                    .setMessage("Change " + path)
                    .setAuthor("A", "a@example.com")
                    .setCommitter("A", "a@example.com")
                    .setSign(false)
                    .call()
                    .getName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GitAPIException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A collection with one bundle that has an SLI and a Runbook. */
    public String commitDisk() {
        commit("codebundles/disk/sli.robot", ROBOT);
        return commit("codebundles/disk/runbook.robot", ROBOT);
    }
}
