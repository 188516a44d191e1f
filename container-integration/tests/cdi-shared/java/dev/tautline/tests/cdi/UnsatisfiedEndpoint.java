// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.inject.Inject;
import jakarta.websocket.server.ServerEndpoint;

/** Can't be made: there is no such bean. */
@ServerEndpoint("/unsatisfied")
public class UnsatisfiedEndpoint {
    /** Nobody implements it. */
    public interface Missing {}

    @Inject
    Missing missing;
}
