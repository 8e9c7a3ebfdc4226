package io.groundcrew.worker.execute;

import io.groundcrew.chassis.text.Text;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which addresses calls may not go to; asked about what a name was resolved to, at each hop. */
final class AddressPolicy {

    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] COMPATIBLE = new byte[12];
    private static final byte[] LOOPBACK_4 = {127, 0, 0, 1};
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final List<Network> denied;

    /** @throws IllegalArgumentException with a sentence when one of these is no network */
    AddressPolicy(List<String> denied) {
        this.denied = denied.stream().map(Network::of).toList();
    }

    /** The denied network that an address is in, directly or by another way to write where it leads. */
    Optional<String> denies(InetAddress address) {
        List<byte[]> forms = new ArrayList<>();
        forms.add(address.getAddress());
        if (address.isAnyLocalAddress()) {
            // As a destination it is this machine.
            forms.add(LOOPBACK_4);
            forms.add(LOOPBACK_6);
        }
        if (address instanceof Inet6Address) {
            byte[] inner = inner(address.getAddress());
            if (inner != null) {
                forms.add(inner);
            }
        }
        return denied.stream()
                .filter(network -> forms.stream().anyMatch(network::contains))
                .map(Network::text)
                .findFirst();
    }

    /** The IPv4 address that NAT64, 6to4 or the old compatible form would reach. A mapped one is IPv4 to Java already. */
    private static byte @Nullable [] inner(byte[] address) {
        if (startsWith(address, NAT64) || startsWith(address, COMPATIBLE)) {
            return Arrays.copyOfRange(address, 12, 16);
        }
        return address[0] == 0x20 && address[1] == 0x02 ? Arrays.copyOfRange(address, 2, 6) : null;
    }

    private static boolean startsWith(byte[] address, byte[] prefix) {
        return Arrays.equals(address, 0, prefix.length, prefix, 0, prefix.length);
    }

    private record Network(String text, byte[] address, int bits) {

        static Network of(String text) {
            int slash = text.indexOf('/');
            String host = slash < 0 ? text : text.substring(0, slash);
            try {
                // Only literals: a name would be asked for once and be something else tomorrow.
                InetAddress address = host.contains(":") ? Inet6Address.ofLiteral(host) : Inet4Address.ofLiteral(host);
                int most = address.getAddress().length * 8;
                int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
                if (bits >= 0 && bits <= most) {
                    return new Network(text, address.getAddress(), bits);
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(notOne(text), e);
            }
            throw new IllegalArgumentException(notOne(text));
        }

        private static String notOne(String text) {
            return "Expected an address or a network such as 10.0.0.0/8 in worker.rest.denied-addresses, found '" + text
                    + "'";
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = bits / 8;
            int rest = bits % 8;
            return Arrays.equals(address, 0, whole, other, 0, whole)
                    && (rest == 0 || ((address[whole] ^ other[whole]) & 0xff) >> (8 - rest) == 0);
        }
    }

    /** A name leads to an address that is denied. */
    static final class Denied extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        Denied(String host, InetAddress address, String network) {
            super("The address " + address.getHostAddress() + " of " + Text.cutTo(host, 200) + " is denied: " + network
                    + " is among worker.rest.denied-addresses");
        }
    }
}
