// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.tomcat;

import dev.tautline.tests.contract.DescriptorContract;
import dev.tautline.tests.contract.WebappContainer;

/** A directory with a {@code web.xml}. */
class DescriptorTest extends DescriptorContract {
    @Override
    protected WebappContainer newContainer() {
        return new TomcatContainer();
    }
}
