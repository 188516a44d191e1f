// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.tomcat;

import dev.tautline.tests.contract.Application;
import dev.tautline.tests.contract.WebappContainer;
import dev.tautline.tests.contract.application.ApplicationInitializer;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.websocket.server.WsSci;

/** Embedded Tomcat 10.1 or 11, whichever is on the class path. */
final class TomcatContainer implements WebappContainer {
    private final String protocol;
    private final Tomcat tomcat = new Tomcat();

    /** With Tomcat's own choice, the NIO connector. */
    TomcatContainer() {
        this("HTTP/1.1");
    }

    /** @param protocol class of the connector's protocol */
    TomcatContainer(String protocol) {
        this.protocol = protocol;
    }

    @Override
    public URI start(Application application) throws Exception {
        setConnector(connector(application.tls()));
        Context context = tomcat.addContext("", null);
        context.setParentClassLoader(TomcatContainer.class.getClassLoader());
        application.initParameters().forEach(context::addParameter);
        if (application.ownProvider()) {
            context.addServletContainerInitializer(new WsSci(), application.endpoints());
        }
        context.addServletContainerInitializer(new ApplicationInitializer(), application.endpoints());
        // Without a servlet that matches, Tomcat answers 404 before any filter has run.
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        return start(application.scheme());
    }

    @Override
    public URI startWebapp(Path directory) throws Exception {
        setConnector(connector(false));
        StandardContext context = new StandardContext();
        // An absolute ordering keeps the initializers of a WAR's jars away; here they are the container's.
        context.setContainerSciFilter(".*");
        context.setPath("");
        context.setDocBase(directory.toString());
        context.setParentClassLoader(TomcatContainer.class.getClassLoader());
        ContextConfig config = new ContextConfig();
        config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
        context.addLifecycleListener(config);
        tomcat.getHost().addChild(context);
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        return start("http");
    }

    private void setConnector(Connector connector) throws IOException {
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        tomcat.setConnector(connector);
    }

    private URI start(String scheme) throws Exception {
        tomcat.start();
        Await.until("Tomcat's acceptor has counted the connection that it waits for", () -> connectionCount() == 1);
        return new URI(scheme + "://127.0.0.1:" + tomcat.getConnector().getLocalPort());
    }

    private Connector connector(boolean secure) {
        Connector connector = new Connector(protocol);
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setThrowOnFailure(true);
        if (secure) {
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
    public boolean mayTouchResponses(Thread thread) {
        return thread.getName().contains("-exec-");
    }

    @Override
    public void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
