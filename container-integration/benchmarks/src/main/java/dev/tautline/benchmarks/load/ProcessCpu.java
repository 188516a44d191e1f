// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

/** CPU time of a process, user and system, of all its threads, from the operating system's accounting of that process. */
final class ProcessCpu {

    private ProcessCpu() {}

    /** @throws LoadException when there is no such process, or the platform does not tell */
    static long nanos(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new LoadException("No CPU time for process " + pid + ": has it ended?"))
                .toNanos();
    }
}
