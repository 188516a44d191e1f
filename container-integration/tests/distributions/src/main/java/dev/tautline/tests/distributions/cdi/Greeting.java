// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.cdi;

/** What the endpoint answers. */
public record Greeting(String text) {}
