// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

/** What coders make and take. */
public record Word(String text) {}
