// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.function.Consumer;

/** A response that tells which threads use its output stream. */
final class WatchedResponse extends HttpServletResponseWrapper {
    private final Consumer<Thread> users;

    WatchedResponse(HttpServletResponse response, Consumer<Thread> users) {
        super(response);
        this.users = users;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return new Watched(super.getOutputStream());
    }

    private final class Watched extends ServletOutputStream {
        private final ServletOutputStream output;

        Watched(ServletOutputStream output) {
            this.output = output;
        }

        @Override
        public boolean isReady() {
            users.accept(Thread.currentThread());
            return output.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            output.setWriteListener(listener);
        }

        @Override
        public void write(int one) throws IOException {
            users.accept(Thread.currentThread());
            output.write(one);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            users.accept(Thread.currentThread());
            output.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            users.accept(Thread.currentThread());
            output.flush();
        }
    }
}
