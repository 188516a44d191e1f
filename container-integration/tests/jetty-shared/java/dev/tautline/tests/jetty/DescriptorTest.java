// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.jetty;

import dev.tautline.tests.contract.ContainerUnderTest;
import dev.tautline.tests.contract.DescriptorContract;

/** A directory with a {@code web.xml}. */
class DescriptorTest extends DescriptorContract {
    @Override
    protected ContainerUnderTest newContainer() {
        return new JettyContainer();
    }
}
