// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.echo;

import dev.tautline.servlet.TransportChoice;
import dev.tautline.servlet.jakarta.EndpointInitializer;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.util.Set;

/** Embedded Undertow 2.3, without Undertow's own WebSocket provider. */
public final class UndertowServer {
    private UndertowServer() {}

    /** Starts the server and returns its port. */
    public static int start(int port, String transport) throws Exception {
        DeploymentInfo deployment = Servlets.deployment()
                .setClassLoader(UndertowServer.class.getClassLoader())
                .setContextPath("/")
                .setDeploymentName("echo")
                .addInitParameter(TransportChoice.PARAMETER, transport)
                .addServletContainerInitializer(new ServletContainerInitializerInfo(
                        EndpointInitializer.class, Set.of(EchoEndpoint.class, RoomEndpoint.class)))
                .addServletContainerInitializer(new ServletContainerInitializerInfo(NativeServers.class, Set.of()));
        DeploymentManager manager = Servlets.defaultContainer().addDeployment(deployment);
        manager.deploy();
        Undertow undertow = Undertow.builder()
                .addHttpListener(port, "127.0.0.1")
                .setHandler(manager.start())
                .build();
        undertow.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(manager, undertow), "stop"));
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    /** The application first: it says goodbye to its peers while the server still carries bytes. */
    private static void stop(DeploymentManager manager, Undertow undertow) {
        try {
            manager.stop();
            manager.undeploy();
        } catch (ServletException e) {
            System.err.println("The application did not stop cleanly: " + e);
        }
        undertow.stop();
    }
}
