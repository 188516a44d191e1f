// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import java.net.URI;
import java.nio.file.Path;

/** A container that reads {@code web.xml}. */
public interface WebappContainer extends ContainerUnderTest {
    /**
     * Starts as {@link #start}, with a web application at the root that is a directory with a {@code web.xml}; its classes are those of the
     * class path. No initializers run.
     *
     * @throws Exception if the application does not start
     */
    URI startWebapp(Path directory) throws Exception;
}
