// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.spring;

/** A bean. */
class Greeter {
    String greet(String name) {
        return "hello " + name;
    }
}
