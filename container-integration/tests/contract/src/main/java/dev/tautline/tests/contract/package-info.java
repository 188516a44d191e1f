// SPDX-License-Identifier: Apache-2.0
/**
 * What every container and transport keeps: tests without a container, which each column's module runs on its own. A contract is an interface of
 * tests; {@link dev.tautline.tests.contract.ContainerContract} joins them. Owns the site that the tests of a class share. Imports the application
 * and the wire beside it and, to look behind a session, the engine.
 */
@NullMarked
package dev.tautline.tests.contract;

import org.jspecify.annotations.NullMarked;
