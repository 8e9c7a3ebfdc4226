package io.groundcrew.codecollection.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LD_PRELOAD",
                "LD_AUDIT",
                "BASH_ENV",
                "ENV",
                "PYTHONPATH",
                "PYTHONSTARTUP",
                "PATH",
                "IFS",
                "GIT_SSH_COMMAND",
                "GIT_CONFIG_COUNT",
                "GIT_EXEC_PATH",
                "BASH_FUNC_x%%",
                "NODE_OPTIONS",
                "RW_WORKSPACE",
                "RW_USER_TOKEN",
                "RW_API_TOKEN_X",
                "",
                "1A",
                "A B",
                "A=B",
                "A\0B",
                "--flag"
            })
    void case16RefusesNamesThatSomethingActsUpon(String name) {
        assertThat(ParameterNames.isAllowed(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NAMESPACE",
                "kubeconfig",
                "GITHUB_TOKEN",
                "GIT_TOKEN",
                "GIT_USERNAME",
                "NODE_HEALTH_LOOKBACK_HOURS",
                "github-read-token",
                "RW_LOOKBACK_WINDOW",
                "RW_API_TOKEN"
            })
    void takesNamesThatPublicBundlesUse(String name) {
        assertThat(ParameterNames.isAllowed(name)).isTrue();
    }
}
