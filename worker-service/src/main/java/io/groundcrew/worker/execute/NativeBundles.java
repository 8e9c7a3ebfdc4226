package io.groundcrew.worker.execute;

import io.groundcrew.codecollection.nativebundle.NativeReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads native bundles, the ones that were used last from memory: parsing one costs as much as starting its script. */
final class NativeBundles {

    private static final int KEPT = 64;

    private final Map<Version, NativeReading> readings =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Version, NativeReading> eldest) {
                    return size() > KEPT;
                }
            });

    NativeReading read(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Version version = new Version(file, attributes.lastModifiedTime(), attributes.size());
        NativeReading known = readings.get(version);
        if (known != null) {
            return known;
        }
        NativeReading reading = parse(file);
        // One that cannot be used may become usable by a file beside it.
        if (reading.bundle() != null) {
            readings.put(version, reading);
        }
        return reading;
    }

    private static NativeReading parse(Path file) throws IOException {
        try (Stream<Path> siblings = Files.list(file.resolveSibling(""))) {
            Set<String> names =
                    siblings.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
            return NativeReading.of(Files.readAllBytes(file), names);
        }
    }

    /** The path names the commit; time and size are there for a tree that was made anew. */
    private record Version(Path file, FileTime modified, long size) {}
}
