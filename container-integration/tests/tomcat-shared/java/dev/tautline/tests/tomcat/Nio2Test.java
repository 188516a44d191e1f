// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.tomcat;

import dev.tautline.servlet.TransportChoice;
import dev.tautline.tests.contract.ContainerUnderTest;
import dev.tautline.tests.contract.TransferContract;

/** The NIO2 connector: a read of Tomcat is always under way. */
class Nio2Test extends TransferContract {
    Nio2Test() {
        super(TransportChoice.AUTO, false, "tomcat-poller");
    }

    @Override
    protected ContainerUnderTest newContainer() {
        return new TomcatContainer("org.apache.coyote.http11.Http11Nio2Protocol");
    }
}
