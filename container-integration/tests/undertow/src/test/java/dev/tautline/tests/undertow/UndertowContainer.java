// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.undertow;

import dev.tautline.tests.contract.Application;
import dev.tautline.tests.contract.ContainerUnderTest;
import dev.tautline.tests.contract.application.ApplicationInitializer;
import dev.tautline.tests.contract.wire.TestCertificate;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;
import java.net.InetSocketAddress;
import java.net.URI;
import org.xnio.XnioIoThread;

/** Embedded Undertow 2.3. */
final class UndertowContainer implements ContainerUnderTest {
    private DeploymentManager manager;
    private Undertow undertow;

    @Override
    public URI start(Application application) throws Exception {
        DeploymentInfo deployment = Servlets.deployment()
                .setClassLoader(UndertowContainer.class.getClassLoader())
                .setContextPath("/")
                .setDeploymentName("contract")
                .addServletContainerInitializer(
                        new ServletContainerInitializerInfo(ApplicationInitializer.class, application.endpoints()));
        application.initParameters().forEach(deployment::addInitParameter);
        if (application.ownProvider()) {
            WebSocketDeploymentInfo webSockets = new WebSocketDeploymentInfo();
            application.endpoints().forEach(webSockets::addEndpoint);
            deployment.addServletContextAttribute(WebSocketDeploymentInfo.ATTRIBUTE_NAME, webSockets);
        }
        manager = Servlets.newContainer().addDeployment(deployment);
        manager.deploy();
        Undertow.Builder builder = Undertow.builder()
                .setServerOption(UndertowOptions.ENABLE_STATISTICS, true)
                .setHandler(manager.start());
        if (application.tls()) {
            builder.addHttpsListener(0, "127.0.0.1", TestCertificate.sslContext());
        } else {
            builder.addHttpListener(0, "127.0.0.1");
        }
        undertow = builder.build();
        undertow.start();
        InetSocketAddress address =
                (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
        return new URI(application.scheme() + "://127.0.0.1:" + address.getPort());
    }

    @Override
    public long connectionCount() {
        return undertow.getListenerInfo().get(0).getConnectorStatistics().getActiveConnections();
    }

    @Override
    public boolean mayTouchResponses(Thread thread) {
        return thread instanceof XnioIoThread;
    }

    /** The application first: it says goodbye to its peers while the server still carries bytes. */
    @Override
    public void stop() throws Exception {
        manager.stop();
        manager.undeploy();
        undertow.stop();
    }
}
