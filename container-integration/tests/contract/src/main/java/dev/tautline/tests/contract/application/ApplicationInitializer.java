// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import dev.tautline.servlet.DeploymentInitializer;
import dev.tautline.servlet.jakarta.EndpointInitializer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a scan of the application's jars would do: deploys its endpoints, starts its native servers, and adds its filter and its servlet. */
public final class ApplicationInitializer implements ServletContainerInitializer {
    /** The endpoints that a container's scan would find. */
    public static final Set<Class<?>> ENDPOINTS =
            Set.of(EchoEndpoint.class, ProbeEndpoint.class, SecuredEndpoint.class, ProviderEndpoint.class);

    @Override
    public void onStartup(@Nullable Set<Class<?>> found, ServletContext context) throws ServletException {
        new EndpointInitializer().onStartup(found, context);
        new DeploymentInitializer().onStartup(found, context);
        FilterRegistration.Dynamic guard = context.addFilter("guard", new GuardFilter());
        guard.setAsyncSupported(true);
        guard.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
        ServletRegistration.Dynamic events = context.addServlet("events", new EventsServlet());
        events.setAsyncSupported(true);
        events.addMapping("/events/*");
        SharedRoom.start(context);
        NativeServers.start(context);
        context.addServlet("http-session", new HttpSessionServlet()).addMapping(HttpSessionServlet.PATH + "/*");
        context.addServlet("greeting", new GreetingServlet()).addMapping("/greeting");
    }
}
