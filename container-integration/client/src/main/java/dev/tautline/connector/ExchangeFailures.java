// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import dev.tautline.internal.connector.ProxyRefusedException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpException;

/** What Jetty's failures are to whoever asked for the exchange. */
final class ExchangeFailures {
    private ExchangeFailures() {}

    static Throwable asSeenOutside(Throwable failure) {
        if (failure instanceof HttpResponseException refused && !(failure.getCause() instanceof RuntimeException)) {
            Response response = refused.getResponse();
            if (response.getRequest().getMethod().equals("CONNECT")) {
                return new ProxyRefusedException(response.getStatus(), HeaderFields.of(response));
            }
        }
        if (failure.getCause() instanceof HttpException violation) {
            return badResponse(String.valueOf(violation.getReason()), failure);
        }
        return failure instanceof IOException
                ? failure
                : new IOException(failure.getMessage() == null ? failure.toString() : failure.getMessage(), failure);
    }

    /** Without Jetty's message, which tells all of its state. */
    private static IOException badResponse(String reason, Throwable failure) {
        // The parser's word where the connection ends inside the head.
        IOException seen = reason.equals("Early EOF")
                ? new EOFException("The connection ended inside the response")
                : new ProtocolException("The response is no HTTP: " + reason);
        seen.initCause(failure);
        return seen;
    }
}
