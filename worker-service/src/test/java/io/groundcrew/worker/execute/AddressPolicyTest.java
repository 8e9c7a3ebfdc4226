package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

    private final AddressPolicy policy =
            new AddressPolicy(List.of("169.254.169.254", "10.1.0.0/17", "fd00:ec2::/32", "127.0.0.0/8", "::1"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "::ffff:169.254.169.254",
                "::ffff:a9fe:a9fe",
                "::a9fe:a9fe",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "2852039166",
                "fd00:ec2::254",
                "10.1.127.255",
                "0.0.0.0",
                "::",
                "::1"
            })
    void case43DeniesAnAddressHoweverItIsWritten(String literal) throws Exception {
        assertThat(policy.denies(InetAddress.getByName(literal))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"169.254.169.253", "10.1.128.0", "10.0.255.255", "fd00:ec3::254", "64:ff9b::808:808", "::2"})
    void letsOthersPass(String literal) throws Exception {
        assertThat(policy.denies(InetAddress.getByName(literal))).isEmpty();
    }

    @Test
    void takesNetworksOnly() {
        for (String wrong : List.of("localhost", "10.0.0.0/33", "10.0.0.0/x", "", "1.2.3.4/-1")) {
            assertThatThrownBy(() -> new AddressPolicy(List.of(wrong)))
                    .hasMessageContaining("denied-addresses")
                    .hasMessageContaining("'" + wrong + "'");
        }
    }
}
