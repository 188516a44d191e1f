// SPDX-License-Identifier: Apache-2.0
/** Lets the official TCK deploy its applications on embedded servers, with Tautline on the class path as server and as client. */
@NullMarked
package dev.tautline.tck;

import org.jspecify.annotations.NullMarked;
