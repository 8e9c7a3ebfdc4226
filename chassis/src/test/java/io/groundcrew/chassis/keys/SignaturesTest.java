package io.groundcrew.chassis.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import org.junit.jupiter.api.Test;

/** Signatures are the standard's, whoever computes them. */
class SignaturesTest {

    private static final byte[] MESSAGE = "a task request".getBytes(StandardCharsets.UTF_8);

    private final KeyPair keys;

    SignaturesTest() throws Exception {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    @Test
    void givesTheSameSignatureAsTheJdk() throws Exception {
        Signature jdk = Signature.getInstance("Ed25519");
        jdk.initSign(keys.getPrivate());
        jdk.update(MESSAGE);

        byte[] signed = Signatures.sign(keys.getPrivate(), Signatures.publicKeyOf(keys.getPrivate()), MESSAGE);

        assertThat(signed).isEqualTo(jdk.sign());
        assertThat(Signatures.verifies(keys.getPublic(), MESSAGE, signed)).isTrue();
    }

    @Test
    void refusesAChangedMessageAChangedSignatureAndOneOfAnotherLength() {
        byte[] signed = Signatures.sign(keys.getPrivate(), Signatures.publicKeyOf(keys.getPrivate()), MESSAGE);
        byte[] changed = signed.clone();
        changed[40] ^= 1;

        assertThat(Signatures.verifies(keys.getPublic(), new byte[MESSAGE.length], signed))
                .isFalse();
        assertThat(Signatures.verifies(keys.getPublic(), MESSAGE, changed)).isFalse();
        assertThat(Signatures.verifies(keys.getPublic(), MESSAGE, new byte[63])).isFalse();
        assertThat(Signatures.verifies(keys.getPublic(), MESSAGE, new byte[0])).isFalse();
    }
}
