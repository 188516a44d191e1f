// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.handshake.Refusal;
import dev.tautline.spec.Profile;
import dev.tautline.spec.UpgradeRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A request whose handshake breaks the rules, in the hands of a {@code wsClientError} listener. */
final class RefusedExchange implements UpgradeExchange {
    private final UpgradeRequest request;
    private final Profile profile;
    private final CompletableFuture<UpgradeAnswer> answer = new CompletableFuture<>();

    RefusedExchange(UpgradeRequest request, Profile profile) {
        this.request = request;
        this.profile = profile;
    }

    CompletableFuture<UpgradeAnswer> answer() {
        return answer;
    }

    @Override
    public UpgradeRequest request() {
        return request;
    }

    @Override
    public void refuse(int status, Map<String, String> headers, String body) {
        Refusal refusal = Refusal.of(profile, status, body, List.copyOf(headers.entrySet()));
        if (!answer.complete(ServerHandshakes.answer(refusal))) {
            throw new IllegalStateException("The exchange has been answered already");
        }
    }
}
