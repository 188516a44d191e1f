// SPDX-License-Identifier: Apache-2.0
/** The endpoints of specification.war: each shows a part of the specification to a client that is elsewhere. State belongs to sessions. */
@NullMarked
package dev.tautline.tests.docker.app;

import org.jspecify.annotations.NullMarked;
