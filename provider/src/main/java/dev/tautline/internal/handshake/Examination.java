// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

/** What a server makes of a request before the application decides: a proposal, or a refusal by the rules. */
public sealed interface Examination permits Proposal, Refusal {}
