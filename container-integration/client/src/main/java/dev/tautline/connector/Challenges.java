// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import dev.tautline.internal.connector.ExchangeRequest;
import dev.tautline.internal.connector.ProxySettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.client.Authentication;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.DigestAuthentication;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Attributes;
import org.jspecify.annotations.Nullable;

/** Answers the challenges of a 401 response with Jetty's schemes. Makes no connection. */
final class Challenges extends WWWAuthenticationProtocolHandler {
    private static final URI SOMEWHERE = URI.create("http://localhost/");

    Challenges() {
        super(new HttpClient());
    }

    @Nullable String answer(
            ExchangeRequest.Target target,
            List<Map.Entry<String, String>> headers,
            ProxySettings.Credentials credentials) {
        List<Authentication.HeaderInfo> challenges = new ArrayList<>();
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase(HttpHeader.WWW_AUTHENTICATE.asString())) {
                challenges.addAll(getHeaderInfo(header.getValue()));
            }
        }
        for (Authentication.HeaderInfo challenge : challenges) {
            String digest =
                    challenge.getType().equalsIgnoreCase("Digest") ? digest(target, challenge, credentials) : null;
            if (digest != null) {
                return digest;
            }
        }
        boolean basic =
                challenges.stream().anyMatch(challenge -> challenge.getType().equalsIgnoreCase("Basic"));
        return basic ? credentials.basic() : null;
    }

    private @Nullable String digest(
            ExchangeRequest.Target target, Authentication.HeaderInfo challenge, ProxySettings.Credentials credentials) {
        Request request = new UpgradeHttpRequest(getHttpClient(), target);
        ContentResponse none = null;
        Authentication.Result result = new DigestAuthentication(
                        SOMEWHERE, Authentication.ANY_REALM, credentials.user(), credentials.password())
                .authenticate(request, none, challenge, new Attributes.Mapped());
        if (result == null) {
            return null;
        }
        result.apply(request);
        HttpField field = request.getHeaders().getField(HttpHeader.AUTHORIZATION);
        return field == null ? null : field.getValue();
    }
}
