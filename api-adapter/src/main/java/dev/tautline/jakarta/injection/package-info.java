// SPDX-License-Identifier: Apache-2.0
/**
 * Where instances of the application's classes come from: the SPI for containers with injection, and the choice among what an application has. The
 * choice belongs to one application's container and is made once. Imports nothing but the JDK.
 */
@NullMarked
package dev.tautline.jakarta.injection;

import org.jspecify.annotations.NullMarked;
