// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The sections of Jakarta WebSocket 2.2 that a test proves, {@code 4.7.1} for example. {@link SectionTableTest} holds them against the documentation. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Section {
    String[] value();
}
