package io.groundcrew.codecollection.catalog;

import io.groundcrew.codecollection.bundle.Finding;
import io.groundcrew.codecollection.mirror.CollectionTree;
import io.groundcrew.codecollection.mirror.MirrorUnreadable;
import io.groundcrew.codecollection.mirror.TreeFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what a collection offers, without running anything. Keep one for a collection: a file
 * whose content it has read before, under whatever commit, is not read again. Safe for several threads.
 */
public final class CollectionReader {

    private static final String BUNDLES = "codebundles/";
    private static final int FILES_REMEMBERED = 1_024;

    private final Map<String, ReadFile> remembered = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ReadFile> eldest) {
            return size() > FILES_REMEMBERED;
        }
    });

    /**
     * Reads a commit or a directory. A file that cannot be read is a finding on its bundle and nothing else.
     *
     * @throws MirrorUnreadable when the mirror itself fails
     */
    public CollectionIndex read(CollectionTree tree) {
        Map<String, List<TreeFile>> byBundle = new TreeMap<>();
        for (TreeFile file : tree.files()) {
            if (file.path().startsWith(BUNDLES)) {
                int end = file.path().indexOf('/', BUNDLES.length());
                if (end > 0) {
                    String name = file.path().substring(BUNDLES.length(), end);
                    byBundle.computeIfAbsent(name, _ -> new ArrayList<>()).add(file);
                }
            }
        }
        List<Bundle> bundles = new ArrayList<>();
        ReadBudget budget = new ReadBudget();
        byBundle.forEach((name, files) -> new BundleReader(tree, remembered, budget, BUNDLES + name, files)
                .read()
                .ifPresent(bundles::add));
        List<Finding> findings = bundles.isEmpty()
                ? List.of(
                        new Finding(
                                Finding.Severity.ERROR,
                                BUNDLES,
                                0,
                                "Expected bundles in codebundles/<name>/, and there are none. Add one, or correct the sub-path."))
                : List.of();
        return new CollectionIndex(tree.commit(), bundles, findings);
    }
}
