// SPDX-License-Identifier: Apache-2.0
/**
 * Echo and room, as annotated endpoints and by the native API, on any of seven containers: the launcher, a server for each container, the
 * endpoints and the native servers.
 */
@NullMarked
package dev.tautline.examples.echo;

import org.jspecify.annotations.NullMarked;
