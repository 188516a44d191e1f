// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.spec.UpgradeRequest;
import org.jspecify.annotations.Nullable;

/**
 * What {@code verifyClient} decides about (ws 1.3-03).
 *
 * @param origin the value of {@code Origin}, or of {@code Sec-WebSocket-Origin} where the version is 8; {@code null} for none
 * @param request the request
 * @param secure whether it came over TLS
 */
public record VerifyInfo(@Nullable String origin, UpgradeRequest request, boolean secure) {}
