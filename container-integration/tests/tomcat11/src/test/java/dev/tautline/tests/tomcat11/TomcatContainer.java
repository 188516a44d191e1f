// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.tomcat11;

import dev.tautline.tests.contract.Application;
import dev.tautline.tests.contract.ContainerUnderTest;
import dev.tautline.tests.contract.application.ApplicationInitializer;
import dev.tautline.tests.contract.wire.TestCertificate;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.websocket.server.WsSci;

/** Embedded Tomcat 11 with its NIO connector. */
final class TomcatContainer implements ContainerUnderTest {
    private final Tomcat tomcat = new Tomcat();

    @Override
    public URI start(Application application) throws Exception {
        Path folder = Files.createTempDirectory("tomcat");
        tomcat.setBaseDir(folder.toString());
        Connector connector = connector(application);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        context.setParentClassLoader(TomcatContainer.class.getClassLoader());
        application.initParameters().forEach(context::addParameter);
        if (application.ownProvider()) {
            context.addServletContainerInitializer(new WsSci(), application.endpoints());
        }
        context.addServletContainerInitializer(new ApplicationInitializer(), application.endpoints());
        // Without a servlet that matches, Tomcat answers 404 before any filter has run.
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        tomcat.start();
        return new URI(application.scheme() + "://127.0.0.1:" + connector.getLocalPort());
    }

    private static Connector connector(Application application) {
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setThrowOnFailure(true);
        if (application.tls()) {
            connector.setScheme("https");
            connector.setSecure(true);
            connector.setProperty("SSLEnabled", "true");
            SSLHostConfig host = new SSLHostConfig();
            SSLHostConfigCertificate certificate =
                    new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
            certificate.setCertificateKeystoreFile(TestCertificate.keyStore().toString());
            certificate.setCertificateKeystorePassword(TestCertificate.PASSWORD);
            host.addCertificate(certificate);
            connector.addSslHostConfig(host);
        }
        return connector;
    }

    @Override
    public long connectionCount() {
        return ((AbstractProtocol<?>) tomcat.getConnector().getProtocolHandler()).getConnectionCount();
    }

    @Override
    public void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
