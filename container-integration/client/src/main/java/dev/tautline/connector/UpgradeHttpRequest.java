// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import dev.tautline.internal.connector.ExchangeRequest;
import java.net.URI;
import java.util.Map;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpUpgrader;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A GET whose request target and header fields stand on the wire exactly as given. Jetty would parse the target, and put it together anew. */
final class UpgradeHttpRequest extends HttpRequest {
    /** Jetty demands an address with a host that {@link URI} knows; nothing is done with it. */
    private static final URI SOMEWHERE = URI.create("http://localhost/");

    /** Keeps Jetty from preparing requests with {@code Upgrade} in its own way. */
    private static final HttpUpgrader NO_UPGRADER = new HttpUpgrader() {
        @Override
        public void prepare(Request request) {}

        @Override
        public void upgrade(Response response, EndPoint endPoint, Callback callback) {
            callback.succeeded();
        }
    };

    private final String target;

    UpgradeHttpRequest(HttpClient client, ExchangeRequest.Target target) {
        super(client, new HttpConversation(), SOMEWHERE);
        this.target = target.requestTarget();
    }

    /** With the header fields of {@code request}. */
    static UpgradeHttpRequest of(HttpClient client, ExchangeRequest request) {
        UpgradeHttpRequest http = new UpgradeHttpRequest(client, request.target());
        http.headers(fields -> {
            fields.clear();
            for (Map.Entry<String, String> header : request.headers()) {
                fields.add(HeaderFields.field(header.getKey(), header.getValue()));
            }
            if (!fields.contains("Host")) {
                fields.add(HeaderFields.field("Host", host(request)));
            }
        });
        http.attribute(HttpUpgrader.Factory.class.getName(), (HttpUpgrader.Factory) version -> NO_UPGRADER);
        return http;
    }

    private static String host(ExchangeRequest request) {
        return request.unixSocket() == null ? request.target().authority() : "localhost";
    }

    @Override
    public String getPath() {
        return target == null ? "/" : target;
    }

    @Override
    public @Nullable String getQuery() {
        return null;
    }

    @Override
    public URI getURI() {
        return SOMEWHERE;
    }
}
