// SPDX-License-Identifier: Apache-2.0
package dev.tautline.standalone;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers plain HTTP on a port that speaks WebSocket only, as ws does: 426, and no {@code Upgrade} header. */
final class UpgradeRequiredHandler extends Handler.Abstract.NonBlocking {
    private static final int UPGRADE_REQUIRED = 426;
    private static final byte[] BODY = "Upgrade Required".getBytes(StandardCharsets.US_ASCII);

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.setStatus(UPGRADE_REQUIRED);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, BODY.length);
        response.write(true, ByteBuffer.wrap(BODY), callback);
        return true;
    }
}
