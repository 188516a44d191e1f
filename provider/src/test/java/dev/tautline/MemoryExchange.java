// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.connection.UpgradeResponder;
import dev.tautline.internal.host.UpgradePerformer;
import dev.tautline.spec.UpgradeRequest;
import dev.tautline.testkit.TestRuntime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request in the hands of an application. */
final class MemoryExchange implements UpgradeExchange, UpgradePerformer {
    private final TestRuntime runtime;
    private final MemoryRequest request;
    private boolean answered;

    @Nullable UpgradeAnswer answer;

    @Nullable MemoryClient client;

    @Nullable UpgradeResponder owner;

    MemoryExchange(TestRuntime runtime, MemoryRequest request) {
        this.runtime = runtime;
        this.request = request;
    }

    @Override
    public UpgradeRequest request() {
        return request;
    }

    @Override
    public void refuse(int status, Map<String, String> headers, String body) {
        answerOnce();
        answer = new UpgradeAnswer(status, List.copyOf(headers.entrySet()), body, null);
    }

    @Override
    public TestRuntime runtime() {
        return runtime;
    }

    @Override
    public void perform(UpgradeResponder owner, Function<UpgradeRequest, CompletionStage<UpgradeAnswer>> responder) {
        answerOnce();
        this.owner = owner;
        UpgradeAnswer decided = responder.apply(request).toCompletableFuture().join();
        answer = decided;
        var accept = decided.accept();
        if (accept != null) {
            request.end();
            MemoryClient opened = new MemoryClient(runtime, decided);
            client = opened;
            accept.accept(opened.transport);
            runtime.runAll();
        }
    }

    private void answerOnce() {
        if (answered) {
            throw new IllegalStateException("The exchange has been answered already");
        }
        answered = true;
    }
}
