// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.jetty;

import dev.tautline.servlet.TransportChoice;
import dev.tautline.tests.contract.ContainerContract;
import dev.tautline.tests.contract.ContainerUnderTest;
import dev.tautline.tests.contract.DraftKeysContract;

/** The connection left on Jetty's end point. */
class EndPointTest extends ContainerContract implements DraftKeysContract {
    EndPointTest() {
        super(TransportChoice.CONTAINER, false, "jetty-endpoint");
    }

    @Override
    protected ContainerUnderTest newContainer() {
        return new JettyContainer();
    }
}
