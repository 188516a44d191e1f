// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import dev.tautline.servlet.DeploymentInitializer;
import dev.tautline.servlet.jakarta.EndpointInitializer;
import dev.tautline.tests.contract.wire.TestCertificate;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireRequest;
import jakarta.servlet.ServletContext;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URI;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One application in an embedded Tomcat 11 of its own, on 127.0.0.1 and a free port. As an extension it ends with its test class. */
final class WebApplication implements AutoCloseable, AfterAllCallback {
    private final Tomcat tomcat;
    private final Context context;
    private final String scheme;
    private final AtomicInteger paths = new AtomicInteger();

    private WebApplication(Tomcat tomcat, Context context, String scheme) {
        this.tomcat = tomcat;
        this.context = context;
        this.scheme = scheme;
    }

    /** An application at the root with annotated endpoints, as a scan would find them. */
    static WebApplication of(Class<?>... endpoints) {
        return new Builder().endpoints(endpoints).start();
    }

    static Builder builder() {
        return new Builder();
    }

    /** What an application is made of. */
    static final class Builder {
        private final Set<Class<?>> found = new LinkedHashSet<>();
        private String path = "";
        private boolean secure;
        private Consumer<Context> more = context -> {};

        /** What a scan finds. */
        Builder endpoints(Class<?>... classes) {
            found.addAll(Set.of(classes));
            return this;
        }

        Builder path(String contextPath) {
            path = contextPath;
            return this;
        }

        /** The connector speaks TLS with the contract's certificate for 127.0.0.1. */
        Builder tls() {
            secure = true;
            return this;
        }

        Builder parameter(String name, String value) {
            return with(context -> context.addParameter(name, value));
        }

        /** What else Tomcat is to be told, before the start. */
        Builder with(Consumer<Context> setting) {
            more = more.andThen(setting);
            return this;
        }

        /** A context listener of the application. */
        Builder onStart(Consumer<ServletContext> listener) {
            return with(context -> context.addServletContainerInitializer(
                    (classes, servlets) -> servlets.addListener(new StartListener(listener)), null));
        }

        /** @throws IllegalStateException if the application does not start */
        WebApplication start() {
            WebApplication application = attempt();
            if (application.context.getState() != LifecycleState.STARTED) {
                application.close();
                throw new IllegalStateException("The application has not started; the log says why");
            }
            return application;
        }

        /** Starts; the application may be refused. */
        WebApplication attempt() {
            try {
                Tomcat tomcat = new Tomcat();
                tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
                tomcat.setConnector(connector(secure));
                Context context = tomcat.addContext(path, null);
                context.setParentClassLoader(WebApplication.class.getClassLoader());
                // The application's listeners come first, as those of a web.xml do.
                more.accept(context);
                context.addServletContainerInitializer(new EndpointInitializer(), found);
                context.addServletContainerInitializer(new DeploymentInitializer(), null);
                // Without a servlet that matches, Tomcat answers 404 before any filter has run.
                Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
                tomcat.start();
                return new WebApplication(tomcat, context, secure ? "https" : "http");
            } catch (Exception e) {
                throw new IllegalStateException("Tomcat does not start", e);
            }
        }
    }

    static Connector connector(boolean secure) {
        Connector connector = new Connector();
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

    /** Deploys a recorder at a path of its own. */
    String serve(Recorder recorder) {
        return serve(recorder, config -> config);
    }

    /** As {@link #serve(Recorder)}; a configurator given there must hand the recorder out itself. */
    String serve(Recorder recorder, UnaryOperator<ServerEndpointConfig.Builder> setting) {
        String path = "/recorder" + paths.incrementAndGet();
        deploy(setting.apply(ServerEndpointConfig.Builder.create(Recorder.class, path)
                        .configurator(new Handing(recorder)))
                .build());
        return path;
    }

    /** Deploys a programmatic endpoint, at run time. */
    void deploy(ServerEndpointConfig config) {
        try {
            container().addEndpoint(config);
        } catch (DeploymentException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hands out one endpoint; the rest is the default. */
    static class Handing extends ServerEndpointConfig.Configurator {
        private final Endpoint endpoint;

        Handing(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(endpoint);
        }
    }

    /** The address of an endpoint, for a client. */
    URI uri(String path) {
        return URI.create(
                (scheme.equals("https") ? "wss" : "ws") + "://127.0.0.1:" + port() + context.getPath() + path);
    }

    /** Where HTTP and the tools for raw frames connect to. */
    URI base() {
        return URI.create(scheme + "://127.0.0.1:" + port());
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    /** An opening handshake by hand. */
    WireRequest wire(String path) {
        return WireRequest.webSocket(base(), context.getPath() + path);
    }

    /** The answer of an endpoint to one text, on a connection of its own. */
    String answer(String path, String text) {
        try (WireClient client = wire(path).open()) {
            String answer = client.sendText(text).text();
            client.closeCleanly();
            return answer;
        }
    }

    boolean isAvailable() {
        return context.getState().isAvailable();
    }

    ServletContext servletContext() {
        return context.getServletContext();
    }

    ServerContainer container() {
        return (ServerContainer) servletContext().getAttribute(ServerContainer.class.getName());
    }

    /** Stops the application; the server goes on. */
    void undeploy() {
        tomcat.getHost().removeChild(context);
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        close();
    }

    /** Stops the server. */
    @Override
    public void close() {
        try {
            if (tomcat.getServer().getState().isAvailable()) {
                tomcat.stop();
            }
            if (tomcat.getServer().getState() != LifecycleState.DESTROYED) {
                tomcat.destroy();
            }
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }
}
