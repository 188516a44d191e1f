// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.peer;

import io.undertow.Undertow;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;

/** Undertow 2.3 with its own provider, callbacks on worker threads because the endpoints use the blocking remote. */
public final class UndertowPeer {

    private static final int BUFFER_BYTES = 16 << 10;

    private UndertowPeer() {}

    /** Listens until standard input ends. */
    public static void main(String[] args) throws Exception {
        PeerArguments arguments = PeerArguments.parse(args);
        WebSocketDeploymentInfo webSockets = new WebSocketDeploymentInfo()
                .setBuffers(new DefaultByteBufferPool(true, BUFFER_BYTES))
                .setDispatchToWorkerThread(true)
                .addExtension(new PerMessageDeflateHandshake())
                .addEndpoint(EchoEndpoint.class)
                .addEndpoint(RoomEndpoint.class)
                .addListener(container -> {
                    container.setDefaultMaxTextMessageBufferSize(arguments.maxMessage());
                    container.setDefaultMaxBinaryMessageBufferSize(arguments.maxMessage());
                });
        DeploymentInfo deployment = Servlets.deployment()
                .setClassLoader(UndertowPeer.class.getClassLoader())
                .setContextPath("/")
                .setDeploymentName("benchmarks")
                .addServletContextAttribute(WebSocketDeploymentInfo.ATTRIBUTE_NAME, webSockets);
        DeploymentManager manager = Servlets.defaultContainer().addDeployment(deployment);
        manager.deploy();
        Undertow.builder()
                .addHttpListener(arguments.port(), "127.0.0.1")
                .setHandler(manager.start())
                .build()
                .start();
        arguments.ready();
    }
}
