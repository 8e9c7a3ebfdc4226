package io.groundcrew.codecollection.mirror;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps JGit away from the host: no environment, no system or user Git configuration, few system properties. What a
 * mirror does must not depend on who started the process, and a host's {@code .gitconfig} may hold credentials, proxies
 * and URL rewrites.
 */
final class IsolatedSystemReader extends SystemReader.Delegate {

    private static final Set<String> PROPERTIES = Set.of(
            "os.name",
            "os.arch",
            "os.version",
            "java.version",
            "java.vendor",
            "java.io.tmpdir",
            "file.encoding",
            "file.separator",
            "path.separator",
            "line.separator",
            "user.dir");

    private static final Object INSTALLING = new Object();

    private IsolatedSystemReader(SystemReader host) {
        super(host);
    }

    /** Makes this the reader of the whole process, once; JGit knows no narrower scope. */
    static void install() {
        synchronized (INSTALLING) {
            if (!(SystemReader.getInstance() instanceof IsolatedSystemReader)) {
                SystemReader.setInstance(new IsolatedSystemReader(SystemReader.getInstance()));
            }
        }
    }

    @Override
    public String getHostname() {
        return "localhost";
    }

    @Override
    public @Nullable String getenv(String variable) {
        return null;
    }

    @Override
    public @Nullable String getProperty(String key) {
        return PROPERTIES.contains(key) ? super.getProperty(key) : null;
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    /** A configuration without a file: always empty, never written. */
    private static final class NoConfig extends FileBasedConfig {

        @SuppressWarnings("NullAway") // JGit takes null for a configuration that has no file.
        NoConfig(@Nullable Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // There is nothing to read.
        }

        @Override
        public void save() {
            // There is nowhere to write.
        }

        /**
         * The clock resolution of a file store, given here so that JGit does not measure it: that takes seconds and
         * writes probe files, into repositories that are not ours too.
         */
        @Override
        public long getTimeUnit(
                String section, @Nullable String subsection, String name, long defaultValue, TimeUnit unit) {
            return section.equals("filesystem") ? unit.convert(5, TimeUnit.MILLISECONDS) : defaultValue;
        }

        @Override
        public boolean isOutdated() {
            return false;
        }

        @Override
        public String toString() {
            return "no configuration";
        }
    }
}
