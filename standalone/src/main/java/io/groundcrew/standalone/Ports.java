package io.groundcrew.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.EnumMap;
import java.util.Map;

/** The services' loopback ports. */
final class Ports {

    private Ports() {}

    /**
     * A free port for each service, the asked one for the gateway.
     *
     * @throws StartFailure when the gateway's port is taken
     */
    static Map<Service, Integer> choose(int gatewayPort) {
        Map<Service, Integer> ports = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            ports.put(service, service == Service.GATEWAY ? checked(gatewayPort) : io.groundcrew.embedded.Ports.free());
        }
        return ports;
    }

    private static int checked(int port) {
        if (port < 1 || port > 65535) {
            throw new StartFailure("Expected a port from 1 to 65535, found " + port);
        }
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(Installation.LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartFailure("Port " + port
                    + " is taken by another program. Choose another one with: ./groundcrew up --port <port>");
        }
    }
}
