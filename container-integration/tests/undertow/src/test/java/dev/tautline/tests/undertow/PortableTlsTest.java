// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.undertow;

import dev.tautline.servlet.TransportChoice;
import dev.tautline.tests.contract.ContainerContract;
import dev.tautline.tests.contract.ContainerUnderTest;

/** The Servlet API alone, over TLS. */
class PortableTlsTest extends ContainerContract {
    PortableTlsTest() {
        super(TransportChoice.AUTO, true, "portable");
    }

    @Override
    protected ContainerUnderTest newContainer() {
        return new UndertowContainer();
    }
}
