// SPDX-License-Identifier: Apache-2.0
/** An application of Spring's. Its beans and its WebSocket support know nothing of Tautline but what {@link dev.tautline.tests.spring.SpringInstances} tells. */
@NullMarked
package dev.tautline.tests.spring;

import org.jspecify.annotations.NullMarked;
