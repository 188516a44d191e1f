// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Adds to what a method returns. */
@Loud
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
public class LoudInterceptor {
    @AroundInvoke
    Object around(InvocationContext call) throws Exception {
        return call.proceed() + "!";
    }
}
