// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.invalid;

import jakarta.websocket.OnOpen;
import jakarta.websocket.server.ServerEndpoint;

/** A parameter that no session can give. */
@ServerEndpoint("/second")
public class SecondInvalidEndpoint {
    @OnOpen
    public void opened(Runnable what) {}
}
