// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop.peer;

import dev.tautline.tests.interop.Arrivals;
import dev.tautline.tests.interop.Client;
import dev.tautline.tests.interop.Peer;
import dev.tautline.tests.interop.Server;
import dev.tautline.tests.interop.peer.JakartaClient.Connector;
import io.undertow.Undertow;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.websockets.WebSocketExtension;
import io.undertow.websockets.client.WebSocketClient;
import io.undertow.websockets.client.WebSocketClient.ConnectionBuilder;
import io.undertow.websockets.client.WebSocketClientNegotiation;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import io.undertow.websockets.jsr.ServerWebSocketContainer;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;
import jakarta.websocket.ContainerProvider;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** Undertow 2.3. */
public final class UndertowPeer implements Peer {
    private static final int BUFFER_BYTES = 16 << 10;

    @Override
    public Server start() throws Exception {
        Arrivals arrivals = new Arrivals();
        WebSocketDeploymentInfo webSockets = new WebSocketDeploymentInfo()
                .setBuffers(new DefaultByteBufferPool(true, BUFFER_BYTES))
                .setDispatchToWorkerThread(true)
                .addExtension(new PerMessageDeflateHandshake());
        JakartaServer.endpoints(arrivals, List.of(JakartaClient.NamedExtension.DEFLATE))
                .forEach(webSockets::addEndpoint);
        DeploymentInfo deployment = Servlets.deployment()
                .setClassLoader(UndertowPeer.class.getClassLoader())
                .setContextPath("/")
                .setDeploymentName("interop")
                .addServletContextAttribute(WebSocketDeploymentInfo.ATTRIBUTE_NAME, webSockets);
        DeploymentManager manager = Servlets.defaultContainer().addDeployment(deployment);
        manager.deploy();
        Undertow undertow = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(manager.start())
                .build();
        undertow.start();
        InetSocketAddress address =
                (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
        return new JakartaServer(arrivals, address.getPort(), () -> {
            manager.stop();
            manager.undeploy();
            undertow.stop();
        });
    }

    @Override
    public Client client() {
        ServerWebSocketContainer container = (ServerWebSocketContainer) ContainerProvider.getWebSocketContainer();
        Connector connector =
                (endpoint, config, address) -> config.getExtensions().isEmpty()
                        ? container.connectToServer(endpoint, config, address)
                        : container.connectToServer(endpoint, config, compressed(container, address));
        return new JakartaClient(connector, JakartaClient.NamedExtension.DEFLATE, container);
    }

    /** An extension of the configuration is offered and not done: what does it is told to the builder of connections alone. */
    private static ConnectionBuilder compressed(ServerWebSocketContainer container, URI address) {
        return WebSocketClient.connectionBuilder(container.getXnioWorker(), container.getBufferPool(), address)
                .setClientNegotiation(
                        new WebSocketClientNegotiation(List.of(), WebSocketExtension.parse("permessage-deflate")))
                .setClientExtensions(Set.of(new PerMessageDeflateHandshake(true)));
    }
}
