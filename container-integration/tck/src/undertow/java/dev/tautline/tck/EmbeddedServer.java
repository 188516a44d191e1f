// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tck;

import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainer;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.annotation.WebServlet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.EventListener;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/** Embedded Undertow without its own WebSocket. It knows no web applications: what the kit needs of them is done here. */
final class EmbeddedServer implements TckServer {
    private record Deployed(DeploymentManager manager, WarClassLoader loader) {}

    private final PathHandler paths = new PathHandler();
    private final ServletContainer container = ServletContainer.Factory.newInstance();
    private final Undertow undertow = Undertow.builder()
            .addHttpListener(0, InetAddress.getLoopbackAddress().getHostAddress())
            .setHandler(paths)
            .build();
    private final Map<String, Deployed> contexts = new ConcurrentHashMap<>();

    @Override
    public void start(Path base) {
        undertow.start();
    }

    @Override
    public int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public void deploy(String contextPath, Path application) throws Exception {
        WarClassLoader loader = WarClassLoader.of(application, getClass().getClassLoader());
        DeploymentInfo info = Servlets.deployment()
                .setClassLoader(loader)
                .setContextPath(contextPath)
                .setDeploymentName(contextPath)
                .setResourceManager(new PathResourceManager(application))
                .addInitParameter("dev.tautline.transport", System.getProperty("tck.transport"));
        for (ServletContainerInitializer initializer : ServiceLoader.load(ServletContainerInitializer.class, loader)) {
            info.addServletContainerInitializer(new ServletContainerInitializerInfo(
                    initializer.getClass(), new ImmediateInstanceFactory<>(initializer), loader.handledBy(initializer)));
        }
        for (Class<?> type : loader.classes()) {
            WebServlet servlet = type.getAnnotation(WebServlet.class);
            if (servlet != null) {
                info.addServlet(Servlets.servlet(type.getName(), type.asSubclass(Servlet.class))
                        .addMappings(servlet.value())
                        .addMappings(servlet.urlPatterns()));
            }
            if (type.isAnnotationPresent(WebListener.class)) {
                info.addListener(Servlets.listener(type.asSubclass(EventListener.class)));
            }
        }
        DeploymentManager manager = container.addDeployment(info);
        contexts.put(contextPath, new Deployed(manager, loader));
        manager.deploy();
        paths.addPrefixPath(contextPath, manager.start());
    }

    @Override
    public void undeploy(String contextPath) throws Exception {
        Deployed deployed = contexts.remove(contextPath);
        if (deployed != null) {
            paths.removePrefixPath(contextPath);
            if (deployed.manager().getState() == DeploymentManager.State.STARTED) {
                deployed.manager().stop();
            }
            deployed.manager().undeploy();
            container.removeDeployment(deployed.manager().getDeployment() == null
                    ? new DeploymentInfo().setDeploymentName(contextPath)
                    : deployed.manager().getDeployment().getDeploymentInfo());
            deployed.loader().close();
        }
    }

    @Override
    public void stop() {
        undertow.stop();
    }
}
