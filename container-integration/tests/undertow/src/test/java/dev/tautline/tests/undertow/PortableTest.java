// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.undertow;

import dev.tautline.servlet.TransportChoice;
import dev.tautline.tests.contract.ContainerContract;
import dev.tautline.tests.contract.ContainerUnderTest;

/** The Servlet API alone. */
class PortableTest extends ContainerContract {
    PortableTest() {
        super(TransportChoice.AUTO, false, "portable");
    }

    @Override
    protected ContainerUnderTest newContainer() {
        return new UndertowContainer();
    }
}
