// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Marks what {@link LoudInterceptor} surrounds. */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
public @interface Loud {}
