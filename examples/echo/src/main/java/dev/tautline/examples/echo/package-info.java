// SPDX-License-Identifier: Apache-2.0
/** One pair of annotated endpoints on any of six containers: the launcher, a server for each container, and the endpoints. */
@NullMarked
package dev.tautline.examples.echo;

import org.jspecify.annotations.NullMarked;
