package io.groundcrew.codecollection.mirror;

import java.time.Duration;

/**
 * How far one sync may go.
 *
 * @param time of one sync or fetch, all connections together
 * @param bytes both of what is transferred and of the unpacked files of one commit
 * @param files of one commit
 * @param depth of directories in one commit
 */
public record MirrorLimits(Duration time, long bytes, int files, int depth) {

    public static final MirrorLimits DEFAULT =
            new MirrorLimits(Duration.ofMinutes(5), 2L * 1024 * 1024 * 1024, 200_000, 100);

    public MirrorLimits {
        if (!time.isPositive() || bytes <= 0 || files <= 0 || depth <= 0) {
            throw new IllegalArgumentException("Every limit of a mirror must be above zero, found time " + time
                    + ", bytes " + bytes + ", files " + files + ", depth " + depth);
        }
    }

    public MirrorLimits withTime(Duration wanted) {
        return new MirrorLimits(wanted, bytes, files, depth);
    }
}
