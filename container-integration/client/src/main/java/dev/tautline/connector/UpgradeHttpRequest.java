// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import dev.tautline.internal.connector.ExchangeRequest;
import java.net.URI;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.jspecify.annotations.Nullable;

/** A GET whose request target stands in the request line exactly as given. Jetty would parse it, and put it together anew. */
final class UpgradeHttpRequest extends HttpRequest {
    /** Jetty demands an address with a host that {@link URI} knows; nothing is done with it. */
    private static final URI SOMEWHERE = URI.create("http://localhost/");

    private final String target;

    UpgradeHttpRequest(HttpClient client, ExchangeRequest.Target target) {
        super(client, new HttpConversation(), SOMEWHERE);
        this.target = target.requestTarget();
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
