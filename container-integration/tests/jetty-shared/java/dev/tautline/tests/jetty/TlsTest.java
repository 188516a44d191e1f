// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.jetty;

import dev.tautline.servlet.TransportChoice;
import dev.tautline.tests.contract.ContainerContract;
import dev.tautline.tests.contract.ContainerUnderTest;
import dev.tautline.tests.contract.DraftKeysContract;

/** TLS: Jetty's end point decrypts. */
class TlsTest extends ContainerContract implements DraftKeysContract {
    TlsTest() {
        super(TransportChoice.AUTO, true, "jetty-endpoint");
    }

    @Override
    protected ContainerUnderTest newContainer() {
        return new JettyContainer();
    }
}
