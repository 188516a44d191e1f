// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;

/** Reads a response that is no 101: its content by a stream, with back-pressure. The connection is closed behind it. */
final class ResponseReader extends InputStreamResponseListener {
    private static final int SWITCHING_PROTOCOLS = 101;

    private final JettyExchange exchange;
    private final Connection connection;

    ResponseReader(JettyExchange exchange, Connection connection) {
        this.exchange = exchange;
        this.connection = connection;
    }

    @Override
    public void onHeaders(Response response) {
        super.onHeaders(response);
        if (response.getStatus() != SWITCHING_PROTOCOLS) {
            exchange.answered(response, new Body(getInputStream()));
        }
    }

    @Override
    public void onComplete(Result result) {
        super.onComplete(result);
        if (result.isFailed()) {
            exchange.failed(result.getFailure());
        } else if (result.getResponse().getStatus() == SWITCHING_PROTOCOLS) {
            exchange.upgrade(result.getResponse());
        } else {
            connection.close();
            exchange.end();
        }
    }

    /** Closing it early gives the rest up. */
    private final class Body extends FilterInputStream {
        Body(InputStream content) {
            super(content);
        }

        /** Jetty's stream waits for content also where none is asked for, as {@code readNBytes} does. */
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return length == 0 ? 0 : super.read(into, offset, length);
        }

        @Override
        public void close() throws IOException {
            super.close();
            connection.close();
            exchange.end();
        }
    }
}
