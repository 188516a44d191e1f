// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An application's own authentication: knows {@code Authorization: Bearer NAME}, and asks for it at {@value #SECURED} only. */
public final class GuardFilter implements Filter {
    static final String SECURED = "/secured";

    private static final String SCHEME = "Bearer ";
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    /** Whether a request with this query came by. */
    public static boolean hasSeen(String query) {
        return SEEN.contains(query);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        if (http.getQueryString() != null) {
            SEEN.add(http.getQueryString());
        }
        String authorization = http.getHeader("Authorization");
        if (authorization != null && authorization.startsWith(SCHEME)) {
            String name = authorization.substring(SCHEME.length());
            chain.doFilter(new AuthenticatedRequest(http, name), response);
        } else if (http.getRequestURI().endsWith(SECURED)) {
            ((HttpServletResponse) response).sendError(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static final class AuthenticatedRequest extends HttpServletRequestWrapper {
        private final String name;

        AuthenticatedRequest(HttpServletRequest request, String name) {
            super(request);
            this.name = name;
        }

        @Override
        public Principal getUserPrincipal() {
            return () -> name;
        }

        @Override
        public String getRemoteUser() {
            return name;
        }
    }
}
