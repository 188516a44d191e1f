// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * An ASYNC dispatch of a request to where it is already, to get a thread of the container: {@link EventStreamFilter} takes it. The way there is looked up once, and not for
 * each dispatch: Tomcat forgets it as the first thing when an application stops, and waits for its asynchronous requests after that.
 */
final class ContainerDispatch {
    private final ServletContext context;
    private final String path;

    private ContainerDispatch(ServletContext context, String path) {
        this.context = context;
        this.path = path;
    }

    static ContainerDispatch of(HttpServletRequest request) {
        ServletContext context = request.getServletContext();
        String path = request.getRequestURI().substring(request.getContextPath().length());
        RequestDispatcher way = context.getRequestDispatcher(path);
        return new ContainerDispatch(way == null ? context : knowing(way, context), path);
    }

    private static ServletContext knowing(RequestDispatcher way, ServletContext context) {
        return (ServletContext) Proxy.newProxyInstance(
                ContainerDispatch.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getRequestDispatcher")) {
                        return way;
                    }
                    try {
                        return method.invoke(context, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Any thread, while nobody else touches the request. The calling thread may not touch it afterwards. */
    void run(AsyncContext async) {
        async.dispatch(context, path);
    }
}
