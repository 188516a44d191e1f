// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An upgrade request on its way to us, without the {@code Upgrade} header by which a container's own filter would take it. */
final class GatedRequest extends HttpServletRequestWrapper {
    private static final String HIDDEN = "Upgrade";

    GatedRequest(HttpServletRequest request) {
        super(request);
    }

    /** An extended CONNECT is a GET for whoever does not know RFC 8441: firewalls of applications, and the container's own filter. */
    @Override
    public String getMethod() {
        String method = super.getMethod();
        return method.equals("CONNECT") ? "GET" : method;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return HIDDEN.equalsIgnoreCase(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return HIDDEN.equalsIgnoreCase(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = new ArrayList<>();
        Enumeration<String> all = super.getHeaderNames();
        while (all.hasMoreElements()) {
            String name = all.nextElement();
            if (!HIDDEN.equalsIgnoreCase(name)) {
                names.add(name);
            }
        }
        return Collections.enumeration(names);
    }
}
